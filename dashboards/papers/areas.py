"""The rows of the page of areas, put together from ready pieces, their order, and the same as sheets. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.formats import number
from core.sheets import Column, Sheet
from core.templatetags.ui import icon
from criteria.enums import TallyKind
from criteria.judging import MET_MARKS, STATES, met_in
from criteria.queries.tallies import Count
from dashboards.papers.matrix import CSS, LETTERS, word
from dashboards.queries.areas import CommuneRow, OfficeRow
from dashboards.queries.matrix import Head

#: Orders besides those by one criterion ("tc-7").
SORTS = {"ten": "Tên", "kem": "Bình quân đạt thấp nhất trước", "duyet": "Thẩm tra ít nhất trước"}
#: Heads of the figures before the criteria of an office.
FIGURES = (
    "Số xã", "Có số liệu", "Đã thẩm tra", "Bình quân: tự đánh giá", "Bình quân: thẩm tra", "Đạt đủ: tự đánh giá",
    "Đạt đủ: thẩm tra",
)  # fmt: skip
_NONE = "chưa có"
#: From which percent a share has which colour; the figure stands in the cell.
_STEPS = ((100, "d"), (75, "p75"), (50, "p50"), (25, "p25"), (0, "c"))


def percent(met: int, base: int) -> int:
    """Whole percent, rounded down so that 100 means all; more than none is at least 1."""
    return max(met * 100 // base, 1) if met else 0


def _mean(count: Count) -> str:
    return "–" if count.mean is None else number(round(count.mean, 1), places=1)


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}"


# --- Provinces and districts ---


def office_body(rows: Sequence[OfficeRow], width: int, kind: str, address: Callable[[int], str]) -> SafeString:
    """The rows of the heat table's body; `address` of an area's page by its id."""
    return mark_safe("".join(_office(row, width, kind, address(row.area)) for row in rows))  # noqa: S308 - every piece is escaped or ours


def office_total(row: OfficeRow, width: int, kind: str) -> SafeString:
    """The cells of the row of totals."""
    return mark_safe(_figures(row, width) + _heats(row, width, kind))  # noqa: S308 - figures only


def _office(row: OfficeRow, width: int, kind: str, address: str) -> str:
    wait = '<small class="hint">chưa duyệt</small>' if row.own.cards and not row.accepted.cards else ""
    return (
        f'<tr><th scope="row"><a href="{conditional_escape(address)}">{conditional_escape(row.name)}</a>{wait}'
        f"{_figures(row, width)}{_heats(row, width, kind)}"
    )


def _figures(row: OfficeRow, width: int) -> str:
    own, accepted = row.own, row.accepted
    whole = (_of(count.whole(width), count.cards) if count.cards else "–" for count in (own, accepted))
    cells = (str(row.communes), str(own.cards), str(accepted.cards), _mean(own), _mean(accepted), *whole)
    return "".join(f'<td class="num">{cell}' for cell in cells)


def _heats(row: OfficeRow, width: int, kind: str) -> str:
    count = row.by(kind)
    return "".join(_heat(count.met_at(place), count.cards, count.known_at(place) > 0) for place in range(width))


@lru_cache(maxsize=8_192)
def _heat(met: int, base: int, known: bool) -> str:
    if not known:
        return '<td class="n" aria-label="Chưa có số liệu">–'
    share = percent(met, base)
    css = next(css for least, css in _STEPS if share >= least)
    return f'<td class="{css}">{share}%<small>{_of(met, base)}</small>'


def sorted_offices(rows: Sequence[OfficeRow], sort: str, place: int | None, kind: str) -> list[OfficeRow]:
    """By name, or what is worst first; rows without data come last."""

    def worst(row: OfficeRow) -> tuple[bool, float]:
        count = row.by(kind)
        if sort == "duyet":
            return not row.communes, row.accepted.cards / (row.communes or 1)
        if place is not None:
            return not count.known_at(place), count.met_at(place) / (count.cards or 1)
        return count.mean is None, count.mean or 0.0

    return list(rows) if sort == "ten" else sorted(rows, key=worst)


# --- Communes ---


@cache
def _cell(mark: str, accepted: str) -> str:
    told, shown = word(mark), LETTERS[mark]
    if accepted not in {mark, " "}:
        told += f", đã thẩm tra: {word(accepted).lower()}"
        shown += "<b>*</b>"
    return f'<td class="{CSS[mark]}" aria-label="{told}">{shown}'


def commune_body(rows: Sequence[CommuneRow], width: int, kind: str, address: Callable[[int], str]) -> SafeString:
    """The communes with a letter a criterion: what they say themselves beside what was accepted, or the accepted alone."""
    shield = f'{icon("shield-check", css="t-2")} <span class="visually-hidden">Đã thẩm tra</span>'
    return mark_safe("".join(_commune(row, kind, address(row.area), width, shield) for row in rows))  # noqa: S308 - every piece is escaped or ours


def _commune(row: CommuneRow, kind: str, address: str, width: int, shield: str) -> str:
    marks, beside = (row.accepted, "") if kind == TallyKind.ACCEPTED else (row.own, row.accepted)
    cells = "".join(map(_cell, marks.ljust(width, "-"), beside.ljust(width)))
    css = "" if row.accepted else ' class="self"'
    note = "" if row.accepted else f'<small class="hint">{"chưa duyệt" if row.own else "chưa có số liệu"}</small>'
    met = [str(met_in(letters)) if letters else "–" for letters in (row.own, row.accepted)]
    return (
        f'<tr{css}><th scope="row"><a href="{conditional_escape(address)}">{conditional_escape(row.name)}</a> '
        f'{shield if row.accepted else ""}{note}<td class="num"><b>{met[0]}</b><td class="num">{met[1]}{cells}'
    )


def commune_total(row: OfficeRow, width: int, kind: str) -> SafeString:
    """The cells of the row of totals below communes: means, and how many meet each criterion."""
    cells = f'<td class="num">{_mean(row.own)}<td class="num">{_mean(row.accepted)}'
    return mark_safe(cells + _heats(row, width, kind))  # noqa: S308 - figures only


def sorted_communes(rows: Sequence[CommuneRow], sort: str, place: int | None, kind: str) -> list[CommuneRow]:
    """By name, or what is worst first; communes without data come last."""

    def worst(row: CommuneRow) -> tuple[bool, int, int]:
        marks = row.accepted if kind == TallyKind.ACCEPTED else row.own
        if sort == "duyet":
            return False, bool(row.accepted), met_in(row.own)
        if place is not None:
            return not marks, marks[place : place + 1] in MET_MARKS, met_in(marks)
        return not marks, met_in(marks), 0

    return list(rows) if sort == "ten" else sorted(rows, key=worst)


# --- One commune ---


@dataclass(frozen=True, slots=True)
class CriterionLine:
    head: Head
    #: A State; of the accepted "" where nothing was.
    own: str
    accepted: str


def criterion_lines(heads: Sequence[Head], row: CommuneRow | None) -> list[CriterionLine]:
    """The criteria of a commune, what it says beside what was accepted."""
    own = (row.own if row else "").ljust(len(heads), "-")
    accepted = (row.accepted if row else "").ljust(len(heads))
    return [
        CriterionLine(head, STATES[mine], STATES[theirs] if theirs != " " else "")
        for head, mine, theirs in zip(heads, own, accepted, strict=False)
    ]


def met_of(row: CommuneRow | None) -> tuple[int | None, int | None]:
    """How many criteria the commune meets by its own word and as accepted; None where there is none."""
    own, accepted = (row.own, row.accepted) if row else ("", "")
    return met_in(own) if own.strip("-") else None, met_in(accepted) if accepted else None


# --- Sheets ---


def office_sheets(heads: Sequence[Head], rows: Sequence[OfficeRow]) -> list[Sheet]:
    """What communes say themselves and what was accepted, a sheet each: figures, then communes that meet each criterion."""
    width = len(heads)
    columns = (
        Column("Địa bàn", 28), Column("Số xã", 9, "number"), Column("Có số liệu", 9, "number"),
        Column("Đã thẩm tra", 9, "number"), Column("Bình quân tiêu chí đạt", 12, "number"),
        Column("Số xã đạt đủ", 9, "number"), *(Column(f"{head.number}. {head.name}", 12) for head in heads),
    )  # fmt: skip

    def line(row: OfficeRow, kind: str) -> tuple[object, ...]:
        count = row.by(kind)
        mean = None if count.mean is None else round(count.mean, 2)
        met = (f"{count.met_at(place)}/{count.cards} xã" if count.known_at(place) else _NONE for place in range(width))
        return (
            row.name, row.communes, row.own.cards, row.accepted.cards, mean,
            count.whole(width) if count.cards else None, *met,
        )  # fmt: skip

    return [Sheet(kind.label, columns, [line(row, kind) for row in rows]) for kind in TallyKind]


def commune_sheet(heads: Sequence[Head], rows: Sequence[CommuneRow]) -> Sheet:
    """Words instead of letters; where the accepted differs from what the commune says, both."""
    columns = (
        Column("Xã", 26), Column("Tự đánh giá đạt", 10, "number"), Column("Thẩm tra đạt", 10, "number"),
        *(Column(f"{head.number}. {head.name}", 14) for head in heads),
    )  # fmt: skip

    def said(row: CommuneRow, place: int) -> str:
        own, accepted = row.own[place : place + 1] or "-", row.accepted[place : place + 1]
        if not accepted:
            return f"{word(own)} (chưa duyệt)" if own != "-" else word(own)
        return word(own) if own == accepted else f"{word(own)} (đã thẩm tra: {word(accepted).lower()})"

    return Sheet(
        "Xã",
        columns,
        [
            (
                row.name, met_in(row.own) if row.own else None, met_in(row.accepted) if row.accepted else None,
                *(said(row, place) for place in range(len(heads))),
            )
            for row in rows
        ],
    )  # fmt: skip
