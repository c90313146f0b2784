"""What a year holds: routines, events, inspections, proposals, outreach."""

from __future__ import annotations

from typing import Any

from campaigns.enums import Every
from campaigns.models import (
    Event,
    Inspection,
    Outreach,
    OutreachQuota,
    Plan,
    Proposal,
    Recommendation,
    Routine,
    RoutineTurn,
    TurnPhoto,
)
from core import clock
from documents.photos import keep_photo
from tests.campaigns.years import photo
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, PEOPLE, Row, without

READERS = (*COLLEAGUES, "village_head", "coordination")
#: People who write on some area.
WRITERS = ("officer", "village_head", "coordination", "neighbour")
NOT_WRITING = {person: 403 for person in PEOPLE if person not in WRITERS}


def reading_only(*may: str) -> dict[str, int]:
    """Of a row that belongs to an issued plan: readers without the right get 403."""
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


ONLY_OFFICER = reading_only("officer")
HEAD_TOO = reading_only("officer", "village_head")

TABLE = (
    Row("campaigns:year", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:year", READERS, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:routine", READERS, NOT_INSIDE, of="routine"),
    Row("campaigns:routine", ("officer", "village_head"), HEAD_TOO, method="post", of="routine"),
    Row("campaigns:turn", READERS, NOT_INSIDE, of="turn"),
    Row("campaigns:turn", ("officer", "village_head"), HEAD_TOO, method="post", of="turn"),
    Row("campaigns:turn_remove", ("officer", "village_head"), HEAD_TOO, method="post", of="turn", data={"reason": "Nhầm."}, done=302),
    Row("campaigns:turn_photo_remove", ("officer", "village_head"), HEAD_TOO, method="post", of="turn_photo", done=302),
    Row("campaigns:events", PEOPLE, {}),
    Row("campaigns:event_add", WRITERS, NOT_WRITING),
    Row("campaigns:event", READERS, NOT_INSIDE, of="event"),
    Row("campaigns:event", COLLEAGUES, HIDDEN, of="event_of_draft"),
    Row("campaigns:event_edit", ("officer",), ONLY_OFFICER, of="event"),
    Row("campaigns:event_invite", ("officer",), ONLY_OFFICER, method="post", of="event"),
    Row("campaigns:inspections", PEOPLE, {}),
    Row("campaigns:inspection_add", WRITERS, NOT_WRITING),
    Row("campaigns:inspection", READERS, NOT_INSIDE, of="inspection"),
    Row("campaigns:inspection_edit", ("officer",), ONLY_OFFICER, of="inspection"),
    Row("campaigns:recommendation", ("officer",), ONLY_OFFICER, method="post", of="recommendation"),
    Row("campaigns:proposals", PEOPLE, {}),
    Row("campaigns:proposal_add", WRITERS, NOT_WRITING),
    Row("campaigns:proposal", READERS, NOT_INSIDE, of="proposal"),
    Row("campaigns:proposal_edit", ("officer",), ONLY_OFFICER, of="proposal"),
    Row("campaigns:proposal_step", ("officer",), ONLY_OFFICER, method="post", of="proposal",
        data={"to": "sent", "letter": "1/UBND", "sent_on": "1/1/2026"}, done=302),
    Row("campaigns:outreach", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:outreach", READERS, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:outreach_add", ("officer",), without("officer"), of="plan"),
    Row("campaigns:outreach_quotas", ("officer",), without("officer"), of="plan"),
    Row("campaigns:outreach_month", ("officer",), ONLY_OFFICER, method="post", of="issued_plan", data={"month": "2026-03"}, done=302),
    Row("campaigns:outreach_item", READERS, NOT_INSIDE, of="outreach"),
    Row("campaigns:outreach_item", ("officer", "clerk"), reading_only("officer", "clerk"), method="post", of="outreach"),
    Row("campaigns:outreach_draft", ("officer", "clerk"), reading_only("officer", "clerk"), method="post", of="outreach", done=302),
    Row("campaigns:outreach_publish", ("officer", "clerk"), reading_only("officer", "clerk"), method="post", of="outreach",
        data={"published_on": "1/1/2026", "where": "Cụm loa"}, done=302),
    Row("campaigns:outreach_remove", ("officer",), ONLY_OFFICER, method="post", of="outreach", done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """Rows of the issued plan; the turn is the village's, the bulletin the clerk's."""
    plan = Plan.objects.get(pk=made["issued_plan"])
    now = clock.now()
    common = {"area": cast.commune, "plan": plan, "created_by": cast.officer, "created_at": now}
    routine = Routine.objects.create(
        plan=plan, position=1, what="Ngày Chủ nhật xanh", every=Every.WEEK, day=7, gathers=True
    )
    turn = RoutineTurn.objects.create(
        routine=routine, area=cast.village, held_on=clock.today(), people=35, labour_days="17.5", text="Dọn đường thôn",
        by=cast.village_head, at=now,
    )  # fmt: skip
    file = keep_photo(
        name="anh.jpg", data=photo().read(), purpose="turn_photo", area=cast.village, by=cast.village_head
    )
    shot = TurnPhoto.objects.create(turn=turn, file=file)
    event = Event.objects.create(
        kind="launch", title="Lễ phát động", held_on="2026-03-20", place="Nhà văn hóa xã", **common
    )
    draft = Event.objects.create(kind="other", title="Họp bàn", **common | {"plan": Plan.objects.get(pk=made["plan"])})
    inspection = Inspection.objects.create(
        inspector="party",
        subject="Thực hiện nghị quyết",
        unit="UBND xã",
        held_on="2026-03-01",
        team="Trưởng đoàn",
        **common,
    )
    asked = Recommendation.objects.create(
        inspection=inspection, position=1, text="Bổ sung hồ sơ", unit="Văn phòng", due_on="2026-04-01"
    )
    proposal = Proposal.objects.create(text="Bổ sung kinh phí", addressee="UBND tỉnh", **common)
    OutreachQuota.objects.create(plan=plan, medium="web", each_month=1).people.set([cast.officer, cast.clerk])
    outreach = Outreach.objects.create(
        plan=plan, medium="loudspeaker", title="Bản tin tháng 3", owner=cast.clerk, due_on="2026-03-31", created_at=now
    )
    told = Outreach.objects.create(
        plan=plan, medium="web", title="Tin bài", text="Nội dung đã đăng.", owner=cast.clerk, due_on="2026-03-31",
        published_on="2026-03-20", where="Trang thông tin xã", link="https://anbinh.example/tin-1", created_at=now,
    )  # fmt: skip
    return {
        "routine": routine.pk, "turn": turn.pk, "turn_photo": (turn.pk, shot.pk), "event": event.pk, "event_of_draft": draft.pk,
        "inspection": inspection.pk, "recommendation": asked.pk, "proposal": proposal.pk, "outreach": outreach.pk,
        "outreach_told": told.pk,
    }  # fmt: skip


PAGES = (
    ("officer", "campaigns:year", "issued_plan"),
    ("village_head", "campaigns:routine", "routine"),
    ("officer", "campaigns:routine", "routine"),
    ("village_head", "campaigns:turn", "turn"),
    ("officer", "campaigns:events", ""),
    ("officer", "campaigns:event_add", ""),
    ("officer", "campaigns:event", "event"),
    ("officer", "campaigns:event_edit", "event"),
    ("officer", "campaigns:inspections", ""),
    ("officer", "campaigns:inspection_add", ""),
    ("officer", "campaigns:inspection", "inspection"),
    ("officer", "campaigns:inspection_edit", "inspection"),
    ("officer", "campaigns:proposals", ""),
    ("officer", "campaigns:proposal_add", ""),
    ("officer", "campaigns:proposal", "proposal"),
    ("officer", "campaigns:proposal_edit", "proposal"),
    ("officer", "campaigns:outreach", "issued_plan"),
    ("officer", "campaigns:outreach_add", "issued_plan"),
    ("officer", "campaigns:outreach_quotas", "issued_plan"),
    ("clerk", "campaigns:outreach_item", "outreach"),
    ("officer", "campaigns:outreach_item", "outreach_told"),
)
