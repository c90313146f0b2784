"""Reading papers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet

from documents.context import Paper, paper_from_json
from documents.enums import FROZEN, DocumentState, Format
from documents.models import Document, Rendition


def paper_of(document: Document) -> Paper:
    """What is printed: the context as it stands; anything not yet issued says DỰ THẢO."""
    paper = paper_from_json(document.context)
    check_url = f"{settings.PUBLIC_URL}/xac-minh/{document.check_code}/" if document.check_code else None
    if document.is_frozen:
        return replace(paper, is_draft=False, check_url=paper.check_url or check_url)
    return replace(
        paper, is_draft=True, uid=f"ntm-{document.pk}-nhap", moment=document.updated_at.isoformat(timespec="seconds")
    )


def context_hash(paper: Paper) -> str:
    """SHA-256 of the printed text: the same wording is rendered once."""
    text = json.dumps(paper.as_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def rendition_of(document: Document, format: str) -> Rendition | None:
    """The finished file of the present wording, if there is one."""
    return (
        Rendition.objects.filter(document=document, format=format, context_hash=context_hash(paper_of(document)))
        .select_related("file")
        .first()
    )


def render_key(document: Document, format: str) -> str:
    """The natural key of the job that renders the present wording."""
    return f"{document.pk}:{format}:{context_hash(paper_of(document))[:16]}"


def file_name(document: Document, format: Format | str) -> str:
    """A name a clerk recognises: "04-KH-UBND.pdf", for a draft "Du thao 12.pdf"."""
    stem = document.number_and_symbol.replace("/", "-") or f"Dự thảo {document.pk}"
    return f"{stem}.{format}"


def with_people(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.select_related("area", "issuer", "created_by", "replaced_by", "series")


def frozen(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state__in=sorted(FROZEN))


def waiting_for_approval(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state=DocumentState.SUBMITTED)


def waiting_for_number(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state=DocumentState.APPROVED)


def public_hashes(document: Document) -> list[tuple[str, str]]:
    """Label and SHA-256 of each file of an issued paper: the system's own and the signed copies."""
    wording = context_hash(paper_of(document))
    own = document.renditions.filter(context_hash=wording).select_related("file").order_by("format")
    signed = document.signed_copies.select_related("file").order_by("pk")
    return [(f"Bản {row.get_format_display()} của hệ thống", row.file.sha256) for row in own] + [
        ("Bản đã ký", row.file.sha256) for row in signed
    ]
