"""What recognition rests on: evidence that ends soon, dossiers that wait for a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from areas.queries import below
from core.formats import vndate
from criteria.access import visible_dossiers, visible_evidence
from criteria.enums import RegistrationState
from criteria.models import Dossier, Evidence, Registration
from criteria.queries.dossiers import kept_by
from criteria.queries.evidence import SOON, ending
from dashboards.queries.office.groups import Group, Item, Scope, above, place, place_fields, worst

_AREA = place_fields("area")
#: What a line about a dossier names.
_DOSSIER = (
    "sent_on", "created_at", "card__subject", "card__year", "card__area__kind_word", "card__area__name", "card__criteria_set__name",
)  # fmt: skip


def ending_evidence(scope: Scope, limit: int | None) -> Group:
    """Evidence that has ended or ends within 60 days, the first to end first: the list of `criteria:evidence_list`. One query."""
    found: QuerySet[Evidence] = ending(visible_evidence(scope.user).filter(scope.within("area__path")), scope.today)
    rows, count = worst(found.values("pk", "title", "subject", "valid_to", *_AREA), limit)
    return Group(
        "minh-chung-het-han", "Minh chứng hết hạn, sắp hết hạn", "minh chứng",
        f"Minh chứng đang dùng đã hết giá trị, hoặc hết trong {SOON.days} ngày tới.",
        f"Không có minh chứng nào hết giá trị trong {SOON.days} ngày tới.", count,
        tuple(_evidence_item(scope, row) for row in rows), f"{reverse('criteria:evidence_list')}?sap-het=1",
    )  # fmt: skip


def _evidence_item(scope: Scope, row: dict[str, Any]) -> Item:
    last: date = row["valid_to"]
    left = (last - scope.today).days
    due = f"Hết hạn {-left} ngày" if left < 0 else f"Còn {left} ngày" if left else "Hết hạn hôm nay"
    subject = f", {row['subject']}" if row["subject"] else ""
    note = f"{above(scope, row, 'area')}{place(row, 'area')}{subject}; có giá trị đến {vndate(last)}."
    url = reverse("criteria:evidence", args=[row["pk"]])
    return Item(row["title"], note, due, "unmet" if left < 0 else "pending", url, "Mở minh chứng", last)


def waiting_dossiers(scope: Scope, limit: int | None) -> Group:
    """For a commune its dossiers that are not sent; for an office those sent to it whose commune is not recognised yet.

    The longest waiting first. Two queries.
    """
    dossiers = visible_dossiers(scope.user)
    done = Registration.objects.filter(
        area=OuterRef("card__area"), criteria_set=OuterRef("card__criteria_set"), year=OuterRef("card__year"),
        subject=OuterRef("card__subject"),
        state__in=[RegistrationState.RECOGNISED, RegistrationState.REVOKED, RegistrationState.WITHDRAWN],
    )  # fmt: skip
    sent = dossiers.filter(below(scope.offices, "card__area__path"), ~Exists(done), sent_on__isnull=False)
    own = dossiers.filter(card__area__in=scope.communes, sent_on=None)
    found = sent if scope.offices else own
    if scope.offices and scope.communes:
        found = own | sent
    named = found.select_related(None).select_related("card__area", "card__criteria_set").only(*_DOSSIER)
    rows, count = worst(named.order_by("sent_on", "created_at", "pk"), limit)
    kept = kept_by(rows)
    items = tuple(_sent_item(scope, row) if row.sent_on else _own_item(scope, row, kept.get(row.pk)) for row in rows)
    return Group(
        "ho-so-cho-buoc", "Hồ sơ công nhận chờ bước tiếp", "hồ sơ", "Hồ sơ đang lập chưa gửi (của xã), hoặc đã gửi mà chưa ghi công nhận.",
        "Không có hồ sơ công nhận nào đang chờ.", count, items, reverse("criteria:dossiers"),
    )  # fmt: skip


def _sent_item(scope: Scope, dossier: Dossier) -> Item:
    card, sent_on = dossier.card, dossier.sent_on
    assert sent_on is not None
    days = (scope.today - sent_on).days
    note = f"{card.criteria_set}, năm {card.year}; gửi ngày {vndate(sent_on)}, chưa ghi công nhận."
    return Item(
        card.whose,
        note,
        f"Chờ {days} ngày" if days else "Gửi hôm nay",
        "pending",
        dossier.get_absolute_url(),
        "Mở hồ sơ",
        sent_on,
    )


def _own_item(scope: Scope, dossier: Dossier, kept: Any) -> Item:
    card, opened = dossier.card, timezone.localdate(dossier.created_at)
    papers = f"{kept.issued}/{kept.papers} văn bản đã ban hành" if kept else "chưa có văn bản nào"
    note = f"{card.criteria_set}, năm {card.year}; lập ngày {vndate(opened)}, {papers}, chưa gửi."
    days = (scope.today - opened).days
    due = f"Đang lập {days} ngày" if days else "Lập hôm nay"
    return Item(card.whose, note, due, "", dossier.get_absolute_url(), "Làm tiếp", opened)
