"""Events: the list, one, writing it, and inviting to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere
from accounts.enums import Right
from areas.queries import issuers_on
from campaigns.access import year as access
from campaigns.actions import events as actions
from campaigns.enums import EventKind
from campaigns.forms.year import EventForm, InviteForm
from campaigns.models import Event
from campaigns.papers import changes
from campaigns.papers import year as papers
from campaigns.papers.invitations import differences, guests_said
from campaigns.queries import year as queries
from campaigns.views import year as shared
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.enums import MAY_BE_DRAFTED
from documents.forms import ReplaceForm
from documents.list_exports import list_response
from documents.queries import paper_of
from documents.rendering import files_of
from journal.papers import history_lines
from journal.queries import history_of

_FIELDS = ("kind", "title", "held_on", "place", "programme", "people", "cost", "result")


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Events one may read, by year, kind, area and plan; ?export=xlsx."""
    user = signed_in(request)
    everything = access.visible_events(user)
    chosen = {**shared.chosen(request), "kind": request.GET.get("loai", "")}
    rows = queries.newest_first(queries.with_people(queries.chosen(everything, field="held_on", **chosen)))
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.event_sheet(rows), "hoat-dong.xlsx", count=rows.count())
    context = {
        "page": page_of(request, rows), "chosen": chosen, "any_filter": any(chosen.values()), "kinds": EventKind.choices,
        "may_write": has_anywhere(user, Right.WRITE_PLANS), **shared.choices(everything, "held_on"),
    }  # fmt: skip
    return answer(request, "campaigns/events.html", context)


@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, its invitation, its history."""
    row = access.get_event(signed_in(request), pk)
    return render(request, "campaigns/event.html", _context(request, row))


def _context(request: HttpRequest, row: Event, form: InviteForm | None = None) -> dict[str, Any]:
    may_write, document = access.may_write(signed_in(request), row.area), row.invitation
    context: dict[str, Any] = {
        "event": row, "may_write": may_write, "document": document,
        "history": history_lines(history_of(row)), "form": form,
    }  # fmt: skip
    first: dict[str, Any] = {}
    if document is not None:
        paper = paper_of(document)
        first = {"issuer": document.issuer, **guests_said(paper)}
        rights = steps_open_to(signed_in(request), document)
        context |= {
            "steps": steps.steps_of(document), "next": steps.next_of(document, rights),
            "others": steps.others_of(document, rights, ReplaceForm(successors_for(signed_in(request), document))),
            "files": files_of(document), "otherwise": differences(row, paper),
        }  # fmt: skip
    if form is None and may_write and (document is None or document.state in MAY_BE_DRAFTED):
        context["form"] = InviteForm(issuers_on(row.area), initial=first)
    return context


def add_event(request: HttpRequest) -> HttpResponse:
    form = EventForm(*shared.form_places(request), request.POST or None, initial=shared.first_values(request))
    if request.method == "POST" and form.is_valid():
        row = actions.add_event(values=form.values(), key=form.cleaned_data["key"], by=signed_in(request))
        messages.success(request, "Đã ghi hoạt động.")
        return redirect("campaigns:event", row.pk)
    return render(request, "campaigns/event_form.html", {"form": form, "event": None})


def edit_event(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_event(signed_in(request), pk, Right.WRITE_PLANS)
    form = EventForm(*shared.form_places(request), request.POST or None, initial=shared.values_of(row, _FIELDS))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_event(row, values=form.values(), seen=request.POST.get("seen", ""), by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("campaigns:event", row.pk)
    seen = request.POST.get("seen") or changes.mark_of(papers.said_event(row))
    return render(request, "campaigns/event_form.html", {"form": form, "event": row, "seen": seen})


def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the invitation from the event; a mistake shows on the event's page."""
    row = access.get_event(signed_in(request), pk, Right.WRITE_PLANS)
    if request.method != "POST":
        return redirect("campaigns:event", pk)
    form = InviteForm(issuers_on(row.area), request.POST)
    if form.is_valid():
        try:
            actions.draft_invitation(
                row, issuer=form.cleaned_data["issuer"], guests=form.guests(), by=signed_in(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã soạn giấy mời; xem lại rồi trình duyệt.")
            return redirect("campaigns:event", pk)
    return render(request, "campaigns/event.html", _context(request, row, form))
