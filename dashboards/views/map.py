"""The map: the communes of an area, or several provinces, coloured by how many criteria are met or by one criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from areas.models import Area
from core import clock
from core.pages import answer, signed_in
from core.sheets import sheet_response
from criteria.access import visible_round_cards
from criteria.enums import TallyKind
from criteria.models import CriteriaSet, Round
from dashboards import access
from dashboards.papers import map as papers
from dashboards.queries import map as queries
from dashboards.queries.areas import Asked, asked_among, at_the_end, choices_of, office_rows
from dashboards.queries.matrix import Head, heads_in
from dashboards.views import map_reports
from dashboards.views.asked import KINDS, kind_of
from dashboards.views.map_drawn import drawn

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address asks to see; what it does not understand counts as not asked."""

    #: None: all the areas the person is responsible for, beside each other.
    area: Area | None
    #: With a round its cards; without one those of the year.
    round: Round | None
    asked: Asked
    kind: TallyKind
    heads: list[Head]
    #: Which of the criteria colours the map; None: how many are met.
    place: int | None
    #: What else there is to choose.
    sets: Sequence[CriteriaSet] = ()
    years: Sequence[int] = ()

    @property
    def by(self) -> str:
        if self.place is not None:
            head = self.heads[self.place]
            return f"Tiêu chí {head.number}. {head.name}"
        return "Số tiêu chí đạt" if self.area else "Bình quân số tiêu chí đạt một xã"


@require_GET
def overview_map(request: HttpRequest) -> HttpResponse:
    """?dia-ban= an area, ?ky= a round, or ?bo=, ?nam= and ?nguon= for the cards of a year, ?theo= a criterion, or the reports
    in time (see `map_of_reports`).

    ?export=xlsx the table as a sheet.
    """
    user = signed_in(request)
    mine = access.map_areas(user)
    area = access.get_map_area(mine, request.GET.get("dia-ban", "")) if mine else None
    if area is None and len(mine) == 1:
        area = mine[0]
    by_reports = access.reads_reports(user, [area] if area else mine)
    if by_reports and request.GET.get("theo") == map_reports.BY:
        return map_reports.map_of_reports(request, area, mine)
    # Over several areas together no round is offered: none is read.
    rounds = access.rounds_of(user) if area or (mine and request.GET.get("ky")) else []
    round_ = access.get_round(rounds, request.GET["ky"]) if request.GET.get("ky") else None
    if area is None:
        area = _area_of(round_, mine)
    rounds = [item for item in rounds if area and _related(item.area, area)]
    if rounds and not {"ky", "nam", "bo", "nguon"} & set(request.GET):
        round_ = rounds[0]
    shown = _of_round(request, area, round_) if round_ in rounds and round_ else _of_year(request, area, mine)
    if shown is None:
        return answer(request, "dashboards/map.html", {"shown": None, "by_reports": by_reports})
    found, tiles = _map(user, shown, mine)
    if request.GET.get("export") == "xlsx":
        sheet = papers.map_sheet("Bản đồ", found, shown.kind, communes=shown.area is not None)
        return sheet_response(sheet, f"ban-do-{clock.today():%Y%m%d}.xlsx")
    context = tiles | {
        "shown": shown, "map": found, "mine": mine, "options": access.map_choices(mine, shown.asked.on), "rounds": rounds,
        "kinds": [(name, kind.label, kind == shown.kind) for name, kind in KINDS.items()], "now": clock.now(),
        "known": sum(tile.css != "n" for tile in found.tiles), "stands": papers.STANDS.values() if shown.round else (),
        "by_reports": by_reports,
    }  # fmt: skip
    return answer(request, "dashboards/map.html", context)


def _related(one: Area, other: Area) -> bool:
    """Whether one of two areas lies in the other, or both are the same."""
    return (one.path or "").startswith(other.path or "-") or (other.path or "").startswith(one.path or "-")


def _area_of(round_: Round | None, mine: list[Area]) -> Area | None:
    """The area of the round that is asked for; where that lies above one's own, the first of one's own."""
    if round_ is None:
        return None
    inside = any((round_.area.path or "").startswith(area.path or "-") for area in mine)
    return round_.area if inside else next((area for area in mine if _related(round_.area, area)), None)


def _place(request: HttpRequest, heads: list[Head]) -> int | None:
    return {str(head.number): place for place, head in enumerate(heads)}.get(request.GET.get("theo", ""))


def _of_round(request: HttpRequest, area: Area | None, round_: Round) -> Shown:
    asked = at_the_end(round_.criteria_set, round_.year)
    heads = heads_in(round_.criteria_set_id)
    return Shown(area, round_, asked, TallyKind.SELF, heads, _place(request, heads))


def _of_year(request: HttpRequest, area: Area | None, mine: list[Area]) -> Shown | None:
    """None where no commune has a card."""
    choices = choices_of([area] if area else mine)
    if not choices:
        return None
    asked, sets, years = asked_among(choices, request.GET.get("bo", ""), request.GET.get("nam", ""))
    heads = heads_in(asked.criteria_set.pk)
    return Shown(area, None, asked, kind_of(request), heads, _place(request, heads), sets, years)


def _map(user: User, shown: Shown, mine: list[Area]) -> tuple[papers.Map, dict[str, Any]]:
    """The tiles, and what the page shows of them."""
    if shown.area is None:
        found = papers.map_of_offices(office_rows(mine, shown.asked), shown.heads, shown.place, shown.kind)
    else:
        communes = (
            queries.communes_on(shown.area, shown.asked, shown.kind)
            if shown.round is None
            else queries.communes_in(shown.area, visible_round_cards(user), shown.round)
        )
        found = papers.map_of_communes(communes, shown.heads, shown.place, shown.kind)
    asked = {"bo": shown.asked.criteria_set.code, "nam": shown.asked.year}
    if shown.kind == TallyKind.ACCEPTED:
        asked["nguon"] = "tham-tra"
    return found, drawn(found, shown.area, mine, shown.asked.on, urlencode(asked))
