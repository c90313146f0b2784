"""What the stories of awards share: the council, a frozen ranking, nominations on their way."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from areas.enums import OrganisationKind
from areas.models import Organisation, Post, PostHolder
from campaigns.enums import CommitteeKind
from campaigns.models import Committee, CommitteeMember
from core import clock
from emulation.actions.awards import load_shipped
from emulation.actions.nominations import nominate, step_nomination
from emulation.actions.sessions import call_session
from emulation.enums import EntryKind, EntryState, NominationState, ScoringState
from emulation.models import AwardForm, Entry, Nomination, RankRow, Scoring, Session

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SCRIPT = "<script>alert(1)</script>"
NAMES = (
    "Cầm Văn Hạnh", "Quàng Thị Thư", "Lò Thị Mến", "Tòng Thị Ngân", "Bạc Văn Tâm", "Hà Văn Thôn", "Lường Thị Hoa",
    "Vì Văn Chung", "Cà Thị Xuân", "Đèo Văn Long", "Lò Văn Sơn",
)  # fmt: skip


def address(name: str, *parts: object) -> str:
    return reverse(f"emulation:{name}", args=parts)


def council(cast: Cast, size: int = 11, *, own_letters: bool = True) -> Committee:
    """The council with so many members, and (with letters) as a body that issues its own papers."""
    load_shipped()
    found = Committee(
        area=cast.commune, kind=CommitteeKind.COUNCIL, name="Hội đồng Thi đua – Khen thưởng xã An Bình",
        created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    found.save()
    duties = ("Chủ tịch Hội đồng", "Thư ký Hội đồng")
    for place, name in enumerate(NAMES[:size]):
        duty = duties[place] if place < len(duties) else "Ủy viên"
        CommitteeMember(
            committee=found, position=place + 1, full_name=name, post="Cán bộ xã", duty=duty
        ).save()  # fmt: skip
    holder(cast.committee, "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")
    if own_letters:
        body = Organisation.objects.create(
            area=cast.commune, kind=OrganisationKind.AWARD_COUNCIL, name="Hội đồng Thi đua - Khen thưởng xã An Bình",
            letterhead_parent="UBND XÃ AN BÌNH", letterhead="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
            symbol_letters="HĐTĐKT", place="An Bình",
        )  # fmt: skip
        holder(body, "CHỦ TỊCH HỘI ĐỒNG", "TM. HỘI ĐỒNG")
    return found


def holder(body: Organisation, title: str, authority: str) -> None:
    post = Post.objects.create(organisation=body, title=title, authority=authority, signs=True, rank=1)
    PostHolder.objects.create(post=post, full_name="Cầm Văn Hạnh", valid_from="2021-07-01")


def form_of(code: str) -> AwardForm:
    return AwardForm.objects.get(code=code)


def frozen_ranking(
    running: Running, cast: Cast, points: tuple[str, ...] = ("92.5", "88"), *, review_on: date | None = None
) -> Scoring:
    """The villages of the drive ranked and frozen; equal points share a place."""
    drive, now = running.drive, clock.now()
    scoring = Scoring.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, name="Chấm điểm 60 ngày", counts_from=drive.starts_on, review_on=review_on or drive.ends_on,
        state=ScoringState.CLOSED, created_by=cast.officer, created_at=now,
    )  # fmt: skip
    entries = list(drive.entries.filter(kind=EntryKind.VILLAGE).order_by("pk"))
    for order, (entry, said) in enumerate(zip(entries, points, strict=False), 1):
        place = 1 + sum(Decimal(other) > Decimal(said) for other in points)
        RankRow.objects.create(
            scoring=scoring, entry=entry, name=entry.name, place=place, order=order, points=Decimal(said)
        )
    scoring.state, scoring.frozen_at, scoring.frozen_by = ScoringState.FROZEN, now, cast.leader
    scoring.save()
    return scoring


def person(running: Running, cast: Cast, name: str, kind: str = EntryKind.INDIVIDUAL) -> Entry:
    return Entry.objects.create(
        drive=running.drive, kind=kind, area=cast.village, name=name, state=EntryState.ACCEPTED, created_by=cast.officer,
        created_at=clock.now(),
    )  # fmt: skip


def put_forward(running: Running, cast: Cast, entry: Entry, code: str, *, select: bool = True) -> Nomination:
    drive = running.drive
    row = nominate(
        drive, area=entry.area,
        values={
            "entry": entry, "form": form_of(code), "name": entry.name, "post": entry.post, "achievement": "Đào 400 m mương.",
            "citation": "Đã có thành tích xuất sắc trong 60 ngày cao điểm.", "achieved_from": drive.starts_on,
            "achieved_to": drive.ends_on, "under_discipline": False,
        },
        key=f"{entry.pk}-{code}", by=cast.officer,
    )  # fmt: skip
    return step_nomination(row, NominationState.SELECTED, reason="", by=cast.officer) if select else row


def called(running: Running, cast: Cast, rows: list[Nomination], *, key: str = "hop-1", days_ago: int = 0) -> Session:
    found = Committee.objects.get(kind=CommitteeKind.COUNCIL)
    values: dict[str, Any] = {
        "council": found, "held_on": clock.today() - timedelta(days=days_ago), "held_at": time(14), "place": "Phòng họp xã",
        "chair": NAMES[0], "secretary": NAMES[1],
    }  # fmt: skip
    return call_session(running.drive, values=values, nominations=rows, key=key, by=cast.officer)
