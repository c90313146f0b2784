"""May this person see, approve, number or fetch this paper? The only doors to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand, may
from accounts.enums import Right
from areas.enums import Level, OrganisationKind
from areas.models import Organisation
from areas.queries import NOTHING, below
from core.database import one_of
from documents.enums import FROZEN, DocumentState
from documents.models import CitedDocument, Delivery, Document, ScheduledExport, SignedCopy, StoredFile
from documents.queries import bases_for, with_people
from documents.registry import may_fetch, shown_to, written_with

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from jobs.models import Job

#: Whoever writes plans cites; whoever numbers papers knows them.
_KEEPS_BASES = (Right.WRITE_PLANS, Right.NUMBER_PAPERS)


def visible_if(user: User, prefix: str = "") -> Q:
    """The condition "this person may read the paper" for rows that reach a document by `prefix` ("document__").

    On one's own area, and on the villages of one's commune, everything; on areas further below, and for a village on its
    commune, what has been issued; so too what other rooms show the person (documents.registry.register_readers).
    """
    held = areas_held(user, Right.READ_PLANS)
    if not held:
        return NOTHING
    issued = Q(**{f"{prefix}state__in": sorted(FROZEN)})
    ids = [area.pk for area in held]
    own = Q(**{f"{prefix}area__in": ids}) | Q(
        **{f"{prefix}area__parent__in": ids, f"{prefix}area__level": Level.VILLAGE}
    )
    elsewhere = below(held, f"{prefix}area__path") | Q(**{f"{prefix}area__in": sorted(commune_ids_above(held))})
    for ids_shown in shown_to(user):
        elsewhere |= Q(**{f"{prefix}pk__in": ids_shown})
    return own | (issued & elsewhere)


def visible_documents(user: User) -> QuerySet[Document]:
    return Document.objects.filter(visible_if(user))


def get_document(user: User, pk: int, right: Right | None = None) -> Document:
    """The paper, if the person may read it (else 404) and has the right there (else 403)."""
    document = get_object_or_404(with_people(one_of(visible_documents(user), pk)))
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


def get_signed_copy(user: User, pk: int) -> SignedCopy:
    """A signed copy of a paper the person reads (else 404), which the person kept, or whose papers the person numbers (else 403)."""
    rows = SignedCopy.objects.filter(visible_if(user, "document__")).select_related("document__area", "file")
    copy = get_object_or_404(rows, pk=pk)
    if copy.file.created_by_id != user.pk:
        demand(user, Right.NUMBER_PAPERS, copy.document.area)
    return copy


def steps_open_to(user: User, document: Document) -> set[Right]:
    """The rights a person holds on the paper's area, to show only what may be done; of a draft also the right it is written with
    (documents.registry.register_writing) where it is submitted with that one."""
    found = {
        right
        for right in (Right.WRITE_PLANS, Right.APPROVE_PAPERS, Right.NUMBER_PAPERS)
        if may(user, right, document.area)
    }
    if document.state == DocumentState.DRAFT and Right.WRITE_PLANS not in found:
        own = written_with(document)
        found |= {own} if own and may(user, own, document.area) else set()
    return found


def get_draft_to_submit(user: User, pk: int) -> Document:
    """A paper the person reads (else 404) and may submit (else 403): who writes plans there, or this paper."""
    document = get_document(user, pk)
    own = written_with(document)
    if own is None or not may(user, own, document.area):
        demand(user, Right.WRITE_PLANS, document.area)
    return document


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


# --- Documents that papers rest on ---


def visible_bases(user: User) -> QuerySet[CitedDocument]:
    """National documents, and those of the areas above and below the person's own."""
    return bases_for(areas_held(user, Right.READ_PLANS))


def base_areas(user: User) -> list[Area]:
    """The areas whose register of cited documents the person keeps; 403 for those who keep none."""
    held = {area.pk: area for right in _KEEPS_BASES for area in areas_held(user, right)}
    if not held:
        raise PermissionDenied
    return list(held.values())


def may_keep_bases(user: User) -> bool:
    return any(areas_held(user, right) for right in _KEEPS_BASES)


def may_edit_base(user: User, cited: CitedDocument) -> bool:
    """National documents are the system's administrator's; those that stand for a paper of this system nobody types over."""
    if cited.document_id is not None:
        return False
    if cited.area is None:
        return user.is_superuser
    return any(may(user, right, cited.area) for right in _KEEPS_BASES)


def get_base(user: User, pk: int) -> CitedDocument:
    """A cited document the person may change: 404 where it is not to be seen, 403 where it is somebody else's to keep."""
    rows = visible_bases(user).select_related("area", "replaced_by", "document")
    cited = get_object_or_404(rows, pk=pk)
    if not may_edit_base(user, cited):
        raise PermissionDenied
    return cited


# --- Where papers go ---


def get_delivery(user: User, pk: int, right: Right | None = None) -> Delivery:
    """A line of Nơi nhận of a paper the person may read (else 404), with the right on its area (else 403)."""
    rows = Delivery.objects.filter(visible_if(user, "document__")).select_related("document__area", "document__issuer")
    line = get_object_or_404(rows, pk=pk)
    if right is not None:
        demand(user, right, line.document.area)
    return line


def may_see_mailing(user: User, job: Job) -> bool:
    """Check for mail jobs: whoever may send papers of the area."""
    return job.area is not None and may(user, Right.NUMBER_PAPERS, job.area)


# --- Exports on a schedule ---


def own_schedules(user: User) -> QuerySet[ScheduledExport]:
    return ScheduledExport.objects.filter(owner=user)


def get_schedule(user: User, pk: int) -> ScheduledExport:
    """One of the person's own schedules; else 404."""
    return get_object_or_404(own_schedules(user), pk=pk)


# --- The register of outgoing papers ---


def register_bodies(user: User) -> list[Organisation]:
    """The bodies of one's own areas, and of the villages of one's commune, that have issued papers; UBND first."""
    ids = [area.pk for area in areas_held(user, Right.READ_PLANS)]
    own = Q(area__in=ids) | Q(area__parent__in=ids, area__level=Level.VILLAGE)
    issuers = Organisation.objects.filter(own, documents__state__in=sorted(FROZEN)).distinct()
    bodies = list(issuers.select_related("area").order_by("area__path", "sort_key"))
    return sorted(bodies, key=lambda body: body.kind != OrganisationKind.PEOPLES_COMMITTEE)


def get_register_body(user: User, pk: str) -> Organisation:
    """One of these bodies; else 404."""
    found = next((body for body in register_bodies(user) if str(body.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def may_package(user: User, body: Organisation) -> bool:
    """Whoever numbers a body's papers hands them on."""
    return may(user, Right.NUMBER_PAPERS, body.area)


def may_fetch_register(user: User, stored: StoredFile) -> bool:
    """Check for printed registers: who reads the area's papers as one's own."""
    held = [area.pk for area in areas_held(user, Right.READ_PLANS)]
    return stored.area_id in held or (stored.area.level == Level.VILLAGE and stored.area.parent_id in held)
