"""The cast: two neighbouring communes, their people, and the office above."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from areas.models import Area, Organisation
from tests import factories


class Cast(SimpleNamespace):
    province: Area
    commune: Area
    village: Area
    next_commune: Area
    committee: Organisation
    next_committee: Organisation
    officer: User
    leader: User
    clerk: User
    accountant: User
    village_head: User
    administrator: User
    coordination: User
    neighbour: User
    stranger: User


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast of the test's own database."""
    return make_cast()


def make_cast() -> Cast:
    """Xã An Bình with its people, xã Bình Yên next door, the province's office, and somebody without any role."""
    province = factories.area("Thử Nghiệm", level=Level.PROVINCE, kind_word="tỉnh", code="T")
    commune = factories.area("An Bình", level=Level.COMMUNE, kind_word="xã", code="T1", parent=province)
    next_commune = factories.area("Bình Yên", level=Level.COMMUNE, kind_word="xã", code="T2", parent=province)
    village = factories.area("Nà Cốc", level=Level.VILLAGE, kind_word="thôn", code="T1-1", parent=commune)
    return Cast(
        province=province, commune=commune, next_commune=next_commune, village=village,
        committee=factories.committee(commune), next_committee=factories.committee(next_commune),
        officer=factories.person("Lò Thị Mến", Role.NTM_OFFICER, commune),
        leader=factories.person("Cầm Văn Hạnh", Role.LEADER, commune),
        clerk=factories.person("Quàng Thị Thư", Role.CLERK, commune),
        accountant=factories.person("Tòng Thị Ngân", Role.ACCOUNTANT, commune),
        village_head=factories.person("Hà Văn Thôn", Role.VILLAGE_REPORTER, village),
        administrator=factories.person("Lường Thị Quản", Role.ADMINISTRATOR, commune),
        coordination=factories.person("Bạc Văn Phối", Role.COORDINATION, province),
        neighbour=factories.person("Vì Thị Bên", Role.NTM_OFFICER, next_commune),
        stranger=factories.person("Không Vai Trò"),
    )  # fmt: skip


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser of its own for each person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.PhoneOrEmailBackend")
        return client

    return sign_in
