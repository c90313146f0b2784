"""Reading what happened to a plan: its own entries, its paper's, and those of its tasks."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from campaigns.models import Plan, Task
from journal.models import Entry
from journal.queries import type_of


def entries_of(plan: Plan) -> QuerySet[Entry]:
    """Every entry about the plan, newest first."""
    tasks = Task.objects.filter(plan=plan).annotate(key=Cast("pk", CharField())).values("key")
    found = Entry.objects.filter(
        Q(subject_type=type_of(plan), subject_id=str(plan.pk))
        | Q(subject_type=type_of(plan.document), subject_id=str(plan.document_id))
        | Q(subject_type=Task._meta.label_lower, subject_id__in=tasks)  # noqa: SLF001 - documented by Django
    )
    # A composed paper is put anew after every save; the save itself says what changed.
    return found.exclude(action="document.edited", changes={}) if plan.composed else found
