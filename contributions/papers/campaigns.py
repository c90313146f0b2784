"""What the pages of a campaign show: where it stands and what is next, its sums by village and unit, what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from contributions.enums import CampaignState
from contributions.ledger import Totals
from contributions.models import Campaign, Rate
from core.formats import money, number, vndate
from core.text import sort_key

if TYPE_CHECKING:
    from campaigns.models import Plan, ResidentsDecision
    from campaigns.rules.residents import Verdict
    from contributions.rules.campaigns import RateDraft


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Sums of one village or unit; `pk` 0 and a word for those without one."""

    pk: int
    name: str
    totals: Totals
    #: What is left of what is expected of each of its lines, in đồng.
    remaining: int = 0


def place_rows(
    totals: Mapping[Any, Totals], names: Mapping[int, str], without: str, remaining: Mapping[Any, int] | None = None
) -> list[PlaceRow]:
    """By name; those without a village or unit last."""
    left = remaining or {}
    named = sorted((sort_key(name), pk) for pk, name in names.items() if pk in totals)
    rows = [PlaceRow(pk, names[pk], totals[pk], left.get(pk, 0)) for _, pk in named]
    return [*rows, PlaceRow(0, without, totals[None], left.get(None, 0))] if None in totals else rows


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing to do: what, why, and the name of its URL where there is one."""

    title: str
    text: str = ""
    url: str = ""
    label: str = ""
    #: The state that a POST goes to; empty where the address is a page.
    to: str = ""


def next_step(campaign: Campaign, *, missing: Sequence[str], givers: int, stale: int, past: bool) -> Next:
    """`missing`: what keeps it from being opened; `stale`: lines to be recomputed; `past`: the deadline is over."""
    if campaign.state == CampaignState.CLOSED:
        return Next("Đợt vận động đã kết thúc.", "Sổ sách vẫn xem và in được; cần ghi thêm thì mở lại.")
    if stale:
        return Next(
            f"Mức vận động của {stale} người cần tính lại.", "Xem trước rồi áp dụng.", "contributions:recompute",
            "Xem và tính lại",
        )  # fmt: skip
    if campaign.state == CampaignState.DRAFT:
        return _before_opening(missing, givers)
    if past:
        return Next(
            "Đã qua thời hạn vận động.", "Khi đã ghi đủ các khoản thì kết thúc đợt.", "contributions:step_campaign",
            "Kết thúc đợt vận động", CampaignState.CLOSED,
        )  # fmt: skip
    return Next("Đang vận động.", "Ghi thu, chấm công; theo dõi theo thôn và đơn vị ở dưới.")


def _before_opening(missing: Sequence[str], givers: int) -> Next:
    if missing:
        return Next("Bổ sung để mở đợt vận động.", " ".join(missing), "contributions:edit_campaign", "Bổ sung")
    if not givers:
        return Next(
            "Lập danh sách người được vận động.", "Nhập từ Excel, dán danh sách hoặc thêm từng người.",
            "contributions:import_roster", "Nhập danh sách",
        )  # fmt: skip
    return Next(
        "Mở đợt vận động.", "Từ khi mở, kế toán ghi thu được.", "contributions:step_campaign", "Mở đợt vận động",
        CampaignState.OPEN,
    )  # fmt: skip


def plan_row(plan: Plan, url: str) -> dict[str, Any]:
    """An issued plan that a campaign may start from."""
    return {"due": f"Năm {plan.year}" if plan.year else "", "title": plan.title, "url": url, "text": str(plan.area)}


def decision_row(decision: ResidentsDecision, verdict: Verdict, url: str) -> dict[str, Any]:
    """A village's decision; one that was not passed shows its state in place of the way on."""
    passed = verdict.passes is True
    return {
        "due": vndate(decision.held_on), "title": decision.subject, "text": f"{decision.area}. {verdict.sentence}",
        "url": url if passed else reverse("campaigns:residents_decision", args=[decision.pk]),
        "state": "" if passed else verdict.state,
    }  # fmt: skip


def rate_words(rate: Rate | RateDraft, day_value: int | None) -> str:
    """ "3 ngày công, tương đương 450.000 đồng", "từ 2.000.000 đồng", "tùy tâm"."""
    if rate.days is not None:
        worth = f", tương đương {money(rate.days * day_value)} đồng" if day_value else ""
        return f"{number(rate.days)} ngày công{worth}"
    return f"từ {money(rate.amount)} đồng" if rate.amount else "tùy tâm"


def said_of_campaign(campaign: Campaign, rates: Iterable[Rate], works: Iterable[object]) -> dict[str, str]:
    """What a person reads of a campaign, for the journal and to notice that two people edit."""
    rows = [
        f"{rate.get_group_display()}; {rate.label}: {rate_words(rate, campaign.labour_day_value)}" for rate in rates
    ]
    return {
        "tên": campaign.name, "từ ngày": vndate(campaign.starts_on), "thời hạn": vndate(campaign.deadline),
        "dùng vào việc": campaign.purpose, "khoản thu thuộc": str(campaign.get_pot_display()),
        "tài khoản nhận": str(campaign.account or "—"), "quyết định của Nhân dân": str(campaign.residents_decision or "—"),
        "giá trị một ngày công": money(campaign.labour_day_value), "công trình": "; ".join(str(work) for work in works) or "—",
        "hai người lập và xác nhận": "Có" if campaign.two_people else "Không",
        "điều chỉnh phải duyệt từ": money(campaign.reversal_limit), "mức vận động": "\n".join(rows) or "—",
    }  # fmt: skip
