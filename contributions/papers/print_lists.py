"""Lists as printed: the blank muster sheet of a village, a collector's bảng kê with its phiếu thu. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from areas.models import Area
from contributions.models import BookNumber, Campaign, Handover, Receipt, RosterLine
from contributions.papers.print_pieces import Head, day_words, fact, head, page, sheet, signatures, table, text
from contributions.papers.prints import cash_in_body
from core.formats import in_words, money, number

_BLANK_ROWS = 5
_SIGN = "(Ký, họ tên)"


def muster_html(campaign: Campaign, village: Area, lines: Sequence[RosterLine], who: Head) -> str:
    """Bảng chấm công to fill in by hand: names of the village's roster, days and signature left free, some empty rows."""
    columns = (
        ("TT", "10mm", "c"), ("Mã", "22mm", "c"), ("Họ và tên", "", ""), ("Hộ", "32mm", ""), ("Số công", "18mm", "c"),
        ("Ký tên", "30mm", ""),
    )  # fmt: skip
    rows = [
        (place, line.party.code, line.party.name, line.party.household, "", "") for place, line in enumerate(lines, 1)
    ]
    blank = [(len(lines) + place, "", "", "", "", "") for place in range(1, _BLANK_ROWS + 1)]
    content = (
        f"{head(who)}<h1>BẢNG CHẤM CÔNG LAO ĐỘNG ĐÓNG GÓP</h1>"
        f'<p class="date">{text(campaign.name)}<br/>Ngày …… tháng …… năm {campaign.year}</p>'
        f"{fact('Thôn', village)}{fact('Công trình, công việc', '')}"
        f'<div class="blank">{table(columns, [*rows, *blank])}</div>'
        f"{fact('Cộng số công', '')}" + signatures(("NGƯỜI CHẤM CÔNG", _SIGN, ""), ("TRƯỞNG THÔN", _SIGN, ""))
    )
    return page(f"Bảng chấm công {village}", who.unit[-1], [sheet("a4", content)])


def handover_html(
    handover: Handover, receipts: Sequence[Receipt], void: Sequence[BookNumber], who: Head, cash_in: Head
) -> str:
    """The collector's bảng kê of a run of numbers, and the phiếu thu that takes it in (`cash_in`: its head)."""
    book = handover.book
    columns = (
        ("STT", "11mm", "c"), ("Số biên lai", "24mm", "c"), ("Ngày", "24mm", "c"), ("Người nộp", "", ""), ("Nội dung thu", "56mm", ""),
        ("Số tiền (đồng)", "30mm", "r"),
    )  # fmt: skip
    rows = [
        (place, f"{row.number:07d}", f"{row.received_on:%d/%m/%Y}", row.payer, row.text, money(row.amount))
        for place, row in enumerate(receipts, 1)
    ]
    collector = str(book.holder or "")
    run = f"Từ số {handover.from_number:07d} đến số {handover.to_number:07d}"
    voided = f"; số hủy: {', '.join(str(row) for row in void)}" if void else ""
    words = in_words(handover.total)
    listed = (
        f"{head(who, f'Quyển số: {book.code}/{book.year}')}<h1>BẢNG KÊ BIÊN LAI THU TIỀN</h1>"
        f'<p class="date">{day_words(handover.handed_on)}</p>'
        f"{fact('Người thu', collector)}{fact('Biên lai', f'{run}; {number(len(receipts))} tờ tiền mặt{voided}')}"
        + table(columns, rows, ("", "", "", "Cộng", "", money(handover.total)))
        + "".join(_totals(receipts))
        + f'<p class="words">Bằng chữ: <i>{text(words)}.</i></p>{fact("Nộp quỹ theo phiếu thu số", handover.voucher)}'
        + signatures(("NGƯỜI THU", _SIGN, collector), ("KẾ TOÁN", _SIGN, str(handover.by)), ("THỦ QUỸ", _SIGN, ""))
    )
    payer = fact("Họ và tên người nộp tiền", collector) + fact("Địa chỉ", str(book.area))
    taken = (
        f"{head(cash_in, f'Số: {handover.voucher}')}<h1>PHIẾU THU</h1>"
        f'<p class="date">{day_words(handover.handed_on)}</p>'
        + cash_in_body(
            payer, f"Nộp tiền thu theo biên lai quyển {book.code}/{book.year}, {run.lower()}", handover.total, words,
            str(handover.by), enclosed=f"bảng kê {len(receipts)} biên lai",
        )
    )  # fmt: skip
    return page(f"Bảng kê nộp quỹ {handover.voucher}", who.unit[-1], [sheet("a4", listed), sheet("a5", taken)])


def _totals(receipts: Sequence[Receipt]) -> list[str]:
    """What each campaign got, where the run holds more than one."""
    sums: dict[str, int] = {}
    for row in receipts:
        sums[row.campaign.name] = sums.get(row.campaign.name, 0) + row.amount
    return [fact(name, f"{money(total)} đồng") for name, total in sums.items()] if len(sums) > 1 else []
