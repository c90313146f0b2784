"""Database triggers that hold a rule on PostgreSQL and SQLite alike, for migrations."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class Trigger(Operation):
    """A trigger that refuses what a rule forbids.

    An operation of its own and no RunPython, which would build every model of the project anew for each trigger: with some
    forty of them that was a minute of every first start.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, name: str, on: str, *, when: str, found: str, message: str) -> None:
        self.name, self.on, self.when, self.found, self.message = name, on, when, found, message

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        said = {"when": self.when, "found": self.found, "message": self.message}
        return type(self).__qualname__, [self.name, self.on], said

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models know nothing of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            self._create_postgresql(schema_editor)
        else:
            when = self.found or self.when.format(distinct="IS NOT")
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.on} FOR EACH ROW WHEN {when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )

    def _create_postgresql(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        refusal = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        body, when = refusal, f"WHEN ({self.when.format(distinct='IS DISTINCT FROM')})"
        if self.found:
            # No subqueries in a trigger's WHEN, so the function asks.
            row = "OLD" if self.on.startswith("DELETE") else "NEW"
            body, when = f"IF {self.found} THEN {refusal} END IF; RETURN {row};", ""
        schema_editor.execute(
            f"CREATE FUNCTION {self.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE {self.on} FOR EACH ROW {when} EXECUTE FUNCTION {self.name}_refuse()"
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.on.rpartition(' ')[2]}")
            schema_editor.execute(f"DROP FUNCTION {self.name}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {self.name}")

    def describe(self) -> str:
        return f"Trigger {self.name}"


def refuse(name: str, *, table: str, event: str, when: str, message: str) -> Trigger:
    """A migration operation: `event` (UPDATE or DELETE) on rows for which `when` holds fails with `message`.

    `when` is SQL over OLD and NEW that both databases understand; write {distinct} for "IS DISTINCT FROM".
    """
    return Trigger(name, f"{event} ON {table}", when=when, found="", message=message)


def refuse_where(name: str, *, table: str, event: str, found: str, message: str) -> Trigger:
    """As `refuse`, for a condition that must look into other tables: a row of which `found` is true fails with `message`.

    `event` is one of INSERT, UPDATE, DELETE; `found` is SQL over NEW (not with DELETE) and OLD (not with INSERT), with
    subqueries that both databases understand.
    """
    return Trigger(name, f"{event} ON {table}", when="", found=found, message=message)
