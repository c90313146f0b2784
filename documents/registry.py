"""What other rooms tell this one in apps.py: who may fetch which file, which page shows a paper, what holds up a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from accounts.enums import Right
    from accounts.models import User
    from documents.enums import DocumentState
    from documents.models import Document, StoredFile

Gate = Callable[["Document", "DocumentState"], None]
_gates: list[Gate] = []

BlankCheck = Callable[["Document"], bool]
_blank_checks: list[BlankCheck] = []

Listener = Callable[["Document", "DocumentState", "User | None"], None]
_listeners: list[Listener] = []

Readers = Callable[["User"], Any]
_readers: list[Readers] = []

Page = Callable[["Document"], "str | None"]
_pages: list[Page] = []

Writing = Callable[["Document"], "Right | None"]
_writings: list[Writing] = []

FileCheck = Callable[["User", "StoredFile"], bool]
_checks: dict[str, FileCheck] = {}


def who_ordered(user: User, stored: StoredFile) -> bool:
    """The check for files that are one person's own: whoever ordered them."""
    return stored.created_by_id == user.pk


def register_file_check(purpose: str, check: FileCheck) -> None:
    """Let `check(user, stored_file)` decide over downloads of this purpose; a second registration is an error."""
    if purpose in _checks:
        raise ValueError(f"purpose {purpose} has a check already")
    _checks[purpose] = check


def may_fetch(user: User, stored: StoredFile) -> bool:
    """Whether the person may fetch the file; a purpose without a check is nobody's."""
    check = _checks.get(stored.purpose)
    return check is not None and check(user, stored)


def register_readers(papers: Readers) -> None:
    """Let `papers(user)` give the ids (a list or a queryset of one column) of papers that, once issued, the person may read
    wherever they come from: those that ask the person's unit for something."""
    _readers.append(papers)


def shown_to(user: User) -> list[Any]:
    """What the other rooms answer for this person."""
    return [papers(user) for papers in _readers]


def register_page(page: Page) -> None:
    """Let `page(document)` answer the address that shows the paper, or None where it is not this room's."""
    _pages.append(page)


def page_of(document: Document) -> str:
    """The address of the page that shows the paper; its preview where no room has one."""
    found = (address for page in _pages if (address := page(document)))
    return next(found, None) or reverse("documents:preview", args=[document.pk])


def register_writing(writing: Writing) -> None:
    """Let `writing(document)` name the right with which the room writes this paper of its own, or None where it is not its
    own: who has it submits the paper, as those who write plans submit any."""
    _writings.append(writing)


def written_with(document: Document) -> Right | None:
    """The right with which a room writes this paper, where it said so."""
    return next((right for writing in _writings if (right := writing(document))), None)


def register_gate(*checks: Gate) -> None:
    """Let each `check(document, to)` refuse a step (submitted, approved, issued) with a RuleError; asked inside its transaction."""
    _gates.extend(checks)


def ask_gates(document: Document, to: DocumentState) -> None:
    """RuleError of the first room that refuses the step; a paper recorded as issued on paper before is not asked about."""
    for check in _gates:
        check(document, to)


def register_blanks(own: BlankCheck) -> None:
    """Let `own(document)` say that its room looks for blank places itself (its gate refuses, or somebody keeps them)."""
    _blank_checks.append(own)


def checks_blanks(document: Document) -> bool:
    """Whether one of the rooms looks for the blank places of this paper itself."""
    return any(own(document) for own in _blank_checks)


def register_step(listener: Listener) -> None:
    """Let `listener(document, to, by)` hear of every step taken (draft when returned), inside the step's transaction."""
    _listeners.append(listener)


def tell_step(document: Document, to: DocumentState, by: User | None) -> None:
    """Tell the rooms that the step is done; what they write stands or falls with it."""
    for listener in _listeners:
        listener(document, to, by)
