"""Rounds: the list, one round with its communes, one card before the office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import demand, has_anywhere, may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria import access
from criteria.actions import rounds as actions
from criteria.enums import RoundCardState, SetLevel, State
from criteria.forms.rounds import ChangeRoundForm, CorrectionForm, OpenRoundForm
from criteria.models import Criterion, Indicator, Round, RoundCard, RowCorrection
from criteria.papers.cards import card_rows, open_rows
from criteria.papers.snapshots import slipped, states_in
from criteria.queries import rounds as queries
from criteria.queries.cards import lines_of
from criteria.queries.sets import filled_sets
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = page_of(request, queries.with_counts(access.visible_rounds(user)))
    context = {"page": page, "may_open": has_anywhere(user, Right.OPEN_ROUNDS), "today": clock.today()}
    return answer(request, "criteria/round_list.html", context)


def open_round(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    areas = access.opening_areas(user)
    sets = filled_sets().filter(level=SetLevel.COMMUNE)
    form = OpenRoundForm(areas, sets, request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.open_round(**form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã mở kỳ {found} cho các xã.")
            return redirect(found)
    return render(request, "criteria/open_round.html", {"form": form})


def _to_change(request: HttpRequest, pk: int) -> Round:
    user = signed_in(request)
    found = access.get_round(user, pk)
    demand(user, Right.OPEN_ROUNDS, found.area)
    return found


def change_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or deadline."""
    found = _to_change(request, pk)
    form = ChangeRoundForm(request.POST or None, initial={"name": found.name, "deadline": found.deadline})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_round(found, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi kỳ đánh giá.")
            return redirect(found)
    return render(request, "criteria/change_round.html", {"round": found, "form": form})


@require_POST
def withdraw_round(request: HttpRequest, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    actions.withdraw_round(found, by=signed_in(request))
    messages.success(request, f"Đã rút kỳ {found}; các xã đã được báo.")
    return redirect("criteria:rounds")


@require_GET
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The communes of a round with where each stands; ?trang-thai= shows one state."""
    user = signed_in(request)
    found = access.get_round(user, pk)
    everything = access.visible_round_cards(user).filter(round=found)
    state = request.GET.get("trang-thai", "")
    rows = everything.filter(state=state) if state in RoundCardState.values else everything
    counts = queries.counts_by_state(everything)
    tabs = [
        {"label": "Tất cả", "url": "?", "count": sum(counts.values()), "current": not state},
        *(
            {"label": name.label, "url": f"?trang-thai={name}", "count": counts.get(name, 0), "current": state == name}
            for name in RoundCardState
        ),
    ]  # fmt: skip
    context = {
        "round": found, "page": page_of(request, queries.without_snapshots(queries.with_people(rows)), per_page=50),
        "tabs": tabs, "late": found.deadline < clock.today(), "may_change": may(user, Right.OPEN_ROUNDS, found.area),
        "unanswered": counts.get(RoundCardState.FILLING, 0) == sum(counts.values()),
        "history": history_lines(history_of(found)),
    }  # fmt: skip
    return answer(request, "criteria/round.html", context)


@require_GET
def round_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A card in a round: as submitted, what slipped first, remarks and corrections; the living card while it is filled."""
    found = access.get_round_card(signed_in(request), pk)
    return _shown(request, found, request.session.get(_unsent(pk), {}))


def _unsent(pk: int) -> str:
    """Where the session keeps what was typed beside other rows: a correction in between loses none of it."""
    return f"round-card-{pk}-typed"


def _shown(request: HttpRequest, found: RoundCard, typed: Mapping[str, str], fault: str = "") -> HttpResponse:
    """The page with what was typed; 409 where it says why that was refused."""
    user = signed_in(request)
    sent = json.loads(found.snapshot) if found.snapshot else None
    waits = found.state in {RoundCardState.FILLING, RoundCardState.RETURNED}
    may_submit = waits and may(user, Right.SUBMIT_SCORECARDS, found.card.area)
    corrections = list(queries.corrections_of(found)) if sent else []
    rows = _rows(found, sent, corrections) if sent else []
    for row in rows:
        row["said"], row["why"] = typed.get(f"y-{row['key']}", ""), typed.get(f"ly-do-{row['key']}", "")
        row["found"] = typed.get(f"ket-qua-{row['key']}", "")
    context: dict[str, Any] = {
        "found": found, "card": found.card, "sent": sent, "rows": rows, "fault": fault,
        "slips": slipped(queries.snapshot_before(found), found.snapshot, corrections) if sent else [],
        "may_submit": may_submit, "open": open_rows(card_rows(lines_of(found.card, on=clock.today()))) if may_submit else None,
        "may_verify": found.state == RoundCardState.SUBMITTED and may(user, Right.VERIFY_SCORECARDS, found.round.area),
        "remarks": found.remarks.select_related("criterion", "indicator", "by"),
        "correction": CorrectionForm(), "history": history_lines(history_of(found)),
    }  # fmt: skip
    return render(request, "criteria/round_card.html", context, status=409 if fault else 200)


def _rows(found: RoundCard, sent: dict[str, Any], corrections: list[RowCorrection]) -> list[dict[str, Any]]:
    """The submitted rows with what the office says of each."""
    states = states_in(found.snapshot, corrections)
    last = {str(row.indicator or row.criterion.number): row for row in corrections}
    rows = []
    for criterion in sent["criteria"]:
        whole = {
            "key": f"t{criterion['number']}",
            "code": str(criterion["number"]),
            "text": criterion["name"],
            "head": True,
        }
        rows.append(
            {**whole, "state": criterion["state"], "result": criterion["whole"], "after": states[whole["code"]],
             "corrected": last.get(whole["code"]),
             "claimed": _claimed(criterion), "proof": criterion["proof"], "may_correct": not criterion["indicators"]}
        )  # fmt: skip
        rows += [
            {
                "key": f"c{row['id']}", "code": row["code"], "text": row["text"], "level": row["level"], "head": False,
                "state": row["result"]["state"] if row["result"] else State.NO_DATA, "result": row["result"],
                "after": states[row["code"]], "corrected": last.get(row["code"]), "proof": row["proof"], "may_correct": True,
                "valued": row["result"] is not None
                and any(row["result"][part] not in {None, ""} for part in ("number", "second", "text")),
            }
            for row in criterion["indicators"]
        ]  # fmt: skip
    return rows


def _claimed(criterion: dict[str, Any]) -> str:
    """What was declared for the whole criterion where its rows say otherwise, or nothing yet; else empty."""
    said = (criterion["whole"] or {}).get("state", State.NO_DATA)
    return "" if said in {State.NO_DATA, criterion["state"]} else State(said).label


@require_POST
def submit_card(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_round_card(user, pk)
    demand(user, Right.SUBMIT_SCORECARDS, found.card.area)
    actions.submit_card(found, by=user)
    messages.success(request, "Đã gửi phiếu tự đánh giá lên cấp trên.")
    return redirect(found)


#: How the fields of a correction begin.
_CORRECTION = ("ket-qua-", "ly-do-")


def _not_kept(what: str, rows: list[str]) -> str:
    return f"Dòng {', '.join(rows)} còn {what} chưa được ghi; đề nghị ghi trước hoặc xóa phần đã nhập."


def _for_office(request: HttpRequest, pk: int) -> RoundCard:
    user = signed_in(request)
    found = access.get_round_card(user, pk)
    demand(user, Right.VERIFY_SCORECARDS, found.round.area)
    return found


def _row(found: RoundCard, key: str) -> tuple[Criterion, Indicator | None]:
    """The row that a field names; 404 where the round's set has none such."""
    row = queries.row_named(found.card.criteria_set_id, key)
    if row is None:
        raise Http404
    return row


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was written beside the rows: remarks as "y-<row>", corrections as "ket-qua-<row>" and "ly-do-<row>"; empty ones
    are none."""
    beside = ("y-", *_CORRECTION)
    return {name: text for name, text in request.POST.dict().items() if name.startswith(beside) and text.strip()}


def _unsaved(request: HttpRequest, found: RoundCard, *prefixes: str) -> list[str]:
    """The rows in whose fields something stands that the pressed button would not keep."""
    typed = _typed(request)
    rows = _rows(found, json.loads(found.snapshot), []) if typed and found.snapshot else []
    return [row["code"] for row in rows if any(f"{prefix}{row['key']}" in typed for prefix in prefixes)]


@require_POST
def return_card(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_office(request, pk)
    said = {name: text for name, text in _typed(request).items() if name.startswith("y-")}
    if open_rows := _unsaved(request, found, *_CORRECTION):
        return _shown(request, found, request.POST.dict(), _not_kept("điều chỉnh", open_rows))
    remarks = [actions.RemarkOn(*_row(found, name[2:]), text.strip()[:2000]) for name, text in said.items()]
    try:
        actions.return_card(found, remarks=remarks, by=signed_in(request))
    except RuleError as error:
        return _shown(request, found, request.POST.dict(), error.message)
    request.session.pop(_unsent(pk), None)
    messages.success(request, f"Đã trả lại phiếu với {len(remarks)} ý kiến.")
    return redirect(found)


@require_POST
def correct_row(request: HttpRequest, pk: int) -> HttpResponse:
    """The row whose button was pressed, with its own fields; what is typed beside other rows stays where it is."""
    found = _for_office(request, pk)
    key = request.POST.get("row", "")
    form = CorrectionForm(
        {"row": key, "after": request.POST.get(f"ket-qua-{key}"), "reason": request.POST.get(f"ly-do-{key}")}
    )
    if not form.is_valid():
        return _shown(request, found, request.POST.dict(), "Đề nghị chọn kết quả và ghi rõ lý do điều chỉnh.")
    criterion, indicator = _row(found, form.cleaned_data["row"])
    try:
        actions.correct_row(
            found, criterion=criterion, indicator=indicator, after=State(form.cleaned_data["after"]),
            reason=form.cleaned_data["reason"], by=signed_in(request),
        )  # fmt: skip
    except RuleError as error:
        return _shown(request, found, request.POST.dict(), error.message)
    saved = {f"{prefix}{key}" for prefix in _CORRECTION}
    request.session[_unsent(pk)] = {name: text for name, text in _typed(request).items() if name not in saved}
    messages.success(request, f"Đã điều chỉnh dòng {indicator or criterion.number}.")
    return redirect(found)


@require_POST
def accept_card(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_office(request, pk)
    if open_rows := _unsaved(request, found, "y-", *_CORRECTION):
        return _shown(request, found, request.POST.dict(), _not_kept("ý kiến hoặc điều chỉnh", open_rows))
    actions.accept_card(found, by=signed_in(request))
    request.session.pop(_unsent(pk), None)
    messages.success(request, f"Đã chấp nhận phiếu của {found.card.area}; kết quả của kỳ này không thay đổi nữa.")
    return redirect(found)
