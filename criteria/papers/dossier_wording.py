"""A paper's sentences, one by one, so that a person can put in what the data does not know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.context import Block, Paper, Paragraph, Section, walk


def sentences_of(paper: Paper) -> list[str]:
    """Bases, opening, paragraphs of the body and closing in reading order; headings, tables and appendices are not among them."""
    body = [block.text for block in walk(paper.content) if isinstance(block, Paragraph)]
    return [*paper.legal_bases, *paper.preamble, *body, *paper.closing]


def with_sentences(paper: Paper, wanted: Sequence[str]) -> Paper:
    """The paper with these sentences in place of its own, as many as `sentences_of` gives; several lines become several
    paragraphs, an empty one goes. ValueError where the number differs."""
    if len(wanted) != len(sentences_of(paper)):
        raise ValueError("one text for each sentence")
    texts = iter(wanted)
    bases = tuple(line for _ in paper.legal_bases for line in _lines(next(texts)))
    preamble = tuple(line for _ in paper.preamble for line in _lines(next(texts)))
    content = tuple(_filled(paper.content, texts))
    closing = tuple(line for _ in paper.closing for line in _lines(next(texts)))
    return replace(paper, legal_bases=bases, preamble=preamble, content=content, closing=closing)


# --- What a person wrote, kept when the paper is drafted anew: pairs of a sentence as drafted and the text in its place ---

Pairs = list[list[str]]


def drafted_pairs(paper: Paper) -> Pairs:
    """Of a paper as drafted: every sentence stands for itself."""
    return [[sentence, sentence] for sentence in sentences_of(paper)]


def regrouped(pairs: Sequence[Sequence[str]], texts: Sequence[str]) -> Pairs:
    """The pairs after a person's edit; a drafted sentence owns as many of the texts as it had become paragraphs.

    Empty where nothing is known of the draft.
    """
    given = iter(texts)
    found = [[drafted, "\n".join(next(given, "") for _ in _lines(text))] for drafted, text in pairs]
    return found if next(given, None) is None else []


def kept_words(pairs: Sequence[Sequence[str]], paper: Paper) -> tuple[Pairs, int]:
    """The pairs of the paper drafted anew, with a person's text wherever the data still gives the same sentence; and how many
    such texts find no place any more."""
    mine: dict[str, list[str]] = {}
    for drafted, text in pairs:
        mine.setdefault(drafted, []).append(text)
    found = [[sentence, mine[sentence].pop(0) if mine.get(sentence) else sentence] for sentence in sentences_of(paper)]
    return found, sum(text != drafted for drafted, texts in mine.items() for text in texts)


def _filled(blocks: tuple[Block, ...], texts: Iterator[str]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section):
            yield replace(block, content=tuple(_filled(block.content, texts)))
        elif isinstance(block, Paragraph):
            yield from (Paragraph(line) for line in _lines(next(texts)))
        else:
            yield block


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
