"""Database triggers that hold a rule on PostgreSQL and SQLite alike, for migrations."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse(name: str, *, table: str, event: str, when: str, message: str) -> migrations.RunPython:
    """A migration operation: `event` (UPDATE or DELETE) on rows for which `when` holds fails with `message`.

    `when` is SQL over OLD and NEW that both databases understand; write {distinct} for "IS DISTINCT FROM".
    """
    function = f"{name}_refuse"

    def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            condition = when.format(distinct="IS DISTINCT FROM")
            schema_editor.execute(
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                f"WHEN ({condition}) EXECUTE FUNCTION {function}()"
            )
        else:
            condition = when.format(distinct="IS NOT")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )

    def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {function}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")

    return migrations.RunPython(forwards, backwards)
