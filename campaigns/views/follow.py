"""Following tasks: those of a plan, those of a person, one task with its reports, and who does it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from campaigns.access import follow as access
from campaigns.access.plans import get_plan
from campaigns.actions import reporting
from campaigns.actions import tasks_of_plans as actions
from campaigns.enums import TaskState
from campaigns.forms.follow import ReportForm, TaskForm
from campaigns.models import Plan, Task
from campaigns.papers import follow as papers
from campaigns.queries import follow as queries
from core import clock, text
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.sheets import sheet_response
from documents.enums import DocumentState
from journal.papers import history_lines
from journal.queries import history_of

#: Whole criteria are read together, so a page holds more than the house's 25.
PER_PAGE = 50
#: Finished tasks that one's own list still shows.
LATELY_DONE = 10


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """All tasks of a plan by criterion or unit, with progress; ?export=xlsx gives what one sees as a workbook."""
    user, today = signed_in(request), clock.today()
    plan = get_plan(user, pk)
    everything = queries.with_unit(queries.with_due(plan.tasks.all()))
    chosen: dict[str, Any] = {
        "block": _number(request.GET.get("tieu-chi")), "unit": request.GET.get("don-vi", "")[:500],
        "state": request.GET.get("tinh-trang", ""), "only_late": request.GET.get("qua-han") == "1",
    }  # fmt: skip
    by_unit = request.GET.get("xem") == "don-vi"
    found = queries.filtered(everything, today=today, **chosen)
    shown = queries.with_last_report(queries.with_names(found))
    shown = queries.by_unit(shown) if by_unit else queries.by_criterion(shown)
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.task_sheet([papers.task_row(row, today) for row in shown]), "nhiem-vu.xlsx")
    page = page_of(request, shown, per_page=PER_PAGE)
    rows = [papers.task_row(row, today) for row in page]
    context = {
        "plan": plan, "page": page, "groups": papers.grouped(rows, by_unit=by_unit), "by_unit": by_unit, "chosen": chosen,
        "any_filter": any(chosen.values()), "views": _views(request, by_unit=by_unit), "tabs": _tabs(request, plan, chosen),
        "blocks": list(plan.blocks.all()), "units": _units(everything),
        "may_edit": plan.document.state == DocumentState.ISSUED and may(user, Right.WRITE_PLANS, plan.area),
    }  # fmt: skip
    return render(request, "campaigns/tasks.html", context)


def _views(request: HttpRequest, *, by_unit: bool) -> list[dict[str, Any]]:
    return [
        {"label": "Theo tiêu chí", "url": _with(request, xem=""), "current": not by_unit},
        {"label": "Theo đơn vị", "url": _with(request, xem="don-vi"), "current": by_unit},
    ]


def _with(request: HttpRequest, **changed: str) -> str:
    """The address with other filters, from its first page on."""
    query = request.GET.copy()
    for name in ("trang", "export"):
        query.pop(name, None)
    for key, value in changed.items():
        name = key.replace("_", "-")
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}"


def _tabs(request: HttpRequest, plan: Plan, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """States with their counts over the whole plan."""
    late = Count("pk", filter=Q(state__in=queries.OPEN_STATES, due_on__lt=clock.today()))
    states = {state.value: Count("pk", filter=Q(state=state)) for state in TaskState}
    counts = queries.with_due(plan.tasks.all()).aggregate(total=Count("pk"), late=late, **states)
    neither = not chosen["state"] and not chosen["only_late"]
    tabs = [
        {
            "label": "Tất cả",
            "url": _with(request, tinh_trang="", qua_han=""),
            "count": counts["total"],
            "current": neither,
        }
    ]
    tabs += [
        {
            "label": state.label, "url": _with(request, tinh_trang=state.value, qua_han=""), "count": counts[state.value],
            "current": chosen["state"] == state.value,
        }
        for state in TaskState
        if counts[state.value] or state != TaskState.DROPPED
    ]  # fmt: skip
    late_tab = {
        "label": "Quá hạn",
        "url": _with(request, tinh_trang="", qua_han="1"),
        "count": counts["late"],
        "current": chosen["only_late"],
    }
    return [*tabs, late_tab]


def _units(tasks: Any) -> list[str]:
    """The units of the plan for the filter, in Vietnamese order."""
    names = tasks.exclude(unit_name="").order_by().values_list("unit_name", flat=True).distinct()
    return sorted(names, key=text.sort_key)


@require_GET
def my_tasks(request: HttpRequest) -> HttpResponse:
    """What the person, the village or the unit owes: due first; ?xem=xong shows what is done."""
    user, today = signed_in(request), clock.today()
    mine = queries.with_unit(queries.with_due(queries.with_names(access.my_tasks(user))))
    counts = mine.aggregate(
        open=Count("pk", filter=Q(state__in=queries.OPEN_STATES)), done=Count("pk", filter=Q(state=TaskState.DONE))
    )
    done = request.GET.get("xem") == "xong"
    found = mine.filter(state=TaskState.DONE) if done else mine.filter(state__in=queries.OPEN_STATES)
    found = found.select_related("plan__document").defer("plan__facts", "plan__document__context")
    page = page_of(request, queries.by_due(found))
    rows = [
        papers.task_row(row, today, key="" if done or not access.may_report(user, row) else uuid4().hex) for row in page
    ]
    tabs = [
        {"label": "Phải làm", "url": reverse("campaigns:my_tasks"), "count": counts["open"], "current": not done},
        {"label": "Đã xong", "url": "?xem=xong", "count": counts["done"], "current": done},
    ]
    context = {"page": page, "rows": rows, "tabs": tabs, "done": done}
    return render(request, "campaigns/my_tasks.html", context)


def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task with its reports and history. POST: a report; a form with errors comes back with what was typed."""
    user = signed_in(request)
    row = access.get_task(user, pk)
    form = None
    if request.method == "POST":
        access.demand_report(user, row)
        form = ReportForm(row, request.POST, request.FILES)
        if form.is_valid() and _stored(request, row, form):
            return redirect(f"{reverse('campaigns:task', args=[pk])}?da-gui={form.cleaned_data['key']}")
    elif access.may_report(user, row):
        form = ReportForm(row, initial={"key": uuid4().hex})
    context = {
        "task": row, "row": papers.task_row(row, clock.today()), "form": form, "done_key": uuid4().hex,
        "reports": papers.report_rows(row, queries.reports_of(row)), "waits_for": list(row.after.order_by("position")),
        "history": history_lines(history_of(row)), "followed": access.is_followed(row),
        "may_open_plan": access.may_open_plan(user, row), "may_edit": _may_edit(request, row),
    }  # fmt: skip
    return render(request, "campaigns/task.html", context)


