"""May this person see these contributions, and whose names? The only doors to campaigns, rosters and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand, may
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area, BankAccount
from areas.queries import below, on_areas, rows_of
from campaigns.access.plans import visible_plans
from campaigns.models import Plan, ResidentsDecision
from contributions.enums import CampaignState
from contributions.models import (
    BankLine,
    Batch,
    Book,
    Campaign,
    Duplicate,
    FinalReport,
    Handover,
    Muster,
    Party,
    PublicNotice,
    Receipt,
    ReversalRequest,
    RosterImport,
    RosterLine,
    Spending,
    SpendingPhoto,
    Statement,
)
from contributions.queries.campaigns import commune_of, decisions_waiting, plans_waiting, villages_for
from documents.access import visible_if

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document, StoredFile


def visible_campaigns(user: User) -> QuerySet[Campaign]:
    """Campaigns on one's own areas and below; for a village also its commune's. Totals, not names."""
    held = areas_held(user, Right.READ_CONTRIBUTION_TOTALS)
    rows = Campaign.objects.filter(on_areas(held, "area") | Q(area__in=sorted(commune_ids_above(held))))
    return rows.select_related("area", "area__parent", "account", "plan__document", "residents_decision").defer(
        "plan__facts", "plan__document__context"
    )


def get_campaign(user: User, pk: int, right: Right | None = None) -> Campaign:
    """The campaign, if the person may read its totals (else 404) and has the right on its area (else 403)."""
    campaign = get_object_or_404(visible_campaigns(user), pk=pk)
    if right is not None:
        demand(user, right, campaign.area)
    return campaign


def sees_all_names(user: User, campaign: Campaign) -> bool:
    """Whether the person works with everybody's contributions of the campaign."""
    return may(user, Right.READ_CONTRIBUTIONS, campaign.area)


def _named_if(user: User) -> Q:
    """Rows whose givers' names the person may read: of the own commune's campaigns, or of the own village in them.

    Both as questions of their own: with an "or" over joined areas PostgreSQL would not begin with the campaign or the giver that
    the rows are asked of.
    """
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    campaigns = Campaign.objects.filter(below(held, "area__path")).order_by()
    return Q(campaign__in=campaigns.values("pk")) | Q(
        village__in=Area.objects.filter(below(held, "path")).order_by().values("pk")
    )


def seen_lines(user: User) -> QuerySet[RosterLine]:
    """Roster lines with names the person may read; a village head those of his village."""
    return RosterLine.objects.filter(_named_if(user)).select_related("party", "village", "unit", "rate", "campaign")


def get_line(user: User, campaign: int, pk: int, right: Right) -> RosterLine:
    """A line of the campaign with this id whose name the person may read (else 404), with the right on its area (else 403)."""
    line = get_object_or_404(seen_lines(user).select_related("campaign__area__parent"), campaign=campaign, pk=pk)
    demand(user, right, line.campaign.area)
    return line


def seen_parties(user: User) -> QuerySet[Party]:
    """Givers of the communes in which the person works with contributions; a village head those of his village."""
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    # Joined as a union: with an "or" over both areas PostgreSQL would go through all givers of the country.
    of_commune, of_village = (
        Party.objects.filter(below(held, path)).order_by().values("pk") for path in ("area__path", "village__path")
    )
    return Party.objects.filter(pk__in=of_commune.union(of_village)).select_related("area", "village", "unit")


def get_party(user: User, pk: int, right: Right | None = None) -> Party:
    party = get_object_or_404(seen_parties(user), pk=pk)
    if right is not None:
        demand(user, right, party.area)
    return party


def seen_receipts(user: User) -> QuerySet[Receipt]:
    """Receipts the person may read, with names; a village head those of his village."""
    rows = Receipt.objects.filter(_named_if(user))
    return rows.select_related(
        "book", "book__area", "campaign", "campaign__area", "party", "village", "by", "reverses", "work"
    )


def get_receipt(user: User, pk: int, right: Right | None = None) -> Receipt:
    receipt = get_object_or_404(seen_receipts(user), pk=pk)
    if right is not None:
        demand(user, right, receipt.campaign.area)
    return receipt


def seen_books(user: User) -> QuerySet[Book]:
    """Books of the communes in which the person works with contributions."""
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    return Book.objects.filter(below(held, "area__path")).select_related("area", "holder")


