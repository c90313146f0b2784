"""Public answers kept ready: built once in a while for everybody, never for one who asks; no session, no cookie."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from redis.exceptions import RedisError

from core import clock

#: Seconds after which figures are read anew; pages say of when theirs are.
FRESH = 900
#: Seconds for which browsers and proxies may keep an answer without asking: so long after a withdrawal one may still be read there.
ELSEWHERE = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished answer."""

    body: bytes
    content_type: str
    at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def kept(key: str, make: Callable[[], T]) -> T:
    """What stands under the key, made where nothing does and kept to the end of this quarter of an hour (FRESH).

    A new set of style sheets makes every key another, for pages name them. A cache that is away costs time, not the answer.
    """
    turn = int(clock.now().timestamp()) // FRESH
    name = f"public:{getattr(staticfiles_storage, 'manifest_hash', '')}:{turn}:{key}"
    try:
        found: T | None = cache.get(name)
    except (
        RedisError,
        pickle.PickleError,
        AttributeError,
        ImportError,
        TypeError,
    ):  # away, or kept by another version of ours
        found = None
    if found is None:
        found = make()
        try:
            cache.set(name, found, FRESH)
        except RedisError:
            return found
    return found


def respond(request: HttpRequest, ready: Kept) -> HttpResponse:
    """The answer, or 304 for whoever has it; nobody's cookie is looked at, so every cache may keep it for all."""
    response = HttpResponse(ready.body, content_type=ready.content_type)
    response["ETag"] = ready.etag
    response["Last-Modified"] = http_date(ready.at.timestamp())
    patch_cache_control(response, public=True, max_age=ELSEWHERE)
    found = get_conditional_response(request, ready.etag, int(ready.at.timestamp()), response)
    return found if found is not None else response