def _stored(request: HttpRequest, row: Task, form: ReportForm) -> bool:
    """Whether the report was taken; what the action refuses stands on the form."""
    try:
        report = reporting.report_task(
            row, form.said(), files=form.files_of_report(), key=form.cleaned_data["key"], by=signed_in(request)
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, "Đã báo xong nhiệm vụ." if report.done else "Đã gửi báo cáo.")
    return True


def _may_edit(request: HttpRequest, row: Task) -> bool:
    return row.plan.document.state == DocumentState.ISSUED and may(signed_in(request), Right.WRITE_PLANS, row.plan.area)


def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Owner, unit, dates, volume and order of a task of an issued plan."""
    user = signed_in(request)
    row = access.get_task_to_edit(user, pk)
    if row.plan.document.state != DocumentState.ISSUED:
        messages.warning(request, "Chỉ giao lại nhiệm vụ của kế hoạch đang có hiệu lực; bản nháp sửa ở mục Soạn.")
        return redirect("campaigns:task", pk)
    area = row.plan.area
    form = TaskForm(
        row, request.POST or None, people=access.colleagues_on(area), organisations=access.organisations_on(area),
        places=access.places_under(area),
        others=queries.by_criterion(row.plan.tasks.exclude(pk=row.pk).select_related("block")),
        initial={"after": [str(before.pk) for before in row.after.all()], "seen": actions.stamp(row)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _saved(request, row, form):
        return redirect("campaigns:task", pk)
    return render(request, "campaigns/task_edit.html", {"task": row, "form": form})


def _saved(request: HttpRequest, row: Task, form: TaskForm) -> bool:
    cleaned = form.cleaned_data
    names = ("owner", "organisation", "area", "starts_on", "deadline", "volume", "measure", "dropped")
    change = actions.TaskChange(**{name: cleaned[name] for name in names}, after=form.chosen_after())
    try:
        actions.save_task(row, change, note=cleaned["note"], seen=cleaned["seen"], by=signed_in(request))
    except actions.CircleError as error:
        form.add_error("after", error.message)
    except RuleError as error:
        form.add_error(None, error.message)
    else:
        messages.success(request, "Đã lưu nhiệm vụ.")
        return True
    return False
