"""What pages, the workbook and the official list show of registrations: plain rows; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from areas.enums import Level
from areas.models import Area, Organisation, PostHolder
from core.formats import vndate
from core.sheets import Column, Sheet
from criteria.enums import RegistrationState, SetLevel
from criteria.models import CriteriaSet, Registration
from documents import numbering
from documents.context import Block, Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType
from documents.steps import Step

if TYPE_CHECKING:
    from documents.context import Style


def steps_of(row: Registration) -> list[Step]:
    """Registered, assessed, recognised, with their days; where it was revoked or withdrawn, that stands at the end."""
    way = (("Đăng ký", row.registered_on), ("Đánh giá", row.assessed_on), ("Công nhận", row.recognised_on))
    done = [Step(label, vndate(day), "done") for label, day in way if day]
    if row.state in {RegistrationState.REVOKED, RegistrationState.WITHDRAWN}:
        return [*done, Step(row.get_state_display(), vndate(row.revoked_on) if row.revoked_on else "", "stopped")]
    waiting = [label for label, day in way if not day]
    return [*done, *(Step(label, "", "" if place else "now") for place, label in enumerate(waiting))]


def place_of(row: Registration) -> str:
    """Where it lies, from the village up: "Thôn Nà Cốc, Xã An Bình"."""
    area = row.area
    return f"{area}, {area.parent}" if area.level == Level.VILLAGE else str(area)


def registration_sheet(rows: Iterable[Registration]) -> Sheet:
    """The list as a sheet, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Năm", 8, kind="number"), Column("Bộ tiêu chí", 44), Column("Hộ, vườn", 28),
        Column("Địa bàn", 28), Column("Tình trạng", 18), Column("Ngày đăng ký", 12, kind="date"),
        Column("Ngày đánh giá", 12, kind="date"), Column("Đánh giá", 12), Column("Quyết định công nhận", 28),
        Column("Ngày công nhận", 12, kind="date"), Column("Quyết định thu hồi", 28), Column("Ngày thu hồi", 12, kind="date"),
        Column("Lý do, ghi chú", 40),
    )  # fmt: skip
    return Sheet("Đăng ký đạt chuẩn", columns, _cells(rows))


def _cells(rows: Iterable[Registration]) -> Iterable[tuple[Any, ...]]:
    found = {True: "Đạt", False: "Chưa đạt", None: ""}
    for place, row in enumerate(rows, 1):
        yield (
            place, row.year, str(row.criteria_set), row.subject, place_of(row), row.get_state_display(), row.registered_on,
            row.assessed_on, found[row.found_met], row.decision, row.recognised_on, row.revocation, row.revoked_on, row.reason,
        )  # fmt: skip


def list_paper(
    area: Area, year: int, rows: Sequence[Registration], *, issuer: Organisation, signer: PostHolder | None, today: date
) -> Paper:
    """The year's list as a notice of the commune's committee (thông báo; a list is no type of paper of its own in NĐ 30/2020).

    A section a set, with whom or which place aims at it. Without a signer in force the signature stays empty.
    """
    groups = [(chosen, list(mine)) for chosen, mine in groupby(rows, key=lambda row: row.criteria_set)]
    place = f"{area.kind_word} {area.name}"
    lead = Paragraph(
        f"{issuer.name} thông báo danh sách đăng ký đạt chuẩn năm {year} trên địa bàn {place}, tính đến ngày {vndate(today)}:"
    )
    sections: list[Block] = [
        Section(str(label), str(chosen), (*_basis(chosen), _table(mine)))
        for label, (chosen, mine) in enumerate(groups, 1)
    ]
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.NOTICE),
        place=issuer.place or None, month=today.month, year=today.year, type=PaperType.NOTICE.label.upper(),
        subject=f"Danh sách đăng ký đạt chuẩn các bộ tiêu chí nông thôn mới năm {year}", content=(lead, *sections),
        closing=(
            f"Trên đây là danh sách đăng ký đạt chuẩn năm {year}; đề nghị các thôn, các hộ trong danh sách phối hợp thực hiện./.",
        ),
        recipients=("Đảng ủy, Hội đồng nhân dân xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Các thôn", "Lưu: VT"),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
    )  # fmt: skip


def _basis(chosen: CriteriaSet) -> tuple[Paragraph, ...]:
    if not chosen.basis_number:
        return ()
    day = f" ngày {vndate(chosen.basis_date)}" if chosen.basis_date else ""
    issuer = f" của {chosen.basis_issuer}" if chosen.basis_issuer else ""
    return (Paragraph(f"Theo Quyết định số {chosen.basis_number}{day}{issuer}."),)


def _table(rows: Sequence[Registration]) -> Table:
    note = {row.pk: row.get_state_display() if row.state != RegistrationState.REGISTERED else "" for row in rows}
    if rows[0].criteria_set.level == SetLevel.GARDEN:
        body = [
            (str(n), row.subject, str(row.area), vndate(row.registered_on), note[row.pk])
            for n, row in enumerate(rows, 1)
        ]
        head = ("TT", "Hộ, vườn", "Địa bàn", "Ngày đăng ký", "Ghi chú")
        return Table(rows=(head, *body), widths=(0.08, 0.34, 0.22, 0.18, 0.18), align="cllcl")
    body_of_places = [(str(n), str(row.area), vndate(row.registered_on), note[row.pk]) for n, row in enumerate(rows, 1)]
    return Table(
        rows=(("TT", "Địa bàn", "Ngày đăng ký", "Ghi chú"), *body_of_places),
        widths=(0.08, 0.48, 0.2, 0.24),
        align="clcl",
    )
