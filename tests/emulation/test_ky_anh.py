"""Sixty days as Kỳ Anh held them in 2021, from the plan to the certificates: six villages, two of them model hamlets with ten
criteria, thirty gardens with five, three groups of the Party committee that report every day at 17:00, two villages late on three days."""

from __future__ import annotations

import html
import random
import re
import subprocess
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Role
from areas.enums import Level
from areas.models import Post, PostHolder
from campaigns.enums import CommitteeKind, Every, LineKind, PlanKind, VillageRole
from campaigns.models import Committee, CommitteeMember, Plan, PlanAward, PlanLine, PlanVillage, Routine, Task
from campaigns.papers.changes import mark_of
from core import clock
from criteria.actions.cards import open_card, save_criterion
from criteria.enums import State
from criteria.judging import Entered
from criteria.models import CriteriaSet
from documents import actions as papers
from documents.check import check_pdf
from documents.queries import paper_of
from documents.render import render
from emulation.actions import decisions, duties, entries, nominations, score_sheets, scoring, sessions
from emulation.actions.awards import load_shipped
from emulation.actions.drives import save_group, start_drive, step_drive
from emulation.actions.marks import Said as Marked
from emulation.actions.marks import save_mark
from emulation.actions.reports import send_report
from emulation.actions.reviews import draft_review
from emulation.enums import DriveState, EntryKind, ItemSource, NominationState, ReportState, ScoringState
from emulation.models import AwardForm, AwardRule, Drive, Duty, Entry, EntryWork, Report
from emulation.papers.reviews import Words
from emulation.papers.scoring import said_of_items
from emulation.queries.following import on_time_counts
from emulation.queries.progress import done_by_work
from emulation.render.certificate_check import check_certificates
from emulation.rules.awards import Counted
from emulation.rules.reports import LineSaid, Said, Sending
from tests import factories
from tests.campaigns.years import issued_plan

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from areas.models import Area
    from criteria.models import Scorecard
    from documents.models import Document
    from emulation.models import Scoring
    from tests.cast import Cast
    from tests.conftest import Clock

FIRST, LAST = date(2021, 10, 2), date(2021, 11, 30)
MODEL = ("Hòa Bình", "Liên Miệu")
KEPT = ("Đan Trung", "Trung Giang", "Thanh Hòa", "Trường Thanh")
#: Who is late, on which days.
LATE = {
    date(2021, 10, 12): {"Đan Trung", "Thanh Hòa"},
    date(2021, 10, 25): {"Đan Trung"},
    date(2021, 11, 9): {"Thanh Hòa"},
}
SignIn = Callable[["User"], "Client"]


class Replay:
    """The commune of the story and its drive, as they come to be."""

    def __init__(self, cast: Cast, clock: Clock, signed_in: SignIn) -> None:
        self.cast, self.clock, self.signed_in = cast, clock, signed_in
        self.dice = random.Random(2021)  # noqa: S311 - made-up figures
        self.villages = {name: self._village(name, place) for place, name in enumerate((*MODEL, *KEPT), 1)}
        self.guides: dict[str, User] = {}
        self.drive: Drive

    def _village(self, name: str, place: int) -> Area:
        return factories.area(name, level=Level.VILLAGE, kind_word="thôn", code=f"KA-{place}", parent=self.cast.commune)

    def at(self, day: date, hour: str) -> None:
        self.clock.set(f"{day.isoformat()} {hour}")

    def key(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)


@pytest.fixture
def replay(cast: Cast, clock: Clock, signed_in: SignIn) -> Replay:
    clock.set("2021-09-30 08:00")
    call_command("load_criteria", verbosity=0)
    chair = Post.objects.create(
        organisation=cast.committee, title="Chủ tịch", authority="TM. ỦY BAN NHÂN DÂN", signs=True, rank=1
    )
    PostHolder.objects.create(post=chair, full_name="Nguyễn Văn Mẫu", valid_from=date(2020, 1, 1))
    return Replay(cast, clock, signed_in)