def get_book(user: User, pk: int, right: Right | None = None) -> Book:
    book = get_object_or_404(seen_books(user), pk=pk)
    if right is not None:
        demand(user, right, book.area)
    return book


def books_to_write(user: User, campaign: Campaign) -> QuerySet[Book]:
    """Books not handed back in which the person may write for the campaign: the accountant in all of the commune's, a
    collector in those he holds; 403 for everybody else."""
    books = Book.objects.filter(
        area__in=[campaign.area, commune_of(campaign.area)], handed_back_on=None
    ).select_related("area", "holder")
    if may(user, Right.WRITE_MONEY, campaign.area):
        return books
    if may(user, Right.COLLECT, campaign.area):
        return books.filter(holder=user)
    raise PermissionDenied


def campaign_places(user: User) -> QuerySet[Area]:
    """The areas on which the person may open campaigns, villages of a commune included; 403 for those who open none."""
    held = areas_held(user, Right.WRITE_CAMPAIGNS)
    if not held:
        raise PermissionDenied
    return Area.objects.filter(Q(pk__in=[area.pk for area in held]) | Q(parent__in=held, level="village"))


def plans_to_start(user: User) -> QuerySet[Plan]:
    """Issued plans of contributions without a campaign, on areas on which the person opens campaigns."""
    return plans_waiting(visible_plans(user), campaign_places(user))


def decisions_to_start(user: User) -> QuerySet[ResidentsDecision]:
    """Decisions of villages without a campaign, on areas on which the person opens campaigns."""
    return decisions_waiting(campaign_places(user))


def get_import(user: User, pk: int, import_pk: int) -> RosterImport:
    """A list brought into a campaign whose roster the person keeps; else 404 or 403."""
    campaign = get_campaign(user, pk, Right.WRITE_CAMPAIGNS)
    rows = campaign.imports.select_related("campaign__area__parent", "by")
    return get_object_or_404(rows, pk=import_pk)


def get_duplicate(user: User, pk: int) -> Duplicate:
    """A proposal about two givers whom the person may read (else 404), where he keeps rosters (else 403)."""
    mine = seen_parties(user).order_by().values("pk")
    row = get_object_or_404(Duplicate.objects.select_related("one__area", "other"), pk=pk, one__in=mine, other__in=mine)
    demand(user, Right.WRITE_CAMPAIGNS, row.one.area)
    return row


def get_spending(user: User, pk: int, spending_pk: int, right: Right | None = None) -> Spending:
    """A payment of a campaign that the person may read (else 404), with the right on its area (else 403)."""
    campaign = get_campaign(user, pk, right)
    rows = Spending.objects.filter(campaign=campaign)
    rows = rows.select_related("campaign__area__parent", "work", "by", "reverses", "reversed_by")
    return get_object_or_404(rows, pk=spending_pk)


def may_fetch_spending_photo(user: User, stored: StoredFile) -> bool:
    """Check for photos of what contributions were spent for: who may read the campaign."""
    return SpendingPhoto.objects.filter(file=stored, spending__campaign__in=visible_campaigns(user)).exists()


def get_notice(user: User, pk: int, notice_pk: int) -> PublicNotice:
    """A public notice of a campaign that the person may read; else 404."""
    campaign = get_campaign(user, pk)
    return get_object_or_404(campaign.notices.select_related("campaign__area__parent", "by"), pk=notice_pk)


def sees_some_names(user: User, campaign: Campaign) -> bool:
    """Whether the person works with contributions of the campaign's commune, or of a village in it."""
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    if not held:
        return False
    commune = commune_of(campaign.area)
    return sees_all_names(user, campaign) or any(
        area.pk == campaign.area_id or (area.level == Level.VILLAGE and area.parent_id == commune.pk) for area in held
    )


def get_batch(user: User, pk: int, right: Right | None = None) -> Batch:
    """A pile of receipts of a campaign with whose receipts the person works (else 404, without the right 403)."""
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    rows = Batch.objects.filter(below(held, "campaign__area__path")).select_related("campaign__area__parent", "by")
    batch = get_object_or_404(rows, pk=pk)
    if right is not None:
        demand(user, right, batch.campaign.area)
    return batch


def get_reversal_request(user: User, pk: int, right: Right) -> ReversalRequest:
    """A reversal asked for, of a receipt that the person may read (else 404), where he has the right (else 403)."""
    mine = seen_receipts(user).order_by().values("pk")
    rows = ReversalRequest.objects.select_related("receipt__campaign__area", "receipt__book")
    found = get_object_or_404(rows, pk=pk, receipt__in=mine)
    demand(user, right, found.receipt.campaign.area)
    return found


