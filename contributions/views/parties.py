"""Givers: the list, one giver with all that he gave, corrected, moved; who may be one and the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import areas_held, may
from accounts.enums import Right
from areas.enums import Level
from contributions import access, ledger
from contributions.actions import duplicates
from contributions.actions import parties as actions
from contributions.enums import DuplicateState, PartyKind
from contributions.forms.rosters import MoveForm, PartyForm
from contributions.models import Party
from contributions.queries import rosters as queries
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def party_list(request: HttpRequest) -> HttpResponse:
    """Givers whose names one may read."""
    user = signed_in(request)
    chosen = {"words": request.GET.get("q", ""), "kind": request.GET.get("loai", "")}
    rows = queries.parties(access.seen_parties(user), words=chosen["words"], kind=chosen["kind"])
    rows = rows.order_by("sort_key", "pk")
    context = {
        "page": page_of(request, rows, per_page=50), "chosen": chosen, "any_filter": any(chosen.values()),
        "kinds": PartyKind.choices, "sees_names": bool(areas_held(user, Right.READ_CONTRIBUTIONS)),
    }  # fmt: skip
    return answer(request, "contributions/party_list.html", context)


@require_GET
def party_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One giver: the campaigns he was asked in, what he gave, and what stood under names merged into his."""
    return _shown(request, access.get_party(signed_in(request), pk))


def _shown(request: HttpRequest, party: Party, move: MoveForm | None = None) -> HttpResponse:
    user = signed_in(request)
    names = queries.names_held(party)
    lines = access.seen_lines(user).filter(party__in=names).select_related("campaign__area")
    mine = access.seen_receipts(user).filter(pk__in=queries.given_by(names))
    may_write = may(user, Right.WRITE_CAMPAIGNS, party.area) and party.merged_into_id is None
    context = {
        "party": party, "lines": ledger.with_balance(lines).order_by("-campaign__year", "-pk"),
        "page": page_of(request, mine.order_by("-received_on", "-pk")), "merged": party.merged.order_by("pk"),
        "may_write": may_write, "move": (move or MoveForm(party)) if may_write else None,
        "history": history_lines(history_of(party)),
    }  # fmt: skip
    return render(request, "contributions/party_detail.html", context)


def edit_party(request: HttpRequest, pk: int) -> HttpResponse:
    party = access.get_party(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    form = PartyForm(party, request.POST or None, initial={"seen": actions.mark(party)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_party(party, values=form.values(), seen=form.cleaned_data["seen"], by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu người đóng góp.")
            return redirect("contributions:party", party.pk)
    return render(request, "contributions/party_form.html", {"form": form, "party": party})


@require_POST
def move_party(request: HttpRequest, pk: int) -> HttpResponse:
    """The giver belongs to another village or unit from now on."""
    party = access.get_party(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    form = MoveForm(party, request.POST)
    if not form.is_valid():
        return _shown(request, party, form)
    moved = actions.move_party(party, **form.cleaned_data, by=signed_in(request))
    messages.success(request, f"Đã chuyển; {moved} dòng danh sách chuyển theo." if moved else "Đã chuyển.")
    return redirect("contributions:party", party.pk)


# --- Who may be one and the same ---


@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs of givers who may be one, each with the reasons; a person decides."""
    user = signed_in(request)
    proposals = queries.proposals(access.seen_parties(user))
    page = page_of(request, proposals)
    for row in page:
        row.pair, row.heading = (row.one, row.other), f"{row.one.name}, giống {row.score} %"
    context: dict[str, Any] = {"page": page, "communes": _communes(request)}
    return render(request, "contributions/duplicates.html", context)


def _communes(request: HttpRequest) -> list[Any]:
    held = areas_held(signed_in(request), Right.WRITE_CAMPAIGNS)
    return [area for area in held if area.level == Level.COMMUNE]


@require_POST
def find_duplicates(request: HttpRequest) -> HttpResponse:
    """Look through all givers of the person's communes."""
    access.campaign_places(signed_in(request))
    found = sum(duplicates.find_duplicates(commune) for commune in _communes(request))
    messages.info(request, f"Tìm thấy thêm {found} cặp tên cần xem." if found else "Không có cặp tên mới cần xem.")
    return redirect("contributions:duplicates")


@require_POST
def decide_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Merged into the one kept, or told apart."""
    duplicate = access.get_duplicate(signed_in(request), pk)
    answered = request.POST.get("answer", "")
    try:
        if answered == DuplicateState.DIFFERENT:
            duplicates.tell_apart(duplicate, by=signed_in(request))
            messages.info(request, "Đã ghi là hai người khác nhau.")
        else:
            kept = duplicates.merge(duplicate, keep=int(answered) if answered.isdecimal() else 0, by=signed_in(request))
            messages.success(request, f"Đã gộp; giữ {kept} ({kept.code}).")
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("contributions:duplicates")
