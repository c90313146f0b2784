"""What judges a row from outside it: another set's level or card, last year's value, facts of the area.

Queries only for a set that has such rows, and then as many for one row as for ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from areas.models import AreaFact
from core.formats import number as shown
from criteria.enums import FACT_KEYS, DerivedKind, ScopeKind, State
from criteria.judging import Beside, criterion_state, set_state
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Result, Scorecard
from criteria.queries.sets import decisions_in_force, judging_levels, level_for, loaded_version_on

if TYPE_CHECKING:
    from criteria.queries.cards import CriterionLine, IndicatorLine


def with_beside(card: Scorecard, lines: list[CriterionLine], on: date) -> list[CriterionLine]:
    """The lines, with what judges their derived and conditional rows put beside them."""
    rows = [row for line in lines for row in line.rows]
    derived = [row.version.derived for row in rows if row.version and row.version.derived]
    if not derived and not any(_asks_of_area(row) for row in rows):
        return lines
    facts = _facts(card, on)
    sets = {found.code: found for found in CriteriaSet.objects.filter(code__in={row.get("set", "") for row in derived})}
    bases = _base_levels(card, sets, [row for row in derived if row["kind"] == DerivedKind.FACTOR], facts, on)
    asked = [sets[row["set"]] for row in derived if row["kind"] == DerivedKind.SET_MET and row["set"] in sets]
    others = _states_of_sets(card, asked)
    grows = any(row["kind"] == DerivedKind.GROWTH for row in derived)
    last = _last_values(card) if grows else {}

    def beside(row: IndicatorLine) -> Beside:
        follows = (row.version.derived if row.version else None) or {}
        code = follows.get("set", "")
        base = bases.get((code, follows.get("indicator", "")))
        found = Beside(
            facts=facts, other=others.get(code, State.NO_DATA), other_name=sets[code].name if code in sets else "",
            last=_same_measure(row, last),
        )  # fmt: skip
        if follows.get("kind") != DerivedKind.FACTOR or base is None:
            return found
        factor = Decimal(follows["factor"].replace(",", "."))
        words = f"{shown(factor, places=4)} × mức {shown(base, places=4)} của chỉ tiêu {follows['indicator']}, {found.other_name}"
        return replace(found, level=factor * base, level_words=words)

    return [replace(line, rows=[replace(row, beside=beside(row)) for row in line.rows]) for line in lines]


def sets_following(card: Scorecard) -> tuple[set[int], bool]:
    """Ids of the sets with a row that follows from this card's set, and whether this set has rows that grow on last year."""
    versions = IndicatorVersion.objects.filter(
        Q(derived__set=card.criteria_set.code)
        | Q(derived__kind=DerivedKind.GROWTH.value, indicator__criterion__criteria_set=card.criteria_set_id)
    )
    found = set(versions.values_list("indicator__criterion__criteria_set", "derived__kind"))
    others = {pk for pk, kind in found if kind != DerivedKind.GROWTH}
    return others, any(kind == DerivedKind.GROWTH and pk == card.criteria_set_id for pk, kind in found)


def cards_following(card: Scorecard) -> list[Scorecard]:
    """The same subject's cards of which rows follow from this one: of the year by other sets, of the next by the same."""
    others, grows = sets_following(card)
    if not others and not grows:
        return []
    wanted = Q(criteria_set__in=others, year=card.year)
    if grows:
        wanted |= Q(criteria_set=card.criteria_set_id, year=card.year + 1)
    cards = Scorecard.objects.filter(wanted, area=card.area_id, subject=card.subject).exclude(pk=card.pk)
    return list(cards.select_related("area", "criteria_set"))


def has_derived_rows(criteria_set: CriteriaSet) -> bool:
    return IndicatorVersion.objects.filter(
        indicator__criterion__criteria_set=criteria_set, derived__isnull=False
    ).exists()


def _asks_of_area(row: IndicatorLine) -> bool:
    """Whether a part has a condition on the area at any level, so that cards of one set ask the same questions."""
    rules = [level.rule or {} for level in row.version.levels.all()] if row.version else []
    return any("when" in item for rule in rules for items in rule.values() for item in items)


def _facts(card: Scorecard, on: date) -> dict[str, str]:
    facts = AreaFact.objects.filter(area=card.area_id, valid_from__lte=on).order_by("valid_from")
    return dict(facts.values_list("key", "value"))


