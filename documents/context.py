"""The context of an official paper: every printed word, and nothing else.

The reader (`documents.read`) makes one from a file, the subject rooms make one from
their rows, and the renderers turn one into HTML, PDF and Word. Issuing freezes it as JSON in
`Document.context`, so what was issued prints the same for ever, whatever is renamed later.

All text is NFC. A part that the source does not have is None or empty: never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Style = Literal["state", "front", "party"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of body text, with its own marker ("- ", "+ ", "a) ") as printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; `widths` are shares of the text width that add up to 1."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1
    widths: tuple[float, ...] | None = None
    #: One letter a column: "l", "c" or "r" (figures).
    align: str = ""
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body.

    `label` is the number as printed, without its dot ("I", "1", "1.10", "a"); `title` is None
    where the numbered passage is a sentence and no heading: then its first Paragraph follows
    the label on the same line.
    """

    label: str | None
    title: str | None
    content: tuple[Block, ...] = ()


Block = Paragraph | Table | Section


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing block; `authority` holds the lines above the post ("TM. ỦY BAN NHÂN DÂN"), one per line."""

    authority: str | None
    title: str | None
    name: str | None
    #: What stands below the post in brackets or as the signer's own post, e.g. "CHỦ TỊCH UBND XÃ".
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Appendix:
    label: str | None
    title: str | None
    content: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper with the components of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

    style: Style = "state"
    parent_body: str | None = None
    issuing_body: str | None = None
    #: Number without the symbol; None prints a blank place for it.
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    #: Kind of paper as printed, e.g. "KẾ HOẠCH"; None for a công văn, which has none.
    type: str | None = None
    #: Trích yếu.
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    #: Thẩm quyền ban hành, the line of a decision, e.g. "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …".
    deciding_authority: str | None = None
    legal_bases: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    content: tuple[Block, ...] = ()
    #: What follows the last section: "Trên đây là …./."
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature | None = None
    #: Left-hand signature of minutes (THƯ KÝ); None for all other papers.
    left_signature: Signature | None = None
    appendices: tuple[Appendix, ...] = ()
    #: The whole paper on pages lying on their side, for wide tables that are no appendix.
    landscape: bool = False
    is_draft: bool = False
    #: Printed at the foot with the address where the paper can be checked.
    check_code: str | None = None
    check_url: str | None = None
    #: Metadata: the paper's own id and its moment (ISO 8601), so that the same paper gives the same bytes.
    uid: str = ""
    moment: str = "2000-01-01T00:00:00+07:00"
    #: {"book": "yes"}: a book kept (a register), which has neither number nor recipients of its own.
    extra: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The paper as plain data; `paper_from_json` gives an equal paper back."""
        data = asdict(self)
        data["content"] = [_block_json(block) for block in self.content]
        data["appendices"] = [
            {**asdict(appendix), "content": [_block_json(block) for block in appendix.content]}
            for appendix in self.appendices
        ]
        return data


def paper_from_json(data: dict[str, Any]) -> Paper:
    """Rebuild a paper from `Paper.as_json`; raises KeyError or TypeError on foreign data."""
    values = dict(data)
    for name in ("addressees", "legal_bases", "preamble", "closing", "recipients"):
        values[name] = tuple(values.get(name) or ())
    for name in ("signature", "left_signature"):
        values[name] = Signature(**values[name]) if values.get(name) else None
    values["content"] = tuple(_block(item) for item in values.get("content") or ())
    values["appendices"] = tuple(
        Appendix(**{**item, "content": tuple(_block(block) for block in item["content"])})
        for item in values.get("appendices") or ()
    )
    return Paper(**values)


def walk(content: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, sections before what they hold."""
    for block in content:
        yield block
        if isinstance(block, Section):
            yield from walk(block.content)


def _block_json(block: Block) -> dict[str, Any]:
    if isinstance(block, Section):
        return {
            "kind": "section",
            "label": block.label,
            "title": block.title,
            "content": [_block_json(inner) for inner in block.content],
        }
    if isinstance(block, Table):
        return {"kind": "table", **asdict(block)}
    return {"kind": "paragraph", "text": block.text}


def _block(item: dict[str, Any]) -> Block:
    values = dict(item)
    kind = values.pop("kind")
    if kind == "section":
        return Section(values["label"], values["title"], tuple(_block(inner) for inner in values["content"]))
    if kind == "table":
        values["rows"] = tuple(tuple(row) for row in values["rows"])
        values["widths"] = tuple(values["widths"]) if values.get("widths") else None
        return Table(**values)
    return Paragraph(values["text"])
