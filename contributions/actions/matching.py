"""Transfers taken into the books by their references, as many as one press takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.actions.bank import match_line
from contributions.actions.receipts import Share
from contributions.enums import LINE
from contributions.models import Book, Campaign, RosterLine, Statement
from contributions.queries.bank import system_book, waiting
from contributions.reconciling import proposals_for
from core.errors import RuleError
from core.formats import money

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from contributions.rules.proposals import Proposal

#: Receipts of one press: what a page may take a few seconds for.
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What one press did: receipts written, sentences of those refused, how many proposals still wait."""

    count: int
    refused: tuple[str, ...]
    left: int


def match_by_reference(
    statement: Statement, *, campaigns: Sequence[Campaign], books: Mapping[int, QuerySet[Book]], by: User
) -> Taken:
    """Write the receipts of the statement's lines whose reference leaves no doubt, at most MOST_AT_ONCE at a press.

    Each line is a transaction of its own, so what was taken stays taken; safe to repeat. `books`: by campaign those in which
    the person may write. RuleError where there is no book for the year of a line.
    """
    lines = list(waiting(statement.lines.all()).order_by("booked_on", "pk"))
    proposals = proposals_for(lines, campaigns)
    ready = [line for line in lines if line.pk in proposals and proposals[line.pk].shares]
    by_code = {campaign.code: campaign for campaign in campaigns}
    people = _people(proposals[line.pk] for line in ready[:MOST_AT_ONCE])
    found: dict[tuple[int, int], Book] = {}
    count, refused = 0, []
    for line in ready[:MOST_AT_ONCE]:
        proposal = proposals[line.pk]
        campaign = by_code[proposal.reference.campaign]
        where = (campaign.pk, line.booked_on.year)
        if where not in found:
            found[where] = book_for(books[campaign.pk], line.booked_on.year)
        shares = [Share(people[pk], amount) for pk, amount in proposal.shares]
        party = shares[0].line.party if proposal.reference.kind == LINE else None
        try:
            match_line(
                line, campaign=campaign, book=found[where], shares=shares, payer=proposal.whom, party=party, by=by
            )  # fmt: skip
            count += 1
        except RuleError as error:
            refused.append(f"{line.booked_on:%d/%m/%Y}, {money(line.amount)} đồng: {error.message}")
    return Taken(count, tuple(refused), max(0, len(ready) - MOST_AT_ONCE))


def _people(proposals: Iterable[Proposal]) -> dict[int, RosterLine]:
    ids = [line for proposal in proposals for line, _ in proposal.shares]
    return RosterLine.objects.select_related("party", "village").in_bulk(ids)


def book_for(books: QuerySet[Book], year: int) -> Book:
    """The book that takes transfers of a year; RuleError where there is none."""
    book = system_book(books, year)
    if book is None:
        raise RuleError(
            f"Chưa có quyển biên lai hoặc phiếu thu do hệ thống cấp số của năm {year}; đề nghị mở quyển trước khi ghi thu."
        )
    return book
