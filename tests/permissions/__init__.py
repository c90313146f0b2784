"""Role × URL: the tables of all subjects, put together."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.cast import Cast
from tests.permissions.house import ELSEWHERE, PUBLIC
from tests.permissions.rows import PEOPLE, Row

#: "house" first: the others point to what it made.
_FILES = ["house", *sorted(module.name for module in iter_modules(__path__) if module.name not in {"house", "rows"})]
_MODULES = [import_module(f"{__name__}.{name}") for name in _FILES]
#: By subject.
TABLES: dict[str, tuple[Row, ...]] = {name: tuple(module.TABLE) for name, module in zip(_FILES, _MODULES, strict=True)}
TABLE: list[Row] = [row for rows in TABLES.values() for row in rows]
#: Who sees the page, its name, and the kind of row in its address.
PAGES: list[tuple[str, str, str]] = [page for module in _MODULES for page in getattr(module, "PAGES", ())]
NO_PAGES: set[str] = {name for module in _MODULES for name in getattr(module, "NO_PAGES", ())}

__all__ = ["ELSEWHERE", "NO_PAGES", "PAGES", "PEOPLE", "PUBLIC", "TABLE", "TABLES", "Row", "make_things"]


def make_things(cast: Cast) -> dict[str, Any]:
    """One row of each kind in xã An Bình, by the name the tables call it."""
    made: dict[str, Any] = {}
    for module in _MODULES:
        if hasattr(module, "things"):
            more = module.things(cast, made)
            assert not made.keys() & more.keys(), f"{module.__name__} takes a name that another table uses"
            made |= more
    return made
