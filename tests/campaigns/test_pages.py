"""Plans in the browser's eyes: the list, one plan, reading a file in."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from areas.enums import Level
from campaigns.actions.importing import read_upload
from campaigns.models import Plan, PlanImport
from campaigns.rules.places import names_another_commune
from documents.context import Paper
from documents.enums import DocumentState
from documents.models import Document, StoredFile
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
PLANS = Path(__file__).resolve().parent.parent / "plans"
ANNUAL = PLANS / "annual-khe-man-2023.txt"


def _upload(client: Client, cast: Cast, name: str, data: bytes) -> Any:
    return client.post("/ke-hoach/nhap/", {"area": cast.commune.pk, "file": SimpleUploadedFile(name, data)})


def _typed(client: Client, address: str) -> dict[str, Any]:
    """What the review page would send if nothing were changed."""
    context = client.get(address).context
    data: dict[str, Any] = {}
    for form in (context["head"], *(form for name in ("blocks", "targets", "duties") for form in context[name].forms)):
        for field in form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = (
                    field.field.widget.format_value(value) if hasattr(field.field.widget, "format_value") else value
                )
    for name in ("blocks", "targets", "duties"):
        data.update({field.html_name: field.value() for field in context[name].management_form})
    return data


def test_a_file_becomes_a_plan_after_a_person_compared_it(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    response = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())
    assert response.status_code == 302
    address = response["Location"]
    facts = PlanImport.objects.get().facts

    data = _typed(officer, address) | {
        "d-issuer": cast.committee.pk,
        "d-subject": "Tên đã sửa",
        "khoi-0-lead": "Chủ tịch mới",
    }
    data["muc-tieu-0-DELETE"] = "on"
    response = officer.post(address, data)
    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/ke-hoach/{plan.pk}/")
    assert (plan.title, plan.kind, plan.document.issuer) == ("Tên đã sửa", "annual", cast.committee)
    assert plan.blocks.count() == len(facts["blocks"])
    assert plan.blocks.first().lead == "Chủ tịch mới"  # type: ignore[union-attr]
    assert plan.targets.count() == len(facts["targets"]) - 1
    assert plan.document.context["subject"] == "Tên đã sửa"
    assert plan.document.state == DocumentState.DRAFT
    assert {finding.code for finding in plan.findings.all()} >= {"criteria-count", "target-conflict"}
    page = officer.get(response["Location"]).content.decode()
    assert "Tên đã sửa" in page
    assert "Chủ tịch mới" in page


def test_the_whole_paper_stands_beside_the_forms(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    text = ANNUAL.read_text() + "\n\nPHỤ LỤC I\nDanh mục công trình\n\nĐường trục thôn Nà Cốc.\n"
    address = _upload(officer, cast, ANNUAL.name, text.encode())["Location"]
    shown = [line.text for line in officer.get(address).context["outline"]]
    assert [line for line in shown if line in {
        "UBND xã Khe Mận", "Số: 17/KH-UBND", "Khe Mận, ngày 08 tháng 02 năm 2023", "KẾ HOẠCH",
        "Xây dựng nông thôn mới xã Khe Mận năm 2023", "Nơi nhận:", "- UBND huyện Bạch Sơn(b/c)", "- Lưu: VT, NN",
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Thị Ngần", "Đường trục thôn Nà Cốc.",
    }] == [
        "UBND xã Khe Mận", "Số: 17/KH-UBND", "Khe Mận, ngày 08 tháng 02 năm 2023", "KẾ HOẠCH", "Xây dựng nông thôn mới xã Khe Mận năm 2023",
        "Nơi nhận:", "- UBND huyện Bạch Sơn(b/c)", "- Lưu: VT, NN", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Thị Ngần",
        "Đường trục thôn Nà Cốc.",
    ]  # fmt: skip


def test_a_file_of_another_commune_is_told_before_it_is_saved(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())["Location"]
    page = officer.get(address).content.decode()
    assert "Văn bản ghi “UBND xã Khe Mận”, còn kế hoạch sẽ lưu vào Xã An Bình;" in page
    assert officer.post(address, _typed(officer, address)).status_code == 302, "it is said, not forbidden"
    own = _upload(officer, cast, "cua-xa.txt", ANNUAL.read_text().replace("Khe Mận", "An Bình").encode())["Location"]
    assert "Tệp có thể của xã khác" not in officer.get(own).content.decode()


def test_a_commune_that_became_part_of_this_one_is_no_other(cast: Cast, signed_in: SignIn) -> None:
    old = factories.area("Khe Mận", level=Level.COMMUNE, kind_word="xã", code="T9", parent=cast.province)
    old.successor = cast.commune
    old.save()
    officer = signed_in(cast.officer)
    address = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())["Location"]
    assert "Tệp có thể của xã khác" not in officer.get(address).content.decode()


@pytest.mark.parametrize(
    ("issuer", "subject", "place", "said"),
    [
        ("ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Xây dựng nông thôn mới", "Suối Tre", "ỦY BAN NHÂN DÂN XÃ SUỐI TRE"),
        ("ỦY BAN NHÂN DÂN XÃ AN BÌNH", "Xây dựng nông thôn mới", "Suối Tre", ""),
        ("ĐẢNG ỦY", "Lãnh đạo xây dựng nông thôn mới xã Suối Tre", None, "Lãnh đạo xây dựng nông thôn mới xã Suối Tre"),
        ("BAN CHỈ ĐẠO", "Xây dựng nông thôn mới năm 2024", "Suối Tre", "Suối Tre"),
        ("BAN CHỈ ĐẠO", "PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2024", "An Bình", ""),
        ("ỦY BAN NHÂN DÂN", "Phát triển kinh tế - xã hội, xây dựng xã đạt chuẩn", None, ""),
        ("ỦY BAN NHÂN DÂN", "Xây dựng xã Nông thôn mới nâng cao", None, ""),
        ("UBND phường An Bình", "Kế hoạch chung", "Suối Tre", ""),
    ],
)
def test_which_words_name_another_commune(issuer: str, subject: str, place: str | None, said: str) -> None:
    paper = Paper(issuing_body=issuer, subject=subject, place=place)
    assert names_another_commune(paper, ["An Bình"]) == said
    assert names_another_commune(paper, []) == "", "above communes any of them may be meant"


def test_saving_twice_makes_one_plan(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())["Location"]
    data = _typed(officer, address)
    assert officer.post(address, data)["Location"] == officer.post(address, data)["Location"]
    assert Plan.objects.count() == 1


def test_an_old_paper_is_saved_with_the_number_it_bears(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())["Location"]
    data = _typed(officer, address) | {"d-issuer": cast.committee.pk, "d-already_issued": "on"}
    assert officer.post(address, data).status_code == 302
    document = Document.objects.get()
    facts = PlanImport.objects.get().facts["document"]
    assert document.state == DocumentState.ISSUED
    assert document.number_and_symbol == f"{facts['number']}/{facts['symbol']}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"d-subject": ""}, "Nhập mục này."),
        ({"d-day": "31", "d-month": "2", "d-year_of_paper": "2023"}, "Tháng 2 năm 2023 không có ngày 31."),
        ({"d-starts_on": "1/6/2023", "d-ends_on": "1/5/2023"}, "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"d-already_issued": "on", "d-issuer": ""}, "Chọn cơ quan ban hành."),
        ({"muc-tieu-0-value": "rất nhiều"}, "muc-tieu-0-value"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_nothing_is_lost(
    cast: Cast, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    officer = signed_in(cast.officer)
    address = _upload(officer, cast, ANNUAL.name, ANNUAL.read_bytes())["Location"]
    response = officer.post(address, _typed(officer, address) | {"d-theme": "Chủ đề vừa gõ"} | change)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Chủ đề vừa gõ" in page
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("ke-hoach.doc", b"\xd0\xcf\x11\xe0" + b"0" * 600, ".docx"),
        ("ke-hoach.pdf", b"%PDF-1.7 ...", ".docx"),
        ("ke-hoach.docx", b"PK\x03\x04 hong", "hỏng"),
        ("trong.txt", b"", "trống"),
        (
            "tho.txt",
            "Trăm năm trong cõi người ta,\nChữ tài chữ mệnh khéo là ghét nhau.".encode(),
            "Không thấy trong tệp này một kế hoạch",
        ),
    ],
)
def test_a_file_that_is_no_plan_gets_one_sentence_and_nothing_is_kept(
    cast: Cast, signed_in: SignIn, name: str, data: bytes, sentence: str
) -> None:
    response = _upload(signed_in(cast.officer), cast, name, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not PlanImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_cannot_be_put_into_the_next_commune(cast: Cast, signed_in: SignIn) -> None:
    data = {"area": cast.next_commune.pk, "file": SimpleUploadedFile("a.txt", ANNUAL.read_bytes())}
    assert signed_in(cast.officer).post("/ke-hoach/nhap/", data).status_code == 200
    assert not PlanImport.objects.exists()


def test_an_unwanted_file_is_forgotten_wholly(
    cast: Cast, signed_in: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    row = read_upload(area=cast.commune, name=ANNUAL.name, data=ANNUAL.read_bytes(), by=cast.officer)
    storage, name = row.file.file.storage, str(row.file.file.name)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.officer).post(f"/ke-hoach/nhap/{row.pk}/bo/")
    assert not StoredFile.objects.exists()
    assert not storage.exists(name)


def test_the_list_is_filtered_and_found_without_diacritics(cast: Cast, signed_in: SignIn) -> None:
    factories.plan(cast.commune, cast.committee, title="Phát động đợt thi đua", kind="emulation", year=2025)
    factories.plan(cast.commune, cast.committee, title="Xây dựng nông thôn mới", kind="annual", year=2026)
    officer = signed_in(cast.officer)

    def titles(query: str) -> list[str]:
        return [plan.title for plan in officer.get(f"/ke-hoach/?{query}").context["page"]]

    assert titles("") == ["Xây dựng nông thôn mới", "Phát động đợt thi đua"]
    assert titles("q=phat+dong") == titles("loai=emulation") == titles("nam=2025") == ["Phát động đợt thi đua"]
    assert titles("trang-thai=issued") == []
    assert titles("nam=abc&dia-ban=9999999999999999999&trang=x") == titles("")


def test_typing_a_filter_replaces_only_the_rows(cast: Cast, signed_in: SignIn) -> None:
    factories.plan(cast.commune, cast.committee)
    officer = signed_in(cast.officer)
    part = officer.get("/ke-hoach/?q=nong", headers={"HX-Request": "true"}).content.decode()
    assert "Xây dựng nông thôn mới năm 2026" in part
    assert "<html" not in part
    assert "HX-Request" in officer.get("/ke-hoach/").headers["Vary"]


def test_the_workbook_holds_what_the_list_shows(cast: Cast, signed_in: SignIn) -> None:
    factories.plan(cast.commune, cast.committee, title="=1+1 là công thức")
    factories.plan(cast.commune, cast.committee, title="Kế hoạch hai", year=2025)
    response = signed_in(cast.officer).get("/ke-hoach/?export=xlsx&nam=2026")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[3] for row in rows] == ["Tên kế hoạch", "=1+1 là công thức"]
    cell = load_workbook(io.BytesIO(response.content)).active["D2"]  # type: ignore[index]
    assert cell.data_type == "s"


@pytest.mark.parametrize("address", ["/ke-hoach/", "/"])
def test_lists_cost_the_same_for_one_and_for_three_rows(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Callable, address: str
) -> None:
    officer = signed_in(cast.officer)
    for count, more in ((1, 1), (3, 2)):
        for number in range(more):
            factories.plan(cast.commune, cast.committee, title=f"Kế hoạch {count}-{number}")
        with django_assert_num_queries({"/ke-hoach/": 8, "/": 9}[address]):
            officer.get(address)


def test_a_plans_page_costs_the_same_for_few_and_many_rows(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Callable
) -> None:
    row = read_upload(area=cast.commune, name=ANNUAL.name, data=ANNUAL.read_bytes(), by=cast.officer)
    officer = signed_in(cast.officer)
    officer.post(f"/ke-hoach/nhap/{row.pk}/", _typed(officer, f"/ke-hoach/nhap/{row.pk}/"))
    many, few = Plan.objects.get(), factories.plan(cast.commune, cast.committee)
    few.blocks.create(position=1, title="Một khối")
    for plan, queries in ((few, 17), (many, 19)):  # two more: which errors are kept, and the file read
        with django_assert_num_queries(queries):
            officer.get(f"/ke-hoach/{plan.pk}/")


def test_history_tells_who_did_what(cast: Cast, signed_in: SignIn) -> None:
    row = read_upload(area=cast.commune, name=ANNUAL.name, data=ANNUAL.read_bytes(), by=cast.officer)
    officer = signed_in(cast.officer)
    officer.post(f"/ke-hoach/nhap/{row.pk}/", _typed(officer, f"/ke-hoach/nhap/{row.pk}/"))
    actions = list(Entry.objects.order_by("pk").values_list("action", "actor_name"))
    assert actions == [(action, "Lò Thị Mến") for action in ("plan.file_read", "document.created", "plan.imported")]
