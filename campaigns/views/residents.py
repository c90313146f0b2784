"""Residents' decisions: the list, one decision, its record as a paper."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere, may
from accounts.enums import Right
from campaigns.access import residents as access
from campaigns.access.works import visible_works
from campaigns.actions import residents as actions
from campaigns.enums import DecisionForm, DecisionMatter
from campaigns.forms.residents import DecisionDataForm, first_values
from campaigns.models import ResidentsDecision
from campaigns.papers import residents as papers
from campaigns.papers.changes import mark_of
from campaigns.queries import residents as queries
from campaigns.queries.places import areas_around
from campaigns.rules.residents import Verdict, reminders, verdict
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.uploads import read_upload
from documents.enums import Format
from documents.list_exports import list_response
from journal.papers import history_lines
from journal.queries import history_of

_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _verdict(decision: ResidentsDecision) -> Verdict:
    return verdict(
        day=decision.held_on, matter=decision.matter, level=decision.area.level, households=decision.households,
        agreed=decision.agreed, villages=decision.villages, villages_agreed=decision.villages_agreed,
    )  # fmt: skip


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions one may read, each with what the rule of its day says; ?export=xlsx gives what one sees."""
    user = signed_in(request)
    everything = access.visible_decisions(user)
    areas = list(areas_around(everything))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "matter": request.GET.get("loai", ""), "area": _number(request.GET.get("dia-ban")),
        "year": _number(request.GET.get("nam")),
    }  # fmt: skip
    area = next((area for area in areas if area.pk == chosen["area"]), None)
    decisions = queries.with_people(queries.filtered(everything, **{**chosen, "area": area}))
    if request.GET.get("export") == "xlsx":
        rows = ((decision, _verdict(decision).sentence) for decision in decisions)
        return list_response(request, papers.decision_sheet(rows), "nhan-dan-quyet-dinh.xlsx", count=decisions.count())
    page = page_of(request, decisions)
    context = {
        "page": page, "rows": [_line(decision) for decision in page], "chosen": chosen, "any_filter": any(chosen.values()),
        "matters": DecisionMatter.choices, "areas": areas, "years": queries.years_of(everything),
        "may_write": has_anywhere(user, Right.WRITE_PLANS),
    }  # fmt: skip
    return answer(request, "campaigns/residents_list.html", context)


def _line(decision: ResidentsDecision) -> dict[str, Any]:
    return {
        "decision": decision, "verdict": _verdict(decision), "of_all": papers.share_of(decision.agreed, decision.households),
        "of_present": papers.share_of(decision.agreed, decision.present),
    }  # fmt: skip


@require_GET
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: the count, whether it passes, its record, the works it is for."""
    user = signed_in(request)
    decision = access.get_decision(user, pk)
    hints = reminders(
        matter=decision.matter, form=decision.form, level=decision.area.level, has_record=decision.record is not None
    )
    context = {
        **_line(decision), "absent": decision.households - decision.present, "reminders": hints, "works": queries.works_of(visible_works(user), decision),
        "may_write": may(user, Right.WRITE_PLANS, decision.area), "history": history_lines(history_of(decision)),
    }  # fmt: skip
    return render(request, "campaigns/residents_detail.html", context)


def add_decision(request: HttpRequest) -> HttpResponse:
    places = access.decision_places(signed_in(request))
    first = {"key": uuid4().hex, "matter": DecisionMatter.CONTRIBUTION, "form": DecisionForm.MEETING}
    form = DecisionDataForm(places, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            decision = actions.add_decision(
                area=form.cleaned_data["area"], values=form.values(), upload=_upload(form),
                key=form.cleaned_data["key"] or uuid4().hex, by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error("record", error.message)
        else:
            messages.success(request, "Đã ghi quyết định của Nhân dân.")
            return redirect("campaigns:residents_decision", decision.pk)
    return render(request, "campaigns/residents_form.html", {"form": form, "decision": None})


def edit_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = access.get_decision(signed_in(request), pk, Right.WRITE_PLANS)
    places = access.decision_places(signed_in(request), decision.area)
    first = {**first_values(decision), "seen": mark_of(papers.said(decision))}
    form = DecisionDataForm(places, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_decision(
                decision, area=form.cleaned_data["area"], values=form.values(), upload=_upload(form),
                seen=form.cleaned_data["seen"], by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu quyết định của Nhân dân.")
            return redirect("campaigns:residents_decision", pk)
    return render(request, "campaigns/residents_form.html", {"form": form, "decision": decision})


def _upload(form: DecisionDataForm) -> tuple[str, bytes] | None:
    file = form.cleaned_data["record"]
    return read_upload(file) if file else None


@require_GET
def minutes(request: HttpRequest, pk: int, format: Format) -> HttpResponse:
    """The record of the decision, composed from its data, to be printed and signed."""
    from documents.render import render as render_paper

    decision = access.get_decision(signed_in(request), pk)
    found = _verdict(decision)
    paper = papers.minutes(decision, passes=found.passes, result=found.sentence, moment=decision.created_at)
    response = HttpResponse(render_paper(paper, format.value), content_type=_TYPES[format])
    name = f"Biên bản {decision.held_on:%d-%m-%Y}.{format.value}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
