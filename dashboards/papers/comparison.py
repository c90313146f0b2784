"""Communes of a round beside one another: distribution, ranking, rows side by side, one round beside another. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from core.charts import About, Chart, Series, against, histogram
from core.formats import number
from core.sheets import Column, Foot, Sheet
from core.templatetags.ui import status_icon
from criteria.enums import RoundCardState, State
from criteria.judging import met_in
from criteria.models import RoundCard
from criteria.papers.cards import NOT_JUDGED
from criteria.papers.snapshots import states_in
from dashboards.papers.matrix import STANDS
from dashboards.queries.comparison import Outside, Pair, Ranked, Spread
from dashboards.queries.matrix import Head


def distribution(spread: Spread, *, width: int, where: str, today: date) -> Chart:
    """How many communes meet how many criteria; verified and not verified told apart."""
    places = range(width + 1)
    base = f"{spread.accepted.total()} xã đã thẩm tra và {spread.waiting.total()} xã mới gửi, trong {spread.cards} xã có phiếu, {where}"
    return histogram(
        About("Số xã theo số tiêu chí đạt", "xã", today, base), [str(place) for place in places],
        [
            Series("Đã thẩm tra", [spread.accepted[place] for place in places], "met"),
            Series("Chờ thẩm tra", [spread.waiting[place] for place in places], "wait"),
        ],
        head="Số tiêu chí đạt",
    )  # fmt: skip


def ranking_sheet(
    rows: Iterable[Ranked], unranked: Iterable[Outside], missing: Sequence[str], said: str
) -> list[Sheet]:
    """The whole ranking, and who is not in it and why; `said` is the sentence on the base."""
    columns = (Column("Thứ hạng", 10, "number"), Column("Xã", 28), Column("Thuộc", 24), Column("Tiêu chí đạt", 12, "number"),
               Column("Chỉ tiêu đạt", 12, "number"), Column("Số chỉ tiêu", 12, "number"))  # fmt: skip
    lines = [(row.place, row.name, row.above, row.met, row.rows_met, row.rows) for row in rows]
    others = [(name, STANDS[RoundCardState(state)][1], met) for _, name, state, met in unranked]
    others += [(name, "Không có phiếu trong kỳ", None) for name in missing]
    return [
        Sheet("Xếp hạng", columns, lines, foot=Foot((said,))),
        Sheet(
            "Chưa xếp hạng", (Column("Xã", 28), Column("Lý do", 34), Column("Xã tự đánh giá đạt", 14, "number")), others
        ),
    ]


def with_words(rows: Iterable[Outside]) -> list[tuple[int, str, str, str, int | None]]:
    """Rows outside the ranking with icon and words of where the card stands."""
    return [(pk, name, *STANDS[RoundCardState(state)], met) for pk, name, state, met in rows]


# --- Communes side by side ---


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one row for one commune: its state's code, and for an indicator its figure ("" where there is none)
    and level in words; without a state (nothing was sent) `value` says why."""

    state: str
    value: str = ""
    level: str = ""

    @property
    def words(self) -> str:
        """ "Đạt: 92,5"; a value that only repeats the state is left out; one without a judgement is not called missing."""
        if not self.state:
            return self.value
        word = NOT_JUDGED if self.value and self.state == State.NO_DATA else str(State(self.state).label)
        return f"{word}: {self.value}" if self.value and self.value != word else word


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion ("13", whole) or an indicator of it, with a cell a commune; `differs` where not all that were sent stand alike."""

    code: str
    name: str
    whole: bool
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return len({cell.state for cell in self.cells if cell.state}) > 1


@dataclass(frozen=True, slots=True)
class Commune:
    """One column; `met` None where the card was not sent."""

    card: RoundCard
    name: str
    state: str
    met: int | None

    @property
    def stands(self) -> str:
        return STANDS[RoundCardState(self.state)][1]


def side_by_side(cards: Sequence[RoundCard]) -> tuple[list[Commune], list[Line]]:
    """The chosen communes and every row of their cards as submitted, with the office's corrections counted."""
    communes, columns = [], []
    names: dict[_Key, str] = {}
    for card in cards:
        summary = getattr(card, "summary", None)
        communes.append(Commune(card, str(card.card.area), card.state, met_in(summary.marks) if summary else None))
        found = _rows(card) if summary else {}
        columns.append({key: cell for key, (_, cell) in found.items()})
        for key, (name, _) in found.items():
            names.setdefault(key, name)
    gaps = [_gap(RoundCardState(commune.state)) for commune in communes]
    ordered = sorted(names, key=lambda key: (key[0], key[1]))
    lines = [
        Line(
            key[2], names[key], key[1] == 0,
            [column.get(key, gap) for column, gap in zip(columns, gaps, strict=True)],
        )
        for key in ordered
    ]  # fmt: skip
    return communes, lines


def _gap(state: RoundCardState) -> Cell:
    """The cell of a row for which a commune's card says nothing."""
    words = {RoundCardState.FILLING: "Chưa gửi phiếu", RoundCardState.RETURNED: "Đã trả lại, chưa gửi lại"}
    return Cell("", words.get(state, "Không có trong phiếu"))


#: (Number of the criterion, 0 for itself or the place of its indicator from 1, code).
_Key = tuple[int, int, str]


