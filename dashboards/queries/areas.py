"""Provinces, districts and communes of a year by one set of criteria, from the counts and summaries that are kept ready.

Offices (provinces, districts) read a few rows of criteria.Tally each, however many communes lie below; communes read their
summaries. Each function says how many queries it makes: the number never grows with the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count as Number
from django.db.models import QuerySet

from areas.enums import Level
from areas.models import Area, AreaFact, titled
from areas.queries import in_force, stands
from core import clock
from criteria.enums import FACT_KEYS, ScopeKind, TallyKind
from criteria.models import CardSummary, CriteriaSet, Scorecard
from criteria.queries.tallies import Count, counts_of, sets_and_years


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about."""

    criteria_set: CriteriaSet
    year: int
    #: Which communes there are: those of this day.
    on: date
    #: One column of the set's levels (region or commune group) alone; "" for all.
    scope: str = ""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A province or district. `own`: what communes say themselves; `accepted`: what was last accepted of their cards."""

    area: int
    name: str
    sort_key: str
    #: Communes that are there on the day.
    communes: int
    own: Count
    accepted: Count

    def by(self, kind: str) -> Count:
        """By whose word: a TallyKind."""
        return self.accepted if kind == TallyKind.ACCEPTED else self.own


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune. Letters in the order of the set's criteria (judging.MARKS); "" where there is no data, nothing accepted."""

    area: int
    name: str
    card: int | None
    own: str
    accepted: str
    #: The card in the round in which it was last accepted.
    round_card: int | None


@dataclass(frozen=True, slots=True)
class VillageRow:
    name: str
    #: None where the village has no card of the year.
    card: int | None = None
    set_name: str = ""
    #: Criteria met of all; None where nothing is entered.
    met: int | None = None
    total: int = 0


def choices_of(areas: Sequence[Area]) -> list[tuple[int, int]]:
    """(Set id, year) of which these areas' communes have cards, newest year and fullest set first; at most two queries."""
    offices = [area.pk for area in areas if area.level != Level.COMMUNE]
    communes = [area.pk for area in areas if area.level == Level.COMMUNE]
    found = sets_and_years(offices) if offices else []
    if communes:
        cards = CardSummary.objects.filter(card__area__in=communes, card__subject="")
        rows = cards.order_by("-card__year", "card__criteria_set").values_list("card__criteria_set", "card__year")
        found += [pair for pair in rows.distinct() if pair not in found]
    return found


def at_the_end(criteria_set: CriteriaSet, year: int) -> Asked:
    """The communes there are on the year's last day, in a year that still runs today."""
    return Asked(criteria_set, year, min(clock.today(), date(year, 12, 31)))


def asked_among(choices: Sequence[tuple[int, int]], code: str, year: str) -> tuple[Asked, list[CriteriaSet], list[int]]:
    """The set with this code and the year among these (of `choices_of`, not empty), the first where none is meant; and what
    else there is to choose: the sets, the years of the set. One query."""
    found = CriteriaSet.objects.in_bulk({pk for pk, _ in choices})
    wanted = [pair for pair in choices if found[pair[0]].code == code] or list(choices)
    chosen, of_year = next((pair for pair in wanted if str(pair[1]) == year), wanted[0])
    sets = [found[pk] for pk in dict.fromkeys(pk for pk, _ in choices)]
    years = sorted({number for pk, number in choices if pk == chosen}, reverse=True)
    return at_the_end(found[chosen], of_year), sets, years


def office_rows(offices: Sequence[Area], asked: Asked) -> list[OfficeRow]:
    """Each of these provinces and districts with the counts of its communes; three queries.

    An office that is not there on the day and has no commune then is left out. What ended counts in the days it had: a
    commune by its own dates, also under an office that has ended since.
    """
    ids = [area.pk for area in offices]
    over = over_communes(ids)
    numbers = Counter[int]()
    for parent, number in _communes_by_parent([*over], asked).items():
        for office in over[parent]:
            numbers[office] += number
    counts = counts_of(ids, asked.criteria_set.pk, asked.year, on=asked.on, scope=asked.scope)
    rows = [
        OfficeRow(
            area.pk, str(area), area.sort_key, numbers[area.pk], counts.get((area.pk, TallyKind.SELF), Count()),
            counts.get((area.pk, TallyKind.ACCEPTED), Count()),
        )
        for area in offices
    ]  # fmt: skip
    there = {area.pk for area in offices if stands(area, asked.on)}
    return sorted((row for row in rows if row.communes or row.area in there), key=lambda row: row.sort_key)


