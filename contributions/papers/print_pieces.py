"""What printed vouchers and lists are made of: well-formed, escaped HTML for A5 and A4 sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from documents.render.columns import FONT_DIR
from documents.render.css import font_faces
from documents.render.pieces import clean


@dataclass(frozen=True, slots=True)
class Head:
    """Who makes the paper (lines at the left) and, where it is established, the code of its form."""

    unit: tuple[str, ...]
    code: str = ""
    basis: str = ""


def text(value: object) -> str:
    return escape(clean(str(value)))


def day_words(on: date) -> str:
    return f"Ngày {on:%d} tháng {on:%m} năm {on:%Y}"


def head(who: Head, *right: str) -> str:
    """The unit at the left; form code (left out where none is established) and the lines of `right` at the right."""
    unit = "<br/>".join(f"<b>{text(line)}</b>" for line in who.unit)
    code = [f"<b>Mẫu số: {text(who.code)}</b>", f"<i>(Ban hành theo {text(who.basis)})</i>"] if who.code else []
    return f'<div class="head"><p>{unit}</p><p>{"<br/>".join([*code, *(text(line) for line in right)])}</p></div>'


def fact(label: str, value: object) -> str:
    return f'<p class="fact">{text(label)}: <b>{text(value) if value else "…" * 30}</b></p>'


def signatures(*who: tuple[str, str, str]) -> str:
    """Title, what to do under it and the printed name of each, side by side."""
    boxes = "".join(
        f'<p><b>{text(title)}</b><br/><i>{text(hint)}</i><span class="room"></span>{text(name)}</p>'
        for title, hint, name in who
    )
    return f'<div class="signs s{len(who)}">{boxes}</div>'


def table(
    columns: Sequence[tuple[str, str, str]], rows: Iterable[Sequence[object]], foot: Sequence[object] = ()
) -> str:
    """Columns: heading, width (CSS), class of the cells ("c" middle, "r" right); cells are escaped here."""
    widths = "".join(f'<col style="width: {width}"/>' if width else "<col/>" for _, width, _ in columns)
    heads = "".join(f"<th>{text(label)}</th>" for label, _, _ in columns)

    def line(cells: Sequence[object], mark: str = "") -> str:
        made = "".join(f'<td class="{css}">{text(cell)}</td>' for cell, (_, _, css) in zip(cells, columns, strict=True))
        return f"<tr{mark}>{made}</tr>"

    body = "".join(line(row) for row in rows) + (line(foot, ' class="sum"') if foot else "")
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def sheet(size: str, content: str) -> str:
    """One sheet: "a5" lying, "a4" upright or "a4l" lying; a long one runs on over pages."""
    return f'<div class="sheet {size}">{content}</div>'


def page(title: str, unit: str, sheets: Iterable[str]) -> str:
    """The whole print as well-formed XML."""
    return (
        f'<html lang="vi"><head><meta charset="utf-8"/><title>{text(title)}</title><meta name="author" content="{text(unit)}"/>'
        f'<meta name="generator" content="ntm"/><style>{font_faces(FONT_DIR.as_uri() + "/")}{_CSS}</style></head>'
        f"<body>{''.join(sheets)}</body></html>"
    )


_CSS = """
@page a5 { size: A5 landscape; margin: 9mm 10mm 8mm 14mm; }
@page a4 { size: A4; margin: 15mm 12mm 15mm 20mm; @bottom-right { content: counter(page) "/" counter(pages); font: 9pt "Liberation Serif"; } }
@page a4l { size: A4 landscape; margin: 14mm 12mm 12mm 18mm; }
.a5 { page: a5; font-size: 12pt; } .a4 { page: a4; font-size: 12pt; } .a4l { page: a4l; font-size: 12pt; }
.sheet + .sheet { break-before: page; }
body { margin: 0; font-family: "Liberation Serif"; color: #000; line-height: 1.2; }
p, h1 { margin: 0 0 1.2mm; overflow-wrap: anywhere; }
h1 { font-size: 1.45em; text-align: center; margin: 2.5mm 0 .5mm; }
.head { display: grid; grid-template-columns: 52% 48%; }
.head p { margin: 0; } .head p + p { text-align: right; font-size: .92em; }
.date { text-align: center; font-style: italic; margin-bottom: 2mm; }
.date b { font-style: normal; }
.mark { text-align: center; margin-bottom: 1.5mm; }
.mark span { border: .75pt solid #000; padding: .3mm 3mm; font-weight: bold; }
.fact { margin-bottom: 1mm; } .fact b { font-weight: normal; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 1.5mm 0 1.5mm; }
th, td { border: .4pt solid #000; padding: .6mm 1.2mm; vertical-align: top; overflow-wrap: anywhere; }
th { text-align: center; vertical-align: middle; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.c { text-align: center; } .r { text-align: right; white-space: nowrap; }
.sum { font-weight: bold; }
.words { margin-bottom: 2mm; } .words i { font-weight: bold; }
.signs { display: grid; text-align: center; margin-top: 3mm; break-inside: avoid; }
.signs p { margin: 0; padding: 0 1mm; }
.s2 { grid-template-columns: 50% 50%; } .s3 { grid-template-columns: 33% 34% 33%; } .s4 { grid-template-columns: 25% 25% 25% 25%; }
.s5 { grid-template-columns: 20% 20% 20% 20% 20%; font-size: .94em; }
.room { display: block; height: 15mm; } .a5 .room { height: 14mm; }
.blank td { height: 8mm; vertical-align: middle; }
"""
