import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("units", "0005_keys_of_teams_and_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("created", "Tạo tài khoản"),
                            ("changed", "Sửa thông tin"),
                            ("invited", "Tạo liên kết mời"),
                            ("revoked", "Thu hồi liên kết mời"),
                            ("accepted", "Dùng liên kết, đặt mật khẩu"),
                            ("role_given", "Giao vai trò"),
                            ("role_taken", "Thôi vai trò"),
                            ("linked", "Gắn hồ sơ đại biểu"),
                            ("disabled", "Khóa tài khoản"),
                            ("enabled", "Mở lại tài khoản"),
                            ("factor_reset", "Đặt lại mã xác thực"),
                            ("signed_out", "Đăng xuất mọi thiết bị"),
                            ("exported", "Xuất dữ liệu cá nhân"),
                            ("erased", "Xóa dữ liệu cá nhân"),
                        ],
                        max_length=15,
                        verbose_name="việc",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="chi tiết")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_acts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc về tài khoản",
                "verbose_name_plural": "nhật ký tài khoản",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to_name", models.CharField(blank=True, max_length=150, verbose_name="người nhận")),
                ("on", models.DateField(verbose_name="ngày bàn giao")),
                ("stays", models.BooleanField(default=False, verbose_name="người bàn giao vẫn giữ vai trò")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ghi chú")),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người bàn giao",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản nhận",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "bàn giao đơn vị",
                "verbose_name_plural": "bàn giao đơn vị",
                "ordering": ("-on", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("unit",),
                        name="handover_one_proposed",
                        violation_error_message="Đơn vị đang có một đề nghị bàn giao chờ xác nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_user", None),
                            ("to_user", None),
                            models.Q(("from_user", models.F("to_user")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_between_two",
                        violation_error_message="Người nhận phải khác người bàn giao.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn lúc")),
                ("used_at", models.DateTimeField(null=True, verbose_name="dùng lúc")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="thu hồi lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tạo",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết mời",
                "verbose_name_plural": "liên kết mời",
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        fields=("user",),
                        name="invitation_one_open",
                        violation_error_message="Người này đang có một liên kết mời.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("revoked_at", None), _connector="OR"),
                        name="invitation_used_or_revoked",
                        violation_error_message="Liên kết đã dùng thì không thu hồi được.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="invitation_expires_later",
                        violation_error_message="Hạn dùng phải sau lúc tạo.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accountact",
            trigger=pgtrigger.compiler.Trigger(
                name="account_act_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="75e3a2b622562e5cf3bf6e09ebf0fed095d5f1b4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_account_act_stays_b3c04",
                    table="people_accountact",
                    when="BEFORE",
                ),
            ),
        ),
    ]
