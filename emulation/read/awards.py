"""Reading the file of forms of award, their rules by date, and base salaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from campaigns.enums import AwardLevel
from criteria.read.block import Block, as_number, open_file
from emulation.enums import AwardFor, VoteBase

_FORM_KEYS = ("code", "name", "level", "given_to", "is_title", "rules")
_RULE_KEYS = ("effective_from", "coefficient", "vote_percent", "more_than", "vote_base", "source", "sure")


@dataclass(frozen=True, slots=True)
class RuleRow:
    effective_from: date
    coefficient: Decimal | None
    vote_percent: Decimal | None
    more_than: bool
    vote_base: str
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of award with its rules; `position` is its place in the file."""

    code: str
    name: str
    level: str
    given_to: str
    is_title: bool
    position: int
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class SalaryRow:
    effective_from: date
    amount: int
    source: str
    sure: bool


def read_awards(path: Path) -> tuple[list[FormRow], list[SalaryRow]]:
    """The forms and the base salaries of the file. Raises RuleError: one sentence with the file, the row and what is wrong."""
    file = open_file(path)
    file.only("forms", "base_salaries")
    forms = [
        _form(Block(item, f"{file.where}, hình thức thứ {place}"), place)
        for place, item in enumerate(file.items("forms"), 1)
    ]
    salaries = [
        _salary(Block(item, f"{file.where}, mức lương thứ {place}"))
        for place, item in enumerate(file.items("base_salaries"), 1)
    ]
    return forms, salaries


def _form(block: Block, position: int) -> FormRow:
    block.only(*_FORM_KEYS)
    rules = tuple(
        _rule(Block(item, f"{block.where}, quy định thứ {place}")) for place, item in enumerate(block.items("rules"), 1)
    )
    return FormRow(
        code=block.text("code", need=True, longest=40), name=block.text("name", need=True, longest=200),
        level=block.choice("level", AwardLevel, need=True), given_to=block.choice("given_to", AwardFor, need=True),
        is_title=block.flag("is_title", default=False), position=position * 10, rules=rules,
    )  # fmt: skip


def _rule(block: Block) -> RuleRow:
    block.only(*_RULE_KEYS)
    return RuleRow(
        effective_from=_day(block), coefficient=_number(block, "coefficient"), vote_percent=_number(block, "vote_percent"),
        more_than=block.flag("more_than", default=False), vote_base=block.choice("vote_base", VoteBase) or VoteBase.PRESENT,
        source=block.text("source", need=True, longest=300), sure=block.flag("sure", default=False),
    )  # fmt: skip


def _salary(block: Block) -> SalaryRow:
    block.only("effective_from", "amount", "source", "sure")
    amount = _number(block, "amount")
    if amount is None or amount <= 0 or amount != int(amount):
        raise block.error("mục “amount” phải là số đồng.")
    source = block.text("source", need=True, longest=300)
    return SalaryRow(_day(block), int(amount), source, block.flag("sure", default=False))


def _day(block: Block) -> date:
    day = block.day("effective_from", need=True)
    assert day is not None
    return day


def _number(block: Block, key: str) -> Decimal | None:
    said = block.text(key)
    value = as_number(said) if said else None
    if said and value is None:
        raise block.error(f"mục “{key}” phải là một số.")
    return value
