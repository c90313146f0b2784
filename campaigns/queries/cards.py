"""Where plans and scorecards meet."""

from __future__ import annotations

from campaigns.enums import CriteriaSetKey
from campaigns.models import Plan, Target
from core.formats import number as shown
from criteria.enums import SetLevel
from criteria.models import CriteriaSet, Scorecard
from documents.enums import DocumentState

#: How many sets a set of this kind builds on: nâng cao needs NTM first, kiểu mẫu needs nâng cao.
_STEPS = {CriteriaSetKey.NTM: 0, CriteriaSetKey.ADVANCED: 1, CriteriaSetKey.MODEL: 2}


def set_of(plan: Plan) -> CriteriaSet | None:
    """The commune set that the plan's list of results speaks of, for its year; None where none is loaded."""
    row = plan.standings.exclude(set="").first()
    steps = _STEPS.get(CriteriaSetKey(row.set) if row else CriteriaSetKey.NTM)
    if plan.year is None or steps is None:
        return None
    sets = CriteriaSet.objects.filter(level=SetLevel.COMMUNE).exclude(period="").select_related("requires__requires")
    return next((found for found in sets if _covers(found.period, plan.year) and _depth(found) == steps), None)


def _covers(period: str, year: int) -> bool:
    first, _, last = period.partition("-")
    return first.isdecimal() and last.isdecimal() and int(first) <= year <= int(last)


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
