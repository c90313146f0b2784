"""The body of a paper: a flat row of lines and tables → parts inside parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.context import Block, Paragraph, Section, Table
from documents.read.labels import Label, follows, label_of
from documents.read.lines import BULLET, Grid, Line, Source, is_upper

#: A numbered passage longer than this is a sentence and no heading, unless it is all in capitals.
_HEADING = 150
#: "1. Kinh phí: Do ngân sách xã bảo đảm …": what stands before the colon is at most this long, the rest at least.
_RUN_IN_TITLE = 90
_RUN_IN_REST = 30
#: A rest this long is a sentence of its own also where more paragraphs follow.
_RUN_IN_SENTENCE = 70
_RUN_IN = re.compile(r"^(?P<title>[^:;.\"“]{2,90}:)\s+(?P<rest>\S.*)$")
#: Parts deeper than this are kept as parts of the deepest level: no paper has more.
_DEEPEST = 12


@dataclass
class _Open:
    """A part that is still being filled."""

    kind: str
    rank: float
    label: str | None
    words: str
    #: Outline level of a Word heading.
    heading: int | None = None
    content: list[Block] = field(default_factory=list)


def read_body(sources: Sequence[Source]) -> tuple[Block, ...]:
    """The tree of parts, paragraphs and tables of a body."""
    top = _Open("", -1, None, "")
    stack = [top]
    for source in sources:
        if isinstance(source, Grid):
            stack[-1].content.append(Table(source.rows, source.header_rows, source.widths, alignment(source)))
            continue
        opened = _opened_by(source, stack)
        if opened is None:
            _take_paragraph(stack, source)
            continue
        _close_for(stack, opened)
        stack.append(opened)
    while len(stack) > 1:
        _close(stack)
    return tuple(top.content)


def alignment(grid: Grid) -> str:
    """A letter a column: figures to the right, all else to the left; "" for a table without rows of data."""
    data = grid.rows[grid.header_rows :]
    if not data:
        return ""
    letters = []
    for cells in zip(*data, strict=True):
        written = [cell.strip() for cell in cells if cell.strip()]
        figures = bool(written) and all(re.fullmatch(r"[\d\s.,%+\-/]+", cell) for cell in written)
        letters.append("r" if figures else "l")
    return "".join(letters)


def _opened_by(line: Line, stack: list[_Open]) -> _Open | None:
    if BULLET.match(line.text):
        return None
    label = label_of(line.text)
    if label is not None:
        return _Open(label.kind, _rank(label, stack), label.label, label.rest, line.heading)
    if line.heading is not None:
        above = (part.rank for part in reversed(stack) if part.heading is not None and part.heading < line.heading)
        # Just inside the nearest higher heading, and outside of everything that is numbered below it.
        return _Open(f"heading {line.heading}", next(above, -1) + 0.1, None, line.text, line.heading)
    return None


def _rank(label: Label, stack: list[_Open]) -> float:
    """A row that starts over inside a deeper part of the same kind of row is a list inside that part."""
    same = next((part for part in reversed(stack) if part.kind == label.kind), None)
    if same is None:
        return label.rank
    if same.rank != label.rank:
        # Inside such a list already: its next number, or the next number of the outer row.
        return same.rank if follows(same.label or "", label.label) else label.rank
    if stack[-1] is same or not label.starts_over:
        return label.rank
    deeper = stack[-1].rank
    return deeper + 1 if deeper > label.rank and not follows(same.label or "", label.label) else label.rank


def _close_for(stack: list[_Open], opened: _Open) -> None:
    row = [index for index, part in enumerate(stack) if (part.kind, part.rank) == (opened.kind, opened.rank)]
    after = (index for index, part in enumerate(stack) if _ends_before(part, opened))
    target = row[0] if row else next(after, len(stack))
    target = min(max(target, 1), _DEEPEST)
    while len(stack) > target:
        _close(stack)


def _ends_before(part: _Open, opened: _Open) -> bool:
    if part.label is None and part.heading is not None and opened.heading is not None:
        return part.heading >= opened.heading
    return part.rank > opened.rank


def _take_paragraph(stack: list[_Open], line: Line) -> None:
    part = stack[-1]
    if part.kind and not part.words and not part.content and len(line.text) <= _HEADING and not BULLET.match(line.text):
        # "PHẦN I" or "I." alone: its title stands on the next line.
        part.words = line.text
        return
    part.content.append(Paragraph(line.text))


def _close(stack: list[_Open]) -> None:
    part = stack.pop()
    title, first = _title_of(part)
    content = (*((Paragraph(first),) if first else ()), *part.content)
    stack[-1].content.append(Section(part.label, title, content))


def _title_of(part: _Open) -> tuple[str | None, str | None]:
    """The heading of a part and its first paragraph, from the words that stand behind its number."""
    words = part.words
    if not words:
        return None, None
    if part.label is None or is_upper(words) or part.rank <= 3:
        split = _RUN_IN.match(words) if len(words) > _HEADING else None
        return (split["title"], split["rest"]) if split else (words, None)
    split = _RUN_IN.match(words)
    if split and len(split["title"]) <= _RUN_IN_TITLE and len(split["rest"]) >= _RUN_IN_REST:
        if not part.content or len(split["rest"]) >= _RUN_IN_SENTENCE:
            return split["title"], split["rest"]
        return words, None
    if len(words) > _HEADING or (not part.content and words.endswith((".", ";", ",")) and not split):
        return None, words
    return words, None
