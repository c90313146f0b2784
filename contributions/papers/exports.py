"""The accountant's books as sheets (official-forms 4.6): rows, headings and sums as formulas; no I/O of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from contributions.models import Campaign
from contributions.queries.exports import BookRow, FundMove, GiverRow, InKind, PlaceLine, Span
from core.formats import number, vndate
from core.sheets import Column, Foot, Formula, Heading, Sheet, Sums, check_rows

if TYPE_CHECKING:
    from contributions.ledger import Given
    from criteria.papers.results import Signing

_GIVERS = (
    Column("STT", 6, kind="number"), Column("Mã", 12), Column("Họ tên", 26), Column("Thôn, đơn vị", 20),
    Column("Đối tượng (mức thu nhập)", 22), Column("Số công", 9, kind="number"), Column("Đơn giá (đ)", 12, kind="money"),
    Column("Mức vận động (đ)", 15, kind="money"), Column("Đã góp tiền (đ)", 15, kind="money"),
    Column("Đã làm (công)", 10, kind="number"), Column("Đã làm công (đ)", 14, kind="money"),
    Column("Hiện vật, đất (đ)", 14, kind="money"), Column("Còn theo mức (đ)", 15, kind="money"),
    Column("Góp trên mức (đ)", 15, kind="money"), Column("Số biên lai", 18),
    Column("Ngày", 13, kind="date"), Column("Ghi chú", 18),
)  # fmt: skip
_BOOKS = (
    Column("Quyển", 18), Column("Từ số", 9, kind="number"), Column("Đến số", 9, kind="number"), Column("Số dùng", 9, kind="number"),
    Column("Số hủy", 9, kind="number"), Column("Tổng thu (đ)", 16, kind="money"),
    Column("Trong đó của đợt vận động (đ)", 16, kind="money"), Column("Đã nộp quỹ (đ)", 16, kind="money"),
    Column("Phiếu thu số, ngày", 28), Column("Còn giữ (đ)", 16, kind="money"), Column("Người thu", 24),
)  # fmt: skip
_PLACES = (
    Column("STT", 6, kind="number"), Column("Thôn, đơn vị", 26), Column("Tổng số hộ, người", 10, kind="number"),
    Column("Số tham gia", 10, kind="number"), Column("Mức vận động (đ)", 15, kind="money"), Column("Tiền (đ)", 15, kind="money"),
    Column("Công", 9, kind="number"), Column("Quy tiền (đ)", 15, kind="money"), Column("Hiện vật, công trình (đ)", 15, kind="money"),
    Column("Đất (m²)", 10, kind="number"), Column("Đất (đ)", 15, kind="money"), Column("Tổng (đ)", 16, kind="money"),
    Column("% mức vận động", 11, kind="percent"),
)  # fmt: skip
_FUND = (
    Column("Ngày ghi sổ", 13, kind="date"), Column("Chứng từ số", 14), Column("Diễn giải", 40), Column("Tổng số thu (1)", 17, kind="money"),
    Column("Đã sử dụng: nội dung (2)", 34), Column("Đã sử dụng: số tiền (3)", 17, kind="money"), Column("Còn lại (4)", 17, kind="money"),
)  # fmt: skip
_IN_KIND = (
    Column("Ngày", 13, kind="date"), Column("Chứng từ", 14), Column("Người góp", 28), Column("Nội dung", 40),
    Column("Số lượng", 11, kind="number"), Column("Ghi thu (đ)", 17, kind="money"), Column("Ghi chi (đ)", 17, kind="money"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What stands above and below a book: the days it covers, which part of the roster, and who signs."""

    span: Span
    signing: Signing
    #: "Thôn Nà Cốc"; empty for the whole campaign.
    part: str = ""

    @property
    def days(self) -> str:
        until = vndate(self.span.until or self.signing.on)
        return f"Từ ngày {vndate(self.span.since)} đến ngày {until}" if self.span.since else f"Tính đến ngày {until}"


