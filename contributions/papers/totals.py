"""Totals over several campaigns as sheets, and "Kết quả huy động nguồn lực" as rows, sheet and paper. No names of givers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from contributions.papers.exports import Told, signatories
from contributions.queries.totals import CampaignLine, Resources, Sources
from core.formats import money, number, percent, vndate
from core.sheets import Column, Formula, Heading, Sheet, Sums
from documents import numbering
from documents.context import Appendix, Paper, Paragraph, Signature, Table
from documents.enums import PaperType

if TYPE_CHECKING:
    from areas.models import Area
    from contributions.ledger import Given

_LINES = (
    Column("STT", 6, kind="number"), Column("Địa bàn", 24), Column("Đợt vận động", 34), Column("Năm", 7, kind="number"),
    Column("Tổng số hộ, người", 10, kind="number"), Column("Số tham gia", 10, kind="number"),
    Column("Mức vận động (đ)", 16, kind="money"), Column("Tiền (đ)", 16, kind="money"), Column("Công", 9, kind="number"),
    Column("Quy tiền (đ)", 15, kind="money"), Column("Hiện vật, công trình (đ)", 15, kind="money"),
    Column("Đất (m²)", 10, kind="number"), Column("Đất (đ)", 15, kind="money"), Column("Tổng (đ)", 17, kind="money"),
    Column("% mức vận động", 11, kind="percent"), Column("Đã chi, bàn giao (đ)", 16, kind="money"),
    Column("Tiền còn lại (đ)", 16, kind="money"),
)  # fmt: skip
_SUMMED = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16)


def consolidated_sheets(area: Area, lines: Sequence[CampaignLine], told: Told) -> list[Sheet]:
    """Each campaign, and where they are of several areas each area's sums."""
    by_area = groupby(
        sorted(lines, key=lambda line: line.campaign.area.path or ""), key=lambda line: line.campaign.area
    )
    areas = [(str(place), "", None, list(group)) for place, group in by_area]
    single = [(str(line.campaign.area), line.campaign.name, line.campaign.year, [line]) for line in lines]
    sheets = [_consolidated(area, "Theo đợt vận động", single, told)]
    return [*sheets, _consolidated(area, "Theo địa bàn", areas, told)] if len(areas) > 1 else sheets


def _consolidated(
    area: Area, name: str, groups: Sequence[tuple[str, str, int | None, list[CampaignLine]]], told: Told
) -> Sheet:
    head = wide_heading(area, "TỔNG HỢP KẾT QUẢ VẬN ĐỘNG ĐÓNG GÓP XÂY DỰNG NÔNG THÔN MỚI", told)
    first = head.height + 2

    def cells() -> Iterator[tuple[Any, ...]]:
        for place, (where, campaign, year, group) in enumerate(groups, 1):
            at, given = first + place - 1, [line.totals.given for line in group]
            expected, total = sum(line.totals.expected for line in group), sum(one.total for one in given)
            paid, cash = sum(line.spent for line in group), sum(one.money for one in given)
            yield (
                place, where, campaign or f"{len(group)} đợt", year, sum(line.totals.givers for line in group),
                sum(line.totals.taking_part for line in group), expected, cash, sum((one.labour_days for one in given), Decimal(0)),
                sum(one.labour for one in given), sum(one.goods + one.work for one in given),
                sum((line.land for line in group), Decimal(0)), sum(one.land for one in given),
                Formula(f"H{at}+J{at}+K{at}+M{at}", total),
                Formula(f'IF(G{at}=0,"",N{at}/G{at})', round(Decimal(total) / expected, 4) if expected else None), paid,
                Formula(f"H{at}-P{at}", cash - paid),
            )  # fmt: skip

    sums = Sums(_SUMMED, label_at=2, count=len(groups))
    return Sheet(name, _LINES, cells(), heading=head, foot=signatories(told.signing), sums=sums)


def wide_heading(area: Area, title: str, told: Told) -> Heading:
    issuer = told.signing.issuer
    left = (issuer.letterhead_parent, issuer.name) if issuer else (str(area.parent or ""), str(area))
    return Heading(tuple(line.upper() for line in left if line), (), (title, str(area), told.days))


