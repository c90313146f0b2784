"""What an office's own report says from the reports of the areas below it, as they last went up: figures added, areas named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core import clock
from core.formats import number
from reporting.compose.rollup_words import RESOURCES, criteria_sentences, money_sentences, trouble_sentences
from reporting.compose.words import ROWS_AT_MOST, counted, inside, period
from reporting.compose.words import day as written
from reporting.context import Drafted, Figure, Missing, Scope, Sentence, Source
from reporting.models import SentVersion
from reporting.queries.office import Part, parts_of, writers_on
from reporting.read.tables import Column, ColumnKind, TableForm, table, tables

#: Kinds of rows that are one area's own: the area's name is put to them.
_OWN = ("work", "decision", "block")
_HUNDRED = Decimal(100)


@dataclass(slots=True)
class _Gathered:
    """What the reports say in one cell."""

    total: Decimal | None = None
    #: The parts that gave a figure.
    added: list[Part] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    said: list[Part] = field(default_factory=list)
    values: list[Decimal] = field(default_factory=list)


def rollup(scope: Scope) -> Drafted:
    """Who has sent and who has not, and every table of the form put together from the last sent versions.

    A column that adds is the sum; a share is counted anew from the sums; words stand where all reports agree, and are counted
    where the form says so; all else stays empty. What was not sent, or was given back, does not count. Six queries, however
    many areas there are.
    """
    parts = parts_of(scope)
    sent = [part for part in parts if part.version is not None]
    said = Drafted(missing=_missing(scope, parts))
    said.sentences += [*_received(scope, parts), *criteria_sentences(sent, lambda found: _sources(scope, found))]
    for code in scope.form.tables:
        said.figures += _table(scope, table(code), _of_table(code, sent))
    return said


def rollup_money(scope: Scope) -> Drafted:
    """What was given in the period and the year, as the reports from below say it together. Four queries."""
    form = table(RESOURCES)
    parts = _of_table(form.code, [part for part in parts_of(scope) if part.version is not None])
    cells = {(figure.row, figure.column): figure for figure in _table(scope, form, parts)}
    return Drafted(sentences=money_sentences(scope, cells, len(parts), _area_word(parts)))


def rollup_troubles(scope: Scope) -> Drafted:
    """Troubles and proposals of the reports from below, each under its area's name; the first ones in full. Four queries."""
    parts = [part for part in parts_of(scope) if part.version is not None]
    return Drafted(sentences=trouble_sentences(parts, lambda found: _sources(scope, found)))


@dataclass(frozen=True, slots=True)
class Below:
    """One figure in the reports from below: where it stands and what each says."""

    title: str
    row: str
    column: str
    unit: str
    lines: list[tuple[Part, Decimal | None, str]]

    @property
    def total(self) -> Decimal | None:
        values = [value for _, value, _ in self.lines if value is not None]
        return sum(values, Decimal(0)) if values else None


def cells_below(scope: Scope, code: str, row: str, column: str) -> Below:
    """What each report says in one cell, those that do not count with nothing; without a table only who has sent. Four queries."""
    form = tables().get(code)
    fixed = next((one for one in form.rows if one.code == row), None) if form else None
    head = next((one for one in form.columns if one.code == column), None) if form else None
    lines = []
    for part in parts_of(scope):
        found: dict[str, Any] = next(
            (cell for cell in _cells(part.version, code) if (cell["row"], cell["column"]) == (row, column)), {}
        )
        value = found.get("value")
        lines.append((part, None if value is None else Decimal(value), found.get("text", "")))
    unit = (fixed.unit if fixed else "") or (head.unit if head else "")
    return Below(form.title if form else "", fixed.label if fixed else "", head.label if head else "", unit, lines)


def _of_table(code: str, parts: Sequence[Part]) -> list[Part]:
    """The reports of the first form that has the table: a figure is never added from two forms."""
    form = next((part.form for part in parts if code in part.form.tables), None)
    return [part for part in parts if part.form == form]


# --- Who has sent ---


def _received(scope: Scope, parts: Sequence[Part]) -> Iterator[Sentence]:
    for form in dict.fromkeys(part.form for part in parts):
        of_form = [part for part in parts if part.form == form]
        sent = [part for part in of_form if part.version is not None]
        silent = [part for part in of_form if part.version is None and not part.returned]
        returned = [part for part in of_form if part.returned]
        word = _area_word(of_form)
        share = number(len(sent) * _HUNDRED / len(of_form), 1)
        name = f"{form.name[:1].lower()}{form.name[1:]}"
        text = (
            f"Tính đến ngày {written(clock.today())}, có {counted(len(sent))}/{counted(len(of_form))} {word} đã gửi {name} "
            f"({period(scope)}), đạt {share}%."
        )
        if silent:
            text += f" Còn {counted(len(silent))} {word} chưa gửi: {_names(silent)}."
        if returned:
            text += f" Có {counted(len(returned))} {word} phải sửa, chưa gửi lại: {_names(returned)}."
        if silent or returned:
            text += (
                f" Số liệu dưới đây chưa gồm {'các' if len(silent) + len(returned) > 1 else ''} {word} này.".replace(
                    "  ", " "
                )
            )
        yield Sentence(text, _sources(scope, sent))