def test_from_the_plan_to_the_certificates(replay: Replay) -> None:
    launched(replay)
    works_registered(replay)
    gardens_judged(replay)
    reported_every_day(replay)
    ranked(replay)
    awarded(replay)
    summed_up(replay)


# --- The plan, the groups, the works ---


def plan_of(cast: Cast) -> Plan:
    plan = issued_plan(cast, title="Phát động “60 ngày cao điểm” xây dựng nông thôn mới", kind=PlanKind.PEAK, year=2021)
    Plan.objects.filter(pk=plan.pk).update(starts_on=FIRST, ends_on=LAST)
    for place, name in enumerate((*MODEL, *KEPT), 1):
        model = name in MODEL
        PlanVillage.objects.create(
            plan=plan, position=place, name=name, role=VillageRole.MODEL if model else VillageRole.KEEP,
            criteria=10 if model else None, gardens=5, garden_criteria=5,
        )  # fmt: skip
    Routine.objects.create(
        plan=plan, position=1, what="Báo cáo kết quả thực hiện về Ban Chỉ đạo", every=Every.DAY, at=time(17),
        who="Các đoàn công tác của Đảng ủy",
    )  # fmt: skip
    PlanLine.objects.create(
        plan=plan, position=1, kind=LineKind.CONTENT, text="Các thôn xây dựng kế hoạch thực hiện 60 ngày cao điểm"
    )
    PlanAward.objects.create(
        plan=plan, position=1, level="commune", form="Biểu dương, khen thưởng tổ chức, cá nhân xuất sắc"
    )
    return Plan.objects.get(pk=plan.pk)


def launched(replay: Replay) -> None:
    cast, officer = replay.cast, replay.cast.officer
    values = {
        "name": "60 ngày cao điểm", "starts_on": FIRST, "ends_on": LAST, "launched_on": FIRST, "launch_place": "Thôn Liên Miệu",
        "review_on": LAST, "keeps_place": False, "sample_percent": 10, "campaigns": [],
    }  # fmt: skip
    replay.drive = start_drive(plan_of(cast), values=values, by=officer)
    assert entries.propose_villages(replay.drive, by=officer).made == 6
    rows = list(replay.drive.entries.order_by("pk"))
    for place in range(3):
        group = Committee.objects.create(
            area=cast.commune, kind=CommitteeKind.WORKING_GROUP, name=f"Đoàn công tác số {place + 1} của Đảng ủy"
            , created_by=officer, created_at=replay.drive.created_at,
        )  # fmt: skip
        guide = factories.person(f"Hoàng Văn Đoàn {('Một', 'Hai', 'Ba')[place]}", Role.GROUP_MEMBER, cast.commune)
        guided = rows[place * 2 : place * 2 + 2]
        save_group(replay.drive, group, entries=guided, people=[guide], by=officer)
        replay.guides |= {entry.area.name: guide for entry in guided}
    assert duties.prefill_duties(replay.drive, by=officer) == 6
    owed = Duty.objects.filter(entry__drive=replay.drive)
    assert all(duty.committee is not None and duty.due_at == time(17) for duty in owed), (
        "the groups owe it, not the village heads"
    )
    replay.drive = step_drive(replay.drive, to=DriveState.OPEN, by=officer)


def works_registered(replay: Replay) -> None:
    """Each village's own plan below the commune's: 400 m of ditch and 250 m of flower road; issued, so that it is followed."""
    for entry in replay.drive.entries.select_related("area", "drive__area", "drive__plan"):
        own = factories.plan(
            entry.area,
            None,
            title=f"60 ngày cao điểm của {entry.area}",
            kind=PlanKind.PEAK,
            year=2021,
            by=replay.cast.officer,
        )
        own.parent = replay.drive.plan
        own.save()
        entry.plan = own
        entry.save(update_fields=["plan"])
        for place, (text, volume) in enumerate((("Đào mương thoát nước", 400), ("Trồng đường hoa", 250)), 1):
            task = Task.objects.create(
                plan=own, position=place, text=text, area=entry.area, volume=Decimal(volume), measure="m", deadline=LAST
            )
            EntryWork.objects.create(entry=entry, drive=replay.drive, task=task)


