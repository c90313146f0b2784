"""Figures over time: rounds, one indicator of a commune, resources, plans. Each section asks only its own queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.enums import Right
from areas.enums import Level
from core import clock
from core.charts import Chart
from core.pages import answer, signed_in
from core.sheets import workbook, workbook_response
from dashboards import access
from dashboards.access import Place
from dashboards.papers import trends as papers
from dashboards.queries import indicators, plan_done, resources
from dashboards.queries import trends as queries
from dashboards.queries.matrix import heads_in

if TYPE_CHECKING:
    from accounts.models import User

SECTIONS = {
    "ky": ("Tiêu chí qua các kỳ", Right.READ_SCORECARDS), "chi-tieu": ("Chỉ tiêu của một xã", Right.READ_SCORECARDS),
    "nguon-luc": ("Nguồn lực huy động", Right.READ_CONTRIBUTION_TOTALS), "ke-hoach": ("Kế hoạch và kết quả", Right.READ_PLANS),
}  # fmt: skip


@require_GET
def trends(request: HttpRequest) -> HttpResponse:
    """?muc= the section, ?dia-ban= the area; ?bo=, ?nhom=, ?tieu-chi=, ?chi-tieu=, ?nam= what it shows; ?export=xlsx the same as sheets."""
    user = signed_in(request)
    section = asked if (asked := request.GET.get("muc", "")) in SECTIONS else "ky"
    place = access.get_place(user, SECTIONS[section][1], request.GET.get("dia-ban", ""), clock.today())
    shown = _OF[section](request, user, place) if place.areas else {}
    charts: list[Chart] = shown.get("charts", [])
    if charts and request.GET.get("export") == "xlsx":
        sheets = [chart.sheet(number) for number, chart in enumerate(charts, 1)]
        return workbook_response(workbook(*sheets), f"dien-bien-{section}-{clock.today():%Y%m%d}.xlsx")
    area = f"&dia-ban={place.chosen.pk}" if place.chosen else ""
    tabs = [
        {"label": label, "url": f"?muc={key}{area}", "count": None, "current": key == section}
        for key, (label, _) in SECTIONS.items()
    ]
    context = {"section": section, "sections": tabs, "place": place, "now": clock.now(), **shown}
    return answer(request, "dashboards/trends.html", context)


def _rounds(request: HttpRequest, user: User, place: Place) -> dict[str, Any]:
    """The rounds of one set in order: the same queries however many rounds and communes."""
    rounds = access.rounds_of(user)
    courses = queries.courses_of(rounds)
    course = next((row for row in courses if row.key == request.GET.get("bo")), next(iter(courses), None))
    if course is None:
        return {"courses": []}
    groups = queries.group_names(course.criteria_set)
    group = asked if (asked := request.GET.get("nhom", "")) in groups else ""
    cards = access.round_cards_in(place, group, rounds)
    summaries = access.round_summaries_in(place, group, rounds)
    heads = heads_in(course.criteria_set.pk)
    numbers = {str(head.number): at for at, head in enumerate(heads)}
    at = numbers.get(request.GET.get("tieu-chi", ""), 0)
    standings = queries.standings(cards, summaries, course, at)
    where, today = papers.where_words(place.areas, groups.get(group, "")), clock.today()
    charts = papers.over_rounds(course, standings, width=len(heads), where=where, today=today)
    if heads:
        charts.append(papers.of_criterion(course, standings, heads[at], where=where, today=today))
    return {
        "courses": courses, "course": course, "groups": groups, "group": group, "heads": heads,
        "head": heads[at] if heads else None, "charts": charts if any(row.cards for row in standings) else [],
    }  # fmt: skip


def _indicator(request: HttpRequest, user: User, place: Place) -> dict[str, Any]:
    """One commune's figures of one indicator, by the set of its newest card unless another is asked for."""
    commune = place.chosen
    if commune is None or commune.level != Level.COMMUNE:
        return {"choose": "Chọn một xã để xem chỉ tiêu qua các năm"}
    cards = indicators.cards_of(commune)
    sets = list({card.criteria_set_id: card.criteria_set for card in reversed(cards)}.values())
    chosen = next((row for row in sets if str(row.pk) == request.GET.get("bo")), next(iter(sets), None))
    if chosen is None:
        return {}
    rows = indicators.rows_of(chosen)
    row = next((row for row in rows if str(row.indicator.pk) == request.GET.get("chi-tieu")), next(iter(rows), None))
    if row is None:
        return {"sets": sets, "set": chosen}
    of_set = [card for card in cards if card.criteria_set_id == chosen.pk]
    years = indicators.years_of(commune, of_set, row, clock.today())
    charts = [papers.of_indicator(row, years, commune=str(commune), today=clock.today())]
    return {"sets": sets, "set": chosen, "rows": rows, "row": row, "years": years, "charts": charts}


def _resources(request: HttpRequest, user: User, place: Place) -> dict[str, Any]:
    if place.chosen is None:
        return {"choose": "Chọn một địa bàn để xem nguồn lực huy động"}
    sums = resources.by_year(place.areas)
    return {
        "charts": [papers.of_resources(sums, where=papers.where_words(place.areas), today=clock.today())]
        if sums
        else []
    }


def _plans(request: HttpRequest, user: User, place: Place) -> dict[str, Any]:
    if place.chosen is None:
        return {"choose": "Chọn một địa bàn để xem kế hoạch và kết quả"}
    years = plan_done.years_of(place.areas)
    year = next((year for year in years if str(year) == request.GET.get("nam")), next(iter(years), None))
    if year is None:
        return {}
    done = plan_done.done_by_month(place.areas, year, clock.today())
    charts = (
        [papers.of_plans(done, year, where=papers.where_words(place.areas), today=clock.today())] if done.tasks else []
    )
    return {"plan_years": years, "plan_year": year, "charts": charts}


_OF = {"ky": _rounds, "chi-tieu": _indicator, "nguon-luc": _resources, "ke-hoach": _plans}
