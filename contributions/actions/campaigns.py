"""Writing campaigns: opened from a plan or from a village's decision, changed, opened, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from campaigns.enums import PlanKind
from campaigns.papers.changes import differences, mark_of
from contributions.enums import CAMPAIGN_STEPS, CampaignState
from contributions.models import Campaign, Rate
from contributions.papers.campaigns import said_of_campaign
from contributions.queries.campaigns import account_numbered, participants_of
from contributions.rules.campaigns import (
    RateDraft,
    campaign_codes,
    decision_verdict,
    obstacles,
    rates_of_plan,
)
from core import clock
from core.errors import RuleError
from documents.enums import DocumentState
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import Plan, ResidentsDecision, Work

_SAVED_SINCE = "Đợt vận động này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp."


def open_from_plan(plan: Plan, *, pot: str, purpose: str, by: User) -> Campaign:
    """Start a campaign from an issued plan of contributions: name, rates, day value, deadline and account are the plan's.

    One campaign a plan: started before, that one is answered. RuleError where the plan is not issued. Writes the journal.
    """
    started = Campaign.objects.filter(plan=plan).first()
    if started is not None:
        return started
    if plan.kind != PlanKind.CONTRIBUTION or plan.document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ lập đợt vận động từ kế hoạch vận động đóng góp đã ban hành.")
    terms = getattr(plan, "terms", None)
    rates = rates_of_plan(terms, plan.brackets.order_by("position", "pk"), participants_of(plan))
    account = (terms.account or account_numbered(plan.area, terms.account_number)) if terms else None
    campaign = Campaign(
        area=plan.area, plan=plan, name=plan.title[:300], year=plan.year or clock.today().year, starts_on=plan.starts_on,
        deadline=plan.deadline or plan.ends_on, purpose=purpose, pot=pot, account=account,
        residents_decision=terms.decision if terms else None, labour_day_value=terms.labour_day_value if terms else None,
        created_by=by, created_at=clock.now(),
    )  # fmt: skip
    if campaign.starts_on and campaign.deadline and campaign.deadline < campaign.starts_on:
        campaign.starts_on = None
    try:
        return _started(campaign, rates, by)
    except IntegrityError:
        # Two people started it at once: the plan has one campaign, and this is it.
        return Campaign.objects.get(plan=plan)


def open_from_decision(decision: ResidentsDecision, *, values: Mapping[str, Any], key: str, by: User) -> Campaign:
    """Start a campaign of a village on its residents' decision, without a plan. The form sent twice (`key`) starts one.

    `values`: name, purpose, pot, starts_on, deadline, labour_day_value. RuleError where the decision was not passed.
    """

    def do() -> dict[str, Any]:
        judged = decision_verdict(decision)
        if judged.passes is not True:
            raise RuleError(f"Quyết định của Nhân dân chưa được thông qua. {judged.sentence}")
        year = (values.get("starts_on") or decision.held_on).year
        campaign = Campaign(
            area=decision.area, residents_decision=decision, year=year, created_by=by, created_at=clock.now(), **values
        )
        return {"campaign": _started(campaign, [], by).pk}

    return Campaign.objects.get(pk=once(by, purpose="contributions.campaign", key=key, do=do)["campaign"])


@transaction.atomic
def _started(campaign: Campaign, rates: Sequence[RateDraft], by: User) -> Campaign:
    codes = campaign_codes(campaign.area.name, campaign.year)
    while not _saved_as(campaign, next(codes)):
        pass
    Rate.objects.bulk_create(
        Rate(
            campaign=campaign, position=place, group=rate.group, label=rate.label, min_income=rate.min_income,
            max_income=rate.max_income, days=rate.days, amount=rate.amount,
        )
        for place, rate in enumerate(rates, 1)
    )  # fmt: skip
    record("campaign.opened", campaign, by=by, area=campaign.area, note=f"Mã {campaign.code}")
    return campaign


def _saved_as(campaign: Campaign, code: str) -> bool:
    """Whether the campaign could be saved under the code; False where another has it, be it taken at this very moment."""
    if Campaign.objects.filter(code=code).exists():
        return False
    campaign.code = code
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        if not Campaign.objects.filter(code=code).exists():
            raise
        campaign.pk = None
        return False
    return True


def mark(campaign: Campaign) -> str:
    """The mark of the campaign as it stands, for the form that shows it."""
    return mark_of(_said(campaign))


def _said(campaign: Campaign) -> dict[str, str]:
    return said_of_campaign(campaign, campaign.rates.all(), campaign.works.all())


@transaction.atomic
def save_campaign(
    campaign: Campaign, *, values: Mapping[str, Any], works: Sequence[Work], rates: Sequence[Mapping[str, Any]],
    seen: str, by: User,
) -> Campaign:  # fmt: skip
    """Change what a campaign asks for and how it is kept. `rates` in their order, those of before with their `id`.

    `seen` is the mark of what the person read: RuleError where somebody saved since; also for a closed campaign, another pot
    once money came in, a rate struck out that givers have, the same label twice. What is expected of givers is not reckoned
    anew here (contributions.actions.expected). Saving what is already there writes nothing.
    """
    campaign = _locked(campaign)
    before = _said(campaign)
    if seen != mark_of(before):
        raise RuleError(_SAVED_SINCE)
    if campaign.state == CampaignState.CLOSED:
        raise RuleError("Đợt vận động đã kết thúc; mở lại rồi sửa.")
    if values["pot"] != campaign.pot and campaign.receipts.exists():
        raise RuleError("Đã có khoản thu nên không đổi được nơi quản lý khoản thu của đợt này.")
    for name, value in values.items():
        setattr(campaign, name, value)
    campaign.save()
    campaign.works.set(works)
    _write_rates(campaign, rates)
    if campaign.state == CampaignState.OPEN:
        _refuse(missing(campaign))
    changes = differences(before, _said(campaign))
    if changes:
        what = "campaign.rates" if "mức vận động" in changes else "campaign.changed"
        record(what, campaign, by=by, area=campaign.area, changes=changes)
    return campaign


def _locked(campaign: Campaign) -> Campaign:
    """The campaign as it now is, kept from others until the end of the transaction."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("area", "account", "residents_decision__area").get(pk=campaign.pk)


