"""First content and bytes of pages in Chromium on a slow line: 1,4 Mbit/s, 560 ms to the first byte, processor four times slower."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.calibration import Figure, measure, report, table, target
from bench.pages import country
from bench.site import start
from bench.throughput import officer_of_the_tables, served, session_of

ROOT = Path(__file__).resolve().parent.parent
BYTES_A_SECOND, LATENCY_MS, SLOWER = 1_400_000 / 8, 560, 4
#: Seconds to the first content: with nothing kept, and of the page after.
COLD, NEXT = 4.0, 2.0
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_FIRST = "() => (performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime"


def _addresses() -> list[tuple[str, str, Any]]:
    """Name, address and who asks."""
    from django.urls import reverse

    from criteria.models import Scorecard

    people, officer = country(), officer_of_the_tables()
    card = Scorecard.objects.filter(area__code="DO01-00001").order_by("-year")[0]
    return [
        ("Trang đầu của cán bộ", "/", officer),
        ("Kế hoạch", reverse("campaigns:list"), officer),
        ("Phiếu của xã", card.get_absolute_url(), people["xã"]),
        ("Nhập cả phiếu", reverse("criteria:entry", args=[card.pk]), people["xã"]),
        ("Ma trận một huyện", reverse("overview"), people["huyện"]),
        ("Ma trận một tỉnh", reverse("overview"), people["tỉnh"]),
    ]


def _timed(browser: Any, base: str, address: str, cookie: str) -> dict[str, float]:
    """Seconds to first content: cold (nothing kept), then the same page from another one (assets kept), and bytes of the cold one."""
    name, _, value = cookie.partition("=")
    context = browser.new_context(base_url=base, locale="vi-VN", viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    tools = context.new_cdp_session(page)
    received = [0.0]
    tools.send("Network.enable")
    tools.on("Network.loadingFinished", lambda event: received.__setitem__(0, received[0] + event["encodedDataLength"]))
    slow = {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": BYTES_A_SECOND,
        "uploadThroughput": BYTES_A_SECOND,
    }
    tools.send("Network.emulateNetworkConditions", slow)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle", timeout=120_000)
    cold, size = page.evaluate(_FIRST), received[0]
    page.goto("/hop-thu/" if address == "/" else "/", wait_until="networkidle", timeout=120_000)
    received[0] = 0
    page.goto(address, wait_until="networkidle", timeout=120_000)
    found = {
        "cold": cold / 1000,
        "next": page.evaluate(_FIRST) / 1000,
        "kb": size / 1024,
        "next_kb": received[0] / 1024,
    }
    context.close()
    return found


def _all() -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    wanted = [(name, address, session_of(user)) for name, address, user in _addresses()]
    program = shutil.which("chromium") or shutil.which("google-chrome")
    found = []
    with tempfile.TemporaryDirectory(prefix="ntm-static-") as folder:
        production = {
            "DEBUG": "0",
            "SECRET_KEY": _same_secret(),
            "STATIC_ROOT": folder,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        }
        line = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(line, cwd=ROOT, env={**os.environ, **production}, check=True)
        with served(**production) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
            for name, address, cookie in wanted:
                found.append({"name": name, **_timed(browser, f"http://127.0.0.1:{port}", address, cookie)})
            browser.close()
    return {"pages": found}


def _same_secret() -> str:
    """The server must know the sessions that were made here."""
    from django.conf import settings

    return str(settings.SECRET_KEY)


def told(figure: Figure) -> bool:
    pages = figure.facts["pages"]
    rows = [[row["name"], row["cold"], row["next"], row["kb"], row["next_kb"]] for row in pages]
    header = ["Trang", "giây, lần đầu", "giây, trang sau", "KB lần đầu", "KB trang sau"]
    table(f"Đường truyền 1,4 Mbit/s, {LATENCY_MS} ms, bộ xử lý chậm {SLOWER} lần: đến khi thấy nội dung", header, rows)
    print()
    return all([
        target("Lần đầu, chậm nhất (giây)", max(row["cold"] for row in pages), COLD),
        target("Trang sau, chậm nhất (giây)", max(row["next"] for row in pages), NEXT),
        target("KB lần đầu, nặng nhất", max(row["kb"] for row in pages), 150),
    ])  # fmt: skip


def run() -> bool:
    return told(measure("bench.slow_network"))


if __name__ == "__main__":
    start()
    report(_all)
