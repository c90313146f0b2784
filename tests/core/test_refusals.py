"""Answers to what a browser should not have asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client, RequestFactory
from django.urls import get_resolver

from accounts.models import User
from tests import factories
from tests.cast import Cast


def test_an_address_that_takes_only_forms_shows_a_page(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    document = factories.plan(cast.commune, cast.committee).document
    response = signed_in(cast.officer).get(f"/van-ban/{document.pk}/trinh/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "không mở trực tiếp được" in response.content.decode()


def _failure() -> str:
    """The page of a failure, as Django asks for it: without anything of the request."""
    answer = get_resolver().resolve_error_handler(500)(RequestFactory().get("/"))
    assert answer.status_code == 500
    return str(answer.content.decode())


def test_the_page_of_a_failure_names_the_files_that_are_served(settings: Any, tmp_path: Path) -> None:
    names = [
        "vendor/bootstrap/bootstrap.min.css", "css/tokens.css", "css/shell.css", "css/components.css", "css/forms.css",
        "js/theme.js", "img/mark.svg",
    ]  # fmt: skip
    paths = {name: f"{name.rpartition('.')[0]}.0123456789ab.{name.rpartition('.')[2]}" for name in names}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths, "version": "1.1", "hash": "x"}))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    page = _failure()
    for path in paths.values():
        assert f'"/static/{path}"' in page


def test_the_page_of_a_failure_needs_no_files(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    page = _failure()
    assert "Hệ thống gặp lỗi" in page
    assert "/static/" not in page
