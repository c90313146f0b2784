"""The shell, the worker and the manifest of the page of reports: they know nobody and name every file they need."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as our
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image

from accounts.models import User
from tests.cast import Cast

SHELL, WORKER, MANIFEST = (f"/thi-dua/bao-cao/may/{name}" for name in ("", "sw.js", "manifest.webmanifest"))

SignedIn = Callable[[User], Client]


def known(client: Client) -> dict[str, Any]:
    """What the worker is told."""
    text = client.get(WORKER).content.decode()
    return dict(json.loads(re.findall(r"^const KNOWN = (.*);$", text, re.MULTILINE)[0]))


def test_the_shell_is_the_same_for_everybody(cast: Cast, client: Client, signed_in: SignedIn) -> None:
    nobody = client.get(SHELL)
    assert nobody.status_code == 200
    assert not nobody.cookies
    for person in (cast.village_head, cast.officer, cast.stranger):
        answer = signed_in(person).get(SHELL)
        assert answer.content == nobody.content
        assert not answer.cookies
    text = nobody.content.decode()
    assert "csrf" not in text
    assert nobody["Cache-Control"] == "no-cache"
    assert nobody["X-Ntm-Shell"] == known(client)["version"]


def test_the_worker_covers_the_list_and_names_files_that_are_there(client: Client) -> None:
    answer = client.get(WORKER)
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/thi-dua/bao-cao/"
    assert answer["Cache-Control"] == "no-cache"
    told = known(client)
    assert (told["app"], told["list"]) == (SHELL, "/thi-dua/bao-cao/")
    files = told["files"]
    assert {"/static/js/report-app.js", "/static/css/tokens.css", "/static/vendor/bootstrap-icons/icons.svg"} <= set(
        files
    )
    assert [address for address in files if not finders.find(address.removeprefix("/static/"))] == []


def test_style_sheets_ask_for_nothing_that_is_not_kept(client: Client) -> None:
    kept = set(known(client)["files"])
    for address in [one for one in kept if one.endswith(".css")]:
        sheet = our.BASE_DIR / address.lstrip("/")
        if not sheet.is_file():
            continue
        for asked in re.findall(r'url\("?((?!data:)[^")]+)"?\)', sheet.read_text(encoding="utf-8")):
            path = (sheet.parent / asked).resolve().relative_to(our.BASE_DIR)
            assert f"/{path}" in kept, f"{sheet.name}: {asked}"


def test_with_hashed_names(client: Client, settings: Any, tmp_path: Path) -> None:
    """As in production: the worker names exactly what collectstatic wrote, and a changed file is another version."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }  # fmt: skip
    call_command("collectstatic", interactive=False, verbosity=0)
    told = known(client)
    assert [address for address in told["files"] if not (tmp_path / address.removeprefix("/static/")).is_file()] == []
    assert [address for address in told["files"] if not re.search(r"\.[0-9a-f]{12}\.\w+$", address)] == []
    sheet = next(tmp_path.glob("css/tokens.*.css")).read_text(encoding="utf-8")
    fonts = {f"/static/{path.removeprefix('../')}" for path in re.findall(r'url\("([^"]+)"\)', sheet)}
    assert fonts <= set(told["files"])

    storage: Any = staticfiles_storage
    storage.hashed_files["js/report-app.js"] = "js/report-app.0123456789ab.js"
    assert known(client)["version"] != told["version"]


def test_the_manifest_names_pictures_of_the_size_it_says(client: Client) -> None:
    answer = client.get(MANIFEST)
    assert answer["Content-Type"] == "application/manifest+json"
    said = answer.json()
    assert (said["name"], said["start_url"], said["display"]) == ("Báo cáo thi đua", SHELL, "standalone")
    for icon in said["icons"]:
        with Image.open(our.BASE_DIR / icon["src"].lstrip("/")) as picture:
            assert (f"{picture.width}x{picture.height}", picture.format) == (icon["sizes"], "PNG")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


@pytest.mark.parametrize("address", [SHELL, WORKER, MANIFEST])
def test_they_only_answer_questions(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
