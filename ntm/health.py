"""Two questions of the machinery that runs us: /healthz (alive?) and /readyz (can people work?)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from core import clock
from jobs import queries as jobs
from ntm.celery import app

logger = logging.getLogger(__name__)

#: Beat speaks every 5 seconds; one long paper on a slow machine may keep a worker busy for a while.
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


def _heard(who: str) -> bool:
    last = jobs.last_heard().get(who)
    return last is not None and clock.now() - last < SILENCE_ALLOWED


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "storage": _storage,
    "worker": lambda: _heard("worker"),
    "beat": lambda: _heard("beat"),
}


def _passes(name: str) -> bool:
    try:
        return CHECKS[name]()
    except Exception:  # whatever breaks in a neighbour is an answer here, and its reason is for the log only
        logger.warning("readyz: %s", name, exc_info=True)
        return False


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all; asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, queue, worker, beat and storage all answer, else 503; names them, never their addresses."""
    checks = {name: _passes(name) for name in CHECKS}
    ready = all(checks.values())
    return JsonResponse({"status": "ready" if ready else "waiting", "checks": checks}, status=200 if ready else 503)
