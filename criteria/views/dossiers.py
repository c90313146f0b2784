"""Dossiers of recognition: the list, the checklist of one, its pictures, the ZIP, sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria import access, dossier_zip
from criteria.actions import dossiers as actions
from criteria.actions.dossier_papers import with_stale
from criteria.dossier_material import material_of
from criteria.forms.dossiers import DossierPhotoForm, FactsForm
from criteria.models import Dossier
from criteria.papers import dossiers as papers
from criteria.papers.cards import open_rows
from criteria.papers.dossier_checks import checklist
from criteria.queries import dossiers as queries
from documents.access import visible_documents
from jobs.queries import last_job
from journal.papers import history_lines
from journal.queries import history_of

_WRITE = Right.WRITE_SCORECARDS


@require_GET
def dossier_list(request: HttpRequest) -> HttpResponse:
    """Dossiers one may read, the newest first."""
    page = page_of(request, access.visible_dossiers(signed_in(request)))
    kept = queries.kept_by(list(page))
    context = {"page": page, "rows": [(row, kept.get(row.pk, queries.Kept(0, 0))) for row in page]}
    return answer(request, "criteria/dossier_list.html", context)


def card_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The way from a card to its dossier; a POST opens it."""
    user = signed_in(request)
    card = access.get_card(user, pk, _WRITE if request.method == "POST" else None)
    if request.method == "POST":
        return redirect(actions.open_dossier(card, by=user))
    opened = queries.opened(card)
    if opened is not None:
        return redirect(opened)
    context = {
        "card": card, "takes": queries.takes_dossier(card), "may_open": may(user, _WRITE, card.area),
        "established": bool(queries.rules_on(card.criteria_set, queries.day_of_rules(card))),
    }  # fmt: skip
    return render(request, "criteria/dossier_none.html", context)


@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist: what is there, what is missing, whose work it is and where it is done."""
    found = access.get_dossier(signed_in(request), pk)
    return render(request, "criteria/dossier.html", _context(request, found))


def _context(
    request: HttpRequest, found: Dossier, *, facts: FactsForm | None = None, photo: DossierPhotoForm | None = None
) -> dict[str, Any]:
    user, area = signed_in(request), found.card.area
    material = with_stale(material_of(found))
    may_write = may(user, _WRITE, area)
    readable = set(visible_documents(user).filter(dossier_paper__dossier=found).values_list("pk", flat=True))
    job = last_job(dossier_zip.KIND, f"{found.pk}:{user.pk}")
    checks, unknown = checklist(material), open_rows(material.rows)
    return {
        "dossier": found, "card": found.card, "list": checks, "ask_to_send": papers.ask_to_send(checks, unknown.sentence), "established": bool(material.rules),
        "unconfirmed": any(not rule.confirmed for rule in material.rules.values()),
        "papers": papers.paper_lines(
            material, readable=readable, may_write=may_write, may_count=may(user, Right.COUNT_OPINIONS, area)
        ),
        "photos": list(found.photos.all()), "may_write": may_write,
        "may_send": may(user, Right.SUBMIT_SCORECARDS, area) and found.sent_on is None,
        "facts": facts or FactsForm(initial={"security": found.security, "note": found.note}),
        "photo_form": photo or DossierPhotoForm(), "job": job, "history": history_lines(history_of(found)[:20]),
    }  # fmt: skip


def save_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person states for the dossier; a mistake shows on its page."""
    user = signed_in(request)
    found = access.get_dossier(user, pk, _WRITE)
    if request.method != "POST":
        return redirect(found)
    form = FactsForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.save_facts(found, security=data["security"] or "", note=data["note"] or "", by=user)
        messages.success(request, "Đã lưu thông tin hồ sơ.")
        return redirect(found)
    return render(request, "criteria/dossier.html", _context(request, found, facts=form))


def add_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Pictures with a caption; a mistake shows on the dossier's page."""
    user = signed_in(request)
    found = access.get_dossier(user, pk, _WRITE)
    if request.method != "POST":
        return redirect(found)
    form = DossierPhotoForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        actions.add_photos(found, data["photos"], caption=data["caption"], key=data["key"], by=user)
        messages.success(request, f"Đã thêm {len(data['photos'])} ảnh.")
        return redirect(found)
    return render(request, "criteria/dossier.html", _context(request, found, photo=form))


@require_POST
def remove_photo(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    photo = access.get_dossier_photo(user, pk, _WRITE)
    actions.remove_photo(photo, by=user)
    messages.success(request, f"Đã gỡ ảnh “{photo.caption}”.")
    return redirect(photo.dossier)


@require_POST
def order_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the dossier as one file; it comes in "Tệp của tôi"."""
    user = signed_in(request)
    found = access.get_dossier(user, pk)
    dossier_zip.request_zip(found, by=user)
    messages.info(request, "Đang đóng gói hồ sơ; tệp sẽ có ở “Tệp của tôi”.")
    return redirect(f"{found.get_absolute_url()}#dong-goi")


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the dossier as sent and tell the office above."""
    user = signed_in(request)
    found = access.get_dossier(user, pk, Right.SUBMIT_SCORECARDS)
    try:
        actions.send_dossier(found, by=user)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi gửi hồ sơ và báo cơ quan cấp trên.")
    return redirect(found)
