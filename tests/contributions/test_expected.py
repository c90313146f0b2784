"""What is expected of one giver: days, đồng, part of the year; and reckoning anew with a preview."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contributions.actions import expected as actions
from contributions.enums import LineState
from contributions.rules.expected import YEAR, expected
from core.errors import RuleError
from journal.models import Entry
from tests.cast import Cast
from tests.contributions.givers import campaign_of, line

SignIn = Callable[[User], Client]
#: On a busy machine a case may take its time.
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.decimals(min_value=0, max_value=366, places=2)
MONEY = st.integers(min_value=0, max_value=10**12)
MONTHS = st.integers(min_value=0, max_value=YEAR)


@pytest.mark.parametrize(
    ("days", "amount", "months", "said"),
    [
        ("3", None, 12, (Decimal("3.00"), 450_000)),
        ("2", None, 12, (Decimal("2.00"), 300_000)),
        (None, 2_000_000, 12, (None, 2_000_000)),
        ("3", None, 6, (Decimal("1.50"), 225_000)),
        ("2", None, 5, (Decimal("0.83"), 124_500)),
        (None, 100_000, 7, (None, 58_333)),
        (None, 1, 6, (None, 1)),
        ("3", None, 0, (Decimal("0.00"), 0)),
        (None, None, 12, (None, 0)),
    ],
)
def test_what_the_plans_ask(
    days: str | None, amount: int | None, months: int, said: tuple[Decimal | None, int]
) -> None:
    now = expected(days=Decimal(days) if days else None, amount=amount, day_value=150_000, months=months)
    assert (now.days, now.amount) == said


@SLOWLY
@given(days=DAYS, value=st.integers(min_value=1, max_value=10_000_000), months=MONTHS)
def test_on_paper_days_times_value_is_the_amount(days: Decimal, value: int, months: int) -> None:
    now = expected(days=days, amount=None, day_value=value, months=months)
    assert now.days is not None
    assert abs(now.days * value - now.amount) <= Decimal("0.5")
    assert 0 <= now.days <= days
    assert now.days == round(now.days, 2)


@SLOWLY
@given(amount=MONEY, months=MONTHS)
def test_part_of_a_year_is_never_more_than_the_whole_and_the_parts_meet(amount: int, months: int) -> None:
    part = expected(days=None, amount=amount, day_value=None, months=months).amount
    rest = expected(days=None, amount=amount, day_value=None, months=YEAR - months).amount
    assert 0 <= part <= amount
    assert abs(part + rest - amount) <= 1


@SLOWLY
@given(days=DAYS, amount=MONEY, months=MONTHS, state=st.sampled_from([LineState.EXEMPT, LineState.DECLINED]))
def test_who_is_exempt_or_takes_no_part_is_expected_nothing(
    days: Decimal, amount: int, months: int, state: str
) -> None:
    assert expected(days=days, amount=None, day_value=150_000, months=months, state=state).amount == 0
    assert expected(days=None, amount=amount, day_value=None, months=months, state=state).amount == 0


# --- Reckoned anew ---


def test_a_new_day_value_is_shown_before_it_is_applied(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    three, two = campaign.rates.all()[:2]
    whole = line(cast, campaign, "Lò Thị Mến", three)
    part = line(cast, campaign, "Cầm Văn Hạnh", two, months=6, pledged_amount=999)
    exempt = line(cast, campaign, "Hà Văn Thôn", three, state="exempt", reason="Hộ nghèo")
    assert (whole.expected_amount, part.expected_amount, exempt.expected_amount) == (450_000, 150_000, 0)
    type(campaign).objects.filter(pk=campaign.pk).update(labour_day_value=200_000)

    officer, address = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/tinh-lai/"
    page = officer.get(address).content.decode()
    assert "2 người thay đổi" in page
    assert "3 công, 600.000" in page
    assert "200.000" in officer.get(f"/dong-gop/{campaign.pk}/").content.decode()
    whole.refresh_from_db()
    assert whole.expected_amount == 450_000, "a preview writes nothing"

    seen = officer.get(address).context["seen"]
    assert officer.post(address, {"seen": seen}).status_code == 302
    for row in (whole, part, exempt):
        row.refresh_from_db()
    assert (whole.expected_amount, part.expected_amount, exempt.expected_amount) == (600_000, 200_000, 0)
    assert (part.months, part.pledged_amount, exempt.state, exempt.reason) == (6, 999, "exempt", "Hộ nghèo")
    assert Entry.objects.get(action="campaign.recomputed").note == "2 người; tổng mức vận động +200.000 đồng"
    assert "Không có dòng nào cần tính lại" in officer.get(address).content.decode()
    assert officer.post(address, {"seen": seen}).status_code == 302
    assert Entry.objects.filter(action="campaign.recomputed").count() == 1


def test_a_roster_that_changed_since_the_preview_is_shown_again(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    line(cast, campaign)
    type(campaign).objects.filter(pk=campaign.pk).update(labour_day_value=200_000)
    campaign.refresh_from_db()
    seen = actions.mark_of_preview(actions.preview(campaign))
    type(campaign).objects.filter(pk=campaign.pk).update(labour_day_value=210_000)
    with pytest.raises(RuleError, match="xem lại bản tính mới"):
        actions.recompute(campaign, seen=seen, by=cast.officer)
    page = signed_in(cast.officer).post(f"/dong-gop/{campaign.pk}/tinh-lai/", {"seen": seen})
    assert "xem lại bản tính mới" in page.content.decode()