def heading(campaign: Campaign, title: str, told: Told, *, form: str = "") -> Heading:
    """The official heading of a book: the body at the left, the form's code (where one is established) at the right."""
    issuer = told.signing.issuer
    left = (issuer.letterhead_parent, issuer.name) if issuer else (str(campaign.area.parent or ""), str(campaign.area))
    part = (told.part,) if told.part else ()
    right = (f"Mẫu số {form}",) if form else ()
    return Heading(tuple(line.upper() for line in left if line), right, (title, campaign.name, *part, told.days))


def signatories(signing: Signing) -> Foot:
    """Who made it and who signs for the body, with room for both hands."""
    post = signing.signer.post if signing.signer else None
    above = (*post.authority.splitlines(), post.title.upper()) if post else ("THỦ TRƯỞNG ĐƠN VỊ",)
    room = ("", "", "")
    signer = signing.signer.full_name if signing.signer else ""
    left = ("", "NGƯỜI LẬP BIỂU", *[""] * (len(above) - 1), "(Ký, họ tên)", *room, signing.maker)
    right = (
        f"Ngày {signing.on:%d} tháng {signing.on:%m} năm {signing.on:%Y}",
        *above,
        "(Ký, họ tên, đóng dấu)",
        *room,
        signer,
    )
    return Foot(left=left, right=right)


def giver_sheet(
    campaign: Campaign, rows: Iterable[GiverRow], told: Told, *, count: int, rest: Given | None = None
) -> Sheet:
    """1. Sổ thu theo cá nhân, hộ; `rest` is what is allocated to nobody, as a line of its own where there is any."""
    extra = int(bool(rest and (rest.total or rest.labour_days)))
    return Sheet(
        "So thu", _GIVERS, _giver_cells(campaign, rows, rest if extra else None),
        heading=heading(campaign, "SỔ THEO DÕI ĐÓNG GÓP THEO CÁ NHÂN, HỘ", told), foot=signatories(told.signing),
        sums=Sums((5, 7, 8, 9, 10, 11, 12, 13), label_at=2, count=count + extra),
    )  # fmt: skip


def _giver_cells(campaign: Campaign, rows: Iterable[GiverRow], rest: Given | None) -> Iterator[tuple[Any, ...]]:
    place = 0
    for place, row in enumerate(rows, 1):
        line = row.line
        yield (
            place, line.party.code, line.party.name, str(line.unit or line.village or ""),
            line.rate.label if line.rate else "", line.expected_days, campaign.labour_day_value if line.expected_days else None,
            line.expected_amount, row.money, row.labour_days, row.labour, row.things, row.remaining, row.over, ", ".join(row.numbers),
            row.last,
            line.reason or (line.get_state_display() if line.state != "asked" else ""),
        )  # fmt: skip
    if rest is not None:
        yield (
            place + 1, "", "Chưa phân bổ cho ai", "", "", None, None, 0, rest.money, rest.labour_days, rest.labour, rest.things,
            0, 0, "", None, "Chờ phân bổ",
        )  # fmt: skip


def book_sheet(campaign: Campaign, rows: Sequence[BookRow], told: Told) -> Sheet:
    """2. Bảng tổng hợp biên lai thu tiền."""
    cells = (
        (
            f"{row.book.get_form_display()} {row.book.code}/{row.book.year}", row.first, row.last, row.used, row.void, row.total,
            row.of_campaign, row.handed, row.vouchers, row.held, str(row.book.holder or ""),
        )
        for row in rows
    )  # fmt: skip
    return Sheet(
        "Tong hop bien lai", _BOOKS, cells, heading=heading(campaign, "BẢNG TỔNG HỢP BIÊN LAI THU TIỀN", told),
        foot=signatories(told.signing), sums=Sums((3, 4, 5, 6, 7, 9), count=len(rows)),
    )  # fmt: skip


def place_sheet(campaign: Campaign, rows: Sequence[PlaceLine], told: Told) -> Sheet:
    """3. Tổng hợp theo thôn, đơn vị."""
    head = heading(campaign, "TỔNG HỢP KẾT QUẢ VẬN ĐỘNG THEO THÔN, ĐƠN VỊ", told)
    return Sheet(
        "Theo thon, don vi", _PLACES, _place_cells(rows, head.height + 2), heading=head, foot=signatories(told.signing),
        sums=Sums((2, 3, 4, 5, 6, 7, 8, 9, 10, 11), label_at=1, count=len(rows)),
    )  # fmt: skip


