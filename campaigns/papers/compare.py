"""Two wordings of a paper side by side: paragraphs matched, then the words inside the changed ones. Pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from documents.context import Block, Paper, Paragraph, Signature, Table

#: Two paragraphs with fewer words in common than this share are not one paragraph reworded.
_ALIKE = 0.45
#: In a longer stretch of changes than this every pair of paragraphs would be too many to try.
_TRIED = 80
#: So many unchanged paragraphs stay in sight on either side of a change.
_CONTEXT = 1
_FIGURE = r"\d+(?:[.,/]\d+)*"
_TOKEN = re.compile(rf"{_FIGURE}|\w+|\s+|[^\w\s]")
_HAS_FIGURE = re.compile(_FIGURE)
#: What a figure counts: the few words behind it, up to a comma or the like.
_UNIT = re.compile(r"^\s*(%|(?:[^\W\d]+(?:/[^\W\d]+)*)(?:\s+[^\W\d]+(?:/[^\W\d]+)*){0,2})")
_NO_UNIT = re.compile(r"\s+(?:và|trở|gồm|trong|của|là|đạt|để|có)\b.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: in both texts, or only in the old ("del") or the new one ("ins")."""

    text: str
    mark: Literal["", "del", "ins"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the old and of the new text beside each other; None where a side has none."""

    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None

    @property
    def kind(self) -> Literal["same", "changed", "added", "removed"]:
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if not any(piece.mark for piece in (*self.old, *self.new)) else "changed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow one another; `folded` ones are unchanged and out of the way."""

    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one now: "54,1 → 55,0 triệu đồng", and the paragraph it stands in."""

    old: str
    new: str
    unit: str
    where: str


@dataclass(frozen=True, slots=True)
class Comparison:
    figures: tuple[Change, ...]
    stretches: tuple[Stretch, ...]
    added: int
    removed: int
    changed: int

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(old: Paper, new: Paper) -> Comparison:
    """What differs between two wordings of a paper, in reading order."""
    rows = rows_of(lines_of(old), lines_of(new))
    kinds = [row.kind for row in rows]
    return Comparison(
        figures=tuple(change for row in rows for change in _figures(row)), stretches=tuple(_stretches(rows)),
        added=kinds.count("added"), removed=kinds.count("removed"), changed=kinds.count("changed"),
    )  # fmt: skip


def same_words(one: Paper, other: Paper) -> bool:
    """Whether two papers print the same words, whatever their moment and marks are."""
    return lines_of(one) == lines_of(other)


def lines_of(paper: Paper) -> list[str]:
    """Every printed paragraph, heading and table row, in reading order."""
    number = f"Số: {paper.number or '…'}/{paper.symbol}" if paper.number or paper.symbol else ""
    day = f"{paper.place or '…'}, ngày {paper.day or '…'} tháng {paper.month or '…'} năm {paper.year or '…'}"
    dated = day if any((paper.place, paper.day, paper.month, paper.year)) else ""
    head = [
        *_split(paper.parent_body),
        *_split(paper.issuing_body),
        number,
        dated,
        *_split(paper.type),
        *_split(paper.subject),
    ]
    opening = [*paper.addressees, *_split(paper.deciding_authority), *paper.legal_bases, *paper.preamble]
    body = [line for block in paper.content for line in _lines(block)]
    tail = [*paper.closing]
    if paper.recipients:
        tail += ["Nơi nhận:", *(f"- {name}" for name in paper.recipients)]
    tail += [*_signed(paper.left_signature), *_signed(paper.signature)]
    for appendix in paper.appendices:
        tail += [*_split(appendix.label), *_split(appendix.title)]
        tail += [line for block in appendix.content for line in _lines(block)]
    return [line for line in (*head, *opening, *body, *tail) if line]


def _split(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _signed(signature: Signature | None) -> list[str]:
    if signature is None:
        return []
    parts = (signature.authority, signature.title, signature.post, signature.name)
    return [line for part in parts for line in _split(part)]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield text
        case Table(rows=rows, caption=caption):
            yield from _split(caption)
            yield from (" | ".join(row) for row in rows)
        case _:
            inner = list(block.content)
            heading = " ".join(part for part in (f"{block.label}." if block.label else "", block.title or "") if part)
            if block.label and block.title is None and inner and isinstance(inner[0], Paragraph):
                # A numbered sentence: the label stands on its line.
                yield f"{heading} {inner[0].text}"
                inner = inner[1:]
            elif heading:
                yield heading
            for one in inner:
                yield from _lines(one)


# --- Rows ---


def rows_of(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """The paragraphs of both texts in order; every paragraph of either stands in exactly one row."""
    rows: list[Row] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(text),), (Piece(text),)) for text in old[i:i_end]]
        else:
            rows += _changed(old[i:i_end], new[j:j_end])
    return rows


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Rows of a stretch that differs: what was reworded is paired, the rest was taken away or added."""
    i = j = 0
    for i_next, j_next in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Row((Piece(text, "del"),), None) for text in old[i:i_next])
        yield from (Row(None, (Piece(text, "ins"),)) for text in new[j:j_next])
        if i_next < len(old) and j_next < len(new):
            yield Row(*words(old[i_next], new[j_next]))
        i, j = i_next + 1, j_next + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, in order, so that together they are most alike."""
    if not old or not new:
        return []
    if len(old) * len(new) > _TRIED * _TRIED:
        return [(at, at) for at in range(min(len(old), len(new))) if _likeness(old[at], new[at]) >= _ALIKE]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= _ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    # The quick one is never smaller, and most paragraphs have nothing to do with one another.
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


# --- Words ---


def words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both paragraphs cut into what they share and what only one has; joined, each gives its paragraph again."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, i, i_end, j, j_end in _opcodes(left, right):
        one, other = "".join(left[i:i_end]), "".join(right[j:j_end])
        if tag == "equal":
            before.append(Piece(one))
            after.append(Piece(other))
            continue
        if one:
            before.append(Piece(one, "del"))
        if other:
            after.append(Piece(other, "ins"))
    return tuple(before), tuple(after)


def _opcodes(left: list[str], right: list[str]) -> list[tuple[str, int, int, int, int]]:
    """difflib's steps, with a lone space between two changes made part of them: one change reads better than three."""
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    joined: list[tuple[str, int, int, int, int]] = []
    for place, (tag, i, i_end, j, j_end) in enumerate(steps):
        inside = 0 < place < len(steps) - 1
        if tag == "equal" and inside and not "".join(left[i:i_end]).strip():
            tag = "replace"  # noqa: PLW2901 - a space between two changes belongs to them
        if joined and tag != "equal" and joined[-1][0] != "equal":
            _, i, _, j, _ = joined.pop()  # noqa: PLW2901
            tag = "replace"  # noqa: PLW2901
        joined.append((tag, i, i_end, j, j_end))
    return joined


