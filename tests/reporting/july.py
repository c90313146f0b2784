"""Xã An Bình in July 2026 (15/6 to 14/7), invented: plan, ledger, works, a drive, one village that reported and one that did not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils import timezone

from areas.models import Area
from campaigns.models import (
    Block,
    Plan,
    Proposal,
    ResidentsDecision,
    Target,
    TargetValue,
    Task,
    TaskReport,
    Work,
    WorkFund,
    WorkPayment,
)
from contributions.actions.receipts import Entry, Item, Share, issue_receipt
from contributions.enums import BookForm, CampaignState, Group, PartyKind
from contributions.ledger import unassigned
from contributions.models import Book, Campaign, Party, Rate, Receipt, RosterLine
from core import clock
from emulation.models import Report
from reporting.actions.forms import load_shipped
from reporting.context import Scope, Source
from reporting.enums import ReportState
from reporting.models import Passage, PeriodicReport, ReportForm
from reporting.rules.periods import period_of
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.emulation.conftest import Running, build

FIRST, LAST = date(2026, 6, 15), date(2026, 7, 14)
#: Set the clock of a test to this before it builds the month.
MOMENT = "2026-07-14 18:00"


@dataclass
class July:
    plan: Plan
    tasks: dict[str, Task]
    campaign: Campaign
    works: dict[str, Work]
    running: Running
    village_report: PeriodicReport


def scope(area: Area, code: str = "xa-thang", on: date = LAST, **values: Any) -> Scope:
    """What the form of this code asks of the area around a day."""
    form = ReportForm.objects.filter(code=code).first() or (load_shipped(), ReportForm.objects.get(code=code))[1]
    period = period_of(form, on)
    return Scope(area, form, period.starts_on, period.ends_on, **{"label": period.label, **values})


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def month(cast: Cast) -> July:
    plan, tasks = _plan(cast)
    campaign = _ledger(cast)
    works = _works(cast, plan)
    running = build(cast, starts=date(2026, 7, 10), ends=date(2026, 9, 7))
    report = Report.objects.create(
        duty=running.duty, day=date(2026, 7, 12), key=uuid4(), state="counted", text="Đào mương", trouble="Thiếu ống cống.",
        by=cast.village_head, at=at(date(2026, 7, 12), 16),
    )  # fmt: skip
    report.lines.create(work=running.work, quantity=Decimal(100), people=12)
    Proposal.objects.create(
        area=cast.commune, text="Bố trí vốn làm đường trục xã.", addressee="Ủy ban nhân dân tỉnh",
        sent_on=date(2026, 6, 30), created_by=cast.officer, created_at=at(date(2026, 6, 29)), state="sent",
    )  # fmt: skip
    return July(plan, tasks, campaign, works, running, village_report(cast, cast.village))


def _plan(cast: Cast) -> tuple[Plan, dict[str, Task]]:
    plan = issued_plan(cast)
    block = Block.objects.create(
        plan=plan, position=1, number="6", criterion=6, title="Cơ sở vật chất văn hóa", owner=cast.officer, money=45_000_000,
        lead="Cầm Văn Hạnh", deadline=date(2026, 8, 10),
    )  # fmt: skip
    block.solutions.create(position=1, text="Huy động ngày công của các hộ")
    rows = {
        "fence": ("Làm hàng rào nhà văn hóa", date(2026, 7, 5)), "road": ("Đổ bê tông đường thôn", date(2026, 8, 1)),
        "yard": ("Làm sân thể thao", date(2026, 7, 10)), "lamp": ("Lắp đèn đường", None),
        "far": ("Trồng cây cuối năm", date(2026, 12, 1)),
    }  # fmt: skip
    tasks = {
        name: Task.objects.create(
            plan=plan, block=None if name == "yard" else block, position=place, text=text, deadline=deadline,
            area=cast.village if name == "yard" else None,
        )
        for place, (name, (text, deadline)) in enumerate(rows.items(), 1)
    }  # fmt: skip
    _report(tasks["fence"], 60, date(2026, 6, 10), cast)
    _report(tasks["fence"], 100, date(2026, 7, 3), cast)
    _report(tasks["road"], 40, date(2026, 7, 4), cast, trouble="Mưa nhiều, xe chở cát không vào được.")
    _report(tasks["road"], 90, date(2026, 7, 20), cast)
    target = Target.objects.create(
        plan=plan, position=1, criterion=6, text="Tỷ lệ hộ dùng nước sạch", value=90, unit="%"
    )
    Target.objects.create(plan=plan, position=2, text="Thu nhập bình quân", value=50, unit="triệu đồng")
    for value in (60, Decimal("62.5")):
        TargetValue.objects.create(
            target=target, month=date(2026, 6, 1), value=value, by=cast.officer, at=at(date(2026, 7, 1))
        )
    return plan, tasks


def _report(task: Task, percent: int, day: date, cast: Cast, **values: Any) -> None:
    TaskReport.objects.create(
        task=task, percent=percent, done=percent == 100, by=cast.village_head, at=at(day), **values
    )


def _ledger(cast: Cast) -> Campaign:
    """In the month: 2 people 300.000 and 150.000 in cash, 4 days, 50 m² of land, a firm's 2.000.000, a benefactor's goods."""
    by = cast.officer
    campaign = Campaign.objects.create(
        area=cast.commune, name="Chung sức làm đường", code="CSLD26", year=2026, purpose="Làm đường thôn", pot="work",
        labour_day_value=150_000, state=CampaignState.OPEN, created_by=by, created_at=at(date(2026, 1, 5)),
    )  # fmt: skip
    rates = {
        group: Rate.objects.create(campaign=campaign, position=place, group=group, label=group.label, amount=500_000)
        for place, group in enumerate((Group.HOUSEHOLD, Group.ENTERPRISE, Group.BENEFACTOR), 1)
    }
    books = {
        form: Book.objects.create(area=cast.commune, year=2026, form=form, code="01", opened_on=date(2026, 1, 2))
        for form in (BookForm.RECEIPT, BookForm.LABOUR, BookForm.GOODS)
    }

    def line(name: str, group: Group, kind: str = PartyKind.HOUSEHOLD) -> RosterLine:
        party = Party.objects.create(
            area=cast.commune, code=f"AB-{Party.objects.count():05d}", kind=kind, name=name, created_by=by, created_at=clock.now(),
            village=cast.village,
        )  # fmt: skip
        return RosterLine.objects.create(
            campaign=campaign, party=party, rate=rates[group], village=cast.village, expected_amount=500_000,
            created_at=clock.now(),
        )  # fmt: skip

    an, binh = line("Lò Văn An", Group.HOUSEHOLD), line("Lò Thị Bình", Group.HOUSEHOLD)
    firm = line("Hợp tác xã Nà Cốc", Group.ENTERPRISE, PartyKind.ORGANISATION)
    far = line("Vì Văn Xa", Group.BENEFACTOR, PartyKind.PERSON)

    def give(on: date, form: BookForm, *shares: Share, **values: Any) -> Receipt:
        entry = Entry(
            payer="Người nộp", received_on=on, text="Đóng góp làm đường", key=uuid4(), shares=shares, **values
        )
        return issue_receipt(entry, campaign=campaign, book=books[form], by=cast.accountant)

    give(date(2026, 2, 3), BookForm.RECEIPT, Share(an, 100_000), way="cash", amount=100_000)
    give(date(2026, 6, 15), BookForm.RECEIPT, Share(an, 300_000), way="cash", amount=300_000)
    # One payment for two kinds of giver, 50.000 of it for nobody yet.
    give(
        date(2026, 7, 1), BookForm.RECEIPT, Share(binh, 150_000), Share(firm, 2_000_000), way="transfer", amount=2_200_000
    )  # fmt: skip
    give(date(2026, 7, 2), BookForm.LABOUR, Share(an, 600_000, Decimal(4)), way="labour", days=Decimal(4))
    give(
        date(2026, 7, 3), BookForm.GOODS, Share(binh, 5_000_000), way="land",
        items=(Item("Đất vườn", "m²", Decimal(50), 100_000),),
    )  # fmt: skip
    give(
        date(2026, 7, 14), BookForm.GOODS, Share(far, 900_000), way="goods",
        items=(Item("Xi măng", "bao", Decimal(9), 100_000),),
    )  # fmt: skip
    give(date(2026, 7, 14), BookForm.LABOUR, Share(binh, 150_000, Decimal(1)), way="labour", days=Decimal(1))
    return campaign


def _works(cast: Cast, plan: Plan) -> dict[str, Work]:
    made = {}
    for name, funds in (("Đường trục thôn", ("state",)), ("Nhà văn hóa", ("state", "people"))):
        work = Work.objects.create(
            area=cast.village, name=name, plan=plan, total=100_000_000, state="building", starts_on=date(2026, 6, 20),
            created_by=cast.officer, created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
        for place, kind in enumerate(funds, 1):
            WorkFund.objects.create(work=work, position=place, kind=kind, amount=100_000_000 // len(funds))
        made[name] = work
    road = made["Đường trục thôn"]
    for day, amount in ((date(2026, 5, 20), 20_000_000), (date(2026, 7, 8), 30_000_000)):
        WorkPayment.objects.create(
            work=road, paid_on=day, amount=amount, by=cast.accountant, at=at(day), voucher="UNC 12"
        )
    Work.objects.filter(pk=road.pk).update(state="accepted", accepted_value=80_000_000, accepted_on=date(2026, 7, 9))
    ResidentsDecision.objects.create(
        area=cast.village, subject="Góp tiền làm đường nội thôn", matter="contribution", form="meeting",
        held_on=date(2026, 6, 20), households=80, present=70, agreed=60, created_by=cast.officer, created_at=clock.now(),
        chair="Hà Văn Thôn",
    )  # fmt: skip
    return made


def village_report(cast: Cast, village: Area, *texts: tuple[int, str]) -> PeriodicReport:
    """A village's report of July as it was sent."""
    asked = scope(village, "thon-thang")
    report = PeriodicReport.objects.create(
        form=asked.form, area=village, starts_on=asked.since, ends_on=asked.upto, due_on=asked.upto, state=ReportState.SENT,
        created_by=cast.village_head, sent_at=at(date(2026, 7, 14), 10), sent_by=cast.village_head,
    )  # fmt: skip
    said = texts or ((0, "Đã làm 200 m đường hoa."), (1, "Thiếu cát."), (2, "Đề nghị xã hỗ trợ xi măng."))
    for place, (section, text) in enumerate(said):
        Passage.objects.create(report=report, section=section, position=place, text=text)
    return report


def rows_of(sources: Iterable[Source | dict[str, Any]]) -> list[Any]:
    """The rows that sources name; fails on a row that does not exist."""
    found = []
    for source in sources:
        kind, pk = (source["kind"], source["id"]) if isinstance(source, dict) else (source.kind, source.id)
        found.append(apps.get_model(kind).objects.get(pk=pk))
    return found


def added(of: Callable[[Any], Any], sources: Iterable[Source]) -> Decimal:
    """The rows that sources name, added up anew; of the rest of a receipt what the ledger calls not assigned."""
    total = Decimal(0)
    for source in sources:
        (row,) = rows_of([source])
        total += unassigned(row) if source.label.endswith("chưa phân bổ") else Decimal(of(row) or 0)
    return total
