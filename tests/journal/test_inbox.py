"""The inbox: told once, read by its owner alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from journal import actions, queries
from journal.models import Notice


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    client.force_login(officer, backend="accounts.backends.PhoneOrEmailBackend")
    return client


def tell(*users: User, key: str = "ke-hoach-7-cho-duyet", title: str = "Kế hoạch số 7 chờ duyệt") -> None:
    actions.notify(users, key=key, title=title, url="/ke-hoach/7/")


@pytest.mark.django_db
def test_the_same_thing_is_told_once(officer: User, neighbour: User) -> None:
    tell(officer, officer)
    tell(officer, neighbour, title="Kế hoạch số 7 vẫn chờ duyệt")
    assert list(queries.inbox(officer).values_list("title", flat=True)) == ["Kế hoạch số 7 chờ duyệt"]
    assert (queries.unread_count(officer), queries.unread_count(neighbour)) == (1, 1)


@pytest.mark.django_db
def test_what_was_read_is_not_told_again(officer: User) -> None:
    tell(officer)
    actions.mark_read(queries.inbox(officer))
    tell(officer)
    assert (Notice.objects.count(), queries.unread_count(officer)) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "ke-hoach/"])
def test_a_notice_leads_to_our_own_pages_only(officer: User, url: str) -> None:
    with pytest.raises(ValueError, match="page of our own"):
        actions.notify([officer], key="k", title="Xem", url=url)


@pytest.mark.django_db
def test_the_inbox_shows_ones_own_notices(signed_in: Client, officer: User, neighbour: User) -> None:
    tell(officer)
    tell(neighbour, title="Việc của xã bên")
    page = signed_in.get("/hop-thu/").content.decode()
    assert "Kế hoạch số 7 chờ duyệt" in page
    assert "Việc của xã bên" not in page


@pytest.mark.django_db
def test_an_empty_inbox_says_what_will_come(signed_in: Client) -> None:
    assert "Chưa có thông báo nào" in signed_in.get("/hop-thu/").content.decode()


@pytest.mark.django_db
def test_opening_a_notice_marks_it_read_and_leads_on(signed_in: Client, officer: User) -> None:
    tell(officer)
    tell(officer, key="khac", title="Việc khác")
    notice = Notice.objects.get(title="Việc khác")
    answer = signed_in.post(f"/hop-thu/{notice.pk}/mo/")
    assert (answer.status_code, answer["Location"]) == (302, "/ke-hoach/7/")
    assert list(queries.inbox(officer).filter(read_at=None).values_list("key", flat=True)) == ["ke-hoach-7-cho-duyet"]


@pytest.mark.django_db
def test_somebody_elses_notice_is_not_there(signed_in: Client, neighbour: User) -> None:
    tell(neighbour)
    assert signed_in.post(f"/hop-thu/{Notice.objects.get().pk}/mo/").status_code == 404
    assert queries.unread_count(neighbour) == 1


@pytest.mark.django_db
def test_all_are_marked_read_at_once_but_only_ones_own(signed_in: Client, officer: User, neighbour: User) -> None:
    tell(officer, neighbour)
    tell(officer, key="khac")
    assert signed_in.post("/hop-thu/da-doc/").status_code == 302
    assert (queries.unread_count(officer), queries.unread_count(neighbour)) == (0, 1)


@pytest.mark.django_db
def test_looking_changes_nothing(signed_in: Client, officer: User) -> None:
    tell(officer)
    signed_in.get("/hop-thu/")
    assert signed_in.get(f"/hop-thu/{Notice.objects.get().pk}/mo/").status_code == 405
    assert signed_in.get("/hop-thu/da-doc/").status_code == 405
    assert queries.unread_count(officer) == 1


@pytest.mark.django_db
def test_one_notice_or_three_take_the_same_queries(
    signed_in: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(officer)
    signed_in.get("/hop-thu/")
    with CaptureQueriesContext(connection) as one:
        signed_in.get("/hop-thu/")
    tell(officer, key="b")
    tell(officer, key="c")
    with django_assert_num_queries(len(one)):
        page = signed_in.get("/hop-thu/").content.decode()
    assert page.count("/mo/") == 3


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer: Any = client.get("/hop-thu/")
    assert answer["Location"] == "/dang-nhap/?next=/hop-thu/"


@pytest.mark.django_db
def test_late_pages_of_a_long_inbox_hold_the_same_as_its_rows_in_order(
    signed_in: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    moment = clock.now()
    Notice.objects.bulk_create(
        Notice(recipient=officer, key=f"dong-{n}", title=f"Dòng {n}", url="/", created_at=moment) for n in range(2_610)
    )
    rows = list(queries.inbox(officer))
    # The first pages; past a thousand rows from the front; nearer the end; the last, with ten rows; beyond it.
    for number, asked in ((1, 7), (40, 7), (41, 8), (52, 8), (80, 8), (104, 8), (105, 8), (999, 8)):
        with django_assert_num_queries(asked):
            page = signed_in.get(f"/hop-thu/?trang={number}").context["page"]
        first = (min(number, 105) - 1) * 25
        assert list(page) == rows[first : first + 25]
