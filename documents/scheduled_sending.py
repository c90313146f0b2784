"""Work of one turn of a schedule: rights asked again, the file made anew, mailed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from core import clock, text
from core.errors import RuleError
from core.formats import grouped, vndate
from core.transport import RefusedByServerError, mail_id, mail_sent
from documents import job_files, schedules
from documents.enums import Purpose, RunState
from documents.files import keep_stream, settled_id
from documents.models import ScheduledRun, StoredFile
from documents.schedule_actions import failed, sent
from jobs.actions import finish, report_progress

if TYPE_CHECKING:
    from documents.schedules import Export, Made
    from jobs.models import Job

#: A larger file is not attached; the mail says where it lies.
MOST_ATTACHED = 5 * 1024 * 1024
NO_RIGHT = "Anh/chị không còn quyền xem “{title}”."


def make_and_send(job: Job) -> dict[str, Any]:
    """Work of a "documents.scheduled_export" job. That the mail went out and the job's end are stored together, right after the
    mail server took it; the Message-ID is settled. A turn sent before is made again without mail (the file had expired)."""
    run = ScheduledRun.objects.select_related("schedule").filter(pk=job.payload["run"]).first()
    if run is None:
        raise RuleError("Lịch gửi này đã được xóa.")
    if run.state == RunState.DROPPED and not run.schedule.is_active:
        raise RuleError("Lịch gửi này đã dừng nên lượt này không gửi.")
    try:
        with job_files.spool() as stream:
            owner = User.objects.get(pk=run.schedule.owner_id)  # with the roles of today
            made = _made(run, owner, stream)
            report_progress(job, 90, f"đã ghi {grouped(made.rows)} dòng, đang gửi thư")
            return _send(job, run, owner, made, stream)
    except RuleError as error:
        failed(run, error.message)
        raise


def _made(run: ScheduledRun, owner: User, stream: BinaryIO) -> Made:
    """The file of today, if its owner still may have it; RuleError with the reason where not."""
    schedule = run.schedule
    if not owner.is_active:
        raise RuleError("Tài khoản của người nhận đã bị khóa.")
    if not owner.email:
        raise RuleError("Tài khoản của anh/chị không còn thư điện tử để gửi.")
    export = schedules.find(schedule.export)
    if export is None:
        raise RuleError(f"“{schedule.title}” không còn lập được trên hệ thống.")
    refused = RuleError(NO_RIGHT.format(title=schedule.title))
    try:
        if not may_have(export, owner, schedule.what):
            raise refused
        return export.make(owner, schedule.what, schedule.format, stream)
    except (Http404, PermissionDenied) as error:
        raise refused from error


def may_have(export: Export, owner: User, what: str) -> bool:
    return any(what == choice for choice, _ in export.choices(owner))


def _send(job: Job, run: ScheduledRun, owner: User, made: Made, stream: BinaryIO) -> dict[str, Any]:
    with transaction.atomic():
        stored = keep_stream(
            name=made.name, stream=stream, content_type=made.content_type, purpose=Purpose.EXPORT, area=made.area, by=owner,
            id=settled_id(job.kind, job.pk), kept_until=job_files.last_day(),
        )  # fmt: skip
        told = job_files.result_of(stored, rows=made.rows)
        finish(job, told)  # before the mail: a job that was stopped meanwhile sends none
        if sent(run):
            _mail(run, owner, stored, made.rows, stream)
    return told


def _mail(run: ScheduledRun, owner: User, stored: StoredFile, rows: int, stream: BinaryIO) -> None:
    attached = stored.size <= MOST_ATTACHED
    page = settings.PUBLIC_URL + reverse("jobs:my_files")
    where = (
        f"Tệp kèm theo thư này; cũng có ở “Tệp của tôi” ({page}) đến hết ngày {vndate(stored.kept_until)}."
        if attached
        else f"Tệp lớn hơn 5 MB nên không kèm theo thư. Đề nghị đăng nhập và tải ở “Tệp của tôi”, đến hết ngày {vndate(stored.kept_until)}:\n{page}"
    )
    lines = [
        f"Kính gửi anh/chị {owner.full_name},",
        f"{run.schedule.title}: {grouped(rows)} dòng, số liệu lúc lập ngày {vndate(clock.today())}.",
        where,
        f"Lịch gửi: {run.schedule.when}. Dừng hoặc đổi lịch tại:\n{settings.PUBLIC_URL}{reverse('documents:schedules')}",
        "Thư được gửi tự động; đề nghị không trả lời vào địa chỉ này.",
    ]
    message = EmailMessage(
        subject=text.tidy(f"{run.schedule.title}, ngày {vndate(run.day)}")[:200], body="\n\n".join(lines) + "\n", to=[owner.email],
        headers={"Message-ID": mail_id(f"lich-{run.schedule_id}-{run.day:%Y%m%d}")},
    )  # fmt: skip
    if attached:
        stream.seek(0)
        message.attach(stored.name, stream.read(), stored.content_type)
    try:
        mail_sent(message)
    except RefusedByServerError as error:
        raise RuleError(f"Máy chủ thư không nhận thư gửi đến {owner.email}; đề nghị kiểm tra lại địa chỉ.") from error
