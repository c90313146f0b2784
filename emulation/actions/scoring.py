"""The steps of a scoring: marking opens, closes, differences are explained, points put right, the ranking freezes."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.formats import number, vndate
from emulation.actions.score_sheets import locked, tell_scorers
from emulation.enums import SCORING_STEPS, DriveState, ItemSource, ScoringState
from emulation.models import Correction, Entry, Mark, NoFigure, RankRow, ScoreItem, Scoring, SpreadReason
from emulation.papers.scoring import detail_of, shown
from emulation.queries import scoring as queries
from emulation.queries.reports import undecided
from emulation.queries.scoring import Pair
from emulation.standing import standing_of, without_figures
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

#: So many days that wait are named in a sentence, the others counted.
_NAMED = 5
_NOT_CLOSED = "Chỉ làm được khi đã chấm xong và chưa chốt xếp hạng."


@transaction.atomic
def open_marking(scoring: Scoring, *, by: User) -> Scoring:
    """The sheet is fixed and the scorers are asked to score. Safe to repeat.

    RuleError without items, without competitors, before the drive is open, and where an entry has nobody who may score it.
    """
    scoring = locked(scoring)
    if scoring.state != ScoringState.DRAFT:
        return scoring
    items, entries = queries.items_of(scoring), list(queries.competitors(scoring))
    if scoring.drive.state == DriveState.DRAFT:
        raise RuleError("Đợt thi đua chưa phát động nên chưa mở chấm.")
    if not items:
        raise RuleError("Thang điểm chưa có nội dung nào.")
    if not entries:
        raise RuleError("Chưa có đơn vị nào được xã nhận đăng ký để chấm.")
    scorers = queries.scorers_of(scoring)
    if any(item.source == ItemSource.JUDGED for item in items):
        apart = queries.barred(scoring, [scorer.user_id for scorer in scorers])
        alone = [entry.name for entry in entries if all(entry.pk in apart[scorer.user_id] for scorer in scorers)]
        if alone:
            raise RuleError(
                f"Chưa có người được chấm: {', '.join(alone)}. Giao thêm người chấm không phụ trách các đơn vị này."
            )
    _step(scoring, ScoringState.MARKING)
    record("scoring.stepped", scoring, by=by, area=scoring.drive.area, note="Mở chấm điểm")
    tell_scorers(scoring, [scorer.user for scorer in scorers])
    return scoring


@transaction.atomic
def close_marking(scoring: Scoring, *, confirmed: Collection[Pair], by: User) -> Scoring:
    """No mark changes any more; points become visible. Safe to repeat.

    `confirmed`: item and entry of every computed figure that is missing, as the person read them; they count 0. RuleError
    while marks are missing or a missing figure was not confirmed. Marks on entries that a scorer has come to guide or
    belong to since are taken away.
    """
    scoring = locked(scoring)
    if scoring.state in {ScoringState.CLOSED, ScoringState.FROZEN}:
        return scoring
    if scoring.state != ScoringState.MARKING:
        raise RuleError("Chưa mở chấm điểm.")
    missing = queries.missing_of(scoring)
    if any(missing.values()):
        people = {scorer.pk: str(scorer.user) for scorer in queries.scorers_of(scoring)}
        told = ", ".join(f"{people[pk]} ({len(pairs)})" for pk, pairs in missing.items() if pairs)
        raise RuleError(f"Còn thiếu điểm của: {told}. Chờ chấm đủ, hoặc cho người đó thôi chấm và nêu lý do.")
    dropped = _drop_barred(scoring)
    _demand_everybody_scored(scoring)
    _confirm(scoring, confirmed, by=by)
    scoring.closed_at = clock.now()
    _step(scoring, ScoringState.CLOSED)
    note = f"Kết thúc chấm; bỏ {dropped} điểm của người chấm đã được giao phụ trách" if dropped else "Kết thúc chấm"
    record("scoring.stepped", scoring, by=by, area=scoring.drive.area, note=note)
    return scoring


def _drop_barred(scoring: Scoring) -> int:
    scorers = queries.scorers_of(scoring)
    apart = queries.barred(scoring, [scorer.user_id for scorer in scorers])
    rows = [Mark.objects.filter(scorer=scorer, entry__in=apart[scorer.user_id]) for scorer in scorers]
    return sum(marks.delete()[0] for marks in rows)


def _demand_everybody_scored(scoring: Scoring) -> None:
    judged = [item for item in queries.items_of(scoring) if item.source == ItemSource.JUDGED]
    given = set().union(*queries.marked_pairs(scoring).values())
    entries = list(queries.competitors(scoring))
    if not entries:
        raise RuleError("Chưa có đơn vị nào được xã nhận đăng ký để chấm.")
    alone = [entry.name for entry in entries if any((item.pk, entry.pk) not in given for item in judged)]
    if alone:
        raise RuleError(f"Chưa có điểm của người chấm nào cho: {', '.join(alone)}. Giao thêm người chấm.")


def _confirm(scoring: Scoring, confirmed: Collection[Pair], *, by: User) -> None:
    """RuleError where a figure is missing and the person did not read so."""
    known = set(NoFigure.objects.filter(item__scoring=scoring).values_list("item", "entry"))
    empty = [(item, entry) for item, entry in without_figures(scoring) if (item.pk, entry.pk) not in known]
    if any((item.pk, entry.pk) not in confirmed for item, entry in empty):
        raise RuleError("Có nội dung chưa có số liệu; xem danh sách và xác nhận tính 0 điểm, hoặc chờ bổ sung số liệu.")
    now = clock.now()
    NoFigure.objects.bulk_create(NoFigure(item=item, entry=entry, by=by, at=now) for item, entry in empty)
    if empty:
        told = "; ".join(f"{entry.name}: {item.text}" for item, entry in empty)
        record("scoring.no_figures", scoring, by=by, area=scoring.drive.area, note=told)


def _step(scoring: Scoring, to: ScoringState) -> None:
    if to not in SCORING_STEPS[scoring.state]:
        raise RuleError(f"Lần chấm điểm đang ở bước “{ScoringState(scoring.state).label}”.")
    scoring.state = to
    scoring.save()


@transaction.atomic
def explain_spread(item: ScoreItem, entry: Entry, *, text: str, by: User) -> None:
    """Why marks lie far apart; said anew, the later words stand. RuleError outside of "closed", or where none is asked for."""
    scoring = locked(item.scoring)
    _demand_closed(scoring)
    if (item.pk, entry.pk) not in {(cell.item.pk, cell.entry.pk) for cell in standing_of(scoring).asks_reason}:
        raise RuleError("Điểm của nội dung này không chênh lệch đến mức phải nêu lý do.")
    said = text.strip()
    if not said:
        raise RuleError("Nhập lý do chênh lệch.")
    stored = SpreadReason.objects.filter(item=item, entry=entry).first()
    if stored is not None and stored.text == said:
        return
    SpreadReason.objects.update_or_create(item=item, entry=entry, defaults={"text": said, "by": by, "at": clock.now()})
    record("scoring.explained", scoring, by=by, area=scoring.drive.area, note=f"{entry.name}, {item.text}: {said}")


def correct_points(item: ScoreItem, entry: Entry, *, after: Decimal, reason: str, key: str, by: User) -> Correction:
    """Put the points of one item of an entry right, with the reason; the last correction counts.

    Safe to repeat with the same key. RuleError outside of "closed", out of range, or where nothing would change.
    """

    def do() -> dict[str, int]:
        scoring = locked(item.scoring)
        _demand_closed(scoring)
        if not reason.strip():
            raise RuleError("Nêu lý do điều chỉnh.")
        if not 0 <= after <= item.points:
            raise RuleError(f"Điểm từ 0 đến {number(item.points)}.")
        pair = (item.pk, entry.pk)
        cells = {(cell.item.pk, cell.entry.pk): cell for cell in standing_of(scoring).cells}
        if pair not in cells:
            raise RuleError("Đơn vị này không thuộc lần chấm điểm.")
        before = cells[pair].kept
        if before == after:
            raise RuleError("Điểm sau điều chỉnh bằng điểm đang có.")
        made = Correction.objects.create(
            item=item, entry=entry, before=before, after=after, reason=reason.strip(), by=by, at=clock.now()
        )
        record(
            "scoring.corrected", scoring, by=by, area=scoring.drive.area,
            changes={f"{entry.name}, {item.text}": [shown(before), shown(after)]}, note=reason.strip(),
        )  # fmt: skip
        return {"pk": made.pk}

    return Correction.objects.get(pk=once(by, purpose=f"correction-{item.pk}-{entry.pk}", key=key, do=do)["pk"])


def _demand_closed(scoring: Scoring) -> None:
    if scoring.state != ScoringState.CLOSED:
        raise RuleError(_NOT_CLOSED)


def _demand_chosen(scoring: Scoring) -> None:
    waiting = undecided(scoring)
    if waiting:
        named = [f"{row.duty.entry} ngày {vndate(row.day)}" for row in waiting[:_NAMED]]
        more = f" và {len(waiting) - _NAMED} ngày khác" if len(waiting) > _NAMED else ""
        raise RuleError(f"Còn ngày có hai bản báo cáo chưa chọn bản: {'; '.join(named)}{more}. Chọn bản rồi chốt.")


@transaction.atomic
def freeze_ranking(scoring: Scoring, *, confirmed: Collection[Pair], by: User) -> Scoring:
    """Write the ranking, for good: nothing changes it afterwards. Asked again, the one that stands is answered.

    RuleError before the review day, while somebody has to choose between two reports of a day that counts (it could not be
    done afterwards), a large difference is unexplained, an entry lacks points, or a missing figure was not confirmed
    (`confirmed`, as for closing).
    """
    scoring = locked(scoring)
    if scoring.state == ScoringState.FROZEN:
        return scoring
    _demand_closed(scoring)
    if clock.today() < scoring.review_on:
        raise RuleError(f"Chốt xếp hạng từ ngày {vndate(scoring.review_on)}.")
    _demand_chosen(scoring)
    _confirm(scoring, confirmed, by=by)
    standing = standing_of(scoring)
    if not standing.lines:
        raise RuleError("Không còn đơn vị nào để xếp hạng.")
    if standing.unmarked:
        names = dict.fromkeys(cell.entry.name for cell in standing.unmarked)
        raise RuleError(f"Chưa có điểm của: {', '.join(names)}. Điều chỉnh điểm kèm lý do rồi chốt.")
    if standing.unexplained:
        raise RuleError(f"Còn {len(standing.unexplained)} chỗ điểm chênh lệch lớn chưa nêu lý do.")
    RankRow.objects.bulk_create(
        RankRow(
            scoring=scoring, entry=line.entry, name=line.entry.name, place=line.place, order=line.order, points=line.total,
            detail=detail_of(line),
        )
        for line in standing.lines
    )  # fmt: skip
    scoring.frozen_at, scoring.frozen_by = clock.now(), by
    _step(scoring, ScoringState.FROZEN)
    record("scoring.frozen", scoring, by=by, area=scoring.drive.area, note=f"{len(standing.lines)} đơn vị")
    return scoring
