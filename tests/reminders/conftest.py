from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from campaigns.models import Plan, Task
from tests.campaigns.years import issued_plan

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.conftest import Clock


@pytest.fixture
def officer(cast: Cast) -> User:
    cast.officer.email = "men@xa-an-binh.vn"
    cast.officer.save()
    return cast.officer


@pytest.fixture
def plan(cast: Cast, clock: Clock) -> Plan:
    """Wednesday 1 July 2026."""
    clock.set("2026-07-01 09:00")
    return issued_plan(cast)


def task(plan: Plan, on: date, owner: User, text: str = "Làm đường trục xóm 2") -> Task:
    return Task.objects.create(plan=plan, position=1, text=text, owner=owner, deadline=on)
