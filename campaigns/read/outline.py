"""A paper as an outline of headings and clean lines: what all readers of facts look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.text import tidy
from documents.context import Block, Paper, Paragraph, Section, Table

#: Capital letters of Vietnamese for a character class; in Unicode they alternate with the small ones.
UPPER = "A-Z" + "".join(
    chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper() and (code < 0x1B1 or code >= 0x1EA0)
)
_MARKER = re.compile(r"^(?:[|\s]*([-–—+•*▪●○]|[a-zđ]\)))\s*(?:[-–+•]\s*)?")
_STARS = re.compile(r"\*+")
_RUN_IN = re.compile(r"^([^:“\"]{2,120}?)\s*:\s+(?=\S)")
#: A sentence ends before a capital or an opening quote; "..." and abbreviations inside words do not end one.
_SENTENCE_END = re.compile(rf"(?<=[^.\s][.!?])\s+(?=[{UPPER}“\"(])")
_EDGE = " \t.,;:/-–"
#: Longer paragraphs are read in pieces, so that the time of all readers grows with the text and not with its square.
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph without its bullet; `run_in` when it followed a heading's colon."""

    marker: str
    text: str
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered part: its heading, then lines, tables and parts in reading order."""

    label: str | None
    title: str
    items: tuple[Line | Table | Node, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(item for item in self.items if isinstance(item, Line))

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(item for item in self.items if isinstance(item, Node))

    def flat(self) -> Iterator[Line]:
        """All lines below, headings of inner parts among them as lines that keep their label as marker."""
        for item in self.items:
            if isinstance(item, Line):
                yield item
            elif isinstance(item, Node):
                yield from _as_lines(item)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the headings above it, outermost first."""

    line: Line
    path: tuple[Node, ...]

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def headings(self) -> str:
        return " / ".join(node.title for node in self.path if node.title)


@dataclass(frozen=True, slots=True)
class Outline:
    paper: Paper
    root: Node
    #: Every line of the body, in reading order.
    placed: tuple[Placed, ...]

    @property
    def opening(self) -> tuple[str, ...]:
        """Căn cứ and preamble: they may hold the period, the place and the theme."""
        texts = (clean(text) for text in (*self.paper.legal_bases, *self.paper.preamble))
        return tuple(piece for text in texts for piece in pieces(text))

    def nodes(self) -> Iterator[tuple[Node, tuple[Node, ...]]]:
        """Every numbered part with the parts above it, outermost first."""
        yield from _nodes(self.root, ())


def clean(text: str) -> str:
    """The paragraph without bullet and markdown stars, on one line, NFC."""
    plain = tidy(_STARS.sub("", text))
    return plain[match.end() :] if (match := _MARKER.match(plain)) else plain


def trim(text: str) -> str:
    """Without the punctuation and spaces at both ends; a bracket that closes one inside stays."""
    return text.strip(_EDGE)


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, each with its own full stop."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def sentence_at(text: str, position: int) -> str:
    """The sentence of the paragraph that holds this position."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if position < end.start():
            return text[start : end.start()].strip()
        start = end.end()
    return text[start:].strip()


def pieces(text: str) -> list[str]:
    """The paragraph, or its parts of at most LONGEST letters, cut after a sentence or at least between words."""
    parts = []
    while len(text) > LONGEST:
        cut = max(text.rfind(end, LONGEST // 2, LONGEST) + len(end) - 1 for end in (". ", "; "))
        if cut < LONGEST // 2:
            cut = text.rfind(" ", LONGEST // 2, LONGEST)
        cut = cut if cut >= LONGEST // 2 else LONGEST
        parts.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*parts, text] if text else parts


def outline_of(paper: Paper) -> Outline:
    """The body of a paper as an outline; appendices are read after it."""
    content = [*paper.content, *(block for appendix in paper.appendices for block in appendix.content)]
    root = Node(None, "", _items(tuple(content)))
    return Outline(paper, root, tuple(_placed(root, ())))


def table_rows(table: Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header cells joined over the header rows, and the rows below; all cells clean."""
    rows = tuple(tuple(clean(cell) for cell in row) for row in table.rows)
    depth = max(1, table.header_rows)
    width = max((len(row) for row in rows), default=0)
    header = tuple(
        " ".join(dict.fromkeys(row[column] for row in rows[:depth] if column < len(row))) for column in range(width)
    )
    return header, tuple(row + ("",) * (width - len(row)) for row in rows[depth:])


def _items(content: tuple[Block, ...]) -> tuple[Line | Table | Node, ...]:
    items: list[Line | Table | Node] = []
    for block in content:
        if isinstance(block, Section):
            items.append(_node(block))
        elif isinstance(block, Table):
            items.append(block)
        else:
            items += _lines(block)
    return tuple(items)


def _lines(paragraph: Paragraph) -> list[Line]:
    plain = tidy(_STARS.sub("", paragraph.text))
    match = _MARKER.match(plain)
    text = plain[match.end() :] if match else plain
    return [Line(match[1] if match and not index else "", piece) for index, piece in enumerate(pieces(text))]


def _node(section: Section) -> Node:
    items = _items(section.content)
    heading = clean(section.title) if section.title else ""
    if not heading and items and isinstance(items[0], Line):
        first, items = items[0], items[1:]
        if not _RUN_IN.match(first.text):
            return Node(section.label, "", (first, *items))
        heading = first.text
    if match := _RUN_IN.match(heading):
        rest = heading[match.end() :].strip()
        return Node(section.label, trim(match[1]), (Line("", rest, run_in=True), *items))
    return Node(section.label, trim(heading), items)


def _as_lines(node: Node) -> Iterator[Line]:
    items = node.items
    head = node.title
    if head and items and isinstance(items[0], Line) and items[0].run_in:
        yield Line(node.label or "", f"{head}: {items[0].text}")
        items = items[1:]
    elif head:
        yield Line(node.label or "", head)
    yield from Node(None, "", items).flat()


def _placed(node: Node, path: tuple[Node, ...]) -> Iterator[Placed]:
    for item in node.items:
        if isinstance(item, Line):
            yield Placed(item, path)
        elif isinstance(item, Node):
            yield from _placed(item, (*path, item))


def _nodes(node: Node, path: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    for child in node.children:
        yield child, path
        yield from _nodes(child, (*path, child))
