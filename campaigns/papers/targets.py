"""What the pages and the workbook show of targets and their monthly figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.enums import Direction
from campaigns.models import Plan, Target, TargetValue
from campaigns.papers.charts import Chart, Line, line_chart
from core.formats import number, vndate
from core.sheets import Column, Sheet

#: Words of a target that is to go down.
_FALLING = re.compile(r"(?:xuống|giảm) còn|giảm xuống|xuống dưới|không quá|dưới mức", re.IGNORECASE)


def months_of(plan: Plan, today: date) -> list[date]:
    """First days of the months the plan is followed in, up to this one, oldest first.

    From the plan's start (else its year, else the day of issue) to its end (else its deadline, else the year's end).
    """
    first, last = span_of(plan)
    last = min(last, today)
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


def span_of(plan: Plan) -> tuple[date, date]:
    """The plan's first and last day."""
    first = (
        plan.starts_on
        or (date(plan.year, 1, 1) if plan.year else None)
        or plan.document.issued_on
        or plan.created_at.date()
    )
    return first, plan.ends_on or plan.deadline or date(first.year, 12, 31)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a target: the figure that counts, with the ones it corrected."""

    month: date
    last: TargetValue
    earlier: list[TargetValue]


@dataclass(frozen=True, slots=True)
class TargetRow:
    target: Target
    goal: str
    base: str
    months: list[MonthRow]
    #: Months that are over and have no figure: "3, 5/2026"; empty when none is missing.
    missing: str
    reached: bool
    chart: Chart | None


def target_rows(plan: Plan, targets: Iterable[Target], today: date) -> list[TargetRow]:
    """Each target with its months and drawing; needs `targets_with_values`."""
    months = months_of(plan, today)
    first, last = span_of(plan)
    over = [month for month in months if (month.year, month.month) < (today.year, today.month)]
    rows = []
    for target in targets:
        values = _months(target)
        known = {row.month for row in values}
        reached = bool(values) and is_reached(target, values[-1].last.value)
        rows.append(
            TargetRow(
                target=target, goal=figure(target, target.value), base=figure(target, target.base), months=values,
                missing=in_words([month for month in over if month not in known]) if target.value is not None else "",
                reached=reached, chart=_chart(target, values, first, last),
            )
        )  # fmt: skip
    return rows


def is_reached(target: Target, value: Decimal) -> bool:
    """Whether a figure reaches the goal in the target's direction."""
    if target.value is None:
        return False
    return value <= target.value if _falls(target) else value >= target.value


def _falls(target: Target) -> bool:
    """Whether less is better: as the target says, else from base to goal, else by its words ("xuống còn 5,47 %")."""
    if target.direction:
        return target.direction == Direction.AT_MOST
    if target.base is not None and target.value is not None and target.base != target.value:
        return target.base > target.value
    return bool(_FALLING.search(target.text))


def figure(target: Target, value: Decimal | None) -> str:
    """ "95 %", "54,1 triệu đồng/người"; a dash where there is none."""
    return f"{number(value, 4)} {target.unit}".strip() if value is not None else number(None)


def in_words(months: list[date]) -> str:
    """ "2, 3, 5/2026; 1/2027"."""
    years: dict[int, list[int]] = {}
    for month in months:
        years.setdefault(month.year, []).append(month.month)
    return "; ".join(f"{', '.join(map(str, numbers))}/{year}" for year, numbers in years.items())


def _months(target: Target) -> list[MonthRow]:
    grouped: dict[date, list[TargetValue]] = {}
    for value in target.values.all():
        grouped.setdefault(value.month, []).append(value)
    return [MonthRow(month, values[-1], values[:-1]) for month, values in sorted(grouped.items())]


def _chart(target: Target, values: list[MonthRow], first: date, last: date) -> Chart | None:
    if target.value is None or not values:
        return None
    lines = [Line(target.value, f"Mục tiêu {figure(target, target.value)}, đến {vndate(last)}", "goal")]
    if target.base is not None:
        lines.append(Line(target.base, f"Hiện có {figure(target, target.base)}, ngày {vndate(first)}", "base"))
    points = [(row.month, row.last.value) for row in values]
    return line_chart(points, lines, first=first.replace(day=1), last=last.replace(day=1))


def value_sheet(plan: Plan, targets: Iterable[Target], today: date) -> Sheet:
    """Targets and their figures month by month; the last row of a month counts."""
    months = months_of(plan, today)
    columns = (
        Column("STT", 6, kind="number"), Column("Mục tiêu", 60), Column("Đơn vị", 16), Column("Hiện có", 12, kind="number"),
        Column("Mục tiêu đặt ra", 14, kind="number"),
        *(Column(f"Tháng {month.month}/{month.year}", 12, kind="number") for month in months), Column("Kết quả", 16),
    )  # fmt: skip
    rows = (
        (
            place, row.target.text, row.target.unit, row.target.base, row.target.value,
            *_in_columns(row, months), "Đạt mục tiêu" if row.reached else "",
        )
        for place, row in enumerate(target_rows(plan, targets, today), 1)
    )  # fmt: skip
    return Sheet("Số liệu mục tiêu", columns, rows)


def _in_columns(row: TargetRow, months: list[date]) -> list[Decimal | None]:
    known = {month.month: month.last.value for month in row.months}
    return [known.get(month) for month in months]
