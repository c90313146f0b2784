"""A workbook of the card, read into the same rows that the grid sends: what changes, and what cannot be read and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.errors import RuleError
from core.formats import number as shown
from core.sheets_reading import ReadRow, ReadSheet, Wanted, read_rows
from core.text import search_key
from criteria.enums import State
from criteria.forms.cards import RowForm
from criteria.forms.sheets import GridRow, grid_rows
from criteria.judging import judge
from criteria.models import Result
from criteria.papers import sheets as papers
from criteria.papers.cards import measure_of
from criteria.queries.cards import CriterionLine

_WANTED = (
    Wanted("criterion", papers.CRITERION, required=False, also=("Số tiêu chí",)),
    Wanted("code", papers.INDICATOR, also=("Mã chỉ tiêu", "Mã")),
    Wanted("number", papers.NUMBER, required=False, also=("Giá trị (nam)",)),
    Wanted("second", papers.SECOND, required=False),
    Wanted("text", papers.TEXT, required=False),
    Wanted("state", papers.STATE, required=False, also=("Tự đánh giá",)),
    Wanted("reason", papers.REASON, required=False, also=("Lý do", "Nhận xét", "Ghi chú")),
)
_ENTERED = ("number", "second", "text", "state", "reason")
#: Far more than any set has rows.
_MOST = 1_000
_STATES = {search_key(state.label): state for state in State}
_BY_LEVEL = {"", search_key("Theo số liệu và mức"), search_key("Chưa xét")}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row of the workbook; `place` is Excel's number of the row."""

    place: int
    code: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowPreview:
    """One good row: what stands there now and what would."""

    row: GridRow
    place: int
    before: str
    after: str
    #: The grid's fields of this row, as they are sent when the import is confirmed.
    fields: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class ReadCard:
    """A workbook against the card. `errors` and `changes` are complete once `refuse` was told what the rules refuse."""

    sheet: ReadSheet
    errors: list[RowError] = field(default_factory=list)
    #: Rows that can be read and would change something, with their place in the workbook.
    found: list[tuple[int, GridRow]] = field(default_factory=list)
    same: int = 0
    changes: list[RowPreview] = field(default_factory=list)

    @property
    def readable(self) -> list[GridRow]:
        return [row for _, row in self.found]

    def refuse(self, refused: dict[str, str]) -> None:
        """Sort the readable rows into those that may be written and those that a rule refuses."""
        for place, row in self.found:
            if row.prefix in refused:
                self.errors.append(RowError(place, row.code, (refused[row.prefix],)))
            else:
                self.changes.append(_preview(place, row))
        self.errors.sort(key=lambda error: error.place)


def read_card(lines: list[CriterionLine], name: str, data: bytes) -> ReadCard:
    """Every row of the workbook against the card. RuleError: the file is no such workbook."""
    sheet = read_rows(name, data, _WANTED, most=_MOST)
    blank = {_key_of(row): row for row in grid_rows(lines)}
    wholes = {str(line.criterion.number): line for line in lines}
    read, used = ReadCard(sheet), defaultdict(list)
    for item in sheet.rows:
        key = _key(item)
        used[key].append(item.place)
        row = blank.get(key)
        if row is not None:
            _take(read, sheet, row, item)
        elif not key[1] and key[0] in wholes:
            _claim(read, wholes[key[0]], item)
        elif key[1] or any(item.values[name] is not None for name in _ENTERED):
            words = f"Bộ tiêu chí này không có chỉ tiêu “{key[1]}”." if key[1] else "Dòng chưa ghi mã chỉ tiêu."
            read.errors.append(RowError(item.place, key[1], (words,)))
    _refuse_twice(read, used)
    return read


def _key_of(row: GridRow) -> tuple[str, str]:
    return (str(row.line.criterion.number), "") if row.row is None else ("", str(row.row.indicator))


def _key(item: ReadRow) -> tuple[str, str]:
    """Indicators are found by their code alone; a row without a code is the whole criterion's."""
    code = _code(item.values["code"])
    return ("", code) if code else (_code(item.values["criterion"]).lstrip("0"), "")