def _missing(scope: Scope, parts: Sequence[Part]) -> list[Missing]:
    absent = [part for part in parts if part.version is None]
    writers = writers_on({part.area.pk for part in absent}, clock.today()) if absent else {}
    url = reverse("reporting:office")
    return [
        Missing(
            f"{part.area} {'chưa gửi lại báo cáo bị trả lại' if part.returned else 'chưa gửi báo cáo'}",
            "; ".join(f"{user.full_name}, {user.phone}" for user in writers.get(part.area.pk, [])[:2]),
            f"{url}?{urlencode({'mau': part.form.pk, 'nam': scope.upto.year})}",
        )
        for part in absent
    ]  # fmt: skip


def _area_word(parts: Sequence[Part]) -> str:
    """ "xã", or "xã, phường" where there are several kinds."""
    return ", ".join(dict.fromkeys(part.area.kind_word for part in parts))


def _names(parts: Iterable[Part]) -> str:
    return ", ".join(inside(part.area) for part in parts)


# --- Tables ---


def _table(scope: Scope, form: TableForm, parts: Sequence[Part]) -> Iterator[Figure]:
    """The figures of one table in the order of its rows."""
    columns = {column.code: column for column in form.columns}
    gathered: dict[str, dict[str, _Gathered]] = {}
    places: dict[str, list[int]] = {}
    for part in parts:
        seen = set()
        for cell in _cells(part.version, form.code):
            row, code = cell["row"], cell["column"]
            if code not in columns:
                continue
            if row not in seen:
                seen.add(row)
                places.setdefault(row, []).append(cell["position"])
            _add(gathered.setdefault(row, {}).setdefault(code, _Gathered()), columns[code], cell, part)
    reports = {row: len(found) for row, found in places.items()}
    for row in _in_order(form, places):
        for column in form.columns:
            if column.code in gathered[row]:
                yield _figure(scope, form, row, column, gathered[row], reports[row])


def _cells(version: SentVersion | None, code: str) -> Iterator[dict[str, Any]]:
    content = version.content if version is not None else {}
    return (cell for cell in content.get("cells", ()) if cell["table"] == code)


def _add(into: _Gathered, column: Column, cell: dict[str, Any], part: Part) -> None:
    if cell["value"] is not None:
        value = Decimal(cell["value"])
        into.values.append(value)
        into.total = value if into.total is None else into.total + value
        into.added.append(part)
    if cell["text"]:
        text = cell["text"]
        if column.code == "area" and text != str(part.area):
            text = f"{text}, {inside(part.area)}"
        into.words.append(text)
        into.said.append(part)


def _in_order(form: TableForm, places: dict[str, list[int]]) -> list[str]:
    """Rows as the form has them; rows that several reports share by their place there; rows of one area each area by area."""
    if form.rows:
        return [row.code for row in form.rows if row.code in places]
    if any(len(found) > 1 for found in places.values()):
        return sorted(places, key=lambda row: min(places[row]))
    return list(places)


def _figure(
    scope: Scope, form: TableForm, row: str, column: Column, cells: dict[str, _Gathered], reports: int
) -> Figure:
    """One cell of the roll-up; `reports` is how many of them have the row."""
    cell = cells[column.code]
    empty = Figure(form.code, row, column.code)
    if column.kind == ColumnKind.TEXT:
        text = _words(form, row, column, cell, reports)
        return (
            Figure(form.code, row, column.code, text=text, sources=_sources(scope, cell.said, empty)) if text else empty
        )
    if column.adds or (reports == 1 and not column.share_of):
        value, rests_on = cell.total, cell.added
    else:
        value, rests_on = _share(column, cells)
    return Figure(form.code, row, column.code, value, sources=_sources(scope, rests_on, empty)) if rests_on else empty


def _words(form: TableForm, row: str, column: Column, cell: _Gathered, reports: int) -> str:
    different = Counter(cell.words)
    if column.counts and reports > 1:
        return "; ".join(f"{word}: {number(count)}" for word, count in different.most_common())
    if len(different) != 1 or len(cell.words) < reports:
        return ""
    text = cell.words[0]
    has_area = any(other.code == "area" for other in form.columns)
    if row.partition(":")[0] in _OWN and not has_area and column == form.columns[0]:
        return f"{text} ({inside(cell.said[0].area)})"
    return text


def _share(column: Column, cells: dict[str, _Gathered]) -> tuple[Decimal | None, list[Part]]:
    """The share counted anew from the two sums; nothing where the form does not say from which, or the whole is nought."""
    if not column.share_of:
        return None, []
    part, whole = (cells.get(code, _Gathered()) for code in column.share_of)
    if part.total is None or not whole.total:
        return None, []
    value = (part.total * _HUNDRED / whole.total).quantize(Decimal("0.0001"))
    return value, list({one.area.pk: one for one in (*part.added, *whole.added)}.values())


def _sources(scope: Scope, parts: Sequence[Part], cell: Figure | None = None) -> tuple[Source, ...]:
    """The reports that a figure rests on; beyond so many, the page that lists them."""
    if len(parts) > ROWS_AT_MOST:
        query = f"?{urlencode({'bieu': cell.table, 'dong': cell.row, 'cot': cell.column})}" if cell is not None else ""
        url = reverse("reporting:rollup_parts", args=[scope.form.pk, scope.area.pk, scope.since.isoformat()])
        return (Source("ledger", None, f"{len(parts)} báo cáo đã gửi của {_area_word(parts)}", f"{url}{query}"),)
    return tuple(
        Source(
            "reporting.sentversion", part.version.pk, f"Báo cáo của {inside(part.area)}, gửi ngày {written(part.version.at)}",
            reverse("reporting:report", args=[part.version.report_id]), part.version.by.full_name,
        )
        for part in parts
        if part.version is not None
    )  # fmt: skip
