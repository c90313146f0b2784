"""The project's own programs, really started, on the test's database, queue and data folder."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from ntm import processes

ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], what: str, seconds: float = 30.0) -> None:
    """Look again and again until it is so; the limit only ends a test that would hang."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain: {what}"
        time.sleep(0.05)


def manage(
    *arguments: str, env: dict[str, str] | None = None, seconds: float = 200
) -> subprocess.CompletedProcess[str]:
    """Run a management command as its own process; `env` is laid over the test's environment.

    One that hangs is ended with all it started: what is left of it would keep the pipes open, and the test waiting.
    """
    line = [sys.executable, "manage.py", *arguments]
    child = subprocess.Popen(
        line, cwd=ROOT, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        output, errors = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        output, errors = child.communicate()
        raise AssertionError(f"{arguments} hung for {seconds} s:\n{output}\n{errors}") from None
    return subprocess.CompletedProcess(line, child.returncode, output, errors)


class Program:
    """One of the three processes (web, worker, beat), with its log in a file."""

    def __init__(self, name: str, env: dict[str, str] | None = None) -> None:
        self.name = name
        self.env = env or {}
        self.log = Path(settings.DATA_DIR) / f"{name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Start it; returns at once."""
        environment = {**os.environ, "LOG_LEVEL": "INFO", **self.env}
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(
                processes.command(self.name), cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def start_and_wait(self, word: str) -> None:
        """Start it and wait until its log says the word."""
        self.start()
        wait_until(lambda: word in self.output() or not self.alive, f"{self.name}: {word}", 60)
        assert self.alive, self.output()

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """kill -9 of the process and all its children, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, and kill -9 for what does not obey."""
        if self._child is not None and self.alive:
            self._child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(processes.GRACE_SECONDS)
        self._end(signal.SIGKILL)

    def _end(self, what: signal.Signals) -> None:
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, what)
        self._child.wait(60)
