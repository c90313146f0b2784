"""Our commands on the command line: one Vietnamese sentence on stderr, exit 1 for a refusal, 2 for wrong usage."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["import_plan", "khong-co.txt", "--json"], 1),
        (["format_paper", "khong-co.docx", "--out", "a.pdf"], 1),
        (["check_paper", "README.md"], 1),
        (["load_criteria", "--folder", "khong-co"], 1),
        (["import_plan"], 2),
        (["import_plan", "a.txt", "--khong-co"], 2),
        (["format_paper", "a.docx"], 2),
        (["check_paper"], 2),
    ],
)
def test_a_refusal_is_one_sentence(line: list[str], code: int, tmp_path: Path) -> None:
    environment = {**os.environ, "DEBUG": "1", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", *line], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "Error" not in said
    assert len(done.stderr.strip().splitlines()) == 1
