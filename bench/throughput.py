"""Requests a second of the officer's start page beside the empty page's: the web server as in production, two worker processes.

The asking program is a process of its own that keeps connections open and reads answers without looking at them.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.calibration import Figure, measure, report, table, target
from bench.site import EMPTY, client_of, start

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, SECONDS = 16, float(os.environ.get("BENCH_SECONDS", "10"))
#: Of the empty page's requests a second; an aim.
LEAST = 0.25


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(**more: str) -> Iterator[int]:
    """The site of the measurements behind our web server with two worker processes; gives the port."""
    from ntm.processes import _WEB_OPTIONS

    port = free_port()
    line = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
            *_WEB_OPTIONS, "--log-level", "error", "bench.site:application"]  # fmt: skip
    child = subprocess.Popen(line, cwd=ROOT, env={**os.environ, **more}, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while _answer(port, "/healthz") != 200:
            if time.monotonic() > deadline or child.poll() is not None:
                raise RuntimeError("the web server did not start")
            time.sleep(0.2)
        yield port
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _answer(port: int, address: str, cookie: str = "") -> int:
    from http.client import HTTPConnection

    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
        return connection.getresponse().status
    except OSError:
        return 0


def _one(port: int, request: bytes, until: float, done: list[int]) -> None:
    """One connection: ask, read the answer, ask again."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        data = b""
        while time.monotonic() < until:
            line.sendall(request)
            while b"\r\n\r\n" not in data:
                data += line.recv(65536)
            head, _, body = data.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head[:200].decode(errors="replace"))
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            while len(body) < length:
                body += line.recv(65536)
            data = body[length:]
            done[0] += 1


def _load(port: int, address: str, cookie: str, result: Any) -> None:
    request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()
    counts = [[0] for _ in range(CONNECTIONS)]
    begin = time.monotonic()
    threads = [
        threading.Thread(target=_one, args=(port, request, begin + SECONDS, count), daemon=True) for count in counts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + 30)
    result.put(sum(count[0] for count in counts) / (time.monotonic() - begin))


def _rate(port: int, address: str, cookie: str) -> float:
    result: Any = multiprocessing.Queue()
    asking = multiprocessing.Process(target=_load, args=(port, address, cookie, result))
    asking.start()
    rate = float(result.get(timeout=SECONDS + 60))
    asking.join()
    return rate


def session_of(user: Any) -> str:
    """The cookie of somebody signed in."""
    return f"sessionid={client_of(user).cookies['sessionid'].value}"


def officer_of_the_tables() -> Any:
    """The officer of the commune that bench.pages made, who has papers, tasks and money waiting; else of a made-up commune."""
    from accounts.models import User

    people = User.objects.filter(assignments__role="ntm_officer")
    return people.filter(assignments__area__code="T1").first() or people.order_by("pk")[0]


def _both() -> dict[str, Any]:
    cookie = session_of(officer_of_the_tables())
    with served() as port:
        for address in ("/", EMPTY):
            status = _answer(port, address, cookie)
            if status != 200:
                raise RuntimeError(f"{address}: {status}")
            for _ in range(40):
                _answer(port, address, cookie)  # both workers are warm
        # Empty, page, empty: the machine's swings show between the two.
        before, page, after = (_rate(port, address, cookie) for address in (EMPTY, "/", EMPTY))
    return {"page": page, "empty": (before + after) / 2, "before": before, "after": after}


def told(figure: Figure) -> bool:
    facts = figure.facts
    table(
        f"Trang đầu của cán bộ: 2 tiến trình web, {CONNECTIONS} kết nối, {SECONDS:.0f} giây mỗi lượt",
        ["Trang", "yêu cầu/giây"],
        [["trang rỗng, lượt đầu", facts["before"]], ["trang đầu của cán bộ", facts["page"]], ["trang rỗng, lượt cuối", facts["after"]]],
    )  # fmt: skip
    share = facts["page"] / facts["empty"]
    print(f"\n- Trang đầu đạt {share * 100:.0f} % của trang rỗng (mong muốn ≥ {LEAST * 100:.0f} %)")
    return target("Trang rỗng so với trang đầu", 1 / share, 1 / LEAST)


def run() -> bool:
    return told(measure("bench.throughput"))


if __name__ == "__main__":
    start()
    report(_both)
