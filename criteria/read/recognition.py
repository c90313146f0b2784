"""Reading the files of recognition rules: conditions, thresholds, revocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from criteria.enums import Confidence
from criteria.read.block import Block, as_number, open_file

_KEYS = ("key", "set", "text", "number", "basis", "valid_from", "valid_to", "confidence")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of a file; `set` empty for every set without a row of its own."""

    key: str
    set: str
    number: Decimal | None
    text: str
    basis: str
    valid_from: date
    valid_to: date | None
    confirmed: bool


def read_rules(folder: Path) -> list[RuleRow]:
    """All rules of a folder. Raises RuleError: one sentence with the file, the row and what is wrong."""
    return [row for path in sorted(folder.glob("*.yaml")) for row in _read_file(path)]


def _read_file(path: Path) -> list[RuleRow]:
    file = open_file(path)
    file.only("rules")
    items = file.items("rules")
    return [_row(Block(item, f"{file.where}, quy tắc thứ {place}")) for place, item in enumerate(items, 1)]


def _row(block: Block) -> RuleRow:
    """Only what was read in the decision itself counts as compared with it."""
    block.only(*_KEYS)
    said = block.text("number")
    number = as_number(said) if said else None
    if said and number is None:
        raise block.error("mục “number” phải là một số.")
    valid_from = block.day("valid_from", need=True)
    assert valid_from is not None
    return RuleRow(
        key=block.text("key", need=True, longest=40), set=block.text("set", longest=60), number=number,
        text=block.text("text", need=True, longest=500), basis=block.text("basis", need=True, longest=200),
        valid_from=valid_from, valid_to=block.day("valid_to"),
        confirmed=block.choice("confidence", Confidence, need=True) == Confidence.HIGH,
    )  # fmt: skip
