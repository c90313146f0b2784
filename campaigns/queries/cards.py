"""Where plans and scorecards meet."""

from __future__ import annotations

import re

from django.db.models import F
from django.urls import reverse

from campaigns.enums import CriteriaSetKey
from campaigns.models import Plan, Target, TargetValue
from core.formats import number as shown
from criteria.enums import SetLevel
from criteria.models import CriteriaSet, Indicator, Scorecard
from criteria.sources import Claim, Doubt, Figure
from documents.enums import DocumentState

#: How many sets a set of this kind builds on: nâng cao needs NTM first, kiểu mẫu needs nâng cao.
_STEPS = {CriteriaSetKey.NTM: 0, CriteriaSetKey.ADVANCED: 1, CriteriaSetKey.MODEL: 2}
#: The criterion that a finding of `status-vs-text` begins with.
_NAMED = re.compile(r"Tiêu chí (\d{2})\b")


def set_of(plan: Plan) -> CriteriaSet | None:
    """The commune set that the plan's list of results speaks of, for its year; None where none is loaded."""
    row = plan.standings.exclude(set="").first()
    steps = _STEPS.get(CriteriaSetKey(row.set) if row else CriteriaSetKey.NTM)
    if plan.year is None or steps is None:
        return None
    sets = CriteriaSet.objects.filter(level=SetLevel.COMMUNE).exclude(period="").select_related("requires__requires")
    return next((found for found in sets if plan.year in (found.years or ()) and _depth(found) == steps), None)


def _depth(found: CriteriaSet) -> int:
    return 0 if found.requires is None else 1 + _depth(found.requires)


def targets_on_card(card: Scorecard) -> dict[int, list[str]]:
    """What the area's issued plans of the card's year want to reach, by criterion."""
    targets = Target.objects.filter(
        plan__area=card.area_id, plan__year=card.year, plan__document__state=DocumentState.ISSUED, value__isnull=False
    ).exclude(criterion=None)
    told: dict[int, list[str]] = {}
    for target in targets.select_related("plan__document").defer("plan__facts", "plan__document__context"):
        sentence = f"{target.text} ({target.plan.document.number_and_symbol}: {shown(target.value)} {target.unit})"
        told.setdefault(target.criterion or 0, []).append(sentence)
    return told


def values_on_card(card: Scorecard) -> dict[str, list[Figure]]:
    """The last monthly figure of each target of the area's issued plans of the year, where its criterion has one row only."""
    rows = Indicator.objects.filter(criterion__criteria_set=card.criteria_set_id)
    keys: dict[int, list[str]] = {}
    for number, key in rows.values_list("criterion__number", "key"):
        keys.setdefault(number, []).append(key)
    values = TargetValue.objects.filter(
        target__plan__area=card.area_id,
        target__plan__year=card.year,
        target__plan__document__state=DocumentState.ISSUED,
    ).exclude(target__criterion=None)
    newest = {row.target_id: row for row in values.select_related("target").order_by("month", "at", "pk")}
    held: dict[str, list[Figure]] = {}
    for row in newest.values():
        of_criterion = keys.get(row.target.criterion or 0, [])
        if len(of_criterion) == 1:
            where = f"Số liệu tháng {row.month:%m/%Y} của mục tiêu “{row.target.text}”: {shown(row.value, 4)} {row.target.unit}"
            held.setdefault(of_criterion[0], []).append(
                Figure(row.value, where.strip(), reverse("campaigns:targets", args=[row.target.plan_id]))
            )
    return held


def what_plans_say(card: Scorecard) -> list[Claim | Doubt]:
    """What the area's plans of the year say of the card's set: how many criteria are met, and where they contradict themselves."""
    chosen = card.criteria_set
    if chosen.level != SetLevel.COMMUNE:
        return []
    steps = _depth(chosen)
    plans = Plan.objects.filter(area=card.area_id, year=card.year, facts__has_key="claims").annotate(
        claims=F("facts__claims"), found=F("facts__findings")
    )
    said: list[Claim | Doubt] = []
    for plan in plans.select_related("document").defer("facts", "document__context"):
        where = f"Kế hoạch {plan.document.number_and_symbol or plan.title}"
        mine = [row for row in plan.claims if row["total"] == chosen.criteria_expected and _step(row["set"]) == steps]
        said += [Claim(row["met"], where) for row in mine if row["met"] is not None]
        if mine:  # its list speaks of this set, so do the findings on it
            said += [
                Doubt(int(named[1]), where, row["message"])
                for row in plan.found or []
                if row["code"] == "status-vs-text" and (named := _NAMED.match(row["message"]))
            ]
    return said


def _step(key: str | None) -> int | None:
    return _STEPS.get(CriteriaSetKey(key)) if key in CriteriaSetKey.values else None
