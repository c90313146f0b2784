"""What is asked of superior bodies, from the draft to its end."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from campaigns.enums import ProposalState
from campaigns.models import Proposal
from core import clock as house_clock
from journal.models import Entry
from tests.campaigns.years import SCRIPT, issued_plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADD = "/kien-nghi/moi/"


@pytest.fixture(autouse=True)
def _november(clock: Any) -> None:
    clock.set("2026-11-20T08:00:00")


def given(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "area": cast.commune.pk, "plan": "", "text": "Bổ sung kinh phí đường liên thôn", "addressee": "UBND tỉnh", "key": "k",
        **values,
    }  # fmt: skip


def proposal(cast: Cast, **values: Any) -> Proposal:
    return Proposal.objects.create(
        **{
            "area": cast.commune, "text": "Cấp xi măng", "addressee": "Sở Tài chính", "created_by": cast.officer,
            "created_at": house_clock.now(), **values,
        }
    )  # fmt: skip


def step(row: Proposal) -> str:
    return reverse("campaigns:proposal_step", args=[row.pk])


SENT = {"to": "sent", "letter": "45/UBND", "sent_on": "1/11/2026"}
ANSWERED = {"to": "answered", "answer": "Đồng ý bố trí trong kế hoạch 2027", "answered_on": "18/11/2026"}


def test_drafted_sent_answered_settled(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for _ in range(2):
        answer = client.post(ADD, given(cast))
    row = Proposal.objects.get()
    assert answer.url == reverse("campaigns:proposal", args=[row.pk])  # type: ignore[attr-defined]
    assert "Ghi đã gửi" in client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    for _ in range(2):
        client.post(step(row), SENT)
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "Đã gửi, chờ trả lời" in page
    assert 'Đã gửi <b class="tnum">19</b> ngày' in page
    client.post(step(row), ANSWERED)
    client.post(step(row), {"to": "settled", "note": "Đã có quyết định"})
    row.refresh_from_db()
    assert (row.state, row.letter, str(row.answered_on)) == ("settled", "45/UBND", "2026-11-18")
    steps = Entry.objects.filter(action="proposal.step").order_by("pk")
    assert [entry.changes["Tình trạng"] for entry in steps] == [
        ["Chưa gửi", "Đã gửi, chờ trả lời"], ["Đã gửi, chờ trả lời", "Đã có trả lời"], ["Đã có trả lời", "Đã giải quyết"],
    ]  # fmt: skip
    assert steps.last().note == "Đã có quyết định"  # type: ignore[union-attr]


@pytest.mark.parametrize("state", ProposalState.values)
@pytest.mark.parametrize("to", ProposalState.values)
def test_only_the_next_step_is_taken(cast: Cast, signed_in: SignIn, state: str, to: str) -> None:
    row = proposal(cast, state=state, letter="45/UBND", sent_on="2026-11-01", answer="Đồng ý", answered_on="2026-11-02")
    allowed = {("drafted", "sent"), ("sent", "answered"), ("answered", "settled"), ("answered", "declined")}
    data = {**SENT, **ANSWERED, "to": to}
    answer = signed_in(cast.officer).post(step(row), data)
    row.refresh_from_db()
    assert answer.status_code == (302 if (state, to) in allowed or (state == to and to != "drafted") else 409)
    assert row.state == (to if (state, to) in allowed else state)


@pytest.mark.parametrize(
    ("state", "data", "sentence"),
    [
        ("drafted", {**SENT, "letter": ""}, "Nhập mục này."),
        ("drafted", {**SENT, "sent_on": "21/11/2026"}, "Ngày 21/11/2026 chưa đến"),
        ("sent", {**ANSWERED, "answered_on": "31/10/2026"}, "không trước ngày gửi (1/11/2026)"),
        ("sent", {**ANSWERED, "answer": " "}, "Nhập mục này."),
    ],
)
def test_what_a_step_needs(cast: Cast, signed_in: SignIn, state: str, data: dict[str, str], sentence: str) -> None:
    sent = {"letter": "45/UBND", "sent_on": "2026-11-01"} if state == "sent" else {}
    row = proposal(cast, state=state, **sent)
    row.refresh_from_db()
    answer = signed_in(cast.officer).post(step(row), data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    row.refresh_from_db()
    assert row.state == state


def test_what_was_sent_keeps_its_words(cast: Cast, signed_in: SignIn) -> None:
    row = proposal(cast, state="sent", letter="45/UBND", sent_on="2026-11-01")
    client, address = signed_in(cast.officer), reverse("campaigns:proposal_edit", args=[row.pk])
    page = client.get(address)
    assert "Nội dung kiến nghị, đề xuất" not in page.content.decode()
    data = given(cast, letter="46/UBND", sent_on="2/11/2026", seen=page.context["seen"])
    assert client.post(address, data).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.letter) == ("Cấp xi măng", "46/UBND")
    assert "vừa được người khác sửa" in client.post(address, {**data, "letter": "47/UBND"}).content.decode()


def test_the_oldest_open_one_stands_on_top(cast: Cast, signed_in: SignIn) -> None:
    letter = {"letter": "1", "state": "sent"}
    proposal(cast, text="Xong", state="settled", letter="1", sent_on="2026-01-01")
    proposal(cast, text="Mới gửi", sent_on="2026-11-01", **letter)
    proposal(cast, text="Gửi lâu", sent_on="2026-02-01", **letter)
    proposal(cast, text="Chưa gửi")
    client = signed_in(cast.officer)
    assert [line.row.text for line in client.get("/kien-nghi/").context["lines"]] == [
        "Gửi lâu",
        "Mới gửi",
        "Chưa gửi",
        "Xong",
    ]
    assert [line.row.text for line in client.get("/kien-nghi/?tinh-trang=drafted").context["lines"]] == ["Chưa gửi"]
    sheet = load_workbook(io.BytesIO(client.get("/kien-nghi/?export=xlsx").content)).active
    assert [(row[1].value, row[5].value) for row in sheet.iter_rows(min_row=2)] == [  # type: ignore[union-attr]
        ("Gửi lâu", 292), ("Mới gửi", 19), ("Chưa gửi", None), ("Xong", None),
    ]  # fmt: skip


def test_who_may(cast: Cast, signed_in: SignIn) -> None:
    row = proposal(cast, plan=issued_plan(cast))
    address = reverse("campaigns:proposal", args=[row.pk])
    for person, seen, written in (
        ("leader", 200, 403), ("village_head", 200, 403), ("coordination", 200, 403), ("neighbour", 404, 404), ("stranger", 404, 404),
    ):  # fmt: skip
        client = signed_in(getattr(cast, person))
        assert client.get(address).status_code == seen
        assert client.post(step(row), SENT).status_code == written
    row.refresh_from_db()
    assert row.state == "drafted"


def test_as_many_questions_for_one_as_for_many(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.officer)

    def questions() -> int:
        with django_assert_max_num_queries(25) as seen:
            client.get("/kien-nghi/")
        return len(seen)

    proposal(cast)
    before = questions()
    for _ in range(3):
        proposal(cast, area=cast.village)
    assert questions() == before


def test_script_is_shown_and_not_run(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).post(ADD, given(cast, text=SCRIPT, addressee=SCRIPT), follow=True).content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