# --- Figures ---


def _figures(row: Row) -> Iterator[Change]:
    """The figures that a reworded paragraph replaced, where old and new have as many at one place."""
    if row.old is None or row.new is None:
        return
    where = "".join(piece.text for piece in row.new)
    for gone, come, behind in _gaps(row.old, row.new):
        ours, theirs = _HAS_FIGURE.findall(gone), list(_HAS_FIGURE.finditer(come))
        if len(ours) != len(theirs):
            continue
        for old, new in zip(ours, theirs, strict=True):
            if old != new.group():
                yield Change(old, new.group(), _unit(come[new.end() :] + behind), where)


def _gaps(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[tuple[str, str, str]]:
    """(what went, what came, what follows) at each place where two paragraphs differ."""
    gone, come = _between(old), _between(new)
    shared = [piece.text for piece in new if not piece.mark]
    for place, (before, after) in enumerate(zip(gone, come, strict=True)):
        if before or after:
            yield before, after, "".join(shared[place : place + 1])


def _between(pieces: Sequence[Piece]) -> list[str]:
    """The marked text before, between and after the shared pieces: one more than there are of those."""
    found = [""]
    for piece in pieces:
        if piece.mark:
            found[-1] += piece.text
        else:
            found.append("")
    return found


def _unit(behind: str) -> str:
    found = _UNIT.match(behind)
    return _NO_UNIT.sub("", found[1]).strip() if found else ""


# --- Folding ---


def _stretches(rows: Sequence[Row]) -> Iterator[Stretch]:
    """The rows with what is unchanged folded, save what stands next to a change."""
    changed = [place for place, row in enumerate(rows) if row.kind != "same"]
    shown = {near for place in changed for near in range(place - _CONTEXT, place + _CONTEXT + 1)}
    for out_of_sight, group in groupby(enumerate(rows), key=lambda item: item[0] not in shown):
        yield Stretch(tuple(row for _, row in group), folded=out_of_sight)
