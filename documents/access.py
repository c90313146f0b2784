"""May this person see, approve, number or fetch this paper? The only doors to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand, may
from accounts.enums import Right
from areas.queries import NOTHING, below
from documents.enums import FROZEN, DocumentState
from documents.models import Document, StoredFile
from documents.queries import with_people
from documents.registry import may_fetch

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job


def visible_if(user: User, prefix: str = "") -> Q:
    """The condition "this person may read the paper" for rows that reach a document by `prefix` ("document__").

    On one's own area everything; on areas below, and for a village on its commune, what has been issued.
    """
    held = areas_held(user, Right.READ_PLANS)
    if not held:
        return NOTHING
    issued = Q(**{f"{prefix}state__in": sorted(FROZEN)})
    own = Q(**{f"{prefix}area__in": [area.pk for area in held]})
    above = Q(**{f"{prefix}area__in": sorted(commune_ids_above(held))})
    return own | (issued & (below(held, f"{prefix}area__path") | above))


def visible_documents(user: User) -> QuerySet[Document]:
    return Document.objects.filter(visible_if(user))


def get_document(user: User, pk: int, right: Right | None = None) -> Document:
    """The paper, if the person may read it (else 404) and has the right there (else 403)."""
    document = get_object_or_404(with_people(visible_documents(user)), pk=pk)
    if right is not None:
        demand(user, right, document.area)
    return document


def get_stored_file(user: User, pk: object) -> StoredFile:
    """The file, if its purpose's check lets the person have it; else 404."""
    stored = get_object_or_404(StoredFile.objects.select_related("area"), pk=pk)
    if not may_fetch(user, stored):
        raise Http404
    return stored


def may_fetch_paper_file(user: User, stored: StoredFile) -> bool:
    """Check for renditions and signed copies: who may read the paper may have its file."""
    papers = visible_documents(user).filter(Q(renditions__file=stored) | Q(signed_copies__file=stored))
    return papers.exists()


def steps_open_to(user: User, document: Document) -> set[Right]:
    """The rights a person holds on the paper's area, to show only what may be done."""
    return {
        right
        for right in (Right.WRITE_PLANS, Right.APPROVE_PAPERS, Right.NUMBER_PAPERS)
        if may(user, right, document.area)
    }


def may_see_rendering(user: User, job: Job) -> bool:
    """Check for render jobs: who may read the paper may see how far its file is."""
    return visible_documents(user).filter(pk=job.payload["document"]).exists()


def find_by_code(code: str) -> Document | None:
    """Public: the issued paper with this check code; who has the paper in hand may check it."""
    return with_people(Document.objects.filter(check_code=code, state__in=sorted(FROZEN))).first() if code else None


def successors_for(user: User, document: Document) -> QuerySet[Document]:
    """Papers of the same issuer that may take this one's place: other papers not out of force."""
    candidates = visible_documents(user).filter(issuer=document.issuer, type=document.type).exclude(pk=document.pk)
    return candidates.exclude(state__in=[DocumentState.REPLACED, DocumentState.REVOKED]).order_by("-created_at")
