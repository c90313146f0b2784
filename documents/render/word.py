"""Word's elements: paragraphs, rules, tables, page numbers. Lengths in mm, spaces in points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from documents.nd30 import Component
from documents.render.columns import WHOLE, text_width
from documents.render.pieces import Grid

_TWIPS_PER_MM = 1440 / 25.4
_JUSTIFY = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "both",
    "l": "left",
    "c": "center",
    "r": "right",
}
#: Room at the sides of a table's text in mm.
CELL_SIDE = 1.2
#: The part of a line's length that its rule takes where the decree says 1/3 to 1/2.
RULE_SHARE = 0.4


def element(tag: str, **attributes: object) -> Any:
    """A `w:` element with its `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


def paragraph(
    style: str,
    text: str,
    *,
    lead: str = "",
    keep: bool = False,
    before: float | None = None,
    after: float | None = None,
    left: float = 0,
    right: float = 0,
    align: str = "",
) -> Any:
    """A paragraph; "\\n" is a line break, `lead` a bold beginning, `left` and `right` indents."""
    made = element("p")
    look = element("pPr")
    look.append(element("pStyle", val=style))
    if keep:
        look.append(element("keepNext"))
    if before is not None or after is not None:
        spaces = {"before": before, "after": after}
        look.append(
            element("spacing", **{side: round(space * 20) for side, space in spaces.items() if space is not None})
        )
    if left or right:
        look.append(element("ind", left=twips(left), right=twips(right)))
    if align:
        look.append(element("jc", val=_JUSTIFY[align]))
    made.append(look)
    if lead:
        made.append(_run(f"{lead} ", bold=True))
    if text:
        made.append(_run(text))
    return made


def _run(text: str, bold: bool = False) -> Any:
    run = element("r")
    if bold:
        look = element("rPr")
        look.append(element("b"))
        run.append(look)
    for index, line in enumerate(text.split("\n")):
        if index:
            run.append(element("br"))
        piece = element("t")
        piece.set(qn("xml:space"), "preserve")
        piece.text = line
        run.append(piece)
    return run


def rule_length(text: str, part: Component, room: float) -> float:
    """How long the rule under a line is, in mm: all of it for the motto, 40 % of it elsewhere."""
    widths = [text_width(line, part.size, bold=part.bold, italic=part.italic) for line in text.split("\n")]
    return min(max(widths), room) * (1 if part.rule == "line" else RULE_SHARE)


def rule(style: str, side: float, after: float, *, keep: bool) -> Any:
    """A rule as the bottom border of a thin paragraph, moved in by `side` mm on both sides."""
    made = paragraph(style, "", keep=keep, after=after, left=side, right=side)
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=6, space=0, color="000000"))
    style_tag = made.pPr.find(qn("w:keepNext")) if keep else made.pPr.find(qn("w:pStyle"))
    style_tag.addnext(border)
    return made


def set_style(made: Any, style: str) -> None:
    look = made.get_or_add_pPr()
    for old in look.findall(qn("w:pStyle")):
        look.remove(old)
    look.insert(0, element("pStyle", val=style))


def fill(part: Any, made: Any) -> None:
    """Put the paragraph in the place of the empty one that a new header or footer has."""
    first = part.paragraphs[0]._p  # noqa: SLF001 - python-docx has no public name for its elements
    first.getparent().replace(first, made)


def put_picture(part: Any, png: bytes, side: float, alt: str) -> None:
    """Put a square picture before the text of the part's paragraph, the text beside its middle."""
    paragraph_ = part.paragraphs[0]
    run = paragraph_.add_run()
    run.add_picture(io.BytesIO(png), width=Mm(side), height=Mm(side))
    drawn = run._r  # noqa: SLF001 - python-docx has no public name for its elements
    drawn.find(f".//{qn('wp:docPr')}").set("descr", alt)
    for side_ in ("distT", "distB", "distL", "distR"):
        drawn.find(f".//{qn('wp:inline')}").set(side_, "0")
    drawn.append(_run("\u2003").find(qn("w:t")))
    made = paragraph_._p  # noqa: SLF001
    made.remove(drawn)
    made.pPr.addnext(drawn)
    # A line of exact height, as the Party has it, would cut the picture.
    made.pPr.append(element("spacing", before=0, after=0, line=240, lineRule="auto"))
    made.pPr.append(element("textAlignment", val="center"))


def page_number(style: str) -> Any:
    """A paragraph with the number of its page."""
    made = paragraph(style, "")
    field = element("fldSimple", instr="PAGE")
    field.append(_run("2"))
    made.append(field)
    return made


def count_from_one(section: Any) -> None:
    """An appendix has page numbers of its own."""
    properties = section._sectPr  # noqa: SLF001 - python-docx has no call for page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    number = element("pgNumType", start=1)
    after = properties.find(qn("w:pgMar"))
    after.addnext(number)


def _table(widths: Sequence[float], borders: bool) -> Any:
    table = element("tbl")
    look = element("tblPr")
    look.append(element("tblW", w=twips(sum(widths)), type="dxa"))
    if borders:
        look.append(element("tblInd", w=twips(CELL_SIDE), type="dxa"))
        lines = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            lines.append(element(side, val="single", sz=4, space=0, color="000000"))
        look.append(lines)
    look.append(element("tblLayout", type="fixed"))
    room = element("tblCellMar")
    for side, space in (("top", 30), ("left", twips(CELL_SIDE)), ("bottom", 30), ("right", twips(CELL_SIDE))):
        room.append(element(side, w=space if borders else 0, type="dxa"))
    look.append(room)
    table.append(look)
    columns = element("tblGrid")
    for width in widths:
        columns.append(element("gridCol", w=twips(width)))
    table.append(columns)
    return table


def _row(*, header: bool = False) -> Any:
    row = element("tr")
    look = element("trPr")
    look.append(element("cantSplit"))
    if header:
        look.append(element("tblHeader"))
    row.append(look)
    return row


def _cell(width: float, content: Sequence[Any], *, middle: bool = False) -> Any:
    cell = element("tc")
    look = element("tcPr")
    look.append(element("tcW", w=twips(width), type="dxa"))
    if middle:
        look.append(element("vAlign", val="center"))
    cell.append(look)
    cell.extend(content)
    return cell


def layout_table(
    rows: Sequence[tuple[list[Any], list[Any]]], widths: tuple[float, float], thin: str, *, before: float = 0
) -> Any:
    """A borderless table of two columns; its rows never split over pages. `before` is space above, in points."""
    table = _table(widths, borders=False)
    for contents in rows:
        row = _row()
        for width, content in zip(widths, contents, strict=True):
            cell = _cell(width, content or [paragraph(thin, "")])
            if before:
                room = element("tcMar")
                room.append(element("top", w=round(before * 20), type="dxa"))
                cell.tcPr.append(room)
            row.append(cell)
        table.append(row)
    return table


def grid(piece: Grid, styles: dict[str, str], room: float) -> Any:
    """A table of the text with its header rows repeated on each page."""
    widths = [share / WHOLE * room for share in piece.share]
    table = _table(widths, borders=True)
    for texts in piece.head:
        row = _row(header=True)
        row.extend(
            _cell(width, [paragraph(styles["cell_head"], text)], middle=True)
            for width, text in zip(widths, texts, strict=True)
        )
        table.append(row)
    for texts in piece.rows:
        row = _row()
        row.extend(
            _cell(width, [paragraph(styles["cell"], text, align=align if align != "l" else "")])
            for width, text, align in zip(widths, texts, piece.align, strict=True)
        )
        table.append(row)
    return table
