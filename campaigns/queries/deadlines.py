"""What is due in plans, for reminders.sources: tasks, plans asked of the levels below, pieces of outreach, what inspections asked for.

Each question is a fixed number of queries. Those over days read an index that holds open rows only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from accounts.access import areas_held, ids_who_may
from accounts.enums import Right, Role
from accounts.models import Assignment
from areas.enums import Level
from areas.models import Area, titled
from areas.queries import in_force
from campaigns.models import Outreach, Plan, PlanRequest, Recommendation, Task
from campaigns.queries.follow import OPEN_STATES, of_plans_in_force
from campaigns.queries.levels import ASKED_BODIES, of_issued_plans
from core import clock
from documents.enums import DocumentState
from reminders.sources import Due, Span, commune_of_village, on_days, owed_by

if TYPE_CHECKING:
    from accounts.models import User


_LONGEST = 120


def _said(words: str) -> str:
    """Words of a plan as a line of a message can hold them."""
    return f"“{words if len(words) <= _LONGEST else Truncator(words).chars(_LONGEST)}”"


def _people_of_bodies(bodies: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """By organisation's id, the active people who stand for it today. One query, none for no organisations."""
    wanted = set(bodies)
    if not wanted:
        return {}
    held = in_force(Assignment.objects.all(), clock.today()).filter(organisation__in=wanted, user__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for body, person in held.values_list("organisation_id", "user_id"):
        found[body].add(person)
    return {body: tuple(sorted(people)) for body, people in found.items()}


# --- Tasks ---

_TASK = (
    "pk", "text", "deadline", "block__deadline", "area_id", "organisation_id", "owner_id", "owner__is_active",
    "block__owner_id", "block__owner__is_active", "plan__area_id", "plan__area__level", "plan__area__parent_id",
    "plan__created_by_id",
)  # fmt: skip
_AREA, _BODY = _TASK.index("area_id"), _TASK.index("organisation_id")


def _open_tasks() -> QuerySet[Task]:
    return of_plans_in_force(Task.objects.filter(state__in=OPEN_STATES)).order_by()


def tasks_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Open tasks of issued plans by their own deadline, or by their criterion's where they have none. Four queries."""
    own = _open_tasks().filter(on_days("deadline", spans))
    by_block = _open_tasks().filter(on_days("block__deadline", spans), deadline=None)
    return _tasks([*own.values_list(*_TASK), *by_block.values_list(*_TASK)])


def tasks_of(user: User, upto: date) -> list[Due]:
    """The person's open tasks due up to the day. Three queries."""
    tasks = _open_tasks().filter(Q(deadline__lte=upto) | Q(deadline=None, block__deadline__lte=upto))
    held = user.assignments_today
    units = [item.organisation_id for item in held if item.organisation_id]
    writes = [area.pk for area in areas_held(user, Right.WRITE_PLANS)]
    # One branch an index: joined by "or", all open tasks would be looked at.
    mine = [Q(owner=user), Q(block__owner=user)]
    if units:
        mine.append(Q(organisation__in=units))
    if writes:
        here = Area.objects.filter(Q(pk__in=writes) | Q(parent__in=writes, level=Level.VILLAGE)).order_by()
        mine += [Q(area__in=writes), Q(plan__in=Plan.objects.filter(area__in=here.values("pk")).values("pk"))]
    first, *others = (Task.objects.filter(one, state__in=OPEN_STATES).order_by().values("pk") for one in mine)
    return owed_by(user, _tasks(list(tasks.filter(pk__in=first.union(*others)).values_list(*_TASK))))


def open_tasks(ids: Iterable[int]) -> set[int]:
    return set(_open_tasks().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _tasks(rows: list[tuple[Any, ...]]) -> Iterator[Due]:
    """Who owes a task: its owner; its criterion's; the head of its village; who stands for its unit; those who write the plan.

    `rows` as tuples of _TASK: a day has tens of thousands of them.
    """
    places: dict[int, int | None] = {row[_AREA]: None for row in rows if row[_AREA]}
    places |= {area: parent if level == Level.VILLAGE else None for *_, area, level, parent, _ in rows}
    writers = ids_who_may(Right.WRITE_PLANS, places)
    bodies = _people_of_bodies(row[_BODY] for row in rows if row[_BODY])
    # Asked once: of tens of thousands of tasks the addresses took longer than all the rest.
    before, _, after = reverse("campaigns:task", args=[0]).partition("0")
    for pk, text, own, of_block, village, body, owner, is_active, leads, leads_active, plan_area, *_, by in rows:
        if is_active:
            people: tuple[int, ...] = (owner,)
        elif leads_active:
            people = (leads,)
        else:
            people = writers.get(village, ()) or bodies.get(body, ())
            if not people:
                officers = writers[plan_area]
                people = (by,) if by in officers else officers
        yield Due(
            "task", pk, f"Báo cáo nhiệm vụ {_said(text)}", own or of_block, f"{before}{pk}{after}", people, plan_area
        )


# --- Plans asked of the levels below ---

_REQUEST = (
    "pk", "due_on", "plan__title", "answer_id", "area_id", "area__level", "area__parent_id", "organisation_id", "organisation__kind",
    "area__kind_word", "area__name", "organisation__name",
)  # fmt: skip


#: Begun and not handed in yet, or handed back.
_BEGUN = Q(answer__document__state=DocumentState.DRAFT)


def _open_requests(condition: Q) -> QuerySet[PlanRequest]:
    return of_issued_plans(PlanRequest.objects.filter(condition)).order_by()


def requests_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Plans asked for and not handed in for approval. Five queries."""
    # Not joined by "or": those not begun are found by their index.
    on = on_days("due_on", spans)
    return _requests(
        [*_open_requests(on & Q(answer=None)).values(*_REQUEST), *_open_requests(on & _BEGUN).values(*_REQUEST)]
    )


def requests_of(user: User, upto: date) -> list[Due]:
    held = [item.area_id for item in user.assignments_today]
    units = [item.organisation_id for item in user.assignments_today if item.organisation_id]
    mine = Q(area__in=held) | Q(area__parent__in=held, area__level=Level.VILLAGE) | Q(organisation__in=units)
    rows = _open_requests(mine & (Q(answer=None) | _BEGUN)).filter(due_on__lte=upto)
    return owed_by(user, _requests(list(rows.values(*_REQUEST))))


def open_requests(ids: Iterable[int]) -> set[int]:
    rows = _open_requests(Q(answer=None) | _BEGUN).filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def _requests(rows: list[Any]) -> Iterator[Due]:
    """As campaigns.actions.levels.people_asked: a body's own people and the Front's officers, else who writes the area's plans.

    `rows` as dictionaries of _REQUEST.
    """
    if not rows:
        return
    writers = ids_who_may(Right.WRITE_PLANS, {row["area_id"]: commune_of_village(row, "area") for row in rows})
    bodies = _people_of_bodies(row["organisation_id"] for row in rows if row["organisation_id"])
    fronts: dict[int, set[int]] = defaultdict(set)
    held = in_force(Assignment.objects.all(), clock.today()).filter(
        role=Role.FRONT_OFFICER, area__in={row["area_id"] for row in rows}, user__is_active=True
    )
    for area, person in held.values_list("area_id", "user_id"):
        fronts[area].add(person)
    for row in rows:
        people = set(writers[row["area_id"]])
        if row["organisation_id"]:
            people = set(bodies.get(row["organisation_id"], ()))
            if row["organisation__kind"] in ASKED_BODIES:
                people |= fronts[row["area_id"]]
        verb, url = "Lập", reverse("campaigns:request", args=[row["pk"]])
        if row["answer_id"]:
            verb, url = "Hoàn thành, trình", reverse("campaigns:detail", args=[row["answer_id"]])
        # Whoever writes for several villages reads which one it is.
        unit = row["organisation__name"] or titled(row["area__kind_word"], row["area__name"])
        yield Due(
            "plan_request", row["pk"], f"{verb} kế hoạch của {unit} theo yêu cầu của {_said(row['plan__title'])}", row["due_on"],
            url, tuple(sorted(people)), row["area_id"],
        )  # fmt: skip


# --- Outreach ---

_OUTREACH = (
    "pk", "title", "due_on", "owner_id", "owner__is_active", "plan__area_id", "plan__area__level", "plan__area__parent_id",
)  # fmt: skip


def _open_outreach() -> QuerySet[Outreach]:
    return Outreach.objects.filter(published_on=None, plan__document__state=DocumentState.ISSUED).order_by()


def outreach_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Pieces of outreach of issued plans that did not go out. Two queries."""
    return _outreach(_open_outreach().filter(on_days("due_on", spans)))


def outreach_of(user: User, upto: date) -> list[Due]:
    writes = areas_held(user, Right.WRITE_PLANS)
    mine = Q(owner=user) | Q(plan__area__in=writes) | Q(plan__area__parent__in=writes, plan__area__level=Level.VILLAGE)
    return owed_by(user, _outreach(_open_outreach().filter(mine, due_on__lte=upto)))


def open_outreach(ids: Iterable[int]) -> set[int]:
    return set(_open_outreach().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _outreach(items: QuerySet[Outreach]) -> Iterator[Due]:
    """Its owner owes a piece, else those who write the plan."""
    rows: list[Any] = list(items.values(*_OUTREACH))
    writers = ids_who_may(
        Right.WRITE_PLANS, {row["plan__area_id"]: commune_of_village(row, "plan__area") for row in rows}
    )
    for row in rows:
        yield Due(
            "outreach", row["pk"], f"Tuyên truyền: {_said(row['title'])}", row["due_on"],
            reverse("campaigns:outreach_item", args=[row["pk"]]),
            (row["owner_id"],) if row["owner__is_active"] else writers[row["plan__area_id"]], row["plan__area_id"],
        )  # fmt: skip


# --- What inspections asked for ---

_RECOMMENDATION = (
    "pk", "text", "due_on", "inspection_id", "inspection__area_id", "inspection__area__level", "inspection__area__parent_id",
)  # fmt: skip


def _open_recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(done_on=None).order_by()


def recommendations_between(spans: Sequence[Span]) -> Iterator[Due]:
    """What inspections asked for and nobody has reported done. Two queries."""
    return _recommendations(_open_recommendations().filter(on_days("due_on", spans)))


def recommendations_of(user: User, upto: date) -> list[Due]:
    writes = areas_held(user, Right.WRITE_PLANS)
    mine = Q(inspection__area__in=writes) | Q(
        inspection__area__parent__in=writes, inspection__area__level=Level.VILLAGE
    )
    return owed_by(user, _recommendations(_open_recommendations().filter(mine, due_on__lte=upto)))


def open_recommendations(ids: Iterable[int]) -> set[int]:
    return set(_open_recommendations().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _recommendations(asked: QuerySet[Recommendation]) -> Iterator[Due]:
    """The unit is named in words only: those who write the area's plans see to it."""
    rows: list[Any] = list(asked.values(*_RECOMMENDATION))
    places = {row["inspection__area_id"]: commune_of_village(row, "inspection__area") for row in rows}
    writers = ids_who_may(Right.WRITE_PLANS, places)
    for row in rows:
        yield Due(
            "recommendation", row["pk"], f"Thực hiện kiến nghị sau kiểm tra {_said(row['text'])}", row["due_on"],
            reverse("campaigns:inspection", args=[row["inspection_id"]]), writers[row["inspection__area_id"]],
            row["inspection__area_id"],
        )  # fmt: skip
