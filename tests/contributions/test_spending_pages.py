"""Pages of spending: what was spent, what is left at any day, photos before and after."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import User
from campaigns.models import Work
from contributions import ledger
from contributions.actions.spending import spend
from contributions.models import Spending, SpendingPhoto
from contributions.queries.spending import pot_of, works_of
from core.clock import now, today
from core.formats import vndate
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.test_spending import give, spent

SignIn = Callable[[User], Client]


def address(name: str, *parts: object) -> str:
    return reverse(f"contributions:{name}", args=parts)


def picture(colour: str = "sienna") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


def said(**values: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "kind": "spent", "spent_on": vndate(today()), "amount": "300.000", "voucher": "PC 05",
        "payee": "Cửa hàng Minh Thành", "text": "Mua xi măng", "work": "", **values,
    }  # fmt: skip


@pytest.fixture
def road(cast: Cast) -> Work:
    return Work.objects.create(area=cast.commune, name="Đường hoa Nà Cốc", created_at=now(), updated_at=now())


def test_the_accountant_spends_once_with_photos(cast: Cast, drive: Drive, road: Work, signed_in: SignIn) -> None:
    give(drive, cast, 450_000, work=road)
    client, to = signed_in(cast.accountant), address("spend", drive.campaign.pk)
    form = said(work=road.pk)
    for _ in range(2):
        response = client.post(to, {**form, "before": picture(), "after": picture("green")}, follow=True)
    assert "Đã ghi khoản chi" in response.content.decode()
    row = Spending.objects.get()
    assert (row.amount, row.work, row.photos.count()) == (300_000, road, 2)
    page = client.get(address("spendings", drive.campaign.pk)).content.decode()
    assert "PC 05" in page
    assert "Cửa hàng Minh Thành" in page
    assert "150.000" in page
    photo = SpendingPhoto.objects.first()
    assert photo is not None
    seen = [signed_in(user).get(reverse("documents:photo", args=[photo.file_id])).status_code for user in (cast.village_head, cast.coordination, cast.neighbour)]  # fmt: skip
    assert seen == [200, 200, 404]


def test_a_number_written_before_is_refused_and_names_the_first(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    client, to = signed_in(cast.accountant), address("spend", drive.campaign.pk)
    client.post(to, said(amount="100.000"))
    page = client.post(to, said(amount="200.000", text="Mua cát")).content.decode()
    assert f"PC 05 năm {today().year} đã ghi trong đợt vận động này: ngày {vndate(today())}, 100.000 đồng" in page
    assert "Mua cát" in page
    assert Spending.objects.count() == 1


def test_more_than_there_is_and_wrong_days_are_refused_in_words(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    client, to = signed_in(cast.accountant), address("spend", drive.campaign.pk)
    for more, told in (
        ({"amount": "450.001"}, "còn 450.000 đồng"), ({"amount": "-5"}, "Số tiền"), ({"spent_on": "31/2/2026"}, "spent_on"),
        ({"spent_on": vndate(today() + timedelta(days=1))}, "Ngày này chưa đến"), ({"payee": ""}, "Nhập mục này"), ({"key": "x"}, "key"),
    ):  # fmt: skip
        response = client.post(to, said(**more))
        assert response.status_code == 200
        assert told in response.content.decode()
    broken = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xffkhong phai anh", content_type="image/jpeg")
    assert "không phải ảnh" in client.post(to, {**said(), "after": broken}).content.decode()
    assert not Spending.objects.exists()
    script = "<script>alert(1)</script>"
    page = client.post(to, said(payee=script, text=script, voucher=script), follow=True).content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page


def test_the_balance_of_any_day(cast: Cast, drive: Drive, road: Work, signed_in: SignIn) -> None:
    day = today() - timedelta(days=3)
    give(drive, cast, 300_000, work=road, received_on=day)
    give(drive, cast, 200_000, received_on=day)
    spend(spent(350_000, work=road), campaign=drive.campaign, by=cast.accountant)
    for on, left, went in ((day - timedelta(days=1), 0, 0), (day, 500_000, 0), (today(), 150_000, 350_000)):
        pot, works = pot_of(drive.campaign, on), works_of(drive.campaign, on)
        assert (pot.left, pot.spent) == (left, went) == (ledger.money_left(drive.campaign, on=on), pot.spent)
        assert (works.whole.left if works else 0) == left
        page = signed_in(cast.leader).get(address("spendings", drive.campaign.pk), {"ngay": vndate(on)})
        assert f"{left:,}".replace(",", ".") in page.content.decode()
    page = signed_in(cast.leader).get(address("spendings", drive.campaign.pk), {"ngay": "hôm nào"})
    assert page.status_code == 200
    assert "is-invalid" in page.content.decode()


def test_a_work_says_what_was_spent_on_it_of_money_bound_to_none(
    cast: Cast, drive: Drive, road: Work, signed_in: SignIn
) -> None:
    give(drive, cast, 300_000, work=road)
    give(drive, cast, 200_000)
    spend(spent(350_000, work=road), campaign=drive.campaign, by=cast.accountant)
    spend(spent(20_000), campaign=drive.campaign, by=cast.accountant)
    found = works_of(drive.campaign, today())
    assert found is not None
    figures = [(row.came, row.bound, row.common, row.left) for row in (*found.works, found.free, found.whole)]
    assert figures == [
        (300_000, 300_000, 50_000, 0),
        (200_000, 0, 20_000, 130_000),
        (500_000, 300_000, 70_000, 130_000),
    ]
    pot = pot_of(drive.campaign, today())
    assert (pot.came, pot.spent, pot.left) == (500_000, 370_000, 130_000)
    page = signed_in(cast.leader).get(address("spendings", drive.campaign.pk)).content.decode()
    assert "Chi từ tiền chung (đồng)" in page
    assert "Đã chi 50.000 đồng cho các công trình ở trên" in page


def test_a_payment_is_taken_back_once_with_a_reason(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    row = spend(spent(200_000), campaign=drive.campaign, by=cast.accountant)
    client, to = signed_in(cast.accountant), address("reverse_spending", drive.campaign.pk, row.pk)
    assert "Nhập mục này" in client.post(to, {"key": str(uuid4()), "reason": " "}).content.decode()
    form = {"key": str(uuid4()), "reason": "Trả lại hàng"}
    for _ in range(2):
        page = client.post(to, form, follow=True).content.decode()
    assert "đã được điều chỉnh" in page
    assert Spending.objects.count() == 2
    assert "đã được điều chỉnh" in client.post(to, {**form, "key": str(uuid4())}).content.decode()
    assert ledger.money_left(drive.campaign) == 450_000


def test_photos_come_and_go(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    row = spend(spent(200_000), campaign=drive.campaign, by=cast.accountant)
    client, where = signed_in(cast.accountant), (drive.campaign.pk, row.pk)
    for _ in range(2):
        client.post(address("add_spending_photo", *where), {"moment": "before", "file": picture()})
    photo = SpendingPhoto.objects.get()
    wrong = client.post(address("add_spending_photo", *where), {"moment": "before"})
    assert "Chọn một ảnh" in wrong.content.decode()
    for expected in (302, 404):
        assert client.post(address("remove_spending_photo", *where, photo.pk)).status_code == expected
    assert not SpendingPhoto.objects.exists()


def test_names_of_receivers_are_for_those_who_work_with_money(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    row = spend(spent(200_000), campaign=drive.campaign, by=cast.accountant)
    for user, shown in ((cast.officer, True), (cast.leader, True), (cast.coordination, False), (cast.clerk, False)):
        for page in (address("spendings", drive.campaign.pk), address("spending", drive.campaign.pk, row.pk)):
            assert ("Cửa hàng xi măng" in signed_in(user).get(page).content.decode()) is shown


def test_the_list_asks_the_same_number_of_queries(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    give(drive, cast, 450_000)
    client, counts = signed_in(cast.officer), []
    for _ in range(3):
        spend(spent(10_000), campaign=drive.campaign, by=cast.accountant)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address("spendings", drive.campaign.pk))
        counts.append(len(asked))
    assert counts[0] == counts[2]
