"""Steps of a paper and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from core.uploads import read_upload
from documents import access, actions, queries
from documents.delivery_actions import note_opened
from documents.enums import PHOTO_PURPOSES, Format
from documents.forms import IssueForm, ReasonForm, ReplaceForm, SignedCopyForm
from documents.models import Document
from documents.photos import PHOTO_TYPE, small_of
from documents.registry import page_of
from documents.rendering import request_rendition


def _back(document: Document) -> HttpResponse:
    return redirect(page_of(document))


@require_GET
def open_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that shows the paper, whichever room has it: for links made where rooms above are not asked."""
    return _back(access.get_document(signed_in(request), pk))


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_draft_to_submit(signed_in(request), pk)
    actions.submit(document, by=signed_in(request))
    messages.success(request, "Đã trình lãnh đạo duyệt.")
    return _back(document)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.APPROVE_PAPERS)
    actions.approve(document, by=signed_in(request))
    messages.success(request, "Đã phê duyệt; văn thư sẽ cấp số và ban hành.")
    return _back(document)


@require_POST
def return_to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.APPROVE_PAPERS)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise RuleError("Đề nghị ghi rõ nội dung cần sửa khi trả lại.")
    seen = request.GET.get("khi", "")
    actions.return_to_draft(document, remark=form.cleaned_data["reason"], by=signed_in(request), seen=seen)
    messages.success(request, "Đã trả lại người soạn.")
    return _back(document)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.NUMBER_PAPERS)
    form = IssueForm(request.POST)
    if not form.is_valid():
        raise RuleError("Ngày ban hành không đúng; ví dụ đúng: 30/6/2026.")
    issued = actions.issue(document, by=signed_in(request), on=form.cleaned_data["on"])
    messages.success(request, f"Đã cấp số {issued.number_and_symbol}; bản PDF và Word đang được dựng.")
    return _back(document)


@require_POST
def record_issued(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.WRITE_PLANS)
    actions.record_issued(document, by=signed_in(request))
    messages.success(request, "Đã lưu là văn bản đã ban hành.")
    return _back(document)


@require_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the paper that replaces this one."""
    document = access.get_document(signed_in(request), pk, Right.WRITE_PLANS)
    form = ReplaceForm(access.successors_for(signed_in(request), document), request.POST)
    if not form.is_valid():
        raise RuleError("Chọn văn bản thay thế trong danh sách.")
    actions.replace_with(document, successor=form.cleaned_data["successor"], by=signed_in(request))
    messages.success(request, "Đã ghi văn bản thay thế; có hiệu lực khi văn bản đó được ban hành.")
    return _back(document)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.APPROVE_PAPERS)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise RuleError("Đề nghị ghi rõ lý do thu hồi.")
    actions.revoke(document, reason=form.cleaned_data["reason"], by=signed_in(request))
    messages.success(request, "Đã thu hồi văn bản.")
    return _back(document)


@require_POST
def add_signed_copy(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.NUMBER_PAPERS)
    form = SignedCopyForm(request.POST, request.FILES)
    if not form.is_valid():
        raise RuleError("Chọn tệp bản đã ký (PDF, JPG hoặc PNG).")
    name, data = read_upload(form.cleaned_data["file"])
    actions.attach_signed_copy(document, name=name, data=data, by=signed_in(request))
    messages.success(request, "Đã lưu bản đã ký.")
    return _back(document)


@require_POST
def remove_signed_copy(request: HttpRequest, pk: int) -> HttpResponse:
    copy = access.get_signed_copy(signed_in(request), pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise RuleError("Đề nghị ghi rõ lý do bỏ bản đã ký.")
    actions.remove_signed_copy(copy, reason=form.cleaned_data["reason"], by=signed_in(request))
    messages.success(request, "Đã bỏ bản đã ký.")
    return _back(copy.document)


def paper_file(request: HttpRequest, pk: int, format: Format) -> HttpResponse:
    """GET: the finished PDF or Word file, or the way back where there is none. POST: order it, and show how far it is."""
    document = access.get_document(signed_in(request), pk)
    note_opened(document, signed_in(request))
    done = queries.rendition_of(document, format)
    if done is not None and request.htmx:  # type: ignore[attr-defined]
        return render(request, "documents/finished_file.html", {"file": done.file, "format": format})
    if done is not None:
        return redirect("documents:file", done.file_id)
    if request.method != "POST":
        return _back(document)
    job = request_rendition(document, format, by=signed_in(request))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job_state.html", {"job": job})
    messages.info(request, f"Đang dựng bản {format.label}; tệp sẽ có ở “Tệp của tôi”.")
    return _back(document)


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as a page of its own, shown in a frame of the plan's page."""
    from documents.render.html import render_fragment

    document = access.get_document(signed_in(request), pk)
    note_opened(document, signed_in(request))
    context = {"document": document, "paper": render_fragment(queries.paper_of(document))}
    return render(request, "documents/preview.html", context)


@require_GET
def stored_file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """A file as a download, after its purpose's rights check."""
    stored = access.get_stored_file(signed_in(request), pk)
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def photo(request: HttpRequest, pk: str) -> HttpResponse:
    """A photo shown in a page (?nho=1: small), after its purpose's rights check; only pictures made by documents.photos."""
    stored = access.get_stored_file(signed_in(request), pk)
    if stored.purpose not in PHOTO_PURPOSES or stored.content_type != PHOTO_TYPE:
        raise Http404
    if request.GET.get("nho"):
        data = small_of(stored)
    else:
        with stored.file.open("rb") as file:
            data = file.read()
    response = HttpResponse(data, content_type=PHOTO_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=stored.name) or "inline"
    # A photo never changes; a phone need not fetch it again on each visit.
    response["Cache-Control"] = "private, max-age=86400"
    return response
