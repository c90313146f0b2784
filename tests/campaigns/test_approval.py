"""From submitted to issued: remarks at the place they belong to, who hears of an issued plan, and two people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.actions import assign_role
from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import OrganisationKind
from areas.models import Organisation, Post, PostHolder
from campaigns.models import Block, Duty, Plan, Remark, Task
from core.errors import RuleError
from documents import actions as papers
from documents.enums import DocumentState
from documents.models import Document
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def waiting(cast: Cast) -> Plan:
    """A plan that lies with the leader."""
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    papers.submit(plan.document, by=cast.officer)
    plan.document.refresh_from_db()
    return plan


def _remarks(*rows: tuple[str, str], general: str = "", **more: str) -> dict[str, str]:
    data = {"y-kien-TOTAL_FORMS": str(len(rows)), "y-kien-INITIAL_FORMS": "0", "general": general, **more}
    for place, (slug, text) in enumerate(rows):
        data |= {f"y-kien-{place}-slug": slug, f"y-kien-{place}-text": text}
    return data


def test_the_leader_returns_a_plan_with_remarks_at_their_places(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    leader, officer = signed_in(cast.leader), signed_in(cast.officer)
    at = f"/ke-hoach/{waiting.pk}/tra-lai/"
    assert f"/van-ban/{waiting.document_id}/xem/" in leader.get(at).content.decode()

    answer = leader.post(
        at,
        _remarks(
            ("muc-tieu", "Nêu số liệu gốc."),
            ("kinh-phi", "Ghi rõ nguồn."),
            ("", ""),
            general=f"Trình lại trước 30/11. {SCRIPT}",
        ),
    )
    assert (answer.status_code, answer["Location"]) == (302, waiting.get_absolute_url())
    waiting.document.refresh_from_db()
    assert waiting.document.state == DocumentState.DRAFT
    returned = Entry.objects.get(action="document.returned")
    assert returned.note.splitlines() == [
        f"Trình lại trước 30/11. {SCRIPT}",
        "Mục tiêu: Nêu số liệu gốc.",
        "Kinh phí: Ghi rõ nguồn.",
    ]
    assert {row.slug: [row.text] for row in Remark.objects.filter(plan=waiting, resolved_at=None)} == {
        "": [f"Trình lại trước 30/11. {SCRIPT}"], "muc-tieu": ["Nêu số liệu gốc."], "kinh-phi": ["Ghi rõ nguồn."],
    }  # fmt: skip
    assert Notice.objects.filter(recipient=cast.officer, title__startswith="Trả lại:").count() == 1

    # The officer sees each, and marks one as done; a second click changes nothing.
    page = officer.get(f"/ke-hoach/{waiting.pk}/kiem-tra/").content.decode()
    assert "<b>Mục tiêu:</b> Nêu số liệu gốc." in page
    assert SCRIPT not in page
    remark = Remark.objects.get(slug="muc-tieu")
    for _ in range(2):
        assert officer.post(f"/ke-hoach/{waiting.pk}/y-kien/{remark.pk}/").status_code == 302
    remark.refresh_from_db()
    assert (remark.resolved_by, remark.resolved_at is not None) == (cast.officer, True)
    assert Entry.objects.filter(action="plan.remark_resolved").count() == 1
    assert "Nêu số liệu gốc." not in officer.get(f"/ke-hoach/{waiting.pk}/kiem-tra/").content.decode()


def test_htmx_gets_the_remark_alone(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    signed_in(cast.leader).post(f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("muc-tieu", "Nêu số liệu gốc.")))
    remark = Remark.objects.get()
    at = f"/ke-hoach/{waiting.pk}/y-kien/{remark.pk}/"
    beside = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{waiting.get_absolute_url()}"}
    assert signed_in(cast.officer).post(at, headers=beside)["HX-Refresh"] == "true", "what comes next hangs on it"
    page = signed_in(cast.officer).post(at, headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith("<li")
    assert "Đã sửa: Lò Thị Mến" in page.content.decode()


def test_nothing_is_returned_without_a_word(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    answer = signed_in(cast.leader).post(f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("", ""), general="  "))
    assert answer.status_code == 200
    assert "Đề nghị ghi rõ nội dung cần sửa khi trả lại." in answer.content.decode()
    waiting.document.refresh_from_db()
    assert (waiting.document.state, Remark.objects.count()) == ("submitted", 0)


def test_a_part_without_words_and_a_foreign_part_are_told_at_the_field(
    cast: Cast, waiting: Plan, signed_in: SignIn
) -> None:
    leader = signed_in(cast.leader)
    page = leader.post(
        f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("muc-tieu", ""), general="Xem lại.")
    ).content.decode()
    assert "Ghi nội dung cần sửa ở mục này, hoặc bỏ chọn mục." in page
    page = leader.post(f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("la-lung", "Sửa."))).content.decode()
    assert "la-lung" in page
    assert Remark.objects.count() == 0


def test_one_more_row_keeps_what_was_typed(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    page = (
        signed_in(cast.leader)
        .post(f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("muc-tieu", "Nêu số liệu gốc."), them="1"))
        .content.decode()
    )
    assert "Nêu số liệu gốc." in page
    assert 'name="y-kien-1-text"' in page
    assert Remark.objects.count() == 0


def test_a_draft_is_not_returned(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    answer = signed_in(cast.leader).post(f"/ke-hoach/{plan.pk}/tra-lai/", _remarks(("", "Sửa.")), follow=True)
    assert "không ở bước chờ duyệt hoặc chờ cấp số" in answer.content.decode()
    assert Remark.objects.count() == 0


def test_a_remark_of_a_plan_under_way_stays(cast: Cast, waiting: Plan) -> None:
    from campaigns.actions.approval import resolve_remark, return_plan

    return_plan(waiting, remarks=[("", "Sửa.")], general="", labels={}, by=cast.leader)
    Document.objects.update(state=DocumentState.SUBMITTED)
    with pytest.raises(RuleError, match="không còn là bản nháp"):
        resolve_remark(Remark.objects.get(), by=cast.officer)


def test_a_page_from_before_an_approval_undoes_nothing(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    leader = signed_in(cast.leader)
    at = f"/ke-hoach/{waiting.pk}/tra-lai/"
    assert 'name="seen" value="submitted"' in leader.get(at).content.decode()
    papers.approve(waiting.document, by=cast.leader)
    late = leader.post(at, _remarks(general="Xem lại.", seen="submitted")).content.decode()
    assert "Văn bản vừa chuyển sang trạng thái “Đã duyệt, chờ cấp số” nên chưa trả lại" in late
    refused = leader.post(f"/van-ban/{waiting.document_id}/tra-lai/?khi=submitted", {"reason": "Xem lại."})
    assert refused.status_code == 409
    waiting.document.refresh_from_db()
    assert (waiting.document.state, Remark.objects.count()) == (DocumentState.APPROVED, 0)


def test_no_step_is_taken_over_an_open_remark(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    officer, leader = signed_in(cast.officer), signed_in(cast.leader)
    leader.post(f"/ke-hoach/{waiting.pk}/tra-lai/", _remarks(("muc-tieu", "Nêu số liệu gốc.")))
    assert "Còn 1 ý kiến của lãnh đạo chưa sửa xong." in officer.get(waiting.get_absolute_url()).content.decode()
    refused = officer.post(f"/van-ban/{waiting.document_id}/trinh/")
    assert refused.status_code == 409
    assert "còn 1 ý kiến của lãnh đạo chưa sửa xong nên chưa trình duyệt được" in refused.content.decode()

    remark = Remark.objects.get()
    Document.objects.update(state=DocumentState.SUBMITTED)
    assert "chưa phê duyệt được" in leader.post(f"/van-ban/{waiting.document_id}/duyet/").content.decode()
    Document.objects.update(state=DocumentState.DRAFT)
    officer.post(f"/ke-hoach/{waiting.pk}/y-kien/{remark.pk}/")
    assert officer.post(f"/van-ban/{waiting.document_id}/trinh/").status_code == 302
    assert leader.post(f"/van-ban/{waiting.document_id}/duyet/").status_code == 302


# --- Who hears of an issued plan ---


@pytest.fixture
def women(cast: Cast) -> Organisation:
    """The women's union with its head, who holds a post, and a member of the staff, who holds a role for it."""
    union = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.UNION, name="Hội Liên hiệp Phụ nữ xã An Bình"
    )
    post = Post.objects.create(organisation=union, title="Chủ tịch Hội")
    PostHolder.objects.create(
        post=post,
        full_name="Lò Thị Phụ",
        user=factories.person("Lò Thị Phụ", Role.READER, cast.commune),
        valid_from=date(2024, 1, 1),
    )
    PostHolder.objects.create(
        post=post,
        full_name="Cựu Chủ Tịch",
        user=factories.person("Cựu Chủ Tịch", Role.READER, cast.commune),
        valid_from=date(2020, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    assign_role(
        user=factories.person("Quàng Thị Hội"), role=Role.FRONT_OFFICER, area=cast.commune, organisation=union, by=None
    )
    return union


def test_everybody_named_hears_once(cast: Cast, women: Organisation) -> None:
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    block = Block.objects.create(plan=plan, position=1, title="Giao thông", owner=cast.accountant)
    for place in range(3):
        Task.objects.create(plan=plan, position=place, text=f"Việc {place}", owner=cast.officer)
    Task.objects.create(plan=plan, position=4, text="Của khối", block=block, organisation=women)
    Task.objects.create(plan=plan, position=5, text="Của thôn", area=cast.village)
    Duty.objects.create(plan=plan, position=1, unit="Hội Phụ nữ xã", duties=["Tuyên truyền.", "Vận động hội viên."])
    Duty.objects.create(plan=plan, position=2, unit="Các thôn", duties=["Họp dân."])

    issued = papers.issue(plan.document, by=cast.clerk)
    papers.issue(plan.document, by=cast.clerk)

    told = {notice.recipient.full_name: notice.title for notice in Notice.objects.filter(key=f"plan:{plan.pk}:issued")}
    number = issued.number_and_symbol
    assert told == {
        "Lò Thị Mến": f"Anh/chị có 3 nhiệm vụ trong kế hoạch {number}",
        "Tòng Thị Ngân": f"Anh/chị có 1 nhiệm vụ trong kế hoạch {number}",
        "Lò Thị Phụ": f"Đơn vị của anh/chị có 3 nhiệm vụ trong kế hoạch {number}",
        "Quàng Thị Hội": f"Đơn vị của anh/chị có 3 nhiệm vụ trong kế hoạch {number}",
        "Hà Văn Thôn": f"Đơn vị của anh/chị có 2 nhiệm vụ trong kế hoạch {number}",
    }
    assert not Notice.objects.filter(recipient=cast.neighbour).exists()


def test_a_plan_recorded_as_issued_before_tells_nobody(cast: Cast, women: Organisation) -> None:
    from documents.enums import Origin
    from documents.models import Document

    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    Duty.objects.create(plan=plan, position=1, unit="Hội Phụ nữ xã", duties=["Tuyên truyền."])
    papers.edit_document(plan.document, paper=factories.paper(number="17", day=5), by=cast.officer)
    Document.objects.update(origin=Origin.IMPORTED)
    papers.record_issued(plan.document, by=cast.officer)
    assert not Notice.objects.filter(key__startswith="plan:").exists()


# --- At once ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite knows no row locks")
def test_two_leaders_approve_at_once(cast: Cast, waiting: Plan) -> None:
    second = factories.person("Lãnh Đạo Hai", Role.LEADER, cast.commune)
    start, failed = threading.Barrier(2), []

    def approve(by: User) -> None:
        try:
            start.wait()
            papers.approve(waiting.document, by=by)
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[user]) for user in (cast.leader, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Entry.objects.filter(action="document.approved").count() == 1
    assert waiting.versions.count() == 1
    assert Notice.objects.filter(recipient=cast.clerk, title__startswith="Chờ cấp số").count() == 1


def test_a_neighbour_finds_nothing(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    neighbour = signed_in(cast.neighbour)
    remark = Remark.objects.create(plan=waiting, text="Sửa.", by=cast.leader, at=waiting.created_at)
    pages: dict[str, Any] = {
        "kiem-tra/": "get", "lich-su/": "get", "lich-su/1/0/": "get", "tra-lai/": "get", "kiem-tra/lai/": "post",
        "kiem-tra/weekday:1/giu/": "post", "kiem-tra/weekday:1/de-nghi/": "post", f"y-kien/{remark.pk}/": "post",
    }  # fmt: skip
    for path, method in pages.items():
        assert getattr(neighbour, method)(f"/ke-hoach/{waiting.pk}/{path}").status_code == 404, path


def test_a_remark_of_another_plan_is_not_reached_through_ones_own(cast: Cast, waiting: Plan, signed_in: SignIn) -> None:
    other = factories.plan(cast.next_commune, cast.next_committee, by=cast.neighbour)
    remark = Remark.objects.create(plan=waiting, text="Sửa.", by=cast.leader, at=waiting.created_at)
    assert signed_in(cast.neighbour).post(f"/ke-hoach/{other.pk}/y-kien/{remark.pk}/").status_code == 404


def test_roles_given_are_read_as_they_stand_today(cast: Cast, women: Organisation) -> None:
    Assignment.objects.filter(organisation=women).update(valid_to=date(2024, 1, 1))
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    Duty.objects.create(plan=plan, position=1, unit="Hội LHPN xã", organisation=women, duties=["Tuyên truyền."])
    papers.issue(plan.document, by=cast.clerk)
    assert list(Notice.objects.filter(key=f"plan:{plan.pk}:issued").values_list("recipient__full_name", flat=True)) == [
        "Lò Thị Phụ"
    ]
