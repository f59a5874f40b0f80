import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0009_unit_validity"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConcernProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sign",
                    models.CharField(
                        choices=[
                            ("overdue", "Việc quá hạn"),
                            ("falls", "Tụt hạng nhiều tháng liền"),
                            ("low_note", "Phiếu dự chấm thấp"),
                        ],
                        max_length=10,
                        verbose_name="dấu hiệu",
                    ),
                ),
                ("evidence_key", models.CharField(max_length=60)),
                ("evidence", models.CharField(max_length=500, verbose_name="căn cứ")),
                (
                    "tier_proposed",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        verbose_name="cấp đại biểu đề xuất",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="theo dõi trong mấy tháng")),
                ("first_seen_on", models.DateField(verbose_name="thấy từ ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chưa xem xét"),
                            ("accepted", "Đã đưa vào quan tâm"),
                            ("dismissed", "Không đưa vào"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                ("dismissal_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do không đưa vào")),
                (
                    "concern",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="units.concern",
                        verbose_name="vấn đề đã mở",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concern_proposals",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề xuất vấn đề cần quan tâm",
                "verbose_name_plural": "đề xuất vấn đề cần quan tâm",
                "ordering": ("-first_seen_on", "unit__sort_key", "id"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["state"], name="concern_proposal_open")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "sign", "evidence_key"), name="concern_proposal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("tier_proposed__in", (1, 2))),
                        name="concern_proposal_asks_for_rank",
                        violation_error_message="Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concern", None),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("dismissal_reason", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("concern__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state", "accepted"),
                            ),
                            models.Q(
                                ("concern", None),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state", "dismissed"),
                                models.Q(("dismissal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="concern_proposal_decided_by_somebody",
                        violation_error_message="Quyết định phải có người, có lúc, và lý do nếu không đưa vào.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernProposalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "sign",
                    models.CharField(
                        choices=[
                            ("overdue", "Việc quá hạn"),
                            ("falls", "Tụt hạng nhiều tháng liền"),
                            ("low_note", "Phiếu dự chấm thấp"),
                        ],
                        max_length=10,
                        verbose_name="dấu hiệu",
                    ),
                ),
                ("evidence_key", models.CharField(max_length=60)),
                ("evidence", models.CharField(max_length=500, verbose_name="căn cứ")),
                (
                    "tier_proposed",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        verbose_name="cấp đại biểu đề xuất",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="theo dõi trong mấy tháng")),
                ("first_seen_on", models.DateField(verbose_name="thấy từ ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chưa xem xét"),
                            ("accepted", "Đã đưa vào quan tâm"),
                            ("dismissed", "Không đưa vào"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                ("dismissal_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do không đưa vào")),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.concern",
                        verbose_name="vấn đề đã mở",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
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
                        to="units.concernproposal",
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
            model_name="concernproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_proposal_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'open'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7f28527f267d3492a57ce4f2a04f2c05c8c21b56",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decided_proposal_is_frozen_cd9c5",
                    table="units_concernproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concernproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_concernproposalevent" ("concern_id", "decided_at", "decided_by_id", "dismissal_reason", "evidence", "evidence_key", "first_seen_on", "id", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign", "state", "tier_proposed", "unit_id") VALUES (NEW."concern_id", NEW."decided_at", NEW."decided_by_id", NEW."dismissal_reason", NEW."evidence", NEW."evidence_key", NEW."first_seen_on", NEW."id", NEW."months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sign", NEW."state", NEW."tier_proposed", NEW."unit_id"); RETURN NULL;',
                    hash="96f535fe8f0eff58c1f4841422c383fe43d7105d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7c906",
                    table="units_concernproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concernproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_concernproposalevent" ("concern_id", "decided_at", "decided_by_id", "dismissal_reason", "evidence", "evidence_key", "first_seen_on", "id", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign", "state", "tier_proposed", "unit_id") VALUES (NEW."concern_id", NEW."decided_at", NEW."decided_by_id", NEW."dismissal_reason", NEW."evidence", NEW."evidence_key", NEW."first_seen_on", NEW."id", NEW."months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sign", NEW."state", NEW."tier_proposed", NEW."unit_id"); RETURN NULL;',
                    hash="1f7fdf73cb92904bbdc1406a64c1b3ea1b88b13a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea0bb",
                    table="units_concernproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concernproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_concernproposalevent" ("concern_id", "decided_at", "decided_by_id", "dismissal_reason", "evidence", "evidence_key", "first_seen_on", "id", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign", "state", "tier_proposed", "unit_id") VALUES (OLD."concern_id", OLD."decided_at", OLD."decided_by_id", OLD."dismissal_reason", OLD."evidence", OLD."evidence_key", OLD."first_seen_on", OLD."id", OLD."months", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sign", OLD."state", OLD."tier_proposed", OLD."unit_id"); RETURN NULL;',
                    hash="86532d9c06329807f567c0384c58225454759bed",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_94c97",
                    table="units_concernproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concernproposalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c9eb7c87953cb547743d7af09b4cf3518f909f07",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e17c8",
                    table="units_concernproposalevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
