"""Run a command with a throw-away PostgreSQL and Redis: with_services.py COMMAND [ARGUMENT…].

Both listen on free local ports, run as an unprivileged user from a temporary folder, and are gone afterwards,
whatever happens to the command. No server that is already running is touched.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

#: PostgreSQL refuses to run as root; this account comes with its package and owns nothing of ours.
SERVER_ACCOUNT = "postgres"
#: Nothing here outlives the command, so nothing has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "shared_buffers=128MB")
#: Nobody waits for ever: a lock, or a transaction that a killed program left open, ends in an error that says so.
IMPATIENT = ("lock_timeout=60s", "idle_in_transaction_session_timeout=90s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_nobody_special() -> dict[str, Any]:
    """How a server is started: as root, under the servers' account; else as we are."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(SERVER_ACCOUNT)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ntm-services-"))
    if account := _as_nobody_special():
        os.chown(folder, account["user"], account["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(line: list[str], port: int, log: Path) -> Iterator[None]:
    """The server as a child, from the moment it listens until the end of the block."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            line, stdout=output, stderr=output, cwd=log.parent, start_new_session=True, **_as_nobody_special()
        )
    try:
        _wait_for(child, port, log)
        yield
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _wait_for(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"Máy chủ thử không khởi động được:\n{log.read_text(errors='replace')[-2000:]}")


def _until_it_works(line: list[str]) -> None:
    """PostgreSQL listens a moment before it lets anybody in."""
    for _ in range(50):
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"Không tạo được cơ sở dữ liệu thử: {done.stderr.strip()}")


def _postgres_folder() -> Path:
    """Where Debian keeps PostgreSQL's programs; the newest version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).parent
    sys.exit("Không tìm thấy PostgreSQL trên máy này; hãy chạy scripts/setup.sh test.")


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL; gives the address of its empty database `ntm`."""
    programs, port, password = _postgres_folder(), free_port(), secrets.token_hex(16)
    with _folder() as folder:
        # Readable, inside a folder that only the servers' account enters.
        (secret := folder / "password").write_text(password)
        secret.chmod(0o644)
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "ntm", f"--pwfile={secret}"]
        initdb += ["--auth=scram-sha-256", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
        subprocess.run(initdb, cwd=folder, check=True, stdout=subprocess.DEVNULL, **_as_nobody_special())
        line = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", ""]
        for setting in (*FAST, *IMPATIENT):
            line += ["-c", setting]
        with _server(line, port, folder / "log"):
            address = f"postgres://ntm:{password}@127.0.0.1:{port}"
            _until_it_works([str(programs / "createdb"), "--maintenance-db", f"{address}/postgres", "ntm"])
            yield f"{address}/ntm"


@contextmanager
def redis(port: int = 0) -> Iterator[str]:
    """A fresh Redis that keeps nothing on disk, on this port or a free one; gives its address."""
    program = shutil.which("redis-server") or sys.exit(
        "Không tìm thấy redis-server trên máy này; hãy chạy scripts/setup.sh test."
    )
    port = port or free_port()
    with _folder() as folder:
        line = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(folder),
        ]
        with _server(line, port, folder / "log"):
            yield f"redis://127.0.0.1:{port}/0"


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(command: list[str]) -> int:
    if not command:
        sys.exit(f"Cách dùng: {Path(__file__).name} LỆNH [THAM SỐ…]")
    signal.signal(signal.SIGTERM, _stop)
    with ExitStack() as stack:
        environment = {"DATABASE_URL": stack.enter_context(postgres()), "REDIS_URL": stack.enter_context(redis())}
        child = subprocess.Popen(command, env={**os.environ, **environment})
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.terminate()
            raise
        finally:
            _let_finish(child)


def _let_finish(child: subprocess.Popen[bytes]) -> None:
    """After Ctrl-C, which the command heard too, it gets time to clean up; then it is ended."""
    try:
        child.wait(15)
    except subprocess.TimeoutExpired:
        child.terminate()
        child.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
