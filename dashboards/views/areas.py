"""The overview by area: provinces, the districts or communes of one, a commune with its villages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from areas.enums import Level
from areas.models import Area
from areas.queries import ancestors, rows_of
from core import clock
from core.pages import answer, signed_in
from core.sheets import sheet_response, workbook, workbook_response
from criteria.enums import TallyKind
from criteria.models import CriteriaSet
from dashboards import access
from dashboards.papers import areas as papers
from dashboards.papers.choices import option_list
from dashboards.papers.matrix import head_cells
from dashboards.queries import areas as queries
from dashboards.queries.areas import Asked, CommuneRow, OfficeRow
from dashboards.queries.matrix import Head, heads_in
from dashboards.views.asked import KINDS, kind_of

_EMPTY = "dashboards/areas.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address asks to see; what it does not understand counts as not asked."""

    asked: Asked
    kind: TallyKind
    sort: str
    #: Place of the criterion by which the rows are sorted.
    place: int | None
    sets: list[CriteriaSet]
    years: list[int]
    heads: list[Head]

    @classmethod
    def of(cls, request: HttpRequest, choices: Sequence[tuple[int, int]]) -> Shown:
        scope, sort = request.GET.get("nhom", ""), request.GET.get("xep", "")
        asked, sets, years = queries.asked_among(choices, request.GET.get("bo", ""), request.GET.get("nam", ""))
        if scope in asked.criteria_set.scopes:
            asked = replace(asked, scope=scope)
        heads = heads_in(asked.criteria_set.pk)
        place = next((place for place, head in enumerate(heads) if sort == f"tc-{head.number}"), None)
        known = sort in papers.SORTS or place is not None
        return cls(asked, kind_of(request), sort if known else "ten", place, sets, years, heads)

    @property
    def address(self) -> Callable[[int], str]:
        """The page of an area that asks for the same."""
        base = reverse("overview_area", args=[0]).replace("0/", "")
        nguon = "" if self.kind == TallyKind.SELF else "tham-tra"
        said = {"bo": self.asked.criteria_set.code, "nam": self.asked.year, "nhom": self.asked.scope, "nguon": nguon}
        tail = urlencode({name: value for name, value in said.items() if value})
        return lambda pk: f"{base}{pk}/?{tail}"


@require_GET
def areas(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Without an area the highest one may read: several as rows, one as its own page.

    ?bo= the set, ?nam= the year, ?nhom= one region or commune group, ?nguon= whose word, ?xep= the order; ?export=xlsx.
    """
    user = signed_in(request)
    roots = access.area_roots(user)
    area = access.get_area(roots, pk) if pk is not None else roots[0] if len(roots) == 1 else None
    choices = queries.choices_of([area] if area else roots)
    if not choices:
        return answer(request, _EMPTY, {"area": area, "trail": _trail(area, roots)})
    shown = Shown.of(request, choices)
    common = {"area": area, "shown": shown, "now": clock.now(), "trail": _trail(area, roots, shown)}
    if area is not None and area.level == Level.COMMUNE:
        return _commune(request, area, shown, common)
    offices, communes = _below(area, roots, shown.asked)
    offices = papers.sorted_offices(offices, shown.sort, shown.place, shown.kind)
    communes = papers.sorted_communes(communes, shown.sort, shown.place, shown.kind)
    if request.GET.get("export") == "xlsx":
        return _workbook(area, shown, offices, communes)
    width = len(shown.heads)
    total, below = queries.sum_of(offices), queries.total_of(communes)
    worst = ((f"tc-{head.number}", f"Tiêu chí {head.number} thấp nhất trước") for head in shown.heads)
    sorts = [*papers.SORTS.items(), *worst]
    context = {
        **common, "figures": papers.FIGURES, "sorts": option_list(sorts, shown.sort), "columns": head_cells(shown.heads), "offices": len(offices), "communes": len(communes), "total": total, "below": below,
        "all": queries.sum_of([total, below]), "width": width, "kinds": [(name, kind.label) for name, kind in KINDS.items()],
        "office_body": papers.office_body(offices, width, shown.kind, shown.address),
        "office_total": papers.office_total(total, width, shown.kind),
        "commune_body": papers.commune_body(communes, width, shown.kind, shown.address),
        "commune_total": papers.commune_total(below, width, shown.kind),
        "whole": {"own": total.own.whole(width) + below.own.whole(width),
                  "accepted": total.accepted.whole(width) + below.accepted.whole(width)},
    }  # fmt: skip
    return answer(request, "dashboards/areas.html", context)


def _below(area: Area | None, roots: Sequence[Area], asked: Asked) -> tuple[list[OfficeRow], list[CommuneRow]]:
    """What the page of an area has as rows: districts and communes right below it; without one, the highest areas."""
    if area is not None:
        districts = queries.districts_of(area, asked.on) if area.level == Level.PROVINCE else []
        communes = queries.communes_below(area)
    else:
        districts = [root for root in roots if root.level != Level.COMMUNE]
        communes = rows_of([root for root in roots if root.level == Level.COMMUNE])
    offices = queries.office_rows(districts, asked) if districts else []
    return offices, queries.commune_rows(communes, asked)


def _trail(area: Area | None, roots: Sequence[Area], shown: Shown | None = None) -> list[tuple[str, str]]:
    """The pages above this one that the person may open; their addresses ask for the same."""
    top = reverse("overview_area")
    trail = [("Theo địa bàn", top)] if area is not None and len(roots) > 1 else []
    if area is None or area in roots:
        return trail
    held = {root.path or "-" for root in roots}
    above = [row for row in ancestors(area) if any((row.path or "").startswith(path) for path in held)]
    address = shown.address if shown else lambda pk: reverse("overview_area", args=[pk])
    return [*trail, *((str(row), address(row.pk)) for row in above)]


def _workbook(
    area: Area | None, shown: Shown, offices: Sequence[OfficeRow], communes: Sequence[CommuneRow]
) -> HttpResponse:
    sheets = papers.office_sheets(shown.heads, [*offices, queries.sum_of(offices)]) if offices else []
    if communes or not sheets:
        sheets.append(papers.commune_sheet(shown.heads, communes))
    name = f"dia-ban-{area.code if area else 'tat-ca'}-{shown.asked.year}-{clock.today():%Y%m%d}.xlsx"
    return workbook_response(workbook(*sheets), name)


def _commune(request: HttpRequest, area: Area, shown: Shown, common: dict[str, Any]) -> HttpResponse:
    """One commune: its criteria beside what was accepted, and its villages."""
    # Of a commune that has ended, as it was on its last day.
    asked = replace(shown.asked, on=min(shown.asked.on, area.valid_to or shown.asked.on), scope="")
    row = next(iter(queries.commune_rows(rows_of([area]), asked)), None)
    if request.GET.get("export") == "xlsx":
        sheet = papers.commune_sheet(shown.heads, [row] if row else [])
        return sheet_response(sheet, f"dia-ban-{area.code}-{shown.asked.year}-{clock.today():%Y%m%d}.xlsx")
    context = {
        **common, "row": row, "lines": papers.criterion_lines(shown.heads, row), "width": len(shown.heads),
        "met": papers.met_of(row), "villages": queries.village_rows(area, shown.asked.year, asked.on),
        "before": queries.merged_into(area),
    }  # fmt: skip
    return answer(request, "dashboards/area_commune.html", context)
