"""What is held in a year: launches, trainings, Ngày hội đại đoàn kết, and the invitations to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from areas.models import Post, PostHolder
from campaigns.models import Event
from core import clock as house_clock
from documents.context import Section, paper_from_json
from documents.enums import DocumentState
from documents.models import Document
from journal.models import Entry
from tests import factories
from tests.campaigns.years import SCRIPT, issued_plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADD = "/hoat-dong/moi/"


@pytest.fixture(autouse=True)
def _november(clock: Any) -> None:
    clock.set("2026-11-20T08:00:00")


def given(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "area": cast.commune.pk, "plan": "", "kind": "unity_day", "title": "Ngày hội đại đoàn kết thôn Nà Cốc",
        "held_on": "18/11/2026", "place": "Nhà văn hóa thôn", "programme": "Phần lễ\nPhần hội", "people": "120",
        "cost": "5tr", "result": "", "key": "k1", **values,
    }  # fmt: skip


def event(cast: Cast, **values: Any) -> Event:
    return Event.objects.create(
        **{
            "area": cast.commune, "kind": "training", "title": "Tập huấn OCOP", "created_by": cast.officer,
            "created_at": house_clock.now(), **values,
        }
    )  # fmt: skip


def test_the_officer_enters_an_event_once(cast: Cast, signed_in: SignIn) -> None:
    plan = issued_plan(cast)
    client = signed_in(cast.officer)
    assert f'<option value="{plan.pk}" selected>' in client.get(f"{ADD}?ke-hoach={plan.pk}").content.decode()
    for _ in range(2):
        answer = client.post(ADD, given(cast, plan=plan.pk))
    row = Event.objects.get()
    assert answer.url == reverse("campaigns:event", args=[row.pk])  # type: ignore[attr-defined]
    assert (row.people, row.cost, row.plan, row.created_by) == (120, 5_000_000, plan, cast.officer)
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "5.000.000 đồng" in page
    assert "Lập mới." in page
    assert "Ngày hội đại đoàn kết thôn Nà Cốc" in client.get(reverse("campaigns:year", args=[plan.pk])).content.decode()


def test_two_people_do_not_write_over_each_other(cast: Cast, signed_in: SignIn) -> None:
    row = event(cast)
    client, address = signed_in(cast.officer), reverse("campaigns:event_edit", args=[row.pk])
    seen = client.get(address).context["seen"]
    data = given(cast, title="Tập huấn OCOP đợt 1", kind="training", seen=seen)
    assert client.post(address, data).status_code == 302
    assert Entry.objects.get(action="event.saved").changes["Tên"] == ["Tập huấn OCOP", "Tập huấn OCOP đợt 1"]
    late = client.post(address, {**data, "title": "Tên khác"}).content.decode()
    assert "vừa được người khác sửa" in late
    assert Event.objects.get().title == "Tập huấn OCOP đợt 1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": "31/11/2026"}, "Tháng 11 chỉ có 30 ngày"),
        ({"held_on": "25/11/2026"}, "Hoạt động chưa diễn ra"),
        ({"title": ""}, "Nhập mục này."),
        ({"cost": "1,500"}, "Nhập số tiền như"),
        ({"people": "một trăm"}, "Nhập số"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, signed_in: SignIn, change: dict[str, Any], sentence: str) -> None:
    answer = signed_in(cast.officer).post(ADD, given(cast, **change))
    assert sentence in answer.content.decode()
    assert not Event.objects.exists()


def test_a_plan_of_somebody_else_is_refused(cast: Cast, signed_in: SignIn) -> None:
    other = factories.plan(cast.next_commune, cast.next_committee)
    assert signed_in(cast.officer).post(ADD, given(cast, plan=other.pk)).status_code == 200
    assert signed_in(cast.officer).post(ADD, given(cast, area=cast.next_commune.pk)).status_code == 200
    village_plan = factories.plan(cast.village, None)
    answer = signed_in(cast.officer).post(ADD, given(cast, plan=village_plan.pk)).content.decode()
    assert "Kế hoạch này của Thôn Nà Cốc, không gồm Xã An Bình" in answer
    assert not Event.objects.exists()


def test_who_sees_which_event(cast: Cast, signed_in: SignIn) -> None:
    rows = {
        "own": event(cast), "draft": event(cast, plan=factories.plan(cast.commune, cast.committee)),
        "issued": event(cast, plan=issued_plan(cast)), "village": event(cast, area=cast.village),
    }  # fmt: skip
    sees = {
        "officer": set(rows), "leader": set(rows), "village_head": {"issued", "village"}, "coordination": {"issued"},
        "neighbour": set(), "stranger": set(),
    }  # fmt: skip
    for person, names in sees.items():
        client = signed_in(getattr(cast, person))
        listed = {row.pk for row in client.get("/hoat-dong/").context["page"].object_list}
        assert listed == {rows[name].pk for name in names}
        for name, row in rows.items():
            wanted = 200 if name in names else 404
            assert client.get(reverse("campaigns:event", args=[row.pk])).status_code == wanted


def test_the_list_is_filtered_and_given_as_a_workbook(cast: Cast, signed_in: SignIn) -> None:
    event(cast, held_on="2025-05-01", title="=1+1", kind="launch")
    event(cast, held_on="2026-05-01")
    client = signed_in(cast.officer)
    assert [row.title for row in client.get("/hoat-dong/?nam=2026").context["page"]] == ["Tập huấn OCOP"]
    assert [row.title for row in client.get("/hoat-dong/?loai=launch").context["page"]] == ["=1+1"]
    assert client.get("/hoat-dong/?nam=abc&dia-ban=9999999999999").status_code == 200
    sheet = load_workbook(io.BytesIO(client.get("/hoat-dong/?loai=launch&export=xlsx").content)).active
    assert sheet["D2"].value == "=1+1"  # type: ignore[index]
    assert sheet["D2"].data_type == "s"  # type: ignore[index]


def test_as_many_questions_for_one_as_for_many(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, plan = signed_in(cast.officer), issued_plan(cast)

    def asked() -> int:
        with django_assert_max_num_queries(25) as seen:
            client.get("/hoat-dong/")
        return len(seen)

    event(cast, held_on="2026-01-01", plan=plan)
    before = asked()
    for month in (1, 2, 3):
        event(cast, held_on=f"2026-0{month}-02", area=cast.village, plan=plan)
    assert asked() == before + 0


def test_script_is_shown_and_not_run(cast: Cast, signed_in: SignIn) -> None:
    everywhere = dict.fromkeys(("title", "place", "programme", "result"), SCRIPT)
    page = signed_in(cast.officer).post(ADD, given(cast, **everywhere), follow=True).content.decode()
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") >= 4


def invite(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "issuer": cast.committee.pk, "invited": "Thường trực Đảng ủy xã\n- Trưởng các thôn", "chair": "Chủ tịch UBND xã",
        "at": "7h30", **values,
    }  # fmt: skip


def test_the_invitation_is_drafted_from_the_event_and_goes_its_way(cast: Cast, signed_in: SignIn) -> None:
    post = Post.objects.create(
        organisation=cast.committee, title="CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN", signs=True
    )
    PostHolder.objects.create(post=post, full_name="Cầm Văn Hạnh", valid_from="2021-01-01")
    row = event(cast, held_on="2026-12-05", place="Hội trường UBND xã", programme="Khai mạc\nThảo luận")
    client, address = signed_in(cast.officer), reverse("campaigns:event_invite", args=[row.pk])
    wrong = client.post(address, invite(cast, at="25:00", invited=""))
    assert "Nhập giờ theo mẫu 8:00" in wrong.content.decode()
    assert client.post(address, invite(cast)).status_code == 302
    row.refresh_from_db()
    paper = paper_from_json(row.invitation.context)  # type: ignore[union-attr]
    lines = [block.text for block in paper.content if not isinstance(block, Section)]  # type: ignore[union-attr]
    assert lines == [
        "Ủy ban nhân dân Xã An Bình trân trọng kính mời:", "- Thường trực Đảng ủy xã", "- Trưởng các thôn",
        "Tới dự: Tập huấn OCOP.", "Chủ trì: Chủ tịch UBND xã.", "Thời gian: 07 giờ 30, thứ Bảy, ngày 05/12/2026.",
        "Địa điểm: Hội trường UBND xã.",
    ]  # fmt: skip
    assert (paper.type, paper.symbol) == ("GIẤY MỜI", "GM-UBND")
    assert paper.signature is not None
    assert paper.signature.name == "Cầm Văn Hạnh"
    assert client.post(address, invite(cast, at="8:00")).status_code == 302
    assert Document.objects.filter(type="GM").count() == 1
    page = client.get(reverse("campaigns:event", args=[row.pk])).content.decode()
    assert "Trình duyệt" in page
    answer = client.post(reverse("documents:submit", args=[row.invitation_id]))
    assert answer.url == reverse("campaigns:event", args=[row.pk])  # type: ignore[attr-defined]
    row.invitation.refresh_from_db()  # type: ignore[union-attr]
    assert row.invitation.state == DocumentState.SUBMITTED  # type: ignore[union-attr]
    again = client.post(address, invite(cast)).content.decode()
    assert "nên không soạn lại được" in again


def test_without_a_day_there_is_no_invitation(cast: Cast, signed_in: SignIn) -> None:
    row = event(cast)
    answer = signed_in(cast.officer).post(reverse("campaigns:event_invite", args=[row.pk]), invite(cast))
    assert "chưa có ngày hoặc địa điểm" in answer.content.decode()
    assert not Document.objects.exists()
    assert (
        signed_in(cast.leader).post(reverse("campaigns:event_invite", args=[row.pk]), invite(cast)).status_code == 403
    )


def test_an_invitation_that_says_another_day_is_told_and_goes_nowhere(cast: Cast, signed_in: SignIn) -> None:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    row = event(cast, held_on="2026-12-05", place="Hội trường UBND xã")
    client, page = signed_in(cast.officer), reverse("campaigns:event", args=[row.pk])
    client.post(reverse("campaigns:event_invite", args=[row.pk]), invite(cast))
    assert "Giấy mời ghi" not in client.get(page).content.decode()

    Event.objects.update(held_on="2026-12-12", place="Nhà văn hóa")
    row.refresh_from_db()
    said = "Giấy mời ghi ngày 05/12/2026, hoạt động nay ghi ngày 12/12/2026; địa điểm “Hội trường UBND xã”"
    shown = client.get(page).content.decode()
    assert said in shown
    assert "soạn lại giấy mời ở phần “Soạn lại giấy mời”" in shown
    form = client.get(page).context["form"]
    kept = [form[name].value() for name in ("invited", "chair", "at")]
    assert kept == ["Thường trực Đảng ủy xã\nTrưởng các thôn", "Chủ tịch UBND xã", "07:30"]
    refused = client.post(reverse("documents:submit", args=[row.invitation_id]))
    assert (refused.status_code, "nên chưa trình duyệt được" in refused.content.decode()) == (409, True)

    client.post(reverse("campaigns:event_invite", args=[row.pk]), invite(cast))
    assert client.post(reverse("documents:submit", args=[row.invitation_id])).status_code == 302
    signed_in(cast.leader).post(reverse("documents:approve", args=[row.invitation_id]))
    signed_in(cast.clerk).post(reverse("documents:issue", args=[row.invitation_id]))
    document = Document.objects.get(event=row)
    assert "Trưởng các thôn" in document.deliveries.values_list("name", flat=True)

    # Moved once more after it was issued: recalled, and a new invitation is drafted.
    Event.objects.update(held_on="2026-12-19")
    assert "Đề nghị thu hồi giấy mời" in client.get(page).content.decode()
    signed_in(cast.leader).post(reverse("documents:revoke", args=[document.pk]), {"reason": "Đổi ngày."})
    assert client.post(reverse("campaigns:event_invite", args=[row.pk]), invite(cast)).status_code == 302
    row.refresh_from_db()
    assert row.invitation_id != document.pk
