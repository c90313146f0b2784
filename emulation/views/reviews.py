"""A drive's interim and final reports: the list, drawing one up, its paper with where each figure comes from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.enums import DocumentState
from documents.forms import ReplaceForm
from documents.rendering import files_of
from emulation.access.drives import get_drive
from emulation.access.reviews import get_review, visible_reviews
from emulation.actions import reviews as actions
from emulation.forms.reviews import ReviewForm
from emulation.models import Drive, Review
from emulation.papers.review_sources import sources_of
from emulation.papers.reviews import Words, missing
from emulation.queries.reviews import facts_of
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def reviews(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = get_drive(user, pk)
    context = {
        "drive": drive, "page": page_of(request, visible_reviews(user, drive)),
        "may_write": may(user, Right.WRITE_DRIVES, drive.area),
    }  # fmt: skip
    return render(request, "emulation/reviews.html", context)


def draft_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose kind and days, add what no report says; sent, the paper is drafted from the reports as they now stand."""
    drive = get_drive(signed_in(request), pk, Right.WRITE_DRIVES)
    return _written(request, drive, None)


def redraft_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words or days of a draft and take the figures anew."""
    review = get_review(signed_in(request), pk, Right.WRITE_DRIVES)
    if review.document.state != DocumentState.DRAFT:
        raise RuleError("Báo cáo đã trình hoặc đã ban hành nên không lập lại được; có thể lập báo cáo mới.")
    return _written(request, review.drive, review)


def _written(request: HttpRequest, drive: Drive, review: Review | None) -> HttpResponse:
    form = ReviewForm(drive, request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        kind = review.kind if review else form.cleaned_data["kind"]
        since, upto = form.cleaned_data["counts_from"], form.cleaned_data["counts_to"]
        try:
            found = actions.draft_review(drive, kind, form.words(), since=since, upto=upto, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập dự thảo báo cáo; xem lại rồi trình duyệt.")
            return redirect(found)
    return render(request, "emulation/review_form.html", {"drive": drive, "form": form, "review": review})


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: its steps, its text, its files, where each figure comes from, what is missing."""
    user = signed_in(request)
    found = get_review(user, pk)
    document, drive = found.document, found.drive
    rights = steps_open_to(user, document)
    may_redraft = document.state == DocumentState.DRAFT and may(user, Right.WRITE_DRIVES, drive.area)
    facts = facts_of(drive, since=found.counts_from, upto=found.counts_to, now=clock.now())
    words = Words(found.assessment, found.shortcomings, found.tasks)
    context = {
        "found": found, "drive": drive, "document": document, "steps": steps.steps_of(document), "next": steps.next_of(document, rights),
        "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
        "files": files_of(document), "history": history_lines(history_of(document)), "may_redraft": may_redraft,
        "sources": sources_of(facts), "missing": missing(facts, words) if may_redraft else [],
    }  # fmt: skip
    return render(request, "emulation/review_detail.html", context)
