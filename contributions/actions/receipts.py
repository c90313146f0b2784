"""Every write of the ledger: issued, assigned, confirmed, reversed. Rows are added, never changed.

A system book's row is locked while a number is taken, so numbers have no gaps: a second clerk waits, a failed receipt gives its
number back with the transaction. What must not fall below zero (money of a campaign) is checked with the campaign's row locked.
Locks are taken in one order: campaign, book, roster lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.access import may, people_who_may
from accounts.enums import Right
from contributions.actions.totals import hold_lines
from contributions.enums import FORMS_OF, MONEY, BookKind, CampaignState, Way
from contributions.ledger import bound_to_works, money_left
from contributions.models import (
    Allocation,
    Batch,
    Book,
    Campaign,
    Confirmation,
    Party,
    Receipt,
    ReceiptItem,
    ReversalRequest,
    RosterLine,
)
from contributions.queries.receipts import standing
from core import clock
from core.errors import RuleError
from core.formats import in_words, money
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from campaigns.models import Work


@dataclass(frozen=True, slots=True)
class Item:
    """Goods, land (unit m²) or a work on a receipt; price in đồng a unit."""

    what: str
    unit: str
    quantity: Decimal
    price: int
    plot: str = ""
    note: str = ""

    @property
    def amount(self) -> int:
        """Whole đồng, halves rounded up."""
        return int((self.quantity * self.price).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Share:
    """Which giver a part of a receipt is for, in đồng; of labour also in days."""

    line: RosterLine
    amount: int
    days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One receipt as it is entered. `amount` counts for money; labour and things are worth what days and items say.

    `shares` empty: it is kept as not yet assigned. `number` is typed only for a pre-printed book.
    """

    way: str
    payer: str
    received_on: date
    text: str
    key: UUID
    amount: int = 0
    days: Decimal | None = None
    items: tuple[Item, ...] = ()
    shares: tuple[Share, ...] = ()
    address: str = ""
    party: Party | None = None
    village: Area | None = None
    work: Work | None = None
    number: int | None = None


@transaction.atomic
def issue_receipt(
    entry: Entry, *, campaign: Campaign, book: Book, by: User, batch: Batch | None = None, confirmed: bool = False
) -> Receipt:
    """Write one receipt with the book's next number, its items and what it is for. Safe to repeat with the same key.

    `confirmed` notes the maker's own confirmation where the campaign lets one person do both. RuleError says what is wrong;
    then nothing is written and no number is taken.
    """
    book = Book.objects.select_for_update().get(pk=book.pk)
    done = Receipt.objects.filter(key=entry.key).first()
    if done is not None:
        return done
    _check_campaign(campaign)
    _check_book(book, campaign, entry.way, entry.received_on)
    amount = _worth(entry, campaign)
    _check_shares(entry.shares, campaign, amount, entry.days)
    receipt = Receipt.objects.create(
        book=book, number=_take_number(book, entry.number), campaign=campaign, way=entry.way, party=entry.party,
        payer=entry.payer, address=entry.address, village=entry.village, received_on=entry.received_on, text=entry.text,
        amount=amount, days=entry.days if entry.way == Way.LABOUR else None, in_words=in_words(amount), work=entry.work,
        batch=batch, key=entry.key, by=by, at=clock.now(),
    )  # fmt: skip
    _write_items(receipt, entry.items)
    _write_shares(receipt, entry.shares, by)
    if confirmed and not campaign.two_people:
        Confirmation.objects.create(receipt=receipt, by=by, at=receipt.at)
    record("receipt.issued", receipt, by=by, area=campaign.area, note=f"{money(amount)} đồng, {entry.payer}")
    return receipt


def _check_campaign(campaign: Campaign) -> None:
    if campaign.state != CampaignState.OPEN:
        raise RuleError("Đợt vận động chưa mở hoặc đã kết thúc nên chưa ghi thu được.")


def _check_book(book: Book, campaign: Campaign, way: str, on: date) -> None:
    if book.area_id not in {campaign.area_id, campaign.area.parent_id}:
        raise RuleError("Quyển chứng từ không thuộc địa bàn của đợt vận động.")
    if book.handed_back_on is not None:
        raise RuleError(f"{book} đã trả, không ghi thêm được.")
    if book.form not in FORMS_OF[way]:
        raise RuleError(f"{book.get_form_display()} không dùng cho {Way(way).label.lower()}.")
    if on > clock.today():
        raise RuleError("Ngày thu không được sau hôm nay.")
    if on.year != book.year:
        raise RuleError(f"Ngày thu thuộc năm {on.year}, quyển này của năm {book.year}.")


