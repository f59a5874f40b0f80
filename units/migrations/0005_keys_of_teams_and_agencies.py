"""Rows written before there was a key get theirs."""

from django.db import migrations

from accounts.names import search_key


def write_keys(apps, schema_editor):
    for model, names in (("Team", ("name",)), ("Agency", ("name", "short_name"))):
        rows = apps.get_model("units", model)
        kept = []
        for row in rows.objects.only("pk", *names).iterator(chunk_size=2000):
            row.search_key = search_key(" ".join(getattr(row, name) for name in names))
            kept.append(row)
        rows.objects.bulk_update(kept, ["search_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_directory"),
    ]

    operations = [
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
