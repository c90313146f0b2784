"""What must be in place before the processes start; each step is skipped when nothing has changed since the last time."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    command: str
    saying: str
    #: Files that make the step due again when they change, from the project's root.
    sources: tuple[str, ...] = ()
    #: A refusal is told, and the start goes on.
    may_refuse: bool = False


STEPS = (
    Step("collectstatic", "Đang chuẩn bị tệp giao diện…", ("static", "requirements")),
    Step("load_criteria", "Đang nạp các bộ tiêu chí…", ("criteria/data", "criteria/maps", "criteria/recognition")),
    Step("load_bases", "Đang nạp văn bản căn cứ…", ("documents/data",)),
    Step("load_awards", "Đang nạp hình thức khen thưởng…", ("emulation/data",)),
    Step("load_report_forms", "Đang nạp mẫu báo cáo…", ("reporting/data",)),
    # Once: whoever has begun to work in it must not be asked about the demonstration again.
    Step("load_demo", "Đang nạp dữ liệu minh họa…", may_refuse=True),
)


def prepare(say: Say) -> None:
    """Migrate, collect static files, load criteria and demonstration data. Safe to repeat; keeps all data.

    `say` is told each step that is really taken. What was done stands in DATA_DIR/prepared.json.
    """
    memory = Path(settings.DATA_DIR) / "prepared.json"
    done: dict[str, str] = json.loads(memory.read_text()) if memory.exists() and not _database_is_new() else {}
    if _migrations_wait():
        say("Đang tạo hoặc nâng cấp cơ sở dữ liệu…")
        call_command("migrate", interactive=False, verbosity=0)
    for step in STEPS:
        state = _state_of(step.sources)
        if done.get(step.command) != state:
            say(step.saying)
            _take(step, say)
            done[step.command] = state
            memory.write_text(json.dumps(done, indent=1))


def _take(step: Step, say: Say) -> None:
    options = {"interactive": False} if step.command == "collectstatic" else {}
    try:
        call_command(step.command, stdout=io.StringIO(), verbosity=0, **options)
    except CommandError as error:
        if not step.may_refuse:
            raise
        say(str(error))


def _database_is_new() -> bool:
    return not MigrationExecutor(connection).loader.applied_migrations


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _state_of(sources: tuple[str, ...]) -> str:
    """A fingerprint of the files' names, sizes and times of change."""
    digest = hashlib.sha256()
    for source in sources:
        for path in sorted((settings.BASE_DIR / source).rglob("*")):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
