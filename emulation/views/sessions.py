"""Sessions of the council: called, who came, the count, the papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.enums import Right
from areas.enums import OrganisationKind
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.enums import DocumentState
from documents.forms import ReplaceForm
from documents.models import Document
from documents.rendering import files_of
from emulation.access import awards as access
from emulation.access.drives import get_drive
from emulation.actions import decisions as deciding
from emulation.actions import sessions as actions
from emulation.enums import SessionState
from emulation.forms import sessions as forms
from emulation.models import Nomination, Session
from emulation.papers import awards as papers
from emulation.queries import awards as award_queries
from emulation.queries import sessions as queries
from emulation.rules.awards import ballot_line, on_day, rule_words
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def session_list(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = access.get_drive_of_sessions(user, pk)
    context = {
        "drive": drive, "page": page_of(request, queries.with_counts(drive.sessions.all())),
        "may_write": access.writes(user, drive),
    }  # fmt: skip
    return render(request, "emulation/session_list.html", context)


def call_session(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = get_drive(user, pk, Right.WRITE_AWARDS)
    councils, waiting = queries.councils_of(drive.area, clock.today()), queries.callable_nominations(drive)
    form = forms.SessionForm(drive, councils, waiting, request.POST or None, initial={"nominations": list(waiting)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            session = actions.call_session(
                drive, values=form.values(), nominations=list(data["nominations"]), key=str(data["key"]), by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã triệu tập cuộc họp.")
            return redirect(session)
    context = {
        "drive": drive, "form": form, "session": None, "any_council": councils.exists(), "any_waiting": waiting.exists(),
    }  # fmt: skip
    return render(request, "emulation/session_form.html", context)


def edit_session(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    user = signed_in(request)
    session = access.get_session(user, pk, session_pk, Right.WRITE_AWARDS)
    drive = session.drive
    councils = queries.councils_for(session, clock.today())
    waiting = queries.callable_nominations(drive, session)
    form = forms.SessionForm(drive, councils, waiting, request.POST or None, initial=forms.first_values(session))
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["nominations"])
        try:
            actions.save_session(session, values=form.values(), nominations=chosen, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect(session)
    context = {"drive": drive, "form": form, "session": session, "any_council": True, "any_waiting": True}
    return render(request, "emulation/session_form.html", context)


@require_GET
def session_detail(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    return _shown(request, access.get_session(signed_in(request), pk, session_pk))


def _shown(request: HttpRequest, session: Session, fault: str = "") -> HttpResponse:
    """The session with its attendance, the count, its papers and decisions."""
    user, drive = signed_in(request), session.drive
    rows = queries.attendance_of(session)
    nominations = queries.nominations_of(session)
    lines = {row.nomination_id: ballot_line(row) for row in queries.ballots_of(session)}
    kinds = (("giay-moi", "Giấy mời"), ("bien-ban", "Biên bản"), ("to-trinh", "Tờ trình"))
    may_write = access.writes(user, drive)
    held = session.state == SessionState.HELD
    free = queries.passed_of(session) if held else []
    ids = filter(None, (session.invitation_id, session.minutes_id, session.submission_id))
    readable = set(access.readable_decisions(user, drive).values_list("pk", flat=True))
    context = {
        "drive": drive, "session": session, "attendance": rows, "fault": fault, "held": held, "may_write": may_write,
        "present": sum(row.present for row in rows), "written": sum(row.written for row in rows),
        "considered": [(row, lines.get(row.pk)) for row in nominations],
        "readable": access.readable_papers(user, ids),
        "papers": [
            (kind, label, getattr(session, deciding.SESSION_PAPERS[kind].field), held or kind == "giay-moi")
            for kind, label in kinds
        ],
        "decisions": [row for row in award_queries.decisions_of(drive).filter(session=session) if row.pk in readable],
        "may_decide": may_write and bool(free), "free": len(free),
        "own_letters": queries.council_body(drive.area, clock.today()) is not None,
        "history": history_lines(history_of(session)),
    }  # fmt: skip
    return render(request, "emulation/session.html", context)


def session_attendance(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    user = signed_in(request)
    session = access.get_session(user, pk, session_pk, Right.WRITE_AWARDS)
    form = forms.AttendanceForm(queries.attendance_of(session), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_attendance(session, came=form.came(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi thành viên dự họp.")
            return redirect(session)
    context = {"drive": session.drive, "session": session, "form": form}
    return render(request, "emulation/session_attendance.html", context)


def session_ballots(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The counts; "chot" closes them for good."""
    user = signed_in(request)
    session = access.get_session(user, pk, session_pk, Right.WRITE_AWARDS)
    rows = queries.nominations_of(session)
    came = queries.attendance_of(session)
    took_part = sum(row.present or row.written for row in came)
    known = {row.nomination_id: row for row in queries.ballots_of(session)}
    at = session.ended_at
    first = {"discussion": session.discussion, "ended_at": f"{at:%H:%M}" if at else ""}
    form = forms.BallotsForm(rows, known, took_part, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        more = {"discussion": form.cleaned_data["discussion"], "ended_at": form.cleaned_data["ended_at"]}
        try:
            actions.save_ballots(session, counted=form.counted(), more=more, by=user)
            if "chot" in request.POST:
                actions.hold_session(session, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            done = "Đã chốt kết quả họp." if "chot" in request.POST else "Đã ghi phiếu; kết quả chưa chốt."
            messages.success(request, done)
            return redirect(session)
    context = {
        "drive": session.drive, "session": session, "form": form, "took_part": took_part, "members": len(came),
        "rules": _rules(session, rows), "held": session.state == SessionState.HELD,
    }  # fmt: skip
    return render(request, "emulation/ballots.html", context)


def _rules(session: Session, rows: list[Nomination]) -> list[tuple[str, str, bool, str]]:
    """Each form on the list: its title, what it needs on the day of the session, whether that was compared, its source."""
    rules, found = award_queries.rules_by_form(), {}
    for row in rows:
        rule = on_day(rules.get(row.form_id, ()), session.held_on)
        needed = (
            rule_words(rule.vote_percent, more_than=rule.more_than, base_label=str(rule.get_vote_base_display()))
            if rule is not None and rule.vote_percent is not None
            else "chưa có quy định"
        )
        found[row.form_id] = (
            papers.form_title(row.form),
            needed,
            bool(rule and rule.sure),
            rule.source if rule else "",
        )
    return list(found.values())


_NOT_DECLARED = (
    "Hội đồng chưa khai báo ở mục Cơ quan (tên in ở đầu văn bản, chữ viết tắt như HĐTĐKT), nên văn bản lấy tên và số của "
    "Ủy ban nhân dân. Khai báo xong, bấm “Soạn lại từ số liệu” thì văn bản mang tên và số của Hội đồng."
)


def session_paper(request: HttpRequest, pk: int, session_pk: int, kind: str) -> HttpResponse:
    """One of the session's papers. POST: write it, or write its draft anew."""
    user = signed_in(request)
    if kind not in deciding.SESSION_PAPERS:
        raise Http404
    right = Right.WRITE_AWARDS if request.method == "POST" else Right.READ_DRIVES
    session = access.get_session(user, pk, session_pk, right)
    if request.method == "POST":
        try:
            made = deciding.draft_session_paper(session, kind, by=user)
        except RuleError as error:
            return _shown(request, session, error.message)
        messages.success(request, "Đã soạn dự thảo; xem lại rồi trình duyệt.")
        if made.issuer and made.issuer.kind != OrganisationKind.AWARD_COUNCIL:
            messages.warning(request, _NOT_DECLARED)
        return redirect("emulation:session_paper", pk, session_pk, kind)
    wanted = deciding.SESSION_PAPERS[kind]
    document: Document | None = getattr(session, wanted.field)
    if document is None or not access.readable_papers(user, [document.pk]):
        raise Http404
    context = {
        "drive": session.drive, "session": session, "kind": kind, "found": str(wanted.type.label),
        **paper_context(request, document), "may_redraft": document.state == DocumentState.DRAFT and access.writes(user, session.drive),
    }  # fmt: skip
    return render(request, "emulation/session_paper.html", context)


def paper_context(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What documents/paper_page.html shows."""
    user = signed_in(request)
    rights = steps_open_to(user, document)
    return {
        "document": document, "steps": steps.steps_of(document), "next": steps.next_of(document, rights),
        "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
        "files": files_of(document), "history": history_lines(history_of(document)),
    }  # fmt: skip
