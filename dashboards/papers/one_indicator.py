"""One indicator compared: who is worst, how the figures spread, and on how many communes it rests. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.charts import About, Chart, Series, against, histogram, stacked
from core.charts.pieces import ticks_of
from core.formats import grouped, number
from core.sheets import Column, Foot, Sheet
from criteria.enums import Direction, RoundCardState, State
from criteria.models import Level
from criteria.papers.cards import NO_LEVEL, NOT_JUDGED, level_words
from criteria.papers.parts import unit_of
from criteria.queries.cards import IndicatorLine
from dashboards.papers.matrix import STANDS
from dashboards.queries.indicators import Row
from dashboards.queries.one_indicator import Held, Summed

#: So many of the worst are drawn one by one.
WORST = 10
_TONES = {State.MET: "met", State.NOT_ASSESSED: "na", State.UNMET: "unmet", State.NO_DATA: "none"}
#: Of words: what is listed commune by commune, in this order.
_LISTED = (State.UNMET, State.NO_DATA)


@dataclass(frozen=True, slots=True)
class Line:
    """One commune in the table. `place` counts from the best; None outside a ranking. `level` in words."""

    held: Held
    place: int | None
    value: str
    level: str

    @property
    def judged(self) -> str:
        """The result in words; a commune with a figure is not called one without: what is missing is its level."""
        if self.held.state != State.NO_DATA or self.held.counts_as("") is None:
            return str(State(self.held.state).label)
        return self.level if self.level == NO_LEVEL else NOT_JUDGED

    @property
    def stands(self) -> tuple[str, str]:
        """Icon and words of where the card stands."""
        return STANDS[RoundCardState(self.held.stands)]


def unit_words(row: Row) -> str:
    return unit_of(row.version.value_kind, row.version.unit) or "đơn vị của chỉ tiêu"


def has_best(row: Row) -> bool:
    """Whether it is established which of two figures is better."""
    return row.is_figure and row.version.direction in {Direction.AT_LEAST, Direction.AT_MOST}


@dataclass(frozen=True)
class Compared:
    """The indicator on all cards of a round in an area; `levels` by column of levels, `names` of all columns of the set."""

    row: Row
    rows: Sequence[Held]
    levels: Mapping[str, Level | None]
    names: Mapping[str, str]
    where: str
    today: date

    @cached_property
    def by_figure(self) -> bool:
        """Whether figures are compared; one of several parts may have results alone."""
        judged = any(one.state != State.NO_DATA for one in self.rows)
        return self.row.is_figure and (bool(self._known) or not judged)

    @cached_property
    def ranks(self) -> bool:
        return self.by_figure and has_best(self.row)

    @cached_property
    def _known(self) -> list[tuple[Decimal, Held]]:
        """Cards with a figure, worst first; equals keep their order."""
        direction = self.row.version.direction
        known = [(figure, one) for one in self.rows if (figure := one.counts_as(direction)) is not None]
        return sorted(known, key=lambda pair: -pair[0] if direction == Direction.AT_MOST else pair[0])

    @cached_property
    def lines(self) -> list[Line]:
        """What is listed, worst first: of figures those there are, equals sharing a place; else the communes that do not meet
        the indicator and those without a result."""
        if not self.by_figure:
            listed = [one for one in self.rows if one.state in _LISTED]
            return [self._line(one, None) for one in sorted(listed, key=lambda one: _LISTED.index(State(one.state)))]
        places: dict[Decimal, int] = {}
        for place, (figure, _) in enumerate(reversed(self._known), 1):
            places.setdefault(figure, place)
        return [self._line(one, places[figure] if self.ranks else None) for figure, one in self._known]

    @property
    def missing(self) -> list[str]:
        """Communes that have no figure."""
        listed = {line.held.round_card for line in self.lines}
        return [one.name for one in self.rows if one.round_card not in listed] if self.by_figure else []

    @property
    def title(self) -> str:
        """What the list holds."""
        if self.ranks:
            return "Từng xã, kém nhất trước"
        return "Từng xã" if self.by_figure else "Xã chưa đạt, xã chưa có kết quả"

    @property
    def said(self) -> str:
        """On which communes the list rests."""
        if not self.by_figure:
            judged = sum(one.state != State.NO_DATA for one in self.rows)
            unmet = sum(one.state == State.UNMET for one in self.rows)
            return f"{unmet} xã chưa đạt trong {judged} xã có kết quả; {len(self.rows) - judged} xã chưa có."
        found = f"trong {len(self.lines)} xã có số liệu; {len(self.rows) - len(self.lines)} xã chưa có."
        if self.ranks:
            return f"Xếp {found} Xã bằng nhau cùng một thứ hạng."
        return f"Liệt kê {found} Chưa rõ chiều nào tốt hơn nên không xếp hạng."

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What is asked of the communes: names of the columns of levels with the level in words; one level of all has no name."""
        columns: dict[str, list[str]] = {}
        for scope in self.levels:
            columns.setdefault(self._level(scope), []).append(self.names.get(scope, "Chưa rõ nhóm"))
        return [("; ".join(names) if len(columns) > 1 else "Mức", words) for words, names in columns.items()]

    def charts(self) -> list[Chart]:
        """Of figures their distribution and the worst against their level; else how many communes meet the indicator."""
        if not self.by_figure:
            return [self._states()]
        if not self.lines:
            return []
        return [self._spread(), *([self._worst()] if self.ranks else [])]

    def sheet(self) -> Sheet:
        """Every commune of the round: those listed in their order, then the others."""
        unit = f" ({unit_words(self.row)})" if self.by_figure else ""
        columns = (
            Column("Thứ hạng", 10, "number"), Column("Xã", 28), Column("Thuộc", 24), Column(f"Giá trị{unit}", 16, "number"),
            Column("Giá trị của nữ", 14, "number"), Column("Mức", 26), Column("Kết quả", 18), Column("Tình trạng số liệu", 26),
        )  # fmt: skip
        listed = {line.held.round_card for line in self.lines}
        rest = [self._line(one, None) for one in self.rows if one.round_card not in listed]
        found = [
            (
                line.place, line.held.name, line.held.above, line.held.number if self.by_figure else line.value or None,
                line.held.second, line.level, line.judged, line.stands[1],
            )
            for line in (*self.lines, *rest)
        ]  # fmt: skip
        return Sheet("Từng xã", columns, found, foot=Foot((self.said,)))

    def _line(self, one: Held, place: int | None) -> Line:
        return Line(one, place, _value(one), self._level(one.scope))

    def _level(self, scope: str) -> str:
        """ "từ 90 % trở lên"; a level that follows from other rows is each commune's own."""
        if self.row.version.derived:
            return "Tính riêng từng xã"
        return level_words(IndicatorLine(self.row.indicator, self.row.version, self.levels[scope], None))

    def _states(self) -> Chart:
        counted = [Counter(one.state for one in self.rows if one.verified is verified) for verified in (True, False)]
        about = About(self.row.label, "xã", self.today, f"{len(self.rows)} xã có phiếu trong kỳ, {self.where}")
        series = [
            Series(str(state.label), [counts[state] for counts in counted], tone) for state, tone in _TONES.items()
        ]
        return stacked(about, ["Đã thẩm tra", "Xã tự đánh giá"], series, head="Nguồn")

    def _spread(self) -> Chart:
        """How many communes lie in which range of figures; verified ones and the others told apart."""
        figures = [figure for figure, _ in self._known]
        ticks = ticks_of(min(figures), max(figures), whole=False)
        # The last range holds its upper end too: none lies wholly above the greatest figure.
        ticks = [tick for at, tick in enumerate(ticks) if at < 2 or ticks[at - 1] < max(figures)]
        places = range(len(ticks) - 1)
        ranges = [f"{number(ticks[at], 4)}–{number(ticks[at + 1], 4)}" for at in places]
        counts: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
        for figure, one in self._known:
            counts[one.verified][min(bisect_right(ticks, figure) - 1, places[-1])] += 1
        verified, others = counts[True].total(), counts[False].total()
        base = f"{verified} xã đã thẩm tra và {others} xã tự đánh giá có số liệu, trong {len(self.rows)} xã có phiếu, {self.where}"
        unit = unit_words(self.row)
        return histogram(
            About(f"Số xã theo giá trị chỉ tiêu {self.row.indicator}", "xã", self.today, base),
            ranges if min(figures) < max(figures) else [number(figures[0], 4)],
            [
                Series("Đã thẩm tra", [counts[True][at] for at in places], "met"),
                Series("Xã tự đánh giá", [counts[False][at] for at in places], "wait"),
            ],
            head=f"Khoảng ({unit})",
        )  # fmt: skip

    def _worst(self) -> Chart:
        shown, direction = self.lines[:WORST], self.row.version.direction
        title = "thấp nhất" if direction == Direction.AT_LEAST else "cao nhất"
        base = f"{len(self.lines)} xã có số liệu trong {len(self.rows)} xã có phiếu, {self.where}"
        levels = [None if self.row.version.derived else self.levels[line.held.scope] for line in shown]
        return against(
            About(f"Chỉ tiêu {self.row.indicator}: {len(shown)} xã {title}", unit_words(self.row), self.today, base),
            [line.held.name for line in shown],
            Series("Giá trị", [line.held.counts_as(direction) for line in shown], "1"),
            [Series("Mức", [level.number if level else None for level in levels])],
            head="Xã",
        )


