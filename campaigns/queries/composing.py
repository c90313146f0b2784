"""Reading what the pages of composing show: the state of the parts, and what one chooses from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.queries import people_of
from areas.enums import Level
from areas.models import Area, BankAccount, Organisation, Post, PostHolder
from areas.queries import ids_on, in_force, with_children
from campaigns.enums import FindingLevel, LineKind
from campaigns.models import (
    Block,
    ContributionTerms,
    CostLine,
    Duty,
    Editing,
    Finding,
    Fund,
    Milestone,
    PartState,
    Plan,
    PlanAward,
    PlanLine,
    PlanVillage,
    Remark,
    ResidentsDecision,
    Routine,
    Sentence,
    Solution,
    StandingRow,
    Target,
    Task,
    UnsavedInput,
)
from core import clock
from core.text import search_key
from documents.citations import citation
from documents.models import Basis, CitedDocument, Delivery

#: Somebody who was not heard of for so long has left the page.
PRESENT_FOR = timedelta(seconds=60)


def blocks_of(plan: Plan) -> list[Block]:
    """The plan's blocks with `is_filled`: something stands in them besides their title."""
    tasks, solutions = Task.objects.filter(block=OuterRef("pk")), Solution.objects.filter(block=OuterRef("pk"))
    return list(plan.blocks.annotate(is_filled=Exists(tasks) | Exists(solutions)).order_by("position", "pk"))


def filled_parts(plan: Plan) -> set[str]:
    """The slugs of parts that hold something, in one query."""
    here = Q(plan=OuterRef("pk"))

    def lines(*kinds: LineKind) -> Exists:
        return Exists(PlanLine.objects.filter(here, kind__in=kinds))

    def some(model: type[models.Model]) -> Exists:
        return Exists(model.objects.filter(here))  # type: ignore[attr-defined]

    asked: dict[str, Any] = {
        "muc-dich": lines(LineKind.PURPOSE, LineKind.REQUIREMENT),
        "noi-dung": lines(LineKind.CONTENT, LineKind.MODEL, LineKind.EVENT, LineKind.SCORING, LineKind.SOLUTION),
        "doi-tuong": lines(LineKind.PARTICIPANT),
        "can-cu": Exists(Basis.objects.filter(document=OuterRef("document"))),
        "noi-nhan": Exists(Delivery.objects.filter(document=OuterRef("document"))),
        "nhiem-vu": Exists(Task.objects.filter(here, block=None)),
        "muc-tieu": some(Target), "hien-trang": some(StandingRow), "khoi": some(Block),
        "muc-van-dong": some(ContributionTerms), "thon": some(PlanVillage), "moc": some(Milestone),
        "dinh-ky": some(Routine), "khen-thuong": some(PlanAward), "phan-cong": some(Duty),
        "cau-chu": some(Sentence),
    }  # fmt: skip
    money = some(Fund) | some(CostLine)
    names = {slug: f"has_{place}" for place, slug in enumerate(asked)}
    row = Plan.objects.annotate(**{names[slug]: test for slug, test in asked.items()}, has_money=money).values_list(
        *names.values(), "has_money", "signer"
    )
    *has, has_money, signer = row.get(pk=plan.pk)
    found = {slug for slug, there in zip(asked, has, strict=True) if there} | {"chung"}
    return found | ({"kinh-phi"} if has_money else set()) | ({"ky"} if signer else set())


def present(plan: Plan, user: User) -> QuerySet[Editing]:
    return Editing.objects.filter(plan=plan, at__gte=clock.now() - PRESENT_FOR).exclude(user=user).order_by("user")


def present_in(plan: Plan, slug: str, user: User) -> list[str]:
    """Names of the others who have this part open just now."""
    return list(present(plan, user).filter(slug=slug).values_list("user__full_name", flat=True))


def state_of(plan: Plan, slug: str) -> PartState:
    """How often the part was saved; one never saved is at 0."""
    found = PartState.objects.filter(plan=plan, slug=slug).select_related("by").first()
    return found or PartState(plan=plan, slug=slug)


def unsaved_of(plan: Plan, slug: str, user: User) -> UnsavedInput | None:
    return UnsavedInput.objects.filter(plan=plan, slug=slug, user=user).first()


def open_remarks(plan: Plan, slug: str) -> QuerySet[Remark]:
    return Remark.objects.filter(plan=plan, slug=slug, resolved_at=None).select_related("by")


def findings_at(plan: Plan, slug: str) -> QuerySet[Finding]:
    """What a check found in this part; notes are left to the page of checks."""
    return Finding.objects.filter(plan=plan, slug=slug).exclude(level=FindingLevel.NOTE)


# --- What one chooses from ---


