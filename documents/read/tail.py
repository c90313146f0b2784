"""The end of a paper: closing paragraph, recipients, signing block, appendices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents.context import Signature
from documents.read import words
from documents.read.lines import BULLET, Grid, Line, Source, is_upper, tidy_marker, without_marker
from documents.read.words import UPPER

#: name → regex of the lines only the end of a paper has.
PATTERNS: dict[str, re.Pattern[str]] = {
    "recipients": words.RECIPIENTS_HEAD,
    "authority": words.AUTHORITY,
    "post": words.POST,
    "signed_note": words.SIGNED_NOTE,
    "name": re.compile(rf"^(?:[^\W\d_]+\.?\s+){{0,3}}[{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*){{1,5}}$"),
    "appendix": re.compile(
        r"^(?P<label>(?:PHỤ\s+LỤC|Phụ\s+lục|BIỂU\s+MẪU|Biểu\s+mẫu)(?:\s+(?:số\s+)?[IVX\d]{1,5})?)\s*[.:\-–]?\s*(?P<title>.*)$"
    ),
    "column_break": re.compile(
        rf"(?<=\S)\s+(?=(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s*\.\s*[{UPPER}]{{2}}|(?:PHÓ\s+)?CHỦ\s+TỊCH$|(?:PHÓ\s+)?TRƯỞNG\s+BAN$|(?:PHÓ\s+)?BÍ\s+THƯ$)"
    ),
}
#: The signing block and the recipients together fill at most this many lines before the end or the first appendix.
_REACH = 90
_SHORT = 90


@dataclass
class Tail:
    """What the end of the paper says."""

    recipients: list[str] = field(default_factory=list)
    authority: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    name: str | None = None
    #: Lines of the end that no pattern knows: kept as closing paragraphs.
    others: list[str] = field(default_factory=list)
    recipients_text: str | None = None

    @property
    def recipient_names(self) -> tuple[str, ...]:
        """The recipients without the marks between them."""
        return tuple(text.rstrip(" ;.,") or text for text in self.recipients)

    @property
    def signature(self) -> Signature | None:
        if not (self.authority or self.titles or self.name):
            return None
        return Signature(
            authority="\n".join(self.authority) or None,
            title=self.titles[0] if self.titles else None,
            name=self.name,
            post="\n".join([*self.titles[1:], *self.notes]) or None,
        )


def read_tail(sources: Sequence[Source]) -> tuple[list[Source], Tail, list[Source]]:
    """The body's lines, what the end says, and the lines of the appendices after it."""
    start = _start(sources)
    if start is None:
        return list(sources), Tail(), []
    end = _end(sources, start)
    tail = Tail()
    for text in _texts(sources[start:end]):
        _take(tail, text)
    return list(sources[:start]), tail, list(sources[end:])


def _texts(sources: Iterable[Source]) -> list[str]:
    """The lines of the end; a line that holds recipients and signer side by side gives both, recipients first."""
    left: list[str] = []
    right: list[str] = []
    for source in sources:
        if isinstance(source, Grid):
            # Column by column: the recipients are one cell or one column, the signing block another.
            columns = Grid(tuple(zip(*source.rows, strict=True)))
            left.extend(line.text for line in columns.lines())
            continue
        pieces = list(source.pieces)
        if len(pieces) == 1 and not _signs(source.text):
            pieces = [piece.strip() for piece in PATTERNS["column_break"].split(pieces[0], maxsplit=1)]
        if len(pieces) > 1 and _signs(pieces[-1]):
            left.append(" ".join(pieces[:-1]))
            right.append(pieces[-1])
        elif _signs(source.text) or (right and not BULLET.match(source.text) and PATTERNS["name"].match(source.text)):
            right.append(source.text)
        else:
            left.append(source.text)
    return [*left, *right]


def _signs(text: str) -> bool:
    """The line belongs to a signing block: "TM. …" or a post in capitals."""
    if len(text) > _SHORT or not is_upper(text):
        return False
    return bool(words.AUTHORITY.match(text) or words.POST.match(text))


def _start(sources: Sequence[Source]) -> int | None:
    """Where the end begins: at "Nơi nhận", or at the signing block above it."""
    first = max(0, len(sources) - _REACH) if not _has_appendix(sources) else 0
    marks = [index for index in range(first, len(sources)) if _is_mark(sources[index])]
    if not marks:
        return None
    recipients = [index for index in marks if _has_recipients(sources[index])]
    start = recipients[0] if recipients else marks[-1]
    # The signing block may stand above the recipients, line by line.
    while start > 0 and _is_signing_line(sources[start - 1]) and _signing_above(sources, start):
        start -= 1
    if not recipients and not _only_short_lines(sources, start):
        return None
    return start


