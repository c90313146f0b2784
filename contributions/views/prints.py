"""Vouchers as PDF: one, a pile, a collector's bảng kê, a blank muster sheet. A print of a voucher is registered first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Right
from contributions import access
from contributions.actions.prints import register_prints
from contributions.enums import BookForm, NumberState
from contributions.models import Receipt
from contributions.papers.print_lists import handover_html, muster_html
from contributions.papers.print_pieces import Head
from contributions.papers.prints import Voucher, vouchers_html
from contributions.papers.receipts import MOST_PRINTED
from contributions.queries import books as books_queries
from contributions.queries import prints as queries
from contributions.read.forms import form_of
from core.errors import RuleError
from core.formats import number
from core.pages import signed_in
from documents.printing import pdf_answer


@require_POST
def print_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a print of the receipt and answer the PDF; from the second print on it says "bản sao"."""
    receipt = access.get_receipt(signed_in(request), pk, Right.COLLECT)
    return _vouchers(request, [receipt.pk], f"Chứng từ {receipt.book.code}-{receipt.number:07d}.pdf")


@require_POST
def print_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """All receipts of a pile in one PDF, from the part asked for ("tu") at most MOST_PRINTED."""
    batch = access.get_batch(signed_in(request), pk, Right.COLLECT)
    typed = request.POST.get("tu", "")
    start = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    ids = list(batch.receipts.order_by("number").values_list("pk", flat=True)[start : start + MOST_PRINTED])
    if not ids:
        raise RuleError("Xấp này không còn chứng từ để in.")
    return _vouchers(request, ids, f"Xấp biên lai {batch.pk}.pdf")


def _vouchers(request: HttpRequest, ids: list[int], name: str) -> HttpResponse:
    receipts = queries.to_print(ids)
    copies = register_prints(receipts, by=signed_in(request))
    units = queries.units_of(receipt.book.area for receipt in receipts)
    html = vouchers_html(_voucher(receipt, units, is_copy=copies[receipt.pk]) for receipt in receipts)
    return pdf_answer(html, f"chung-tu-{'-'.join(map(str, ids))}", name)


def _voucher(receipt: Receipt, units: dict[int, tuple[str, ...]], *, is_copy: bool) -> Voucher:
    campaign, found = receipt.campaign, form_of(receipt.book.form, receipt.received_on)
    parts = receipt.parts  # type: ignore[attr-defined]  # prefetched by to_print
    days = [part.line.expected_days for part in parts if part.line.expected_days]
    return Voucher(
        receipt=receipt, head=Head(units[receipt.book.area_id], *((found.code, found.basis) if found else ())),
        items=list(receipt.items.all()), givers=len(parts), is_copy=is_copy, reversed_by=getattr(receipt, "reversed_by", None),
        day_value=campaign.labour_day_value, basis=str(campaign.residents_decision or campaign.plan or campaign.name),
        expected_days=f"{number(sum(days))} công" if days else "",
    )  # fmt: skip


@require_GET
def handover_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The bảng kê of what a collector handed in, with its phiếu thu."""
    handover = access.get_handover(signed_in(request), pk)
    book = handover.book
    receipts = list(books_queries.cash_of(book, handover.from_number, handover.to_number))
    void = book.other_numbers.filter(
        state=NumberState.VOID, number__gte=handover.from_number, number__lte=handover.to_number
    )
    unit = queries.unit_lines(book.area)
    found = form_of(BookForm.CASH_IN, handover.handed_on)
    cash_in = Head(unit, *((found.code, found.basis) if found else ()))
    html = handover_html(handover, receipts, list(void), Head(unit), cash_in)
    return pdf_answer(html, f"bang-ke-{handover.pk}", f"Bảng kê nộp quỹ {book.code}-{handover.from_number}.pdf")


@require_GET
def muster_sheet(request: HttpRequest, pk: int, village: int) -> HttpResponse:
    """The blank sheet of a village: names in order, days and signatures to be filled in by hand."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    place = access.get_labour_village(user, campaign, village)
    lines = list(queries.village_lines(access.seen_lines(user).filter(campaign=campaign), place))
    head = Head((str(place.parent).upper(), str(place).upper()))
    return pdf_answer(
        muster_html(campaign, place, lines, head), f"cham-cong-{pk}-{village}", f"Bảng chấm công {place}.pdf"
    )
