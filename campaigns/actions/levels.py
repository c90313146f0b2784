"""Every write on plans asked of the levels below: asking, reminding, withdrawing, answering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right, Role
from accounts.models import Assignment, User
from areas.actions import set_signer, village_body
from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from areas.queries import in_force, issuers_on
from campaigns.actions.paper import put_paper
from campaigns.actions.starting import start_plan
from campaigns.enums import COMPOSED_KINDS, PlanKind
from campaigns.models import Plan, PlanRequest, Task
from campaigns.queries.levels import ASKED_BODIES
from campaigns.rules.levels import is_rate
from campaigns.rules.units import all_villages, same_unit
from core import clock, text
from core.errors import RuleError
from core.formats import vndate
from documents.enums import DocumentState
from documents.models import Document
from journal.actions import notify, record

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who is asked: an area, or a body that sits on it."""

    area: Area
    organisation: Organisation | None = None

    def __str__(self) -> str:
        return str(self.organisation or self.area)


# --- Asking ---


@transaction.atomic
def ask_for_plans(plan: Plan, units: Iterable[Unit], *, due_on: date, note: str, by: User) -> list[PlanRequest]:
    """Ask units for their own plan by a date and tell their people; answers the new requests.

    Who is asked already is not asked again. RuleError where the plan is not in force, or the day is past.
    """
    _locked_in_force(plan)
    if due_on < clock.today():
        raise RuleError("Ngày gửi kế hoạch phải từ hôm nay trở đi.")
    made = []
    for unit in units:
        request, created = PlanRequest.objects.get_or_create(
            plan=plan, area=unit.area, organisation=unit.organisation,
            defaults={"due_on": due_on, "note": text.nfc(note).strip(), "created_by": by, "created_at": clock.now()},
        )  # fmt: skip
        if created:
            made.append(request)
            _tell(
                request, f"request:{request.pk}", f"Lập kế hoạch chậm nhất ngày {vndate(due_on)}: {plan.title}", but=by
            )
    if made:
        names = ", ".join(str(request.organisation or request.area) for request in made)
        record("plan.requested", plan, by=by, area=plan.area, note=f"{names}; chậm nhất ngày {vndate(due_on)}")
    return made


def _locked_in_force(plan: Plan) -> None:
    document = Document.objects.select_for_update().only("pk", "state").get(pk=plan.document_id)
    if document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ kế hoạch đã ban hành, còn hiệu lực mới yêu cầu cấp dưới lập kế hoạch được.")


def _tell(request: PlanRequest, key: str, title: str, *, but: User, url: str = "") -> None:
    people = [person for person in people_asked(request) if person.pk != but.pk]
    notify(people, key=f"plan-{key}", title=title, url=url or reverse("campaigns:request", args=[request.pk]))


def people_asked(request: PlanRequest) -> list[User]:
    """Who hears of a request: the body's own people and the Front's officers; for an area those who write its plans."""
    if request.organisation is None:
        return list(people_who_may(Right.WRITE_PLANS, request.area))
    meant = Q(organisation=request.organisation)
    if request.organisation.kind in ASKED_BODIES:
        meant |= Q(area=request.area, role=Role.FRONT_OFFICER)
    held = in_force(Assignment.objects.filter(meant), clock.today())
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))


@transaction.atomic
def remind(plan: Plan, pks: AbstractSet[int] | None, *, by: User) -> int:
    """Remind those of the plan's requests (all, or these) whose plan is not issued; once a day each. Answers how many."""
    _locked_in_force(plan)
    today = clock.today()
    waiting = plan.requests.select_for_update(of=("self",)).select_related("area__parent", "organisation")
    waiting = waiting.exclude(answer__document__state__in=[DocumentState.ISSUED, DocumentState.REPLACED])
    if pks is not None:
        waiting = waiting.filter(pk__in=pks)
    told = []
    for request in waiting.exclude(reminded_on=today):
        request.reminded_on = today
        request.save(update_fields=["reminded_on"])
        title = f"Nhắc: gửi kế hoạch chậm nhất ngày {vndate(request.due_on)}: {plan.title}"
        _tell(request, f"request:{request.pk}:{today.isoformat()}", title, but=by)
        told.append(str(request.organisation or request.area))
    if told:
        record("plan.request_reminded", plan, by=by, area=plan.area, note=", ".join(told))
    return len(told)


@transaction.atomic
def withdraw(request: PlanRequest, *, by: User) -> None:
    """Take a request back; one that was withdrawn before is gone already. RuleError where a plan was made for it."""
    row = PlanRequest.objects.select_for_update(of=("self",)).select_related("plan__area").filter(pk=request.pk).first()
    if row is None:
        return
    if row.answer_id:
        raise RuleError("Đơn vị đã lập kế hoạch theo yêu cầu này nên không rút được.")
    note = str(row.organisation or row.area)
    _tell(row, f"request:{row.pk}:withdrawn", f"Không cần lập kế hoạch nữa: {row.plan.title}", but=by, url="/")
    row.delete()
    record("plan.request_withdrawn", row.plan, by=by, area=row.plan.area, note=note)


