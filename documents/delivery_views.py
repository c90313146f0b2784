"""Where a paper goes: its lines of Nơi nhận, and the page for those outside the system."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.transport import has_mail_server
from documents import access, delivery_actions, papers, queries
from documents.delivery_forms import ReceiptForm, WayForm
from documents.enums import DeliveryWay, DocumentState
from documents.links import address_of
from documents.models import Delivery, Document
from documents.registry import page_of
from documents.sending import NO_SERVER, mail_jobs


@require_GET
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the paper goes to, how, and whether it has arrived."""
    document = access.get_document(signed_in(request), pk)
    delivery_actions.note_opened(document, signed_in(request))
    return _page(request, document)


def _page(request: HttpRequest, document: Document, faulty: WayForm | None = None) -> HttpResponse:
    user = signed_in(request)
    may_send = document.is_frozen and Right.NUMBER_PAPERS in access.steps_open_to(user, document)
    open_now = may_send and document.state != DocumentState.REVOKED
    rows = list(document.deliveries.select_related("organisation__area", "area"))
    jobs = mail_jobs(rows)
    mine = {line.pk for line in delivery_actions.lines_for(document, user)} if document.is_frozen else set()
    lines = []
    for row in rows:
        job = jobs.get(row.pk)
        state = papers.delivery_state(row, job)
        lines.append(
            papers.DeliveryLine(
                row, state, reason=job.reason if job and state == "failed" else "",
                link=address_of(row) if open_now else "", may_acknowledge=row.pk in mine and row.acknowledged_at is None,
            )
        )  # fmt: skip
    context = {
        "document": document, "lines": lines, "counts": papers.delivery_counts(lines), "may_send": open_now,
        "forms": _forms(rows, faulty) if open_now else {}, "page_url": page_of(document), "faulty": faulty,
        "unsent_mail": any(line.state in {"not_sent", "failed"} and line.row.way == DeliveryWay.EMAIL for line in lines),
        "has_signed": document.signed_copies.exists(),
        "no_server": "" if has_mail_server() else NO_SERVER,
    }  # fmt: skip
    return render(request, "documents/deliveries.html", context)


def _forms(rows: list[Delivery], faulty: WayForm | None) -> dict[int, WayForm]:
    """A form a line; the one that was sent with a fault keeps what was typed."""
    made = {
        row.pk: WayForm(prefix=f"d{row.pk}", initial={"way": row.way or DeliveryWay.PAPER, "email": row.email})
        for row in rows
        if row.way != DeliveryWay.KEPT and row.acknowledged_at is None
    }
    if faulty is not None:
        made[int(str(faulty.prefix)[1:])] = faulty
    return made


def _line(request: HttpRequest, pk: int) -> Delivery:
    return access.get_delivery(signed_in(request), pk, Right.NUMBER_PAPERS)


def _back(line: Delivery) -> HttpResponse:
    return redirect("documents:deliveries", line.document_id)


@require_POST
def choose_way(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    form = WayForm(request.POST, prefix=f"d{line.pk}")
    if form.is_valid():
        try:
            delivery_actions.choose_way(line, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error("way", error.message)
        else:
            messages.success(request, f"Đã ghi cách gửi của “{line.name}”.")
            return _back(line)
    return _page(request, access.get_document(signed_in(request), line.document_id), form)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    line = delivery_actions.send(_line(request, pk), by=signed_in(request))
    messages.success(request, _SAID.get(line.way, "Đã gửi “{}”.").format(line.name))
    return _back(line)


_SAID: dict[str, str] = {
    DeliveryWay.EMAIL: "Thư gửi “{}” đang được chuyển đi.",
    DeliveryWay.LINK: "Đã mở liên kết cho “{}”; sao chép và chuyển cho nơi nhận.",
    DeliveryWay.PAPER: "Đã ghi: giao bản giấy cho “{}”.",
}


@require_POST
def send_all(request: HttpRequest, pk: int) -> HttpResponse:
    document = access.get_document(signed_in(request), pk, Right.NUMBER_PAPERS)
    count = delivery_actions.send_all(document, by=signed_in(request))
    messages.success(request, f"Đang gửi thư đến {count} nơi nhận." if count else "Không còn thư nào chờ gửi.")
    return redirect("documents:deliveries", document.pk)


@require_POST
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    line = delivery_actions.renew_link(_line(request, pk), by=signed_in(request))
    messages.success(request, f"Đã cấp lại liên kết cho “{line.name}”; liên kết cũ không mở được nữa.")
    return _back(line)


@require_POST
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    line = delivery_actions.end_link(_line(request, pk), by=signed_in(request))
    messages.success(request, f"Liên kết của “{line.name}” không mở được nữa.")
    return _back(line)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Đã nhận", by one of the people the line means; anybody else who reads the paper gets 403."""
    line = access.get_delivery(signed_in(request), pk)
    if line not in delivery_actions.lines_for(line.document, signed_in(request)):
        raise PermissionDenied
    delivery_actions.acknowledge(line, by=signed_in(request))
    messages.success(request, "Đã ghi nhận: anh/chị đã nhận văn bản.")
    return _back(line)


# --- Outside the system: who has the link may read and confirm, without signing in ---


@login_not_required
@never_cache
def receive(request: HttpRequest, secret: str) -> HttpResponse:
    """Public: the paper behind a link, its file, and "Xác nhận đã nhận"."""
    line = queries.by_link(secret)
    if line is None or not _is_open(line):
        return _closed(request, line)
    delivery_actions.note_link_opened(line)
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delivery_actions.acknowledge_by_link(line, name=form.cleaned_data["name"])
        return redirect("documents:receive", secret)
    line.refresh_from_db()
    context: dict[str, Any] = {
        "line": line, "document": line.document, "form": form, "secret": secret, "file": queries.outgoing_file(line.document),
        "check_url": queries.paper_of(line.document).check_url,
    }  # fmt: skip
    return render(request, "documents/receive.html", context)


@login_not_required
@never_cache
@require_GET
def receive_file(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Public: the file behind a link."""
    line = queries.by_link(secret)
    file = queries.outgoing_file(line.document) if line is not None and _is_open(line) else None
    if line is None or file is None:
        return _closed(request, line)
    delivery_actions.note_link_opened(line)
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type)


def _is_open(line: Delivery) -> bool:
    return (
        line.link_until is not None and line.link_until > clock.now() and line.document.state != DocumentState.REVOKED
    )


def _closed(request: HttpRequest, line: Delivery | None) -> HttpResponse:
    """One sentence: no such link (404), or one whose time is over (410)."""
    return render(request, "documents/receive_closed.html", {"line": line}, status=404 if line is None else 410)
