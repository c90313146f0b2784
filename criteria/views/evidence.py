"""Evidence: adding it to a row, the list with what ends soon, changing and withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import demand, may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria import access
from criteria.actions import evidence as actions
from criteria.forms.evidence import ChangeEvidenceForm, NewEvidenceForm
from criteria.models import Evidence
from criteria.papers.evidence import evidence_said
from criteria.papers.survey_words import mark_of
from criteria.queries import evidence as queries


def add_evidence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Files, photos or an issued paper for rows of one criterion (and others, if chosen)."""
    user = signed_in(request)
    card = access.get_card(user, pk, Right.WRITE_SCORECARDS)
    criterion = get_object_or_404(card.criteria_set.criteria, number=number)
    first = [f"c{row.pk}" for row in criterion.indicators.all()] or [f"t{criterion.pk}"]
    chosen = request.GET.get("ct")
    initial = {"rows": [f"c{chosen}"] if f"c{chosen}" in first else first}
    form = NewEvidenceForm(
        card.criteria_set, access.citable_documents(user, card.area), request.POST or None, request.FILES or None,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        common = {
            "area": card.area, "title": data["title"] or "", "rows": data["rows"], "valid_from": data["valid_from"],
            "valid_to": data["valid_to"], "by": user, "subject": card.subject,
        }  # fmt: skip
        try:
            added = actions.add_files(data["uploads"], **common) or [
                actions.add_evidence(**common, document=data["document"])
            ]
        except RuleError as error:
            form.add_error("uploads", error.message)
        else:
            messages.success(request, f"Đã thêm {len(added)} minh chứng.")
            return redirect("criteria:criterion", card.pk, number)
    if request.FILES and form.errors:
        # Browsers do not send a chosen file twice.
        form.add_error("uploads", "Chưa tệp nào được lưu; đề nghị chọn lại các tệp.")
    return render(request, "criteria/add_evidence.html", {"form": form, "card": card, "criterion": criterion})


@require_GET
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Evidence one may read; ?sap-het=1 shows what ends within 60 days or has ended."""
    user = signed_in(request)
    visible = access.visible_evidence(user)
    soon = queries.ending(visible, clock.today())
    only_soon = request.GET.get("sap-het") == "1"
    rows = queries.with_all(soon if only_soon else queries.in_use(visible))
    context = {"page": page_of(request, rows), "only_soon": only_soon, "soon": soon.count(), "today": clock.today()}
    return answer(request, "criteria/evidence_list.html", context)


def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of evidence; who fills the card may change its name, validity and rows."""
    user = signed_in(request)
    found = access.get_evidence(user, pk)
    may_change = may(user, Right.WRITE_SCORECARDS, found.area) and found.withdrawn_at is None
    if request.method == "POST":
        demand(user, Right.WRITE_SCORECARDS, found.area)
    form = _form_of(found, request) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_evidence(
                found, title=data["title"], rows=data["rows"], valid_from=data["valid_from"], valid_to=data["valid_to"],
                by=user, seen=data["seen"],
            )  # fmt: skip
        except actions.MovedError:
            found.refresh_from_db()
            stands = evidence_said(found)
            form.contest(mark_of(stands), "; ".join(f"{name}: {said}" for name, said in stands.items() if said))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu minh chứng.")
            return redirect("criteria:evidence_list")
    return render(request, "criteria/evidence.html", {"evidence": found, "form": form})


def _form_of(found: Evidence, request: HttpRequest) -> ChangeEvidenceForm:
    uses = list(found.uses.select_related("criterion__criteria_set"))
    initial = {
        "title": found.title, "valid_from": found.valid_from, "valid_to": found.valid_to,
        "seen": mark_of(evidence_said(found)),
        "rows": [f"c{use.indicator_id}" if use.indicator_id else f"t{use.criterion_id}" for use in uses],
    }  # fmt: skip
    return ChangeEvidenceForm(uses[0].criterion.criteria_set, request.POST or None, initial=initial)


@require_POST
def withdraw_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_evidence(user, pk)
    demand(user, Right.WRITE_SCORECARDS, found.area)
    actions.withdraw_evidence(found, by=user)
    messages.success(request, f"Đã gỡ minh chứng {found.title}.")
    return redirect("criteria:evidence_list")
