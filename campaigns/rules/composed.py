"""Checks that only a composed plan allows: they look at its rows, not at its sentences. Pure over plain rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from campaigns.rules.finding import Finding, finding
from campaigns.rules.units import all_bodies, all_villages, same_unit

#: "giai đoạn 2021-2025", "thời kỳ 2021 - 2030".
_SPAN = re.compile(r"\b(?:giai đoạn|thời kỳ)\s+(?:năm\s+)?(?P<start>20\d\d)\s*[-–—]\s*(?P<end>20\d\d)\b", re.IGNORECASE)
#: The year a paper is for ("nhiệm vụ năm 2023"), not that of its day ("tháng 12 năm 2022").
_OF_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )\bnăm (?P<year>20\d\d)\b(?!\s*[-–—]\s*20\d\d)", re.IGNORECASE)
#: More rows than these are counted, not quoted.
_QUOTED = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the part of the plan's form where it is mended."""

    finding: Finding
    slug: str


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that the plan names, and the line it stands in."""

    name: str
    quote: str
    slug: str
    kind: Literal["body", "village"]
    organisation: int | None = None
    area: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody is given something to do: a line under "Tổ chức thực hiện", or a task."""

    unit: str
    organisation: int | None = None
    area: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A task, and the block it belongs to; `deadline` is its own or its block's."""

    text: str
    deadline: date | None
    where: str
    slug: str


