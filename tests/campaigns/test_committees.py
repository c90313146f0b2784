"""Committees: who sits where, and how that changed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from areas.models import Area
from campaigns.actions import committees as actions
from campaigns.models import Committee
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"
BOARD = "Ban Chỉ đạo các chương trình mục tiêu quốc gia xã An Bình"
NAMES = ("Cầm Văn Hạnh", "Lò Thị Mến")


def found_committee(
    area: Area, by: User, name: str = BOARD, *, members: Sequence[str] = NAMES, kind: str = "steering", **values: Any
) -> Committee:
    rows = [{"full_name": member, "post": "", "duty": "Ủy viên"} for member in members]
    return actions.add_committee(
        area=area, values={"name": name, "kind": kind, **values}, members=rows, key=name, by=by
    )


def typed(cast: Cast, *members: tuple[str, str, str], **changes: Any) -> dict[str, Any]:
    """What the form sends: the committee and its members, with one blank row."""
    data = {
        "area": cast.commune.pk, "kind": "steering", "name": BOARD, "decision": "Quyết định số 15/QĐ-UBND ngày 12/01/2026",
        "valid_from": "12/1/2026", "key": "mot-lan", "thanh-vien-TOTAL_FORMS": len(members) + 1, "thanh-vien-INITIAL_FORMS": 0,
    }  # fmt: skip
    for place, row in enumerate(members):
        for name, value in zip(("full_name", "post", "duty"), row, strict=True):
            data[f"thanh-vien-{place}-{name}"] = value
    return {**data, **changes}


HEAD = ("Cầm Văn Hạnh", "Chủ tịch UBND xã", "Trưởng ban")
MEMBER = ("Lò Thị Mến", "Công chức Địa chính", "Ủy viên thường trực")


def test_a_committee_is_set_up_with_its_members(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    response = officer.post("/ban-to/moi/", typed(cast, HEAD, MEMBER))
    committee = Committee.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/ban-to/{committee.pk}/")
    assert [(row.full_name, row.duty) for row in committee.members.all()] == [
        ("Cầm Văn Hạnh", "Trưởng ban"), ("Lò Thị Mến", "Ủy viên thường trực"),
    ]  # fmt: skip
    assert officer.post("/ban-to/moi/", typed(cast, HEAD, MEMBER))["Location"] == response["Location"]
    assert Committee.objects.count() == 1
    page = officer.get(response["Location"]).content.decode()
    assert "Quyết định số 15/QĐ-UBND ngày 12/01/2026" in page
    assert "Đang hoạt động" in page


def test_a_change_of_members_stands_in_the_history(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = officer.post("/ban-to/moi/", typed(cast, HEAD, MEMBER))["Location"]
    form = officer.get(f"{address}sua/").context
    ids = {f"thanh-vien-{place}-id": row["id"].value() for place, row in enumerate(form["members"].forms[:2])}
    data = typed(cast, HEAD, ("Vừ A Mới", "Công chức Văn hóa", "Ủy viên"), seen=form["form"].initial["seen"]) | ids
    data |= {"thanh-vien-INITIAL_FORMS": 2}
    assert officer.post(f"{address}sua/", data).status_code == 302
    changes = Entry.objects.filter(action="committee.saved").latest("pk").changes
    assert changes == {
        "Thành viên Lò Thị Mến": ["Ủy viên thường trực, Công chức Địa chính", ""],
        "Thành viên Vừ A Mới": ["", "Ủy viên, Công chức Văn hóa"],
    }
    page = officer.get(address).content.decode()
    assert "Thành viên Lò Thị Mến: Ủy viên thường trực, Công chức Địa chính → —" in page
    second = officer.post(f"{address}sua/", data)
    assert "vừa được người khác sửa" in second.content.decode()


def test_members_keep_the_order_given_and_those_struck_out_go(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    order = {
        "thanh-vien-0-ORDER": "2",
        "thanh-vien-1-ORDER": "1",
        "thanh-vien-2-ORDER": "3",
        "thanh-vien-2-DELETE": "on",
    }
    officer.post("/ban-to/moi/", typed(cast, HEAD, MEMBER, ("Bỏ Đi", "", ""), **order))
    assert [row.full_name for row in Committee.objects.get().members.all()] == ["Lò Thị Mến", "Cầm Văn Hạnh"]


def test_an_ended_committee_is_kept_apart(cast: Cast, signed_in: SignIn) -> None:
    found_committee(
        cast.commune, cast.officer, "Tổ công tác nước sạch", kind="working_group", valid_to=date(2025, 12, 31)
    )
    found_committee(cast.commune, cast.officer)
    officer = signed_in(cast.officer)

    def names(query: str) -> list[str]:
        return [row.name for row in officer.get(f"/ban-to/?{query}").context["page"]]

    assert names("") == [BOARD]
    assert names("het=1") == ["Tổ công tác nước sạch"]
    ended = Committee.objects.get(kind="working_group")
    assert "Đã kết thúc" in officer.get(f"/ban-to/{ended.pk}/").content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Nhập mục này."),
        ({"valid_from": "30/2/2026"}, "28/2/2026"),
        ({"valid_to": "1/1/2025"}, "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"kind": "khac-nua"}, "hợp lệ"),
        ({"thanh-vien-0-full_name": ""}, "Nhập mục “Họ tên”, hoặc xóa dòng này."),
        ({"thanh-vien-0-full_name": "x" * 151}, "nhiều nhất 150 ký tự"),
        ({"area": "0"}, "hợp lệ"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.officer).post("/ban-to/moi/", typed(cast, HEAD, MEMBER, **change))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Công chức Địa chính" in page
    assert not Committee.objects.exists()


def test_the_next_communes_plan_or_area_is_refused(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.next_commune, cast.next_committee)
    for change in ({"plan": plan.pk}, {"area": cast.next_commune.pk}):
        assert signed_in(cast.officer).post("/ban-to/moi/", typed(cast, HEAD, **change)).status_code == 200
    assert not Committee.objects.exists()


def test_script_in_every_field_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = officer.post("/ban-to/moi/", typed(cast, (SCRIPT, SCRIPT, SCRIPT), name=SCRIPT, decision=SCRIPT))[
        "Location"
    ]
    for page in (address, f"{address}sua/", "/ban-to/", "/ban-to/thanh-vien/"):
        assert SCRIPT not in officer.get(page).content.decode()


def test_committees_are_found_by_member_kind_and_place(cast: Cast, signed_in: SignIn) -> None:
    found_committee(cast.commune, cast.officer)
    found_committee(
        cast.village, cast.village_head, "Ban Phát triển thôn Nà Cốc", kind="village", members=["Hà Văn Thôn"]
    )
    found_committee(
        cast.next_commune, cast.neighbour, "Ban Quản lý xã Bình Yên", kind="management", members=["Vì Thị Bên"]
    )
    officer = signed_in(cast.officer)

    def names(query: str) -> list[str]:
        return [row.name for row in officer.get(f"/ban-to/?{query}").context["page"]]

    assert names("") == [BOARD, "Ban Phát triển thôn Nà Cốc"]
    assert (
        names("q=ha+van+thon")
        == names("loai=village")
        == names(f"dia-ban={cast.village.pk}")
        == ["Ban Phát triển thôn Nà Cốc"]
    )
    assert names("q=chi+dao") == names("q=mến") == [BOARD]
    seen = {
        name: len(signed_in(getattr(cast, name)).get("/ban-to/").context["page"])
        for name in ("village_head", "coordination", "neighbour", "stranger")
    }
    assert seen == {"village_head": 2, "coordination": 3, "neighbour": 1, "stranger": 0}


def test_who_sits_where(cast: Cast, signed_in: SignIn) -> None:
    found_committee(cast.commune, cast.officer)
    found_committee(
        cast.commune, cast.officer, "Ban Quản lý", kind="management", members=["lò thị mến", "Quàng Thị Thư"]
    )
    found_committee(
        cast.commune, cast.officer, "Tổ cũ", kind="working_group", members=["Lò Thị Mến"], valid_to=date(2024, 1, 1)
    )
    found_committee(cast.next_commune, cast.neighbour, "Ban bên cạnh", members=["Lò Thị Mến"])
    rows = list(signed_in(cast.coordination).get("/ban-to/thanh-vien/").context["page"])
    assert next((name, len(seats)) for name, seats in rows) == ("Lò Thị Mến", 2)
    assert sorted(len(seats) for name, seats in rows if name == "Lò Thị Mến") == [1, 2]
    found = signed_in(cast.officer).get("/ban-to/thanh-vien/?q=quang").context["page"]
    assert [name for name, _ in found] == ["Quàng Thị Thư"]


def test_the_workbook_has_a_line_for_each_member(cast: Cast, signed_in: SignIn) -> None:
    found_committee(cast.commune, cast.officer)
    found_committee(cast.village, cast.officer, "Ban chưa có người", kind="village", members=[])
    response = signed_in(cast.officer).get("/ban-to/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [(row[2], row[7]) for row in rows[1:]] == [(BOARD, name) for name in NAMES] + [("Ban chưa có người", None)]


def test_pages_cost_the_same_for_few_and_many(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for number in range(3):
        members = [f"Người {place}" for place in range(number + 1)]
        committee = found_committee(cast.village, cast.officer, f"Ban {number}", members=members)
        with django_assert_max_num_queries(60) as captured:
            for page in ("/ban-to/", "/ban-to/thanh-vien/", f"/ban-to/{committee.pk}/", f"/ban-to/{committee.pk}/sua/"):
                officer.get(page)
        counts.append(len(captured))
    assert counts[0] == counts[2]
