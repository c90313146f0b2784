"""Spending: what a campaign's money went for, with the balance at any day."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from contributions import access
from contributions.actions.spending import Spent
from contributions.actions.spending import reverse_spending as reverse
from contributions.actions.spending_photos import add_photo, remove_photo, spend_with_photos
from contributions.forms.spending import ReverseForm, SpendForm, SpendingPhotoForm
from contributions.models import Spending
from contributions.queries import spending as queries
from core import clock
from core.errors import RuleError
from core.formats import parse_date
from core.pages import page_of, signed_in
from core.uploads import read_upload
from journal.papers import history_lines
from journal.queries import history_of


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for (?ngay=30/6/2026), today without one; and what is wrong with what was typed."""
    typed = request.GET.get("ngay", "")
    if not typed:
        return clock.today(), ""
    try:
        return parse_date(typed), ""
    except RuleError as error:
        return clock.today(), error.message


@require_GET
def spending_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Payments up to a day, with what is left of the pot and of each work then."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    day, fault = _day(request)
    context = {
        "campaign": campaign, "page": page_of(request, queries.payments(campaign, day)), "day": day, "fault": fault,
        "pot": queries.pot_of(campaign, day), "works": queries.works_of(campaign, day),
        "may_write": may(user, Right.WRITE_MONEY, campaign.area), "names": access.sees_all_names(user, campaign),
    }  # fmt: skip
    return render(request, "contributions/spending_list.html", context)


def spend(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    campaign = access.get_campaign(user, pk, Right.WRITE_MONEY)
    form = SpendForm(campaign, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            photos = [(moment, *read_upload(file)) for moment, file in form.pictures()]
            row = spend_with_photos(Spent(**form.values()), photos, campaign=campaign, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi khoản chi.")
            return redirect("contributions:spending", campaign.pk, row.pk)
    context = {"form": form, "campaign": campaign, "pot": queries.pot_of(campaign, clock.today())}
    return render(request, "contributions/spend_form.html", context)


@require_GET
def spending_detail(request: HttpRequest, pk: int, spending_pk: int) -> HttpResponse:
    return _shown(request, access.get_spending(signed_in(request), pk, spending_pk))


def _shown(request: HttpRequest, spending: Spending, form: SpendingPhotoForm | None = None) -> HttpResponse:
    """The page of one payment; a photo form that was filled in wrong stands in it as it was sent."""
    user = signed_in(request)
    campaign = spending.campaign
    may_write = may(user, Right.WRITE_MONEY, campaign.area)
    photos = list(spending.photos.select_related("file"))
    context = {
        "spending": spending, "campaign": campaign, "may_write": may_write,
        "names": access.sees_all_names(user, campaign),
        "photos": {moment: [row for row in photos if row.moment == moment] for moment in ("before", "during", "after")},
        "photo_form": (form or SpendingPhotoForm()) if may_write else None,
        "back": getattr(spending, "reversed_by", None),
        "history": history_lines(history_of(spending)) if access.sees_all_names(user, campaign) else [],
    }  # fmt: skip
    return render(request, "contributions/spending_detail.html", context)


def reverse_spending(request: HttpRequest, pk: int, spending_pk: int) -> HttpResponse:
    """Take a payment back by a row of its own; the reason is asked for."""
    user = signed_in(request)
    spending = access.get_spending(user, pk, spending_pk, Right.WRITE_MONEY)
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reverse(spending, reason=form.cleaned_data["reason"], key=form.cleaned_data["key"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi chi điều chỉnh.")
            return redirect("contributions:spending", pk, spending_pk)
    context = {"form": form, "spending": spending, "campaign": spending.campaign}
    return render(request, "contributions/spending_reverse.html", context)


@require_POST
def add_spending_photo(request: HttpRequest, pk: int, spending_pk: int) -> HttpResponse:
    user = signed_in(request)
    spending = access.get_spending(user, pk, spending_pk, Right.WRITE_MONEY)
    form = SpendingPhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            name, data = read_upload(form.cleaned_data["file"])
            add_photo(spending, moment=form.cleaned_data["moment"], name=name, data=data, by=user)
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã thêm ảnh.")
            return redirect("contributions:spending", pk, spending_pk)
    return _shown(request, spending, form)


@require_POST
def remove_spending_photo(request: HttpRequest, pk: int, spending_pk: int, photo_pk: int) -> HttpResponse:
    user = signed_in(request)
    spending = access.get_spending(user, pk, spending_pk, Right.WRITE_MONEY)
    remove_photo(get_object_or_404(spending.photos.select_related("spending"), pk=photo_pk), by=user)
    messages.success(request, "Đã bỏ ảnh.")
    return redirect("contributions:spending", pk, spending_pk)
