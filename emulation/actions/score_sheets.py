"""Writing what is scored and by whom: a scoring, its sheet of items, its scorers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.papers.changes import differences, mark_of
from core import clock
from core.errors import RuleError
from core.formats import number
from core.text import tidy
from emulation.enums import ScoringState
from emulation.models import Drive, ScoreItem, Scorer, Scoring
from emulation.papers.scoring import said_of_items, said_of_scoring
from emulation.queries.scoring import items_of, possible_scorers
from jobs.actions import once
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User

_SAVED_SINCE = "Lần chấm điểm này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp."
_NOT_DRAFT = "Đã mở chấm nên thang điểm, cách tính giữ nguyên."
#: What the columns hold: four figures before the comma.
MOST_POINTS = Decimal("9999.99")


def locked(scoring: Scoring) -> Scoring:
    """The scoring, held until the transaction ends: marks, steps and corrections come one after another."""
    return Scoring.objects.select_for_update(of=("self",)).select_related("drive__area").get(pk=scoring.pk)


def new_scoring(drive: Drive, *, values: Mapping[str, Any], like: Scoring | None, key: str, by: User) -> Scoring:
    """A scoring of the drive, with the items of an earlier one where `like` is given. Safe to repeat with the same key.

    `values`: kind, name, counts_from, review_on, combine, spread_percent, tie_rule. RuleError where the same kind is
    already scored for that day.
    """

    def do() -> dict[str, int]:
        _check(drive, values)
        made = Scoring.objects.create(drive=drive, created_by=by, created_at=clock.now(), **values)
        if like is not None:
            ScoreItem.objects.bulk_create(
                ScoreItem(scoring=made, position=place, text=item.text, points=item.points, source=item.source)
                for place, item in enumerate(items_of(like), 1)
            )
        record("scoring.saved", made, by=by, area=drive.area, note=f"Lấy thang điểm của: {like}" if like else "")
        return {"pk": made.pk}

    return Scoring.objects.get(pk=once(by, purpose=f"scoring-{drive.pk}", key=key, do=do)["pk"])


@transaction.atomic
def save_scoring(scoring: Scoring, *, values: Mapping[str, Any], seen: str, by: User) -> Scoring:
    """Change days, rules and name while the sheet is drafted; nothing where nothing differs. RuleError as new_scoring."""
    scoring = locked(scoring)
    before = said_of_scoring(scoring)
    _demand_draft(scoring)
    if seen != mark_of(before):
        raise RuleError(_SAVED_SINCE)
    _check(scoring.drive, values, but=scoring)
    for name, value in values.items():
        setattr(scoring, name, value)
    changes = differences(before, said_of_scoring(scoring))
    if changes:
        scoring.save()
        record("scoring.saved", scoring, by=by, area=scoring.drive.area, changes=changes)
    return scoring


def _check(drive: Drive, values: Mapping[str, Any], but: Scoring | None = None) -> None:
    if values["review_on"] < values["counts_from"]:
        raise RuleError("Ngày xét, chốt phải từ ngày bắt đầu tính trở đi.")
    same = Scoring.objects.filter(drive=drive, kind=values["kind"], review_on=values["review_on"])
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise RuleError("Đối tượng này đã có lần chấm điểm chốt cùng ngày; mở lần chấm đó hoặc chọn ngày khác.")


def _demand_draft(scoring: Scoring) -> None:
    if scoring.state != ScoringState.DRAFT:
        raise RuleError(_NOT_DRAFT)


@transaction.atomic
def save_items(scoring: Scoring, *, rows: Sequence[tuple[str, Decimal, str]], seen: str, by: User) -> None:
    """The whole sheet as it should be: text, points and source of each item, in order. Only while it is drafted.

    `seen` is the mark of the sheet as the person read it.
    """
    scoring = locked(scoring)
    _demand_draft(scoring)
    stored = items_of(scoring)
    before = said_of_items(stored)
    wanted = [
        ScoreItem(scoring=scoring, position=place, text=tidy(text), points=points, source=source)
        for place, (text, points, source) in enumerate(rows, 1)
    ]
    after = said_of_items(wanted)
    if after == before:
        return
    if seen != mark_of(before):
        raise RuleError(_SAVED_SINCE)
    if any(not item.text or not 0 < item.points <= MOST_POINTS for item in wanted):
        raise RuleError("Mỗi nội dung cần có lời và số điểm lớn hơn 0.")
    scoring.items.all().delete()
    ScoreItem.objects.bulk_create(wanted)
    total = sum((item.points for item in wanted), Decimal(0))
    record(
        "scoring.saved", scoring, by=by, area=scoring.drive.area, changes=differences(before, after),
        note=f"{len(wanted)} nội dung, tổng {number(total)} điểm",
    )  # fmt: skip


@transaction.atomic
def set_scorers(scoring: Scoring, *, people: Iterable[User], by: User) -> None:
    """Who scores. While the sheet is drafted exactly these people; once marking is open, these are added to the others.

    Somebody left out who is chosen again scores on. Safe to repeat. RuleError for people without a role on the commune
    and once the scoring is closed.
    """
    scoring = locked(scoring)
    if scoring.state not in {ScoringState.DRAFT, ScoringState.MARKING}:
        raise RuleError("Đã chấm xong nên không đổi người chấm.")
    chosen = {user.pk: user for user in people}
    possible = set(possible_scorers(scoring.drive.area).values_list("pk", flat=True))
    stored = {scorer.user_id: scorer for scorer in scoring.scorers.select_related("user")}
    fresh = [user for pk, user in chosen.items() if pk not in stored]
    if any(user.pk not in possible for user in fresh):
        raise RuleError("Chỉ giao chấm điểm cho người đang có vai trò ở xã.")
    again = [scorer for pk, scorer in stored.items() if pk in chosen and scorer.left_out_at is not None]
    gone = [row for pk, row in stored.items() if pk not in chosen] if scoring.state == ScoringState.DRAFT else []
    if not (fresh or again or gone):
        return
    for scorer in gone:
        scorer.delete()
    for scorer in again:
        scorer.left_out_at, scorer.left_out_reason = None, ""
        scorer.save(update_fields=["left_out_at", "left_out_reason"])
    Scorer.objects.bulk_create(Scorer(scoring=scoring, user=user) for user in fresh)
    added = [*fresh, *(scorer.user for scorer in again)]
    said = [f"Thêm {', '.join(map(str, added))}"] if added else []
    said += [f"Bỏ {', '.join(str(scorer.user) for scorer in gone)}"] if gone else []
    record("scoring.scorers", scoring, by=by, area=scoring.drive.area, note="; ".join(said))
    if scoring.state == ScoringState.MARKING:
        tell_scorers(scoring, added)


@transaction.atomic
def leave_out(scorer: Scorer, *, reason: str, by: User) -> None:
    """A scorer's marks count no more, with the reason; they stay stored. Once for each, while marking is open."""
    scoring = locked(scorer.scoring)
    scorer = scoring.scorers.select_related("user").get(pk=scorer.pk)
    if scorer.left_out_at is not None:
        return
    if scoring.state != ScoringState.MARKING:
        raise RuleError("Chỉ cho người chấm thôi chấm khi đang chấm.")
    if not reason.strip():
        raise RuleError("Nêu lý do thôi chấm.")
    scorer.left_out_at, scorer.left_out_reason = clock.now(), reason.strip()
    scorer.save(update_fields=["left_out_at", "left_out_reason"])
    record("scoring.left_out", scoring, by=by, area=scoring.drive.area, note=f"{scorer.user}: {reason.strip()}")


def tell_scorers(scoring: Scoring, people: Iterable[User]) -> None:
    """Their inbox says that they are to score."""
    notify(
        people, key=f"scoring-{scoring.pk}-marking", title=f"Đề nghị chấm điểm: {scoring.name}",
        url=f"{scoring.get_absolute_url()}diem-cua-toi/",
    )  # fmt: skip
