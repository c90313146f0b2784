"""Biểu kết quả thực hiện tiêu chí: on the page, as workbook, PDF and Word; and a province as one workbook that adds up."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Post, PostHolder
from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.actions.cares import assign_rows
from criteria.actions.evidence import add_evidence
from criteria.actions.results import form_of, make_form, office_workbook, request_form
from criteria.actions.rounds import accept_card, correct_row, open_round, submit_card
from criteria.enums import RoundKind, State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Result, RoundCard, Scorecard
from documents.check import check_pdf
from documents.enums import Format
from documents.models import StoredFile
from jobs.actions import run
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.workbooks import recalculated

SignIn = Callable[[User], Client]


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)


def fill(card: Scorecard, number: int, by: User, **values: Any) -> None:
    """Put values into a criterion, by indicator code with _ for the dot: c1_1="Đạt"."""
    criterion = card.criteria_set.criteria.get(number=number)
    rows = {
        criterion.indicators.get(code=code[1:].replace("_", ".")).pk: Entered(
            Value(text=value) if isinstance(value, str) else Value(number=value), State.MET, "Theo hồ sơ."
        )
        for code, value in values.items()
    }
    save_criterion(card, criterion, rows=rows, whole=None, by=by)


def texts(page: Any) -> list[str]:
    return [str(value) for row in page.iter_rows(values_only=True) for value in row if value is not None]


def test_twelve_columns_and_the_foot(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    fill(card, 1, cast.officer, c1_1="Đạt", c1_2="Đạt")
    criterion = card.criteria_set.criteria.get(number=1)
    assign_rows(card, [(criterion, None)], owner=cast.clerk, unit="Văn phòng", due_on=today(), by=cast.officer)
    add_evidence(
        area=cast.commune,
        title="Biên bản <b>họp</b>",
        rows=[criterion],
        by=cast.officer,
        upload=("a.pdf", b"%PDF-1.7\n"),
    )
    form = form_of(card, today())
    assert (form.criteria_met, form.criteria, form.indicators_met, form.indicators) == (1, 19, 2, 57)
    html = signed_in(cast.village_head).get(f"/tieu-chi/{card.pk}/bieu-ket-qua/").content.decode()
    for words in (
        "Tổng số tiêu chí đạt: 1/19.",
        "Tổng số chỉ tiêu đạt: 2/57.",
        "Quàng Thị Thư, Văn phòng",
        "Biên bản &lt;b&gt;",
    ):
        assert words in html, words


def test_the_period_before_is_last_years_card_then_what_was_accepted(card: Scorecard, cast: Cast) -> None:
    last = open_card(area=cast.commune, criteria_set=card.criteria_set, year=card.year - 1, by=cast.officer)
    fill(last, 2, cast.officer, c2_1=88)
    form = form_of(card, today())
    said = {row.cells[2][:4]: row.cells[5] for row in form.rows}
    assert (form.before, said["2.1."]) == (f"phiếu năm {card.year - 1}", "88 %; Đạt")

    fill(card, 2, cast.officer, c2_1=92)
    open_round(
        area=cast.province, criteria_set=card.criteria_set, kind=RoundKind.HALF_YEAR, name="6 tháng", year=card.year,
        deadline=today(), by=cast.coordination,
    )  # fmt: skip
    mine = RoundCard.objects.get(card=card)
    submit_card(mine, by=cast.leader)
    accept_card(mine, by=cast.coordination)
    fill(card, 2, cast.officer, c2_1=95)
    card.refresh_from_db()
    form = form_of(card, today())
    both = {row.cells[2][:4]: row.cells[5:7] for row in form.rows}
    assert form.before == "6 tháng, đã chấp nhận"
    assert both["2.1."] == ("92; Đạt", "95 %")


@pytest.mark.parametrize("kind", [RoundKind.YEAR, RoundKind.HALF_YEAR])
def test_what_was_just_accepted_is_not_the_period_before(card: Scorecard, cast: Cast, kind: RoundKind) -> None:
    fill(card, 2, cast.officer, c2_1=92)
    open_round(
        area=cast.province, criteria_set=card.criteria_set, kind=kind, name="Kỳ này", year=card.year,
        deadline=today(), by=cast.coordination,
    )  # fmt: skip
    mine = RoundCard.objects.get(card=card)
    submit_card(mine, by=cast.leader)
    accept_card(mine, by=cast.coordination)
    card.refresh_from_db()
    form = form_of(card, today())
    assert form.before == ""
    assert {row.cells[5] for row in form.rows} == {""}


def test_the_workbook_counts_as_the_system_does(card: Scorecard, cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    fill(card, 1, cast.officer, c1_1="Đạt", c1_2="Đạt")
    fill(card, 2, cast.officer, c2_1=95)
    post = Post.objects.create(
        organisation=cast.committee, title="Chủ tịch", authority="TM. ỦY BAN NHÂN DÂN", signs=True
    )
    PostHolder.objects.create(post=post, full_name="Lò Văn Ký", valid_from=today())
    answer = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/bieu-ket-qua/?export=xlsx")
    page = recalculated(answer.content, tmp_path)["Biểu kết quả"]
    said = texts(page)
    for words in (
        "Tổng số tiêu chí đạt: 1/19.", "Tổng số chỉ tiêu đạt: 3/57.", "BIỂU KẾT QUẢ THỰC HIỆN TIÊU CHÍ", "CHỦ TỊCH", "Lò Văn Ký",
        "NGƯỜI LẬP BIỂU", "Lò Thị Mến", "Biểu có 76 dòng: 19 tiêu chí, 57 chỉ tiêu. “Không đánh giá” tính là đạt.",
    ):  # fmt: skip
        assert words in said, words
    assert page.page_setup.orientation == "landscape"
    written = load_workbook(io.BytesIO(answer.content)).active
    assert written is not None
    assert written.freeze_panes == "A8"
    assert [cell.value for cell in written[7]][:3] == ["STT", "Tên tiêu chí", "Mã và nội dung chỉ tiêu"]


@pytest.mark.parametrize("format", list(Format))
def test_pdf_and_word_in_the_official_form(card: Scorecard, cast: Cast, format: Format) -> None:
    fill(card, 1, cast.officer, c1_1="Đạt", c1_2="Đạt")
    job = request_form(card, format, by=cast.officer)
    assert request_form(card, format, by=cast.officer).pk == job.pk, "asked twice, made once"
    first, second = make_form(job), make_form(job)
    assert first == second
    stored = StoredFile.objects.get()
    with stored.file.open("rb") as file:
        data = file.read()
    if format == Format.PDF:
        assert [row.message for row in check_pdf(data)] == []
    else:
        assert data.startswith(b"PK")


def test_the_file_is_its_owners(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.officer).post(f"/tieu-chi/{card.pk}/bieu-ket-qua/in/", {"loai": "docx"}, follow=True)
    assert "Tệp của tôi" in answer.content.decode()
    made = make_form(Job.objects.get())
    assert signed_in(cast.officer).get(made["url"]).status_code == 200
    assert signed_in(cast.clerk).get(made["url"]).status_code == 404
    assert signed_in(cast.officer).post(f"/tieu-chi/{card.pk}/bieu-ket-qua/in/", {"loai": "exe"}).status_code == 409


def test_the_page_costs_the_same_empty_and_full(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.get(f"/tieu-chi/{card.pk}/bieu-ket-qua/")
    with CaptureQueriesContext(connection) as empty:
        officer.get(f"/tieu-chi/{card.pk}/bieu-ket-qua/")
    for number, values in ((1, {"c1_1": "Đạt", "c1_2": "Đạt"}), (2, {"c2_1": 95, "c2_2": 90})):
        fill(card, number, cast.officer, **values)
        criterion = card.criteria_set.criteria.get(number=number)
        assign_rows(card, [(criterion, None)], owner=cast.clerk, unit="", due_on=None, by=cast.officer)
    with CaptureQueriesContext(connection) as full:
        officer.get(f"/tieu-chi/{card.pk}/bieu-ket-qua/")
    assert len(full) == len(empty)


# --- All communes of an office ---


def test_a_province_as_one_workbook(card: Scorecard, cast: Cast, tmp_path: Path) -> None:
    """What was accepted counts with the office's correction; a living card and a commune without one say so."""
    fill(card, 1, cast.officer, c1_1="Đạt", c1_2="Đạt")
    fill(card, 2, cast.officer, c2_1=95)
    open_round(
        area=cast.province, criteria_set=card.criteria_set, kind=RoundKind.YEAR, name="Cả năm", year=card.year,
        deadline=today(), by=cast.coordination,
    )  # fmt: skip
    mine = RoundCard.objects.get(card=card)
    submit_card(mine, by=cast.leader)
    criterion = card.criteria_set.criteria.get(number=2)
    correct_row(
        mine, criterion=criterion, indicator=criterion.indicators.get(code="2.1"), after=State.UNMET, reason="Đo lại chưa đạt.",
        by=cast.coordination,
    )  # fmt: skip
    accept_card(mine, by=cast.coordination)
    Result.objects.all().delete()  # the living card goes on; the accepted one does not change
    other = Scorecard.objects.filter(area=cast.next_commune).first() or open_card(
        area=cast.next_commune, criteria_set=card.criteria_set, year=card.year, by=cast.neighbour
    )
    fill(other, 1, cast.neighbour, c1_1="Đạt")
    third = factories.area("Ca Lúi", level=Level.COMMUNE, kind_word="xã", code="T3", parent=cast.province)

    data, _ = office_workbook(cast.province, card.criteria_set, card.year, None, on=today())
    book = recalculated(data, tmp_path)
    assert book.sheetnames == ["Tổng hợp", "Xã An Bình", "Xã Bình Yên", "Xã Ca Lúi"]
    rows: list[Any] = list(book["Tổng hợp"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "STT")
    first, second, none, total = rows[head + 1 : head + 5]
    assert (
        first[1:6] == ("Xã An Bình", None, "Đã chấp nhận: Cả năm", "Đạt", "Chưa có số liệu") or first[5] == "Chưa đạt"
    )
    assert first[23:28] == (1, first[24], 19 - 1 - first[24], 2, 57)
    assert (second[1], second[3], second[23:28]) == ("Xã Bình Yên", "Phiếu đang ghi", (0, 0, 19, 1, 57))
    assert (none[1], none[3], none[23:28]) == (str(third), "Chưa có phiếu", (0, 0, 0, 0, 0))
    assert (total[1], total[4], total[23:28]) == ("Số xã đạt", 1, (1, first[24], first[25] + 19, 3, 114))
    assert any(
        "Tổng cộng 3 xã, 2 xã có phiếu; các trang chi tiết có 152 dòng." in words for words in texts(book["Tổng hợp"])
    )
    detail = {row[1]: row for row in book["Xã An Bình"].iter_rows(values_only=True)}
    assert detail["2.1"][4] == 95
    assert detail["2.1"][7:9] == ("Chưa đạt", "Đo lại chưa đạt.")
    assert "Tổng cộng 76 dòng." in texts(book["Xã An Bình"])


def test_many_communes_come_as_one_long_list_through_the_worker(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    for place in range(60):
        factories.area(f"Số {place}", level=Level.COMMUNE, kind_word="xã", code=f"T9{place}", parent=cast.province)
    fill(card, 1, cast.officer, c1_1="Đạt")
    office = signed_in(cast.coordination)
    data = {"area": cast.province.pk, "criteria_set": card.criteria_set.pk, "year": card.year, "round": ""}
    for _ in range(2):
        answer = office.post("/tieu-chi/bieu-tong-hop/", data)
        assert answer["Location"] == "/tep-cua-toi/"
    job = Job.objects.get()
    run(job.pk)
    job.refresh_from_db()
    assert job.result is not None, job.reason
    with StoredFile.objects.get().file.open("rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["Tổng hợp", "Chi tiết 1"]
    assert book["Chi tiết 1"].max_row == 1 + 76 + 1
    assert office.get(job.result["url"]).status_code == 200


def test_a_small_office_gets_it_at_once(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    assert "Bộ tiêu chí" in office.get("/tieu-chi/bieu-tong-hop/").content.decode()
    data = {"area": cast.province.pk, "criteria_set": card.criteria_set.pk, "year": card.year}
    answer = office.post("/tieu-chi/bieu-tong-hop/", data)
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Tổng hợp"
    assert signed_in(cast.leader).get("/tieu-chi/bieu-tong-hop/").status_code == 403
    assert signed_in(cast.leader).post("/tieu-chi/bieu-tong-hop/", data).status_code == 403
    foreign = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    factories.person("Người Khác", Role.COORDINATION, foreign)
    refused = office.post("/tieu-chi/bieu-tong-hop/", data | {"area": foreign.pk})
    assert refused["Content-Type"].startswith("text/html"), "somebody else's province is no choice"


def test_a_round_of_another_province_is_no_source(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """Who looks after two provinces tells their rounds apart by the office, and cannot mix one up with the other."""
    foreign = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    factories.area("Xa Lạ", level=Level.COMMUNE, kind_word="xã", code="K1", parent=foreign)
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=foreign)
    rounds = {
        area: open_round(
            area=area, criteria_set=card.criteria_set, kind=RoundKind.YEAR, year=card.year, name="Cả năm", deadline=today(),
            by=cast.coordination,
        )
        for area in (cast.province, foreign)
    }  # fmt: skip
    office = signed_in(cast.coordination)
    page = office.get("/tieu-chi/bieu-tong-hop/").content.decode()
    assert "Cả năm, Tỉnh Thử Nghiệm" in page
    assert "Cả năm, Tỉnh Khác" in page
    data = {"area": cast.province.pk, "criteria_set": card.criteria_set.pk, "year": card.year}
    refused = office.post("/tieu-chi/bieu-tong-hop/", data | {"round": rounds[foreign].pk}).content.decode()
    assert "Kỳ “Cả năm” do Tỉnh Khác mở, không có xã của Tỉnh Thử Nghiệm." in refused
    answer = office.post("/tieu-chi/bieu-tong-hop/", data | {"round": rounds[cast.province].pk})
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Tổng hợp"
