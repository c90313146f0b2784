"""Writing the survey of satisfaction: what is asked, when, and one village's count of ballots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from areas.models import Area
from core import clock
from core.errors import RuleError
from core.formats import vndate
from criteria.models import Dossier, SurveyAnswer, SurveyCount, SurveyItem
from criteria.papers.survey_words import ballots_said, changes_at, differences, items_said, mark_of, said_of
from criteria.survey_rules import Ballots, faults_of
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

SAVED_MEANWHILE = "Nội dung này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp."


@transaction.atomic
def save_items(dossier: Dossier, rows: Sequence[tuple[str, int | None]], *, by: User) -> None:
    """Put the items of the ballot, (text, number of the criterion) in their order. RuleError without any, or once a village
    is counted: what was asked must stay what was answered.
    """
    dossier = _locked(dossier)
    old = [(item.text, item.criterion) for item in dossier.survey_items.all()]
    if not rows:
        raise RuleError("Phiếu cần ít nhất một nội dung hỏi.")
    if old == list(rows):
        return
    if dossier.survey_counts.exists():
        raise RuleError("Đã có thôn kiểm phiếu nên không sửa nội dung hỏi được; gỡ kiểm phiếu của các thôn trước.")
    dossier.survey_items.all().delete()
    SurveyItem.objects.bulk_create(
        SurveyItem(dossier=dossier, position=place, text=text, criterion=number)
        for place, (text, number) in enumerate(rows, 1)
    )
    changes = differences(items_said(old), items_said(rows)) if old else {"Số nội dung": ["", str(len(rows))]}
    record("survey.items_saved", dossier, by=by, area=dossier.card.area, changes=changes)


@transaction.atomic
def save_dates(dossier: Dossier, *, first: date | None, last: date | None, by: User) -> None:
    """When ballots were carried out. RuleError for days in the wrong order."""
    if first and last and last < first:
        raise RuleError("Ngày kết thúc không được trước ngày bắt đầu.")
    dossier = _locked(dossier)
    before, after = (dossier.surveyed_from, dossier.surveyed_to), (first, last)
    if before == after:
        return
    dossier.surveyed_from, dossier.surveyed_to = after
    dossier.save(update_fields=["surveyed_from", "surveyed_to"])
    said = [" – ".join(vndate(day) for day in pair) if any(pair) else "" for pair in (before, after)]
    record("survey.dates_saved", dossier, by=by, area=dossier.card.area, changes={"Thời gian": said})


@transaction.atomic
def save_count(
    dossier: Dossier, area: Area, ballots: Ballots, answers: dict[int, int], *, seen: str, by: User
) -> SurveyCount:
    """Enter or change one village's count; `answers`: satisfied ballots by item id, `seen`: mark of what the person read.

    RuleError where counts do not fall, an item has no answer, no item is asked yet, or somebody saved meanwhile. The same
    figures sent again change nothing.
    """
    dossier = _locked(dossier)
    items = list(dossier.survey_items.all())
    if not items:
        raise RuleError("Chưa có nội dung hỏi; ghi nội dung hỏi của phiếu trước khi kiểm phiếu.")
    if answers.keys() != {item.pk for item in items}:
        raise RuleError("Nội dung hỏi của phiếu đã thay đổi; mở lại trang rồi nhập tiếp.")
    fields, of_items = faults_of(ballots, [answers[item.pk] for item in items])
    if fields or of_items:
        raise RuleError(next(iter([*fields.values(), *of_items.values()])))
    count = dossier.survey_counts.select_related("area").filter(area=area).first()
    before = said_of(count, items) if count else {}
    after = ballots_said(ballots, [(item, answers[item.pk]) for item in items])
    if count and before == after:
        return count
    if seen != mark_of(before):
        raise RuleError(SAVED_MEANWHILE)
    count = count or SurveyCount(dossier=dossier, area=area)
    for name in ("households", "handed_out", "returned", "valid", "satisfied"):
        setattr(count, name, getattr(ballots, name))
    count.by, count.at = by, clock.now()
    count.save()
    for item in items:
        SurveyAnswer.objects.update_or_create(count=count, item=item, defaults={"satisfied": answers[item.pk]})
    changes = changes_at(str(area), before, after)
    record("survey.counted", dossier, by=by, area=dossier.card.area, changes=changes)
    return count


@transaction.atomic
def remove_count(dossier: Dossier, area: Area, *, reason: str, by: User) -> None:
    """Take back one village's count; the journal keeps its figures. Nothing to take back: nothing happens. RuleError without a reason."""
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do gỡ kiểm phiếu.")
    dossier = _locked(dossier)
    count = dossier.survey_counts.filter(area=area).first()
    if count is None:
        return
    before = said_of(count, list(dossier.survey_items.all()))
    count.delete()
    changes = changes_at(str(area), before, {})
    record("survey.count_removed", dossier, by=by, area=dossier.card.area, changes=changes, note=reason.strip())


def _locked(dossier: Dossier) -> Dossier:
    """One writer at a time: items and counts must not change past each other."""
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("card__area")
    return rows.get(pk=dossier.pk)
