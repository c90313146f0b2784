"""The kinds of work: each room registers its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    max_attempts: int
    may_see: Check


MAX_ATTEMPTS = 5
_kinds: dict[str, Kind] = {}


def register(
    kind: str, *, label: str, run: Handler, max_attempts: int = MAX_ATTEMPTS, may_see: Check = owner_only
) -> None:
    """Let `run(job)` do the work of this kind, e.g. "documents.render"; a second registration is an error.

    `label` is what a person reads, a verb with its object and a capital: "Dựng văn bản". `run` gets the claimed row
    (`job.payload` holds ids) and answers None or a dict for `job.result`; {"url": …, "name": …} makes it a file in
    "Tệp của tôi". A RuleError from it is final and its sentence is shown; any other exception is logged and tried again
    until `max_attempts` of them. A worker may die at any point, so `run` is started again from the top: what it
    stores must be safe to do twice, or be stored in one transaction with `jobs.actions.finish(job, …)`.
    `may_see(user, job)` decides who may look and ask again; nobody but the owner by default.
    """
    if kind in _kinds:
        raise ValueError(f"kind of job {kind} is registered already")
    _kinds[kind] = Kind(label, run, max_attempts, may_see)


def find(kind: str) -> Kind:
    """The registered kind; LookupError for any other."""
    try:
        return _kinds[kind]
    except KeyError:
        raise LookupError(f"kind of job {kind} is not registered") from None


def label(kind: str) -> str:
    """What a person reads for a kind, also for one that this process does not know (an old row, a newer web server)."""
    return _kinds[kind].label if kind in _kinds else "Làm việc này"


def max_attempts(kind: str) -> int:
    return _kinds[kind].max_attempts if kind in _kinds else MAX_ATTEMPTS
