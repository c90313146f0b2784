"""Campaigns: started from a plan or a village's decision, what they ask for, opened, closed, overlooked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.models import BankAccount
from campaigns.actions.importing import save_imported_plan
from campaigns.models import Plan
from campaigns.read import plan_facts
from campaigns.rules import findings_for
from contributions.actions import campaigns as actions
from contributions.enums import Group
from contributions.models import Campaign, Rate
from contributions.rules.campaigns import campaign_codes, group_of, initials, rates_of_plan
from core import clock
from core.errors import RuleError
from documents.read import read_file
from journal.models import Entry
from tests.campaigns.conftest import PLANS_DIR
from tests.cast import Cast
from tests.contributions.givers import campaign_of, decision, issued_plan, line

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"
LINH_THONG = PLANS_DIR / "linh-thong-2024-chung-suc.txt"


def grid(campaign: Campaign, *rows: dict[str, str], **changes: str) -> dict[str, Any]:
    """What the form of a campaign sends; `rows` stand after the rates there are."""
    there = list(campaign.rates.all())
    sent: dict[str, Any] = {
        "name": campaign.name, "purpose": campaign.purpose, "pot": campaign.pot, "labour_day_value": "150.000",
        "two_people": "on", "seen": actions.mark(campaign), "muc-TOTAL_FORMS": str(len(there) + len(rows)),
        "muc-INITIAL_FORMS": str(len(there)),
    }  # fmt: skip
    for place, rate in enumerate(there):
        values = {"id": rate.pk, "group": rate.group, "label": rate.label, "min_income": rate.min_income or "",
                  "max_income": rate.max_income or "", "days": str(rate.days or "").replace(".", ","),
                  "amount": "" if rate.amount is None else rate.amount}  # fmt: skip
        sent |= {f"muc-{place}-{name}": value for name, value in values.items()}
    for place, row in enumerate(rows, len(there)):
        sent |= {f"muc-{place}-{name}": value for name, value in row.items()}
    return sent | changes


# --- From a plan ---


def test_a_campaign_takes_everything_from_its_plan(cast: Cast, signed_in: SignIn) -> None:
    account = BankAccount.objects.create(organisation=cast.committee, number="8502201002946", bank="KBNN")
    plan = issued_plan(cast, account_number="8502201002946")
    officer = signed_in(cast.officer)
    assert plan.title in officer.get("/dong-gop/moi/").content.decode()
    form = officer.get(f"/dong-gop/moi/?ke-hoach={plan.pk}").content.decode()
    assert "3 ngày công, tương đương 450.000 đồng" in form
    assert "Đường hoa Nà Cốc" in form
    sent = {"purpose": "Đường hoa Nà Cốc", "pot": "budget"}
    response = officer.post(f"/dong-gop/moi/?ke-hoach={plan.pk}", sent)
    campaign = Campaign.objects.get()
    assert response["Location"] == f"/dong-gop/{campaign.pk}/"
    assert (campaign.name, campaign.year, str(campaign.deadline)) == (plan.title, 2026, "2026-12-30")
    assert (campaign.labour_day_value, campaign.account, campaign.pot) == (150_000, account, "budget")
    assert (campaign.code, campaign.two_people, campaign.state) == ("AB26", True, "draft")
    rates = [(r.group, r.min_income, r.max_income, r.days, r.amount) for r in campaign.rates.all()]
    assert rates == [
        (Group.STAFF, 5_000_000, None, Decimal(3), None),
        (Group.STAFF, None, 5_000_000, Decimal(2), None),
        (Group.ENTERPRISE, None, None, None, 2_000_000),
        (Group.BENEFACTOR, None, None, None, 0),
    ]
    # The form sent twice, or the old address opened again, leads to the one campaign of the plan.
    assert officer.post(f"/dong-gop/moi/?ke-hoach={plan.pk}", sent)["Location"] == response["Location"]
    assert Campaign.objects.count() == 1
    assert plan.title not in officer.get("/dong-gop/moi/").content.decode()
    assert "AB26" in officer.get("/dong-gop/?q=chung+suc").content.decode()


def test_a_plan_that_is_not_issued_starts_nothing(cast: Cast, signed_in: SignIn) -> None:
    plan = issued_plan(cast, issue=False)
    assert signed_in(cast.officer).get(f"/dong-gop/moi/?ke-hoach={plan.pk}").status_code == 404
    with pytest.raises(RuleError, match="đã ban hành"):
        actions.open_from_plan(Plan.objects.get(pk=plan.pk), pot="budget", purpose="x", by=cast.officer)


def test_the_neighbours_plan_cannot_be_taken(cast: Cast, signed_in: SignIn) -> None:
    plan = issued_plan(cast)
    assert signed_in(cast.neighbour).get(f"/dong-gop/moi/?ke-hoach={plan.pk}").status_code == 404
    assert plan.title not in signed_in(cast.neighbour).get("/dong-gop/moi/").content.decode()


@pytest.mark.skipif(not LINH_THONG.is_file(), reason="the shared plans are not here")
def test_linh_thong_asks_450_000_and_300_000_and_enterprises_from_2_000_000(cast: Cast) -> None:
    reading = read_file(LINH_THONG.read_bytes(), LINH_THONG.name)
    facts = plan_facts(reading)
    plan = save_imported_plan(
        reading, facts, findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing),
        area=cast.commune, filename=LINH_THONG.name, data=LINH_THONG.read_bytes(), issuer=cast.committee, by=cast.officer,
    )  # fmt: skip
    rates = rates_of_plan(plan.terms, plan.brackets.order_by("position"), ["Các doanh nghiệp, nhà hảo tâm"])
    assert plan.terms.labour_day_value == 150_000
    assert [(r.group, r.min_income, r.max_income, r.days, r.amount) for r in rates] == [
        (Group.STAFF, 5_000_000, None, Decimal(3), None),
        (Group.STAFF, None, 5_000_000, Decimal(2), None),
        (Group.ENTERPRISE, None, None, None, 2_000_000),
        (Group.BENEFACTOR, None, None, None, 0),
    ]
    assert plan.terms.account_number == "8502201002946"
    assert str(plan.deadline) in {"2024-06-30", "2024-06-29"}


# --- From a village's decision ---


def test_a_village_starts_from_what_its_people_decided(cast: Cast, signed_in: SignIn) -> None:
    passed, failed = decision(cast), decision(cast, agreed=50, subject="Góp tiền sửa nhà văn hóa")
    officer = signed_in(cast.officer)
    page = officer.get("/dong-gop/moi/").content.decode()
    assert "Đủ tỷ lệ: cần từ 2/3 tổng số hộ trở lên" in page
    assert "Chưa được thông qua" in page
    sent = {"name": "Làm đường Nà Cốc", "purpose": "Đường nội thôn", "pot": "village", "starts_on": "1/3/2026",
            "deadline": "1/2/2026", "key": "k"}  # fmt: skip
    address = f"/dong-gop/moi/?quyet-dinh={passed.pk}"
    assert "Thời hạn phải sau ngày bắt đầu" in officer.post(address, sent).content.decode()
    sent["deadline"] = "30/6/2026"
    assert officer.post(address, sent).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.area, campaign.residents_decision, campaign.year) == (cast.village, passed, 2026)
    answer = officer.post(f"/dong-gop/moi/?quyet-dinh={failed.pk}", sent | {"key": "k2"})
    assert "chưa được thông qua" in answer.content.decode().lower()
    assert Campaign.objects.count() == 1


# --- What it asks for ---


def test_households_are_asked_only_on_their_own_decision(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast, households=True)
    accountant = signed_in(cast.accountant)
    step = f"/dong-gop/{campaign.pk}/buoc/"
    assert accountant.post(step, {"to": "open"}).status_code == 409
    assert "cần có quyết định của Nhân dân" in accountant.get(f"/dong-gop/{campaign.pk}/").content.decode()
    whole = decision(cast, area=cast.commune, villages=6, villages_agreed=3)
    data = grid(campaign, residents_decision=str(whole.pk))
    assert accountant.post(f"/dong-gop/{campaign.pk}/sua/", data).status_code == 302
    refused = accountant.post(step, {"to": "open"})
    assert (refused.status_code, "Chưa đủ tỷ lệ" in refused.content.decode()) == (409, True)
    type(whole).objects.filter(pk=whole.pk).update(villages_agreed=4)
    assert accountant.post(step, {"to": "open"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "open"


def test_a_villages_decision_does_not_speak_for_the_commune(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast, households=True)
    data = grid(campaign, residents_decision=str(decision(cast).pk))
    page = signed_in(cast.officer).post(f"/dong-gop/{campaign.pk}/sua/", data)
    assert page.status_code == 200
    assert page.context["form"].errors["residents_decision"]


def test_a_drive_among_staff_and_enterprises_needs_none_and_steps_on(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    officer, step = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/buoc/"
    for to in ("open", "open", "closed"):
        assert officer.post(step, {"to": to}).status_code == 302
    assert officer.post(step, {"to": "draft"}).status_code == 409
    assert officer.post(step, {"to": "open"}).status_code == 409, "opened again only with a reason"
    assert officer.post(step, {"to": "open", "reason": "Còn khoản nộp muộn"}).status_code == 302
    assert Entry.objects.filter(action="campaign.stepped").count() == 3
    assert officer.post(step, {"to": "nowhere"}).status_code == 403


def test_rates_are_changed_in_the_grid_and_lead_to_reckoning_anew(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    who = line(cast, campaign)
    officer, address = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/sua/"
    data = grid(campaign, {"group": "household", "label": "Hộ gia đình", "amount": "100k"}, **{"muc-0-days": "4"})
    assert officer.post(address, data)["Location"] == f"/dong-gop/{campaign.pk}/tinh-lai/"
    assert [str(rate) for rate in campaign.rates.all()][-1] == "Hộ gia đình"
    who.refresh_from_db()
    assert who.expected_amount == 450_000, "nothing is reckoned anew without a preview"
    entry = Entry.objects.get(action="campaign.rates")
    assert "4 ngày công" in str(entry.changes)
    # Saved with what was read before: somebody saved since.
    assert "vừa được người khác sửa" in officer.post(address, data).content.decode()


def test_a_rate_that_givers_have_is_not_struck_out(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    line(cast, campaign)
    address = f"/dong-gop/{campaign.pk}/sua/"
    page = signed_in(cast.officer).post(address, grid(campaign, **{"muc-0-DELETE": "on"})).content.decode()
    assert "đang áp dụng cho 1 người" in page
    assert campaign.rates.count() == 4
    assert signed_in(cast.officer).post(address, grid(campaign, **{"muc-3-DELETE": "on"})).status_code == 302
    assert campaign.rates.count() == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"group": "staff", "label": "A", "days": "3", "amount": "5"}, "một trong hai"),
        ({"group": "staff", "label": "A"}, "một trong hai"),
        ({"group": "staff", "label": "A", "days": "-1"}, "từ 0 trở lên"),
        ({"group": "staff", "label": "", "days": "1"}, "Đối tượng"),
        ({"group": "staff", "label": "A", "days": "1", "min_income": "5tr", "max_income": "5tr"}, "lớn hơn mức dưới"),
        ({"group": "staff", "label": "Nhà hảo tâm: tùy tâm", "days": "1"}, "ghi hai lần"),
    ],
)
def test_a_rate_that_makes_no_sense(cast: Cast, signed_in: SignIn, row: dict[str, str], says: str) -> None:
    campaign = campaign_of(cast)
    page = signed_in(cast.officer).post(f"/dong-gop/{campaign.pk}/sua/", grid(campaign, row))
    assert (page.status_code, says in page.content.decode()) == (200, True)
    assert Rate.objects.count() == 4


def test_what_is_typed_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    officer = signed_in(cast.officer)
    data = grid(campaign, {"group": "staff", "label": SCRIPT, "amount": "1"}, name=SCRIPT, purpose=SCRIPT)
    assert officer.post(f"/dong-gop/{campaign.pk}/sua/", data).status_code == 302
    for address in ("", "sua/", "danh-sach/"):
        page = officer.get(f"/dong-gop/{campaign.pk}/{address}").content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page
    assert SCRIPT not in officer.get("/dong-gop/").content.decode()
    bad = grid(campaign, name="x" * 301, deadline="31/2/2026", pot="elsewhere")
    errors = officer.post(f"/dong-gop/{campaign.pk}/sua/", bad).context["form"].errors
    assert set(errors) == {"name", "deadline", "pot"}


# --- The overview ---


def test_the_office_above_reads_sums_and_no_names(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    line(cast, campaign, "Mè Thị Nhung")
    page = signed_in(cast.coordination).get(f"/dong-gop/{campaign.pk}/").content.decode()
    assert "450.000" in page
    assert "Thôn Nà Cốc" in page
    assert "Mè Thị Nhung" not in page
    roster = signed_in(cast.coordination).get(f"/dong-gop/{campaign.pk}/danh-sach/").content.decode()
    assert "Họ tên chỉ hiện với người làm việc" in roster
    assert "Mè Thị Nhung" not in roster
    assert signed_in(cast.neighbour).get(f"/dong-gop/{campaign.pk}/").status_code == 404


def test_no_hard_words_to_givers(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    row = line(cast, campaign)
    officer = signed_in(cast.officer)
    for address in (
        "",
        "danh-sach/",
        "sua/",
        "danh-sach/them/",
        f"danh-sach/{row.pk}/",
        "danh-sach/nhap/",
        "tinh-lai/",
    ):
        page = officer.get(f"/dong-gop/{campaign.pk}/{address}").content.decode().lower()
        main = page[page.index("<main") : page.index("</main>")]
        assert [word for word in ("bắt buộc", " nợ", "phạt", "phải nộp", "nghĩa vụ") if word in main] == []


@pytest.mark.parametrize("address", ["/dong-gop/", "/dong-gop/{pk}/", "/dong-gop/moi/"])
def test_as_many_queries_for_one_as_for_many(cast: Cast, signed_in: SignIn, address: str) -> None:
    campaign = campaign_of(cast)
    line(cast, campaign, "Một")
    officer = signed_in(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert officer.get(address.format(pk=campaign.pk)).status_code == 200
        return len(seen)

    decision(cast)
    queries()
    before = queries()
    for name in ("Hai", "Ba", "Bốn"):
        line(cast, campaign, name)
        decision(cast, subject=name)
    for number in range(3):
        Campaign.objects.create(
            area=cast.commune, name=f"Đợt {number}", code=f"X{number}", year=2026, purpose="x", pot="budget",
            created_by=cast.officer, created_at=clock.now(),
        )  # fmt: skip
    assert queries() == before


# --- Codes ---


@pytest.mark.parametrize(
    ("name", "letters"), [("An Bình", "AB"), ("Đức Thọ", "DT"), ("Linh Thông", "LT"), ("Ea H'leo", "EH"), ("Mường", "MU"), ("Ô", "OX"), ("", "XX")]
)  # fmt: skip
def test_initials_are_plain_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_codes_differ_and_stay_short() -> None:
    codes = campaign_codes("An Bình", 2026)
    some = [next(codes) for _ in range(600)]
    assert len(set(some)) == 600
    assert all(code.isalnum() and code.isascii() and len(code) <= 6 for code in some)


def test_the_second_campaign_of_a_place_has_another_code(cast: Cast) -> None:
    first = campaign_of(cast)
    second = actions.open_from_decision(
        decision(cast, area=cast.village), key="k", by=cast.officer,
        values={"name": "B", "purpose": "B", "pot": "village", "starts_on": None, "deadline": None, "labour_day_value": None},
    )  # fmt: skip
    third = Campaign(area=cast.commune, name="C", year=2026, purpose="C", pot="budget", created_by=cast.officer,
                     created_at=clock.now())  # fmt: skip
    actions._started(third, [], cast.officer)
    assert (first.code, second.code, third.code) == ("AB26", "NC26", "AB262")


@pytest.mark.parametrize(
    ("words", "group"),
    [("Cán bộ, công chức", Group.STAFF), ("Hộ gia đình", Group.HOUSEHOLD), ("Doanh nghiệp", Group.ENTERPRISE), ("Nhà hảo tâm", Group.BENEFACTOR), ("", Group.HOUSEHOLD)],
)  # fmt: skip
def test_groups_are_told_by_their_words(words: str, group: Group) -> None:
    assert group_of(words) == group


@pytest.mark.django_db(transaction=True)
def test_one_plan_has_one_campaign_also_when_two_start_it_at_once(cast: Cast) -> None:
    plan = issued_plan(cast)
    started: list[int] = []

    def start() -> None:
        try:
            started.append(
                actions.open_from_plan(
                    Plan.objects.select_related("area", "document").get(pk=plan.pk),
                    pot="budget",
                    purpose="x",
                    by=cast.officer,
                ).pk
            )
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 4
    assert len(set(started)) == 1
