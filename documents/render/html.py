"""Paper → HTML: the preview in the page, the saved file, and what WeasyPrint prints. Every text is escaped."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents import nd30
from documents.context import Paper
from documents.render import qr
from documents.render.css import print_css, profile_class, screen_css
from documents.render.pieces import Grid, Line, Piece, Printed, Sheet, clean, print_paper

_TAGS = {"type": "h1", "part_title": "h2", "section": "h2", "clause": "h3", "appendix": "h2"}


@dataclass(frozen=True, slots=True)
class SheetHtml:
    css_class: str
    pieces: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class PaperHtml:
    """What the template needs: lines that are HTML already."""

    classes: str
    head_class: str
    title: str
    author: str
    style: str
    moment: str
    left: tuple[SafeString, ...]
    right: tuple[SafeString, ...]
    number: SafeString
    date: SafeString
    about: SafeString
    opening: tuple[SafeString, ...]
    body: tuple[SafeString, ...]
    recipients: tuple[SafeString, ...]
    signature: tuple[SafeString, ...]
    left_signature: tuple[SafeString, ...]
    sheets: tuple[SheetHtml, ...]
    draft: SafeString
    foot: SafeString


def render_fragment(paper: Paper) -> str:
    """The paper as an `<article>` for the preview in a page that loads `css/paper.css`; no styles inside."""
    return render_to_string("documents/nd30/paper.html", {"paper": _paper_html(paper, print_paper(paper))})


def render_html(paper: Paper) -> str:
    """The paper as one HTML file with its styles inside; the fonts are those of the reader's machine or server."""
    return _document(paper, print_paper(paper), screen_css())


def render_for_print(paper: Paper) -> str:
    """The HTML that WeasyPrint turns into the PDF; it is well-formed XML, too."""
    printed = print_paper(paper)
    pieces = [*printed.body, *(piece for sheet in printed.sheets for piece in sheet.body)]
    shares = {share for piece in pieces if isinstance(piece, Grid) for share in piece.share}
    return _document(paper, printed, print_css(printed.profile, shares, landscape=printed.landscape), running=True)


def _document(paper: Paper, printed: Printed, css: str, *, running: bool = False) -> str:
    """`running`: the foot stands first, as the first page can only show what it has met; people read it last."""
    safe = mark_safe(css)  # noqa: S308 - made from our own table
    context = {"paper": _paper_html(paper, printed), "css": safe, "running": running}
    return render_to_string("documents/nd30/document.html", context)


def _paper_html(paper: Paper, printed: Printed) -> PaperHtml:
    profile = printed.profile

    def lines(items: tuple[Line, ...]) -> tuple[SafeString, ...]:
        return tuple(_line(item, profile) for item in items)

    def line(item: Line | None) -> SafeString:
        return _line(item, profile) if item else SafeString("")

    return PaperHtml(
        classes=profile_class(profile) + (" paper-wide" if printed.landscape else ""),
        head_class="p-head p-head-narrow" if printed.narrow else "p-head",
        title=printed.title,
        author=clean(paper.issuing_body),
        style=profile.style,
        moment=paper.moment,
        left=lines(printed.left),
        right=lines(printed.right),
        number=line(printed.number),
        date=line(printed.date),
        about=line(printed.about),
        opening=_opening(printed.opening, profile),
        body=tuple(_piece(piece, profile) for piece in printed.body),
        recipients=lines(printed.recipients),
        signature=lines(printed.signature),
        left_signature=lines(printed.left_signature),
        sheets=tuple(_sheet(sheet, index, profile) for index, sheet in enumerate(printed.sheets)),
        draft=line(printed.draft),
        foot=_foot(printed),
    )


def _opening(lines: tuple[Line, ...], profile: nd30.Profile) -> tuple[SafeString, ...]:
    """The lines under the head; several addressees stand in a box of their own, indented."""
    made = [_line(item, profile) for item in lines]
    first = next((index for index, item in enumerate(lines) if item.role == "to"), None)
    if first is None or not any(item.role == "to_item" for item in lines):
        return tuple(made)
    last = max(index for index, item in enumerate(lines) if item.role == "to_item") + 1
    box = mark_safe(f'<div class="p-to-list">{"".join(made[first:last])}</div>')  # noqa: S308 - lines are escaped
    return (*made[:first], box, *made[last:])


def _sheet(sheet: Sheet, index: int, profile: nd30.Profile) -> SheetHtml:
    name = ("wide" if sheet.landscape else "") + ("even" if index % 2 else "odd")
    pieces = tuple(_line(item, profile) for item in sheet.heading) + tuple(_piece(item, profile) for item in sheet.body)
    return SheetHtml(f"p-sheet-{name}", pieces)


def _piece(piece: Piece, profile: nd30.Profile) -> SafeString:
    return _grid(piece) if isinstance(piece, Grid) else _line(piece, profile)


def _line(line: Line, profile: nd30.Profile) -> SafeString:
    tag = _TAGS.get(line.role, "p")
    text = escape(line.text).replace("\n", "<br/>\n")
    if line.lead:
        text = f"<b>{escape(line.lead)}</b> {text}"
    rule = profile.components[line.role].rule
    if rule:
        text = f'<span class="p-rule p-rule-{rule}">{text}</span>'
    elif line.role == "draft":
        text = f"<span>{text}</span>"
    keep = " p-keep" if line.keep else ""
    return mark_safe(f'<{tag} class="p-{line.role}{keep}">{text}</{tag}>')  # noqa: S308 - escaped above


def _foot(printed: Printed) -> SafeString:
    """The check code, with the QR code of its address before it."""
    if printed.foot is None:
        return SafeString("")
    text: str = escape(printed.foot.text)
    if printed.qr:
        drawn, modules = qr.path(printed.qr)
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="p-qr" viewBox="0 0 {modules} {modules}" role="img"'
            f' aria-label="Mã QR của địa chỉ kiểm tra"><path fill="#000" d="{drawn}"/></svg><span>{text}</span>'
        )
    return mark_safe(f'<p class="p-foot">{text}</p>')  # noqa: S308 - escaped above, the drawing is ours


def _grid(grid: Grid) -> SafeString:
    """A table; joined in one go, because a template loop over 14,000 cells costs more than their layout saves."""
    classes = [
        " ".join(filter(None, (align if align != "l" else "", "w" if wrap else "")))
        for align, wrap in zip(grid.align, grid.wrap, strict=True)
    ]
    opens = [f'<td class="{name}">' if name else "<td>" for name in classes]
    columns = "".join(f'<col class="p-w{share}"/>' for share in grid.share)
    head = "".join("<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in row) + "</tr>" for row in grid.head)
    rows = "\n".join(
        "<tr>" + "".join(f"{start}{escape(cell)}</td>" for start, cell in zip(opens, row, strict=True)) + "</tr>"
        for row in grid.rows
    )
    name = "p-table p-wraps" if any(grid.wrap) else "p-table"
    return mark_safe(  # noqa: S308 - cells are escaped
        f'<table class="{name}"><colgroup>{columns}</colgroup>'
        f"{f'<thead>{head}</thead>' if head else ''}<tbody>{rows}</tbody></table>"
    )
