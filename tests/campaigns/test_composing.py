"""Composing a plan part by part: nothing retyped, nothing lost, nothing doubled, one sentence for every slip."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.enums import OrganisationKind
from areas.models import Organisation, Post, PostHolder
from campaigns.compose.parts import PARTS
from campaigns.enums import LineKind
from campaigns.models import Block, CostLine, Fund, PartState, Plan, Routine, Solution, Target, Task, UnsavedInput
from core import clock
from documents.enums import DocumentState
from documents.models import Basis, CitedDocument, Delivery, Document
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return composed(cast)


def composed(cast: Cast, kind: str = "annual") -> Plan:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer, kind=kind)
    Plan.objects.filter(pk=plan.pk).update(composed=True)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def block(plan: Plan) -> Block:
    return Block.objects.create(plan=plan, position=1, criterion=15, title="Y tế")


def address(plan: Plan, slug: str) -> str:
    return f"/ke-hoach/{plan.pk}/soan/{slug}/"


def part_of(block: Block) -> str:
    return f"tieu-chi-{block.pk}"


def grid(name: str, *rows: dict[str, Any], stored: int = 0) -> dict[str, str]:
    """What a browser sends for one list of rows."""
    data = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": str(stored)}
    for place, row in enumerate(rows):
        data |= {f"{name}-{place}-{field}": str(value) for field, value in {"ORDER": place + 1, **row}.items()}
    return data


def block_data(*tasks: dict[str, Any], stored: int = 0, more: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"ban": 0, **grid("chi-tieu"), **grid("viec", *tasks, stored=stored), **grid("giai-phap"), **(more or {})}


def filled(response: Any) -> dict[str, str]:
    """The fields of the page's form as a browser would send them back."""
    html = response.content.decode().split('id="bieu-mau"')[1].split("</form>")[0]
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    data = {}
    for tag in re.findall(r"<input[^>]*>", html):
        named = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if named.get("type") == "checkbox" and "checked" not in tag.replace("form-check", ""):
            continue
        if "name" in named:
            data[named["name"]] = named.get("value", "on" if named.get("type") == "checkbox" else "")
    data |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, flags=re.DOTALL))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, flags=re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]  # type: ignore[index]
    data.pop("csrfmiddlewaretoken", None)
    return data


# --- Opening ---


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_of_every_kind_opens_and_saves_unchanged_without_a_change(
    cast: Cast, signed_in: SignIn, kind: str
) -> None:
    plan = composed(cast, kind)
    officer = signed_in(cast.officer)
    for part in PARTS[kind]:
        page = officer.get(address(plan, part.slug))
        assert page.status_code == 200, part.slug
        if part.slug != "cau-chu":
            answer = officer.post(address(plan, part.slug), filled(page))
            assert answer.status_code == 302, (part.slug, answer.content.decode().partition("cần sửa")[2][:400])
    assert not Entry.objects.filter(action="plan.block_saved").exists()


def test_opening_leads_to_the_first_empty_part(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.officer).get(f"/ke-hoach/{plan.pk}/soan/")
    assert answer.headers["Location"] == address(plan, "can-cu")


