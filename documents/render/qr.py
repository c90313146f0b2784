"""The QR code at the foot of an issued paper: the address where it can be checked. Drawn by us, the same each time."""

from __future__ import annotations

import io

import segno

#: Side of the printed square in mm: modules of some 0,4 mm, which any phone reads from paper.
SIDE = 13.0


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules, row by row, without the white border: the page around is white."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(cell) for cell in row) for row in code.matrix)


def path(text: str) -> tuple[str, int]:
    """The dark modules as one SVG path, a run at a time, and the modules of a side."""
    rows = matrix(text)
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return "".join(runs), len(rows)


def png(text: str) -> bytes:
    """The code as PNG for Word, 10 dots a module."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(out, kind="png", scale=10, border=0)
    return out.getvalue()
