"""Taking the rows of one plan over into a new one. Only `campaigns.actions.starting` calls this, in its transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, TypeVar

from django.db import models

from campaigns.compose.lists import figure_in
from campaigns.compose.shift import Shift
from campaigns.compose.words import bare
from campaigns.corrections import reading_of_draft
from campaigns.enums import LineKind, TaskState
from campaigns.models import (
    Block,
    Bracket,
    ContributionTerms,
    Fund,
    Plan,
    PlanLine,
    StandingRow,
    Target,
    TargetValue,
    Task,
)
from campaigns.read import PlanFacts, plan_facts
from campaigns.read.lines import lines_of
from documents.context import Paper, paper_from_json
from documents.models import Basis, Delivery

_Row = TypeVar("_Row", bound=models.Model)
#: Fields that hold words of the plan, in which its own year and place are exchanged.
_WORDS = (
    "text", "title", "situation", "lead", "responsible", "what", "who", "rule", "form", "reach", "heading", "unit", "group",
    "purpose", "name", "source", "place",
)  # fmt: skip
#: "…, cụ thể như sau:" at the end of a basis that was the preamble as well.
_AS_FOLLOWS = re.compile(
    r"[\s,;]*(?:với\s+(?:các|những)\s+nội dung[^:]{0,30})?(?:cụ thể\s+)?(?:như sau)\s*:?\s*$", re.IGNORECASE
)
#: Who a bracket is for, in front of its income.
_GROUP = re.compile(
    r"^(?:đối với\s+|đối tượng\s+)?(?P<group>[^:;]{3,200}?),?\s+(?:có\s+)?(?:mức\s+)?thu nhập", re.IGNORECASE
)
_GROUP_TAIL = re.compile(r"\s+(?:hiện\s+)?(?:đang\s+)?hưởng\s.*$", re.IGNORECASE)


def take_over(plan: Plan, source: Plan) -> None:
    """All rows of `source` as rows of `plan`, without owners, progress, accounts and decisions of others.

    In a later year of the same place, last year's figures become what is there now, and the new goals wait to be set. From
    another place no figure of that place comes along: where its criteria stand, what its targets and its money were.
    """
    Copying(plan, source).run()


class Copying:
    def __init__(self, plan: Plan, source: Plan) -> None:
        own, other = plan.area, source.area
        self.plan, self.source = plan, source
        self.at_home = plan.area_id == source.area_id
        self.from_above = (own.path or "").startswith(other.path or "-") and not self.at_home
        self.same_year = plan.year == source.year
        self.shift = Shift(
            source.year, plan.year, *(() if self.at_home else (f"{other.kind_word} {other.name}", f"{own.kind_word} {own.name}"))
        )  # fmt: skip
        self.paper: Paper = paper_from_json(source.document.context)
        # What a plan read from a file says besides its rows; a composed one has rows for all of it.
        self.facts: PlanFacts | None = None if source.composed else plan_facts(reading_of_draft(self.paper))

    def run(self) -> None:
        self._plan()
        blocks = self._blocks()
        self._tasks(blocks)
        self._standings(blocks)
        self._targets()
        self._lines()
        self._programme()
        self._terms()
        self._money()
        self._paper()

    def _plan(self) -> None:
        plan, source = self.plan, self.source
        plan.theme = self.shift.text(source.theme)
        plan.starts_on, plan.ends_on = self.shift.day(source.starts_on), self.shift.day(source.ends_on)
        plan.deadline = self.shift.day(source.deadline)
        if self.at_home and source.document.issuer_id == plan.document.issuer_id:
            plan.signer_id = source.signer_id
        plan.save(update_fields=["theme", "starts_on", "ends_on", "deadline", "signer", "search_key", "sort_key"])

    def _copies(self, rows: Iterable[_Row], **fixed: Any) -> list[_Row]:
        """New rows like these, with their words moved to the plan's year and place."""
        made: list[_Row] = []
        for row in rows:
            new = copy(row)
            new.pk, new._state = None, models.base.ModelState()  # noqa: SLF001 - how Django copies a row
            for field in new._meta.concrete_fields:  # noqa: SLF001 - documented by Django
                if field.name in _WORDS and isinstance(value := getattr(new, field.attname), str):
                    setattr(new, field.attname, self.shift.text(value))
            for name, value in fixed.items():
                setattr(new, name, value)
            made.append(new)
        if made:
            type(made[0])._default_manager.bulk_create(made)  # noqa: SLF001 - the class is known only here
        return made

    def _blocks(self) -> dict[int, Block]:
        old = list(self.source.blocks.order_by("position", "pk"))
        fixed: dict[str, Any] = {"plan": self.plan, "owner": None}
        if not self.at_home:
            fixed |= {"standing": "", "situation": "", "money": None}
        new = self._copies(old, **fixed)
        for block in new:
            block.deadline = self.shift.day(block.deadline)
        Block.objects.bulk_update(new, ["deadline"])
        blocks = {before.pk: after for before, after in zip(old, new, strict=True)}
        for before in old:
            self._copies(before.solutions.order_by("position", "pk"), block=blocks[before.pk])
        return blocks

    def _tasks(self, blocks: dict[int, Block]) -> None:
        """Tasks without their owners and progress. One that only states a target stays with the target: its figure is last
        year's, or another place's."""
        rows = list(self.source.tasks.prefetch_related("after").order_by("position", "pk"))
        if not (self.same_year and self.at_home):
            rows = [row for row in rows if not _states_a_target(row, list(self.source.targets.all()))]
        after = {row.pk: [before.pk for before in row.after.all()] for row in rows}
        new = self._copies(
            rows, plan=self.plan, owner=None, state=TaskState.OPEN, done_volume=None, percent=0,
            **({} if self.at_home else {"organisation": None, "area": None, "cost": None}),
        )  # fmt: skip
        for old, task in zip(rows, new, strict=True):
            task.block = blocks[old.block_id] if old.block_id else None
            task.starts_on, task.deadline = self.shift.day(old.starts_on), self.shift.day(old.deadline)
        Task.objects.bulk_update(new, ["block", "starts_on", "deadline"])
        copies = {old.pk: task for old, task in zip(rows, new, strict=True)}
        for old_pk, befores in after.items():
            if befores:
                copies[old_pk].after.set([copies[pk] for pk in befores if pk in copies])

    def _standings(self, blocks: dict[int, Block]) -> None:
        if not self.at_home:
            return
        rows = list(self.source.standings.order_by("position", "pk"))
        for row in rows:
            if "." in row.code and not row.name:
                row.name = _indicator_name(row)
        self._copies(rows, plan=self.plan)
        by_number = {row.code: row.standing for row in reversed(rows)}
        for block in blocks.values():
            if block.criterion is not None and not block.standing:
                block.standing = by_number.get(str(block.criterion), "")
        Block.objects.bulk_update(blocks.values(), ["standing"])

    def _targets(self) -> None:
        rows = list(self.source.targets.order_by("position", "pk"))
        latest: dict[int, TargetValue] = {}
        for value in TargetValue.objects.filter(target__plan=self.source).order_by("month", "at", "pk"):
            latest[value.target_id] = value
        keep = self.from_above or (self.at_home and self.same_year)
        for row in rows:
            if keep:
                continue
            # What was aimed at is not what was reached: without a noted result nobody knows what there is.
            row.base = latest[row.pk].value if self.at_home and row.pk in latest else None
            row.text, row.source, row.value = measure_of(row), "", None
        self._copies(rows, plan=self.plan, parent=None)

    def _lines(self) -> None:
        self._copies(self.source.lines.order_by("position", "pk"), plan=self.plan)
        found = lines_of(self.paper, self.facts) if self.facts else ()
        PlanLine.objects.bulk_create(
            PlanLine(
                plan=self.plan, kind=LineKind(row.kind), heading=self.shift.text(row.heading), position=place,
                text=self.shift.text(row.text),
            )
            for place, row in enumerate(found, 1)
        )  # fmt: skip

    def _programme(self) -> None:
        plan, source = self.plan, self.source
        awards = list(source.awards.order_by("position", "pk"))
        rules: dict[tuple[str, str], str | None] = (
            {(row.level, row.form): row.rule for row in self.facts.awards} if self.facts else {}
        )
        for row in awards:
            row.rule = row.rule or rules.get((row.level, row.form)) or ""
        self._copies(awards, plan=plan)
        if self.at_home:
            self._copies(source.villages.order_by("position", "pk"), plan=plan)
        milestones = list(source.milestones.order_by("position", "pk"))
        for step in milestones:
            step.on = self.shift.day(step.on) or step.on
        self._copies(milestones, plan=plan)
        self._copies(source.routines.order_by("position", "pk"), plan=plan)
        duties = list(source.duties.order_by("position", "pk"))
        for duty in duties:
            duty.duties = [self.shift.text(str(text)) for text in duty.duties]
        self._copies(duties, plan=plan, **({} if self.at_home else {"organisation": None}))

    def _terms(self) -> None:
        terms = ContributionTerms.objects.filter(plan=self.source).first()
        if terms is not None:
            others = {} if self.at_home else {"account": None, "account_number": ""}
            # The residents decide anew each time (Luật 10/2022/QH15, điều 15).
            self._copies([terms], plan=self.plan, decision=None, **others)
        brackets = list(self.source.brackets.order_by("position", "pk"))
        for row in brackets:
            row.group = row.group or self._group(row)
        self._copies(brackets, plan=self.plan)

    def _group(self, row: Bracket) -> str:
        rates = self.facts.rates if self.facts else None
        for read in rates.brackets if rates else ():
            if (read.min_income, read.max_income, read.days) == (row.min_income, row.max_income, row.days):
                found = _GROUP.match(bare(read.source))
                return _GROUP_TAIL.sub("", found["group"]) if found else ""
        return ""

    def _money(self) -> None:
        blank = {} if self.at_home else {"amount": None}
        old = list(self.source.funds.order_by("position", "pk"))
        funds: dict[int, Fund] = {
            before.pk: after for before, after in zip(old, self._copies(old, plan=self.plan, **blank), strict=True)
        }
        costs = list(self.source.costs.order_by("position", "pk"))
        for row in costs:
            row.fund = funds.get(row.fund_id) if row.fund_id else None
        self._copies(costs, plan=self.plan, **({} if self.at_home else {"amount": None, "quantity": None}))

    def _paper(self) -> None:
        """Bases and recipients: rows where the source has them, else the lines of its paper."""
        document = self.source.document
        bases = list(document.bases.select_related("cited").order_by("position", "pk")) or [
            Basis(position=place, text=text) for place, text in enumerate(self._bases_read(), 1)
        ]
        kept = [row for row in bases if self.at_home or _holds_elsewhere(row, self.plan)]
        Basis.objects.bulk_create(
            Basis(document=self.plan.document, position=place, cited=row.cited, text=row.text)
            for place, row in enumerate(kept, 1)
        )
        lines = list(document.deliveries.order_by("position", "pk")) or [
            Delivery(name=bare(name)[:300]) for name in self.paper.recipients if bare(name)
        ]
        Delivery.objects.bulk_create(
            Delivery(
                document=self.plan.document, position=place, name=self.shift.text(row.name),
                organisation_id=row.organisation_id if self.at_home else None, area_id=row.area_id if self.at_home else None,
                email=row.email if self.at_home else "",
            )
            for place, row in enumerate(lines, 1)
        )  # fmt: skip

    def _bases_read(self) -> Sequence[str]:
        texts = [_AS_FOLLOWS.sub("", bare(text)) for text in self.paper.legal_bases]
        return [text for text in texts if text]