def book_places(user: User) -> QuerySet[Area]:
    """The communes in which the person opens books; 403 for those who open none."""
    held = areas_held(user, Right.WRITE_MONEY)
    if not held:
        raise PermissionDenied
    return rows_of(held)


def get_book_to_write(user: User, pk: int) -> Book:
    """A book one may read (else 404) and writes in: the accountant in all, a collector in his own (else 403)."""
    book = get_book(user, pk)
    if not may(user, Right.WRITE_MONEY, book.area) and book.holder_id != user.pk:
        raise PermissionDenied
    return book


def get_handover(user: User, pk: int) -> Handover:
    """What was handed in of a book that the person may read; else 404."""
    rows = Handover.objects.select_related("book__area__parent", "book__holder", "by")
    return get_object_or_404(rows, pk=pk, book__in=seen_books(user).order_by().values("pk"))


def labour_villages(user: User, campaign: Campaign) -> list[Area]:
    """Villages of the campaign for which the person enters labour days: a village head his own; empty for who enters none."""
    return [
        area for area in villages_for(campaign.area).select_related("parent") if may(user, Right.ENTER_LABOUR, area)
    ]


def get_labour_village(user: User, campaign: Campaign, pk: int) -> Area:
    """A village of the campaign (else 404) for which the person enters labour days (else 403)."""
    village = get_object_or_404(villages_for(campaign.area).select_related("parent"), pk=pk)
    demand(user, Right.ENTER_LABOUR, village)
    return village


def seen_musters(user: User) -> QuerySet[Muster]:
    """Muster sheets with names the person may read; a village head those of his village."""
    return Muster.objects.filter(_named_if(user)).select_related("campaign__area", "village__parent", "work", "by")


def get_muster(user: User, pk: int, right: Right | None = None) -> Muster:
    muster = get_object_or_404(seen_musters(user), pk=pk)
    if right is not None:
        demand(user, right, muster.village if right == Right.ENTER_LABOUR else muster.campaign.area)
    return muster


# --- The bank ---


def seen_accounts(user: User) -> QuerySet[BankAccount]:
    """Accounts of bodies of the communes in which the person works with contributions: their statements have names."""
    held = areas_held(user, Right.READ_CONTRIBUTIONS)
    return BankAccount.objects.filter(below(held, "organisation__area__path")).select_related("organisation__area")


def get_account(user: User, pk: int, right: Right | None = None) -> BankAccount:
    account = get_object_or_404(seen_accounts(user), pk=pk)
    if right is not None:
        demand(user, right, account.organisation.area)
    return account


def get_statement(user: User, pk: int, right: Right | None = None) -> Statement:
    rows = Statement.objects.filter(account__in=seen_accounts(user).order_by().values("pk"))
    statement = get_object_or_404(rows.select_related("account__organisation__area", "by"), pk=pk)
    if right is not None:
        demand(user, right, statement.account.organisation.area)
    return statement


def get_bank_line(user: User, pk: int, right: Right | None = None) -> BankLine:
    rows = BankLine.objects.filter(account__in=seen_accounts(user).order_by().values("pk"))
    line = get_object_or_404(rows.select_related("account__organisation__area"), pk=pk)
    if right is not None:
        demand(user, right, line.account.organisation.area)
    return line


def campaigns_to_match(user: User, account: BankAccount) -> list[Campaign]:
    """Open campaigns that take their money through the account and in which the person writes money."""
    rows = Campaign.objects.filter(account=account, state=CampaignState.OPEN).select_related("area__parent")
    return [campaign for campaign in rows.order_by("-year", "sort_key") if may(user, Right.WRITE_MONEY, campaign.area)]


def right_of_paper(document: Document) -> Right | None:
    """For documents.registry: whoever leads campaigns writes the reports of their results."""
    return Right.WRITE_CAMPAIGNS if FinalReport.objects.filter(document=document).exists() else None


def get_final_report(user: User, pk: int) -> FinalReport:
    """The report of a campaign's results whose paper the person may read; else 404."""
    rows = FinalReport.objects.filter(visible_if(user, "document__"))
    return get_object_or_404(rows.select_related("campaign__area__parent", "document__area", "document__issuer"), pk=pk)
