"""Dossiers of awards of the level above: the list, who goes up, one dossier with its papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import demand, may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.enums import DocumentState
from documents.forms import ReplaceForm
from documents.render import render as render_paper
from documents.rendering import files_of
from emulation.access.awards import get_drive_of_sessions
from emulation.access.higher_awards import get_higher_award, get_nomination_of
from emulation.actions import higher_awards as actions
from emulation.actions.higher_award_zip import request_zip
from emulation.forms.higher_awards import ChooseForm, SentForm
from emulation.models import HigherAward
from emulation.queries.higher_awards import ballots_of, dossiers_of, nominations_of
from journal.papers import history_lines
from journal.queries import history_of

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def new_higher_award(request: HttpRequest, pk: int) -> HttpResponse:
    """Dossiers of the drive, and choosing who goes up in a new one."""
    user = signed_in(request)
    drive = get_drive_of_sessions(user, pk)
    may_write = may(user, Right.WRITE_AWARDS, drive.area)
    if request.method == "POST":
        demand(user, Right.WRITE_AWARDS, drive.area)
    form = ChooseForm(drive, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [row.pk for row in form.cleaned_data["nominations"]]
            higher = actions.draft_higher_award(drive, chosen, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập tờ trình; xem lại rồi trình duyệt.")
            return redirect(higher)
    context = {
        "drive": drive, "form": form, "dossiers": list(dossiers_of(drive)), "may_write": may_write,
        "ready": bool(form.fields["nominations"].initial),
    }  # fmt: skip
    return render(request, "emulation/higher_award_form.html", context)


@require_GET
def higher_award(request: HttpRequest, pk: int, higher_pk: int) -> HttpResponse:
    return _page(request, get_higher_award(signed_in(request), pk, higher_pk), None)


def _page(request: HttpRequest, higher: HigherAward, form: SentForm | None) -> HttpResponse:
    user, document = signed_in(request), higher.document
    rights = steps_open_to(user, document)
    rows = nominations_of(higher)
    ballots = ballots_of(rows)
    may_write = may(user, Right.WRITE_AWARDS, higher.drive.area)
    context = {
        "found": document.subject, "higher": higher, "drive": higher.drive, "document": document,
        "next": steps.next_of(document, rights), "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
        "files": files_of(document), "history": history_lines(history_of(document)), "may_write": may_write,
        "may_redraft": may_write and document.state == DocumentState.DRAFT,
        "rows": [(row, ballots.get(row.pk)) for row in rows],
        "form": (form or SentForm(higher)) if may_write and document.state == DocumentState.ISSUED else None,
    }  # fmt: skip
    return render(request, "emulation/higher_award.html", context)


@require_POST
def redraft_higher_award(request: HttpRequest, pk: int, higher_pk: int) -> HttpResponse:
    user = signed_in(request)
    higher = get_higher_award(user, pk, higher_pk, Right.WRITE_AWARDS)
    actions.redraft_higher_award(higher, by=user)
    messages.success(request, "Đã soạn lại tờ trình.")
    return redirect(higher)


@require_POST
def higher_award_sent(request: HttpRequest, pk: int, higher_pk: int) -> HttpResponse:
    """The day the dossier went up, and later the answer."""
    user = signed_in(request)
    higher = get_higher_award(user, pk, higher_pk, Right.WRITE_AWARDS)
    form = SentForm(higher, request.POST)
    if form.is_valid():
        try:
            sent_on, answer = form.cleaned_data["sent_on"], form.cleaned_data["answer"] or ""
            actions.record_sent(higher, sent_on=sent_on, answer=answer, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect(higher)
    return _page(request, higher, form)


@require_POST
def higher_award_zip(request: HttpRequest, pk: int, higher_pk: int) -> HttpResponse:
    user = signed_in(request)
    higher = get_higher_award(user, pk, higher_pk, Right.WRITE_AWARDS)
    request_zip(higher, by=user)
    messages.info(request, "Đang đóng gói hồ sơ; tệp sẽ có ở “Tệp của tôi”.")
    return redirect("jobs:my_files")


@require_GET
def achievement_report(request: HttpRequest, pk: int, higher_pk: int, nomination_pk: int) -> HttpResponse:
    """One báo cáo thành tích as a Word file, for who completes it."""
    higher = get_higher_award(signed_in(request), pk, higher_pk, Right.WRITE_AWARDS)
    (paper,) = actions.reports_of(higher, [get_nomination_of(higher, nomination_pk)])
    response = HttpResponse(render_paper(paper, "docx"), content_type=_WORD)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-thanh-tich-{nomination_pk}.docx"'
    return response
