"""Returning a plan with remarks at the parts they belong to, marking them as mended, and telling people of an issued plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right
from accounts.models import Assignment, User
from areas.models import PostHolder
from areas.queries import in_force
from campaigns.actions.versions import keep_step
from campaigns.enums import STEP_WORDS, TaskState
from campaigns.models import Plan, Remark
from campaigns.queries.checking import bodies_at_work, villages_below
from campaigns.queries.remarks import open_remarks
from campaigns.rules.units import all_bodies, all_villages, same_unit
from core import clock
from core.errors import RuleError
from core.text import nfc
from documents import actions as papers
from documents.enums import DocumentState
from journal.actions import notify, record
from journal.queries import people_told

if TYPE_CHECKING:
    from documents.models import Document


@transaction.atomic
def return_plan(
    plan: Plan, *, remarks: Iterable[tuple[str, str]], general: str, labels: Mapping[str, str], by: User,
    seen: str = "",
) -> None:  # fmt: skip
    """Give a submitted or approved plan back to its writer, each remark at the part it belongs to.

    `remarks` are (slug, text), empty ones are passed over; `labels` say what the parts are called in the journal. RuleError
    where nothing is said, where the paper is not before the leader, or not in the state `seen` on the page; then nothing is
    stored.
    """
    said = [(slug, nfc(text).strip()) for slug, text in remarks if text.strip()]
    general = nfc(general).strip()
    lines = ([general] if general else []) + [f"{labels.get(slug) or 'Chung'}: {text}" for slug, text in said]
    papers.return_to_draft(plan.document, remark="\n".join(lines), by=by, seen=seen)
    now = clock.now()
    everything = ([("", general)] if general else []) + said
    Remark.objects.bulk_create(Remark(plan=plan, slug=slug, text=text, by=by, at=now) for slug, text in everything)


@transaction.atomic
def resolve_remark(remark: Remark, *, by: User) -> Remark:
    """Say that what a remark asked for is done. Safe to repeat: who did it first stays named."""
    remark = Remark.objects.select_for_update(of=("self",)).select_related("plan", "plan__area").get(pk=remark.pk)
    if remark.resolved_at is not None:
        return remark
    if remark.plan.document.state != DocumentState.DRAFT:
        raise RuleError("Văn bản không còn là bản nháp nên ý kiến giữ nguyên như đã ghi.")
    remark.resolved_by, remark.resolved_at = by, clock.now()
    remark.save(update_fields=["resolved_by", "resolved_at"])
    record("plan.remark_resolved", remark.plan, by=by, area=remark.plan.area, note=remark.text)
    return remark


def refuse_open_remarks(document: Document, to: DocumentState) -> None:
    """The gate of documents: RuleError while a remark of the leader stands open; in a draft its writer marks it as mended."""
    plan = Plan.objects.filter(document=document.pk).first()
    left = open_remarks(plan) if plan else 0
    if left:
        how = "đánh dấu “Đã sửa” ở từng ý kiến" if to == DocumentState.SUBMITTED else "trả lại người soạn để sửa"
        raise RuleError(f"Kế hoạch còn {left} ý kiến của lãnh đạo chưa sửa xong nên {STEP_WORDS[to]}; đề nghị {how}.")


# --- What follows a step of the paper ---


def after_step(document: Document, to: DocumentState, by: User | None) -> None:
    """The listener of documents: the version of the step; after issue everybody named hears of it, and of its recall."""
    plan = Plan.objects.filter(document=document.pk).select_related("area").first()
    if plan is None:
        return
    if to == DocumentState.REVOKED:
        papers.tell_recall(document, people_told(_issued_key(plan)), by=by)
        return
    plan.document = document
    keep_step(plan, to, by)
    if to == DocumentState.ISSUED:
        tell_everyone_named(plan)


def tell_everyone_named(plan: Plan) -> None:
    """One notice for each person the plan gives work to, by name or through their unit or village."""
    own, through_unit = _work_by_person(plan)
    number = plan.document.number_and_symbol
    for share in sorted({(own[pk], through_unit[pk]) for pk in own.keys() | through_unit.keys()}):
        people = User.objects.filter(
            pk__in=[pk for pk in own.keys() | through_unit.keys() if (own[pk], through_unit[pk]) == share],
            is_active=True,
        )
        url = reverse("campaigns:my_tasks") if share[0] else plan.get_absolute_url()
        notify(people, key=_issued_key(plan), title=f"{_told(*share)} trong kế hoạch {number}", url=url)


def _issued_key(plan: Plan) -> str:
    return f"plan:{plan.pk}:issued"


def _told(own: int, through_unit: int) -> str:
    if own and through_unit:
        return f"Anh/chị có {own} nhiệm vụ, đơn vị của anh/chị có {through_unit} nhiệm vụ"
    if own:
        return f"Anh/chị có {own} nhiệm vụ"
    return f"Đơn vị của anh/chị có {through_unit} nhiệm vụ"


def _work_by_person(plan: Plan) -> tuple[Counter[int], Counter[int]]:
    """How many tasks each person has by name, and how many the person's unit or village has; by the user's id."""
    own: Counter[int] = Counter()
    by_body: Counter[int] = Counter()
    by_village: Counter[int] = Counter()
    for task in plan.tasks.select_related("block").exclude(state=TaskState.DROPPED):
        owner = task.owner_id or (task.block.owner_id if task.block else None)
        if owner:
            own[owner] += 1
        if task.organisation_id:
            by_body[task.organisation_id] += 1
        if task.area_id:
            by_village[task.area_id] += 1
    for block in plan.blocks.exclude(owner=None).filter(tasks=None):
        own[block.owner_id] += 1  # type: ignore[index]  # those without an owner are left out above
    _add_duties(plan, by_body, by_village)
    through: Counter[int] = Counter()
    for body, user in _people_of_bodies(by_body):
        through[user] += by_body[body]
    for village in villages_below(plan).filter(pk__in=list(by_village)):
        for user in people_who_may(Right.WRITE_PLANS, village).values_list("pk", flat=True):
            through[user] += by_village[village.pk]
    return own, through


def _add_duties(plan: Plan, by_body: Counter[int], by_village: Counter[int]) -> None:
    """The lines under "Tổ chức thực hiện", to the unit they name or to every unit that is meant."""
    bodies, villages = list(bodies_at_work(plan)), list(villages_below(plan))
    for duty in plan.duties.all():
        count = len(duty.duties)
        if duty.organisation_id:
            by_body[duty.organisation_id] += count
            continue
        for body in bodies:
            if same_unit(body.name, duty.unit):
                by_body[body.pk] += count
        if all_villages(duty.unit):
            by_village.update({village.pk: count for village in villages})
        else:
            by_village.update({village.pk: count for village in villages if same_unit(str(village), duty.unit)})
        if all_bodies(duty.unit):
            by_body.update({body.pk: count for body in bodies if not same_unit(body.name, duty.unit)})


def _people_of_bodies(bodies: Iterable[int]) -> set[tuple[int, int]]:
    """(organisation, user) for who stands for these bodies today: by role or by post."""
    ids, today = list(bodies), clock.today()
    roles = in_force(Assignment.objects.filter(organisation__in=ids), today)
    posts = in_force(PostHolder.objects.filter(Q(post__organisation__in=ids) & ~Q(user=None)), today)
    return {*roles.values_list("organisation_id", "user_id"), *posts.values_list("post__organisation_id", "user_id")}
