"""Reading of scoring: who competes, who may score whom, what was given. Other people's points only where they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.models import Assignment, User
from areas.enums import Level
from areas.queries import in_force
from campaigns.enums import LineKind
from core import clock, text
from emulation.enums import EntryKind, EntryState, ItemSource, ScoringState
from emulation.models import (
    Correction,
    Drive,
    Duty,
    Entry,
    GroupPerson,
    GroupPlace,
    Mark,
    ScoreItem,
    Scorer,
    Scoring,
)
from emulation.queries.following import on_time_counts
from emulation.queries.photos import checked_share
from emulation.queries.progress import entry_shares
from emulation.queries.scoring_cards import kept_shares, met_shares

if TYPE_CHECKING:
    from areas.models import Area

#: Item's and entry's id.
Pair = tuple[int, int]


def competitors(scoring: Scoring) -> QuerySet[Entry]:
    """Who is scored: accepted entries of the kind, by name; nothing in this order depends on points."""
    rows = Entry.objects.filter(drive=scoring.drive_id, kind=scoring.kind, state=EntryState.ACCEPTED)
    return rows.select_related("area", "organisation").order_by("sort_key", "pk")


def items_of(scoring: Scoring) -> list[ScoreItem]:
    return list(scoring.items.all())


def in_order(scorings: QuerySet[Scoring]) -> QuerySet[Scoring]:
    return scorings.annotate(scorer_count=Count("scorers", filter=Q(scorers__left_out_at=None))).order_by(
        "-review_on", "kind", "pk"
    )


def possible_scorers(area: Area) -> QuerySet[User]:
    """Active people with a role on the commune itself, by name."""
    held = in_force(Assignment.objects.filter(area=area), clock.today())
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("sort_key", "pk")


def scorings_to_copy(area: Area) -> QuerySet[Scoring]:
    """Scorings of the commune whose sheet has items, latest first."""
    rows = Scoring.objects.filter(drive__area=area, items__isnull=False).distinct()
    return rows.select_related("drive").order_by("-review_on", "-pk")


def lines_of_plan(drive: Drive) -> list[str]:
    """What the plan says of scoring, line by line."""
    rows = drive.plan.lines.filter(kind=LineKind.SCORING).exclude(text="")
    return list(rows.values_list("text", flat=True))


def barred(scoring: Scoring, users: Iterable[int]) -> dict[int, set[int]]:
    """By user's id, the entries this person must not score. Five queries, however many people.

    Those a working group of theirs guides or reports for, their own village (and who competes there), their own body,
    and themselves.
    """
    people, entries = list(users), list(competitors(scoring))
    found: dict[int, set[int]] = {user: set() for user in people}
    groups: dict[int, set[int]] = {}
    for committee, user in GroupPerson.objects.filter(user__in=people).values_list("committee", "user"):
        groups.setdefault(committee, set()).add(user)
    ids = [entry.pk for entry in entries]
    for rows in (GroupPlace.objects.filter(entry__in=ids), Duty.objects.filter(entry__in=ids).exclude(committee=None)):
        for entry_pk, committee in rows.order_by().values_list("entry", "committee"):
            for user in groups.get(committee, ()):
                found[user].add(entry_pk)
    held = in_force(Assignment.objects.filter(user__in=people), clock.today()).select_related("area", "user")
    for role in held:
        own = {
            entry.pk
            for entry in entries
            if (role.area.level == Level.VILLAGE and entry.area_id == role.area_id)
            or (entry.organisation_id is not None and entry.organisation_id == role.organisation_id)
            or (entry.kind == EntryKind.INDIVIDUAL and text.search_key(entry.name) == text.search_key(str(role.user)))
        }
        found[role.user_id] |= own
    return found


def scorers_of(scoring: Scoring) -> list[Scorer]:
    """Those whose marks count, by name."""
    rows = scoring.scorers.filter(left_out_at=None).select_related("user")
    return list(rows.order_by("user__sort_key", "pk"))


def own_marks(scorer: Scorer) -> dict[Pair, Mark]:
    """The marks of exactly this person."""
    return {(mark.item_id, mark.entry_id): mark for mark in scorer.marks.all()}


def marked_pairs(scoring: Scoring) -> dict[int, set[Pair]]:
    """By scorer's id, what has a mark; no points are read."""
    rows = Mark.objects.filter(scorer__scoring=scoring, scorer__left_out_at=None)
    found: dict[int, set[Pair]] = {}
    for scorer, item, entry in rows.values_list("scorer", "item", "entry"):
        found.setdefault(scorer, set()).add((item, entry))
    return found


