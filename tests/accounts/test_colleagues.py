"""The administrator's work: a colleague's roles, a forgotten password, a locked account; and the commune's villages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.actions import set_signer
from areas.models import Area, Organisation
from areas.queries import signer_on
from core import clock
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


def test_a_role_is_given_and_ended_and_stays_in_the_journal(cast: Cast, signed_in: SignIn) -> None:
    administrator, clerk = signed_in(cast.administrator), cast.clerk
    given = administrator.post(f"/can-bo/{clerk.pk}/vai-tro/", {"role": Role.COLLECTOR, "area": cast.village.pk})
    assert given.status_code == 302
    role = Assignment.objects.get(user=clerk, role=Role.COLLECTOR)
    assert administrator.post(f"/can-bo/{clerk.pk}/vai-tro/{role.pk}/thoi/").status_code == 302
    role.refresh_from_db()
    assert role.valid_to is not None
    notes = Entry.objects.filter(action__startswith="staff.role").order_by("pk").values_list("action", "note")
    assert list(notes) == [
        ("staff.role_given", "Người thu, Thôn Nà Cốc"),
        ("staff.role_ended", "Người thu, Thôn Nà Cốc"),
    ]


def test_the_accountant_cannot_be_made_cashier(cast: Cast, signed_in: SignIn) -> None:
    address = f"/can-bo/{cast.accountant.pk}/vai-tro/"
    response = signed_in(cast.administrator).post(address, {"role": Role.CASHIER, "area": cast.commune.pk})
    assert "vừa là kế toán vừa là thủ quỹ" in response.content.decode()
    assert not Assignment.objects.filter(role=Role.CASHIER).exists()


def test_no_role_is_given_in_the_next_commune(cast: Cast, signed_in: SignIn) -> None:
    address = f"/can-bo/{cast.clerk.pk}/vai-tro/"
    signed_in(cast.administrator).post(address, {"role": Role.LEADER, "area": cast.next_commune.pk})
    assert not Assignment.objects.filter(user=cast.clerk, area=cast.next_commune).exists()


def test_who_also_works_elsewhere_is_not_managed_here(cast: Cast, signed_in: SignIn) -> None:
    Assignment.objects.create(user=cast.clerk, role=Role.READER, area=cast.next_commune)
    assert signed_in(cast.administrator).get(f"/can-bo/{cast.clerk.pk}/").status_code == 404


def test_a_forgotten_password_is_given_anew(cast: Cast, signed_in: SignIn, client: Client) -> None:
    signed_in(cast.administrator).post(f"/can-bo/{cast.clerk.pk}/mat-khau/", {"password": "tam-thoi-2026"})
    client.post("/dang-nhap/", {"username": cast.clerk.phone, "password": "tam-thoi-2026"})
    assert client.get("/")["Location"] == "/mat-khau/"
    assert not Entry.objects.filter(note__contains="tam-thoi").exists()


def test_the_administrator_says_where_mails_go(cast: Cast, signed_in: SignIn) -> None:
    at, client = f"/can-bo/{cast.officer.pk}/", signed_in(cast.administrator)
    client.post(f"{at}thu-dien-tu/", {"email": "men@an-binh.example.vn"})
    cast.officer.refresh_from_db()
    assert cast.officer.email == "men@an-binh.example.vn"
    assert Entry.objects.get(action="staff.email_changed").changes == {"thư điện tử": ["", "men@an-binh.example.vn"]}
    refused = client.post(f"/can-bo/{cast.clerk.pk}/thu-dien-tu/", {"email": "MEN@an-binh.example.vn"})
    assert "Thư điện tử này đã có người dùng." in refused.content.decode()
    assert "an-binh" in refused.content.decode(), "what was typed stays"


def test_a_locked_colleague_is_out_at_once(cast: Cast, signed_in: SignIn) -> None:
    clerk = signed_in(cast.clerk)
    assert clerk.get("/").status_code == 200
    signed_in(cast.administrator).post(f"/can-bo/{cast.clerk.pk}/khoa/")
    assert clerk.get("/").status_code == 302
    signed_in(cast.administrator).post(f"/can-bo/{cast.clerk.pk}/khoa/")
    assert clerk.get("/").status_code == 200


def test_nobody_locks_or_dethrones_oneself(cast: Cast, signed_in: SignIn) -> None:
    administrator, me = signed_in(cast.administrator), cast.administrator
    assert administrator.post(f"/can-bo/{me.pk}/khoa/").status_code == 409
    role = me.assignments.get()
    assert administrator.post(f"/can-bo/{me.pk}/vai-tro/{role.pk}/thoi/").status_code == 409


def test_the_commune_enters_its_villages(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    data = {"commune": cast.commune.pk, "kind_word": "bản", "name": "  Pá   Lùng "}
    assert officer.post("/thon/", data).status_code == 302
    village = Area.objects.get(name="Pá Lùng")
    assert (str(village), village.parent) == ("Bản Pá Lùng", cast.commune)
    assert "đã có bản Pá Lùng" in officer.post("/thon/", data).content.decode()
    assert officer.post(f"/thon/{village.pk}/khep/").status_code == 302
    village.refresh_from_db()
    assert village.valid_to is not None


def test_no_village_is_entered_next_door(cast: Cast, signed_in: SignIn) -> None:
    data = {"commune": cast.next_commune.pk, "kind_word": "bản", "name": "Lạ"}
    assert signed_in(cast.officer).post("/thon/", data).status_code == 200
    assert not Area.objects.filter(name="Lạ").exists()


def test_each_step_of_a_paper_reaches_whoever_is_next(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee, by=cast.officer).document
    told: list[tuple[str, str]] = []
    for person, step, reader in (
        (cast.officer, "trinh", cast.leader), (cast.leader, "duyet", cast.clerk), (cast.clerk, "ban-hanh", cast.officer),
    ):  # fmt: skip
        signed_in(person).post(f"/van-ban/{document.pk}/{step}/")
        page = signed_in(reader).get("/hop-thu/")
        told += [(reader.full_name, notice.title) for notice in page.context["page"]]
    assert told == [
        ("Cầm Văn Hạnh", "Chờ duyệt: Xây dựng nông thôn mới năm 2026"),
        ("Quàng Thị Thư", "Chờ cấp số: Xây dựng nông thôn mới năm 2026"),
        ("Lò Thị Mến", "Đã ban hành: 01/KH-UBND"),
    ]
    assert not signed_in(cast.neighbour).get("/hop-thu/").context["page"].object_list


def test_the_first_administrator_of_a_place_comes_from_the_command_line(cast: Cast, client: Client) -> None:
    out = StringIO()
    call_command("add_administrator", "0912 000 111", "Lò Thị Đầu", "--area", cast.next_commune.code, stdout=out)
    password = out.getvalue().split()[-1]
    assert client.post("/dang-nhap/", {"username": "0912000111", "password": password}).status_code == 302
    assert client.get("/").headers["Location"] == "/mat-khau/"
    with pytest.raises(CommandError, match="Không có địa bàn mã lac"):
        call_command("add_administrator", "0912000112", "Ai Đó", "--area", "lac")
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("add_administrator", "0912000111", "Ai Đó", "--area", cast.commune.code)


ORGANISATION = {
    "kind": "ubnd", "name": "Ủy ban nhân dân xã Bình Yên mới", "style": "state", "letterhead": "ỦY BAN NHÂN DÂN\nXÃ BÌNH YÊN",
    "symbol_letters": "UBND", "place": "Bình Yên", "authority": "TM. ỦY BAN NHÂN DÂN", "title": "Chủ tịch", "full_name": "Lò Văn Ký",
}  # fmt: skip


def test_a_commune_declares_its_bodies_and_who_signs(cast: Cast, signed_in: SignIn) -> None:
    administrator = signed_in(cast.administrator)
    data = {**ORGANISATION, "area": cast.commune.pk}
    assert administrator.post("/co-quan/them/", data).status_code == 302
    body = Organisation.objects.get(name=data["name"])
    holder = signer_on(body, clock.today())
    assert holder is not None
    assert (holder.full_name, holder.post.title, holder.post.authority) == (
        "Lò Văn Ký",
        "CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
    )

    assert "đã có" in administrator.post("/co-quan/them/", data).content.decode()
    half = administrator.post(f"/co-quan/{body.pk}/", {**data, "title": ""})
    assert "cả chức vụ và họ tên" in half.content.decode()
    assert administrator.post(f"/co-quan/{body.pk}/", {**data, "symbol_letters": "UBND-X"}).status_code == 302
    body.refresh_from_db()
    assert body.symbol_letters == "UBND-X"


def test_a_new_signer_ends_the_one_before(cast: Cast) -> None:
    for name, since in (
        ("Người Cũ", date(2024, 1, 1)),
        ("Người Mới", date(2025, 7, 1)),
        ("Người Mới", date(2025, 7, 1)),
    ):
        set_signer(cast.committee, title="Chủ tịch", authority="TM. ỦY BAN NHÂN DÂN", full_name=name, since=since)
    signers = [signer_on(cast.committee, day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert [signer and signer.full_name for signer in signers] == ["Người Cũ", "Người Mới"]


def test_no_body_is_declared_next_door(cast: Cast, signed_in: SignIn) -> None:
    data = {**ORGANISATION, "area": cast.next_commune.pk}
    assert signed_in(cast.administrator).post("/co-quan/them/", data).status_code == 200
    assert signed_in(cast.administrator).get(f"/co-quan/{cast.next_committee.pk}/").status_code == 404
