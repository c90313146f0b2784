"""The decision on awards: drawn up, and its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response
from documents.enums import DocumentState
from emulation.access import awards as access
from emulation.actions import decisions as deciding
from emulation.forms import sessions as forms
from emulation.models import AwardDecision
from emulation.papers import awards as papers
from emulation.queries import awards as award_queries
from emulation.queries import sessions as queries
from emulation.rules.awards import on_day
from emulation.views.sessions import paper_context


def make_decision(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Write the session's decision as a draft, or its draft anew."""
    user = signed_in(request)
    session = access.get_session(user, pk, session_pk, Right.WRITE_AWARDS)
    draft = session.decisions.filter(document__state=DocumentState.DRAFT).first()
    free = queries.passed_of(session, free_for=draft.pk if draft else None)
    first: dict[str, Any] = {"nominations": [row.pk for row in free]}
    if draft is not None:
        kept = list(draft.awards.values_list("nomination", flat=True))
        first = {"nominations": kept, "decided_on": draft.decided_on}
    form = forms.DecisionForm(queries.rows_of(free), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            decision = deciding.draft_decision(
                session, nominations=list(data["nominations"]), decided_on=data["decided_on"], by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập dự thảo quyết định; xem lại rồi trình duyệt.")
            return redirect(decision)
    context = {"drive": session.drive, "session": session, "form": form, "draft": draft, "any_free": bool(free)}
    return render(request, "emulation/decision_form.html", context)


@require_GET
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision: its steps, its list with bonuses and golden-book numbers, its text; the list as a workbook (?export=xlsx)."""
    user = signed_in(request)
    decision = access.get_decision(user, pk)
    awards = award_queries.awards_of(decision)
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.award_sheet(awards), f"danh-sach-khen-thuong-{decision.pk}.xlsx")
    document, drive = decision.document, decision.session.drive
    keeps = access.writes(user, drive)
    context = {
        "decision": decision, "drive": drive, "session": decision.session, "awards": awards, "found": "Quyết định khen thưởng",
        **paper_context(request, document), "total": sum(row.bonus or 0 for row in awards), "unsure": _unsure(decision, awards),
        "open": sum(row.bonus is None for row in awards), "reads_session": may(user, Right.READ_DRIVES, drive.area),
        "may_redraft": document.state == DocumentState.DRAFT and keeps, "may_print": keeps,
    }  # fmt: skip
    return render(request, "emulation/decision.html", context)


def _unsure(decision: AwardDecision, awards: list[Any]) -> bool:
    """Whether a rule behind the bonuses, or the base salary of the day, was not compared with the decree."""
    rules = award_queries.rules_by_form()
    used = [on_day(rules.get(row.nomination.form_id, ()), decision.decided_on) for row in awards]
    salary = on_day(award_queries.salaries(), decision.decided_on)
    return any(rule is not None and not rule.sure for rule in used) or (salary is not None and not salary.sure)
