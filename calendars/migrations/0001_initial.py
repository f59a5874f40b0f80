import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assignments", "0001_squashed_0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0005_keys_of_teams_and_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("office", "Mọi xã, phường"),
                            ("unit", "Một xã, phường"),
                            ("delegate", "Một đại biểu"),
                        ],
                        max_length=10,
                        verbose_name="nội dung",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="ghi chú")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("last_read_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc gần nhất")),
                ("reads_in_hour", models.PositiveIntegerField(default=0, verbose_name="số lần đọc trong giờ đó")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "delegate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thu hồi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                        verbose_name="xã, phường",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết lịch",
                "verbose_name_plural": "liên kết lịch",
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegate", None), ("scope", "office"), ("unit", None)),
                            models.Q(("delegate", None), ("scope", "unit"), ("unit__isnull", False)),
                            models.Q(("delegate__isnull", False), ("scope", "delegate"), ("unit", None)),
                            _connector="OR",
                        ),
                        name="feed_link_names_what_it_shows",
                        violation_error_message="Liên kết phải nói rõ là lịch của ai.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("office", "Mọi xã, phường"),
                            ("unit", "Một xã, phường"),
                            ("delegate", "Một đại biểu"),
                        ],
                        max_length=10,
                        verbose_name="nội dung",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="ghi chú")),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "delegate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.delegate",
                        verbose_name="đại biểu",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
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
                        to="calendars.feedlink",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thu hồi",
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
        pgtrigger.migrations.AddTrigger(
            model_name="feedlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "calendars_feedlinkevent" ("delegate_id", "id", "label", "made_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "scope", "unit_id") VALUES (NEW."delegate_id", NEW."id", NEW."label", NEW."made_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."scope", NEW."unit_id"); RETURN NULL;',
                    hash="21bb05522cc9990c161921ded3f0676c20d07ce4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_93b02",
                    table="calendars_feedlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."delegate_id" IS DISTINCT FROM (NEW."delegate_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "calendars_feedlinkevent" ("delegate_id", "id", "label", "made_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "scope", "unit_id") VALUES (NEW."delegate_id", NEW."id", NEW."label", NEW."made_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."scope", NEW."unit_id"); RETURN NULL;',
                    hash="2a595683886ddf7c895b7e194adae73277dfa428",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e044",
                    table="calendars_feedlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="72cf4bf72bf90bbf48b8caa859862e5e6c9e70d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_49744",
                    table="calendars_feedlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
