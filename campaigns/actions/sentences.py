"""A person's own wording of a passage, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from campaigns.actions.paper import put_paper
from campaigns.compose.compose import composition_of
from campaigns.compose.writer import EXTRA
from campaigns.models import Sentence
from core import clock
from core.errors import RuleError
from core.text import nfc
from documents.enums import DocumentState
from documents.models import Document
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.compose.composition import Composition, Passage
    from campaigns.models import Plan

_LONGEST_KEY = 100


@transaction.atomic
def word_sentence(plan: Plan, key: str, text: str, *, by: User) -> Composition:
    """Print these words in the place of what the data say; empty hides the passage.

    Keeps what the data say now, so that a later change shows. Keys "extra:<part>:<anything>" add a paragraph to a part.
    RuleError beyond the draft, and for a passage the paper does not have (its row was deleted).
    """
    _lock_draft(plan)
    text = nfc(text).strip()
    passage = _passage(plan, key)
    if passage is None and (not key.startswith(EXTRA) or key.count(":") < 2 or len(key) > _LONGEST_KEY):
        raise RuleError("Câu này không còn trong kế hoạch; tải lại trang rồi sửa.")
    before = passage.text if passage else ""
    basis = passage.generated if passage else ""
    if key.startswith(EXTRA) and not text:
        return unword_sentence(plan, key, by=by)
    if passage is not None and before == text and passage.basis == basis:
        return composition_of(plan)
    Sentence.objects.update_or_create(
        plan=plan, key=key, defaults={"text": text, "basis": basis, "edited_by": by, "edited_at": clock.now()}
    )
    record("plan.sentence_edited", plan, by=by, area=plan.area, changes={"câu chữ": [before, text]}, note=key)
    return put_paper(plan, by=by)


@transaction.atomic
def unword_sentence(plan: Plan, key: str, *, by: User) -> Composition:
    """Print again what the data say; an added paragraph goes. Safe to repeat."""
    _lock_draft(plan)
    own = Sentence.objects.filter(plan=plan, key=key).first()
    if own is None:
        return composition_of(plan)
    passage = _passage(plan, key)
    own.delete()
    changes = {"câu chữ": [own.text, passage.generated if passage else ""]}
    record("plan.sentence_edited", plan, by=by, area=plan.area, changes=changes, note=key)
    return put_paper(plan, by=by)


def _passage(plan: Plan, key: str) -> Passage | None:
    return next((passage for passage in composition_of(plan).passages if passage.key == key), None)


def _lock_draft(plan: Plan) -> None:
    document = Document.objects.select_for_update(of=("self",)).only("pk", "state").get(pk=plan.document_id)
    if document.state != DocumentState.DRAFT:
        raise RuleError("Kế hoạch không còn là bản nháp nên không sửa câu chữ được.")
