"""The map's tiles: in which class each area falls, and in which words it says so. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from areas.models import titled
from core.formats import number, percent
from core.sheets import Column, Sheet
from criteria.enums import RoundCardState, TallyKind
from criteria.judging import UNKNOWN, met_in
from dashboards.papers.matrix import LETTERS, STANDS, word
from dashboards.queries.areas import OfficeRow
from dashboards.queries.map import Commune
from dashboards.queries.matrix import Head

NO_DATA = "Chưa có số liệu"
#: Styles of the classes, best first, and from how many hundredths of the communes on each begins.
_STEPS, SHARES = ("q5", "q4", "q3", "q2", "q1"), (100, 75, 50, 25, 0)
_WORD_BEFORE = re.compile("^(Tỉnh|Thành phố|Huyện|Quận|Thị xã) ")
_CSS = {"D": "q5", "C": "q1", "K": "k", "-": "n"}


@dataclass(frozen=True, slots=True)
class Class:
    """One colour of the map: its style and its words."""

    css: str
    label: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One area on the map and in the table."""

    area: int
    #: Without the word before it, and with it.
    name: str
    full: str
    #: The district that heads its group; "".
    above: str
    css: str
    #: What stands on the tile: 17/19, Đ, 64 %.
    figure: str
    #: The same in words, and its date and kind.
    told: str
    #: What the table says in its columns.
    cells: tuple[str | int | float | None, ...]
    #: A RoundCardState, "" outside rounds.
    state: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Tiles in their order, the classes that may occur, and the table's columns after the name."""

    tiles: list[Tile]
    classes: list[Class]
    columns: tuple[Column, ...]

    @property
    def legend(self) -> list[tuple[Class, int]]:
        """Each class with the number of its areas."""
        counts = Counter(tile.css for tile in self.tiles)
        return [(item, counts[item.css]) for item in self.classes]


def bands(width: int) -> list[tuple[int, str]]:
    """The classes of "how many of `width` criteria": from how many on, and its style, best first.

    Of 19 criteria these are those of the programme's own reports: 19, 15 to 18, 10 to 14, 5 to 9, under 5.
    """
    found: list[tuple[int, str]] = []
    for share, css in zip(SHARES, _STEPS, strict=True):
        least = math.ceil(width * share / 100)
        if not found or least < found[-1][0]:
            found.append((least, css))
    return found


def _band(value: float, width: int) -> str:
    return next(css for least, css in bands(width) if value >= least)


def map_of_communes(communes: Sequence[Commune], heads: Sequence[Head], place: int | None, kind: str) -> Map:
    """Communes by the number of criteria they meet, or by one criterion at `place`."""
    width = len(heads)
    if place is None:
        tiles = [_counted(row, kind, width) for row in communes]
        columns = (Column("Số tiêu chí đạt", 12, "number"), Column("Tiêu chí chưa có số liệu", 12, "number"))
        return Map(tiles, [*_exact(width), Class("n", f"{NO_DATA} hoặc thiếu trên nửa số tiêu chí")], columns)
    head = heads[place]
    classes = [Class(_CSS[mark], f"{LETTERS[mark]}: {word(mark)}") for mark in "DCK-"]
    return Map([_judged(row, kind, head, place) for row in communes], classes, (Column("Kết quả", 18),))


def _exact(width: int) -> list[Class]:
    classes, above = [], width + 1
    for least, css in bands(width):
        label = f"{least}–{above - 1}" if least < above - 1 else str(least)
        if least == width:
            label = f"Đủ {width}"
        elif least == 0:
            label = f"Dưới {above}"
        classes.append(Class(css, f"{label} tiêu chí"))
        above = least
    return classes


def _counted(row: Commune, kind: str, width: int) -> Tile:
    full = titled(row.kind, row.name)
    if not row.marks:
        return Tile(
            row.area,
            row.name,
            full,
            row.district,
            "n",
            "–",
            _told(f"{full}: chưa có số liệu", row, kind),
            (None, None),
            row.state,
        )
    met, missing = met_in(row.marks), row.marks.count(UNKNOWN)
    told = f"{full}: đạt {met}/{width} tiêu chí" + (f", {missing} tiêu chí chưa có số liệu" if missing else "")
    # Red would say that they are not met; nobody knows that yet.
    css = "n" if missing * 2 > width else _band(met, width)
    return Tile(
        row.area, row.name, full, row.district, css, f"{met}/{width}", _told(told, row, kind), (met, missing), row.state
    )  # fmt: skip


