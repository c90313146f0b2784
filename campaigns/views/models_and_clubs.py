"""Models and clubs, confirmed year by year."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from campaigns.access import models_and_clubs as access
from campaigns.access.places import ids_around
from campaigns.access.plans import visible_plans
from campaigns.actions import models_and_clubs as actions
from campaigns.enums import ModelKind
from campaigns.forms.models_and_clubs import ConfirmForm, ModelForm, first_values
from campaigns.models import ModelOrClub
from campaigns.papers import models_and_clubs as papers
from campaigns.papers.changes import mark_of
from campaigns.queries import models_and_clubs as queries
from campaigns.queries.places import areas_around
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents.list_exports import list_response
from journal.papers import history_lines
from journal.queries import history_of

#: How many years back the list offers.
_YEARS = 6


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def model_list(request: HttpRequest) -> HttpResponse:
    """Models and clubs of a year (?nam=) with what was found of each; ?export=xlsx gives what one sees."""
    user, today = signed_in(request), clock.today()
    years = list(range(today.year, today.year - _YEARS, -1))
    asked = _number(request.GET.get("nam"))
    year = asked if asked in years else today.year
    everything = queries.with_year(queries.alive_in(access.visible_models(user), year), year)
    areas = list(areas_around(everything))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "kind": request.GET.get("loai", ""), "area": _number(request.GET.get("dia-ban")),
        "standing": request.GET.get("ket-qua", ""),
    }  # fmt: skip
    area = next((area for area in areas if area.pk == chosen["area"]), None)
    without_standing = queries.filtered(everything, **{**chosen, "area": area, "standing": ""})
    models = queries.with_people(queries.filtered(without_standing, standing=chosen["standing"])).order_by(
        "sort_key", "pk"
    )
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.model_sheet(models, year), f"mo-hinh-{year}.xlsx", count=models.count())
    page = page_of(request, models)
    context = {
        "page": page, "rows": [(model, papers.CODES[model.confirmed]) for model in page], "year": year, "years": years,
        "chosen": chosen, "any_filter": any(chosen.values()), "kinds": ModelKind.choices, "areas": areas,
        "counts": queries.counts(without_standing), "may_write": has_anywhere(user, Right.WRITE_PLANS),
    }  # fmt: skip
    return answer(request, "campaigns/model_list.html", context)


@require_GET
def model_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One model: what it is, and what was found each year."""
    return _shown(request, access.get_model(signed_in(request), pk))


def _shown(request: HttpRequest, model: ModelOrClub, form: ConfirmForm | None = None) -> HttpResponse:
    user, year = signed_in(request), clock.today().year
    may_write = may(user, Right.WRITE_PLANS, model.area)
    found = list(queries.confirmations_of(model))
    context = {
        "model": model, "found": [(row, papers.CODES[row.confirmed]) for row in found],
        "plan_open": model.plan_id is not None and visible_plans(user).filter(pk=model.plan_id).exists(),
        "form": (form or ConfirmForm(initial={"year": year})) if may_write else None, "may_write": may_write,
        "history": history_lines(history_of(model)),
    }  # fmt: skip
    return render(request, "campaigns/model_detail.html", context)


def add_model(request: HttpRequest) -> HttpResponse:
    places = access.model_places(signed_in(request))
    form = _form(request, places, initial={"key": uuid4().hex, "kind": ModelKind.MODEL})
    if request.method == "POST" and form.is_valid():
        model = actions.add_model(
            area=form.cleaned_data["area"], values=form.values(), key=form.cleaned_data["key"] or uuid4().hex,
            by=signed_in(request),
        )  # fmt: skip
        messages.success(request, "Đã ghi mô hình, câu lạc bộ.")
        return redirect("campaigns:model", model.pk)
    return render(request, "campaigns/model_form.html", {"form": form, "model": None})


def edit_model(request: HttpRequest, pk: int) -> HttpResponse:
    model = access.get_model(signed_in(request), pk, Right.WRITE_PLANS)
    first = {**first_values(model), "seen": mark_of(papers.said(model))}
    form = _form(request, access.model_places(signed_in(request), model.area), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_model(
                model, area=form.cleaned_data["area"], values=form.values(), seen=form.cleaned_data["seen"],
                by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu mô hình, câu lạc bộ.")
            return redirect("campaigns:model", pk)
    return render(request, "campaigns/model_form.html", {"form": form, "model": model})


def _form(request: HttpRequest, places: Any, *, initial: dict[str, Any]) -> ModelForm:
    plans = visible_plans(signed_in(request)).filter(area__in=ids_around(places)).defer("facts").select_related("area")
    return ModelForm(places, plans.order_by("-year", "sort_key"), request.POST or None, initial=initial)


@require_POST
def confirm_model(request: HttpRequest, pk: int) -> HttpResponse:
    model = access.get_model(signed_in(request), pk, Right.WRITE_PLANS)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            found = actions.confirm_model(model, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error("year", error.message)
        else:
            messages.success(request, f"Đã ghi kết quả năm {found.year}.")
            return redirect("campaigns:model", pk)
    return _shown(request, model, form)
