"""Writing sessions of the council: called, who came, the ballots, the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.models import Committee
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.enums import DocumentState
from emulation.enums import NominationState, SessionState
from emulation.models import Attendance, Ballot, Drive, Nomination, Session
from emulation.queries.awards import rules_by_form
from emulation.queries.sessions import attendance_of, callable_nominations, nominations_of
from emulation.rules.awards import Counted, base_of, on_day, passes
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

_LABELS = {
    "council": "hội đồng", "held_on": "ngày họp", "held_at": "lúc", "place": "địa điểm", "chair": "chủ trì", "secretary": "thư ký",
}  # fmt: skip


def call_session(
    drive: Drive, *, values: Mapping[str, Any], nominations: Sequence[Nomination], key: str, by: User
) -> Session:
    """Call the council to a session on these nominations; the form sent twice (`key`) makes one.

    Its members are copied: who sat in the council that day stays as it was. RuleError without members or nominations, and where
    one of them waits in another session.
    """

    def do() -> dict[str, int]:
        locked = Drive.objects.select_for_update(of=("self",)).select_related("area").get(pk=drive.pk)
        session = Session(drive=locked, created_by=by, created_at=clock.now(), **values)
        members = _members(session.council)
        session.save()
        _put(session, nominations)
        Attendance.objects.bulk_create(_attendance(session, members))
        note = f"{len(nominations)} đề nghị, {len(members)} thành viên."
        record("session.called", session, by=by, area=locked.area, note=note)
        return {"pk": session.pk}

    return Session.objects.get(pk=once(by, purpose="award-session", key=key, do=do)["pk"])


@transaction.atomic
def save_session(
    session: Session, *, values: Mapping[str, Any], nominations: Sequence[Nomination], by: User
) -> Session:  # fmt: skip
    """Change a session that is not held yet. Another council: its members take the place of the others. Safe to repeat."""
    session = _locked(session)
    before_council = session.council_id
    changes = {}
    for name, value in values.items():
        before = getattr(session, name)
        if before != value:
            changes[_LABELS[name]] = [_said(before), _said(value)]
            setattr(session, name, value)
    _demand_order(session)
    if session.council_id != before_council:
        members = _members(session.council)
        session.attendance.all().delete()
        Attendance.objects.bulk_create(_attendance(session, members))
    before_list = set(session.nominations.values_list("pk", flat=True))
    wanted = {row.pk for row in nominations}
    if before_list != wanted:
        changes["số đề nghị"] = [str(len(before_list)), str(len(wanted))]
    session.save()
    _put(session, nominations)
    session.ballots.exclude(nomination__in=wanted).delete()
    _judge(session)
    if changes:
        record("session.changed", session, by=by, area=session.drive.area, changes=changes)
    return session


def _demand_order(session: Session) -> None:
    begun, ended = session.held_at, session.ended_at
    if begun and ended and ended < begun:
        raise RuleError(f"Cuộc họp bắt đầu lúc {begun:%H:%M} nên không kết thúc lúc {ended:%H:%M}.")


@transaction.atomic
def save_attendance(session: Session, *, came: Mapping[int, str], by: User) -> Session:
    """Write who was present ("present"), who sent a written opinion ("written") and who was absent, by the row's id.

    Safe to repeat. Ballots already counted are judged anew, since their base may be another.
    """
    session = _locked(session)
    rows = attendance_of(session)
    for row in rows:
        row.present, row.written = came.get(row.pk) == "present", came.get(row.pk) == "written"
    Attendance.objects.bulk_update(rows, ["present", "written"])
    present, written = sum(row.present for row in rows), sum(row.written for row in rows)
    _judge(session)
    note = f"{present} có mặt, {written} gửi ý kiến bằng văn bản, {len(rows) - present - written} vắng."
    record("session.attendance", session, by=by, area=session.drive.area, note=note)
    return session


@transaction.atomic
def save_ballots(session: Session, *, counted: Mapping[int, Counted], more: Mapping[str, Any], by: User) -> Session:
    """Write the counts by the nomination's id and what was said (`more`: discussion, ended_at). Safe to repeat.

    RuleError where counts contradict each other or the attendance, for a form without a rule of voting on that day, and for an
    end before the beginning.
    """
    session = _locked(session)
    for name, value in more.items():
        setattr(session, name, value)
    _demand_order(session)
    session.save(update_fields=[*more])
    rows = {row.pk: row for row in nominations_of(session)}
    _write_ballots(session, [(rows[key], count) for key, count in counted.items()])
    record("session.ballots", session, by=by, area=session.drive.area, note=f"{len(counted)}/{len(rows)} đề nghị.")
    return session


@transaction.atomic
def hold_session(session: Session, *, by: User) -> Session:
    """Close the count: the ballots stand for good, and each nomination has passed or not. Safe to repeat.

    RuleError for a session to come, and while a nomination has no ballot.
    """
    fresh = Session.objects.select_for_update(of=("self",)).select_related("drive__area", "council").get(pk=session.pk)
    if fresh.state == SessionState.HELD:
        return fresh
    if fresh.held_on > clock.today():
        raise RuleError(f"Cuộc họp ngày {vndate(fresh.held_on)} chưa diễn ra nên chưa chốt kết quả được.")
    _took_part(fresh)
    _judge(fresh)
    rows = nominations_of(fresh)
    missing = [row.name for row in rows if getattr(row, "ballot", None) is None]
    if missing or not rows:
        raise RuleError(f"Chưa ghi kết quả bỏ phiếu của: {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}.")
    moved = [row.name for row in rows if row.state != NominationState.SELECTED]
    if moved:
        raise RuleError(f"Không còn ở bước Hội đồng xét: {', '.join(moved[:5])}; bỏ khỏi danh sách họp rồi chốt.")
    for row in rows:
        row.state = NominationState.PASSED if row.ballot.passed else NominationState.NOT_PASSED
    Nomination.objects.bulk_update(rows, ["state"])
    fresh.state = SessionState.HELD
    fresh.save(update_fields=["state"])
    passed = sum(row.state == NominationState.PASSED for row in rows)
    record("session.held", fresh, by=by, area=fresh.drive.area, note=f"Thông qua {passed}/{len(rows)} đề nghị.")
    for row in rows:
        changes = {"tình trạng": [NominationState.SELECTED.label, row.get_state_display()]}
        record("nomination.stepped", row, by=by, area=fresh.drive.area, changes=changes)
    return fresh


def _said(value: object) -> str:
    return str(value or "")


def _locked(session: Session) -> Session:
    """The session, locked, while it may still be changed."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("drive__area", "council", "minutes")
    session = rows.get(pk=session.pk)
    if session.state == SessionState.HELD:
        raise RuleError("Cuộc họp đã chốt kết quả nên không sửa được nữa.")
    if session.minutes is not None and session.minutes.state != DocumentState.DRAFT:
        raise RuleError("Biên bản cuộc họp đã trình hoặc đã ban hành nên không sửa được nữa.")
    return session


