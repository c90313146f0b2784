"""One HTTP request to a service outside, and what its answer means. Addresses and tokens never get into an error's words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from core.transport import BusyError
from reminders.channels import RefusedError

#: Seconds to connect, and between two bytes of the answer.
PATIENCE = (5, 20)
#: Answers of the kind 4xx that ask to come back: took too long, too early, too many requests.
_COME_BACK = (408, 425, 429)


class Direct(requests.Session):
    """A session that follows no redirect: a service that moved is a matter for who set it up, and nobody is led elsewhere."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{**kwargs, "allow_redirects": False})


def host_of(address: str) -> str:
    return urlsplit(address).hostname or "?"


def unreachable(address: str, error: Exception) -> BusyError:
    """What no answer at all means; the library's own words would hold the whole address, which may be a secret."""
    return BusyError(f"{host_of(address)}: {type(error).__name__}")


def judge(status: int, address: str) -> None:
    """Nothing for an answer of the kind 2xx; BusyError where trying again makes sense, RefusedError where it does not."""
    if 200 <= status < 300:
        return
    if status in _COME_BACK or status >= 500:
        raise BusyError(f"{host_of(address)}: HTTP {status}")
    raise RefusedError(f"Máy chủ {host_of(address)} không nhận tin (HTTP {status}).")


def post(address: str, **options: Any) -> requests.Response:
    """POST it and judge the answer's status. Raises BusyError (also when there is no answer) and RefusedError."""
    try:
        with Direct() as session:
            answer = session.post(address, timeout=PATIENCE, **options)
    except requests.RequestException as error:
        raise unreachable(address, error) from None
    judge(answer.status_code, address)
    return answer
