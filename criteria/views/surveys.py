"""The survey of residents' satisfaction: its items, the paper ballot, one village's count, the table of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from areas.enums import OrganisationKind
from areas.models import Area
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import workbook, workbook_response
from criteria import access
from criteria.actions import surveys as actions
from criteria.forms.surveys import DatesForm, VillageCountForm, item_forms
from criteria.models import Dossier
from criteria.papers import surveys as papers
from criteria.papers.ballot import A4, A5, ballot_html, fits
from criteria.papers.survey_sheet import survey_sheets
from criteria.papers.survey_words import default_items
from criteria.queries import surveys as queries
from documents.context import Paper
from journal.papers import history_lines

_COUNT = Right.COUNT_OPINIONS


@require_GET
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts by village, sums, shares with their base against what is asked; ?export=xlsx gives the table."""
    user = signed_in(request)
    dossier = access.get_dossier(user, pk)
    items = queries.items_of(dossier)
    found = papers.survey_summary(
        queries.counts_of(dossier), items, queries.answers_of(dossier), queries.villages_to_hear(dossier)
    )
    rules = queries.thresholds_of(dossier.card)
    names = {"asked": "households_asked_share", "overall": "satisfaction_overall", "items": "satisfaction_each_item"}
    asked = {what: rule.number for what, name in names.items() if (rule := rules.get(name)) and rule.number is not None}
    if request.GET.get("export") == "xlsx":
        sheets = survey_sheets(found, asked, place=str(dossier.card.area), year=dossier.card.year)
        return workbook_response(workbook(*sheets), f"hai-long-{dossier.card.year}.xlsx")
    context = {
        "dossier": dossier, "card": dossier.card, "found": found, "rules": rules,
        "asked_standing": found.asked_against(asked.get("asked")), "overall_standing": found.overall_against(asked.get("overall")),
        "items": [(row, row.against(asked.get("items"))) for row in found.items], "fits": fits(items, A5),
        "dates": DatesForm(dossier), "may_count": may(user, _COUNT, dossier.card.area),
        "history": history_lines(queries.told_of(dossier, "survey")[:10]),
    }  # fmt: skip
    return render(request, "criteria/dossier_survey.html", context)


def items(request: HttpRequest, pk: int) -> HttpResponse:
    """What the ballot asks; drafted from the set's criteria, locked once a village is counted."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    criteria = queries.criteria_of(dossier)
    stored = [(item.text, item.criterion) for item in queries.items_of(dossier)]
    locked = queries.counts_of(dossier).exists()
    forms = item_forms(stored or default_items(criteria), criteria, request.POST or None)
    if request.method == "POST" and forms.is_valid():
        try:
            actions.save_items(dossier, forms.rows(), by=signed_in(request))
        except RuleError as error:
            forms.non_form_errors().append(error.message)
        else:
            messages.success(request, "Đã lưu nội dung hỏi.")
            return redirect("criteria:survey", pk)
    context = {"dossier": dossier, "forms": forms, "stored": stored, "locked": locked}
    return render(request, "criteria/dossier_survey_items.html", context)


@require_POST
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """When ballots were carried out; RuleError for days that cannot be."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    form = DatesForm(dossier, request.POST)
    if not form.is_valid():
        raise RuleError("Nhập ngày theo mẫu 30/6/2024, không sau hôm nay.")
    data = form.cleaned_data
    actions.save_dates(dossier, first=data["first"], last=data["last"], by=signed_in(request))
    messages.success(request, "Đã lưu thời gian lấy ý kiến.")
    return redirect("criteria:survey", pk)


@require_GET
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper ballot as PDF: two A5 on a sheet where the items fit, or one A4 (?kho=a4)."""
    from documents.render.pdf import html_to_pdf

    dossier = access.get_dossier(signed_in(request), pk)
    asked = queries.items_of(dossier)
    if not asked:
        raise RuleError("Chưa có nội dung hỏi; ghi nội dung hỏi của phiếu trước khi in.")
    size = A4 if request.GET.get("kho") == A4 or not fits(asked, A5) else A5
    front = next((body for body in queries.bodies_to_hear(dossier) if body.kind == OrganisationKind.FRONT), None)
    moment = dossier.created_at.isoformat(timespec="seconds")
    paper = Paper(uid=f"ntm-phieu-hai-long-{dossier.pk}-{size}", moment=moment)
    made = html_to_pdf(ballot_html(dossier, asked, front, size=size), paper)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"Phiếu lấy ý kiến {dossier.card.year} {size.upper()}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def village(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    """One village's count to type in; "sang" goes on to the next village that is not counted."""
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    place, asked = _village(dossier, area), queries.items_of(dossier)
    count = queries.counts_of(dossier).prefetch_related("answers").filter(area=place).first()
    form = VillageCountForm(asked, count, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_count(
                dossier, place, form.ballots(), form.answers(), seen=form.cleaned_data["seen"], by=signed_in(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi kiểm phiếu của {place}.")
            return _onward(request, dossier)
    context: dict[str, Any] = {"dossier": dossier, "area": place, "form": form, "count": count, "items": asked}
    return render(request, "criteria/dossier_survey_village.html", context)


@require_POST
def remove_village(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    dossier = access.get_dossier(signed_in(request), pk, _COUNT)
    place = _village(dossier, area)
    actions.remove_count(dossier, place, reason=request.POST.get("reason", ""), by=signed_in(request))
    messages.success(request, f"Đã gỡ kiểm phiếu của {place}.")
    return redirect("criteria:survey", pk)


def _village(dossier: Dossier, area: int) -> Area:
    """A village of the dossier; else 404."""
    found = next((place for place in queries.villages_to_ask(dossier) if place.pk == area), None)
    if found is None:
        raise Http404
    return found


def _onward(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The next village without a count where that was asked for; else the table."""
    if "sang" in request.POST:
        counted = set(queries.counts_of(dossier).values_list("area_id", flat=True))
        following = next((place for place in queries.villages_to_ask(dossier) if place.pk not in counted), None)
        if following is not None:
            return redirect("criteria:survey_village", dossier.pk, following.pk)
    return redirect("criteria:survey", dossier.pk)