def _rows(card: RoundCard) -> dict[_Key, tuple[str, Cell]]:
    states = states_in(card.snapshot, card.corrections.all())
    found: dict[_Key, tuple[str, Cell]] = {}
    for criterion in json.loads(card.snapshot)["criteria"]:
        code = str(criterion["number"])
        found[criterion["number"], 0, code] = (criterion["name"], Cell(states[code].value))
        for place, row in enumerate(criterion["indicators"], 1):
            cell = Cell(states[row["code"]].value, _value(row), _level(row["level"]))
            found[criterion["number"], place, row["code"]] = (row["text"], cell)
    return found


@cache
def _icon(state: str) -> str:
    return f"{status_icon(state)} " if state else ""


def body(lines: Sequence[Line]) -> SafeString:
    """The rows of the table's body, put together from pieces: a template that goes through every cell costs most of the page."""
    return mark_safe("".join(map(_row, lines)))  # noqa: S308 - every piece is escaped or ours


def _row(line: Line) -> str:
    css = " ".join(name for name, holds in (("ch-whole", line.whole), ("ch-differs", line.differs)) if holds)
    told = '<span class="visually-hidden"> (khác nhau)</span>' if line.differs else ""
    name = conditional_escape(f"{line.code}{'.' if line.whole else ''} {Truncator(line.name).chars(160)}")
    cells = "".join(
        f"<td>{_icon(cell.state)}{conditional_escape(cell.words)}"
        + (
            f'<br><small class="hint">{conditional_escape(Truncator(cell.level).chars(80))}</small>'
            if cell.level
            else ""
        )
        + "</td>"
        for cell in line.cells
    )
    return f'<tr class="{css}"><th scope="row">{name}{told}</th>{cells}</tr>'


def _level(words: str) -> str:
    """ "mức từ 90 % trở lên"; "chưa có mức" as the card says it."""
    return words.lower() if not words or words.startswith("Chưa") else f"mức {words}"


def _value(row: dict[str, Any]) -> str:
    """The figure (or word, or parts) of a row of a snapshot, in Vietnamese writing; "" where none was entered."""
    result = row["result"]
    if result is None:
        return ""
    figures = [number(Decimal(result[name]), 4) for name in ("number", "second") if result[name] is not None]
    parts = [f"{part['name']}: {part['value']}" for part in row.get("parts", ()) if part["value"] is not None]
    return " / ".join(figures) or "; ".join(parts) or str(result["text"])


def side_sheet(communes: Sequence[Commune], lines: Sequence[Line]) -> Sheet:
    """The same rows as a sheet: state, figure and level in one cell a commune."""
    columns = (
        Column("Số", 8),
        Column("Tiêu chí, chỉ tiêu", 50),
        *(Column(f"{one.name} ({one.stands.lower()})", 30) for one in communes),
    )
    rows = [
        (line.code, line.name, *(f"{cell.words} ({cell.level})" if cell.level else cell.words for cell in line.cells))
        for line in lines
    ]
    return Sheet("So sánh xã", columns, rows)


# --- One round beside another ---


def by_criterion(
    pairs: Sequence[Pair], heads: Sequence[Head], *, now: str, before: str, where: str, today: date
) -> Chart:
    """How many communes meet each criterion in this round, against the other one."""
    about = About(
        f"Số xã đạt từng tiêu chí: “{now}” so với “{before}”",
        "xã",
        today,
        f"{len(pairs)} xã đã thẩm tra ở cả hai kỳ, {where}",
    )
    labels = [f"{head.number}. {head.name}" for head in heads]
    met = [sum(met_in(pair.marks[at : at + 1]) for pair in pairs) for at in range(len(heads))]
    was = [sum(met_in(pair.before[at : at + 1]) for pair in pairs) for at in range(len(heads))]
    return against(about, labels, Series("Kỳ này", met, "met"), [Series("Kỳ kia", was)], head="Tiêu chí")


def changes(pairs: Sequence[Pair], *, where: str, today: date) -> Chart:
    """How many communes have how many criteria more or fewer."""
    counted = Counter(pair.change for pair in pairs)
    places = range(min(counted, default=0), max(counted, default=0) + 1)
    about = About(
        "Thay đổi số tiêu chí đạt của từng xã", "xã", today, f"{len(pairs)} xã đã thẩm tra ở cả hai kỳ, {where}"
    )
    return histogram(
        about,
        [change_words(place) for place in places],
        [Series("Số xã", [counted[place] for place in places], "1")],
        head="Tăng, giảm",
    )


def change_words(change: int) -> str:
    """ "+2", "−1", "0"."""
    return f"{change:+d}".replace("-", "−") if change else "0"


def differing(pair: Pair, heads: Sequence[Head]) -> str:
    """Which criteria a commune gained and lost: "thêm 3, 5; mất 17"."""
    gained = [
        head.number for head, now, was in zip(heads, pair.marks, pair.before, strict=False) if met_in(now) > met_in(was)
    ]
    lost = [
        head.number for head, now, was in zip(heads, pair.marks, pair.before, strict=False) if met_in(now) < met_in(was)
    ]
    told = [f"thêm {', '.join(map(str, gained))}"] if gained else []
    told += [f"mất {', '.join(map(str, lost))}"] if lost else []
    return "; ".join(told) or "không đổi"


def pairs_sheet(pairs: Sequence[Pair], heads: Sequence[Head]) -> Sheet:
    columns = (
        Column("Xã", 28),
        Column("Kỳ này đạt", 12, "number"),
        Column("Kỳ kia đạt", 12, "number"),
        Column("Tăng, giảm", 12, "number"),
        Column("Tiêu chí thay đổi", 40),
    )
    rows = [(pair.name, pair.met, pair.met - pair.change, pair.change, differing(pair, heads)) for pair in pairs]
    return Sheet("Từng xã", columns, rows)