def _base_levels(
    card: Scorecard,
    sets: Mapping[str, CriteriaSet],
    derived: Iterable[dict[str, Any]],
    facts: Mapping[str, str],
    on: date,
) -> dict[tuple[str, str], Decimal]:
    """By (set, indicator key), the number that the row's level asks for; what is not established is left out."""
    derived = [row for row in derived if row["set"] in sets]
    decisions = {code: decisions_in_force(card.area, sets[code], on) for code in {row["set"] for row in derived}}
    wanted = Indicator.objects.filter(
        criterion__criteria_set__code__in=decisions, key__in={row["indicator"] for row in derived}
    )
    levels = Prefetch("levels", judging_levels([pk for ids in decisions.values() for pk in ids]))
    versions = Prefetch("versions", IndicatorVersion.objects.prefetch_related(levels))
    bases = {
        (row.criterion.criteria_set.code, row.key): row
        for row in (wanted.select_related("criterion__criteria_set").prefetch_related(versions) if derived else ())
    }
    found: dict[tuple[str, str], Decimal] = {}
    for row in derived:
        key = (row["set"], row["indicator"])
        version = loaded_version_on(bases[key], on) if key in bases else None
        level = version and level_for(
            version, scope=_scope(sets[row["set"]], facts) if row["same_region"] else "",
            year=card.year if row["same_year"] else None, decisions=decisions[row["set"]],
        )  # fmt: skip
        if level and level.number is not None:
            found[key] = level.number
    return found


def _scope(criteria_set: CriteriaSet, facts: Mapping[str, str]) -> str:
    """The area's column in another set, which may vary by other things than the card's own."""
    key = FACT_KEYS.get(ScopeKind(criteria_set.scope_kind)) if criteria_set.scope_kind else None
    value = facts.get(key, "") if key else ""
    return value if value in criteria_set.scopes else ""


def _states_of_sets(card: Scorecard, asked: Iterable[CriteriaSet]) -> dict[str, State | None]:
    """By code, what the same subject's card of the year says of the whole set; sets without a card are left out."""
    wanted = {found.pk: found for found in asked}
    if not wanted:
        return {}
    cards = Scorecard.objects.filter(area=card.area_id, subject=card.subject, year=card.year, criteria_set__in=wanted)
    results = Result.objects.filter(scorecard__in=cards).values_list("criterion_id", "indicator_id", "state")
    states: dict[tuple[int, int | None], State] = {
        (criterion, indicator): State(state) for criterion, indicator, state in results
    }
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for row in Criterion.objects.filter(criteria_set__in=wanted).prefetch_related("indicators"):
        criteria[row.criteria_set_id].append(row)
    return {
        wanted[pk].code: _state_of_set(wanted[pk], criteria[pk], states)
        for pk in cards.values_list("criteria_set", flat=True)
    }


def _state_of_set(
    found: CriteriaSet, criteria: list[Criterion], states: Mapping[tuple[int, int | None], State]
) -> State | None:
    each = {
        row: criterion_state(
            [states.get((row.pk, indicator.pk), State.NO_DATA) for indicator in row.indicators.all()],
            complete=row.complete, whole=states.get((row.pk, None)),
        )
        for row in criteria
    }  # fmt: skip
    return set_state(
        list(each.values()), rule=found.met_rule, expected=found.criteria_expected, share=found.met_share,
        obligatory=[state for row, state in each.items() if row.obligatory],
    )  # fmt: skip


def _last_values(card: Scorecard) -> dict[int, Result]:
    """By indicator, the result with a figure that the card of the year before has."""
    before = Result.objects.filter(
        scorecard__area=card.area_id, scorecard__subject=card.subject, scorecard__criteria_set=card.criteria_set_id,
        scorecard__year=card.year - 1, indicator__isnull=False, number__isnull=False,
    )  # fmt: skip
    return {row.indicator_id: row for row in before.select_related("version") if row.indicator_id}


def _same_measure(row: IndicatorLine, last: Mapping[int, Result]) -> Decimal | None:
    """Last year's figure, unless an amendment has changed what is measured since."""
    before = last.get(row.indicator.pk)
    if before is None or before.version is None or row.version is None:
        return None
    same = (before.version.value_kind, before.version.unit) == (row.version.value_kind, row.version.unit)
    return before.number if same else None
