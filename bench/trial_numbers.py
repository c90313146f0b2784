"""The number trial: many clerks, each a process of its own, issue papers of one series at the same time.

    python -m bench.trial_numbers [--papers 200] [--clerks 8]

At the end the numbers must be 1 to N, no gap, no double. Runs on the database of DATABASE_URL (make trial gives a
throw-away PostgreSQL) and writes into it: never point it at one that is in use. Prints one row; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = f"{'':24}{'tiến trình':>11}{'văn bản':>9}{'có số':>7}{'trùng':>7}{'cách quãng':>12}{'giây':>7}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử cấp số đồng thời.")
    parser.add_argument("--papers", type=int, default=int(os.environ.get("NUMBERS", "200")), help="số văn bản")
    parser.add_argument("--clerks", type=int, default=int(os.environ.get("CLERKS", "8")), help="số tiến trình")
    parser.add_argument("--clerk", help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
        import django

        django.setup()
        return _issue(options.clerk) if options.clerk else _trial(options.papers, options.clerks)


def _issue(papers: str) -> int:
    """One clerk's work: issue the papers with these ids."""
    from documents.actions import issue
    from documents.models import Document

    for pk in papers.split(","):
        issue(Document.objects.get(pk=pk), by=None)
    return 0


def _trial(papers: int, clerks: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    from documents.models import Document

    call_command("migrate", verbosity=0)
    ids = _approved_papers(papers)
    begin = time.monotonic()
    lines = [",".join(map(str, ids[place::clerks])) for place in range(clerks)]
    children = [
        subprocess.Popen([sys.executable, "-m", "bench.trial_numbers", "--clerk", line], cwd=ROOT) for line in lines
    ]
    failed = sum(child.wait() != 0 for child in children)
    numbers = [number for number in Document.objects.filter(pk__in=ids).values_list("number", flat=True) if number]
    doubled, gaps = len(numbers) - len(set(numbers)), len(set(range(1, papers + 1)) - set(numbers))
    print(HEAD)
    print(
        f"{connection.vendor:24}{clerks:>11}{papers:>9}{len(numbers):>7}{doubled:>7}{gaps:>12}{time.monotonic() - begin:>7.0f}"
    )
    return 1 if failed or doubled or gaps else 0


def _approved_papers(count: int) -> list[int]:
    from areas.models import Area, Organisation
    from documents.actions import create_document
    from documents.context import Paper
    from documents.enums import DocumentState, PaperType
    from documents.models import Document

    area, _ = Area.objects.get_or_create(
        code="THU-SO", defaults={"level": "province", "kind_word": "tỉnh", "name": "Thử nghiệm"}
    )
    issuer, _ = Organisation.objects.get_or_create(
        area=area, kind="ubnd", name="Ủy ban nhân dân thử nghiệm", defaults={"symbol_letters": "UBND"}
    )
    paper = Paper(type="KẾ HOẠCH", subject="Thử cấp số")
    made = [
        create_document(area=area, issuer=issuer, type=PaperType.PLAN, paper=paper, by=None).pk for _ in range(count)
    ]
    Document.objects.filter(pk__in=made).update(state=DocumentState.APPROVED)
    return made


if __name__ == "__main__":
    sys.exit(main())
