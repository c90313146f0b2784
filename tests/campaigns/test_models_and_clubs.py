"""Models and clubs: what they are, and whether each was confirmed in a year."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from areas.models import Area
from campaigns.actions import models_and_clubs as actions
from campaigns.models import ModelOrClub
from core import clock
from core.errors import RuleError
from journal.models import Entry
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"
CLEAN = "Chi hội Phụ nữ “5 không, 3 sạch” thôn Nà Cốc"


def found_model(area: Area, by: User, name: str = CLEAN, **values: Any) -> ModelOrClub:
    return actions.add_model(area=area, values={"name": name, "kind": "model", **values}, key=name, by=by)


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "area": cast.village.pk, "kind": "club", "name": CLEAN, "leader": "Lường Thị Hoa", "founded_on": "8/3/2024",
        "members": "35", "key": "mot-lan", **changes,
    }  # fmt: skip


def test_the_village_head_enters_a_model_and_confirms_it(cast: Cast, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    first = head.post("/mo-hinh/moi/", typed(cast))
    assert head.post("/mo-hinh/moi/", typed(cast))["Location"] == first["Location"]
    model = ModelOrClub.objects.get()
    year = clock.today().year
    for confirmed, note in (("1", "Giữ vững"), ("1", "Giữ vững"), ("0", "Còn 2 hộ chưa có nhà tiêu")):
        data = {"year": year, "confirmed": confirmed, "note": note}
        assert head.post(f"/mo-hinh/{model.pk}/cong-nhan/", data).status_code == 302
    assert model.confirmations.count() == 1
    changes = list(Entry.objects.filter(action="model.confirmed").order_by("pk").values_list("changes", flat=True))
    assert changes == [
        {"Kết quả": ["Chưa xét", "Công nhận"], "Nhận xét": ["", "Giữ vững"]},
        {"Kết quả": ["Công nhận", "Không công nhận"], "Nhận xét": ["Giữ vững", "Còn 2 hộ chưa có nhà tiêu"]},
    ]
    page = head.get(first["Location"]).content.decode()
    assert "Kết quả: Công nhận → Không công nhận" in page
    assert "Còn 2 hộ chưa có nhà tiêu" in page


def test_a_year_in_which_it_did_not_exist_cannot_be_confirmed(cast: Cast, signed_in: SignIn) -> None:
    model = found_model(cast.village, cast.officer, founded_on=date(2024, 3, 8), ended_on=date(2025, 6, 1))
    for year, sentence in ((2023, "chưa có trong năm 2023"), (2026, "thôi hoạt động"), (2099, "chưa đến")):
        with pytest.raises(RuleError, match=sentence):
            actions.confirm_model(model, year=year, confirmed=True, by=cast.officer)
    response = signed_in(cast.officer).post(
        f"/mo-hinh/{model.pk}/cong-nhan/", {"year": "2023", "confirmed": "1", "note": "Chữ đã gõ"}
    )
    assert response.status_code == 200
    assert "chưa có trong năm 2023" in response.content.decode()
    assert "Chữ đã gõ" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Nhập mục này."),
        ({"founded_on": "1/1/2099"}, "Ngày này chưa đến."),
        ({"founded_on": "hôm qua"}, "Nhập ngày theo mẫu"),
        ({"ended_on": "1/1/2020"}, "Ngày thôi hoạt động phải sau ngày thành lập."),
        ({"members": "-1"}, "Số phải từ 0 trở lên."),
        ({"kind": "x"}, "hợp lệ"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.officer).post("/mo-hinh/moi/", typed(cast, **change))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not ModelOrClub.objects.exists()


def test_script_in_every_field_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = officer.post("/mo-hinh/moi/", typed(cast, name=SCRIPT, leader=SCRIPT))["Location"]
    officer.post(f"{address}cong-nhan/", {"year": clock.today().year, "confirmed": "1", "note": SCRIPT})
    for page in (address, f"{address}sua/", "/mo-hinh/"):
        assert SCRIPT not in officer.get(page).content.decode()


def test_two_people_edit_and_the_second_is_told(cast: Cast, signed_in: SignIn) -> None:
    model = found_model(cast.village, cast.officer)
    officer = signed_in(cast.officer)
    address = f"/mo-hinh/{model.pk}/sua/"
    seen = officer.get(address).context["form"].initial["seen"]
    assert signed_in(cast.village_head).post(address, typed(cast, members="40", seen=seen)).status_code == 302
    assert "vừa được người khác sửa" in officer.post(address, typed(cast, members="50", seen=seen)).content.decode()
    model.refresh_from_db()
    assert model.members == 40


def test_the_list_of_a_year_counts_and_filters(cast: Cast, signed_in: SignIn) -> None:
    year = clock.today().year
    kept = found_model(cast.village, cast.officer)
    lost = found_model(cast.commune, cast.officer, "Câu lạc bộ Nông dân với pháp luật", kind="club")
    found_model(cast.commune, cast.officer, "Tuyến đường hoa")
    found_model(cast.commune, cast.officer, "Mô hình đã thôi", ended_on=date(year - 2, 1, 1))
    actions.confirm_model(kept, year=year, confirmed=True, by=cast.officer)
    actions.confirm_model(lost, year=year, confirmed=False, note="Không sinh hoạt", by=cast.officer)
    officer = signed_in(cast.officer)

    def names(query: str) -> list[str]:
        return [model.name for model, _ in officer.get(f"/mo-hinh/?{query}").context["rows"]]

    assert names("") == ["Câu lạc bộ Nông dân với pháp luật", CLEAN, "Tuyến đường hoa"]
    assert names("ket-qua=confirmed") == names("q=5+khong") == names(f"dia-ban={cast.village.pk}") == [CLEAN]
    assert names("ket-qua=not_confirmed") == names("loai=club") == ["Câu lạc bộ Nông dân với pháp luật"]
    assert names("ket-qua=not_yet") == ["Tuyến đường hoa"]
    assert "Mô hình đã thôi" in names(f"nam={year - 2}")
    assert names("nam=9999999999&ket-qua=abc") == names("")
    counts = officer.get("/mo-hinh/?ket-qua=not_yet").context["counts"]
    assert counts == {"all": 3, "confirmed_count": 1, "not_confirmed_count": 1, "not_yet_count": 1}
    response = officer.get("/mo-hinh/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[7] for row in rows] == [f"Kết quả năm {year}", "Không công nhận", "Công nhận", "Chưa xét"]
    seen = {
        name: len(signed_in(getattr(cast, name)).get("/mo-hinh/").context["rows"])
        for name in ("village_head", "coordination", "neighbour", "stranger")
    }
    assert seen == {"village_head": 1, "coordination": 3, "neighbour": 0, "stranger": 0}


def test_pages_cost_the_same_for_few_and_many(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for number in range(3):
        model = found_model(cast.village, cast.officer, f"Mô hình {number}")
        for year in range(2026 - number, 2027):
            actions.confirm_model(model, year=year, confirmed=True, by=cast.officer)
        with django_assert_max_num_queries(60) as captured:
            for page in ("/mo-hinh/", f"/mo-hinh/{model.pk}/", f"/mo-hinh/{model.pk}/sua/"):
                officer.get(page)
        counts.append(len(captured))
    assert counts[0] == counts[2]