def _worth(entry: Entry, campaign: Campaign) -> int:
    """What the receipt is worth in đồng; checks that each way of giving brings what belongs to it."""
    if entry.way in MONEY:
        amount = entry.amount
    elif entry.way == Way.LABOUR:
        amount = _labour(entry.days, campaign)
    else:
        if not entry.items:
            raise RuleError("Đề nghị ghi ít nhất một dòng hiện vật, đất hoặc công trình.")
        amount = sum(item.amount for item in entry.items)
    if amount <= 0:
        raise RuleError("Giá trị phải lớn hơn 0 đồng.")
    return amount


def _labour(days: Decimal | None, campaign: Campaign) -> int:
    if not days or days <= 0:
        raise RuleError("Số công phải lớn hơn 0.")
    if campaign.labour_day_value is None:
        raise RuleError("Đợt vận động chưa có giá trị một ngày công.")
    return int((days * campaign.labour_day_value).to_integral_value(ROUND_HALF_UP))


def _check_shares(shares: Sequence[Share], campaign: Campaign, amount: int, days: Decimal | None) -> None:
    """Parts belong to the campaign, are above zero, name each giver once and do not exceed the receipt."""
    if any(share.line.campaign_id != campaign.pk for share in shares):
        raise RuleError("Có người không thuộc danh sách của đợt vận động này.")
    if len({share.line.pk for share in shares}) != len(shares):
        raise RuleError("Một người chỉ ghi một dòng trong bảng phân bổ.")
    if any(share.amount <= 0 or (share.days is not None and share.days <= 0) for share in shares):
        raise RuleError("Số tiền, số công phân bổ phải lớn hơn 0.")
    over = sum(share.amount for share in shares) - amount
    if over > 0:
        raise RuleError(f"Phân bổ vượt số tiền của chứng từ {money(over)} đồng.")
    if sum((share.days or Decimal(0) for share in shares), Decimal(0)) > (days or Decimal(0)):
        raise RuleError("Phân bổ vượt số công của chứng từ.")


def _take_number(book: Book, typed: int | None) -> int:
    """The next number of the (locked) book; of a pre-printed one the typed number, once."""
    if book.kind == BookKind.SYSTEM:
        book.issued_to = max(book.issued_to, book.first_number - 1) + 1
        book.save(update_fields=["issued_to"])
        return book.issued_to
    if typed is None or book.last_number is None or not book.first_number <= typed <= book.last_number:
        raise RuleError(f"Số biên lai phải từ {book.first_number} đến {book.last_number}.")
    used = book.receipts.filter(number=typed).exists() or book.other_numbers.filter(number=typed).exists()
    if used:
        raise RuleError(f"Số {typed} của quyển này đã ghi.")
    return typed


def _write_items(receipt: Receipt, items: Iterable[Item], sign: int = 1) -> None:
    ReceiptItem.objects.bulk_create(
        ReceiptItem(
            receipt=receipt, position=place, what=item.what, unit=item.unit, quantity=sign * item.quantity, price=item.price,
            amount=sign * item.amount, plot=item.plot, note=item.note,
        )
        for place, item in enumerate(items, 1)
    )  # fmt: skip


def _write_shares(receipt: Receipt, shares: Iterable[Share], by: User) -> None:
    Allocation.objects.bulk_create(
        Allocation(receipt=receipt, line=share.line, amount=share.amount, days=share.days, by=by, at=clock.now())
        for share in shares
    )


