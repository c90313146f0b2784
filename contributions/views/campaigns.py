"""Campaigns: the list, started from a plan or a decision, the overview, what it asks for, its steps, reckoned anew."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from areas.models import Area, Organisation
from campaigns.forms.places import grid_of
from contributions import access, ledger
from contributions.actions import campaigns as actions
from contributions.actions import expected
from contributions.enums import CampaignState
from contributions.forms.campaigns import RATES, CampaignForm, DecisionStartForm, PlanStartForm, RateRow, rate_rows
from contributions.papers import campaigns as papers
from contributions.queries import campaigns as queries
from contributions.rules.campaigns import decision_verdict, rates_of_plan
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.steps import steps_of
from journal.papers import history_lines
from journal.queries import history_of


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns one may read, with what is asked and given."""
    user = signed_in(request)
    everything = access.visible_campaigns(user)
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "state": request.GET.get("tinh-trang", ""), "year": _number(request.GET.get("nam")),
    }  # fmt: skip
    # Of what hangs on a campaign the list shows its area alone; to think of a way to join the rest takes longer than to do it.
    shown = queries.filtered(everything, **chosen).select_related(None).defer(None).select_related("area")
    rows = queries.with_sums(shown).order_by("-year", "sort_key", "pk")
    context = {
        "page": page_of(request, rows), "chosen": chosen, "any_filter": any(chosen.values()), "states": CampaignState.choices,
        "years": queries.years_of(everything), "may_write": has_anywhere(user, Right.WRITE_CAMPAIGNS),
    }  # fmt: skip
    return answer(request, "contributions/campaign_list.html", context)


def open_campaign(request: HttpRequest) -> HttpResponse:
    """What a campaign may start from; with ?ke-hoach= or ?quyet-dinh= the form that starts it."""
    user = signed_in(request)
    plans, decisions = access.plans_to_start(user), access.decisions_to_start(user)
    if request.GET.get("ke-hoach"):
        return _from_plan(request, _number(request.GET["ke-hoach"]), plans)
    if request.GET.get("quyet-dinh"):
        return _from_decision(request, _number(request.GET["quyet-dinh"]), decisions)
    here = request.path
    context = {
        "plans": [papers.plan_row(row, f"{here}?ke-hoach={row.pk}") for row in plans[:100]],
        "decisions": [
            papers.decision_row(row, decision_verdict(row), f"{here}?quyet-dinh={row.pk}") for row in decisions[:100]
        ],
    }
    return render(request, "contributions/campaign_start.html", context)


