"""What pages, the journal and workbooks show of works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.enums import FundKind, WorkState
from campaigns.models import Work, WorkFund, WorkPayment
from core.formats import money, number, vndate
from core.sheets import Column, Sheet


def said(work: Work, funds: Iterable[WorkFund]) -> dict[str, str]:
    """Every part of a work as text, for the journal and for noticing that somebody else saved."""
    volume = f"{number(work.volume, 3)} {work.measure}".strip() if work.volume is not None else work.measure
    return {
        "Địa bàn": str(work.area), "Tên công trình": work.name, "Địa điểm": work.place, "Tình trạng": WorkState(work.state).label,
        "Thuộc kế hoạch": str(work.plan or ""), "Phục vụ tiêu chí số": str(work.criterion or ""),
        "Quyết định phê duyệt": str(work.decision or ""), "Quyết định của Nhân dân": str(work.residents_decision or ""),
        "Tổng mức": _dong(work.total), "Nguồn vốn": "; ".join(_fund(fund) for fund in funds),
        "Giá trị nghiệm thu": _dong(work.accepted_value), "Ngày nghiệm thu": _day(work.accepted_on),
        "Khởi công": _day(work.starts_on), "Hoàn thành": _day(work.ends_on), "Khối lượng": volume,
    }  # fmt: skip


def _fund(fund: WorkFund) -> str:
    what = f"{FundKind(fund.kind).label} ({fund.text})" if fund.text else str(FundKind(fund.kind).label)
    return f"{what} {_dong(fund.amount)}"


def _dong(amount: int | None) -> str:
    return "" if amount is None else f"{money(amount)} đồng"


def _day(day: date | None) -> str:
    return vndate(day) if day else ""


def paid_line(payment: WorkPayment) -> str:
    """One line of the ledger in words, for the journal."""
    parts = (
        f"ngày {vndate(payment.paid_on)}", f"{money(payment.amount)} đồng",
        payment.voucher and f"chứng từ {payment.voucher}", payment.text,
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


#: Columns of the debts statement after the place and name; in đồng.
_MONEY = (
    "Tổng mức (đồng)",
    "Giá trị nghiệm thu (đồng)",
    "Đã thanh toán (đồng)",
    "Còn nợ (đồng)",
    "Thanh toán vượt (đồng)",
)


def work_sheet(works: Iterable[Work], totals: dict[str, int], plans: Mapping[int, str]) -> Sheet:
    """The register of works as a sheet, in the order of the page, with the sums of the page as its last row.

    `plans` are the titles of the plans the reader may see.
    """
    columns = (
        Column("STT", 5, kind="number"), Column("Tên công trình", 34), Column("Địa bàn", 14), Column("Địa điểm", 16),
        Column("Tình trạng", 14), Column("Tiêu chí số", 8, kind="number"), Column("Thuộc kế hoạch", 26),
        Column("Quyết định phê duyệt", 20), Column("Nguồn vốn", 34), *(Column(title, 16, kind="money") for title in _MONEY),
        Column("Ngày nghiệm thu", 12, kind="date"),
    )  # fmt: skip
    return Sheet("Công trình", columns, _rows(works, totals, plans))


def _rows(works: Iterable[Work], totals: dict[str, int], plans: Mapping[int, str]) -> Iterable[tuple[Any, ...]]:
    for place, work in enumerate(works, 1):
        yield (
            place, work.name, str(work.area), work.place, WorkState(work.state).label, work.criterion,
            plans.get(work.plan_id or 0, ""), str(work.decision or ""), "; ".join(_fund(fund) for fund in work.funds.all()),
            work.total, work.accepted_value, work.paid, work.debt, work.over, work.accepted_on,  # type: ignore[attr-defined]
        )  # fmt: skip
    sums = (totals[name] for name in ("total", "accepted", "paid", "debt", "over"))
    yield (None, "Cộng", "", "", "", None, "", "", "", *sums, None)


def debt_sheet(works: Iterable[Work], on: date) -> Sheet:
    """Statement of debts of works at the end of a day; one line says so where there is none."""
    columns = (
        Column("STT", 6, kind="number"), Column("Tên công trình", 48), Column("Địa bàn", 20),
        Column("Ngày nghiệm thu", 14, kind="date"), Column("Giá trị nghiệm thu (đồng)", 20, kind="money"),
        Column("Đã thanh toán (đồng)", 20, kind="money"), Column("Còn nợ (đồng)", 20, kind="money"),
    )  # fmt: skip
    return Sheet("Nợ đọng XDCB", columns, _debt_rows(list(works), on))


def _debt_rows(works: Sequence[Any], on: date) -> Iterable[tuple[Any, ...]]:
    for place, work in enumerate(works, 1):
        yield place, work.name, str(work.area), work.accepted_on, work.accepted_then, work.paid, work.debt
    words = f"Cộng đến hết ngày {vndate(on)}" if works else f"Không có nợ đến hết ngày {vndate(on)}"
    sums = (sum(getattr(work, name) for work in works) for name in ("accepted_then", "paid", "debt"))
    yield (None, words, "", None, *sums)


def photos_by_moment(photos: Iterable[Any]) -> dict[str, list[Any]]:
    """Photos before, during and after, in this order of names; every name is there."""
    found: dict[str, list[Any]] = {"before": [], "during": [], "after": []}
    for photo in photos:
        found[photo.moment].append(photo)
    return found
