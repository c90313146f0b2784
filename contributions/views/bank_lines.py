"""A statement's lines: those with a reference at one press, the others one by one with candidates, split or set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from contributions import access
from contributions.actions import bank as actions
from contributions.actions import matching
from contributions.actions.receipts import Share
from contributions.enums import LINE, BankLineKind, BankLineState, ImportState
from contributions.forms.bank import SplitForm
from contributions.models import BankLine, Campaign, RosterLine
from contributions.papers import bank as papers
from contributions.queries import bank as queries
from contributions.reconciling import givers, proposals_for
from contributions.rules.matching import candidates
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of

if TYPE_CHECKING:
    from contributions.rules.proposals import Proposal

PER_PAGE = 50
_MOST_TO_SPLIT = 200


@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement with its lines; what its references propose stands beside them."""
    user = signed_in(request)
    found = access.get_statement(user, pk)
    if found.state == ImportState.DRAFT:
        return redirect("contributions:map_statement" if _writes(request, found) else "contributions:bank_account",
                        found.pk if _writes(request, found) else found.account_id)  # fmt: skip
    lines = queries.with_live(found.lines.all()).order_by("booked_on", "pk")
    campaigns = access.campaigns_to_match(user, found.account)
    proposals = proposals_for(queries.waiting(found.lines.all()).order_by("booked_on", "pk"), campaigns)
    ready = [pk for pk, proposal in proposals.items() if proposal.shares]
    counts = queries.counts(lines) | {"theo-ma": len(proposals)}
    wanted = request.GET.get("dong", "")
    wanted = wanted if wanted in counts else ""
    page = page_of(request, queries.filtered(lines, wanted, proposals), per_page=PER_PAGE)
    context = {
        "statement": found, "page": page, "rows": papers.shown(list(page), proposals), "wanted": wanted,
        "tabs": papers.tabs(queries.FILTERS, counts, wanted), "ready": len(ready), "campaigns": campaigns,
        "may_write": _writes(request, found), "at_once": matching.MOST_AT_ONCE,
    }  # fmt: skip
    return answer(request, "contributions/bank_statement.html", context)


def _writes(request: HttpRequest, found: Any) -> bool:
    return may(signed_in(request), Right.WRITE_MONEY, found.account.organisation.area)


@require_POST
def match_by_reference(request: HttpRequest, pk: int) -> HttpResponse:
    """Take every line whose reference leaves no doubt into the books."""
    user = signed_in(request)
    found = access.get_statement(user, pk, Right.WRITE_MONEY)
    campaigns = access.campaigns_to_match(user, found.account)
    books = {campaign.pk: access.books_to_write(user, campaign) for campaign in campaigns}
    taken = matching.match_by_reference(found, campaigns=campaigns, books=books, by=user)
    if taken.count:
        left = f" Còn {taken.left} dòng theo mã, bấm lần nữa để ghi tiếp." if taken.left else ""
        messages.success(request, f"Đã ghi {taken.count} khoản theo mã.{left}")
    for sentence in taken.refused[:10]:
        messages.error(request, sentence)
    if not taken.count and not taken.refused:
        messages.info(request, "Không còn dòng nào theo mã chờ ghi.")
    return redirect("contributions:statement", found.pk)


