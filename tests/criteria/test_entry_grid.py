"""The whole card in one grid: saved in one go, nothing typed is lost, nobody writes over another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from criteria.actions.cards import save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value
from criteria.models import Scorecard
from journal.models import Entry
from journal.queries import history_of
from tests.cast import Cast
from tests.criteria.pages import untouched

SignIn = Callable[[User], Client]


def page_of(card: Scorecard) -> str:
    return f"/tieu-chi/{card.pk}/nhap/"


def row(card: Scorecard, code: str) -> str:
    return f"ct{card.criteria_set.criteria.get(indicators__code=code).indicators.get(code=code).pk}"


def opened(client: Client, card: Scorecard) -> dict[str, str]:
    """The grid as a browser would send it back untouched."""
    return untouched(client, page_of(card))


def test_57_rows_untouched_change_nothing(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    sent = opened(officer, card)
    assert len([name for name in sent if name.startswith("ct") and name.endswith("-seen")]) == 57
    answer = officer.post(page_of(card), sent, follow=True)
    assert "Không có dòng nào thay đổi." in answer.content.decode()
    assert not card.results.exists()


def test_many_rows_are_saved_in_one_go_and_once(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    sent = opened(officer, card)
    sent |= {
        f"{row(card, '1.1')}-text": "Đạt",
        f"{row(card, '2.1')}-number": "97,5",
        f"{row(card, '13.3')}-text": "Không đạt",
    }
    sent |= {f"{row(card, '2.1')}-state": "met", f"{row(card, '2.1')}-reason": "Đường đã bàn giao."}
    for _ in range(2):
        officer.post(page_of(card), sent)
    assert card.results.count() == 3
    found = card.results.get(indicator__code="2.1")
    assert (found.number, found.state, found.reason) == (97.5, State.MET, "Đường đã bàn giao.")
    assert len(history_of(card)) == 4, "opened, and a line for each row"
    again = opened(officer, card)
    assert again[f"{row(card, '2.1')}-number"] == "97,5"
    assert again[f"{row(card, '2.1')}-state"] == "met"
    assert "Không có dòng nào" in officer.post(page_of(card), again, follow=True).content.decode()


def test_what_is_refused_keeps_everything_typed(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """A wrong figure, and a judgement without a reason: nothing is saved, every word stands there with its error."""
    officer = signed_in(cast.officer)
    sent = opened(officer, card) | {f"{row(card, '2.1')}-number": "không", f"{row(card, '1.1')}-text": "Đạt"}
    answer = officer.post(page_of(card), sent)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="không"' in html
    assert "mọi nội dung đã gõ vẫn còn" in html
    assert not card.results.exists()

    sent |= {f"{row(card, '2.1')}-number": "140"}
    assert "không quá 100" in officer.post(page_of(card), sent).content.decode()
    sent |= {f"{row(card, '2.1')}-number": "90", f"{row(card, '2.2')}-state": "met"}
    html = officer.post(page_of(card), sent).content.decode()
    assert "Đề nghị ghi lý do khi xét 2.2" in html
    assert not card.results.exists(), "all or nothing"


def test_two_people_in_one_row_see_both(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    mine = opened(officer, card)
    other = mine | {f"{row(card, '2.1')}-number": "60", f"{row(card, '2.2')}-number": "55"}
    other |= {f"{row(card, '2.1')}-state": "unmet", f"{row(card, '2.1')}-reason": "Đo lại"}
    officer.post(page_of(card), other)

    mine |= {f"{row(card, '2.1')}-number": "95", f"{row(card, '1.1')}-text": "Đạt"}
    html = officer.post(page_of(card), mine).content.decode()
    assert "vừa được người khác sửa" in html
    assert "Lò Thị Mến" in html
    assert 'value="95"' in html
    assert "Đo lại" in html
    assert card.results.get(indicator__code="2.1").number == 60
    assert not card.results.filter(indicator__code="1.1").exists()

    knowing = mine | dict(re.findall(r'<input type="hidden" name="((?:ct|tc)\d+-seen)" value="(\w+)"', html))
    officer.post(page_of(card), knowing)
    assert card.results.get(indicator__code="2.1").number == 95
    assert card.results.get(indicator__code="2.2").number == 55, "what I did not touch stays the other's"
    assert card.results.get(indicator__code="1.1").text == "Đạt"


def test_script_is_shown_as_text(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    key = row(card, "1.1")
    sent = opened(officer, card) | {f"{key}-reason": "<script>alert(1)</script>", f"{key}-text": "Đạt"}
    officer.post(page_of(card), sent)
    html = officer.get(page_of(card)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_who_only_reads_sees_no_boxes(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    criterion = card.criteria_set.criteria.get(number=1)
    rows = {criterion.indicators.all()[0].pk: Entered(Value(text="Đạt"))}
    save_criterion(card, criterion, rows=rows, whole=None, by=cast.officer)
    html = signed_in(cast.leader).get(page_of(card)).content.decode()
    assert "<textarea" not in html
    assert "Lưu các dòng" not in html
    assert '<td data-l="Kết quả" class="n-wrap">Đạt</td>' in html
    assert signed_in(cast.leader).post(page_of(card), {}).status_code == 403
    assert signed_in(cast.neighbour).get(page_of(card)).status_code == 404


def test_the_grid_costs_the_same_empty_and_full(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.get(page_of(card))
    with CaptureQueriesContext(connection) as empty:
        sent: dict[str, Any] = opened(officer, card)
    sent |= {f"{row(card, code)}-text": "Đạt" for code in ("1.1", "1.2", "3.2")}
    officer.post(page_of(card), sent)
    with CaptureQueriesContext(connection) as full:
        opened(officer, card)
    assert len(full) == len(empty)
    assert Entry.objects.filter(action="scorecard.saved").count() == 3
