"""Unmet rows of a card propose tasks; the officer words them and puts them into next year's draft plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.models import Area
from campaigns.actions.starting import start_plan
from campaigns.enums import PlanKind
from campaigns.models import PartState, Plan, Task
from criteria.actions.cards import open_card, save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Indicator, Level, RowCare, Scorecard
from documents.enums import DocumentState
from documents.models import Document
from journal.models import Entry
from tests.cast import Cast

SignIn = Callable[[User], Client]
NTM = "ntm-xa-2021-2025"


def row_of(code: str) -> Indicator:
    return Indicator.objects.select_related("criterion").get(key=code, criterion__criteria_set__code=NTM)


def put(card: Scorecard, code: str, by: User, value: Value, state: State | None = None, reason: str = "") -> None:
    row = row_of(code)
    save_criterion(card, row.criterion, rows={row.pk: Entered(value, state, reason)}, whole=None, by=by)


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    """An Bình 2025: health records 20 of 50 % (as plan Thượng Lộ has it), stunting 30 where 24 % are allowed, planning met."""
    call_command("load_criteria", verbosity=0)
    found = open_card(area=cast.commune, criteria_set=CriteriaSet.objects.get(code=NTM), year=2025, by=cast.officer)
    for code, level in (("17.6", Decimal(50)), ("15.3", Decimal(24))):
        version = row_of(code).versions.order_by("pk").last()
        Level.objects.filter(version__indicator=row_of(code)).delete()
        assert version is not None
        Level.objects.create(version=version, layer="central", number=level, provenance="recalled")
    put(found, "17.6", cast.officer, Value(number=Decimal(20)))
    put(found, "15.3", cast.officer, Value(number=Decimal("30.5")))
    put(found, "1.1", cast.officer, Value(text="Đạt"))
    return found


def next_plan(cast: Cast, area: Area | None = None, **other: Any) -> Plan:
    values = {"kind": PlanKind.ANNUAL, "year": 2026, "title": "Xây dựng nông thôn mới năm 2026", **other}
    return start_plan(area=area or cast.commune, issuer=cast.committee, by=cast.officer, **values)


def at(card: Scorecard) -> str:
    return f"/ke-hoach/de-xuat-nhiem-vu/{card.pk}/"


def ticked(plan: Plan, *codes: str, **other: str) -> dict[str, str]:
    data: dict[str, str] = {"plan": str(plan.pk)}
    for code in codes:
        prefix = f"c{row_of(code).pk}"
        data |= {
            f"{prefix}-take": "on",
            f"{prefix}-text": f"Làm việc của {code}",
            f"{prefix}-unit": "",
            f"{prefix}-deadline": "",
        }
        data |= {f"{prefix}-{name}": value for name, value in other.items()}
    return data


def test_the_gap_is_told_in_plain_words(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).get(at(card)).content.decode()
    assert "nâng từ 20 % lên ít nhất 50 %" in page
    assert "giảm từ 30,5 % xuống không quá 24 %" in page
    assert "rà soát, thu thập số liệu" in page
    assert 'Chưa đạt <b class="tnum">2</b>' in page
    assert f"c{row_of('1.1').pk}-text" not in page, "what is met asks for nothing"
    assert "Chưa có bản nháp kế hoạch năm 2026" in page


def test_ticked_rows_become_tasks_of_their_criterion(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """Twice the same: one task. The paper holds it, an open form of that part is told, a missing block is made."""
    RowCare.objects.create(
        scorecard=card, criterion=row_of("17.6").criterion, indicator=row_of("17.6"), unit="Trạm Y tế xã",
        due_on=date(2026, 9, 30),
    )  # fmt: skip
    plan, officer = next_plan(cast), signed_in(cast.officer)
    plan.blocks.filter(criterion=15).delete()
    page = officer.get(at(card)).content.decode()
    assert "Trạm Y tế xã" in page
    assert "30/9/2026" in page
    data = ticked(plan, "17.6", unit="Trạm Y tế xã", deadline="30/9/2026") | ticked(plan, "15.3")
    for _ in range(2):
        assert officer.post(at(card), data).status_code == 302
    tasks = {row.source.rpartition(" ")[2]: row for row in plan.tasks.select_related("block")}
    assert set(tasks) == {"17.6", "15.3"}
    waste, stunting = tasks["17.6"], tasks["15.3"]
    assert waste.block is not None
    assert (waste.block.criterion, waste.unit, waste.deadline) == (17, "Trạm Y tế xã", date(2026, 9, 30))
    assert stunting.block is not None
    assert (stunting.block.criterion, stunting.block.title) == (15, "Y tế")
    assert "Làm việc của 17.6" in str(Document.objects.get(pk=plan.document_id).context)
    assert PartState.objects.get(plan=plan, slug=f"tieu-chi-{waste.block.pk}").saves == 1
    assert Entry.objects.filter(action="plan.block_saved", subject_id=str(plan.pk)).count() == 1
    page = officer.get(at(card)).content.decode()
    assert "Đã có trong kế hoạch" in page
    assert f"c{row_of('17.6').pk}-text" not in page


def test_what_is_not_ticked_is_not_looked_at(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    plan, officer = next_plan(cast), signed_in(cast.officer)
    prefix = f"c{row_of('15.3').pk}"
    data = ticked(plan, "17.6") | {f"{prefix}-text": "", f"{prefix}-deadline": "hôm nào đó"}
    assert officer.post(at(card), data).status_code == 302
    assert plan.tasks.count() == 1
    empty = ticked(plan)
    answer = officer.post(at(card), empty, follow=True)
    assert "Không có nhiệm vụ mới nào" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"deadline": "31/2/2026"}, "31/2/2026"),
        ({"text": " "}, "Nhập nội dung nhiệm vụ"),
        ({"text": "a" * 10_001}, "Nhập nhiều nhất 10000 ký tự"),
        ({"plan": ""}, "Chọn một mục"),
    ],
)
def test_wrong_input_is_said_and_nothing_written(
    card: Scorecard, cast: Cast, signed_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    plan, officer = next_plan(cast), signed_in(cast.officer)
    data = ticked(plan, "17.6", **{name: value for name, value in wrong.items() if name != "plan"})
    answer = officer.post(at(card), data | ({"plan": wrong["plan"]} if "plan" in wrong else {}))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Task.objects.exists()


def test_only_drafts_of_the_same_area_and_the_next_year(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    sent = next_plan(cast)
    Document.objects.filter(pk=sent.document_id).update(state=DocumentState.SUBMITTED)
    others = [
        sent, next_plan(cast, area=cast.next_commune), next_plan(cast, year=2027), next_plan(cast, kind=PlanKind.PEAK),
    ]  # fmt: skip
    for plan in others:
        assert officer.post(at(card), ticked(plan, "17.6")).status_code == 200
    assert not Task.objects.exists()


def test_who_may_read_the_card_sees_them_who_writes_plans_takes_them(
    card: Scorecard, cast: Cast, signed_in: SignIn
) -> None:
    plan = next_plan(cast)
    for person in (cast.leader, cast.coordination):
        page = signed_in(person).get(at(card)).content.decode()
        assert "nâng từ 20 %" in page
        assert "Đưa các nhiệm vụ" not in page
        assert signed_in(person).post(at(card), ticked(plan, "17.6")).status_code == 403
    assert signed_in(cast.neighbour).get(at(card)).status_code == 404
    assert not Task.objects.exists()


def test_script_in_a_task_is_text(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    plan, officer = next_plan(cast), signed_in(cast.officer)
    script = "<script>alert(1)</script>"
    officer.post(at(card), ticked(plan, "17.6", text=script, unit=script))
    assert plan.tasks.get().text == script
    for address in (
        at(card),
        plan.get_absolute_url(),
        f"/ke-hoach/{plan.pk}/soan/tieu-chi-{plan.tasks.get().block_id}/",
    ):
        assert script not in officer.get(address).content.decode()


def test_the_page_costs_the_same_for_few_and_many(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    next_plan(cast)

    def queries() -> int:
        officer.get(at(card))
        with CaptureQueriesContext(connection) as told:
            assert officer.get(at(card)).status_code == 200
        return len(told)

    few = queries()
    for code in ("2.1", "2.2", "17.2", "17.9"):
        put(card, code, cast.officer, Value(number=Decimal(1)), State.UNMET, "Xã xét.")
    assert queries() == few
