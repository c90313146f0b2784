"""No session of the council ends before it began; an end that cannot be is not known and is emptied.

Triggers, not a constraint: SQLite would rebuild the table for one, and other tables' triggers read it.
"""

from django.db import migrations, models

from core.triggers import refuse


def empty_what_cannot_be(apps, schema_editor):
    sessions = apps.get_model("emulation", "Session").objects.using(schema_editor.connection.alias)
    sessions.filter(ended_at__lt=models.F("held_at")).update(ended_at=None)


class Migration(migrations.Migration):
    dependencies = (("emulation", "0009_what_is_due"),)

    operations = (
        migrations.RunPython(empty_what_cannot_be, migrations.RunPython.noop),
        *(
            refuse(
                f"emulation_session_ends_after_it_began_{event.lower()}", table="emulation_session", event=event,
                when="NEW.ended_at < NEW.held_at", message="Cuộc họp không kết thúc trước khi bắt đầu.",
            )
            for event in ("INSERT", "UPDATE")
        ),
    )  # fmt: skip
