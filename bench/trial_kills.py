"""The kill trial: papers are rendered while the worker is killed (kill -9) again and again.

    python -m bench.trial_kills [--kills 20] [--papers 20] [--pages 40] [--lease 3] [--seed 1]

Every time a render is under way, the worker's whole process tree is killed at a random moment and started again; beat
goes on. At the end each paper must have its one finished file. Runs on SQLite with the queue in a folder and, where
DATABASE_URL and REDIS_URL are set (make trial sets them), on those too; prints a row for each; exit 1 if any paper is
missing or doubled. Writes into the database it is given: never point it at one that is in use.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from documents.models import Document
    from jobs.models import Job

ROOT = Path(__file__).resolve().parent.parent
HEAD = f"{'':24}{'lần hủy':>9}{'văn bản':>9}{'tệp xong':>10}{'trùng':>7}{'chạy lại':>10}{'nhiều nhất':>12}{'giây':>7}"
#: Ends a trial that would hang; a slow machine needs some seconds per kill and per paper.
PATIENCE_SECONDS = 900.0


def main() -> int:
    options = _options()
    if options.here:
        return _trial(options)
    print(HEAD)
    return max(_on(name, environment) for name, environment in _machinery())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Thử hủy tiến trình nền giữa lúc dựng văn bản.")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS", "20")), help="số lần hủy")
    parser.add_argument("--papers", type=int, help="số văn bản, mặc định bằng số lần hủy")
    parser.add_argument("--pages", type=int, default=40, help="số trang mỗi văn bản, khoảng chừng")
    parser.add_argument("--lease", type=int, default=3, help="JOB_LEASE_SECONDS")
    parser.add_argument("--seed", type=int, default=1, help="số gieo cho các lúc hủy")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.papers = options.papers or options.kills
    os.environ["JOB_LEASE_SECONDS"] = str(options.lease)
    return options


def _machinery() -> list[tuple[str, dict[str, str]]]:
    """On what to run: a name, and what differs in the environment."""
    embedded = {"DATABASE_URL": "", "REDIS_URL": ""}
    given = {name: os.environ.get(name, "") for name in embedded}
    both = [("SQLite + thư mục", embedded)]
    return [*both, ("PostgreSQL + Redis", given)] if all(given.values()) else both


def _on(name: str, environment: dict[str, str]) -> int:
    """The trial in a process of its own, since settings are read once."""
    values = {key: value for key, value in {**os.environ, **environment}.items() if key not in environment or value}
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        line = [sys.executable, "-m", "bench.trial_kills", *sys.argv[1:], "--here", name]
        return subprocess.run(line, cwd=ROOT, env={**values, "DATA_DIR": folder, "DEBUG": "1"}, check=False).returncode


def _trial(options: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    django.setup()
    from django.core.management import call_command

    from documents.enums import Format
    from documents.models import StoredFile
    from documents.rendering import request_rendition
    from jobs.enums import JobState
    from jobs.models import Job

    call_command("migrate", verbosity=0)
    begin = time.monotonic()
    papers = [_paper(number, options.pages) for number in range(1, options.papers + 1)]
    jobs = Job.objects.filter(pk__in=[request_rendition(paper, Format.PDF, by=None).pk for paper in papers])
    with _process("beat"):
        kills = _kill_again_and_again(jobs, options)
        with _process("worker"):
            _wait(lambda: not jobs.exclude(state__in=[JobState.DONE, JobState.FAILED]).exists(), "đợi mọi văn bản xong")
    renditions = [paper.renditions.count() for paper in papers]
    finished, files = sum(count > 0 for count in renditions), StoredFile.objects.filter(area=papers[0].area).count()
    doubled = max(sum(renditions), files) - finished
    attempts = list(jobs.values_list("attempts", flat=True))
    again, most = sum(attempts) - len(attempts), max(attempts)
    print(
        f"{options.here:24}{kills:>9}{len(papers):>9}{finished:>10}{doubled:>7}{again:>10}{most:>12}{time.monotonic() - begin:>7.0f}",
        flush=True,
    )
    for job in jobs.exclude(state=JobState.DONE):
        print(f"  {job}: {job.reason}")
    return 0 if (kills, finished, doubled) == (options.kills, len(papers), 0) else 1


def _kill_again_and_again(jobs: QuerySet[Job], options: argparse.Namespace) -> int:
    """How often a worker was killed while it had a job of these."""
    from jobs.enums import JobState

    chance = random.Random(options.seed)
    at_work = jobs.filter(state=JobState.RUNNING)
    left: list[Any] = []  # claims of the workers that were killed

    def begun() -> bool:
        return at_work.exclude(claim__in=left).exists() or not _open(jobs)

    for kills in range(options.kills):
        with _process("worker", end=signal.SIGKILL):
            _wait(begun, "đợi một bản đang dựng")
            if not _open(jobs):
                return kills
            time.sleep(chance.uniform(0.1, 1.2))
        left += at_work.values_list("claim", flat=True)
    return options.kills


def _open(jobs: QuerySet[Job]) -> bool:
    from jobs.enums import LIVE

    return jobs.filter(state__in=LIVE).exists()


def _wait(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            sys.exit(f"Quá {PATIENCE_SECONDS:.0f} giây khi {what}.")
        time.sleep(0.1)


@contextmanager
def _process(name: str, end: signal.Signals = signal.SIGTERM) -> Iterator[None]:
    """Worker or beat on the project's own command line; at the end its whole process group gets the signal."""
    from django.conf import settings

    from ntm import processes

    log = Path(settings.DATA_DIR) / f"{name}.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            processes.command(name), cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(child.pid, end)
        try:
            child.wait(processes.GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _paper(number: int, pages: int) -> Document:
    """A made-up plan of about so many pages."""
    from areas.models import Area
    from documents.actions import create_document
    from documents.context import Paper, Paragraph, Section, Signature
    from documents.enums import PaperType

    area, _ = Area.objects.get_or_create(
        code="THU-HUY", defaults={"level": "province", "kind_word": "tỉnh", "name": "Thử nghiệm"}
    )
    sentence = f"Giao các thôn rà soát từng hộ, ghi khối lượng và thời hạn của việc số {number} vào sổ theo dõi chung. "
    section = tuple(Paragraph(sentence * 4) for _ in range(7))
    paper = Paper(
        issuing_body="ỦY BAN NHÂN DÂN\nXÃ THỬ NGHIỆM",
        symbol="KH-UBND",
        place="Thử Nghiệm",
        year=2024,
        type="KẾ HOẠCH",
        subject=f"Thử dựng văn bản dài số {number}",
        content=tuple(Section(str(page), f"Phần việc {page}", section) for page in range(1, pages + 1)),
        closing=("Trên đây là kế hoạch thử./.",),
        recipients=("Lưu: VT",),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Người Ký Thử"),
    )
    return create_document(area=area, issuer=None, type=PaperType.PLAN, paper=paper, by=None)


if __name__ == "__main__":
    sys.exit(main())
