"""Scoring: a sheet, marks that nobody else sees, a ranking that freezes for good."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level, OrganisationKind
from areas.models import Organisation
from campaigns.models import PlanLine
from campaigns.papers.changes import mark_of
from core import clock
from core.errors import RuleError
from core.formats import vndate
from criteria.models import CriteriaSet, Criterion, Result, Round, RoundCard, Scorecard
from documents.enums import Purpose
from documents.files import keep_file
from emulation.actions.marks import Said, save_mark
from emulation.actions.reports import decide_report
from emulation.actions.score_sheets import save_items, set_scorers
from emulation.actions.scoring import (
    close_marking,
    correct_points,
    explain_spread,
    freeze_ranking,
    open_marking,
)
from emulation.due import due_moment
from emulation.enums import CheckReason, EntryKind, EntryState, ItemSource, ReportState, ScoringState, TieRule
from emulation.models import (
    Correction,
    Entry,
    GroupPerson,
    Mark,
    NoFigure,
    PhotoCheck,
    RankRow,
    Report,
    ReportLine,
    ReportPhoto,
    ScoreItem,
    Scoring,
    SpreadReason,
)
from emulation.papers.scoring import ranking_rows
from emulation.queries.scoring import barred, missing_of
from emulation.queries.scoring_cards import kept_shares, met_shares
from emulation.standing import standing_of, without_figures
from journal.models import Entry as Line
from journal.models import Notice
from tests import factories
from tests.cast import Cast
from tests.emulation.conftest import Running
from tests.emulation.scored import Scored, draft, opened, prepared

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def sheet(cast: Cast, running: Running) -> Scored:
    return prepared(cast, running)


@pytest.fixture
def marking(cast: Cast, running: Running) -> Scored:
    return opened(cast, running)


def at(name: str, made: Scored, *more: int) -> str:
    return reverse(f"emulation:{name}", args=[made.drive.pk, made.scoring.pk, *more])


def page(client: Client, address: str, **data: Any) -> str:
    return unescape(client.get(address, data).content.decode())


def give(made: Scored, user: User, item: ScoreItem, entry: Entry, points: str) -> None:
    scorer = made.scorer(user)
    was = scorer.marks.filter(item=item, entry=entry).first()
    save_mark(scorer, item, entry, Said(Decimal(points), None, was.points if was else None), by=user)


def mark_all(made: Scored, first: str = "8", second: str = "9") -> None:
    """Both scorers give the same to everybody: `first` and `second` of the item's points in tenths."""
    for user, tenths in ((made.first_user, first), (made.second_user, second)):
        for item in (made.order, made.clean):
            for entry in (made.entry, made.second):
                give(made, user, item, entry, str(Decimal(tenths) * item.points / 10))


def pairs_of(scoring: Scoring) -> set[tuple[int, int]]:
    return {(item.pk, entry.pk) for item, entry in without_figures(scoring)}


def closed(made: Scored, cast: Cast) -> Scored:
    close_marking(made.scoring, confirmed=pairs_of(made.scoring), by=cast.officer)
    made.scoring.refresh_from_db()
    return made


# --- The sheet ---


def test_the_officer_prepares_a_scoring_and_opens_it(cast: Cast, running: Running, signed_in: SignIn) -> None:
    client, today = signed_in(cast.officer), clock.today()
    PlanLine.objects.create(plan=running.drive.plan, position=1, kind="scoring", text="Khối lượng đã làm: 40 điểm")
    PlanLine.objects.create(plan=running.drive.plan, position=2, kind="scoring", text="Cảnh quan thôn xóm")
    new = reverse("emulation:new_scoring", args=[running.drive.pk])
    assert "Chấm điểm" in page(client, reverse("emulation:scorings", args=[running.drive.pk]))
    form = {
        "key": "a" * 32, "kind": "village", "name": "Chấm điểm tháng 11", "counts_from": vndate(running.drive.starts_on),
        "review_on": vndate(today), "combine": "mean", "spread_percent": "25", "tie_rule": "shared", "like": "",
    }  # fmt: skip
    for _ in range(2):
        answer = client.post(new, form, follow=True)
    assert Scoring.objects.count() == 1
    told = unescape(answer.content.decode())
    assert "Khối lượng đã làm" in told
    assert 'value="40"' in told
    assert "Cảnh quan thôn xóm" in told

    made = Scoring.objects.get()
    where = [running.drive.pk, made.pk]
    rows = {
        "noi-dung-TOTAL_FORMS": 3, "noi-dung-INITIAL_FORMS": 0, "noi-dung-MIN_NUM_FORMS": 0, "noi-dung-MAX_NUM_FORMS": 400,
        "noi-dung-0-text": "Khối lượng", "noi-dung-0-points": "40", "noi-dung-0-source": "work_done", "noi-dung-0-ORDER": 1,
        "noi-dung-1-text": f"Cảnh quan {SCRIPT}", "noi-dung-1-points": "12,5", "noi-dung-1-source": "judged", "noi-dung-1-ORDER": 2,
        "noi-dung-2-text": "", "noi-dung-2-points": "", "noi-dung-2-source": "judged", "noi-dung-2-ORDER": 3,
        "seen": answer.context["seen"],
    }  # fmt: skip
    items = reverse("emulation:score_items", args=where)
    assert "Nhập điểm tối đa" in page_of_post(client, items, {**rows, "noi-dung-1-points": ""})
    assert "lớn" in page_of_post(client, items, {**rows, "noi-dung-1-points": "9" * 20})
    assert not made.items.exists()
    shown = client.post(items, rows, follow=True).content.decode()
    assert [(item.text, item.points, item.source) for item in made.items.all()] == [
        ("Khối lượng", Decimal(40), "work_done"),
        (f"Cảnh quan {SCRIPT}", Decimal("12.5"), "judged"),
    ]
    assert SCRIPT not in shown
    assert "52,5" in shown

    step = reverse("emulation:step_scoring", args=where)
    assert "Chưa có người được chấm" in page_of_post(client, step, {"to": "marking"})
    scorer = factories.person("Sầm Thị Một", Role.SCORER, cast.commune)
    scorers = reverse("emulation:scorers", args=where)
    assert "Sầm Thị Một (Người chấm điểm)" in page(client, scorers)
    assert cast.neighbour.full_name not in page(client, scorers)
    assert cast.village_head.full_name not in page(client, scorers)
    client.post(scorers, {"people": [scorer.pk]})
    for _ in range(2):
        assert "Đã mở chấm điểm" in page_of_post(client, step, {"to": "marking"})
    made.refresh_from_db()
    assert made.state == ScoringState.MARKING
    assert Notice.objects.filter(recipient=scorer).count() == 1
    assert "Đã mở chấm" in page_of_post(client, items, {**rows, "seen": "x"})
    assert Line.objects.filter(action="scoring.stepped").count() == 1


