"""Starting a plan: from nothing, from last year's, from a Word file's, from a neighbour's; and who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.models import Area
from campaigns.access.starting import plans_to_start_from
from campaigns.actions.starting import start_plan
from campaigns.compose.compose import composition_of
from campaigns.compose.shift import Shift
from campaigns.enums import LineKind, PlanKind, TaskState
from campaigns.models import (
    Block,
    ContributionTerms,
    Milestone,
    Plan,
    PlanVillage,
    Routine,
    Solution,
    StandingRow,
    Target,
    TargetValue,
    Task,
)
from core import clock
from core.errors import RuleError
from documents.context import Paragraph, walk
from documents.enums import DocumentState
from documents.models import Basis, CitedDocument, Document
from journal.models import Entry
from tests import factories
from tests.campaigns.composed import imported
from tests.campaigns.conftest import ROOT
from tests.cast import Cast


def started(cast: Cast, **values: object) -> Plan:
    return start_plan(**{
        "area": cast.commune, "kind": "annual", "year": 2027, "title": "Xây dựng nông thôn mới năm 2027",
        "issuer": cast.committee, "by": cast.officer, **values,
    })  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def last_year(cast: Cast) -> Plan:
    """A plan of 2026 with one row of everything that does or does not come along."""
    plan = started(cast, year=2026, title="Xây dựng nông thôn mới năm 2026")
    block = Block.objects.create(
        plan=plan, position=1, criterion=10, title="Thu nhập", owner=cast.officer, lead="Chủ tịch", responsible="Công chức tài chính",
        deadline=date(2026, 11, 30),
    )  # fmt: skip
    Solution.objects.create(block=block, position=1, text="Mở lớp dạy nghề trong năm 2026, giai đoạn 2021-2026")
    first = Task.objects.create(
        plan=plan, block=block, position=1, text="Trồng 5 ha quế xong trước ngày 30/6/2026 (thứ Ba)", owner=cast.officer, percent=80,
        state=TaskState.DONE, deadline=date(2026, 6, 30), done_volume=Decimal(4),
    )  # fmt: skip
    second = Task.objects.create(
        plan=plan, block=block, position=2, text="Nghiệm thu theo Quyết định số 12/QĐ-UBND ngày 05/3/2026"
    )
    second.after.add(first)
    Task.objects.create(plan=plan, block=block, position=3, text="Thu nhập bình quân đạt 54,1 triệu đồng/người")
    target = Target.objects.create(
        plan=plan, position=1, criterion=10, text="Thu nhập bình quân đạt 54,1 triệu đồng/người", value=Decimal("54.1"),
        unit="triệu đồng/người", source="Thu nhập bình quân đạt 54,1 triệu đồng/người.",
    )  # fmt: skip
    TargetValue.objects.create(
        target=target, month=date(2026, 10, 1), value=Decimal("53.8"), by=cast.officer, at=clock.now()
    )
    StandingRow.objects.create(plan=plan, position=1, set="ntm", code="10", name="Thu nhập", standing="unmet")
    Milestone.objects.create(plan=plan, position=1, what="Sơ kết", on=date(2026, 7, 15))
    Routine.objects.create(plan=plan, position=1, what="báo cáo kết quả", every="month", who="Các thôn")
    PlanVillage.objects.create(plan=plan, position=1, name="Nà Cốc", area=cast.village, role="model")
    plan.lines.create(
        position=1, kind=LineKind.PURPOSE, text="Đến năm 2030 xã An Bình đạt chuẩn; năm 2026 giữ vững kết quả"
    )
    Basis.objects.create(
        document=plan.document, position=1, text="Căn cứ Nghị quyết số 1/NQ-HĐND ngày 05/12/2025 của HĐND xã năm 2026"
    )
    national = CitedDocument.objects.create(type_name="Quyết định", number="51/2025/QĐ-TTg", dated=date(2025, 12, 29))
    Basis.objects.create(document=plan.document, position=2, cited=national)
    ContributionTerms.objects.create(plan=plan, labour_day_value=200_000, account_number="8502201002946")
    return plan


def text_of(plan: Plan) -> str:
    paper = composition_of(plan).paper
    return "\n".join(getattr(block, "text", "") or getattr(block, "title", "") or "" for block in walk(paper.content))


# --- From nothing ---


def test_an_empty_annual_plan_has_the_criteria_of_its_period_and_no_invented_targets(cast: Cast) -> None:
    call_command("load_criteria", stdout=StringIO(), stderr=StringIO())
    now, before = started(cast, year=2027), started(cast, year=2025)

    assert now.blocks.count() == 10
    assert before.blocks.count() == 19
    assert list(before.blocks.values_list("criterion", flat=True)) == list(range(1, 20))
    assert not now.targets.exists()
    assert not now.standings.exists()
    assert [row.name for row in now.document.deliveries.order_by("position")][-1] == "Lưu: VT"
    assert "Tiêu chí số 01 - " in text_of(now)


def test_without_the_criteria_the_plan_is_still_a_paper(cast: Cast) -> None:
    plan = started(cast)
    assert not plan.blocks.exists()
    assert composition_of(plan).paper.subject == "Xây dựng nông thôn mới năm 2027"
    assert Document.objects.get(pk=plan.document_id).context["type"] == "KẾ HOẠCH"
    assert plan.versions.count() == 1
    assert Entry.objects.filter(action="plan.started").count() == 1


@pytest.mark.parametrize("kind", [PlanKind.CONTRIBUTION, PlanKind.EMULATION, PlanKind.FRONT, PlanKind.PEAK])
def test_every_other_kind_starts_with_its_own_purpose_and_recipients(cast: Cast, kind: str) -> None:
    plan = started(cast, kind=kind)
    assert "MỤC ĐÍCH, YÊU CẦU" in text_of(plan)
    assert plan.document.deliveries.count() >= 3


def test_a_kind_the_system_does_not_compose_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleError, match="tệp Word"):
        started(cast, kind="other")
    assert not Plan.objects.exists()


# --- From last year's ---


def test_last_years_plan_comes_along_without_owners_and_progress(cast: Cast, last_year: Plan) -> None:
    plan = started(cast, based_on=last_year)

    assert (plan.composed, plan.based_on, plan.document.state) == (True, last_year, DocumentState.DRAFT)
    block = plan.blocks.get()
    assert (block.owner, block.lead, block.deadline) == (None, "Chủ tịch", date(2027, 11, 30))
    first, second = plan.tasks.order_by("position")
    assert (first.owner, first.state, first.percent, first.done_volume) == (None, TaskState.OPEN, 0, None)
    assert (first.deadline, first.block) == (date(2027, 6, 30), block)
    assert list(second.after.all()) == [first]
    assert plan.milestones.get().on == date(2027, 7, 15)
    assert plan.routines.get().who == "Các thôn"
    assert plan.villages.get().area == cast.village
    assert plan.standings.get().standing == "unmet"


def test_the_last_figure_becomes_what_is_there_and_the_goal_waits(cast: Cast, last_year: Plan) -> None:
    target = started(cast, based_on=last_year).targets.get()
    assert (target.text, target.base, target.value) == ("Thu nhập bình quân", Decimal("53.8"), None)

    TargetValue.objects.all().delete()
    assert started(cast, based_on=last_year).targets.get().base is None  # the goal of last year is no result


def test_last_years_goal_is_nowhere_said_to_be_the_new_one(cast: Cast, last_year: Plan) -> None:
    text = text_of(started(cast, based_on=last_year))
    assert "54,1" not in text
    assert "Thu nhập bình quân: hiện có 53,8 triệu đồng/người, phấn đấu đạt ……… triệu đồng/người." in text


def test_only_the_plans_own_year_moves(cast: Cast, last_year: Plan) -> None:
    plan = started(cast, based_on=last_year)
    assert plan.lines.get().text == "Đến năm 2030 xã An Bình đạt chuẩn; năm 2027 giữ vững kết quả"
    assert Solution.objects.get(block__plan=plan).text == "Mở lớp dạy nghề trong năm 2027, giai đoạn 2021-2026"
    first, second = plan.tasks.order_by("position")
    assert first.text == "Trồng 5 ha quế xong trước ngày 30/6/2027"
    assert second.text.endswith("ngày 05/3/2026")
    bases = list(plan.document.bases.order_by("position"))
    assert bases[0].text.endswith("của HĐND xã năm 2026")
    assert bases[1].cited is not None


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("Cuối năm 2026 hoàn thành", "Cuối năm 2027 hoàn thành"),
        ("Từ năm 2026-2030", "Từ năm 2026-2030"),
        ("Trước 15/7/2026 (thứ Tư) sơ kết", "Trước 15/7/2027 sơ kết"),
        ("Trong tháng 6/2026", "Trong tháng 6/2027"),
        ("Theo Kế hoạch số 41/KH-UBND ngày 27/3/2026. Năm 2026 làm tiếp", "Theo Kế hoạch số 41/KH-UBND ngày 27/3/2026. Năm 2027 làm tiếp"),
        ("Số tài khoản 120260012", "Số tài khoản 120260012"),
    ],
)  # fmt: skip
def test_years_in_words(words: str, moved: str) -> None:
    assert Shift(2026, 2027).text(words) == moved


def test_the_29th_of_february_becomes_the_28th() -> None:
    assert Shift(2024, 2025).day(date(2024, 2, 29)) == date(2025, 2, 28)


# --- From a Word file, and from others ---


def test_a_plan_read_from_a_file_becomes_rows_and_sentences(cast: Cast) -> None:
    _, source = imported(ROOT / "ntm/demo/plans/luc-ba-2024.txt", cast)
    plan = started(cast, kind="emulation", year=2025, title="Phát động thi đua năm 2025", based_on=source)

    assert plan.lines.filter(kind=LineKind.PURPOSE).count() == 2
    contents = plan.lines.filter(kind=LineKind.CONTENT)
    assert {row.heading for row in contents} == {"Nội dung thi đua"}
    assert plan.document.bases.count() == 1
    assert plan.document.deliveries.count() == 7
    assert (plan.starts_on, plan.ends_on) == (date(2025, 1, 1), date(2025, 12, 31))
    assert plan.theme == "Lục Ba quyết tâm, chung sức xây dựng xã nông thôn mới nâng cao năm 2025"
    assert plan.awards.exclude(rule="").count() == 4


def test_from_a_neighbour_no_figure_and_no_account_comes_along(cast: Cast, last_year: Plan) -> None:
    plan = start_plan(
        area=cast.next_commune, kind="annual", year=2026, title="Xây dựng nông thôn mới năm 2026", issuer=cast.next_committee,
        by=cast.neighbour, based_on=last_year,
    )  # fmt: skip
    target = plan.targets.get()
    assert (target.text, target.base, target.value) == ("Thu nhập bình quân", None, None)
    assert not plan.standings.exists()
    assert not plan.villages.exists()
    terms = ContributionTerms.objects.get(plan=plan)
    assert (terms.labour_day_value, terms.account_number, terms.account) == (200_000, "", None)
    assert plan.lines.get().text.startswith("Đến năm 2030 xã Bình Yên đạt chuẩn")
    assert [row.cited.number for row in plan.document.bases.all() if row.cited] == ["51/2025/QĐ-TTg"]
    assert plan.document.bases.count() == 1
    assert "54,1" not in text_of(plan)


# --- Who may start from what ---


def issued(plan: Plan) -> Plan:
    Document.objects.filter(pk=plan.document_id).update(
        state=DocumentState.ISSUED, number_and_symbol=f"{plan.pk}/KH-UBND", issued_on=date(2026, 1, 5)
    )
    return plan


@pytest.fixture
def sources(cast: Cast) -> dict[str, Plan]:
    village_plan = factories.plan(cast.village, None, title="Kế hoạch của thôn")
    return {
        "own draft": factories.plan(cast.commune, cast.committee), "above": issued(factories.plan(cast.province, None)),
        "above, draft": factories.plan(cast.province, None), "beside": issued(factories.plan(cast.next_commune, cast.next_committee)),
        "beside, draft": factories.plan(cast.next_commune, cast.next_committee), "below": issued(village_plan),
    }  # fmt: skip


def names(user: User, area: Area, sources: dict[str, Plan]) -> set[str]:
    found = set(plans_to_start_from(user, [area]).values_list("pk", flat=True))
    return {name for name, plan in sources.items() if plan.pk in found}


def test_an_officer_starts_from_ones_own_and_from_what_is_issued_around(cast: Cast, sources: dict[str, Plan]) -> None:
    assert names(cast.officer, cast.commune, sources) == {"own draft", "above", "beside"}


def test_others_see_nothing_to_start_from(cast: Cast, sources: dict[str, Plan]) -> None:
    assert names(cast.neighbour, cast.commune, sources) == set()
    assert names(cast.stranger, cast.commune, sources) == set()
    assert names(cast.leader, cast.next_commune, sources) == set()


def test_another_province_is_no_neighbour(cast: Cast, sources: dict[str, Plan]) -> None:
    far = factories.area("Xa Xôi", level="province", kind_word="tỉnh", code="F")  # type: ignore[arg-type]
    commune = factories.area("Xa", level="commune", kind_word="xã", code="F1", parent=far)  # type: ignore[arg-type]
    distant = {"far": issued(factories.plan(commune, None))}
    assert names(cast.officer, cast.commune, distant) == set()


# --- How much it costs ---


def test_composing_asks_the_same_number_of_questions_for_one_row_and_for_many(cast: Cast, last_year: Plan) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            composition_of(Plan.objects.select_related("document__issuer", "area").get(pk=last_year.pk))
        return len(queries)

    few = asked()
    for number in range(2, 12):
        block = Block.objects.create(plan=last_year, position=number, criterion=number, title=f"Tiêu chí {number}")
        Task.objects.create(plan=last_year, block=block, position=number, text=f"Việc {number}", owner=cast.officer)
        Solution.objects.create(block=block, position=1, text="Làm")
        Target.objects.create(
            plan=last_year, position=number, criterion=number, text="Tỷ lệ hộ", value=Decimal(number), unit="%"
        )
        PlanVillage.objects.create(plan=last_year, position=number, name=f"Nà {number}", area=cast.village)
        cited = CitedDocument.objects.create(type_name="Quyết định", number=f"{number}/QĐ-UBND")
        Basis.objects.create(document=last_year.document, position=number + 1, cited=cited)
    assert asked() == few
    assert any(isinstance(block, Paragraph) for block in walk(composition_of(last_year).paper.content))
