"""The timeline on one sheet of A3 or A4 on its side, as the HTML that is printed to PDF in the fonts of official papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from campaigns.papers import timeline as papers
from documents.render.columns import FONT_DIR, MM_PER_POINT, text_width
from documents.render.css import font_faces

#: From the top of a line of Liberation Serif, set solid, to its baseline, in ems.
_ASCENT = 0.8375


def measure(text: str) -> float:
    """The width of a text in the paper's typeface, in ems."""
    return text_width(text, 1) / MM_PER_POINT


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the picture."""

    issuer: str
    title: str
    subject: str
    printed_on: str
    #: When it was made (ISO 8601).
    moment: str


def sheet_html(picture: papers.PaperPicture, sheet: papers.Sheet, heading: Heading) -> str:
    """The picture under its heading on one sheet, whole however many tasks there are; well-formed XML."""
    small = (
        f" Cỡ chữ {picture.points:.1f} điểm: nên phóng to trên màn hình hoặc in khổ lớn hơn để đọc.".replace(
            ".", ",", 1
        )
        if picture.points < papers.READABLE_POINTS
        else ""
    )
    return (
        '<html lang="vi"><head><meta charset="utf-8"/>'
        f"<title>{_text(heading.title)}</title>"
        f'<meta name="author" content="{_text(heading.issuer)}"/><meta name="generator" content="ntm"/>'
        f'<meta name="dcterms.created" content="{heading.moment}"/>'
        f'<meta name="dcterms.modified" content="{heading.moment}"/>'
        f"<style>{_css(picture, sheet)}</style></head><body>"
        f'<div class="head"><p class="issuer">{_text(heading.issuer)}</p><p class="day">{_text(heading.printed_on)}</p>'
        f"<h1>{_text(heading.title)}</h1><p>{_text(heading.subject)}</p>"
        f'<p class="key">{_text(papers.KEY + small)}</p></div>'
        f'<div class="picture">{_svg(picture)}{"".join(_names(picture))}</div></body></html>'
    )


def _svg(picture: papers.PaperPicture) -> str:
    """Lines, and the short words: numbers, months, what stands beside the bars."""
    short = "".join(_short(one) for one in picture.words if one.kind not in _LONG)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:.2f} {picture.height:.2f}" '
        f'width="{picture.width:.2f}mm" height="{picture.height:.2f}mm" font-size="{picture.letter:.3f}">'
        f"<style>{_edges(picture.letter)}</style>{picture.lines}{short}</svg>"
    )


def _short(one: papers.Words) -> str:
    middle = ' text-anchor="middle"' if one.middle else ""
    return f'<text class="{one.kind}" x="{one.x:.2f}" y="{one.y:.2f}"{middle}>{_text(one.text)}</text>'


def _names(picture: papers.PaperPicture) -> Iterator[str]:
    """The long words beside the SVG, within which WeasyPrint would set them letter by letter: three times as long."""
    for one in picture.words:
        if one.kind in _LONG:
            top = one.y - _ASCENT * picture.letter
            width = measure(one.text) * picture.letter * 1.1
            yield (
                f'<p class="{one.kind}" style="left:{one.x:.2f}mm;top:{top:.2f}mm;width:{width:.2f}mm">'
                f"{_text(one.text)}</p>"
            )


def _text(text: str) -> str:
    return escape(papers.printable(text))


def _css(picture: papers.PaperPicture, sheet: papers.Sheet) -> str:
    return (
        font_faces(FONT_DIR.as_uri() + "/")
        + f"@page {{ size: {sheet.width}mm {sheet.height}mm; margin: {papers.EDGE}mm; }}\n"
        + f".head {{ height: {papers.HEADING}mm; }}\n"
        + f".picture {{ width: {picture.width:.2f}mm; height: {picture.height:.2f}mm; }}\n"
        + f".picture p {{ font-size: {picture.letter:.3f}mm; line-height: 1; }}\n"
        + _CSS
    )


def _edges(letter: float) -> str:
    """Everything is black and grey: offices copy it. Edges are shares of the letters, so that small ones stay clear."""
    kinds = "".join(
        f".{kind} {{ stroke: {colour}; stroke-width: {letter * share:.3f}; fill: {fill}; }}\n"
        for kind, colour, share, fill in _EDGES
    )
    return (
        'text { font-family: "Liberation Serif"; } .g-late-word, .g-today-word { font-weight: bold; }\n'
        + kinds
        + f".g-open {{ stroke-dasharray: {letter * 0.3:.3f} {letter * 0.25:.3f}; }}\n"
        + f".g-today, .g-late {{ stroke-dasharray: {letter * 0.6:.3f} {letter * 0.3:.3f}; }}\n"
    )


_LONG = frozenset({"g-name", "g-group"})
_CSS = """
body { margin: 0; font-family: "Liberation Serif"; font-size: 9pt; line-height: 1.2; color: #000; }
h1, p { margin: 0; }
.head { text-align: center; position: relative; overflow: hidden; }
.head h1 { font-size: 12pt; font-weight: bold; padding: 0 60mm; }
.head .issuer { position: absolute; left: 0; top: 0; width: 58mm; text-align: left; font-weight: bold; }
.head .day { position: absolute; right: 0; top: 0; width: 58mm; text-align: right; font-style: italic; }
.head .key { font-size: 8pt; padding-top: 1mm; }
.picture { position: relative; overflow: hidden; }
.picture svg { display: block; }
.picture p { position: absolute; white-space: nowrap; }
.picture .g-group { font-weight: bold; }
"""
#: Kind of line, its colour, its width as a share of a letter, its fill.
_EDGES = (
    ("g-band", "none", 0, "#e4e4e4"), ("g-grid", "#ddd", 0.03, "none"), ("g-month", "#aaa", 0.04, "none"),
    ("g-rule", "#ddd", 0.03, "none"), ("g-bar", "#555", 0.05, "#bbb"), ("g-open", "#555", 0.05, "#fff"),
    ("g-critical", "#000", 0.14, "#fff"), ("g-done", "none", 0, "#222"), ("g-hatch", "#000", 0.05, "none"),
    ("g-due", "#000", 0.12, "none"), ("g-late", "#000", 0.16, "none"), ("g-mark", "none", 0, "#000"),
    ("g-arrow", "#777", 0.05, "none"), ("g-arrow-critical", "#000", 0.1, "none"), ("g-today", "#000", 0.1, "none"),
    ("g-back", "none", 0, "#fff"),
)  # fmt: skip
