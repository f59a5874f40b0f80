import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import scoring.models.scores


class Migration(migrations.Migration):
    replaces = [("scoring", "0001_initial"), ("scoring", "0002_initial")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="tên bộ tiêu chí")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="phiên bản")),
                ("min_counted", models.PositiveIntegerField(default=30, verbose_name="số phiếu tối thiểu")),
                ("prior_strength", models.PositiveIntegerField(default=20, verbose_name="trọng số mức chung")),
                (
                    "adjustment_cap",
                    models.DecimalField(
                        decimal_places=2, default=5, max_digits=5, verbose_name="trần điểm cộng, điểm trừ"
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ tiêu chí",
                "verbose_name_plural": "bộ tiêu chí",
                "ordering": ("-version",),
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bonus", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="điểm cộng")),
                ("penalty", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="điểm trừ")),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                ("given_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="scoring.adjustment",
                        verbose_name="thu hồi dòng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm cộng, điểm trừ",
                "verbose_name_plural": "điểm cộng, điểm trừ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bonus__gte", 0), ("penalty__gte", 0)), name="adjustment_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("takes_back", None), models.Q(("bonus", 0), ("penalty", 0)), _connector="OR"
                        ),
                        name="adjustment_taking_back_adds_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("bonus", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="điểm cộng")),
                ("penalty", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="điểm trừ")),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                ("given_at", models.DateTimeField(verbose_name="ghi lúc")),
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
                        to="scoring.adjustment",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.adjustment",
                        verbose_name="thu hồi dòng",
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
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="điểm")),
                ("given_at", models.DateTimeField(verbose_name="chấm lúc")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="lý do")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.agency",
                        verbose_name="cơ quan chấm",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chấm",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm thẩm định",
                "verbose_name_plural": "điểm thẩm định",
            },
        ),
        migrations.CreateModel(
            name="ClassBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="xếp loại")),
                ("from_points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="từ điểm")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bands",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "mức xếp loại",
                "verbose_name_plural": "mức xếp loại",
                "ordering": ("-from_points",),
                "constraints": [
                    models.UniqueConstraint(fields=("criteria_set", "from_points"), name="band_floor_once"),
                    models.UniqueConstraint(fields=("criteria_set", "name"), name="band_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, verbose_name="mã")),
                ("name", models.CharField(max_length=250, verbose_name="tiêu chí")),
                ("max_points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="điểm tối đa")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("appraisal", "Cơ quan chấm"),
                            ("record", "Số liệu ghi nhận"),
                            ("observation", "Phiếu của đại biểu"),
                            ("visit", "Dự đột xuất tổ"),
                            ("survey", "Khảo sát Nhân dân"),
                        ],
                        max_length=12,
                        verbose_name="nguồn điểm",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered_on_time", "Đăng ký đúng hạn"),
                            ("held_on_day", "Tổ chức đúng ngày đăng ký"),
                            ("teams_present", "Tỷ lệ tổ dự họp"),
                            ("note_delivered", "Có phiếu của đại biểu"),
                        ],
                        max_length=20,
                        verbose_name="cách tính",
                    ),
                ),
                ("rubric", models.TextField(verbose_name="hướng dẫn chấm")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.agency",
                        verbose_name="cơ quan chấm",
                    ),
                ),
            ],
            options={
                "verbose_name": "tiêu chí",
                "verbose_name_plural": "tiêu chí",
                "ordering": ("group__position", "position", "code"),
            },
        ),
        migrations.CreateModel(
            name="AppraisalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="điểm")),
                ("given_at", models.DateTimeField(verbose_name="chấm lúc")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="lý do")),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.agency",
                        verbose_name="cơ quan chấm",
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
                        verbose_name="người chấm",
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
                        to="scoring.appraisal",
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
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appraisal",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scoring.criterion",
                verbose_name="tiêu chí",
            ),
        ),
        migrations.CreateModel(
            name="CriterionGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5, verbose_name="mã")),
                ("name", models.CharField(max_length=150, verbose_name="tên nhóm")),
                ("is_consensus", models.BooleanField(default=False, verbose_name="nhóm nhận thức, đồng thuận")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm tiêu chí",
                "verbose_name_plural": "nhóm tiêu chí",
                "ordering": ("criteria_set", "position", "code"),
                "constraints": [
                    models.UniqueConstraint(fields=("criteria_set", "code"), name="group_code_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_consensus", True)), fields=("criteria_set",), name="group_one_consensus"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="criteria",
                to="scoring.criteriongroup",
                verbose_name="nhóm",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=scoring.models.scores.evidence_path, verbose_name="tệp")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="loại")),
                ("size", models.PositiveIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lúc")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="xã, phường",
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
                "verbose_name": "minh chứng",
                "verbose_name_plural": "minh chứng",
                "ordering": ("uploaded_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("file", models.FileField(upload_to=scoring.models.scores.evidence_path, verbose_name="tệp")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="loại")),
                ("size", models.PositiveIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lúc")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí",
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
                        to="scoring.evidence",
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
            name="Gate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("no_meeting", "Không tổ chức hội nghị"),
                            ("no_self_assessment", "Không tự chấm điểm"),
                        ],
                        max_length=20,
                        verbose_name="điều kiện",
                    ),
                ),
                (
                    "best_band",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.classband",
                        verbose_name="xếp loại cao nhất",
                    ),
                ),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gates",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "điều kiện khống chế",
                "verbose_name_plural": "điều kiện khống chế",
                "constraints": [models.UniqueConstraint(fields=("criteria_set", "code"), name="gate_once")],
            },
        ),
        migrations.CreateModel(
            name="PeriodCriteria",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
                (
                    "period",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_criteria",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ tiêu chí của tháng",
                "verbose_name_plural": "bộ tiêu chí của tháng",
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="bản số")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
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
                    "dossier",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="hồ sơ đầu vào"
                    ),
                ),
                (
                    "outcome",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="kết quả"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="mã kiểm SHA-256")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra lúc")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do trả lại")),
                ("published_at", models.DateTimeField(null=True, verbose_name="công bố lúc")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="số báo cáo")),
                ("symbol", models.CharField(blank=True, max_length=20, verbose_name="ký hiệu")),
                ("issued_on", models.DateField(null=True, verbose_name="ngày ban hành")),
                ("term_from", models.DateField(null=True, verbose_name="nhiệm kỳ bắt đầu")),
                (
                    "paper",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name="nội dung in"
                    ),
                ),
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
                        related_name="rankings",
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
                "verbose_name": "bảng xếp hạng",
                "verbose_name_plural": "bảng xếp hạng",
                "ordering": ("-period__month", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("period", "version"), name="ranking_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")), fields=("period",), name="ranking_one_published"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("draft", "checked"))),
                        fields=("period",),
                        name="ranking_one_in_work",
                    ),
                    models.UniqueConstraint(
                        fields=("symbol", "term_from", "number"),
                        name="report_number_once_a_term",
                        violation_error_message="Số báo cáo này đã dùng trong nhiệm kỳ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RankingEvent",
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
                            ("checked", "Đã kiểm tra"),
                            ("published", "Đã công bố"),
                            ("replaced", "Đã được thay thế"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="mã kiểm SHA-256")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra lúc")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do trả lại")),
                ("published_at", models.DateTimeField(null=True, verbose_name="công bố lúc")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="số báo cáo")),
                ("symbol", models.CharField(blank=True, max_length=20, verbose_name="ký hiệu")),
                ("issued_on", models.DateField(null=True, verbose_name="ngày ban hành")),
                ("term_from", models.DateField(null=True, verbose_name="nhiệm kỳ bắt đầu")),
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
                        to="scoring.ranking",
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
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=120, verbose_name="tên đơn vị khi công bố")),
                ("total", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="tổng điểm")),
                ("rank", models.PositiveSmallIntegerField(null=True, verbose_name="hạng")),
                ("band", models.CharField(blank=True, max_length=60, verbose_name="xếp loại")),
                (
                    "row",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="chi tiết"),
                ),
                (
                    "ranking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="scoring.ranking",
                        verbose_name="bảng xếp hạng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả",
                "verbose_name_plural": "kết quả",
                "ordering": (models.OrderBy(models.F("rank"), nulls_last=True), "unit__code"),
                "constraints": [models.UniqueConstraint(fields=("ranking", "unit"), name="result_once")],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_assessments",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_assessments",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu tự chấm",
                "verbose_name_plural": "phiếu tự chấm",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "unit"),
                        name="self_assessment_once",
                        violation_error_message="Đơn vị đã gửi phiếu tự chấm của tháng này.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
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
                        to="scoring.selfassessment",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
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
        migrations.CreateModel(
            name="SelfScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="điểm")),
                ("given_at", models.DateTimeField(verbose_name="chấm lúc")),
                ("comment", models.CharField(blank=True, max_length=1000, verbose_name="thuyết minh")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chấm",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm tự chấm",
                "verbose_name_plural": "điểm tự chấm",
                "indexes": [models.Index(fields=["period", "unit", "criterion", "-id"], name="selfscore_latest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("points__gte", 0)), name="selfscore_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="điểm")),
                ("given_at", models.DateTimeField(verbose_name="chấm lúc")),
                ("comment", models.CharField(blank=True, max_length=1000, verbose_name="thuyết minh")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí",
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
                        verbose_name="người chấm",
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
                        to="scoring.selfscore",
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
            model_name="criteriaset",
            trigger=pgtrigger.compiler.Trigger(
                name="set_in_use_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                           WHERE criteria_set_id = (OLD.id)) THEN\n                    RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                       WHERE criteria_set_id = (NEW.id)) THEN\n                RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="17d7a5e76ebb392d7238b4d450ec00e19b20265f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_set_in_use_is_kept_b662e",
                    table="scoring_criteriaset",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="adjustment_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8f0c23a17641fef35d1bb0cb5b578e0d75c8f7f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_adjustment_append_only_cfb9b",
                    table="scoring_adjustment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_adjustmentevent" ("bonus", "given_at", "given_by_id", "id", "penalty", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "takes_back_id", "unit_id") VALUES (NEW."bonus", NEW."given_at", NEW."given_by_id", NEW."id", NEW."penalty", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."takes_back_id", NEW."unit_id"); RETURN NULL;',
                    hash="206e6430839bf1b37d6ea407dfb249734984086f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1d7b",
                    table="scoring_adjustment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7333f9f91a882b38206536afa8c8539942b84a7b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0a7f4",
                    table="scoring_adjustmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="classband",
            trigger=pgtrigger.compiler.Trigger(
                name="band_in_use_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                           WHERE criteria_set_id = (OLD.criteria_set_id)) THEN\n                    RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                       WHERE criteria_set_id = (NEW.criteria_set_id)) THEN\n                RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="a5b2ab2e4c83a66f15277e430f3015f6604a2092",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_band_in_use_is_kept_16541",
                    table="scoring_classband",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="90dcda888434a2f783727496b614331b67576552",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a96eb",
                    table="scoring_appraisalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(fields=["period", "unit", "criterion", "-id"], name="appraisal_latest"),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(condition=models.Q(("points__gte", 0)), name="appraisal_not_negative"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="appraisal_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="730c0c58536cfe8e84cadec98a4b7eca94c773ba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_appraisal_append_only_cfc96",
                    table="scoring_appraisal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_appraisalevent" ("agency_id", "criterion_id", "given_at", "given_by_id", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "unit_id") VALUES (NEW."agency_id", NEW."criterion_id", NEW."given_at", NEW."given_by_id", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."unit_id"); RETURN NULL;',
                    hash="e4111c68ef2f623ddf4eddc7a40736063eaeefa8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef908",
                    table="scoring_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criteriongroup",
            trigger=pgtrigger.compiler.Trigger(
                name="group_in_use_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                           WHERE criteria_set_id = (OLD.criteria_set_id)) THEN\n                    RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                       WHERE criteria_set_id = (NEW.criteria_set_id)) THEN\n                RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="13ac7714520310f5cb19bb8cbde8d857fccf485a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_group_in_use_is_kept_84831",
                    table="scoring_criteriongroup",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("group", "code"), name="criterion_code_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_points__gt", 0)),
                name="criterion_max_positive",
                violation_error_message="Điểm tối đa phải lớn hơn 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", False), ("source", "appraisal")),
                    models.Q(models.Q(("source", "appraisal"), _negated=True), ("agency", None)),
                    _connector="OR",
                ),
                name="criterion_appraisal_names_agency",
                violation_error_message="Tiêu chí do cơ quan chấm phải ghi cơ quan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "record"), models.Q(("rule", ""), _negated=True)),
                    models.Q(models.Q(("source", "record"), _negated=True), ("rule", "")),
                    _connector="OR",
                ),
                name="criterion_record_names_rule",
                violation_error_message="Tiêu chí theo số liệu phải ghi cách tính.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="criterion_in_use_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                           WHERE criteria_set_id = (SELECT criteria_set_id FROM scoring_criteriongroup WHERE id = OLD.group_id)) THEN\n                    RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                       WHERE criteria_set_id = (SELECT criteria_set_id FROM scoring_criteriongroup WHERE id = NEW.group_id)) THEN\n                RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="ab58be3f0faa6402a3598eaedcee86be2e4a6458",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_criterion_in_use_is_kept_3988b",
                    table="scoring_criterion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_evidenceevent" ("content_type", "criterion_id", "file", "id", "name", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "unit_id", "uploaded_at", "uploaded_by_id", "withdrawn_at") VALUES (NEW."content_type", NEW."criterion_id", NEW."file", NEW."id", NEW."name", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size", NEW."unit_id", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="d981d556f7b23da7841e5c47f937151a10fe048b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64792",
                    table="scoring_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_evidenceevent" ("content_type", "criterion_id", "file", "id", "name", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "unit_id", "uploaded_at", "uploaded_by_id", "withdrawn_at") VALUES (NEW."content_type", NEW."criterion_id", NEW."file", NEW."id", NEW."name", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size", NEW."unit_id", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="26f06aea123be3a79036be45e03df81445113fac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e749",
                    table="scoring_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5f46a47b6ac24f7e187b0f418b70022c0c3d05f3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_52762",
                    table="scoring_evidenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gate",
            trigger=pgtrigger.compiler.Trigger(
                name="gate_in_use_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                           WHERE criteria_set_id = (OLD.criteria_set_id)) THEN\n                    RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF EXISTS (SELECT 1 FROM scoring_periodcriteria\n                       WHERE criteria_set_id = (NEW.criteria_set_id)) THEN\n                RAISE EXCEPTION 'Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="fe347e202bff786969efc9e59282b8928c466161",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_gate_in_use_is_kept_11471",
                    table="scoring_gate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ranking",
            trigger=pgtrigger.compiler.Trigger(
                name="published_ranking_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.status IN ('published', 'replaced') THEN\n                IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'replaced'\n                    AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'Bảng xếp hạng đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="97eacfcc0ded105a2d96e8971089755038425def",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_ranking_is_frozen_54dbd",
                    table="scoring_ranking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ranking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_rankingevent" ("checked_at", "checked_by_id", "id", "issued_on", "made_at", "made_by_id", "number", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "return_reason", "sha256", "status", "symbol", "term_from", "version") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."id", NEW."issued_on", NEW."made_at", NEW."made_by_id", NEW."number", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."return_reason", NEW."sha256", NEW."status", NEW."symbol", NEW."term_from", NEW."version"); RETURN NULL;',
                    hash="5b5456a3aa01f6e3002fed2ef39655d633186b99",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b8289",
                    table="scoring_ranking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ranking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."checked_at" IS DISTINCT FROM (NEW."checked_at") OR OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."return_reason" IS DISTINCT FROM (NEW."return_reason") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol") OR OLD."term_from" IS DISTINCT FROM (NEW."term_from") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "scoring_rankingevent" ("checked_at", "checked_by_id", "id", "issued_on", "made_at", "made_by_id", "number", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "return_reason", "sha256", "status", "symbol", "term_from", "version") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."id", NEW."issued_on", NEW."made_at", NEW."made_by_id", NEW."number", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."return_reason", NEW."sha256", NEW."status", NEW."symbol", NEW."term_from", NEW."version"); RETURN NULL;',
                    hash="44541d79b18b4a8546177dec1da9e38e42c38db2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5be8f",
                    table="scoring_ranking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rankingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="675f04b4e06486c8e0a9957a9db636b034336d24",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c6575",
                    table="scoring_rankingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="result",
            trigger=pgtrigger.compiler.Trigger(
                name="result_of_published_ranking_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE frozen INTEGER;",
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT 1 INTO frozen FROM scoring_ranking WHERE id = OLD.ranking_id AND status IN ('published', 'replaced');\n            END IF;\n            IF TG_OP <> 'DELETE' AND frozen IS NULL THEN\n                SELECT 1 INTO frozen FROM scoring_ranking WHERE id = NEW.ranking_id AND status IN ('published', 'replaced');\n            END IF;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'Bảng xếp hạng đã công bố, không sửa được; hãy lập bản thay thế.' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="a683460b4d1577e9d2081dca5d03af837f6acffb",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_result_of_published_ranking_is_frozen_fe1a8",
                    table="scoring_result",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="self_assessment_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f42a99143b29c4b4152c7281cac800244fa4f110",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_self_assessment_append_only_4a794",
                    table="scoring_selfassessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_selfassessmentevent" ("id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submitted_at", "submitted_by_id", "unit_id") VALUES (NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."submitted_at", NEW."submitted_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="ed31cda232a327985f6dabce0c7d07e17e71814a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_77e6f",
                    table="scoring_selfassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfassessmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="78caeab785903631e7021e33b3d768183523373d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f4ace",
                    table="scoring_selfassessmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfscore",
            trigger=pgtrigger.compiler.Trigger(
                name="selfscore_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e518bc9da8601087be662468d8f10b2e51f1fc29",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_selfscore_append_only_0c516",
                    table="scoring_selfscore",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfscore",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_selfscoreevent" ("comment", "criterion_id", "given_at", "given_by_id", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "unit_id") VALUES (NEW."comment", NEW."criterion_id", NEW."given_at", NEW."given_by_id", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."unit_id"); RETURN NULL;',
                    hash="073336c203401375c09533aca7f7477330f28ed3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_60807",
                    table="scoring_selfscore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfscoreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ce123c21914f8e952f00da4d9c1b8c8d72fb44e0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f7578",
                    table="scoring_selfscoreevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
