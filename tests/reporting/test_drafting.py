"""A month's report in words: every sentence says where it is from, and what nobody told is listed with a name."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from core.errors import RuleError
from criteria.actions.cards import open_card
from criteria.enums import State
from criteria.models import CriteriaSet, Result, Scorecard
from journal.models import Entry
from reporting.actions.forms import load_forms, load_shipped
from reporting.compose.draft import DRAFTERS, draft
from reporting.context import Drafted
from reporting.models import Cell, ReportForm
from reporting.read.forms import read_forms
from reporting.read.tables import table, tables
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.reporting.july import MOMENT, July, at, month, rows_of, scope, village_report


@pytest.fixture
def july(cast: Cast, clock: Clock) -> July:
    clock.set(MOMENT)
    return month(cast)


def said_in(said: Drafted, cast_scope: object, title: str) -> list[str]:
    sections = [row["title"] for row in cast_scope.form.sections]  # type: ignore[attr-defined]
    place = next(place for place, name in enumerate(sections) if name.startswith(title))
    return [row.text for row in said.sentences if row.section == place]


def test_the_month_in_words(cast: Cast, july: July) -> None:
    asked = scope(cast.commune)
    said = draft(asked)
    tasks = said_in(said, asked, "KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    assert tasks[0] == (
        "Tổng số nhiệm vụ theo kế hoạch: 5; đến hết ngày 14/7/2026: hoàn thành 1, đang thực hiện 1, chưa thực hiện 3; "
        "trong đó 1 nhiệm vụ đã đến hạn, chưa hoàn thành."
    )
    assert tasks[1:4] == [
        "Hoàn thành trong kỳ: “Làm hàng rào nhà văn hóa” (Hà Văn Thôn báo cáo ngày 03/7/2026).",
        "Đang thực hiện: “Đổ bê tông đường thôn” đạt 40% (Hà Văn Thôn báo cáo ngày 04/7/2026).",
        "Đã đến hạn, chưa hoàn thành: “Làm sân thể thao” hạn ngày 10/7/2026 (thôn Nà Cốc).",
    ]
    assert tasks[4] == "Tỷ lệ hộ dùng nước sạch: đến tháng 6/2026 đạt 62,5% (kế hoạch 90%)."
    assert said_in(said, asked, "HUY ĐỘNG")[0].startswith("Trong tháng 7/2026 huy động đóng góp được 9.150.000 đồng")
    assert said_in(said, asked, "TÌNH HÌNH") == [
        "Thôn Nà Cốc: Đã làm 200 m đường hoa (Hà Văn Thôn báo cáo ngày 14/7/2026)."
    ]
    assert said_in(said, asked, "KHÓ KHĂN") == [
        "“Đổ bê tông đường thôn”: Mưa nhiều, xe chở cát không vào được (Hà Văn Thôn báo cáo ngày 04/7/2026).",
        "Thôn Nà Cốc: Thiếu ống cống (Hà Văn Thôn báo cáo ngày 12/7/2026).",
        "Thôn Nà Cốc: Thiếu cát (Hà Văn Thôn báo cáo ngày 14/7/2026).",
    ]
    assert said_in(said, asked, "NHIỆM VỤ TRỌNG TÂM") == [
        "Tiếp tục: Làm sân thể thao (hạn ngày 10/7/2026; thôn Nà Cốc).",
        "Đổ bê tông đường thôn (hạn ngày 01/8/2026; Lò Thị Mến).",
        "Lắp đèn đường (hạn ngày 10/8/2026; Lò Thị Mến).",
    ]
    assert said_in(said, asked, "ĐỀ XUẤT") == [
        "Đề nghị Ủy ban nhân dân tỉnh: Bố trí vốn làm đường trục xã (đã gửi ngày 30/6/2026).",
        "Thôn Nà Cốc: Đề nghị xã hỗ trợ xi măng (Hà Văn Thôn báo cáo ngày 14/7/2026).",
    ]
    drives = said_in(said, asked, "PHONG TRÀO")
    assert (
        drives[0]
        == "Đợt thi đua “60 ngày cao điểm” (từ ngày 10/7/2026 đến ngày 07/9/2026): 2 đơn vị, cá nhân, hộ tham gia."
    )
    assert drives[1].endswith("trong tháng 7/2026: 1/10 báo cáo đúng hạn, 9 chưa gửi.")
    assert drives[2].endswith("đến hết ngày 14/7/2026: Thôn Nà Cốc 25%; Thôn Nà Hin 0%.")


def test_every_sentence_names_rows_that_exist(cast: Cast, july: July) -> None:
    said = draft(scope(cast.commune))
    assert all(sentence.sources for sentence in said.sentences)
    named = [source for sentence in said.sentences for source in sentence.sources if source.id is not None]
    named += [source for figure in said.figures for source in figure.sources if source.id is not None]
    rows_of(named)
    assert all(source.url.startswith("/") for source in named)
    told = {source.by for sentence in said.sentences for source in sentence.sources}
    assert {"Hà Văn Thôn", "Lò Thị Mến", "Tòng Thị Ngân"} <= told
    for figure in said.figures:
        known = figure.value is not None or figure.text
        assert bool(known) == bool(figure.sources), figure


def test_what_is_missing_is_named(cast: Cast, july: July) -> None:
    gaps = {(row.what, row.who) for row in draft(scope(cast.commune)).missing}
    assert ("Thôn Nà Hin chưa gửi báo cáo tháng 7/2026", "Lù Thị Hai") in gaps
    assert ("Chưa lập phiếu tự đánh giá tiêu chí nông thôn mới năm 2026", "Lò Thị Mến") in gaps
    assert (
        "Nhiệm vụ “Làm sân thể thao” đến hạn ngày 10/7/2026 chưa có báo cáo trong tháng 7/2026",
        "thôn Nà Cốc",
    ) in gaps
    assert ("Chưa có số liệu tháng 7/2026 của mục tiêu “Thu nhập bình quân”", "Lò Thị Mến") in gaps
    assert ("Biên bản về “Góp tiền làm đường nội thôn” của thôn Nà Cốc ngày 20/6/2026", "Hà Văn Thôn") in gaps
    assert any(what.startswith("Thôn Nà Hin chưa gửi 5 báo cáo của đợt thi đua") for what, _ in gaps)
    assert any(what.startswith("Nguồn và lộ trình xử lý nợ đọng") for what, _ in gaps)


def test_a_commune_without_anything_says_nothing_and_names_what_is_missing(cast: Cast, clock: Clock) -> None:
    clock.set(MOMENT)
    said = draft(scope(cast.commune, "xa-nam", date(2026, 7, 14)))
    assert said.sentences == []
    assert all(figure.value is None and not figure.text for figure in said.figures), "nothing known is never 0"
    whats = [row.what for row in said.missing]
    for words in (
        "Chưa có kế hoạch đã ban hành với nhiệm vụ năm 2026", "Chưa lập phiếu tự đánh giá", "Chưa có kế hoạch năm 2026",
        "Chưa có đợt vận động đóng góp năm 2026 trong sổ", "Sổ công trình chưa có công trình của năm 2026",
        "Sổ công trình chưa có công trình nào nghiệm thu nên", "Thôn Nà Cốc chưa gửi báo cáo năm 2026",
    ):  # fmt: skip
        assert any(what.startswith(words) for what in whats), words
    assert all(row.who for row in said.missing), [row for row in said.missing if not row.who]


def test_other_forms_speak_of_their_own_area(cast: Cast, july: July) -> None:
    village = draft(scope(cast.village, "thon-thang"))
    assert "“Làm sân thể thao” hạn ngày 10/7/2026" in " ".join(row.text for row in village.sentences)
    assert "Đổ bê tông" not in " ".join(row.text for row in village.sentences)
    assert village.figures == []
    drive = draft(scope(cast.commune, "xa-dot-thang", drive=july.running.drive))
    words = " ".join(row.text for row in drive.sentences)
    assert "60 ngày cao điểm" in words
    assert "hàng rào" not in words
    week = scope(cast.commune, "xa-tuan")
    assert "tuần từ 13/7 đến 19/7/2026" in " ".join(row.what for row in draft(week).missing) + week.label
    # Next door has none of it.
    assert draft(scope(cast.next_commune)).sentences == []


def test_the_card_counts_its_own_rows_and_the_period_before(cast: Cast, clock: Clock) -> None:
    clock.set(MOMENT)
    call_command("load_criteria", verbosity=0)
    card = open_card(
        area=cast.commune, criteria_set=CriteriaSet.objects.get(code="ntm-xa-2021-2025"), year=2026, by=cast.officer
    )
    filled = _fill(card, cast, every=3)
    asked = scope(cast.commune)
    said = draft(asked)
    words = next(row for row in said.sentences if "tiêu chí" in row.text).text
    states: dict[bool, list[str]] = {True: [], False: []}
    for figure in said.figures:
        if figure.table == "criteria" and figure.column == "state":
            states[":criterion:" in figure.row].append(figure.text)
    met = {key: sum(text in ("Đạt", "Không đánh giá") for text in found) for key, found in states.items()}
    assert len(states[True]) == 19
    assert met[False] == filled
    assert f"đạt {met[True]}/19 tiêu chí, {met[False]}/{len(states[False])} chỉ tiêu" in words
    empty = [row for row in said.missing if row.what.startswith("Tiêu chí ")]
    assert empty
    assert all(row.who == "Lò Thị Mến" for row in empty)
    # What the report before said stands as the period before.
    before = village_report(cast, cast.village)
    row = next(figure.row for figure in said.figures if figure.table == "criteria" and figure.column == "result")
    Cell.objects.create(report=before, table="criteria", row=row, position=0, column="result", text="Chưa đạt")
    again = draft(scope(cast.commune, before=before))
    cell = next(f for f in again.figures if (f.table, f.row, f.column) == ("criteria", row, "before"))
    assert cell.text == "Chưa đạt"


def _fill(card: Scorecard, cast: Cast, *, every: int) -> int:
    """Every third indicator is met by hand; answers how many."""
    rows = [row for criterion in card.criteria_set.criteria.all() for row in criterion.indicators.all()][::every]
    Result.objects.bulk_create(
        Result(
            scorecard=card, criterion=row.criterion, indicator=row, state=State.MET, reason="Đã kiểm tra", by=cast.officer,
            at=at(date(2026, 7, 1)),
        )
        for row in rows
    )  # fmt: skip
    return len(rows)


def test_queries_do_not_grow_with_what_there_is(cast: Cast, july: July) -> None:
    asked = scope(cast.commune, "xa-nam")
    with CaptureQueriesContext(connection) as few:
        draft(asked)
    for number in range(3):
        village = factories.area(
            f"Bản {number}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-9{number}", parent=cast.commune
        )
        factories.person(f"Lò Văn {number}", Role.VILLAGE_REPORTER, village)
        village_report(cast, village)
        july.plan.tasks.create(position=20 + number, text=f"Việc {number}", deadline=date(2026, 7, 1)).reports.create(
            percent=10, by=cast.village_head, at=at(date(2026, 7, 2)), trouble="Khó"
        )
        july.plan.targets.create(position=20 + number, text=f"Mục tiêu {number}", value=5)
        july.plan.blocks.create(position=20 + number, title=f"Tiêu chí {number}", criterion=number)
        work = july.works["Đường trục thôn"]
        work.pk = None
        work.save()
        work.payments.create(paid_on=date(2026, 7, 1), amount=5, by=cast.officer, at=at(date(2026, 7, 1)))
    with CaptureQueriesContext(connection) as many:
        draft(asked)
    assert len(many) == len(few), (len(few), len(many))


def test_forms_are_loaded_once_and_belong_to_the_administrator(
    cast: Cast, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_report_forms")
    assert "chưa đối chiếu văn bản gốc" in capsys.readouterr().out
    assert not ReportForm.objects.filter(sure=True).exists(), "no form was compared with its source"
    assert set(ReportForm.objects.values_list("level", "every")) >= {
        ("village", "month"), ("commune", "week"), ("commune", "month"), ("commune", "quarter"), ("commune", "half_year"),
        ("commune", "year"), ("province", "month"), ("province", "year"),
    }  # fmt: skip
    ReportForm.objects.filter(code="xa-thang").update(due_after=5, sure=True)
    assert load_shipped() == 0
    assert ReportForm.objects.get(code="xa-thang").due_after == 5


def test_a_form_with_unknown_words_is_refused(tmp_path: object, db: None) -> None:
    path = tmp_path / "forms.yaml"  # type: ignore[operator]
    text = (
        "forms:\n  - {code: x, name: X, level: commune, every: month, due_after: 1, valid_from: 2024-01-01, source: s,\n"
        "     sections: [{label: I, title: T, drafts: [magic]}], tables: []}\n"
    )
    path.write_text(text)
    with pytest.raises(RuleError, match="không có cách soạn “magic”"):
        load_forms(read_forms(path))
    path.write_text(text.replace("magic", "tasks").replace("tables: []", "tables: [nowhere]"))
    with pytest.raises(RuleError, match="Không có biểu “nowhere”"):
        load_forms(read_forms(path))
    assert not ReportForm.objects.exists()


def test_an_administrator_compares_a_form_and_cannot_break_it(cast: Cast, clock: Clock, client: Client) -> None:
    load_shipped()
    boss = User.objects.create_superuser("0900555001", "Lường Văn Quản", "mat-khau-thu")
    client.force_login(boss, backend="accounts.backends.PhoneOrEmailBackend")
    form = ReportForm.objects.get(code="xa-thang")
    page = reverse("admin:reporting_reportform_change", args=[form.pk])
    said = {
        "name": form.name, "every": "month", "counts_to_day": "14", "due_after": "4", "sections": json.dumps(form.sections),
        "tables": json.dumps(form.tables), "valid_to": "", "source": form.source, "sure": "on",
    }  # fmt: skip
    assert client.get(page).status_code == 200
    for wrong in (
        '[{"label": "I", "title": "T", "drafts": ["magic"]}]',
        '[{"title": "T"}]',
        '"chữ"',
        '[{"label": 1, "title": "T", "drafts": [[]]}]',
    ):
        answer = client.post(page, {**said, "sections": wrong})
        assert answer.status_code == 200, wrong
    assert (
        "không có cách soạn “magic”"
        in client.post(
            page, {**said, "sections": '[{"label": "I", "title": "T", "drafts": ["magic"]}]'}
        ).content.decode()
    )
    assert client.post(page, said).status_code == 302
    form.refresh_from_db()
    assert (form.due_after, form.sure) == (4, True)
    assert Entry.objects.get(action="periodic.form").subject_id == str(form.pk)


def test_the_tables_are_whole() -> None:
    for form in tables().values():
        assert form.drafts in DRAFTERS
        assert len({row.code for row in form.rows}) == len(form.rows)
        assert {row.parent for row in form.rows if row.parent} <= {row.code for row in form.rows}
    assert table("resources").column("planned").adds
