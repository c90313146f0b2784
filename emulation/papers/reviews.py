"""The interim or final report of a drive (báo cáo, NĐ 30/2020): what reports, cards, books and rankings say. Pure.

Figures stand as they are; what no report says is a person's words, or a blank place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, cast

from areas.models import Organisation, PostHolder
from core.formats import number, percent, vndate
from documents import numbering
from documents.context import Appendix, Block, Paper, Paragraph, Section, Signature
from documents.enums import PaperType
from documents.nd30 import DOTS
from emulation.enums import EntryKind, EntryState, ProposalState, ReviewKind
from emulation.papers.review_tables import (
    award_words,
    campaign_table,
    card_table,
    entry_table,
    kind_table,
    rank_table,
    work_table,
)
from emulation.queries.reviews import Facts, Trouble

if TYPE_CHECKING:
    from documents.context import Style
    from emulation.models import Drive

#: So many troubles of one entry are quoted; the rest are counted.
_QUOTED = 8


@dataclass(frozen=True, slots=True)
class Words:
    """What a person adds: several lines each, or nothing."""

    assessment: str = ""
    shortcomings: str = ""
    tasks: str = ""


def drive_title(drive: Drive) -> str:
    """ "đợt thi đua “60 ngày cao điểm”", inside a sentence."""
    return f"đợt thi đua “{drive.name.strip(' “”')}”"


def review_paper(
    facts: Facts, kind: str, words: Words, *, issuer: Organisation, signer: PostHolder | None, today: date
) -> Paper:
    """The paper as a draft. Without a signer in force the signature stays empty."""
    title = f"{ReviewKind(kind).label} {drive_title(facts.drive)}"
    parts: list[tuple[str, tuple[Block, ...]]] = [
        ("TỔ CHỨC THỰC HIỆN", _organised(facts)), ("KẾT QUẢ THỰC HIỆN", _results(facts)),
        ("KHÓ KHĂN, VƯỚNG MẮC CÁC ĐƠN VỊ NÊU", _troubles(facts.troubles)),
        ("ĐÁNH GIÁ CHUNG", (
            Section("1", "Ưu điểm", _said(words.assessment)), Section("2", "Tồn tại, hạn chế", _said(words.shortcomings)),
        )),
        ("NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI", _said(words.tasks)),
    ]  # fmt: skip
    appendices = (Appendix("Phụ lục", "KHỐI LƯỢNG TỪNG VIỆC", (work_table(facts.entries),)),) if facts.works else ()
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.REPORT),
        place=issuer.place or None, month=today.month, year=today.year, type=PaperType.REPORT.label.upper(),
        subject=title, preamble=(_lead(facts, issuer),),
        content=tuple(Section(_roman(place), name, blocks) for place, (name, blocks) in enumerate(parts, 1)),
        closing=(f"Trên đây là báo cáo {title[:1].lower()}{title[1:]}./.",),
        recipients=(
            "Thường trực Đảng ủy, Hội đồng nhân dân xã", "Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể xã",
            "Các đơn vị tham gia thi đua", "Lưu: VT",
        ),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
        appendices=appendices,
    )  # fmt: skip


def _roman(place: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI")[place - 1]


def _lead(facts: Facts, issuer: Organisation) -> str:
    document = facts.drive.plan.document
    span = f"từ ngày {vndate(facts.since)} đến hết ngày {vndate(facts.upto)}"
    tail = f"{issuer.name} báo cáo kết quả {drive_title(facts.drive)}, số liệu {span}, như sau:"
    if not document.number_and_symbol:
        return tail
    of = f" của {document.issuer}" if document.issuer else ""
    return f"Thực hiện Kế hoạch số {document.number_and_symbol} ngày {vndate(document.issued_on)}{of}, {tail}"


def _organised(facts: Facts) -> tuple[Block, ...]:
    drive = facts.drive
    lines = [f"Thời gian thi đua: từ ngày {vndate(drive.starts_on)} đến ngày {vndate(drive.ends_on)}."]
    if drive.launched_on:
        place = f" tại {drive.launch_place}" if drive.launch_place else ""
        lines.append(f"Phát động ngày {vndate(drive.launched_on)}{place}.")
    lines.append(f"Đơn vị, cá nhân tham gia: {_competitors(facts)}.")
    if facts.groups:
        lines.append(f"Số tổ, đoàn công tác được phân công: {number(facts.groups)}.")
    on_time, due = sum(row.on_time for row in facts.entries), sum(row.due for row in facts.entries)
    if due:
        share = percent(on_time * 100 / due, 1)
        lines.append(f"Báo cáo đến hạn: {number(due)}; gửi đúng hạn: {number(on_time)}, đạt {share}.")
    return tuple(Paragraph(line) for line in lines)


def _competitors(facts: Facts) -> str:
    counts = [(label, facts.registered.get((kind, EntryState.ACCEPTED), 0)) for kind, label in EntryKind.choices]
    said = "; ".join(f"{str(label).lower()}: {number(count)}" for label, count in counts if count)
    return said or DOTS


def _results(facts: Facts) -> tuple[Block, ...]:
    parts: list[tuple[str, tuple[Block, ...]]] = []
    if facts.works:
        parts.append(("Khối lượng theo loại việc", (kind_table(facts.works),)))
    if facts.entries:
        note = Paragraph("Khối lượng từng việc của mỗi đơn vị tại Phụ lục kèm theo.") if facts.works else None
        parts.append(("Theo đơn vị", (entry_table(facts.entries), *((note,) if note else ()))))
    parts.append(("Huy động Nhân dân tham gia", _labour(facts)))
    if any(row.cards for row in facts.entries):
        parts.append(("Tiêu chí khu dân cư kiểu mẫu, vườn mẫu", (_cards_said(facts), card_table(facts.entries))))
    if facts.campaigns:
        parts.append(("Đóng góp qua các đợt vận động", (campaign_table(facts.campaigns),)))
    parts += [(f"Xếp hạng: {scoring.name}", (rank_table(rows),)) for scoring, rows in facts.rankings]
    if facts.awards:
        parts.append(("Khen thưởng", tuple(Paragraph(line) for line in award_words(facts.awards))))
    return tuple(Section(str(place), name, blocks) for place, (name, blocks) in enumerate(parts, 1))


def _labour(facts: Facts) -> tuple[Block, ...]:
    """Days told in reports, proposed and taken into the books are three figures: they differ until the last is decided."""
    told = sum(row.labour_days for row in facts.entries)
    proposed = facts.labour[ProposalState.PROPOSED]
    people = number(sum(row.people for row in facts.entries))
    booked = (
        f"Ngày công nêu trong báo cáo: {number(told)}; đã ghi vào sổ của các đợt vận động: "
        f"{number(facts.labour[ProposalState.ACCEPTED])}; đang chờ ghi sổ: {number(proposed)}."
    )
    return (Paragraph(f"Lượt người tham gia nêu trong báo cáo: {people}."), Paragraph(booked))


def _cards_said(facts: Facts) -> Paragraph:
    cards = [card for row in facts.entries for card in row.cards]
    met, total = sum(card.met for card in cards), sum(card.total for card in cards)
    whole = sum(1 for card in cards if card.total and card.met == card.total)
    return Paragraph(
        f"Có {number(len(cards))} phiếu tiêu chí; đạt {number(met)}/{number(total)} tiêu chí; {number(whole)} phiếu đạt đủ tiêu chí."
    )


def _troubles(troubles: Sequence[Trouble]) -> tuple[Block, ...]:
    if not troubles:
        return (Paragraph("Trong thời gian báo cáo, các đơn vị không nêu khó khăn, vướng mắc."),)
    parts: list[Block] = []
    for place, (_, group) in enumerate(groupby(troubles, key=lambda row: row.entry.pk), 1):
        rows = list(group)
        lines = [Paragraph(f"- Ngày {_days(row.days)}: “{row.text.strip(' .;')}”.") for row in rows[:_QUOTED]]
        if len(rows) > _QUOTED:
            lines.append(Paragraph(f"- Và {number(len(rows) - _QUOTED)} nội dung khác trong báo cáo của đơn vị."))
        parts.append(Section(str(place), rows[0].entry.name, tuple(lines)))
    return tuple(parts)


def _days(days: Sequence[date]) -> str:
    """ "05/11, 06/11 và 12 ngày khác"."""
    said = ", ".join(f"{day.day:02d}/{day.month}" for day in days[:4])
    return said + (f" và {len(days) - 4} ngày khác" if len(days) > 4 else "")


def _said(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [DOTS]
    return tuple(Paragraph(line) for line in lines)


def missing(facts: Facts, words: Words) -> list[str]:
    """What the report cannot say yet, as sentences for who writes it."""
    found = []
    silent = [
        row.entry.name
        for row in facts.entries
        if row.due and not any(work.done.last for work in row.works) and row.works
    ]
    if not facts.entries:
        found.append("Chưa có đăng ký nào được xã nhận.")
    if silent:
        found.append(f"Chưa có khối lượng nào trong báo cáo: {', '.join(silent)}.")
    no_volume = sum(1 for work in facts.works if not work.work.task.volume)
    if no_volume:
        found.append(f"{no_volume} việc chưa có khối lượng đăng ký nên không tính được tỷ lệ.")
    if facts.conflicts:
        found.append(f"{facts.conflicts} bản báo cáo khác nhau đang chờ chọn; chưa tính vào số liệu.")
    if facts.labour[ProposalState.PROPOSED]:
        found.append(f"{number(facts.labour[ProposalState.PROPOSED])} ngày công đang chờ ghi sổ.")
    if not facts.rankings:
        found.append("Chưa chốt xếp hạng nên báo cáo không có bảng xếp hạng.")
    if not facts.awards:
        found.append("Chưa có quyết định khen thưởng đã ban hành.")
    empty = [
        label
        for label, text in (
            ("ưu điểm", words.assessment),
            ("tồn tại, hạn chế", words.shortcomings),
            ("nhiệm vụ, giải pháp", words.tasks),
        )
        if not text.strip()
    ]
    if empty:
        found.append(f"Chưa viết: {', '.join(empty)}; báo cáo chừa dòng chấm.")
    return found
