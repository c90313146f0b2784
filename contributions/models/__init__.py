"""Who gives: campaigns, rosters, the ledger, the bank, spending and what is published."""

from contributions.models.bank import BankLine, BankMatch, Statement, StatementProfile
from contributions.models.campaigns import Campaign, Rate
from contributions.models.final_reports import FinalReport
from contributions.models.ledger import (
    Allocation,
    Batch,
    Book,
    BookNumber,
    Confirmation,
    Handover,
    Muster,
    MusterLine,
    Receipt,
    ReceiptItem,
    ReceiptPrint,
    ReversalRequest,
)
from contributions.models.rosters import Duplicate, Party, PartyRun, RosterImport, RosterLine
from contributions.models.spending import PublicNotice, Spending, SpendingPhoto
from contributions.models.totals import CampaignTotal, KeptSum, SourceTotal

__all__ = [
    "Allocation", "BankLine", "BankMatch", "Batch", "Book", "BookNumber", "Campaign", "CampaignTotal", "Confirmation", "Duplicate", "FinalReport", "Handover",
    "KeptSum", "Muster", "MusterLine", "Party", "PartyRun", "PublicNotice", "Rate", "Receipt", "ReceiptItem", "ReceiptPrint", "ReversalRequest", "RosterImport",
    "RosterLine", "SourceTotal", "Spending", "SpendingPhoto", "Statement", "StatementProfile",
]  # fmt: skip
