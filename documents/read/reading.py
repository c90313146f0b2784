"""One door: the bytes of a file → a paper, what is missing in it, and what departs from the decree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import RuleError
from documents.context import Paper
from documents.read.docx import read_word
from documents.read.filetypes import is_word
from documents.read.layout import LayoutNote, layout_notes
from documents.read.lines import Source
from documents.read.structure import Structure, build_paper
from documents.read.txt import read_text


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper as it was read.

    `missing` names what the source leaves out, of "number", "date", "signature", "issuer";
    `style_known` is False where nothing tells whose style the paper follows (the paper then says "state").
    """

    paper: Paper
    layout_notes: tuple[LayoutNote, ...]
    missing: frozenset[str]
    style_known: bool


def read_file(data: bytes, filename: str) -> Reading:
    """Read a `.docx` or `.txt` file into an official paper.

    Raises RuleError with one Vietnamese sentence for any other kind of file and for one that is empty, broken,
    encrypted, oversized or refers to outside content. No side effects.
    """
    word = is_word(data, filename)
    sources = read_word(data) if word else read_text(data)
    if not sources:
        raise RuleError("Tệp không có chữ nào để đọc.")
    return reading_of(sources, is_word_file=word)


def reading_of(sources: Sequence[Source], *, is_word_file: bool = False) -> Reading:
    """The reading of lines and tables, wherever they come from."""
    structure = build_paper(sources)
    return Reading(
        paper=structure.paper,
        layout_notes=layout_notes(structure, is_word=is_word_file),
        missing=_missing(structure),
        style_known=structure.style_known,
    )


def _missing(structure: Structure) -> frozenset[str]:
    paper = structure.paper
    absent = {
        "number": paper.number is None,
        "date": None in (paper.day, paper.month, paper.year),
        "signature": paper.signature is None,
        "issuer": paper.issuing_body is None,
    }
    return frozenset(name for name, is_absent in absent.items() if is_absent)