def gardens_judged(replay: Replay) -> None:
    """Ten criteria of each model hamlet, five of each of the thirty gardens; a hamlet and three gardens do not meet all."""
    hamlet, garden = (CriteriaSet.objects.get(code=code) for code in ("kdc-kieu-mau-ha-tinh", "vuon-mau-ha-tinh"))
    assert (hamlet.criteria.count(), garden.criteria.count()) == (10, 5)
    replay.at(date(2021, 11, 20), "09:00")
    for name, village in replay.villages.items():
        entry = replay.drive.entries.get(area=village)
        if name in MODEL:
            entry.cards.add(judged(replay, village, hamlet, unmet={7} if name == "Liên Miệu" else set()))
        for place in range(1, 6):
            unmet = {3} if name in KEPT[:3] and place == 5 else set()
            entry.cards.add(judged(replay, village, garden, unmet=unmet, subject=f"Hộ {name} {place}"))
    assert sum(entry.cards.count() for entry in replay.drive.entries.all()) == 32


def judged(
    replay: Replay, village: Area, criteria_set: CriteriaSet, *, unmet: set[int], subject: str = ""
) -> Scorecard:
    by = replay.cast.officer
    card = open_card(area=village, criteria_set=criteria_set, year=2021, by=by, subject=subject)
    for criterion in criteria_set.criteria.all():
        said = Entered(
            state=State.UNMET if criterion.number in unmet else State.MET, reason="Tổ thẩm định xem tại chỗ."
        )
        rows = {row.pk: said for row in criterion.indicators.all()}
        save_criterion(card, criterion, rows=rows, whole=said, by=by)
    return card


# --- Sixty days ---


def reported_every_day(replay: Replay) -> None:
    owed = list(
        Duty.objects.filter(entry__drive=replay.drive).select_related("entry__area", "committee").order_by("pk")
    )
    works = {entry.pk: list(entry.works.order_by("pk")) for entry in Entry.objects.filter(drive=replay.drive)}
    for number in range(60):
        day = FIRST + timedelta(days=number)
        late = LATE.get(day, set())
        replay.at(day, "16:40")
        for duty in owed:
            if duty.entry.area.name not in late:
                reported(replay, duty, works[duty.entry_id], day, number)
        if day in LATE or number % 20 == 0:
            replay.at(day, "17:15")
            assert missing_on_the_page(replay) == late, f"{day}: exactly who is late"
        if late:
            replay.at(day, "17:40")
            for duty in owed:
                if duty.entry.area.name in late:
                    reported(replay, duty, works[duty.entry_id], day, number)
    assert Report.objects.filter(state=ReportState.COUNTED).count() == 360
    done = done_by_work(EntryWork.objects.filter(drive=replay.drive))
    assert {row.quantity for row in done.values()} == {Decimal(360), Decimal(240)}
    replay.at(LAST, "17:30")
    kept = on_time_counts(replay.drive, since=FIRST, upto=LAST, now=clock.now())
    by_name = {entry.area.name: kept[entry.pk] for entry in replay.drive.entries.select_related("area")}
    assert by_name["Đan Trung"] == by_name["Thanh Hòa"] == (58, 60)
    assert {by_name[name] for name in by_name if name not in {"Đan Trung", "Thanh Hòa"}} == {(60, 60)}


def reported(replay: Replay, duty: Duty, works: list[EntryWork], day: date, number: int) -> None:
    ditch, flowers = works
    lines = (LineSaid(ditch.pk, Decimal(6), 12, None), LineSaid(flowers.pk, Decimal(4), 8, None))
    said = Said(
        text=f"Ngày thứ {number + 1}: Nhân dân ra quân.", trouble="Mưa lớn." if number == 10 else "", lines=lines
    )
    guide = replay.guides[duty.entry.area.name]
    send_report(duty, day, said, Sending(key=replay.key()), by=guide)


