import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0005_keys_of_teams_and_agencies"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="meeting",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meeting",
            name="update_update",
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "day",
                    models.DateField(
                        error_messages={"unique": "Ngày này đã có trong danh sách."}, unique=True, verbose_name="ngày"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên, lý do")),
                ("is_working", models.BooleanField(default=False, verbose_name="là ngày làm bù")),
            ],
            options={
                "verbose_name": "ngày nghỉ, ngày làm bù",
                "verbose_name_plural": "ngày nghỉ, ngày làm bù",
                "ordering": ("-day",),
            },
        ),
        migrations.CreateModel(
            name="QuarterAgenda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quý")),
                ("text", models.TextField(blank=True, max_length=3000, verbose_name="nội dung, nhiệm vụ")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "nội dung của quý",
                "verbose_name_plural": "nội dung của các quý",
                "ordering": ("-year", "-quarter"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "quarter"),
                        name="quarter_agenda_once",
                        violation_error_message="Quý này đã có nội dung.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter__gte", 1), ("quarter__lte", 4), ("year__gte", 2000), ("year__lte", 2099)
                        ),
                        name="quarter_agenda_of_a_quarter",
                        violation_error_message="Quý từ 1 đến 4.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="before_committee",
            field=models.BooleanField(
                default=False, verbose_name="đăng ký trước khi họp Đảng ủy (cấp ủy) của xã, phường"
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="before_committee",
            field=models.BooleanField(
                default=False, verbose_name="đăng ký trước khi họp Đảng ủy (cấp ủy) của xã, phường"
            ),
        ),
        migrations.CreateModel(
            name="DayOffEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "day",
                    models.DateField(error_messages={"unique": "Ngày này đã có trong danh sách."}, verbose_name="ngày"),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên, lý do")),
                ("is_working", models.BooleanField(default=False, verbose_name="là ngày làm bù")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="units.dayoff",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[("registration", "Đăng ký"), ("self_assessment", "Tự chấm")],
                        max_length=16,
                        verbose_name="gia hạn việc",
                    ),
                ),
                ("until", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("granted_at", models.DateTimeField(verbose_name="gia hạn lúc")),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gia hạn",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần gia hạn",
                "verbose_name_plural": "các lần gia hạn",
                "ordering": ("-granted_at", "-id"),
                "indexes": [models.Index(fields=["period", "unit", "stage"], name="extension_of_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["registration", "self_assessment"])),
                        name="extension_of_a_units_stage",
                        violation_error_message="Chỉ gia hạn được đăng ký hoặc tự chấm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="extension_explained",
                        violation_error_message="Ghi lý do gia hạn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("granted_at__date"))),
                        name="extension_not_in_the_past",
                        violation_error_message="Không gia hạn đến một ngày đã qua.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarterAgendaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quý")),
                ("text", models.TextField(blank=True, max_length=3000, verbose_name="nội dung, nhiệm vụ")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="units.quarteragenda",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_meetingevent" ("agenda", "before_committee", "cancelled_at", "cancelled_by_id", "change_reason", "changed_at", "changed_by_id", "ends_at", "held_on", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registered_at", "registered_by_id", "seats", "starts_at", "unit_id", "version") VALUES (NEW."agenda", NEW."before_committee", NEW."cancelled_at", NEW."cancelled_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ends_at", NEW."held_on", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."registered_at", NEW."registered_by_id", NEW."seats", NEW."starts_at", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="a32035c0c30c4eaab8c14fa448f385b89247151d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2784e",
                    table="units_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_meetingevent" ("agenda", "before_committee", "cancelled_at", "cancelled_by_id", "change_reason", "changed_at", "changed_by_id", "ends_at", "held_on", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registered_at", "registered_by_id", "seats", "starts_at", "unit_id", "version") VALUES (NEW."agenda", NEW."before_committee", NEW."cancelled_at", NEW."cancelled_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ends_at", NEW."held_on", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."registered_at", NEW."registered_by_id", NEW."seats", NEW."starts_at", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="f3930be54b4c37ec58cfe50e4ba456b5c1b53941",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15343",
                    table="units_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="period",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_periodevent" ("agenda", "appeal_due", "appraisal_due", "conference_from", "conference_to", "id", "month", "notice_due", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ranking_due", "registration_due", "self_assessment_due", "stage", "version") VALUES (OLD."agenda", OLD."appeal_due", OLD."appraisal_due", OLD."conference_from", OLD."conference_to", OLD."id", OLD."month", OLD."notice_due", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ranking_due", OLD."registration_due", OLD."self_assessment_due", OLD."stage", OLD."version"); RETURN NULL;',
                    hash="77a7eb70bc4c2e223882ad4b2cc7cacb0ddd22d9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_98eb5",
                    table="units_period",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at", None), ("cancelled_by", None)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_cancelled_by_somebody",
                violation_error_message="Hội nghị đã hủy phải có người hủy.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dayoff",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_dayoffevent" ("day", "id", "is_working", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."day", NEW."id", NEW."is_working", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="9ff2cf0fdfb148e4576265bd41edcc4224c01217",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1ca22",
                    table="units_dayoff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dayoff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_dayoffevent" ("day", "id", "is_working", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."day", NEW."id", NEW."is_working", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="8f1729c1527d64b6c01c761ab29f3697dfa2d6e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_171ab",
                    table="units_dayoff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dayoff",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_dayoffevent" ("day", "id", "is_working", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."day", OLD."id", OLD."is_working", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="0c4a43530c509022f112811cd93c48cc74ed6b4c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_45a31",
                    table="units_dayoff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarteragenda",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_quarteragendaevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "text", "version", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quarter", NEW."text", NEW."version", NEW."year"); RETURN NULL;',
                    hash="2329ddb9602fc61789b8832188d43a65499d3a3e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ded3a",
                    table="units_quarteragenda",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarteragenda",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_quarteragendaevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "text", "version", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quarter", NEW."text", NEW."version", NEW."year"); RETURN NULL;',
                    hash="818dde689cdadc4f9086ae2f883fc1a63e65a294",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d208",
                    table="units_quarteragenda",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarteragenda",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_quarteragendaevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "text", "version", "year") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quarter", OLD."text", OLD."version", OLD."year"); RETURN NULL;',
                    hash="4bfa270710889a60fa593b34dfd44b09c1c2c503",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e16d6",
                    table="units_quarteragenda",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dayoffevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2f7ca2f489dc6875475371aa05a45b7973434b12",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_185d2",
                    table="units_dayoffevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="extension_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2642ab42a3361df6e180cb094e52bae804a1f3cc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_extension_append_only_1d01e",
                    table="units_extension",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarteragendaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f294f5d66c7203a5d8cd62e111fbbe279ae14540",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_175a3",
                    table="units_quarteragendaevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
