"""Django's flush, where triggers keep rows from being deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction


class Command(flush.Command):
    """Empties the database whole, as it says.

    PostgreSQL truncates, and row triggers do not see that. SQLite deletes row by row, which the triggers of append-only
    tables refuse, so there they are lifted for the one transaction of the flush and set again in it.
    """

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            super().handle(**options)
            return
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            super().handle(**options)
            for _, sql in triggers:
                cursor.execute(sql)
