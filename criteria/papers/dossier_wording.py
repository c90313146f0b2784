"""A paper's sentences, one by one, so that a person can put in what the data does not know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.context import Block, Paper, Paragraph, Section, walk


def sentences_of(paper: Paper) -> list[str]:
    """Opening, paragraphs of the body and closing in reading order; headings, tables and appendices are not among them."""
    body = [block.text for block in walk(paper.content) if isinstance(block, Paragraph)]
    return [*paper.preamble, *body, *paper.closing]


def with_sentences(paper: Paper, wanted: Sequence[str]) -> Paper:
    """The paper with these sentences in place of its own, as many as `sentences_of` gives; several lines become several
    paragraphs, an empty one goes. ValueError where the number differs."""
    if len(wanted) != len(sentences_of(paper)):
        raise ValueError("one text for each sentence")
    texts = iter(wanted)
    preamble = tuple(line for _ in paper.preamble for line in _lines(next(texts)))
    content = tuple(_filled(paper.content, texts))
    closing = tuple(line for _ in paper.closing for line in _lines(next(texts)))
    return replace(paper, preamble=preamble, content=content, closing=closing)


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