def missing_on_the_page(replay: Replay) -> set[str]:
    page = replay.signed_in(replay.cast.officer).get(reverse("emulation:follow_up", args=[replay.drive.pk]))
    lines = [row[0] for row in page.context["rows"]]
    missing = {turn.duty.entry.area.name for line, turn in page.context["rows"] if line.state == "missing"}
    assert len(lines) == 6
    zalo = html.unescape(page.content.decode())
    assert all(re.search(rf"còn \d/6 .*{name}", zalo, re.DOTALL) for name in missing), "the text for Zalo names them"
    return missing


# --- Ranking ---


def ranked(replay: Replay) -> None:
    cast, drive = replay.cast, replay.drive
    people = [factories.person(f"Trần Thị Chấm {word}", Role.SCORER, cast.commune) for word in ("Một", "Hai", "Ba")]
    values = {
        "kind": EntryKind.VILLAGE, "name": "Sơ kết 60 ngày cao điểm", "counts_from": FIRST, "review_on": LAST, "combine": "median",
        "spread_percent": 30, "tie_rule": "first_item",
    }  # fmt: skip
    sheet = score_sheets.new_scoring(drive, values=values, like=None, key="ky-anh", by=cast.officer)
    rows = (
        ("Khối lượng đã làm", Decimal(30), ItemSource.WORK_DONE), ("Báo cáo đúng hạn", Decimal(20), ItemSource.ON_TIME),
        ("Tiêu chí đạt", Decimal(30), ItemSource.CRITERIA_MET), ("Cảnh quan, nền nếp", Decimal(20), ItemSource.JUDGED),
    )  # fmt: skip
    score_sheets.save_items(sheet, rows=rows, seen=seen_of(sheet), by=cast.officer)
    score_sheets.set_scorers(sheet, people=people, by=cast.officer)
    sheet = scoring.open_marking(sheet, by=cast.officer)
    judged_item = sheet.items.get(source=ItemSource.JUDGED)
    for place, scorer in enumerate(sheet.scorers.order_by("pk").select_related("user")):
        for entry in drive.entries.select_related("area"):
            points = Decimal(18 if entry.area.name in MODEL else 15) + place
            save_mark(scorer, judged_item, entry, Marked(min(points, Decimal(20)), "", None), by=scorer.user)
    assert [(str(item), str(entry)) for item, entry in scoring.without_figures(sheet)] == []
    sheet = scoring.close_marking(sheet, confirmed=(), by=cast.officer)
    replay.at(LAST, "18:00")
    leader = replay.signed_in(cast.leader)
    frozen = leader.post(reverse("emulation:freeze_scoring", args=[drive.pk, sheet.pk]))
    assert frozen.status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == ScoringState.FROZEN
    order = [row.entry.area.name for row in sheet.ranking.select_related("entry__area")]
    assert order[:2] == ["Hòa Bình", "Liên Miệu"], "all criteria met, then one not"
    assert set(order[-2:]) == {"Đan Trung", "Thanh Hòa"}, "late twice, a garden short of a criterion"
    first = sheet.ranking.get(place=1)
    assert first.points == Decimal("27.9000") + 20 + 30 + 19, (
        "360 of 400 and 240 of 250 done; 60 of 60; all; the median"
    )


def seen_of(sheet: Scoring) -> str:
    return mark_of(said_of_items(sheet.items.order_by("position")))


# --- Council, decision, certificates ---


