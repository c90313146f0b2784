"""Emulation drives: who takes part, reports on time, works done, rankings and awards of the period."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from django.urls import reverse

from core import clock
from core.formats import number
from emulation.enums import TurnState
from emulation.papers.reviews import drive_title
from reporting.compose.words import day, joined, name_of, named, period, share
from reporting.context import Drafted, Missing, Scope, Sentence, Source
from reporting.queries.sources_drives import DriveFact, drive_facts


def drives(scope: Scope) -> Drafted:
    """What each drive's reports, rankings and decisions say; units that did not report are missing. Eight queries."""
    said, now = Drafted(), clock.now()
    for fact in drive_facts(scope):
        said.sentences.append(_taking_part(fact))
        if states := fact.states(now):
            came = Counter(state for _, state in states)
            text = (
                f"Báo cáo của {drive_title(fact.drive)} trong {period(scope)}: {number(came[TurnState.ON_TIME])}/{number(len(states))} "
                f"báo cáo đúng hạn"
            )
            text += f", {number(came[TurnState.LATE])} gửi muộn" if came[TurnState.LATE] else ""
            text += f", {number(came[TurnState.MISSING])} chưa gửi" if came[TurnState.MISSING] else ""
            url = reverse("emulation:reports", args=[fact.drive.pk])
            whole = Source("emulation.drive", fact.drive.pk, "Báo cáo của đợt thi đua", url)
            said.sentences.append(Sentence(f"{text}.", (whole,)))
            said.missing += _silent(fact, [turn.duty.entry_id for turn, state in states if state == TurnState.MISSING])
        said.sentences += [*_done(fact, scope), *_ranked(fact), *_awarded(fact)]
    return said


def _taking_part(fact: DriveFact) -> Sentence:
    drive = fact.drive
    text = (
        f"{_upper(drive_title(drive))} (từ ngày {day(drive.starts_on)} đến ngày "
        f"{day(drive.ends_on)}): {number(len(fact.entries))} đơn vị, cá nhân, hộ tham gia."
    )
    entries = [Source("emulation.entry", row.pk, row.name, row.get_absolute_url()) for row in fact.entries]
    whole = Source("emulation.drive", drive.pk, drive.name, drive.get_absolute_url())
    return Sentence(text, named(entries, whole) or (whole,))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _silent(fact: DriveFact, entries: list[int]) -> list[Missing]:
    url = reverse("emulation:follow_up", args=[fact.drive.pk])
    names = {entry.pk: entry.name for entry in fact.entries}
    return [
        Missing(f"{names[pk]} chưa gửi {number(count)} báo cáo của {drive_title(fact.drive)}"[:250], names[pk], url)
        for pk, count in Counter(entries).items()
    ]


def _done(fact: DriveFact, scope: Scope) -> list[Sentence]:
    rows = [(entry, fact.shares[entry.pk]) for entry in fact.entries if entry.pk in fact.shares]
    if not rows:
        return []
    parts = joined(f"{entry.name} {share(done * 100)}" for entry, done in rows)
    works = [
        Source("emulation.entrywork", work.pk, f"{entry.name}: {work}", entry.get_absolute_url())
        for entry, _ in rows
        for work in fact.works[entry.pk]
    ]
    whole = Source("emulation.drive", fact.drive.pk, fact.drive.name, fact.drive.get_absolute_url())
    text = f"Khối lượng thực hiện bình quân theo báo cáo đến hết ngày {day(scope.upto)}: {parts}."
    return [Sentence(text, named(works, whole))]


def _ranked(fact: DriveFact) -> list[Sentence]:
    said = []
    for scoring, rows in groupby(fact.ranks, key=lambda row: row.scoring):
        first = [row for row in rows if row.place == 1]
        names = ", ".join(f"{row.name} ({number(row.points)} điểm)" for row in first)
        sources = tuple(
            Source("emulation.rankrow", row.pk, f"{scoring.name}: {row.name}", scoring.get_absolute_url(), name_of(scoring.frozen_by))
            for row in first
        )  # fmt: skip
        text = f"Xếp hạng “{scoring.name}” (xét ngày {day(scoring.review_on)}), dẫn đầu: {names}."
        said.append(Sentence(text, sources))
    return said


def _awarded(fact: DriveFact) -> list[Sentence]:
    if not fact.awards:
        return []
    parts = joined(f"{row.nomination.name}: {row.nomination.form.name}" for row in fact.awards)
    sources = [
        Source("emulation.award", row.pk, str(row.decision), row.decision.get_absolute_url()) for row in fact.awards
    ]
    whole = Source("emulation.drive", fact.drive.pk, fact.drive.name, fact.drive.get_absolute_url())
    return [Sentence(f"Khen thưởng trong kỳ {number(len(fact.awards))} trường hợp: {parts}.", named(sources, whole))]
