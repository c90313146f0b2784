"""What pages, papers and the checklist of a dossier show of opinions, the meeting and the survey: added up, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from areas.models import Area, Organisation
from core.formats import percent
from criteria.enums import OpinionWay
from criteria.models import Opinion, ProposalMeeting, SurveyAnswer, SurveyCount, SurveyItem
from criteria.survey_rules import Share, Standing, days_against, days_of, total

# --- Opinions of the Front, unions and people ---


@dataclass(frozen=True, slots=True)
class OpinionSummary:
    opinions: tuple[Opinion, ...]
    #: Those agreeing among those asked, over the opinions that give both figures.
    agreed: Share
    #: Opinions that give no figures (posting, loudspeaker, in writing).
    without_figures: int
    missing_villages: tuple[Area, ...]
    missing_bodies: tuple[Organisation, ...]
    #: Whether the bodies to be heard are known at all; else nobody can say that all of them spoke.
    bodies_known: bool
    #: Days of the longest posting that has ended; None while there is none.
    posted_days: int | None
    #: Postings whose last day is not entered.
    still_posted: int

    def posting_against(self, asked: Decimal | None) -> Standing:
        """The longest posting against the days asked ("opinions-days")."""
        return days_against(self.posted_days, asked)

    @property
    def is_whole(self) -> bool:
        """Every village and every body has said something."""
        return bool(self.opinions) and self.bodies_known and not self.missing_villages and not self.missing_bodies


def opinion_share(opinion: Opinion) -> Share | None:
    """Those agreeing among those asked; None where a figure is not given."""
    if opinion.asked is None or opinion.agreed is None:
        return None
    return Share(opinion.agreed, opinion.asked)


def opinion_summary(
    opinions: Iterable[Opinion], villages: Iterable[Area], bodies: Iterable[Organisation]
) -> OpinionSummary:
    """The opinions of a dossier added up; `villages` and `bodies` are all that are to be heard."""
    rows, bodies = tuple(opinions), tuple(bodies)
    shares = [share for share in map(opinion_share, rows) if share is not None]
    heard, spoke = {row.area_id for row in rows}, {row.body_id for row in rows}
    names = {row.giver for row in rows}
    posted = [row for row in rows if row.way == OpinionWay.POSTED]
    return OpinionSummary(
        opinions=rows, agreed=total(shares), without_figures=len(rows) - len(shares),
        missing_villages=tuple(area for area in villages if area.pk not in heard),
        missing_bodies=tuple(body for body in bodies if body.pk not in spoke and body.name not in names),
        bodies_known=bool(bodies),
        posted_days=max((days_of(row.held_from, row.held_to) for row in posted if row.held_to), default=None),
        still_posted=sum(row.held_to is None for row in posted),
    )  # fmt: skip


# --- The meeting ---


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    meeting: ProposalMeeting
    #: Those agreeing among those present (official-forms 2.2, step 4).
    agreed: Share
    #: Those present among those invited.
    came: Share
    away: int
    #: Present, and neither for nor against.
    no_vote: int
    #: Names of those away that the record gives, a line each.
    named_away: tuple[str, ...]

    def against(self, asked: Decimal | None) -> Standing:
        """The vote against the share asked ("meeting-share")."""
        return self.agreed.against(asked)

    def sentence(self, asked: Decimal | None) -> str:
        """ "Chưa đủ: cần từ 45/50 người có mặt (90 %) đồng ý; có 43, còn thiếu 2."."""
        if asked is None or not self.agreed.base:
            return f"Đồng ý {self.agreed.words} người có mặt."
        least = self.agreed.least(asked)
        missing = least - self.agreed.part
        rest = f", còn thiếu {missing}" if missing > 0 else ""
        word = "Chưa đủ" if missing > 0 else "Đủ"
        return (
            f"{word}: cần từ {least}/{self.agreed.base} người có mặt ({percent(asked)}) đồng ý; "
            f"có {self.agreed.part}{rest}."
        )


def meeting_summary(meeting: ProposalMeeting) -> MeetingSummary:
    """One meeting's votes as shares with their bases."""
    return MeetingSummary(
        meeting=meeting, agreed=Share(meeting.agreed, meeting.present), came=Share(meeting.present, meeting.invited),
        away=meeting.invited - meeting.present, no_vote=meeting.present - meeting.agreed - meeting.disagreed,
        named_away=tuple(line.strip() for line in meeting.absent.splitlines() if line.strip()),
    )  # fmt: skip


