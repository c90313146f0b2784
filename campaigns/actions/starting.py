"""A new plan that the system composes: from nothing, or from the rows of another plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from areas.enums import Level, OrganisationKind
from campaigns.actions.copying import take_over
from campaigns.actions.paper import put_paper
from campaigns.actions.versions import keep_version
from campaigns.compose.load import village_word
from campaigns.enums import COMPOSED_KINDS, PlanKind
from campaigns.models import Block, Plan
from core import clock
from core.errors import RuleError
from core.text import tidy
from criteria.enums import Layer, SetLevel
from criteria.models import CriteriaSet
from documents.actions import create_document
from documents.context import Paper
from documents.enums import Origin, PaperType
from documents.models import Delivery
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation


@transaction.atomic
def start_plan(
    *, area: Area, kind: str, year: int | None, title: str, issuer: Organisation | None, by: User,
    based_on: Plan | None = None, parent: Plan | None = None,
) -> Plan:  # fmt: skip
    """A new draft whose paper follows from its rows. With `based_on` it takes over that plan's rows
    (campaigns.actions.copying says what of them), else it is a skeleton of its kind in which nothing is invented.

    Writes plan, rows, paper, its first version and the journal. RuleError for a kind that is not composed. Who may start
    from which plan is `campaigns.access.starting`'s to say.
    """
    if kind not in COMPOSED_KINDS:
        raise RuleError("Loại kế hoạch này chưa soạn được trên hệ thống; đề nghị nhập từ tệp Word.")
    paper = Paper(type=PaperType.PLAN.label.upper(), subject=tidy(title))
    document = create_document(area=area, issuer=issuer, type=PaperType.PLAN, paper=paper, by=by, origin=Origin.MADE)
    now = clock.now()
    plan = Plan.objects.create(
        area=area, document=document, kind=kind, title=title, year=year, composed=True, based_on=based_on, parent=parent,
        created_by=by, created_at=now, updated_at=now,
    )  # fmt: skip
    if based_on is None:
        _skeleton(plan)
    else:
        take_over(plan, based_on)
    record("plan.started", plan, by=by, area=area, note=f"Lập từ: {based_on}" if based_on else "")
    put_paper(plan, by=by)
    keep_version(plan, "Lập kế hoạch", by)
    return plan


def _skeleton(plan: Plan) -> None:
    Delivery.objects.bulk_create(
        Delivery(document=plan.document, position=place, name=name) for place, name in enumerate(_recipients(plan), 1)
    )
    found = _criteria_set(plan) if plan.kind == PlanKind.ANNUAL and plan.area.level == Level.COMMUNE else None
    if found is not None:
        Block.objects.bulk_create(
            Block(plan=plan, position=row.number, number=f"1.{row.number}", criterion=row.number, title=row.name)
            for row in found.criteria.order_by("number")
        )


def _recipients(plan: Plan) -> tuple[str, ...]:
    """Whom such a paper goes to as a rule: superiors first, Lưu last (official-forms 1.4)."""
    issuer = plan.document.issuer
    villages = f"Các {village_word(plan)}"
    if plan.area.level == Level.VILLAGE:
        return ("UBND xã (để b/c)", "Chi bộ, Ban công tác Mặt trận", "Các hộ gia đình", "Lưu.")
    if issuer is not None and issuer.kind == OrganisationKind.FRONT:
        return (
            "Đảng ủy, UBND xã (để b/c)", "Các tổ chức thành viên của Mặt trận", f"Ban công tác Mặt trận {villages.lower()}",
            "Lưu: VT",
        )  # fmt: skip
    return (
        "Đảng ủy, HĐND xã (để b/c)", "Ủy ban MTTQ và các đoàn thể xã", "Các cơ quan, đơn vị trên địa bàn", villages, "Lưu: VT",
    )  # fmt: skip


def _criteria_set(plan: Plan) -> CriteriaSet | None:
    """The national set for communes in force by the end of the plan's year: the newest one, of those without another as a
    condition (nâng cao, kiểu mẫu)."""
    last = date(plan.year or clock.today().year, 12, 31)
    since = Q(effective_from__lte=last) | Q(effective_from=None, basis_date__lte=last)
    sets = CriteriaSet.objects.filter(since, level=SetLevel.COMMUNE, issued_by=Layer.CENTRAL, requires=None)
    return sets.order_by(F("effective_from").desc(nulls_last=True), "-basis_date").first()
