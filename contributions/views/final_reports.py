"""The report of a campaign's results: drawing it up, and its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from contributions import access
from contributions.actions.final_reports import draft_final_report
from contributions.forms.final_reports import FinalReportForm
from contributions.queries.final_reports import last_report
from core.errors import RuleError
from core.pages import signed_in
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.enums import DocumentState
from documents.forms import ReplaceForm
from documents.rendering import files_of
from journal.papers import history_lines
from journal.queries import history_of


def final_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person adds to the figures; sent, the paper is drafted (or drafted anew) from the ledger as it now stands."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk, Right.WRITE_CAMPAIGNS)
    last = last_report(campaign)
    said = {name: getattr(last, name) for name in FinalReportForm.base_fields} if last else {}
    form = FinalReportForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            found = draft_final_report(campaign, form.words(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập dự thảo báo cáo; xem lại rồi trình duyệt.")
            return redirect(found)
    context = {"campaign": campaign, "form": form, "last": last}
    return render(request, "contributions/final_report.html", context)


@require_GET
def final_report_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: its steps, its text, its files."""
    user = signed_in(request)
    found = access.get_final_report(user, pk)
    document = found.document
    rights = steps_open_to(user, document)
    draft = document.state == DocumentState.DRAFT
    context = {
        "found": found, "campaign": found.campaign, "document": document, "steps": steps.steps_of(document),
        "next": steps.next_of(document, rights),
        "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
        "files": files_of(document), "history": history_lines(history_of(document)),
        "may_redraft": draft and may(user, Right.WRITE_CAMPAIGNS, found.campaign.area),
    }  # fmt: skip
    return render(request, "contributions/final_report_paper.html", context)
