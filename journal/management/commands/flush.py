"""Django's flush, where triggers keep rows from being deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import OperationalError, connections, transaction

#: How PostgreSQL names two who wait for each other, and how often we give way before we say so.
_DEADLOCK, _TIMES = "40P01", 5


class Command(flush.Command):
    """Empties the database whole, as it says.

    PostgreSQL truncates, and row triggers do not see that. Where a program that is still at work holds one table and waits
    for the next, PostgreSQL turns one of the two away, and if that is us we ask again. SQLite deletes row by row, which the
    triggers of append-only tables refuse, so there they are lifted for the one transaction of the flush and set again in it.
    """

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            self._truncate(**options)
            return
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            super().handle(**options)
            for _, sql in triggers:
                cursor.execute(sql)

    def _truncate(self, **options: Any) -> None:
        for left in reversed(range(_TIMES)):
            try:
                super().handle(**options)
            except CommandError as error:
                if not (left and _is_deadlock(error.__cause__)):
                    raise
            else:
                return


def _is_deadlock(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", "") == _DEADLOCK
