"""Reading the forms of reports: data/forms.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from areas.enums import Level
from criteria.read.block import Block, open_file
from reporting.enums import Every

_KEYS = (
    "code", "name", "level", "every", "counts_to_day", "due_after", "valid_from", "source", "sure", "sections", "tables",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form as ReportForm keeps it."""

    code: str
    name: str
    level: str
    every: str
    counts_to_day: int | None
    due_after: int
    valid_from: date
    source: str
    sure: bool
    sections: list[dict[str, Any]]
    tables: list[str]


def read_forms(path: Path) -> list[FormRow]:
    """The forms of the file. Raises RuleError: one sentence with the file, the row and what is wrong."""
    file = open_file(path)
    file.only("forms")
    return [
        _form(Block(item, f"{file.where}, báo cáo thứ {place}")) for place, item in enumerate(file.items("forms"), 1)
    ]


def _form(block: Block) -> FormRow:
    block.only(*_KEYS)
    valid_from, due_after = block.day("valid_from", need=True), block.count("due_after", need=True)
    assert valid_from is not None
    assert due_after is not None
    counts_to_day = block.count("counts_to_day")
    if counts_to_day is not None and not 1 <= counts_to_day <= 31:
        raise block.error("mục “counts_to_day” phải là một ngày trong tháng.")
    return FormRow(
        code=block.text("code", need=True, longest=40), name=block.text("name", need=True, longest=200),
        level=block.choice("level", Level, need=True), every=block.choice("every", Every, need=True),
        counts_to_day=counts_to_day, due_after=due_after, valid_from=valid_from,
        source=block.text("source", need=True, longest=300), sure=block.flag("sure", default=False),
        sections=[
            _section(Block(item, f"{block.where}, mục thứ {place}")) for place, item in enumerate(block.items("sections"), 1)
        ],
        tables=block.texts("tables"),
    )  # fmt: skip


def _section(block: Block) -> dict[str, Any]:
    block.only("label", "title", "drafts")
    return {
        "label": block.text("label", need=True, longest=20), "title": block.text("title", need=True, longest=200),
        "drafts": block.texts("drafts"),
    }  # fmt: skip
