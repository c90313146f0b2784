"""What the Front, unions and people say of a dossier's results, and the meeting that votes on asking for recognition."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria import access
from criteria.actions import opinions as actions
from criteria.forms.opinions import MeetingForm, OpinionForm
from criteria.models import Dossier, Opinion, ProposalMeeting
from criteria.papers import surveys as papers
from criteria.queries import surveys as queries
from criteria.survey_rules import Share
from journal.papers import history_lines

_COUNT = Right.COUNT_OPINIONS


def _shell(request: HttpRequest, dossier: Dossier, *kinds: str) -> dict[str, Any]:
    """What the pages of a dossier's inputs share."""
    return {
        "dossier": dossier, "card": dossier.card, "may_count": may(signed_in(request), _COUNT, dossier.card.area),
        "history": history_lines(queries.told_of(dossier, *kinds)[:10]),
    }  # fmt: skip


@require_GET
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, added up; who has not been heard yet; how long the results were posted."""
    dossier = access.get_dossier(signed_in(request), pk)
    rows = list(queries.opinions_of(dossier))
    summary = papers.opinion_summary(rows, queries.villages_to_hear(dossier), queries.bodies_to_hear(dossier))
    rule = queries.thresholds_of(dossier.card).get("opinions_days")
    page = page_of(request, rows)
    context = _shell(request, dossier, "opinion") | {
        "summary": summary, "page": page, "rows": [(row, papers.opinion_share(row)) for row in page], "rule": rule,
        "posting": summary.posting_against(rule.number if rule else None),
    }  # fmt: skip
    return answer(request, "criteria/dossier_opinions.html", context)


def add_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an opinion; ?noi= names the village or body it comes from."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    first = {"key": uuid4().hex, "who": request.GET.get("noi", "")}
    form = _opinion_form(request, dossier, None, initial=first)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4().hex
        values = form.values()
        actions.add_opinion(dossier, values, key=key, by=signed_in(request))
        messages.success(request, f"Đã ghi ý kiến của {values['giver']}.")
        return redirect("criteria:opinions", pk)
    return render(request, "criteria/dossier_opinion_form.html", {"form": form, "dossier": dossier, "opinion": None})


def edit_opinion(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    found = get_object_or_404(queries.opinions_of(dossier), pk=opinion)
    form = _opinion_form(request, dossier, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_opinion(found, form.values(), seen=form.cleaned_data["seen"], by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu ý kiến góp ý.")
            return redirect("criteria:opinions", pk)
    return render(request, "criteria/dossier_opinion_form.html", {"form": form, "dossier": dossier, "opinion": found})


def _opinion_form(request: HttpRequest, dossier: Dossier, opinion: Opinion | None, **more: Any) -> OpinionForm:
    villages, bodies = queries.villages_to_hear(dossier), queries.bodies_to_hear(dossier)
    return OpinionForm(villages, bodies, opinion, request.POST or None, **more)


@require_POST
def remove_opinion(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """Take an opinion off; asked twice, the second time there is nothing to take off."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    found = queries.opinions_of(dossier).filter(pk=opinion).first()
    if found is not None:
        actions.remove_opinion(found, reason=request.POST.get("reason", ""), by=signed_in(request))
        messages.success(request, f"Đã gỡ ý kiến của {found.giver}.")
    return redirect("criteria:opinions", pk)


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting that counts (the last) with its votes against the share asked, and those before it."""
    dossier = access.get_dossier(signed_in(request), pk)
    rows = list(queries.meetings_of(dossier))
    counts = papers.meeting_that_counts(rows)
    summary = papers.meeting_summary(counts) if counts else None
    rule = queries.thresholds_of(dossier.card).get("meeting_share")
    asked = rule.number if rule else None
    context = _shell(request, dossier, "meeting") | {
        "summary": summary, "rule": rule, "standing": summary.against(asked) if summary else None,
        "sentence": summary.sentence(asked) if summary else "",
        "earlier": [(row, Share(row.agreed, row.present)) for row in rows if row != counts],
    }  # fmt: skip
    return render(request, "criteria/dossier_meeting.html", context)


def add_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    form = MeetingForm(None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4().hex
        actions.add_meeting(dossier, form.values(), key=key, by=signed_in(request))
        messages.success(request, "Đã ghi cuộc họp.")
        return redirect("criteria:meeting", pk)
    return render(request, "criteria/dossier_meeting_form.html", {"form": form, "dossier": dossier, "meeting": None})


def edit_meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    found: ProposalMeeting = get_object_or_404(queries.meetings_of(dossier), pk=meeting)
    form = MeetingForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_meeting(found, form.values(), seen=form.cleaned_data["seen"], by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu cuộc họp.")
            return redirect("criteria:meeting", pk)
    return render(request, "criteria/dossier_meeting_form.html", {"form": form, "dossier": dossier, "meeting": found})


@require_POST
def remove_meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Take a meeting off; asked twice, the second time there is nothing to take off."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    found = queries.meetings_of(dossier).select_related("dossier__card__area").filter(pk=meeting).first()
    if found is not None:
        actions.remove_meeting(found, reason=request.POST.get("reason", ""), by=signed_in(request))
        messages.success(request, "Đã gỡ cuộc họp.")
    return redirect("criteria:meeting", pk)
