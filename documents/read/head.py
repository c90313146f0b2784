"""The head of a paper: bodies, national title, number and symbol, place and date, kind and subject."""

from __future__ import annotations

from collections.abc import Sequence

from documents.read import words
from documents.read.headlines import PATTERNS, Head, is_official, is_type_line, take
from documents.read.labels import label_of
from documents.read.lines import BULLET, Grid, Line, Source, is_upper, without_marker

#: A head is at most this long; what comes later is body.
_REACH = 40


def read_head(sources: Sequence[Source]) -> tuple[Head, list[Source]]:
    """The head of a paper and what follows it. A text without any part of a head comes back whole."""
    head = Head()
    lines, used = _head_lines(sources)
    if used == 0:
        return Head(), list(sources)
    for text in lines:
        take(head, text)
    rest: list[Source] = list(sources[used:])
    if head.type is not None or head.subject:
        rest = _take_subject(head, rest)
    rest = _take_addressees(head, rest)
    if head.type == "QUYẾT ĐỊNH":
        rest = _take_deciding_authority(head, rest)
    return (head, rest) if head.found else (Head(), list(sources))


def _head_lines(sources: Sequence[Source]) -> tuple[list[str], int]:
    """The pieces of the head up to the kind of paper, and how many sources they fill (0: there is no head)."""
    pieces: list[str] = []
    kept = used = 0
    for index, source in enumerate(sources[:_REACH]):
        if isinstance(source, Grid):
            if not is_head_grid(source):
                break
            pieces.extend(line.text for line in source.lines())
            kept, used = len(pieces), index + 1
            continue
        if _ends_head(source, before_type=True):
            break
        pieces.extend(source.pieces)
        if is_type_line(source.text):
            return pieces, index + 1
        if any(map(is_official, source.pieces)):
            kept, used = len(pieces), index + 1
    return pieces[:kept], used


def is_head_grid(grid: Grid) -> bool:
    """A table that only lays out a head in two columns."""
    if len(grid.rows) > 8:
        return False
    return any(is_official(line.text) for line in grid.lines())


def _ends_head(line: Line, *, before_type: bool) -> bool:
    """The line belongs to the body: a basis, a part, a list item, a whole sentence."""
    text = line.text
    if words.BASIS_ALWAYS.match(text) or BULLET.match(text) or (before_type and PATTERNS["addressee"].match(text)):
        return True
    label = label_of(text)
    if label is not None and not (before_type and is_official(text)):
        return True
    return len(text) > 300 or (len(text) > 120 and text.endswith((".", ";", ":")))


def _take_subject(head: Head, sources: list[Source]) -> list[Source]:
    """The lines of the subject below the kind of paper (or of "V/v …"), up to the first line of the body."""
    index = 0
    for index, source in enumerate(sources):
        if index >= 8 or isinstance(source, Grid) or not _is_subject_line(head, source):
            break
        head.subject.append(source.text)
    else:
        index = len(sources)
    return sources[index:]


def _is_subject_line(head: Head, line: Line) -> bool:
    text = line.text
    opens_body = (
        _ends_head(line, before_type=False)
        or PATTERNS["addressee"].match(text)
        or words.RECIPIENTS_HEAD.match(text)
        or words.ISSUER_IN_SENTENCE.match(text)
        or (words.BASIS_IF_CITING.match(text) and words.CITES.search(text))
    )
    if opens_body or len(text) > 400 or text.endswith((":", ";")) or _decides(head, text):
        return False
    if not head.subject:
        return True
    if words.BASIS_IF_CITING.match(text) and text.endswith((".", ",")):
        return False
    if text.startswith(("(", "“", '"', "-")) or not line.gap:
        return not text.endswith(".") and sum(map(len, head.subject)) + len(text) < 500
    # After an empty line only a short line goes on with the subject: a paragraph is longer or ends as a sentence.
    return len(text) < 120 and not text.endswith(".")


def _decides(head: Head, text: str) -> bool:
    """The line of a decision that names who decides, in capitals below its subject."""
    return head.type == "QUYẾT ĐỊNH" and is_upper(text) and words.DECIDER.match(text) is not None


def _take_addressees(head: Head, sources: list[Source]) -> list[Source]:
    """ "Kính gửi: …" on one line, or a list of bodies below it."""
    if not sources or not isinstance(sources[0], Line):
        return sources
    match = PATTERNS["addressee"].match(sources[0].text)
    if match is None:
        return sources
    first = match["addressee"].strip()
    if first:
        head.addressees.append(without_marker(first).rstrip(";."))
    index = 1
    while index < len(sources):
        source = sources[index]
        if not isinstance(source, Line) or not BULLET.match(source.text) or len(source.text) > 160:
            break
        head.addressees.append(without_marker(source.text).rstrip(";."))
        index += 1
    return sources[index:]


def _take_deciding_authority(head: Head, sources: list[Source]) -> list[Source]:
    """The line of a decision that names who decides: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"."""
    lines: list[str] = []
    for source in sources[: 4 if _starts_with_decider(head, sources) else 0]:
        if not isinstance(source, Line) or not is_upper(source.text) or len(source.text) > 120 or label_of(source.text):
            break
        if words.TYPE_LINE.match(source.text):
            break
        lines.append(source.text)
    head.deciding_authority = " ".join(lines) or None
    return sources[len(lines) :]


def _starts_with_decider(head: Head, sources: list[Source]) -> bool:
    first = sources[0] if sources else None
    return isinstance(first, Line) and _decides(head, first.text)