def page_of_post(client: Client, address: str, data: dict[str, Any]) -> str:
    return unescape(client.post(address, data, follow=True).content.decode())


def test_wrong_days_and_the_same_day_twice_are_told(cast: Cast, running: Running, signed_in: SignIn) -> None:
    client, made = signed_in(cast.officer), draft(cast, running)
    new = reverse("emulation:new_scoring", args=[running.drive.pk])
    form = {
        "key": "b" * 32, "kind": "village", "name": SCRIPT, "counts_from": "1/10/2026", "review_on": vndate(made.review_on),
        "combine": "mean", "spread_percent": "25", "tie_rule": "shared",
    }  # fmt: skip
    for more, told in (
        ({}, "đã có lần chấm điểm"), ({"review_on": "30/9/2026"}, "từ ngày bắt đầu tính trở đi"), ({"review_on": "31/2/2026"}, "Tháng 2"),
        ({"spread_percent": "101"}, "không quá 100"), ({"name": ""}, "Nhập mục này"),
    ):  # fmt: skip
        assert told in page_of_post(client, new, {**form, **more})
    assert SCRIPT not in client.post(new, form).content.decode()
    assert Scoring.objects.count() == 1


def test_a_sheet_is_taken_from_an_earlier_scoring_and_changed_by_one_at_a_time(
    cast: Cast, sheet: Scored, signed_in: SignIn
) -> None:
    client = signed_in(cast.officer)
    form = {
        "key": "c" * 32, "kind": "household", "name": "Chấm vườn mẫu", "counts_from": "1/10/2026", "review_on": "1/11/2026",
        "combine": "mean", "spread_percent": "25", "tie_rule": "shared", "like": sheet.scoring.pk,
    }  # fmt: skip
    client.post(reverse("emulation:new_scoring", args=[sheet.drive.pk]), form)
    taken = Scoring.objects.get(kind="household")
    assert [item.text for item in taken.items.all()] == [item.text for item in sheet.scoring.items.all()]
    edit = reverse("emulation:edit_scoring", args=[sheet.drive.pk, taken.pk])
    seen = client.get(edit).context["form"]["key"].value()
    saved = {**form, "name": "Chấm vườn", "key": seen}
    assert "Đã lưu" in page_of_post(client, edit, saved)
    assert "vừa được người khác sửa" in page_of_post(client, edit, {**saved, "name": "Khác"})
    with pytest.raises(RuleError, match="người khác sửa"):
        save_items(taken, rows=[("Khác", Decimal(1), "judged")], seen="cũ", by=cast.officer)


def test_every_entry_needs_somebody_who_may_score_it(cast: Cast, running: Running) -> None:
    made = prepared(cast, running)
    set_scorers(made.scoring, people=[made.first_user], by=cast.officer)
    GroupPerson.objects.create(committee=running.group, user=made.first_user)
    with pytest.raises(RuleError, match="Nà Hin"):
        open_marking(made.scoring, by=cast.officer)
    with pytest.raises(RuleError, match="đang có vai trò ở xã"):
        set_scorers(made.scoring, people=[cast.neighbour], by=cast.officer)


# --- Nobody scores his own ---


