"""What everybody may read of a commune, and nothing else: no column with a person in it is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from areas.models import Area
from campaigns.enums import FundKind
from campaigns.models import Work
from criteria.enums import RegistrationState, RoundCardState
from criteria.models import Criterion, Registration, RoundCard
from documents.enums import FROZEN, DocumentState
from emulation.enums import AwardFor, EntryKind
from emulation.models import Award
from reporting.queries.publishing import published

#: Entries whose names are those of places and bodies.
_BODIES = (EntryKind.VILLAGE, EntryKind.COLLECTIVE)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last card by one set that the office above accepted. Letters in the order of the criteria: criteria.judging.MARKS."""

    id: int
    set_name: str
    round_name: str
    year: int
    office: str
    on: date
    marks: str
    #: Number and name.
    criteria: tuple[tuple[int, str], ...]


def accepted_of(area: Area) -> list[Accepted]:
    """The commune's last accepted card by each set, the newest first; two queries. A self-assessment is never among them."""
    cards = RoundCard.objects.filter(card__area=area, state=RoundCardState.ACCEPTED, summary__isnull=False)
    rows = cards.select_related("round__area", "card__criteria_set", "summary").defer("snapshot")
    latest: dict[int, RoundCard] = {}
    for row in rows.order_by("-decided_at", "-pk"):
        latest.setdefault(row.card.criteria_set_id, row)
    names: dict[int, list[tuple[int, str]]] = {}
    criteria = Criterion.objects.filter(criteria_set__in=latest).order_by("number")
    for chosen, number, name in criteria.values_list("criteria_set", "number", "name"):
        names.setdefault(chosen, []).append((number, name))
    return [
        Accepted(
            row.pk, row.card.criteria_set.name, row.round.name, row.round.year, str(row.round.area),
            timezone.localtime(row.decided_at).date() if row.decided_at else row.round.deadline,
            row.summary.marks, tuple(names.get(chosen, ())),
        )
        for chosen, row in latest.items()
    ]  # fmt: skip


def recognised_in(area: Area) -> QuerySet[Registration]:
    """Recognitions in force of the commune and its villages; those of gardens and households stay inside."""
    rows = Registration.objects.filter(
        area__path__startswith=area.path or "-", state=RegistrationState.RECOGNISED, subject=""
    )
    return rows.select_related("area", "criteria_set").order_by("-recognised_on", "sort_key", "pk")


def works_in(area: Area) -> QuerySet[Any]:
    """Works of the commune and its villages with `funded` and `of_people` (đồng, None without sources), the newest first.

    Those of a plan that is not issued yet stay inside.
    """
    waiting = [state for state in DocumentState if state not in FROZEN]
    works = Work.objects.filter(area__path__startswith=area.path or "-").exclude(plan__document__state__in=waiting)
    sums = works.annotate(
        funded=Sum("funds__amount"), of_people=Sum("funds__amount", filter=Q(funds__kind=FundKind.PEOPLE))
    )
    return sums.select_related("area").order_by("-created_at", "-pk")


def awards_in(area: Area) -> QuerySet[Award]:
    """Awards by issued decisions to villages and bodies; persons and households are not read."""
    bodies = Q(nomination__entry=None) | Q(nomination__entry__kind__in=_BODIES)
    rows = Award.objects.filter(
        bodies, nomination__drive__area__path__startswith=area.path or "-", nomination__form__given_to=AwardFor.COLLECTIVE,
        decision__document__state=DocumentState.ISSUED,
    )  # fmt: skip
    joined = rows.select_related(
        "nomination__form", "nomination__drive", "nomination__entry__area", "decision__document"
    )
    return joined.defer("decision__document__context").order_by("-decision__decided_on", "decision", "position")


def whole_months(today: date) -> date:
    """The last day of the month before: sums of gifts that moved with every receipt would tell what somebody just gave."""
    return today.replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listed:
    """One commune of the list. `keys`: what it is found by."""

    code: str
    name: str
    province: str
    above: str
    #: Its last day, of one that was merged into another since.
    ended: date | None
    keys: str


def listed() -> list[Listed]:
    """The communes that publish, by province and name; one query."""
    found = []
    for row in published().order_by("area__sort_key"):
        line = _line_above(row.area)
        province, above = line[-1], line[0] if len(line) > 1 else None
        keys = " ".join(place.search_key for place in (row.area, *line))
        commune = Listed(row.area.code, str(row.area), str(province), str(above or ""), row.area.valid_to, keys)
        found.append((province.sort_key, commune))
    return [commune for _, commune in sorted(found, key=lambda pair: pair[0])]


def _line_above(area: Area) -> list[Area]:
    """The areas above a commune that `published` brought along, from below; the commune itself where there is none."""
    parent = area.parent
    if parent is None:
        return [area]
    return [parent, parent.parent] if parent.parent is not None else [parent]


def province_of(area: Area) -> str:
    return str(_line_above(area)[-1])
