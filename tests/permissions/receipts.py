"""Receipts, books and labour days: the accountant writes, the leader decides reversals, a village head enters labour days."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from contributions.actions.books import hand_over
from contributions.actions.labour import add_muster
from contributions.actions.receipts import Entry, Share, ask_reversal, issue_batch, issue_receipt
from contributions.enums import BookForm, BookKind, CampaignState, Way
from contributions.models import Book, Campaign
from core.clock import today
from tests.cast import Cast
from tests.contributions.givers import line
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
#: Names: clerk, administrator and the office above read sums alone.
NAMES = ("officer", "leader", "accountant", "village_head")
STAFF = ("officer", "leader", "accountant")
_A = ("accountant",)
_NAMELESS = {person: 404 for person in PEOPLE if person not in NAMES}
#: Rows with names that the accountant writes.
_WRITES = {**_NAMELESS, "officer": 403, "leader": 403, "village_head": 403}
_NO_ACCOUNTANT = {**_NAMELESS, "officer": 403, "village_head": 403, "accountant": 403}
#: Piles and books are the commune's: a village head does not read them.
_STAFF_ONLY = {person: 404 for person in PEOPLE if person not in STAFF}
_STAFF_WRITES = {**_STAFF_ONLY, "officer": 403, "leader": 403}
#: Pages of a campaign that only who writes money opens.
_ONLY_A = {**{person: 403 for person in READERS if person != "accountant"}, **NOT_INSIDE}
_KEY = "6f0a1c5e-0d5f-4f0e-9d53-0d8a6f2f7a11"
_LABOUR = ("officer", "accountant", "village_head")
_NO_LABOUR = {**{person: 403 for person in READERS if person not in _LABOUR}, **NOT_INSIDE}

TABLE = (
    Row("contributions:receipts", READERS, NOT_INSIDE, of="contribution_campaign"),
    Row("contributions:find_givers", READERS, NOT_INSIDE, of="contribution_campaign"),
    Row("contributions:issue", _A, _ONLY_A, of="contribution_campaign"),
    Row("contributions:fast", _A, _ONLY_A, of="contribution_campaign"),
    Row("contributions:receipt", NAMES, _NAMELESS, of="receipt"),
    Row("contributions:assign", _A, _WRITES, of="receipt"),
    Row("contributions:confirm_receipt", (), {**_WRITES, "accountant": 403}, method="post", of="receipt"),
    Row("contributions:print_receipt", _A, _WRITES, method="post", of="receipt"),
    Row("contributions:reverse", _A, _WRITES, method="post", of="receipt", data={"reason": "Nhầm", "key": _KEY}, done=302),
    Row("contributions:ask_reversal", _A, _WRITES, method="post", of="receipt", data={"reason": "Nhầm", "key": _KEY}, done=302),
    Row("contributions:decide_reversal", ("leader",), _NO_ACCOUNTANT, method="post", of="reversal_request",
        data={"granted": "no", "answer": "", "key": _KEY}, done=302),
    Row("contributions:batch", STAFF, _STAFF_ONLY, of="batch"),
    Row("contributions:print_batch", _A, _STAFF_WRITES, method="post", of="batch"),
    Row("contributions:books", PEOPLE, {}),
    Row("contributions:open_book", _A, {person: 403 for person in PEOPLE if person not in _A}),
    Row("contributions:book", STAFF, _STAFF_ONLY, of="book"),
    Row("contributions:void_number", _A, _STAFF_WRITES, method="post", of="book", data={"huy-number": "3", "huy-reason": "rách"}, done=302),
    Row("contributions:hand_over", _A, _STAFF_WRITES, method="post", of="book"),
    Row("contributions:hand_back_book", _A, _STAFF_WRITES, method="post", of="book"),
    Row("contributions:handover_sheet", STAFF, _STAFF_ONLY, of="handover"),
    Row("contributions:musters", READERS, NOT_INSIDE, of="contribution_campaign"),
    Row("contributions:muster_sheet", _LABOUR, _NO_LABOUR, of="muster_village"),
    Row("contributions:new_muster", _LABOUR, _NO_LABOUR, of="muster_village"),
    Row("contributions:muster", NAMES, _NAMELESS, of="muster"),
    Row("contributions:take_muster", _A, _WRITES, method="post", of="muster", data={"book": "quyen"}, done=409),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    campaign = Campaign.objects.get(pk=made["contribution_campaign"])
    was = campaign.state
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.OPEN)
    campaign.refresh_from_db()
    giver = line(cast, campaign, "Quàng Thị Ngoan")
    year = today().year
    system = Book.objects.create(area=cast.commune, year=year, form=BookForm.RECEIPT, code="Q1", opened_on=today())
    printed = Book.objects.create(
        area=cast.commune, year=year, form=BookForm.RECEIPT, code="Q2", opened_on=today(), kind=BookKind.PREPRINTED,
        first_number=1, last_number=50,
    )  # fmt: skip

    def entry(number: int | None = None) -> Entry:
        return Entry(
            way=Way.CASH, payer="Quàng Thị Ngoan", party=giver.party, village=cast.village, received_on=today(), text="Ủng hộ",
            key=uuid4(), amount=50_000, shares=(Share(giver, 50_000),), number=number,
        )  # fmt: skip

    receipt = issue_receipt(entry(), campaign=campaign, book=system, by=cast.accountant)
    asked = issue_receipt(entry(), campaign=campaign, book=system, by=cast.accountant)
    request = ask_reversal(asked, reason="Ghi nhầm", by=cast.accountant)
    batch = issue_batch(
        [entry(1), entry(2)], campaign=campaign, book=printed, control_count=2, control_total=100_000, reason="", by=cast.accountant
    )  # fmt: skip
    handover = hand_over(printed, to_number=2, voucher="PT 1", handed_on=today(), by=cast.accountant)
    muster = add_muster(
        campaign, village=cast.village, held_on=today(), text="Đổ bê tông", work=None, days={giver: Decimal(1)}, key=uuid4().hex,
        by=cast.village_head,
    )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(state=was)
    return {
        "receipt": receipt.pk, "reversal_request": request.pk, "receipt_asked": asked.pk, "batch": batch.pk, "book": printed.pk,
        "handover": handover.pk, "muster": muster.pk, "muster_village": (campaign.pk, cast.village.pk),
    }  # fmt: skip


PAGES = (
    ("accountant", "contributions:receipts", "contribution_campaign"),
    ("accountant", "contributions:issue", "contribution_campaign"),
    ("accountant", "contributions:fast", "contribution_campaign"),
    ("accountant", "contributions:receipt", "receipt"),
    ("leader", "contributions:receipt", "receipt_asked"),
    ("accountant", "contributions:assign", "receipt"),
    ("accountant", "contributions:batch", "batch"),
    ("accountant", "contributions:books", ""),
    ("accountant", "contributions:open_book", ""),
    ("accountant", "contributions:book", "book"),
    ("village_head", "contributions:musters", "contribution_campaign"),
    ("village_head", "contributions:new_muster", "muster_village"),
    ("accountant", "contributions:muster", "muster"),
)
#: A PDF, or data for a script.
NO_PAGES = ("contributions:find_givers", "contributions:handover_sheet", "contributions:muster_sheet")
