"""Paper → Word, so that an official can go on editing: real styles, no text boxes, the same bytes each time.

Built on python-docx; paragraphs and cells are put in as elements, because its own calls search the
whole document again for each of them.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section as WordSection
from docx.shared import Mm

from documents import nd30
from documents.context import Paper
from documents.render import qr, word
from documents.render.pieces import Grid, Line, Piece, Printed, clean, print_paper
from documents.render.word_styles import make_styles

#: Zip entries need a date; 1980 is the format's own beginning.
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def render_docx(paper: Paper) -> bytes:
    """The paper as .docx. Core properties come from the paper, so repeating gives the same bytes."""
    printed = print_paper(paper)
    document = Document()
    styles = make_styles(document, printed.profile)
    builder = _Builder(document, printed, styles)
    builder.build()
    _properties(document, paper, printed)
    return _same_bytes(document)


class _Builder:
    """Puts the printed lines one after another into the document's body."""

    def __init__(self, document: WordDocument, printed: Printed, styles: dict[str, str]) -> None:
        self.document = document
        self.printed = printed
        self.profile = printed.profile
        self.styles = styles

    def build(self) -> None:
        printed = self.printed
        section = self.document.sections[0]
        self._page(section, printed.landscape)
        self._margin_lines(section, printed.draft, printed.foot)
        if printed.qr:
            section.footer_distance = Mm(5)  # or the square would push the text up
            word.put_picture(section.first_page_footer, qr.png(printed.qr), qr.SIDE, "Mã QR của địa chỉ kiểm tra")
        self._put(self._head())
        self._lines(self._indented(printed.opening), self._room(printed.landscape))
        self._pieces(printed.body, self._room(printed.landscape))
        self._ending()
        for sheet in printed.sheets:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
            self._small_last_paragraph()
            self._page(section, sheet.landscape)
            self._margin_lines(section, None, None)
            word.count_from_one(section)
            room = self._room(sheet.landscape)
            self._lines([(line, {}) for line in sheet.heading], room)
            self._pieces(sheet.body, room)

    def _put(self, element: Any) -> None:
        self.document.element.body.sectPr.addprevious(element)

    def _room(self, landscape: bool) -> float:
        return (self.profile.page.turned if landscape else self.profile.page).text_width

    def _page(self, section: WordSection, landscape: bool) -> None:
        page = self.profile.page.turned if landscape else self.profile.page
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(page.width), Mm(page.height)
        section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
        section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
        section.header_distance, section.footer_distance = Mm(10), Mm(10)

    def _margin_lines(self, section: WordSection, draft: Line | None, foot: Line | None) -> None:
        """Page numbers from the second page on; the draft's mark and the check code on the first."""
        section.different_first_page_header_footer = True
        if section is self.document.sections[0] or len(self.document.sections) == 1:
            word.fill(section.header, word.page_number(self.styles["page_number"]))
        for part, line in ((section.first_page_header, draft), (section.first_page_footer, foot)):
            part.is_linked_to_previous = False
            made = self._paragraph(line) if line else word.paragraph(self.styles["foot"], "")
            word.fill(part, made)

    def _paragraph(self, line: Line, **changes: Any) -> Any:
        return word.paragraph(self.styles[line.role], line.text, lead=line.lead, keep=line.keep, **changes)

    def _with_rule(self, line: Line, room: float, **changes: Any) -> list[Any]:
        """The line and, where the decree wants one, its rule as a thin paragraph of its own."""
        part = self.profile.components[line.role]
        if not part.rule:
            return [self._paragraph(line, **changes)]
        length = word.rule_length(line.text, part, room)
        after = part.after if line.role in {"subject", "appendix_note"} else 0
        return [
            self._paragraph(line, after=0, **changes),
            word.rule(self.styles["rule"], (room - length) / 2, after, keep=line.keep),
        ]

    def _lines(self, lines: list[tuple[Line, dict[str, Any]]], room: float) -> None:
        for line, changes in lines:
            for element in self._with_rule(line, room, **changes):
                self._put(element)

    def _indented(self, lines: tuple[Line, ...]) -> list[tuple[Line, dict[str, Any]]]:
        """Several addressees stand below "Kính gửi:", moved in; one stands beside it, centred."""
        several = any(line.role == "to_item" for line in lines)
        return [(line, {"left": 28, "align": "left"} if several and line.role == "to" else {}) for line in lines]

    def _pieces(self, pieces: tuple[Piece, ...], room: float) -> None:
        for index, piece in enumerate(pieces):
            if isinstance(piece, Grid):
                self._put(word.grid(piece, self.styles, room))
                self._put(word.paragraph(self.styles["thin"], ""))
            else:
                last = index == len(pieces) - 1 and pieces is self.printed.body
                keep = piece.keep or last  # the signature never stands alone on a page
                self._put(word.paragraph(self.styles[piece.role], piece.text, lead=piece.lead, keep=keep))

    def _head(self) -> Any:
        printed = self.printed
        room = self._room(printed.landscape)
        widths = (room * printed.head_left, room * (1 - printed.head_left))
        left = [made for line in printed.left for made in self._with_rule(line, widths[0])]
        right = [made for line in printed.right for made in self._with_rule(line, widths[1])]
        rows = [
            (left, right),
            (
                [self._paragraph(printed.number)] if printed.number else [],
                [self._paragraph(printed.date)] if printed.date else [],
            ),
        ]
        if printed.about:
            rows.append(([self._paragraph(printed.about)], []))
        return word.layout_table(rows, widths, self.styles["thin"])

    def _ending(self) -> None:
        printed = self.printed
        room = self._room(printed.landscape)
        halves = (room / 2, room / 2)
        below = bool(printed.left_signature)  # minutes: two signatures, the recipients under them
        recipients = [
            self._paragraph(line, before=14 if below and line.role == "recipients" else None)
            for line in printed.recipients
        ]
        # The recipients under the signatures of minutes stay on their page.
        bound = below and bool(recipients)
        signature = [self._paragraph(replace(line, keep=line.keep or bound)) for line in printed.signature]
        left = [self._paragraph(replace(line, keep=bound)) for line in printed.left_signature] or recipients
        self._put(word.layout_table([(left, signature)], halves, self.styles["thin"], before=14))
        # Word wants a paragraph after a table.
        for element in recipients if below and recipients else [word.paragraph(self.styles["thin"], "")]:
            self._put(element)

    def _small_last_paragraph(self) -> None:
        """The paragraph that carries the section break must not spill onto a page of its own."""
        paragraphs = self.document.element.body.xpath("./w:p[w:pPr/w:sectPr]")
        word.set_style(paragraphs[-1], self.styles["thin"])


def _properties(document: WordDocument, paper: Paper, printed: Printed) -> None:
    moment = datetime.fromisoformat(paper.moment)
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    properties = document.core_properties
    # The format allows 255 characters in each.
    properties.title, properties.author = printed.title[:255], clean(paper.issuing_body)[:255]
    properties.language, properties.last_modified_by = "vi-VN", ""
    properties.created = properties.modified = moment
    properties.identifier, properties.comments = clean(paper.uid)[:255], ""
    properties.keywords, properties.revision = nd30.profile_of(paper.style).style, 1


def _same_bytes(document: WordDocument) -> bytes:
    """The package with fixed times on its entries."""
    made = io.BytesIO()
    document.save(made)
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item))
    return fixed.getvalue()