def awarded(replay: Replay) -> None:
    cast, drive = replay.cast, replay.drive
    load_shipped()
    form = AwardForm.objects.get(code="giay-khen-xa-tap-the")
    AwardRule.objects.create(
        form=form,
        effective_from=date(2018, 1, 1),
        vote_percent=50,
        more_than=True,
        vote_base="present",
        source="Quy chế của xã (thử)",
    )
    sheet = drive.scorings.get()
    made = nominations.nominate_from_ranking(
        sheet,
        form=form,
        places=2,
        citation="Đã có thành tích xuất sắc trong đợt thi đua “60 ngày cao điểm”",
        by=cast.officer,
    )
    assert made.made == 2
    rows = [
        nominations.step_nomination(row, NominationState.SELECTED, reason="", by=cast.officer)
        for row in drive.nominations.all()
    ]
    council = Committee.objects.create(
        area=cast.commune, kind=CommitteeKind.COUNCIL, name="Hội đồng Thi đua – Khen thưởng xã An Bình", created_by=cast.officer,
        created_at=drive.created_at,
    )  # fmt: skip
    for place in range(1, 8):
        CommitteeMember.objects.create(
            committee=council,
            position=place,
            full_name=f"Lê Văn Hội {place}",
            post="Ủy viên UBND",
            duty="Chủ tịch Hội đồng" if place == 1 else "Ủy viên",
        )
    replay.at(date(2021, 12, 1), "08:00")
    values = {
        "council": council,
        "held_on": date(2021, 12, 1),
        "held_at": time(8),
        "place": "Phòng họp UBND xã",
        "chair": "Lê Văn Hội 1",
        "secretary": "Lê Văn Hội 2",
    }
    session = sessions.call_session(drive, values=values, nominations=rows, key="phien", by=cast.officer)
    assert faults(decisions.draft_session_paper(session, "giay-moi", by=cast.officer)) == []
    came = {row.pk: "present" if row.position <= 6 else "" for row in session.attendance.all()}
    session = sessions.save_attendance(session, came=came, by=cast.officer)
    counted = {row.pk: Counted(6, 6, 6, 4) for row in rows}
    session = sessions.save_ballots(session, counted=counted, more={"discussion": "Nhất trí."}, by=cast.officer)
    session = sessions.hold_session(session, by=cast.officer)
    for kind in ("bien-ban", "to-trinh"):
        assert faults(decisions.draft_session_paper(session, kind, by=cast.officer)) == []
    passed = list(drive.nominations.filter(state=NominationState.PASSED))
    assert len(passed) == 2
    decision = decisions.draft_decision(session, nominations=passed, decided_on=date(2021, 12, 1), by=cast.officer)
    assert faults(decision.document) == []
    papers.submit(decision.document, by=cast.officer)
    papers.approve(decision.document, by=cast.leader)
    papers.issue(decision.document, by=cast.clerk)
    assert {row.state for row in drive.nominations.all()} == {NominationState.AWARDED}
    officer = replay.signed_in(cast.officer)
    printed = officer.post(reverse("emulation:certificates_pdf", args=[decision.pk]), {"mode": "full"})
    assert printed.status_code == 200
    assert check_certificates(printed.content, awards=2, framed=True) == []


def faults(document: Document) -> list[str]:
    """What check_paper finds in the PDF of a paper."""
    document.refresh_from_db()
    return [str(fault) for fault in check_pdf(render(paper_of(document), "pdf"))]


def summed_up(replay: Replay) -> None:
    cast, drive = replay.cast, replay.drive
    words = Words(
        assessment="Các thôn hưởng ứng.", shortcomings="Hai thôn còn báo cáo chậm.", tasks="Giữ vững kết quả."
    )
    review = draft_review(drive, "final", words, since=FIRST, upto=LAST, by=cast.officer)
    assert faults(review.document) == []
    told = paper_text(review.document)
    assert "360" in told
    assert "Hòa Bình" in told
    page = replay.signed_in(cast.officer).get(review.get_absolute_url())
    assert page.status_code == 200


def paper_text(document: Document) -> str:
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=render(paper_of(document), "pdf"), capture_output=True, check=True
    )
    return told.stdout.decode()
