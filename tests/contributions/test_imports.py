"""Lists brought in: any order of columns, errors in words, a draft confirmed or undone as a whole; incomes are never kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contributions.actions import imports as actions
from contributions.models import Book, Campaign, Party, RosterImport, RosterLine
from contributions.rules.campaigns import limits
from contributions.rules.columns import coarse, field_of, guess, wage_columns
from core.clock import today
from core.formats import grouped
from journal.models import Entry
from tests.cast import Cast
from tests.contributions.givers import campaign_of, line, receive, unit, workbook

SignIn = Callable[[User], Client]
#: On a busy machine a case may take its time.
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCRIPT = "<script>alert(1)</script>"
STEPS = [0, 5_000_000]


# --- Columns ---


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", "name"), ("HỌ TÊN", "name"), ("Tên doanh nghiệp", "name"), ("Thôn/xóm", "village"), ("Xóm", "village"),
        ("Đơn vị công tác", "unit"), ("SĐT", "phone"), ("Số điện thoại", "phone"), ("Thu nhập (đồng/tháng)", "income"),
        ("Lương và phụ cấp", "income"), ("Ghi chú", "reason"), ("Mã", "code"), ("Từ ngày", "since"), ("Số tháng", "months"),
        ("Số công đăng ký", "pledged_days"), ("Số tiền đăng ký", "pledged_amount"), ("STT", None), ("", None),
        ("Xóm (thôn)", "village"), ("Thôn/bản/TDP", "village"), ("Địa chỉ (thôn, xóm)", "village"), ("Địa chỉ", "address"),
        ("Cơ quan, đơn vị", "unit"), ("Đơn vị tính", None), ("Số tiền (đồng)", "pledged_amount"), ("Số tiền (1.000 đồng)", None),
        ("Số ngày công", "pledged_days"), ("Hộ ông (bà)", "household"), ("Cá nhân, tổ chức", "name"), ("Năm sinh", None),
        ("Bản thân", None), ("Số điện thoại liên hệ", "phone"), ("Nơi thường trú", "address"),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_words(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_the_head_of_the_household_is_the_name_where_no_other_is() -> None:
    assert guess(["STT", "Chủ hộ", "Xóm"]) == {"name": 1, "village": 2}
    assert guess(["Họ tên", "Chủ hộ"]) == {"name": 0, "household": 1}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("5.000.000", "5000000"), ("4.999.999đ", "0"), ("5tr", "5000000"), ("6 triệu", "5000000"), ("7tr5/tháng", "5000000"), ("", "")],
)  # fmt: skip
def test_an_income_is_kept_as_the_limit_it_reaches(typed: str, kept: str) -> None:
    assert coarse(typed, STEPS) == kept


@SLOWLY
@given(st.integers(min_value=0, max_value=10**9), st.lists(st.integers(min_value=1, max_value=10**8), max_size=5))
def test_no_income_is_ever_kept_as_it_was(income: int, bounds: list[int]) -> None:
    steps = limits([(bound, None) for bound in bounds])
    kept = int(coarse(grouped(income), steps))
    assert kept in steps
    assert kept <= income
    assert all(step <= kept or step > income for step in steps)


def test_wages_are_told_by_their_looks_too() -> None:
    rows = [["1", "5.500.000", "0912345678"], ["2", "4tr", "0987654321"]]
    assert wage_columns(["STT", "Cột lạ", "Liên lạc"], rows) == [1]


# --- From a file to the roster ---


def put(client: Client, campaign: Campaign, upload: Any = None, text: str = "") -> Any:
    return client.post(f"/dong-gop/{campaign.pk}/danh-sach/nhap/", {"file": upload or "", "text": text})


def mapped(client: Client, response: Any, **changes: str) -> RosterImport:
    """Go on with the guessed columns; the draft as it was then understood."""
    address = response["Location"]
    form = client.get(address).context["form"]
    sent = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    answer = client.post(address, sent | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return RosterImport.objects.latest("pk")


def test_a_workbook_in_any_order_becomes_a_roster(cast: Cast, signed_in: SignIn) -> None:
    campaign, school = campaign_of(cast), unit(cast)
    officer = signed_in(cast.officer)
    upload = workbook(
        ("UBND XÃ AN BÌNH",), ("DANH SÁCH CÁN BỘ",),
        ("STT", "Đơn vị", "Thu nhập", "Họ và tên", "CCCD", "Thôn", "Từ ngày", "SĐT"),
        (1, school.name, 5_500_000, "Quàng Thị Ón", "012345678901", None, None, 912345678),
        (2, "TRUONG TIEU HOC AN BINH", "4.800.000đ", "Lò Văn Xôm", None, "Nà Cốc", "1/7/2026", None),
        (None, None, None, None, None, None, None, None),
        (3, None, "6tr", "Vàng A Súa", None, "thôn nà cốc", None, None),
    )  # fmt: skip
    response = put(officer, campaign, upload)
    page = officer.get(response["Location"]).content.decode()
    assert "Chỉ giữ mức thu nhập" in page
    assert "Không lưu cột: CCCD" in page
    draft = mapped(officer, response)
    stored = str(draft.rows) + str(draft.columns)
    assert not any(secret in stored for secret in ("5500000", "5.500.000", "4.800.000", "6tr", "012345678901"))
    assert not RosterLine.objects.exists(), "a draft writes nothing"
    preview = officer.get(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/").content.decode()
    assert "Thu nhập từ 5.000.000 đồng/tháng" in preview
    assert "Danh sách chờ xác nhận" in officer.get(f"/dong-gop/{campaign.pk}/danh-sach/").content.decode()

    confirm = f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/ghi/"
    assert officer.post(confirm, {"reuse": "1"}).status_code == 302
    assert officer.post(confirm, {"reuse": "1"}).status_code == 302
    rows = {row.party.name: row for row in campaign.lines.select_related("party", "unit", "village", "rate")}
    assert {name: row.expected_amount for name, row in rows.items()} == {
        "Quàng Thị Ón": 450_000, "Lò Văn Xôm": 150_000, "Vàng A Súa": 450_000,
    }  # fmt: skip
    assert (rows["Lò Văn Xôm"].months, rows["Lò Văn Xôm"].unit, rows["Lò Văn Xôm"].village) == (6, school, cast.village)
    assert rows["Quàng Thị Ón"].party.phone == "0912345678"
    assert sorted(row.party.code for row in rows.values()) == ["AB-00001", "AB-00002", "AB-00003"]
    assert Entry.objects.filter(action="roster.confirmed").count() == 1
    draft.refresh_from_db()
    assert "cells" not in str(draft.rows)


def test_a_village_merged_over_its_rows_is_each_rows(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    rows = (("Thôn", "Họ tên", "Thu nhập"), ("Nà Cốc", "Quàng Thị Ón", "5tr"), (None, "Vàng A Súa", "4tr"), (None, "Lò Văn Xôm", "4tr"))  # fmt: skip
    draft = mapped(officer, put(officer, campaign, workbook(*rows, merge="A2:A4")))
    actions.confirm_import(draft, reuse=False, by=cast.officer)
    assert set(campaign.lines.values_list("village", flat=True)) == {cast.village.pk}
    assert campaign.lines.count() == 3


def test_an_amount_merged_over_rows_is_refused(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    rows = (("Họ tên", "Thu nhập", "Số tiền đăng ký"), ("Quàng Thị Ón", "5tr", 900_000), ("Vàng A Súa", "4tr", None))
    address = put(officer, campaign, workbook(*rows, merge="C2:C3"))["Location"]
    form = officer.get(address).context["form"]
    sent = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    answer = officer.post(address, sent)
    assert (answer.status_code, "Cột “Số tiền đăng ký” có ô gộp C2:C3" in answer.content.decode()) == (200, True)
    assert "map" not in RosterImport.objects.get().columns


def test_every_wrong_row_says_why_and_the_good_ones_stay(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    listed = line(cast, campaign, "Đã Có Rồi")
    head = (
        "Họ tên",
        "Thôn",
        "Thu nhập",
        "Từ ngày",
        "Số tháng",
        "Điện thoại",
        "Số tiền đăng ký",
        "Số công đăng ký",
        "Tình trạng",
        "Mã",
        "Mức",
    )
    wrong = {
        2: ("Không có dấu phẩy", "Nà Cốc", "năm triệu rưỡi"), 3: ("Âm", "Nà Cốc", "-5000000"), 4: ("Thôn lạ", "Nà Xa", "5tr"),
        5: ("Ngày lạ", "Nà Cốc", "5tr", "31/2/2026"), 6: ("Tháng lạ", "Nà Cốc", "5tr", None, "13"),
        7: ("Máy lạ", "Nà Cốc", "5tr", None, None, "12"), 8: ("Tiền âm", "Nà Cốc", "5tr", None, None, None, "-1"),
        9: ("Công lạ", "Nà Cốc", "5tr", None, None, None, None, "ba"), 10: ("Tình trạng lạ", "Nà Cốc", "5tr", None, None, None, None, None, "???"),
        11: (None, "Nà Cốc", "5tr"), 12: ("Tốt Lành", "Nà Cốc", "5tr"), 13: ("tốt lành", "Thôn Nà Cốc", "4tr"),
        14: ("Chưa rõ mức", "Nà Cốc"), 15: ("Mã lạ", "Nà Cốc", "5tr", None, None, None, None, None, None, "AB-99999"),
        16: ("Mức lạ", "Nà Cốc", None, None, None, None, None, None, None, None, "Mức 9"),
        17: ("Đã Có Rồi", "Nà Cốc", "5tr"), 18: ("Năm sau", "Nà Cốc", "5tr", "1/1/2027"), 19: (SCRIPT, "Nà Cốc", "5tr"),
    }  # fmt: skip
    rows = [tuple(row) + (None,) * (len(head) - len(row)) for row in wrong.values()]
    officer = signed_in(cast.officer)
    draft = mapped(officer, put(officer, campaign, workbook(head, *rows)))
    said = {row["place"]: " ".join(row["errors"]) for row in draft.rows}
    for place, words in {
        2: "Không đọc được thu nhập", 3: "không thể là số âm", 4: "Thôn “Nà Xa” không có trong danh mục", 5: "Tháng 2/2026 chỉ có 28 ngày",
        6: "ghi số từ 0 đến 12", 7: "không đủ hoặc thừa chữ số", 8: "Không ghi số âm", 9: "Số công đăng ký “ba” không đúng",
        10: "ghi vận động, miễn hoặc không tham gia", 11: "Chưa có họ tên", 13: "Trùng với dòng 12", 14: "Chưa rõ mức vận động",
        15: "Không có mã “AB-99999”", 16: "Mức “Mức 9” không có", 17: f"Có thể đã có trong danh sách: {listed.party.code}",
        18: "sau năm 2026",
    }.items():  # fmt: skip
        assert words in said[place], place
    assert (said[12], said[19]) == ("", "")
    page = officer.get(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/").content.decode()
    assert SCRIPT not in page
    assert "Ghi 2 dòng vào danh sách" in page
    address = f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/"
    assert officer.post(f"{address}ghi/")["Location"] == address
    assert sorted(row.party.name for row in campaign.lines.all()) == sorted([SCRIPT, "Tốt Lành", "Đã Có Rồi"])
    assert "Dòng không ghi" in officer.get(address).content.decode()


def test_rows_without_a_village_are_told_of_before_they_are_written(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    officer = signed_in(cast.officer)
    response = put(
        officer, campaign, text="Họ tên\tNơi sống\tThu nhập\nLò Văn Xôm\tNà Cốc\t6tr\nVàng A Súa\tNà Cốc\t6tr"
    )
    assert "Chưa chọn cột thôn" in officer.get(response["Location"]).content.decode()
    draft = mapped(officer, response)
    preview = f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/"
    page = officer.get(preview).content.decode()
    assert "Có dòng chưa có thôn, đơn vị" in page
    assert '<span class="tnum">2</span> dòng không có thôn' in page
    mapped(officer, response, col_village="1")
    assert "Chưa chọn cột thôn" not in officer.get(response["Location"]).content.decode()
    assert "Có dòng chưa có thôn" not in officer.get(preview).content.decode()


def test_a_villages_own_list_is_of_that_village(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    campaign.area = cast.village
    campaign.save()
    officer = signed_in(cast.officer)
    draft = mapped(officer, put(officer, campaign, text="Họ tên\tThu nhập\nLò Văn Xôm\t6tr"))
    assert draft.rows[0]["values"]["village"] == cast.village.pk


def test_pasted_names_with_one_rate_for_all(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    response = put(officer, campaign, text="Quàng Thị Ón\n\nVàng A Súa\nCông ty TNHH Mường\n")
    rate = campaign.rates.all()[1]
    draft = mapped(officer, response, village=str(cast.village.pk), rate=str(rate.pk))
    actions.confirm_import(draft, reuse=False, by=cast.officer)
    assert [(row.party.kind, row.village_id, row.rate_id) for row in campaign.lines.order_by("pk")] == [
        ("person", cast.village.pk, rate.pk), ("person", cast.village.pk, rate.pk), ("organisation", cast.village.pk, rate.pk),
    ]  # fmt: skip


def test_pasted_from_excel_with_headings(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    text = "Thu nhập\tHọ tên\n5tr\tQuàng Thị Ón\n4tr\tVàng A Súa"
    draft = mapped(officer, put(officer, campaign, text=text))
    actions.confirm_import(draft, reuse=False, by=cast.officer)
    assert [row.expected_amount for row in campaign.lines.order_by("pk")] == [450_000, 300_000]


def test_a_wage_column_is_not_taken_for_a_pledge(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    response = put(officer, campaign, text="Họ tên\tCột lạ\nQuàng Thị Ón\t5.500.000")
    page = officer.post(response["Location"], {"col_name": "0", "col_pledged_amount": "1"})
    assert "được đọc như thu nhập nên chỉ giữ theo mức" in page.content.decode()
    page = officer.post(response["Location"], {"col_name": "0", "col_code": "0"})
    assert page.context["form"].errors["col_code"]
    assert "Chọn cột có họ tên" in officer.post(response["Location"], {"col_income": "1"}).content.decode()


def test_next_years_list_takes_the_givers_there_are(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    text = "Họ tên\tThôn\tThu nhập\nQuàng Thị Ón\tNà Cốc\t5tr\nVàng A Súa\tNà Cốc\t4tr"
    actions.confirm_import(mapped(officer, put(officer, campaign, text=text)), reuse=True, by=cast.officer)
    later = Campaign.objects.create(
        area=cast.commune, name="Năm sau", code="AB27", year=2027, purpose="x", pot="budget", labour_day_value=150_000,
        created_by=cast.officer, created_at=campaign.created_at,
    )  # fmt: skip
    for rate in campaign.rates.all():
        rate.pk, rate.campaign = None, later
        rate.save()
    draft = mapped(officer, put(officer, later, text=f"{text}\nNgười Mới\tNà Cốc\t4tr"))
    assert draft.columns["matched"] == 2
    page = officer.get(f"/dong-gop/{later.pk}/danh-sach/nhap/{draft.pk}/").content.decode()
    assert "Là người đã có; lấy lại mã cũ" in page
    actions.confirm_import(draft, reuse=True, by=cast.officer)
    assert (Party.objects.count(), later.lines.count()) == (3, 3)
    by_code = mapped(officer, put(officer, later, text="Mã\tThu nhập\nAB-00001\t5tr"))
    assert "đã có trong danh sách của đợt này" in str(by_code.rows)


# --- Undone as a whole ---


def test_undone_before_and_after_it_was_confirmed(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    stays = line(cast, campaign, "Ở Lại")
    text = "Họ tên\tThu nhập\nQuàng Thị Ón\t5tr\nVàng A Súa\t4tr"
    for confirmed in (False, True):
        draft = mapped(officer, put(officer, campaign, text=text))
        if confirmed:
            actions.confirm_import(draft, reuse=False, by=cast.officer)
            assert campaign.lines.count() == 3
        undo = f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/hoan-tac/"
        assert officer.post(undo).status_code == 302
        assert officer.post(undo).status_code == 302
        assert list(campaign.lines.all()) == [stays]
        assert list(Party.objects.all()) == [stays.party]
        again = officer.post(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/ghi/")
        assert (again.status_code, "đã hoàn tác rồi" in again.content.decode()) == (409, True)
    assert Entry.objects.filter(action="roster.undone").count() == 2


def test_a_list_with_receipts_is_not_undone_and_says_whose(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    text = "Họ tên\tThu nhập\nQuàng Thị Ón\t5tr\nVàng A Súa\t4tr"
    draft = actions.confirm_import(mapped(officer, put(officer, campaign, text=text)), reuse=False, by=cast.officer)
    Campaign.objects.filter(pk=campaign.pk).update(state="open")
    book = Book.objects.create(area=cast.commune, year=today().year, form="receipt", code="01", opened_on=today())
    receive(cast, Campaign.objects.get(pk=campaign.pk).lines.get(party__name="Vàng A Súa"), book, 100_000)
    address = f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/"
    page = officer.get(address).content.decode()
    assert "1 người đã có chứng từ hoặc ngày công" in page
    assert "Vàng A Súa" in page
    answer = officer.post(f"{address}hoan-tac/", follow=True)
    assert "không hoàn tác được" in answer.content.decode()
    assert campaign.lines.count() == 2


# --- What is no list ---


def with_macros() -> SimpleUploadedFile:
    upload = workbook(("Họ tên",), ("A",))
    out = io.BytesIO(upload.read())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    return SimpleUploadedFile("danh-sach.xlsx", out.getvalue())


def endless() -> SimpleUploadedFile:
    return workbook(("Họ tên", "Thôn"), ("A", "B"), *[(None,)] * 3_000, ("C", "D"))


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (with_macros, "có macro nên không nhận"),
        (endless, "dòng trống liền nhau"),
        (lambda: workbook(("Họ tên", "Thôn"), ("A", "B"), merge="A1:B1"), "có ô gộp A1:B1"),
        (lambda: workbook(("Họ tên", "Thôn")), "không có dòng nào dưới dòng tiêu đề"),
        (lambda: workbook((1, 2), (3, 4)), "Không thấy dòng tiêu đề"),
        (lambda: SimpleUploadedFile("x.xlsx", b"PK\x03\x04nothing"), "Không đọc được tệp Excel"),
        (lambda: SimpleUploadedFile("x.pdf", b"%PDF"), "không phải là bảng tính"),
        (lambda: SimpleUploadedFile("x.xlsx", b""), "Tệp trống"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(cast: Cast, signed_in: SignIn, upload: Any, says: str) -> None:
    campaign = campaign_of(cast)
    page = put(signed_in(cast.officer), campaign, upload())
    assert (page.status_code, says in page.content.decode()) == (200, True)
    assert not RosterImport.objects.exists()


def test_a_file_or_lines_not_both_and_not_neither(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    assert "Chọn một tệp Excel" in put(officer, campaign).content.decode()
    assert "Chọn một tệp Excel" in put(officer, campaign, workbook(("Họ tên",), ("A",)), "A").content.decode()


def test_another_campaigns_list_is_not_opened_here(cast: Cast, signed_in: SignIn) -> None:
    campaign, officer = campaign_of(cast), signed_in(cast.officer)
    draft = mapped(officer, put(officer, campaign, text="Họ tên\tThu nhập\nA\t5tr"))
    assert signed_in(cast.neighbour).get(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/").status_code == 404
    assert signed_in(cast.village_head).get(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk}/").status_code == 403
    assert officer.get(f"/dong-gop/{campaign.pk}/danh-sach/nhap/{draft.pk + 1}/").status_code == 404


def test_a_long_list_is_written_whole(cast: Cast, signed_in: SignIn) -> None:
    """10,000 rows: more than one batch of everything. How long it takes is measured in bench/contributions.py."""
    campaign = campaign_of(cast)
    rows = [(f"Người Thứ {number}", "Nà Cốc", "5tr" if number % 2 else "4.900.000đ") for number in range(10_000)]
    upload = workbook(("Họ tên", "Thôn", "Thu nhập"), *rows)
    draft = actions.read_file(campaign, name="x.xlsx", data=upload.read(), by=cast.officer)
    actions.map_columns(draft, columns={"name": 0, "village": 1, "income": 2}, defaults={}, by=cast.officer)
    actions.confirm_import(draft, reuse=True, by=cast.officer)
    assert campaign.lines.count() == 10_000
    assert Party.objects.latest("code").code == "AB-10000"
