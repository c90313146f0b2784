"""Writing many rows quickly: COPY on PostgreSQL, its indexes and foreign keys made anew afterwards; INSERT elsewhere.

A line is the values of a row as COPY reads them: tabs between, \\N for nothing, backslashes doubled (`escaped`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

_BATCH = 20_000
NOTHING = r"\N"


def escaped(value: str) -> str:
    """A text as COPY reads it; none that is made up here holds a tab or a line's end."""
    return value.replace("\\", "\\\\")


def said(value: object) -> str:
    """A value as a line has it."""
    if value is None:
        return NOTHING
    return escaped(str(int(value) if isinstance(value, bool) else value))


def next_id(model: type[Model]) -> int:
    """The first id that no row has."""
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1  # noqa: SLF001 - Django documents it


def put(model: type[Model], columns: Sequence[str], lines: Iterable[str], **same: object) -> int:
    """Insert rows; `columns` name the values of the lines, `same` those that are alike in all. How many were written."""
    quoted = connection.ops.quote_name
    table, names = quoted(model._meta.db_table), ", ".join(map(quoted, (*columns, *same)))  # noqa: SLF001 - Django documents _meta
    rest = "".join(f"\t{value}" for value in same.values())
    waiting, count = iter(lines), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _BATCH)):
            count += len(batch)
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", StringIO(f"{rest}\n".join([*batch, ""])))
                continue
            places = ", ".join(["%s"] * (len(columns) + len(same)))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(_values(batch, rest)))  # noqa: S608 - names of our own columns
    return count


def _values(lines: Iterable[str], rest: str) -> Iterator[list[str | None]]:
    for line in lines:
        cells = f"{line}{rest}".split("\t")
        yield [None if cell == NOTHING else cell.replace("\\\\", "\\") for cell in cells]


def ids_go_on(*models: type[Model]) -> None:
    """The database gives ids from behind those that were written."""
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(line)


@contextmanager
def bare(model: type[Model]) -> Iterator[None]:
    """On PostgreSQL: inside, the table has neither indexes (but that of the id) nor foreign keys; both are made and checked at
    the end. Keeping them row by row takes most of the time of millions of rows."""
    if connection.vendor != "postgresql":
        yield
        return
    table = model._meta.db_table  # noqa: SLF001 - Django documents _meta
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
            [table],
        )
        constraints = dict(cursor.fetchall())
        for name in constraints:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        indexes = dict(cursor.fetchall())
        for name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for line in indexes.values():
            cursor.execute(line)
        for name, line in constraints.items():
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {line}')
