"""Who is invited to which event, for reminders.sources: an event is told to those whom its issued invitation reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Assignment
from areas.enums import Level
from areas.models import Organisation
from areas.queries import ids_on, in_force
from campaigns.models import Event
from core import clock
from documents.enums import DocumentState
from documents.models import Delivery
from documents.queries import addressees_of
from documents.recipients import COMMITTEE_ROLES, COORDINATION_ROLES, Ears, ears_of, hears
from reminders.sources import Due, Span, on_days, owed_by

if TYPE_CHECKING:
    from accounts.models import User


def _coming() -> QuerySet[Event]:
    """Events with an issued invitation that are still to be held."""
    rows = Event.objects.filter(held_on__gte=clock.today(), invitation__state=DocumentState.ISSUED)
    return rows.select_related("invitation__area").defer("invitation__context", "programme", "result").order_by()


def events_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Events to be held on these days, with all who are invited. Four queries."""
    return _told(list(_coming().filter(on_days("held_on", spans))))


def events_of(user: User, upto: date) -> list[Due]:
    """Events to which the person is invited; what is past is not late, it is over."""
    return owed_by(user, _told(list(_coming().filter(held_on__lte=upto))))


def open_events(ids: Iterable[int]) -> set[int]:
    return set(_coming().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _told(events: list[Event]) -> Iterator[Due]:
    if not events:
        return
    lines: dict[int, list[Delivery]] = defaultdict(list)
    for line in Delivery.objects.filter(document__in=[event.invitation_id for event in events]):
        lines[line.document_id].append(line)
    bodies = _bodies_around(events)
    ears: dict[int, list[Ears]] = {}
    for event in events:
        own = event.invitation.area  # type: ignore[union-attr]  # _coming() asks for one
        around = [body for body in bodies if (own.path or "").startswith(body.area.path or "-")]
        ears[event.pk] = [ears_of(addressees_of(line, around, own)) for line in lines[event.invitation_id or 0]]
    held = _roles_of([ear for some in ears.values() for ear in some])
    for event in events:
        people = [person for person, roles in held.items() if any(hears(roles, ear) for ear in ears[event.pk])]
        place = f", tại {event.place}" if event.place else ""
        yield Due(
            "event", event.pk, f"Dự: {event.title}{place}", event.held_on or clock.today(),
            reverse("documents:preview", args=[event.invitation_id]), tuple(sorted(people)), event.area_id,
        )  # fmt: skip


def _bodies_around(events: list[Event]) -> list[Organisation]:
    """The bodies of the inviting areas and of those above them. One query."""
    above = {pk for event in events for pk in ids_on(event.invitation.area.path)}  # type: ignore[union-attr]
    bodies = in_force(Organisation.objects.filter(area__in=above), clock.today())
    return list(bodies.select_related("area").order_by("area__path", "kind", "pk"))


def _roles_of(ears: list[Ears]) -> dict[int, list[Assignment]]:
    """By person's id, the roles through which somebody may hear for one of these lines. One query."""
    meant = (
        Q(organisation__in={pk for ear in ears for pk in ear.body_ids})
        | Q(area__in={pk for ear in ears for pk in ear.committee_areas}, role__in=COMMITTEE_ROLES)
        | Q(area__in={pk for ear in ears for pk in ear.coordination_areas}, role__in=COORDINATION_ROLES)
        | Q(area__parent__in={pk for ear in ears for pk in ear.village_parents}, area__level=Level.VILLAGE)
    )
    rows = in_force(Assignment.objects.filter(meant, user__is_active=True), clock.today()).select_related("area")
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        found[row.user_id].append(row)
    return found
