"""What a plan says of results goes into the card; what it wants to reach stands beside the fields."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from campaigns.models import Plan
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
