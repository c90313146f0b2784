"""What residents decide: the count, the rule of the day, the record."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from areas.models import Area
from campaigns.actions import residents as actions
from campaigns.models import ResidentsDecision
from campaigns.rules.residents import needed_on, verdict
from documents.check import check_pdf, read_pdf
from documents.models import StoredFile
from journal.models import Entry
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"
ROAD = "Vận động mỗi hộ đóng góp 2 ngày công làm đường nội thôn"
DAY = date(2026, 3, 8)


def decide(area: Area, by: User, subject: str = ROAD, **values: Any) -> ResidentsDecision:
    counts = {"households": 90, "present": 70, "agreed": 60}
    return actions.add_decision(
        area=area, upload=None, key=subject, by=by,
        values={"subject": subject, "matter": "contribution", "form": "meeting", "held_on": DAY, **counts, **values},
    )  # fmt: skip


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the form of a new decision sends."""
    return {
        "area": cast.village.pk, "subject": ROAD, "matter": "contribution", "form": "meeting", "held_on": "8/3/2026",
        "held_at": "19h30", "place": "Nhà văn hóa thôn", "households": "90", "present": "70", "agreed": "60",
        "discussion": "Hộ neo đơn tham gia tùy điều kiện.\nLàm trước vụ mùa.", "chair": "Hà Văn Thôn",
        "secretary": "Lường Thị Ký", "front_head": "Quàng Văn Mặt", "witnesses": "Lò Thị Một\nCà Văn Hai",
        "record_number": "05/BB-NC", "key": "mot-lan", **changes,
    }  # fmt: skip


def test_the_village_head_records_a_meeting(cast: Cast, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    record = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7 ...")
    response = head.post("/nhan-dan-quyet-dinh/moi/", typed(cast, record=record))
    decision = ResidentsDecision.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/nhan-dan-quyet-dinh/{decision.pk}/")
    page = head.get(response["Location"]).content.decode()
    assert "66,67\u00a0%" in page
    assert "85,71\u00a0%" in page
    assert "Đủ tỷ lệ: cần từ 2/3 tổng số hộ trở lên, tức 60/90 hộ; có 60 hộ (Điều 21" in page
    assert "Được thông qua" in page
    file = f"/tep/{decision.record_id}/"
    assert signed_in(cast.neighbour).get(file).status_code == 404
    reader = signed_in(cast.coordination)
    answer = reader.get(file)
    answer.close()  # a file that is sent stays open until then
    assert answer.status_code == 200


def test_a_form_sent_twice_makes_one_decision(cast: Cast, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    first, second = (head.post("/nhan-dan-quyet-dinh/moi/", typed(cast))["Location"] for _ in range(2))
    assert first == second
    assert ResidentsDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("level", "matter", "day", "counts", "passes"),
    [
        ("village", "contribution", DAY, (90, 60), True),
        ("village", "contribution", DAY, (90, 59), False),
        ("village", "contribution", DAY, (100, 66), False),
        ("village", "contribution", DAY, (100, 67), True),
        ("village", "funds", DAY, (3, 2), True),
        ("village", "other", DAY, (100, 50), False),
        ("village", "other", DAY, (100, 51), True),
        ("village", "contribution", date(2023, 6, 30), (90, 90), None),
        ("village", "contribution", date(2023, 7, 1), (90, 90), True),
        ("commune", "other", DAY, (100, 100), None),
    ],
)
def test_the_share_is_of_all_households_by_the_rule_of_the_day(
    level: str, matter: str, day: date, counts: tuple[int, int], passes: bool | None
) -> None:
    found = verdict(
        day=day, matter=matter, level=level, households=counts[0], agreed=counts[1], villages=None, villages_agreed=None
    )
    assert found.passes is passes
    assert found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("villages", "agreed", "passes"), [(6, 4, True), (7, 4, False), (7, 5, True), (None, None, None)]
)
def test_in_a_whole_commune_the_villages_count(villages: int | None, agreed: int | None, passes: bool | None) -> None:
    found = verdict(
        day=DAY,
        matter="contribution",
        level="commune",
        households=100,
        agreed=1,
        villages=villages,
        villages_agreed=agreed,
    )
    assert found.passes is passes


