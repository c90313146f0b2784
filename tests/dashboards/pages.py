"""What tests of the overviews read off a page, and how a round comes to be accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from criteria.models import RoundCard
from tests.cast import Cast
from tests.criteria.test_rounds import fill

SignIn = Callable[[User], Client]


def table(page: str, caption: str) -> list[list[str]]:
    """The body of the table whose caption begins so: words of each row's cells."""
    found = re.search(rf"<caption[^>]*>{re.escape(caption)}.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert found, f"no table {caption!r}"
    rows = re.findall(r"<tr.*?</tr>", found[1], re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def sheets(client: Client, address: str, **asked: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of the download by their names."""
    response = client.get(address, {**asked, "export": "xlsx"})
    assert "attachment" in response["Content-Disposition"]
    book = load_workbook(BytesIO(response.content))
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


def queries(client: Client, address: str, **asked: Any) -> int:
    client.get(address, asked)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address, asked).status_code == 200
    return len(found)


def accepted(signed_in: SignIn, cast: Cast, round_card: RoundCard, leader: User, officer: User, **rows: str) -> None:
    """Fill, submit and accept a card."""
    fill(round_card, officer, **rows)
    assert signed_in(leader).post(f"/ky-danh-gia/phieu/{round_card.pk}/gui/").status_code == 302
    assert signed_in(cast.coordination).post(f"/ky-danh-gia/phieu/{round_card.pk}/chap-nhan/").status_code == 302
