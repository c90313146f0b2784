"""Role × URL: who may open what. A new address that is in no table of tests/permissions/ fails the last test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from tests.cast import Cast
from tests.permissions import ELSEWHERE, PEOPLE, PUBLIC, TABLE, TABLES, Row, make_things

#: Public pages that open with a code or a link.
WITH_CODE = (
    "documents:verify",
    "documents:receive",
    "documents:receive_file",
    "contributions:public_notice",
    "reminders:feed",
    "api:nothing",
    "public_area",
    "public_data",
    "public_json",
)

SignIn = Callable[[User], Client]


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    return make_things(cast)


def _address(row: Row, things: dict[str, Any]) -> str:
    from django.urls import reverse

    of = things[row.of] if row.of else ()
    return reverse(row.name, args=of if isinstance(of, tuple) else [of])


def _answer(client: Client, row: Row, things: dict[str, Any]) -> HttpResponseBase:
    """What the address answers; whatever it wrote is taken back, so that the next row finds things as they were made."""
    with transaction.atomic():
        response: Any = getattr(client, row.method)(_address(row, things), row.data)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("subject", TABLES)
@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_what(cast: Cast, things: dict[str, Any], signed_in: SignIn, subject: str, person: str) -> None:
    wrong = {}
    for row in TABLES[subject]:
        expected = row.done if person in row.may else row.others[person]
        status = _answer(signed_in(getattr(cast, person)), row, things).status_code
        if status != expected:
            wrong[f"{row.method} {row.name} {row.of}"] = f"{status}, not {expected}"
    assert wrong == {}


def test_nobody_comes_in_without_signing_in(things: dict[str, Any]) -> None:
    came_in = {}
    for row in TABLE:
        response: Any = _answer(Client(), row, things)
        if (response.status_code, getattr(response, "url", "").partition("?")[0]) != (302, "/dang-nhap/"):
            came_in[f"{row.method} {row.name} {row.of}"] = response.status_code
    assert came_in == {}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_need_no_sign_in(db: None, client: Client, name: str) -> None:
    from django.urls import reverse

    response = client.get(reverse(name, args=["KHONGCO"] if name in WITH_CODE else []))
    assert response.status_code == PUBLIC[name]


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table() -> None:
    known = {row.name for row in TABLE} | set(PUBLIC) | set(ELSEWHERE)
    found = {name for name in _names(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert found == known
