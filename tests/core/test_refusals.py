"""Answers to what a browser should not have asked."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from tests import factories
from tests.cast import Cast


def test_an_address_that_takes_only_forms_shows_a_page(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    document = factories.plan(cast.commune, cast.committee).document
    response = signed_in(cast.officer).get(f"/van-ban/{document.pk}/trinh/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "không mở trực tiếp được" in response.content.decode()
