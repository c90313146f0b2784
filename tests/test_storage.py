"""Files on an S3-compatible store, tried against a real server of that protocol on this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.processes import manage

S3 = {"S3_BUCKET": "ntm", "S3_REGION": "us-east-1", "S3_ACCESS_KEY": "made-up", "S3_SECRET_KEY": "made-up"}
SAVE_AND_READ = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
name = default_storage.save("bien-ban/so-1.txt", ContentFile("Biên bản số 1".encode()))
with default_storage.open(name) as file:
    print(name, file.read().decode())
"""


def content(name: str) -> str:
    with default_storage.open(name) as file:
        return str(file.read().decode())


def test_a_file_is_saved_read_and_deleted(s3: str) -> None:
    name = default_storage.save("bien-ban/so-1.txt", ContentFile("Biên bản số 1".encode()))
    assert content(name) == "Biên bản số 1"
    assert default_storage.listdir("bien-ban") == ([], ["so-1.txt"])
    default_storage.delete(name)
    assert not default_storage.exists(name)


def test_a_second_file_of_the_same_name_does_not_replace_the_first(s3: str) -> None:
    first = default_storage.save("so-1.txt", ContentFile(b"1"))
    second = default_storage.save("so-1.txt", ContentFile(b"2"))
    assert first != second
    assert content(first) == "1"


def test_an_address_is_signed_and_ends(s3: str) -> None:
    name = default_storage.save("so-1.txt", ContentFile(b"rieng"))
    address = default_storage.url(name)
    assert "Signature=" in address
    assert "Expires=" in address
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.read() == b"rieng"


def test_the_settings_of_the_environment_are_enough(s3: str) -> None:
    """What .env says about S3 is what a process of its own stores with."""
    done = manage("shell", "-v", "0", "-c", SAVE_AND_READ, env={**S3, "S3_ENDPOINT_URL": s3})
    assert done.stderr == ""
    assert done.stdout == "bien-ban/so-1.txt Biên bản số 1\n"
    assert content("bien-ban/so-1.txt") == "Biên bản số 1"


def test_a_backup_holds_the_files_of_the_store(s3: str, transactional_db: None, tmp_path: Path) -> None:
    default_storage.save("bien-ban/so-1.txt", ContentFile(b"1"))
    done = manage("backup", "--out", f"{tmp_path}/sao.tar.gz", env={**S3, "S3_ENDPOINT_URL": s3})
    assert done.stderr == ""
    assert done.stdout.startswith("Đã sao lưu cơ sở dữ liệu và 1 tệp vào ")


def test_readiness_says_when_the_store_is_gone() -> None:
    done = manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from ntm import health; print(health._passes('storage'))",
        env={**S3, "S3_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1", "LOG_LEVEL": "ERROR"},
    )
    assert done.stdout == "False\n"
