"""Works: the register, one work with its ledger and photos, its debts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from campaigns.access import works as access
from campaigns.access.places import ids_around
from campaigns.access.plans import visible_plans
from campaigns.actions import works as actions
from campaigns.enums import WorkState
from campaigns.forms.grids import Grid
from campaigns.forms.places import grid_of, rows_of
from campaigns.forms.works import FUNDS, CorrectionForm, FundRow, PaymentForm, PhotoForm, WorkForm, first_values
from campaigns.models import Work, WorkFund
from campaigns.papers import works as papers
from campaigns.papers.changes import mark_of
from campaigns.queries import works as queries
from campaigns.queries.places import areas_around
from campaigns.rules.works import balance, remarks
from core import clock
from core.errors import RuleError
from core.formats import parse_date
from core.pages import answer, page_of, signed_in
from core.uploads import read_upload
from documents.list_exports import list_response
from journal.papers import history_lines
from journal.queries import history_of


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    """Works one may read with their sums; ?export=xlsx gives what one sees, ?export=no the statement of debts."""
    user = signed_in(request)
    everything = queries.with_money(access.visible_works(user))
    areas = list(areas_around(everything))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "state": request.GET.get("tinh-trang", ""), "area": _number(request.GET.get("dia-ban")),
        "plan": _number(request.GET.get("ke-hoach")), "criterion": _number(request.GET.get("tieu-chi")),
        "owing": request.GET.get("no") == "1",
    }  # fmt: skip
    area = next((area for area in areas if area.pk == chosen["area"]), None)
    works = queries.filtered(everything, **{**chosen, "area": area})
    works = queries.with_people(works).order_by("sort_key", "pk")
    plans = queries.plans_of(everything, visible_plans(user))
    if request.GET.get("export") == "xlsx":
        sheet = papers.work_sheet(works.prefetch_related("funds"), queries.totals(works), plans)
        return list_response(request, sheet, "cong-trinh.xlsx", count=works.count() + 1)  # the sums too
    context = {
        "page": page_of(request, works), "totals": queries.totals(works), "chosen": chosen, "any_filter": any(chosen.values()),
        "states": WorkState.choices, "areas": areas, "plans": plans.items(),
        "criteria": queries.criteria_of(everything), "may_write": has_anywhere(user, Right.WRITE_WORKS),
    }  # fmt: skip
    return answer(request, "campaigns/work_list.html", context)


@require_GET
def debts(request: HttpRequest) -> HttpResponse:
    """The statement of debts of works at the end of a day (?ngay=30/6/2026), by area; ?export=xlsx as a workbook."""
    user = signed_in(request)
    day, fault = clock.today(), ""
    if request.GET.get("ngay"):
        try:
            day = parse_date(request.GET["ngay"])
        except RuleError as error:
            fault = error.message
    works = queries.owing(access.visible_works(user), day)
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.debt_sheet(works, day), "no-dong-xdcb.xlsx", count=works.count() + 1)
    context = {"page": page_of(request, works), "totals": queries.totals(works), "day": day, "fault": fault}
    return render(request, "campaigns/work_debts.html", context)


@require_GET
def work_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: what was decided, its money, its photos, its history."""
    return _shown(request, access.get_work(signed_in(request), pk))


def _shown(
    request: HttpRequest, work: Work, *, payment: PaymentForm | None = None, photo: PhotoForm | None = None
) -> HttpResponse:
    """The page of a work; a form that was filled in wrong stands in it as it was sent."""
    may_write = may(signed_in(request), Right.WRITE_WORKS, work.area)
    payments, funds = list(queries.payments_of(work)), list(work.funds.all())
    paid = sum(payment.amount for payment in payments)
    funded = sum(fund.amount for fund in funds) if funds else None
    context = {
        "work": work, "funds": funds, "funded": funded, "payments": payments, "paid": paid,
        "balance": balance(work.accepted_value, paid),
        "remarks": remarks(total=work.total, accepted=work.accepted_value, paid=paid, funds=funded),
        "photos": papers.photos_by_moment(work.photos.select_related("file")), "may_write": may_write,
        "payment_form": (payment or PaymentForm(initial={"paid_on": clock.today()})) if may_write else None,
        "photo_form": (photo or PhotoForm(initial={"moment": "after"})) if may_write else None,
        "plan_open": _plan_open(request, work),
        "history": history_lines(history_of(work)),
    }  # fmt: skip
    return render(request, "campaigns/work_detail.html", context)


