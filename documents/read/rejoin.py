"""Lines that were broken inside a sentence or a date are made whole again.

Each rule is a pure question about two neighbouring lines; what no rule claims stays as the file has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from documents.read import words
from documents.read.labels import label_of
from documents.read.lines import BULLET, Line, Source, is_upper, without_marker
from documents.read.unwrap import unwrap
from documents.read.wall import ENDS

#: A line at least this long was probably broken by the width of a page and not by its writer.
LONG = 40
_DATE_OPEN = re.compile(
    r"(?:\bngày(?:\s*\d{1,2})?|\btháng(?:\s*\d{1,2})?|\bnăm|\b\d{1,2}/(?:\d{1,2}/)?)$", re.IGNORECASE
)
_DATE_GOES_ON = re.compile(r"(?:\d{1,4}(?!\d)(?!\s*[.)]\s*\D)|tháng\b|năm\b)", re.IGNORECASE)
_NUMBER_OPEN = re.compile(r"(?<!\w)số\s*:?$", re.IGNORECASE)
_NUMBER_GOES_ON = re.compile(r"(?:\d{1,5}\s?)?[/\-–]\s?\w")
#: "Người phụ trách: …": an item of its own.
_OPENS_ITEM = re.compile(r"[^\W\d_][^:.;]{1,40}:")
#: No sentence ends with one of these words.
_WANTS_MORE = re.compile(
    r"(?<!\w)(?:của|và|hoặc|về|theo|do|cho|các|những|với|cùng|tại|từ|bởi|vì|để|nhằm|như)$", re.IGNORECASE
)
_TAIL = 40


def _splits_date(previous: Line, line: Line) -> bool:
    """ "… ngày 05" + "tháng 01 năm 2024": the pieces of one date."""
    opening = _DATE_OPEN.search(previous.text[-_TAIL:])
    if opening is None:
        return False
    goes_on = _DATE_GOES_ON.match(line.text)
    if goes_on is None:
        return False
    word = goes_on.group().lower()
    opened = opening.group().lower()
    if opened.startswith("ngày"):
        return word == "tháng" if opened[-1].isdigit() else word != "năm"
    if opened.startswith("tháng"):
        return word == "năm" if opened[-1].isdigit() else word.isdigit()
    return word.isdigit()


def _splits_number(previous: Line, line: Line) -> bool:
    """ "… Nghị định số" + "07/2021/NĐ-CP …": a number belongs to the word before it."""
    return _NUMBER_OPEN.search(previous.text[-_TAIL:]) is not None and _NUMBER_GOES_ON.match(line.text) is not None


def _splits_sentence(previous: Line, line: Line) -> bool:
    """A long line without an end mark, and the next one begins with a small letter."""
    if len(previous.text) < LONG or not line.text[0].islower() or is_upper(previous.text):
        return False
    return not (line.gap and label_of(previous.text) is not None)


def _hangs(previous: Line, line: Line) -> bool:
    """A long line that ends with a comma or an open bracket, directly above the next."""
    if len(previous.text) < LONG or line.gap or previous.text[-1] not in ",(–" or is_upper(previous.text):
        return False
    opens = (
        words.BASIS_ALWAYS.match(line.text) or words.BASIS_OF_DECISION.match(line.text) or _OPENS_ITEM.match(line.text)
    )
    below_basis = words.BASIS_ALWAYS.match(without_marker(previous.text)) is not None
    return opens is None and not (below_basis and words.opens_preamble(previous.text, line.text))


def _wants_more(previous: Line, line: Line) -> bool:
    """ "… công văn số 8-CV/HU của" + "Ban Thường vụ Huyện ủy": a capital, but no new paragraph."""
    if len(previous.text) < LONG or line.gap or is_upper(previous.text) or is_upper(line.text):
        return False
    return _WANTS_MORE.search(previous.text[-_TAIL:]) is not None


RULES: dict[str, Callable[[Line, Line], bool]] = {
    "date": _splits_date,
    "number": _splits_number,
    "sentence": _splits_sentence,
    "comma": _hangs,
    "unfinished": _wants_more,
}


def rejoin(sources: Sequence[Source]) -> list[Source]:
    """The same words with broken sentences and dates on one line again."""
    joined: list[Source] = []
    pieces: list[str] = []
    #: The last physical line: joining is decided on it, so that a long paragraph costs no more than its lines.
    last: Line | None = None

    def close() -> None:
        if len(pieces) > 1 and isinstance(joined[-1], Line):
            joined[-1] = replace(joined[-1], text=" ".join(pieces), columns=())
        pieces.clear()

    for source in unwrap(sources):
        if isinstance(source, Line) and last is not None and _belongs(last, source):
            pieces.append(source.text)
            last = source
            continue
        close()
        joined.append(source)
        last = source if isinstance(source, Line) else None
        if last is not None:
            pieces.append(last.text)
    close()
    return joined


def _belongs(previous: Line, line: Line) -> bool:
    if not _may_go_on(line) or line.columns or previous.columns:
        return False
    if _splits_date(previous, line) or _splits_number(previous, line):
        return True
    return not previous.text.endswith(ENDS) and any(rule(previous, line) for rule in RULES.values())


def _may_go_on(line: Line) -> bool:
    """The line has no marker or number of its own."""
    if BULLET.match(line.text) or line.heading is not None:
        return False
    label = label_of(line.text)
    return label is None or (label.kind == "number" and label.rest[:5].lower().startswith(("tháng", "năm")))
