"""Settings shout: a wrong value stops every program at its start, with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import manage


def refusal(**env: str) -> str:
    done = manage("check", env=env)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DEBUG", "maybe", "DEBUG='maybe': chỉ nhận 1 hoặc 0."),
        ("HTTPS", "có", "HTTPS='có': chỉ nhận 1 hoặc 0."),
        ("DATABASE_URL", "ntm", "DATABASE_URL: không hiểu địa chỉ cơ sở dữ liệu; xem docs/deploy.md."),
        (
            "DATABASE_URL",
            "postgres://ntm@localhost:bon/ntm",
            "DATABASE_URL: không hiểu địa chỉ cơ sở dữ liệu; xem docs/deploy.md.",
        ),
        ("EMAIL_URL", "thu.xa.vn", "EMAIL_URL: không hiểu địa chỉ máy chủ thư; xem docs/deploy.md."),
        ("JOB_LEASE_SECONDS", "0", "JOB_LEASE_SECONDS='0': phải là số nguyên từ 1 trở lên."),
        ("PORT", "web", "PORT='web': phải là số nguyên từ 1 trở lên."),
        ("UPLOAD_MAX_MB", "20MB", "UPLOAD_MAX_MB='20MB': phải là số nguyên từ 1 trở lên."),
        ("LOG_LEVEL", "ồn", "LOG_LEVEL='ồn': chỉ nhận DEBUG, INFO, WARNING, ERROR."),
    ],
)
def test_a_wrong_value_is_one_sentence(variable: str, value: str, sentence: str) -> None:
    assert refusal(**{variable: value}) == sentence


def test_a_server_with_a_database_needs_its_own_secret_key() -> None:
    sentence = refusal(SECRET_KEY="", DATABASE_URL="postgres://ntm:ntm@127.0.0.1/ntm")
    assert sentence == "Thiếu SECRET_KEY (hoặc SECRET_KEY_FILE); xem docs/deploy.md."


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "khong-co"
    assert refusal(SECRET_KEY_FILE=str(path)).startswith(f"SECRET_KEY_FILE: không đọc được tệp {path} ")


def test_a_secret_is_read_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("đọc-từ-tệp\n")
    done = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
        "-v",
        "0",
        env={"SECRET_KEY_FILE": str(secret)},
    )
    assert done.stdout == "đọc-từ-tệp\n"


def test_an_installation_in_one_folder_makes_its_own_key_and_keeps_it(tmp_path: Path) -> None:
    env = {"SECRET_KEY": "", "DATABASE_URL": "", "DATA_DIR": str(tmp_path / "data")}
    question = ("shell", "-v", "0", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    first, second = manage(*question, env=env), manage(*question, env=env)
    assert first.stdout == second.stdout
    assert len(first.stdout) > 60
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").glob("secret*")] == ["secret_key"]


@pytest.mark.parametrize(
    ("env", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8123"}, "http://localhost:8123"),
        ({"PORT": "8123", "DEBUG": "1"}, "http://localhost:8123"),
        ({"PORT": "8123", "PUBLIC_URL": "https://ntm.example.vn/"}, "https://ntm.example.vn"),
    ],
)
def test_links_lead_to_where_the_server_listens_until_it_has_a_name(env: dict[str, str], address: str) -> None:
    question = ("shell", "-v", "0", "-c", "from django.conf import settings; print(settings.PUBLIC_URL)")
    assert manage(*question, env={"PORT": "", "PUBLIC_URL": "", **env}).stdout == f"{address}\n"


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = manage(
            "shell", "-v", "0", "-c", "", env={"SECRET_KEY": "", "DATABASE_URL": "", "DATA_DIR": str(tmp_path / name)}
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "one" / "secret_key").read_text() != (tmp_path / "two" / "secret_key").read_text()


def test_debug_is_off_unless_asked_for() -> None:
    done = manage(
        "shell", "-v", "0", "-c", "from django.conf import settings; print(settings.DEBUG)", env={"DEBUG": ""}
    )
    assert done.stdout == "False\n"
