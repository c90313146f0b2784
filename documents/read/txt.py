"""A text file → lines and tables."""

from __future__ import annotations

import re

from documents.read.encodings import decode
from documents.read.lines import Grid, Line, Source, check_size, make_line, unmarked
from documents.read.rejoin import rejoin

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_TABLE_RULE = re.compile(r"[|\s:\-+=]+")


def read_text(data: bytes) -> list[Source]:
    """The lines and tables of a `.txt` file; raises RuleError when it is no text."""
    check_size(len(data) // 4, 0)
    text = decode(data)
    check_size(len(text), text.count("\n") + text.count("\r"))
    return lines_of(text)


def lines_of(text: str) -> list[Source]:
    """Lines of a text: marks of converters removed, bullets made one, broken sentences whole again."""
    sources: list[Source] = []
    rows: list[tuple[str, ...]] = []
    gap = False
    for raw in _BREAKS.split(text):
        row = _table_row(raw)
        if row is not None:
            if row:
                rows.append(row)
            continue
        if rows:
            sources.append(_grid(rows))
            rows = []
        line = make_line(raw, gap=gap)
        if line is None:
            gap = gap or not raw.strip()
        else:
            sources.append(line)
            gap = False
    if rows:
        sources.append(_grid(rows))
    return rejoin(sources)


def _table_row(raw: str) -> tuple[str, ...] | None:
    """The cells of "| a | b |"; () for the rule of such a table; None for any other line ("|- …" is a bullet)."""
    raw = raw.strip()
    if not raw.startswith("|") or not raw.endswith("|") or raw.count("|") < 3:
        return None
    if _TABLE_RULE.fullmatch(raw):
        return ()
    return tuple(" ".join(unmarked(cell).split()) for cell in raw[1:-1].split("|"))


def _grid(rows: list[tuple[str, ...]]) -> Source:
    width = max(map(len, rows))
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    if width == 1:
        return Line(" ".join(row[0] for row in filled))
    return Grid(filled, header_rows=1 if len(filled) > 1 else 0)
