"""Statements and QR codes: the accountant writes, those who work with names read; a village head prints his village's codes."""

from __future__ import annotations

from typing import Any

from areas.models import BankAccount
from campaigns.enums import Pot
from contributions.actions.bank import import_statement, keep_draft
from contributions.enums import CampaignState
from contributions.models import BankLine, Campaign
from contributions.read.statements import StatementLine, read_sheet
from core.clock import now, today
from tests.cast import Cast
from tests.contributions.givers import line
from tests.permissions.rows import PEOPLE, Row

_READ = ("officer", "leader", "accountant")
_OTHERS = {person: 404 for person in PEOPLE if person not in _READ}
_WRITE = ("accountant",)
_NO_WRITER = {**_OTHERS, "officer": 403, "leader": 403}
_CODES = ("officer", "leader", "accountant", "village_head")
_NO_CODES = {
    "neighbour": 404,
    "stranger": 404,
    **dict.fromkeys(("clerk", "administrator", "coordination"), 403),
}

TABLE = (
    Row("contributions:bank", PEOPLE, {}),
    Row("contributions:bank_account", _READ, _OTHERS, of="bank_account"),
    Row("contributions:bank_number", _WRITE, _NO_WRITER, method="post", of="bank_account", data={"bank": "970405"}, done=302),
    Row("contributions:import_statement", _WRITE, _NO_WRITER, of="bank_account"),
    Row("contributions:balance", _READ, _OTHERS, of="bank_account"),
    Row("contributions:statement", _READ, _OTHERS, of="bank_statement"),
    Row("contributions:map_statement", _WRITE, _NO_WRITER, of="statement_draft"),
    Row("contributions:match_by_reference", _WRITE, _NO_WRITER, method="post", of="bank_statement", done=302),
    Row("contributions:undo_statement", _WRITE, _NO_WRITER, of="bank_statement"),
    Row("contributions:undo_statement", _WRITE, _NO_WRITER, method="post", of="bank_statement", done=302),
    Row("contributions:bank_line", _READ, _OTHERS, of="bank_line"),
    Row("contributions:bank_line", _WRITE, _NO_WRITER, method="post", of="bank_line", data={"payer": "x"}),
    Row("contributions:set_aside_line", _WRITE, _NO_WRITER, method="post", of="bank_line", data={"reason": "x"}, done=302),
    Row("contributions:transfers", _CODES, _NO_CODES, of="qr_campaign"),
    Row("contributions:transfer_poster", _CODES, _NO_CODES, of="qr_campaign", done=404),
)  # fmt: skip
NO_PAGES = {"contributions:transfer_poster"}


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """An account of the commune with a campaign of its own, a statement, and a file whose columns nobody has said."""
    account = BankAccount.objects.create(organisation=cast.committee, number="8800000000009", bin="970405")
    campaign = Campaign.objects.create(
        area=cast.commune, name="Ủng hộ làm cầu", code="QRCAU", year=today().year, purpose="Làm cầu", pot=Pot.BUDGET,
        account=account, state=CampaignState.OPEN, created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    line(cast, campaign, "Hà Văn Quét")
    told = StatementLine(today(), 450_000, "HA VAN QUET ung ho", "FT1", 450_000)
    statement = import_statement(account, name="sao-ke.xlsx", data=b"1", lines=[told], refused=[], by=cast.accountant)
    data = "Ngày;Số tiền;Nội dung\n5/1/2026;450000;HA VAN QUET\n".encode()
    draft = keep_draft(
        account, name="thang-1.csv", data=data, table=read_sheet("thang-1.csv", data), by=cast.accountant
    )
    return {
        "bank_account": account.pk, "bank_statement": statement.pk, "statement_draft": draft.pk,
        "bank_line": BankLine.objects.get(account=account).pk, "qr_campaign": campaign.pk,
    }  # fmt: skip


PAGES = (
    ("accountant", "contributions:bank", ""),
    ("accountant", "contributions:bank_account", "bank_account"),
    ("accountant", "contributions:import_statement", "bank_account"),
    ("accountant", "contributions:balance", "bank_account"),
    ("accountant", "contributions:statement", "bank_statement"),
    ("accountant", "contributions:map_statement", "statement_draft"),
    ("accountant", "contributions:undo_statement", "bank_statement"),
    ("accountant", "contributions:bank_line", "bank_line"),
    ("leader", "contributions:bank_line", "bank_line"),
    ("accountant", "contributions:transfers", "qr_campaign"),
)
