"""The province's report put together from the communes': every figure the sum of its parts, counted here by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.enums import Level
from reporting.actions.opening import open_report
from reporting.actions.reports import draft_report
from reporting.compose.rollup import rollup
from reporting.context import Drafted, Scope
from reporting.enums import ReportState
from reporting.models import PeriodicReport, SentVersion
from reporting.read.tables import table
from reporting.rules.periods import period_of
from tests import factories
from tests.reporting import below
from tests.reporting.below import ENDS, STARTS, Province, chance

if TYPE_CHECKING:
    from accounts.models import User
    from tests.conftest import Clock

SignIn = Callable[["User"], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def july(clock: Clock) -> None:
    """The figures of July are complete, its last day to send is tomorrow."""
    clock.set("2024-07-16 09:00")


def scope(made: Province) -> Scope:
    return Scope(made.area, made.form, STARTS, ENDS, label="tháng 7/2024")


def filled(made: Province, count: int) -> None:
    for area in made.communes[:count]:
        below.send(made, area, below.content(area, chance(area.name)))


def figures(said: Drafted) -> dict[tuple[str, str, str], Decimal | None]:
    return {(one.table, one.row, one.column): one.value for one in said.figures}


def by_hand(contents: list[dict[str, Any]]) -> dict[tuple[str, str, str], Decimal]:
    """The sums of all cells whose column adds, without the code under test."""
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for said in contents:
        for cell in said["cells"]:
            adds = {column.code for column in table(cell["table"]).columns if column.adds}
            if cell["value"] is not None and cell["column"] in adds:
                sums[cell["table"], cell["row"], cell["column"]] += Decimal(cell["value"])
    return sums


def test_a_province_of_120_communes_is_the_sum_of_its_parts(july: None, signed_in: SignIn) -> None:
    made = below.province(120)
    filled(made, 118)
    returned = made.communes[0]
    PeriodicReport.objects.filter(area=returned).update(state=ReportState.RETURNED)
    # A second version takes the place of the first.
    mended = made.communes[1]
    again = below.content(mended, chance("again"), met=19)
    below.send(made, mended, again, at=below.later(1))

    report = open_report(made.form, made.area, period_of(made.form, ENDS), by=made.officer)
    page = signed_in(made.officer).post(reverse("reporting:draft_report", args=[report.pk]))
    assert page.status_code == 302

    counted = [again, *(below.content(area, chance(area.name)) for area in made.communes[2:118])]
    expected = by_hand(counted)
    cells = {(cell.table, cell.row, cell.column): cell for cell in report.cells.all()}
    found = {
        key: cell.value for key, cell in cells.items() if cell.value is not None and table(key[0]).column(key[2]).adds
    }
    assert found == expected
    assert len(found) > 17 * 4
    # Shares are counted anew, never added.
    year, planned = expected["resources", "given", "year"], expected["resources", "given", "planned"]
    share = cells["resources", "given", "share"].value
    assert share == (year * 100 / planned).quantize(Decimal("0.0001"))

    words = "\n".join(report.passages.values_list("text", flat=True))
    assert "117/120 xã đã gửi báo cáo tháng (tháng 7/2024), đạt 97,5%" in words
    assert "02 xã chưa gửi: xã Mường 119, xã Mường 120" in words
    assert "Có 01 xã phải sửa, chưa gửi lại: xã Mường 001" in words
    assert {gap.what for gap in report.gaps.all()} == {
        "Xã Mường 001 chưa gửi lại báo cáo bị trả lại", "Xã Mường 119 chưa gửi báo cáo", "Xã Mường 120 chưa gửi báo cáo",
    }  # fmt: skip
    whole = sum(
        sum(cell["text"] == "Đạt" for cell in said["cells"] if cell["column"] == "state") == 19 for said in counted
    )
    assert f"Trong 117 xã tự đánh giá có {whole:02d} xã đạt đủ 19/19 tiêu chí" in words
    met = sum(
        said["cells"][0] is not None
        and any(c["row"] == "7:criterion:3" and c["text"] == "Đạt" and c["column"] == "state" for c in said["cells"])
        for said in counted
    )
    assert f"Đạt: {met}" in cells["criteria", "7:criterion:3", "state"].text
    assert cells["criteria", "7:criterion:3", "criterion"].text == "Tiêu chí 3"
    assert cells["criteria", "7:criterion:3", "result"].text == ""

    # More than fifty parts: the figure leads to the page that lists them, and that page adds up to it.
    key = ("resources", "people_cash", "year")
    (source,) = cells[key].sources
    assert source["label"].endswith("báo cáo đã gửi của xã")
    listed = signed_in(made.officer).get(source["url"])
    assert listed.status_code == 200
    assert listed.context["found"].total == expected[key]
    assert listed.content.decode().count("Chưa gửi") >= 2


def test_few_parts_are_named_one_by_one_and_own_rows_bear_their_area(july: None) -> None:
    made = below.province(3)
    filled(made, 3)
    said = rollup(scope(made))
    one = next(item for item in said.figures if (item.row, item.column) == ("people_cash", "year"))
    named = {source.id for source in one.sources}
    assert named <= set(SentVersion.objects.values_list("pk", flat=True))
    parts = {
        version.report.area: next(
            (
                cell["value"]
                for cell in version.content["cells"]
                if (cell["row"], cell["column"]) == ("people_cash", "year")
            ),
            None,
        )
        for version in SentVersion.objects.all()
    }
    assert len(named) == sum(value is not None for value in parts.values())
    texts = [item.text for item in said.figures if (item.table, item.column) == ("works", "area")]
    assert texts[:2] == ["Thôn Thử, xã Mường 001", "Xã Mường 001"]
    debts = [item.text for item in said.figures if (item.table, item.column) == ("debts", "work")]
    assert debts[0] == "Đường số 0 (xã Mường 001)"
    empty = [item for item in said.figures if (item.table, item.column) == ("works", "paid")]
    assert empty, "nobody knows: no figure, and never a nought"
    assert all(item.value is None for item in empty)


def test_the_roll_up_asks_the_same_few_questions_however_many_communes(july: None) -> None:
    made = below.province(4)
    counts = []
    for count in (1, 3):
        filled(made, count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rollup(scope(made))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_what_is_not_asked_or_of_another_period_does_not_count(july: None) -> None:
    made = below.province(2)
    filled(made, 1)
    old = below.content(made.communes[1], chance("old"))
    below.send(
        made,
        made.communes[1],
        old,
        starts=STARTS.replace(month=5),
        ends=ENDS.replace(month=6),
        due=ENDS.replace(month=6),
    )
    assert {key for key, value in figures(rollup(scope(made))).items() if value is not None} == set(
        by_hand([below.content(made.communes[0], chance(made.communes[0].name))])
    ) | {
        key
        for key in figures(rollup(scope(made)))
        if key[2] == "share" and figures(rollup(scope(made)))[key] is not None
    }
    made.duty.valid_to = ENDS.replace(month=5)
    made.duty.save()
    said = rollup(scope(made))
    assert not said.figures
    assert not said.missing


def test_a_commune_merged_before_the_period_owes_nothing(july: None) -> None:
    made = below.province(2)
    gone = made.communes[1]
    gone.valid_to = STARTS
    gone.save()
    filled(made, 1)
    said = rollup(scope(made))
    assert not said.missing
    assert "01/01 xã đã gửi" in said.sentences[0].text


def test_drafts_never_reach_the_office(july: None, signed_in: SignIn) -> None:
    made = below.province(1)
    area = made.communes[0]
    report = below.send(made, area, below.content(area, chance("1")))
    PeriodicReport.objects.filter(pk=report.pk).update(state=ReportState.DRAFT)
    report.passages.create(section=0, position=0, text="Bí mật chưa gửi", drafted="")
    said = rollup(scope(made))
    assert not [one for one in said.figures if one.value is not None]
    assert said.missing[0].what.endswith("chưa gửi lại báo cáo bị trả lại")
    client = signed_in(made.officer)
    for url in (reverse("reporting:office") + "?nam=2024", report.get_absolute_url()):
        assert "Bí mật" not in client.get(url).content.decode()


def test_a_drafted_report_of_the_province_keeps_what_the_officer_wrote(july: None) -> None:
    made = below.province(2)
    filled(made, 1)
    report = open_report(made.form, made.area, period_of(made.form, ENDS), by=made.officer)
    draft_report(report, by=made.officer)
    filled(made, 2)
    draft_report(report, by=made.officer)
    assert report.passages.filter(text__contains="02/02 xã đã gửi").count() == 1
    assert factories.area("Ngoài", level=Level.PROVINCE, kind_word="tỉnh", code="N").pk
