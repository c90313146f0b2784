"""What happened to a plan, its versions, and two of them side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import User
from campaigns.access import checking as access
from campaigns.access.plans import get_plan
from campaigns.models import Plan
from campaigns.papers import history as papers
from campaigns.papers.compare import compare
from campaigns.queries.history import entries_of
from core.pages import page_of, signed_in
from documents.context import Paper, paper_from_json

#: Stands for the text as it is now, where an address names a version.
NOW = 0
_PER_PAGE = 40


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change: who, when, from what to what; the kept versions, of which any two are compared (?cu=1&moi=3)."""
    user = signed_in(request)
    plan = get_plan(user, pk)
    old, new = _number(request.GET.get("cu")), _number(request.GET.get("moi"))
    if old is not None and new is not None:
        return redirect("campaigns:compare", plan.pk, old, new)
    page = page_of(request, entries_of(plan), per_page=_PER_PAGE)
    inside = access.reads_drafts(user, plan)
    context = {
        "plan": plan, "document": plan.document, "page": page,
        "lines": papers.happened(papers.as_told(page, inside=inside)),
        "versions": list(access.versions_of(user, plan).defer("paper")), "inside": inside,
    }  # fmt: skip
    return render(request, "campaigns/history.html", context)


@require_GET
def compare_versions(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    """Two wordings of the plan side by side; number 0 is the text as it stands now."""
    user = signed_in(request)
    plan = access.get_plan_of_own(user, pk)
    (before, before_label), (after, after_label) = (_version(user, plan, number) for number in (old, new))
    context = {
        "plan": plan, "document": plan.document, "old": before_label, "new": after_label, "old_number": old,
        "new_number": new, "found": compare(before, after),
        "versions": list(access.versions_of(user, plan).defer("paper")),
    }  # fmt: skip
    return render(request, "campaigns/compare.html", context)


def _version(user: User, plan: Plan, number: int) -> tuple[Paper, str]:
    if number == NOW:
        if not access.reads_drafts(user, plan):
            raise Http404
        return paper_from_json(plan.document.context), "Bản hiện nay"
    version = access.get_version(user, plan, number)
    return paper_from_json(version.paper), f"Bản {version.number} ({version.why})"
