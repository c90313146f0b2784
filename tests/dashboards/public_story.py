"""Xã An Bình with everything that can be published, and with people whose names and numbers nobody else has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management import call_command

from campaigns.enums import AwardLevel, CommitteeKind, FundKind, PlanKind
from campaigns.models import Committee, Work, WorkFund
from contributions.actions.notices import post_notice
from contributions.actions.receipts import Share, issue_receipt
from contributions.actions.spending import spend
from contributions.enums import Consent
from contributions.exporting import signing_of
from contributions.models import Party, PublicNotice, RosterLine
from contributions.papers.notices import snapshot_of
from contributions.queries.notices import to_publish
from contributions.rules.notices import last_day
from core.clock import now, today
from criteria.actions.cards import save_criterion
from criteria.actions.rounds import accept_card, open_round, submit_card
from criteria.enums import RegistrationState, RoundKind, State
from criteria.judging import Entered
from criteria.models import CriteriaSet, Registration, RoundCard
from documents import actions as papers
from documents.enums import PaperType
from emulation.enums import AwardFor, DriveState, EntryKind, EntryState, NominationState, SessionState
from emulation.models import Award, AwardDecision, AwardForm, Drive, Entry, Nomination, Session
from tests import factories
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.contributions.conftest import Drive as Campaigning
from tests.contributions.test_ledger import entry
from tests.contributions.test_spending import spent

#: Whoever appears on a public page by any of these was told away.
NAMES = (
    "Xồng Bá Zíu", "Phàn Tả Mẩy", "Giàng Thị Xúa", "Lù Seo Vảng", "Tẩn Mìn Pết", "Khoàng Xì Nụ", "Sùng A Phử", "Ma Seo Quẩy",
    "Cứ Thị Dợ", "Thào Mí Chứ",
)  # fmt: skip
PHONES = ("0987600001", "0987600002", "0912 345 678")
SECRETS = (*NAMES, *PHONES, "Xồng", "Khoàng", "Tẩn", "Quẩy", "TẢ MẨY", "số nhà 77 ngõ Kín")
Giver = Callable[..., RosterLine]
SET = "ntm-xa-2021-2025"


def accepted_card(cast: Cast, *, met: int = 3, name: str = "Năm nay") -> RoundCard:
    """A round of the province in which the commune says so many criteria are met, accepted."""
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code=SET)
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name=name, year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    found = RoundCard.objects.get(card__area=cast.commune, round__name=name)
    said(found, cast, met=met)
    return accept_card(submit_card(found, by=cast.leader), by=cast.coordination)


def said(round_card: RoundCard, cast: Cast, *, met: int) -> None:
    """What the commune says of its first criteria: met, the next one unmet."""
    for criterion in round_card.card.criteria_set.criteria.order_by("number")[: met + 1]:
        state = State.MET if criterion.number <= met else State.UNMET
        rows = {row.pk: Entered(state=state, reason=f"Theo {NAMES[0]}.") for row in criterion.indicators.all()}
        save_criterion(round_card.card, criterion, rows=rows, whole=None, by=cast.officer)


def work(cast: Cast, name: str = "Đường trục thôn Nà Cốc", **values: Any) -> Work:
    made = Work.objects.create(
        **{
            "area": cast.village, "name": name, "place": f"Trước nhà {NAMES[1]}", "total": 400_000_000, "volume": "1250.5", "measure": "m",
            "state": "building", "created_by": cast.officer, "created_at": now(), "updated_at": now(), **values,
        }
    )  # fmt: skip
    for place, (kind, amount) in enumerate(((FundKind.STATE, 300_000_000), (FundKind.PEOPLE, 100_000_000))):
        WorkFund.objects.create(work=made, position=place, kind=kind, text=NAMES[2], amount=amount)
    return made


def gifts(
    cast: Cast, campaigning: Campaigning, giver: Giver, people: int = 6, firms: int = 1, of_firm: int = 2_000_000
) -> None:
    """So many people with 100.000 đồng each, so many enterprises with `of_firm`."""
    for place in range(people + firms):
        firm = place >= people
        name = f"{NAMES[place % len(NAMES)]} {'Công ty' if firm else ''}".strip()
        line = giver(name, campaigning.firms if firm else campaigning.high)
        Party.objects.filter(pk=line.party_id).update(
            phone=PHONES[place % 2], address="số nhà 77 ngõ Kín", household=NAMES[3], consent=Consent.FULL
        )
        amount = of_firm if firm else 100_000
        issue_receipt(
            entry(amount=amount, shares=(Share(line, amount),), payer=name, address="số nhà 77 ngõ Kín"),
            campaign=campaigning.campaign, book=campaigning.receipts, by=cast.accountant,
        )  # fmt: skip


def notice(cast: Cast, campaigning: Campaigning) -> PublicNotice:
    campaign = campaigning.campaign
    campaign.name = f"Giúp hộ bà {NAMES[4]} làm đường, gọi {PHONES[2]}"
    campaign.save()
    spend(spent(50_000, text=f"Trả {NAMES[5]}", payee=NAMES[5]), campaign=campaign, by=cast.accountant)
    words = snapshot_of(campaign, to_publish(campaign), signing_of(campaign.area, cast.officer, today()))
    return post_notice(
        campaign, words, posted_from=today(), posted_to=last_day(today()), places="Trụ sở", key="mot", by=cast.officer
    )


def awards(cast: Cast, *, issue: bool = True) -> Drive:
    """A village, a body, a household under the form of bodies, a person; one decision."""
    drive = Drive.objects.create(
        area=cast.commune, plan=issued_plan(cast, title="Thi đua", kind=PlanKind.PEAK), name="60 ngày cao điểm", starts_on=today(),
        ends_on=today(), state=DriveState.OPEN, created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    council = Committee.objects.create(
        area=cast.commune, kind=CommitteeKind.COUNCIL, name="Hội đồng", created_by=cast.officer, created_at=now()
    )
    session = Session.objects.create(
        drive=drive, council=council, held_on=today(), place="Hội trường", state=SessionState.HELD, chair=NAMES[6],
        created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    document = factories.document(cast.commune, cast.committee, by=cast.officer, type="QUYẾT ĐỊNH", symbol="QĐ-UBND")
    document.type = PaperType.DECISION
    document.save()
    decision = AwardDecision.objects.create(
        session=session, document=document, decided_on=today(), created_by=cast.officer, created_at=now()
    )
    forms = {
        kind: AwardForm.objects.create(
            code=f"thu-{kind}",
            name="Giấy khen của Chủ tịch UBND xã",
            level=AwardLevel.COMMUNE,
            given_to=kind,
            position=90,
        )
        for kind in (AwardFor.COLLECTIVE, AwardFor.INDIVIDUAL)
    }
    rows: tuple[tuple[str, str | None, str], ...] = (
        ("Nhân dân thôn Nà Cốc", EntryKind.VILLAGE, AwardFor.COLLECTIVE), ("Trạm Y tế xã", None, AwardFor.COLLECTIVE),
        (f"Hộ {NAMES[7]}", EntryKind.HOUSEHOLD, AwardFor.COLLECTIVE), (NAMES[8], EntryKind.INDIVIDUAL, AwardFor.INDIVIDUAL),
        (f"Gia đình ông {NAMES[9]}", None, AwardFor.COLLECTIVE),
    )  # fmt: skip
    for place, (name, kind, given_to) in enumerate(rows, 1):
        competes = kind and Entry.objects.create(
            drive=drive, kind=kind, area=cast.village, name=name, state=EntryState.ACCEPTED, created_by=cast.officer, created_at=now()
        )  # fmt: skip
        nomination = Nomination.objects.create(
            drive=drive, entry=competes or None, form=forms[AwardFor(given_to)], area=cast.village, name=name, post=NAMES[8],
            achievement=NAMES[8], citation=NAMES[8], state=NominationState.PASSED, created_by=cast.officer, created_at=now(),
        )  # fmt: skip
        Award.objects.create(decision=decision, nomination=nomination, position=place)
    for step in (papers.submit, papers.approve, papers.issue) if issue else ():
        step(document, by=cast.officer)
    return drive


def recognised(cast: Cast) -> None:
    """The village and a household's garden, both recognised."""
    for chosen, subject in (("thon", ""), ("vuon", f"Hộ {NAMES[2]}")):
        Registration.objects.create(
            area=cast.village, criteria_set=CriteriaSet.objects.filter(level=chosen).order_by("pk")[0], year=today().year, subject=subject,
            state=RegistrationState.RECOGNISED, registered_on=today(), decision="12/QĐ-UBND", recognised_on=today(), reason=NAMES[2],
            created_by=cast.officer, created_at=now(),
        )  # fmt: skip


def everything(cast: Cast, campaigning: Campaigning, giver: Giver) -> None:
    accepted_card(cast)
    recognised(cast)
    work(cast)
    work(cast, name=f"Đường từ nhà ông {NAMES[7]} đến suối")
    gifts(cast, campaigning, giver)
    awards(cast)
