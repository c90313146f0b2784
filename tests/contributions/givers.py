"""What the stories of campaigns and rosters begin with."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from areas.models import Organisation
from campaigns.models import Bracket, ContributionTerms, Plan, PlanLine, ResidentsDecision
from contributions.actions.campaigns import open_from_plan
from contributions.actions.receipts import Entry, Share, issue_receipt
from contributions.actions.rosters import add_line
from contributions.models import Book, Campaign, Rate, Receipt, RosterLine
from core import clock
from core.sheets import XLSX
from documents import actions as papers
from documents.enums import DocumentState
from tests import factories
from tests.cast import Cast


def issued_plan(cast: Cast, *, households: bool = False, issue: bool = True, **terms: Any) -> Plan:
    """Xã An Bình's issued plan: 3 or 2 days by income, 150.000 đồng a day, organisations from 2.000.000, benefactors."""
    plan = factories.plan(
        cast.commune, cast.committee, title="Chung sức xây dựng nông thôn mới năm 2026", kind="contribution",
        state=DocumentState.APPROVED, by=cast.officer,
    )  # fmt: skip
    if issue:
        papers.issue(plan.document, by=cast.clerk)
    Plan.objects.filter(pk=plan.pk).update(deadline=date(2026, 12, 30))
    values = {
        "labour_day_value": 150_000,
        "organisation_minimum": 2_000_000,
        "purpose": "Đường hoa Nà Cốc",
        "pot": "budget",
    }
    ContributionTerms.objects.create(plan=plan, **{**values, **terms})
    Bracket.objects.create(plan=plan, position=1, min_income=5_000_000, days=Decimal(3))
    Bracket.objects.create(plan=plan, position=2, max_income=5_000_000, days=Decimal(2))
    if households:
        Bracket.objects.create(plan=plan, position=3, group="Hộ gia đình", amount=100_000)
    PlanLine.objects.create(plan=plan, position=1, kind="participant", text="Cán bộ, công chức; nhà hảo tâm")
    return Plan.objects.get(pk=plan.pk)


def campaign_of(cast: Cast, **more: Any) -> Campaign:
    """The campaign started from that plan, not opened yet."""
    return open_from_plan(issued_plan(cast, **more), pot="budget", purpose="Đường hoa Nà Cốc", by=cast.officer)


def decision(cast: Cast, *, agreed: int = 80, households: int = 100, **values: Any) -> ResidentsDecision:
    """What thôn Nà Cốc decided on contributions; 80 of 100 households pass the two thirds."""
    return ResidentsDecision.objects.create(
        **{
            "area": cast.village, "subject": "Góp tiền làm đường nội thôn", "matter": "contribution", "form": "meeting",
            "held_on": date(2026, 2, 3), "households": households, "present": max(agreed, 70), "agreed": agreed,
            "created_by": cast.officer, "created_at": clock.now(), **values,
        }
    )  # fmt: skip


def unit(cast: Cast, name: str = "Trường Tiểu học An Bình") -> Organisation:
    return Organisation.objects.create(area=cast.commune, kind="truong", name=name)


def line(
    cast: Cast, campaign: Campaign, name: str = "Lò Thị Mến", rate: Rate | None = None, **values: Any
) -> RosterLine:
    giver: dict[str, Any] = {"name": name, "kind": "person", "village": cast.village, "unit": None, "household": "", "phone": "", "address": "",
             "consent": "none", **{key: values.pop(key) for key in ("kind", "household", "phone", "consent") if key in values}}  # fmt: skip
    row: dict[str, Any] = {"village": cast.village, "unit": None, "rate": rate or campaign.rates.first(), "months": 12, "state": "asked",
           "reason": "", "pledged_days": None, "pledged_amount": None, **values}  # fmt: skip
    giver |= {key: row[key] for key in ("village", "unit")}
    key = f"{campaign.pk}-{name}-{giver['phone']}-{giver['household']}-{campaign.lines.count()}"
    return add_line(campaign, party=None, giver=giver, line=row, key=key, by=cast.officer)


def workbook(*rows: tuple[Any, ...], name: str = "danh-sach.xlsx", merge: str = "") -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue(), content_type=XLSX)


def receive(cast: Cast, row: RosterLine, book: Book, amount: int) -> Receipt:
    """A cash receipt of today for one line."""
    entry = Entry(
        way="cash", payer=str(row), received_on=clock.today(), text="Ủng hộ", key=uuid4(), amount=amount,
        shares=(Share(row, amount),),
    )  # fmt: skip
    return issue_receipt(entry, campaign=row.campaign, book=book, by=cast.accountant)
