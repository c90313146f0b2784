"""The kinds of work: each room registers its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jobs.queues import DEFAULT, MAIL, QUEUES

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

Handler = Callable[["Job"], "dict[str, Any] | None"]
Check = Callable[["User", "Job"], bool]


def owner_only(user: User, job: Job) -> bool:
    return job.owner_id is not None and job.owner_id == user.pk


@dataclass(frozen=True, slots=True)
class Kind:
    label: str
    run: Handler
    may_see: Check
    queue: str
    patience: timedelta


#: How long a job waits for a neighbour that does not answer, unless its kind says otherwise.
PATIENCE = timedelta(hours=1)
#: A mail server that is away over a weekend loses nothing.
MAIL_PATIENCE = timedelta(days=3)
_kinds: dict[str, Kind] = {}


class UnknownKindError(LookupError):
    """No such kind here: a mistake, or work ordered by a newer version of the system than this process."""


def register(
    kind: str,
    *,
    label: str,
    run: Handler,
    queue: str = DEFAULT,
    patience: timedelta | None = None,
    may_see: Check = owner_only,
) -> None:
    """Let `run(job)` do the work of this kind, e.g. "documents.render"; a second registration is an error.

    `label` is what a person reads, a verb with its object and a capital: "Dựng văn bản". `run` gets the claimed row
    (`job.payload` holds ids) and answers None or a dict for `job.result`; {"url": …, "name": …} makes it a file in
    "Tệp của tôi". A RuleError from it is final and its sentence is shown. An error of transport
    (core.transport.is_transport_error) is tried again with growing pauses for as long as `patience`: an hour, for the
    queue of mail three days. Any other exception is a fault of the program and ends the job as failed at once.
    A worker may die at any point, so `run` is started again from the top: what it stores must be safe to do twice,
    or be stored in one transaction with `jobs.actions.finish(job, …)`. `queue` is one of jobs.queues.QUEUES and
    decides beside what the work may wait, and how long it may take.
    `may_see(user, job)` decides who may look and ask again; nobody but the owner by default.
    """
    if kind in _kinds:
        raise ValueError(f"kind of job {kind} is registered already")
    if queue not in QUEUES:
        raise ValueError(f"there is no queue {queue}")
    _kinds[kind] = Kind(label, run, may_see, queue, patience or (MAIL_PATIENCE if queue == MAIL else PATIENCE))


def find(kind: str) -> Kind:
    """The registered kind; UnknownKindError for any other."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKindError(f"kind of job {kind} is not registered") from None


def label(kind: str) -> str:
    """What a person reads for a kind, also for one that this process does not know (an old row, a newer web server)."""
    return _kinds[kind].label if kind in _kinds else "Làm việc này"


def patience(kind: str) -> timedelta:
    return _kinds[kind].patience if kind in _kinds else PATIENCE
