"""Reading committees and who sits in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from areas.enums import Level
from areas.models import Area
from areas.queries import found_by
from campaigns.enums import CommitteeKind
from campaigns.models import Committee, CommitteeMember


def with_people(committees: QuerySet[Committee]) -> QuerySet[Committee]:
    return committees.select_related("area", "area__parent", "plan", "created_by").defer("plan__facts")


def with_counts(committees: QuerySet[Committee]) -> QuerySet[Any]:
    """Adds `size`, the number of members."""
    return committees.annotate(size=Count("members"))


def filtered(
    committees: QuerySet[Committee], *, words: str = "", kind: str = "", area: Area | None = None
) -> QuerySet[Committee]:
    """Committees of a kind and an area with its villages, whose name, decision or one of whose members holds the words."""
    if words:
        members = found_by(CommitteeMember.objects.all(), words)
        named = found_by(committees, words)
        committees = committees.filter(Q(pk__in=named.values("pk")) | Q(pk__in=members.values("committee")))
    if kind:
        committees = committees.filter(kind=kind)
    if area:
        committees = committees.filter(area__path__startswith=area.path or "-")
    return committees


def not_ended(committees: QuerySet[Committee], day: date) -> QuerySet[Committee]:
    """Those at work on the day, and those set up for a later one."""
    return committees.filter(Q(valid_to=None) | Q(valid_to__gte=day))


def ended_before(committees: QuerySet[Committee], day: date) -> QuerySet[Committee]:
    return committees.filter(valid_to__lt=day)


def in_order(committees: QuerySet[Committee]) -> QuerySet[Committee]:
    """By kind in the order of CommitteeKind, then the commune's before its villages', then by name."""
    places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(CommitteeKind.values)]
    return committees.annotate(kind_order=Case(*places, default=Value(99), output_field=IntegerField())).order_by(
        "kind_order", "area__path", "sort_key", "pk"
    )


def seats_of(committees: QuerySet[Committee], words: str = "") -> list[tuple[str, list[CommitteeMember]]]:
    """Who sits where: each person with the seats held in these committees, those with most seats first.

    The same name in one commune is taken for one person. `words` looks for names and posts without diacritics.
    """
    members = found_by(CommitteeMember.objects.filter(committee__in=committees.order_by().values("pk")), words)
    seats: dict[tuple[str, int | None], list[CommitteeMember]] = {}
    for member in members.select_related("committee", "committee__area").order_by(
        "sort_key", "committee__sort_key", "pk"
    ):
        area = member.committee.area
        commune = area.parent_id if area.level == Level.VILLAGE else area.pk
        seats.setdefault((member.sort_key, commune), []).append(member)
    people = [(held[0].full_name, held) for held in seats.values()]
    return sorted(people, key=lambda person: -len(person[1]))
