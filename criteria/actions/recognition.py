"""Writing the rules of recognition."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from criteria.models import CriteriaSet, RecognitionRule
from criteria.read.recognition import RuleRow


@transaction.atomic
def load_rules(rows: Iterable[RuleRow]) -> int:
    """Add the rules that are not there yet; those that are belong to people and stay as they are. Safe to run twice.

    A rule of a set that is not loaded waits for the next run. Returns how many were added.
    """
    sets: dict[str, int | None] = {"": None, **dict(CriteriaSet.objects.values_list("code", "pk"))}
    known = set(RecognitionRule.objects.values_list("key", "criteria_set_id", "valid_from"))
    new = [
        RecognitionRule(
            key=row.key, criteria_set_id=sets[row.set], number=row.number, text=row.text, valid_from=row.valid_from,
            valid_to=row.valid_to, basis=row.basis, confirmed=row.confirmed,
        )
        for row in rows
        if row.set in sets and (row.key, sets[row.set], row.valid_from) not in known
    ]  # fmt: skip
    return len(RecognitionRule.objects.bulk_create(new))
