"""Putting a paper together passage by passage, each with its key, its part of the form and the wording a person gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from campaigns.compose.composition import Passage
from campaigns.compose.parts import BLOCK_PREFIX, PARTS
from campaigns.compose.words import capital, ended, one_line
from campaigns.models import Sentence
from documents.context import Block, Paragraph, Section

#: Keys of paragraphs that a person added: this, the part's slug, ":" and anything.
EXTRA = "extra:"
#: Where a passage is found whose own part this kind of plan does not have.
_ELSEWHERE = "cau-chu"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

#: A heading and what stands under it.
Part = tuple[str, list[Block]]


def roman(number: int) -> str:
    """1 → I, 4 → IV."""
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


class Writer:
    """Collects the passages in the order they are said; what a person worded stands in the place of what the data say."""

    def __init__(self, kind: str, sentences: Mapping[str, Sentence]) -> None:
        self._sentences = sentences
        self._slugs = {part.slug for part in PARTS.get(kind, ())}
        self._extras_left = [key for key in sentences if key.startswith(EXTRA)]
        self.passages: list[Passage] = []

    def words(self, key: str, slug: str, generated: str) -> str:
        """What is printed for the passage: the data's wording, or the person's; "" where it is hidden or says nothing."""
        if not generated:
            return ""
        passage = self._passage(key, slug, generated)
        self.passages.append(passage)
        return passage.text

    def line(self, key: str, slug: str, generated: str, *, marker: str = "- ") -> list[Block]:
        """The passage as a line of a list; a person's words may be several lines."""
        text = self.words(key, slug, capital(ended(generated)))
        return [Paragraph(f"{marker}{ended(row)}") for row in _rows(text)]

    def paragraph(self, key: str, slug: str, generated: str) -> list[Block]:
        """The passage as a paragraph of running text."""
        return [Paragraph(row) for row in _rows(self.words(key, slug, ended(generated)))]

    def part(self, key: str, slug: str, title: str, *makers: Callable[[], list[Block]]) -> list[Part]:
        """A heading over what the makers give; nothing where they give nothing, or where the heading was hidden."""
        mark = len(self.passages)
        content = [block for make in makers for block in make()]
        if not content:
            return []
        passage = self._passage(f"title:{key}", slug, title)
        self.passages.insert(mark, passage)
        return [(passage.text, content)] if passage.text else []

    def extras(self, slug: str) -> list[Block]:
        """The paragraphs that a person added to this part, at its end."""
        return self._said([key for key in self._extras_left if key.startswith(f"{EXTRA}{slug}:")])

    def extras_left(self) -> list[Block]:
        """Those added to parts that print nothing by themselves."""
        left = [key for key in self._extras_left if not key.startswith(f"{EXTRA}{BLOCK_PREFIX}")]
        return self._said(left)

    def _said(self, keys: list[str]) -> list[Block]:
        found: list[Block] = []
        for key in keys:
            self._extras_left.remove(key)
            self.passages.append(self._passage(key, key.split(":")[1], ""))
            found += [Paragraph(f"- {ended(row)}") for row in _rows(self._sentences[key].text)]
        return found

    def _passage(self, key: str, slug: str, generated: str) -> Passage:
        slug = slug if slug in self._slugs or slug.startswith(BLOCK_PREFIX) else _ELSEWHERE
        own = self._sentences.get(key)
        if own is None:
            return Passage(key, slug, generated, generated)
        return Passage(key, slug, generated, own.text.strip(), own.basis)


def _rows(text: str) -> list[str]:
    """One paragraph a typed line, without the dash somebody may have typed."""
    return [row for line in text.splitlines() if (row := one_line(line).lstrip("-–+• "))]


def sections(parts: Iterable[Part]) -> tuple[Section, ...]:
    """Parts I, II, III …"""
    return tuple(
        Section(roman(place), title.upper(), tuple(content)) for place, (title, content) in enumerate(parts, 1)
    )


def points(parts: list[Part]) -> list[Block]:
    """Points 1, 2, 3 …; one alone takes no number."""
    if len(parts) == 1:
        return [Section(None, parts[0][0], tuple(parts[0][1]))]
    return [Section(str(place), title, tuple(content)) for place, (title, content) in enumerate(parts, 1)]
