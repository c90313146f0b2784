"""The Celery application, and everything that happens by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
TRANSPORT_ALIASES["filesystem"] = "ntm.spool:Transport"

#: The whole beat schedule: a task's name, and every how many seconds or at which time of day in Vietnam.
SCHEDULE: list[tuple[str, float | crontab]] = [
    # Long work whose worker went silent is handed out again; by its marks /readyz knows that beat and worker live.
    ("jobs.sweep", 5.0),
    # A quarter of an hour after a drive's hour its officers hear who has not reported; what is told is told once.
    ("emulation.remind_of_missing", 300.0),
]


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
app.conf.beat_schedule = {task: _line(task, when) for task, when in SCHEDULE}
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
