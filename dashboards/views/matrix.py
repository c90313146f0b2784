"""The overview of a round: every commune against every criterion."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from areas.models import Area
from core import clock
from core.formats import vndate
from core.pages import answer, signed_in
from core.sheets import sheet_response
from criteria.enums import RoundCardState
from criteria.models import Round
from dashboards import access
from dashboards.papers import matrix as papers
from dashboards.papers.choices import option_list, round_options
from dashboards.queries import matrix as queries
from dashboards.queries.matrix import Head, Line

SORTS = {"ten": "Tên xã", "kem": "Đạt ít nhất trước", "tut": "Tụt nhiều nhất trước"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address asks to see; what it does not understand counts as not asked."""

    state: str
    unmet: int | None
    sort: str

    @classmethod
    def of(cls, request: HttpRequest, heads: list[Head]) -> Shown:
        state, unmet, sort = (request.GET.get(name, "") for name in ("tinh-trang", "chua-dat", "xep"))
        numbers = {str(head.number): place for place, head in enumerate(heads)}
        return cls(
            state if state in RoundCardState.values else "", numbers.get(unmet), sort if sort in SORTS else "ten"
        )

    def rows(self, lines: list[Line]) -> list[Line]:
        found = [line for line in lines if self.state in {"", line.state}]
        if self.unmet is not None:
            found = [line for line in found if line.marks[self.unmet] in "C-"]
        if self.sort == "kem":
            found.sort(key=lambda line: (not line.known, line.met))
        elif self.sort == "tut":
            found.sort(key=lambda line: line.change or 0)
        return found


def _about(round_: Round, part: Area | None) -> tuple[str, ...]:
    return (f"{round_}, {part or round_.area}", str(round_.criteria_set), f"Số liệu đến ngày {vndate(clock.today())}")


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """?ky= the round, ?huyen= one district, ?nhom= one region or commune group, ?tinh-trang=, ?chua-dat= a criterion, ?xep= the order; ?export=xlsx the same as a sheet."""
    user = signed_in(request)
    rounds = access.rounds_of(user)
    found = access.get_round(rounds, request.GET.get("ky", ""))
    if found is None:
        return answer(request, "dashboards/matrix.html", {"rounds": rounds})
    before = queries.round_before(found, rounds)
    cards = access.cards_in(user, [found, before] if before else [found])
    parts = access.parts_of(user, found)
    part = access.get_part(parts, request.GET.get("huyen", ""))
    if part is not None:
        cards = cards.filter(card__area__parent=part)
    scopes: dict[str, str] = found.criteria_set.scopes
    scope = request.GET.get("nhom", "") if request.GET.get("nhom") in scopes else ""
    heads = queries.heads_in(found.criteria_set_id)
    everything = queries.lines_of(
        cards.filter(card__scope=scope) if scope else cards, found, queries.accepted_in(cards, before), width=len(heads)
    )
    shown = Shown.of(request, heads)
    lines = shown.rows(everything)
    totals = queries.met_by(lines, len(heads))
    if request.GET.get("export") == "xlsx":
        sheet = papers.matrix_sheet(_about(found, part), heads, lines, totals)
        return sheet_response(sheet, f"ma-tran-{found.pk}-{clock.today():%Y%m%d}.xlsx")
    choices = round_options(rounds, found.pk)
    unmet = None if shown.unmet is None else heads[shown.unmet].number
    criteria = option_list(((head.number, f"{head.number}. {head.name}") for head in heads), unmet)
    known = sum(line.known for line in lines)
    whole = [line.state for line in lines if line.met == len(heads)]
    accepted = sum(line.state == RoundCardState.ACCEPTED for line in lines)
    context = {
        "rounds": rounds, "choices": choices, "round": found, "parts": parts, "part": part, "states": RoundCardState.choices,
        "shown": shown,
        "sorts": SORTS, "heads": heads, "columns": papers.head_cells(heads), "totals": papers.total_cells(totals), "body": papers.body(lines), "count": len(lines),
        "accepted": accepted, "open": len(lines) - accepted, "now": clock.now(), "before": before,
        "known": known, "mean": sum(line.met for line in lines) / known if known else None,
        "whole": len(whole), "whole_accepted": whole.count(RoundCardState.ACCEPTED),
        "criteria": criteria, "scopes": scopes, "scope": scope,
    }  # fmt: skip
    return answer(request, "dashboards/matrix.html", context)
