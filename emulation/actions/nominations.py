"""Writing nominations: put forward one by one or from a ranking, changed, selected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.formats import number
from emulation.enums import (
    NOMINATION_STEPS,
    AwardFor,
    EntryKind,
    EntryState,
    NominationState,
    ScoringState,
    SessionState,
)
from emulation.models import AwardForm, AwardQuota, Drive, Entry, Nomination, Scoring
from emulation.queries.awards import TAKING, first_places, rivals_of
from emulation.rules.eligibility import LONGEST_NAME, checks_of, claim_of, long_name
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

_PUT_FORWARD = {
    EntryKind.VILLAGE: AwardFor.COLLECTIVE, EntryKind.COLLECTIVE: AwardFor.COLLECTIVE,
    EntryKind.INDIVIDUAL: AwardFor.INDIVIDUAL, EntryKind.HOUSEHOLD: AwardFor.HOUSEHOLD,
}  # fmt: skip

_LABELS = {
    "entry": "đăng ký thi đua", "form": "hình thức khen", "area": "nơi đề nghị", "name": "tên", "post": "chức vụ, địa chỉ",
    "achievement": "thành tích", "citation": "nội dung ghi trên giấy khen", "achieved_from": "từ ngày",
    "achieved_to": "đến ngày", "under_discipline": "kỷ luật",
}  # fmt: skip


def nominate(drive: Drive, *, area: Area, values: Mapping[str, Any], key: str, by: User) -> Nomination:
    """Put somebody forward for a form of award; the form sent twice (`key`) makes one.

    RuleError for a name that does not fit on a certificate, and for somebody who is nominated for the form already.
    """

    def do() -> dict[str, int]:
        row = Nomination(drive=_locked_drive(drive), area=area, created_by=by, created_at=clock.now(), **values)
        _refuse(row)
        row.save()
        record("nomination.made", row, by=by, area=drive.area, note=str(row.form))
        return {"pk": row.pk}

    return Nomination.objects.get(pk=once(by, purpose="nomination", key=key, do=do)["pk"])


@transaction.atomic
def save_nomination(nomination: Nomination, *, values: Mapping[str, Any], by: User) -> Nomination:
    """Change a nomination that is not voted on yet. Safe to repeat. RuleError as for a new one."""
    nomination = _locked(nomination)
    if nomination.state not in {NominationState.PROPOSED, NominationState.SELECTED}:
        raise RuleError(f"Đề nghị đang ở tình trạng “{nomination.get_state_display()}” nên không sửa được.")
    _refuse_called(nomination, "sửa")
    changes = {}
    for name, value in values.items():
        before = getattr(nomination, name)
        if before != value:
            changes[_LABELS[name]] = [_said(before), _said(value)]
            setattr(nomination, name, value)
    if changes:
        _refuse(nomination)
        if nomination.state == NominationState.SELECTED:
            _refuse_unfit(nomination)
            _refuse_over_quota(nomination)
        nomination.save()
        record("nomination.changed", nomination, by=by, area=nomination.drive.area, changes=changes)
    return nomination


@dataclass(frozen=True, slots=True)
class FromRanking:
    """What was put forward at one press: how many new ones, and how many of these places were nominated before."""

    made: int
    known: int


@transaction.atomic
def nominate_from_ranking(
    scoring: Scoring, *, form: AwardForm, places: int, citation: str, by: User
) -> FromRanking:  # fmt: skip
    """Put the first places of a frozen ranking forward for a form; who shares the last place is among them. Safe to repeat.

    RuleError for a ranking that is not frozen, a form for another kind of receiver, and names too long for a certificate.
    """
    drive = _locked_drive(scoring.drive)
    scoring.refresh_from_db()
    if scoring.state != ScoringState.FROZEN:
        raise RuleError("Bảng xếp hạng này chưa chốt nên chưa đề nghị khen từ đây được.")
    if form.given_to != _PUT_FORWARD[EntryKind(scoring.kind)]:
        raise RuleError(
            f"{form} tặng {form.get_given_to_display().lower()}; bảng xếp hạng này của {scoring.get_kind_display().lower()}."
        )
    gone = (NominationState.WITHDRAWN,)
    known = set(drive.nominations.filter(form=form).exclude(state__in=gone).values_list("entry", flat=True))
    rows = first_places(scoring, places)
    fresh = [row for row in rows if row.entry_id not in known]
    for row in fresh:
        entry = row.entry
        nomination = Nomination(
            drive=drive, entry=entry, form=form, area=entry.area, name=entry.name, post=entry.post,
            achievement=f"Xếp thứ {row.place}, đạt {number(row.points)} điểm ({scoring.name}).", citation=citation,
            achieved_from=drive.starts_on, achieved_to=drive.ends_on, created_by=by, created_at=clock.now(),
        )  # fmt: skip
        if len(nomination.name) > LONGEST_NAME:
            raise RuleError(
                f"“{entry.name[:40]}…”: {long_name(entry.name)} Đơn vị này đề nghị riêng ở mục “Đề nghị khen”."
            )
        nomination.save()
        record("nomination.made", nomination, by=by, area=drive.area, note=f"{form}; từ {scoring.name}.")
    return FromRanking(len(fresh), len(rows) - len(fresh))


@transaction.atomic
def step_nomination(nomination: Nomination, to: str, *, reason: str, by: User) -> Nomination:
    """Select, withdraw or put forward again. Voting, awarding and sending up have actions of their own. Safe to repeat.

    Withdrawing asks for a reason. RuleError where something stands against selecting, the quota is used up, or a session that is
    called has it on its list.
    """
    nomination = _locked(nomination)
    if nomination.state == to:
        return nomination
    by_hand = {NominationState.SELECTED, NominationState.WITHDRAWN, NominationState.PROPOSED}
    if to not in by_hand or to not in NOMINATION_STEPS[nomination.state]:
        label = NominationState(to).label if to in NominationState.values else to
        raise RuleError(
            f"Đề nghị đang ở tình trạng “{nomination.get_state_display()}” nên không chuyển sang “{label}” được."
        )
    if to == NominationState.WITHDRAWN:
        if not reason.strip():
            raise RuleError("Đề nghị ghi rõ lý do rút.")
        _refuse_called(nomination, "rút")
    else:
        _refuse(nomination)
    if to == NominationState.SELECTED:
        _refuse_unfit(nomination)
        _refuse_over_quota(nomination)
    before = nomination.get_state_display()
    nomination.state, nomination.reason = to, reason.strip()
    nomination.save()
    changes = {"tình trạng": [before, nomination.get_state_display()]}
    record("nomination.stepped", nomination, by=by, area=nomination.drive.area, changes=changes, note=reason.strip())
    return nomination


def _said(value: object) -> str:
    return "có" if value is True else "không" if value is False else str(value or "")


def _locked_drive(drive: Drive) -> Drive:
    """The drive's row stays locked, so that two people do not put the same one forward or pass the quota together."""
    return Drive.objects.select_for_update(of=("self",)).select_related("area").get(pk=drive.pk)


