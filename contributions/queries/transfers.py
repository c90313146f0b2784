"""Whom QR codes are drawn for: givers of a campaign, and its units and villages with what is left of their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from areas.models import Area, Organisation
from contributions.enums import UNIT, VILLAGE, LineState
from contributions.ledger import with_balance
from contributions.models import RosterLine


@dataclass(frozen=True, slots=True)
class Group:
    """A unit ("D") or village ("T") of a roster: its name, how many are asked, and what is left of those below their rate."""

    kind: str
    pk: int
    name: str
    people: int
    left: int


def asked(lines: QuerySet[RosterLine]) -> QuerySet[Any]:
    """Lines that are asked (neither exempt nor declined), with their balance, in the roster's order."""
    rows = with_balance(lines.filter(state=LineState.ASKED)).select_related("party", "unit", "village")
    return rows.order_by("party__sort_key", "pk")


def in_group(lines: QuerySet[Any], kind: str, pk: int) -> QuerySet[Any]:
    return lines.filter(unit=pk) if kind == UNIT else lines.filter(village=pk)


def groups(lines: QuerySet[Any], kind: str) -> list[Group]:
    """Units or villages of these lines (with balance), by name."""
    field = "unit" if kind == UNIT else "village"
    sums: dict[int, list[int]] = {}
    for pk, left in lines.exclude(**{field: None}).values_list(field, "left"):
        held = sums.setdefault(pk, [0, 0])
        held[0] += 1
        held[1] += max(0, left)
    model: Any = Organisation if kind == UNIT else Area
    return [
        Group(kind, row.pk, str(row), *sums[row.pk]) for row in model.objects.filter(pk__in=sums).order_by("sort_key")
    ]


def group(lines: QuerySet[Any], kind: str, pk: int) -> Group | None:
    """One unit or village of these lines; None where none of them is counted in it."""
    return next(iter(groups(in_group(lines, kind, pk), kind)), None) if kind in {UNIT, VILLAGE} else None
