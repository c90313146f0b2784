"""make backup and make restore, on the database the suite runs on."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections

from accounts.models import User
from tests.processes import ROOT, manage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Path]:
    """A backup with one person and one file in it, made by the command."""
    shutil.rmtree(Path(settings.DATA_DIR) / "files", ignore_errors=True)  # other tests' files, whose rows are gone
    User.objects.create_user("0900000777", "Đỗ Thị Sao", "mat-khau-thu")
    default_storage.save("to-trinh/so-1.txt", ContentFile("Tờ trình số 1".encode()))
    target = tmp_path / "ban-sao.tar.gz"
    done = manage("backup", "--out", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Đã sao lưu cơ sở dữ liệu và 1 tệp vào ")
    yield target
    for name in default_storage.listdir("to-trinh")[1]:
        default_storage.delete(f"to-trinh/{name}")


def names() -> list[str]:
    connections.close_all()
    return sorted(User.objects.values_list("full_name", flat=True))


def test_what_was_lost_comes_back(saved: Path) -> None:
    User.objects.all().delete()
    default_storage.delete("to-trinh/so-1.txt")
    done = manage("restore", str(saved))
    assert done.stderr == ""
    assert done.stdout == f"Đã khôi phục cơ sở dữ liệu và 1 tệp từ {saved}.\n"
    assert names() == ["Đỗ Thị Sao"]
    with default_storage.open("to-trinh/so-1.txt") as file:
        assert file.read().decode() == "Tờ trình số 1"


def test_data_that_is_there_is_not_overwritten_without_a_word(saved: Path) -> None:
    User.objects.create_user("0900000778", "Lò Văn Mới", "mat-khau-thu")
    done = manage("restore", str(saved))
    assert done.returncode == 1
    assert (
        done.stderr == "Cơ sở dữ liệu đang có dữ liệu; để ghi đè, hãy chạy lại với OVERWRITE=1 (mất dữ liệu hiện có).\n"
    )
    assert names() == ["Lò Văn Mới", "Đỗ Thị Sao"]


def test_what_was_restored_can_be_saved_and_restored_again(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "lan-hai.tar.gz"
    assert manage("restore", str(saved), "--overwrite").returncode == 0
    assert manage("backup", "--out", str(again)).returncode == 0
    done = manage("restore", str(again), "--overwrite")
    assert done.stderr == ""
    assert names() == ["Đỗ Thị Sao"]


def test_with_the_word_everything_is_as_it_was(saved: Path) -> None:
    User.objects.create_user("0900000778", "Lò Văn Mới", "mat-khau-thu")
    default_storage.save("to-trinh/so-2.txt", ContentFile(b"2"))
    done = manage("restore", str(saved), "--overwrite")
    assert done.returncode == 0, done.stderr
    assert names() == ["Đỗ Thị Sao"]
    assert default_storage.listdir("to-trinh")[1] == ["so-1.txt"]


def test_numbering_goes_on_after_the_highest_row(saved: Path) -> None:
    assert manage("restore", str(saved), "--overwrite").returncode == 0
    connections.close_all()
    assert (
        User.objects.create_user("0900000779", "Lò Văn Sau", "mat-khau-thu").pk
        > User.objects.get(full_name="Đỗ Thị Sao").pk
    )


def test_a_backup_is_for_its_owner_only_and_holds_no_secret_key(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    with tarfile.open(saved) as archive:
        parts = archive.getnames()
    assert parts[0] == "manifest.json"
    assert parts[1] in {"database.sqlite3", "database.sql"}
    assert parts[2:] == ["files/to-trinh/so-1.txt"]


@pytest.mark.parametrize("content", [b"", b"khong phai tar", None])
def test_something_else_is_refused_with_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "la.tar.gz"
    if content is not None:
        source.write_bytes(content)
    done = manage("restore", str(source))
    assert done.returncode == 1
    assert done.stderr in {
        f"Tệp {source} không phải là bản sao lưu của hệ thống.\n",
        f"Không tìm thấy tệp sao lưu {source}.\n",
    }


def test_half_a_backup_changes_nothing(saved: Path, tmp_path: Path) -> None:
    half = tmp_path / "nua.tar.gz"
    half.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    done = manage("restore", str(half), "--overwrite")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert names() == ["Đỗ Thị Sao"]
    assert default_storage.listdir("to-trinh")[1] == ["so-1.txt"]


def test_the_make_targets_call_these_commands() -> None:
    text = (ROOT / "Makefile").read_text()
    assert "manage.py backup" in text
    assert 'manage.py restore "$(FILE)"' in text
