"""What each part of a plan's form holds: the fields of one object, and lists of rows. Forms and actions go by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import QuerySet

from campaigns.compose.parts import BLOCK_PREFIX
from campaigns.enums import LineKind, PlanKind
from campaigns.models import (
    Block,
    Bracket,
    CostLine,
    Duty,
    Fund,
    Milestone,
    Plan,
    PlanAward,
    PlanLine,
    PlanVillage,
    Routine,
    Solution,
    StandingRow,
    Target,
    Task,
)
from documents.models import Basis, Delivery

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RowList:
    """Rows of one model that are edited together."""

    #: Stands in the names of the fields and in anchors.
    name: str
    title: str
    #: What one row is called: "mục tiêu 3".
    word: str
    model: type[models.Model]
    #: The rows that belong here, of the plan and its block (None outside of a block's part).
    rows: Callable[[Plan, Block | None], QuerySet[Any]]
    #: What a new row gets besides what was typed.
    fixed: Callable[[Plan, Block | None], dict[str, Any]]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """One row as a person typed it: values by field name. Without `pk` it is new."""

    pk: int | None
    values: Mapping[str, Any]
    deleted: bool = False
    #: Its number in the form, by which other rows of the same form point to it.
    number: int = 0


@dataclass(frozen=True, slots=True)
class PartInput:
    """What a person typed into one part; rows stand in the order wanted."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, list[Typed]] = field(default_factory=dict)


def _of_plan(name: str) -> Callable[[Plan, Block | None], QuerySet[Any]]:
    return lambda plan, _: getattr(plan, name).all()


def _plan(plan: Plan, block: Block | None) -> dict[str, Any]:
    return {"plan": plan}


def _list(name: str, title: str, word: str, model: type[models.Model], related: str, hint: str = "") -> RowList:
    return RowList(name, title, word, model, _of_plan(related), _plan, hint)


def _lines(name: str, title: str, word: str, kind: LineKind, hint: str = "") -> RowList:
    def rows(plan: Plan, block: Block | None) -> QuerySet[Any]:
        return plan.lines.filter(kind=kind)

    def fixed(plan: Plan, block: Block | None) -> dict[str, Any]:
        return {"plan": plan, "kind": kind}

    return RowList(name, title, word, PlanLine, rows, fixed, hint)


def _free_targets(plan: Plan, block: Block | None) -> QuerySet[Target]:
    """Targets without a block's criterion: those with one stand in their block's part, so no row stands in two."""
    taken = plan.blocks.exclude(criterion=None).values("criterion")
    return plan.targets.exclude(criterion__in=taken) if plan.kind == PlanKind.ANNUAL else plan.targets.all()


def _targets_of_block(plan: Plan, block: Block | None) -> QuerySet[Target]:
    if block is None or block.criterion is None:
        return plan.targets.none()
    return plan.targets.filter(criterion=block.criterion)


