"""Every write on deliveries: a paper's lines of Nơi nhận, from issue to "đã nhận"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock, text
from core.errors import RuleError
from documents import links, queries, sending
from documents.enums import DeliveryWay, DocumentState
from documents.models import Delivery, Document
from documents.recipients import ears_of, hears, printed_recipients
from documents.registry import page_of
from journal.actions import notify, record
from journal.queries import people_told

if TYPE_CHECKING:
    from accounts.models import User

_DASHES = re.compile(r"^\s*[-–—+•*]+\s*")


# --- At issue; called by documents.actions inside its transaction ---


def distribute(document: Document, *, by: User | None, tell: bool = True) -> None:
    """Give each line of Nơi nhận its way, and tell the people of this system whom the paper goes to. Safe to repeat.

    Lines that are no rows yet are read from the paper. `tell=False`: for a paper that went out long ago.
    """
    lines = list(document.deliveries.order_by("position")) or _lines_of(document)
    bodies = queries.bodies_around(document.area, clock.today())
    for line in lines:
        meant = queries.addressees_of(line, bodies, document.area)
        people = list(queries.listeners(ears_of(meant), clock.today()))
        line.organisation = line.organisation or (meant.bodies[0] if meant.bodies else None)
        line.area = line.area or meant.villages_of
        line.way = _way(line, kept=meant.kept, reached=bool(people) and tell)
        if line.way == DeliveryWay.SYSTEM and line.sent_at is None:
            line.sent_at = clock.now()
            _tell([person for person in people if by is None or person.pk != by.pk], document)
        line.save()


@transaction.atomic
def list_earlier() -> int:
    """Lines of Nơi nhận for papers that were issued before deliveries were kept, telling nobody; answers of how many papers."""
    found = list(queries.frozen(Document.objects.filter(deliveries=None)).select_related("area"))
    for document in found:
        distribute(document, by=None, tell=False)
    return len(found)


def _lines_of(document: Document) -> list[Delivery]:
    names = [
        text.tidy(_DASHES.sub("", item)).rstrip(" .;,/") for item in printed_recipients(queries.paper_of(document))
    ]
    return [
        Delivery(document=document, position=place, name=name[:300])
        for place, name in enumerate(filter(None, names), 1)
    ]


def _way(line: Delivery, *, kept: bool, reached: bool) -> str:
    if kept:
        return DeliveryWay.KEPT
    if line.way in {DeliveryWay.EMAIL, DeliveryWay.LINK, DeliveryWay.PAPER}:
        return line.way
    if reached:
        return DeliveryWay.SYSTEM
    return DeliveryWay.EMAIL if line.email else DeliveryWay.PAPER


def _tell(people: list[User], document: Document) -> None:
    title = f"Văn bản đến: {document.number_and_symbol}, {document.subject}"
    notify(people, key=_told_key(document), title=title, url=page_of(document))


def _told_key(document: Document) -> str:
    return f"delivery:{document.pk}"


def told_of_delivery(document: Document) -> list[User]:
    """Everybody who was told that the paper has come."""
    return people_told(_told_key(document))


# --- By the clerk, after issue ---


def _locked(line: Delivery) -> Delivery:
    line = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("document__area", "document__issuer")
        .get(pk=line.pk)
    )
    if line.document.state == DocumentState.REVOKED:
        raise RuleError("Văn bản đã thu hồi nên không gửi nữa.")
    if not line.document.is_frozen:
        raise RuleError("Văn bản chưa ban hành nên chưa gửi được.")
    return line


@transaction.atomic
def choose_way(line: Delivery, *, way: str, email: str, by: User) -> Delivery:
    """Say how a line gets the paper. A way that changes counts as not sent yet; one that has arrived stays as it is."""
    line = _locked(line)
    if (line.way, line.email) == (way, email):
        return line
    if line.acknowledged_at:
        raise RuleError(f"“{line.name}” đã xác nhận nhận văn bản nên không đổi cách gửi.")
    if way == DeliveryWay.EMAIL and not email:
        raise RuleError("Nhập thư điện tử của nơi nhận.")
    if line.way != way or (way == DeliveryWay.EMAIL and line.email != email):
        line.sent_at, line.opened_at, line.link_hash, line.link_until = None, None, "", None
    line.way, line.email = way, email
    line.save()
    return line


@transaction.atomic
def send(line: Delivery, *, by: User) -> Delivery:
    """Send a line by its way: mail as a job, a link opened, a notice given again, or paper handed over. Once is enough."""
    line = _locked(line)
    if line.sent_at:
        return line
    if line.way == DeliveryWay.EMAIL:
        sending.request_mail(line, by=by)
        return line
    if line.way == DeliveryWay.KEPT:
        return line
    if line.way == DeliveryWay.SYSTEM:
        _send_inside(line, by=by)
    if line.way == DeliveryWay.LINK:
        _open_link(line)
    line.sent_at = clock.now()
    line.save()
    record("document.sent", line.document, by=by, area=line.document.area, note=_how(line))
    return line


def _send_inside(line: Delivery, *, by: User) -> None:
    bodies = queries.bodies_around(line.document.area, clock.today())
    meant = queries.addressees_of(line, bodies, line.document.area)
    people = list(queries.listeners(ears_of(meant), clock.today()))
    if not people:
        raise RuleError(f"“{line.name}” chưa có ai dùng hệ thống; đề nghị chọn cách gửi khác.")
    _tell(people, line.document)


def _how(line: Delivery) -> str:
    return f"{line.name} ({line.get_way_display().lower()})"


@transaction.atomic
def send_all(document: Document, *, by: User) -> int:
    """Mail the paper to every line that has an address and has not been sent; answers how many."""
    waiting = document.deliveries.filter(way=DeliveryWay.EMAIL, sent_at=None).exclude(email="").order_by("position")
    return len([send(line, by=by) for line in waiting])


@transaction.atomic
def renew_link(line: Delivery, *, by: User) -> Delivery:
    """Open the link of a line anew; the one given out before ends."""
    line = _locked(line)
    if line.way not in {DeliveryWay.LINK, DeliveryWay.EMAIL}:
        raise RuleError("Nơi nhận này không nhận bằng liên kết.")
    _open_link(line)
    line.sent_at = line.sent_at or clock.now()
    line.save()
    record("document.sent", line.document, by=by, area=line.document.area, note=f"{line.name}: cấp lại liên kết")
    return line


def _open_link(line: Delivery) -> None:
    line.link_until = links.link_lasts()
    line.link_hash = links.hash_of(links.secret_of(line.pk, line.link_until))


@transaction.atomic
def end_link(line: Delivery, *, by: User) -> Delivery:
    """Whoever has the link gets nothing by it from now on."""
    line = _locked(line)
    if line.link_hash:
        line.link_hash, line.link_until = "", None
        line.save(update_fields=["link_hash", "link_until"])
        record("document.sent", line.document, by=by, area=line.document.area, note=f"{line.name}: ngừng liên kết")
    return line


# --- By those who receive ---


def lines_for(document: Document, user: User) -> list[Delivery]:
    """The lines of an issued paper that mean this person; one query where none is delivered inside the system."""
    lines = list(document.deliveries.filter(way=DeliveryWay.SYSTEM).order_by("position"))
    if not lines:
        return []
    bodies = queries.bodies_around(document.area, clock.today())
    held = user.assignments_today
    return [line for line in lines if hears(held, ears_of(queries.addressees_of(line, bodies, document.area)))]


def note_opened(document: Document, user: User) -> None:
    """Remember that one of those a line means has opened the paper. Cheap where everything is opened already."""
    if not document.is_frozen or not document.deliveries.filter(way=DeliveryWay.SYSTEM, opened_at=None).exists():
        return
    mine = [line.pk for line in lines_for(document, user) if line.opened_at is None]
    if not mine:
        return
    with transaction.atomic():
        opened = Delivery.objects.filter(pk__in=mine, opened_at=None).update(opened_at=clock.now())
        if opened:
            record("document.opened", document, by=user, area=document.area)


@transaction.atomic
def acknowledge(line: Delivery, *, by: User) -> Delivery:
    """ "Đã nhận", said by one of those the line means. Safe to repeat; the first one's name stays."""
    line = _locked(line)
    if line.acknowledged_at is None:
        _acknowledge(line, name=str(by), user=by)
    return line


@transaction.atomic
def acknowledge_by_link(line: Delivery, *, name: str) -> Delivery:
    """ "Đã nhận", said through the link by somebody outside the system."""
    line = _locked(line)
    if line.acknowledged_at is None:
        _acknowledge(line, name=name, user=None)
    return line


def _acknowledge(line: Delivery, *, name: str, user: User | None) -> None:
    now = clock.now()
    line.opened_at = line.opened_at or now
    line.acknowledged_at, line.acknowledged_by, line.acknowledged_user = now, name[:150], user
    line.save()
    note = line.name if user else f"{line.name}: {name}"
    record("document.acknowledged", line.document, by=user, area=line.document.area, note=note)


@transaction.atomic
def note_link_opened(line: Delivery) -> None:
    """Remember the first time the link was used."""
    if Delivery.objects.filter(pk=line.pk, opened_at=None).update(opened_at=clock.now()):
        record("document.opened", line.document, by=None, area=line.document.area, note=line.name)