@transaction.atomic
def assign_receipt(receipt: Receipt, *, shares: Sequence[Share], by: User) -> Receipt:
    """Say anew whom a receipt is for: what stood before is taken back by rows of its own. Safe to repeat.

    RuleError where the parts exceed the receipt, or it is a reversal or was reversed.
    """
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("campaign__area").get(pk=receipt.pk)
    _check_live(receipt)
    _check_shares(shares, receipt.campaign, receipt.amount, receipt.days)
    now = list(standing(receipt))
    if {(row.line_id, row.amount, row.days) for row in now} == {(s.line.pk, s.amount, s.days) for s in shares}:
        return receipt
    lines = [*(row.line_id for row in now), *(share.line.pk for share in shares)]
    hold_lines(RosterLine.objects.filter(pk__in=lines))
    Allocation.objects.bulk_create(
        Allocation(
            receipt=receipt, line_id=row.line_id, amount=-row.amount, days=-row.days if row.days else None, takes_back=row,
            by=by, at=clock.now(),
        )
        for row in now
    )  # fmt: skip
    _write_shares(receipt, shares, by)
    said = "; ".join(f"{share.line}: {money(share.amount)}" for share in shares)
    record("receipt.allocated", receipt, by=by, area=receipt.campaign.area, note=said)
    return receipt


def _check_live(receipt: Receipt) -> None:
    if receipt.reverses_id is not None:
        raise RuleError("Chứng từ này là chứng từ điều chỉnh.")
    if Receipt.objects.filter(reverses=receipt).exists():
        raise RuleError("Chứng từ này đã được điều chỉnh.")


@transaction.atomic
def confirm_receipt(receipt: Receipt, *, by: User) -> Confirmation:
    """The cashier confirms that the money or thing is there. Safe to repeat; not by its maker where two people are asked for."""
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("campaign__area").get(pk=receipt.pk)
    found = Confirmation.objects.filter(receipt=receipt).first()
    if found is not None:
        return found
    if receipt.campaign.two_people and receipt.by_id == by.pk:
        raise RuleError("Người lập chứng từ và người xác nhận phải là hai người.")
    found = Confirmation.objects.create(receipt=receipt, by=by, at=clock.now())
    record("receipt.confirmed", receipt, by=by, area=receipt.campaign.area)
    return found


@transaction.atomic
def reverse_receipt(receipt: Receipt, *, reason: str, book: Book, key: UUID, by: User) -> Receipt:
    """Take a receipt back by a row of its own: the negative of its amount, days, items and parts. Safe to repeat with the key.

    `book` is a system book of the same form. From the campaign's limit on only the leader may; where the money was spent
    already it is refused, for no campaign's money falls below zero.
    """
    locked = Campaign.objects.select_for_update(of=("self",), no_key=True)
    campaign = locked.select_related("area").get(pk=receipt.campaign_id)
    book = Book.objects.select_for_update().get(pk=book.pk)
    done = Receipt.objects.filter(key=key).first()
    if done is not None:
        return done
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    _check_live(receipt)
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do điều chỉnh.")
    if needs_leader(campaign, receipt) and not may(by, Right.APPROVE_REVERSALS, campaign.area):
        raise RuleError("Khoản này phải có lãnh đạo duyệt mới điều chỉnh được.")
    today = clock.today()
    if book.kind != BookKind.SYSTEM or book.form not in FORMS_OF[receipt.way]:
        raise RuleError("Chứng từ điều chỉnh ghi vào quyển cùng loại do hệ thống cấp số.")
    _check_book(book, campaign, receipt.way, today)
    if receipt.way in MONEY:
        _check_not_spent(campaign, receipt)
    reversal = Receipt.objects.create(
        book=book, number=_take_number(book, None), campaign=campaign, way=receipt.way, party_id=receipt.party_id,
        payer=receipt.payer, address=receipt.address, village_id=receipt.village_id, received_on=today,
        text=f"Điều chỉnh giảm {receipt}", amount=-receipt.amount, days=-receipt.days if receipt.days else None,
        in_words=in_words(-receipt.amount), work_id=receipt.work_id, reverses=receipt, reason=reason.strip(), key=key, by=by,
        at=clock.now(),
    )  # fmt: skip
    for item in receipt.items.all():
        ReceiptItem.objects.create(
            receipt=reversal, position=item.position, what=item.what, unit=item.unit, quantity=-item.quantity,
            price=item.price, amount=-item.amount, plot=item.plot, note=item.note,
        )  # fmt: skip
    Allocation.objects.bulk_create(
        Allocation(
            receipt=reversal, line_id=row.line_id, amount=-row.amount, days=-row.days if row.days else None, takes_back=row,
            by=by, at=clock.now(),
        )
        for row in list(standing(receipt))
    )  # fmt: skip
    record("receipt.reversed", receipt, by=by, area=campaign.area, note=reason)
    return reversal


