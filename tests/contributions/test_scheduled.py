"""Books of a campaign and the workbook of a round as exports on a schedule: who may choose what, and what comes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Assignment, User
from contributions.exporting import Wanted, request_export, sheet_of, write
from contributions.models import Campaign, RosterLine
from contributions.queries import exports as queries
from contributions.queries.exports import ALWAYS
from core.clock import today
from core.sheets import RowCountError
from criteria.actions.rounds import open_round
from criteria.enums import RoundKind
from criteria.models import Scorecard
from documents import schedules
from jobs.actions import run
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.criteria.conftest import card

__all__ = ["card"]

Giver = Callable[..., RosterLine]


def offered(user: User, code: str) -> list[str]:
    export = schedules.find(code)
    assert export is not None
    return [what for what, _ in export.choices(user)]


def made(user: User, code: str, what: object, format: str) -> tuple[schedules.Made, bytes]:
    export, out = schedules.find(code), io.BytesIO()
    assert export is not None
    return export.make(user, str(what), format, out), out.getvalue()


def test_books_are_offered_to_those_who_may_read_them(drive: Drive, cast: Cast) -> None:
    Campaign.objects.create(
        area=cast.next_commune, name="Đợt của xã bên", code="XABEN", year=today().year, purpose="Đường",
        pot=drive.campaign.pot, created_by=cast.neighbour, created_at=drive.campaign.created_at,
    )  # fmt: skip
    mine = [str(drive.campaign.pk)]
    for person in (cast.accountant, cast.officer, cast.leader, cast.village_head):
        assert offered(person, "contributions.ca-nhan") == mine, person
    assert offered(cast.clerk, "contributions.ca-nhan") == [], "no names for the clerk"
    assert offered(cast.clerk, "contributions.bien-lai") == mine
    assert offered(cast.coordination, "contributions.ca-nhan") == []
    assert offered(cast.stranger, "contributions.bien-lai") == []


def test_a_book_says_its_rows(drive: Drive, giver: Giver, cast: Cast) -> None:
    for name in ("Lò Văn An", "Hà Thị Bình"):
        giver(name)
    told, data = made(cast.accountant, "contributions.ca-nhan", drive.campaign.pk, "csv")
    assert (told.rows, told.area) == (2, cast.commune)
    last = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[-1]
    assert last[2] == "Cộng (2 dòng)"
    told, data = made(cast.accountant, "contributions.bien-lai", drive.campaign.pk, "xlsx")
    assert told.rows == 0
    assert told.name == f"bien-lai-CSNTM-{today():%Y%m%d}.xlsx"
    assert load_workbook(io.BytesIO(data)).active is not None


def test_the_workbook_of_a_round(card: Scorecard, cast: Cast) -> None:
    assert offered(cast.coordination, "criteria.workbook") == []
    made_round = open_round(
        area=cast.province, criteria_set=card.criteria_set, kind=RoundKind.YEAR, name="Cả năm", year=card.year,
        deadline=today(), by=cast.coordination,
    )  # fmt: skip
    assert offered(cast.coordination, "criteria.workbook") == [str(made_round.pk)]
    assert offered(cast.officer, "criteria.workbook") == []
    told, data = made(cast.coordination, "criteria.workbook", made_round.pk, "xlsx")
    assert (told.rows, told.area) == (152, cast.province), "two communes"
    assert "152 dòng" in "".join(
        str(row) for row in load_workbook(io.BytesIO(data))["Tổng hợp"].iter_rows(values_only=True)
    )


def test_a_long_book_is_counted_and_its_rights_are_asked_again(
    drive: Drive, giver: Giver, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Lò Văn An", "Hà Thị Bình"):
        giver(name)
    job = request_export(Wanted(drive.campaign, "ca-nhan", ALWAYS), "xlsx", by=cast.accountant)
    run(job.pk)
    job.refresh_from_db()
    assert job.result
    assert (job.result["rows"], job.state) == (2, "done")
    again = request_export(Wanted(drive.campaign, "s07-x", ALWAYS), "csv", by=cast.accountant)
    Assignment.objects.filter(user=cast.accountant).update(role=Role.READER)
    run(again.pk)
    again.refresh_from_db()
    assert again.reason == "Anh/chị không còn quyền xem sổ này của đợt vận động."
    monkeypatch.setattr(queries, "fund_count", lambda campaign, span: 3)
    sheet = sheet_of(Wanted(drive.campaign, "s07-x", ALWAYS), cast.officer)
    with pytest.raises(RowCountError, match="Tệp có 0 dòng trong khi cần 3 dòng"):
        write(sheet, "csv", io.BytesIO())
