"""Writing the report of a campaign's results as an official paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from areas.models import Area, Organisation
from areas.queries import peoples_committee, signer_on
from contributions import ledger
from contributions.enums import Group
from contributions.models import Allocation, Campaign, FinalReport
from contributions.papers.campaigns import PlaceRow, place_rows
from contributions.papers.final_reports import Results, Words, final_report, group_name
from contributions.queries import final_reports as queries
from contributions.queries.campaigns import commune_of, names_of
from core import clock
from core.errors import RuleError
from documents.actions import create_document, edit_document
from documents.enums import DocumentState, PaperType
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def draft_final_report(campaign: Campaign, words: Words, *, by: User) -> FinalReport:
    """The report as a draft of the plan's issuer, else of the commune's committee; a draft that is there is written anew.

    Figures are the ledger's at this moment. An issued report stays and a new one is drafted beside it. RuleError while nobody
    has given anything, where the issuer is not declared, and while a report waits for its approval or number.
    """
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("area__parent")
    campaign = rows.select_related("area__parent", "plan__document__issuer", "residents_decision").get(pk=campaign.pk)
    if not campaign.receipts.exists():
        raise RuleError("Đợt vận động chưa có chứng từ thu nào nên chưa lập báo cáo được.")
    issuer, today = _issuer(campaign), clock.today()
    paper = final_report(results_of(campaign), words, issuer=issuer, signer=signer_on(issuer, today), today=today)
    found = queries.last_report(campaign)
    if found is not None and found.document.state in {DocumentState.SUBMITTED, DocumentState.APPROVED}:
        raise RuleError(f"Báo cáo đang ở trạng thái “{found.document.get_state_display()}” nên không lập lại được.")
    if found is not None and found.document.state == DocumentState.DRAFT:
        if found.document.context != paper.as_json():
            edit_document(found.document, paper=paper, by=by)
    else:
        document = create_document(area=campaign.area, issuer=issuer, type=PaperType.REPORT, paper=paper, by=by)
        found = FinalReport(campaign=campaign, document=document)
        record("final_report.drafted", campaign, by=by, area=campaign.area)
    for name, text in asdict(words).items():
        setattr(found, name, text)
    found.save()
    return found


def _issuer(campaign: Campaign) -> Organisation:
    if campaign.plan is not None and campaign.plan.document.issuer is not None:
        return campaign.plan.document.issuer
    commune = commune_of(campaign.area)
    issuer = peoples_committee(commune, clock.today())
    if issuer is None:
        raise RuleError(f"Chưa khai báo Ủy ban nhân dân {commune.kind_word} ở mục Cơ quan nên chưa lập báo cáo được.")
    return issuer


def results_of(campaign: Campaign) -> Results:
    """What the books say of the campaign now; a fixed number of queries."""
    villages, units = ledger.totals_by_each(campaign, "village", "unit")
    totals = ledger.added_up(villages.values(), ledger.given(campaign.receipts.all()))
    given_to = Allocation.objects.filter(receipt__campaign=campaign).aggregate(total=Sum("amount"))["total"] or 0
    return Results(
        campaign=campaign, totals=totals, counts=queries.receipts_by_way(campaign),
        states=queries.lines_by_state(campaign), groups=_groups(campaign),
        villages=place_rows(villages, names_of(Area, villages), "Không theo thôn"),
        units=place_rows(units, names_of(Organisation, units), "Không theo đơn vị"),
        unassigned=totals.given.total - given_to, land=ledger.land_area(campaign), spent=queries.spent_by_work(campaign),
        left=ledger.money_left(campaign), notices=list(campaign.notices.order_by("posted_from", "pk")),
        named=list(queries.givers_to_name(campaign)), works=list(campaign.works.values_list("name", flat=True)),
    )  # fmt: skip


def _groups(campaign: Campaign) -> list[PlaceRow]:
    totals = ledger.totals_by(campaign, "rate__group")
    known = [group for group in (*Group.values, None) if group in totals]
    return [PlaceRow(place, group_name(group), totals[group]) for place, group in enumerate(known, 1)]
