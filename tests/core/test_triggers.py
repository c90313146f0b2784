"""The rules and sums that the database itself holds: none is lost on the way through the migrations."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.triggers import Follow, Trigger


@pytest.mark.django_db
def test_every_trigger_of_the_migrations_stands(request: pytest.FixtureRequest) -> None:
    """SQLite drops the triggers of a table that a migration rebuilds, and says nothing."""
    if request.config.getoption("nomigrations"):
        pytest.skip("triggers come with the migrations")
    named = {
        operation.name
        for migration in MigrationLoader(None).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Trigger | Follow)
    }
    catalogue = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column, only = ("tgname", "NOT tgisinternal") if catalogue == "pg_trigger" else ("name", "type = 'trigger'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue} WHERE {only}")  # noqa: S608 - words of ours
        found = {name for (name,) in cursor.fetchall()}
    assert len(named) > 40
    assert named - found == set()
