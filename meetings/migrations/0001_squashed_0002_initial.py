import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("meetings", "0001_initial"), ("meetings", "0002_initial")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assignments", "0001_squashed_0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("present", "Có mặt"), ("substitute", "Cử người dự thay"), ("absent", "Vắng")],
                        max_length=10,
                        verbose_name="dự họp",
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=150, verbose_name="người dự thay")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do vắng")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "dự họp của đại biểu",
                "verbose_name_plural": "dự họp của đại biểu",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "delegate"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "substitute"), _negated=True),
                            models.Q(("substitute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_substitute_named",
                        violation_error_message="Ghi tên người dự thay.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "absent"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_absence_explained",
                        violation_error_message="Ghi lý do vắng.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("present", "Có mặt"), ("substitute", "Cử người dự thay"), ("absent", "Vắng")],
                        max_length=10,
                        verbose_name="dự họp",
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=150, verbose_name="người dự thay")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do vắng")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
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
                        to="meetings.attendance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "preparation",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Công tác chuẩn bị",
                    ),
                ),
                (
                    "content",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Nội dung, định hướng",
                    ),
                ),
                (
                    "discussion",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Thảo luận, trao đổi",
                    ),
                ),
                (
                    "answers",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Tiếp thu, trả lời ý kiến",
                    ),
                ),
                ("observation", models.TextField(max_length=4000, verbose_name="Nhận xét")),
                ("advice", models.TextField(blank=True, max_length=2000, verbose_name="Đề nghị đơn vị")),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu dự hội nghị",
                "verbose_name_plural": "phiếu dự hội nghị",
                "ordering": ("-submitted_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "delegate"),
                        name="note_once",
                        violation_error_message="Đồng chí đã gửi phiếu cho hội nghị này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content__range", (1, 5)),
                            ("preparation__range", (1, 5)),
                            ("answers__range", (1, 5)),
                            ("discussion__range", (1, 5)),
                        ),
                        name="note_ratings_in_range",
                        violation_error_message="Mỗi mục chấm từ 1 đến 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=500, verbose_name="việc cần giải quyết")),
                ("responsible", models.CharField(blank=True, max_length=150, verbose_name="nơi chịu trách nhiệm")),
                ("raised_on", models.DateField(verbose_name="nêu ngày")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn giải quyết")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="giải quyết xong ngày")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="meetings.meetingnote",
                        verbose_name="từ phiếu",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc cần giải quyết",
                "verbose_name_plural": "việc cần giải quyết",
                "ordering": ("due_on", "raised_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="MeetingNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "preparation",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Công tác chuẩn bị",
                    ),
                ),
                (
                    "content",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Nội dung, định hướng",
                    ),
                ),
                (
                    "discussion",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Thảo luận, trao đổi",
                    ),
                ),
                (
                    "answers",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Tiếp thu, trả lời ý kiến",
                    ),
                ),
                ("observation", models.TextField(max_length=4000, verbose_name="Nhận xét")),
                ("advice", models.TextField(blank=True, max_length=2000, verbose_name="Đề nghị đơn vị")),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                        to="meetings.meetingnote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("present", models.BooleanField(verbose_name="có mặt")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_attendances",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="units.team",
                        verbose_name="tổ tuyên vận",
                    ),
                ),
            ],
            options={
                "verbose_name": "dự họp của tổ",
                "verbose_name_plural": "dự họp của tổ",
                "constraints": [models.UniqueConstraint(fields=("meeting", "team"), name="team_attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="TeamAttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("present", models.BooleanField(verbose_name="có mặt")),
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
                        to="meetings.teamattendance",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.team",
                        verbose_name="tổ tuyên vận",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visited_on", models.DateField(verbose_name="ngày dự")),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Đánh giá chung",
                    ),
                ),
                ("seen", models.TextField(max_length=4000, verbose_name="Đã thấy gì")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="units.team",
                        verbose_name="tổ tuyên vận",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần dự đột xuất tổ",
                "verbose_name_plural": "lần dự đột xuất tổ",
                "ordering": ("-visited_on", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "delegate", "visited_on"),
                        name="visit_once_a_day",
                        violation_error_message="Đồng chí đã ghi lần dự này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating__range", (1, 5))),
                        name="visit_rating_in_range",
                        violation_error_message="Chấm từ 1 đến 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("matter", models.CharField(max_length=500, verbose_name="việc cần giải quyết")),
                ("responsible", models.CharField(blank=True, max_length=150, verbose_name="nơi chịu trách nhiệm")),
                ("raised_on", models.DateField(verbose_name="nêu ngày")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn giải quyết")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="giải quyết xong ngày")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
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
                        to="meetings.followup",
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
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meetingnote",
                        verbose_name="từ phiếu",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.teamvisit",
                        verbose_name="từ lần dự",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="followup",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="meetings.teamvisit",
                verbose_name="từ lần dự",
            ),
        ),
        migrations.CreateModel(
            name="TeamVisitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("visited_on", models.DateField(verbose_name="ngày dự")),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – Yếu"),
                            (2, "2 – Còn hạn chế"),
                            (3, "3 – Đạt"),
                            (4, "4 – Tốt"),
                            (5, "5 – Rất tốt"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1, "Chọn từ 1 đến 5."),
                            django.core.validators.MaxValueValidator(5, "Chọn từ 1 đến 5."),
                        ],
                        verbose_name="Đánh giá chung",
                    ),
                ),
                ("seen", models.TextField(max_length=4000, verbose_name="Đã thấy gì")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
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
                        to="meetings.teamvisit",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.team",
                        verbose_name="tổ tuyên vận",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_attendanceevent" ("delegate_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "status", "substitute") VALUES (NEW."delegate_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."substitute"); RETURN NULL;',
                    hash="a2bcb1619796000ba9c7ea530c78f26f6e9ff4ce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f595f",
                    table="meetings_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_attendanceevent" ("delegate_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "status", "substitute") VALUES (NEW."delegate_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."substitute"); RETURN NULL;',
                    hash="b0abfc4276903332e37d59a44464080ed1f6af4a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_870cb",
                    table="meetings_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c4d0488822c783a9f4da7dadce2288f10bbaf0f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ae376",
                    table="meetings_attendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingnoteevent" ("advice", "answers", "content", "delegate_id", "discussion", "id", "meeting_id", "observation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparation", "submitted_at", "version") VALUES (NEW."advice", NEW."answers", NEW."content", NEW."delegate_id", NEW."discussion", NEW."id", NEW."meeting_id", NEW."observation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preparation", NEW."submitted_at", NEW."version"); RETURN NULL;',
                    hash="4e778a3fdb031a14a21e7619c2de2a5808417472",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d145c",
                    table="meetings_meetingnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_meetingnoteevent" ("advice", "answers", "content", "delegate_id", "discussion", "id", "meeting_id", "observation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparation", "submitted_at", "version") VALUES (NEW."advice", NEW."answers", NEW."content", NEW."delegate_id", NEW."discussion", NEW."id", NEW."meeting_id", NEW."observation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preparation", NEW."submitted_at", NEW."version"); RETURN NULL;',
                    hash="a5539b474be4625ff3e9abe8dea0f43054fae178",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4238e",
                    table="meetings_meetingnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingnoteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="918fca7db5f2b2db02adc07ebc9e5aee7d3a33eb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46448",
                    table="meetings_meetingnoteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_teamattendanceevent" ("id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "team_id") VALUES (NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."present", NEW."team_id"); RETURN NULL;',
                    hash="0f9b79a60b9ccfa30813af571049e3debfe6eff1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_793f3",
                    table="meetings_teamattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_teamattendanceevent" ("id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "team_id") VALUES (NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."present", NEW."team_id"); RETURN NULL;',
                    hash="c467f30e7a6e328e76becd11676084952957d7a3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14096",
                    table="meetings_teamattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamattendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="afbefc53e249836c996bc56a19e2a31ee4265823",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0f5dd",
                    table="meetings_teamattendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_teamvisitevent" ("delegate_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "recorded_at", "seen", "team_id", "visited_on") VALUES (NEW."delegate_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rating", NEW."recorded_at", NEW."seen", NEW."team_id", NEW."visited_on"); RETURN NULL;',
                    hash="3fca6a0e08b42224aab56d66099ca864567a969f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3b282",
                    table="meetings_teamvisit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_teamvisitevent" ("delegate_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "recorded_at", "seen", "team_id", "visited_on") VALUES (NEW."delegate_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rating", NEW."recorded_at", NEW."seen", NEW."team_id", NEW."visited_on"); RETURN NULL;',
                    hash="8c0badbdbf208b76c1d0012f3b3b9744423f9a54",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f8ab4",
                    table="meetings_teamvisit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="83e24359350588ddfef27470ef8d4516989adad5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8c1b",
                    table="meetings_followupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), models.Q(("outcome", ""), _negated=True), _connector="OR"),
                name="follow_up_closed_with_outcome",
                violation_error_message="Ghi kết quả giải quyết.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("raised_on")), _connector="OR"),
                name="follow_up_closed_after_raised",
                violation_error_message="Ngày giải quyết xong phải từ ngày nêu việc trở đi.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_followupevent" ("closed_on", "due_on", "id", "matter", "note_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "responsible", "unit_id", "version", "visit_id") VALUES (NEW."closed_on", NEW."due_on", NEW."id", NEW."matter", NEW."note_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_on", NEW."responsible", NEW."unit_id", NEW."version", NEW."visit_id"); RETURN NULL;',
                    hash="141962ede97ac05d54b5aa1d6632042455332351",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_393ad",
                    table="meetings_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_followupevent" ("closed_on", "due_on", "id", "matter", "note_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "responsible", "unit_id", "version", "visit_id") VALUES (NEW."closed_on", NEW."due_on", NEW."id", NEW."matter", NEW."note_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_on", NEW."responsible", NEW."unit_id", NEW."version", NEW."visit_id"); RETURN NULL;',
                    hash="5a8105086860ec10153670f8f99505d8388c28f6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9125",
                    table="meetings_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamvisitevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d50007e3735d04d12385c31b770fb946d264855a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_88b53",
                    table="meetings_teamvisitevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
