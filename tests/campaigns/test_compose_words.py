"""Words of a composed plan that must say exactly what its rows say."""

from __future__ import annotations

from datetime import date

from campaigns.actions.starting import start_plan
from campaigns.compose.compose import composition_of
from campaigns.compose.lists import task_words
from campaigns.models import Task
from tests.cast import Cast


def test_a_task_is_printed_with_its_first_and_its_last_day() -> None:
    task = Task(text="Đào rãnh thoát nước", starts_on=date(2026, 8, 1), deadline=date(2026, 9, 30))
    assert task_words(task) == "Đào rãnh thoát nước (làm từ ngày 01/8/2026; chậm nhất ngày 30/9/2026)"


def test_the_closing_names_a_village_once(cast: Cast) -> None:
    issuer = cast.committee
    issuer.name = "Thôn Nà Cốc"
    issuer.save()
    plan = start_plan(
        area=cast.village, kind="peak", year=2026, title="Cao điểm chỉnh trang của thôn Nà Cốc", issuer=issuer, by=cast.officer,
        based_on=None,
    )  # fmt: skip
    closing = composition_of(plan).paper.closing[0]
    assert closing.count("Nà Cốc") == 1
