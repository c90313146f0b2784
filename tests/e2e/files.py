"""Files that a person brings along."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TypedDict

from docx import Document

PLANS = Path(__file__).resolve().parent.parent / "plans"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Chosen(TypedDict):
    """What Playwright puts into a file box."""

    name: str
    mimeType: str
    buffer: bytes


def chosen(name: str, data: bytes, kind: str = WORD) -> Chosen:
    return {"name": name, "mimeType": kind, "buffer": data}


def word_file(plan: str, name: str = "") -> Chosen:
    """A Word file with the lines of one of the invented plans as its paragraphs."""
    document = Document()
    for line in (PLANS / f"{plan}.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return chosen(name or f"{plan}.docx", out.getvalue())