def test_the_rule_names_its_source() -> None:
    needed = needed_on(DAY, "other", "village")
    assert needed is not None
    assert (needed.words, needed.document) == (
        "quá 1/2 tổng số hộ",
        "Điều 21 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "Nhập mục này."),
        ({"held_on": "1/1/2099"}, "Ngày này chưa đến."),
        ({"held_on": "32/1/2026"}, "31/1/2026"),
        ({"held_at": "tối"}, "Nhập giờ như 19:30 hoặc 19h30."),
        ({"present": "91"}, "Số hộ dự không quá tổng số hộ (90)."),
        ({"agreed": "71"}, "Số hộ tán thành không quá số hộ dự họp hoặc gửi phiếu (70)."),
        ({"households": "-1"}, "Số phải từ 0 trở lên."),
        ({"households": "0", "present": "0", "agreed": "0"}, "Tổng số hộ phải lớn hơn 0."),
        ({"matter": "khac"}, "hợp lệ"),
        ({"record": SimpleUploadedFile("a.exe", b"MZ")}, "không thuộc loại nhận ở đây"),
        ({"record": SimpleUploadedFile("a.pdf", b"<html>")}, "không phải là .pdf"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, change: dict[str, Any], sentence: str
) -> None:
    response = signed_in(cast.officer).post("/nhan-dan-quyet-dinh/moi/", typed(cast, **change))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Lường Thị Ký" in page
    assert not ResidentsDecision.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_round_thousand_is_read_as_it_is_written(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.officer).post("/nhan-dan-quyet-dinh/moi/", typed(cast, households="1.000"))
    assert answer.status_code == 302
    assert ResidentsDecision.objects.get().households == 1000


def test_villages_are_counted_for_the_commune_alone(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    data = typed(cast, area=cast.commune.pk, villages="3")
    assert (
        "Nhập cả tổng số thôn và số thôn tán thành." in officer.post("/nhan-dan-quyet-dinh/moi/", data).content.decode()
    )
    data |= {"villages_agreed": "4"}
    assert "không quá tổng số thôn (3)" in officer.post("/nhan-dan-quyet-dinh/moi/", data).content.decode()
    data |= {"villages_agreed": "2"}
    address = officer.post("/nhan-dan-quyet-dinh/moi/", data)["Location"]
    assert "tức 2/3 thôn; có 2 thôn" in officer.get(address).content.decode()
    officer.post("/nhan-dan-quyet-dinh/moi/", typed(cast, villages="3", villages_agreed="3", key="khac"))
    assert ResidentsDecision.objects.get(area=cast.village).villages is None
    assert "Tổng số thôn" not in signed_in(cast.village_head).get("/nhan-dan-quyet-dinh/moi/").content.decode()


def test_another_village_or_commune_cannot_be_written_for(cast: Cast, signed_in: SignIn) -> None:
    for person, area in (("village_head", cast.commune), ("officer", cast.next_commune)):
        response = signed_in(getattr(cast, person)).post("/nhan-dan-quyet-dinh/moi/", typed(cast, area=area.pk))
        assert response.status_code in {200, 302}
        assert not ResidentsDecision.objects.filter(area=area).exists()


def test_script_in_every_field_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    names = ("subject", "place", "discussion", "chair", "secretary", "front_head", "witnesses", "record_number")
    address = officer.post("/nhan-dan-quyet-dinh/moi/", typed(cast, **dict.fromkeys(names, SCRIPT)))["Location"]
    for page in (address, f"{address}sua/", "/nhan-dan-quyet-dinh/"):
        assert SCRIPT not in officer.get(page).content.decode()
    assert officer.get(f"{address}bien-ban.pdf").content.startswith(b"%PDF")


def test_two_people_edit_and_the_second_is_told(cast: Cast, signed_in: SignIn) -> None:
    decision = decide(cast.village, cast.village_head)
    officer = signed_in(cast.officer)
    address = f"/nhan-dan-quyet-dinh/{decision.pk}/sua/"
    seen = officer.get(address).context["form"].initial["seen"]
    assert signed_in(cast.village_head).post(address, typed(cast, agreed="65", seen=seen)).status_code == 302
    second = officer.post(address, typed(cast, agreed="50", seen=seen))
    assert "vừa được người khác sửa" in second.content.decode()
    told = Entry.objects.filter(action="residents_decision.saved").latest("pk").changes
    assert told["Số hộ tán thành"] == ["60", "65"]


def test_a_new_file_takes_the_old_ones_place(
    cast: Cast, signed_in: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    officer = signed_in(cast.officer)
    address = officer.post("/nhan-dan-quyet-dinh/moi/", typed(cast, record=SimpleUploadedFile("a.pdf", b"%PDF-1 a")))[
        "Location"
    ]
    old = StoredFile.objects.get()
    storage, name = old.file.storage, str(old.file.name)
    seen = officer.get(f"{address}sua/").context["form"].initial["seen"]
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{address}sua/", typed(cast, seen=seen, record=SimpleUploadedFile("b.pdf", b"%PDF-1 b")))
    assert [stored.name for stored in StoredFile.objects.all()] == ["b.pdf"]
    assert not storage.exists(name)


@pytest.mark.parametrize(
    "change", [{}, {"form": "ballot", "witnesses": "", "chair": "", "place": "", "record_number": ""}]
)
def test_the_record_prints_by_the_decree_and_holds_what_the_law_asks_for(
    cast: Cast, signed_in: SignIn, change: dict[str, str]
) -> None:
    officer = signed_in(cast.officer)
    address = officer.post("/nhan-dan-quyet-dinh/moi/", typed(cast, **change))["Location"]
    pdf = officer.get(f"{address}bien-ban.pdf")
    assert check_pdf(pdf.content) == []
    assert officer.get(f"{address}bien-ban.docx").content.startswith(b"PK")
    text = " ".join(line.text for page in read_pdf(pdf.content).pages for line in page.lines)
    wanted = (
        "Tổng số hộ: 90", ": 70", "không", "20", "60/90 hộ (66,67% tổng số hộ)", "tự nguyện", "Trưởng ban công tác Mặt trận",
        "Đại diện hộ gia đình", "THƯ KÝ", "TRƯỞNG THÔN", "Làm trước vụ mùa",
    )  # fmt: skip
    assert [words for words in wanted if words not in text] == []
    assert not any(word in text.lower() for word in ("bắt buộc", "phạt", "nợ "))


def test_the_record_of_a_commune(cast: Cast, signed_in: SignIn) -> None:
    decision = decide(cast.commune, cast.officer, villages=6, villages_agreed=5, matter="funds")
    pdf = signed_in(cast.officer).get(f"/nhan-dan-quyet-dinh/{decision.pk}/bien-ban.pdf")
    assert check_pdf(pdf.content) == []


def test_the_list_is_filtered_and_goes_to_excel(cast: Cast, signed_in: SignIn) -> None:
    decide(cast.village, cast.village_head)
    decide(cast.commune, cast.officer, "Bầu Ban Giám sát", matter="other", held_on=date(2025, 5, 1))
    decide(cast.next_commune, cast.neighbour, "Chợ phiên Bình Yên")
    officer = signed_in(cast.officer)

    def subjects(query: str) -> list[str]:
        return [row["decision"].subject for row in officer.get(f"/nhan-dan-quyet-dinh/?{query}").context["rows"]]

    assert subjects("") == [ROAD, "Bầu Ban Giám sát"]
    assert subjects("q=ngay+cong") == subjects("loai=contribution") == subjects("nam=2026") == [ROAD]
    assert subjects(f"dia-ban={cast.village.pk}") == [ROAD]
    assert subjects("nam=x&dia-ban=0") == [ROAD, "Bầu Ban Giám sát"]
    response = officer.get("/nhan-dan-quyet-dinh/?export=xlsx&nam=2026")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[1][3] == ROAD
    assert rows[1][6:10] == (90, 70, 60, 66.67)
    seen = {
        name: len(signed_in(getattr(cast, name)).get("/nhan-dan-quyet-dinh/").context["rows"])
        for name in ("village_head", "coordination", "neighbour", "stranger")
    }
    assert seen == {"village_head": 2, "coordination": 3, "neighbour": 1, "stranger": 0}


def test_list_and_page_cost_the_same_for_one_and_for_three(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for number in range(3):
        decision = decide(cast.village, cast.village_head, f"Nội dung {number}")
        with django_assert_max_num_queries(20) as captured:
            officer.get("/nhan-dan-quyet-dinh/")
            officer.get(f"/nhan-dan-quyet-dinh/{decision.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[2]
