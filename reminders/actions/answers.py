"""What a person answers to a reminder."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from journal.actions import mark_read
from journal.models import Notice
from reminders import sources
from reminders.enums import Answer
from reminders.models import Acknowledgement

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def answer(user: User, thing: str, due_on: date, answer: Answer) -> None:
    """Keep the person's "đã xem" or "đang làm" for this thing ("task:17") and last day: it is told to that person no more.

    A second answer takes the place of the first. RuleError when the person does not owe the thing with this last day (any
    more). The notices about it count as read.
    """
    if not _owes(user, thing, due_on):
        raise RuleError("Việc này đã xong, đã đổi hạn hoặc không còn là việc của đồng chí nên không cần trả lời.")
    row = Acknowledgement(user=user, thing=thing, due_on=due_on, answer=answer, at=clock.now())
    Acknowledgement.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "thing", "due_on"], update_fields=["answer", "at"]
    )
    mark_read(Notice.objects.filter(recipient=user, thing=thing, due_on=due_on))


def _owes(user: User, thing: str, due_on: date) -> bool:
    kind = sources.find(thing.partition(":")[0])
    return kind is not None and any(due.thing == thing and due.on == due_on for due in kind.of_user(user, due_on))
