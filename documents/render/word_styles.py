"""The styles of the Word file: one for each component of the decree, under its Vietnamese name."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from documents.nd30 import WORD_FONT, Component, Profile

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
#: Word's own headings, so that its navigation pane shows the paper's structure.
_BUILT_IN = {"type": "Title", "section": "Heading 1", "clause": "Heading 2", "part_title": "Heading 3"}
#: Word's single spacing of Times is 1.15; this makes the lines as far apart as in the PDF.
_LINE_FACTOR = 1.15


def make_styles(document: WordDocument, profile: Profile) -> dict[str, str]:
    """Make all styles; returns role → style id. "thin" is an almost invisible paragraph, "rule" carries a line."""
    _defaults(document)
    normal = document.styles["Normal"]
    _font(normal, Component("", profile.components["text"].size, 0, 0))
    _spacing(normal, profile)
    ids = {}
    for role, part in profile.components.items():
        style = _style(document, _BUILT_IN.get(role) or part.name, part)
        _spacing(style, profile)
        style.paragraph_format.widow_control = True
        if role == "name":
            style.paragraph_format.space_before = Mm(profile.signature_room)
        if role in {"number", "date"}:
            style.paragraph_format.space_before = Pt(4)
        if role == "draft":
            style.element.rPr.append(_box())
        if role == "to_item":
            style.paragraph_format.left_indent = Mm(50)
        ids[role] = style.style_id
    for role, name in (("thin", "Đoạn mảnh"), ("rule", "Đường kẻ")):
        style = _style(document, name, Component(name, 2, 2, 2))
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(3)
        ids[role] = style.style_id
    return ids


def _style(document: WordDocument, name: str, part: Component) -> ParagraphStyle:
    if name in document.styles:
        style = document.styles[name]
        # Word's own look of its headings (colours, borders, fonts of the theme) has no place here.
        for child in list(style.element):
            if child.tag in {qn("w:rPr"), qn("w:pPr")}:
                style.element.remove(child)
        if part.bold and name.startswith("Heading"):
            level = OxmlElement("w:outlineLvl")
            level.set(qn("w:val"), str(int(name[-1]) - 1))
            style.element.get_or_add_pPr().append(level)
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    _font(style, part)
    look = style.paragraph_format
    look.alignment = ALIGN[part.align]
    look.first_line_indent = Mm(part.indent) if part.indent else None
    look.space_before, look.space_after = Pt(part.before), Pt(part.after)
    look.keep_with_next = part.keep or None
    style.quick_style = True
    return style


def _box() -> Any:
    border = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    return border


def _spacing(style: Any, profile: Profile) -> None:
    look = style.paragraph_format
    if profile.exact_line:
        look.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        look.line_spacing = Pt(profile.line)
    else:
        look.line_spacing = round(profile.line / _LINE_FACTOR, 2)


def _font(style: Any, part: Component) -> None:
    font = style.font
    font.name, font.size = WORD_FONT, Pt(part.size)
    font.bold, font.italic, font.underline = part.bold, part.italic, part.underline or None
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), WORD_FONT)


def _defaults(document: WordDocument) -> None:
    """Vietnamese as the language of all text, so that Word does not underline every word."""
    properties = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    properties.append(language)