@dataclass(slots=True)
class Choices:
    """Rows one may point to, by the words that stand for them; typed words find them whatever the case and accents."""

    labels: list[str] = field(default_factory=list)
    _rows: dict[str, Any] = field(default_factory=dict)
    _words: dict[Any, str] = field(default_factory=dict)

    def add(self, label: str, row: Any, *also: str) -> None:
        """A row under its label and other words; where two have the same words the first keeps them."""
        self.labels.append(label)
        self._words[row.pk] = label
        for words in (label, *also):
            self._rows.setdefault(search_key(words), row)

    def find(self, words: str | None) -> Any | None:
        return self._rows.get(search_key(words)) if words else None

    def words_for(self, row: Any | None) -> str:
        return "" if row is None else self._words.get(row.pk, str(row))


@dataclass(slots=True)
class Lists:
    """All that a part's form lets one choose; what a part does not need stays empty."""

    organisations: Choices = field(default_factory=Choices)
    villages: Choices = field(default_factory=Choices)
    people: Choices = field(default_factory=Choices)
    cited: Choices = field(default_factory=Choices)
    funds: Choices = field(default_factory=Choices)
    #: Tasks of the whole plan and who waits for whom: (task, the one before it).
    tasks: list[Task] = field(default_factory=list)
    waits: list[tuple[int, int]] = field(default_factory=list)


def lists_for(plan: Plan, names: Iterable[str]) -> Lists:
    """The choices that lists of these names need, each in one query."""
    lists, wanted = Lists(), set(names)
    if wanted & {"viec", "phan-cong", "noi-nhan", "dinh-ky"}:
        for body in _bodies(plan.area):
            lists.organisations.add(body.name, body, *_short_names(body, plan.area))
    if wanted & {"viec", "thon", "noi-nhan"}:
        for village in _villages(plan.area):
            lists.villages.add(str(village), village, village.name)
    if "viec" in wanted:
        _add_people(lists, plan.area)
        lists.tasks = list(plan.tasks.select_related("block").only(
            "plan", "text", "position", "block", "block__criterion", "block__position").order_by("block__position", "position", "pk"))  # fmt: skip
        through = Task.after.through
        lists.waits = list(
            through.objects.filter(from_task__plan=plan).values_list("from_task_id", "to_task_id").order_by("pk")
        )
    if "can-cu" in wanted:
        for cited in cited_for(plan.area):
            lists.cited.add(citation(cited), cited, f"{cited.type_name} số {cited.number}", cited.number)
    if "chi" in wanted:
        for fund in Fund.objects.filter(plan=plan).order_by("position", "pk"):
            lists.funds.add(str(fund), fund, fund.get_kind_display())
    return lists


def _bodies(area: Area) -> QuerySet[Organisation]:
    places = with_children(area, commune=True)
    return Organisation.objects.filter(area__in=places, valid_to=None).order_by("sort_key")[:500]


def _short_names(body: Organisation, area: Area) -> list[str]:
    """A plan says "Trạm Y tế xã" where the register has "Trạm Y tế xã An Bình"."""
    whole = search_key(body.name)
    return [whole.removesuffix(search_key(str(area))).strip() + f" {area.kind_word}", whole.removesuffix(search_key(area.name)).strip()]  # fmt: skip


def _villages(area: Area) -> QuerySet[Area]:
    of = area.parent_id if area.level == Level.VILLAGE else area.pk
    return Area.objects.filter(parent=of, level=Level.VILLAGE, valid_to=None).order_by("sort_key")


def _add_people(lists: Lists, area: Area) -> None:
    people = list(people_of(area))
    names = [person.full_name for person in people]
    for person in people:
        unique = names.count(person.full_name) == 1
        lists.people.add(person.full_name if unique else f"{person.full_name} ({person.phone})", person)


def cited_for(area: Area) -> QuerySet[CitedDocument]:
    """Documents known to everybody, to the area or to one above it."""
    ids = ids_on(area.path)
    return CitedDocument.objects.filter(Q(area=None) | Q(area__in=ids)).order_by("-dated", "sort_key")[:1000]


def signing_posts(issuer: Organisation | None) -> QuerySet[Post]:
    return Post.objects.filter(organisation=issuer, signs=True).order_by("rank", "title")


def holders_on(posts: Iterable[Post], on: Any) -> dict[int, PostHolder]:
    """Who holds these posts on the day."""
    rows = in_force(PostHolder.objects.filter(post__in=list(posts)), on).order_by("valid_from")
    return {row.post_id: row for row in rows}


def accounts_of(plan: Plan) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(organisation__area=plan.area, valid_to=None).order_by("number")


def decisions_for(area: Area) -> QuerySet[ResidentsDecision]:
    """What residents of the area and its villages decided, newest first."""
    return ResidentsDecision.objects.filter(area__in=with_children(area))
