"""Other systems: the administrator of an area lets them in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.actions import issue_token
from accounts.enums import Scope
from core import clock
from tests.cast import Cast
from tests.permissions.rows import ONLY_ADMINISTRATOR, Row

TABLE = (
    Row("accounts:tokens", ("administrator",), ONLY_ADMINISTRATOR),
    Row("accounts:add_token", ("administrator",), ONLY_ADMINISTRATOR),
    Row("accounts:revoke_token", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="token", done=302),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    token, _ = issue_token(
        name="Kho dữ liệu tỉnh", area=cast.commune, scopes=[Scope.AREAS], per_minute=60,
        valid_to=clock.today() + timedelta(days=30), by=cast.administrator,
    )  # fmt: skip
    return {"token": token.pk}


PAGES = (("administrator", "accounts:tokens", ""), ("administrator", "accounts:add_token", ""), ("", "api:docs", ""))
#: Answers for machines.
NO_PAGES = ("api:openapi", "api:nothing")
