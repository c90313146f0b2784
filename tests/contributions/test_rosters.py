"""Rosters: givers by hand, found, filtered, corrected, moved; whose names are seen by whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from contributions.actions import parties as parties_actions
from contributions.actions import rosters as actions
from contributions.models import Campaign, Party, RosterLine
from core.errors import RuleError
from journal.models import Entry
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.givers import campaign_of, line, receive, unit

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


def typed(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Lường Văn Páo", "kind": "person", "household": "", "phone": "0912 345 678", "address": "", "consent": "none",
        "village": "", "unit": "", "rate": campaign.rates.all()[0].pk, "months": "12", "state": "asked", "reason": "",
        "pledged_days": "", "pledged_amount": "", "key": "k1", **changes,
    }  # fmt: skip


# --- By hand ---


def test_a_giver_is_put_on_the_roster_once(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    officer, address = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/danh-sach/them/"
    sent = typed(campaign, village=cast.village.pk, pledged_days="3,5", pledged_amount="600k")
    assert officer.post(address, sent)["Location"] == f"/dong-gop/{campaign.pk}/danh-sach/"
    row = RosterLine.objects.get()
    assert (row.party.code, row.party.phone, row.village) == ("AB-00001", "0912345678", cast.village)
    assert (row.expected_amount, str(row.pledged_days), row.pledged_amount) == (450_000, "3.50", 600_000)
    page = officer.get(f"/dong-gop/{campaign.pk}/danh-sach/").content.decode()
    assert "Lường Văn Páo" in page
    assert "3,5 công" in page
    # The same name at the same place: the person says whether it is he.
    again = officer.post(address, sent | {"key": "k2"})
    assert "Là người khác, ghi thành người mới" in again.content.decode()
    party = str(row.party_id)
    refused = officer.post(address, sent | {"key": "k2", "same": party})
    assert "đã có trong danh sách của đợt này" in refused.content.decode()
    assert officer.post(address, sent | {"key": "k2", "same": "new", "them": "1"})["Location"] == address
    assert officer.post(address, sent | {"key": "k2", "same": "new", "them": "1"}).status_code == 302
    assert sorted(Party.objects.values_list("code", flat=True)) == ["AB-00001", "AB-00002"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": "13"}, "months"),
        ({"months": "x"}, "months"),
        ({"pledged_days": "-1"}, "pledged_days"),
        ({"pledged_amount": "-5000"}, "pledged_amount"),
        ({"phone": "12"}, "phone"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"rate": "99999"}, "rate"),
        ({"state": "owing"}, "state"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(cast: Cast, signed_in: SignIn, changes: Any, field: str) -> None:
    campaign = campaign_of(cast)
    page = signed_in(cast.officer).post(f"/dong-gop/{campaign.pk}/danh-sach/them/", typed(campaign, **changes))
    assert field in page.context["form"].errors
    assert not Party.objects.exists()


def test_another_communes_places_and_rates_are_no_choice(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    foreign = factories.area("Xa", level=Level.VILLAGE, kind_word="thôn", code="T2-1", parent=cast.next_commune)
    page = signed_in(cast.officer).post(
        f"/dong-gop/{campaign.pk}/danh-sach/them/", typed(campaign, village=foreign.pk)
    )  # fmt: skip
    assert "village" in page.context["form"].errors


def test_a_line_is_exempted_and_history_tells(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    row = line(cast, campaign)
    officer, address = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/danh-sach/{row.pk}/"
    seen = officer.get(address).context["form"]["key"].value()
    sent = typed(campaign, village=cast.village.pk, state="exempt", reason=SCRIPT, key=seen)
    assert officer.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.expected_amount, str(row.expected_days)) == ("exempt", 0, "0.00")
    page = officer.get(f"/dong-gop/{campaign.pk}/danh-sach/").content.decode()
    assert "Được miễn" in page
    assert SCRIPT not in page
    assert "vừa được người khác sửa" in officer.post(address, sent).content.decode()
    assert "Vận động" in str(Entry.objects.filter(action="roster.changed").latest("pk").changes)


def test_a_closed_campaign_keeps_its_roster(cast: Cast) -> None:
    campaign = campaign_of(cast)
    row = line(cast, campaign)
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    with pytest.raises(RuleError, match="đã kết thúc"):
        actions.remove_line(row, by=cast.officer)
    with pytest.raises(RuleError, match="đã kết thúc"):
        line(cast, campaign, "Người Khác")


def test_a_line_with_a_receipt_is_not_taken_off(cast: Cast, signed_in: SignIn, drive: Drive, giver: Any) -> None:
    row, other = giver("Lò Văn An"), giver("Lò Văn Bình")
    receive(cast, row, drive.receipts, 100_000)
    officer = signed_in(cast.officer)
    base = f"/dong-gop/{drive.campaign.pk}/danh-sach/"
    answer = officer.post(f"{base}{row.pk}/bo/")
    assert (answer.status_code, "đã có chứng từ" in answer.content.decode()) == (409, True)
    assert officer.post(f"{base}{other.pk}/bo/").status_code == 302
    assert [str(kept) for kept in drive.campaign.lines.all()] == ["Lò Văn An"]
    page = officer.get(base).content.decode()
    assert "100.000" in page
    assert "350.000" in page, "what is left by the rate"


# --- Found ---


def test_found_without_diacritics_by_code_and_phone_and_filtered(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    school = unit(cast)
    line(cast, campaign, "Đặng Thị Hường", phone="0912345678")
    line(cast, campaign, "Quàng Văn Ón", campaign.rates.all()[1], village=None, unit=school, state="declined")
    officer, address = signed_in(cast.officer), f"/dong-gop/{campaign.pk}/danh-sach/"

    def names(query: str) -> list[str]:
        return [row.party.name for row in officer.get(f"{address}?{query}").context["page"]]

    assert names("q=dang+huong") == names("q=AB-00001") == names("q=0912+345+678") == ["Đặng Thị Hường"]
    assert names(f"thon={cast.village.pk}") == ["Đặng Thị Hường"]
    assert names(f"don-vi={school.pk}") == names("thon=0") == names("tinh-trang=declined") == ["Quàng Văn Ón"]
    assert names(f"muc={campaign.rates.all()[1].pk}") == ["Quàng Văn Ón"]
    assert names("con=con") == ["Đặng Thị Hường"]
    assert names("con=da") == []
    assert len(names("thon=abc&muc=&con=gi&q=")) == 2
    assert "Không có người nào như vậy" in officer.get(f"{address}?q=zzz").content.decode()


def test_a_village_head_sees_only_his_village(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    other = factories.area("Nà Lỏng", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    mine, theirs = line(cast, campaign, "Mè Thị Nhung"), line(cast, campaign, "Vàng A Súa", village=other)
    head = signed_in(cast.village_head)
    page = head.get(f"/dong-gop/{campaign.pk}/danh-sach/").content.decode()
    assert "Mè Thị Nhung" in page
    assert "Vàng A Súa" not in page
    assert head.get(f"/dong-gop/nguoi/{mine.party_id}/").status_code == 200
    assert head.get(f"/dong-gop/nguoi/{theirs.party_id}/").status_code == 404
    assert head.get(f"/dong-gop/{campaign.pk}/danh-sach/{mine.pk}/").status_code == 403
    assert "Vàng A Súa" not in head.get("/dong-gop/nguoi/").content.decode()
    neighbour = factories.person("Kế Toán Bên", Role.ACCOUNTANT, cast.next_commune)
    assert signed_in(neighbour).get(f"/dong-gop/{campaign.pk}/danh-sach/{mine.pk}/").status_code == 404
    own = signed_in(cast.officer)
    assert own.get(f"/dong-gop/{campaign.pk + 1}/danh-sach/{mine.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/dong-gop/{pk}/danh-sach/", "/dong-gop/nguoi/", "/dong-gop/nguoi/{party}/", "/dong-gop/{pk}/danh-sach/{line}/"])  # fmt: skip
def test_as_many_queries_for_one_as_for_many(cast: Cast, signed_in: SignIn, address: str) -> None:
    campaign = campaign_of(cast)
    first = line(cast, campaign, "Một")
    officer = signed_in(cast.officer)
    where = address.format(pk=campaign.pk, party=first.party_id, line=first.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(where).status_code == 200
        return len(seen)

    queries()
    before = queries()
    for name in ("Hai", "Ba", "Bốn"):
        line(cast, campaign, name, unit=unit(cast, name))
    assert queries() == before


# --- Givers ---


def test_a_giver_moves_and_the_open_roster_moves_if_wanted(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    row = line(cast, campaign, "Mè Thị Nhung")
    other = factories.area("Nà Lỏng", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    officer, address = signed_in(cast.officer), f"/dong-gop/nguoi/{row.party_id}/chuyen/"
    assert officer.post(address, {"village": other.pk, "unit": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.party.village, row.village) == (other, cast.village)
    assert officer.post(address, {"village": other.pk, "unit": "", "lines_too": "on"}).status_code == 302
    assert officer.post(address, {"village": other.pk, "unit": "", "lines_too": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.village == other
    assert Entry.objects.filter(action="party.moved").count() == 2
    assert "Chuyển 1 dòng danh sách" in officer.get(f"/dong-gop/nguoi/{row.party_id}/").content.decode()
    wrong = officer.post(address, {"village": cast.commune.pk})
    assert wrong.context["move"].errors["village"]


def test_a_giver_is_corrected(cast: Cast, signed_in: SignIn) -> None:
    party = line(cast, campaign_of(cast), "Me Thi Nhung").party
    officer, address = signed_in(cast.accountant), f"/dong-gop/nguoi/{party.pk}/sua/"
    seen = officer.get(address).context["form"]["seen"].value()
    sent = {
        "name": SCRIPT,
        "kind": "person",
        "household": SCRIPT,
        "phone": "",
        "address": SCRIPT,
        "consent": "full",
        "seen": seen,
    }
    assert officer.post(address, sent).status_code == 302
    assert SCRIPT not in officer.get(f"/dong-gop/nguoi/{party.pk}/").content.decode()
    assert "vừa được người khác sửa" in officer.post(address, sent).content.decode()
    party.refresh_from_db()
    assert party.consent == "full"


@pytest.mark.django_db(transaction=True)
def test_codes_do_not_collide_when_many_write_at_once(cast: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    values = {"name": "Người", "kind": "person", "village": None, "unit": None, "household": "", "phone": "", "address": "",
              "consent": "none"}  # fmt: skip

    def write() -> None:
        try:
            for _ in range(10):
                parties_actions.add_party(cast.commune, values=values, by=cast.officer)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = list(Party.objects.order_by("code").values_list("code", flat=True))
    assert codes == [f"AB-{number:05d}" for number in range(1, 61)]
