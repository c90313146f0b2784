"""Two questions of the machinery that runs us: /healthz (alive?) and /readyz (can people work?)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from core import clock
from jobs import queries as jobs
from jobs.queues import QUEUES
from ntm.celery import app

logger = logging.getLogger(__name__)

#: Beat speaks every 5 seconds to each queue's worker, and one that is at work speaks while it works.
SILENCE_ALLOWED = timedelta(seconds=60)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=3)
    return True


def _storage() -> bool:
    name = default_storage.save("health/readyz", ContentFile(b"ok"))
    default_storage.delete(name)
    return True


def _heard(*names: str) -> bool:
    """Whether each of them was heard of lately."""
    now, last = clock.now(), jobs.last_heard()
    return all(name in last and now - last[name] < SILENCE_ALLOWED for name in names)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "storage": _storage,
    "worker": lambda: _heard(*QUEUES),
    "beat": lambda: _heard("beat"),
}


def _passes(name: str) -> bool:
    try:
        return CHECKS[name]()
    except Exception:  # whatever breaks in a neighbour is an answer here, and its reason is for the log only
        logger.warning("readyz: %s", name, exc_info=True)
        return False


def _numbers() -> dict[str, Any]:
    """Seconds since beat and each queue's worker were heard of (None: never), and what waits in each queue."""
    now, last, waiting = clock.now(), jobs.last_heard(), jobs.waiting()

    def ago(name: str) -> int | None:
        return max(0, round((now - last[name]).total_seconds())) if name in last else None

    queues = {}
    for name in QUEUES:
        count, since = waiting.get(name, (0, now))
        oldest = max(0, round((now - since).total_seconds()))
        queues[name] = {"heard_seconds_ago": ago(name), "waiting": count, "oldest_waiting_seconds": oldest}
    return {"beat_heard_seconds_ago": ago("beat"), "queues": queues}


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all; asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker, the worker of each queue, beat and storage all answer, else 503; names them, never
    their addresses. How much waits in a queue is told, and is no reason for 503: it is worked on."""
    checks = {name: _passes(name) for name in CHECKS}
    ready = all(checks.values())
    numbers = _numbers() if checks["database"] else {}
    answer = {"status": "ready" if ready else "waiting", "checks": checks, **numbers}
    return JsonResponse(answer, status=200 if ready else 503)
