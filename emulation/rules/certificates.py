"""From what a commune set to where text stands: the standard places, moved where the commune's stock wants it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from emulation.context.certificates import HEIGHT, ON_STOCK, PRINTER_EDGE, STANDARD, WIDTH, Spot
from emulation.enums import CertificateMode

#: What a commune may set of a piece, in the order of the form.
FIELDS = ("shown", "x", "y", "width", "size")


def spots_of(mode: str, places: Mapping[str, Any]) -> dict[str, Spot]:
    """Every piece's box: the standard one with the commune's own values.

    A full page always stands as the standard says. On pre-printed stock what stock bears is left out unless asked for.
    A larger size or a lower place keeps the standard height in lines; the box grows with the size.
    """
    if mode == CertificateMode.FULL:
        return dict(STANDARD)
    return {code: _moved(spot, code, places.get(code, {})) for code, spot in STANDARD.items()}


def _moved(spot: Spot, code: str, own: Mapping[str, Any]) -> Spot:
    size = float(own.get("size", spot.size))
    grown = max(size / spot.size, 1.0)
    return replace(
        spot, shown=bool(own.get("shown", code not in ON_STOCK)), x=float(own.get("x", spot.x)), y=float(own.get("y", spot.y)),
        width=float(own.get("width", spot.width)), size=size, least=min(spot.least, size), height=spot.height * grown,
    )  # fmt: skip


def places_from(values: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What differs from the standard, for keeping: a later standard moves what nobody touched."""
    kept: dict[str, dict[str, Any]] = {}
    for code, own in values.items():
        standard = {**{name: getattr(STANDARD[code], name) for name in FIELDS}, "shown": code not in ON_STOCK}
        changed = {name: value for name, value in own.items() if value != standard[name]}
        if changed:
            kept[code] = changed
    return kept


def fault_of(spot: Spot) -> str:
    """What is wrong with a box, as a sentence; empty when it can be printed: whole on the sheet, off the printer's white edge."""
    if not spot.shown:
        return ""
    if spot.left < PRINTER_EDGE or spot.left + spot.width > WIDTH - PRINTER_EDGE:
        return f"Ô chữ vượt mép trái hoặc mép phải của tờ giấy (chừa {PRINTER_EDGE:g} mm); giảm độ rộng hoặc dời lại."
    if spot.y < PRINTER_EDGE or spot.y + spot.height > HEIGHT - PRINTER_EDGE:
        return f"Ô chữ vượt mép trên hoặc mép dưới của tờ giấy (chừa {PRINTER_EDGE:g} mm)."
    return ""
