"""What nobody answers, the superior hears: once for each thing and last day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from accounts.models import User
from core import clock
from journal.models import Notice
from reminders.models import Acknowledgement
from reminders.papers import titles
from reminders.queries import posts
from reminders.rules.superiors import LEADERS, OFFICE, OFFICERS, Holders, Post, superiors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Assignment
    from reminders.sources import Due

#: After so many reminders without an answer.
UNANSWERED = 3
#: End of a superior's key; a reminder's ends with its offset.
_ABOVE = "above"


def escalate(dues: Sequence[Due], today: date) -> int:
    """Tell the superiors of these open things of which somebody was reminded three times on days before today and nobody answered;
    says how many notices there are for. Part of the transaction that gathers the day.

    An answer of one person stands for all who owe the thing: somebody is at it.
    """
    silent = _silent(dues, today)
    if not silent:
        return 0
    above = _superiors(silent)
    names = dict(
        User.objects.filter(pk__in={pk for _, people in silent for pk in people}).values_list("pk", "full_name")
    )
    now = clock.now()
    notices = [
        Notice(
            recipient_id=superior, key=f"{due.thing}:{due.on.isoformat()}:{_ABOVE}", thing=due.thing, due_on=due.on, url=due.url,
            title=titles.unanswered(due.what, due.on, [names[pk] for pk in people], UNANSWERED), created_at=now,
        )
        for due, people in silent
        for superior in sorted(set().union(*(above[due.area, pk] for pk in people)) - set(due.people))
    ]  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1_000)
    return len(notices)


def is_reminder(notice: Notice) -> bool:
    """Whether it is a reminder to somebody who owes the thing, and not news about it to somebody else."""
    return bool(notice.thing) and notice.key.rpartition(":")[2].lstrip("-").isdecimal()


def _silent(dues: Sequence[Due], today: date) -> list[tuple[Due, list[int]]]:
    """The things nobody answered for, each with those who heard of it three times and more and still owe it."""
    if not dues:
        return []
    things = {due.thing for due in dues}
    told = Notice.objects.filter(thing__in=things, created_at__lt=clock.start_of(today)).exclude(key__endswith=_ABOVE)
    times = Counter(told.order_by().values_list("thing", "due_on", "recipient_id"))
    answered = set(Acknowledgement.objects.filter(thing__in=things).values_list("thing", "due_on"))
    found = [
        (due, [pk for pk in due.people if times[due.thing, due.on, pk] >= UNANSWERED])
        for due in dues
        if (due.thing, due.on) not in answered
    ]
    return [(due, people) for due, people in found if people]


def _superiors(silent: Sequence[tuple[Due, list[int]]]) -> dict[tuple[int | None, int], set[int]]:
    """By area of the thing and person: who stands above that person there."""
    pairs = {(due.area, pk) for due, people in silent for pk in people}
    paths = posts.paths_of({area for area, _ in pairs if area})
    roles = posts.roles_of({pk for _, pk in pairs})
    of_pairs = {(area, pk): _post(roles.get(pk, ()), paths.get(area or 0, "")) for area, pk in pairs}
    chains = {area for post in of_pairs.values() if post for area in post.chain}
    holders: Holders = posts.holders_on(chains, [*OFFICERS, *LEADERS, *OFFICE])
    return {pair: superiors(post, holders) if post else set() for pair, post in of_pairs.items()}


def _post(roles: Sequence[Assignment], path: str) -> Post | None:
    """Where the person works for an area of this path: in the area nearest to it, else where the first role is."""
    if not roles:
        return None
    area = max(roles, key=lambda role: _nearness(role.area.path or "", path)).area
    chain = tuple(int(pk) for pk in reversed((area.path or "").strip("/").split("/")))
    return Post(chain, area.level, frozenset(role.role for role in roles if role.area_id == area.pk))


def _nearness(own: str, path: str) -> int:
    """0 for another branch, else the more the nearer: the length of the path the two share."""
    return min(len(own), len(path)) if path and (own.startswith(path) or path.startswith(own)) else 0
