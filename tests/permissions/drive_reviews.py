"""Interim and final reports, certificates, dossiers that go up: the officer writes; villages read what is issued."""

from __future__ import annotations

from typing import Any

from areas.models import Post, PostHolder
from campaigns.enums import AwardLevel, CommitteeKind, PlanKind
from campaigns.models import Committee
from core.clock import now, today
from documents.enums import PaperType
from emulation.actions.higher_awards import draft_higher_award
from emulation.actions.reviews import draft_review
from emulation.enums import AwardFor, DriveState, NominationState, ReviewKind, SessionState
from emulation.models import Award, AwardDecision, AwardForm, Drive, Nomination, Session
from emulation.papers.reviews import Words
from tests import factories
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
_OFFICER = ("officer",)


def _but(*may: str, hidden: tuple[str, ...] = ()) -> dict[str, int]:
    rest = {person: 404 if person in hidden else 403 for person in READERS if person not in may}
    return {**rest, **NOT_INSIDE}


#: A paper that is not issued does not exist for the village, nor for the office above.
_DRAFT = ("village_head", "coordination")
_HIGHER = {"village_head": 403, "coordination": 404, **NOT_INSIDE}
_HIGHER_WRITE = {**_but(*_OFFICER), "village_head": 403, "coordination": 404}
_SEEN_FROM_ABOVE = (*COLLEAGUES, "coordination")
TABLE = (
    Row("emulation:reviews", READERS, NOT_INSIDE, of="drive_of_reviews"),
    Row("emulation:draft_review", _OFFICER, _but(*_OFFICER), of="drive_of_reviews"),
    Row("emulation:review", COLLEAGUES, _but(*COLLEAGUES, hidden=_DRAFT), of="drive_review"),
    Row("emulation:redraft_review", _OFFICER, _but(*_OFFICER, hidden=_DRAFT), of="drive_review"),
    Row("emulation:certificates", _OFFICER, _but(*_OFFICER, hidden=_DRAFT), of="drive_certificates"),
    # The decision has no number yet: the page says so.
    Row("emulation:certificates_pdf", _OFFICER, _but(*_OFFICER, hidden=_DRAFT), method="post", of="drive_certificates", data={"mode": "full"}),
    Row("emulation:certificate_pdf", _OFFICER, _but(*_OFFICER, hidden=_DRAFT), method="post", of="drive_certificate", data={"mode": "full"}),
    # A village's role is on the village: the commune's own settings are not there for it.
    Row("emulation:certificate_layout", _OFFICER, _but(*_OFFICER, hidden=("village_head",)), of="drive_certificate_area"),
    Row("emulation:certificate_preview", _OFFICER, _but(*_OFFICER, hidden=("village_head",)), of="drive_certificate_area"),
    Row("emulation:certificate_emblem", _OFFICER, _but(*_OFFICER, hidden=("village_head",)), method="post", of="drive_certificate_area", data={"bo": "1"}, done=302),
    Row("emulation:new_higher_award", _SEEN_FROM_ABOVE, {"village_head": 403, **NOT_INSIDE}, of="drive_of_reviews"),
    Row("emulation:higher_award", COLLEAGUES, _HIGHER, of="drive_higher_award"),
    Row("emulation:redraft_higher_award", _OFFICER, _HIGHER_WRITE, method="post", of="drive_higher_award", done=302),
    Row("emulation:higher_award_sent", _OFFICER, _HIGHER_WRITE, method="post", of="drive_higher_award", data={"sent_on": "1"}),
    Row("emulation:higher_award_zip", _OFFICER, _HIGHER_WRITE, method="post", of="drive_higher_award", done=302),
    Row("emulation:achievement_report", _OFFICER, _HIGHER_WRITE, of="drive_achievement"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    by, moment = cast.officer, now()
    drive = Drive.objects.create(
        area=cast.commune, plan=issued_plan(cast, title="Thi đua có tổng kết", kind=PlanKind.PEAK), name="Thi đua có tổng kết",
        starts_on=today(), ends_on=today(), state=DriveState.OPEN, created_by=by, created_at=moment,
    )  # fmt: skip
    post = Post.objects.create(organisation=cast.committee, title="CHỦ TỊCH (thi đua)", signs=True, rank=99)
    PostHolder.objects.create(post=post, full_name="Cầm Văn Hạnh", valid_from="2021-07-01")
    review = draft_review(drive, ReviewKind.FINAL, Words(), since=today(), upto=today(), by=by)
    council = Committee.objects.create(
        area=cast.commune,
        kind=CommitteeKind.COUNCIL,
        name="Hội đồng TĐKT (giấy khen)",
        created_by=by,
        created_at=moment,
    )
    session = Session.objects.create(
        drive=drive, council=council, held_on=today(), place="Hội trường", state=SessionState.HELD, created_by=by,
        created_at=moment,
    )  # fmt: skip
    document = factories.document(cast.commune, cast.committee, by=by, type="QUYẾT ĐỊNH", symbol="QĐ-UBND")
    document.type = PaperType.DECISION
    document.save()
    decision = AwardDecision.objects.create(
        session=session, document=document, decided_on=today(), created_by=by, created_at=moment
    )
    rows = []
    for place, (name, level, state) in enumerate(
        (
            ("Lò Văn Được", AwardLevel.COMMUNE, NominationState.PASSED),
            ("Tập thể thôn Nà Cốc", AwardLevel.PROVINCE, NominationState.SELECTED),
        )
    ):
        form = AwardForm.objects.create(
            code=f"quyen-{place}",
            name=f"Hình thức khen {place}",
            level=level,
            given_to=AwardFor.COLLECTIVE,
            position=80 + place,
        )
        rows.append(
            Nomination.objects.create(
                drive=drive, form=form, area=cast.village, name=name, achievement="Có thành tích", citation="Đã có thành tích",
                state=state, created_by=by, created_at=moment,
            )
        )  # fmt: skip
    award = Award.objects.create(decision=decision, nomination=rows[0], position=1)
    higher = draft_higher_award(drive, [rows[1].pk], by=by)
    return {
        "drive_of_reviews": drive.pk, "drive_review": review.pk, "drive_certificates": decision.pk, "drive_certificate": award.pk,
        "drive_certificate_area": cast.commune.pk, "drive_higher_award": (drive.pk, higher.pk),
        "drive_achievement": (drive.pk, higher.pk, rows[1].pk),
    }  # fmt: skip


PAGES = (
    ("officer", "emulation:reviews", "drive_of_reviews"),
    ("officer", "emulation:draft_review", "drive_of_reviews"),
    ("officer", "emulation:review", "drive_review"),
    ("officer", "emulation:redraft_review", "drive_review"),
    ("officer", "emulation:certificates", "drive_certificates"),
    ("officer", "emulation:certificate_layout", "drive_certificate_area"),
    ("officer", "emulation:new_higher_award", "drive_of_reviews"),
    ("officer", "emulation:higher_award", "drive_higher_award"),
)
NO_PAGES = ("emulation:certificate_preview", "emulation:achievement_report")
