"""The pages of the one who writes: the list of reports, one report, its way up; and of who receives it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere
from accounts.enums import Right
from areas.enums import Level
from areas.queries import rows_of
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents import steps as paper_steps
from documents.access import steps_open_to, successors_for
from documents.forms import ReasonForm, ReplaceForm
from documents.rendering import files_of
from documents.steps import Next
from journal.papers import history_lines
from journal.queries import history_of
from reporting.access import reports as access
from reporting.access.publishing import may_publish
from reporting.actions import opening, sending
from reporting.actions import reports as actions
from reporting.enums import WRITABLE, ReportState
from reporting.forms import reports as forms
from reporting.models import PeriodicReport
from reporting.papers.page import content_shown
from reporting.queries import reports as queries
from reporting.rules.periods import period_of
from reporting.rules.standing import day_of, on_paper, steps_of, title_of, when_due
from reporting.views.reports_village import village_form


def _row(report: PeriodicReport) -> dict[str, Any]:
    code, words = when_due(report, clock.today(), day_of(report.first_sent_at))  # type: ignore[attr-defined]  # annotated
    return {"report": report, "title": title_of(report), "code": f"periodic_{code}", "words": words}


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """What one's own area still owes, soonest first, and what it has sent; by year, form and state."""
    user = signed_in(request)
    everything = access.own_reports(user)
    form = forms.ReportFilter(queries.years_of(everything), queries.forms_of(everything), request.GET)
    rows = queries.filtered(everything, **form.wanted())
    page = page_of(request, rows.exclude(state__in=queries.OWED).order_by("-ends_on", "-pk"))
    owed = rows.filter(state__in=queries.OWED).order_by("due_on", "pk")[:100] if page.number == 1 else []
    context = {
        "form": form, "owed": [_row(report) for report in owed], "page": page, "sent": [_row(report) for report in page],
        "may_write": has_anywhere(user, Right.WRITE_REPORTS), "may_receive": has_anywhere(user, Right.RECEIVE_REPORTS),
        "may_publish": may_publish(user),
    }  # fmt: skip
    return answer(request, "reporting/report_list.html", context)


def open_report(request: HttpRequest) -> HttpResponse:
    """Open a report for a form and period, where no duty has done so."""
    user = signed_in(request)
    areas = access.writing_areas(user)
    form = forms.OpenForm(access.forms_for(areas), rows_of(areas), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = opening.open_report(data["form"], data["area"], period_of(data["form"], data["day"]), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(found)
    return render(request, "reporting/open_form.html", {"form": form})


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it is written, for its own people; for the office above as it last went up."""
    user = signed_in(request)
    found = access.get_report(user, pk)
    inside, may_write = access.is_inside(user, found), access.may_write(user, found)
    editable = may_write and found.state in WRITABLE
    version = None if inside else queries.last_version(found)
    document = found.document if inside else version.document if version else None
    short = editable and not on_paper(found)
    context: dict[str, Any] = {
        **_row(found), "inside": inside, "editable": editable, "short": short, "steps": steps_of(found),
        "next": _next(user, found, may_write), "version": version, "document": document,
        **content_shown(found, version), "gaps": list(found.gaps.all()) if inside else [],
        "may_return": access.may_receive(user, found) and found.state in {ReportState.SENT, ReportState.RECEIVED},
        "return_form": ReasonForm(prefix=None), "history": history_lines(history_of(found)) if inside else [],
        "form": village_form(found) if short else None,
    }  # fmt: skip
    if document is not None:
        context |= _paper(request, document)
    return render(request, "reporting/report_detail.html", context)


def _paper(request: HttpRequest, document: Any) -> dict[str, Any]:
    user = signed_in(request)
    rights = steps_open_to(user, document)
    return {
        "files": files_of(document),
        "others": paper_steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
    }


def _next(user: Any, found: PeriodicReport, may_write: bool) -> Next:
    """What is to be done now, with a button for whoever may press it."""
    document = found.document
    waits = found.state == ReportState.SENT and found.form.level != Level.PROVINCE
    on_its_way = found.state == ReportState.SIGNING or (
        found.state == ReportState.DRAFT and found.drafted_at is not None
    )
    if on_its_way and document is not None and not document.is_frozen:
        return paper_steps.next_of(document, steps_open_to(user, document))
    if found.state not in WRITABLE and not waits:
        return Next("Cấp trên đã nhận báo cáo." if found.state == ReportState.RECEIVED else "Báo cáo đã ban hành.")
    if waits:
        title, text, name, label = "Đã gửi, chờ cấp trên xác nhận.", "", "receive_report", "Nhận báo cáo"
    elif not on_paper(found):
        title, text = "Việc tiếp theo: xem lại rồi gửi lên xã.", "Nội dung soạn sẵn từ số liệu đã ghi."
        name = label = ""
    elif found.drafted_at is None:
        title, text = (
            "Việc tiếp theo: soạn từ số liệu.",
            "Từ nhiệm vụ, phiếu tiêu chí, sổ đóng góp, công trình, thi đua.",
        )
        name, label = "draft_report", "Soạn từ số liệu"
    else:
        title, text = "Việc tiếp theo: lập văn bản.", "Văn bản theo nội dung dưới đây; sửa tiếp thì văn bản đổi theo."
        name, label = "draft_paper", "Lập văn bản"
    may = access.may_receive(user, found) if waits else may_write
    return (
        Next(title, text, reverse(f"reporting:{name}", args=[found.pk]), label) if may and name else Next(title, text)
    )


@require_POST
def draft_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_report(signed_in(request), pk, Right.WRITE_REPORTS)
    actions.draft_report(found, by=signed_in(request))
    messages.success(request, "Đã soạn từ số liệu hiện có; những chỗ đã sửa được giữ nguyên.")
    return redirect(found)


@require_POST
def draft_paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_report(signed_in(request), pk, Right.WRITE_REPORTS)
    actions.draft_paper(found, by=signed_in(request))
    messages.success(request, "Đã lập dự thảo văn bản; xem lại rồi trình duyệt.")
    return redirect(found)


@require_POST
def receive_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_report(signed_in(request), pk, Right.RECEIVE_REPORTS)
    sending.receive(found, by=signed_in(request))
    messages.success(request, f"Đã nhận báo cáo của {found.area}.")
    return redirect(found)


@require_POST
def return_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_report(signed_in(request), pk, Right.RECEIVE_REPORTS)
    sending.return_report(found, request.POST.get("reason", ""), by=signed_in(request))
    messages.success(request, f"Đã trả lại báo cáo của {found.area}.")
    return redirect(found)
