"""Sổ văn bản đi as an export that can be scheduled."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from core import clock
from core.errors import RuleError
from core.sheets import XLSX
from core.sheets_long import write_sheet
from documents import access
from documents.queries import register_of
from documents.register_papers import entry, register_sheet
from documents.schedules import Made

if TYPE_CHECKING:
    from accounts.models import User

CODE = "documents.register"
LABEL = "Sổ văn bản đi của năm"


def choices(user: User) -> list[tuple[str, str]]:
    return [(str(body.pk), body.name) for body in access.register_bodies(user)]


def make(user: User, what: str, format: str, out: BinaryIO) -> Made:
    """The register of this year as a workbook."""
    body = access.get_register_body(user, what)
    year = clock.today().year
    papers = register_of(body, year)
    count = papers.count()
    if not count:
        raise RuleError(f"{body.name} chưa ban hành văn bản nào trong năm {year}.")
    write_sheet(register_sheet(map(entry, papers), f"Văn bản đi {year}", count=count), out)
    return Made(f"so-van-ban-di-{year}-{clock.today():%Y%m%d}.xlsx", XLSX, count, body.area)