def meeting_that_counts(meetings: Iterable[ProposalMeeting]) -> ProposalMeeting | None:
    """The last one; None where none was held."""
    return max(meetings, key=lambda row: (row.held_on, row.pk), default=None)


# --- The survey of satisfaction ---


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One village's count, or all of them together (`area` None)."""

    area: Area | None
    households: int
    handed_out: int
    returned: int
    valid: int
    satisfied: int
    #: Satisfied ballots per item, in the order of the items; None where it was not counted.
    answers: tuple[int | None, ...]

    @property
    def asked(self) -> Share:
        """Households that were handed a ballot, among all."""
        return Share(self.handed_out, self.households)

    @property
    def overall(self) -> Share:
        """Ballots satisfied on the whole, among the valid ones."""
        return Share(self.satisfied, self.valid)


@dataclass(frozen=True, slots=True)
class ItemSummary:
    item: SurveyItem
    #: Satisfied ballots among the valid ones of the villages that counted the item.
    share: Share
    #: Every counted village counted it, and no village is missing.
    complete: bool

    def against(self, asked: Decimal | None) -> Standing:
        """Against the share asked of each item ("satisfaction-each-item")."""
        return self.share.against(asked, complete=self.complete)


@dataclass(frozen=True, slots=True)
class SurveySummary:
    lines: tuple[SurveyLine, ...]
    total: SurveyLine
    items: tuple[ItemSummary, ...]
    #: Villages whose ballots are not counted yet.
    uncounted: tuple[Area, ...]

    @property
    def complete(self) -> bool:
        """Every village is counted: only then anything is judged."""
        return bool(self.lines) and not self.uncounted

    def asked_against(self, asked: Decimal | None) -> Standing:
        """Households asked against the share that must be ("households-asked-share")."""
        return self.total.asked.against(asked, complete=self.complete)

    def overall_against(self, asked: Decimal | None) -> Standing:
        """Overall satisfaction against the share asked ("satisfaction-overall")."""
        return self.total.overall.against(asked, complete=self.complete)

    def items_against(self, asked: Decimal | None) -> Standing:
        """All items together: met when each is; no data without items."""
        found = [item.against(asked) for item in self.items]
        for worst in (Standing.NO_RULE, Standing.UNMET, Standing.NO_DATA):
            if worst in found:
                return worst
        if asked is None:
            return Standing.NO_RULE
        return Standing.MET if found else Standing.NO_DATA


def survey_summary(
    counts: Iterable[SurveyCount],
    items: Sequence[SurveyItem],
    answers: Iterable[SurveyAnswer],
    villages: Iterable[Area],
) -> SurveySummary:
    """The counts of all villages added up; `villages` are those of today, in the order of the table, counted or not."""
    by_place = {(row.count_id, row.item_id): row.satisfied for row in answers}
    counted = {row.area_id: row for row in counts}
    wanted = {area.pk: area for area in villages}
    lines = tuple(_line(row, items, by_place) for row in counted.values())
    uncounted = tuple(area for pk, area in wanted.items() if pk not in counted)
    complete = bool(lines) and not uncounted
    columns = [[line.answers[place] for line in lines] for place in range(len(items))]
    return SurveySummary(
        lines=lines, total=_sum(lines, columns), uncounted=uncounted,
        items=tuple(
            ItemSummary(
                item,
                total(Share(answer, line.valid) for answer, line in zip(column, lines, strict=True) if answer is not None),
                complete=complete and None not in column,
            )
            for item, column in zip(items, columns, strict=True)
        ),
    )  # fmt: skip


def _line(row: SurveyCount, items: Sequence[SurveyItem], answers: dict[tuple[int, int], int]) -> SurveyLine:
    return SurveyLine(
        row.area, row.households, row.handed_out, row.returned, row.valid, row.satisfied,
        tuple(answers.get((row.pk, item.pk)) for item in items),
    )  # fmt: skip


def _sum(lines: Sequence[SurveyLine], columns: Sequence[Sequence[int | None]]) -> SurveyLine:
    return SurveyLine(
        None, sum(line.households for line in lines), sum(line.handed_out for line in lines),
        sum(line.returned for line in lines), sum(line.valid for line in lines), sum(line.satisfied for line in lines),
        tuple(sum(answer for answer in column if answer is not None) for column in columns),
    )  # fmt: skip
