"""Reading papers that others wrote: a `.docx` or `.txt` file → `documents.context.Paper`.

Nothing is ever fetched, run or stored here.
"""

from __future__ import annotations

from documents.read.reading import LayoutNote, Reading, read_file

__all__ = ["LayoutNote", "Reading", "read_file"]
