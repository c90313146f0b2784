"""Database triggers that hold a rule on PostgreSQL and SQLite alike, for migrations."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class _Operation(Operation):
    """What all triggers have alike; each makes itself in database_forwards, on PostgreSQL with a function NAME_SUFFIX.

    An operation of its own and no RunPython, which would build every model of the project anew for each trigger: with some
    forty of them that was a minute of every first start.
    """

    reduces_to_sql = False
    reversible = True
    name: str
    table: str
    suffix: str

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models know nothing of triggers."""

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.name}_{self.suffix}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {self.name}")

    def describe(self) -> str:
        return f"Trigger {self.name}"


class Trigger(_Operation):
    """A trigger that refuses what a rule forbids."""

    suffix = "refuse"

    def __init__(self, name: str, on: str, *, when: str, found: str, message: str) -> None:
        self.name, self.on, self.when, self.found, self.message = name, on, when, found, message
        self.table = on.rpartition(" ")[2]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        said = {"when": self.when, "found": self.found, "message": self.message}
        return type(self).__qualname__, [self.name, self.on], said

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


class _FirstOfMonth:
    """In a statement {month[a.day]} is the first day of the month of the day in a.day."""

    def __init__(self, vendor: str) -> None:
        self.sql = "CAST(date_trunc('month', {}) AS date)" if vendor == "postgresql" else "date({}, 'start of month')"

    def __getitem__(self, column: str) -> str:
        return self.sql.format(column)


class Once(Operation):
    """A migration operation: statements that are run once, in the words that Follow knows; nothing undoes them."""

    reduces_to_sql = False
    reversible = True

    def __init__(self, *run: str) -> None:
        self.run = run

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, list(self.run), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Rows are no state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for line in self.run:
            schema_editor.execute(line.format(month=_FirstOfMonth(schema_editor.connection.vendor)))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """What was filled goes with its table."""

    def describe(self) -> str:
        return "Rows of what is there"


class Follow(_Operation):
    """A migration operation: after `event` (INSERT, UPDATE or DELETE) on `table` the database itself runs the statements of `run`,
    for sums kept beside their rows.

    PostgreSQL runs them once for all rows of a statement (COPY and bulk_create too), SQLite once for each row. In them {old} and
    {new} stand for the rows before and after as a table with `columns` (give it an alias), {month[a.day]} for the first day of a
    day's month; the rest is SQL that both databases understand. `locked`: rows that PostgreSQL locks first, in this order, each
    as "table WHERE … ORDER BY … FOR NO KEY UPDATE", so that each statement of `run` sees them as others left them; SQLite has
    one writer at a time.
    """

    suffix = "follow"

    def __init__(
        self,
        name: str,
        *,
        table: str,
        event: str,
        columns: tuple[str, ...],
        run: tuple[str, ...],
        locked: tuple[str, ...] = (),
    ) -> None:
        self.name, self.table, self.event, self.columns, self.run = name, table, event, columns, run
        self.locked = locked

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        said = {
            "table": self.table,
            "event": self.event,
            "columns": self.columns,
            "run": self.run,
            "locked": self.locked,
        }
        return type(self).__qualname__, [self.name], said

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            self._create_postgresql(schema_editor)
            return
        sets = {
            row.lower(): f"(SELECT {', '.join(f'{row}.{column} AS {column}' for column in self.columns)})"
            for row in ("OLD", "NEW")
        }
        month = _FirstOfMonth("sqlite")
        body = " ".join(f"{line.format(**sets, month=month)};" for line in self.run)
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} FOR EACH ROW BEGIN {body} END"
        )

    def _create_postgresql(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        sets = {"old": "rows_before", "new": "rows_after"}
        words: dict[str, Any] = {**sets, "month": _FirstOfMonth("postgresql")}
        lines = (*(f"PERFORM 1 FROM {rows}" for rows in self.locked), *self.run)
        body = " ".join(f"{line.format(**words)};" for line in lines)
        schema_editor.execute(
            f"CREATE FUNCTION {self.name}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
        named = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}[self.event]
        tables = " ".join(f"{row.upper()} TABLE AS {sets[row]}" for row in named)
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_follow()"
        )


def changed(*columns: str) -> tuple[str, str]:
    """For the statements of Follow: rows of which any of these columns changed, as they were and as they are.

    Not by a join of the two: PostgreSQL keeps the plan of the first time, and one made for a row compares each with each.
    """
    said = ", ".join(columns)
    was, here = (
        f"(SELECT {said} FROM {{{rows}}} one EXCEPT SELECT {said} FROM {{{others}}} other)"  # noqa: S608 - our own names
        for rows, others in (("old", "new"), ("new", "old"))
    )
    return was, here
