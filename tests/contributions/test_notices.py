"""Public notices: figures frozen, names only as agreed, thirty days, one page for everybody."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from contributions import ledger
from contributions.actions.receipts import Share, issue_receipt
from contributions.actions.spending import reverse_spending, spend
from contributions.enums import Consent
from contributions.models import Party, PublicNotice, RosterLine
from contributions.papers.notices import initials_of, many_enough
from core.clock import today
from core.formats import money, vndate
from documents.check import check_pdf
from journal.queries import history_of
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.test_ledger import entry
from tests.contributions.test_spending import give, spent

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]


def asked(**values: str) -> dict[str, str]:
    return {
        "key": "mot", "posted_from": vndate(today()), "posted_to": vndate(today() + timedelta(days=29)),
        "places": "Trụ sở UBND xã An Bình\nNhà văn hóa thôn Nà Cốc", **values,
    }  # fmt: skip


@pytest.fixture
def given(cast: Cast, drive: Drive, giver: Giver) -> Drive:
    """Three givers: one agreed to the full name, one to initials, one to nothing; something was spent."""
    for name, consent in (
        ("Lò Văn An", Consent.FULL),
        ("Cầm Thị Bình", Consent.INITIALS),
        ("Quàng Văn Kín", Consent.NONE),
    ):
        line = giver(name)
        Party.objects.filter(pk=line.party_id).update(consent=consent)
        issue_receipt(
            entry(amount=450_000, shares=(Share(line, 450_000),), payer=name), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
        )  # fmt: skip
    spend(spent(300_000, text="Mua xi măng", payee="Cửa hàng Riêng Tư"), campaign=drive.campaign, by=cast.accountant)
    wrong = spend(spent(100_000, text="Ghi nhầm"), campaign=drive.campaign, by=cast.accountant)
    reverse_spending(wrong, reason="Nhầm", key=uuid4(), by=cast.accountant)
    return drive


def post(client: Client, drive: Drive, **values: str) -> Any:
    return client.post(reverse("contributions:post_notice", args=[drive.campaign.pk]), asked(**values), follow=True)


def page_of(notice: PublicNotice, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("contributions:public_notice", args=[notice.code]))


def test_names_stand_as_each_giver_agreed(given: Drive, cast: Cast, signed_in: SignIn) -> None:
    for _ in range(2):
        response = post(signed_in(cast.officer), given)
    notice = PublicNotice.objects.get()
    assert "Đã công khai" in response.content.decode()
    assert len(history_of(notice)) == 1
    for body in (page_of(notice).content.decode(), notice.snapshot):
        assert "Lò Văn An" in body
        assert "C.T.B." in body
        assert not any(name in body for name in ("Cầm Thị Bình", "Quàng", "Q.V.K.", "Riêng Tư", "Ghi nhầm"))
    assert initials_of("công ty  Đại Phát") == "C.T.Đ.P."


def test_what_was_published_never_changes(given: Drive, cast: Cast, signed_in: SignIn) -> None:
    post(signed_in(cast.accountant), given)
    notice = PublicNotice.objects.get()
    total = ledger.campaign_totals(given.campaign).given.total
    assert money(total) in page_of(notice).content.decode()
    assert money(total - 300_000) in page_of(notice).content.decode()
    give(given, cast, 5_000_000)
    page = page_of(notice).content.decode()
    assert money(total) in page
    assert money(total + 5_000_000) not in page


def test_the_public_page_is_the_same_for_all_and_only_while_posted(given: Drive, cast: Cast, signed_in: SignIn) -> None:
    post(signed_in(cast.officer), given)
    notice = PublicNotice.objects.get()
    first, second = page_of(notice), page_of(notice, signed_in(cast.officer))
    assert first.content == second.content
    assert first["Cache-Control"] == "public, max-age=600"
    assert not first.cookies
    PublicNotice.objects.update(posted_from=today() - timedelta(days=40), posted_to=today() - timedelta(days=1))
    assert page_of(notice).status_code == 404
    PublicNotice.objects.update(posted_from=today() + timedelta(days=1), posted_to=today() + timedelta(days=40))
    assert page_of(notice).status_code == 404
    assert Client().get("/cong-khai/KHONGCO/").status_code == 404


def test_thirty_days_and_a_place(given: Drive, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for values, told in (
        ({"posted_to": vndate(today() + timedelta(days=28))}, "ít nhất 30 ngày"), ({"places": " "}, "Nhập mục này"),
        ({"posted_from": "ngày mai"}, "posted_from"), ({"posted_to": vndate(today() - timedelta(days=1))}, "ít nhất 30 ngày"),
    ):  # fmt: skip
        assert told in post(client, given, **values).content.decode()
    assert not PublicNotice.objects.exists()
    script = "<script>alert(1)</script>"
    page = post(client, given, places=script).content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page
    assert signed_in(cast.clerk).get(reverse("contributions:post_notice", args=[given.campaign.pk])).status_code == 403


def test_the_a4_the_loudspeaker_and_the_list(given: Drive, cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    post(signed_in(cast.officer), given)
    notice, client = PublicNotice.objects.get(), signed_in(cast.leader)
    where = (given.campaign.pk, notice.pk)
    pdf = client.get(reverse("contributions:notice_pdf", args=where)).content
    (tmp_path / "tb.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "tb.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    total = ledger.campaign_totals(given.campaign).given.total
    assert "THÔNG BÁO" in said
    assert money(total) in said
    assert "Lò Văn An" in said
    assert "Quàng" not in said
    assert [str(departure) for departure in check_pdf(pdf)] == []
    page = client.get(reverse("contributions:notice", args=where)).content.decode()
    assert "Kính thưa bà con" in page
    assert f"/cong-khai/{notice.code}/" in page
    assert not any(word in page.lower() for word in ("bắt buộc", "phải nộp", "còn nợ", "phạt"))
    listed = client.get(reverse("contributions:notices", args=[given.campaign.pk]))
    assert "Nhà văn hóa thôn Nà Cốc" in listed.content.decode()
    assert client.get(reverse("contributions:notices", args=[given.campaign.pk]), {"export": "xlsx"}).status_code == 200


def test_the_list_asks_the_same_number_of_queries(given: Drive, cast: Cast, signed_in: SignIn) -> None:
    client, counts = signed_in(cast.officer), []
    for key in ("mot", "hai", "ba"):
        post(client, given, key=key)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("contributions:notices", args=[given.campaign.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert PublicNotice.objects.count() == 3


def test_a_place_with_few_givers_is_not_shown_alone() -> None:
    """The sum of one giver would be his name; the whole stays what it is."""

    def totals(taking_part: int, amount: int) -> ledger.Totals:
        return ledger.Totals(10, taking_part, 1_000_000, ledger.Given(cash=amount))

    places = [
        ("Thôn Một", totals(1, 450_000)),
        ("Thôn Hai", totals(5, 900_000)),
        ("Thôn Ba", totals(4, 800_000)),
        ("Thôn Bốn", totals(0, 0)),
    ]
    found = many_enough(places)
    assert [name for name, _ in found] == ["Thôn Hai", "Thôn Bốn", "Các nơi ít người tham gia (gộp chung)"]
    assert all(sum(row.taking_part for row in rows) in {0, 5} for _, rows in found)
    assert sum(row.given.cash for _, rows in found for row in rows) == 2_150_000
    assert many_enough(places[1:]) == [(name, [row]) for name, row in places[1:]]