def over_communes(offices: Iterable[int]) -> dict[int, set[int]]:
    """By id of what communes may lie right below (each of the offices, and each district right below one of them): of these
    offices those that are it or are above it. One query."""
    found = {office: {office} for office in offices}
    rows = Area.objects.filter(level=Level.DISTRICT, parent__in=[*found])
    for district, province in rows.values_list("pk", "parent"):
        found.setdefault(district, set()).add(province or 0)
    return found


def _communes_by_parent(parents: Sequence[int], asked: Asked) -> Counter[int]:
    """How many communes there are on the day right below each; of one column of levels by the facts of that day. One query."""
    rows = in_force(Area.objects.filter(parent__in=parents, level=Level.COMMUNE), asked.on)
    if not asked.scope:
        return Counter(dict(rows.order_by().values_list("parent").annotate(n=Number("pk"))))
    columns = _columns(rows, asked)
    return Counter(parent for parent, column in columns.values() if column == asked.scope)


def _columns(communes: QuerySet[Area], asked: Asked) -> dict[int, tuple[int, str]]:
    """By commune: its parent, and the column of the set's levels that its facts say on the day; one query."""
    kind = asked.criteria_set.scope_kind
    key = FACT_KEYS[ScopeKind(kind)] if kind else ""
    facts = AreaFact.objects.filter(key=key, valid_from__lte=asked.on, area__in=communes.order_by())
    rows = facts.order_by("valid_from").values_list("area", "area__parent", "value")
    return {area: (parent or 0, value) for area, parent, value in rows}


def districts_of(area: Area, on: date) -> list[Area]:
    """The districts of a province that are there on the day; one query."""
    return list(in_force(Area.objects.filter(parent=area, level=Level.DISTRICT), on).order_by("sort_key"))


def merged_into(area: Area) -> list[Area]:
    """The areas that became a part of this one; one query."""
    return list(area.predecessors.order_by("sort_key"))


def communes_below(area: Area) -> QuerySet[Area]:
    """The communes right below a province or district, of all days; for `commune_rows`."""
    return Area.objects.filter(parent=area, level=Level.COMMUNE)


def commune_rows(communes: QuerySet[Area], asked: Asked) -> list[CommuneRow]:
    """Those of the communes that are there on the day, with their letters, in Vietnamese order; two queries, three with a column."""
    places = in_force(communes, asked.on)
    found = list(places.order_by("sort_key").values_list("pk", "kind_word", "name"))
    if not found:
        return []
    cards = Scorecard.objects.filter(
        area__in=[pk for pk, _, _ in found], criteria_set=asked.criteria_set, year=asked.year, subject=""
    )
    fields = ("area", "pk", "scope", "summary__marks", "accepted__marks", "accepted__round_card")
    of = {area: rest for area, *rest in cards.order_by().values_list(*fields)}
    columns = _columns(places, asked) if asked.scope else {}
    rows = []
    for pk, kind, name in found:
        card, scope, own, accepted, round_card = of.get(pk, (None, columns.get(pk, (0, ""))[1], "", "", None))
        if asked.scope in {"", scope}:
            rows.append(CommuneRow(pk, titled(kind, name), card, own or "", accepted or "", round_card))
    return rows


def total_of(rows: Sequence[CommuneRow]) -> OfficeRow:
    """The communes added up, as the counts of their office would be. Pure."""
    own, accepted = Count(), Count()
    for row in rows:
        own.add(row.own)
        accepted.add(row.accepted)
    return OfficeRow(0, "Cộng", "", len(rows), own, accepted)


def sum_of(rows: Sequence[OfficeRow]) -> OfficeRow:
    """The offices added up. Pure."""
    own, accepted = Count(), Count()
    for row in rows:
        own.plus(row.own.cards, row.own.stored())
        accepted.plus(row.accepted.cards, row.accepted.stored())
    return OfficeRow(0, "Cộng", "", sum(row.communes for row in rows), own, accepted)


def village_rows(commune: Area, year: int, on: date) -> list[VillageRow]:
    """The commune's villages that are there on the day with their own cards of the year, one a set; two queries."""
    cards = Scorecard.objects.filter(area__parent=commune, area__level=Level.VILLAGE, year=year, subject="")
    fields = ("area", "pk", "criteria_set__name", "summary__met", "summary__marks")
    of: dict[int, list[VillageRow]] = {}
    for area, card, set_name, met, marks in cards.order_by("criteria_set__name").values_list(*fields):
        of.setdefault(area, []).append(VillageRow("", card, set_name, met, len(marks or "")))
    places = in_force(Area.objects.filter(parent=commune, level=Level.VILLAGE), on).order_by("sort_key")
    return [replace(row, name=str(place)) for place in places for row in of.get(place.pk, [VillageRow("")])]
