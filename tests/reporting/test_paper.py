"""A report on paper: NĐ 30's measures, every table with all columns on its side, figures as they stand; the same as a workbook."""

from __future__ import annotations

import io
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from areas.models import Post, PostHolder
from areas.queries import signer_on
from core import clock
from core.sheets import workbook
from documents.check import check_pdf, read_pdf
from documents.context import Paper, Table, walk
from documents.render import render
from reporting.actions.opening import open_report
from reporting.models import Cell, Passage
from reporting.papers.report import report_paper
from reporting.papers.workbook import workbook_sheets
from reporting.read.tables import ColumnKind, table
from reporting.rules.periods import period_of
from tests.reporting.below import ENDS
from tests.reporting.reports_story import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import User
    from reporting.models import PeriodicReport
    from tests.cast import Cast
    from tests.conftest import Clock

pytestmark = pytest.mark.django_db
LONG = (
    "Tỷ lệ dân số được sử dụng nước sạch theo quy chuẩn từ hệ thống cấp nước tập trung; nước sinh hoạt hợp vệ sinh của các hộ ở "
    "thôn vùng cao, nơi đường ống chưa tới"
)


@pytest.fixture
def report(cast: Cast, clock: Clock) -> PeriodicReport:
    """A full report: long passages, 19 criteria with 47 indicators, money, works, debts."""
    clock.set("2024-07-16 09:00")
    post = Post.objects.create(
        organisation=cast.committee, title="CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN", signs=True, rank=1
    )
    PostHolder.objects.create(post=post, full_name="Cầm Văn Hạnh", valid_from="2021-07-01")
    made = build(cast).report
    for section in range(len(made.form.sections)):
        for position in range(3):
            text = f"{LONG}. " * (position * 2 + 1)
            Passage.objects.create(report=made, section=section, position=position, text=text.strip(), drafted="")
    Cell.objects.bulk_create(cells_of(made))
    return made


def cells_of(made: PeriodicReport) -> list[Cell]:
    rows = {
        "criteria": [f"7:criterion:{n}" for n in range(1, 20)] + [f"7:indicator:{n}" for n in range(1, 48)],
        "works": [f"work:{n}" for n in range(1, 10)], "decisions": [f"decision:{n}" for n in range(1, 9)],
        "debts": [f"work:{n}" for n in range(1, 6)], "resources": [row.code for row in table("resources").rows],
    }  # fmt: skip
    cells = []
    for code, names in rows.items():
        for position, row in enumerate(names):
            for place, column in enumerate(table(code).columns):
                cell = Cell(report=made, table=code, row=row, position=position, column=column.code)
                if column.code == "number":
                    cell.text = str(position + 1) if "criterion" in row else ""
                elif column.kind == ColumnKind.TEXT:
                    cell.text = _words(column.code, position)
                elif (position + place) % 5:
                    cell.value = Decimal(1_250_000_000 + position * 1000)
                cell.sources = [{"kind": "x", "id": position, "label": f"Nguồn {position}", "url": "", "by": ""}]
                cells.append(cell)
    return cells


def _words(column: str, position: int) -> str:
    if column in {"indicator", "subject", "work"}:
        return LONG if position % 3 else "Đường trục thôn Nà Cốc"
    said = {
        "criterion": "Hạ tầng kinh tế - xã hội",
        "state": "Chưa có số liệu",
        "result": "95%",
        "unit": "%",
        "standard": "≥ 95%",
    }
    return said.get(column, "" if position % 4 else "Theo phiếu tự đánh giá")


def paper(made: PeriodicReport, cast: Cast) -> Paper:
    return report_paper(made, cast.committee, signer_on(cast.committee, clock.today()), clock.today())


def test_the_paper_keeps_the_measures(report: PeriodicReport, cast: Cast) -> None:
    made = paper(report, cast)
    assert (made.type, made.subject) == ("BÁO CÁO", "Kết quả xây dựng nông thôn mới tháng 7/2024")
    assert made.addressees == ("Ủy ban nhân dân tỉnh Thử Nghiệm",)
    assert made.recipients[0] == "Như trên"
    assert made.recipients[-1] == "Lưu: VT"
    assert [item.label for item in made.appendices] == [f"Phụ lục {n}" for n in ("I", "II", "III", "IV", "V")]
    assert all(item.landscape for item in made.appendices)
    said = str(made.as_json())
    for label in ("Phụ lục I kèm theo", "Phụ lục V kèm theo"):
        assert label in said
    data = render(made, "pdf")
    if keep := os.environ.get("NTM_KEEP_PDF"):
        Path(keep).write_bytes(data)
    assert check_pdf(data) == []
    sizes = {page.width > page.height for page in read_pdf(data).pages}
    assert sizes == {True, False}