# --- Answering ---


@transaction.atomic
def answer_request(request: PlanRequest, *, by: User) -> Plan:
    """Start the asked unit's plan from the one that asks; asked twice, the plan made first is answered.

    Its targets are parts of the targets above: rates keep their goal, amounts wait for the unit's own share. Of the tasks
    those stay that name the unit. RuleError where the plan above is no longer in force.
    """
    row = (
        PlanRequest.objects.select_for_update(of=("self",))
        .select_related("plan__document", "plan__area", "area__parent", "organisation", "answer", "created_by")
        .get(pk=request.pk)
    )
    if row.answer is not None:
        return row.answer
    parent = row.plan
    _locked_in_force(parent)
    kind = _kind(row)
    plan = start_plan(
        area=row.area, kind=kind, year=parent.year or row.due_on.year, title=_title(row), issuer=_issuer(row), by=by,
        based_on=parent if kind == parent.kind else None, parent=parent,
    )  # fmt: skip
    _fit(plan, row)
    put_paper(plan, by=by)
    row.answer = plan
    row.save(update_fields=["answer"])
    record("plan.request_answered", plan, by=by, area=row.area, note=str(parent))
    if row.created_by_id != by.pk:
        title = f"{row.organisation or row.area} đang lập kế hoạch: {plan.title}"
        url = reverse("campaigns:requests", args=[parent.pk])
        notify([row.created_by], key=f"plan-request:{row.pk}:answered", title=title, url=url)
    return plan


def _kind(request: PlanRequest) -> PlanKind:
    """The Front and unions answer an annual plan with a campaign of their own; others with the same kind."""
    kind = PlanKind(request.plan.kind)
    if request.organisation and request.organisation.kind == OrganisationKind.FRONT and kind == PlanKind.ANNUAL:
        return PlanKind.FRONT
    return kind if kind in COMPOSED_KINDS else PlanKind.ANNUAL


def _title(request: PlanRequest) -> str:
    """The parent's title with the place exchanged; where it names none, with the unit at its end."""
    above, below = request.plan.area, request.area
    own = f"{below.kind_word} {below.name}"
    if request.organisation is not None:
        return f"{request.plan.title} của {request.organisation}"
    named = request.plan.title.replace(f"{above.kind_word} {above.name}", own)
    return named if named != request.plan.title else f"{named} của {own}"


def _issuer(request: PlanRequest) -> Organisation | None:
    if request.organisation is not None:
        return request.organisation if request.organisation.symbol_letters else None
    if request.area.level == Level.VILLAGE:
        return _village_issuer(request.area)
    bodies = list(issuers_on(request.area))
    committee = (body for body in bodies if body.kind == OrganisationKind.PEOPLES_COMMITTEE)
    return next(committee, bodies[0] if bodies else None)


def _village_issuer(village: Area) -> Organisation:
    """The village's body; where nobody signs for it yet, its head does, if the system knows exactly one."""
    body = village_body(village)
    if not body.posts.filter(signs=True).exists():
        heads = in_force(Assignment.objects.filter(area=village, role=Role.VILLAGE_REPORTER), clock.today())
        names = {head.user.full_name for head in heads.filter(user__is_active=True).select_related("user")}
        if len(names) == 1:
            title = f"Trưởng {village.kind_word}" if village.kind_word != "tổ dân phố" else "Tổ trưởng"
            set_signer(body, title=title, authority="", full_name=names.pop(), since=clock.today())
    return body


def _fit(plan: Plan, request: PlanRequest) -> None:
    """Make what was copied from the plan above the unit's own: its share of the targets, its tasks, none of the money."""
    above = {(target.position, target.text): target for target in request.plan.targets.all()}
    for target in plan.targets.all():
        target.parent = above.get((target.position, target.text))
        target.base = None
        if not is_rate(target.unit):
            target.value = None
        target.save(update_fields=["parent", "base", "value"])
    sources = {(task.position, task.text): task for task in request.plan.tasks.all()}
    for task in plan.tasks.all():
        source = sources.get((task.position, task.text))
        if source is None or not _is_own(source, request):
            task.delete()
            continue
        task.area_id, task.organisation_id, task.cost = source.area_id, source.organisation_id, None
        task.save(update_fields=["area", "organisation", "cost"])
    plan.costs.all().delete()
    plan.funds.all().delete()
    plan.blocks.update(money=None)


def _is_own(task: Task, request: PlanRequest) -> bool:
    """Whether a task of the plan above names the unit; a commune keeps those that name no other one."""
    if request.organisation is not None:
        if task.organisation_id:
            return task.organisation_id == request.organisation_id
        return same_unit(task.unit, str(request.organisation))
    if task.area_id:
        return task.area_id == request.area_id
    return request.area.level != Level.VILLAGE or all_villages(task.unit) or same_unit(task.unit, str(request.area))
