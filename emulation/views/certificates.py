"""Certificates: the ways to print those of a decision, and where a commune's text stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.errors import RuleError
from core.pages import page_of, signed_in
from core.uploads import read_upload
from documents.enums import DocumentState
from emulation.access.certificates import get_award_to_print, get_decision_to_print, get_layout_area
from emulation.actions import certificates as actions
from emulation.enums import CertificateMode
from emulation.forms.certificates import EmblemForm, LayoutForm, PrintForm
from emulation.models import AwardDecision
from emulation.papers.certificates import sample_words
from emulation.queries.awards import awards_of
from emulation.queries.certificates import layout_of
from emulation.render.certificates import as_png, preview_pdf, ruler_pdf
from journal.papers import history_lines
from journal.queries import history_of


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_decision_to_print(signed_in(request), pk), PrintForm())


def _page(request: HttpRequest, decision: AwardDecision, form: PrintForm) -> HttpResponse:
    awards = awards_of(decision)
    drive = decision.session.drive
    context = {
        "decision": decision, "drive": drive, "page": page_of(request, awards), "count": len(awards), "form": form,
        "issued": decision.document.state == DocumentState.ISSUED, "by_worker": len(awards) > actions.AT_ONCE,
        "emblem": layout_of(drive.area, CertificateMode.FULL).emblem, "history": history_lines(history_of(decision)),
    }  # fmt: skip
    return render(request, "emulation/certificates.html", context)


@require_POST
def certificates_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All certificates of the decision: a few at once, more through "Tệp của tôi"."""
    user = signed_in(request)
    decision = get_decision_to_print(user, pk)
    form = PrintForm(request.POST)
    if form.is_valid():
        mode, awards = form.cleaned_data["mode"], awards_of(decision)
        try:
            if len(awards) > actions.AT_ONCE:
                actions.request_certificates(decision, mode=mode, by=user)
                messages.info(request, "Đang in giấy khen; tệp sẽ có ở “Tệp của tôi”.")
                return redirect("jobs:my_files")
            data = actions.print_certificates(decision, awards, mode=mode, by=user)
            return _download(data, actions.file_name(decision))
        except RuleError as error:
            form.add_error(None, error.message)
    return _page(request, decision, form)


@require_POST
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate again, e.g. for a sheet that was spoilt."""
    user = signed_in(request)
    award = get_award_to_print(user, pk)
    form = PrintForm(request.POST)
    if form.is_valid():
        try:
            data = actions.print_certificates(award.decision, [award], mode=form.cleaned_data["mode"], by=user)
            return _download(data, actions.file_name(award.decision, award))
        except RuleError as error:
            form.add_error(None, error.message)
    return _page(request, award.decision, form)


def certificate_layout(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the text stands on the commune's own stock; and its picture of the emblem for full pages."""
    user = signed_in(request)
    area = get_layout_area(user, pk)
    form = LayoutForm(layout_of(area, CertificateMode.TEXT), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.save_layout(
            area, places=form.places(), shift_x=form.cleaned_data["shift_x"], shift_y=form.cleaned_data["shift_y"],
            by=user,
        )  # fmt: skip
        messages.success(request, "Đã lưu vị trí in.")
        return redirect("emulation:certificate_layout", area.pk)
    context = {
        "area": area, "form": form, "emblem_form": EmblemForm(),
        "emblem": layout_of(area, CertificateMode.FULL).emblem,
    }  # fmt: skip
    return render(request, "emulation/certificate_layout.html", context)


def certificate_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet with made-up words: a picture, or with ?kieu=thuoc the test sheet with rulers as PDF; ?cach=text for stock.

    Posted from the layout's form it shows what is typed there, and keeps nothing.
    """
    area = get_layout_area(signed_in(request), pk)
    asked = request.POST if request.method == "POST" else request.GET
    mode = CertificateMode.TEXT if asked.get("cach") == "text" else CertificateMode.FULL
    layout = layout_of(area, mode)
    if request.method == "POST":
        form = LayoutForm(layout_of(area, CertificateMode.TEXT), request.POST)
        if not form.is_valid():
            context = {"area": area, "form": form, "emblem_form": EmblemForm(), "emblem": None}
            return render(request, "emulation/certificate_layout.html", context)
        layout = form.layout(layout)
    drawn, words = actions.drawn_layout(layout), sample_words(area)
    if asked.get("kieu") == "thuoc":
        return _download(ruler_pdf(words, drawn), "to-in-thu.pdf")
    return HttpResponse(as_png(preview_pdf(words, drawn)), content_type="image/png")


@require_POST
def certificate_emblem(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the commune's picture of the emblem, or with "bo" leave its place white again."""
    user = signed_in(request)
    area = get_layout_area(user, pk)
    if "bo" in request.POST:
        actions.drop_emblem(area, by=user)
        messages.success(request, "Đã bỏ hình Quốc huy.")
        return redirect("emulation:certificate_layout", area.pk)
    form = EmblemForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            name, data = read_upload(form.cleaned_data["file"])
            actions.save_emblem(area, name=name, data=data, by=user)
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã lưu hình Quốc huy.")
            return redirect("emulation:certificate_layout", area.pk)
    context = {
        "area": area, "form": LayoutForm(layout_of(area, CertificateMode.TEXT)), "emblem_form": form,
        "emblem": layout_of(area, CertificateMode.FULL).emblem,
    }  # fmt: skip
    return render(request, "emulation/certificate_layout.html", context)
