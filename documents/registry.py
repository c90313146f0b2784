"""What other rooms tell this one in apps.py: who may fetch which file, and which page shows a paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document, StoredFile

Page = Callable[["Document"], "str | None"]
_pages: list[Page] = []

FileCheck = Callable[["User", "StoredFile"], bool]
_checks: dict[str, FileCheck] = {}


def register_file_check(purpose: str, check: FileCheck) -> None:
    """Let `check(user, stored_file)` decide over downloads of this purpose; a second registration is an error."""
    if purpose in _checks:
        raise ValueError(f"purpose {purpose} has a check already")
    _checks[purpose] = check


def may_fetch(user: User, stored: StoredFile) -> bool:
    """Whether the person may fetch the file; a purpose without a check is nobody's."""
    check = _checks.get(stored.purpose)
    return check is not None and check(user, stored)


def register_page(page: Page) -> None:
    """Let `page(document)` answer the address that shows the paper, or None where it is not this room's."""
    _pages.append(page)


def page_of(document: Document) -> str:
    """The address of the page that shows the paper; its preview where no room has one."""
    found = (address for page in _pages if (address := page(document)))
    return next(found, None) or reverse("documents:preview", args=[document.pk])
