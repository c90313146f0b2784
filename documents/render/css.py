"""The stylesheet of printed papers, made from the table of the decree.

`static/css/paper.css`, which the pages load for the preview, is this module's output:
`python -m documents.render.css > static/css/paper.css`; a test holds the two together.
"""

from __future__ import annotations

import sys

from documents.nd30 import PDF_FONT, PROFILES, Component, Page, Profile
from documents.render.columns import FONT_DIR, WHOLE
from documents.render.qr import SIDE

FACES = {
    "Regular": ("normal", "normal"),
    "Bold": ("bold", "normal"),
    "Italic": ("normal", "italic"),
    "BoldItalic": ("bold", "italic"),
}

# Two neighbouring cells make one line of half a point: equal borders on four sides are drawn in one go.
_STRUCTURE = """
@media print { body { margin: 0; } }
.paper { font-family: "Liberation Serif", "Times New Roman", serif; color: #000; hyphens: manual; }
.paper p, .paper h1, .paper h2, .paper h3 { margin: 0; overflow-wrap: break-word; orphans: 2; widows: 2; }
.p-head { display: grid; }
.p-number, .p-about { grid-column: 1; }
.p-date { grid-column: 2; }
.p-number, .p-date { margin-top: 8pt; align-self: baseline; }
.p-rule { display: inline-block; max-width: 100%; }
.p-rule::after { content: ""; display: block; border-bottom: .75pt solid #000; margin: 3.5pt auto 0; }
.p-rule-line::after { width: 100%; margin-top: 2.5pt; }
.p-rule-part::after { width: 40%; }
.p-keep { break-after: avoid; }
.paper .p-to-list { padding-left: 28mm; margin-bottom: 12pt; }
.paper .p-to-list .p-to { text-align: left; margin-bottom: 2pt; }
.paper .p-to-list .p-to_item { margin-left: 22mm; text-indent: -2.5mm; padding-left: 2.5mm; }
.p-table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; margin: 4pt 0 8pt;
  line-height: 1.2; white-space: nowrap; }
.p-table thead { display: table-header-group; white-space: normal; overflow-wrap: anywhere; }
.p-table td, .p-table th { padding: 1.5pt 1.2mm; border: .25pt solid #000; vertical-align: top; }
.p-table th { text-align: center; vertical-align: middle; }
.p-wraps tr { break-inside: avoid; }
.p-table .c { text-align: center; }
.p-table .r { text-align: right; }
.p-table .w { white-space: normal; overflow-wrap: anywhere; }
.p-end { display: grid; grid-template-columns: 50% 50%; margin-top: 14pt; break-inside: avoid; break-before: avoid; }
.p-end-below { margin-top: 14pt; break-inside: avoid; break-before: avoid; }
.p-recipients-box { padding-right: 4mm; }
.p-sheet { break-before: page; }
.p-qr + span { vertical-align: middle; }
"""
_STRUCTURE += f".p-qr {{ width: {SIDE:g}mm; height: {SIDE:g}mm; margin-right: 3mm; vertical-align: middle; }}\n"

_SCREEN = """
@media screen {
  .paper, .paper * { box-sizing: border-box; }
  .paper { background: #fff; width: 210mm; max-width: 100%; min-height: 297mm; margin: 0 auto; }
  .paper-wide { width: 297mm; min-height: 210mm; }
  html.paper-framed .paper { max-width: none; }
  .paper { position: relative; }
  .p-draft { position: absolute; top: 8mm; }
  .p-foot { position: absolute; bottom: 4mm; }
  .paper .p-table { border-collapse: collapse; }
  .paper .p-table td, .paper .p-table th { border-width: 1px; padding: 1.5pt .8mm; }
  .p-sheet { border-top: 1px dashed #767676; margin-top: 12mm; padding-top: 12mm; }
}
@media screen and (max-width: 900px) {
  html:not(.paper-framed) .paper.paper { padding: 18mm 5mm 16mm; }
}
"""

#: Margin boxes: no number on the first page of the paper and of each appendix, which counts from 1 again. The foot stands a
#: little high: office printers leave the last 5 mm white.
_PAGES = """
@media print {{
  .p-draft {{ position: running(draft); }}
  .p-foot {{ position: running(foot); }}
  .p-draft span {{ border: .75pt solid #000; padding: 1pt 4pt; }}
}}
@page {{ size: A4{turn}; margin: {margins}; @top-center {{ content: counter(page); {number} }} }}
@page :first {{ @top-center {{ content: none; }} @top-left {{ content: element(draft); vertical-align: middle; }}
  @bottom-left {{ content: element(foot); vertical-align: middle; width: 100%; padding-bottom: 4mm; }} }}
"""
_SHEET_PAGES = """
@page {name} {{ size: A4{turn}; }}
@page :nth(1 of {name}) {{ counter-reset: page 1; @top-center {{ content: none; }} }}
.p-sheet-{name} {{ page: {name}; }}
"""