def marks_given(scoring: Scoring) -> dict[Pair, list[Decimal]]:
    """All marks that count, lowest first, without who gave them. Nothing before the scoring is closed."""
    if scoring.state not in {ScoringState.CLOSED, ScoringState.FROZEN}:
        return {}
    rows = Mark.objects.filter(scorer__scoring=scoring, scorer__left_out_at=None).order_by("points")
    found: dict[Pair, list[Decimal]] = {}
    for item, entry, points in rows.values_list("item", "entry", "points"):
        found.setdefault((item, entry), []).append(points)
    return found


def marks_with_people(item: ScoreItem, entry: Entry) -> QuerySet[Mark]:
    """Who gave what for one item; for a scoring that is closed."""
    rows = Mark.objects.filter(item=item, entry=entry, scorer__left_out_at=None)
    return rows.select_related("scorer__user").order_by("points", "pk")


def corrections_of(scoring: Scoring) -> QuerySet[Correction]:
    return Correction.objects.filter(item__scoring=scoring).select_related("item", "entry", "by").order_by("at", "pk")


def on_time(scoring: Scoring) -> dict[int, tuple[int, int]]:
    """By entry's id, reports on time and reports due over the scoring's days."""
    return on_time_counts(scoring.drive, since=scoring.counts_from, upto=scoring.review_on, now=clock.now())


def shares(
    scoring: Scoring, sources: Iterable[str], counts: dict[int, tuple[int, int]]
) -> dict[str, dict[int, Fraction]]:
    """By source, then entry's id, the share that the system knows; an entry without any figure is left out.

    `counts` is what `on_time` answers, so that it is asked once.
    """
    since, upto, asked = scoring.counts_from, scoring.review_on, set(sources)
    found: dict[str, dict[int, Fraction]] = {}
    if ItemSource.WORK_DONE in asked:
        works = entry_shares(scoring.drive, upto=upto)
        found[ItemSource.WORK_DONE] = {entry: Fraction(share) for entry, share in works.items()}
    if ItemSource.ON_TIME in asked:
        found[ItemSource.ON_TIME] = _divided(counts)
    if ItemSource.PHOTOS_CHECKED in asked:
        found[ItemSource.PHOTOS_CHECKED] = _divided(checked_share(scoring.drive, since=since, upto=upto))
    ids = list(competitors(scoring).values_list("pk", flat=True)) if asked & _OF_CARDS else []
    if ItemSource.CRITERIA_MET in asked:
        found[ItemSource.CRITERIA_MET] = met_shares(ids)
    if ItemSource.NO_SLIPPING in asked:
        found[ItemSource.NO_SLIPPING] = kept_shares(ids, upto=upto)
    return found


_OF_CARDS = {ItemSource.CRITERIA_MET.value, ItemSource.NO_SLIPPING.value}


def _divided(counts: dict[int, tuple[int, int]]) -> dict[int, Fraction]:
    return {entry: Fraction(part, whole) for entry, (part, whole) in counts.items() if whole}


def scored_by(user: User, scorings: Iterable[Scoring]) -> set[int]:
    """Which of these scorings the person scores in."""
    rows = Scorer.objects.filter(user=user, scoring__in=list(scorings), left_out_at=None)
    return set(rows.values_list("scoring", flat=True))


def missing_of(scoring: Scoring) -> dict[int, set[Pair]]:
    """By scorer's id, what this person has yet to mark: judged items of the entries the person may score."""
    scorers = scorers_of(scoring)
    apart = barred(scoring, [scorer.user_id for scorer in scorers])
    marked = marked_pairs(scoring)
    judged = [item.pk for item in items_of(scoring) if item.source == ItemSource.JUDGED]
    entries = list(competitors(scoring).values_list("pk", flat=True))
    return {
        scorer.pk: {(item, entry) for entry in entries if entry not in apart[scorer.user_id] for item in judged}
        - marked.get(scorer.pk, set())
        for scorer in scorers
    }


def left_out_of(scoring: Scoring) -> list[Scorer]:
    """Those whose marks do not count, with why."""
    rows = scoring.scorers.exclude(left_out_at=None).select_related("user")
    return list(rows.order_by("user__sort_key", "pk"))
