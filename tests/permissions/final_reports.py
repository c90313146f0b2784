"""The report of a campaign's results: drawn up by those who keep campaigns, read by whoever may read its paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from contributions.actions.campaigns import step_campaign
from contributions.actions.final_reports import draft_final_report
from contributions.actions.receipts import Entry, issue_receipt
from contributions.models import Book
from contributions.papers.final_reports import Words
from core import clock
from tests.cast import Cast
from tests.contributions.givers import campaign_of
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
_TWO = ("officer", "accountant")
_OTHERS = {**{person: 403 for person in _READERS if person not in _TWO}, **NOT_INSIDE}

TABLE = (
    Row("contributions:final_report", _TWO, _OTHERS, of="reported_campaign"),
    Row("contributions:final_report", _TWO, _OTHERS, method="post", of="reported_campaign", done=302),
    Row("contributions:final_report_paper", COLLEAGUES, HIDDEN, of="final_report"),
)
PAGES = (
    ("officer", "contributions:final_report", "reported_campaign"),
    ("accountant", "contributions:final_report_paper", "final_report"),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    campaign = step_campaign(campaign_of(cast), to="open", by=cast.officer)
    today = clock.today()
    book = Book.objects.create(
        area=cast.commune, year=today.year, form="receipt", code="BC", opened_on=date(today.year, 1, 1)
    )
    entry = Entry(
        way="cash", payer="Lò Văn An", received_on=today, text="Ủng hộ", key=uuid4(), amount=450_000
    )  # fmt: skip
    issue_receipt(entry, campaign=campaign, book=book, by=cast.accountant)
    report = draft_final_report(campaign, Words("Bà con hưởng ứng tốt."), by=cast.officer)
    return {"reported_campaign": campaign.pk, "final_report": report.pk}
