"""Mistakes in the files of criteria sets: one Vietnamese sentence each, and nothing half-loaded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.errors import RuleError
from criteria.models import CriteriaSet
from criteria.read import read_set

GARDEN = """
id: vuon-thu
name: Bộ tiêu chí thử
level: vuon
issued_by: province
basis: {number: null}
counts: {criteria: 1}
criteria:
  - number: 1
    name: Thu nhập
    indicators:
      - code: '1.10'
        text: Tỷ lệ sản phẩm an toàn
        value: percent
        direction: at_least
        source: recalled
        level: 16,5
        level_source: recalled
        amendments:
          - effective: 2024-03-01
            basis: 1/QĐ-UBND
            change: Bãi bỏ một phần
"""


def _refusal(folder: Path) -> str:
    """What load_criteria says of a folder it refuses (on the command line: on stderr, with exit code 1)."""
    with pytest.raises(CommandError) as caught:
        call_command("load_criteria", "--folder", str(folder))
    assert caught.value.returncode == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("direction:", "huong:", "Tệp vuon.yaml, chỉ tiêu 1.10: mục “huong” không có trong mẫu."),
        ("level: vuon", "level: ao", "Tệp vuon.yaml: mục “level” phải là một trong các từ: xa, thon, vuon, tinh."),
        (
            "effective: 2024-03-01",
            "effective: 2024-02-30",
            "Tệp vuon.yaml, chỉ tiêu 1.10, sửa đổi 1: mục “effective” có ngày sai “2024-02-30” (viết năm-tháng-ngày, ví dụ 2024-03-01).",
        ),
        (
            "effective: 2024-03-01",
            "effective: 01/3/2024",
            "Tệp vuon.yaml, chỉ tiêu 1.10, sửa đổi 1: mục “effective” có ngày sai “01/3/2024” (viết năm-tháng-ngày, ví dụ 2024-03-01).",
        ),
        (
            "    indicators:\n",
            "    indicators:\n      - code: '1.10'\n",
            "Tệp vuon.yaml: chỉ tiêu 1.10 được ghi hai lần.",
        ),
        (
            "number: 1\n    name",
            "number: 1\n    number: 2\n    name",
            "Tệp vuon.yaml, dòng 10: mục “number” được viết hai lần.",
        ),
        ("level: 16,5", "level: 165", "Tệp vuon.yaml, chỉ tiêu 1.10: mức “165” không nằm trong khoảng 0 đến 100%."),
        ("level: 16,5", "level: null", "Tệp vuon.yaml, chỉ tiêu 1.10: có mục “level_source” nhưng chưa có mức."),
        ("        level_source: recalled\n", "", "Tệp vuon.yaml, chỉ tiêu 1.10: thiếu mục “level_source”."),
        ("        source: recalled\n", "", "Tệp vuon.yaml, chỉ tiêu 1.10: thiếu mục “source”."),
        (
            "level: 16,5",
            "level: {BTB: 16}",
            "Tệp vuon.yaml, chỉ tiêu 1.10: mức ghi cho “BTB” nhưng bộ tiêu chí không có vùng hoặc nhóm này.",
        ),
        (
            "issued_by: province",
            "issued_by: province\nrequires: khong-co",
            "Tệp vuon.yaml: không có bộ tiêu chí “khong-co” (mục “requires”).",
        ),
        ("id: vuon-thu", "id: vuon-khac", "Tệp vuon.yaml: mã “vuon-khac” đã được dùng trong tệp an.yaml."),
        (
            "criteria: 1}",
            "criteria: 1",
            "Tệp vuon.yaml, dòng 8: viết sai cách (thụt dòng, dấu hai chấm hoặc dấu nháy).",
        ),
    ],
)
def test_a_mistake_is_one_sentence_and_loads_nothing(
    db: None, tmp_path: Path, right: str, wrong: str, sentence: str
) -> None:
    assert right in GARDEN
    (tmp_path / "an.yaml").write_text(GARDEN.replace("vuon-thu", "vuon-khac"))
    (tmp_path / "vuon.yaml").write_text(GARDEN.replace(right, wrong, 1))
    assert _refusal(tmp_path) == sentence
    assert not CriteriaSet.objects.exists()


def test_codes_and_levels_keep_what_was_written(tmp_path: Path) -> None:
    """A code is not a number (1.10 is not 1.1), a level may be written with a Vietnamese decimal comma."""
    (tmp_path / "vuon.yaml").write_text(GARDEN.replace("'1.10'", "1.10"))
    row = read_set(tmp_path / "vuon.yaml").criteria[0].indicators[0]
    assert row.code == "1.10"
    assert [level.number for level in row.versions[0].levels] == [Decimal("16.5")]


def test_sets_that_require_each_other_are_refused(db: None, tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        text = GARDEN.replace("id: vuon-thu", f"id: {name}\nrequires: {other}")
        (tmp_path / f"{name}.yaml").write_text(text)
    assert _refusal(tmp_path) == "Tệp a.yaml: các bộ tiêu chí đòi hỏi lẫn nhau theo vòng tròn (mục “requires”)."
    assert not CriteriaSet.objects.exists()


def test_a_row_that_points_to_nothing_undoes_the_whole_load(db: None, folder: Path) -> None:
    path = folder / "kieu-mau-2021-2025.yaml"
    path.write_text(path.read_text().replace("indicator: '10'", "indicator: '99'"))
    assert _refusal(folder) == (
        "Tệp kieu-mau-2021-2025.yaml, chỉ tiêu 2: mục “derived” trỏ đến bộ tiêu chí hoặc chỉ tiêu không có."
    )
    assert not CriteriaSet.objects.exists()


def _bad_files() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "a list", b"- a\n- b\n"
    yield "not text", b"\xff\xfe\x00\x01"
    yield "control characters", b"id: \x01\n"
    yield "a key that is a list", b"? [a]\n: b\n"
    yield "deep", b"[" * 5000
    yield "an alias to nothing", b"id: *x\n"


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in _bad_files()])
def test_any_broken_file_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hong.yaml"
    path.write_bytes(content)
    with pytest.raises(RuleError, match=r"^Tệp hong\.yaml[:,] .*\.$"):
        read_set(path)