def bank_line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: who it may be from and why, the split over many, or left unassigned; what became of it."""
    line = access.get_bank_line(signed_in(request), pk, Right.WRITE_MONEY if request.method == "POST" else None)
    receipts = list(queries.receipts_of(line))
    live = any(not hasattr(receipt, "reversed_by") for receipt in receipts)
    context: dict[str, Any] = {
        "line": line, "receipts": receipts, "live": live, "history": history_lines(history_of(line)),
        "may_write": _writes(request, line), "statements": papers.told_apart(line.statements.defer("table", "refused")),
        "state": "bank_matched" if live else papers.state_of(_told(line, live)),
    }  # fmt: skip
    campaigns = access.campaigns_to_match(signed_in(request), line.account)
    if live or line.kind != BankLineKind.CREDIT or line.state == BankLineState.SET_ASIDE or not campaigns:
        if request.method == "POST" and live:
            return redirect("contributions:bank_line", line.pk)
        context["no_campaign"] = not campaigns and line.kind == BankLineKind.CREDIT and not live
        return render(request, "contributions/bank_line.html", context)
    chosen = request.POST.get("dot") or request.GET.get("dot", "")
    campaign = next((row for row in campaigns if str(row.pk) == chosen), campaigns[0])
    return _to_match(request, line, campaign, context | {"campaigns": campaigns, "campaign": campaign})


def _told(line: BankLine, live: bool) -> BankLine:
    line.live = live  # type: ignore[attr-defined]
    return line


def _to_match(request: HttpRequest, line: BankLine, campaign: Campaign, context: dict[str, Any]) -> HttpResponse:
    """The part of the page that makes a receipt; "tim" only looks for more people and keeps what was typed."""
    proposal = proposals_for([line], [campaign]).get(line.pk)
    likely = candidates(line.text, line.amount, givers(campaign))
    first = {"payer": _payer(proposal, likely)}
    done = request.POST if request.method == "POST" else None
    searching = done is not None and "tim" in done
    form = SplitForm(done, amount=line.amount, initial=first)
    if done is not None and not searching:
        response = _match(request, line, campaign, form)
        if response is not None:
            return response
    words = request.POST.get("q", request.GET.get("q", ""))[:200]
    place = request.POST.get("noi", request.GET.get("noi") or _place(proposal))
    return render(
        request, "contributions/bank_line.html",
        context | {
            "proposal": proposal, "candidates": likely, "form": form, "q": words, "place": place,
            "places": queries.places_of(campaign), "people": _people(campaign, form, words, place), "searching": searching,
            "payer": form["payer"].value() or first["payer"],
        },
    )  # fmt: skip


def _payer(proposal: Proposal | None, likely: list[Any]) -> str:
    if proposal is not None and proposal.whom:
        return proposal.whom
    return likely[0].giver.name if likely else "Người chuyển khoản"


def _place(proposal: Proposal | None) -> str:
    """The unit or village that the reference speaks of."""
    if proposal is None or proposal.reference.kind == LINE:
        return ""
    return f"{proposal.reference.kind}{proposal.reference.number}"


def _people(campaign: Campaign, form: SplitForm, words: str, place: str) -> list[dict[str, Any]]:
    """Rows of the split: those for whom something was typed, then those found."""
    typed = queries.lines_numbered(campaign, form.typed)
    found = queries.lines_to_split(campaign, words=words, place=place, most=_MOST_TO_SPLIT) if words or place else []
    rows = [*typed, *(line for line in found if line.pk not in form.typed)]
    return [{"line": line, "typed": form.typed.get(line.pk, ""), "wrong": form.wrong.get(line.pk, "")} for line in rows]


def _match(request: HttpRequest, line: BankLine, campaign: Campaign, form: SplitForm) -> HttpResponse | None:
    """Write the receipt; None where the form says why not."""
    user = signed_in(request)
    one = request.POST.get("nguoi", "")
    people: dict[int, RosterLine] = {}
    if not form.is_valid():
        return None
    amounts = {int(one): line.amount} if one.isdecimal() and len(one) < 10 else form.shares
    if not amounts and "chua-phan" not in request.POST:
        form.add_error(None, "Nhập số tiền cho ít nhất một người, hoặc chọn “Ghi thu, chưa phân cho ai”.")
        return None
    if "chua-phan" not in request.POST:
        people = {row.pk: row for row in queries.lines_numbered(campaign, amounts)}
        if set(amounts) - set(people):
            form.add_error(None, "Có người không thuộc danh sách của đợt vận động này.")
            return None
    shares = [Share(row, amounts[pk]) for pk, row in people.items()]
    party = (
        shares[0].line.party if len(shares) == 1 and shares[0].line.party.name == form.cleaned_data["payer"] else None
    )
    try:
        book = matching.book_for(access.books_to_write(user, campaign), line.booked_on.year)
        receipt = actions.match_line(
            line, campaign=campaign, book=book, shares=shares, payer=form.cleaned_data["payer"], party=party, by=user
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, f"Đã ghi thu: {receipt}.")
    following = queries.next_waiting(line)
    return redirect("contributions:bank_line", (following or line).pk)


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a line has nothing to do with a campaign, with the reason; without one ("mo-lai") that it has after all."""
    line = access.get_bank_line(signed_in(request), pk, Right.WRITE_MONEY)
    reopen = "mo-lai" in request.POST
    reason = "" if reopen else " ".join(request.POST.get("reason", "").split())
    if not reopen and not reason:
        raise RuleError("Đề nghị ghi lý do để riêng dòng này.")
    if len(reason) > 300:
        raise RuleError("Lý do dài quá 300 ký tự; đề nghị ghi ngắn lại.")
    actions.set_aside(line, reason=reason, by=signed_in(request))
    messages.info(request, "Đã mở lại dòng sao kê." if reopen else "Đã để riêng dòng sao kê.")
    following = None if reopen else queries.next_waiting(line)
    return redirect("contributions:bank_line", (following or line).pk)
