"""Mailing a paper: ordered as a job, sent once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.db import transaction

from core import clock, text
from core.errors import RuleError
from core.formats import vndate
from core.transport import RefusedByServerError, has_mail_server, mail_id, mail_sent
from documents import links
from documents.enums import DeliveryWay, DocumentState, Format
from documents.models import Delivery, StoredFile
from documents.queries import outgoing_file, paper_of
from documents.rendering import make_rendition
from jobs.actions import enqueue, finish
from jobs.models import Job
from journal.actions import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User

KIND = "documents.send"
NO_SERVER = (
    "Hệ thống chưa khai máy chủ thư nên chưa gửi được thư nào; đề nghị người quản trị máy chủ khai EMAIL_URL, "
    "hoặc chọn cách gửi khác."
)


def mail_key(line: Delivery) -> str:
    """The natural key of the job that mails the paper to this line."""
    return f"{line.pk}:{hashlib.sha256(line.email.encode()).hexdigest()[:16]}"


def request_mail(line: Delivery, *, by: User) -> Job:
    """Order the mail of one line; asking twice sends it once. RuleError where the installation has no mail server."""
    _refuse_without_server()
    return enqueue(
        KIND, key=mail_key(line), payload={"delivery": line.pk, "email": line.email}, owner=by,
        area=line.document.area, title=f"{line.document.number_and_symbol} → {line.name}"[:200],
    )  # fmt: skip


def mail_jobs(lines: Sequence[Delivery]) -> dict[int, Job]:
    """The last mail job of each line, by the line's id."""
    keys = {mail_key(line): line.pk for line in lines if line.way == DeliveryWay.EMAIL and line.email}
    jobs = Job.objects.filter(kind=KIND, key__in=keys).order_by("pk") if keys else ()
    return {keys[job.key]: job for job in jobs}


def send_mail(job: Job) -> dict[str, Any]:
    """Work of a "documents.send" job. The row's sent_at and the job's end are stored together, right after the mail server took
    the mail; whoever comes second finds sent_at and sends nothing. The Message-ID is settled, so even a mail repeated after a power
    cut at that very moment is known to the receiving server as the same."""
    line = Delivery.objects.select_related("document__issuer", "document__area").get(pk=job.payload["delivery"])
    document, email = line.document, job.payload["email"]
    if document.state == DocumentState.REVOKED:
        raise RuleError("Văn bản đã thu hồi nên không gửi nữa.")
    _refuse_without_server()
    file = outgoing_file(document) or make_rendition(document, Format.PDF).file
    with transaction.atomic():
        until = links.link_lasts()
        ours = Delivery.objects.filter(pk=line.pk, sent_at=None, way=DeliveryWay.EMAIL, email=email).update(
            sent_at=clock.now(), link_until=until, link_hash=links.hash_of(links.secret_of(line.pk, until))
        )
        if ours:
            line.refresh_from_db()
            _send(_message(line, file), email)
            record("document.sent", document, by=job.owner, area=document.area, note=f"{line.name} ({email})")
        finish(job)
    return {}


def _refuse_without_server() -> None:
    if not has_mail_server():
        raise RuleError(NO_SERVER)


def _send(message: EmailMessage, email: str) -> None:
    try:
        mail_sent(message)
    except RefusedByServerError as error:
        raise RuleError(f"Máy chủ thư không nhận thư gửi {email} ({error}); đề nghị kiểm tra lại.") from error


def _message(line: Delivery, file: StoredFile) -> EmailMessage:
    document = line.document
    issuer = document.issuer.name if document.issuer else str(document.area)
    number, day = document.number_and_symbol, vndate(document.issued_on)
    assert line.link_until is not None
    lines = [
        f"Kính gửi: {line.name}",
        f"{issuer} gửi văn bản số {number} ngày {day}: {text.tidy(document.subject)}. Tệp kèm theo thư này.",
        f"Đề nghị xác nhận đã nhận tại: {links.address_of(line)}\n(liên kết mở được đến hết ngày {vndate(line.link_until)}).",
        f"Kiểm tra văn bản với bản đã ban hành: {paper_of(document).check_url}",
        "Thư được gửi tự động; đề nghị không trả lời vào địa chỉ này.",
    ]
    message = EmailMessage(
        subject=text.tidy(f"Văn bản số {number} ngày {day}: {document.subject}")[:200],
        body="\n\n".join(lines) + "\n",
        to=[line.email],
        headers={"Message-ID": mail_id(f"{document.check_code}-{line.pk}")},
    )
    with file.file.open("rb") as content:
        message.attach(file.name, content.read(), file.content_type)
    return message
