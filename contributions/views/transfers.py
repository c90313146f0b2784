"""QR codes for transfers to a campaign: per giver, per unit, per village; and sheets to print."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from contributions import access
from contributions import transfer_codes as codes
from contributions.enums import LINE, UNIT, VILLAGE
from contributions.models import Campaign
from contributions.papers.transfers import Card, poster_html
from contributions.queries import transfers as queries
from contributions.queries.rosters import found
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents.context import Paper

PER_PAGE = 24
#: Codes of one sheet to print: more would take a page longer to make than a browser waits.
MOST_PRINTED = 300
#: What the page shows, by the word in its address.
_SHOWN = {"nguoi": LINE, "don-vi": UNIT, "thon": VILLAGE}
_WORDS = {"nguoi": "Từng người", "don-vi": "Đơn vị", "thon": "Thôn"}


@require_GET
def transfers(request: HttpRequest, pk: int) -> HttpResponse:
    """Codes of the givers whose names one may read, or of their units and villages."""
    user = signed_in(request)
    campaign = _campaign(request, pk)
    shown = request.GET.get("xem", "nguoi")
    shown = shown if shown in _SHOWN else "nguoi"
    words = request.GET.get("q", "")[:200]
    lines = queries.asked(access.seen_lines(user).filter(campaign=campaign))
    missing = codes.problem(campaign)
    rows: Any = []
    if not missing:
        rows = (found(lines, words) if words else lines) if shown == "nguoi" else queries.groups(lines, _SHOWN[shown])
    page = page_of(request, rows, per_page=PER_PAGE)
    account = campaign.account
    context = {
        "campaign": campaign, "page": page, "cards": [_card(campaign, row) for row in page], "q": words, "shown": shown,
        "missing": missing, "may_fill": bool(account) and _may_fill(user, account), "may_choose": may(user, Right.WRITE_CAMPAIGNS, campaign.area),
        "tabs": [{"label": _WORDS[key], "url": f"?xem={key}", "count": None, "current": key == shown} for key in _SHOWN],
    }  # fmt: skip
    return answer(request, "contributions/transfers.html", context)


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, for those who work with its givers or with those of a village in it; else 404 or 403."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    if not access.sees_some_names(user, campaign):
        raise PermissionDenied
    return campaign


def _may_fill(user: Any, account: Any) -> bool:
    """Whether the person enters the bank's number of the account."""
    return access.seen_accounts(user).filter(pk=account.pk).exists() and may(
        user, Right.WRITE_MONEY, account.organisation.area
    )


def _card(campaign: Campaign, row: Any) -> dict[str, Any]:
    if isinstance(row, queries.Group):
        note = f"{row.people} người, tổ chức"
        return {"card": _group_card(campaign, row, note), "place": f"{row.kind}{row.pk}"}
    return {"card": _card_of(campaign, row), "place": ""}


def _group_card(campaign: Campaign, group: queries.Group, note: str = "") -> Card:
    """A unit sends what its people give at one go; on a village's code each household writes its own amount."""
    left = group.left if group.kind == UNIT else 0
    return codes.card(campaign, group.kind, group.pk, name=group.name, note=note, left=left)


def _card_of(campaign: Campaign, line: Any, *, printed: bool = False) -> Card:
    place = "" if printed else str(line.unit or line.village or "")
    note = ", ".join(filter(None, [line.party.code, place]))
    return codes.card(campaign, LINE, line.pk, name=line.party.name, note=note, left=line.left)


@require_GET
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet of one unit or village (?noi=D12) as PDF: one big code, or with ?kieu=nguoi a code for each of its givers."""
    from documents.render.pdf import html_to_pdf

    campaign = _campaign(request, pk)
    place = request.GET.get("noi", "")
    lines = queries.asked(access.seen_lines(signed_in(request)).filter(campaign=campaign))
    group = queries.group(lines, place[:1], int(place[1:])) if place[1:].isdecimal() and len(place) < 11 else None
    if group is None:
        raise Http404
    big = request.GET.get("kieu") != "nguoi"
    if big:
        cards = [_group_card(campaign, group)]
    else:
        rows = list(queries.in_group(lines, group.kind, group.pk)[: MOST_PRINTED + 1])
        if len(rows) > MOST_PRINTED:
            raise RuleError(f"Có hơn {MOST_PRINTED} người; đề nghị in theo từng thôn hoặc từng đơn vị nhỏ hơn.")
        cards = [_card_of(campaign, row, printed=True) for row in rows]
    paper = Paper(uid=f"ntm-ma-qr-{campaign.pk}-{place}-{int(big)}", moment=clock.now().isoformat(timespec="seconds"))
    made = html_to_pdf(poster_html(campaign, group.name, cards, big=big), paper)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"Mã QR {campaign.code} {group.name}.pdf".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
