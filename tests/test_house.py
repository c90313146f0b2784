"""What the house promises of its code: doors, rooms, and words that must not appear."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "core", "jobs", "journal", "areas", "accounts", "reminders", "documents", "criteria", "campaigns", "contributions", "emulation",
    "reporting", "dashboards", "ntm",
)  # fmt: skip


def _sources(pattern: str) -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob(pattern) if "migrations" not in path.parts]


def _views() -> list[Path]:
    """One file, several (colleague_views.py) or a folder a room, and what answers other systems."""
    return [*_sources("views.py"), *_sources("*_views.py"), *_sources("views/*.py"), *_sources("api.py")]


@pytest.mark.parametrize("path", _views(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_view_is_a_doorkeeper(path: Path) -> None:
    """Rows come through access and queries, writes go through actions."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.objects\b|\.save\(|\.delete\(\)|transaction\.", text)


def test_only_the_clock_knows_the_time() -> None:
    allowed = {ROOT / "core/clock.py"}
    asking = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(")
    assert [
        path for path in _sources("*.py") if asking.search(path.read_text(encoding="utf-8")) and path not in allowed
    ] == []


@pytest.mark.parametrize("path", _sources("*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


def test_templates_carry_no_style_and_no_script_inside() -> None:
    """The Content-Security-Policy refuses both, so nobody would see them. The PDF's own page is no page of the site."""
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)")
    faults = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
        # A mail can load nothing, so its look stands inside it.
        and not {"nd30", "mail"} & set(path.parts)
    ]
    assert set(faults) <= {"templates/500.html"}


def test_every_room_stands_on_the_plan() -> None:
    plan = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"\n{room}/" not in plan] == []


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of a machine it was made on, no registry host, no lock file that names one."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]
    foreign = re.compile(rb"(?<![A-Za-z0-9_.])/(?:work|farm)/[a-z]|https?://[^ \"]+/(?:simple|packages)/")
    text = {".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".sh", ".html", ".css", ".js", ""}
    assert [path.name for path in files if path.suffix in text and foreign.search(path.read_bytes())] == []
    assert [path.name for path in files if path.name == "uv.lock"] == []
