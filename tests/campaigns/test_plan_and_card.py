"""What a plan says of results goes into the card; what it wants to reach stands beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from campaigns.models import Plan, TargetValue
from core.clock import now
from criteria.enums import State
from criteria.models import Scorecard
from ntm.demo.load import load

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(db: None) -> Plan:
    call_command("load_criteria", verbosity=0)
    load()
    return Plan.objects.get(kind="annual")


def test_the_annual_plans_results_become_a_card(plan: Plan, signed_in: SignIn) -> None:
    """Plan Thượng Lộ: 16 criteria listed met, two indicators unmet with 20 of 50 %, criterion 6 not mentioned."""
    officer = signed_in(User.objects.get(phone="0900000001"))
    for _ in range(2):
        assert officer.post(f"/ke-hoach/{plan.pk}/vao-phieu/").status_code == 302
    card = Scorecard.objects.get()
    claims = {
        row.criterion.number: row.state for row in card.results.filter(indicator=None).select_related("criterion")
    }
    assert (card.year, card.criteria_set.code) == (2024, "ntm-xa-2021-2025")
    assert sum(state == State.MET for state in claims.values()) == 16
    assert 6 not in claims
    rows = {str(row.indicator): row for row in card.results.exclude(indicator=None).select_related("indicator")}
    assert {code: row.state for code, row in rows.items()} == {"13.3": State.UNMET, "15.4": State.UNMET}
    page = officer.get(card.get_absolute_url()).content.decode()
    assert 'Khai đạt <b class="tnum">16</b>' in page
    assert "Tiêu chí 01 khai đạt nhưng chỉ tiêu" in page, "the list alone is no data"


def test_the_cards_checks_say_what_the_plans_own_findings_say(plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(User.objects.get(phone="0900000001"))
    officer.post(f"/ke-hoach/{plan.pk}/vao-phieu/")
    card = Scorecard.objects.get()
    page = officer.get(card.get_absolute_url()).content.decode()
    symbol = plan.document.number_and_symbol
    assert f"Kế hoạch {symbol} khai 17 tiêu chí đạt nhưng phiếu chỉ ghi 16; chưa nêu tiêu chí 06." in page
    for number in ("05", "07"):
        assert f"Kế hoạch {symbol}: Tiêu chí {number} (" in page
    page = officer.get(f"/tieu-chi/{card.pk}/15/").content.decode()
    assert "50 %" in page, "the plan's target"
    assert 'Đang ghi: <b class="tnum">20' in page, "and what the plan says it stands at"


def test_a_months_figure_of_a_target_can_be_taken_over(plan: Plan, signed_in: SignIn) -> None:
    """Criterion 10 has one row, so the figure of its target belongs there; nothing is filled by itself."""
    person = User.objects.get(phone="0900000001")
    officer = signed_in(person)
    officer.post(f"/ke-hoach/{plan.pk}/vao-phieu/")
    target = plan.targets.get(criterion=10)
    for month, figure in ((5, 50), (6, Decimal("52.5"))):
        TargetValue.objects.create(target=target, month=date(2024, month, 1), value=figure, by=person, at=now())
    card = Scorecard.objects.get()
    page = officer.get(f"/tieu-chi/{card.pk}/10/").content.decode()
    assert 'data-take="52,5"' in page
    assert "Số liệu tháng 06/2024" in page
    assert not card.results.filter(criterion__number=10, indicator__isnull=False).exists()


def test_the_plans_targets_stand_beside_the_field(plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(User.objects.get(phone="0900000001"))
    officer.post(f"/ke-hoach/{plan.pk}/vao-phieu/")
    card = Scorecard.objects.get()
    assert "54,1 triệu đồng" in officer.get(f"/tieu-chi/{card.pk}/10/").content.decode()


def test_a_stranger_to_the_commune_enters_nothing(plan: Plan, signed_in: SignIn) -> None:
    for phone in ("0900000021", "0900000002"):
        assert signed_in(User.objects.get(phone=phone)).post(f"/ke-hoach/{plan.pk}/vao-phieu/").status_code in {
            403,
            404,
        }
    assert not Scorecard.objects.exists()
