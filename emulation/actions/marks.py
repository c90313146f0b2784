"""Writing marks: one at a time, by the scorer alone, while marking is open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.formats import number
from core.text import tidy
from emulation.actions.score_sheets import locked
from emulation.enums import ItemSource, ScoringState
from emulation.models import Entry, Mark, ScoreItem, Scorer
from emulation.queries.scoring import barred, competitors
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Said:
    """What a scorer typed: points (None takes the mark back), a remark (None leaves it), and the points the page showed."""

    points: Decimal | None
    note: str | None
    seen: Decimal | None


class ChangedElsewhereError(RuleError):
    """The scorer's own mark was changed in another window; `points` is what stands."""

    def __init__(self, points: Decimal | None) -> None:
        told = "đã được bỏ" if points is None else f"đã được ghi là {number(points)}"
        super().__init__(f"Điểm này {told} ở cửa sổ khác; xem lại, cần đổi thì nhập lại.")
        self.points = points


@transaction.atomic
def save_mark(scorer: Scorer, item: ScoreItem, entry: Entry, said: Said, *, by: User) -> Mark | None:
    """Store, change or take back one mark of the person's own. Safe to repeat; the journal tells no points.

    RuleError outside of marking, for somebody left out, computed items, points out of range, and for entries the person
    guides or belongs to; ChangedElsewhereError where the stored mark is not the one the page showed.
    """
    scoring = locked(scorer.scoring)
    if scoring.state != ScoringState.MARKING:
        raise RuleError("Lần chấm điểm này không ở bước chấm nên không nhận điểm.")
    scorer = scoring.scorers.get(pk=scorer.pk)
    scorer.scoring = scoring
    _check(scorer, item, entry, said, by)
    mark = Mark.objects.filter(scorer=scorer, item=item, entry=entry).first()
    stands = mark.points if mark else None
    note = tidy(said.note) if said.note is not None else (mark.note if mark else "")
    if stands == said.points and (mark is None or mark.note == note):
        return mark
    if stands not in (said.points, said.seen):
        raise ChangedElsewhereError(stands)
    if said.points is None:
        if mark is not None:
            mark.delete()
    else:
        mark, _ = Mark.objects.update_or_create(
            scorer=scorer, item=item, entry=entry, defaults={"points": said.points, "note": note, "at": clock.now()}
        )
    # Under the scorer's own row: the journal of the scoring is not flooded, and says neither points nor order.
    record("scoring.marked", scorer, by=by, area=scoring.drive.area, note=f"{entry.name}: {item.text}")
    return mark if said.points is not None else None


def _check(scorer: Scorer, item: ScoreItem, entry: Entry, said: Said, by: User) -> None:
    if scorer.user_id != by.pk or scorer.left_out_at is not None:
        raise RuleError("Tài khoản này không còn trong danh sách người chấm.")
    if item.scoring_id != scorer.scoring_id or item.source != ItemSource.JUDGED:
        raise RuleError("Nội dung này hệ thống tự tính, không nhận điểm chấm.")
    if not competitors(scorer.scoring).filter(pk=entry.pk).exists():
        raise RuleError("Đơn vị này không thuộc lần chấm điểm.")
    if entry.pk in barred(scorer.scoring, [by.pk])[by.pk]:
        raise RuleError("Người chấm không chấm đơn vị mình phụ trách hoặc thuộc về.")
    if said.points is not None and not 0 <= said.points <= item.points:
        raise RuleError(f"Điểm từ 0 đến {number(item.points)}.")
