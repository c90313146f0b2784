"""From ranking to award: nominations for whoever competes, sessions for the commune and above, decisions once issued for all."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from campaigns.enums import CommitteeKind, PlanKind
from campaigns.models import Committee, CommitteeMember
from core.clock import now, today
from emulation.actions.awards import load_shipped
from emulation.actions.decisions import draft_decision, draft_session_paper
from emulation.actions.nominations import nominate, step_nomination
from emulation.actions.sessions import call_session, hold_session, save_attendance, save_ballots
from emulation.enums import DriveState, EntryKind, EntryState, NominationState, ScoringState
from emulation.models import AwardForm, Drive, Entry, Nomination, RankRow, Scoring, Session
from emulation.rules.awards import Counted
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
#: Sessions are for the commune and the office above; its villages see what comes of them.
INSIDE = (*COLLEAGUES, "coordination")
_WRITES = ("officer",)
_PROPOSE = ("officer", "village_head")


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


TABLE = (
    Row("emulation:nominations", READERS, NOT_INSIDE, of="award_drive"),
    Row("emulation:nomination", READERS, NOT_INSIDE, of="award_nomination"),
    Row("emulation:nominate", _PROPOSE, _but(*_PROPOSE), of="award_drive"),
    Row("emulation:edit_nomination", _PROPOSE, _but(*_PROPOSE), of="award_nomination"),
    Row("emulation:step_nomination", _PROPOSE, _but(*_PROPOSE), method="post", of="award_nomination", data={"to": "withdrawn", "reason": "Thôi"}, done=302),
    Row("emulation:nominate_from_ranking", _WRITES, _but(*_WRITES), of="award_drive"),
    Row("emulation:award_quota", _WRITES, _but(*_WRITES), of="award_drive"),
    Row("emulation:award_table", READERS, NOT_INSIDE, of="award_drive"),
    Row("emulation:sessions", INSIDE, _but(*INSIDE), of="award_drive"),
    Row("emulation:call_session", _WRITES, _but(*_WRITES), of="award_drive"),
    Row("emulation:session", INSIDE, _but(*INSIDE), of="award_session"),
    Row("emulation:edit_session", _WRITES, _but(*_WRITES), of="award_session"),
    Row("emulation:session_attendance", _WRITES, _but(*_WRITES), of="award_session"),
    Row("emulation:session_ballots", _WRITES, _but(*_WRITES), of="award_session"),
    # A draft: the office above does not see it; villages are refused before that.
    Row("emulation:session_paper", COLLEAGUES, {**HIDDEN, "village_head": 403}, of="award_paper"),
    Row("emulation:session_paper", _WRITES, _but(*_WRITES), method="post", of="award_paper", done=302),
    Row("emulation:make_decision", _WRITES, _but(*_WRITES), of="award_held"),
    Row("emulation:decision", COLLEAGUES, HIDDEN, of="award_decision"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    load_shipped()
    by, moment, day = cast.officer, now(), today()
    plan = issued_plan(cast, title="Phát động thi đua chào mừng", kind=PlanKind.PEAK)
    drive = Drive.objects.create(
        area=cast.commune, plan=plan, name="Chung sức xây dựng nông thôn mới", starts_on=day - timedelta(days=30),
        ends_on=day + timedelta(days=30), state=DriveState.OPEN, created_by=by, created_at=moment,
    )  # fmt: skip
    entry = _entry(cast, drive, str(cast.village), EntryKind.VILLAGE)
    scoring = Scoring.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, name="Chấm điểm cuối đợt", counts_from=drive.starts_on, review_on=day,
        state=ScoringState.CLOSED, created_by=by, created_at=moment,
    )  # fmt: skip
    RankRow.objects.create(scoring=scoring, entry=entry, name=entry.name, place=1, order=1, points=92)
    scoring.state, scoring.frozen_at, scoring.frozen_by = ScoringState.FROZEN, moment, cast.leader
    scoring.save()
    proposed = _put_forward(cast, drive, _entry(cast, drive, "Lò Văn Tiến"), "giay-khen-xa-ca-nhan")
    council = Committee(
        area=cast.commune, kind=CommitteeKind.COUNCIL, name="Hội đồng TĐKT xã", created_by=by, created_at=moment
    )
    council.save()
    for place, name in enumerate(("Cầm Văn Hạnh", "Quàng Thị Thư", "Lò Thị Mến"), 1):
        CommitteeMember(committee=council, position=place, full_name=name, post="Cán bộ xã", duty="Ủy viên").save()
    open_ = _session(
        cast, drive, council, [_selected(cast, drive, "Hà Văn Một"), _selected(cast, drive, "Hà Văn Hai")], "mot"
    )
    _count(cast, open_)
    draft_session_paper(open_, "giay-moi", by=by)
    held = _session(cast, drive, council, [_selected(cast, drive, "Hà Văn Ba")], "hai")
    _count(cast, held)
    hold_session(held, by=by)
    decision = draft_decision(held, nominations=list(held.nominations.all()), decided_on=day, by=by)
    _selected(cast, drive, "Hà Văn Tư")
    return {
        "award_drive": drive.pk, "award_nomination": (drive.pk, proposed.pk), "award_session": (drive.pk, open_.pk),
        "award_paper": (drive.pk, open_.pk, "giay-moi"), "award_held": (drive.pk, held.pk), "award_decision": decision.pk,
    }  # fmt: skip


def _entry(cast: Cast, drive: Drive, name: str, kind: str = EntryKind.INDIVIDUAL) -> Entry:
    return Entry.objects.create(
        drive=drive,
        kind=kind,
        area=cast.village,
        name=name,
        state=EntryState.ACCEPTED,
        created_by=cast.officer,
        created_at=now(),
    )


def _put_forward(cast: Cast, drive: Drive, entry: Entry, code: str) -> Nomination:
    values = {
        "entry": entry, "form": AwardForm.objects.get(code=code), "name": entry.name, "post": "", "achievement": "Góp 30 công.",
        "citation": "Đã có thành tích xuất sắc.", "achieved_from": drive.starts_on, "achieved_to": drive.ends_on,
        "under_discipline": False,
    }  # fmt: skip
    return nominate(drive, area=entry.area, values=values, key=f"quyen-{entry.pk}", by=cast.officer)


def _selected(cast: Cast, drive: Drive, name: str) -> Nomination:
    row = _put_forward(cast, drive, _entry(cast, drive, name), "giay-khen-xa-ca-nhan")
    return step_nomination(row, NominationState.SELECTED, reason="", by=cast.officer)


def _session(cast: Cast, drive: Drive, council: Committee, rows: list[Nomination], key: str) -> Session:
    values = {
        "council": council, "held_on": today(), "held_at": time(14), "place": "Phòng họp xã", "chair": "Cầm Văn Hạnh",
        "secretary": "Quàng Thị Thư",
    }  # fmt: skip
    return call_session(drive, values=values, nominations=rows, key=key, by=cast.officer)


def _count(cast: Cast, session: Session) -> None:
    save_attendance(session, came={row.pk: "present" for row in session.attendance.all()}, by=cast.officer)
    counted = {row.pk: Counted(3, 3, 3, 3) for row in session.nominations.all()}
    save_ballots(session, counted=counted, more={}, by=cast.officer)


PAGES = (
    ("officer", "emulation:nominations", "award_drive"),
    ("officer", "emulation:nomination", "award_nomination"),
    ("officer", "emulation:nominate", "award_drive"),
    ("officer", "emulation:edit_nomination", "award_nomination"),
    ("officer", "emulation:nominate_from_ranking", "award_drive"),
    ("officer", "emulation:award_quota", "award_drive"),
    ("officer", "emulation:award_table", "award_drive"),
    ("officer", "emulation:sessions", "award_drive"),
    ("officer", "emulation:call_session", "award_drive"),
    ("officer", "emulation:session", "award_session"),
    ("officer", "emulation:edit_session", "award_session"),
    ("officer", "emulation:session_attendance", "award_session"),
    ("officer", "emulation:session_ballots", "award_session"),
    ("officer", "emulation:session_paper", "award_paper"),
    ("officer", "emulation:make_decision", "award_held"),
    ("officer", "emulation:decision", "award_decision"),
)
