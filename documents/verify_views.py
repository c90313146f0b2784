"""Public: what the system knows of an issued paper, and whether a file is the one that was issued."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import RuleError
from documents import access, queries
from documents.forms import CompareForm
from documents.models import Document


@login_not_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    return _answer(request, request.GET.get("ma", ""))


@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """By the code printed at the foot; a file sent along is compared by its hash and thrown away."""
    return _answer(request, code)


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    code = code.strip().upper()
    document = access.find_by_code(code)
    if document is None:
        return render(request, "documents/verify.html", {"code": code}, status=404 if code else 200)
    files = queries.public_hashes(document)
    sent = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if sent else CompareForm()
    compared = _compared(form, files) if sent else None
    context = {
        "code": code, "document": document, "files": files, "form": form, "compared": compared,
        "successor": _successor(document), "max_bytes": settings.UPLOAD_MAX_BYTES,
    }  # fmt: skip
    return render(request, "documents/verify.html", context)


def _successor(document: Document) -> Document | None:
    """The paper that took this one's place, once it has."""
    later = document.replaced_by
    return later if later is not None and later.check_code else None


def _compared(form: CompareForm, files: list[tuple[str, str]]) -> dict[str, str] | None:
    """Name and hash of the file that was sent, which one it equals ("" for none), and that in words."""
    if not form.is_valid():
        return None
    upload: UploadedFile = form.cleaned_data["file"]
    try:
        digest = _hash(upload)
    except RuleError as error:
        form.add_error("file", error.message)
        return None
    same = next((label for label, known in files if known == digest), "").replace("Bản", "bản", 1)
    said = f"Trùng với {same}" if same else "Không trùng với bản nào"
    return {"name": upload.name or "", "sha256": digest, "same": same, "said": said}


def _hash(upload: UploadedFile) -> str:
    limit = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise RuleError(f"Tệp lớn hơn {limit // 1024 // 1024} MB nên không so được.")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
