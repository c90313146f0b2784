"""The forms of the tables: data/tables.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices

from core.errors import RuleError
from criteria.read.block import Block, open_file

FILE = Path(__file__).resolve().parent.parent / "data" / "tables.yaml"


class ColumnKind(TextChoices):
    TEXT = "text", "Chữ"
    #: Whole đồng.
    MONEY = "money", "Số tiền"
    NUMBER = "number", "Số"
    PERCENT = "percent", "Tỷ lệ %"


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    label: str
    unit: str
    kind: ColumnKind
    #: A roll-up adds this column's values; the others it asks anew or leaves to the reader.
    adds: bool
    #: A roll-up counts how often each of the column's words stands ("Đạt: 97; Chưa đạt: 21").
    counts: bool = False
    #: A share's part and whole: a roll-up counts it anew from the sums of these columns.
    share_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A fixed row. `unit` overrides the column's ("công"); `parent` is the row it is part of; a `heading` holds no figures."""

    code: str
    number: str
    label: str
    unit: str
    parent: str
    heading: bool


@dataclass(frozen=True, slots=True)
class TableForm:
    code: str
    title: str
    #: The drafter that fills it (reporting/compose/draft.py).
    drafts: str
    columns: tuple[Column, ...]
    #: Rows by nature where the form fixes them; () where rows come from the data (works, indicators).
    rows: tuple[Row, ...]
    source: str

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


def table(code: str) -> TableForm:
    """The form of a table. Raises RuleError when there is none of that code."""
    found = tables().get(code)
    if found is None:
        raise RuleError(f"Không có biểu “{code}” trong hệ thống.")
    return found


@cache
def tables() -> dict[str, TableForm]:
    """All forms of tables by code, in the order of the file."""
    file = open_file(FILE)
    file.only("tables")
    read = [
        _table(Block(item, f"{file.where}, biểu thứ {place}")) for place, item in enumerate(file.items("tables"), 1)
    ]
    return {form.code: form for form in read}


def _table(block: Block) -> TableForm:
    block.only("code", "title", "drafts", "source", "columns", "rows")
    return TableForm(
        code=block.text("code", need=True, longest=40), title=block.text("title", need=True),
        drafts=block.text("drafts", need=True), source=block.text("source", need=True),
        columns=tuple(_column(Block(item, f"{block.where}, cột thứ {n}")) for n, item in enumerate(block.items("columns"), 1)),
        rows=tuple(_row(Block(item, f"{block.where}, dòng thứ {n}")) for n, item in enumerate(block.items("rows"), 1)),
    )  # fmt: skip


def _column(block: Block) -> Column:
    block.only("code", "label", "unit", "kind", "adds", "counts", "share_of")
    kind = ColumnKind(block.choice("kind", ColumnKind, need=True))
    return Column(
        block.text("code", need=True, longest=40), block.text("label", need=True), block.text("unit"), kind,
        block.flag("adds", default=False), block.flag("counts", default=False), tuple(block.texts("share_of")),
    )  # fmt: skip


def _row(block: Block) -> Row:
    block.only("code", "number", "label", "unit", "parent", "heading")
    return Row(
        block.text("code", need=True, longest=80), block.text("number"), block.text("label", need=True),
        block.text("unit"), block.text("parent"), block.flag("heading", default=False),
    )  # fmt: skip