def _locked(nomination: Nomination) -> Nomination:
    _locked_drive(nomination.drive)
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("form", "area", "entry", "drive__area")
    return rows.get(pk=nomination.pk)


def _refuse(nomination: Nomination) -> None:
    """What no nomination may be: too long a name, an entry that was withdrawn, a second one for the same form."""
    if len(nomination.name) > LONGEST_NAME:
        raise RuleError(long_name(nomination.name))
    entry: Entry | None = nomination.entry
    if entry is not None and entry.state == EntryState.WITHDRAWN:
        raise RuleError("Đơn vị, cá nhân này đã rút đăng ký thi đua nên không đề nghị khen được.")
    mine = claim_of(nomination)
    for other in rivals_of(nomination.drive):
        if (
            other.pk != nomination.pk
            and other.form_id == nomination.form_id
            and claim_of(other).receiver == mine.receiver
        ):
            raise RuleError(f"“{nomination.name}” đã được đề nghị hình thức này trong đợt thi đua.")


def _refuse_unfit(nomination: Nomination) -> None:
    drive = nomination.drive
    others = [claim_of(row) for row in rivals_of(drive) if row.state in TAKING]
    checks = checks_of(claim_of(nomination), others, starts=drive.starts_on, ends=drive.ends_on)
    stops = [check.text for check in checks if check.stops]
    if stops:
        raise RuleError(" ".join(stops))


def _refuse_over_quota(nomination: Nomination) -> None:
    quota = AwardQuota.objects.filter(drive=nomination.drive_id, form=nomination.form_id).first()
    if quota is None:
        return
    rows = Nomination.objects.filter(drive=nomination.drive_id, form=nomination.form_id, state__in=TAKING)
    if rows.exclude(pk=nomination.pk).count() >= quota.number:
        raise RuleError(f"Chỉ tiêu “{nomination.form}” của đợt này là {quota.number}, đã chọn đủ.")


def _refuse_called(nomination: Nomination, verb: str) -> None:
    session = nomination.sessions.filter(state=SessionState.CALLED).first()
    if session is not None:
        raise RuleError(
            f"Đề nghị đang trong danh sách họp ngày {session.held_on:%d/%m/%Y} nên không {verb} được; bỏ khỏi danh sách họp trước."
        )