# --- Kết quả huy động nguồn lực ---


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A row of the table; amounts in đồng, None where this system keeps no figure."""

    label: str
    name: str
    planned: int | None = None
    period: int | None = None
    year: int | None = None
    five_years: int | None = None
    note: str = ""
    #: "" or what kind of row it is: "part" of the one above, "total".
    kind: str = ""

    @property
    def share(self) -> Decimal | None:
        """Of the year's plan in %; None without a plan."""
        return round(Decimal(self.year) * 100 / self.planned, 2) if self.planned and self.year is not None else None


#: A reversal counts on the day it is written, so only one of what was received before the span can make a sum negative.
_BELOW_ZERO = "Số âm: chứng từ điều chỉnh giảm lập trong thời gian này, cho khoản đã nhận từ trước"


def resource_rows(found: Resources) -> list[ResourceRow]:
    """The rows of table 3 in official-forms 3.2; sources that other offices keep are blank, a negative sum says why."""
    return [
        replace(row, note="; ".join(part for part in (row.note, _BELOW_ZERO) if part))
        if min(row.period or 0, row.year or 0, row.five_years or 0) < 0
        else row
        for row in _resource_rows(found)
    ]


def _resource_rows(found: Resources) -> list[ResourceRow]:
    state, credit = found.works.get("state"), found.works.get("credit")
    of_works = (
        f"Công trình trong năm: {money(state)} đồng ngân sách nhà nước, chưa tách trung ương, địa phương"
        if state
        else ""
    )
    people = found.year.people
    return [
        ResourceRow("I", "Ngân sách Trung ương", note=of_works),
        ResourceRow("1", "Vốn đầu tư phát triển", kind="part"), ResourceRow("2", "Kinh phí sự nghiệp, chi thường xuyên", kind="part"),
        ResourceRow("II", "Ngân sách địa phương"), ResourceRow("1", "Tỉnh", kind="part"), ResourceRow("2", "Xã", kind="part"),
        ResourceRow("III", "Vốn lồng ghép"),
        ResourceRow("IV", "Vốn tín dụng", planned=credit, note="Theo nguồn vốn của công trình" if credit else ""),
        _row("V", "Doanh nghiệp, hợp tác xã", found, "enterprises", found.planned.enterprises),
        _row("VI", "Cộng đồng dân cư", found, "people", found.planned.people),
        _part("1", "Tiền", found, lambda given: given.money),
        _part("2", "Ngày công (quy tiền)", found, lambda given: given.labour, f"{number(people.labour_days)} công trong năm"),
        _part("3", "Hiến đất (quy tiền)", found, lambda given: given.land,
              f"{found.year.land_households} hộ, {number(found.year.land)} m² trong năm"),
        _part("4", "Hiện vật, cây cối, công trình (quy tiền)", found, lambda given: given.goods + given.work),
        _row("VII", "Khác (tài trợ, con em xa quê)", found, "others", found.planned.others),
        ResourceRow(
            "", "Tổng cộng (V, VI, VII)", found.planned.enterprises + found.planned.people + found.planned.others,
            found.period.total, found.year.total, found.five_years.total, kind="total",
        ),
    ]  # fmt: skip


def _row(label: str, name: str, found: Resources, who: str, planned: int) -> ResourceRow:
    period, year, five_years = (getattr(sources, who).total for sources in _three(found))
    return ResourceRow(label, name, planned, period, year, five_years)


def _part(label: str, name: str, found: Resources, of: Callable[[Given], int], note: str = "") -> ResourceRow:
    period, year, five_years = (of(sources.people) for sources in _three(found))
    return ResourceRow(label, name, None, period, year, five_years, note=note, kind="part")


def _three(found: Resources) -> tuple[Sources, Sources, Sources]:
    return found.period, found.year, found.five_years


RESOURCE_HEAD = (
    "STT", "Nguồn vốn", "Kế hoạch năm", "Thực hiện trong kỳ", "Lũy kế năm", "Lũy kế giai đoạn", "% kế hoạch", "Ghi chú",
)  # fmt: skip
_TITLE = "KẾT QUẢ HUY ĐỘNG NGUỒN LỰC XÂY DỰNG NÔNG THÔN MỚI"


