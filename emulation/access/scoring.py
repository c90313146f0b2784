"""Who sees a scoring, its results, and which marks: one's own until it is closed, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand, may
from accounts.enums import Right
from emulation.access.drives import get_drive
from emulation.enums import ScoringState
from emulation.models import Drive, Entry, ScoreItem, Scorer, Scoring
from emulation.queries.scoring import competitors

if TYPE_CHECKING:
    from accounts.models import User


def runs(user: User, drive: Drive) -> bool:
    """Whether the person prepares scorings of the drive or freezes their rankings."""
    return may(user, Right.WRITE_DRIVES, drive.area) or may(user, Right.FREEZE_RANKING, drive.area)


def visible_scorings(user: User, drive: Drive) -> QuerySet[Scoring]:
    """A sheet that is still being drafted is for those who run the scoring."""
    rows = Scoring.objects.filter(drive=drive)
    return rows if runs(user, drive) else rows.exclude(state=ScoringState.DRAFT)


def get_scoring(user: User, pk: int, scoring_pk: int, right: Right | None = None) -> Scoring:
    """A scoring of a drive the person may read (else 404), with the right on the drive's area (else 403)."""
    drive = get_drive(user, pk)
    scoring = get_object_or_404(visible_scorings(user, drive).select_related("frozen_by"), pk=scoring_pk)
    if right is not None:
        demand(user, right, drive.area)
    scoring.drive = drive
    return scoring


def scorer_of(user: User, scoring: Scoring) -> Scorer | None:
    return scoring.scorers.filter(user=user).first()


def get_scorer(user: User, pk: int, scoring_pk: int) -> Scorer:
    """The person's own place among the scorers; 403 for those who score nothing here."""
    scoring = get_scoring(user, pk, scoring_pk)
    scorer = scorer_of(user, scoring)
    if scorer is None:
        raise PermissionDenied
    scorer.scoring = scoring
    return scorer


def sees_results(user: User, scoring: Scoring) -> bool:
    """Points and places: everybody once frozen; those who run it and its scorers once closed; nobody before."""
    if scoring.state == ScoringState.FROZEN:
        return True
    if scoring.state != ScoringState.CLOSED:
        return False
    return runs(user, scoring.drive) or scorer_of(user, scoring) is not None


def get_pair(scoring: Scoring, item_pk: int, entry_pk: int) -> tuple[ScoreItem, Entry]:
    """An item of the sheet and one who competes; else 404."""
    item = get_object_or_404(scoring.items, pk=item_pk)
    item.scoring = scoring
    return item, get_object_or_404(competitors(scoring), pk=entry_pk)


def get_own_scorer(scoring: Scoring, pk: int) -> Scorer:
    """A scorer of this scoring; else 404."""
    return get_object_or_404(scoring.scorers.select_related("user"), pk=pk)
