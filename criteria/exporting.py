"""Results as files that somebody ordered: rights asked again when the worker makes them; the workbook of a round on a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from core import clock
from core.errors import RuleError
from core.sheets import XLSX
from criteria import access
from criteria.actions.results import make_form, make_workbook, office_workbook
from documents.schedules import Made

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

CODE = "criteria.workbook"
LABEL = "Bảng tổng hợp tiêu chí của kỳ"
_NO_RIGHT = "Anh/chị không còn quyền xem phiếu tự đánh giá của địa bàn này."


def run_form(job: Job) -> dict[str, Any]:
    """Work of a "criteria.results" job."""
    if job.owner is None or not access.visible_cards(job.owner).filter(pk=job.payload["card"]).exists():
        raise RuleError(_NO_RIGHT)
    return make_form(job)


def run_workbook(job: Job) -> dict[str, Any]:
    """Work of a "criteria.workbook" job."""
    offices = access.office_areas(job.owner) if job.owner and access.is_office(job.owner) else []
    if job.payload["area"] not in {area.pk for area in offices}:
        raise RuleError(_NO_RIGHT)
    return make_workbook(job)


# --- On a schedule ---


def choices(user: User) -> list[tuple[str, str]]:
    """Rounds of the person's office, the newest first."""
    if not access.is_office(user):
        return []
    rounds = access.visible_rounds(user).select_related("area").order_by("-deadline", "-pk")
    rounds = rounds.only("name", "area__kind_word", "area__name")
    return [(str(round_.pk), f"{round_}, {round_.area}") for round_ in rounds]


def make(user: User, what: str, format: str, out: BinaryIO) -> Made:
    """The workbook of a round, as accepted in it, else as the cards stand today."""
    round_, today = access.get_round(user, int(what)), clock.today()
    data, rows = office_workbook(round_.area, round_.criteria_set, round_.year, round_, on=today)
    out.write(data)
    return Made(f"tong-hop-tieu-chi-{round_.year}-{today:%Y%m%d}.xlsx", XLSX, rows, round_.area)
