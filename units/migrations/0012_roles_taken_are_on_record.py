import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0011_quick_months"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_membershipevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id") VALUES (OLD."agency_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="58b9de1bc75a82c40ba14e3df5c4ff9dae3008f6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fd770",
                    table="units_membership",
                    when="AFTER",
                ),
            ),
        ),
    ]