def resource_sheet(area: Area, rows: Sequence[ResourceRow], told: Told) -> Sheet:
    """The table as a sheet; totals are formulas over the rows they add up."""
    widths, kinds = (
        (6, 40, 17, 17, 17, 17, 10, 44),
        ("text", "text", "money", "money", "money", "money", "percent", "text"),
    )
    columns = tuple(
        Column(title if place < 2 or place > 5 else f"{title} (đ)", width, kind=kind)  # type: ignore[arg-type]
        for place, (title, width, kind) in enumerate(zip(RESOURCE_HEAD, widths, kinds, strict=True))
    )
    head = wide_heading(area, _TITLE, told)
    return Sheet(
        "Huy động nguồn lực",
        columns,
        _resource_cells(rows, head.height + 2),
        heading=head,
        foot=signatories(told.signing),
    )


def _resource_cells(rows: Sequence[ResourceRow], first: int) -> Iterator[tuple[Any, ...]]:
    at = {row.label: first + place for place, row in enumerate(rows) if row.kind != "part"}
    for place, row in enumerate(rows):
        line = first + place
        amounts: list[Any] = [row.planned, row.period, row.year, row.five_years]
        if row.label == "VI":
            amounts[1:] = [
                Formula(f"SUM({letter}{line + 1}:{letter}{line + 4})", value)
                for letter, value in zip("DEF", amounts[1:], strict=True)
            ]
        if row.kind == "total":
            amounts = [
                Formula("+".join(f"{letter}{at[part]}" for part in ("V", "VI", "VII")), value)
                for letter, value in zip("CDEF", amounts, strict=True)
            ]
        share = Formula(f"E{line}/C{line}", row.share / 100) if row.share is not None else None
        yield (row.label, row.name, *amounts, share, row.note)


def resource_paper(area: Area, rows: Sequence[ResourceRow], told: Told) -> Paper:
    """A short report with the table as its appendix on pages lying on their side; number and day are left to be filled."""
    signing = told.signing
    issuer, signer = signing.issuer, signing.signer
    body = issuer.name if issuer else f"Ủy ban nhân dân {area}"
    total = rows[-1]
    cells = tuple(
        (row.label, row.name, *(_amount(value) for value in (row.planned, row.period, row.year, row.five_years)),
         percent(row.share) if row.share is not None else "", row.note)
        for row in rows
    )  # fmt: skip
    table = Table((RESOURCE_HEAD, *cells), widths=(0.05, 0.2, 0.12, 0.12, 0.12, 0.12, 0.09, 0.18), align="clrrrrrl")
    days = told.days[:1].lower() + told.days[1:]
    return Paper(
        parent_body=issuer.letterhead_parent or None if issuer else None,
        issuing_body=(issuer.letterhead or issuer.name) if issuer else f"Ủy ban nhân dân {area}",
        symbol=numbering.symbol(issuer, PaperType.REPORT) if issuer else None,
        place=(issuer.place if issuer else "") or area.name, month=signing.on.month, year=signing.on.year,
        type=PaperType.REPORT.label.upper(), subject=f"Kết quả huy động nguồn lực xây dựng nông thôn mới của {area}",
        content=(
            Paragraph(f"{body} báo cáo kết quả huy động nguồn lực từ cộng đồng, {days}, như sau:"),
            Paragraph(f"- Thực hiện trong kỳ: {money(total.period)} đồng; lũy kế năm: {money(total.year)} đồng; "
                      f"lũy kế giai đoạn: {money(total.five_years)} đồng."),
            Paragraph("Chi tiết tại biểu kèm theo. Các nguồn ngân sách, lồng ghép, tín dụng do bộ phận khác theo dõi để trống."),
        ),
        closing=(f"Trên đây là báo cáo của {body}./.",),
        recipients=(*((f"Ủy ban nhân dân {area.parent}",) if area.parent else ()), "Lưu: VT"),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
        appendices=(
            Appendix("Phụ lục", "Kết quả huy động nguồn lực (đơn vị tính: đồng)",
                     (table, Paragraph(f"Người lập biểu: {signing.maker}, {vndate(signing.on)}.")), landscape=True),
        ),
        uid=f"ntm-nguon-luc-{area.pk}", moment=f"{signing.on:%Y-%m-%d}T08:00:00+07:00",
    )  # fmt: skip


def _amount(value: int | None) -> str:
    return "" if value is None else money(value)
