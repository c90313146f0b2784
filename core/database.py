"""What the whole database is told, whichever rows were written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


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
