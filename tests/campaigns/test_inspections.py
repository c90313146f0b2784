"""Inspections: the team, its minutes, and what it asked for, followed to the end."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from campaigns.models import Inspection, Recommendation
from core import clock as house_clock
from journal.models import Entry
from tests.campaigns.years import SCRIPT, issued_plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADD = "/kiem-tra-giam-sat/moi/"


@pytest.fixture(autouse=True)
def _november(clock: Any) -> None:
    clock.set("2026-11-20T08:00:00")


def given(cast: Cast, *asked: dict[str, Any], initial: int = 0, **values: Any) -> dict[str, Any]:
    data = {
        "area": cast.commune.pk, "plan": "", "inspector": "food_safety", "subject": "An toàn thực phẩm dịp Tết",
        "unit": "Chợ xã", "held_on": "10/11/2026", "team": "Ông A, trưởng đoàn", "key": "k1",
        "kien-nghi-TOTAL_FORMS": str(len(asked)), "kien-nghi-INITIAL_FORMS": str(initial),
    }  # fmt: skip
    for place, row in enumerate(asked):
        data |= {f"kien-nghi-{place}-{name}": value for name, value in row.items()}
    return data | values


def asked(text: str, due: str = "15/11/2026", unit: str = "Ban Quản lý chợ", **more: Any) -> dict[str, Any]:
    return {"text": text, "unit": unit, "due_on": due, **more}


def inspection(cast: Cast, *texts: str, **values: Any) -> Inspection:
    row = Inspection.objects.create(
        **{
            "area": cast.commune, "inspector": "party", "subject": "Thực hiện nghị quyết", "unit": "UBND xã",
            "held_on": "2026-10-01", "created_by": cast.officer, "created_at": house_clock.now(), **values,
        }
    )  # fmt: skip
    for place, text in enumerate(texts, 1):
        Recommendation.objects.create(inspection=row, position=place, text=text, due_on="2026-11-10")
    return row


def follow(row: Recommendation) -> str:
    return reverse("campaigns:recommendation", args=[row.pk])


def test_from_the_visit_to_the_end(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    pdf = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 thu")
    rows = (asked("Niêm yết giá"), asked("Lắp bồn rửa tay", "30/11/2026"), asked("", "", ""))
    answer = client.post(ADD, given(cast, *rows, minutes=pdf))
    row = Inspection.objects.get()
    assert answer.url == reverse("campaigns:inspection", args=[row.pk])  # type: ignore[attr-defined]
    assert [(item.position, item.text) for item in row.recommendations.all()] == [
        (1, "Niêm yết giá"),
        (2, "Lắp bồn rửa tay"),
    ]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "Quá hạn 5 ngày" in page
    assert "Đang thực hiện" in page
    assert "1 quá hạn" in client.get("/kiem-tra-giam-sat/").content.decode()
    first = row.recommendations.first()
    name = f"k{first.pk}"  # type: ignore[union-attr]
    wrong = client.post(follow(first), {f"{name}-result": "", f"{name}-done_on": "19/11/2026"}).content.decode()  # type: ignore[arg-type]
    assert "Nhập mục này." in wrong
    early = client.post(
        follow(first),  # type: ignore[arg-type]
        {f"{name}-result": "Đã niêm yết", f"{name}-done_on": "1/11/2026"},
    ).content.decode()
    assert "không trước ngày kiểm tra (10/11/2026)" in early
    for _ in range(2):
        client.post(follow(first), {f"{name}-result": "Đã niêm yết", f"{name}-done_on": "19/11/2026"})  # type: ignore[arg-type]
    assert Entry.objects.filter(action="recommendation.followed").count() == 1
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "Xong 19/11/2026" in page
    assert "Theo dõi kiến nghị sau kiểm tra. " in page
    assert "Kết quả thực hiện: — → Đã niêm yết" in page
    assert "Xong ngày: — → 19/11/2026" in page
    minutes = reverse("documents:file", args=[row.minutes_id])
    kept = signed_in(cast.leader).get(minutes)
    assert kept.status_code == 200
    assert b"".join(kept.streaming_content) == b"%PDF-1.4 thu"  # type: ignore[attr-defined]
    assert signed_in(cast.neighbour).get(minutes).status_code == 404


def test_rows_are_changed_added_and_struck_out_but_not_closed_ones(cast: Cast, signed_in: SignIn) -> None:
    row = inspection(cast, "Một", "Hai")
    one, two = row.recommendations.all()
    client, address = signed_in(cast.officer), reverse("campaigns:inspection_edit", args=[row.pk])
    seen = client.get(address).context["seen"]
    rows = (asked("Một, rõ hơn", pk=one.pk), asked("Hai", pk=two.pk, DELETE="on"), asked("Ba"))
    assert client.post(address, given(cast, *rows, initial=2, seen=seen)).status_code == 302
    assert [item.text for item in row.recommendations.all()] == ["Một, rõ hơn", "Ba"]
    assert row.recommendations.first().pk == one.pk  # type: ignore[union-attr]
    assert "vừa được người khác sửa" in client.post(address, given(cast, *rows, initial=2, seen=seen)).content.decode()
    Recommendation.objects.filter(pk=one.pk).update(done_on="2026-11-01", result="Xong")
    seen = client.get(address).context["seen"]
    gone = client.post(address, given(cast, asked("Ba"), seen=seen)).content.decode()
    assert "đã khép lại nên không bỏ được" in gone
    assert row.recommendations.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": "21/11/2026"}, "Ngày 21/11/2026 chưa đến"),
        ({"held_on": "30/2/2026"}, "chỉ có 28 ngày"),
        ({"subject": ""}, "Nhập mục này."),
        ({"minutes": SimpleUploadedFile("bien-ban.exe", b"MZ")}, "không thuộc loại nhận ở đây"),
        ({"minutes": SimpleUploadedFile("bien-ban.pdf", b"khong phai pdf")}, "không phải là .pdf"),
        ({"kien-nghi-0-due_on": "mai"}, "Nhập ngày theo mẫu"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, signed_in: SignIn, change: dict[str, Any], sentence: str) -> None:
    answer = signed_in(cast.officer).post(ADD, given(cast, asked("Một"), **change))
    assert sentence in answer.content.decode()
    assert not Inspection.objects.exists()


def test_who_may(cast: Cast, signed_in: SignIn) -> None:
    row = inspection(cast, "Một", plan=issued_plan(cast))
    item = row.recommendations.get()
    address = reverse("campaigns:inspection", args=[row.pk])
    data = {f"k{item.pk}-result": "x", f"k{item.pk}-done_on": "19/11/2026"}
    for person, seen, written in (
        ("leader", 200, 403), ("village_head", 200, 403), ("coordination", 200, 403), ("neighbour", 404, 404), ("stranger", 404, 404),
    ):  # fmt: skip
        client = signed_in(getattr(cast, person))
        assert client.get(address).status_code == seen
        assert client.post(follow(item), data).status_code == written
    assert Recommendation.objects.get().done_on is None


def test_the_workbook_has_a_line_for_each_recommendation(cast: Cast, signed_in: SignIn) -> None:
    inspection(cast, "Một", "Hai")
    inspection(cast, "Ba", held_on="2025-01-01")
    client = signed_in(cast.officer)
    sheet = load_workbook(io.BytesIO(client.get("/kiem-tra-giam-sat/?export=xlsx").content)).active
    assert [row[5].value for row in sheet.iter_rows(min_row=2)] == ["Một", "Hai", "Ba"]  # type: ignore[union-attr]
    assert sheet["I2"].value == "Quá hạn 10 ngày"  # type: ignore[index]
    assert len(client.get("/kiem-tra-giam-sat/?nam=2025").context["page"].object_list) == 1
    assert len(client.get("/kiem-tra-giam-sat/?con=mo&doan=party").context["page"].object_list) == 2


def test_as_many_questions_for_one_as_for_many(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.officer)

    def questions(address: str) -> int:
        with django_assert_max_num_queries(25) as seen:
            client.get(address)
        return len(seen)

    row = inspection(cast, "Một")
    pages = ("/kiem-tra-giam-sat/", reverse("campaigns:inspection", args=[row.pk]))
    before = [questions(page) for page in pages]
    for _ in range(3):
        inspection(cast, "Một", "Hai")
    for place in (2, 3, 4):
        Recommendation.objects.create(inspection=row, position=place, text="Thêm")
    assert [questions(page) for page in pages] == before


def test_script_is_shown_and_not_run(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).post(
        ADD, given(cast, asked(SCRIPT, unit=SCRIPT), subject=SCRIPT, unit=SCRIPT, team=SCRIPT), follow=True
    ).content.decode()  # fmt: skip
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") >= 5