def _place_cells(rows: Sequence[PlaceLine], first: int) -> Iterator[tuple[Any, ...]]:
    for place, row in enumerate(rows, 1):
        totals, given, at = row.totals, row.totals.given, first + place - 1
        share = Decimal(given.total) / totals.expected if totals.expected else None
        yield (
            place, row.name, totals.givers, totals.taking_part, totals.expected, given.money, given.labour_days, given.labour,
            given.goods + given.work, row.land, given.land, Formula(f"F{at}+H{at}+I{at}+K{at}", given.total),
            Formula(f'IF(E{at}=0,"",L{at}/E{at})', share and round(share, 4)),
        )  # fmt: skip


def fund_sheet(
    campaign: Campaign, moves: Iterable[FundMove], told: Told, *, opening: int, count: int, form: str = ""
) -> Sheet:
    """4. Sổ theo dõi quỹ tài chính ngoài ngân sách (S07-X): opening, movements, each month's sum, closing; money only.

    RowCountError while it is written, where other than `count` movements come.
    """
    head = heading(campaign, "SỔ THEO DÕI QUỸ TÀI CHÍNH NGOÀI NGÂN SÁCH", told, form=form)
    cells = _fund_rows(moves, head.height + 2, opening, asked=count)
    return Sheet("S07-X", _FUND, cells, heading=head, foot=signatories(told.signing))


def _fund_rows(moves: Iterable[FundMove], first: int, opening: int, *, asked: int) -> Iterator[tuple[Any, ...]]:
    yield (None, None, "Số dư đầu kỳ", None, None, None, opening)
    at, count, left, all_came, all_went = first, 0, opening, 0, 0
    sums: list[int] = []
    for (year, month), group in groupby(moves, key=lambda move: (move.on.year, move.on.month)):
        begin, came, went = at + 1, 0, 0
        for move in group:
            at, count, came, went, left = (
                at + 1,
                count + 1,
                came + move.came,
                went + move.went,
                left + move.came - move.went,
            )
            yield (
                move.on, move.number, "" if move.went else move.text, move.came or None, move.text if move.went else "",
                move.went or None, Formula(f"G{at - 1}+N(D{at})-N(F{at})", left),
            )  # fmt: skip
        at, all_came, all_went = at + 1, all_came + came, all_went + went
        sums.append(at)
        yield (
            None, None, f"Cộng tháng {month:02d}/{year}", Formula(f"SUM(D{begin}:D{at - 1})", came), None,
            Formula(f"SUM(F{begin}:F{at - 1})", went), Formula(f"G{at - 1}", left),
        )  # fmt: skip
        yield (
            None, None, f"Lũy kế đến hết tháng {month:02d}/{year}", Formula("+".join(f"D{row}" for row in sums), all_came), None,
            Formula("+".join(f"F{row}" for row in sums), all_went), Formula(f"G{at}", left),
        )  # fmt: skip
        at += 1
    check_rows(count, asked)
    yield (
        None, None, f"Số dư cuối kỳ ({number(count)} chứng từ)", Formula("+".join(f"D{row}" for row in sums) or "0", all_came), None,
        Formula("+".join(f"F{row}" for row in sums) or "0", all_went), Formula(f"G{at}", left),
    )  # fmt: skip


def in_kind_sheet(campaign: Campaign, rows: Iterable[InKind], told: Told, *, count: int) -> Sheet:
    """Bảng kê ghi thu, ghi chi of labour and goods that go through the commune's budget (case B of official-forms 4.2)."""
    cells = ((*row, row[5]) for row in rows)
    return Sheet(
        "Ghi thu, ghi chi", _IN_KIND, cells, heading=heading(campaign, "BẢNG KÊ GHI THU, GHI CHI NGÂN SÁCH XÃ", told),
        foot=signatories(told.signing), sums=Sums((5, 6), label_at=2, count=count),
    )  # fmt: skip
