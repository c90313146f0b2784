"""The pages of the criteria sets: what is known, where it comes from, and a row compared with the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion
from journal.queries import history_of
from tests import factories
from tests.cast import Cast
from tests.criteria.conftest import Load
from tests.criteria.levels import decided, draft, sheet_of, small_set, wording

SignIn = Callable[[User], Client]
SET = "ntm-xa-2021-2025"


def page_of(client: Client, chosen: CriteriaSet) -> str:
    answer = client.get(f"/bo-tieu-chi/{chosen.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_set_stands_in_the_list_with_what_is_known(load: Load, cast: Cast, signed_in: SignIn) -> None:
    load()
    page = signed_in(cast.stranger).get("/bo-tieu-chi/").content.decode()
    for chosen in CriteriaSet.objects.all():
        assert chosen.name in page
    for words in ("57 / 57", "6 / 47", "22 có nguồn", "35 chưa đối chiếu", "41 chưa có", "11 / chưa rõ"):
        assert words in page


def test_what_is_not_established_says_so(load: Load, cast: Cast, signed_in: SignIn) -> None:
    load()
    officer = signed_in(cast.officer)
    page = page_of(officer, CriteriaSet.objects.get(code=SET))
    assert page.count('id="ct') == 57
    assert "Chưa đối chiếu văn bản gốc" in page
    assert 'href="https://' in page
    assert "Áp dụng từ 1/3/2024" in page, "the amendment in force"
    assert "Nội dung ban đầu" in page, "and what it amended"
    assert "UBND tỉnh quy định" in page
    assert "Đã đối chiếu</button>" not in page, "an officer reads"
    new = page_of(officer, CriteriaSet.objects.get(code="ntm-2026-2030"))
    assert "Danh sách chỉ tiêu chưa đủ" in new
    assert "Chưa có" in new
    assert "6 trên 47 theo quyết định" in new
    assert "Chưa xác lập tiêu chí nào" in page_of(officer, CriteriaSet.objects.get(code="thon-kieu-mau-thua-thien-hue"))


@pytest.mark.parametrize("who", ["coordination", "superuser"])
def test_a_row_is_compared_with_the_decision(load: Load, cast: Cast, signed_in: SignIn, who: str) -> None:
    load()
    person = cast.coordination if who == "coordination" else factories.person("Người Quản Trị Gốc")
    person.is_superuser = who == "superuser"
    person.save()
    client, chosen = signed_in(person), CriteriaSet.objects.get(code=SET)
    row = IndicatorVersion.objects.filter(indicator__criterion__criteria_set=chosen, provenance="recalled").first()
    assert row is not None
    level = row.levels.filter(provenance="recalled").first()
    assert level is not None
    assert f'formaction="/bo-tieu-chi/doi-chieu/noi-dung/{row.pk}/"' in page_of(client, chosen)
    for _ in range(2):
        answer: Any = client.post(f"/bo-tieu-chi/doi-chieu/noi-dung/{row.pk}/")
        assert answer.url == f"/bo-tieu-chi/{chosen.pk}/#ct{row.indicator_id}"
        assert client.post(f"/bo-tieu-chi/doi-chieu/muc/{level.pk}/").status_code == 302
    row.refresh_from_db()
    level.refresh_from_db()
    assert (row.provenance, row.checked_by) == (level.provenance, level.checked_by) == ("checked", person.full_name)
    assert [entry.action for entry in history_of(chosen)] == ["set.row_checked"] * 2
    assert f'formaction="/bo-tieu-chi/doi-chieu/noi-dung/{row.pk}/"' not in page_of(client, chosen)
    load()
    row.refresh_from_db()
    assert row.provenance == "checked", "loading the file again leaves it so"


def test_who_may_not_and_what_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    chosen = small_set()
    row = wording("nuoc")
    for person in (cast.officer, cast.administrator, cast.leader, cast.stranger):
        assert signed_in(person).post(f"/bo-tieu-chi/doi-chieu/noi-dung/{row.pk}/").status_code == 403
    office = signed_in(cast.coordination)
    for address in ("noi-dung/0", "muc/0", f"khac/{row.pk}"):
        assert office.post(f"/bo-tieu-chi/doi-chieu/{address}/").status_code == 404
    assert office.get(f"/bo-tieu-chi/doi-chieu/noi-dung/{row.pk}/").status_code == 405
    own = decided(office, cast.province, chosen, nuoc="85").levels.get()
    assert office.post(f"/bo-tieu-chi/doi-chieu/muc/{own.pk}/").status_code == 404, "that is the province's"
    empty = Indicator.objects.create(criterion=row.indicator.criterion, key="trong", position=9)
    missing = IndicatorVersion.objects.create(indicator=empty, provenance="missing")
    assert office.post(f"/bo-tieu-chi/doi-chieu/noi-dung/{missing.pk}/").status_code == 409
    row.refresh_from_db()
    assert row.provenance == "recalled"
    assert not history_of(chosen).exists()


def test_what_a_file_brings_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    chosen = small_set(
        name="<script>alert(1)</script>", notes=["<script>alert(2)</script>"], sources=["javascript:alert(3)"]
    )
    row = wording("nuoc")
    row.text, row.source = "<script>alert(4)</script>", "javascript:alert(5)"
    row.save()
    page = page_of(signed_in(cast.officer), chosen)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_pages_cost_the_same_with_more_rows(cast: Cast, signed_in: SignIn) -> None:
    chosen = small_set()
    client = signed_in(cast.coordination)

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    decision = decided(client, cast.province, chosen, nuoc="85")
    addresses = ("/bo-tieu-chi/", f"/bo-tieu-chi/{chosen.pk}/", "/muc-cua-tinh/", f"/muc-cua-tinh/{decision.pk}/")
    before = [count(address) for address in addresses]
    for number in range(3):
        decided(client, cast.province, chosen, f"{number}/QĐ-UBND", starts="1/3/2026", nuoc="86", ngheo="4")
    small = CriteriaSet.objects.create(code="bo-hai", name="Bộ hai", level="xa", issued_by="central")
    Criterion.objects.create(criteria_set=small, number=1, name="Một")
    for place in range(3):
        criterion = Criterion.objects.create(criteria_set=chosen, number=50 + place, name="Thêm")
        indicator = Indicator.objects.create(criterion=criterion, key=f"them-{place}", position=1)
        for starts in (None, date(2025, 1, 1)):
            version = IndicatorVersion.objects.create(
                indicator=indicator, text="Thêm", effective_from=starts, provenance="recalled"
            )
            version.levels.create(layer="central", text="Đạt", provenance="recalled")
    assert [count(address) for address in addresses] == before


def test_the_form_of_a_criterion_costs_the_same_with_more_rows(cast: Cast, signed_in: SignIn) -> None:

    chosen = small_set()
    client = signed_in(cast.coordination)
    decision = draft(client, cast.province, chosen)
    address = f"/muc-cua-tinh/{decision.pk}/tieu-chi/1/"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for place in range(3):
        indicator = Indicator.objects.create(
            criterion=wording("nuoc").indicator.criterion, key=f"them-{place}", position=5
        )
        version = IndicatorVersion.objects.create(
            indicator=indicator, text="Thêm", value_kind="percent", provenance="recalled"
        )
        version.levels.create(decision=decision, layer="province", number=5, provenance="sourced")
    with CaptureQueriesContext(connection) as four:
        page = client.get(address).content.decode()
    assert page.count("Mọi năm") == 4
    assert len(four) == len(one)


def test_the_sets_of_the_house_are_read_whole(cast: Cast, signed_in: SignIn) -> None:
    """Every loaded set, its workbook and its forms open."""
    call_command("load_criteria", verbosity=0)
    client = signed_in(cast.coordination)

    for place, chosen in enumerate(CriteriaSet.objects.filter(criteria__isnull=False).distinct()):
        page_of(client, chosen)
        decision = draft(client, cast.province, chosen, f"{place}/QĐ-UBND")
        assert client.get(f"/muc-cua-tinh/{decision.pk}/").status_code == 200
        rows = sheet_of(client, decision)
        assert "chung: Chỉ tiêu chung" not in rows[0]
        for criterion in chosen.criteria.filter(indicators__isnull=False).distinct():
            answer = client.get(f"/muc-cua-tinh/{decision.pk}/tieu-chi/{criterion.number}/?nam=2027")
            assert answer.status_code == 200