def _from_plan(request: HttpRequest, pk: int | None, plans: QuerySet[Any]) -> HttpResponse:
    started = access.visible_campaigns(signed_in(request)).filter(plan=pk).first()
    if started is not None:
        return redirect("contributions:campaign", started.pk)
    plan = get_object_or_404(plans, pk=pk)
    terms = getattr(plan, "terms", None)
    first = {"purpose": (terms and terms.purpose) or plan.title, "pot": (terms and terms.pot) or ""}
    form = PlanStartForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.open_from_plan(plan, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập đợt vận động từ kế hoạch.")
            return redirect("contributions:campaign", campaign.pk)
    rates = rates_of_plan(terms, plan.brackets.order_by("position", "pk"), queries.participants_of(plan))
    day_value = terms.labour_day_value if terms else None
    context = {
        "form": form, "plan": plan, "terms": terms, "decision": None,
        "rates": [(rate, papers.rate_words(rate, day_value)) for rate in rates],
    }  # fmt: skip
    return render(request, "contributions/campaign_start_form.html", context)


def _from_decision(request: HttpRequest, pk: int | None, decisions: QuerySet[Any]) -> HttpResponse:
    decision = get_object_or_404(decisions, pk=pk)
    form = DecisionStartForm(
        request.POST or None,
        initial={"name": decision.subject[:300], "purpose": decision.subject, "key": uuid4().hex},
    )
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.open_from_decision(
                decision, values=form.values(), key=form.cleaned_data["key"], by=signed_in(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập đợt vận động. Ghi mức vận động để mở đợt.")
            return redirect("contributions:edit_campaign", campaign.pk)
    context = {"form": form, "plan": None, "decision": decision, "verdict": decision_verdict(decision)}
    return render(request, "contributions/campaign_start_form.html", context)


@require_GET
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: where it stands, what was asked and given, by village and unit. Sums only, no names."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    kept = ledger.kept(campaign)
    totals = kept.whole
    may_write = may(user, Right.WRITE_CAMPAIGNS, campaign.area)
    changed, _ = expected.total_of(expected.preview(campaign)) if may_write else (0, 0)
    today = clock.today()
    context = {
        "campaign": campaign, "kept": kept, "totals": totals,
        "villages": papers.place_rows(
            kept.villages, queries.names_of(Area, kept.villages), "Không theo thôn", kept.remaining_in_villages
        ),
        "units": papers.place_rows(
            kept.units, queries.names_of(Organisation, kept.units), "Không theo đơn vị", kept.remaining_in_units
        ),
        "rates": [(rate, papers.rate_words(rate, campaign.labour_day_value)) for rate in campaign.rates.all()],
        "works": campaign.works.all(), "steps": steps_of(CampaignState, campaign.state), "may_write": may_write,
        "next": papers.next_step(
            campaign, missing=actions.missing(campaign), givers=totals.givers, stale=changed,
            past=bool(campaign.deadline and campaign.deadline < today),
        ),
        "history": history_lines(history_of(campaign)) if access.sees_all_names(user, campaign) else [],
    }  # fmt: skip
    return render(request, "contributions/campaign_detail.html", context)


def edit_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What a campaign asks for and how it is kept; a change of rates leads on to reckoning anew."""
    campaign = access.get_campaign(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    data = request.POST or None
    rates = list(campaign.rates.all())
    form = CampaignForm(campaign, data, initial={"seen": actions.mark(campaign)})
    grid = grid_of(RateRow, RATES, rates, data)
    if request.method == "POST" and False not in [form.is_valid(), grid.is_valid()]:
        try:
            actions.save_campaign(
                campaign, values=form.values(), works=form.works_chosen(), rates=rate_rows(grid),
                seen=form.cleaned_data["seen"], by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu đợt vận động.")
            campaign.refresh_from_db()
            to = "recompute" if expected.preview(campaign) else "campaign"
            return redirect(f"contributions:{to}", campaign.pk)
    return render(request, "contributions/campaign_form.html", {"form": form, "rates": grid, "campaign": campaign})


@require_POST
def step_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = access.get_campaign(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    to = request.POST.get("to") or CampaignState.OPEN
    if to not in CampaignState.values:
        raise PermissionDenied
    actions.step_campaign(campaign, to=to, by=signed_in(request), reason=request.POST.get("reason", "")[:300])
    messages.success(request, f"Đợt vận động: {CampaignState(to).label.lower()}.")
    return redirect("contributions:campaign", campaign.pk)


def recompute(request: HttpRequest, pk: int) -> HttpResponse:
    """What is expected of givers as the rules now say: first shown, then applied."""
    campaign = access.get_campaign(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    error = ""
    if request.method == "POST":
        try:
            count = expected.recompute(campaign, seen=request.POST.get("seen", ""), by=signed_in(request))
        except RuleError as refusal:
            error = refusal.message
        else:
            messages.success(request, f"Đã tính lại mức vận động của {count} người.")
            return redirect("contributions:campaign", campaign.pk)
    changes = expected.preview(campaign)
    count, difference = expected.total_of(changes)
    context = {
        "campaign": campaign, "changes": changes, "count": count, "difference": difference, "error": error,
        "seen": expected.mark_of_preview(changes),
    }  # fmt: skip
    return render(request, "contributions/recompute.html", context)
