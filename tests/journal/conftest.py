from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from areas.enums import Level
from areas.models import Area
from journal import registry

#: Codes of these tests, beside those of the rooms.
registry.register_actions({"test.renamed": "Đổi tên địa bàn", "test.closed": "Khép lại địa bàn"})


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("0900000201", "Đỗ Văn Sáng", "mat-khau-thu")


@pytest.fixture
def neighbour(db: None) -> User:
    """The officer of the next commune, who must see nothing."""
    return User.objects.create_user("0900000202", "Vi Thị Nụ", "mat-khau-thu")


@pytest.fixture
def commune(db: None) -> Area:
    province = Area.objects.create(level=Level.PROVINCE, kind_word="tỉnh", name="Thử", code="T1")
    return Area.objects.create(parent=province, level=Level.COMMUNE, kind_word="xã", name="Suối Bạc", code="T1-01")


@pytest.fixture
def administrator(db: None, client: Client) -> Client:
    """The administrator, signed in."""
    person = User.objects.create_superuser("0900000209", "Lý Văn Quản", "mat-khau-thu")
    client.force_login(person, backend="accounts.backends.PhoneOrEmailBackend")
    return client
