"""The communes of a round beside one another: distribution and ranking, one indicator, two to four communes, the round beside
another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.enums import Right
from core import clock
from core.pages import answer, page_of, signed_in
from core.sheets import Sheet, workbook, workbook_response
from criteria.models import Round, RoundCard
from dashboards import access
from dashboards.access import Place
from dashboards.papers import comparison as papers
from dashboards.papers.choices import option_list, round_options
from dashboards.papers.trends import where_words
from dashboards.queries import comparison as queries
from dashboards.queries.matrix import Head, heads_in
from dashboards.queries.trends import group_names
from dashboards.views import one_indicator

if TYPE_CHECKING:
    from accounts.models import User

SECTIONS = {"phan-bo": "Phân bố và xếp hạng", "chi-tieu": "Một chỉ tiêu", "xa": "So các xã", "ky": "So với kỳ khác"}
_PER_PAGE = 50
#: Communes outside the ranking that the page names; the sheet has all.
_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What every section works with: the round, its cards in the area and group chosen, and how these are called."""

    user: User
    rounds: list[Round]
    round: Round
    #: Cards of the area and group, of every round; `cards` those of this one.
    everywhere: QuerySet[RoundCard]
    cards: QuerySet[RoundCard]
    place: Place
    group: str
    heads: list[Head]
    where: str


@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """?ky= the round, ?muc= the section, ?dia-ban=, ?nhom=; ?chi-tieu= an indicator, ?xa= communes (several), ?voi= another round;
    ?export=xlsx the same as sheets."""
    user = signed_in(request)
    section = asked if (asked := request.GET.get("muc", "")) in SECTIONS else "phan-bo"
    rounds = access.rounds_of(user)
    found = access.get_round(rounds, request.GET.get("ky", ""))
    if found is None:
        return answer(request, "dashboards/comparison.html", {"rounds": rounds})
    place = access.get_place(user, Right.READ_SCORECARDS, request.GET.get("dia-ban", ""), clock.today())
    groups = group_names(found.criteria_set)
    group = code if (code := request.GET.get("nhom", "")) in groups else ""
    cards = access.round_cards_in(place, group, rounds)
    where = where_words(place.areas, groups.get(group, ""))
    what = Asked(
        user, rounds, found, cards, cards.filter(round=found), place, group, heads_in(found.criteria_set_id), where
    )
    shown, sheets = _OF[section](request, what)
    if request.GET.get("export") == "xlsx" and sheets:
        return workbook_response(workbook(*sheets()), f"so-sanh-{section}-{found.pk}-{clock.today():%Y%m%d}.xlsx")
    area = f"&dia-ban={place.chosen.pk}" if place.chosen else ""
    tabs = [
        {"label": label, "url": f"?muc={key}&ky={found.pk}{area}", "count": None, "current": key == section}
        for key, label in SECTIONS.items()
    ]
    choices = round_options(rounds, found.pk)
    context = {
        "section": section, "sections": tabs, "rounds": rounds, "choices": choices, "round": found, "place": place,
        "groups": groups, "group": group, "heads": what.heads, "now": clock.now(), "can_export": bool(sheets), **shown,
    }  # fmt: skip
    return answer(request, "dashboards/comparison.html", context)


def _spread(request: HttpRequest, what: Asked) -> tuple[dict[str, Any], Any]:
    """The distribution, the ranking of accepted cards page by page, and who is not in it."""
    spread = queries.spread_of(what.cards)
    chart = papers.distribution(spread, width=len(what.heads), where=what.where, today=clock.today())
    unranked, outside = queries.unranked(what.cards), spread.cards - spread.accepted.total()
    missing = (
        []
        if what.group
        else queries.without_card(what.place.areas, what.round, min(clock.today(), what.round.deadline))
    )
    ranking = queries.ranking(what.cards)
    said = (
        f"Xếp hạng {spread.accepted.total()} xã đã thẩm tra trong {spread.cards} xã có phiếu của kỳ “{what.round}”, "
        f"theo số tiêu chí đạt của {what.round.criteria_set}; xã bằng nhau cùng một thứ hạng."
    )

    def sheets() -> list[Sheet]:
        rows = papers.ranking_sheet(
            map(queries.ranked, ranking.iterator()), map(queries.outside, unranked), missing, said
        )
        return [*rows, chart.sheet(3)]

    page = page_of(request, ranking, per_page=_PER_PAGE)
    return {
        "spread": spread, "chart": chart, "page": page, "ranked": [queries.ranked(row) for row in page], "said": said,
        "unranked": papers.with_words(map(queries.outside, unranked[:_OTHERS])), "unranked_more": max(outside - _OTHERS, 0),
        "unranked_count": outside, "missing": missing,
    }, sheets if spread.cards else None  # fmt: skip


def _communes(request: HttpRequest, what: Asked) -> tuple[dict[str, Any], Any]:
    """Two to four communes side by side; more are said to be too many, and the first four are shown."""
    options = queries.communes_in(what.cards)
    known = {pk for pk, _ in options}
    asked = [
        int(pk) for pk in dict.fromkeys(request.GET.getlist("xa")) if pk.isascii() and pk.isdigit() and int(pk) in known
    ]
    context: dict[str, Any] = {"options": options, "asked": asked, "too_many": len(asked) > queries.MOST}
    if len(asked) < 2:
        return context, None
    communes, lines = papers.side_by_side(queries.side_by_side(what.cards, asked[: queries.MOST]))
    context |= {
        "communes": communes,
        "body": papers.body(lines),
        "count": len(lines),
        "differing": sum(line.differs for line in lines),
    }
    return context, lambda: [papers.side_sheet(communes, lines)]


def _rounds(request: HttpRequest, what: Asked) -> tuple[dict[str, Any], Any]:
    """This round beside another by the same set; one by another set is refused in a sentence."""
    same = [row for row in what.rounds if row.criteria_set_id == what.round.criteria_set_id and row != what.round]
    context: dict[str, Any] = {"others": same, "other_sets": len(what.rounds) - len(same) - 1}
    other = (
        access.get_round(what.rounds, request.GET.get("voi", "")) if request.GET.get("voi") else next(iter(same), None)
    )
    chosen = other.pk if other else None
    context["other_choices"] = option_list(((row.pk, f"{row.name}, {row.area}") for row in same), chosen)
    if other is None or other == what.round:
        return context, None
    context["other"] = other
    if other.criteria_set_id != what.round.criteria_set_id:
        return {**context, "sets_differ": True}, None
    pairs = queries.pairs_of(what.everywhere, what.round, other)
    where, today = what.where, clock.today()
    charts = [
        papers.by_criterion(pairs, what.heads, now=str(what.round), before=str(other), where=where, today=today),
        papers.changes(pairs, where=where, today=today),
    ]
    page = page_of(request, pairs, per_page=_PER_PAGE)
    rows = [(pair, papers.change_words(pair.change), papers.differing(pair, what.heads)) for pair in page]
    up, down = sum(pair.change > 0 for pair in pairs), sum(pair.change < 0 for pair in pairs)
    context |= {
        "pairs": len(pairs),
        "up": up,
        "down": down,
        "level": len(pairs) - up - down,
        "charts": charts,
        "page": page,
        "rows": rows,
    }
    return context, lambda: [
        papers.pairs_sheet(pairs, what.heads),
        *(chart.sheet(at) for at, chart in enumerate(charts, 2)),
    ]


_OF = {"phan-bo": _spread, "chi-tieu": one_indicator.section, "xa": _communes, "ky": _rounds}
