import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import assignments.models.notices
import assignments.models.policy


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assignments", "0003_keys"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0009_unit_validity"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="notice",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="notice",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="seat",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="seat",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="unavailability",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="unavailability",
            name="update_update",
        ),
        migrations.AddField(
            model_name="notice",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="assignments.notice",
                verbose_name="điều chỉnh thông báo",
            ),
        ),
        migrations.AddField(
            model_name="noticeevent",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assignments.notice",
                verbose_name="điều chỉnh thông báo",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="distinct_agencies",
            field=models.BooleanField(default=True, verbose_name="đại biểu cùng dự phải khác cơ quan"),
        ),
        migrations.AddField(
            model_name="policy",
            name="limit_holder",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="số lượt tối đa một tháng của người giữ chức vụ"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="limit_specialist",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="số lượt tối đa một tháng của chuyên viên"),
        ),
        migrations.AddField(
            model_name="policy",
            name="limit_standing",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="số lượt tối đa một tháng của Ủy viên Ban Thường vụ"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="may_override",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("R2", "Ngày đại biểu báo bận"),
                        ("R3", "Số hội nghị một ngày"),
                        ("R4", "Số lượt tối đa một tháng"),
                        ("R5", "Đơn vị không phân công đến"),
                        ("R6", "Hai đại biểu cùng cơ quan"),
                        ("R8", "Vừa dự ở đơn vị này"),
                    ],
                    max_length=2,
                ),
                blank=True,
                default=assignments.models.policy.may_override_by_default,
                size=None,
                verbose_name="quy tắc được làm khác khi có lý do",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="seats_commune",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="số đại biểu dự ở một xã"),
        ),
        migrations.AddField(
            model_name="policy",
            name="seats_ward",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="số đại biểu dự ở một phường"),
        ),
        migrations.AddField(
            model_name="policy",
            name="share_holder",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phần việc của người giữ chức vụ"),
        ),
        migrations.AddField(
            model_name="policy",
            name="share_specialist",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phần việc của chuyên viên"),
        ),
        migrations.AddField(
            model_name="policy",
            name="share_standing",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phần việc của Ủy viên Ban Thường vụ"),
        ),
        migrations.AddField(
            model_name="seat",
            name="overridden",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("R2", "Ngày đại biểu báo bận"),
                        ("R3", "Số hội nghị một ngày"),
                        ("R4", "Số lượt tối đa một tháng"),
                        ("R5", "Đơn vị không phân công đến"),
                        ("R6", "Hai đại biểu cùng cơ quan"),
                        ("R8", "Vừa dự ở đơn vị này"),
                    ],
                    max_length=2,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="quy tắc được làm khác",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="override_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do làm khác"),
        ),
        migrations.AddField(
            model_name="seatevent",
            name="overridden",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("R2", "Ngày đại biểu báo bận"),
                        ("R3", "Số hội nghị một ngày"),
                        ("R4", "Số lượt tối đa một tháng"),
                        ("R5", "Đơn vị không phân công đến"),
                        ("R6", "Hai đại biểu cùng cơ quan"),
                        ("R8", "Vừa dự ở đơn vị này"),
                    ],
                    max_length=2,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="quy tắc được làm khác",
            ),
        ),
        migrations.AddField(
            model_name="seatevent",
            name="override_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do làm khác"),
        ),
        migrations.AddField(
            model_name="unavailability",
            name="source",
            field=models.CharField(
                choices=[
                    ("office", "Ban Tuyên giáo ghi"),
                    ("self", "Đại biểu báo"),
                    ("file", "Tệp lịch"),
                    ("calendar", "Lịch điện tử"),
                    ("recurring", "Lặp lại"),
                ],
                default="office",
                max_length=10,
                verbose_name="nguồn",
            ),
        ),
        migrations.AddField(
            model_name="unavailability",
            name="uid",
            field=models.CharField(blank=True, max_length=255, verbose_name="mã sự kiện"),
        ),
        migrations.AddField(
            model_name="unavailabilityevent",
            name="source",
            field=models.CharField(
                choices=[
                    ("office", "Ban Tuyên giáo ghi"),
                    ("self", "Đại biểu báo"),
                    ("file", "Tệp lịch"),
                    ("calendar", "Lịch điện tử"),
                    ("recurring", "Lặp lại"),
                ],
                default="office",
                max_length=10,
                verbose_name="nguồn",
            ),
        ),
        migrations.AddField(
            model_name="unavailabilityevent",
            name="uid",
            field=models.CharField(blank=True, max_length=255, verbose_name="mã sự kiện"),
        ),
        migrations.CreateModel(
            name="CalendarSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=1000, verbose_name="địa chỉ lịch")),
                ("given_at", models.DateTimeField(verbose_name="ghi lúc")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc lần cuối lúc")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc được lúc")),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="vì sao chưa đọc được")),
                (
                    "delegate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_source",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch điện tử của đại biểu",
                "verbose_name_plural": "lịch điện tử của đại biểu",
            },
        ),
        migrations.AddField(
            model_name="unavailability",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spells",
                to="assignments.calendarsource",
                verbose_name="lịch điện tử",
            ),
        ),
        migrations.AddField(
            model_name="unavailabilityevent",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assignments.calendarsource",
                verbose_name="lịch điện tử",
            ),
        ),
        migrations.CreateModel(
            name="CalendarSourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("given_at", models.DateTimeField(verbose_name="ghi lúc")),
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
                    "given_by",
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
                        to="assignments.calendarsource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ForbiddenPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forbidden_pairs",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt không xếp",
                "verbose_name_plural": "lượt không xếp",
                "ordering": ("meeting__starts_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "meeting", "delegate"), name="forbidden_pair_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ForbiddenPairEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
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
                        to="assignments.forbiddenpair",
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
            name="LeftEmpty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="số chỗ để trống")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_empty",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỗ để trống",
                "verbose_name_plural": "chỗ để trống",
                "ordering": ("meeting__starts_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "meeting"), name="left_empty_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seats__range", (1, 9))),
                        name="left_empty_seats_sensible",
                        violation_error_message="Để trống từ 1 đến 9 chỗ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftEmptyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("seats", models.PositiveSmallIntegerField(verbose_name="số chỗ để trống")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
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
                        to="assignments.leftempty",
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
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edit", models.PositiveIntegerField(verbose_name="lần sửa")),
                ("what", models.CharField(max_length=500, verbose_name="đã làm gì")),
                ("at", models.DateTimeField(verbose_name="sửa lúc")),
                (
                    "state",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="bản phân công khi đó"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "goes_back_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.planstep",
                        verbose_name="trở lại bước",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước sửa bản phân công",
                "verbose_name_plural": "bước sửa bản phân công",
                "ordering": ("plan", "edit"),
                "constraints": [models.UniqueConstraint(fields=("plan", "edit"), name="plan_step_once")],
            },
        ),
        migrations.CreateModel(
            name="RecurringAbsence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Thứ Hai"),
                            (1, "Thứ Ba"),
                            (2, "Thứ Tư"),
                            (3, "Thứ Năm"),
                            (4, "Thứ Sáu"),
                            (5, "Thứ Bảy"),
                            (6, "Chủ nhật"),
                        ],
                        verbose_name="thứ",
                    ),
                ),
                (
                    "week",
                    models.SmallIntegerField(
                        choices=[
                            (0, "hằng tuần"),
                            (1, "tuần đầu tháng"),
                            (2, "tuần thứ hai"),
                            (3, "tuần thứ ba"),
                            (4, "tuần thứ tư"),
                            (-1, "tuần cuối tháng"),
                        ],
                        default=0,
                        verbose_name="tuần",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="từ ngày")),
                ("to_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="lý do")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recurring_absences",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch bận lặp lại",
                "verbose_name_plural": "lịch bận lặp lại",
                "ordering": ("weekday", "week", "from_on"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="recurring_absence_order",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    models.UniqueConstraint(
                        fields=("delegate", "weekday", "week", "from_on"),
                        name="recurring_absence_once",
                        violation_error_message="Lịch bận lặp lại này đã có.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="unavailability",
            name="recurrence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spells",
                to="assignments.recurringabsence",
                verbose_name="lịch bận lặp lại",
            ),
        ),
        migrations.AddField(
            model_name="unavailabilityevent",
            name="recurrence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assignments.recurringabsence",
                verbose_name="lịch bận lặp lại",
            ),
        ),
        migrations.CreateModel(
            name="RecurringAbsenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Thứ Hai"),
                            (1, "Thứ Ba"),
                            (2, "Thứ Tư"),
                            (3, "Thứ Năm"),
                            (4, "Thứ Sáu"),
                            (5, "Thứ Bảy"),
                            (6, "Chủ nhật"),
                        ],
                        verbose_name="thứ",
                    ),
                ),
                (
                    "week",
                    models.SmallIntegerField(
                        choices=[
                            (0, "hằng tuần"),
                            (1, "tuần đầu tháng"),
                            (2, "tuần thứ hai"),
                            (3, "tuần thứ ba"),
                            (4, "tuần thứ tư"),
                            (-1, "tuần cuối tháng"),
                        ],
                        default=0,
                        verbose_name="tuần",
                    ),
                ),
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
                        to="assignments.recurringabsence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SeatAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="họp lúc")),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "Xác nhận dự"), ("declined", "Xin không dự")],
                        max_length=10,
                        verbose_name="trả lời",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="trả lời lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="units.meeting",
                        verbose_name="hội nghị",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.delegate",
                        verbose_name="đề nghị người dự thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "trả lời của đại biểu",
                "verbose_name_plural": "trả lời của đại biểu",
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["meeting", "delegate", "-at", "-id"], name="seat_answer_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="seat_answer_declined_with_reason",
                        violation_error_message="Ghi lý do xin không dự.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed", None),
                            models.Q(("proposed", models.F("delegate")), _negated=True),
                            _connector="OR",
                        ),
                        name="seat_answer_proposes_another",
                        violation_error_message="Đề nghị một người khác dự thay.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=assignments.models.notices.scan_path, verbose_name="tệp")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("size", models.PositiveIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lúc")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="assignments.notice",
                        verbose_name="thông báo",
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
                "verbose_name": "bản ký quét",
                "verbose_name_plural": "bản ký quét",
                "ordering": ("-uploaded_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("notice",),
                        name="signed_scan_one_in_force",
                        violation_error_message="Thông báo này đã có bản ký quét; rút bản cũ trước khi gửi bản mới.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedScanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("file", models.FileField(upload_to=assignments.models.notices.scan_path, verbose_name="tệp")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("size", models.PositiveIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lúc")),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.notice",
                        verbose_name="thông báo",
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
                        to="assignments.signedscan",
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
            name="Solve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("draft", "Lập dự thảo"), ("again", "Xếp lại"), ("replace", "Lập bản thay thế")],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ"),
                            ("running", "Đang xếp"),
                            ("done", "Đã xong"),
                            ("failed", "Không xếp được"),
                            ("cancelled", "Đã dừng"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("edit", models.PositiveIntegerField(blank=True, null=True, verbose_name="lần sửa khi yêu cầu")),
                ("asked_at", models.DateTimeField(verbose_name="yêu cầu lúc")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="bắt đầu lúc")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                ("cancel_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="yêu cầu dừng lúc")),
                ("progress", models.JSONField(blank=True, default=list, verbose_name="đã đến đâu")),
                ("refusal", models.JSONField(blank=True, default=list, verbose_name="vì sao không xếp được")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người yêu cầu",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solves",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solves",
                        to="assignments.plan",
                        verbose_name="bản phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần xếp",
                "verbose_name_plural": "lần xếp",
                "ordering": ("-asked_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("period",),
                        name="solve_one_at_a_time",
                        violation_error_message="Tháng này đang được xếp, xin chờ xong.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_noticeevent" ("amends_id", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "signer", "symbol", "term_from") VALUES (NEW."amends_id", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."signer", NEW."symbol", NEW."term_from"); RETURN NULL;',
                    hash="941b175065021722082b46a81256d59f540638e4",
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
                    condition='WHEN (OLD."amends_id" IS DISTINCT FROM (NEW."amends_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."signer" IS DISTINCT FROM (NEW."signer") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol") OR OLD."term_from" IS DISTINCT FROM (NEW."term_from"))',
                    func='INSERT INTO "assignments_noticeevent" ("amends_id", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "signer", "symbol", "term_from") VALUES (NEW."amends_id", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."signer", NEW."symbol", NEW."term_from"); RETURN NULL;',
                    hash="3e99173b7c124ca7dc51f95164aefc6677572aff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2cdfb",
                    table="assignments_notice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_seatevent" ("because", "by_hand", "delegate_id", "id", "instead_of_id", "meeting_id", "overridden", "override_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinned", "plan_id") VALUES (NEW."because", NEW."by_hand", NEW."delegate_id", NEW."id", NEW."instead_of_id", NEW."meeting_id", NEW."overridden", NEW."override_reason", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinned", NEW."plan_id"); RETURN NULL;',
                    hash="97b9a73abcd22dffcb764f867c2cac49daa66ca8",
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
                    func='INSERT INTO "assignments_seatevent" ("because", "by_hand", "delegate_id", "id", "instead_of_id", "meeting_id", "overridden", "override_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinned", "plan_id") VALUES (NEW."because", NEW."by_hand", NEW."delegate_id", NEW."id", NEW."instead_of_id", NEW."meeting_id", NEW."overridden", NEW."override_reason", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinned", NEW."plan_id"); RETURN NULL;',
                    hash="0732bdb12cfe9c016c8d3247cd2a7b18e4bad467",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b80fa",
                    table="assignments_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unavailability",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_unavailabilityevent" ("calendar_id", "delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recurrence_id", "source", "to_on", "uid") VALUES (NEW."calendar_id", NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recurrence_id", NEW."source", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="c87795171f301523124dc1b46378360abdc7ea56",
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
                    func='INSERT INTO "assignments_unavailabilityevent" ("calendar_id", "delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recurrence_id", "source", "to_on", "uid") VALUES (NEW."calendar_id", NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recurrence_id", NEW."source", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="b4492a6e6418b090ea4257a7c29340be6f8e024c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fc87e",
                    table="assignments_unavailability",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats_commune__range", (1, 9)), ("seats_ward__range", (1, 9))),
                name="policy_seats_sensible",
                violation_error_message="Mỗi hội nghị từ 1 đến 9 đại biểu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_holder__gte", 1), ("share_specialist__gte", 1), ("share_standing__gte", 1)),
                name="policy_shares_positive",
                violation_error_message="Phần việc ít nhất là 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overridden", []), models.Q(("override_reason", ""), _negated=True), _connector="OR"
                ),
                name="seat_override_has_reason",
                violation_error_message="Ghi lý do làm khác quy tắc.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarsource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_calendarsourceevent" ("delegate_id", "given_at", "given_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."delegate_id", NEW."given_at", NEW."given_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="f7fef8e541035cb443c84e8842a12f42bd604bbf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eb14f",
                    table="assignments_calendarsource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarsource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."delegate_id" IS DISTINCT FROM (NEW."delegate_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func='INSERT INTO "assignments_calendarsourceevent" ("delegate_id", "given_at", "given_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."delegate_id", NEW."given_at", NEW."given_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="841486f3dca60f13c2805c7af022bc95c4a46a5c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_86413",
                    table="assignments_calendarsource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarsourceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a68ab80b3cc814d07556746aee72a3625345b654",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8c5d8",
                    table="assignments_calendarsourceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forbiddenpair",
            trigger=pgtrigger.compiler.Trigger(
                name="forbidden_pair_of_published_plan_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE frozen INTEGER;",
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = OLD.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF TG_OP <> 'DELETE' AND frozen IS NULL THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = NEW.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'Bản phân công đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="6ab428304b8eab683029cf4f7ea4648e158716dd",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_forbidden_pair_of_published_plan_is_frozen_4502b",
                    table="assignments_forbiddenpair",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forbiddenpair",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_forbiddenpairevent" ("at", "by_id", "delegate_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."delegate_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."reason"); RETURN NULL;',
                    hash="e1ceec01c03ab053bdcf46d160ace01550d59b16",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c8c10",
                    table="assignments_forbiddenpair",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forbiddenpair",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_forbiddenpairevent" ("at", "by_id", "delegate_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."delegate_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reason"); RETURN NULL;',
                    hash="94d42c316c037dc6dcae2836ce1c47aab9ea4cfb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87356",
                    table="assignments_forbiddenpair",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forbiddenpairevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0f493826946d29aa22739c30e4c2bb942b1d5cec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_72c47",
                    table="assignments_forbiddenpairevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftempty",
            trigger=pgtrigger.compiler.Trigger(
                name="left_empty_of_published_plan_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE frozen INTEGER;",
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = OLD.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF TG_OP <> 'DELETE' AND frozen IS NULL THEN\n                SELECT 1 INTO frozen FROM assignments_plan WHERE id = NEW.plan_id AND status IN ('published', 'replaced');\n            END IF;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'Bản phân công đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="ba14859f48b0a0c8dc9f976b1d082dc5e79f8814",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_left_empty_of_published_plan_is_frozen_5f645",
                    table="assignments_leftempty",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftempty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_leftemptyevent" ("at", "by_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "seats") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."reason", NEW."seats"); RETURN NULL;',
                    hash="8a1d02865edae54c8492313371715ab5eeff7ce4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f84ab",
                    table="assignments_leftempty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftempty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_leftemptyevent" ("at", "by_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "seats") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reason", NEW."seats"); RETURN NULL;',
                    hash="ad021fb625316a74eac700eec608870c15ff1bf9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9057",
                    table="assignments_leftempty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftemptyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab88fd22aabb3b7ebcac5eb0a871a88bcbecf64b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_81086",
                    table="assignments_leftemptyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="plan_step_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80b396c5223647822ef89f3a4c6e915988fa8e96",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_plan_step_append_only_59dd3",
                    table="assignments_planstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringabsence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_recurringabsenceevent" ("delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on", "week", "weekday") VALUES (NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."to_on", NEW."week", NEW."weekday"); RETURN NULL;',
                    hash="5dab42465ba98e0d793bf7598861a0c53254e06f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_44b41",
                    table="assignments_recurringabsence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringabsence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_recurringabsenceevent" ("delegate_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on", "week", "weekday") VALUES (NEW."delegate_id", NEW."from_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."to_on", NEW."week", NEW."weekday"); RETURN NULL;',
                    hash="d8cf3394e6999f4b7409dcb91b17a7ecc47c4be1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1a8af",
                    table="assignments_recurringabsence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringabsenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d16480501675abbb7f21ec9d836a3fd91ccc96e5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dc5d4",
                    table="assignments_recurringabsenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_answer_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4130f9cf0d71c85175d38ebd979f7c45f05acf97",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_seat_answer_append_only_97d17",
                    table="assignments_seatanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedscan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assignments_signedscanevent" ("file", "id", "name", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "uploaded_at", "uploaded_by_id", "withdrawn_at") VALUES (NEW."file", NEW."id", NEW."name", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="58847c1f36b81b39c36700aaa0dc13647a585d6a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3a9e4",
                    table="assignments_signedscan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedscan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assignments_signedscanevent" ("file", "id", "name", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "uploaded_at", "uploaded_by_id", "withdrawn_at") VALUES (NEW."file", NEW."id", NEW."name", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="0ab13f1b17837ec9b9fb70e1d5879864e4a8daf3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c48f5",
                    table="assignments_signedscan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedscanevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b6cca4d25a46228a4d3dc1feaaa5d53f82b2d16",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a53f2",
                    table="assignments_signedscanevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
