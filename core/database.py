"""What the whole database is told, and how one row is asked for with what hangs on it and with how many others it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Count, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce

_Row = TypeVar("_Row", bound=Model)


def know_the_tables() -> None:
    """Let PostgreSQL count what is there after much was written at once: until it has, it plans by old figures."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def one_snapshot() -> Iterator[None]:
    """A transaction whose queries all see the database as it stood at one moment, whatever others commit meanwhile.

    Inside a transaction that has begun already it changes nothing.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def how_many(rows: QuerySet[Any], by: str) -> Coalesce:
    """For `annotate`: how many of these rows there are of each row of the outer query, to which their field `by` leads.

    `rows` name that row with OuterRef. Counted for the rows that are shown, where a joined count would go through all there are.
    """
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def one_of(rows: QuerySet[_Row], pk: int) -> QuerySet[_Row]:
    """The row with this id if it is one of these rows, to be read with what hangs on it; all of it is one query.

    Whether it is one of them is a question of its own: PostgreSQL takes longer to weigh the orders of a dozen joins, those of the
    rows' condition and those of what hangs on the row, than to read the row.
    """
    found = rows.order_by().filter(pk=pk).values("pk")[:1]
    return rows.model._default_manager.filter(pk=Subquery(found))  # noqa: SLF001


def from_nearer_end(rows: QuerySet[Any, Any], first: int, end: int, count: int) -> list[Any]:
    """Rows first … end (from 0, without `end`) of all `count`, read from the end they are nearer to: all rows up to them are put in
    order. The order has no ties, or only such as make no difference. One query."""
    if first <= count - end:
        return list(rows[first:end])
    return list(rows.reverse()[count - end : count - first])[::-1]