TARGETS = RowList("chi-tieu", "Mục tiêu", "Mục tiêu", Target, _free_targets, _plan)
BLOCK_TARGETS = RowList(
    "chi-tieu", "Mục tiêu trong năm", "Mục tiêu", Target, _targets_of_block,
    lambda plan, block: {"plan": plan, "criterion": block and block.criterion},
)  # fmt: skip
TASKS = RowList(
    "viec", "Nhiệm vụ", "Nhiệm vụ", Task, lambda plan, _: plan.tasks.filter(block=None), _plan,
)  # fmt: skip
BLOCK_TASKS = RowList(
    "viec", "Nhiệm vụ", "Nhiệm vụ", Task, lambda plan, block: plan.tasks.filter(block=block),
    lambda plan, block: {"plan": plan, "block": block},
)  # fmt: skip
SOLUTIONS = RowList(
    "giai-phap", "Giải pháp", "Giải pháp", Solution, lambda _, block: Solution.objects.filter(block=block),
    lambda _, block: {"block": block},
)  # fmt: skip
BASES = RowList(
    "can-cu", "Căn cứ", "Căn cứ", Basis, lambda plan, _: Basis.objects.filter(document=plan.document_id),
    lambda plan, _: {"document": plan.document},
    "Chọn văn bản trong danh mục; câu căn cứ theo đúng thể thức tự lập từ văn bản đã chọn.",
)  # fmt: skip
DELIVERIES = RowList(
    "noi-nhan", "Nơi nhận", "Nơi nhận", Delivery, lambda plan, _: Delivery.objects.filter(document=plan.document_id),
    lambda plan, _: {"document": plan.document}, "Dòng cuối là “Lưu: VT…”.",
)  # fmt: skip
PURPOSES = _lines("muc-dich", "Mục đích", "Mục đích", LineKind.PURPOSE)
REQUIREMENTS = _lines("yeu-cau", "Yêu cầu", "Yêu cầu", LineKind.REQUIREMENT)
CONTENTS = _lines("noi-dung", "Nội dung", "Nội dung", LineKind.CONTENT)
GENERAL_SOLUTIONS = _lines("giai-phap-chung", "Giải pháp chung", "Giải pháp", LineKind.SOLUTION)
MODELS = _lines("mo-hinh", "Mô hình", "Mô hình", LineKind.MODEL)
EVENTS = _lines("hoat-dong", "Hoạt động", "Hoạt động", LineKind.EVENT)
SCORINGS = _lines("cham-diem", "Cách chấm điểm", "Cách chấm điểm", LineKind.SCORING)
PARTICIPANTS = _lines("doi-tuong", "Đối tượng tham gia", "Đối tượng", LineKind.PARTICIPANT)
STANDINGS = _list("hien-trang", "Hiện trạng tiêu chí, chỉ tiêu", "Dòng", StandingRow, "standings")
BLOCKS = _list(
    "khoi", "Danh sách tiêu chí", "Tiêu chí", Block, "blocks",
    "Mỗi tiêu chí có một mục riêng bên trái; bỏ một tiêu chí là bỏ cả nhiệm vụ, giải pháp của nó.",
)  # fmt: skip
BRACKETS = _list("muc", "Mức theo đối tượng", "Mức", Bracket, "brackets")
VILLAGES = _list("thon", "Các thôn", "Thôn", PlanVillage, "villages")
MILESTONES = _list("moc", "Mốc thời gian", "Mốc", Milestone, "milestones")
ROUTINES = _list("dinh-ky", "Hoạt động định kỳ", "Hoạt động", Routine, "routines")
AWARDS = _list("khen", "Hình thức khen thưởng", "Hình thức", PlanAward, "awards")
FUNDS = _list("nguon", "Nguồn kinh phí", "Nguồn", Fund, "funds")
COSTS = _list("chi", "Dự kiến chi", "Dòng chi", CostLine, "costs")
DUTIES = _list("phan-cong", "Phân công", "Đơn vị", Duty, "duties")

_OF_BLOCK = (BLOCK_TARGETS, BLOCK_TASKS, SOLUTIONS)
_LISTS: dict[str, tuple[RowList, ...]] = {
    "can-cu": (BASES,), "muc-dich": (PURPOSES, REQUIREMENTS), "hien-trang": (STANDINGS,), "muc-tieu": (TARGETS,),
    "khoi": (BLOCKS,), "doi-tuong": (PARTICIPANTS,), "muc-van-dong": (BRACKETS,), "thon": (VILLAGES,),
    "nhiem-vu": (TASKS,), "moc": (MILESTONES,), "dinh-ky": (ROUTINES,), "khen-thuong": (AWARDS,),
    "kinh-phi": (FUNDS, COSTS), "phan-cong": (DUTIES,), "noi-nhan": (DELIVERIES,),
}  # fmt: skip
_CONTENT_LISTS: dict[str, tuple[RowList, ...]] = {
    PlanKind.CONTRIBUTION: (CONTENTS, GENERAL_SOLUTIONS), PlanKind.EMULATION: (CONTENTS, SCORINGS, GENERAL_SOLUTIONS),
    PlanKind.FRONT: (CONTENTS, MODELS, EVENTS, GENERAL_SOLUTIONS), PlanKind.PEAK: (CONTENTS, SCORINGS, GENERAL_SOLUTIONS),
}  # fmt: skip


def block_id(slug: str) -> int | None:
    """The block whose part this is, None for all other parts."""
    number = slug.removeprefix(BLOCK_PREFIX)
    return int(number) if slug != number and number.isdecimal() and len(number) < 10 else None


def lists_of(slug: str, kind: str) -> tuple[RowList, ...]:
    """The lists of rows of a part, in the order of the page."""
    if slug.startswith(BLOCK_PREFIX):
        return _OF_BLOCK
    return _CONTENT_LISTS.get(kind, (CONTENTS,)) if slug == "noi-dung" else _LISTS.get(slug, ())
