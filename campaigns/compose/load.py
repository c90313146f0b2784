"""Everything a plan's paper is composed from, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from areas.models import Organisation, PostHolder
from areas.queries import in_force, signer_on
from campaigns.compose.said import Said
from campaigns.models import (
    Block,
    Bracket,
    ContributionTerms,
    CostLine,
    Duty,
    Fund,
    Milestone,
    Plan,
    PlanAward,
    PlanLine,
    PlanVillage,
    Routine,
    Sentence,
    Solution,
    StandingRow,
    Target,
    Task,
)
from core import clock
from documents.models import Basis, Delivery


@dataclass(frozen=True, slots=True)
class PlanData:
    """A plan and its rows, each list in the order of the paper; whose relations are read is loaded with them."""

    plan: Plan
    today: date
    #: "xã An Bình", for sentences about the whole place.
    place: str
    #: What the villages of the place are called: thôn, xóm, bản …
    village_word: str
    issuer: Organisation | None = None
    signer: PostHolder | None = None
    bases: list[Basis] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    #: By block id; None for the tasks that stand outside of blocks.
    tasks: dict[int | None, list[Task]] = field(default_factory=dict)
    solutions: dict[int, list[Solution]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    standings: list[StandingRow] = field(default_factory=list)
    lines: dict[str, list[PlanLine]] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    terms: ContributionTerms | None = None
    brackets: list[Bracket] = field(default_factory=list)
    awards: list[PlanAward] = field(default_factory=list)
    villages: list[PlanVillage] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    routines: list[Routine] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    costs: list[CostLine] = field(default_factory=list)
    sentences: dict[str, Sentence] = field(default_factory=dict)

    def said(self) -> Said:
        """What the rows that are printed word for word say already."""
        texts = [line.text for lines in self.lines.values() for line in lines]
        texts += [task.text for tasks in self.tasks.values() for task in tasks]
        texts += [row.text for solutions in self.solutions.values() for row in solutions]
        texts += [str(duty) for row in self.duties for duty in row.duties]
        return Said([*texts, *(fund.text for fund in self.funds)])


def load(plan: Plan) -> PlanData:
    """The rows of a plan; the same number of queries however many there are."""
    document, today = plan.document, clock.today()
    tasks: dict[int | None, list[Task]] = {}
    for task in _ordered(plan.tasks):
        tasks.setdefault(task.block_id, []).append(task)
    solutions: dict[int, list[Solution]] = {}
    for solution in _ordered(Solution.objects.filter(block__plan=plan)):
        solutions.setdefault(solution.block_id, []).append(solution)
    lines: dict[str, list[PlanLine]] = {}
    for line in _ordered(plan.lines):
        lines.setdefault(line.kind, []).append(line)
    area = plan.area
    return PlanData(
        plan=plan, today=today, place=f"{area.kind_word} {area.name}", village_word=village_word(plan),
        issuer=document.issuer, signer=_signer(plan, today), bases=_ordered(document.bases.select_related("cited")),
        deliveries=_ordered(document.deliveries), blocks=_ordered(plan.blocks), tasks=tasks, solutions=solutions,
        targets=_ordered(plan.targets), standings=_ordered(plan.standings), lines=lines, duties=_ordered(plan.duties),
        terms=ContributionTerms.objects.filter(plan=plan).select_related("account", "decision__area").first(),
        brackets=_ordered(plan.brackets), awards=_ordered(plan.awards),
        villages=_ordered(plan.villages.select_related("area")), milestones=_ordered(plan.milestones),
        routines=_ordered(plan.routines), funds=_ordered(plan.funds), costs=_ordered(plan.costs),
        sentences={sentence.key: sentence for sentence in plan.sentences.order_by("edited_at", "pk")},
    )  # fmt: skip


def _ordered(rows: Any) -> list[Any]:
    return list(rows.order_by("position", "pk"))


def village_word(plan: Plan) -> str:
    """What most of the villages below are called; "thôn" where none is known."""
    words = list(plan.area.children.filter(level="village").values_list("kind_word", flat=True))
    return max(sorted(set(words)), key=words.count) if words else "thôn"


def _signer(plan: Plan, on: date) -> PostHolder | None:
    """Who holds the chosen post on the day; where none is chosen, the issuer's first signing post."""
    if plan.signer_id is not None:
        holders = in_force(PostHolder.objects.filter(post=plan.signer_id), on)
        return holders.select_related("post").first()
    return signer_on(plan.document.issuer, on) if plan.document.issuer else None