def needs_leader(campaign: Campaign, receipt: Receipt) -> bool:
    """Whether reversing the receipt is the leader's to decide."""
    return campaign.reversal_limit is not None and receipt.amount >= campaign.reversal_limit


def _check_not_spent(campaign: Campaign, receipt: Receipt) -> None:
    """What stays must cover what was given for works. The campaign's row is locked by now, as it is while money is spent."""
    own = max(money_left(campaign, work=receipt.work_id), 0) if receipt.work_id else 0
    bound = bound_to_works(campaign) - min(own, receipt.amount)
    if money_left(campaign) - receipt.amount < bound:
        raise RuleError("Số tiền này đã chi; đề nghị điều chỉnh khoản chi trước.")


@transaction.atomic
def ask_reversal(receipt: Receipt, *, reason: str, by: User) -> ReversalRequest:
    """Ask the leader for a reversal. Safe to repeat: one open request a receipt."""
    _check_live(receipt)
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do điều chỉnh.")
    found, created = ReversalRequest.objects.get_or_create(
        receipt=receipt, granted=None, defaults={"reason": reason.strip(), "by": by, "at": clock.now()}
    )
    if created:
        record("reversal.asked", receipt, by=by, area=receipt.campaign.area, note=reason)
        leaders = people_who_may(Right.APPROVE_REVERSALS, receipt.campaign.area)
        title = f"Đề nghị duyệt điều chỉnh {receipt}"
        notify(leaders, key=f"reversal-{found.pk}-asked", title=title, url=receipt.get_absolute_url())
    return found


@transaction.atomic
def decide_reversal(
    request: ReversalRequest, *, granted: bool, answer: str, book: Book | None, key: UUID, by: User
) -> ReversalRequest:
    """The leader answers; granted, the receipt is reversed in the same transaction. Safe to repeat."""
    request = (
        ReversalRequest.objects.select_for_update(of=("self",))
        .select_related("receipt__campaign__area")
        .get(pk=request.pk)
    )
    if request.granted is not None:
        return request
    request.granted, request.answer, request.decided_by, request.decided_at = granted, answer, by, clock.now()
    request.save(update_fields=["granted", "answer", "decided_by", "decided_at"])
    if granted:
        if book is None:
            raise RuleError("Chưa có quyển do hệ thống cấp số để ghi chứng từ điều chỉnh.")
        reverse_receipt(request.receipt, reason=request.reason, book=book, key=key, by=by)
    record("reversal.decided", request.receipt, by=by, area=request.receipt.campaign.area, note=answer)
    title = f"{'Đã duyệt' if granted else 'Không duyệt'} điều chỉnh {request.receipt}"
    notify([request.by], key=f"reversal-{request.pk}-decided", title=title, url=request.receipt.get_absolute_url())
    return request


@transaction.atomic
def issue_batch(
    entries: Sequence[Entry],
    *,
    campaign: Campaign,
    book: Book,
    control_count: int,
    control_total: int,
    reason: str,
    by: User,
) -> Batch:
    """Write a pile of receipts at one go; its count and total match the control figures or `reason` says why not.

    Safe to repeat: with the keys of a pile that was written before, that pile is the answer.
    """
    Book.objects.select_for_update().get(pk=book.pk)
    done = Batch.objects.filter(receipts__key__in=[entry.key for entry in entries]).first()
    if done is not None:
        return done
    total = sum(_worth(entry, campaign) for entry in entries)
    if (control_count, control_total) != (len(entries), total) and not reason.strip():
        raise RuleError(
            f"Đã nhập {len(entries)} tờ, {money(total)} đồng; số kiểm tra là {control_count} tờ, {money(control_total)} đồng. "
            "Đề nghị sửa cho khớp hoặc ghi lý do chênh lệch."
        )
    batch = Batch.objects.create(
        campaign=campaign,
        control_count=control_count,
        control_total=control_total,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    lines = [share.line.pk for entry in entries for share in entry.shares]
    hold_lines(RosterLine.objects.filter(pk__in=lines))
    for entry in entries:
        issue_receipt(entry, campaign=campaign, book=book, by=by, batch=batch)
    record("receipts.batch", campaign, by=by, area=campaign.area, note=f"{len(entries)} tờ, {money(total)} đồng")
    return batch
