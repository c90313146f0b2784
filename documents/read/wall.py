"""The column at which an editor, a mail program or a converter broke every long line of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.read.labels import label_of
from documents.read.lines import BULLET, Line, Source, is_upper

#: Lines end a sentence or lead in with one of these.
ENDS = tuple(".;:!?…")
_LEAST_LINES = 8
#: Walls outside of this are no walls: short lines are lists, long ones whole paragraphs.
_NARROWEST, _WIDEST = 40, 130
#: So many sentences that run on into the next line make a wall; a blurred one takes more.
_LEAST_SHARP, _LEAST_BLURRED = 3, 5
#: Share of sentences that may be broken before the wall all the same.
_MISSED = 0.1
#: A blurred wall begins at this share of the longest lines; fewer sentences than these may hide that it is blurred.
_BLUR = 0.8
_CERTAIN = 12


@dataclass(frozen=True, slots=True)
class Wall:
    """`column` is the last one that is written on; `spaced` says that empty lines part most paragraphs.

    Where letters are of unequal width the wall is blurred: lines that end no sentence fill up to it from `blur` on.
    """

    column: int
    blur: int
    spaced: bool = False

    def fills(self, previous: Line, line: Line) -> bool:
        """The next line's first word would not have fitted on the line before it.

        A second space behind a sentence took a column too; a small letter says that such a sentence runs on.
        """
        column = self.column if previous.text.endswith(ENDS) else self.blur
        return _reach(previous, line) + line.text[0].islower() > column


def find_wall(sources: Sequence[Source]) -> Wall | None:
    """The wall of a file, measured on sentences that evidently run on; None when its lines are whole paragraphs."""
    lengths = sorted(len(source.raw) for source in sources if isinstance(source, Line))
    if len(lengths) < _LEAST_LINES:
        return None
    # A line or two may stand out: an address, or two columns of a head.
    longest = lengths[int(len(lengths) * 0.98) - 1]
    if not _NARROWEST <= longest <= _WIDEST:
        return None
    pairs = [
        (first, second) for first, second in pairwise(sources) if isinstance(first, Line) and isinstance(second, Line)
    ]
    wall = _measured([pair for pair in pairs if _may_run_on(*pair)], longest)
    return wall and replace(wall, spaced=_is_spaced(pairs, wall.column))


def _measured(pairs: Sequence[tuple[Line, Line]], longest: int) -> Wall | None:
    """A capital may begin a paragraph or a name: where it does not come near the wall, it says nothing."""
    reaches = sorted(_reach(*pair) for pair in pairs)
    evident = [_reach(*pair) for pair in pairs if pair[1].text[0].islower()]
    sharp = [reach for reach in reaches if reach > longest]
    blur = int(longest * _BLUR)
    if len(sharp) >= _LEAST_SHARP and _few(evident, longest, len(sharp)):
        return Wall(longest, longest if len(sharp) >= _CERTAIN else blur)
    # Letters of unequal width: the lines of a page end some columns apart.
    near = [reach for reach in reaches if reach > blur]
    if len(near) >= _LEAST_BLURRED and len(evident) >= _LEAST_SHARP and _few(evident, blur, len(near)):
        return Wall(min(near[len(near) // 10] - 1, longest), blur)
    return None


def _few(evident: list[int], column: int, reached: int) -> bool:
    """Hardly any sentence that evidently runs on was broken before the column."""
    return sum(reach <= column for reach in evident) <= reached * _MISSED


def _may_run_on(first: Line, second: Line) -> bool:
    """No end mark, and the next line has no marker or number of its own."""
    if second.gap or first.text.endswith(ENDS) or is_upper(first.text) or is_upper(second.text):
        return False
    return not BULLET.match(second.text) and label_of(second.text) is None


def _is_spaced(pairs: Sequence[tuple[Line, Line]], column: int) -> bool:
    parted = [second.gap for first, second in pairs if second.gap or _reach(first, second) <= column]
    return sum(parted) * 2 > len(parted)


def _reach(previous: Line, line: Line) -> int:
    return len(previous.raw) + 1 + len(line.raw.split(maxsplit=1)[0])
