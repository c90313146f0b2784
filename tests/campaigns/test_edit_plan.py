"""A draft is corrected after it was saved, and only as long as it is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaigns.actions.importing import read_upload
from campaigns.models import Plan
from documents.actions import submit
from journal.models import Entry
from tests.campaigns.test_pages import ANNUAL, _typed
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast, signed_in: SignIn) -> Plan:
    """The annual plan, saved as it was read, without an issuer."""
    row = read_upload(area=cast.commune, name=ANNUAL.name, data=ANNUAL.read_bytes(), by=cast.officer)
    officer = signed_in(cast.officer)
    officer.post(f"/ke-hoach/nhap/{row.pk}/", _typed(officer, f"/ke-hoach/nhap/{row.pk}/"))
    return Plan.objects.get()


def _page(client: Client, plan: Plan, **changes: Any) -> dict[str, Any]:
    """The edit page as it would be sent back, with changes."""
    address = f"/ke-hoach/{plan.pk}/sua/"
    return {**_typed(client, address), "seen": client.get(address).context["seen"], **changes}


def test_head_and_rows_are_written_anew(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    before = (plan.blocks.count(), plan.targets.count(), sorted(plan.findings.values_list("code", flat=True)))
    changes = {
        "d-issuer": cast.committee.pk,
        "d-theme": "Năm nước sạch",
        "khoi-1-lead": "Bí thư chi bộ",
        "muc-tieu-0-DELETE": "on",
    }
    response = officer.post(f"/ke-hoach/{plan.pk}/sua/", _page(officer, plan, **changes))
    assert (response.status_code, response["Location"]) == (302, f"/ke-hoach/{plan.pk}/")
    plan = Plan.objects.get()
    assert (plan.document.issuer, plan.theme) == (cast.committee, "Năm nước sạch")
    assert plan.blocks.get(position=2).lead == "Bí thư chi bộ"
    assert plan.blocks.get(position=2).tasks.exists()
    after = (plan.blocks.count(), plan.targets.count(), sorted(plan.findings.values_list("code", flat=True)))
    assert after == (before[0], before[1] - 1, before[2])
    assert Entry.objects.filter(action="plan.revised").count() == 1


def test_a_page_opened_before_a_colleagues_change_does_not_undo_it(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    stale = _page(officer, plan, **{"d-theme": "Bản cũ"})
    officer.post(f"/ke-hoach/{plan.pk}/sua/", _page(officer, plan, **{"d-theme": "Bản mới", "khoi-0-DELETE": "on"}))
    answer = officer.post(f"/ke-hoach/{plan.pk}/sua/", stale)
    assert answer.status_code == 200
    assert "Số dòng trên màn hình không còn khớp" in answer.content.decode()
    assert Plan.objects.get().theme == "Bản mới"


def test_a_submitted_plan_stays_as_it_is(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    data = _page(officer, plan, **{"d-issuer": cast.committee.pk})
    officer.post(f"/ke-hoach/{plan.pk}/sua/", data)
    late = _page(officer, plan, **{"d-theme": "Sửa muộn"})
    submit(Plan.objects.get().document, by=cast.officer)
    answer = officer.post(f"/ke-hoach/{plan.pk}/sua/", late, follow=True)
    assert "Văn bản không còn là bản nháp nên không sửa được." in answer.content.decode()
    assert Plan.objects.get().theme == plan.theme
