"""`make run` as a newcomer sees it: really started, in an empty folder, on a free port."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ntm.demo.accounts import ACCOUNTS
from tests.processes import ROOT, free_port, wait_until

READY = "Nhấn Ctrl-C để dừng."


class Start:
    """`manage.py start` in a folder of its own, as a terminal would run it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}"
        self._log = folder.with_name(f"{folder.name}-{port}.log")
        env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "CLOCK_FILE": ""}
        for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG_LEVEL", "PUBLIC_URL"):
            env.pop(name, None)
        with self._log.open("wb") as log:
            self.child = subprocess.Popen(
                [sys.executable, "manage.py", "start"],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    def until_ready(self) -> None:
        wait_until(lambda: READY in self.said or self.child.poll() is not None, "the greeting", 200)
        assert self.child.poll() is None, self.said

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def relatives(self) -> dict[int, str]:
        """Every process that was started for this folder: id and command line."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes()
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if line and f"DATA_DIR={self.folder}\0".encode() in environment:
                found[int(entry.name)] = line
        return found

    def end(self) -> None:
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
        self.child.wait(30)


@pytest.fixture(scope="module")
def first_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """The very first start, in a folder that was not there; runs on until a test ends it."""
    system = Start(tmp_path_factory.mktemp("first") / "data", free_port())
    system.until_ready()
    yield system
    system.end()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    """start(folder, port) starts the system there; without a folder, in a new one."""
    started: list[Start] = []

    def do(folder: Path | None = None, port: int = 0) -> Start:
        started.append(Start(folder or tmp_path / "data", port or free_port()))
        return started[-1]

    yield do
    for system in started:
        system.end()


def people(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "ntm.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM accounts_user").fetchone()[0])


def test_start_look_stop_and_start_again(first_time: Start, start: Any) -> None:
    system = first_time
    assert f"Hệ thống đang chạy tại {system.address}/" in system.said
    for role, sign_in, password in ACCOUNTS:
        assert re.search(rf"{re.escape(role)} +{re.escape(sign_in)} +{re.escape(password)}\n", system.said)
    assert system.get("/healthz") == (200, '{"status": "ok"}')
    wait_until(lambda: system.get("/readyz")[0] == 200, "readyz", 60)
    assert set(json.loads(system.get("/readyz")[1])["checks"].values()) == {True}
    assert system.folder.stat().st_mode & 0o777 == 0o700
    assert (system.folder / "secret_key").stat().st_mode & 0o777 == 0o600

    status, page = system.get("/dang-nhap/")
    assert status == 200
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for style in styles:
        assert re.search(r"\.[0-9a-f]{12}\.css$", style), "static files carry their hash"
        assert system.get(style)[0] == 200

    links = system.address.replace("127.0.0.1", "localhost")
    assert f'<link rel="canonical" href="{links}/cong-khai/xa/">' in system.get("/cong-khai/xa/")[1]

    other = start(system.folder)
    assert other.child.wait(60) == 1
    assert other.said == f"Một bản khác đang chạy trên thư mục dữ liệu {system.folder}; hãy dừng bản đó trước.\n"

    before = people(system.folder)
    assert before >= len(ACCOUNTS)
    system.child.send_signal(signal.SIGINT)
    assert system.child.wait(30) == 0
    assert system.relatives() == {}
    assert "Traceback" not in system.said

    again = start(system.folder)
    again.until_ready()
    assert not re.search("Đang (tạo|nạp|chuẩn bị)", again.said), "the second start has nothing left to prepare"
    assert people(again.folder) == before
    assert again.get("/healthz")[0] == 200


def test_when_one_process_dies_all_end_and_it_is_named(first_time: Start, start: Any) -> None:
    first_time.end()
    system = start(first_time.folder)
    system.until_ready()
    (beat,) = [pid for pid, line in system.relatives().items() if "celery" in line and " beat " in line]
    os.kill(beat, signal.SIGKILL)
    assert system.child.wait(30) == 1
    last = system.said.rstrip().splitlines()[-1]
    assert last == "Đã dừng tất cả vì tiến trình hẹn giờ (beat) tự kết thúc; hãy xem thông báo ở trên."
    assert system.relatives() == {}


def test_children_do_not_outlive_a_killed_parent(first_time: Start, start: Any) -> None:
    first_time.end()
    system = start(first_time.folder)
    system.until_ready()
    system.child.kill()
    system.child.wait()
    wait_until(lambda: system.relatives() == {}, "the children end, too", 90)


def test_a_taken_port_is_one_sentence_before_anything_is_touched(start: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        system = start(port=port)
        assert system.child.wait(60) == 1
    assert system.said == (
        f"Không dùng được cổng {port} (Address already in use); hãy chọn cổng khác, ví dụ: PORT={port + 1} make run.\n"
    )
    assert [path.name for path in system.folder.iterdir()] == ["secret_key"]


def test_a_folder_that_cannot_be_written_is_one_sentence() -> None:
    env = {**os.environ, "DATA_DIR": "/proc/ntm", "DATABASE_URL": "", "SECRET_KEY": ""}
    line = [sys.executable, "manage.py", "start"]
    done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == "Không ghi được khóa bí mật vào /proc/ntm/secret_key (No such file or directory).\n"