def _value(one: Held) -> str:
    if one.number is None:
        return "" if one.text == State(one.state).label else one.text
    return number(one.number, 4) + (f" (nữ {number(one.second, 4)})" if one.second is not None else "")


# --- Several offices ---


def worst_offices(row: Row, rows: Sequence[Summed]) -> list[Summed]:
    """Worst first: by the mean where it is established which figure is better, else by the share that meets the indicator;
    those without any figure or result last."""

    def key(one: Summed) -> tuple[bool, Decimal | float]:
        if not has_best(row):
            return one.share is None, one.share or 0
        mean = one.mean or Decimal(0)
        return one.mean is None, -mean if row.version.direction == Direction.AT_MOST else mean

    return sorted(rows, key=key)


def offices_words(row: Row, rows: Sequence[Summed]) -> str:
    """On which communes the table rests, and which figures it takes."""
    cards, changed = sum(one.cards for one in rows), sum(one.changed for one in rows)
    known = sum(one.known if row.is_figure else one.judged for one in rows)
    found = f"{grouped(known)} xã có {'số liệu' if row.is_figure else 'kết quả'} trong {grouped(cards)} xã có phiếu; {grouped(cards - known)} xã chưa có."
    if changed:
        found += (
            f" Tính theo phiếu đang dùng của xã: {grouped(changed)} xã đã sửa chỉ tiêu này sau khi gửi phiếu; "
            "bảng của từng địa bàn giữ số liệu lúc gửi."
        )
    return found