@dataclass(frozen=True, slots=True)
class Criterion:
    title: str
    lead: str
    responsible: str
    slug: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: what it reaches, and what there was before (figure, and whose figure it is)."""

    text: str
    unit: str
    value: Decimal
    at_most: bool
    slug: str
    before: tuple[tuple[Decimal, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A basis whose document is not in force: its printed line, since or until when, and what took its place."""

    line: str
    name: str
    ended_on: date | None
    begins_on: date | None
    replaced_by: str
    slug: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence somebody worded, whose data say something else today."""

    text: str
    said_then: str
    says_now: str
    slug: str


def unit_findings(named: Iterable[NamedUnit], charges: Sequence[Charge]) -> Iterator[Placed]:
    """`unit-without-duty`, once a unit."""
    told: set[str] = set()
    for unit in named:
        if unit.name in told or any(_meant(unit, charge) for charge in charges):
            continue
        told.add(unit.name)
        message = f"{unit.name} có tên trong kế hoạch nhưng không được giao việc gì"
        yield Placed(finding("unit-without-duty", message, unit.quote), unit.slug)


def _meant(unit: NamedUnit, charge: Charge) -> bool:
    if unit.organisation is not None and unit.organisation == charge.organisation:
        return True
    if unit.area is not None and unit.area == charge.area:
        return True
    collective = all_villages(charge.unit) if unit.kind == "village" else all_bodies(charge.unit)
    return collective or same_unit(unit.name, charge.unit)


def date_findings(tasks: Iterable[Work], duties: Sequence[str], *, plan_has_date: bool) -> Iterator[Placed]:
    """`duty-without-date`: one a part for tasks, one for all duties; nothing where the plan itself has its end."""
    if plan_has_date:
        return
    undated: dict[str, list[Work]] = {}
    for task in tasks:
        if task.deadline is None:
            undated.setdefault(task.slug, []).append(task)
    for slug, found in undated.items():
        message = f"{found[0].where}: {len(found)} nhiệm vụ chưa có thời hạn, kế hoạch cũng chưa ghi hạn chung"
        yield Placed(finding("duty-without-date", message, *(task.text for task in found[:_QUOTED])), slug)
    if duties:
        message = f"Phân công cho {len(duties)} đơn vị nhưng kế hoạch chưa ghi thời hạn"
        yield Placed(finding("duty-without-date", message, *duties[:_QUOTED]), "chung")


def lead_findings(criteria: Iterable[Criterion]) -> Iterator[Placed]:
    """`criterion-without-lead`."""
    for criterion in criteria:
        if criterion.lead.strip():
            continue
        has = f"; mới ghi người phụ trách: {criterion.responsible}" if criterion.responsible.strip() else ""
        message = f"{criterion.title}: chưa ghi người chỉ đạo{has}"
        yield Placed(finding("criterion-without-lead", message, criterion.title), criterion.slug)


def goal_findings(goals: Iterable[Goal]) -> Iterator[Placed]:
    """`target-below-last-result`: the worst of the figures before, once a target."""
    for goal in goals:
        worse = [(figure, whose) for figure, whose in goal.before if _worse(goal.value, figure, at_most=goal.at_most)]
        if not worse:
            continue
        figure, whose = (min if goal.at_most else max)(worse, key=lambda pair: pair[0])
        than = "cao hơn" if goal.at_most else "thấp hơn"
        message = f"Mục tiêu {_shown(goal.value, goal.unit)} {than} {whose} ({_shown(figure, goal.unit)})"
        yield Placed(finding("target-below-last-result", message, goal.text), goal.slug)


def _worse(value: Decimal, before: Decimal, *, at_most: bool) -> bool:
    return value > before if at_most else value < before


def ground_findings(grounds: Iterable[Ground]) -> Iterator[Placed]:
    """`basis-replaced` where the document that took its place is known, else `basis-out-of-force`."""
    for ground in grounds:
        if ground.replaced_by:
            message = f"{ground.name} đã được thay bằng {ground.replaced_by}"
            yield Placed(finding("basis-replaced", message, ground.line), ground.slug)
        elif ground.ended_on:
            message = f"{ground.name} hết hiệu lực sau ngày {ground.ended_on:%d/%m/%Y}"
            yield Placed(finding("basis-out-of-force", message, ground.line), ground.slug)
        else:
            begins = f" từ ngày {ground.begins_on:%d/%m/%Y}" if ground.begins_on else ""
            message = f"{ground.name} chưa có hiệu lực{', có hiệu lực' + begins if begins else ''}"
            yield Placed(finding("basis-out-of-force", message, ground.line), ground.slug)


def age_findings(passages: Iterable[tuple[str, str]], year: int) -> Iterator[Placed]:
    """What a plan started from an older one may have kept, of (text, part): `basis-of-earlier-year` for a basis that names earlier
    years only, `period-over` once for each span of years ("giai đoạn 2021-2025") that ended before the plan's year."""
    over: dict[str, list[tuple[str, str]]] = {}
    for text, slug in passages:
        spans = [(found["start"], found["end"]) for found in _SPAN.finditer(text) if int(found["end"]) < year]
        for start, end in spans:
            over.setdefault(f"{start}-{end}", []).append((text, slug))
        years = [int(found["year"]) for found in _OF_YEAR.finditer(text)]
        if slug == "can-cu" and years and max(years) < year:
            message = f"Căn cứ này là của năm {max(years)}, kế hoạch là của năm {year}"
            yield Placed(finding("basis-of-earlier-year", message, text), slug)
    for span, found_in in over.items():
        message = f"Giai đoạn {span} đã hết trước năm {year} của kế hoạch"
        yield Placed(finding("period-over", message, *(text for text, _ in found_in[:_QUOTED])), found_in[0][1])


def wording_findings(wordings: Iterable[Wording]) -> Iterator[Placed]:
    """`sentence-stale`."""
    for wording in wordings:
        message = "Câu đã sửa tay nhưng số liệu bên dưới đã đổi"
        quotes = (wording.text, f"Khi sửa: {wording.said_then}", f"Nay là: {wording.says_now}")
        yield Placed(finding("sentence-stale", message, *quotes), wording.slug)


def _shown(value: Decimal, unit: str) -> str:
    whole, _, part = f"{value:.4f}".rstrip("0").rstrip(".").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped}{',' + part if part else ''} {unit}".strip()
