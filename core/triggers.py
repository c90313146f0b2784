"""Database triggers that hold a rule on PostgreSQL and SQLite alike, for migrations."""

from __future__ import annotations

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse(name: str, *, table: str, event: str, when: str, message: str) -> migrations.RunPython:
    """A migration operation: `event` (UPDATE or DELETE) on rows for which `when` holds fails with `message`.

    `when` is SQL over OLD and NEW that both databases understand; write {distinct} for "IS DISTINCT FROM".
    """
    conditions = {"postgresql": when.format(distinct="IS DISTINCT FROM"), "sqlite": when.format(distinct="IS NOT")}

    def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        condition = conditions[schema_editor.connection.vendor]
        if schema_editor.connection.vendor == "postgresql":
            body = _raise(message)
            _create_postgresql(schema_editor, name, f"{event} ON {table}", body=body, when=f"WHEN ({condition})")
        else:
            _create_sqlite(schema_editor, name, f"{event} ON {table}", when=condition, message=message)

    return migrations.RunPython(forwards, _dropped(name, table))


def refuse_where(name: str, *, table: str, event: str, found: str, message: str) -> migrations.RunPython:
    """As `refuse`, for a condition that must look into other tables: a row of which `found` is true fails with `message`.

    `event` is one of INSERT, UPDATE, DELETE; `found` is SQL over NEW (not with DELETE) and OLD (not with INSERT), with
    subqueries that both databases understand. PostgreSQL allows none in a trigger's WHEN, so there the function asks.
    """

    def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            body = f"IF {found} THEN {_raise(message)} END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'};"
            _create_postgresql(schema_editor, name, f"{event} ON {table}", body=body)
        else:
            _create_sqlite(schema_editor, name, f"{event} ON {table}", when=found, message=message)

    return migrations.RunPython(forwards, _dropped(name, table))


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"


def _create_postgresql(
    schema_editor: BaseDatabaseSchemaEditor, name: str, event: str, *, body: str, when: str = ""
) -> None:
    schema_editor.execute(f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {when} EXECUTE FUNCTION {name}_refuse()")


def _create_sqlite(schema_editor: BaseDatabaseSchemaEditor, name: str, event: str, *, when: str, message: str) -> None:
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _dropped(name: str, table: str) -> Callable[[object, BaseDatabaseSchemaEditor], None]:
    def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")

    return backwards