def offices_chart(row: Row, rows: Sequence[Summed], *, where: str, today: date) -> Chart:
    """Of the worst, how many % of the communes with a result meet the indicator."""
    shown = sorted((one for one in rows if one.share is not None), key=lambda one: one.share or 0)[:WORST]
    met, judged, cards = (
        sum(counts) for counts in zip(*((one.met, one.judged, one.cards) for one in rows), strict=True)
    )
    about = About(
        f"Chỉ tiêu {row.indicator}: tỷ lệ xã đạt, {len(shown)} địa bàn thấp nhất", "% số xã có kết quả", today,
        f"{grouped(judged)} xã có kết quả trong {grouped(cards)} xã có phiếu, {where}",
    )  # fmt: skip
    return against(
        about, [one.name for one in shown], Series("Tỷ lệ xã đạt", [one.share for one in shown], "1"),
        [Series("Chung các địa bàn", [100 * met / judged for _ in shown])], head="Địa bàn",
    )  # fmt: skip


def offices_sheet(row: Row, rows: Sequence[Summed], said: str) -> Sheet:
    figures = (Column("Thấp nhất", 12, "number"), Column("Bình quân xã", 12, "number"), Column("Cao nhất", 12, "number")) if row.is_figure else ()  # fmt: skip
    columns = (Column("Địa bàn", 28), Column("Xã có phiếu", 10, "number"), Column("Xã có số liệu", 10, "number"), Column("Đã thẩm tra", 10, "number"), *figures,
               Column("Xã đạt", 10, "number"), Column("Xã chưa đạt", 10, "number"), Column("Chưa có kết quả", 10, "number"), Column("Tỷ lệ xã đạt (%)", 12, "number"))  # fmt: skip
    found = [
        (
            one.name, one.cards, one.known if row.is_figure else one.judged, one.verified, *((one.lowest, one.mean, one.highest) if row.is_figure else ()),
            one.met, one.of(State.UNMET), one.of(State.NO_DATA), one.share,
        )
        for one in rows
    ]  # fmt: skip
    return Sheet("Từng địa bàn", columns, found, foot=Foot((said,)))
