"""The matrix as rows of a table, put together from pieces, and as a sheet. Pure.

A template that goes through every cell costs three times the query; here a cell is one of a few dozen ready pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.sheets import Column, Foot, Heading, Sheet
from core.templatetags.ui import icon
from criteria.enums import RoundCardState, State
from criteria.judging import MET_MARKS, STATES
from dashboards.queries.matrix import Head, Line

#: Letter on the page by mark: read without colours, on a copy, aloud with the word beside.
LETTERS = {"D": "Đ", "C": "C", "K": "K", "-": "–"}
CSS = {"D": "d", "C": "c", "K": "k", "-": "n"}
#: Icon and words of where a commune's card stands.
STANDS = {
    RoundCardState.FILLING: ("pencil", "Xã đang tự đánh giá"),
    RoundCardState.RETURNED: ("arrow-return-left", "Đã trả lại, xã đang sửa"),
    RoundCardState.SUBMITTED: ("hourglass-split", "Chờ thẩm tra"),
    RoundCardState.ACCEPTED: ("shield-check", "Đã thẩm tra, chấp nhận"),
}


def word(mark: str) -> str:
    return str(State(STATES[mark]).label)


@cache
def _cell(mark: str, said: str, before: str) -> str:
    """A cell's HTML; few differ, so all are kept ready."""
    told, shown = word(mark), LETTERS[mark]
    if before and (mark in MET_MARKS) != (before in MET_MARKS):
        rose = mark in MET_MARKS
        told += f", kỳ trước {word(before).lower()}"
        shown += "<i>▲</i>" if rose else "<i>▼</i>"
    if said != mark:
        told += f", xã tự đánh giá {word(said).lower()}"
        shown += "<b>*</b>"
    return f'<td class="{CSS[mark]}" aria-label="{told}">{shown}'


def body(lines: Sequence[Line]) -> SafeString:
    """The rows of the table's body."""
    base = reverse("criteria:round_card", args=[0]).replace("0/", "")
    stands = {state: _stand(state) for state in {line.state for line in lines}}
    return mark_safe("".join(_row(line, base, stands[line.state]) for line in lines))  # noqa: S308 - every piece is escaped or ours


def head_cells(heads: Sequence[Head]) -> SafeString:
    """The heads of the criteria."""
    return format_html_join(
        "", '<th scope="col"><span class="vt">{}</span><b>{}</b></th>', ((head.name, head.number) for head in heads)
    )


def total_cells(totals: Sequence[int]) -> SafeString:
    """How many communes meet each criterion."""
    return format_html_join("", '<td class="num">{}</td>', ((met,) for met in totals))


def _stand(state: str) -> str:
    name, words = STANDS[RoundCardState(state)]
    return format_html('{} <span class="visually-hidden">{}</span>', icon(name, css="t-2"), words)


def _row(line: Line, base: str, stand: str) -> str:
    before = line.before or " " * len(line.marks)
    cells = "".join(map(_cell, line.marks, line.said, (mark.strip() for mark in before)))
    css = "" if line.state == RoundCardState.ACCEPTED else ' class="self"'
    change = "—" if line.change is None else f"{line.change:+d}".replace("-", "−") if line.change else "0"
    notes: list[str] = [conditional_escape(line.above)] if line.above else []
    if line.state != RoundCardState.ACCEPTED:
        notes.append("chưa duyệt")
    above = f'<small class="hint">{", ".join(notes)}</small>' if notes else ""
    return (
        f'<tr{css}><th scope="row"><a href="{base}{line.round_card}/">{conditional_escape(line.name)}</a> {stand}{above}'
        f'<td class="num"><b>{line.met if line.known else "—"}</b><td class="num">{change}{cells}'
    )


def matrix_sheet(about: Sequence[str], heads: Sequence[Head], lines: Sequence[Line], totals: Sequence[int]) -> Sheet:
    """What the page shows, as a sheet that is read on one A4: letters under upright heads, and below what they mean.

    `about`: round, set and day, a line each.
    """
    above = any(line.above for line in lines)
    columns = (
        Column("Xã", 22), *([Column("Thuộc", 18)] if above else []), Column("Tình trạng phiếu", 27),
        Column("Số tiêu chí đạt", 8, "number"), Column("So kỳ trước", 8, "number"),
        *(Column(f"{head.number}. {head.name}", 6, turned=True) for head in heads),
    )  # fmt: skip
    rows = [
        (
            line.name, *([line.above] if above else []), STANDS[RoundCardState(line.state)][1],
            line.met if line.known else None, line.change,
            *(_told(mark, said) for mark, said in zip(line.marks, line.said, strict=True)),
        )
        for line in lines
    ]  # fmt: skip
    rows.append(("Số xã đạt", *([""] if above else []), "", None, None, *(f"{met}/{len(lines)}" for met in totals)))
    key = "; ".join(f"{letter}: {word(mark).lower()}" for mark, letter in LETTERS.items())
    foot = Foot((f"{key}. Trong ngoặc: xã tự đánh giá, nơi khác với kết quả.",))
    return Sheet("Ma trận", columns, rows, heading=Heading((), (), ("MA TRẬN TIÊU CHÍ THEO XÃ", *about)), foot=foot)


def _told(mark: str, said: str) -> str:
    return LETTERS[mark] if mark == said else f"{LETTERS[mark]} ({LETTERS[said]})"
