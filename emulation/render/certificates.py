"""Certificates → PDF by WeasyPrint: one sheet each, every line where it was measured to stand. No network."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from emulation.context.certificates import EMBLEM, HEIGHT, LABELS, ON_STOCK, STANDARD, WIDTH, Layout, Spot, Words
from emulation.render.certificate_frame import frame_svg
from emulation.render.certificate_text import FACES, FONT_DIR, MM_PER_POINT, Fitted, fit, width_of

#: Sheets laid out at one go.
_AT_A_TIME = 50
BLACK, RED = "#000000", "#c00f1c"
#: Where the letters' baseline lies in a line as high as its size: half a line, and half of what 1,007 em up and 0,298 em down differ.
_BASE = 0.5 + (1.007 - 0.298) / 2
_FACE_CSS = {(False, False): "400 normal", (True, False): "700 normal", (True, True): "700 italic"}
_SHEET = f"""
@page {{ size: {WIDTH:g}mm {HEIGHT:g}mm; margin: 0; }}
body {{ margin: 0; font-family: "EB Garamond", "Liberation Serif", serif; font-variant-ligatures: none; }}
section {{ position: relative; width: {WIDTH:g}mm; height: {HEIGHT:g}mm; overflow: hidden; break-after: page; }}
section:last-child {{ break-after: auto; }}
p {{ position: absolute; margin: 0; white-space: pre; line-height: 1; }}
img {{ position: absolute; }}
hr {{ position: absolute; margin: 0; border: 0; border-top: .8pt solid #000; }}
.hint {{ position: absolute; border: .5pt dashed #777; box-sizing: border-box; }}
.box {{ position: absolute; border: .3pt solid #2b6cb0; box-sizing: border-box; }}
.note {{ font-family: "Liberation Serif"; font-size: 8pt; color: #555; }}
.stock {{ opacity: .35; }}
.ground {{ position: absolute; width: {WIDTH:g}mm; height: {HEIGHT:g}mm; }}
"""


def certificates_pdf(
    certificates: Sequence[Words], layout: Layout, *, told: Callable[[int], None] | None = None
) -> bytes:
    """One page for each, in the order given. RuleError where a text does not fit its box.

    `told` hears after every few sheets how many are done.
    """
    import pikepdf

    # Fitted first: a text that does not fit is said before minutes of printing.
    sections = [_section(words, layout) for words in certificates]
    with pikepdf.open(io.BytesIO(_print("".join(sections[:_AT_A_TIME])))) as sheets:
        for start in range(_AT_A_TIME, len(sections), _AT_A_TIME):
            if told:
                told(start)
            with pikepdf.open(io.BytesIO(_print("".join(sections[start : start + _AT_A_TIME])))) as more:
                sheets.pages.extend(more.pages)
        out = io.BytesIO()
        sheets.save(out, deterministic_id=True)
    return _on_ground(out.getvalue(), layout)


def preview_pdf(words: Words, layout: Layout) -> bytes:
    """One sheet as it will look, with hints that are never printed: the emblem's place, and on stock what the stock bears."""
    return _on_ground(_print(_section(words, layout, preview=True)), layout)


def ruler_pdf(words: Words, layout: Layout) -> bytes:
    """A test sheet: millimetres along the edges, the box and the text of each piece, to lay over the stock before a window."""
    return _print(_section(words, layout, extra=_rulers() + "".join(_boxes(layout))))


def as_png(pdf: bytes, *, width: int = 1400) -> bytes:
    """The first page as a picture of so many pixels in width."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=width / page.get_width()).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


# --- One sheet ---


def _section(words: Words, layout: Layout, *, preview: bool = False, extra: str = "") -> str:
    parts = [_emblem_hint() if preview and layout.framed and not layout.emblem else ""]
    if preview and not layout.framed:
        parts.append(f'<div class="stock">{_frame()}{"".join(_stock(words, layout))}</div>')
    for code, spot in layout.spots.items():
        text = words.pieces.get(code, "").strip()
        if spot.shown and text:
            parts += _piece(code, text, _room_for(code, spot, words, layout), layout)
    return f"<section>{''.join(parts)}{extra}</section>"


def _room_for(code: str, spot: Spot, words: Words, layout: Layout) -> Spot:
    """On a full page a name without an address below it takes that room too, so that no gap is left."""
    if code != "name" or not layout.framed or words.pieces.get("post", "").strip():
        return spot
    return replace(spot, height=spot.height + layout.spots["post"].height - 3)


def _piece(code: str, text: str, spot: Spot, layout: Layout) -> Iterable[str]:
    fitted = fit(code, text, spot)
    yield from _lines(fitted, spot, layout)
    if code == "motto":
        yield _rule_below(fitted, spot, layout)


def _lines(fitted: Fitted, spot: Spot, layout: Layout) -> Iterable[str]:
    weight, style = _FACE_CSS[spot.bold, spot.italic].split()
    for line, base in fitted.lines:
        top = spot.y + layout.shift_y + base - _BASE * fitted.size * MM_PER_POINT
        yield (
            f'<p style="left:{spot.left + layout.shift_x:.2f}mm;top:{top:.2f}mm;width:{spot.width:.2f}mm;text-align:{spot.align};'
            f"font:{style} {weight} {fitted.size:g}pt/1 'EB Garamond','Liberation Serif';letter-spacing:{spot.tracking:g}em;"
            f'color:{RED if spot.red else BLACK}">{escape(line)}</p>'
        )


def _rule_below(fitted: Fitted, spot: Spot, layout: Layout) -> str:
    """The line under Tiêu ngữ, as long as its words."""
    line, base = fitted.lines[0]
    length = width_of(line, spot, fitted.size)
    top = spot.y + layout.shift_y + base + 0.36 * fitted.size * MM_PER_POINT
    return f'<hr style="left:{spot.x - length / 2 + layout.shift_x:.2f}mm;top:{top:.2f}mm;width:{length:.2f}mm"/>'


def _frame() -> str:
    return f'<img alt="" src="{_FRAME}" style="left:0;top:0;width:{WIDTH:g}mm;height:{HEIGHT:g}mm"/>'


def _emblem(layout: Layout) -> str:
    """The commune's own picture in its place; without one the place stays white."""
    if not layout.emblem:
        return ""
    x, y, side = EMBLEM
    picture = base64.b64encode(layout.emblem).decode()
    return (
        f'<img alt="Quốc huy" src="data:image/png;base64,{picture}" '
        f'style="left:{x - side / 2:g}mm;top:{y:g}mm;width:{side:g}mm;height:{side:g}mm;object-fit:contain"/>'
    )


def _emblem_hint() -> str:
    x, y, side = EMBLEM
    left = x - side / 2
    return (
        f'<div class="hint" style="left:{left:g}mm;top:{y:g}mm;width:{side:g}mm;height:{side:g}mm"></div>'
        f'<p class="note" style="left:{left:g}mm;top:{y + side / 2 - 1.4:g}mm;width:{side:g}mm;text-align:center">Quốc huy</p>'
    )


def _stock(words: Words, layout: Layout) -> Iterable[str]:
    """What the stock bears already, at its standard places, for the preview."""
    still = Layout(framed=False)
    for code in STANDARD:
        if code in ON_STOCK and not layout.spots[code].shown:
            yield from _piece(code, words.pieces[code], STANDARD[code], still)


# --- The test sheet ---


def _rulers() -> str:
    """Ticks each 5 mm, longer and with figures each 10, along the left and the top edge."""
    marks, figures = [], []
    for at in range(0, int(WIDTH) + 1, 5):
        long = 5 if at % 10 == 0 else 3
        marks.append(f"M{at} 0v{long}")
        if at % 20 == 0 and at > 0:
            figures.append(f'<p class="note" style="left:{at - 5}mm;top:5.2mm;width:10mm;text-align:center">{at}</p>')
    for at in range(0, int(HEIGHT) + 1, 5):
        long = 5 if at % 10 == 0 else 3
        marks.append(f"M0 {at}h{long}")
        if at % 20 == 0 and at > 0:
            figures.append(f'<p class="note" style="left:5.6mm;top:{at - 1.5}mm;width:10mm">{at}</p>')
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><path stroke="#000" stroke-width=".15" fill="none" d="{"".join(marks)}"/></svg>'
    source = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
    return f'<img alt="" src="{source}" style="left:0;top:0;width:{WIDTH:g}mm;height:{HEIGHT:g}mm"/>{"".join(figures)}'


def _boxes(layout: Layout) -> Iterable[str]:
    for code, spot in layout.spots.items():
        if spot.shown:
            left, top = spot.left + layout.shift_x, spot.y + layout.shift_y
            yield f'<div class="box" style="left:{left:.2f}mm;top:{top:.2f}mm;width:{spot.width:.2f}mm;height:{spot.height:.2f}mm"></div>'
            yield f'<p class="note" style="left:{left + 1:.2f}mm;top:{top + 0.4:.2f}mm;font-size:6pt">{escape(LABELS[code])}</p>'


# --- Printing ---

_FRAME = "data:image/svg+xml;base64," + base64.b64encode(frame_svg().encode()).decode()


def _font_faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "EB Garamond"; src: url("{(FONT_DIR / name).as_uri()}.ttf"); '
        f"font-weight: {_FACE_CSS[face].split()[0]}; font-style: {_FACE_CSS[face].split()[1]}; }}\n"
        for face, name in FACES.items()
    )


def _on_ground(pdf: bytes, layout: Layout) -> bytes:
    """The frame and the emblem put under every page once for the whole file: drawn anew on each, 300 sheets take six times as long."""
    import pikepdf

    if not layout.framed:
        return pdf
    shift = f"left:{layout.shift_x:g}mm;top:{layout.shift_y:g}mm"
    ground = _print(f'<section><div class="ground" style="{shift}">{_frame()}{_emblem(layout)}</div></section>')
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as sheets, pikepdf.open(io.BytesIO(ground)) as below:
        drawn = sheets.copy_foreign(below.pages[0].as_form_xobject())
        for page in sheets.pages:
            name = page.add_resource(drawn, pikepdf.Name.XObject)
            page.contents_add(f"q {name} Do Q".encode(), prepend=True)
        sheets.save(out, deterministic_id=True)
    return out.getvalue()


def _print(sections: str) -> bytes:
    from weasyprint import HTML  # 1.3 s to import: only processes that print pay for it
    from weasyprint.urls import URLFetcher

    fonts = {f"{(FONT_DIR / name).as_uri()}.ttf" for name in FACES.values()}

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in fonts and not url.startswith("data:image/"):
                raise ValueError("Chỉ dùng phông chữ và hình đi kèm, không tải tệp ngoài.")
            return super().fetch(url, headers)

    html = (
        f'<html lang="vi"><head><meta charset="utf-8"/><title>Giấy khen</title><style>{_font_faces()}{_SHEET}</style></head>'
        f"<body>{sections}</body></html>"
    )
    fetcher = OnlyOurs(allowed_protocols=["file", "data"])
    return bytes(
        HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/a-3b", pdf_identifier=b"ntm-certificate.")
    )
