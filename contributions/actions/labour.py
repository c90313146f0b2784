"""Labour days: a muster sheet typed back, and taken into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from contributions.actions.receipts import Entry, Share, issue_receipt
from contributions.actions.totals import hold_lines
from contributions.enums import BookForm, CampaignState, Way
from contributions.models import Book, Campaign, Muster, MusterLine, RosterLine
from contributions.rules.labour import worth
from core import clock
from core.errors import RuleError
from core.formats import number
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from campaigns.models import Work

#: Hours of a day are at most this many days' work (a night shift on top of a day).
MOST_DAYS = Decimal(3)


def add_muster(
    campaign: Campaign, *, village: Area, held_on: date, text: str, work: Work | None, days: Mapping[RosterLine, Decimal],
    key: str, by: User,
) -> Muster:  # fmt: skip
    """Write who worked on one day in one village, in days. Safe to repeat with the same key."""

    def do() -> dict[str, int]:
        _check(campaign, village, held_on, days)
        muster = Muster.objects.create(
            campaign=campaign, village=village, held_on=held_on, work=work, text=text, by=by, at=clock.now()
        )
        _write(muster, days)
        record("muster.saved", muster, by=by, area=village, note=_said(days))
        return {"pk": muster.pk}

    return Muster.objects.get(pk=once(by, purpose="muster", key=key, do=do)["pk"])


@transaction.atomic
def save_muster(
    muster: Muster, *, held_on: date, text: str, work: Work | None, days: Mapping[RosterLine, Decimal], by: User
) -> Muster:
    """Correct a sheet that is not in the ledger yet. Safe to repeat; RuleError once a line of it has its receipt."""
    muster = (
        Muster.objects.select_for_update(of=("self",)).select_related("campaign__area", "village").get(pk=muster.pk)
    )
    if muster.lines.exclude(receipt=None).exists():
        raise RuleError("Bảng chấm công này đã ghi sổ; cần sửa thì điều chỉnh giấy báo ngày công.")
    _check(muster.campaign, muster.village, held_on, days)
    muster.held_on, muster.text, muster.work = held_on, text, work
    muster.save(update_fields=["held_on", "text", "work"])
    muster.lines.all().delete()
    _write(muster, days)
    record("muster.saved", muster, by=by, area=muster.village, note=_said(days))
    return muster


def _check(campaign: Campaign, village: Area, held_on: date, days: Mapping[RosterLine, Decimal]) -> None:
    if campaign.state != CampaignState.OPEN:
        raise RuleError("Đợt vận động chưa mở hoặc đã kết thúc nên chưa ghi ngày công được.")
    if held_on > clock.today():
        raise RuleError("Ngày làm không được sau hôm nay.")
    if not days:
        raise RuleError("Chưa ghi ai làm; nhập số công của từng người đã làm.")
    if any(line.campaign_id != campaign.pk or line.village_id != village.pk for line in days):
        raise RuleError("Có người không thuộc danh sách của thôn này.")
    if any(not 0 < count <= MOST_DAYS for count in days.values()):
        raise RuleError(f"Số công một ngày của mỗi người lớn hơn 0 và không quá {number(MOST_DAYS)}.")


def _write(muster: Muster, days: Mapping[RosterLine, Decimal]) -> None:
    MusterLine.objects.bulk_create(MusterLine(muster=muster, line=line, days=count) for line, count in days.items())


def _said(days: Mapping[RosterLine, Decimal]) -> str:
    return f"{len(days)} người, {number(sum(days.values(), Decimal(0)))} công"


@transaction.atomic
def take_muster(muster: Muster, *, book: Book, by: User) -> int:
    """Take a sheet into the ledger: a receipt of labour for each line, allocated to its giver; says how many were written.

    Safe to repeat: a line that has its receipt is passed by. RuleError as for any receipt; then nothing is written.
    """
    muster = Muster.objects.select_for_update(of=("self",)).select_related("campaign__area").get(pk=muster.pk)
    if book.form != BookForm.LABOUR:
        raise RuleError("Ngày công ghi vào quyển giấy báo ngày công lao động đóng góp.")
    campaign, written = muster.campaign, 0
    rows = muster.lines.filter(receipt=None).select_related("line__party", "line__village", "line__unit")
    book = Book.objects.select_for_update().get(pk=book.pk)
    hold_lines(campaign.lines.filter(pk__in=[row.line_id for row in rows]))
    for row in rows:
        line, party = row.line, row.line.party
        share = Share(line, worth(row.days, campaign.labour_day_value), row.days)
        entry = Entry(
            way=Way.LABOUR, payer=party.name, address=party.address or str(line.village or ""), party=party, village=muster.village,
            received_on=muster.held_on, text=muster.text, days=row.days, work=muster.work, shares=(share,),
            key=uuid5(NAMESPACE_OID, f"muster-line-{row.pk}"),
        )  # fmt: skip
        row.receipt = issue_receipt(entry, campaign=campaign, book=book, by=by)
        row.save(update_fields=["receipt"])
        written += 1
    return written
