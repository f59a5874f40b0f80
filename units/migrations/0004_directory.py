import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.names
import units.models.keys


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0003_places_over_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("area", models.CharField(blank=True, max_length=60, verbose_name="cụm, khu vực")),
                (
                    "change_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="căn cứ sáp nhập, chia tách, đổi tên"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agency",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="đang hoạt động"),
        ),
        migrations.AddField(
            model_name="agency",
            name="search_key",
            field=units.models.keys.KeyField(
                default="", editable=False, make=accounts.names.search_key, source="names"
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="continued_by",
                to="units.team",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="search_key",
            field=units.models.keys.KeyField(default="", editable=False, make=accounts.names.search_key, source="name"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="search_key",
            field=units.models.keys.KeyField(
                default="", editable=False, make=accounts.names.search_key, source="full_name"
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="sort_key",
            field=units.models.keys.KeyField(
                db_index=True, default="", editable=False, make=accounts.names.title_sort_key, source="name"
            ),
        ),
        migrations.CreateModel(
            name="AgencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.SlugField(
                        db_index=False, error_messages={"unique": "Mã này đã có."}, max_length=20, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="tên cơ quan")),
                ("short_name", models.CharField(max_length=60, verbose_name="tên gọn")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hoạt động")),
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
                        to="units.agency",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentFormEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.issuingbody",
                        verbose_name="cấp ủy",
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
                        to="units.documentform",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IssuingBodyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=150, verbose_name="tên cấp ủy")),
                ("office_name", models.CharField(max_length=150, verbose_name="cơ quan tham mưu")),
                ("place", models.CharField(max_length=80, verbose_name="địa danh")),
                ("term_from", models.DateField(verbose_name="nhiệm kỳ bắt đầu")),
                ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
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
                        to="units.issuingbody",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "Sáp nhập"), ("split", "Chia tách"), ("rename", "Đổi tên")],
                        max_length=6,
                        verbose_name="hình thức",
                    ),
                ),
                ("on", models.DateField(verbose_name="từ ngày")),
                ("basis", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("made_at", models.DateTimeField(verbose_name="ghi nhận lúc")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc")),
                ("moved", models.JSONField(default=dict, editable=False)),
                ("summary", models.CharField(max_length=2000, verbose_name="nội dung")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi nhận",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hoàn tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi đơn vị",
                "verbose_name_plural": "thay đổi đơn vị",
                "ordering": ("-on", "-id"),
            },
        ),
        migrations.AddField(
            model_name="unit",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="new_units",
                to="units.unitchange",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="old_units",
                to="units.unitchange",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                expressions=[
                    (
                        models.Func(
                            models.Func(
                                models.F("code"),
                                models.Value(0),
                                function="hashtextextended",
                                output_field=models.BigIntegerField(),
                            ),
                            models.Func(
                                models.F("code"),
                                models.Value(0),
                                function="hashtextextended",
                                output_field=models.BigIntegerField(),
                            ),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="unit_code_one_at_a_time",
                violation_error_message="Mã này đang thuộc một đơn vị khác trong cùng thời gian.",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unitchange",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unitchange",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="units.unit",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_agencyevent" ("code", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "short_name") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."short_name"); RETURN NULL;',
                    hash="646f917a23bd3988578620278cac7b38103deed7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40498",
                    table="units_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name"))',
                    func='INSERT INTO "units_agencyevent" ("code", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "short_name") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."short_name"); RETURN NULL;',
                    hash="3226e267b6f809f7eb507f4c631baf4b8cc8e812",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3a91",
                    table="units_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentform",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_documentformevent" ("authority", "body_id", "id", "issuer", "kind", "last_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "receivers", "signer", "superior", "symbol") VALUES (NEW."authority", NEW."body_id", NEW."id", NEW."issuer", NEW."kind", NEW."last_number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."receivers", NEW."signer", NEW."superior", NEW."symbol"); RETURN NULL;',
                    hash="871271b6c1da04ae55ab982ada4d693e49aeb549",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_162a6",
                    table="units_documentform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentform",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_documentformevent" ("authority", "body_id", "id", "issuer", "kind", "last_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "receivers", "signer", "superior", "symbol") VALUES (NEW."authority", NEW."body_id", NEW."id", NEW."issuer", NEW."kind", NEW."last_number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."receivers", NEW."signer", NEW."superior", NEW."symbol"); RETURN NULL;',
                    hash="2692bebe41e7449fcb143fd8a3214a549332a324",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3e21",
                    table="units_documentform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issuingbody",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_issuingbodyevent" ("id", "name", "office_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "term_from", "valid_from", "valid_to") VALUES (NEW."id", NEW."name", NEW."office_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."term_from", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="104fb9e6034e955a8e8d3b6a2efc64ecd1f081de",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_960af",
                    table="units_issuingbody",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issuingbody",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_issuingbodyevent" ("id", "name", "office_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "term_from", "valid_from", "valid_to") VALUES (NEW."id", NEW."name", NEW."office_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."term_from", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="603e0048b61d07603a6a9037c7b7303474fb7b7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44ed0",
                    table="units_issuingbody",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_unitevent" ("area", "begun_by_id", "change_basis", "code", "ended_by_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."area", NEW."begun_by_id", NEW."change_basis", NEW."code", NEW."ended_by_id", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="e1ddae0e24821cc44de9180c74d053c9ba969c13",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb1f3",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."change_basis" IS DISTINCT FROM (NEW."change_basis") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to"))',
                    func='INSERT INTO "units_unitevent" ("area", "begun_by_id", "change_basis", "code", "ended_by_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."area", NEW."begun_by_id", NEW."change_basis", NEW."code", NEW."ended_by_id", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="1450a76a0a5e8eeae93e8a047eecb08f7cc26109",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_727f7",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0ecb7b9af545d290637c816842579de747020058",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d35ed",
                    table="units_agencyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentformevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="82d4eca11578f106c644ec3971abcf496312c3bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d387",
                    table="units_documentformevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issuingbodyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="01989957cde7801d983ca979026513c70c433815",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_34908",
                    table="units_issuingbodyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="df3d2709dc4d87fbf17ec048a9e6cb98623d0472",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_19655",
                    table="units_unitevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