def screen_css() -> str:
    """Everything the preview in the page needs, for all styles; printing from the browser works too."""
    sheets = "".join(_component_css(PROFILES[style]) + _screen_margins(PROFILES[style]) for style in ("state", "party"))
    shares = "".join(share_css(share) for share in range(1, WHOLE + 1))
    return (
        "/* Made by documents/render/css.py from the table in documents/nd30.py: change it there. */\n"
        + font_faces("../fonts/")
        + _STRUCTURE
        + sheets
        + shares
        + _SCREEN
        + _page_css(PROFILES["state"], landscape=False)
    )


def print_css(profile: Profile, shares: set[int], *, landscape: bool) -> str:
    """The stylesheet of one PDF: its own style and only the column shares that it uses."""
    return (
        font_faces(FONT_DIR.as_uri() + "/")
        + _STRUCTURE
        + _component_css(profile)
        + "".join(share_css(share) for share in sorted(shares))
        + _page_css(profile, landscape=landscape)
    )


def share_css(share: int) -> str:
    return f".p-w{share} {{ width: {share * 100 / WHOLE:g}%; }}\n"


def profile_class(profile: Profile) -> str:
    """The Front's papers look like the state's."""
    return "paper-party" if profile.style == "party" else "paper-state"


def font_faces(base: str) -> str:
    return "".join(
        f'@font-face {{ font-family: "{PDF_FONT}"; src: url("{base}LiberationSerif-{face}.ttf"); '
        f"font-weight: {weight}; font-style: {style}; }}\n"
        for face, (weight, style) in FACES.items()
    )


def _component_css(profile: Profile) -> str:
    root = f".{profile_class(profile)}"
    line = f"{profile.line}pt" if profile.exact_line else f"{profile.line}"
    halves = {".p-head": profile.head_left * 100, ".p-head-narrow": profile.head_left_narrow * 100}
    rules = [
        f"{root} {{ font-size: {profile.components['text'].size:g}pt; line-height: {line}; }}",
        *(f"{root} {name} {{ grid-template-columns: {left:g}% {100 - left:g}%; }}" for name, left in halves.items()),
        f"{root} .p-name {{ margin-top: {profile.signature_room:g}mm; }}",
    ]
    rules += [_rule(root, role, part) for role, part in profile.components.items() if role not in {"cell", "cell_head"}]
    rules.append(f"{root} .p-table {{ {_type(profile.components['cell'])} }}")  # inherited: the cells are many
    rules.append(f"{root} th {{ {_type(profile.components['cell_head'])} }}")
    return "\n".join(rules) + "\n"


def _rule(root: str, role: str, part: Component) -> str:
    room = [f"margin-top: {part.before:g}pt;"] if part.before else []
    room += [f"margin-bottom: {part.after:g}pt;"] if part.after else []
    room += [f"text-indent: {part.indent:g}mm;"] if part.indent else []
    return f"{root} .p-{role} {{ {_type(part)} text-align: {part.align}; {' '.join(room)} }}".replace("  ", " ")


def _type(part: Component) -> str:
    return (
        f"font-size: {part.size:g}pt; font-weight: {'bold' if part.bold else 'normal'}; "
        f"font-style: {'italic' if part.italic else 'normal'};"
        + (" text-decoration: underline;" if part.underline else "")
    )


def _margins(page: Page) -> str:
    return f"{page.top:g}mm {page.right:g}mm {page.bottom:g}mm {page.left:g}mm"


def _screen_margins(profile: Profile) -> str:
    return f"@media screen {{ .{profile_class(profile)} {{ padding: {_margins(profile.page)}; }} }}\n"


def _page_css(profile: Profile, *, landscape: bool) -> str:
    number = profile.components["page_number"]
    font = f'font: {number.size:g}pt "{PDF_FONT}";'
    turn = " landscape" if landscape else ""
    # Neighbouring appendices need different page names, or they would be counted as one.
    names = {"odd": "", "even": "", "wideodd": " landscape", "wideeven": " landscape"}
    return _PAGES.format(turn=turn, margins=_margins(profile.page), number=font) + "".join(
        _SHEET_PAGES.format(name=name, turn=side) for name, side in names.items()
    )


if __name__ == "__main__":
    sys.stdout.write(screen_css())