def _holds_elsewhere(row: Basis, plan: Plan) -> bool:
    """National documents and those of the areas above hold here as well; what another commune issued does not."""
    if row.cited is not None:
        return row.cited.area_id is None or f"/{row.cited.area_id}/" in (plan.area.path or "")
    return not re.search(r"\b(?:xã|phường|thị trấn|đặc khu)\b(?!\s+hội)", row.text, re.IGNORECASE)


def _states_a_target(task: Task, targets: list[Target]) -> bool:
    """Whether the task is nothing but the sentence a target was read from."""
    words = bare(task.text).casefold()
    return any(
        row.source and bare(row.source).casefold() == words and len(bare(row.text)) * 10 >= len(words) * 8
        for row in targets
    )


#: What leads up to the figure of a target and is no part of what it measures.
_LEAD_UP = re.compile(
    r"(?:\s|,|\(|:|đạt chuẩn|đạt|trên|lên|xuống|còn|là|ít nhất|tối thiểu|dưới|không quá|tối đa|từ|khoảng|giảm|tăng|hoàn thành|có)+$",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"^(?:tiếp tục\s+|phấn đấu\s+|nâng(?:\s+cao)?\s+|giảm\s+|tăng\s+|duy trì\s+|đến\s+)*(?:cuối\s+năm\s+\d{4}\s*)?",
    re.IGNORECASE,
)
_SHORTEST = 4


def measure_of(target: Target) -> str:
    """What a target measures, without the figure its words hold: "Tỷ lệ người dân tham gia bảo hiểm y tế"."""
    text = bare(target.text)
    spot = figure_in(text, target) if target.value is not None else None
    if spot is None:
        return text
    ahead = _LEAD_UP.sub("", _INTENT.sub("", text[: spot.start()]))
    if len(ahead) >= _SHORTEST:
        return ahead[:1].upper() + ahead[1:]
    first = target.plan.blocks.filter(criterion=target.criterion).first() if target.criterion is not None else None
    return first.title if first is not None else text[: spot.start()].strip() or text


_CODE = re.compile(r"^[^;]*?\b\d{1,2}\.\d{1,2}\s*(?:[):.–-]|về)?\s*(?P<name>[^(;]{4,300})", re.IGNORECASE)


def _indicator_name(row: StandingRow) -> str:
    """The words behind the indicator's number in the sentence it came from."""
    found = _CODE.match(row.source) if row.code in row.source else None
    return bare(found["name"]) if found else ""
