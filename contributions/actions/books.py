"""Books: opened, a number crossed out, what was collected handed in, the book handed back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from contributions.enums import BookForm, BookKind, NumberState
from contributions.models import Book, BookNumber, Handover
from contributions.queries import books as queries
from core import clock
from core.errors import RuleError
from core.formats import money
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: A pre-printed book with more numbers than this is a slip of the finger.
MOST_NUMBERS = 5_000


@transaction.atomic
def open_book(
    *, area: Area, form: str, kind: str, code: str, opened_on: date, first_number: int = 1, last_number: int | None = None,
    holder: User | None = None, by: User,
) -> Book:  # fmt: skip
    """Open a book of the year of `opened_on`. Safe to repeat; RuleError where its number is taken by another one."""
    if opened_on > clock.today():
        raise RuleError("Ngày lĩnh quyển không được sau hôm nay.")
    if kind == BookKind.SYSTEM:
        first_number, last_number = 1, None
    elif last_number is None or last_number < first_number:
        raise RuleError("Quyển in sẵn ghi đủ từ số, đến số; đến số không nhỏ hơn từ số.")
    elif last_number - first_number >= MOST_NUMBERS:
        raise RuleError(f"Một quyển nhiều nhất {money(MOST_NUMBERS)} số; kiểm tra lại từ số, đến số.")
    said = {
        "kind": kind, "first_number": first_number, "last_number": last_number, "holder": holder, "opened_on": opened_on,
    }  # fmt: skip
    book, created = Book.objects.get_or_create(
        area=area, year=opened_on.year, form=form, code=code.strip(), defaults=said
    )
    if not created:
        if any(getattr(book, name) != value for name, value in said.items()):
            raise RuleError(f"{book} đã mở; chọn số quyển khác.")
        return book
    record("book.opened", book, by=by, area=area, note=f"người giữ: {holder}" if holder else "")
    return book


@transaction.atomic
def void_number(book: Book, number: int, *, reason: str, by: User) -> BookNumber:
    """Cross out a number of a pre-printed book; its copies stay in the book. Safe to repeat."""
    book = Book.objects.select_for_update(of=("self",)).select_related("area").get(pk=book.pk)
    _check_open(book)
    if book.kind != BookKind.PREPRINTED or book.last_number is None:
        raise RuleError("Chỉ hủy số của quyển in sẵn; chứng từ do hệ thống cấp số thì điều chỉnh.")
    if not book.first_number <= number <= book.last_number:
        raise RuleError(f"Số phải từ {book.first_number} đến {book.last_number}.")
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do hủy số.")
    found = book.other_numbers.filter(number=number).first()
    if found is not None and found.state == NumberState.VOID:
        return found
    if found is not None or book.receipts.filter(number=number).exists():
        raise RuleError(f"Số {number} đã dùng; biên lai ghi sai thì điều chỉnh.")
    found = BookNumber.objects.create(
        book=book, number=number, state=NumberState.VOID, reason=reason.strip(), by=by, at=clock.now()
    )
    record("book.number_void", book, by=by, area=book.area, note=f"số {found}: {found.reason}")
    return found


def _check_open(book: Book) -> None:
    if book.handed_back_on is not None:
        raise RuleError(f"{book} đã trả.")


@transaction.atomic
def hand_over(book: Book, *, to_number: int, voucher: str, handed_on: date, by: User) -> Handover:
    """A collector hands in the cash of the next run of numbers: it begins where the last one ended, its total is reckoned.

    Safe to repeat with the same last number and voucher. RuleError where a number of the run is neither used nor void.
    Source: TT 70/2019/TT-BTC, Bảng kê → one phiếu thu (official-forms 4.4).
    """
    book = Book.objects.select_for_update(of=("self",)).select_related("area").get(pk=book.pk)
    last = book.handovers.order_by("-to_number").first()
    if last is not None and (last.to_number, last.voucher) == (to_number, voucher.strip()):
        return last
    _check_open(book)
    if book.form != BookForm.RECEIPT:
        raise RuleError("Chỉ quyển biên lai thu tiền mới lập bảng kê nộp quỹ.")
    first = queries.handed_to(book) + 1
    if to_number < first:
        raise RuleError(f"Đã nộp quỹ đến số {first - 1}; bảng kê này bắt đầu từ số {first}.")
    numbers = queries.numbers_of(book)
    missing = frozenset(range(first, min(to_number, first + MOST_NUMBERS) + 1)) - numbers.used - numbers.void
    if missing:
        raise RuleError(f"Từ số {first} đến số {to_number} còn số chưa ghi: {_listed(missing)}.")
    receipts = list(queries.cash_of(book, first, to_number))
    if not receipts:
        raise RuleError("Từ số này đến số kia không có biên lai tiền mặt nào để nộp.")
    if handed_on > clock.today() or handed_on < max(row.received_on for row in receipts):
        raise RuleError("Ngày nộp quỹ không sau hôm nay và không trước ngày của biên lai cuối.")
    if not voucher.strip():
        raise RuleError("Ghi số phiếu thu.")
    made = Handover.objects.create(
        book=book, from_number=first, to_number=to_number, total=sum(row.amount for row in receipts),
        voucher=voucher.strip(), handed_on=handed_on, by=by, at=clock.now(),
    )  # fmt: skip
    record(
        "receipts.handed_over", book, by=by, area=book.area,
        note=f"số {first}–{to_number}: {money(made.total)} đồng, phiếu thu {made.voucher}",
    )  # fmt: skip
    return made


def _listed(numbers: frozenset[int]) -> str:
    words = [str(first) if first == last else f"{first}–{last}" for first, last in queries.runs(numbers)]
    return ", ".join(words[:8]) + ("…" if len(words) > 8 else "")


@transaction.atomic
def hand_back_book(
    book: Book, *, on: date, unused_from: int | None = None, unused_to: int | None = None, by: User
) -> Book:
    """Take a book back: what it brought is handed in, and every number of a pre-printed one is used, void or returned.

    `unused_from`–`unused_to` are the unused numbers that come back with it. Safe to repeat.
    """
    book = Book.objects.select_for_update(of=("self",)).select_related("area", "holder").get(pk=book.pk)
    if book.handed_back_on is not None:
        return book
    if on > clock.today() or on < book.opened_on:
        raise RuleError("Ngày trả quyển không trước ngày lĩnh và không sau hôm nay.")
    _check_handed_in(book)
    if book.kind == BookKind.PREPRINTED:
        _take_back(book, unused_from, unused_to, by)
        left = queries.numbers_of(book).left
        if left:
            raise RuleError(f"Còn {len(left)} số chưa rõ đã dùng, hủy hay trả lại: {_listed(left)}.")
    book.handed_back_on = on
    book.save(update_fields=["handed_back_on"])
    record("book.handed_back", book, by=by, area=book.area)
    return book


def _check_handed_in(book: Book) -> None:
    """A collector's cash is all handed in; a book that nobody holds is the accountant's own."""
    if book.holder_id is None or book.form != BookForm.RECEIPT:
        return
    waiting = queries.cash_of(book, queries.handed_to(book) + 1, 2**31 - 1).count()
    if waiting:
        raise RuleError(f"Còn {waiting} biên lai tiền mặt của quyển này chưa nộp quỹ; lập bảng kê trước.")


def _take_back(book: Book, first: int | None, last: int | None, by: User) -> None:
    if first is None and last is None:
        return
    if first is None or last is None or first > last:
        raise RuleError("Ghi đủ từ số, đến số của các số chưa dùng trả lại.")
    numbers = queries.numbers_of(book)
    wanted = frozenset(range(first, min(last, first + MOST_NUMBERS) + 1))
    wrong = wanted - numbers.left
    if wrong:
        raise RuleError(f"Số trả lại không thuộc quyển hoặc đã dùng: {_listed(wrong)}.")
    BookNumber.objects.bulk_create(
        BookNumber(book=book, number=number, state=NumberState.RETURNED, by=by, at=clock.now())
        for number in sorted(wanted)
    )
