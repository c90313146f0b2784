"""What pages, the journal and the workbook show of committees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.enums import CommitteeKind
from campaigns.models import Committee, CommitteeMember
from core.formats import vndate
from core.sheets import Column, Sheet


def said(committee: Committee, members: Iterable[CommitteeMember]) -> dict[str, str]:
    """Every part of a committee as text; each member by name, so that the journal says who came and who went."""
    seats: dict[str, str] = {}
    for member in members:
        part = f"Thành viên {member.full_name}"
        words = ", ".join(filter(None, (member.duty, member.post))) or "có tên"
        seats[part] = f"{seats[part]}; {words}" if part in seats else words
    return {
        "Địa bàn": str(committee.area), "Loại": CommitteeKind(committee.kind).label, "Tên": committee.name,
        "Quyết định thành lập": committee.decision, "Từ ngày": vndate(committee.valid_from) if committee.valid_from else "",
        "Đến hết ngày": vndate(committee.valid_to) if committee.valid_to else "",
        "Thuộc kế hoạch": str(committee.plan or ""), **seats,
    }  # fmt: skip


def committee_sheet(committees: Iterable[Committee]) -> Sheet:
    """Committees with their members, a line each, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Loại", 24), Column("Ban, tổ", 44), Column("Địa bàn", 20),
        Column("Quyết định thành lập", 34), Column("Từ ngày", 12, kind="date"), Column("Đến hết ngày", 12, kind="date"),
        Column("Họ tên", 26), Column("Chức vụ, đơn vị", 34), Column("Trong ban", 18),
    )  # fmt: skip
    return Sheet("Ban, tổ", columns, _rows(committees))


def _rows(committees: Iterable[Committee]) -> Iterable[tuple[Any, ...]]:
    for place, row in enumerate(committees, 1):
        head = (
            place, CommitteeKind(row.kind).label, row.name, str(row.area), row.decision, row.valid_from, row.valid_to,
        )  # fmt: skip
        members = list(row.members.all())
        if not members:
            yield (*head, "", "", "")
        for member in members:
            yield (*head, member.full_name, member.post, member.duty)