def _code(value: Any) -> str:
    """ "17.1" whether Excel kept it as text or as a figure; 17,1 is 17.1."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "".join(str(value or "").split()).replace(",", ".")


def _refuse_twice(read: ReadCard, used: dict[tuple[str, str], list[int]]) -> None:
    """A code that stands twice says two things (17.1 typed for 17.10, for one): neither row is taken."""
    twice = {key: places for key, places in used.items() if len(places) > 1 and any(key)}
    for key, places in twice.items():
        rows = ", ".join(str(place) for place in places)
        code = key[1] or f"Tiêu chí {key[0]}"
        read.errors = [error for error in read.errors if error.place not in places]
        read.errors.append(
            RowError(places[0], code, (f"{code} có {len(places)} dòng ({rows}) nên chưa nhập dòng nào; giữ một dòng.",))
        )
        read.found = [(place, row) for place, row in read.found if place not in places]


def _claim(read: ReadCard, line: CriterionLine, item: ReadRow) -> None:
    """The line of a criterion that its indicators decide: the export shows what was claimed, the import leaves it alone."""
    state, reason = line.whole.state if line.whole else "", line.whole.reason if line.whole else ""
    same_state = _STATES.get(search_key(item.text("state")), "") in {state, ""}
    if not same_state or item.text("reason") not in {"", reason.replace("\r\n", "\n").strip()}:
        words = "Kết quả của tiêu chí này theo từng chỉ tiêu; ghi ở dòng chỉ tiêu."
        read.errors.append(RowError(item.place, f"Tiêu chí {line.criterion.number}", (words,)))


# --- One row ---


def _take(read: ReadCard, sheet: ReadSheet, blank: GridRow, item: ReadRow) -> None:
    sent, errors = _sent(blank, sheet, item)
    row = GridRow(blank.line, blank.row, sent)
    if not row.form.is_valid():
        labels = {name: bound.label for name in row.form.fields for bound in [row.form[name]]}
        errors += [f"{labels.get(name, '')}: {message}" for name, found in row.form.errors.items() for message in found]
    if errors:
        read.errors.append(RowError(item.place, blank.code, tuple(errors)))
    elif row.is_changed:
        read.found.append((item.place, row))
    else:
        read.same += 1


def _sent(blank: GridRow, sheet: ReadSheet, item: ReadRow) -> tuple[dict[str, Any], list[str]]:
    """The row as the grid would send it: columns that the workbook lacks, and parts of compound rows, stay as they are."""
    fields, errors = blank.form.fields, list[str]()
    sent = {name: blank.form[name].value() for name in fields} | {
        name: item.values[name] for name in fields if name in sheet.columns
    }
    values = {name: item.values[name] for name in ("number", "second", "text")}
    if isinstance(blank.form, RowForm) and blank.form.parts and values["text"] is not None:
        try:
            parts = blank.form.parts_in(str(values["text"]))
        except RuleError as error:
            errors, parts = [*errors, error.message], {"": ""}
        if parts:
            sent, values["text"] = sent | parts, None
    if "text" in fields:
        # A word in the column of figures is where it is meant.
        word = values["text"] if values["text"] is not None else values["number"]
        values["number"] = None
        sent["text"], wrong = _word(blank, word) if {"text", "number"} & sheet.columns else (sent["text"], "")
        errors += [wrong] if wrong else []
    stored = blank.result
    for name, cell in values.items():
        if name not in fields and cell is not None and name in sheet.columns and not _is_stored(stored, name, cell):
            errors.append(f"{_LABELS[name]}: dòng này không nhận giá trị ở cột này ({item.text(name)}).")
    if "state" in sheet.columns:
        sent["state"], wrong = _state(blank, sent, item.text("state"))
        errors += [wrong] if wrong else []
    sent = {f"{blank.prefix}-{name}": value for name, value in sent.items()}
    return sent | {blank.seen_name: blank.now}, errors


_LABELS = {"number": papers.NUMBER, "second": papers.SECOND, "text": papers.TEXT}


def _is_stored(result: Result | None, name: str, cell: Any) -> bool:
    return result is not None and str(getattr(result, name) or "") == str(cell)


def _word(blank: GridRow, word: Any) -> tuple[str, str]:
    """The grade of the row's scale that is meant."""
    if word is None:
        return "", ""
    choices = [value for value, _ in blank.form.fields["text"].choices if value]  # type: ignore[attr-defined]
    said = shown(word, places=10) if isinstance(word, Decimal) else str(word)
    found = next((choice for choice in choices if search_key(choice) == search_key(said)), None)
    if found is None:
        return "", f"{papers.TEXT}: “{said}” không phải là một trong các mức {', '.join(choices)}."
    return found, ""


def _state(blank: GridRow, sent: dict[str, Any], word: str) -> tuple[str, str]:
    """What the column of results asks for: nothing of its own where value and level say the same."""
    if search_key(word) in _BY_LEVEL:
        return "", ""
    state = _STATES.get(search_key(word))
    if state is None:
        known = ", ".join(item.label for item in State)
        return "", f"{papers.STATE}: không hiểu “{word}”; ghi một trong: {known}, hoặc để trống."
    if state == State.NO_DATA or (blank.row is not None and state in {_reckoned(blank), _computed(blank, sent)}):
        return "", ""
    if state not in dict(blank.form.fields["state"].choices):  # type: ignore[attr-defined]
        return "", f"{papers.STATE}: dòng này phải đánh giá, không ghi “{state.label}” được."
    return state.value, ""


def _reckoned(blank: GridRow) -> str:
    """The state that the export showed without anybody having judged: left in its cell beside a new value it is no judgement."""
    by_person = blank.form["state"].value()
    return blank.result.state if blank.result and not by_person else ""


def _computed(blank: GridRow, sent: dict[str, Any]) -> State | None:
    """What value and level say of the row as sent; None where they say nothing or it cannot be read."""
    assert blank.row is not None
    data = {f"{blank.prefix}-{name}": value for name, value in (sent | {"state": ""}).items()}
    form = RowForm(blank.row, data)
    return judge(measure_of(blank.row), form.entered().value) if form.is_valid() else None


# --- What changes ---


def _preview(place: int, row: GridRow) -> RowPreview:
    result = row.result
    computed = judge(measure_of(row.row), row.form.entered().value) if row.row is not None else None
    state = row.form.entered().state or computed or State.NO_DATA
    before = _words(_initial(row), State(result.state) if result else State.NO_DATA)
    fields = tuple((f"{row.prefix}-{name}", _text(row.form[name].value())) for name in row.form.fields)
    return RowPreview(row, place, before, _words(row.form.cleaned_data, state), (*fields, (row.seen_name, row.now)))


def _initial(row: GridRow) -> dict[str, Any]:
    return {name: row.form.get_initial_for_field(item, name) for name, item in row.form.fields.items()}


def _words(values: dict[str, Any], state: State) -> str:
    """ "92,5; nữ 90; Đạt; lý do: …"."""
    said = [_text(values.get("number")), f"nữ {_text(values['second'])}" if values.get("second") is not None else ""]
    said += [_text(value) for name, value in values.items() if name.startswith("phan")]
    said += [values.get("text") or "", state.label]
    said.append(f"lý do: {values['reason']}" if values.get("reason") else "")
    return "; ".join(part for part in said if part)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return shown(value, places=10)
    return "" if value is None else str(value)