def test_own_village_body_group_and_self_are_barred(cast: Cast, running: Running) -> None:
    made = prepared(cast, running)
    who = made.first_user
    assert barred(made.scoring, [who.pk, running.guide.pk]) == {who.pk: set(), running.guide.pk: {running.second.pk}}
    Assignment.objects.create(user=who, role=Role.VILLAGE_REPORTER, area=cast.village)
    assert barred(made.scoring, [who.pk])[who.pk] == {running.entry.pk}
    ended = Assignment.objects.get(user=who, area=cast.village)
    ended.valid_to = clock.today() - timedelta(days=1)
    ended.save()
    assert barred(made.scoring, [who.pk])[who.pk] == set()

    school = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.SCHOOL, name="Trường Tiểu học An Bình"
    )
    body = Entry.objects.create(
        drive=running.drive, kind=EntryKind.COLLECTIVE, area=cast.commune, organisation=school, name=school.name,
        state=EntryState.ACCEPTED, created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    person = Entry.objects.create(
        drive=running.drive, kind=EntryKind.INDIVIDUAL, area=cast.commune, name="sầm thị Một",
        state=EntryState.ACCEPTED, created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    Assignment.objects.create(user=who, role=Role.UNIT_REPRESENTATIVE, area=cast.commune, organisation=school)
    bodies = draft(cast, running, kind="collective")
    people = draft(cast, running, kind="individual")
    assert barred(bodies, [who.pk, made.second_user.pk]) == {who.pk: {body.pk}, made.second_user.pk: set()}
    assert barred(people, [who.pk, made.second_user.pk]) == {who.pk: {person.pk}, made.second_user.pk: set()}


def test_what_one_guides_is_neither_offered_nor_taken(
    cast: Cast, running: Running, marking: Scored, signed_in: SignIn
) -> None:
    GroupPerson.objects.create(committee=running.group, user=marking.first_user)
    client = signed_in(marking.first_user)
    told = page(client, at("marks", marking))
    assert f"don-vi={marking.entry.pk}" in told
    assert f"don-vi={marking.second.pk}" not in told
    assert f"diem-{marking.order.pk}-{marking.second.pk}" not in told
    answer = client.post(
        at("save_mark", marking), {"item": marking.order.pk, "entry": marking.second.pk, "points": "5", "seen": ""}, follow=True
    )  # fmt: skip
    assert "không chấm đơn vị mình phụ trách" in unescape(answer.content.decode())
    assert not Mark.objects.exists()


def test_marks_of_an_entry_that_one_comes_to_guide_are_taken_away_at_closing(
    cast: Cast, running: Running, marking: Scored
) -> None:
    mark_all(marking)
    GroupPerson.objects.create(committee=running.group, user=marking.first_user)
    closed(marking, cast)
    left = Mark.objects.filter(entry=marking.second).values_list("scorer__user", flat=True)
    assert set(left) == {marking.second_user.pk}


# --- Marks ---


def test_a_scorer_marks_from_a_phone_each_mark_once(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    client, save = signed_in(marking.first_user), at("save_mark", marking)
    told = page(client, at("marks", marking), **{"don-vi": marking.entry.pk})
    assert "Trật tự, kỷ cương" in told
    assert "Vệ sinh môi trường" in told
    assert "Báo cáo đúng giờ" not in told
    said = {"item": marking.order.pk, "entry": marking.entry.pk, "points": "7,5", "note": "Tốt", "seen": ""}
    for _ in range(2):
        answer = client.post(save, said, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    body = answer.content.decode()
    assert 'name="seen" value="7,5"' in body
    assert "1/4" in body
    mark = Mark.objects.get()
    assert (mark.points, mark.note, mark.scorer.user) == (Decimal("7.5"), "Tốt", marking.first_user)
    assert Line.objects.filter(action="scoring.marked").count() == 1
    # The grid has no box for remarks: what was written stays.
    client.post(save, {"item": marking.order.pk, "entry": marking.entry.pk, "points": "8", "seen": "7,5"})
    mark.refresh_from_db()
    assert (mark.points, mark.note) == (Decimal(8), "Tốt")
    client.post(save, {"item": marking.order.pk, "entry": marking.entry.pk, "points": "", "seen": "8"})
    assert not Mark.objects.exists()


def test_a_second_window_does_not_overwrite_unseen(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    client, save = signed_in(marking.first_user), at("save_mark", marking)
    said = {"item": marking.order.pk, "entry": marking.entry.pk, "seen": ""}
    client.post(save, {**said, "points": "7"}, headers={"HX-Request": "true"})
    stale = client.post(save, {**said, "points": "4"}, headers={"HX-Request": "true"})
    assert stale.status_code == 422
    body = unescape(stale.content.decode())
    assert "đã được ghi là 7 ở cửa sổ khác" in body
    assert 'name="seen" value="7"' in body
    assert Mark.objects.get().points == 7
    client.post(save, {**said, "points": "4", "seen": "7"}, headers={"HX-Request": "true"})
    assert Mark.objects.get().points == 4


def test_marks_out_of_range_and_of_strange_shape_are_told(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    client, save = signed_in(marking.first_user), at("save_mark", marking)
    said = {"item": marking.order.pk, "entry": marking.entry.pk, "seen": "", "points": "5"}
    for more, told in (
        ({"points": "10,01"}, "Điểm từ 0 đến 10"), ({"points": "-1"}, "từ 0 trở lên"), ({"points": "7,333"}, "2 chữ số"),
        ({"points": "1" * 30}, "lớn quá mức"), ({"points": SCRIPT}, "Nhập số"), ({"item": marking.on_time.pk}, "tự tính"),
        ({"note": "x" * 301}, "300"),
    ):  # fmt: skip
        answer = client.post(save, {**said, **more}, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert told in unescape(answer.content.decode())
        assert SCRIPT not in answer.content.decode()
    assert client.post(save, {**said, "entry": 10**6}).status_code == 404
    client.post(save, {**said, "note": SCRIPT})
    assert SCRIPT not in client.get(at("marks", marking), {"don-vi": marking.entry.pk}).content.decode()
    assert signed_in(cast.officer).post(save, said).status_code == 403
    assert signed_in(cast.neighbour).post(save, said).status_code == 404


ODD = ("7,31", "7.31", "13,77", "13.77", "0,29", "0.29", "3,77", "3.77", "nhận xét lạ")


def test_nobody_sees_what_others_give(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    """Every address of scoring, as HTML and as export, for everybody, with unusual points of somebody else."""
    client, asked = signed_in(marking.first_user), addresses(marking)
    give(marking, marking.first_user, marking.clean, marking.entry, "11")
    before = {address: shape(client, address) for address in asked}
    other = marking.second_user
    for item, entry, points in (
        (marking.order, marking.second, "7.31"), (marking.clean, marking.second, "13.77"), (marking.order, marking.entry, "0.29"),
        (marking.clean, marking.entry, "3.77"),
    ):  # fmt: skip
        save_mark(marking.scorer(other), item, entry, Said(Decimal(points), "nhận xét lạ", None), by=other)
    for user in (marking.first_user, cast.officer, cast.leader, cast.village_head, cast.coordination):
        browser = signed_in(user)
        for address in asked:
            for more in ({}, {"export": "xlsx"}, {"xep": "-diem"}):
                answer = browser.get(address, more, follow=True)
                assert "spreadsheet" not in answer["Content-Type"]
                told = unescape(answer.content.decode())
                assert [odd for odd in ODD if odd in told] == [], (user, address, more)
    # The pages of the first scorer are the same to the letter, so neither order nor counts depend on it.
    assert {address: shape(client, address) for address in asked} == before
    saved = client.post(
        at("save_mark", marking), {"item": marking.order.pk, "entry": marking.entry.pk, "points": "5", "seen": ""},
        headers={"HX-Request": "true"},
    ).content.decode()  # fmt: skip
    assert "2/4" in saved
    assert [odd for odd in ODD if odd in saved] == []
    # What the journal and the inboxes say, whoever may read them.
    said = [f"{line.subject_label} {line.note} {line.changes}" for line in Line.objects.all()]
    said += list(Notice.objects.values_list("title", flat=True))
    assert [line for line in said if any(odd in line for odd in ODD)] == []


def addresses(made: Scored) -> list[str]:
    pair = (made.order.pk, made.second.pk)
    return [
        reverse("emulation:scorings", args=[made.drive.pk]), at("scoring", made), at("marks", made),
        f"{at('marks', made)}?don-vi={made.second.pk}", at("ranking", made), at("score_items", made), at("scorers", made),
        at("edit_scoring", made), at("explain_spread", made, *pair), at("correct_points", made, *pair),
    ]  # fmt: skip


def shape(client: Client, address: str) -> tuple[int, str]:
    """The answer without what differs from one time to the next."""
    answer = client.get(address)
    return answer.status_code, re.sub(
        r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode()
    )


def test_the_officer_sees_how_many_marks_are_missing(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    give(marking, marking.first_user, marking.order, marking.entry, "7")
    missing = missing_of(marking.scoring)
    assert {scorer: len(pairs) for scorer, pairs in missing.items()} == {
        marking.scorer(marking.first_user).pk: 3,
        marking.scorer(marking.second_user).pk: 4,
    }
    for user, sees in (
        (cast.officer, True),
        (cast.leader, True),
        (marking.first_user, False),
        (cast.village_head, False),
    ):
        assert ("Điểm còn thiếu" in page(signed_in(user), at("scoring", marking))) is sees
    told = page_of_post(signed_in(cast.officer), at("step_scoring", marking), {"to": "closed"})
    assert "Sầm Thị Một (3)" in told
    assert marking.again().state == ScoringState.MARKING


def test_somebody_who_does_not_score_is_left_out_with_a_reason(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    give(marking, marking.second_user, marking.order, marking.entry, "1")
    for item in (marking.order, marking.clean):
        for entry in (marking.entry, marking.second):
            give(marking, marking.first_user, item, entry, "9")
    out = at("leave_out_scorer", marking, marking.scorer(marking.second_user).pk)
    assert "Nhập mục này" in page_of_post(client, out, {"reason": " "})
    for _ in range(2):
        page_of_post(client, out, {"reason": "Đi công tác dài ngày"})
    assert Line.objects.filter(action="scoring.left_out").count() == 1
    assert Mark.objects.filter(scorer__user=marking.second_user).exists()
    with pytest.raises(RuleError, match="không còn trong danh sách"):
        give(marking, marking.second_user, marking.clean, marking.entry, "5")
    closed(marking, cast)
    cell = next(cell for cell in standing_of(marking.scoring).cells if cell.item == marking.order)
    assert cell.marks == (Decimal(9),)


# --- What the system knows ---


def test_missing_figures_count_nothing_only_once_somebody_said_so(
    cast: Cast, running: Running, signed_in: SignIn
) -> None:
    made = opened(cast, running)
    Entry.objects.get(pk=made.second.pk).duties.all().delete()
    mark_all(made)
    client = signed_in(cast.officer)
    told = page(client, at("scoring", made))
    assert "Chưa có số liệu" in told
    assert f"{made.second.name}: Báo cáo đúng giờ" in told
    pair = f"{made.on_time.pk}-{made.second.pk}"
    for data in ({}, {"agreed": "1"}, {"pairs": pair}, {"pairs": "1-1 x", "agreed": "1"}):
        assert "xác nhận tính 0 điểm" in page_of_post(client, at("step_scoring", made), {"to": "closed", **data})
    assert "Đã kết thúc chấm" in page_of_post(
        client, at("step_scoring", made), {"to": "closed", "pairs": pair, "agreed": "1"}
    )
    assert NoFigure.objects.get().entry == made.second
    assert "chưa có số liệu" in page(client, at("scoring", made))


def test_figures_of_the_system(cast: Cast, running: Running) -> None:
    """Half the ditch, three reports in time, one of two photos that somebody looked at fine; nothing of cards."""
    scoring = draft(cast, running)
    rows = [(source.label, Decimal(30), source) for source in ItemSource if source != ItemSource.JUDGED]
    save_items(scoring, rows=rows, seen=mark_of({}), by=cast.officer)
    open_marking(scoring, by=cast.officer)
    today = clock.today()
    for back in range(1, 4):
        day = today - timedelta(days=back)
        report = Report.objects.create(
            duty=running.duty, day=day, key=uuid4(), by=cast.village_head, state="counted",
            at=due_moment(day, running.duty.due_at) - timedelta(hours=1),
        )  # fmt: skip
        ReportLine.objects.create(report=report, work=running.work, quantity=Decimal(50 if back < 3 else 100))
    for place, state in enumerate(("fine", "doubtful", "open")):
        file = keep_file(
            name="anh.jpg",
            data=b"x",
            content_type="image/jpeg",
            purpose=Purpose.REPORT_PHOTO,
            area=cast.village,
            by=None,
        )
        photo = ReportPhoto.objects.create(report=report, position=place, file=file, digest=state)
        PhotoCheck.objects.create(photo=photo, why=CheckReason.SAMPLE, state=state)
    cells = {(cell.item.source, cell.entry.pk): cell for cell in standing_of(scoring).cells}
    mine, theirs = running.entry.pk, running.second.pk
    assert cells[ItemSource.WORK_DONE, mine].kept == Decimal("15.0000")
    assert cells[ItemSource.WORK_DONE, theirs].kept == 0
    assert cells[ItemSource.PHOTOS_CHECKED, mine].kept == Decimal("15.0000")
    assert cells[ItemSource.PHOTOS_CHECKED, theirs].points is None
    due = 10 + (clock.now() > due_moment(today, running.duty.due_at))
    assert cells[ItemSource.ON_TIME, mine].share == Fraction(3, due)
    assert cells[ItemSource.ON_TIME, theirs].points == 0
    assert cells[ItemSource.CRITERIA_MET, mine].no_figure
    assert cells[ItemSource.NO_SLIPPING, mine].no_figure


def test_criteria_met_and_criteria_that_slipped(cast: Cast, running: Running) -> None:
    """Two cards of one entry, two criteria each: three met of four; of three met in the last round one slipped."""
    chosen = CriteriaSet.objects.create(
        code="thu", name="Bộ thử", level="thon", issued_by="province", criteria_expected=2
    )
    criteria = [
        Criterion.objects.create(criteria_set=chosen, number=number, name=f"Tiêu chí {number}") for number in (1, 2)
    ]
    now, entry = clock.now(), running.entry
    states = {"": ("met", "unmet"), "Vườn ông An": ("met", "not_assessed"), "Vườn trống": (None, None)}
    cards = {}
    for subject, told in states.items():
        card = Scorecard.objects.create(
            area=cast.village, criteria_set=chosen, year=2026, subject=subject, created_by=cast.officer, created_at=now, updated_at=now
        )  # fmt: skip
        cards[subject] = card
        for criterion, state in zip(criteria, told, strict=True):
            if state:
                Result.objects.create(
                    scorecard=card, criterion=criterion, state=state, computed="", reason="Xét", at=now
                )
    entry.cards.set([cards[""], cards["Vườn ông An"]])
    assert met_shares([entry.pk, running.second.pk]) == {entry.pk: Fraction(3, 4)}
    running.second.cards.set([cards["Vườn trống"]])
    assert met_shares([running.second.pk]) == {}

    assert kept_shares([entry.pk], upto=clock.today()) == {}
    round_ = Round.objects.create(
        area=cast.province, criteria_set=chosen, kind="quarter", name="Quý III", year=2026, deadline=clock.today(),
        created_by=cast.coordination, created_at=now,
    )  # fmt: skip
    for subject, was in (("", ("met", "met")), ("Vườn ông An", ("met", "unmet"))):
        snapshot = [
            {"number": number, "state": state, "indicators": [{"code": f"{number}.1", "result": {"state": "met"}}]}
            for number, state in enumerate(was, 1)
        ]
        RoundCard.objects.create(
            round=round_, card=cards[subject], state="accepted", snapshot=json.dumps({"criteria": snapshot, "corrections": []}),
            decided_by=cast.coordination, decided_at=now,
        )  # fmt: skip
    assert kept_shares([entry.pk], upto=clock.today()) == {entry.pk: Fraction(2, 3)}
    assert kept_shares([entry.pk], upto=clock.today() - timedelta(days=2)) == {}


# --- After closing ---


def test_results_come_with_closing_and_only_to_those_who_may_see_them(
    cast: Cast, marking: Scored, signed_in: SignIn
) -> None:
    mark_all(marking, "8", "9")
    give(marking, marking.first_user, marking.order, marking.second, "9.5")
    closed(marking, cast)
    lines = standing_of(marking.scoring).lines
    assert [(line.entry.pk, line.place, line.total) for line in lines] == [
        (marking.second.pk, 1, Decimal("26.2500")),
        (marking.entry.pk, 2, Decimal("25.5000")),
    ]
    for user, sees in (
        (cast.officer, True), (cast.leader, True), (marking.first_user, True), (cast.village_head, False), (cast.coordination, False),
    ):  # fmt: skip
        client = signed_in(user)
        assert ("26,25" in page(client, at("scoring", marking))) is sees
        assert ("26,25" in page(client, at("ranking", marking))) is sees
    with pytest.raises(RuleError, match="không ở bước chấm"):
        give(marking, marking.first_user, marking.order, marking.entry, "1")


def test_a_large_spread_needs_a_reason_before_freezing(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    mark_all(marking, "8", "8")
    give(marking, marking.first_user, marking.order, marking.entry, "4.99")
    give(marking, marking.first_user, marking.clean, marking.entry, "10")
    closed(marking, cast)
    client, why = signed_in(cast.officer), at("explain_spread", marking, marking.order.pk, marking.entry.pk)
    told = page(client, at("scoring", marking))
    assert "4,99 · 8" in told
    assert "10 · 16" not in told
    assert "chưa nêu lý do" in page_of_post(signed_in(cast.leader), at("freeze_scoring", marking), {})
    told = page(client, why)
    assert "Sầm Thị Một" in told
    assert "4,99" in told
    assert "Nhập mục này" in page_of_post(client, why, {"reason": ""})
    other = at("explain_spread", marking, marking.clean.pk, marking.entry.pk)
    assert "không chênh lệch" in page_of_post(client, other, {"reason": "Thử"})
    assert "Đã ghi lý do" in page_of_post(client, why, {"reason": f"Hai người xem hai lúc khác nhau {SCRIPT}"})
    assert SCRIPT not in client.get(at("scoring", marking)).content.decode()
    assert signed_in(marking.first_user).get(why).status_code == 403
    assert "Đã chốt xếp hạng" in page_of_post(signed_in(cast.leader), at("freeze_scoring", marking), {})
    assert SpreadReason.objects.count() == 1


def test_points_are_put_right_with_a_reason(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    mark_all(marking, "8", "8")
    closed(marking, cast)
    client, to = signed_in(cast.officer), at("correct_points", marking, marking.order.pk, marking.entry.pk)
    said = {"key": "k" * 20, "after": "6,5", "reason": f"Nhầm thôn {SCRIPT}"}
    for more, told in (
        ({"after": "10,5"}, "Điểm từ 0 đến 10"), ({"after": "-1"}, "từ 0 trở lên"), ({"after": "8"}, "bằng điểm đang có"), ({"reason": ""}, "Nhập mục này"),
    ):  # fmt: skip
        assert told in page_of_post(client, to, {**said, **more})
    for _ in range(2):
        assert "Đã điều chỉnh điểm" in page_of_post(client, to, said)
    row = Correction.objects.get()
    assert (row.before, row.after) == (Decimal("8.0000"), Decimal("6.50"))
    shown = client.get(at("scoring", marking)).content.decode()
    assert SCRIPT not in shown
    assert "đã điều chỉnh" in unescape(shown)
    assert signed_in(cast.leader).get(to).status_code == 403
    line = next(line for line in standing_of(marking.scoring).lines if line.entry == marking.entry)
    assert line.total == Decimal("22.5000")


def test_no_points_are_looked_into_before_closing(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    give(marking, marking.first_user, marking.order, marking.entry, "7")
    for name in ("correct_points", "explain_spread"):
        answer = signed_in(cast.officer).get(at(name, marking, marking.order.pk, marking.entry.pk))
        assert answer.status_code == 409
    assert signed_in(cast.officer).get(at("ranking", marking), {"export": "xlsx"}).status_code == 409


# --- Freezing ---


def test_the_ranking_freezes_on_its_day_by_the_leader_alone(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = opened(cast, running, review_on=clock.today() + timedelta(days=1))
    mark_all(made)
    closed(made, cast)
    assert signed_in(cast.officer).post(at("freeze_scoring", made)).status_code == 403
    assert "Chốt xếp hạng từ ngày" in page_of_post(signed_in(cast.leader), at("freeze_scoring", made), {})
    assert not RankRow.objects.exists()


def test_a_ranking_waits_for_the_choice_between_two_reports(
    cast: Cast, running: Running, marking: Scored, signed_in: SignIn
) -> None:
    days = [clock.today() - timedelta(days=ago) for ago in range(7)]
    rows = [
        Report.objects.create(
            duty=running.duty, day=day, key=uuid4(), state=ReportState.CONFLICT, text=text, by=cast.village_head, at=clock.now()
        )
        for day in days
        for text in ("Bản một", "Bản hai")
    ]  # fmt: skip
    mark_all(marking)
    closed(marking, cast)
    leader = signed_in(cast.leader)
    told = page_of_post(leader, at("freeze_scoring", marking), {})
    assert f"chưa chọn bản: {marking.entry} ngày {vndate(days[-1])};" in told
    assert "và 2 ngày khác. Chọn bản rồi chốt." in told
    assert not RankRow.objects.exists()
    for row in rows[::2]:
        decide_report(row, reason="Đã đo tại chỗ", by=cast.officer)
    assert "Đã chốt xếp hạng" in page_of_post(leader, at("freeze_scoring", marking), {})


def test_a_frozen_ranking_is_final(cast: Cast, running: Running, marking: Scored, signed_in: SignIn) -> None:
    """Freezing again, later marks, corrections, reasons, late reports: nothing moves; the database refuses the rest."""
    mark_all(marking, "8", "8")
    give(marking, marking.first_user, marking.order, marking.second, "9")
    closed(marking, cast)
    leader = signed_in(cast.leader)
    for _ in range(2):
        assert "Đã chốt xếp hạng" in page_of_post(leader, at("freeze_scoring", marking), {})
    stood = list(RankRow.objects.values())
    assert [(row["place"], row["points"], row["name"]) for row in stood] == [
        (1, Decimal("24.5000"), marking.second.name),
        (2, Decimal("24.0000"), marking.entry.name),
    ]
    assert stood[0]["detail"][str(marking.order.pk)]["marks"] == ["8.00", "9.00"]
    scoring, item, entry = marking.again(), marking.order, marking.entry
    assert (scoring.state, scoring.frozen_by) == (ScoringState.FROZEN, cast.leader)

    with pytest.raises(RuleError):
        give(marking, marking.first_user, item, entry, "1")
    with pytest.raises(RuleError):
        correct_points(item, entry, after=Decimal(1), reason="Muộn", key="z", by=cast.officer)
    with pytest.raises(RuleError):
        explain_spread(item, entry, text="Muộn", by=cast.officer)
    with pytest.raises(RuleError):
        set_scorers(scoring, people=[cast.officer], by=cast.officer)
    officer = signed_in(cast.officer)
    assert "chưa chốt" in page_of_post(officer, at("correct_points", marking, item.pk, entry.pk), {"key": "y", "after": "1", "reason": "Muộn"})  # fmt: skip
    page_of_post(officer, at("step_scoring", marking), {"to": "closed"})
    freeze_ranking(scoring, confirmed=set(), by=cast.leader)
    day = clock.today() - timedelta(days=1)
    Report.objects.create(
        duty=running.duty,
        day=day,
        key=uuid4(),
        by=cast.village_head,
        state="counted",
        at=due_moment(day, running.duty.due_at),
    )
    running.entry.name = "Tên khác"
    running.entry.save()
    assert list(RankRow.objects.values()) == stood
    told = page(leader, at("ranking", marking))
    assert stood[1]["name"] in told
    assert "Tên khác" not in told


def test_the_database_keeps_what_stood(cast: Cast, marking: Scored) -> None:
    mark_all(marking, "8", "8")

    def refused(do: Callable[[], object]) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            do()

    refused(lambda: ScoreItem.objects.filter(pk=marking.order.pk).update(points=99))
    refused(lambda: ScoreItem.objects.create(scoring=marking.scoring, position=9, text="Thêm", points=1))
    refused(lambda: Scoring.objects.filter(pk=marking.scoring.pk).update(state="draft"))
    refused(lambda: Correction.objects.create(item=marking.order, entry=marking.entry, after=1, reason="x", by=cast.officer, at=clock.now()))  # fmt: skip
    closed(marking, cast)
    correct_points(marking.order, marking.entry, after=Decimal(1), reason="Nhầm", key="k", by=cast.officer)
    refused(lambda: Mark.objects.update(points=1))
    refused(lambda: Mark.objects.all().delete())
    refused(lambda: Mark.objects.create(scorer=marking.scorer(marking.first_user), item=marking.order, entry=marking.entry, points=1, at=clock.now()))  # fmt: skip
    refused(lambda: Correction.objects.update(after=2))
    refused(lambda: Correction.objects.all().delete())
    refused(lambda: marking.scoring.scorers.all().delete())
    refused(lambda: Scoring.objects.update(state="marking"))
    refused(lambda: Scoring.objects.filter(pk=marking.scoring.pk).delete())
    freeze_ranking(marking.scoring, confirmed=set(), by=cast.leader)
    refused(lambda: RankRow.objects.update(place=9))
    refused(lambda: RankRow.objects.all().delete())
    refused(
        lambda: RankRow.objects.create(
            scoring=marking.scoring, entry=marking.entry, name="x", place=3, order=3, points=1
        )
    )
    refused(lambda: Scoring.objects.update(name="Tên khác"))
    refused(lambda: Correction.objects.create(item=marking.clean, entry=marking.entry, after=1, reason="x", by=cast.officer, at=clock.now()))  # fmt: skip
    refused(lambda: SpreadReason.objects.create(item=marking.clean, entry=marking.entry, text="x", by=cast.officer, at=clock.now()))  # fmt: skip


def test_an_entry_that_came_after_closing_needs_its_points(cast: Cast, running: Running, marking: Scored) -> None:
    mark_all(marking, "8", "8")
    closed(marking, cast)
    village = factories.area("Bản Mới", level=Level.VILLAGE, kind_word="thôn", code="T1-9", parent=cast.commune)
    late = Entry.objects.create(
        drive=running.drive, kind=EntryKind.VILLAGE, area=village, name="Thôn Bản Mới", state=EntryState.ACCEPTED,
        created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(RuleError, match="chưa có số liệu"):
        freeze_ranking(marking.scoring, confirmed=set(), by=cast.leader)
    with pytest.raises(RuleError, match="Chưa có điểm của: Thôn Bản Mới"):
        freeze_ranking(marking.scoring, confirmed={(marking.on_time.pk, late.pk)}, by=cast.leader)
    for item in (marking.order, marking.clean):
        correct_points(item, late, after=Decimal(5), reason="Nhận muộn", key="k", by=cast.officer)
    freeze_ranking(marking.scoring, confirmed={(marking.on_time.pk, late.pk)}, by=cast.leader)
    assert [row.place for row in RankRow.objects.all()] == [1, 1, 3]


def test_everybody_reads_the_frozen_ranking_and_takes_it_along(cast: Cast, marking: Scored, signed_in: SignIn) -> None:
    mark_all(marking, "8", "8")
    give(marking, marking.first_user, marking.order, marking.second, "9")
    closed(marking, cast)
    assert ranking_rows(marking.scoring) == []
    freeze_ranking(marking.scoring, confirmed=set(), by=cast.leader)
    for user in (cast.village_head, cast.clerk, cast.coordination, marking.first_user):
        told = page(signed_in(user), at("ranking", marking))
        assert "24,5" in told
        assert "so điểm từng nội dung theo thứ tự" in told
    assert ranking_rows(marking.again()) == [("1", marking.second.name, "24,5"), ("2", marking.entry.name, "24")]
    answer = signed_in(cast.village_head).get(at("ranking", marking), {"export": "xlsx"})
    page_ = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(page_.iter_rows(values_only=True))
    ranked = [row for row in rows if row[0] in (1, 2)]
    assert [(row[0], row[1], row[-1]) for row in ranked] == [
        (1, marking.second.name, 24.5),
        (2, marking.entry.name, 24),
    ]
    text = " ".join(str(cell) for row in rows for cell in row if cell)
    assert "so điểm từng nội dung" in text
    assert "Chốt ngày" in text
    assert signed_in(cast.neighbour).get(at("ranking", marking)).status_code == 404


def test_equal_totals_share_a_place_on_paper(cast: Cast, running: Running) -> None:
    made = opened(cast, running, tie_rule=TieRule.SHARED)
    mark_all(made, "8", "8")
    give(made, made.first_user, made.order, made.second, "10")
    give(made, made.second_user, made.order, made.second, "10")
    for user in (made.first_user, made.second_user):
        give(made, user, made.clean, made.second, "14")
    closed(made, cast)
    freeze_ranking(made.scoring, confirmed=set(), by=cast.leader)
    assert [row[0] for row in ranking_rows(made.again())] == ["1", "1"]


# --- Queries ---


def test_pages_ask_the_same_number_of_queries(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = opened(cast, running)
    client, scorer = signed_in(cast.officer), signed_in(made.first_user)

    def asked() -> list[int]:
        counts = []
        for browser, address in (
            (client, reverse("emulation:scorings", args=[made.drive.pk])), (client, at("scoring", made)), (scorer, at("marks", made)),
            (client, at("scorers", made)), (scorer, f"{at('marks', made)}?don-vi={made.entry.pk}"),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    asked()
    before = asked()
    for number in range(3):
        village = factories.area(
            f"Bản {number}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-8{number}", parent=cast.commune
        )
        Entry.objects.create(
            drive=running.drive, kind=EntryKind.VILLAGE, area=village, name=f"Bản {number}", state=EntryState.ACCEPTED,
            created_by=cast.officer, created_at=clock.now(),
        )  # fmt: skip
        draft(cast, running, review_on=clock.today() + timedelta(days=number + 1))
    more = [factories.person(f"Người {number}", Role.SCORER, cast.commune) for number in range(3)]
    set_scorers(made.scoring, people=more, by=cast.officer)
    assert asked() == before


def test_the_ranking_asks_the_same_number_of_queries(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = opened(cast, running)
    mark_all(made)
    closed(made, cast)
    client = signed_in(cast.officer)

    def asked() -> list[int]:
        counts = []
        for address in (at("scoring", made), at("ranking", made)):
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            counts.append(len(seen))
        return counts

    asked()
    before = asked()
    for number in range(3):
        village = factories.area(
            f"Bản {number}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-8{number}", parent=cast.commune
        )
        Entry.objects.create(
            drive=running.drive, kind=EntryKind.VILLAGE, area=village, name=f"Bản {number}", state=EntryState.ACCEPTED,
            created_by=cast.officer, created_at=clock.now(),
        )  # fmt: skip
    assert asked() == before


# --- At once ---


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """All at the same moment; what went wrong."""
    start, failed = threading.Barrier(len(works)), []

    def run(do: Callable[[], object]) -> None:
        try:
            start.wait()
            do()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(do,)) for do in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite knows no row locks")
def test_two_scorers_save_at_once_and_one_saves_twice(cast: Cast, running: Running) -> None:
    made = opened(cast, running)
    pairs = [(item, entry) for item in (made.order, made.clean) for entry in (made.entry, made.second)]
    works = [
        lambda user=user, item=item, entry=entry: give(made, user, item, entry, "5")
        for user in (made.first_user, made.second_user)
        for item, entry in pairs
    ]
    assert at_once(*works, *works[:3]) == []
    assert Mark.objects.count() == 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite knows no row locks")
def test_closing_while_a_mark_is_being_saved(cast: Cast, running: Running) -> None:
    """Either the mark came before closing, or it is refused; a closed scoring holds what was shown."""
    made = opened(cast, running)
    mark_all(made)
    empty = pairs_of(made.scoring)
    failed = at_once(
        lambda: give(made, made.first_user, made.order, made.entry, "1"),
        lambda: close_marking(made.scoring, confirmed=empty, by=cast.officer),
        lambda: close_marking(made.scoring, confirmed=empty, by=cast.officer),
    )
    assert all(isinstance(error, RuleError) for error in failed)
    assert len(failed) <= 1
    assert made.again().state == ScoringState.CLOSED
    mark = Mark.objects.get(scorer__user=made.first_user, item=made.order, entry=made.entry)
    assert mark.points == (8 if failed else 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite knows no row locks")
def test_freezing_twice_at_once_while_points_are_put_right(cast: Cast, running: Running) -> None:
    made = opened(cast, running)
    mark_all(made, "8", "8")
    closed(made, cast)
    failed = at_once(
        lambda: freeze_ranking(made.scoring, confirmed=set(), by=cast.leader),
        lambda: freeze_ranking(made.scoring, confirmed=set(), by=cast.leader),
        lambda: correct_points(made.order, made.entry, after=Decimal(1), reason="Nhầm", key="k", by=cast.officer),
    )
    assert all(isinstance(error, RuleError) for error in failed)
    row = RankRow.objects.get(entry=made.entry)
    assert RankRow.objects.count() == 2
    assert row.points == (Decimal("24.0000") if failed else Decimal("17.0000"))
