"""Writing works: what was decided, what is paid, how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Area
from campaigns.enums import PhotoMoment
from campaigns.models import Work, WorkFund, WorkPayment, WorkPhoto
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.works import paid_line, said
from core import clock
from core.errors import RuleError
from core.formats import money, vndate
from documents.enums import Purpose
from documents.photos import keep_photo
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

#: More would not fit a page, nor a report.
MOST_PHOTOS = 60


def add_work(*, area: Area, values: Mapping[str, Any], funds: Sequence[Mapping[str, Any]], key: str, by: User) -> Work:
    """Enter a work with its sources. The form sent twice (`key`) makes one work. Writes the journal."""

    def do() -> dict[str, Any]:
        now = clock.now()
        work = Work(area=area, created_by=by, created_at=now, updated_at=now, **values)
        work.save()
        _write_funds(work, funds)
        record("work.saved", work, by=by, area=area)
        return {"work": work.pk}

    return Work.objects.get(pk=once(by, purpose="campaigns.work", key=key, do=do)["work"])


@transaction.atomic
def save_work(
    work: Work, *, area: Area, values: Mapping[str, Any], funds: Sequence[Mapping[str, Any]], seen: str, by: User
) -> Work:
    """Change a work and its sources. `seen` is the mark of what the person read: RuleError where somebody saved since.

    Payments are not touched. Saving what is already there writes nothing.
    """
    work = _locked(work)
    before = said(work, work.funds.all())
    if seen != mark_of(before):
        raise RuleError("Công trình này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    work.area = area
    for name, value in values.items():
        setattr(work, name, value)
    work.funds.all().delete()
    changes = differences(before, said(work, _write_funds(work, funds)))
    if changes:
        work.updated_at = clock.now()
        work.save()
        record("work.saved", work, by=by, area=area, changes=changes)
    return work


def _locked(work: Work) -> Work:
    """The work as it now is, kept from others until the end of the transaction."""
    rows = Work.objects.select_for_update(of=("self",))
    return rows.select_related("area", "plan", "decision", "residents_decision").get(pk=work.pk)


def _write_funds(work: Work, funds: Sequence[Mapping[str, Any]]) -> list[WorkFund]:
    return WorkFund.objects.bulk_create(
        WorkFund(work=work, position=place, **row) for place, row in enumerate(funds, 1)
    )


def record_payment(
    work: Work, *, paid_on: date, amount: int, voucher: str = "", text: str = "", key: str, by: User
) -> WorkPayment:
    """Add a payment (đồng) to the ledger, once per `key`. RuleError for a day to come, and for the same voucher twice."""

    def do() -> dict[str, Any]:
        _locked(work)
        _not_to_come(paid_on)
        if amount <= 0:
            raise RuleError("Số tiền thanh toán phải lớn hơn 0; khoản ghi sai thì dùng “Điều chỉnh”.")
        same = work.payments.filter(voucher=voucher, paid_on=paid_on, amount=amount, corrected_by=None)
        if voucher and same.exists():
            raise RuleError(f"Chứng từ {voucher} ngày {vndate(paid_on)} với số tiền này đã được ghi cho công trình.")
        return {"payment": _paid(work, paid_on=paid_on, amount=amount, voucher=voucher, text=text, by=by).pk}

    return WorkPayment.objects.get(pk=once(by, purpose="campaigns.work_payment", key=key, do=do)["payment"])


def correct_payment(
    payment: WorkPayment, *, reason: str, paid_on: date, right_amount: int | None = None, key: str, by: User
) -> WorkPayment:
    """Take a payment back by a negative one that refers to it and, with `right_amount`, pay that instead. Once per payment.

    Nothing is changed or deleted. RuleError where it was corrected before, is itself a correction, or the day is wrong.
    """

    def do() -> dict[str, Any]:
        work = _locked(payment.work)
        wrong = WorkPayment.objects.get(pk=payment.pk)
        if wrong.corrects_id is not None:
            raise RuleError("Đây là dòng điều chỉnh; nếu cần thì ghi thêm khoản thanh toán mới.")
        if WorkPayment.objects.filter(corrects=wrong).exists():
            raise RuleError("Khoản này đã được điều chỉnh; mỗi khoản chỉ điều chỉnh một lần.")
        _not_to_come(paid_on)
        if paid_on < wrong.paid_on:
            raise RuleError(f"Ngày điều chỉnh không trước ngày của khoản ghi sai ({vndate(wrong.paid_on)}).")
        if right_amount is not None and right_amount <= 0:
            raise RuleError("Số tiền đúng phải lớn hơn 0; khoản không có thật thì để trống ô này.")
        back = WorkPayment.objects.create(
            work=work, paid_on=paid_on, amount=-wrong.amount, voucher=wrong.voucher, text=reason, corrects=wrong, by=by,
            at=clock.now(),
        )  # fmt: skip
        said_so = f"{money(wrong.amount)} đồng ngày {vndate(wrong.paid_on)}. Lý do: {reason}"
        record("work.payment_corrected", work, by=by, area=work.area, note=said_so)
        if right_amount is not None:
            # On the same day as what takes the wrong one back: on no day then are both counted.
            _paid(work, paid_on=paid_on, amount=right_amount, voucher=wrong.voucher, text=wrong.text, by=by)
        return {"payment": back.pk}

    return WorkPayment.objects.get(pk=once(by, purpose="campaigns.work_correction", key=key, do=do)["payment"])


def _paid(work: Work, *, paid_on: date, amount: int, voucher: str, text: str, by: User) -> WorkPayment:
    payment = WorkPayment.objects.create(
        work=work, paid_on=paid_on, amount=amount, voucher=voucher, text=text, by=by, at=clock.now()
    )
    record("work.paid", work, by=by, area=work.area, note=paid_line(payment))
    return payment


def _not_to_come(day: date) -> None:
    if day > clock.today():
        raise RuleError(f"Ngày {vndate(day)} chưa đến; chỉ ghi khoản đã thanh toán.")


@transaction.atomic
def add_photo(work: Work, *, moment: PhotoMoment | str, name: str, data: bytes, note: str = "", by: User) -> WorkPhoto:
    """Keep a photo of the work, before, during or after. The same picture sent twice is kept once. RuleError if it is none."""
    work = _locked(work)
    if work.photos.count() >= MOST_PHOTOS:
        raise RuleError(f"Mỗi công trình lưu nhiều nhất {MOST_PHOTOS} ảnh; bỏ bớt ảnh cũ rồi thêm.")
    stored = keep_photo(name=name, data=data, purpose=Purpose.WORK_PHOTO, area=work.area, by=by)
    twin = work.photos.filter(file__sha256=stored.sha256, moment=moment).first()
    if twin is not None:
        _forget(stored)
        return twin
    photo = WorkPhoto.objects.create(work=work, moment=moment, file=stored, note=note, at=clock.now())
    record("work.photo_added", work, by=by, area=work.area, note=f"{PhotoMoment(moment).label}. {note}".strip())
    return photo


@transaction.atomic
def remove_photo(photo: WorkPhoto, *, by: User) -> None:
    """Take a photo away, its file as well; the journal keeps that it was there. Taking it away twice is once."""
    work = _locked(photo.work)
    found = work.photos.select_related("file").filter(pk=photo.pk).first()
    if found is None:
        return
    stored = found.file
    record(
        "work.photo_removed", work, by=by, area=work.area, note=f"{found.get_moment_display()}. {found.note}".strip()
    )
    found.delete()
    _forget(stored)


def _forget(stored: Any) -> None:
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))