def test_the_list_of_parts_tells_what_is_empty_and_what_the_leader_wants(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    plan.remarks.create(slug="muc-tieu", text="Thiếu mục tiêu thu nhập.", by=cast.leader, at=clock.now())
    Task.objects.create(plan=plan, block=block, position=1, text="Vận động")
    officer = signed_in(cast.officer)
    page = officer.get(address(plan, "muc-tieu")).content.decode()
    assert "Thiếu mục tiêu thu nhập." in page
    nav = page.split('aria-label="Các mục của kế hoạch"')[1].split("</nav>")[0]
    assert "có ý kiến cần sửa" in nav
    assert nav.count(">đã có<") == 3
    assert "Y tế" in nav


# --- Saving ---


def test_a_block_is_composed_at_one_go(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    station = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.HEALTH_STATION, name="Trạm Y tế xã An Bình"
    )
    data = block_data(
        {"text": "Vận động người dân tham gia bảo hiểm y tế", "unit": "Trạm y tế xã", "owner": "Lò Thị Mến", "starts_on": "1/3/2026",
         "deadline": "30/6/2026", "volume": "1.200,5", "measure": "người", "cost": "2tr5"},
        {"text": "Lập sổ khám chữa bệnh", "unit": "Thôn Nà Cốc", "after": "1"},
        {"text": ""},
        more={"d-standing": "unmet", "d-situation": "Mới đạt 92,4 %.", "d-lead": "Phó Chủ tịch", "d-responsible": "Trạm Y tế",
           "d-owner": cast.officer.pk, "d-deadline": "31/12/2026", "d-money": "18.500.000"},
    )  # fmt: skip
    data |= grid(
        "chi-tieu",
        {"text": "Tỷ lệ tham gia bảo hiểm y tế", "base": "93,8", "direction": "at_least", "value": "95", "unit": "%"},
    )
    data |= grid("giai-phap", {"text": "Tuyên truyền qua loa."}, {"text": "Hướng dẫn cài đặt."})
    answer = signed_in(cast.officer).post(address(plan, part_of(block)), {**data, "tiep": "1"})
    assert answer.headers["Location"] == address(plan, "dinh-ky")

    block.refresh_from_db()
    assert (block.standing, block.owner, block.money) == ("unmet", cast.officer, 18_500_000)
    first, second = plan.tasks.order_by("position")
    assert (first.organisation, first.owner, first.volume, first.cost) == (
        station,
        cast.officer,
        Decimal("1200.5"),
        2_500_000,
    )
    assert (second.area, list(second.after.all()), second.block) == (cast.village, [first], block)
    target = plan.targets.get()
    assert (target.criterion, target.base, target.value, target.unit) == (15, Decimal("93.8"), 95, "%")
    assert [row.text for row in Solution.objects.filter(block=block)] == ["Tuyên truyền qua loa.", "Hướng dẫn cài đặt."]


def test_the_history_tells_each_change_from_what_to_what(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    task = Task.objects.create(plan=plan, block=block, position=1, text="Lập sổ", deadline=date(2026, 6, 30))
    data = block_data(
        {"id": task.pk, "text": "Lập sổ", "deadline": "31/12/2026"}, stored=1, more={"d-lead": "Chủ tịch"}
    )
    signed_in(cast.officer).post(address(plan, part_of(block)), data)
    entry = Entry.objects.get(action="plan.block_saved")
    assert entry.changes == {"Người chỉ đạo": ["", "Chủ tịch"], "Nhiệm vụ 1: hạn": ["30/6/2026", "31/12/2026"]}
    assert (entry.actor_name, entry.note) == ("Lò Thị Mến", "Y tế")


def test_the_paper_follows_what_was_saved(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.officer).post(address(plan, "muc-tieu"), {
        "ban": 0, **grid("chi-tieu", {"text": "Thu nhập bình quân đầu người", "value": "55", "unit": "triệu đồng"})})  # fmt: skip
    plan.document.refresh_from_db()
    assert "Thu nhập bình quân đầu người" in str(plan.document.context)


def test_rows_change_places_and_leave(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    one, two, three = (
        Task.objects.create(plan=plan, block=block, position=place, text=f"Việc {place}") for place in (1, 2, 3)
    )
    data = block_data(
        {"id": one.pk, "text": "Việc 1", "ORDER": 3}, {"id": two.pk, "text": "Việc 2", "DELETE": "on"},
        {"id": three.pk, "text": "Việc 3", "ORDER": 1}, {"text": "Việc mới", "ORDER": 2}, stored=3,
    )  # fmt: skip
    officer = signed_in(cast.officer)
    officer.post(address(plan, part_of(block)), data)
    assert [task.text for task in plan.tasks.order_by("position")] == ["Việc 3", "Việc mới", "Việc 1"]

    page = officer.get(address(plan, part_of(block))).content.decode()
    assert "Đã xóa 1 dòng khi lưu." in page
    officer.post(f"{address(plan, part_of(block))}hoan-tac/")
    assert Task.objects.filter(pk=two.pk, text="Việc 2", block=block).exists()
    assert "Đã xóa" not in officer.get(address(plan, part_of(block))).content.decode()


def test_a_criterion_left_out_comes_back_with_its_tasks(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    first = Task.objects.create(plan=plan, block=block, position=1, text="Vận động")
    second = Task.objects.create(plan=plan, block=block, position=2, text="Lập sổ")
    second.after.add(first)
    Solution.objects.create(block=block, position=1, text="Tuyên truyền")
    officer = signed_in(cast.officer)
    officer.post(
        address(plan, "khoi"),
        {"ban": 0, **grid("khoi", {"id": block.pk, "criterion": 15, "title": "Y tế", "DELETE": "on"}, stored=1)},
    )
    assert (plan.blocks.count(), plan.tasks.count()) == (0, 0)
    officer.post(f"{address(plan, 'khoi')}hoan-tac/")
    assert list(Task.objects.get(pk=second.pk).after.all()) == [first]
    assert Solution.objects.filter(block=block).count() == 1


def test_the_same_sent_twice_is_saved_once(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    officer, data = signed_in(cast.officer), block_data({"text": "Vận động"})
    for _ in range(3):
        assert officer.post(address(plan, part_of(block)), data).status_code == 302
    assert plan.tasks.count() == 1
    assert Entry.objects.filter(action="plan.block_saved").count() == 1


def test_two_people_in_one_part_see_both_texts_and_lose_none(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    task = Task.objects.create(plan=plan, block=block, position=1, text="Lập sổ", deadline=date(2026, 6, 30))
    colleague = factories.person("Hoàng Văn Sửa", "ntm_officer", cast.commune)  # type: ignore[arg-type]
    mine, theirs = signed_in(cast.officer), signed_in(colleague)
    theirs.post(address(plan, part_of(block)), block_data(
        {"id": task.pk, "text": "Lập sổ sức khỏe", "deadline": "30/6/2026"}, {"text": "Việc của Sửa"}, stored=1))  # fmt: skip
    data = block_data({"id": task.pk, "text": "Lập sổ điện tử", "deadline": "30/6/2026"}, stored=1)
    page = mine.post(address(plan, part_of(block)), data).content.decode()
    told = page.split("n-both")[1].split("</section>")[0]
    assert "Hoàng Văn Sửa đã lưu mục này" in told
    assert "Lập sổ điện tử" in told
    assert "Lập sổ sức khỏe" in told
    assert "Việc của Sửa" in told
    task.refresh_from_db()
    assert task.text == "Lập sổ sức khỏe"

    answer = mine.post(address(plan, part_of(block)), {**data, "ban": 1})
    assert answer.status_code == 302
    assert sorted(plan.tasks.values_list("text", flat=True)) == ["Lập sổ điện tử", "Việc của Sửa"]


def test_a_row_deleted_by_another_is_not_lost_for_who_still_types_in_it(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    task = Task.objects.create(plan=plan, block=block, position=1, text="Lập sổ")
    officer = signed_in(cast.officer)
    officer.post(address(plan, part_of(block)), block_data({"id": task.pk, "text": "Lập sổ", "DELETE": "on"}, stored=1))
    page = officer.post(address(plan, part_of(block)), block_data({"id": task.pk, "text": "Lập sổ điện tử"}, stored=1))
    again = filled(page)
    assert (again["viec-0-text"], again["viec-0-id"]) == ("Lập sổ điện tử", "")
    assert officer.post(address(plan, part_of(block)), again).status_code == 302
    assert plan.tasks.get().text == "Lập sổ điện tử"


# --- What is not saved yet ---


def test_what_was_typed_is_kept_and_offered(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    told = officer.post(f"{address(plan, part_of(block))}nhap/", block_data({"text": "Vận động dở dang"})).json()
    assert re.fullmatch(r"\d\d:\d\d", told["at"])
    page = officer.get(address(plan, part_of(block))).content.decode()
    assert "Có nội dung chưa lưu từ" in page
    assert "Vận động dở dang" not in page
    restored = officer.get(f"{address(plan, part_of(block))}?khoi-phuc=1")
    assert filled(restored)["viec-0-text"] == "Vận động dở dang"
    officer.post(address(plan, part_of(block)), filled(restored))
    assert plan.tasks.get().text == "Vận động dở dang"
    assert not UnsavedInput.objects.exists()


def test_what_was_still_on_its_way_when_it_was_saved_is_not_offered(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(address(plan, "muc-dich"), {"ban": 0, **grid("muc-dich", {"text": "Giữ vững."}), **grid("yeu-cau")})
    told = officer.post(
        f"{address(plan, 'muc-dich')}nhap/", {"ban": 0, **grid("muc-dich", {"text": "Giữ"}), **grid("yeu-cau")}
    )
    assert "at" not in told.json()
    assert not UnsavedInput.objects.exists()


def test_what_was_typed_may_be_dropped(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(f"{address(plan, 'chung')}nhap/", {"ban": 0, "d-title": "Dở dang"})
    officer.post(f"{address(plan, 'chung')}nhap/bo/")
    assert "chưa lưu từ" not in officer.get(address(plan, "chung")).content.decode()


def test_the_preview_shows_what_is_typed_and_stores_nothing(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    officer.post(f"{address(plan, part_of(block))}nhap/", block_data({"text": "Vận động dở dang"}))
    assert "Vận động dở dang" in officer.get(f"{address(plan, part_of(block))}xem/?nhap=1").content.decode()
    assert "Vận động dở dang" not in officer.get(f"{address(plan, part_of(block))}xem/").content.decode()
    assert (plan.tasks.count(), PartState.objects.count()) == (0, 0)


def test_others_in_the_part_are_told(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    colleague = factories.person("Hoàng Văn Sửa", "ntm_officer", cast.commune)  # type: ignore[arg-type]
    signed_in(colleague).post(f"{address(plan, 'chung')}nhap/")
    officer = signed_in(cast.officer)
    assert officer.post(f"{address(plan, 'chung')}nhap/").json()["others"] == ["Hoàng Văn Sửa"]
    assert "<span>Hoàng Văn Sửa</span> đang mở mục này" in officer.get(address(plan, "chung")).content.decode()


# --- Slips ---

SLIPS = {
    "no such day": ({"text": "A", "deadline": "31/11/2026"}, "Tháng 11 chỉ có 30 ngày."),
    "end before start": ({"text": "A", "starts_on": "1/7/2026", "deadline": "30/6/2026"}, "Hạn 30/6/2026 trước ngày bắt đầu 1/7/2026."),
    "no number": ({"text": "A", "volume": "nhiều"}, "Nhập số, phần thập phân sau dấu phẩy"),
    "unknown person": ({"text": "A", "owner": "Nguyễn Không Ai"}, "Không thấy “Nguyễn Không Ai” trong danh sách cán bộ"),
    "no text": ({"text": "", "measure": "km"}, "Nhập mục “Nhiệm vụ”, hoặc xóa dòng này."),
    "waits for itself": ({"text": "A", "after": "1"}, "chờ nhau thành vòng: “1 A” → “1 A”"),
    "waits for nothing": ({"text": "A", "after": "9"}, "Không thấy nhiệm vụ “9”"),
    "too long": ({"text": "a" * 10_001}, "nhiều nhất 10000 ký tự"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_gets_one_sentence_at_its_field_and_nothing_is_stored(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn, slip: str
) -> None:
    row, sentence = SLIPS[slip]
    answer = signed_in(cast.officer).post(address(plan, part_of(block)), block_data(row, more={"d-lead": "Chủ tịch"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page.partition('id="bieu-mau"')[2].replace("&quot;", '"')
    assert (plan.tasks.count(), PartState.objects.count()) == (0, 0)
    assert "Chủ tịch" in page


def test_tasks_that_wait_for_one_another_are_named(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    other = Block.objects.create(plan=plan, position=2, criterion=17, title="Môi trường")
    first = Task.objects.create(plan=plan, block=block, position=1, text="Khảo sát")
    second = Task.objects.create(plan=plan, block=other, position=1, text="Làm bể chứa")
    second.after.add(first)
    officer = signed_in(cast.officer)
    shown = filled(officer.get(address(plan, part_of(other))))
    assert shown["viec-0-after"] == "15.1 Khảo sát"
    data = block_data({"id": first.pk, "text": "Khảo sát", "after": "17.1 Làm bể chứa"}, stored=1)
    page = officer.post(address(plan, part_of(block)), data).content.decode()
    assert "“1 Khảo sát” → “17.1 Làm bể chứa” → “1 Khảo sát”" in page
    assert not first.after.exists()


def test_dates_of_the_plan_stand_in_order(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    data = {
        "ban": 0,
        "d-title": "Kế hoạch",
        "d-starts_on": "1/3/2026",
        "d-ends_on": "1/2/2026",
        "d-deadline": "1/1/2026",
    }
    page = signed_in(cast.officer).post(address(plan, "chung"), data).content.decode()
    assert "Ngày kết thúc phải từ 1/3/2026" in page
    assert "Hạn hoàn thành phải từ 1/3/2026" in page


def test_script_in_any_field_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    for kind in PARTS:
        plan = composed(cast, kind)
        block = Block.objects.create(plan=plan, position=1, criterion=15, title=SCRIPT)
        officer = signed_in(cast.officer)
        for slug in [
            *(part.slug for part in PARTS[kind] if part.slug != "cau-chu"),
            *([part_of(block)] if kind == "annual" else []),
        ]:
            data = {
                name: SCRIPT if not re.search(r"FORMS|ORDER|DELETE|-id$|^ban$", name) else value
                for name, value in filled(officer.get(address(plan, slug))).items()
            }
            page = officer.post(address(plan, slug), data, follow=True).content.decode()
            assert SCRIPT not in page, slug
            assert SCRIPT not in officer.get(f"{address(plan, slug)}xem/").content.decode()
        assert SCRIPT not in officer.get(address(plan, "cau-chu")).content.decode()


def test_a_paste_of_20_mb_gets_one_sentence(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.officer).post(address(plan, "chung"), {"ban": 0, "d-title": "a" * 20_000_000})
    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn nên không nhận được" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.title.startswith("Xây dựng")


def test_too_many_rows_get_one_sentence(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    rows = [{"text": f"Mục đích {place}"} for place in range(401)]
    page = signed_in(cast.officer).post(
        address(plan, "muc-dich"), {"ban": 0, **grid("muc-dich", *rows), **grid("yeu-cau")}
    )
    assert "nhiều nhất 400 dòng" in page.content.decode()
    assert not plan.lines.exists()


def test_a_row_of_another_plan_is_refused(plan: Plan, block: Block, cast: Cast, signed_in: SignIn) -> None:
    foreign = composed(cast)
    stolen = Task.objects.create(plan=foreign, position=1, text="Của kế hoạch khác")
    data = block_data({"id": stolen.pk, "text": "Lấy sang"}, stored=1)
    page = signed_in(cast.officer).post(address(plan, part_of(block)), data).content.decode()
    assert "Có dòng không còn thuộc mục này" in page
    stolen.refresh_from_db()
    assert (stolen.plan, stolen.text) == (foreign, "Của kế hoạch khác")


# --- Who may ---


def test_only_who_writes_there_and_only_while_it_is_a_draft(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    data = block_data({"text": "Vận động"})
    assert signed_in(cast.leader).post(address(plan, part_of(block)), data).status_code == 403
    assert signed_in(cast.neighbour).post(address(plan, part_of(block)), data).status_code == 404
    officer = signed_in(cast.officer)
    assert officer.get(address(plan, "tieu-chi-999999")).status_code == 404
    assert officer.get(address(plan, "khong-co")).status_code == 404
    Document.objects.filter(pk=plan.document_id).update(state=DocumentState.SUBMITTED)
    answer = officer.post(address(plan, part_of(block)), data, follow=True)
    assert "không còn là bản nháp" in answer.content.decode()
    assert not plan.tasks.exists()


# --- The other parts ---


def test_bases_come_from_the_register_or_as_written(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    law = CitedDocument.objects.create(
        type_name="Quyết định", number="318/QĐ-TTg", dated=date(2022, 3, 8), issuer="Thủ tướng Chính phủ",
        subject="Ban hành Bộ tiêu chí quốc gia về xã nông thôn mới", valid_to=date(2025, 12, 31),
    )  # fmt: skip
    officer = signed_in(cast.officer)
    officer.post(
        address(plan, "can-cu"),
        {"ban": 0, **grid("can-cu", {"cited": "318/QĐ-TTg"}, {"text": "Theo đề nghị của Văn phòng;"})},
    )
    first, second = Basis.objects.filter(document=plan.document).order_by("position")
    assert (first.cited, second.text) == (law, "Theo đề nghị của Văn phòng;")
    page = officer.get(address(plan, "can-cu"))
    assert "Hết hiệu lực từ 31/12/2025" in page.content.decode()
    assert filled(page)["can-cu-0-cited"].startswith("Quyết định số 318/QĐ-TTg ngày 08 tháng 3 năm 2022 của Thủ tướng")
    answer = officer.post(address(plan, "can-cu"), filled(page))
    assert answer.status_code == 302
    refused = officer.post(address(plan, "can-cu"), {"ban": 1, **grid("can-cu", {"cited": "999/QĐ-TTg"})})
    assert "Không thấy văn bản “999/QĐ-TTg” trong danh mục" in refused.content.decode()


def test_recipients_change_places(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(
        address(plan, "noi-nhan"),
        {"ban": 0, **grid("noi-nhan", {"name": "Ủy ban nhân dân Xã An Bình (b/c)"}, {"name": "Lưu: VT"})},
    )
    committee, kept = Delivery.objects.filter(document=plan.document).order_by("position")
    assert committee.organisation == cast.committee
    officer.post(address(plan, "noi-nhan"), {"ban": 1, **grid(
        "noi-nhan", {"id": committee.pk, "name": committee.name, "ORDER": 3}, {"id": kept.pk, "name": "Lưu: VT", "ORDER": 4},
        {"name": "Đảng ủy xã", "ORDER": 1}, stored=2)})  # fmt: skip
    names = Delivery.objects.filter(document=plan.document).order_by("position").values_list("name", flat=True)
    assert list(names) == ["Đảng ủy xã", "Ủy ban nhân dân Xã An Bình (b/c)", "Lưu: VT"]


def test_costs_count_themselves_and_name_their_source(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    funds = grid("nguon", {"kind": "state", "text": "Ngân sách xã", "amount": "100tr"})
    costs = grid(
        "chi", {"text": "Bể chứa", "quantity": "10", "unit": "cái", "price": "1.500.000", "fund": "ngân sách xã"}
    )
    officer.post(address(plan, "kinh-phi"), {"ban": 0, **funds, **costs})
    cost = CostLine.objects.get(plan=plan)
    assert (cost.amount, cost.fund) == (15_000_000, Fund.objects.get(plan=plan))
    wrong = grid(
        "chi",
        {"id": cost.pk, "text": "Bể chứa", "quantity": "10", "price": "1.500.000", "amount": "14.000.000"},
        stored=1,
    )
    page = officer.post(address(plan, "kinh-phi"), {"ban": 1, **grid("nguon"), **wrong}).content.decode()
    assert "Số lượng × đơn giá là 15.000.000 đồng; đang ghi 14.000.000 đồng" in page
    unknown = grid("chi", {"text": "Loa", "fund": "Quỹ lạ"})
    assert "Không có nguồn kinh phí “Quỹ lạ”" in officer.post(
        address(plan, "kinh-phi"), {"ban": 1, **grid("nguon"), **unknown}).content.decode()  # fmt: skip


def test_the_terms_of_a_contribution_campaign(cast: Cast, signed_in: SignIn) -> None:
    plan = composed(cast, "contribution")
    officer = signed_in(cast.officer)
    officer.post(address(plan, "muc-van-dong"), {
        "ban": 0, "d-labour_day_value": "150.000", "d-purpose": "Làm đường thôn", "d-pot": "village",
        **grid("muc", {"min_income": "3.000.000", "max_income": "5.000.000", "days": "3"}, {"group": "Hộ nghèo", "days": "0"}),
    })  # fmt: skip
    assert (plan.terms.labour_day_value, plan.brackets.count()) == (150_000, 2)
    page = officer.post(
        address(plan, "muc-van-dong"),
        {"ban": 1, **grid("muc", {"min_income": "5tr", "max_income": "3tr", "days": "1"})},
    )
    assert "Mức trên phải lớn hơn mức dưới" in page.content.decode()


def test_duties_lines_villages_routines_and_signer(cast: Cast, signed_in: SignIn) -> None:
    plan = composed(cast, "peak")
    officer = signed_in(cast.officer)
    officer.post(
        address(plan, "phan-cong"),
        {"ban": 0, **grid("phan-cong", {"unit": "Ủy ban nhân dân xã", "duties": "Chỉ đạo.\n\nKiểm tra."})},
    )
    duty = plan.duties.get()
    assert (duty.organisation, duty.duties) == (cast.committee, ["Chỉ đạo.", "Kiểm tra."])
    officer.post(
        address(plan, "thon"),
        {"ban": 0, **grid("thon", {"name": "nà cốc", "role": "model", "reach": "Đạt 4 tiêu chí", "gardens": "5"})},
    )
    assert (plan.villages.get().area, plan.villages.get().gardens) == (cast.village, 5)
    officer.post(
        address(plan, "dinh-ky"),
        {"ban": 0, **grid("dinh-ky", {"what": "Báo cáo", "every": "day", "at": "17h00", "gathers": "on"})},
    )
    assert (str(Routine.objects.get(plan=plan).at), Routine.objects.get(plan=plan).gathers) == ("17:00:00", True)
    officer.post(
        address(plan, "noi-dung"),
        {
            "ban": 0,
            **grid("noi-dung", {"heading": "Giao thông", "text": "Làm đường"}),
            **grid("cham-diem"),
            **grid("giai-phap-chung"),
        },
    )
    assert plan.lines.get(kind=LineKind.CONTENT).heading == "Giao thông"
    post = Post.objects.create(organisation=cast.committee, title="Chủ tịch", signs=True)
    PostHolder.objects.create(post=post, full_name="Lò Văn Ký", valid_from=date(2025, 7, 1))
    assert "Chủ tịch: Lò Văn Ký" in officer.get(address(plan, "ky")).content.decode()
    officer.post(address(plan, "ky"), {"ban": 0, "d-signer": post.pk})
    plan.refresh_from_db()
    assert plan.signer == post


def test_a_target_of_a_criterion_stands_in_one_part_only(
    plan: Plan, block: Block, cast: Cast, signed_in: SignIn
) -> None:
    own = Target.objects.create(plan=plan, position=1, criterion=15, text="Bảo hiểm y tế", value=95)
    free = Target.objects.create(plan=plan, position=2, text="Thu nhập", value=55)
    officer = signed_in(cast.officer)
    general = filled(officer.get(address(plan, "muc-tieu")))
    of_block = filled(officer.get(address(plan, part_of(block))))
    assert (general["chi-tieu-0-id"], of_block["chi-tieu-0-id"]) == (str(free.pk), str(own.pk))


# --- Speed ---


@pytest.mark.parametrize("kind", PARTS)
def test_queries_do_not_grow_with_the_rows(cast: Cast, signed_in: SignIn, kind: str) -> None:
    officer = signed_in(cast.officer)
    for part in PARTS[kind]:
        if part.slug in {"cau-chu", "chung", "ky"}:
            continue
        counts = [_queries(officer, composed(cast, kind), part.slug, rows) for rows in (1, 20)]
        assert counts[0] == counts[1], part.slug


def _queries(officer: Client, plan: Plan, slug: str, rows: int) -> list[int]:
    """Queries of opening and of saving a part where each list has so many rows."""
    page = filled(officer.get(address(plan, slug)))
    names = {name.removesuffix("-TOTAL_FORMS") for name in page if name.endswith("TOTAL_FORMS")}
    data = {name: value for name, value in page.items() if "-" not in name or name.startswith("d-")}
    for name in names:
        data |= grid(name, *({**_row(name), "ORDER": place} for place in range(1, rows + 1)))
    assert officer.post(address(plan, slug), data).status_code == 302
    with CaptureQueriesContext(
        connection,
    ) as opening:
        page = filled(officer.get(address(plan, slug)))
    changed = {
        name: f"{value} nữa"
        if re.search(r"-(text|what|title|name|unit|form|group|reach|heading|duties)$", name)
        and value
        and not name.startswith("chi-tieu-9")
        else value
        for name, value in page.items()
    }
    with CaptureQueriesContext(connection) as saving:
        assert officer.post(address(plan, slug), changed).status_code == 302, slug
    return [len(opening), len(saving)]


def _row(name: str) -> dict[str, str]:
    special = {
        "khoi": {"title": "Tiêu chí"}, "hien-trang": {"name": "Tiêu chí", "standing": "met"}, "muc": {"group": "Nhóm", "days": "1"},
        "thon": {"name": "Thôn Nà Cốc", "role": "named"}, "moc": {"what": "Việc", "on": "1/1/2026", "rule": "on"},
        "dinh-ky": {"what": "Việc", "every": "day"}, "khen": {"form": "Giấy khen", "level": "commune"},
        "nguon": {"kind": "state", "text": "Ngân sách"}, "phan-cong": {"unit": "Đơn vị"}, "noi-nhan": {"name": "Nơi nhận"},
    }  # fmt: skip
    return special.get(name, {"text": "Nội dung"})


# --- Sentences ---


def test_own_words_are_kept_and_marked_when_the_figures_change(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    target = Target.objects.create(
        plan=plan, position=1, text="Thu nhập bình quân đầu người", value=Decimal("54.1"), unit="triệu đồng"
    )
    officer = signed_in(cast.officer)
    words = {
        "key": f"target:{target.pk}",
        "muc": "muc-tieu",
        "act": "ghi",
        "text": "Phấn đấu 54,1 triệu đồng mỗi người.",
    }
    officer.post(address(plan, "cau-chu"), words)
    plan.document.refresh_from_db()
    assert "Phấn đấu 54,1 triệu đồng mỗi người." in str(plan.document.context)
    assert "Số liệu đã đổi" not in officer.get(address(plan, "cau-chu")).content.decode()

    data = filled(officer.get(address(plan, "muc-tieu")))
    officer.post(address(plan, "muc-tieu"), {**data, "chi-tieu-0-value": "55"})
    page = officer.get(address(plan, "cau-chu")).content.decode()
    assert "Số liệu đã đổi: <b>54,1 → 55</b>" in page
    assert "Phấn đấu 54,1 triệu đồng mỗi người." in page

    officer.post(address(plan, "cau-chu"), {**words, "act": "giu"})
    assert "Số liệu đã đổi:" not in officer.get(address(plan, "cau-chu")).content.decode()
    officer.post(address(plan, "cau-chu"), {**words, "act": "bo"})
    plan.document.refresh_from_db()
    assert "Phấn đấu" not in str(plan.document.context)
    assert "55 triệu đồng" in str(plan.document.context)


def test_a_sentence_may_be_left_out_and_a_paragraph_added(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    target = Target.objects.create(
        plan=plan, position=1, text="Thu nhập bình quân đầu người", value=55, unit="triệu đồng"
    )
    officer = signed_in(cast.officer)
    officer.post(address(plan, "cau-chu"), {"key": f"target:{target.pk}", "act": "an"})
    key = re.search(
        r'value="(extra:muc-tieu:[^"]+)"', officer.get(f"{address(plan, 'cau-chu')}?muc=muc-tieu").content.decode()
    )
    assert key is not None
    officer.post(
        address(plan, "cau-chu"), {"key": key[1], "act": "ghi", "text": "Các mục tiêu khác theo kế hoạch của tỉnh."}
    )
    plan.document.refresh_from_db()
    assert "Thu nhập bình quân" not in str(plan.document.context["content"])
    assert "Các mục tiêu khác theo kế hoạch của tỉnh." in str(plan.document.context)


# --- A new plan ---


def test_a_new_plan_starts_once_whatever_the_clicks(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    page = officer.get("/ke-hoach/moi/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    data = {
        "kind": "emulation",
        "area": cast.commune.pk,
        "year": 2027,
        "title": "Thi đua năm 2027",
        "issuer": cast.committee.pk,
        "key": key[1],
    }
    first, second = (officer.post("/ke-hoach/moi/", data) for _ in range(2))
    plan = Plan.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/ke-hoach/{plan.pk}/soan/"
    assert (plan.kind, plan.composed, plan.document.issuer) == ("emulation", True, cast.committee)


def test_a_new_plan_starts_from_last_years(cast: Cast, signed_in: SignIn) -> None:
    last = composed(cast)
    last.blocks.create(position=1, criterion=15, title="Y tế")
    page = signed_in(cast.officer).get(f"/ke-hoach/moi/?tu={last.pk}").content.decode()
    assert f'<option value="{last.pk}" selected>' in page
    foreign = composed(cast)
    answer = signed_in(cast.neighbour).post(
        "/ke-hoach/moi/",
        {
            "kind": "annual",
            "area": cast.commune.pk,
            "year": 2027,
            "title": "Chen vào",
            "based_on": foreign.pk,
            "key": "1",
        },
    )
    assert answer.status_code == 200
    assert Plan.objects.count() == 2
