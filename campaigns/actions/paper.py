"""Putting the composed paper of a plan into its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from campaigns.compose.compose import composition_of
from core import clock
from documents.actions import edit_document
from documents.models import Document

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.compose.composition import Composition
    from campaigns.models import Plan


@transaction.atomic
def put_paper(plan: Plan, *, by: User | None) -> Composition:
    """Compose the plan anew and keep the wording as its draft; an unchanged paper writes nothing.

    Keeps the plan's title, keys and moment in step. RuleError where the paper is beyond its draft.
    """
    composition = composition_of(plan)
    document = Document.objects.select_for_update(of=("self",)).get(pk=plan.document_id)
    if document.context == composition.paper.as_json() and document.subject == composition.paper.subject:
        return composition
    issuer = plan.document.issuer
    plan.document = edit_document(document, paper=composition.paper, by=by)
    plan.document.issuer = issuer
    plan.updated_at = clock.now()
    plan.save(update_fields=["title", "sort_key", "search_key", "updated_at"])
    return composition
