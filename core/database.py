"""What the whole database is told, whichever rows were written."""

from __future__ import annotations

from django.db import connection


def know_the_tables() -> None:
    """Let PostgreSQL count what is there after much was written at once: until it has, it plans by old figures."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
