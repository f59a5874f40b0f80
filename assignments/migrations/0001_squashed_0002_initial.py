import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("assignments", "0001_initial"), ("assignments", "0002_initial")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="số")),
                ("symbol", models.CharField(max_length=20, verbose_name="ký hiệu")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("signer", models.CharField(max_length=150, verbose_name="người ký")),
                ("term_from", models.DateField(verbose_name="nhiệm kỳ bắt đầu")),
                (
                    "paper",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="nội dung in"
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo phân công",
                "verbose_name_plural": "thông báo phân công",
                "ordering": ("-issued_on", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Delegate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", models.CharField(max_length=150, verbose_name="họ và tên")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=400)),
                ("search_key", models.CharField(editable=False, max_length=200)),
                ("position", models.CharField(max_length=150, verbose_name="chức vụ")),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        verbose_name="cấp",
                    ),
                ),
                ("rank_order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự trong danh sách")),
                ("share", models.PositiveSmallIntegerField(default=1, verbose_name="phần việc")),
                ("max_seats", models.PositiveSmallIntegerField(default=2, verbose_name="số hội nghị tối đa một tháng")),
                ("active_from", models.DateField(verbose_name="tham gia từ")),
                ("active_to", models.DateField(blank=True, null=True, verbose_name="tham gia đến")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegates",
                        to="units.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "barred_units",
                    models.ManyToManyField(blank=True, to="units.unit", verbose_name="không phân công đến"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="delegate",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "đại biểu",
                "verbose_name_plural": "đại biểu",
                "ordering": ("tier", "rank_order", "sort_key"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1)),
                        name="delegate_share_positive",
                        violation_error_message="Phần việc ít nhất là 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                        ),
                        name="delegate_active_order",
                        violation_error_message="Ngày thôi tham gia phải sau ngày tham gia.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelegateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("full_name", models.CharField(max_length=150, verbose_name="họ và tên")),
                ("sort_key", models.CharField(editable=False, max_length=400)),
                ("search_key", models.CharField(editable=False, max_length=200)),
                ("position", models.CharField(max_length=150, verbose_name="chức vụ")),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        verbose_name="cấp",
                    ),
                ),
                ("rank_order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự trong danh sách")),
                ("share", models.PositiveSmallIntegerField(default=1, verbose_name="phần việc")),
                ("max_seats", models.PositiveSmallIntegerField(default=2, verbose_name="số hội nghị tối đa một tháng")),
                ("active_from", models.DateField(verbose_name="tham gia từ")),
                ("active_to", models.DateField(blank=True, null=True, verbose_name="tham gia đến")),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.agency",
                        verbose_name="cơ quan",
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
                        to="assignments.delegate",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="bản số")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("submitted", "Đã trình"),
                            ("checked", "Đã kiểm tra"),
                            ("published", "Đã công bố"),
                            ("replaced", "Đã được thay thế"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "problem",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="bài toán"
                    ),
                ),
                (
                    "result",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="lời giải"
                    ),
                ),
                ("edit", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra lúc")),
                ("published_at", models.DateTimeField(null=True, verbose_name="công bố lúc")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do trả lại")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="sửa lúc")),
                ("edited_what", models.CharField(blank=True, max_length=500, verbose_name="đã sửa gì")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người kiểm tra",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa sau cùng",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người công bố",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản phân công",
                "verbose_name_plural": "bản phân công",
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("period", "version"), name="plan_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("period",),
                        name="plan_one_published",
                        violation_error_message="Tháng này đã có bản phân công được công bố.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("draft", "submitted", "checked"))),
                        fields=("period",),
                        name="plan_one_in_work",
                        violation_error_message="Tháng này đang có một bản dự thảo.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="số")),
                ("symbol", models.CharField(max_length=20, verbose_name="ký hiệu")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("signer", models.CharField(max_length=150, verbose_name="người ký")),
                ("term_from", models.DateField(verbose_name="nhiệm kỳ bắt đầu")),
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
                        to="assignments.notice",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notice",
                to="assignments.plan",
                verbose_name="bản phân công",
            ),
        ),
        migrations.CreateModel(
            name="PlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveSmallIntegerField(verbose_name="bản số")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("submitted", "Đã trình"),
                            ("checked", "Đã kiểm tra"),
                            ("published", "Đã công bố"),
                            ("replaced", "Đã được thay thế"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("edit", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra lúc")),
                ("published_at", models.DateTimeField(null=True, verbose_name="công bố lúc")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do trả lại")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="sửa lúc")),
                ("edited_what", models.CharField(blank=True, max_length=500, verbose_name="đã sửa gì")),
                (
                    "checked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người kiểm tra",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa sau cùng",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
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
                        to="assignments.plan",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người công bố",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pinned", models.BooleanField(default=False, verbose_name="đã ghim")),
                ("by_hand", models.BooleanField(default=False, verbose_name="chọn tay")),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.delegate",
                        verbose_name="người kế tiếp",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_rows",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt phân công",
                "verbose_name_plural": "lượt phân công",
                "ordering": ("meeting__starts_at", "meeting_id", "delegate__tier", "delegate__rank_order", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "meeting", "delegate"),
                        name="seat_once",
                        violation_error_message="Đại biểu đã được phân công dự hội nghị này.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("pinned", models.BooleanField(default=False, verbose_name="đã ghim")),
                ("by_hand", models.BooleanField(default=False, verbose_name="chọn tay")),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "delegate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.delegate",
                        verbose_name="người kế tiếp",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.meeting",
                        verbose_name="hội nghị",
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
                        to="assignments.seat",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unavailability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="từ ngày")),
                ("to_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="lý do")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unavailabilities",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch bận",
                "verbose_name_plural": "lịch bận",
                "ordering": ("from_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="unavailability_order",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnavailabilityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("from_on", models.DateField(verbose_name="từ ngày")),
                ("to_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="lý do")),
                (
                    "delegate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
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
                        to="assignments.unavailability",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True, verbose_name="áp dụng từ")),
                (
                    "no_repeat_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="số tháng không dự lại một đơn vị"),
                ),
                (
                    "memory_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="số tháng tính luân phiên"),
                ),
                (
                    "max_per_day",
                    models.PositiveSmallIntegerField(default=1, verbose_name="số hội nghị tối đa một ngày"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "quy tắc phân công",
                "verbose_name_plural": "quy tắc phân công",
                "ordering": ("-valid_from",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("max_per_day__gte", 1)),
                        name="policy_per_day_positive",
                        violation_error_message="Mỗi ngày ít nhất một hội nghị.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_delegateevent" ("active_from", "active_to", "agency_id", "full_name", "id", "max_seats", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank_order", "search_key", "share", "sort_key", "tier", "user_id") VALUES (NEW."active_from", NEW."active_to", NEW."agency_id", NEW."full_name", NEW."id", NEW."max_seats", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."rank_order", NEW."search_key", NEW."share", NEW."sort_key", NEW."tier", NEW."user_id"); RETURN NULL;',
                    hash="7ec7cc590d13c6760d833426d4f2629e30efcd15",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_44518",
                    table="assignments_delegate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_delegateevent" ("active_from", "active_to", "agency_id", "full_name", "id", "max_seats", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank_order", "search_key", "share", "sort_key", "tier", "user_id") VALUES (NEW."active_from", NEW."active_to", NEW."agency_id", NEW."full_name", NEW."id", NEW."max_seats", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."rank_order", NEW."search_key", NEW."share", NEW."sort_key", NEW."tier", NEW."user_id"); RETURN NULL;',
                    hash="44ada09b54ae24193674a587f592da44fa9429be",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65dad",
                    table="assignments_delegate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a88f823b9cf67cc5bab54889e59d208d4c25ed0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_49be1",
                    table="assignments_delegateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="published_plan_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.status IN ('published', 'replaced') THEN\n                IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'replaced'\n                    AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'Bản phân công đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="1a58cc347a358dbe4cbf991b51b9e457db7277cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_plan_is_frozen_1e69e",
                    table="assignments_plan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_planevent" ("checked_at", "checked_by_id", "edit", "edited_at", "edited_by_id", "edited_what", "id", "made_at", "made_by_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "return_reason", "status", "version") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."edit", NEW."edited_at", NEW."edited_by_id", NEW."edited_what", NEW."id", NEW."made_at", NEW."made_by_id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."return_reason", NEW."status", NEW."version"); RETURN NULL;',
                    hash="bd98ab78679bb806de5e0b0195e8af798f8e1a23",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_68cbd",
                    table="assignments_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."checked_at" IS DISTINCT FROM (NEW."checked_at") OR OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."edit" IS DISTINCT FROM (NEW."edit") OR OLD."edited_at" IS DISTINCT FROM (NEW."edited_at") OR OLD."edited_by_id" IS DISTINCT FROM (NEW."edited_by_id") OR OLD."edited_what" IS DISTINCT FROM (NEW."edited_what") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."return_reason" IS DISTINCT FROM (NEW."return_reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "assignments_planevent" ("checked_at", "checked_by_id", "edit", "edited_at", "edited_by_id", "edited_what", "id", "made_at", "made_by_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "return_reason", "status", "version") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."edit", NEW."edited_at", NEW."edited_by_id", NEW."edited_what", NEW."id", NEW."made_at", NEW."made_by_id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."return_reason", NEW."status", NEW."version"); RETURN NULL;',
                    hash="e2d3860a8de473f0fb30749b8dbc9fc1f9af8199",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3cd74",
                    table="assignments_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="203533d8d5e68bc6cdedc26f0d697c07ae96b2ba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f204a",
                    table="assignments_noticeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("symbol", "term_from", "number"),
                name="notice_number_once_a_term",
                violation_error_message="Số thông báo này đã dùng trong nhiệm kỳ.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    RAISE EXCEPTION 'Thông báo đã ban hành, không sửa được; hãy ban hành thông báo thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n                ",
                    hash="2f089b54afd7bffa865edbb2938cb09be2e78898",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_notice_is_frozen_7c5b4",
                    table="assignments_notice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_noticeevent" ("id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "signer", "symbol", "term_from") VALUES (NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."signer", NEW."symbol", NEW."term_from"); RETURN NULL;',
                    hash="4620684f2ee0eedb80e23087157324ab011cefb8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fd3c2",
                    table="assignments_notice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."signer" IS DISTINCT FROM (NEW."signer") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol") OR OLD."term_from" IS DISTINCT FROM (NEW."term_from"))',
                    func='INSERT INTO "assignments_noticeevent" ("id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "signer", "symbol", "term_from") VALUES (NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."signer", NEW."symbol", NEW."term_from"); RETURN NULL;',
                    hash="c7f0dc28cdb99468768102d5284c6faf0a89582e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2cdfb",
                    table="assignments_notice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4132943af021c5f9377a913607abcc1e2db9cbf5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_41b5a",
                    table="assignments_planevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_of_published_plan_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE frozen INTEGER;",
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = OLD.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF TG_OP <> 'DELETE' AND frozen IS NULL THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = NEW.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'Bản phân công đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="91f956f8e38086e39f8a86394f4405c6719d1bf5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_seat_of_published_plan_is_frozen_6a301",
                    table="assignments_seat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_seatevent" ("because", "by_hand", "delegate_id", "id", "instead_of_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinned", "plan_id") VALUES (NEW."because", NEW."by_hand", NEW."delegate_id", NEW."id", NEW."instead_of_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinned", NEW."plan_id"); RETURN NULL;',
                    hash="7bae7e447ce95d56286e4ed078a28f86e2954755",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d27e",
                    table="assignments_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_seatevent" ("because", "by_hand", "delegate_id", "id", "instead_of_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinned", "plan_id") VALUES (NEW."because", NEW."by_hand", NEW."delegate_id", NEW."id", NEW."instead_of_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinned", NEW."plan_id"); RETURN NULL;',
                    hash="cae94a3d4b76745a4fbdecca89354d1b04997ca2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b80fa",
                    table="assignments_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="25434ceb531000e11fbbe2d96e9679e475c987fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4ffd",
                    table="assignments_seatevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unavailability",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_unavailabilityevent" ("delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on") VALUES (NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."to_on"); RETURN NULL;',
                    hash="a1497bd3e29d1a3c3c606080330024b4ad116192",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50949",
                    table="assignments_unavailability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unavailability",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_unavailabilityevent" ("delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on") VALUES (NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."to_on"); RETURN NULL;',
                    hash="bcac4005a1c603da6a9ba07853ad5adfa680ebf3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fc87e",
                    table="assignments_unavailability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unavailabilityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b0ec961c4335988f7efc244a121ed1a17df667fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5c616",
                    table="assignments_unavailabilityevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
