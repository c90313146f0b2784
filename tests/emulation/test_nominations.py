"""Nominations: from the village, from a frozen ranking, by the officer; what stands against them; quotas and steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.formats import vndate
from emulation.enums import EntryState, NominationState
from emulation.models import AwardQuota, Entry, Nomination
from tests.emulation.award_story import (
    SCRIPT,
    address,
    called,
    council,
    form_of,
    frozen_ranking,
    person,
    put_forward,
)

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], Client]


def said(running: Running, form: str = "giay-khen-xa-ca-nhan", **values: Any) -> dict[str, Any]:
    drive = running.drive
    return {
        "key": str(uuid4()), "entry": "", "form": form_of(form).pk, "name": "Lò Văn Gương", "post": "Bản Nà Cốc",
        "achievement": "Hiến 200 m² đất, góp 30 công.", "citation": "Đã có thành tích xuất sắc.",
        "achieved_from": vndate(drive.starts_on), "achieved_to": vndate(drive.ends_on), **values,
    }  # fmt: skip


def told(response: Any) -> str:
    return response.content.decode()


def test_the_village_proposes_the_committee_selects(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    head, to = signed_in(cast.village_head), address("nominate", running.drive.pk)
    form = said(running)
    for _ in range(2):
        page = told(head.post(to, form, follow=True))
    assert "Đã ghi đề nghị khen thưởng" in page
    row = Nomination.objects.get()
    assert (row.area, row.state, row.entry) == (cast.village, NominationState.PROPOSED, None)
    assert "đã được đề nghị hình thức này" in told(head.post(to, said(running))), "not twice for the same form"
    step = address("step_nomination", running.drive.pk, row.pk)
    assert head.post(step, {"to": "selected"}).status_code == 403
    officer = signed_in(cast.officer)
    assert "Ban Chỉ đạo chọn" in told(officer.get(row.get_absolute_url()))
    assert "Ban Chỉ đạo đã chọn" in told(officer.post(step, {"to": "selected"}, follow=True))
    assert head.post(step, {"to": "withdrawn", "reason": "Thôi"}).status_code == 403, "selected: the office's now"
    assert "ghi rõ lý do rút" in told(officer.post(step, {"to": "withdrawn", "reason": " "}))
    officer.post(step, {"to": "withdrawn", "reason": "Thôn đề nghị lại"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (NominationState.WITHDRAWN, "Thôn đề nghị lại")
    assert "không chuyển sang" in told(officer.post(step, {"to": "awarded"}))
    assert "không chuyển sang" in told(officer.post(step, {"to": "<b>"}))


def test_a_village_reads_its_own_and_what_was_awarded(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    own = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    other = put_forward(running, cast, running.second, "giay-khen-xa-tap-the")
    head = signed_in(cast.village_head)
    page = told(head.get(address("nominations", running.drive.pk)))
    assert own.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert head.get(other.get_absolute_url()).status_code == 404
    assert signed_in(running.second_head).get(other.get_absolute_url()).status_code == 200
    Nomination.objects.filter(pk=other.pk).update(state=NominationState.AWARDED)
    assert head.get(other.get_absolute_url()).status_code == 200
    assert signed_in(cast.neighbour).get(address("nominations", running.drive.pk)).status_code == 404
    assert signed_in(cast.accountant).get(address("nominate", running.drive.pk)).status_code == 403
    # Another village's entry is not in the list to choose from.
    response = head.post(
        address("nominate", running.drive.pk), said(running, "giay-khen-xa-tap-the", entry=running.second.pk)
    )
    assert "id_entry" in told(response)
    assert Nomination.objects.count() == 2


def test_the_first_of_a_frozen_ranking_at_one_press(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer, to = signed_in(cast.officer), address("nominate_from_ranking", running.drive.pk)
    assert "Chưa có bảng xếp hạng nào được chốt" in told(officer.get(to))
    scoring = frozen_ranking(running, cast)
    form = {
        "scoring": scoring.pk,
        "form": form_of("giay-khen-xa-tap-the").pk,
        "places": "1",
        "citation": "Dẫn đầu phong trào.",
    }
    assert "Đã đề nghị 1 trường hợp" in told(officer.post(to, form, follow=True))
    assert "Đã đề nghị 0 trường hợp" in told(officer.post(to, form, follow=True))
    row = Nomination.objects.get()
    assert (row.entry, row.area, row.name) == (running.entry, cast.village, str(running.entry))
    assert "Xếp thứ 1, đạt 92,5 điểm" in row.achievement
    assert "Đã đề nghị 1 trường hợp" in told(officer.post(to, {**form, "places": "2"}, follow=True))
    wrong = told(officer.post(to, {**form, "form": form_of("giay-khen-xa-ca-nhan").pk}))
    assert "tặng cá nhân" in wrong
    assert signed_in(cast.village_head).get(to).status_code == 403
    assert signed_in(cast.leader).get(to).status_code == 403


def test_whoever_shares_the_last_place_is_put_forward_too(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    scoring = frozen_ranking(running, cast, points=("90", "90"))
    form = {"scoring": scoring.pk, "form": form_of("giay-khen-xa-tap-the").pk, "places": "1", "citation": "Dẫn đầu."}
    signed_in(cast.officer).post(address("nominate_from_ranking", running.drive.pk), form)
    assert Nomination.objects.count() == 2


def test_a_name_of_more_than_120_letters_gets_a_sentence(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer, long = signed_in(cast.officer), "Ủy ban " * 17 + "xã"
    assert len(long) == 121
    page = told(officer.post(address("nominate", running.drive.pk), said(running, name=long)))
    assert "giấy khen ghi được nhiều nhất 120 ký tự" in page
    page = told(officer.post(address("nominate", running.drive.pk), said(running, name=long[:120]), follow=True))
    assert "Đã ghi đề nghị" in page
    Entry.objects.filter(pk=running.entry.pk).update(name=long)
    scoring = frozen_ranking(running, cast)
    form = {"scoring": scoring.pk, "form": form_of("giay-khen-xa-tap-the").pk, "places": "1", "citation": "Dẫn đầu."}
    page = told(officer.post(address("nominate_from_ranking", running.drive.pk), form))
    assert "giấy khen ghi được nhiều nhất 120 ký tự" in page
    page = told(
        officer.post(
            address("nominate", running.drive.pk), said(running, "giay-khen-xa-tap-the", entry=running.entry.pk, name="")
        )
    )  # fmt: skip
    assert "Tên trong đăng ký dài 121 ký tự" in page
    assert Nomination.objects.count() == 1


def test_what_stands_against_it_is_said_and_refuses_the_selection(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    council(cast)
    officer = signed_in(cast.officer)
    entry = person(running, cast, "Hà Thị Hiền")
    row = put_forward(running, cast, entry, "giay-khen-xa-ca-nhan", select=False)
    step = address("step_nomination", running.drive.pk, row.pk)
    day = running.drive.starts_on
    faults: tuple[tuple[dict[str, Any], str], ...] = (
        ({"under_discipline": True}, "nên không xét khen"), ({"achieved_from": day - timedelta(days=1)}, "nằm ngoài đợt thi đua"),
        ({"form": form_of("giay-khen-xa-ho")}, "Hình thức này tặng hộ gia đình"),
    )  # fmt: skip
    for fault, words in faults:
        before = {name: getattr(row, name) for name in fault}
        Nomination.objects.filter(pk=row.pk).update(**fault)
        assert words in told(officer.get(row.get_absolute_url()))
        assert words in told(officer.get(address("nominations", running.drive.pk)))
        assert words in told(officer.post(step, {"to": "selected"}))
        Nomination.objects.filter(pk=row.pk).update(**before)
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.REGISTERED)
    assert "chưa được xã nhận" in told(officer.post(step, {"to": "selected"}))
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.ACCEPTED)
    # Someone's discipline is not for every reader.
    Nomination.objects.filter(pk=row.pk).update(under_discipline=True)
    for user, seen in ((cast.leader, True), (cast.village_head, True), (cast.clerk, False), (cast.coordination, False)):
        assert ("kỷ luật" in told(signed_in(user).get(row.get_absolute_url()))) is seen
    Nomination.objects.filter(pk=row.pk).update(under_discipline=False)
    officer.post(step, {"to": "selected"})
    title = put_forward(running, cast, entry, "lao-dong-tien-tien")
    assert title.state == NominationState.SELECTED, "a title stands beside a commendation"


def test_one_achievement_gets_one_commendation_of_a_level(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    put_forward(running, cast, running.entry, "bang-khen-tinh-tap-the")
    first = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    assert first.state == NominationState.SELECTED, "another level is another matter"
    second = put_forward(running, cast, running.entry, "giay-khen-xa-ca-nhan", select=False)
    page = told(
        signed_in(cast.officer).post(
            address("step_nomination", running.drive.pk, second.pk), {"to": "selected"}
        )
    )  # fmt: skip
    assert "một thành tích không khen hai lần" in page


def test_quotas_hold(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer, to = signed_in(cast.officer), address("award_quota", running.drive.pk)
    box = f"f{form_of('giay-khen-xa-tap-the').pk}"
    assert "Đã ghi chỉ tiêu" in told(officer.post(to, {box: "1"}, follow=True))
    assert AwardQuota.objects.get().number == 1
    put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    second = put_forward(running, cast, running.second, "giay-khen-xa-tap-the", select=False)
    step = address("step_nomination", running.drive.pk, second.pk)
    assert "đã chọn đủ" in told(officer.post(step, {"to": "selected"}))
    assert "không đặt dưới số đó" in told(officer.post(to, {box: "0"}))
    for wrong in ("-1", "mười", "1,5", "99999"):
        assert "is-invalid" in told(officer.post(to, {box: wrong})) or "n-err" in told(officer.post(to, {box: wrong}))
    officer.post(to, {box: ""})
    assert not AwardQuota.objects.exists()
    assert "Ban Chỉ đạo đã chọn" in told(officer.post(step, {"to": "selected"}, follow=True))
    assert signed_in(cast.village_head).get(to).status_code == 403


def test_bad_input_and_script(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer, to = signed_in(cast.officer), address("nominate", running.drive.pk)
    for more in (
        {"achieved_from": "31/2/2026"}, {"achieved_to": vndate(running.drive.starts_on - timedelta(days=1))}, {"name": ""},
        {"form": "0"}, {"form": "x"}, {"key": "x"}, {"citation": ""}, {"citation": "a" * 301}, {"achievement": ""}, {"entry": "999"},
    ):  # fmt: skip
        response = officer.post(to, {**said(running), **more})
        assert response.status_code == 200
        assert "chỗ cần sửa" in told(response), more
    assert not Nomination.objects.exists()
    page = told(
        officer.post(to, said(running, name=SCRIPT, post=SCRIPT, achievement=SCRIPT, citation=SCRIPT), follow=True)
    )
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    row = Nomination.objects.get()
    assert SCRIPT not in told(officer.get(address("nominations", running.drive.pk)))
    assert SCRIPT not in told(officer.get(address("edit_nomination", running.drive.pk, row.pk)))
    other = "Lò Văn Khác"
    page = told(
        officer.post(address("edit_nomination", running.drive.pk, row.pk), said(running, name=other), follow=True)
    )
    assert other in page
    assert signed_in(cast.neighbour).post(to, said(running)).status_code == 404


def test_what_a_session_has_on_its_list_stays(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    called(running, cast, [row])
    officer = signed_in(cast.officer)
    page = told(
        officer.post(address("step_nomination", running.drive.pk, row.pk), {"to": "withdrawn", "reason": "Thôi"})
    )
    assert "bỏ khỏi danh sách họp trước" in page
    edit = said(running, "giay-khen-xa-tap-the", entry=running.entry.pk, name="Tên khác")
    assert "bỏ khỏi danh sách họp trước" in told(
        officer.post(address("edit_nomination", running.drive.pk, row.pk), edit)
    )


def test_lists_and_cards_ask_the_same_number_of_queries(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer = signed_in(cast.officer)
    first = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    pages = (
        address("nominations", running.drive.pk), first.get_absolute_url(), address("nominate", running.drive.pk),
        address("award_quota", running.drive.pk), address("award_table", running.drive.pk),
    )  # fmt: skip

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert officer.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for name in ("Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba"):
        put_forward(running, cast, person(running, cast, name), "giay-khen-xa-ca-nhan", select=name != "Lò Văn Ba")
    assert asked() == few


@pytest.mark.parametrize("state", ["proposed", "selected", "<script>"])
def test_the_list_by_state(running: Running, cast: Cast, signed_in: SignIn, state: str) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    page = told(signed_in(cast.leader).get(address("nominations", running.drive.pk), {"tinh-trang": state}))
    assert (row.get_absolute_url() in page) is (state != "proposed")
    assert "<script>" not in page.partition("</head>")[2].replace("<script src", "")
