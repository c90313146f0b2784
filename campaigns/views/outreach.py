"""Tuyên truyền: what a plan tells, by month; one piece with its text; quotas and the month's pieces."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from campaigns.access import outreach as access
from campaigns.access import plans as plan_access
from campaigns.actions import outreach as actions
from campaigns.enums import Medium
from campaigns.forms.outreach import OutreachForm, PublishForm, quota_forms
from campaigns.models import Outreach, OutreachQuota, Plan
from campaigns.papers import changes
from campaigns.papers import outreach as papers
from campaigns.queries import outreach as queries
from campaigns.rules.recurring import period_of
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.uploads import read_upload
from journal.papers import history_lines
from journal.queries import history_of


def _month(text: str | None) -> date | None:
    """The first day of "2026-03"; nothing where it is no month."""
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        return None


def _months_to_make(plan: Plan) -> list[date]:
    """This month and the next one, where the plan's time holds them; else its first and last month."""
    period = period_of(starts_on=plan.starts_on, ends_on=plan.ends_on, deadline=plan.deadline, year=plan.year)
    this = clock.today().replace(day=1)
    following = date(this.year + this.month // 12, this.month % 12 + 1, 1)
    if period is None:
        return [this, following]
    first, last = period.start.replace(day=1), period.end.replace(day=1)
    inside = [month for month in (this, following) if first <= month <= last]
    return inside or sorted({first, last})


@require_GET
def outreach(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's outreach by month (?thang=2026-03), and how far everybody's quota of that month is filled."""
    user = signed_in(request)
    plan = plan_access.get_plan(user, pk)
    items = plan.outreach.all()
    months = queries.months_of(items)
    known = {month for month, _ in months}
    this = clock.today().replace(day=1)
    month = _month(request.GET.get("thang")) or (this if this in known and "thang" not in request.GET else None)
    shown = queries.with_people(queries.in_month(items, month)).order_by("due_on", "medium", "pk")
    address = reverse("campaigns:outreach", args=[pk])
    tabs = [
        {"label": f"Tháng {day.month}/{day.year}", "url": f"{address}?thang={day:%Y-%m}", "count": count, "current": day == month}
        for day, count in months
    ]  # fmt: skip
    total = sum(count for _, count in months)
    tabs.append({"label": "Tất cả", "url": f"{address}?thang=", "count": total, "current": month is None})
    quotas = list(queries.quotas_of(plan))
    context = {
        "plan": plan, "page": page_of(request, shown, per_page=50), "tabs": tabs, "month": month,
        "table": _quota_table(plan, quotas, month or this) if quotas else None, "table_month": month or this,
        "months_to_make": _months_to_make(plan) if quotas else [], "quotas": quotas,
        "may_write": may(user, Right.WRITE_PLANS, plan.area), "today": clock.today(),
    }  # fmt: skip
    return answer(request, "campaigns/outreach.html", context)


def _quota_table(plan: Plan, quotas: list[OutreachQuota], month: date) -> dict[str, Any]:
    """People down, media across: pieces that went out of those asked for in the month."""
    done = queries.out_by_person(plan, month)
    people: dict[int | None, str] = {}
    asked: dict[tuple[str, int | None], int] = {}
    for quota in quotas:
        named: list[tuple[int | None, str]] = [(person.pk, str(person)) for person in quota.people.all()]
        for pk, name in named or [(None, "Việc chung")]:
            people[pk] = name
            asked[quota.medium, pk] = quota.each_month
    rows = []
    for pk, name in people.items():
        cells = []
        for quota in quotas:
            wanted = asked.get((quota.medium, pk))
            out = done.get((quota.medium, pk), 0) if pk is not None else queries.out_of(done, quota.medium)
            cells.append({
                "label": quota.get_medium_display(), "asked": wanted, "out": out if wanted else 0,
                "full": wanted is not None and out >= wanted,
            })  # fmt: skip
        rows.append({"name": name, "cells": cells})
    return {"media": [quota.get_medium_display() for quota in quotas], "rows": rows}


def add(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_access.get_plan(signed_in(request), pk, Right.WRITE_PLANS)
    form = OutreachForm(queries.officials_of(plan.area), request.POST or None, directs=True)
    if request.method == "POST" and form.is_valid():
        item = actions.add_outreach(plan, values=form.values(), key=form.cleaned_data["key"], by=signed_in(request))
        messages.success(request, "Đã ghi việc tuyên truyền.")
        return redirect("campaigns:outreach_item", item.pk)
    return render(request, "campaigns/outreach_form.html", {"form": form, "plan": plan})


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece: its text to copy and to change, and where it went out."""
    user = signed_in(request)
    row = access.get_outreach(user, pk, write=request.method == "POST")
    form = None
    if access.may_write(user, row):
        directs = access.may_direct(user, row)
        first = {name: getattr(row, name) for name in ("medium", "title", "owner", "due_on", "text")}
        form = OutreachForm(queries.officials_of(row.plan.area), request.POST or None, directs=directs, initial=first)
        if request.method == "POST" and form.is_valid():
            try:
                actions.save_outreach(row, values=form.values(), seen=request.POST.get("seen", ""), by=user)
            except RuleError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "Đã lưu.")
                return redirect("campaigns:outreach_item", pk)
    return render(request, "campaigns/outreach_item.html", _context(request, row, form, None))


def _context(
    request: HttpRequest, row: Outreach, form: OutreachForm | None, publish: PublishForm | None
) -> dict[str, Any]:
    user = signed_in(request)
    may_write = access.may_write(user, row)
    if publish is None and may_write:
        first: dict[str, Any] = {"where": row.where, "link": row.link}
        if row.published_on:
            first["published_on"] = row.published_on
        publish = PublishForm(initial=first)
    return {
        "item": row, "plan": row.plan, "form": form, "publish": publish, "may_write": may_write,
        "may_direct": access.may_direct(user, row), "minutes": papers.reading_minutes(row.text),
        "loudspeaker": row.medium == Medium.LOUDSPEAKER, "seen": request.POST.get("seen") or changes.mark_of(actions.said(row)),
        "history": _short(history_lines(history_of(row))),
    }  # fmt: skip


def _short(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whole texts stand in the journal; here their beginnings do."""
    return [
        {**entry, "text": entry["text"] if len(entry["text"]) < 300 else f"{entry['text'][:300]}…"} for entry in history
    ]


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_outreach(signed_in(request), pk, write=True)
    actions.draft_text(row, over=request.POST.get("over") == "1", by=signed_in(request))
    messages.success(request, "Đã soạn nội dung từ số liệu của kế hoạch; xem và sửa trước khi phát, đăng.")
    return redirect("campaigns:outreach_item", pk)


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a piece went out; a mistake shows on its page."""
    user = signed_in(request)
    row = access.get_outreach(user, pk, write=request.method == "POST")
    if request.method != "POST":
        return redirect("campaigns:outreach_item", pk)
    form = PublishForm(request.POST, request.FILES)
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            data["photo"] = read_upload(data["photo"]) if data["photo"] else None
            actions.publish(row, **data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi nơi phát, đăng.")
            return redirect("campaigns:outreach_item", pk)
    first = {name: getattr(row, name) for name in ("medium", "title", "owner", "due_on", "text")}
    edit = OutreachForm(queries.officials_of(row.plan.area), directs=access.may_direct(user, row), initial=first)
    return render(request, "campaigns/outreach_item.html", _context(request, row, edit, form))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_outreach(signed_in(request), pk, officer=True)
    actions.remove_outreach(row, by=signed_in(request))
    messages.success(request, "Đã bỏ việc tuyên truyền.")
    return redirect("campaigns:outreach", row.plan_id)


def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """What is made each month, and by whom."""
    plan = plan_access.get_plan(signed_in(request), pk, Right.WRITE_PLANS)
    forms = quota_forms(request.POST or None, list(queries.quotas_of(plan)), queries.officials_of(plan.area))
    # All are asked, so that the person sees all that is to be mended at once.
    if request.method == "POST" and False not in [form.is_valid() for form in forms]:
        rows = [form.cleaned_data for form in forms if form.cleaned_data["each_month"]]
        actions.save_quotas(plan, rows, by=signed_in(request))
        messages.success(request, "Đã lưu chỉ tiêu tin bài.")
        return redirect("campaigns:outreach", pk)
    lines = [{"form": form, "label": medium.label} for form, medium in zip(forms, Medium, strict=True)]
    context = {"plan": plan, "lines": lines, "forms": forms, "routines": list(queries.of_telling(plan))}
    return render(request, "campaigns/outreach_quotas.html", context)


@require_POST
def make_month(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_access.get_plan(signed_in(request), pk, Right.WRITE_PLANS)
    month = _month(request.POST.get("month"))
    if month is None:
        raise RuleError("Chọn tháng cần lập.")
    made = actions.make_month(plan, month, by=signed_in(request))
    if made:
        messages.success(request, f"Đã lập {len(made)} việc tuyên truyền tháng {month.month}/{month.year}.")
    else:
        messages.info(request, f"Tháng {month.month}/{month.year} đã đủ việc theo chỉ tiêu.")
    return redirect(f"{reverse('campaigns:outreach', args=[pk])}?thang={month:%Y-%m}")
