"""Rows of a card as forms, on the page of a criterion and in the grid: each knows what stood there when the page was made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import HouseForm
from core.text import nfc
from criteria.enums import State
from criteria.forms.cards import RowForm, WholeForm
from criteria.models import Result
from criteria.papers.cards import level_words
from criteria.queries.cards import CriterionLine, IndicatorLine

_COLUMNS = ("number", "second", "text", "state", "reason")


class GridRow:
    """One row of a card. `seen` marks what the person saw, so that nobody writes over what another changed meanwhile."""

    def __init__(self, line: CriterionLine, row: IndicatorLine | None, data: Mapping[str, Any] | None) -> None:
        self.line, self.row = line, row
        self.prefix = f"ct{row.indicator.pk}" if row else f"tc{line.criterion.pk}"
        sent = data if data is not None and self.seen_name in data else None
        self.form: RowForm | WholeForm = RowForm(row, sent) if row else WholeForm(line, sent)
        #: What stands in the card now.
        self.now = self._mark({name: self.form.get_initial_for_field(f, name) for name, f in self.form.fields.items()})
        self.seen = str(sent[self.seen_name]) if sent is not None else self.now
        #: What another person put here meanwhile; both are then shown.
        self.theirs: Result | None = None

    def shape(self) -> GridRow:
        """In a grid a field is named by its row, and a reason is one line that grows."""
        for name, field in self.form.fields.items():
            field.widget.attrs["aria-label"] = f"{self.code}: {field.label}"
            if name == "reason":
                field.widget.attrs["rows"] = 1
            elif name == "state":
                field.widget.attrs["data-none"] = State.NO_DATA.label
        return self

    @property
    def seen_name(self) -> str:
        return f"{self.prefix}-seen"

    @property
    def place(self) -> str:
        """How a row copied from the exported workbook finds its own."""
        return str(self.row.indicator) if self.row else f"tc{self.line.criterion.number}"

    @property
    def code(self) -> str:
        return self.row.name if self.row else f"Tiêu chí {self.line.criterion.number}"

    @property
    def name(self) -> str:
        if self.row is None:
            return self.line.criterion.name
        return self.row.version.text if self.row.version else "Chưa có nội dung chỉ tiêu."

    @property
    def level(self) -> str:
        return level_words(self.row) if self.row else "Xét cả tiêu chí"

    @property
    def result(self) -> Result | None:
        return self.row.result if self.row else self.line.whole

    @property
    def is_sent(self) -> bool:
        return self.form.is_bound

    @property
    def mine(self) -> str:
        """What the person sent; of a valid form only."""
        return self._mark(self.form.cleaned_data)

    @property
    def is_changed(self) -> bool:
        """Whether what was sent differs from what stands in the card, and the person changed it."""
        return self.is_sent and self.mine not in {self.now, self.seen}

    @property
    def is_untouched(self) -> bool:
        """Nobody has changed it since it was read, neither the person nor another."""
        return self.is_sent and self.mine == self.seen == self.now

    @property
    def is_contested(self) -> bool:
        """Both the person and somebody else changed it, each to something else."""
        return self.is_changed and self.seen != self.now

    @property
    def cells(self) -> list[tuple[str, list[forms.BoundField]]]:
        """By column the boxes of the row: most have one, a column that does not concern the row has none."""
        own = [self.form[name] for name in self.form.fields if name not in _COLUMNS]
        labels = {
            "number": "Giá trị",
            "second": "Giá trị (nữ)",
            "text": "Giá trị (chữ)",
            "state": "Kết quả",
            "reason": "Lý do",
        }
        found = []
        for name in _COLUMNS:
            boxes = [self.form[name]] if name in self.form.fields else []
            found.append((labels[name], [*boxes, *own] if name == "text" else boxes))
        return found

    @property
    def words(self) -> list[tuple[str, str]]:
        """The same columns for who only reads."""
        found = self.result
        said = {"state": found.get_state_display(), "reason": found.reason} if found else {}
        return [
            (
                label,
                said.get(name) or ", ".join(str(box.value() or "") for box in boxes if name not in {"state", "reason"}),
            )
            for name, (label, boxes) in zip(_COLUMNS, self.cells, strict=True)
        ]

    @property
    def general_errors(self) -> list[str]:
        return [str(message) for message in self.form.non_field_errors()]

    def contest(self) -> None:
        """Mark the row as changed by two; the next time it is saved knowingly."""
        self.theirs, self.seen = self.result, self.now
        self.form.add_error(None, "Dòng này vừa được người khác sửa.")

    def _mark(self, values: Mapping[str, Any]) -> str:
        said = [(name, _plain(self.form.fields[name], values.get(name))) for name in sorted(self.form.fields)]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def grid_rows(lines: list[CriterionLine], data: Mapping[str, Any] | None = None) -> list[GridRow]:
    """Every row of the card that can be filled, in its order; `data` holds what was sent, a row without its mark was not."""
    return [row.shape() for line in lines for row in rows_of_line(line, data)]


def rows_of_line(line: CriterionLine, data: Mapping[str, Any] | None = None) -> list[GridRow]:
    """The rows of one criterion in the same way, the whole one first where a person judges the criterion whole."""
    whole = [GridRow(line, None, data)] if not line.rows or not line.criterion.complete else []
    return [*whole, *(GridRow(line, row, data) for row in line.rows)]


def are_valid(rows: list[GridRow]) -> bool:
    """Whether all rows that were sent can be read; marks those that two people changed."""
    sent = [row for row in rows if row.is_sent]
    if any(row.form.errors for row in sent):
        return False
    contested = [row for row in sent if row.is_contested]
    for row in contested:
        row.contest()
    return not contested


class ImportForm(HouseForm):
    file = forms.FileField(
        label="Tệp Excel của phiếu", help_text="Tệp .xlsx có các cột như tệp xuất từ phiếu; thứ tự cột tùy ý.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp .xlsx.", "empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip


def _plain(field: forms.Field, value: Any) -> str:
    """A stored and a typed value alike."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = nfc(str(value)).replace("\r\n", "\n").strip()
    return text if not isinstance(field, forms.ChoiceField) or field.valid_value(text) else ""
