"""A system with its token, whose every answer is held against the published description."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from accounts.actions import issue_token
from accounts.enums import Role, Scope
from accounts.models import ApiToken
from areas.models import Area
from core import clock
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion
from ntm.api import description
from tests import factories
from tests.cast import Cast


@cache
def _paths() -> dict[re.Pattern[str], dict[str, Any]]:
    whole: dict[str, Any] = json.loads(json.dumps(description()))
    return {re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"): item for path, item in whole["paths"].items()}


def check_answer(method: str, path: str, response: Any) -> None:
    """The status and the body of an answer are what the description says."""
    whole = json.loads(json.dumps(description()))
    operation = next((item for pattern, item in _paths().items() if pattern.match(path)), {}).get(method.lower())
    if operation is None:
        return
    answer = operation["responses"].get(str(response.status_code))
    assert answer is not None, f"{method} {path}: {response.status_code} stands not in the description"
    if "content" not in answer:
        assert response.content == b""
        return
    (kind,) = answer["content"]
    assert response["Content-Type"].split(";")[0] == kind
    schema = {**answer["content"][kind]["schema"], "components": whole["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.json())


class System:
    """Another system: asks with its token."""

    def __init__(self, token: ApiToken, text: str) -> None:
        self.token, self.text = token, text
        self._client = Client(raise_request_exception=False)

    def get(self, path: str, asked: dict[str, Any] | None = None, **headers: str) -> Any:
        response = self._client.get(f"/api/v1{path}", asked or {}, headers=self._headers(headers))
        check_answer("get", f"/api/v1{path}", response)
        return response

    def post(self, path: str, body: dict[str, Any], *, key: str = "", multipart: bool = False) -> Any:
        headers = self._headers({"Idempotency-Key": key} if key else {})
        how: dict[str, Any] = {} if multipart else {"content_type": "application/json"}
        response = self._client.post(f"/api/v1{path}", body, headers=headers, **how)
        check_answer("post", f"/api/v1{path}", response)
        return response

    def all(self, path: str, **asked: Any) -> list[Any]:
        """The rows of all pages."""
        rows, cursor = [], ""
        while True:
            page = self.get(path, {**asked, **({"cursor": cursor} if cursor else {})}).json()
            rows += page["items"]
            if page["next"] is None:
                return rows
            cursor = page["next"]

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.text}", **more}


Connect = Callable[..., System]


@pytest.fixture
def connect(cast: Cast) -> Connect:
    """A system on an area with scopes (all of them without any named)."""
    admin = factories.person("Đèo Văn Cấp", Role.ADMINISTRATOR, cast.province)

    def run(area: Area, *scopes: Scope, per_minute: int = 6000, name: str = "") -> System:
        token, text = issue_token(
            name=name or f"Hệ thống {ApiToken.objects.count()}", area=area, scopes=scopes or list(Scope),
            per_minute=per_minute, valid_to=clock.today() + timedelta(days=30), by=admin,
        )  # fmt: skip
        return System(token, text)

    return run


def small_set(code: str = "thu-xa", level: str = "xa") -> CriteriaSet:
    """Three criteria with a percentage each, without levels; made up, and made in no time."""
    chosen = CriteriaSet.objects.create(code=code, name="Bộ tiêu chí thử", level=level, issued_by="central")
    for number in (1, 2, 3):
        criterion = Criterion.objects.create(criteria_set=chosen, number=number, name=f"Tiêu chí thử {number}")
        indicator = Indicator.objects.create(criterion=criterion, key=f"thu-{number}", code=f"{number}.1", position=1)
        IndicatorVersion.objects.create(
            indicator=indicator, text="Tỷ lệ hộ dùng nước sạch", value_kind="percent", direction="at_least", unit="%",
            provenance="recalled",
        )  # fmt: skip
    return chosen
