"""Start everything (make run), or become one of the three processes (docker-compose.yml)."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import time
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from core.commands import BaseCommand
from ntm import first_start, processes

SPACE_NEEDED = 200 * 1024 * 1024
VIETNAMESE = {"web": "máy chủ web", "worker": "tiến trình làm việc nền (worker)", "beat": "tiến trình hẹn giờ (beat)"}


class Command(BaseCommand):
    help = "Khởi động hệ thống: cả ba tiến trình, hoặc chỉ một (web, worker, beat)."
    # Checks would touch a database that may not exist yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("process", nargs="?", choices=processes.NAMES, help="chỉ chạy một tiến trình")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["process"]:
            processes.become(options["process"])
        _refuse_a_taken_port()
        try:
            with _alone_in(Path(settings.DATA_DIR)):
                first_start.prepare(self._say)
                self._run()
        except OSError as error:
            raise CommandError(f"Không ghi được vào thư mục dữ liệu {settings.DATA_DIR}: {error.strerror}.") from error

    def _say(self, line: str = "") -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _run(self) -> None:
        os.environ.setdefault("LOG_LEVEL", "WARNING")
        asked = _Asked()
        family = processes.Family()
        try:
            greeted = False
            while not asked.to_stop:
                if name := family.fallen():
                    raise CommandError(f"Đã dừng tất cả vì {VIETNAMESE[name]} tự kết thúc; hãy xem thông báo ở trên.")
                if not greeted and _web_answers():
                    self._greet()
                    greeted = True
                time.sleep(0.1)
            self._say("\nĐang dừng…")
        finally:
            family.stop()

    def _greet(self) -> None:
        from ntm.demo.accounts import ACCOUNTS

        host, port = processes.address()
        self._say(f"\nHệ thống đang chạy tại http://{host}:{port}/\n\nTài khoản minh họa:")
        width = max(len(role) for role, _, _ in ACCOUNTS)
        sign_in_width = max(len(sign_in) for _, sign_in, _ in ACCOUNTS)
        for role, sign_in, password in ACCOUNTS:
            self._say(f"  {role:<{width}}  {sign_in:<{sign_in_width}}  {password}")
        self._say("\nNhấn Ctrl-C để dừng.")


class _Asked:
    """Remembers that Ctrl-C or a SIGTERM came."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.to_stop = True


def _refuse_a_taken_port() -> None:
    host, port = processes.address()
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # A port whose last connections are still ending is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Không dùng được cổng {port} ({error.strerror}); hãy chọn cổng khác, ví dụ: PORT={port + 1} make run."
            ) from error


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the data folder for this start alone; two beats on one folder would do everything twice."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        raise CommandError(f"Ổ đĩa của thư mục {folder} còn dưới 200 MB; hãy dọn bớt rồi chạy lại.")
    with (folder / "start.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"Một bản khác đang chạy trên thư mục dữ liệu {folder}; hãy dừng bản đó trước."
            ) from None
        yield


def _web_answers() -> bool:
    host, port = processes.address()
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
