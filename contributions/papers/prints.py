"""Vouchers as printed, field by field (official-forms 4.4): biên lai, phiếu thu, giấy báo ngày công, bảng kê hiện vật. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contributions.enums import BookForm, Way
from contributions.models import Receipt, ReceiptItem
from contributions.papers.print_pieces import Head, day_words, fact, head, page, sheet, signatures, table, text
from core.formats import money, number

#: The three copies of C27-X and of a phiếu thu, the two of a notice of labour days (official-forms 4.4).
_COPIES = {
    BookForm.RECEIPT: ("Liên 1: Lưu", "Liên 2: Giao người nộp tiền", "Liên 3: Kế toán"),
    BookForm.CASH_IN: ("Liên 1: Lưu", "Liên 2: Thủ quỹ", "Liên 3: Giao người nộp tiền"),
    BookForm.LABOUR: ("Liên 1: Lưu", "Liên 2: Giao hộ, người góp công"),
}
_SIGN, _SEAL = "(Ký, họ tên)", "(Ký, đóng dấu)"


@dataclass(frozen=True, slots=True)
class Voucher:
    """A receipt with all that its print shows."""

    receipt: Receipt
    head: Head
    items: Sequence[ReceiptItem]
    #: How many givers it is for.
    givers: int
    is_copy: bool
    #: The receipt that took this one back.
    reversed_by: Receipt | None
    day_value: int | None = None
    #: What of the campaign it rests on: the residents' decision or the plan.
    basis: str = ""
    expected_days: str = ""


def vouchers_html(vouchers: Iterable[Voucher]) -> str:
    """All copies of these receipts, each on its own sheet."""
    made = list(vouchers)
    sheets = [one for voucher in made for one in _SHEETS[BookForm(voucher.receipt.book.form)](voucher)]
    title = str(made[0].receipt) if len(made) == 1 else f"{len(made)} chứng từ thu"
    return page(title, made[0].head.unit[-1] if made else "", sheets)


def _top(voucher: Voucher, title: str, copy: str) -> str:
    receipt = voucher.receipt
    right = [f"Quyển số: {receipt.book.code}/{receipt.book.year}", f"Số: {receipt.number:07d}"]
    copied = f" · <b>{text(copy)}</b>" if copy else ""
    return (
        f"{head(voucher.head, *right)}<h1>{text(title)}</h1>"
        f'<p class="date">{day_words(receipt.received_on)}{copied}</p>{_marks(voucher)}'
    )


def _marks(voucher: Voucher) -> str:
    """What must be seen at once: a copy, a reversal, something that was reversed."""
    marks = ["BẢN SAO"] if voucher.is_copy else []
    if voucher.receipt.reverses is not None:
        was = voucher.receipt.reverses
        marks.append(f"ĐIỀU CHỈNH GIẢM cho số {was.number:07d}, quyển {was.book.code}/{was.book.year}")
    if voucher.reversed_by is not None:
        by = voucher.reversed_by
        marks.append(f"ĐÃ ĐIỀU CHỈNH bằng số {by.number:07d}, quyển {by.book.code}/{by.book.year}")
    return "".join(f'<p class="mark"><span>{text(mark)}</span></p>' for mark in marks)


def _payer(receipt: Receipt, label: str) -> str:
    return fact(label, receipt.payer) + fact("Địa chỉ", receipt.address or str(receipt.village or ""))


def _words(receipt: Receipt) -> str:
    return f'<p class="words">Bằng chữ: <i>{text(receipt.in_words)}.</i></p>'


def _what(voucher: Voucher) -> str:
    receipt = voucher.receipt
    more = [receipt.text]
    if voucher.givers > 1:
        more.append(f"cho {voucher.givers} người theo bảng phân bổ")
    if receipt.work is not None:
        more.append(f"dành cho công trình {receipt.work.name}")
    if receipt.reason:
        more.append(f"lý do: {receipt.reason}")
    return "; ".join(more)


def _receipt(voucher: Voucher) -> list[str]:
    """C27-X: người nộp, địa chỉ, bảng khoản thu, cộng, bằng chữ; three copies."""
    receipt = voucher.receipt
    columns = (
        ("STT", "11mm", "c"),
        ("Nội dung khoản thu", "", ""),
        ("Số tiền (đồng)", "32mm", "r"),
        ("Ghi chú", "30mm", ""),
    )
    rows = [(1, _what(voucher), money(receipt.amount), receipt.get_way_display())]
    body = (
        _payer(receipt, "Họ và tên người nộp")
        + table(columns, rows, ("", "Cộng", money(receipt.amount), ""))
        + _words(receipt)
        + signatures(("NGƯỜI NỘP TIỀN", _SIGN, ""), ("NGƯỜI THU TIỀN", _SIGN, str(receipt.by)))
    )
    return [sheet("a5", _top(voucher, "BIÊN LAI THU TIỀN", copy) + body) for copy in _COPIES[BookForm.RECEIPT]]


def _cash_in(voucher: Voucher) -> list[str]:
    """C40-BB: payer, reason, sum in figures and words; five signatures; Nợ and Có stay to be written; three copies."""
    receipt = voucher.receipt
    return [
        sheet("a5", _top(voucher, "PHIẾU THU", copy) + cash_in_body(
            _payer(receipt, "Họ và tên người nộp tiền"), _what(voucher), receipt.amount, receipt.in_words, str(receipt.by)
        ))
        for copy in _COPIES[BookForm.CASH_IN]
    ]  # fmt: skip


def cash_in_body(payer: str, what: str, amount: int, words: str, maker: str, *, enclosed: str = "") -> str:
    """What a phiếu thu says under its title; `payer` is HTML, the rest plain words."""
    return (
        '<p class="fact">Nợ: …………… &#160; Có: ……………</p>' + payer + fact("Nội dung", what)
        + f'<p class="fact">Số tiền: <strong>{money(amount)}</strong> đồng</p>'
        + f'<p class="words">Viết bằng chữ: <i>{text(words)}.</i></p>'
        + fact("Kèm theo", enclosed)
        + signatures(
            ("THỦ TRƯỞNG", _SEAL, ""), ("KẾ TOÁN", _SIGN, ""), ("NGƯỜI LẬP", _SIGN, maker), ("NGƯỜI NỘP", _SIGN, ""),
            ("THỦ QUỸ", _SIGN, ""),
        )
        + '<p class="fact">Đã nhận đủ số tiền (bằng số, bằng chữ): ……………………………………………………………………</p>'
    )  # fmt: skip


def _labour(voucher: Voucher) -> list[str]:
    receipt = voucher.receipt
    facts = (
        ("Họ và tên hộ, người góp công", receipt.payer), ("Thôn", receipt.village or receipt.address),
        ("Số công theo mức vận động, đăng ký", voucher.expected_days), ("Công việc", _what(voucher)),
        ("Ngày làm", f"{receipt.received_on:%d/%m/%Y}"), ("Số công đã làm", f"{number(receipt.days)} công"),
        ("Giá trị một ngày công", f"{money(voucher.day_value)} đồng" if voucher.day_value else ""),
        ("Quy ra tiền", f"{money(receipt.amount)} đồng"), ("Căn cứ", voucher.basis),
    )  # fmt: skip
    body = (
        "".join(fact(label, value) for label, value in facts)
        + _words(receipt)
        + signatures(("ĐẠI DIỆN HỘ, NGƯỜI GÓP CÔNG", _SIGN, ""), ("NGƯỜI GIAO VIỆC", _SIGN, ""))
    )
    title = "GIẤY BÁO NGÀY CÔNG LAO ĐỘNG ĐÓNG GÓP"
    return [sheet("a5", _top(voucher, title, copy) + body) for copy in _COPIES[BookForm.LABOUR]]


def _goods(voucher: Voucher) -> list[str]:
    """Bảng kê hiện vật; donated land with its plot, in m²."""
    receipt = voucher.receipt
    what = "Loại đất; thửa, tờ bản đồ" if receipt.way == Way.LAND else "Tên hiện vật"
    columns = (
        ("STT", "13mm", "c"), ("Họ và tên", "42mm", ""), ("Địa chỉ", "36mm", ""), (what, "", ""), ("ĐVT", "16mm", "c"),
        ("Số lượng", "20mm", "r"), ("Đơn giá (đồng)", "26mm", "r"), ("Thành tiền (đồng)", "30mm", "r"), ("Ghi chú", "34mm", ""),
    )  # fmt: skip
    rows = [
        (
            place, receipt.payer, receipt.address or receipt.village or "", "; ".join(filter(None, (item.what, item.plot))), item.unit,
            number(item.quantity, places=3), money(item.price), money(item.amount), item.note,
        )
        for place, item in enumerate(voucher.items, 1)
    ]  # fmt: skip
    total = ("", "Cộng", "", "", "", "", "", money(receipt.amount), "")
    body = (
        fact("Nội dung", _what(voucher))
        + table(columns, rows, total)
        + _words(receipt)
        + signatures(
            ("NGƯỜI ĐÓNG GÓP", _SIGN, ""), ("TRƯỞNG THÔN", _SIGN, ""), ("BAN GIÁM SÁT ĐẦU TƯ CỦA CỘNG ĐỒNG", _SIGN, ""),
            ("KẾ TOÁN", _SIGN, str(receipt.by)),
        )
    )  # fmt: skip
    return [sheet("a4l", _top(voucher, "BẢNG KÊ CÁC KHOẢN ĐÓNG GÓP BẰNG HIỆN VẬT", "") + body)]


_SHEETS = {
    BookForm.RECEIPT: _receipt, BookForm.CASH_IN: _cash_in, BookForm.LABOUR: _labour, BookForm.GOODS: _goods,
}  # fmt: skip
