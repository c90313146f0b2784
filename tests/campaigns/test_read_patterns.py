"""Every pattern of every table finds its own example, and names stay unique in a table."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import campaigns.read
import campaigns.rules
from campaigns.read.patterns import Pattern, first_match


def tables() -> list[tuple[str, tuple[Pattern[object], ...]]]:
    found = []
    for package in (campaigns.read, campaigns.rules):
        for module_info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(module_info.name)
            for name, value in sorted(vars(module).items()):
                is_table = isinstance(value, tuple) and value and all(isinstance(row, Pattern) for row in value)
                if is_table and not name.startswith("_"):
                    found.append((f"{module_info.name}.{name}", value))
    return found


TABLES = tables()
ROWS = [(table, row) for table, rows in TABLES for row in rows]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[f"{table}.{row.name}" for table, row in ROWS])
def test_a_pattern_finds_its_example(table: str, row: Pattern[object]) -> None:
    assert row.regex.search(row.example)


@pytest.mark.parametrize(("name", "table"), TABLES, ids=[name for name, _ in TABLES])
def test_a_table_answers_an_example_with_its_meaning(name: str, table: tuple[Pattern[object], ...]) -> None:
    """Order matters in a table: no earlier row may take an example away with another meaning."""
    for row in table:
        found = first_match(table, row.example)
        assert found is not None
        if "EVIDENCE" not in name:  # there every row counts, not the first
            assert found[0].meaning == row.meaning, row.name


@pytest.mark.parametrize(("name", "table"), TABLES, ids=[name for name, _ in TABLES])
def test_names_in_a_table_are_unique(name: str, table: tuple[Pattern[object], ...]) -> None:
    assert len({row.name for row in table}) == len(table)


def test_there_are_tables_to_test() -> None:
    assert len(TABLES) > 20
