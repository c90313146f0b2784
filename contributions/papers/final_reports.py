"""The report of a campaign's results (báo cáo, NĐ 30/2020): what was asked, given, spent, and what is left. Pure.

Sums come from the ledger as they stand; names only as each giver agreed; what no book knows is a blank place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from areas.models import Organisation, PostHolder
from contributions.enums import Group, LineState, SpendingKind
from contributions.ledger import Totals
from contributions.models import Campaign, PublicNotice
from contributions.papers.campaigns import PlaceRow
from contributions.papers.final_report_tables import named_table, parts_table, spent_table, ways_table
from contributions.queries.final_reports import SpentOn
from core.formats import money, number, percent, vndate
from documents import numbering
from documents.context import Appendix, Block, Paper, Paragraph, Section, Signature
from documents.enums import PaperType
from documents.nd30 import DOTS

if TYPE_CHECKING:
    from documents.context import Style


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the report says of a campaign on a day; đồng and days."""

    campaign: Campaign
    totals: Totals
    counts: Mapping[str, int]
    states: Mapping[str, int]
    groups: Sequence[PlaceRow]
    villages: Sequence[PlaceRow]
    units: Sequence[PlaceRow]
    #: Received and not allocated to anybody yet.
    unassigned: int
    land: Any
    spent: Sequence[SpentOn]
    left: int
    notices: Sequence[PublicNotice]
    named: Sequence[Any]
    works: Sequence[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person adds: several lines each, or nothing."""

    assessment: str = ""
    shortcomings: str = ""
    proposals: str = ""


def group_name(group: str | None) -> str:
    return str(Group(group).label) if group else "Chưa xếp mức"


def final_report(
    results: Results, words: Words, *, issuer: Organisation, signer: PostHolder | None, today: date
) -> Paper:
    """The paper as a draft. Without a signer in force the signature stays empty."""
    campaign = results.campaign
    title = _title(campaign.name)
    appendices: tuple[Appendix, ...] = ()
    if results.named:
        appendices = (
            Appendix(
                "Phụ lục", "DANH SÁCH ĐÓNG GÓP CỦA NGƯỜI, TỔ CHỨC ĐỒNG Ý NÊU TÊN", (named_table(results.named),)
            ),
        )  # fmt: skip
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.REPORT),
        place=issuer.place or None, month=today.month, year=today.year, type=PaperType.REPORT.label.upper(),
        subject=f"Kết quả {title}", preamble=(_lead(campaign, issuer, today),),
        content=(
            Section("I", "TỔ CHỨC VẬN ĐỘNG", _organised(results)),
            Section("II", "KẾT QUẢ VẬN ĐỘNG", _given(results)),
            Section("III", "QUẢN LÝ, SỬ DỤNG", _used(results)),
            Section("IV", "CÔNG KHAI", _published(results)),
            Section("V", "ĐÁNH GIÁ CHUNG, ĐỀ XUẤT", (
                _said("1", "Đánh giá chung", words.assessment),
                _said("2", "Tồn tại, hạn chế", words.shortcomings),
                _said("3", "Đề xuất, kiến nghị", words.proposals),
            )),
        ),
        closing=(f"Trên đây là báo cáo kết quả {title}./.",),
        recipients=(
            "Thường trực Đảng ủy, Hội đồng nhân dân xã", "Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể xã",
            "Các thôn, đơn vị", "Lưu: VT",
        ),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
        appendices=appendices,
    )  # fmt: skip


def _title(name: str) -> str:
    """ "vận động “Chung sức …” năm 2024": the campaign's name inside a sentence."""
    return f"v{name[1:]}" if name.startswith("Vận động") else f"vận động “{name.strip(' “”')}”"


def _lead(campaign: Campaign, issuer: Organisation, today: date) -> str:
    tail = f"{issuer.name} báo cáo kết quả tính đến ngày {vndate(today)} như sau:"
    document = campaign.plan.document if campaign.plan else None
    if document is not None and document.number_and_symbol:
        return f"Thực hiện Kế hoạch số {document.number_and_symbol} ngày {vndate(document.issued_on)} của {document.issuer}, {tail}"
    if campaign.residents_decision is not None:
        day = vndate(campaign.residents_decision.held_on)
        return f"Thực hiện quyết định của Nhân dân {_inside(campaign.area)} ngày {day}, {tail}"
    return tail


def _inside(area: Any) -> str:
    return f"{area.kind_word} {area.name}"


def _organised(results: Results) -> tuple[Block, ...]:
    campaign, totals = results.campaign, results.totals
    lines = [f"Mục đích: {_sentence(campaign.purpose)}"]
    if results.works:
        lines.append(f"Công trình: {'; '.join(results.works)}.")
    if campaign.deadline:
        since = f"từ ngày {vndate(campaign.starts_on)} " if campaign.starts_on else ""
        lines.append(f"Thời gian vận động: {since}đến ngày {vndate(campaign.deadline)}.")
    if campaign.labour_day_value:
        lines.append(f"Một ngày công quy bằng {money(campaign.labour_day_value)} đồng.")
    lines.append(
        f"Số người, hộ, tổ chức được vận động: {number(totals.givers)}; đã tham gia: {number(totals.taking_part)}"
        f"{_state_words(results.states)}. Việc đóng góp trên tinh thần tự nguyện."
    )
    return tuple(Paragraph(line) for line in lines)


def _state_words(states: Mapping[str, int]) -> str:
    exempt, declined = states.get(LineState.EXEMPT, 0), states.get(LineState.DECLINED, 0)
    said = f"; được miễn: {number(exempt)}" if exempt else ""
    return said + (f"; không tham gia: {number(declined)}" if declined else "")


def _given(results: Results) -> tuple[Block, ...]:
    totals = results.totals
    share = f", đạt {percent(totals.share)} mức vận động ({money(totals.expected)} đồng)" if totals.expected else ""
    overall: list[Block] = [
        Paragraph(f"Tổng giá trị đóng góp: {money(totals.given.total)} đồng{share}, trong đó:"),
        ways_table(totals.given, results.counts, results.land),
    ]
    parts: list[Block] = [Section("1", "Theo hình thức đóng góp", tuple(overall))]
    tables = (
        ("Theo nhóm đối tượng", "Nhóm", results.groups),
        ("Theo thôn", "Thôn", results.villages),
        ("Theo đơn vị", "Đơn vị", results.units),
    )
    shown = [(title, head, rows) for title, head, rows in tables if any(row.pk for row in rows)]
    for label, (title, head, rows) in enumerate(shown, 2):
        parts.append(Section(str(label), title, (parts_table(head, rows, results.unassigned, totals),)))
    return tuple(parts)


def _used(results: Results) -> tuple[Block, ...]:
    given, spent = results.totals.given, results.spent
    lines: list[Block] = [
        Paragraph(
            f"Số tiền đã nhận (tiền mặt, chuyển khoản): {money(given.money)} đồng; khoản thu thuộc: "
            f"{_lower(str(results.campaign.get_pot_display()))}."
        )
    ]  # fmt: skip
    if spent:
        lines += [Paragraph("Đã sử dụng:"), spent_table(spent)]
    else:
        lines.append(Paragraph("Đến nay chưa chi."))
    for kind in SpendingKind:
        amount = sum(row.amount for row in spent if row.kind == kind)
        if amount:
            lines.append(Paragraph(f"{kind.label}: {money(amount)} đồng."))
    lines.append(Paragraph(f"Số tiền còn lại: {money(results.left)} đồng."))
    worth = given.total - given.money
    if worth:
        lines.append(Paragraph(f"Ngày công, hiện vật, đất, hạng mục tính vào giá trị công trình: {money(worth)} đồng."))
    return tuple(lines)


def _published(results: Results) -> tuple[Block, ...]:
    if not results.notices:
        return (Paragraph(f"Thời gian, nơi công khai: {DOTS}"),)
    return tuple(
        Paragraph(
            f"- Từ ngày {vndate(row.posted_from)} đến ngày {vndate(row.posted_to)}: {_sentence('; '.join(row.places.split(chr(10))))}"
        )
        for row in results.notices
    )


def _said(label: str, title: str, text: str) -> Section:
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [DOTS]
    return Section(label, title, tuple(Paragraph(line) for line in lines))


def _sentence(text: str) -> str:
    return f"{' '.join(text.split()).rstrip(' .;')}."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
