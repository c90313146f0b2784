"""A village's short report: a few boxes, already filled, and one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from reporting.access import reports as access
from reporting.actions import sending
from reporting.actions.editing import ChangedElsewhereError
from reporting.actions.reports import scope_of
from reporting.actions.villages import write_sections
from reporting.compose.draft import draft
from reporting.forms.reports import VillageForm
from reporting.models import PeriodicReport
from reporting.papers.shown import lines_of, mark_of_text, text_of
from reporting.queries.reports import shown_passages
from reporting.rules.standing import steps_of, title_of


def village_form(report: PeriodicReport) -> VillageForm:
    """The boxes filled with the report as it stands; before the first drafting with what would be drafted now."""
    texts: dict[int, list[str]] = {}
    if report.drafted_at is None:
        for sentence in draft(scope_of(report)).sentences:
            texts.setdefault(sentence.section, []).append(" ".join(lines_of(sentence.text)))
    else:
        for passage in shown_passages(report):
            texts.setdefault(passage.section, []).append(text_of([passage]))
    initial: dict[str, str] = {}
    for place in range(len(report.form.sections)):
        text = "\n".join(texts.get(place, []))
        initial |= {f"section_{place}": text, f"seen_{place}": mark_of_text(text)}
    return VillageForm(report, initial=initial)


@require_POST
def write_village_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed; with the button "Gửi báo cáo" (gui=1) send it as well."""
    user = signed_in(request)
    found = access.get_report(user, pk, Right.WRITE_REPORTS)
    form = VillageForm(found, request.POST)
    if form.is_valid():
        try:
            write_sections(found, form.texts(), seen=form.seen(), by=user)
            if request.POST.get("gui"):
                sending.send_report(found, by=user)
        except ChangedElsewhereError as error:
            form.add_error(None, f"{error.message} Nội dung hiện có: “{error.stands}”.")
            form.data = dict(form.data.items())
            _read_again(form, found)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã gửi báo cáo lên xã." if request.POST.get("gui") else "Đã lưu báo cáo.")
            return redirect(found)
    context = {"report": found, "title": title_of(found), "form": form, "steps": steps_of(found)}
    return render(request, "reporting/village_form_page.html", context, status=422)


def _read_again(form: VillageForm, report: PeriodicReport) -> None:
    """Who was told what stands there now may save over it."""
    now = village_form(report)
    for place in range(form.count):
        form.data[f"seen_{place}"] = now.initial[f"seen_{place}"]  # type: ignore[index]  # a copy that can be written
