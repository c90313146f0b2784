"""The Celery application, and everything that happens by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from kombu.transport import TRANSPORT_ALIASES

from jobs.queues import QUEUES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
TRANSPORT_ALIASES["filesystem"] = "ntm.spool:Transport"

#: The whole beat schedule: a task's name, and every how many seconds or at which time of day in Vietnam.
SCHEDULE: list[tuple[str, float | crontab]] = [
    # A quarter of an hour after a drive's hour its officers hear who has not reported; what is told is told once.
    ("emulation.remind_of_missing", 300.0),
    # Exports on a schedule, each turn once; those whose hour passed meanwhile are made up for.
    ("documents.order_scheduled_exports", 120.0),
    # Counts of cards by area: the rows of the last minute are put together, so that readers find few.
    ("criteria.fold_tallies", 60.0),
    # Kept sums of campaigns, likewise.
    ("contributions.fold_totals", 60.0),
    # Files of "Tệp của tôi" whose day is over.
    ("documents.remove_expired_files", 3600.0),
    # Keys against doing twice what another system asked: kept for a day.
    ("jobs.forget_keys", 3600.0),
    # Reports of the periods that begin; a night that was missed is made up for.
    ("reporting.open_reports", crontab(minute="10,40", hour="0-6")),
    # From 06:00 the day's reminders, from 07:00 the digests; an hour that was missed is made up for within minutes.
    ("reminders.daily", crontab(minute="*/5", hour="6-23")),
    ("reminders.urgent", 30.0),
]
#: Besides, in each queue, jobs.sweep: work whose worker went silent is handed out again, and by its marks /readyz knows that
#: beat and the queue's worker live.
SWEEP_SECONDS = 5.0


def _sweep(queue: str) -> dict[str, Any]:
    options = {"queue": queue, "expires": SWEEP_SECONDS}
    return {"task": "jobs.sweep", "args": (queue,), "schedule": SWEEP_SECONDS, "options": options}


def _line(task: str, when: float | crontab) -> dict[str, Any]:
    line: dict[str, Any] = {"task": task, "schedule": when}
    if not isinstance(when, crontab):
        # A worker that was away must not find thousands of old turns.
        line["options"] = {"expires": when}
    return line


app = Celery("ntm")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Nobody asks a worker questions, and in a folder the questions of dead workers would pile up.
app.conf.worker_enable_remote_control = False
app.conf.beat_schedule = {
    **{f"jobs.sweep {queue}": _sweep(queue) for queue in QUEUES},
    **{task: _line(task, when) for task, when in SCHEDULE},
}
app.autodiscover_tasks()


@app.on_after_configure.connect
def _make_queue_folder(sender: Celery, **kwargs: Any) -> None:
    options = sender.conf.broker_transport_options or {}
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


@setup_logging.connect
def _keep_our_logging(**kwargs: Any) -> None:
    """Celery sets up no logging of its own where somebody listens here: settings.LOGGING holds everywhere."""
