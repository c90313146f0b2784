"""Who gets a token, who sees it, what it opens and until when; and how often it may ask."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.actions import count_request
from accounts.enums import Role, Scope
from accounts.models import ApiToken, User
from accounts.queries import people_of
from areas.models import Area
from core import clock as house_clock
from journal.models import Entry
from tests import factories
from tests.api.conftest import Connect, System
from tests.cast import Cast
from tests.conftest import Clock

SignIn = Callable[[User], Client]


def _wish(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "Kho dữ liệu tỉnh", "area": cast.commune.pk, "scopes": ["areas", "plans"], "per_minute": "30",
        "valid_to": (house_clock.today() + timedelta(days=10)).strftime("%d/%m/%Y"), **more,
    }  # fmt: skip


def test_a_token_is_shown_once_and_kept_nowhere(cast: Cast, signed_in: SignIn) -> None:
    administrator = signed_in(cast.administrator)
    page = administrator.post("/ket-noi/them/", _wish(cast))
    text = re.search(r"ntm_[0-9a-f]{8}_[\w-]{43}", page.content.decode())
    assert text is not None
    assert "no-store" in page["Cache-Control"]
    token = ApiToken.objects.get()
    kept = " ".join(str(value) for value in ApiToken.objects.values().get().values())
    assert text.group() not in kept
    assert text.group() not in administrator.get("/ket-noi/").content.decode()
    assert token.prefix in administrator.get("/ket-noi/").content.decode()
    (entry,) = Entry.objects.filter(action="token.issued")
    assert (entry.actor_name, entry.area_id) == (str(cast.administrator), cast.commune.pk)
    assert text.group() not in f"{entry.note}{entry.changes}{entry.subject_label}"
    assert System(token, text.group()).get("/areas").status_code == 200


def test_the_page_sent_again_issues_no_second_token(cast: Cast, signed_in: SignIn) -> None:
    administrator = signed_in(cast.administrator)
    administrator.post("/ket-noi/them/", _wish(cast))
    again = administrator.post("/ket-noi/them/", _wish(cast))
    assert "đã có kết nối tên như vậy" in again.content.decode()
    assert ApiToken.objects.count() == 1


def test_a_wish_with_something_missing_comes_back_with_what_was_typed(cast: Cast, signed_in: SignIn) -> None:
    administrator = signed_in(cast.administrator)
    page = administrator.post("/ket-noi/them/", _wish(cast, scopes=[])).content.decode()
    assert "Chọn ít nhất một việc." in page
    assert "Kho dữ liệu tỉnh" in page
    past = administrator.post("/ket-noi/them/", _wish(cast, valid_to="1/1/2020")).content.decode()
    assert "Ngày hết hạn đã qua" in past
    village = administrator.post("/ket-noi/them/", _wish(cast, area=cast.village.pk)).content.decode()
    assert "n-field-error" in village
    assert not ApiToken.objects.exists()


def test_without_an_area_in_force_the_page_says_why(cast: Cast, signed_in: SignIn) -> None:
    admin = factories.person("Đèo Văn Cấp", Role.ADMINISTRATOR, cast.commune)
    assert "Địa bàn" in signed_in(admin).get("/ket-noi/them/").content.decode()
    Area.objects.filter(pk=cast.commune.pk).update(valid_to=date(2025, 6, 30))
    page = signed_in(admin).get("/ket-noi/them/").content.decode()
    assert "Không có địa bàn để cấp kết nối: Xã An Bình hết hiệu lực sau ngày 30/6/2025." in page
    assert "<select" not in page


def test_its_account_is_nobody(cast: Cast, connect: Connect, client: Client) -> None:
    account = connect(cast.commune).token.account
    assert not account.has_usable_password()
    client.post("/dang-nhap/", {"username": account.phone, "password": "!"})
    assert "_auth_user_id" not in client.session
    assert account not in people_of(cast.commune)


def test_a_revoked_or_expired_token_opens_nothing(
    cast: Cast, connect: Connect, signed_in: SignIn, clock: Clock
) -> None:
    system = connect(cast.commune)
    token = system.token
    assert system.get("/areas").status_code == 200
    assert signed_in(cast.neighbour).post(f"/ket-noi/{token.pk}/thu-hoi/").status_code == 403
    other = factories.person("Quản trị bên", Role.ADMINISTRATOR, cast.next_commune)
    assert signed_in(other).post(f"/ket-noi/{token.pk}/thu-hoi/").status_code == 404
    for _ in range(2):
        assert signed_in(cast.administrator).post(f"/ket-noi/{token.pk}/thu-hoi/").status_code == 302
    assert Entry.objects.filter(action="token.revoked").count() == 1
    refused = system.get("/areas")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")

    second = connect(cast.commune)
    clock.move(days=30)
    assert second.get("/areas").status_code == 200
    clock.move(days=1)
    assert second.get("/areas").json()["detail"] == "Mã kết nối không đúng, đã hết hạn hoặc đã bị thu hồi."


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer ntm_00000000_\u1ea1"])
def test_without_a_token_nothing_opens(db: None, header: str) -> None:
    response = Client().get("/api/v1/areas", HTTP_AUTHORIZATION=header)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


def test_a_person_signed_in_is_no_system(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.administrator).get("/api/v1/areas").status_code == 401


def test_each_address_asks_for_its_scope(cast: Cast, connect: Connect) -> None:
    paths = {
        Scope.AREAS: "/areas", Scope.SCORECARDS: "/scorecards", Scope.PLANS: "/plans",
        Scope.TOTALS: "/contribution-campaigns", Scope.REPORTS: "/reports",
    }  # fmt: skip
    for scope in paths:
        system = connect(cast.commune, scope)
        opened = {found for found, path in paths.items() if system.get(path).status_code == 200}
        assert opened == {scope}
        refused = system.get("/reports/1/figures")
        assert refused.status_code == 403
        assert "(reports:write)" in refused.json()["detail"]


def test_the_limit_of_a_minute_is_told_and_ends_with_it(cast: Cast, connect: Connect, clock: Clock) -> None:
    clock.set("2026-03-02 08:00")
    system, other = connect(cast.commune, per_minute=3), connect(cast.commune, per_minute=3)
    assert [system.get("/areas").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = system.get("/areas")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "Đã quá 3 yêu cầu mỗi phút" in refused.json()["detail"]
    assert other.get("/areas").status_code == 200
    clock.move(seconds=61)
    assert system.get("/areas").status_code == 200
    token = ApiToken.objects.get(pk=system.token.pk)
    assert token.last_used_at is not None
    assert (token.last_used_at.second, token.used) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_all_web_processes_count_together(cast: Cast, connect: Connect, clock: Clock) -> None:
    """Forty requests at once, each on a connection of its own as in as many processes: exactly ten are let in."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    clock.set("2026-03-02 08:00")
    token = connect(cast.commune, per_minute=10).token
    let_in: list[bool] = []

    def ask() -> None:
        let_in.extend(count_request(token) for _ in range(5))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(let_in), sum(let_in)) == (40, 10)
