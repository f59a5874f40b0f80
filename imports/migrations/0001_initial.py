import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0003_places_over_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registrations", "Đăng ký hội nghị"),
                            ("delegates", "Đại biểu"),
                            ("teams", "Tổ tuyên vận"),
                        ],
                        max_length=16,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã kiểm SHA-256")),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đọc"),
                            ("refused", "Không đọc được"),
                            ("preview", "Đang xem lại"),
                            ("applied", "Đã nhập"),
                            ("abandoned", "Đã bỏ"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="vì sao không đọc được")),
                ("content", models.BinaryField(null=True)),
                (
                    "sheets",
                    models.JSONField(
                        default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="các bảng"
                    ),
                ),
                ("sheet", models.PositiveSmallIntegerField(default=0, verbose_name="bảng được dùng")),
                ("heading", models.PositiveSmallIntegerField(default=0, verbose_name="dòng tiêu đề")),
                ("heading_lines", models.PositiveSmallIntegerField(default=1, verbose_name="số dòng tiêu đề")),
                ("columns", models.JSONField(default=list, verbose_name="các cột")),
                ("answers", models.JSONField(default=dict, verbose_name="trả lời chung")),
                ("counts", models.JSONField(default=dict, verbose_name="số dòng theo kết quả")),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="nhập lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp nhập",
                "verbose_name_plural": "tệp nhập",
                "ordering": ("-uploaded_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "registrations"), ("period__isnull", False)),
                            models.Q(models.Q(("kind", "registrations"), _negated=True), ("period", None)),
                            _connector="OR",
                        ),
                        name="import_of_registrations_names_month",
                        violation_error_message="Tệp đăng ký phải kèm kỳ tháng, tệp khác thì không.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied_at__isnull", False), ("applied_by__isnull", False), ("state", "applied")
                            ),
                            models.Q(
                                models.Q(("state", "applied"), _negated=True),
                                ("applied_at", None),
                                ("applied_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="import_applied_by_somebody",
                        violation_error_message="Tệp đã nhập phải ghi người nhập và lúc nhập.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registrations", "Đăng ký hội nghị"),
                            ("delegates", "Đại biểu"),
                            ("teams", "Tổ tuyên vận"),
                        ],
                        max_length=16,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã kiểm SHA-256")),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đọc"),
                            ("refused", "Không đọc được"),
                            ("preview", "Đang xem lại"),
                            ("applied", "Đã nhập"),
                            ("abandoned", "Đã bỏ"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="vì sao không đọc được")),
                ("sheet", models.PositiveSmallIntegerField(default=0, verbose_name="bảng được dùng")),
                ("heading", models.PositiveSmallIntegerField(default=0, verbose_name="dòng tiêu đề")),
                ("heading_lines", models.PositiveSmallIntegerField(default=1, verbose_name="số dòng tiêu đề")),
                ("columns", models.JSONField(default=list, verbose_name="các cột")),
                ("answers", models.JSONField(default=dict, verbose_name="trả lời chung")),
                ("counts", models.JSONField(default=dict, verbose_name="số dòng theo kết quả")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="nhập lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="imports.importfile",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="dòng")),
                ("cells", models.JSONField(default=dict, verbose_name="như trong tệp")),
                ("section", models.CharField(blank=True, max_length=200, verbose_name="dòng đề mục")),
                ("corrections", models.JSONField(default=dict, verbose_name="đã sửa")),
                ("is_left_out", models.BooleanField(default=False, verbose_name="bỏ dòng này")),
                ("why_ignored", models.CharField(blank=True, max_length=60, verbose_name="vì sao không nhập")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "Cần trả lời"),
                            ("faulty", "Có lỗi"),
                            ("new", "Mới"),
                            ("changed", "Thay đổi"),
                            ("same", "Không đổi"),
                            ("ignored", "Không nhập"),
                        ],
                        max_length=8,
                        verbose_name="kết quả",
                    ),
                ),
                ("shown", models.JSONField(default=dict, verbose_name="hiểu là")),
                ("old", models.JSONField(default=dict, verbose_name="đang lưu")),
                ("problems", models.JSONField(default=list, verbose_name="lỗi và câu hỏi")),
                ("remarks", models.JSONField(default=list, verbose_name="ghi nhận")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="imports.importfile",
                        verbose_name="tệp",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng của tệp",
                "verbose_name_plural": "dòng của tệp",
                "ordering": ("number",),
                "indexes": [models.Index(fields=["file", "outcome", "number"], name="import_row_by_outcome")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "number"), name="import_row_once", violation_error_message="Dòng này đã có."
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "imports_importfileevent" ("answers", "applied_at", "applied_by_id", "columns", "counts", "heading", "heading_lines", "id", "kind", "name", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "refusal", "sha256", "sheet", "state", "uploaded_at", "uploaded_by_id", "version") VALUES (NEW."answers", NEW."applied_at", NEW."applied_by_id", NEW."columns", NEW."counts", NEW."heading", NEW."heading_lines", NEW."id", NEW."kind", NEW."name", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."refusal", NEW."sha256", NEW."sheet", NEW."state", NEW."uploaded_at", NEW."uploaded_by_id", NEW."version"); RETURN NULL;',
                    hash="eefc944889af08909917f9e149df92182d0f971e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6e9d2",
                    table="imports_importfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."applied_by_id" IS DISTINCT FROM (NEW."applied_by_id") OR OLD."columns" IS DISTINCT FROM (NEW."columns") OR OLD."counts" IS DISTINCT FROM (NEW."counts") OR OLD."heading" IS DISTINCT FROM (NEW."heading") OR OLD."heading_lines" IS DISTINCT FROM (NEW."heading_lines") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."refusal" IS DISTINCT FROM (NEW."refusal") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."sheet" IS DISTINCT FROM (NEW."sheet") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "imports_importfileevent" ("answers", "applied_at", "applied_by_id", "columns", "counts", "heading", "heading_lines", "id", "kind", "name", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "refusal", "sha256", "sheet", "state", "uploaded_at", "uploaded_by_id", "version") VALUES (NEW."answers", NEW."applied_at", NEW."applied_by_id", NEW."columns", NEW."counts", NEW."heading", NEW."heading_lines", NEW."id", NEW."kind", NEW."name", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."refusal", NEW."sha256", NEW."sheet", NEW."state", NEW."uploaded_at", NEW."uploaded_by_id", NEW."version"); RETURN NULL;',
                    hash="2865be964fc1bd571f802a2f4e2d0affd86181d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fdda7",
                    table="imports_importfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importfileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6734b58f78ca6dcccb0b658a386df546dce95118",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b79d9",
                    table="imports_importfileevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
