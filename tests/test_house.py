"""What the house promises of its code: doors, rooms, and words that must not appear."""

from __future__ import annotations

import ast
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


#: These tell the journal within the transaction of whoever calls them: the steps of a paper, a whole card.
WITHIN_THEIR_CALLERS = {"after_decision_step", "after_paper_step", "put_criterion"}


def _is_atomic(node: ast.expr) -> bool:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node) == "transaction.atomic"


def _outside_a_transaction(tree: ast.Module) -> set[str]:
    """Functions of a module that call `record` outside of any transaction they open, themselves or through one another.

    What is given to `once` runs within its transaction.
    """
    given = {
        word.value.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "once"
        for word in call.keywords
        if word.arg == "do" and isinstance(word.value, ast.Name)
    }
    calls: set[tuple[str, str]] = set()

    def walk(node: ast.AST, caller: str, held: bool) -> None:
        if isinstance(node, ast.FunctionDef):
            caller, held = node.name, node.name in given or any(map(_is_atomic, node.decorator_list))
        elif isinstance(node, ast.With):
            held = held or any(_is_atomic(item.context_expr) for item in node.items)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not held:
            calls.add((caller, node.func.id))
            held = node.func.id == "once"
        for child in ast.iter_child_nodes(node):
            walk(child, caller, held)

    walk(tree, "", False)
    found = {"record"}
    while more := {caller for caller, called in calls if called in found} - found:
        found |= more
    return found - {"record"}


@pytest.mark.parametrize(
    "path", _sources("*actions.py") + _sources("actions/*.py"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_an_action_tells_the_journal_within_a_transaction(path: Path) -> None:
    """Outside of one `record` refuses, and no test that itself runs in a transaction would see it."""
    found = _outside_a_transaction(ast.parse(path.read_text(encoding="utf-8")))
    assert {name for name in found if not name.startswith("_")} - WITHIN_THEIR_CALLERS == set()


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


def test_numbers_are_read_by_the_fields_of_the_house() -> None:
    """Django's own take a typed "1.000" for 1."""
    plain = re.compile(r"forms\.(?:Integer|Decimal|Float)Field")
    assert [
        str(path.relative_to(ROOT))
        for path in _sources("*.py")
        if plain.search(re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text()))
    ] == []
