"""What administrators see of the criteria sets: everything, with its origin; and nothing to type over."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from criteria.models import CriteriaSet, IndicatorVersion
from tests.criteria.conftest import Load


@pytest.fixture
def administrator(db: None) -> Client:
    user = get_user_model().objects.create_superuser(phone="0912345678", full_name="Lê Thị Lan")
    client = Client()
    client.force_login(user, backend="accounts.backends.PhoneOrEmailBackend")
    return client


def test_recalled_rows_say_that_they_were_not_compared(load: Load, administrator: Client) -> None:
    load()
    page = administrator.get(reverse("admin:criteria_indicatorversion_changelist"), {"q": "đường ngõ, xóm sạch"})
    assertContains(page, "Chưa đối chiếu văn bản gốc")
    page = administrator.get(reverse("admin:criteria_criteriaset_changelist"))
    assertContains(page, "22 có nguồn, 35 chưa đối chiếu văn bản gốc, 0 chưa có")
    assertContains(page, "6 / 47")


def test_rows_can_be_read_and_not_written(load: Load, administrator: Client) -> None:
    load()
    for model in (CriteriaSet, IndicatorVersion):
        row = model.objects.order_by("pk")[0]
        name = f"admin:criteria_{model._meta.model_name}"
        page = administrator.get(reverse(f"{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        for address in (reverse(f"{name}_add"), reverse(f"{name}_delete", args=[row.pk])):
            assert administrator.post(address, {"post": "yes"}).status_code == 403
        assert administrator.post(reverse(f"{name}_change", args=[row.pk]), {"name": "x"}).status_code == 403
