"""What a drive's interim or final report is written from. Sums of works come from queries.progress, punctuality from queries.following."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from contributions import ledger
from contributions.models import Campaign
from criteria.models import Scorecard
from documents.models import Document
from emulation.enums import EntryState, ProposalState, ReportState, ScoringState
from emulation.models import Award, Drive, Entry, EntryWork, LabourProposal, RankRow, Report, Review, Scoring
from emulation.queries.awards import awards_of_drive
from emulation.queries.entries import criteria_counts
from emulation.queries.following import on_time_counts
from emulation.queries.progress import NOTHING, Done, done_by_work, mean_share, photo_counts, share_done, works_by_entry


@dataclass(frozen=True, slots=True)
class WorkFact:
    """One work of an entry: what was registered, what reports of the days say."""

    work: EntryWork
    done: Done

    @property
    def share(self) -> Decimal | None:
        return share_done(self.work.task.volume, self.done.quantity)


@dataclass(frozen=True, slots=True)
class CardFact:
    """One card an entry is judged by: a hamlet's criteria, a garden's."""

    card: Scorecard
    met: int
    total: int


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One accepted entry in the days of the report."""

    entry: Entry
    works: tuple[WorkFact, ...]
    on_time: int
    due: int
    photos: int
    cards: tuple[CardFact, ...]

    @property
    def share(self) -> Decimal | None:
        """The mean share (0 to 1) over works that have a volume."""
        return mean_share((fact.work for fact in self.works), {fact.work.pk: fact.done for fact in self.works})

    @property
    def people(self) -> int:
        return sum(work.done.people for work in self.works)

    @property
    def labour_days(self) -> Decimal:
        return sum((work.done.labour_days for work in self.works), Decimal(0))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a report told, word for word, with the days it was told on."""

    entry: Entry
    text: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the report says of the drive between two days, both included."""

    drive: Drive
    since: date
    upto: date
    #: By kind and state.
    registered: dict[tuple[str, str], int]
    groups: int
    entries: tuple[EntryFact, ...]
    #: Labour days proposed to campaigns, by what became of them.
    labour: dict[str, Decimal]
    campaigns: tuple[tuple[Campaign, ledger.Totals], ...]
    rankings: tuple[tuple[Scoring, tuple[RankRow, ...]], ...]
    awards: tuple[Award, ...]
    troubles: tuple[Trouble, ...]
    #: Reports that wait for somebody to choose between two versions: in no sum.
    conflicts: int
    works: tuple[WorkFact, ...] = field(default=())


def facts_of(drive: Drive, *, since: date, upto: date, now: datetime) -> Facts:
    """In a fixed number of queries, but for four a linked campaign and one a frozen ranking."""
    entries = _entries(drive, since=since, upto=upto, now=now)
    return Facts(
        drive=drive, since=since, upto=upto, registered=_registered(drive),
        groups=drive.entries.aggregate(n=Count("groups__committee", distinct=True))["n"],
        entries=entries, labour=_labour(drive, since=since, upto=upto),
        campaigns=tuple((row, ledger.campaign_totals(row)) for row in drive.campaigns.order_by("sort_key")),
        rankings=_rankings(drive, upto), awards=tuple(awards_of_drive(drive)), troubles=_troubles(drive, since, upto),
        conflicts=_reports(drive, since, upto).filter(state=ReportState.CONFLICT).count(),
        works=tuple(work for entry in entries for work in entry.works),
    )  # fmt: skip


def _registered(drive: Drive) -> dict[tuple[str, str], int]:
    rows = drive.entries.order_by().values_list("kind", "state").annotate(n=Count("pk"))
    return {(kind, state): n for kind, state, n in rows}


def _reports(drive: Drive, since: date, upto: date) -> QuerySet[Report]:
    return Report.objects.filter(duty__entry__drive=drive, day__gte=since, day__lte=upto)


def _entries(drive: Drive, *, since: date, upto: date, now: datetime) -> tuple[EntryFact, ...]:
    works = works_by_entry(drive)
    done = done_by_work([work.pk for rows in works.values() for work in rows], since=since, upto=upto)
    punctual = on_time_counts(drive, since=since, upto=upto, now=now)
    photos = photo_counts(drive, since=since, upto=upto)
    accepted = list(drive.entries.filter(state=EntryState.ACCEPTED).select_related("area", "organisation"))
    cards = _cards(accepted)
    return tuple(
        EntryFact(
            entry, tuple(WorkFact(work, done.get(work.pk, NOTHING)) for work in works.get(entry.pk, ())),
            *punctual.get(entry.pk, (0, 0)), photos.get(entry.pk, 0), cards.get(entry.pk, ()),
        )
        for entry in accepted
    )  # fmt: skip


def _cards(entries: list[Entry]) -> dict[int, tuple[CardFact, ...]]:
    links = Entry.cards.through.objects.filter(entry__in=entries).order_by("pk").values_list("entry_id", "scorecard_id")
    by_entry: dict[int, list[int]] = {}
    for entry, card in links:
        by_entry.setdefault(entry, []).append(card)
    rows = Scorecard.objects.filter(pk__in={card for cards in by_entry.values() for card in cards})
    cards = {card.pk: card for card in rows.select_related("area", "criteria_set")}
    counts = criteria_counts(cards.values())
    return {entry: tuple(CardFact(cards[pk], *counts[pk]) for pk in found) for entry, found in by_entry.items()}


def _labour(drive: Drive, *, since: date, upto: date) -> dict[str, Decimal]:
    rows = LabourProposal.objects.filter(work__drive=drive, report__day__gte=since, report__day__lte=upto)
    sums: dict[str, Any] = dict(rows.order_by().values("state").annotate(n=Sum("days")).values_list("state", "n"))
    return {state: sums.get(state) or Decimal(0) for state in ProposalState.values}


def _rankings(drive: Drive, upto: date) -> tuple[tuple[Scoring, tuple[RankRow, ...]], ...]:
    frozen = drive.scorings.filter(state=ScoringState.FROZEN, review_on__lte=upto).order_by("review_on", "pk")
    return tuple((row, tuple(row.ranking.select_related("entry").order_by("order"))) for row in frozen)


def _troubles(drive: Drive, since: date, upto: date) -> tuple[Trouble, ...]:
    rows = _reports(drive, since, upto).filter(state=ReportState.COUNTED).exclude(trouble="")
    found: dict[tuple[int, str], list[Report]] = {}
    for report in rows.select_related("duty__entry").order_by("duty__entry__sort_key", "day", "pk"):
        found.setdefault((report.duty.entry_id, " ".join(report.trouble.split())), []).append(report)
    return tuple(
        Trouble(same[0].duty.entry, text, tuple(report.day for report in same)) for (_, text), same in found.items()
    )


# --- The reports themselves ---


def with_papers(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related("document__issuer", "drive__area__parent").defer("document__context")


def last_review(drive: Drive, kind: str) -> Review | None:
    return drive.reviews.filter(kind=kind).select_related("document__issuer").order_by("-pk").first()


def page_of_review(document: Document) -> str | None:
    """For documents.registry: the page of a drive's report."""
    found = Review.objects.filter(document=document).first()
    return found.get_absolute_url() if found else None