def test_every_table_has_all_columns_and_blank_where_nobody_knows(report: PeriodicReport, cast: Cast) -> None:
    tables = {
        item.title: next(block for block in walk(item.content) if isinstance(block, Table))
        for item in paper(report, cast).appendices
    }
    criteria = tables["BIỂU KẾT QUẢ THỰC HIỆN TIÊU CHÍ"]
    assert criteria.rows[0] == tuple(column.label for column in table("criteria").columns)
    assert len(criteria.rows) == 1 + 19 + 47
    money = tables["KẾT QUẢ HUY ĐỘNG NGUỒN LỰC"]
    assert money.rows[0][:4] == ("TT", "Nội dung", "Đơn vị tính", "Kế hoạch năm")
    assert len(money.rows) == 1 + len(table("resources").rows)
    assert "" in {cell for row in money.rows for cell in row}
    assert "—" not in {cell for row in money.rows for cell in row}, "what nobody knows is blank, and no dash"
    works = tables["KẾT QUẢ HUY ĐỘNG THEO CÔNG TRÌNH"]
    assert "Cộng" in works.rows[-1]
    assert (
        works.rows[-1][3]
        == f"{sum(cell.value for cell in report.cells.filter(table='works', column='total') if cell.value is not None):,.0f}".replace(
            ",", "."
        )
    )


def test_a_report_without_tables_and_text_leaves_blank_places(cast: Cast, clock: Clock) -> None:
    clock.set("2024-07-16 09:00")
    story = build(cast)
    made = paper(story.report, cast)
    assert made.appendices == ()
    assert str(made.as_json()).count("………………") == len(story.report.form.sections)
    assert made.signature is None
    assert check_pdf(render(made, "pdf")) == []


def test_the_workbook_has_each_form_and_one_row_a_figure(
    report: PeriodicReport, cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    cell = report.cells.filter(table="resources", row="people_cash", column="year").get()
    cell.drafted_value, cell.value, cell.reason = Decimal(5), Decimal(7), "Đối chiếu sổ quỹ"
    cell.save()
    answer = signed_in(cast.officer).get(reverse("reporting:report_workbook", args=[report.pk]))
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Biểu I", "Biểu II", "Biểu III", "Biểu IV", "Biểu V", "Số liệu"]
    tidy = list(book["Số liệu"].values)
    assert len(tidy) == 1 + report.cells.count()
    heads = tidy[0]
    row = next(dict(zip(heads, row, strict=True)) for row in tidy if row[2] == "people_cash" and row[4] == "Lũy kế năm")
    assert (row["Giá trị"], row["Số đã soạn"], row["Lý do sửa"]) == (7, 5, "Đối chiếu sổ quỹ")
    assert row["Đơn vị"] == "đồng"
    assert str(row["Nguồn"]).startswith("Nguồn ")
    assert book["Biểu I"].page_setup.orientation == "landscape"


def test_the_office_above_takes_only_what_was_sent(
    report: PeriodicReport, cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    office = signed_in(cast.coordination)
    assert office.get(reverse("reporting:report_workbook", args=[report.pk])).status_code == 404
    sheets = workbook_sheets(report, list(report.cells.all()), as_sent=True)
    book = load_workbook(io.BytesIO(workbook(*sheets)))
    heads = next(iter(book["Số liệu"].values))
    assert "Lý do sửa" not in heads
    assert "Số đã soạn" not in heads


def test_the_subject_names_the_period(cast: Cast, clock: Clock) -> None:
    clock.set("2024-07-16 09:00")
    story = build(cast)
    other = open_report(story.monthly, cast.next_commune, period_of(story.monthly, ENDS), by=cast.neighbour)
    assert paper(other, cast).subject == paper(story.report, cast).subject
    assert "7/2024" in (paper(other, cast).subject or "")
