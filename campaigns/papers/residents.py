"""What pages, the journal, the workbook and the minutes show of residents' decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from areas.enums import Level
from areas.models import Area
from campaigns.enums import DecisionForm, DecisionMatter
from campaigns.models import ResidentsDecision
from core.formats import number, vndate
from core.sheets import Column, Sheet
from documents.context import Block, Paper, Paragraph, Section, Signature, Table
from documents.nd30 import DOTS, printed_date


def said(decision: ResidentsDecision) -> dict[str, str]:
    """Every part of a decision as text, for the journal and for noticing that somebody else saved."""
    at = f" lúc {decision.held_at:%H:%M}" if decision.held_at else ""
    villages = "" if decision.villages is None else f"{decision.villages_agreed}/{decision.villages}"
    return {
        "Địa bàn": str(decision.area), "Nội dung": decision.subject, "Loại nội dung": DecisionMatter(decision.matter).label,
        "Hình thức": DecisionForm(decision.form).label, "Thời gian": f"{vndate(decision.held_on)}{at}", "Địa điểm": decision.place,
        "Tổng số hộ": str(decision.households), "Số hộ dự": str(decision.present), "Số hộ tán thành": str(decision.agreed),
        "Số thôn tán thành": villages, "Ý kiến thảo luận": decision.discussion, "Chủ trì": decision.chair,
        "Thư ký": decision.secretary, "Trưởng ban công tác Mặt trận": decision.front_head,
        "Đại diện hộ": "; ".join(decision.witnesses.splitlines()), "Số biên bản": decision.record_number,
        "Tệp biên bản": decision.record.name if decision.record else "",
    }  # fmt: skip


def share_of(part: int | None, whole: int | None) -> float | None:
    """Hundredths of the whole; None without a whole."""
    return 100 * part / whole if whole and part is not None else None


def decision_sheet(rows: Iterable[tuple[ResidentsDecision, str]]) -> Sheet:
    """The list of decisions as a sheet; each comes with what the rule says of it."""
    columns = (
        Column("STT", 6, kind="number"), Column("Địa bàn", 20), Column("Ngày", 12, kind="date"), Column("Nội dung", 50),
        Column("Loại nội dung", 26), Column("Hình thức", 18), Column("Tổng số hộ", 10, kind="number"),
        Column("Số hộ dự", 10, kind="number"), Column("Số hộ tán thành", 10, kind="number"),
        Column("Tỷ lệ trên tổng số hộ (%)", 12, kind="number"), Column("Số thôn tán thành/tổng số thôn", 14), Column("Kết quả", 46),
        Column("Số biên bản", 16),
    )  # fmt: skip
    return Sheet("Nhân dân quyết định", columns, _rows(rows))


def _rows(rows: Iterable[tuple[ResidentsDecision, str]]) -> Iterable[tuple[Any, ...]]:
    for place, (row, sentence) in enumerate(rows, 1):
        share = share_of(row.agreed, row.households)
        villages = "" if row.villages is None else f"{row.villages_agreed}/{row.villages}"
        yield (
            place, str(row.area), row.held_on, row.subject, DecisionMatter(row.matter).label, DecisionForm(row.form).label,
            row.households, row.present, row.agreed, None if share is None else round(share, 2), villages, sentence,
            row.record_number,
        )  # fmt: skip


def minutes(decision: ResidentsDecision, *, passes: bool | None, result: str, moment: datetime) -> Paper:
    """The record of the decision as a paper (biên bản, Nghị định 30/2020/NĐ-CP mẫu 1.9).

    It holds what Luật 10/2022/QH15, điều 20 asks for: time, all households, present, absent, content, form, result, decision,
    the signatures of the head of the village, the head of the Front's committee and two households. What is not known is a
    blank place. `passes` and `result` are what the rule says of the count.
    """
    area = decision.area
    village = area.level == Level.VILLAGE
    met = decision.form == DecisionForm.MEETING
    return Paper(
        parent_body=str(area.parent) if village else None,
        issuing_body=str(area) if village else f"Ủy ban nhân dân {_name(area)}",
        number=_number_of(decision.record_number), symbol="BB", type="BIÊN BẢN",
        subject=f"{'Họp Nhân dân' if met else 'Lấy ý kiến hộ gia đình'} {_name(area)} về {_lowered(decision.subject)}",
        content=(*_head(decision, met), *_body(decision, passes, result), _signers(decision)),
        left_signature=Signature(None, "THƯ KÝ", decision.secretary or None),
        signature=Signature(None, "TRƯỞNG THÔN" if village else "CHỦ TRÌ", decision.chair or None),
        recipients=("Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc xã", f"Lưu: {'Thôn' if village else 'VT'}"),
        uid=f"residents-decision-{decision.pk}", moment=moment.isoformat(timespec="seconds"),
    )  # fmt: skip


def _name(area: Area) -> str:
    return f"{area.kind_word} {area.name}"


def _lowered(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2] == text[1:2].lower() else text


def _number_of(record_number: str) -> str | None:
    """The figures before the stroke: "05/BB-TN" is number 05; a number without figures is left to be filled in."""
    figures = record_number.partition("/")[0].strip()
    return figures if figures.isdecimal() else None


def _head(decision: ResidentsDecision, met: bool) -> tuple[Block, ...]:
    at = f"{decision.held_at:%H} giờ {decision.held_at:%M} phút, " if decision.held_at else ""
    day = printed_date(decision.held_on.day, decision.held_on.month, decision.held_on.year)
    absent = decision.households - decision.present
    came = "dự họp" if met else "gửi phiếu"
    counts = f"Tổng số hộ: {decision.households}; số hộ {came}: {decision.present}; số hộ không {came}: {absent}."
    return (
        Paragraph(f"Thời gian: {at}{day}."),
        Paragraph(f"Địa điểm: {decision.place or DOTS}."),
        Paragraph(f"Chủ trì: {decision.chair or DOTS}; thư ký: {decision.secretary or DOTS}."),
        Paragraph(f"Trưởng ban công tác Mặt trận: {decision.front_head or DOTS}."),
        Paragraph(counts),
    )


def _body(decision: ResidentsDecision, passes: bool | None, result: str) -> tuple[Block, ...]:
    opinions = [line.strip() for line in decision.discussion.splitlines() if line.strip()]
    how = "biểu quyết tại cuộc họp" if decision.form == DecisionForm.MEETING else "phát phiếu lấy ý kiến hộ gia đình"
    share = share_of(decision.agreed, decision.households)
    rest = decision.present - decision.agreed
    counted = [
        f"Số hộ tán thành: {decision.agreed}/{decision.households} hộ ({number(share)}% tổng số hộ).",
        f"Số hộ không tán thành hoặc không có ý kiến: {rest} hộ.",
    ]
    if decision.villages is not None:
        counted.append(f"Số thôn tán thành: {decision.villages_agreed}/{decision.villages} thôn.")
    word = "Nội dung sau chưa được thông qua" if passes is False else "Nhân dân thống nhất"
    decided = [f"{word}: {_lowered(decision.subject)}."]
    if decision.matter != DecisionMatter.OTHER and passes is not False:
        decided.append("Việc đóng góp thực hiện trên tinh thần tự nguyện của từng hộ, công khai thu, chi đến Nhân dân.")
    parts = (
        ("NỘI DUNG", [f"{decision.subject.strip().rstrip('.')}.", *(f"- {line}" for line in opinions)]),
        ("HÌNH THỨC QUYẾT ĐỊNH", [f"Nhân dân quyết định bằng hình thức {how}."]),
        ("KẾT QUẢ", [*counted, result]),
        ("QUYẾT ĐỊNH", [*decided, "Biên bản được đọc cho mọi người cùng nghe và thống nhất ký tên dưới đây./."]),
    )
    return tuple(
        Section(label, title, tuple(Paragraph(line) for line in lines))
        for label, (title, lines) in zip(("I", "II", "III", "IV"), parts, strict=True)
    )


def _signers(decision: ResidentsDecision) -> Table:
    """Who signs besides the head of the village and the secretary: the Front, and two households."""
    households = [line.strip() for line in decision.witnesses.splitlines() if line.strip()][:2]
    signers = [(decision.front_head, "Trưởng ban công tác Mặt trận")]
    signers += [(name, "Đại diện hộ gia đình") for name in (*households, "", "")[:2]]
    rows = tuple((str(place), name or DOTS, post, DOTS) for place, (name, post) in enumerate(signers, 1))
    return Table(rows=(("TT", "Họ và tên", "Tư cách", "Chữ ký"), *rows), widths=(0.08, 0.34, 0.3, 0.28), align="cllc")
