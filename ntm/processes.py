"""The three processes that make the system, each with its one command line; compose file and `make run` use the same."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

from django.conf import settings

from ntm import env

NAMES = ("web", "worker", "beat")
#: How long the others get to finish what they are doing before they are cut off; a cut job is taken up again later.
GRACE_SECONDS = 8.0
#: Trying it out as root is no danger; the container runs as somebody else.
QUIET = "ignore:You're running the worker with superuser"
_PR_SET_PDEATHSIG = 1


def address() -> tuple[str, int]:
    """Where the web server listens."""
    return env.text("WEB_HOST", "127.0.0.1"), env.number("PORT", 8000, least=1)


def command(name: str) -> list[str]:
    """The command line of one of NAMES, for this Python."""
    host, port = address()
    python = [sys.executable, "-m"]
    if name == "web":
        listen = ["--host", host, "--port", str(port), "--workers", str(env.number("WEB_WORKERS", 2, least=1))]
        return [*python, "granian", "--interface", "wsgi", *listen, *_WEB_OPTIONS, *_web_log(), "ntm.wsgi:application"]
    if name == "worker":
        return [*python, "ntm.workers"]
    schedule = str(settings.DATA_DIR / "beat-schedule")
    return [*python, "celery", "--quiet", "-A", "ntm", "beat", "--schedule", schedule, "--pidfile", ""]


# Each thread holds a database connection: 2 workers use at most 8 of PostgreSQL's 100.
_WEB_OPTIONS = ("--no-ws", "--blocking-threads", "4", "--respawn-failed-workers")


def environment() -> dict[str, str]:
    """What the processes find in their environment besides ours.

    glibc gives each thread a heap of its own and keeps what a large photo took in each; two heaps are enough here.
    """
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


def _web_log() -> list[str]:
    return ["--log-level", env.text("LOG_LEVEL", "INFO").lower()]


def become(name: str) -> None:
    """Turn this process into one of NAMES; does not return."""
    line = command(name)
    os.environ.update(environment())
    os.execv(line[0], line)


def end_with_parent() -> None:
    """Runs in the child: it is told to stop even when its parent was killed outright."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Family:
    """The three as children, each the head of its own process group, so that Ctrl-C reaches us alone."""

    def __init__(self, names: Sequence[str] = NAMES) -> None:
        self.children = {
            name: subprocess.Popen(
                command(name),
                env={"PYTHONWARNINGS": QUIET, **environment()},
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - one call, no locks, no threads yet
            )
            for name in names
        }

    def fallen(self) -> str | None:
        """The name of a child that ended by itself, if one did."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to finish, then cut off whatever is left of their groups."""
        _tell(self.children.values(), signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(child.poll() is None for child in self.children.values()):
            time.sleep(0.05)
        for child in self.children.values():
            _kill_group(child.pid)
            child.wait()


def _tell(children: Iterable[subprocess.Popen[bytes]], what: signal.Signals) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(what)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