def _write_rates(campaign: Campaign, rates: Sequence[Mapping[str, Any]]) -> None:
    labels = [str(rate["label"]).casefold() for rate in rates]
    twice = next((str(rate["label"]) for rate in rates if labels.count(str(rate["label"]).casefold()) > 1), None)
    if twice is not None:
        raise RuleError(f"Mức “{twice}” ghi hai lần; đặt tên khác nhau.")
    there = {rate.pk: rate for rate in campaign.rates.all()}
    kept = {rate["id"] for rate in rates if rate.get("id") in there}
    for gone in [rate for pk, rate in there.items() if pk not in kept]:
        givers = gone.lines.count()
        if givers:
            raise RuleError(f"Mức “{gone}” đang áp dụng cho {givers} người; chuyển họ sang mức khác rồi bỏ.")
        gone.delete()
    # Out of each other's way first: labels are unique, and two may change places.
    for pk in kept:
        Rate.objects.filter(pk=pk).update(label=f"\x1f{pk}")
    for place, row in enumerate(rates, 1):
        rate = there.get(row.get("id")) or Rate(campaign=campaign)  # type: ignore[arg-type]
        rate.position = place
        for name in ("group", "label", "min_income", "max_income", "days", "amount"):
            setattr(rate, name, row[name])
        rate.save()


def missing(campaign: Campaign) -> list[str]:
    """What keeps the campaign from being opened, a sentence each."""
    rates, decision = list(campaign.rates.all()), campaign.residents_decision
    return obstacles(
        groups=[rate.group for rate in rates], has_days=any(rate.days for rate in rates),
        day_value=campaign.labour_day_value, purpose=campaign.purpose,
        decision=decision_verdict(decision) if decision else None,
    )  # fmt: skip


def _refuse(sentences: Sequence[str]) -> None:
    if sentences:
        raise RuleError(" ".join(sentences))


@transaction.atomic
def step_campaign(campaign: Campaign, *, to: str, by: User, reason: str = "") -> Campaign:
    """Open a prepared campaign, close an open one, open a closed one again (with a reason). A step taken before is not taken again.

    RuleError for a step that is not there, and for opening before all is there that people must be asked with.
    """
    campaign = _locked(campaign)
    if campaign.state == to:
        return campaign
    if to not in CAMPAIGN_STEPS[campaign.state]:
        raise RuleError("Đợt vận động này không chuyển được sang tình trạng đó.")
    if to == CampaignState.OPEN:
        _refuse(missing(campaign))
        if campaign.state == CampaignState.CLOSED and not reason.strip():
            raise RuleError("Ghi lý do mở lại đợt vận động.")
    before, campaign.state = campaign.get_state_display(), to
    campaign.save(update_fields=["state"])
    changes = {"tình trạng": [str(before), str(campaign.get_state_display())]}
    record("campaign.stepped", campaign, by=by, area=campaign.area, changes=changes, note=reason.strip())
    return campaign
