"""Targets of the year's plans: what stood at the end of the period's last month."""

from __future__ import annotations

from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.formats import number
from reporting.compose.words import name_of, quoted
from reporting.context import Drafted, Missing, Scope, Sentence, Source
from reporting.queries.sources import people_on, targets_of


def targets(scope: Scope) -> Drafted:
    """The last figure of each target in the period's months against what the plan wants; targets without one are missing.

    Three queries.
    """
    said, first = Drafted(), scope.since.replace(day=1)
    rows = targets_of(scope)
    who = people_on(scope.area, Role.NTM_OFFICER, clock.today()) if rows else ""
    for row in rows:
        url = reverse("campaigns:targets", args=[row.plan_id])
        known = [value for value in row.monthly if value.month >= first]  # type: ignore[attr-defined]
        if not known:
            last = f"tháng {scope.upto.month}/{scope.upto.year}"
            said.missing.append(Missing(f"Chưa có số liệu {last} của mục tiêu {quoted(row.text)}"[:250], who, url))
            continue
        value = known[-1]
        month = f"tháng {value.month.month}/{value.month.year}"
        reached, wanted = _figure(value.value, row.unit), _figure(row.value, row.unit)
        text = f"{row.text.strip().rstrip('.;')}: đến {month} đạt {reached} (kế hoạch {wanted})."
        source = Source("campaigns.targetvalue", value.pk, f"Số liệu {month}", url, name_of(value.by))
        said.sentences.append(Sentence(text, (source,)))
    return said


def _figure(value: object, unit: str) -> str:
    shown = number(value, 4)  # type: ignore[arg-type]
    return f"{shown}%" if unit.strip() == "%" else f"{shown} {unit}".strip()
