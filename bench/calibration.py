"""How fast the machine is at this moment, measured beside every figure, and how figures are printed.

The speed of a shared machine swings fourfold within a day. So figures are processor seconds (of the process and its
children; on an idle machine one-threaded work takes as long by the clock), each with the time of one plain loop run
just before and after it, and are printed as "scaled seconds": what it would take on a machine that does the loop in
REFERENCE seconds. Targets compare figures of the same run only.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

#: Seconds that the loop took on the machine of the first measurements.
REFERENCE = 0.25
ADDITIONS = 5_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: processor and wall seconds, the loop's processor seconds, peak memory, and what was made."""

    seconds: float
    wall: float
    loop: float
    peak_mb: float
    facts: dict[str, Any]

    @property
    def scaled(self) -> float:
        return self.seconds * REFERENCE / self.loop


def calibrate() -> float:
    """Processor seconds of five million additions."""
    start = time.process_time()
    total = 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - start


def report(work: Callable[[], dict[str, Any]], repeat: int = 1) -> None:
    """In the child: do the work, print the figure of the quickest round as one line of JSON."""
    quickest: Figure | None = None
    for _ in range(repeat):
        before, processor, clock = calibrate(), _processor_seconds(), time.perf_counter()
        facts = work()
        seconds, wall = _processor_seconds() - processor, time.perf_counter() - clock
        figure = Figure(seconds, wall, (before + calibrate()) / 2, 0, facts)
        if quickest is None or figure.scaled < quickest.scaled:
            quickest = figure
    assert quickest is not None
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    figure = replace(quickest, peak_mb=max(own, children) / 1024)
    sys.stdout.write(json.dumps(asdict(figure)) + "\n")


def _processor_seconds() -> float:
    """Of this process and of the children it has waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(module: str, *args: str) -> Figure:
    """Run `python -m module args…` as a fresh process that ends in `report`, and read its figure."""
    done = subprocess.run(
        [sys.executable, "-m", module, *args], stdout=subprocess.PIPE, check=True, text=True, env=os.environ
    )
    return Figure(**json.loads(done.stdout.strip().splitlines()[-1]))


def best(figures: Sequence[Figure]) -> Figure:
    """The quickest of several rounds, each against its own loop."""
    return min(figures, key=lambda figure: figure.scaled)


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table; numbers in Vietnamese writing."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(written(cell) for cell in row) + " |")
    sys.stdout.flush()


def written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}".replace(".", ",") if value < 10 else f"{value:.1f}".replace(".", ",")
    return str(value)


def target(what: str, value: float, most: float) -> bool:
    """Print whether a ratio keeps its target."""
    met = value <= most
    print(f"- {what}: {written(value)} (mục tiêu ≤ {written(most)}): {'ĐẠT' if met else 'chưa đạt'}")
    return met


@contextmanager
def data_folder() -> Iterator[str]:
    """A folder for what the measured programs keep, in their environment unless that names one; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ["DEBUG"] = "1"
        (Path(os.environ["DATA_DIR"]) / "static").mkdir(exist_ok=True)
        yield folder


def has_database() -> bool:
    """Whether there is a database to fill; says so where there is none."""
    if "DATABASE_URL" in os.environ:
        return True
    sys.stderr.write("Phép đo này cần một PostgreSQL trống trong DATABASE_URL; chạy bằng make bench.\n")
    return False
