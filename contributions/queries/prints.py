"""Reading what a printed voucher needs besides its own row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Prefetch, QuerySet

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from contributions.models import Allocation, Receipt, ReceiptItem, RosterLine


def to_print(ids: Iterable[int]) -> list[Receipt]:
    """The receipts with these ids, with items, the receipt that took each back, and the standing parts, in the order of their numbers."""
    parts = Allocation.objects.filter(takes_back=None, taken_back_by=None).select_related("line")
    rows = Receipt.objects.filter(pk__in=ids).select_related(
        "book__area__parent", "campaign__area__parent", "campaign__residents_decision", "campaign__plan__document",
        "village", "work", "by", "reverses__book", "reversed_by__book",
    )  # fmt: skip
    rows = rows.prefetch_related(
        Prefetch("items", ReceiptItem.objects.order_by("position")), Prefetch("allocations", parts, to_attr="parts")
    )
    return list(rows.order_by("book", "number"))


def unit_lines(area: Area) -> tuple[str, ...]:
    """Who makes a voucher of the area: its people's committee as its letterhead says; a village under its commune's name."""
    if area.level == Level.VILLAGE:
        return (str(area.parent).upper(), str(area).upper())
    body = Organisation.objects.filter(area=area, kind=OrganisationKind.PEOPLES_COMMITTEE, valid_to=None).first()
    if body is not None and body.letterhead:
        return tuple(body.letterhead.splitlines())
    return ("ỦY BAN NHÂN DÂN", str(area).upper())


def units_of(areas: Iterable[Area]) -> dict[int, tuple[str, ...]]:
    return {area.pk: unit_lines(area) for area in {area.pk: area for area in areas}.values()}


def village_lines(lines: QuerySet[RosterLine], village: Area) -> QuerySet[RosterLine]:
    """Lines of a village in the order of names, with `mustered`: on how many sheets the giver stands."""
    rows = lines.filter(village=village).annotate(mustered=Count("musters"))
    return rows.order_by("party__sort_key", "pk")
