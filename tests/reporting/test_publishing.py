"""A commune's leader decides what everybody may read, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from core.clock import now
from core.errors import RuleError
from journal.queries import history_of
from reporting.actions.publishing import publish, withdraw
from reporting.models import Publication
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
PAGE = "/cong-khai-du-lieu/"


def test_the_leader_publishes_changes_and_withdraws(cast: Cast, signed_in: SignIn) -> None:
    leader = signed_in(cast.leader)
    assert "Chưa công khai" in leader.get(PAGE).content.decode()
    for _ in range(2):
        page = leader.post(
            PAGE, {"parts": ["works", "criteria"], "words": " Kính mời bà con. "}, follow=True
        ).content.decode()
    assert "Đang công khai" in page
    assert "/cong-khai/xa/T1/" in page
    row = Publication.objects.get()
    assert (row.criteria, row.works, row.contributions, row.awards) == (True, True, False, False)
    assert (row.words, row.published_by, row.is_open) == ("Kính mời bà con.", cast.leader, True)
    assert [entry.action for entry in history_of(row)] == ["publication.published"], "the same choice again is no news"
    leader.post(PAGE, {"parts": ["awards"], "words": ""})
    changes = history_of(row)[0].changes
    assert changes["khen thưởng thôn, tập thể"] == ["không", "có"]
    assert changes["công trình"] == ["có", "không"]
    page = leader.post(f"{PAGE}thu-hoi/", follow=True).content.decode()
    assert "Đã thu hồi" in page
    leader.post(f"{PAGE}thu-hoi/")
    row.refresh_from_db()
    assert (row.is_open, row.withdrawn_by) == (False, cast.leader)
    assert next(entry.action for entry in history_of(row)) == "publication.withdrawn"
    assert history_of(row).count() == 3
    leader.post(PAGE, {"parts": ["awards"]})
    row.refresh_from_db()
    assert row.is_open
    assert history_of(row).count() == 4, "published anew with what was chosen last"


def test_nothing_chosen_is_one_sentence(cast: Cast, signed_in: SignIn) -> None:
    leader = signed_in(cast.leader)
    page = leader.post(PAGE, {"words": "Giữ lại lời này"}).content.decode()
    assert "Chọn ít nhất một phần" in page
    assert "Giữ lại lời này" in page
    assert "Nhập nhiều nhất 1000 ký tự" in leader.post(PAGE, {"parts": ["works"], "words": "a" * 1001}).content.decode()
    assert "parts" in leader.post(PAGE, {"parts": ["secrets"]}).content.decode()
    with pytest.raises(RuleError, match="ít nhất một phần"):
        publish(cast.commune, parts=[], by=cast.leader)
    assert not Publication.objects.exists()
    assert withdraw(cast.commune, by=cast.leader) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(area=cast.commune, published_by=cast.leader, published_at=now(), changed_at=now())


def test_each_leader_decides_for_the_own_commune(cast: Cast, signed_in: SignIn) -> None:
    leader = signed_in(cast.leader)
    there = f"{PAGE}?xa={cast.next_commune.pk}"
    assert leader.get(there).status_code == 404
    assert leader.post(there, {"parts": ["works"]}).status_code == 404
    assert leader.get(f"{PAGE}xem-truoc/?xa={cast.next_commune.pk}").status_code == 404
    assert leader.get(f"{PAGE}?xa=x").status_code == 404
    of_both = factories.person("Cầm Thị Hai Xã", Role.LEADER, cast.commune)
    of_both.assignments.create(role=Role.LEADER, area=cast.next_commune)
    both = signed_in(User.objects.get(pk=of_both.pk))
    assert both.post(there, {"parts": ["works"]}).status_code == 302
    assert Publication.objects.get().area == cast.next_commune
    assert "Công khai số liệu" in leader.get("/bao-cao/").content.decode()
    assert "Công khai số liệu" not in signed_in(cast.officer).get("/bao-cao/").content.decode()


def test_the_preview_is_the_leaders_alone(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.leader).get(f"{PAGE}xem-truoc/")
    assert "Xã chưa công khai phần nào" in page.content.decode()
    assert "Khen thưởng thôn, tập thể" in page.content.decode(), "every part, before it is chosen"
    assert "public" not in page.get("Cache-Control", "")
    assert Client().get("/cong-khai/xa/T1/").status_code == 404
