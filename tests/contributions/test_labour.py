"""Labour days: a sheet of the village typed back, corrected, taken into the ledger once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.enums import Level
from contributions import ledger
from contributions.enums import Way
from contributions.models import Muster, Receipt, RosterLine
from core.clock import today
from core.formats import vndate
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]


def typed(days: dict[RosterLine, str], **changes: Any) -> dict[str, Any]:
    said = {"held_on": vndate(today()), "text": "Đổ bê tông đường ngõ", "work": "", "key": uuid4().hex}
    return {**said, **{f"d{line.pk}": count for line, count in days.items()}, **changes}


def address(cast: Cast, drive: Drive) -> str:
    return f"/dong-gop/{drive.campaign.pk}/ngay-cong/{cast.village.pk}/moi/"


def test_the_village_head_types_back_and_the_accountant_takes_it(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn
) -> None:
    an, binh, chai = giver("Lò Văn An"), giver("Lò Thị Bình"), giver("Cà Văn Chại")
    head = signed_in(cast.village_head)
    page = head.get(address(cast, drive)).content.decode()
    assert page.index("Lò Văn An") < page.index("Lò Thị Bình") < page.index("Cà Văn Chại")
    sent = typed({an: "1", binh: "0,5", chai: ""})
    made = head.post(address(cast, drive), sent)
    assert head.post(address(cast, drive), sent)["Location"] == made["Location"]
    muster = Muster.objects.get()
    assert {line.line: line.days for line in muster.lines.all()} == {an: Decimal(1), binh: Decimal("0.5")}
    assert Receipt.objects.count() == 0
    changed = typed({an: "1", binh: "1", chai: ""})
    assert head.post(made["Location"], changed).status_code == 302
    at = f"/dong-gop/ngay-cong/{muster.pk}/ghi-so/"
    assert head.post(at, {"book": drive.labour.pk}).status_code == 403
    accountant = signed_in(cast.accountant)
    assert accountant.post(at, {"book": drive.receipts.pk}).status_code == 409
    for _ in range(2):
        assert accountant.post(at, {"book": drive.labour.pk}).status_code == 302
    rows = Receipt.objects.order_by("number").values_list("way", "payer", "days", "amount", "village", "text")
    assert list(rows) == [
        (Way.LABOUR, name, Decimal("1.00"), 150_000, cast.village.pk, "Đổ bê tông đường ngõ")
        for name in ("Lò Văn An", "Lò Thị Bình")
    ]
    assert ledger.with_balance(drive.campaign.lines.filter(pk=an.pk)).get().given_days == 1
    assert "đã ghi sổ" in head.post(made["Location"], changed).content.decode()
    page = accountant.get(made["Location"]).content.decode()
    assert "01/0000002" in page
    assert "Đã ghi sổ" in accountant.get(f"/dong-gop/{drive.campaign.pk}/ngay-cong/").content.decode()


@pytest.mark.parametrize(
    ("days", "changes", "sentence"),
    [
        ("", {}, "Chưa ghi ai làm"),
        ("4", {}, "không quá 3"),
        ("-1", {}, "từ 0"),
        ("hai", {}, "số"),
        ("1", {"held_on": vndate(today() + timedelta(days=1))}, "chưa đến"),
        ("1", {"held_on": "32/13/2026"}, "ngày"),
        ("1", {"text": ""}, "Nhập mục này"),
    ],
)
def test_what_cannot_be_worked(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn, days: str, changes: dict[str, Any], sentence: str
) -> None:
    sent = typed({giver("Lò Văn An"): days}, **changes)
    assert sentence in signed_in(cast.village_head).post(address(cast, drive), sent).content.decode()
    assert Muster.objects.count() == 0


def test_a_village_head_stays_in_his_village(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    other = factories.area("Nà Hin", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    there, here = giver("Vì Văn Xa"), giver("Lò Văn An")
    there.village = other
    there.save()
    head = signed_in(cast.village_head)
    base = f"/dong-gop/{drive.campaign.pk}/ngay-cong"
    assert head.get(f"{base}/{other.pk}/moi/").status_code == 403
    assert head.get(f"{base}/{other.pk}/mau/").status_code == 403
    assert head.get(f"{base}/{cast.next_commune.pk}/moi/").status_code == 404
    signed_in(cast.officer).post(f"{base}/{other.pk}/moi/", typed({there: "1"}))
    muster = Muster.objects.get()
    assert head.get(f"/dong-gop/ngay-cong/{muster.pk}/").status_code == 404
    assert "Nà Hin" not in head.get(f"{base}/").content.decode()
    head.post(address(cast, drive), typed({here: "1", there: "1"}))
    assert [line.line for line in Muster.objects.get(village=cast.village).lines.all()] == [here]
    assert signed_in(cast.neighbour).get(f"{base}/").status_code == 404
    assert signed_in(cast.coordination).get(f"/dong-gop/ngay-cong/{muster.pk}/").status_code == 404


def test_nothing_is_taken_without_the_value_of_a_day(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an = giver("Lò Văn An")
    signed_in(cast.village_head).post(address(cast, drive), typed({an: "1"}))
    drive.campaign.labour_day_value = None
    drive.campaign.save()
    muster = Muster.objects.get()
    answer = signed_in(cast.accountant).post(f"/dong-gop/ngay-cong/{muster.pk}/ghi-so/", {"book": drive.labour.pk})
    assert "chưa có giá trị một ngày công" in answer.content.decode()
    assert Receipt.objects.count() == 0


def test_more_names_ask_no_more_queries(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    client, counts = signed_in(cast.accountant), []
    for many in (1, 4):
        lines = [giver("Lò Văn An") for _ in range(many)]
        client.post(address(cast, drive), typed(dict.fromkeys(lines, "1")))
        made = Muster.objects.latest("pk")
        client.post(f"/dong-gop/ngay-cong/{made.pk}/ghi-so/", {"book": drive.labour.pk})
        for page in (
            f"/dong-gop/{drive.campaign.pk}/ngay-cong/",
            f"/dong-gop/ngay-cong/{made.pk}/",
            address(cast, drive),
        ):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
