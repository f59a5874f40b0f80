from django.db import migrations


def leave_to_the_policy(apps, schema_editor):
    """Who stood at what the form began with (share 1, two conferences) was never set: the policy speaks for them."""
    delegates = apps.get_model("assignments", "Delegate").objects
    delegates.filter(share=1).update(share=None)
    delegates.filter(max_seats=2).update(max_seats=None)


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0005_policy_versions"),
    ]

    operations = [
        # Backwards the numbers would be missing where none is allowed; the policies' defaults were these.
        migrations.RunPython(leave_to_the_policy, migrations.RunPython.noop),
    ]