def _plan_open(request: HttpRequest, work: Work) -> bool:
    plan = work.plan
    return plan is not None and visible_plans(signed_in(request)).filter(pk=plan.pk).exists()


def add_work(request: HttpRequest) -> HttpResponse:
    places = access.work_places(signed_in(request))
    first = {"key": uuid4().hex, "state": WorkState.PLANNED}
    form, funds = _forms(request, places, initial=first, rows=[])
    if request.method == "POST" and _all_valid(form, funds):
        try:
            work = actions.add_work(
                area=form.cleaned_data["area"], values=form.values(), funds=rows_of(funds),
                key=form.cleaned_data["key"] or uuid4().hex, by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi công trình.")
            return redirect("campaigns:work", work.pk)
    return render(request, "campaigns/work_form.html", {"form": form, "funds": funds, "work": None})


def edit_work(request: HttpRequest, pk: int) -> HttpResponse:
    work = access.get_work(signed_in(request), pk, Right.WRITE_WORKS)
    rows = list(work.funds.all())
    first = {**first_values(work), "seen": mark_of(papers.said(work, rows))}
    form, funds = _forms(request, access.work_places(signed_in(request), work.area), initial=first, rows=rows)
    if request.method == "POST" and _all_valid(form, funds):
        try:
            actions.save_work(
                work, area=form.cleaned_data["area"], values=form.values(), funds=rows_of(funds),
                seen=form.cleaned_data["seen"], by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu công trình.")
            return redirect("campaigns:work", work.pk)
    return render(request, "campaigns/work_form.html", {"form": form, "funds": funds, "work": work})


def _forms(
    request: HttpRequest, places: Any, *, initial: dict[str, Any], rows: list[WorkFund]
) -> tuple[WorkForm, Grid]:
    data = request.POST or None
    near = ids_around(places)
    plans = visible_plans(signed_in(request)).filter(area__in=near).defer("facts").select_related("area")
    form = WorkForm(places, plans.order_by("-year", "sort_key"), near, data, initial=initial)
    return form, grid_of(FundRow, FUNDS, rows, data)


def _all_valid(*forms: Any) -> bool:
    """Every form is asked, so that the person sees all that is to be mended at once."""
    return False not in [form.is_valid() for form in forms]


@require_POST
def pay_work(request: HttpRequest, pk: int) -> HttpResponse:
    work = access.get_work(signed_in(request), pk, Right.WRITE_WORKS)
    form = PaymentForm(request.POST)
    if form.is_valid():
        try:
            actions.record_payment(work, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi khoản thanh toán.")
            return redirect("campaigns:work", work.pk)
    return _shown(request, work, payment=form)


def correct_payment(request: HttpRequest, pk: int, payment_pk: int) -> HttpResponse:
    """A payment that was written down wrong is taken back by a negative one; the ledger keeps both."""
    payment = access.get_payment(signed_in(request), pk, payment_pk)
    form = CorrectionForm(request.POST or None, initial={"paid_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_payment(payment, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã điều chỉnh khoản thanh toán.")
            return redirect("campaigns:work", pk)
    return render(request, "campaigns/work_correction.html", {"form": form, "payment": payment, "work": payment.work})


@require_POST
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    work = access.get_work(signed_in(request), pk, Right.WRITE_WORKS)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            name, data = read_upload(form.cleaned_data["file"])
            actions.add_photo(
                work, moment=form.cleaned_data["moment"], name=name, data=data, note=form.cleaned_data["note"],
                by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã thêm ảnh.")
            return redirect("campaigns:work", work.pk)
    return _shown(request, work, photo=form)


@require_POST
def remove_photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    photo = access.get_photo(signed_in(request), pk, photo_pk)
    actions.remove_photo(photo, by=signed_in(request))
    messages.info(request, "Đã bỏ ảnh.")
    return redirect("campaigns:work", pk)