def _is_mark(source: Source) -> bool:
    if isinstance(source, Grid):
        return len(source.rows) <= 30 and any(_has_recipients(line) or _signs(line.text) for line in source.lines())
    return _has_recipients(source) or any(map(_signs, source.pieces))


def _has_recipients(source: Source) -> bool:
    if isinstance(source, Grid):
        return any(_has_recipients(line) for line in source.lines())
    return len(source.text) <= 200 and any(words.RECIPIENTS_HEAD.match(piece) for piece in source.pieces)


def _is_signing_line(source: Source) -> bool:
    if isinstance(source, Grid) or len(source.text) > _SHORT or BULLET.match(source.text):
        return False
    text = source.text
    return _signs(text) or PATTERNS["signed_note"].match(text) is not None or PATTERNS["name"].match(text) is not None


def _signing_above(sources: Sequence[Source], start: int) -> bool:
    """Within the few lines above there is a line that signs."""
    for source in reversed(sources[max(0, start - 6) : start]):
        if not _is_signing_line(source):
            return False
        if isinstance(source, Line) and _signs(source.text):
            return True
    return False


def _only_short_lines(sources: Sequence[Source], start: int) -> bool:
    rest = sources[start : _end(sources, start)]
    return len(rest) <= 10 and all(isinstance(source, Grid) or len(source.text) <= _SHORT for source in rest)


def _has_appendix(sources: Sequence[Source]) -> bool:
    return any(isinstance(source, Line) and appendix_heading(source.text) for source in sources)


def appendix_heading(text: str) -> re.Match[str] | None:
    """The heading of an appendix, alone on its line: its label and title."""
    match = PATTERNS["appendix"].match(text)
    if match is None or len(text) >= 120 or not (not match["title"] or is_upper(match["title"])):
        return None
    return match


def _end(sources: Sequence[Source], start: int) -> int:
    """Where the end of the paper stops: at an appendix, a table of data, or a text that is neither name nor list."""
    signed = False
    for index in range(start, len(sources)):
        source = sources[index]
        if isinstance(source, Grid):
            if _is_mark(source):
                signed = signed or any(PATTERNS["name"].match(line.text) for line in source.lines())
                continue
            return index
        if appendix_heading(source.text) or (signed and not _belongs_behind_signature(source)):
            return index
        signed = signed or (PATTERNS["name"].match(source.text) is not None and not BULLET.match(source.text))
    return len(sources)


def _belongs_behind_signature(line: Line) -> bool:
    return bool(_has_recipients(line) or BULLET.match(line.text) or _is_signing_line(line))


def _take(tail: Tail, text: str) -> None:
    """One line of the end goes where it belongs."""
    text = tidy_marker(text.strip())
    heading = words.RECIPIENTS_HEAD.match(text)
    if heading:
        tail.recipients_text = text
        rest = text[heading.end() :].strip()
        if rest:
            _take_recipient(tail, rest)
    elif BULLET.match(text):
        _take_recipient(tail, text)
    elif PATTERNS["signed_note"].match(text):
        tail.notes.append(text)
    elif is_upper(text) and words.AUTHORITY.match(text):
        tail.authority.append(text)
    elif is_upper(text) and words.POST.match(text):
        tail.titles.append(text)
    elif is_upper(text) and tail.authority and not tail.titles and not tail.name:
        # The second line of a long name: "TM. ỦY BAN NHÂN DÂN" / "XÃ …".
        tail.authority[-1] = f"{tail.authority[-1]} {text}"
    elif tail.name is None and (tail.titles or tail.authority) and PATTERNS["name"].match(text):
        tail.name = text
    elif tail.recipients_text is not None and not (tail.titles or tail.authority):
        _take_recipient(tail, text)
    else:
        tail.others.append(text)


def _take_recipient(tail: Tail, text: str) -> None:
    bare = without_marker(text)
    if tail.recipients and bare == text and text[:1].islower():
        # The second line of a long name.
        tail.recipients[-1] = f"{tail.recipients[-1]} {text}"
    elif bare:
        tail.recipients.append(bare)
