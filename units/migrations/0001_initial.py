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
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "Mã này đã có."}, max_length=20, unique=True, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="tên cơ quan")),
                ("short_name", models.CharField(max_length=60, verbose_name="tên gọn")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "cơ quan",
                "verbose_name_plural": "cơ quan",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="vấn đề")),
                (
                    "tier_asked",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        default=1,
                        verbose_name="cấp đại biểu cần",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="từ ngày")),
                ("expires_on", models.DateField(verbose_name="đến ngày")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="đã thôi theo dõi ngày")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "vấn đề cần quan tâm",
                "verbose_name_plural": "vấn đề cần quan tâm",
                "ordering": ("expires_on", "unit__sort_key"),
            },
        ),
        migrations.CreateModel(
            name="IssuingBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="tên cấp ủy")),
                ("office_name", models.CharField(max_length=150, verbose_name="cơ quan tham mưu")),
                ("place", models.CharField(max_length=80, verbose_name="địa danh")),
                ("term_from", models.DateField(verbose_name="nhiệm kỳ bắt đầu")),
                ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
            ],
            options={
                "verbose_name": "cấp ủy ban hành",
                "verbose_name_plural": "cấp ủy ban hành",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="body_valid_order",
                        violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "Thông báo"), ("report", "Báo cáo")],
                        max_length=10,
                        verbose_name="loại văn bản",
                    ),
                ),
                ("superior", models.CharField(max_length=150, verbose_name="cơ quan cấp trên")),
                ("issuer", models.CharField(max_length=150, verbose_name="cơ quan ban hành")),
                ("symbol", models.CharField(help_text="Ví dụ: TB/TU, BC/BTG", max_length=20, verbose_name="ký hiệu")),
                (
                    "authority",
                    models.CharField(
                        blank=True, help_text="Ví dụ: T/M BAN THƯỜNG VỤ", max_length=80, verbose_name="thẩm quyền ký"
                    ),
                ),
                ("position", models.CharField(max_length=80, verbose_name="chức vụ người ký")),
                ("signer", models.CharField(max_length=150, verbose_name="người ký")),
                ("receivers", models.TextField(help_text="Mỗi dòng một nơi nhận", verbose_name="nơi nhận")),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="số đã dùng")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_forms",
                        to="units.issuingbody",
                        verbose_name="cấp ủy",
                    ),
                ),
            ],
            options={
                "verbose_name": "mẫu văn bản",
                "verbose_name_plural": "mẫu văn bản",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "kind"), name="document_form_once", violation_error_message="Mẫu này đã có."
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office", "Chuyên viên Ban Tuyên giáo"),
                            ("office_head", "Lãnh đạo Ban Tuyên giáo"),
                            ("standing", "Thường trực cấp ủy"),
                            ("unit", "Xã, phường"),
                            ("delegate", "Đại biểu"),
                            ("appraiser", "Cơ quan chấm điểm"),
                            ("sysadmin", "Quản trị"),
                        ],
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "phân vai",
                "verbose_name_plural": "phân vai",
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "month",
                    models.DateField(
                        error_messages={"unique": "Kỳ của tháng này đã mở."}, unique=True, verbose_name="tháng"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký"),
                            ("assignment", "Phân công"),
                            ("conference", "Hội nghị"),
                            ("self_assessment", "Tự chấm"),
                            ("appraisal", "Thẩm định"),
                            ("appeal", "Giải trình"),
                            ("closed", "Kết thúc"),
                        ],
                        default="registration",
                        max_length=16,
                        verbose_name="giai đoạn",
                    ),
                ),
                ("registration_due", models.DateField(verbose_name="hạn đăng ký")),
                ("notice_due", models.DateField(verbose_name="hạn ra thông báo phân công")),
                ("conference_from", models.DateField(verbose_name="hội nghị từ ngày")),
                ("conference_to", models.DateField(verbose_name="hội nghị đến ngày")),
                ("self_assessment_due", models.DateField(verbose_name="hạn tự chấm")),
                ("appraisal_due", models.DateField(verbose_name="hạn thẩm định")),
                ("appeal_due", models.DateField(verbose_name="hạn giải trình")),
                ("ranking_due", models.DateField(verbose_name="hạn công bố xếp hạng")),
                ("agenda", models.TextField(blank=True, max_length=3000, verbose_name="nội dung định hướng")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "kỳ tháng",
                "verbose_name_plural": "kỳ tháng",
                "ordering": ("-month",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="period_month_is_first_day",
                        violation_error_message="Kỳ tháng phải là ngày đầu tháng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_due__gte", models.F("registration_due")),
                            ("conference_to__gte", models.F("conference_from")),
                            ("self_assessment_due__gte", models.F("conference_from")),
                            ("appraisal_due__gte", models.F("self_assessment_due")),
                            ("appeal_due__gte", models.F("appraisal_due")),
                            ("ranking_due__gte", models.F("appeal_due")),
                        ),
                        name="period_deadlines_in_order",
                        violation_error_message="Các hạn trong tháng phải theo đúng thứ tự.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="bắt đầu")),
                ("ends_at", models.DateTimeField(verbose_name="kết thúc")),
                ("place", models.CharField(max_length=200, verbose_name="địa điểm")),
                ("agenda", models.TextField(max_length=3000, verbose_name="nội dung")),
                ("seats", models.PositiveSmallIntegerField(default=2, verbose_name="số đại biểu dự")),
                ("registered_at", models.DateTimeField(verbose_name="đăng ký lúc")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="sửa lúc")),
                ("change_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="ngày đã tổ chức")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đăng ký",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
            ],
            options={
                "verbose_name": "hội nghị",
                "verbose_name_plural": "hội nghị",
                "ordering": ("starts_at", "unit__sort_key"),
            },
        ),
        migrations.CreateModel(
            name="PeriodEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("month", models.DateField(error_messages={"unique": "Kỳ của tháng này đã mở."}, verbose_name="tháng")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký"),
                            ("assignment", "Phân công"),
                            ("conference", "Hội nghị"),
                            ("self_assessment", "Tự chấm"),
                            ("appraisal", "Thẩm định"),
                            ("appeal", "Giải trình"),
                            ("closed", "Kết thúc"),
                        ],
                        default="registration",
                        max_length=16,
                        verbose_name="giai đoạn",
                    ),
                ),
                ("registration_due", models.DateField(verbose_name="hạn đăng ký")),
                ("notice_due", models.DateField(verbose_name="hạn ra thông báo phân công")),
                ("conference_from", models.DateField(verbose_name="hội nghị từ ngày")),
                ("conference_to", models.DateField(verbose_name="hội nghị đến ngày")),
                ("self_assessment_due", models.DateField(verbose_name="hạn tự chấm")),
                ("appraisal_due", models.DateField(verbose_name="hạn thẩm định")),
                ("appeal_due", models.DateField(verbose_name="hạn giải trình")),
                ("ranking_due", models.DateField(verbose_name="hạn công bố xếp hạng")),
                ("agenda", models.TextField(blank=True, max_length=3000, verbose_name="nội dung định hướng")),
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
                        to="units.period",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_stage",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký"),
                            ("assignment", "Phân công"),
                            ("conference", "Hội nghị"),
                            ("self_assessment", "Tự chấm"),
                            ("appraisal", "Thẩm định"),
                            ("appeal", "Giải trình"),
                            ("closed", "Kết thúc"),
                        ],
                        max_length=16,
                        verbose_name="từ giai đoạn",
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký"),
                            ("assignment", "Phân công"),
                            ("conference", "Hội nghị"),
                            ("self_assessment", "Tự chấm"),
                            ("appraisal", "Thẩm định"),
                            ("appeal", "Giải trình"),
                            ("closed", "Kết thúc"),
                        ],
                        max_length=16,
                        verbose_name="sang giai đoạn",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("moved_at", models.DateTimeField(verbose_name="lúc")),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chuyển",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_moves",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chuyển giai đoạn",
                "verbose_name_plural": "lần chuyển giai đoạn",
                "ordering": ("-moved_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="mã đơn vị")),
                (
                    "kind",
                    models.CharField(
                        choices=[("commune", "Xã"), ("ward", "Phường"), ("special_zone", "Đặc khu")],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=300)),
                ("search_key", models.CharField(editable=False, max_length=150)),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.unit",
                        verbose_name="đơn vị kế tục",
                    ),
                ),
            ],
            options={
                "verbose_name": "xã, phường",
                "verbose_name_plural": "xã, phường",
                "ordering": ("sort_key", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"), name="unit_once", violation_error_message="Đơn vị này đã có."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="unit_valid_order",
                        violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="tên tổ")),
                ("members", models.PositiveSmallIntegerField(default=3, verbose_name="số thành viên")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hoạt động")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "tổ tuyên vận",
                "verbose_name_plural": "tổ tuyên vận",
                "ordering": ("unit__sort_key", "position", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name"),
                        name="team_once",
                        violation_error_message="Đơn vị đã có tổ mang tên này.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office", "Chuyên viên Ban Tuyên giáo"),
                            ("office_head", "Lãnh đạo Ban Tuyên giáo"),
                            ("standing", "Thường trực cấp ủy"),
                            ("unit", "Xã, phường"),
                            ("delegate", "Đại biểu"),
                            ("appraiser", "Cơ quan chấm điểm"),
                            ("sysadmin", "Quản trị"),
                        ],
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="units.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
        migrations.AddField(
            model_name="membership",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="units.unit",
                verbose_name="xã, phường",
            ),
        ),
        migrations.CreateModel(
            name="MeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="bắt đầu")),
                ("ends_at", models.DateTimeField(verbose_name="kết thúc")),
                ("place", models.CharField(max_length=200, verbose_name="địa điểm")),
                ("agenda", models.TextField(max_length=3000, verbose_name="nội dung")),
                ("seats", models.PositiveSmallIntegerField(default=2, verbose_name="số đại biểu dự")),
                ("registered_at", models.DateTimeField(verbose_name="đăng ký lúc")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="sửa lúc")),
                ("change_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="ngày đã tổ chức")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
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
                        to="units.meeting",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đăng ký",
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
        migrations.AddField(
            model_name="meeting",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="units.unit",
                verbose_name="xã, phường",
            ),
        ),
        migrations.CreateModel(
            name="ConcernEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="vấn đề")),
                (
                    "tier_asked",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ủy viên Ban Thường vụ"), (2, "Giữ chức vụ"), (3, "Chuyên viên")],
                        default=1,
                        verbose_name="cấp đại biểu cần",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="từ ngày")),
                ("expires_on", models.DateField(verbose_name="đến ngày")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="đã thôi theo dõi ngày")),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
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
                        to="units.concern",
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
        migrations.AddField(
            model_name="concern",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concerns",
                to="units.unit",
                verbose_name="xã, phường",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="period",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_periodevent" ("agenda", "appeal_due", "appraisal_due", "conference_from", "conference_to", "id", "month", "notice_due", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ranking_due", "registration_due", "self_assessment_due", "stage", "version") VALUES (NEW."agenda", NEW."appeal_due", NEW."appraisal_due", NEW."conference_from", NEW."conference_to", NEW."id", NEW."month", NEW."notice_due", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ranking_due", NEW."registration_due", NEW."self_assessment_due", NEW."stage", NEW."version"); RETURN NULL;',
                    hash="c260faff444338b53122114b58320bc46dd37a78",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_30d38",
                    table="units_period",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="period",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_periodevent" ("agenda", "appeal_due", "appraisal_due", "conference_from", "conference_to", "id", "month", "notice_due", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ranking_due", "registration_due", "self_assessment_due", "stage", "version") VALUES (NEW."agenda", NEW."appeal_due", NEW."appraisal_due", NEW."conference_from", NEW."conference_to", NEW."id", NEW."month", NEW."notice_due", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ranking_due", NEW."registration_due", NEW."self_assessment_due", NEW."stage", NEW."version"); RETURN NULL;',
                    hash="15e8ee6d66609c74fa483798da07a7f0d334c5ae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3c0f5",
                    table="units_period",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="periodevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4b178ea461ffb6a5e65b61a30963190a03244bb0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_69a41",
                    table="units_periodevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagemove",
            trigger=pgtrigger.compiler.Trigger(
                name="stage_move_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6be906ce7e6f0f395fbd59c273c4b2d0fba0b9bc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stage_move_append_only_0d01e",
                    table="units_stagemove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="73ba7e28fb8e0511d5f65117e70424b416e4376c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f377c",
                    table="units_membershipevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "role", "unit", "agency"),
                name="membership_once",
                nulls_distinct=False,
                violation_error_message="Người này đã có vai trò đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "unit"), ("unit__isnull", False)),
                    models.Q(models.Q(("role", "unit"), _negated=True), ("unit", None)),
                    _connector="OR",
                ),
                name="membership_unit_role_names_unit",
                violation_error_message="Vai trò xã, phường phải kèm tên đơn vị, vai trò khác thì không.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", False), ("role", "appraiser")),
                    models.Q(models.Q(("role", "appraiser"), _negated=True), ("agency", None)),
                    _connector="OR",
                ),
                name="membership_appraiser_names_agency",
                violation_error_message="Vai trò chấm điểm phải kèm tên cơ quan, vai trò khác thì không.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_membershipevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id") VALUES (NEW."agency_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="9cda23762b7c8e02fd20a392ecd28b1f828e32d4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85ba8",
                    table="units_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_membershipevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id") VALUES (NEW."agency_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="5eb14807c047617bf80bfe2bd6da3480b7587eaa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fdf87",
                    table="units_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4b52a88fefadb3fb6bc0663a9d873fb400912ce8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_72308",
                    table="units_meetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("period", "unit"),
                name="meeting_once_a_month",
                violation_error_message="Đơn vị đã đăng ký hội nghị của tháng này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="meeting_ends_after_start",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1), ("seats__lte", 9)),
                name="meeting_seats_sensible",
                violation_error_message="Số đại biểu dự từ 1 đến 9.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_meetingevent" ("agenda", "change_reason", "changed_at", "changed_by_id", "ends_at", "held_on", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registered_at", "registered_by_id", "seats", "starts_at", "unit_id", "version") VALUES (NEW."agenda", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ends_at", NEW."held_on", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."registered_at", NEW."registered_by_id", NEW."seats", NEW."starts_at", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="60300fb3a9482190f29e4c2a05cb83043809e489",
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
                    func='INSERT INTO "units_meetingevent" ("agenda", "change_reason", "changed_at", "changed_by_id", "ends_at", "held_on", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registered_at", "registered_by_id", "seats", "starts_at", "unit_id", "version") VALUES (NEW."agenda", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ends_at", NEW."held_on", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."registered_at", NEW."registered_by_id", NEW."seats", NEW."starts_at", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="7c4fd3e344fb4382cd7c634c0b160c8ce92125c2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15343",
                    table="units_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concernevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="37a759b12e4f82133a1df089ba6d36a4c4c3693e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a812e",
                    table="units_concernevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("opened_on"))),
                name="concern_dates_in_order",
                violation_error_message="Ngày hết hạn phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier_asked__in", (1, 2))),
                name="concern_asks_for_rank",
                violation_error_message="Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_concernevent" ("closed_on", "expires_on", "id", "opened_by_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "tier_asked", "unit_id") VALUES (NEW."closed_on", NEW."expires_on", NEW."id", NEW."opened_by_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."tier_asked", NEW."unit_id"); RETURN NULL;',
                    hash="9cb3d7152cd3e5859dd782b5858eef7910d0fc53",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef1a8",
                    table="units_concern",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_concernevent" ("closed_on", "expires_on", "id", "opened_by_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "tier_asked", "unit_id") VALUES (NEW."closed_on", NEW."expires_on", NEW."id", NEW."opened_by_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."tier_asked", NEW."unit_id"); RETURN NULL;',
                    hash="6e8934b89e68e64d7cf956ee9f5d3e89c0be806d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae7df",
                    table="units_concern",
                    when="AFTER",
                ),
            ),
        ),
    ]
