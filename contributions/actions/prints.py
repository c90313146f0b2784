"""A print of a voucher is registered before it is made: from the second on it is a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from contributions.models import Receipt, ReceiptPrint
from core import clock
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def register_prints(receipts: Sequence[Receipt], *, by: User) -> dict[int, bool]:
    """Write a print of each receipt; by the receipt's id, whether this print is a copy ("bản sao").

    The receipts are locked, so of two prints at the same moment only one is the original.
    """
    ids = [receipt.pk for receipt in receipts]
    list(Receipt.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    before = set(ReceiptPrint.objects.filter(receipt__in=ids).values_list("receipt", flat=True))
    ReceiptPrint.objects.bulk_create(ReceiptPrint(receipt_id=pk, by=by, at=clock.now()) for pk in ids)
    for receipt in receipts:
        note = "bản sao" if receipt.pk in before else ""
        record("receipt.printed", receipt, by=by, area=receipt.campaign.area, note=note)
    return {pk: pk in before for pk in ids}
