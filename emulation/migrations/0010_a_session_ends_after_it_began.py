"""No session of the council ends before it began; an end that cannot be is not known and is emptied."""

from django.db import migrations, models


def empty_what_cannot_be(apps, schema_editor):
    sessions = apps.get_model("emulation", "Session").objects.using(schema_editor.connection.alias)
    sessions.filter(ended_at__lt=models.F("held_at")).update(ended_at=None)


class Migration(migrations.Migration):
    dependencies = [("emulation", "0009_what_is_due")]

    operations = [
        migrations.RunPython(empty_what_cannot_be, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_at", None), ("ended_at", None), ("ended_at__gte", models.F("held_at")), _connector="OR"),
                name="session_ends_after_it_began",
            ),
        ),
    ]