def _members(council: Committee) -> list[Any]:
    members = list(council.members.all())
    if not members:
        raise RuleError(f"“{council}” chưa có thành viên; nhập thành viên ở trang Ban, tổ.")
    return members


def _attendance(session: Session, members: Sequence[Any]) -> list[Attendance]:
    return [
        Attendance(session=session, position=place, full_name=row.full_name, post=row.post, duty=row.duty)
        for place, row in enumerate(members, 1)
    ]


def _put(session: Session, nominations: Sequence[Nomination]) -> None:
    free = set(callable_nominations(session.drive, session).values_list("pk", flat=True))
    taken = [row.name for row in nominations if row.pk not in free]
    if taken:
        raise RuleError(f"Chưa được chọn, hoặc đang chờ một cuộc họp khác: {', '.join(taken[:5])}.")
    if not nominations:
        raise RuleError("Chọn ít nhất một đề nghị để Hội đồng xét.")
    session.nominations.set(nominations)


def _took_part(session: Session) -> tuple[int, int]:
    """How many members there are, and how many were present or sent a written opinion; RuleError when nobody came."""
    rows = attendance_of(session)
    present = sum(row.present for row in rows)
    if not present:
        raise RuleError("Chưa ghi thành viên dự họp; ghi trước khi kiểm phiếu.")
    return len(rows), present + sum(row.written for row in rows)


def _write_ballots(session: Session, counted: Sequence[tuple[Nomination, Counted]]) -> None:
    """The ballots of a session, instead of those there were; each is held against the rule of the day of the session."""
    members, took_part = _took_part(session)
    rules, rows = rules_by_form(), []
    for nomination, count in counted:
        _refuse_counts(nomination, count, took_part)
        rule = on_day(rules.get(nomination.form_id, ()), session.held_on)
        if rule is None or rule.vote_percent is None:
            raise RuleError(
                f"Chưa có quy định tỷ lệ phiếu của “{nomination.form}” vào ngày {vndate(session.held_on)}; quản trị hệ thống "
                "nhập ở trang Quy định khen thưởng."
            )
        base = base_of(rule, members=members, took_part=took_part)
        rows.append(
            Ballot(
                session=session, nomination=nomination, **asdict(count), base=base, vote_base=rule.vote_base,
                needed_percent=rule.vote_percent, more_than=rule.more_than,
                passed=passes(count.agreed, base, rule.vote_percent, more_than=rule.more_than),
            )
        )  # fmt: skip
    session.ballots.all().delete()
    Ballot.objects.bulk_create(rows)


def _refuse_counts(nomination: Nomination, count: Counted, took_part: int) -> None:
    who = nomination.name
    if count.issued > took_part:
        raise RuleError(f"{who}: phát ra {count.issued} phiếu, nhiều hơn {took_part} thành viên dự họp, gửi ý kiến.")
    if not count.agreed <= count.valid <= count.returned <= count.issued:
        raise RuleError(f"{who}: số phiếu đồng ý ≤ hợp lệ ≤ thu về ≤ phát ra; đề nghị xem lại.")


def _judge(session: Session) -> None:
    """Hold the ballots there are against the attendance and the rule as they now stand."""
    ballots = list(session.ballots.select_related("nomination__form"))
    if ballots:
        counts = [(row.nomination, Counted(row.issued, row.returned, row.valid, row.agreed)) for row in ballots]
        _write_ballots(session, counts)
