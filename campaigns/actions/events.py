"""Writing events: what is held, and the paper that invites to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.queries import signer_on
from campaigns.enums import STEP_WORDS
from campaigns.models import Event
from campaigns.papers import changes as told
from campaigns.papers.invitations import Guests, differences, invitation
from campaigns.papers.year import said_event
from core import clock
from core.errors import RuleError
from documents.actions import create_document, edit_document
from documents.enums import OUT_OF_FORCE, DocumentState, PaperType
from documents.models import Document
from documents.queries import paper_of
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Organisation


def add_event(*, values: Mapping[str, Any], key: str, by: User) -> Event:
    """Enter an event; the form sent twice (`key`) makes one. Writes the journal."""

    def do() -> dict[str, Any]:
        event = Event.objects.create(created_by=by, created_at=clock.now(), **values)
        record("event.saved", event, by=by, area=event.area, note="Lập mới.")
        return {"event": event.pk}

    return Event.objects.get(pk=once(by, purpose="campaigns.event", key=key, do=do)["event"])


@transaction.atomic
def save_event(event: Event, *, values: Mapping[str, Any], seen: str, by: User) -> Event:
    """Change an event. `seen` is the mark of what the person read: RuleError where somebody saved since."""
    event = _locked(event)
    before = said_event(event)
    if seen != told.mark_of(before):
        raise RuleError("Hoạt động này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    for name, value in values.items():
        setattr(event, name, value)
    changes = told.differences(before, said_event(event))
    if changes:
        event.save()
        record("event.saved", event, by=by, area=event.area, changes=changes)
    return event


@transaction.atomic
def draft_invitation(event: Event, *, issuer: Organisation, guests: Guests, by: User) -> Document:
    """Write the invitation (NĐ 30/2020, Phụ lục III, mẫu 1.7) as a draft, or anew into the draft it has.

    RuleError for an event without day or place, and for an invitation that was submitted or issued already; after one that was
    replaced or recalled a new one is drafted.
    """
    event = _locked(event)
    if event.held_on is None or not event.place:
        raise RuleError("Hoạt động chưa có ngày hoặc địa điểm nên chưa soạn giấy mời được.")
    old = event.invitation
    if old is not None and old.state in OUT_OF_FORCE:
        old = None
    if old is not None and old.state != DocumentState.DRAFT:
        raise RuleError(f"Giấy mời đang ở trạng thái “{old.get_state_display()}” nên không soạn lại được.")
    paper = invitation(
        event, issuer=issuer, signer=signer_on(issuer, clock.today()), guests=guests, today=clock.today()
    )
    if old is not None and old.issuer_id == issuer.pk:
        return edit_document(old, paper=paper, by=by)
    if old is not None:
        raise RuleError(f"Giấy mời đã soạn với cơ quan ban hành là {old.issuer}; đề nghị chọn cơ quan đó.")
    document = create_document(area=event.area, issuer=issuer, type=PaperType.INVITATION, paper=paper, by=by)
    event.invitation = document
    event.save(update_fields=["invitation"])
    record("event.invitation", event, by=by, area=event.area)
    return document


def refuse_stale_invitation(document: Document, to: DocumentState) -> None:
    """The gate of documents: RuleError for an invitation that says another day or place than its event does today."""
    event = Event.objects.filter(invitation=document.pk).first()
    said = differences(event, paper_of(document)) if event else ""
    if said:
        how = "soạn lại giấy mời" if to == DocumentState.SUBMITTED else "trả lại người soạn để soạn lại"
        raise RuleError(f"{said.rstrip('.')} nên {STEP_WORDS[to]}; đề nghị {how}.")


def _locked(event: Event) -> Event:
    rows = Event.objects.select_for_update(of=("self",)).select_related(
        "area", "plan", "invitation", "invitation__issuer"
    )
    return rows.get(pk=event.pk)
