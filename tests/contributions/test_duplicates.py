"""Givers who may be one: proposed with reasons, merged with their history, or told apart; never by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contributions.actions import duplicates as actions
from contributions.models import Campaign, Duplicate, Party, RosterLine
from contributions.rules.duplicates import Giver, compare, likenesses
from core.errors import RuleError
from journal.models import Entry
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.givers import campaign_of, line, receive

SignIn = Callable[[User], Client]
#: On a busy machine a case may take its time.
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def somebody(pk: int, name: str, place: int | None = 1, household: str = "", phone: str = "", **more: Any) -> Giver:
    return Giver(pk, name, more.get("firm", False), place, more.get("unit"), household, phone)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (somebody(1, "Lò Thị Mến"), somebody(2, "Lò Thị Mến"), "cùng họ tên, cùng thôn"),
        (somebody(1, "Lò Thị Mến"), somebody(2, "LO THI MEN"), "cùng họ tên nếu bỏ dấu, cùng thôn"),
        (somebody(1, "Mến Lò Thị"), somebody(2, "Lò Thị Mến"), "khác thứ tự"),
        (somebody(1, "Lò Mến", phone="0912345678"), somebody(2, "Lò Thị Mến", phone="0912345678"), "không có tên đệm"),
        (somebody(1, "Lò Mến", household="may"), somebody(2, "Lò Thị Mến", household="may"), "cùng hộ"),
    ],
)
def test_who_is_shown_to_a_person(one: Giver, other: Giver, why: str) -> None:
    found = compare(other, one)
    assert found is not None
    assert (found.one, found.other) == (1, 2)
    assert why in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (somebody(1, "Lò Thị Mến", 1), somebody(2, "Lò Thị Mến", 2)),
        (somebody(1, "Lò Văn Mến"), somebody(2, "Lò Thị Mến")),
        (somebody(1, "Cầm Văn Hạnh", phone="0912345678"), somebody(2, "Lò Thị Mến", phone="0912345678")),
        (somebody(1, "Lò Thị Mến", phone="0912345678"), somebody(2, "Lò Thị Mến", phone="0987654321")),
        (somebody(1, "An Bình", firm=True), somebody(2, "An Bình")),
        (somebody(1, "Lò Mến"), somebody(2, "Lò Thị Mến")),
    ],
)
def test_who_is_left_in_peace(one: Giver, other: Giver) -> None:
    assert compare(one, other) is None


_NAMES = st.sampled_from(["Lò Thị Mến", "Lo Thi Men", "Mến Lò Thị", "Lò Mến", "Cầm Văn Hạnh", "Cam Hanh"])
_GIVERS = st.lists(
    st.builds(
        lambda name, place, phone: (name, place, phone),
        _NAMES,
        st.sampled_from([None, 1, 2]),
        st.sampled_from(["", "0912345678", "0987654321"]),
    ),
    max_size=25,
)


@SLOWLY
@given(_GIVERS)
def test_blocks_miss_no_pair_and_each_pair_stands_once(rows: list[tuple[str, int | None, str]]) -> None:
    givers = [somebody(pk, name, place, phone=phone) for pk, (name, place, phone) in enumerate(rows, 1)]
    pairs = {(a.pk, b.pk) for a in givers for b in givers if a.pk < b.pk and compare(a, b)}
    found = likenesses(givers)
    assert {(row.one, row.other) for row in found} == pairs
    assert len(found) == len(pairs)
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)
    assert all(60 <= row.score <= 100 and row.why for row in found)


# --- A person decides ---


def pair(cast: Cast, campaign: Campaign) -> tuple[RosterLine, RosterLine, Duplicate]:
    one = line(cast, campaign, "Mè Thị Nhung", household="Mè Văn Xôm")
    other = line(cast, campaign, "Me Thi Nhung", phone="0912345678")
    assert actions.find_duplicates(cast.commune) == 1
    return one, other, Duplicate.objects.get()


def test_two_are_merged_and_history_stays(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    one, other, _ = pair(cast, campaign)
    earlier = Campaign.objects.create(
        area=cast.commune, name="Đợt trước", code="AB25", year=2025, purpose="x", pot="budget", state="closed",
        created_by=cast.officer, created_at=campaign.created_at,
    )  # fmt: skip
    old = RosterLine.objects.create(campaign=earlier, party=other.party, created_at=campaign.created_at)
    officer = signed_in(cast.officer)
    page = officer.get("/dong-gop/ten-trung/").content.decode()
    assert "cùng họ tên nếu bỏ dấu, cùng thôn" in page
    address = f"/dong-gop/ten-trung/{Duplicate.objects.get().pk}/"
    assert officer.post(address, {"answer": str(one.party_id)}).status_code == 302
    assert officer.post(address, {"answer": str(one.party_id)}).status_code == 302
    gone, kept = Party.objects.get(pk=other.party_id), Party.objects.get(pk=one.party_id)
    assert (gone.merged_into, kept.phone, kept.household) == (kept, "0912345678", "Mè Văn Xôm")
    assert [row.party for row in campaign.lines.all()] == [kept]
    old.refresh_from_db()
    assert old.party == gone, "a closed roster stays as it was reported"
    page = officer.get(f"/dong-gop/nguoi/{kept.pk}/").content.decode()
    assert "Đợt trước" in page
    assert gone.code in page
    assert "đã gộp vào" in officer.get(f"/dong-gop/nguoi/{gone.pk}/").content.decode()
    assert Entry.objects.filter(action="party.merged").count() == 2
    assert actions.find_duplicates(cast.commune) == 0
    assert officer.get("/dong-gop/nguoi/?q=me+thi+nhung").context["page"].paginator.count == 1


def test_the_line_with_receipts_stays(cast: Cast, drive: Drive, giver: Any) -> None:
    kept, gone = giver("Mè Thị Nhung"), giver("Me Thi Nhung")
    receive(cast, gone, drive.receipts, 100_000)
    actions.find_duplicates(cast.commune)
    actions.merge(Duplicate.objects.get(), keep=kept.party_id, by=cast.officer)
    stays = drive.campaign.lines.get()
    assert (stays.pk, stays.party_id) == (gone.pk, kept.party_id)
    assert stays.allocations.get().amount == 100_000


def test_receipts_of_both_refuse_the_merge(cast: Cast, signed_in: SignIn, drive: Drive, giver: Any) -> None:
    kept, gone = giver("Mè Thị Nhung"), giver("Me Thi Nhung")
    receive(cast, kept, drive.receipts, 50_000)
    receive(cast, gone, drive.receipts, 100_000)
    actions.find_duplicates(cast.commune)
    found = Duplicate.objects.get()
    with pytest.raises(RuleError, match="phân bổ lại các chứng từ về một người"):
        actions.merge(found, keep=kept.party_id, by=cast.officer)
    address = f"/dong-gop/ten-trung/{found.pk}/"
    page = signed_in(cast.officer).post(address, {"answer": str(kept.party_id)}, follow=True)
    assert "phân bổ lại các chứng từ về một người" in page.content.decode()
    assert Party.objects.filter(merged_into=None).count() == 2


def test_two_told_apart_are_not_proposed_again(cast: Cast, signed_in: SignIn) -> None:
    _, other, found = pair(cast, campaign_of(cast))
    officer = signed_in(cast.officer)
    assert officer.post(f"/dong-gop/ten-trung/{found.pk}/", {"answer": "different"}).status_code == 302
    assert actions.find_duplicates(cast.commune) == 0
    assert "Không có cặp tên nào cần xem" in officer.get("/dong-gop/ten-trung/").content.decode()
    with pytest.raises(RuleError, match="đã được xem"):
        actions.merge(found, keep=other.party_id, by=cast.officer)
    assert not Party.objects.exclude(merged_into=None).exists()


def test_what_no_longer_holds_is_dropped_and_nothing_is_merged_by_itself(cast: Cast, signed_in: SignIn) -> None:
    one, _, found = pair(cast, campaign_of(cast))
    assert signed_in(cast.officer).post("/dong-gop/ten-trung/tim/").status_code == 302
    assert Duplicate.objects.get() == found
    Party.objects.filter(pk=one.party_id).update(name="Vàng A Súa")
    actions.find_duplicates(cast.commune)
    assert not Duplicate.objects.exists()


def test_neither_stranger_nor_neighbour_decides(cast: Cast, signed_in: SignIn) -> None:
    one, _, found = pair(cast, campaign_of(cast))
    sent = {"answer": str(one.party_id)}
    assert signed_in(cast.neighbour).post(f"/dong-gop/ten-trung/{found.pk}/", sent).status_code == 404
    assert signed_in(cast.village_head).post(f"/dong-gop/ten-trung/{found.pk}/", sent).status_code == 403
    wrong = signed_in(cast.officer).post(f"/dong-gop/ten-trung/{found.pk}/", {"answer": "x"}, follow=True)
    assert "Chọn một trong hai người" in wrong.content.decode()


def test_as_many_queries_for_one_as_for_many(cast: Cast, signed_in: SignIn) -> None:
    campaign = campaign_of(cast)
    pair(cast, campaign)
    officer = signed_in(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert officer.get("/dong-gop/ten-trung/").status_code == 200
        return len(seen)

    queries()
    before = queries()
    for name in ("Vàng A Súa", "Vang A Sua", "VÀNG A SÚA"):
        line(cast, campaign, name)
    assert actions.find_duplicates(cast.commune) == 3
    assert queries() == before