def _judged(row: Commune, kind: str, head: Head, place: int) -> Tile:
    full, mark = titled(row.kind, row.name), row.marks[place : place + 1] or UNKNOWN
    told = _told(f"{full}: tiêu chí {head.number} {word(mark).lower()}", row, kind)
    return Tile(row.area, row.name, full, row.district, _CSS[mark], LETTERS[mark], told, (word(mark),), row.state)


def _told(sentence: str, row: Commune, kind: str) -> str:
    return f"{sentence}. {stand_of(row.state, kind)}."


def stand_of(state: str, kind: str) -> str:
    """In words, how far what is shown has been looked at: in a round where the card stands, else whose word it is."""
    return STANDS[RoundCardState(state)][1] if state else str(TallyKind(kind).label)


def map_of_offices(rows: Sequence[OfficeRow], heads: Sequence[Head], place: int | None, kind: str) -> Map:
    """Areas by the mean of criteria met by a commune, or by the share of communes that meet one criterion."""
    width = len(heads)
    base = (Column("Số xã", 9, "number"), Column("Xã có số liệu", 9, "number"))
    if place is None:
        columns = (*base, Column("Bình quân tiêu chí đạt một xã", 14, "number"), Column("Xã đạt đủ", 9, "number"))
        classes = [*between([least for least, _ in bands(width)], " tiêu chí"), Class("n", NO_DATA)]
        return Map([_mean(row, kind, width) for row in rows], classes, columns)
    columns = (*base, Column("Xã đạt", 9, "number"), Column("Tỷ lệ xã đạt (%)", 12, "number"))
    classes = [*between(SHARES, " % số xã"), Class("n", NO_DATA)]
    return Map([_share(row, kind, heads[place], place) for row in rows], classes, columns)


def step_of(share: float | Decimal) -> str:
    """The style of a share (%) among the classes of `between(SHARES, …)`."""
    return next(css for least, css in zip(SHARES, _STEPS, strict=True) if share >= least)


def between(steps: Sequence[int], unit: str) -> list[Class]:
    """The classes of shares and means: all of it, then from each step up to the one above."""
    classes: list[Class] = []
    above = 0
    for least, css in zip(steps, _STEPS, strict=False):
        if not classes:
            label = f"Đủ {least}"
        elif least == 0:
            label = f"Dưới {above}"
        else:
            label = f"Từ {least} đến dưới {above}"
        classes.append(Class(css, label + unit))
        above = least
    return classes


def _mean(row: OfficeRow, kind: str, width: int) -> Tile:
    count = row.by(kind)
    if count.mean is None:
        return _nothing(row, 0)
    # Rounded down: 18,97 of 19 is not 19.
    mean = math.floor(count.mean * 10) / 10
    whole = count.whole(width)
    told = (
        f"{row.name}: bình quân {number(mean, 1)}/{width} tiêu chí một xã; {count.cards}/{row.communes} xã có số liệu, "
        f"{whole} xã đạt đủ."
    )
    return _office(row, _band(count.mean, width), number(mean, 1), told, (row.communes, count.cards, mean, whole))


def _share(row: OfficeRow, kind: str, head: Head, place: int) -> Tile:
    count = row.by(kind)
    known, met = count.known_at(place), count.met_at(place)
    if not known:
        return _nothing(row, 0)
    share = 1000 * met // known / 10
    css = step_of(share)
    told = (
        f"{row.name}: {met}/{known} xã có số liệu đạt tiêu chí {head.number} ({percent(share)}); "
        f"tất cả có {row.communes} xã."
    )
    return _office(row, css, percent(int(share)), told, (row.communes, known, met, share))


def _nothing(row: OfficeRow, known: int) -> Tile:
    told = f"{row.name}: chưa có số liệu; có {row.communes} xã."
    return _office(row, "n", "–", told, (row.communes, known, None, None))


def _office(row: OfficeRow, css: str, figure: str, told: str, cells: tuple[str | int | float | None, ...]) -> Tile:
    name = _WORD_BEFORE.sub("", row.name)
    return Tile(row.area, name, row.name, "", css, figure, told, cells)


def map_sheet(title: str, shown: Map, kind: str, *, communes: bool) -> Sheet:
    """What the table beside the map says, with the class of each area."""
    classes = {item.css: item.label for item in shown.classes}
    more = (Column("Thuộc", 22), Column("Tình trạng số liệu", 24)) if communes else ()
    columns = (Column("Địa bàn", 28), *more, *shown.columns, Column("Mức trên bản đồ", 26))
    rows = [
        (tile.full, *((tile.above, stand_of(tile.state, kind)) if communes else ()), *tile.cells, classes[tile.css])
        for tile in shown.tiles
    ]
    return Sheet(title, columns, rows)
