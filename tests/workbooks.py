"""Workbooks as LibreOffice works them out."""

from __future__ import annotations

import subprocess
from pathlib import Path

from openpyxl import Workbook, load_workbook


def recalculated(data: bytes, folder: Path) -> Workbook:
    """The workbook as LibreOffice works it out."""
    source, out = folder / "bang.xlsx", folder / "ra"
    source.write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'lo').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return load_workbook(out / "bang.xlsx", data_only=True)
