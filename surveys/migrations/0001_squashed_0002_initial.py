import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("surveys", "0001_initial"), ("surveys", "0002_initial")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.PositiveIntegerField(verbose_name="số phiếu hợp lệ")),
                ("understand", models.PositiveIntegerField(verbose_name="số phiếu nắm được chủ trương")),
                ("agree", models.PositiveIntegerField(verbose_name="số phiếu đồng thuận")),
                ("satisfied", models.PositiveIntegerField(verbose_name="số phiếu hài lòng")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_tallies",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_tallies",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả khảo sát",
                "verbose_name_plural": "kết quả khảo sát",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "unit"),
                        name="tally_once",
                        violation_error_message="Đã nhập kết quả của đơn vị này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agree__lte", models.F("answers")),
                            ("satisfied__lte", models.F("answers")),
                            ("understand__lte", models.F("answers")),
                        ),
                        name="tally_counts_within_answers",
                        violation_error_message="Số phiếu từng mục không được lớn hơn số phiếu hợp lệ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyTallyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("answers", models.PositiveIntegerField(verbose_name="số phiếu hợp lệ")),
                ("understand", models.PositiveIntegerField(verbose_name="số phiếu nắm được chủ trương")),
                ("agree", models.PositiveIntegerField(verbose_name="số phiếu đồng thuận")),
                ("satisfied", models.PositiveIntegerField(verbose_name="số phiếu hài lòng")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
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
                        to="surveys.surveytally",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveytally",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "surveys_surveytallyevent" ("agree", "answers", "entered_at", "entered_by_id", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfied", "understand", "unit_id", "version") VALUES (NEW."agree", NEW."answers", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."satisfied", NEW."understand", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="1d23561193ff3fc0b986918c53a3859de281d6d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_53b1f",
                    table="surveys_surveytally",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveytally",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "surveys_surveytallyevent" ("agree", "answers", "entered_at", "entered_by_id", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfied", "understand", "unit_id", "version") VALUES (NEW."agree", NEW."answers", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."satisfied", NEW."understand", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="1ba099e768cb61e383ecc030c1ed74396b747feb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0d19f",
                    table="surveys_surveytally",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveytallyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ea9336f5a9ccde8a245a09d37051ce58c5157634",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8910d",
                    table="surveys_surveytallyevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
