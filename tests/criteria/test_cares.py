"""Who looks after which row: set for many at once, told to the owner, a warning where one carries too much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from criteria.models import RowCare, Scorecard
from criteria.queries.cares import care_for, cares_of
from journal.models import Notice
from journal.queries import history_of
from tests.cast import Cast

SignIn = Callable[[User], Client]


def url(card: Scorecard) -> str:
    return f"/tieu-chi/{card.pk}/phan-cong/"


def keys(card: Scorecard, *numbers: int) -> list[str]:
    return [f"tc{card.criteria_set.criteria.get(number=number).pk}" for number in numbers]


def test_many_rows_at_once_and_one_notice(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    indicator = card.criteria_set.criteria.get(number=3).indicators.get(code="3.2")
    rows = [*keys(card, 1, 2), f"ct{indicator.pk}"]
    data = {"dong": rows, "owner": cast.clerk.pk, "unit": "Văn phòng", "due_on": "30/11/2026"}
    for _ in range(2):
        assert officer.post(url(card), data).status_code == 302
    cares = cares_of(card)
    assert len(cares) == 3
    found = care_for(cares, card.criteria_set.criteria.get(number=1).pk, 999)
    assert found is not None
    assert (found.owner, found.unit, found.due_on) == (cast.clerk, "Văn phòng", date(2026, 11, 30))
    notice = Notice.objects.get()
    assert notice.recipient_id == cast.clerk.pk
    assert "tiêu chí 1, tiêu chí 2, chỉ tiêu 3.2" in notice.title
    assert [entry.action for entry in history_of(card)].count("care.assigned") == 1

    officer.post(url(card), {"dong": keys(card, 1), "owner": "", "unit": "Đoàn xã", "due_on": ""})
    changed = cares_of(card)[card.criteria_set.criteria.get(number=1).pk, None]
    assert (changed.owner, changed.unit) == (cast.clerk, "Đoàn xã"), "what is left empty stays"
    officer.post(url(card), {"dong": keys(card, 1), "bo": "1"})
    assert RowCare.objects.count() == 2


def test_what_is_refused(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)

    def said(**data: object) -> str:
        return officer.post(
            url(card), {"dong": keys(card, 1), "owner": "", "unit": "", "due_on": ""} | data
        ).content.decode()

    assert "Chọn ít nhất một dòng." in said(dong=[], unit="Đoàn xã")
    assert "Chọn ít nhất một dòng." in said(dong=["tc999999", "x"], unit="Đoàn xã")
    assert "Chọn người, ghi đơn vị" in said()
    assert "n-err" in said(due_on="32/13/2026")
    assert "n-err" in said(owner=cast.neighbour.pk), "somebody of another commune"
    assert not RowCare.objects.exists()
    said(unit="<script>alert(1)</script>")
    html = officer.get(url(card)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_one_person_with_nine_criteria_is_asked_about(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(url(card), {"dong": keys(card, *range(1, 10)), "owner": cast.officer.pk})
    officer.post(url(card), {"dong": keys(card, 10), "owner": cast.clerk.pk})
    html = officer.get(url(card)).content.decode()
    assert "Lò Thị Mến phụ trách 9 tiêu chí" in html
    assert "Quàng Thị Thư phụ trách" not in html
    assert [notice.recipient for notice in Notice.objects.all()] == [cast.clerk], "nobody is told of one's own doing"


def test_who_reads_and_who_assigns(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    data = {"dong": keys(card, 1), "owner": cast.clerk.pk}
    html = signed_in(cast.village_head).get(url(card)).content.decode()
    assert 'name="dong"' not in html
    assert signed_in(cast.leader).post(url(card), data).status_code == 403
    assert signed_in(cast.neighbour).post(url(card), data).status_code == 404
    assert not RowCare.objects.exists()


def test_the_page_costs_the_same_empty_and_full(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.get(url(card))
    with CaptureQueriesContext(connection) as empty:
        officer.get(url(card))
    for number, owner in ((1, cast.clerk), (2, cast.leader), (3, cast.village_head)):
        officer.post(url(card), {"dong": keys(card, number), "owner": owner.pk})
    officer.get(url(card))
    with CaptureQueriesContext(connection) as full:
        officer.get(url(card))
    assert len(full) == len(empty)
