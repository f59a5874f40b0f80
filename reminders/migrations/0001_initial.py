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
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký hội nghị"),
                            ("note", "Phiếu dự hội nghị"),
                            ("self_assessment", "Phiếu tự chấm"),
                            ("appraisal", "Thẩm định"),
                        ],
                        max_length=16,
                        verbose_name="nhắc việc",
                    ),
                ),
                ("about", models.CharField(max_length=30, verbose_name="về")),
                ("about_name", models.CharField(max_length=200, verbose_name="đơn vị, đại biểu, cơ quan")),
                ("recipient_key", models.BigIntegerField(editable=False)),
                ("address", models.CharField(max_length=254, verbose_name="địa chỉ thư")),
                ("subject", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                ("remind_on", models.DateField(verbose_name="nhắc ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Chờ duyệt"),
                            ("approved", "Chờ gửi"),
                            ("sending", "Đang gửi"),
                            ("sent", "Đã gửi"),
                            ("failed", "Không gửi được"),
                            ("uncertain", "Chưa rõ đã gửi"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="soạn lúc")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="duyệt lúc")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="bắt đầu gửi lúc")),
                ("message_id", models.CharField(blank=True, max_length=150)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                ("next_try_at", models.DateTimeField(null=True, verbose_name="thử lại lúc")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người soạn",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="units.period",
                        verbose_name="kỳ tháng",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư nhắc",
                "verbose_name_plural": "thư nhắc",
                "ordering": ("-made_at", "id"),
                "indexes": [
                    models.Index(fields=["period", "kind", "about"], name="reminder_about"),
                    models.Index(fields=["state", "next_try_at"], name="reminder_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("period", "kind", "about", "recipient_key", "remind_on"),
                        name="reminder_once_a_day",
                        violation_error_message="Hôm nay đã có thư nhắc việc này cho người này.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "approved", "sending", "uncertain"))),
                        fields=("period", "kind", "about", "recipient_key"),
                        name="reminder_one_on_its_way",
                        violation_error_message="Thư nhắc trước về việc này còn chưa xong.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="reminder_sent_when",
                        violation_error_message="Thư đã gửi phải có giờ gửi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "dropped")),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reminder_goes_after_approval",
                        violation_error_message="Thư phải được duyệt trước khi gửi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký hội nghị"),
                            ("note", "Phiếu dự hội nghị"),
                            ("self_assessment", "Phiếu tự chấm"),
                            ("appraisal", "Thẩm định"),
                        ],
                        max_length=16,
                        verbose_name="nhắc việc",
                    ),
                ),
                ("about", models.CharField(max_length=30, verbose_name="về")),
                ("recipient_key", models.BigIntegerField(editable=False)),
                ("remind_on", models.DateField(verbose_name="nhắc ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Chờ duyệt"),
                            ("approved", "Chờ gửi"),
                            ("sending", "Đang gửi"),
                            ("sent", "Đã gửi"),
                            ("failed", "Không gửi được"),
                            ("uncertain", "Chưa rõ đã gửi"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="soạn lúc")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="duyệt lúc")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="bắt đầu gửi lúc")),
                ("message_id", models.CharField(blank=True, max_length=150)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                ("next_try_at", models.DateTimeField(null=True, verbose_name="thử lại lúc")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người soạn",
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
                        to="reminders.reminder",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
                (
                    "settled_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pasted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "Đăng ký hội nghị"),
                            ("note", "Phiếu dự hội nghị"),
                            ("self_assessment", "Phiếu tự chấm"),
                            ("appraisal", "Thẩm định"),
                        ],
                        max_length=16,
                        verbose_name="nhắc việc",
                    ),
                ),
                ("about", models.CharField(max_length=30, verbose_name="về")),
                ("pasted_on", models.DateField(verbose_name="ngày dán")),
                ("pasted_at", models.DateTimeField(verbose_name="dán lúc")),
                (
                    "pasted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dán",
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
            ],
            options={
                "verbose_name": "lần nhắc qua Zalo",
                "verbose_name_plural": "lần nhắc qua Zalo",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "kind", "about", "pasted_on"),
                        name="pasted_once_a_day",
                        violation_error_message="Hôm nay đã ghi nhắc qua Zalo.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pasted",
            trigger=pgtrigger.compiler.Trigger(
                name="pasted_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d1516c3b2b49f18ed81ad67d1af0feda224a9017",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_pasted_append_only_c25d9",
                    table="reminders_pasted",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="reminder_sent_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF TG_OP = 'DELETE' THEN\n                        IF OLD.state = 'draft' THEN RETURN OLD; END IF;\n                    ELSIF OLD.state <> 'sent' OR (\n                        to_jsonb(NEW) - '{recipient_id,address,about_name}'::text[]\n                            = to_jsonb(OLD) - '{recipient_id,address,about_name}'::text[]\n                        AND NEW.recipient_id IS NULL AND NEW.address IN ('', OLD.address)\n                        AND NEW.about_name IN ('', OLD.about_name)\n                    ) THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'Thư đã gửi được giữ nguyên, không sửa, không xóa được.' USING ERRCODE = 'integrity_constraint_violation';\n                ",
                    hash="826669650b8fa218921f4ecde4818d9431bf37b6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_reminder_sent_stays_de1aa",
                    table="reminders_reminder",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_reminderevent" ("about", "approved_at", "approved_by_id", "id", "kind", "made_at", "made_by_id", "message_id", "next_try_at", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recipient_id", "recipient_key", "remind_on", "sent_at", "settled_at", "settled_by_id", "state", "taken_at", "tries") VALUES (NEW."about", NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", NEW."message_id", NEW."next_try_at", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recipient_id", NEW."recipient_key", NEW."remind_on", NEW."sent_at", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."taken_at", NEW."tries"); RETURN NULL;',
                    hash="208abb39a8ca1f67ab70d608ea64722a0c24dda9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d2e2",
                    table="reminders_reminder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."next_try_at" IS DISTINCT FROM (NEW."next_try_at") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recipient_id" IS DISTINCT FROM (NEW."recipient_id") OR OLD."recipient_key" IS DISTINCT FROM (NEW."recipient_key") OR OLD."remind_on" IS DISTINCT FROM (NEW."remind_on") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."settled_at" IS DISTINCT FROM (NEW."settled_at") OR OLD."settled_by_id" IS DISTINCT FROM (NEW."settled_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."tries" IS DISTINCT FROM (NEW."tries"))',
                    func='INSERT INTO "reminders_reminderevent" ("about", "approved_at", "approved_by_id", "id", "kind", "made_at", "made_by_id", "message_id", "next_try_at", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recipient_id", "recipient_key", "remind_on", "sent_at", "settled_at", "settled_by_id", "state", "taken_at", "tries") VALUES (NEW."about", NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."kind", NEW."made_at", NEW."made_by_id", NEW."message_id", NEW."next_try_at", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recipient_id", NEW."recipient_key", NEW."remind_on", NEW."sent_at", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."taken_at", NEW."tries"); RETURN NULL;',
                    hash="ff5c80b037ecc2d89471eef89731ed683f802cb7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3ab0",
                    table="reminders_reminder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67c06c48290c80195a599ddc481a1aa5d03ab237",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f6b82",
                    table="reminders_reminderevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
