"""import_plan: shows, summarises, saves; refuses in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Plan
from tests.campaigns.texts import END, HEAD, SUBJECT
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
KEYS = [
    "kind",
    "document",
    "cited_documents",
    "year",
    "theme",
    "participants",
    "awards",
    "funds",
    "milestones",
    "period",
    "deadline",
    "criteria",
    "indicators",
    "claims",
    "blocks",
    "targets",
    "rates",
    "bank_accounts",
    "villages",
    "routines",
    "assignments",
    "findings",
]
TEXT = HEAD.format(subject=SUBJECT, opening="") + "I. NỘI DUNG\n- Tỷ lệ hộ nghèo còn 5,5%.\n" + END


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a person starts it, without any database."""
    environment = {
        **os.environ,
        "DATABASE_URL": "sqlite:////nonexistent/none.sqlite3",
        "DJANGO_SETTINGS_MODULE": "ntm.settings",
    }
    environment |= {"DEBUG": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "manage.py"), "import_plan", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_json_has_every_key_and_needs_no_database(plan_file: Path) -> None:
    done = run(plan_file, "--json")

    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(answer) == KEYS
    assert answer["document"]["number"] == "15"
    assert "Tỷ lệ hộ nghèo còn 5,5%" in done.stdout  # Vietnamese letters, not escapes
    assert (answer["rates"], answer["period"], answer["villages"]) == (None, None, [])


def shown(path: Path, **options: bool) -> str:
    out = StringIO()
    call_command("import_plan", path, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_every_encoding_gives_the_same_answer_each_time(plan_file: Path, tmp_path: Path, encoding: str) -> None:
    other = tmp_path / "khác.txt"
    other.write_bytes(TEXT.encode(encoding))

    assert shown(other, json=True) == shown(plan_file, json=True)


def test_a_dry_run_is_a_short_summary(plan_file: Path) -> None:
    said = shown(plan_file, dry_run=True)

    assert said.splitlines()[0] == f"Kế hoạch năm: KẾ HOẠCH – {SUBJECT}"
    assert "Số: 15/KH-UBND; ngày: 2024-03-12" in said


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("thiếu.txt", None),
        ("thơ.txt", "Trăng lên đầu núi.\nGió thổi qua đồng.\n".encode()),
        ("rỗng.txt", b""),
        ("ảnh.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("hỏng.docx", b"PK\x03\x04" + bytes(40)),
    ],
)
def test_what_is_no_plan_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes | None) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(CommandError) as refusal:
        shown(path, json=True)

    assert len(str(refusal.value).splitlines()) == 1


def test_a_refusal_is_one_line_on_stderr_and_exit_1(tmp_path: Path) -> None:
    done = run(tmp_path / "thiếu.txt", "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("Không thấy tệp")


def test_wrong_usage_exits_with_2() -> None:
    assert run("--json").returncode == 2


def test_saving_needs_an_area(plan_file: Path) -> None:
    done = run(plan_file)

    assert (done.returncode, done.stderr.strip()) == (2, "Cần --area MÃ để lưu kế hoạch, hoặc --json để chỉ xem.")


def test_a_plan_is_saved_for_its_commune(plan_file: Path, cast: Cast) -> None:
    out = StringIO()

    call_command("import_plan", plan_file, area=cast.commune.code, stdout=out)

    plan = Plan.objects.get()
    assert (plan.area, plan.title, plan.kind, plan.year) == (cast.commune, SUBJECT, "annual", 2024)
    assert plan.facts["document"]["number"] == "15"
    assert [str(row.value.normalize()) for row in plan.targets.all() if row.value is not None] == ["5.5"]
    assert "Đã lưu" in out.getvalue()


def test_an_unknown_area_stores_nothing(plan_file: Path, db: None) -> None:
    with pytest.raises(CommandError, match="Không có địa bàn nào mang mã 000"):
        call_command("import_plan", plan_file, area="000")

    assert not Plan.objects.exists()


def test_showing_stores_nothing(plan_file: Path, cast: Cast) -> None:
    call_command("import_plan", plan_file, json=True, area=cast.commune.code, stdout=StringIO())

    assert not Plan.objects.exists()
