"""What a paper still lacks before it may be laid before the leader or get its number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.text import tidy
from documents.context import Block, Paper, Paragraph, Section

#: A place left to be filled in: dots in a row, or "…/" as in "số …/QĐ-UBND". One "…" alone says "and so on", and "…./." ends a paper.
BLANK = re.compile(r"…{2,}|\.{5,}|_{4,}|(?:…|(?<!\.)\.{3})\s*/(?!\s*\.)")
_WORD = re.compile(r"\w")
#: Passages with blanks that a refusal quotes, and how much of each.
_QUOTED, _LONGEST = 3, 60


def signer_lacks(paper: Paper) -> str:
    """ "chức vụ, họ tên người ký" as far as the signing block lacks them; empty where it has both (NĐ 30/2020, điều 8)."""
    signed = paper.signature
    parts = (("chức vụ", signed.title if signed else None), ("họ tên", signed.name if signed else None))
    missing = [label for label, text in parts if not text or not text.strip() or BLANK.search(text)]
    return f"{', '.join(missing)} người ký" if missing else ""


def blanks_in(paper: Paper) -> list[str]:
    """The passages of the body that hold a blank place, in reading order; one of dots alone with the heading it stands under.

    Tables are left out, for their empty columns are often filled by hand; so are the bases, which are cited as they are known.
    """
    passages = (*paper.preamble, *_sentences(paper.content), *paper.closing)
    return [tidy(text) for text in passages if BLANK.search(text)]


def blanks_told(passages: list[str]) -> str:
    """ "còn 2 chỗ để trống (“Địa điểm: ………”; “……”)"."""
    quoted = "; ".join(f"“{_short(text)}”" for text in passages[:_QUOTED])
    more = "; …" if len(passages) > _QUOTED else ""
    return f"còn {len(passages)} chỗ để trống ({quoted}{more})"


def _short(text: str) -> str:
    """The words around the first blank."""
    if len(text) <= _LONGEST:
        return text
    found = BLANK.search(text)
    start = max(0, found.start() - _LONGEST // 2) if found else 0
    return f"{'…' if start else ''}{text[start : start + _LONGEST].strip()}…"


def _sentences(content: tuple[Block, ...], heading: str = "") -> Iterator[str]:
    for block in content:
        if isinstance(block, Paragraph):
            yield block.text if _WORD.search(block.text) or not heading else f"{heading}: {block.text}"
        elif isinstance(block, Section):
            if block.title:
                yield block.title
            label = f"{block.label}. " if block.label else ""
            yield from _sentences(block.content, f"{label}{block.title}" if block.title else heading)
