"""The border of a full certificate, drawn here: two lines, between them a woven band, a rosette in each corner.

The band takes up the lozenges of woven cloth; nothing stands outside its outer line (NĐ 98/2023, điều 104) and it does not
take up the border of the State's bằng khen. One path a colour, so that a page carries a few kilobytes.
"""

from __future__ import annotations

from functools import cache

from emulation.context.certificates import HEIGHT, WIDTH

GOLD, RED, PALE = "#a77b2c", "#9c1f24", "#d9bd7c"
#: Distances from the sheet's edge, mm.
_OUTER, _BAND, _BAND_END, _INNER, _HAIR = 8.0, 9.4, 14.6, 16.0, 17.0
_CORNER = _BAND_END - _BAND
_WISHED = 6.0


@cache
def frame_svg() -> str:
    """The border as an SVG of the sheet's size in millimetres."""
    lozenges, dots, outlines, links = [], [], [], []
    middle = (_BAND + _BAND_END) / 2
    start = _BAND + _CORNER + 0.7
    for length, place in (
        (WIDTH - 2 * start, lambda at: ((start + at, middle), (start + at, HEIGHT - middle))),
        (HEIGHT - 2 * start, lambda at: ((middle, start + at), (WIDTH - middle, start + at))),
    ):
        count = round(length / _WISHED)
        step = length / count
        upright = length == HEIGHT - 2 * start
        for number in range(count):
            for x, y in place((number + 0.5) * step):
                along, across = (1.55, step / 2 - 0.55) if upright else (step / 2 - 0.55, 1.55)
                outlines.append(_lozenge(x, y, along + (0.35 if upright else 0), across + (0 if upright else 0.35)))
                lozenges.append(_lozenge(x, y, along * 0.52, across * 0.52))
        for number in range(count + 1):
            for x, y in place(number * step):
                dots.append(_lozenge(x, y, 0.55, 0.55))
                links += [
                    _lozenge(x + (shift if upright else 0), y + (0 if upright else shift), 0.34, 0.34)
                    for shift in (-1.55, 1.55)
                ]
    corners = "".join(_corner(x, y) for x in (middle, WIDTH - middle) for y in (middle, HEIGHT - middle))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<g fill="none"><path stroke="{RED}" stroke-width=".7" d="{_box(_OUTER)}"/>'
        f'<path stroke="{GOLD}" stroke-width=".25" d="{_box(_BAND)}{_box(_BAND_END)}"/>'
        f'<path stroke="{RED}" stroke-width=".45" d="{_box(_INNER)}"/>'
        f'<path stroke="{GOLD}" stroke-width=".18" d="{_box(_HAIR)}"/>'
        f'<path stroke="{GOLD}" stroke-width=".28" d="{"".join(outlines)}"/></g>'
        f'<path fill="{RED}" d="{"".join(lozenges)}"/><path fill="{GOLD}" d="{"".join(dots)}"/>'
        f'<path fill="{PALE}" d="{"".join(links)}"/>{corners}</svg>'
    )


def _box(edge: float) -> str:
    return f"M{edge:g} {edge:g}H{WIDTH - edge:g}V{HEIGHT - edge:g}H{edge:g}Z"


def _lozenge(x: float, y: float, half_width: float, half_height: float) -> str:
    return f"M{x - half_width:.2f} {y:.2f}l{half_width:.2f}-{half_height:.2f} {half_width:.2f} {half_height:.2f}-{half_width:.2f} {half_height:.2f}z"


def _corner(x: float, y: float) -> str:
    """A square with an eight-pointed star, as on brocade."""
    half = _CORNER / 2
    square = f"M{x - half:.2f} {y - half:.2f}h{_CORNER:.2f}v{_CORNER:.2f}h-{_CORNER:.2f}z"
    star = _lozenge(x, y, 1.95, 0.62) + _lozenge(x, y, 0.62, 1.95)
    small = _lozenge(x - 1.5, y - 1.5, 0.5, 0.5) + _lozenge(x + 1.5, y - 1.5, 0.5, 0.5) + _lozenge(x - 1.5, y + 1.5, 0.5, 0.5) + _lozenge(x + 1.5, y + 1.5, 0.5, 0.5)  # fmt: skip
    return (
        f'<path fill="none" stroke="{GOLD}" stroke-width=".25" d="{square}"/><path fill="{RED}" d="{star}"/>'
        f'<path fill="{GOLD}" d="{small}{_lozenge(x, y, 0.45, 0.45)}"/>'
    )
