"""The real plans: read where NTM_PLANS_DIR has them, and the run says how many were read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANS_DIR = (ROOT / os.environ.get("NTM_PLANS_DIR", "../shared/plans")).resolve()

#: Elsewhere the project's own texts (tests/plans) test the same readers.
collect_ignore = [] if PLANS_DIR.is_dir() else ["test_real_plans.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("passed", [])
    read = sum(1 for report in reports if "test_real_plans.py::test_the_plan_is_read[" in report.nodeid)
    terminalreporter.write_line(f"Đã đọc {read} kế hoạch thật.")
