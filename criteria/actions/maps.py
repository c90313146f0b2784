"""Every write on maps between sets, and on what an old card's results become in a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from criteria.actions.cards import save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value
from criteria.models import Carried, CriteriaSet, Evidence, EvidenceUse, MapRow, Scorecard
from criteria.papers.maps import NewRow, Spot, report
from criteria.queries.maps import sides_of
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from criteria.read.maps import End, MapLine, SetMap


# --- The maps themselves ---


@transaction.atomic
def load_maps(maps: Iterable[SetMap]) -> list[str]:
    """Create or refresh the maps between sets that are loaded; a map of which one set is not is left out. Safe to run twice.

    Lines a file no longer has are removed, unless somebody confirmed them or a card uses them. Returns a sentence for each
    line that was kept so, or whose row the sets do not have.
    """
    notices: list[str] = []
    for one in maps:
        sets = {found.code: found for found in CriteriaSet.objects.filter(code__in=[one.from_code, one.to_code])}
        if len(sets) == 2:
            notices += _load(one, sets[one.from_code], sets[one.to_code])
    return notices


def _load(one: SetMap, old_set: CriteriaSet, new_set: CriteriaSet) -> list[str]:
    notices: list[str] = []
    stored = {
        (row.from_criterion_id, row.from_indicator_id, row.to_criterion_id, row.to_indicator_id): row
        for row in MapRow.objects.filter(from_set=old_set, to_set=new_set)
    }
    olds, news = _ends(old_set), _ends(new_set)
    for line in one.lines:
        old, new = _found(line.old, olds), _found(line.new, news)
        if old is None or new is None:
            notices.append(
                f"{line.where}: không có {line.old if old is None else line.new} trong bộ tiêu chí nên bỏ qua."
            )
            continue
        row = stored.pop((*old, *new), None)
        if row is None or (row.kind, row.note) != (line.kind, line.note):
            _put(row or MapRow(from_set=old_set, to_set=new_set), line, old, new)
    used = set(Carried.objects.filter(row__in=stored.values()).values_list("row_id", flat=True))
    for row in stored.values():
        if row.confirmed or row.pk in used:
            notices.append(
                f"Tệp {one.file}: dòng {row} đã được xác nhận hoặc đang dùng nên được giữ; tệp không còn dòng này."
            )
        else:
            row.delete()
    return notices


_Ends = dict[str | int, tuple[int, int | None]]
_Pair = tuple[int | None, int | None]


def _ends(criteria_set: CriteriaSet) -> _Ends:
    """Ids (criterion, indicator) by an indicator's key and by a criterion's number."""
    found: _Ends = {}
    for criterion in criteria_set.criteria.prefetch_related("indicators"):
        found[criterion.number] = (criterion.pk, None)
        found.update({indicator.key: (criterion.pk, indicator.pk) for indicator in criterion.indicators.all()})
    return found


def _found(end: End | None, ends: _Ends) -> _Pair | None:
    """The ids of an end, (None, None) where the line has none, None where the set has no such row."""
    if end is None:
        return None, None
    return ends.get(end.key or end.number or 0)


def _put(row: MapRow, line: MapLine, old: _Pair, new: _Pair) -> None:
    row.kind, row.note = line.kind, line.note
    row.from_criterion_id, row.from_indicator_id = old
    row.to_criterion_id, row.to_indicator_id = new
    row.save()


# --- Results of an old card ---


@transaction.atomic
def lay_old_results(card: Scorecard, old: Scorecard, *, by: User) -> int:
    """Lay the old card's results beside the rows of the new one that the map names; answers how many were laid now.

    Nothing counts by it: the rows of the card stay as they are until `check_carried`. Safe to repeat. RuleError where no
    map leads from the old card's set to this one's.
    """
    card, old = _locked(card), Scorecard.objects.select_related("area", "criteria_set").get(pk=old.pk)
    found = report(sides_of(card, old, on=clock.today()))
    if not found.carried:
        raise RuleError(f"Chưa có bảng chuyển từ {old.criteria_set} sang bộ tiêu chí của phiếu này.")
    laid = {(item.row_id, item.result_id) for new in found.carried for item in new.laid}
    new = [
        Carried(card=card, row=row, result=result)
        for target in found.carried
        for row, before in zip(target.rows, target.olds, strict=True)
        for result in before.results
        if target.checked is None and (row.pk, result.pk) not in laid
    ]
    Carried.objects.bulk_create(new)
    if new:
        record(
            "card.carried",
            card,
            by=by,
            area=card.area,
            note=f"{len(new)} kết quả của phiếu năm {old.year}, {old.criteria_set}",
        )
    return len(new)


@transaction.atomic
def check_carried(
    card: Scorecard, old: Scorecard, key: str, *, take: bool, reason: str, evidence: Iterable[Evidence], by: User
) -> None:
    """What a person says of the old results laid beside one row (`key` of its Spot): taken over, or to be assessed anew.

    Taken over, value and state go into the row with the reason "Lấy lại từ …" (the new level judges the value where it can),
    and the evidence that is named serves the new row as well. Safe to repeat. RuleError where nothing is laid there, it was
    checked otherwise before, the row has a result of its own, or the old results say nothing whole.
    """
    card, old = _locked(card), Scorecard.objects.select_related("area", "criteria_set").get(pk=old.pk)
    target = report(sides_of(card, old, on=clock.today())).find(key)
    if target is None or not target.laid:
        raise RuleError("Dòng này chưa có kết quả cũ để kiểm tra lại.")
    if target.checked is not None:
        if target.checked.taken is take:
            return
        raise RuleError("Dòng này đã được kiểm tra lại; sửa tiếp ở trang của tiêu chí.")
    if take:
        _take(card, old, target, reason, by)
        _share([item for item in evidence if item in target.proof], target.spot, by)
    now = clock.now()
    Carried.objects.filter(pk__in=[item.pk for item in target.laid]).update(taken=take, checked_by=by, checked_at=now)
    said = "Lấy lại kết quả cũ" if take else "Đánh giá mới"
    record("card.carried_checked", card, by=by, area=card.area, changes={str(target.spot): [None, said]}, note=reason)


def _locked(card: Scorecard) -> Scorecard:
    return Scorecard.objects.select_for_update(of=("self",)).select_related("area", "criteria_set").get(pk=card.pk)


def _take(card: Scorecard, old: Scorecard, target: NewRow, reason: str, by: User) -> None:
    if target.result is not None and target.result.state != State.NO_DATA:
        raise RuleError("Dòng này đã có kết quả ở phiếu mới nên không lấy lại; sửa ở trang của tiêu chí.")
    if target.state == State.NO_DATA:
        raise RuleError("Kết quả cũ chưa đủ số liệu nên không lấy lại được; đề nghị đánh giá mới.")
    words = f"Lấy lại từ phiếu năm {old.year} theo {old.criteria_set}, sau khi kiểm tra lại. {reason}".strip()
    criterion, indicator = target.spot.criterion, target.spot.indicator
    if indicator is None:
        save_criterion(card, criterion, rows={}, whole=Entered(state=target.state, reason=words), by=by)
        return
    state = None if target.judged() else target.state
    entered = Entered(target.value() or Value(), state=state, reason=words)
    save_criterion(card, criterion, rows={indicator.pk: entered}, whole=None, by=by)


def _share(evidence: Iterable[Evidence], spot: Spot, by: User) -> None:
    """Let evidence of the old rows serve the new row as well."""
    for item in evidence:
        _, created = EvidenceUse.objects.get_or_create(
            evidence=item, criterion=spot.criterion, indicator=spot.indicator
        )
        if created:
            record("evidence.changed", item, by=by, area=item.area, note=f"Dùng thêm cho {spot}")
