"""Signing in, one's password, colleagues, and roles that exclude each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.access import areas_where, ids_who_may, may, roles_read_once
from accounts.actions import assign_role
from accounts.enums import Right, Role
from accounts.models import Assignment, User
from core import clock
from core.errors import RuleError
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


def _try(client: Client, name: str, password: str = factories.PASSWORD, **more: str) -> int:
    return client.post("/dang-nhap/", {"username": name, "password": password, **more}).status_code


@pytest.mark.parametrize("typed", ["{0}", "{0:.4} {0}", "+84 {1}"])
def test_sign_in_by_phone_as_people_type_it(cast: Cast, client: Client, typed: str) -> None:
    phone = cast.officer.phone
    name = typed.format(phone, phone[1:]) if typed != "{0:.4} {0}" else f"{phone[:4]} {phone[4:7]} {phone[7:]}"
    assert _try(client, name) == 302
    assert client.get("/").status_code == 200


def test_sign_in_by_email_and_back_to_where_one_wanted_to_go(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.officer.pk).update(email="men@example.vn")
    response = client.post(
        "/dang-nhap/?next=/ke-hoach/", {"username": "MEN@example.vn", "password": factories.PASSWORD}
    )
    assert (response.status_code, response["Location"]) == (302, "/ke-hoach/")


def test_nobody_is_sent_to_a_foreign_site(cast: Cast, client: Client) -> None:
    data = {"username": cast.officer.phone, "password": factories.PASSWORD, "next": "https://example.com/"}
    assert client.post("/dang-nhap/", data)["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("0900000000", "x"), ("{phone}", "sai"), ("lạ@example.vn", "x")])
def test_a_wrong_name_and_a_wrong_password_read_alike(cast: Cast, client: Client, name: str, password: str) -> None:
    response = client.post("/dang-nhap/", {"username": name.format(phone=cast.officer.phone), "password": password})
    assert "mật khẩu không đúng" in response.content.decode()


def test_after_eight_wrong_passwords_the_door_is_shut_for_a_while(cast: Cast, client: Client) -> None:
    spaced = f"{cast.officer.phone[:4]} {cast.officer.phone[4:]}"
    answers = [_try(client, spaced if turn % 2 else cast.officer.phone, "sai") for turn in range(8)]
    assert answers == [200] * 7 + [429]
    assert _try(client, cast.officer.phone) == 429
    assert _try(client, cast.leader.phone) == 302  # a colleague at the same address comes in


def test_a_locked_account_does_not_sign_in(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert _try(client, cast.officer.phone) == 200


def test_keeping_signed_in_is_a_choice(cast: Cast, client: Client) -> None:
    _try(client, cast.officer.phone)
    assert client.session.get_expire_at_browser_close()
    client.post("/dang-xuat/")
    _try(client, cast.officer.phone, keep="on")
    assert client.session.get_expiry_age() > 6 * 24 * 3600


def test_changing_ones_password(cast: Cast, signed_in: SignIn, client: Client) -> None:
    officer = signed_in(cast.officer)
    good = {"old": factories.PASSWORD, "new": "luong-nuong-xanh-9", "again": "luong-nuong-xanh-9"}
    assert officer.post("/mat-khau/", {**good, "old": "sai"}).status_code == 200
    assert officer.post("/mat-khau/", {**good, "again": "khác"}).status_code == 200
    assert officer.post("/mat-khau/", {**good, "new": "12345678", "again": "12345678"}).status_code == 200
    assert officer.post("/mat-khau/", good).status_code == 302
    assert officer.get("/").status_code == 200  # still signed in
    assert _try(client, cast.officer.phone, "luong-nuong-xanh-9") == 302


def test_a_new_colleague_chooses_an_own_password_first(cast: Cast, signed_in: SignIn, client: Client) -> None:
    data = {
        "full_name": "Lò Văn Mới", "phone": "0912 345 678", "role": Role.READER, "area": cast.commune.pk, "password": "tam-thoi-2026",
    }  # fmt: skip
    assert signed_in(cast.administrator).post("/can-bo/them/", data).status_code == 302
    assert _try(client, "0912345678", "tam-thoi-2026") == 302
    assert client.get("/ke-hoach/")["Location"] == "/mat-khau/"


def test_an_administrator_adds_people_only_at_home(cast: Cast, signed_in: SignIn) -> None:
    data = {
        "full_name": "Lạ",
        "phone": "0912345678",
        "role": Role.LEADER,
        "area": cast.next_commune.pk,
        "password": "tam-thoi-2026",
    }
    assert signed_in(cast.administrator).post("/can-bo/them/", data).status_code == 200
    assert not User.objects.filter(phone="0912345678").exists()


def test_a_phone_number_is_one_persons(cast: Cast, signed_in: SignIn) -> None:
    data = {
        "full_name": "Trùng", "phone": cast.officer.phone, "role": Role.READER, "area": cast.commune.pk, "password": "tam-thoi-2026",
    }  # fmt: skip
    response = signed_in(cast.administrator).post("/can-bo/them/", data)
    assert "đã có người dùng" in response.content.decode()


@pytest.mark.parametrize("first", [Role.ACCOUNTANT, Role.CASHIER])
@pytest.mark.parametrize("where", ["commune", "province", "village"])
def test_the_cashier_is_never_also_the_accountant(cast: Cast, first: Role, where: str) -> None:
    person = factories.person("Một Người")
    second = Role.CASHIER if first == Role.ACCOUNTANT else Role.ACCOUNTANT
    assign_role(user=person, role=first, area=getattr(cast, where), by=None)
    with pytest.raises(RuleError, match="vừa là kế toán vừa là thủ quỹ"):
        assign_role(user=person, role=second, area=cast.commune, by=None)
    assign_role(user=person, role=second, area=cast.next_commune, by=None) if where != "province" else None


def test_giving_a_role_twice_gives_it_once(cast: Cast) -> None:
    for _ in range(2):
        assign_role(user=cast.stranger, role=Role.READER, area=cast.commune, by=cast.administrator)
    assert Assignment.objects.filter(user=cast.stranger).count() == 1


def test_a_role_holds_for_the_subtree_and_for_its_days(cast: Cast) -> None:
    assert set(areas_where(cast.officer, Right.WRITE_PLANS)) == {cast.commune, cast.village}
    assert may(cast.coordination, Right.READ_PLANS, cast.village)
    assert not may(cast.officer, Right.WRITE_PLANS, cast.next_commune)
    Assignment.objects.filter(user=cast.officer).update(valid_to=clock.today() - timedelta(days=1))
    assert not may(User.objects.get(pk=cast.officer.pk), Right.WRITE_PLANS, cast.commune)


def test_the_staff_list_shows_ones_own_commune(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).get("/can-bo/").content.decode()
    assert all(person.full_name in page for person in (cast.officer, cast.leader, cast.village_head))
    assert cast.neighbour.full_name not in page
    found = signed_in(cast.officer).get("/can-bo/?q=men").content.decode()
    assert cast.officer.full_name in found
    assert cast.leader.full_name not in found


def test_the_staff_list_costs_the_same_for_one_and_for_many(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Callable
) -> None:
    officer = signed_in(cast.officer)
    officer.get("/can-bo/")
    with django_assert_num_queries(7):
        officer.get("/can-bo/?q=men")
    with django_assert_num_queries(7):
        officer.get("/can-bo/")


def test_roles_asked_about_at_once_are_read_once(cast: Cast, django_assert_num_queries: Callable) -> None:
    places = {cast.commune.pk: None, cast.village.pk: cast.commune.pk}
    one_by_one = [ids_who_may(right, places) for right in Right]
    with django_assert_num_queries(1), roles_read_once():
        assert [ids_who_may(right, places) for right in Right] == one_by_one
    with django_assert_num_queries(2), roles_read_once():
        ids_who_may(Right.WRITE_PLANS, {cast.village.pk: cast.commune.pk})
        assert ids_who_may(Right.WRITE_PLANS, {cast.next_commune.pk: None, **places})[cast.next_commune.pk]
    Assignment.objects.filter(user=cast.officer).delete()
    assert cast.officer.pk not in ids_who_may(Right.WRITE_PLANS, places)[cast.commune.pk]
