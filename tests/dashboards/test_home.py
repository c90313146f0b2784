"""The start page denies nothing that the other pages of the same person tell, and counts all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.queries.follow import SOON
from core.clock import today
from documents import actions as papers
from tests import factories
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.dashboards.pages import queries, words
from tests.reminders.conftest import task
from tests.reminders.test_sources import MAKERS

SignIn = Callable[[User], Client]


def page_of(client: Client, **asked: str) -> str:
    """The words of the page with the part that comes after it."""
    response = client.get("/", asked)
    assert response.status_code == 200
    return words(response.content.decode() + due_soon(client))


def due_soon(client: Client) -> str:
    assert 'hx-get="/viec-hom-nay/den-han/"' in client.get("/").content.decode()
    response = client.get("/viec-hom-nay/den-han/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("code", MAKERS)
def test_what_is_due_stands_on_the_start_page_of_those_who_owe_it(cast: Cast, signed_in: SignIn, code: str) -> None:
    case = MAKERS[code](cast, 1)
    for person in case.people:
        client = signed_in(person)
        [line] = client.get("/viec-den-han/").context["groups"][0].lines
        page = client.get("/").content.decode() + due_soon(client)
        if line.due.on <= today() + timedelta(days=SOON):
            assert f'href="{line.due.url}"' in page, person
            assert "có hạn sau ngày" not in page
        else:
            assert "1 việc có hạn sau ngày" in words(page), person


def test_a_paper_is_told_once_whatever_page_it_opens(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    other = factories.document(cast.commune, cast.committee, by=cast.officer, subject="Công văn chờ ký")
    for paper in (plan.document, other):
        papers.submit(paper, by=cast.officer)
    page = page_of(signed_in(cast.leader))
    assert "Có 1 việc chờ anh/chị." in page
    assert page.count(plan.title) == 1
    assert page.count("Công văn chờ ký") == 1


def test_the_number_is_of_all_that_waits_and_every_one_can_be_reached(cast: Cast, signed_in: SignIn) -> None:
    plan = issued_plan(cast)
    for number in range(37):
        task(plan, today() + timedelta(days=3), cast.accountant, f"Việc thứ {number}.")
    client = signed_in(cast.accountant)
    first, second = page_of(client), page_of(client, trang="2")
    assert "Có 37 việc chờ anh/chị." in first
    assert "Có 37 việc chờ anh/chị." in second
    assert all(f"Việc thứ {number}." in first + second for number in range(37))


def test_what_is_due_later_is_not_denied(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.accountant)
    assert "Không có kế hoạch, nhiệm vụ nào chờ anh/chị." in page_of(client)
    assert "không có việc nào khác đến hạn" in page_of(client)
    assert "có hạn sau ngày" not in page_of(client)
    assert client.get("/viec-hom-nay/den-han/")["Location"] == "/viec-den-han/", "without HTMX the list itself opens"
    task(issued_plan(cast), today() + timedelta(days=40), cast.accountant)
    page = page_of(client)
    assert "không có việc nào khác đến hạn. 1 việc có hạn sau ngày" in page


def test_many_things_take_as_many_queries_as_one(cast: Cast, signed_in: SignIn) -> None:
    plan = issued_plan(cast)
    client = signed_in(cast.officer)
    task(plan, today() + timedelta(days=3), cast.officer)
    factories.plan(cast.commune, cast.committee, by=cast.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            due_soon(client)
        return len(found)

    one, soon = queries(client, "/"), asked()
    for _ in range(3):
        task(plan, today() + timedelta(days=3), cast.officer)
        factories.plan(cast.commune, cast.committee, by=cast.officer)
    assert queries(client, "/") == one
    assert asked() == soon
