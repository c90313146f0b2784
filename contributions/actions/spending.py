"""Every write on what a campaign's money is spent for or handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Replace, Upper

from contributions.ledger import bound_to_works, money_left
from contributions.models import Campaign, Spending
from core import clock
from core.errors import RuleError
from core.formats import money, vndate
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import Work


@dataclass(frozen=True, slots=True)
class Spent:
    """One payment as it is entered; amount in đồng."""

    kind: str
    amount: int
    spent_on: date
    voucher: str
    payee: str
    text: str
    key: UUID
    work: Work | None = None


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=campaign.pk)


@transaction.atomic
def spend(spent: Spent, *, campaign: Campaign, by: User) -> Spending:
    """Write one payment. Safe to repeat with the same key.

    RuleError where its voucher stands in the campaign already, where it exceeds what the campaign has left on that day or today,
    or what was given for its work: money given for one purpose is spent on that purpose (TT 26/2026/TT-BTC, điều 22, 23).
    """
    campaign = _locked(campaign)
    done = Spending.objects.filter(key=spent.key).first()
    if done is not None:
        return done
    if spent.amount <= 0:
        raise RuleError("Số tiền chi phải lớn hơn 0 đồng.")
    if spent.spent_on > clock.today():
        raise RuleError("Ngày chi không được sau hôm nay.")
    _check_voucher(campaign, spent)
    _check_left(campaign, spent)
    row = Spending.objects.create(
        campaign=campaign, kind=spent.kind, work=spent.work, spent_on=spent.spent_on, voucher=spent.voucher, payee=spent.payee,
        text=spent.text, amount=spent.amount, key=spent.key, by=by, at=clock.now(),
    )  # fmt: skip
    record("spending.entered", row, by=by, area=campaign.area, note=f"{money(spent.amount)} đồng, {spent.payee}")
    return row


def _check_voucher(campaign: Campaign, spent: Spent) -> None:
    """One number pays once in a campaign's year, however it is spaced; one that was taken back may be written again."""
    rows = Spending.objects.filter(
        campaign=campaign, spent_on__year=spent.spent_on.year, reverses=None, reversed_by=None
    )
    same = rows.annotate(bare=_bare("voucher")).filter(bare=_bare(Value(spent.voucher)))
    first = same.order_by("at", "pk").first()
    if first is not None:
        raise RuleError(
            f"Chứng từ số {first.voucher} năm {first.spent_on.year} đã ghi trong đợt vận động này: ngày {vndate(first.spent_on)}, "
            f"{money(first.amount)} đồng; nếu khoản đó ghi sai, đề nghị điều chỉnh rồi ghi lại."
        )


def _bare(voucher: Value | str) -> Upper:
    """A number as the database compares it (contributions/migrations/0013_a_voucher_pays_once.py)."""
    return Upper(Replace(voucher, Value(" "), Value("")))


def _check_left(campaign: Campaign, spent: Spent) -> None:
    """At the day of the payment and today: a payment dated back must not have been impossible then, nor later ones now."""
    left = min(money_left(campaign, on=spent.spent_on), money_left(campaign))
    if spent.amount > left:
        raise RuleError(f"Số chi vượt số tiền còn lại của đợt vận động: còn {money(max(left, 0))} đồng.")
    free = left - bound_to_works(campaign)
    bound = money_left(campaign, work=spent.work.pk) if spent.work else 0
    if spent.amount > free + max(bound, 0):
        where = f"của công trình {spent.work.name}" if spent.work else "chưa gắn với công trình nào"
        raise RuleError(f"Số chi vượt số tiền {where}: còn {money(max(free + max(bound, 0), 0))} đồng.")


@transaction.atomic
def reverse_spending(spending: Spending, *, reason: str, key: UUID, by: User) -> Spending:
    """Take a payment back by a row of its own with the negative amount. Safe to repeat with the key."""
    campaign = _locked(spending.campaign)
    done = Spending.objects.filter(key=key).first()
    if done is not None:
        return done
    if spending.reverses_id is not None or Spending.objects.filter(reverses=spending).exists():
        raise RuleError("Khoản chi này đã được điều chỉnh.")
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do điều chỉnh.")
    row = Spending.objects.create(
        campaign=campaign, kind=spending.kind, work=spending.work, spent_on=clock.today(), voucher=spending.voucher,
        payee=spending.payee, text=f"Điều chỉnh giảm: {spending.text}"[:500], amount=-spending.amount, reverses=spending,
        reason=reason.strip(), key=key, by=by, at=clock.now(),
    )  # fmt: skip
    record("spending.reversed", spending, by=by, area=campaign.area, note=reason)
    return row
