"""Ngày Chủ nhật xanh and its like: noted from a phone, counted by village."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from areas.enums import Level
from campaigns.enums import Every
from campaigns.models import Plan, Routine, RoutineTurn
from documents.models import StoredFile
from journal.models import Entry
from tests import factories
from tests.campaigns.years import SCRIPT, day, green_sunday, issued_plan, photo, second_village
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast, clock: Any) -> Plan:
    clock.set("2026-03-02T08:00:00")
    plan = issued_plan(cast)
    clock.set("2026-03-16T08:00:00")  # a Monday, after two Sundays
    return plan


@pytest.fixture
def routine(plan: Plan) -> Routine:
    return green_sunday(plan)


def url(routine: Routine) -> str:
    return reverse("campaigns:routine", args=[routine.pk])


def given(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "area": cast.village.pk,
        "held_on": "15/3/2026",
        "people": "35",
        "labour_days": "17,5",
        "text": "",
        **values,
    }


def test_a_village_head_notes_sunday_with_a_photo(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    client = signed_in(cast.village_head)
    page = client.get(url(routine)).content.decode()
    assert "15/3/2026" not in page
    assert 'value="16/3/2026"' in page
    answer = client.post(url(routine), given(cast, photos=[photo()], text="Dọn đường thôn"), follow=True)
    turn = RoutineTurn.objects.get()
    assert (turn.area, turn.people, turn.labour_days, turn.by) == (cast.village, 35, Decimal("17.5"), cast.village_head)
    assert turn.photos.count() == 1
    assert "Đã ghi: Thôn Nà Cốc, 35 người, 17,5 ngày công. Dọn đường thôn." in answer.content.decode()
    entry = Entry.objects.get(action="routine.done")
    assert (entry.actor_name, entry.area_name) == ("Hà Văn Thôn", "Thôn Nà Cốc")


def test_the_officer_sees_what_each_village_kept(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    other = second_village(cast)
    officer = signed_in(cast.officer)
    signed_in(cast.village_head).post(url(routine), given(cast))
    officer.post(url(routine), given(cast, area=other.pk, people="12", labour_days="6"))
    officer.post(url(routine), given(cast, area=other.pk, held_on="8/3/2026", people="10", labour_days=""))
    standing = officer.get(url(routine)).context["standing"]
    assert [(line["area"].name, line["kept"].kept, line["kept"].people) for line in standing["lines"]] == [
        ("Nà Cốc", 1, 35), ("Pá Lau", 2, 22),
    ]  # fmt: skip
    assert (standing["due"], standing["totals"]["people"], standing["totals"]["labour_days"]) == (
        2,
        57,
        Decimal("23.5"),
    )
    page = officer.get(reverse("campaigns:year", args=[routine.plan_id])).content.decode()
    assert "3 lần, 2 / 2 địa bàn" in page
    assert "chưa tính vào sổ đóng góp" in page
    assert "Chủ nhật, 22/3" in page


def test_a_second_entry_of_the_day_shows_the_first_and_may_take_its_place(
    cast: Cast, routine: Routine, signed_in: SignIn
) -> None:
    client = signed_in(cast.village_head)
    client.post(url(routine), given(cast))
    again = client.post(url(routine), given(cast))
    assert again.status_code == 302  # the same sent twice is one
    assert RoutineTurn.objects.count() == 1
    page = client.post(url(routine), given(cast, people="40"))
    text = page.content.decode()
    assert "ngày 15/3/2026 đã được Hà Văn Thôn ghi: 35 người, 17,5 ngày công" in text
    assert "Ghi thay số đã có" in text
    assert RoutineTurn.objects.get().people == 35
    turn = page.context["twin"]
    client.post(url(routine), given(cast, people="40", over=turn.pk, seen=page.context["twin_mark"]))
    assert RoutineTurn.objects.get().people == 40
    entry = Entry.objects.get(action="routine.corrected")
    assert entry.changes == {"Số người tham gia": ["35", "40"]}


def test_who_did_not_see_a_correction_does_not_undo_it(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    head, officer = signed_in(cast.village_head), signed_in(cast.officer)
    head.post(url(routine), given(cast))
    turn = RoutineTurn.objects.get()
    address = reverse("campaigns:turn", args=[turn.pk])
    seen = head.get(address).context["seen"]
    officer.post(address, {"people": "30", "labour_days": "15", "text": "", "seen": seen})
    late = head.post(address, {"people": "99", "labour_days": "", "text": "", "seen": seen})
    assert "vừa được người khác sửa" in late.content.decode()
    assert RoutineTurn.objects.get().people == 30


def test_a_village_head_writes_only_of_the_own_village(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    other = second_village(cast)
    client = signed_in(cast.village_head)
    page = client.post(url(routine), given(cast, area=other.pk))
    assert page.status_code == 200
    assert not RoutineTurn.objects.exists()
    signed_in(cast.officer).post(url(routine), given(cast, area=other.pk))
    turn = RoutineTurn.objects.get()
    assert client.get(reverse("campaigns:turn", args=[turn.pk])).status_code == 200
    assert client.post(reverse("campaigns:turn", args=[turn.pk]), {"people": "1"}).status_code == 403
    assert client.post(reverse("campaigns:turn_remove", args=[turn.pk]), {"reason": "x"}).status_code == 403


def test_others_read_or_do_not(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    for person in (cast.leader, cast.coordination):
        client = signed_in(person)
        assert "Ghi một lần thực hiện" not in client.get(url(routine)).content.decode()
        assert client.post(url(routine), given(cast)).status_code == 403
    for person in (cast.neighbour, cast.stranger):
        assert signed_in(person).get(url(routine)).status_code == 404
        assert signed_in(person).post(url(routine), given(cast)).status_code == 404
    assert not RoutineTurn.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": "17/3/2026"}, "Ngày 17/3/2026 chưa đến"),
        ({"held_on": "31/12/2025"}, "từ 1/1/2026 đến 31/12/2026"),
        ({"held_on": "31/2/2026"}, "Tháng 2/2026 chỉ có 28 ngày"),
        ({"people": ""}, "Nhập số người tham gia"),
        ({"people": "-5"}, "Số phải từ 0 trở lên"),
        ({"people": "35,5"}, "Nhập số nguyên"),
        ({"labour_days": "nhiều"}, "Nhập số, phần thập phân"),
        ({"photos": [SimpleUploadedFile("anh.jpg", b"khong phai anh")]}, "không phải ảnh"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    cast: Cast, routine: Routine, signed_in: SignIn, change: dict[str, Any], sentence: str
) -> None:
    answer = signed_in(cast.officer).post(url(routine), given(cast, **change))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not RoutineTurn.objects.exists()
    assert not StoredFile.objects.filter(purpose="turn_photo").exists()


def test_seven_photos_are_too_many(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    colours = ("red", "green", "blue", "white", "black", "grey", "pink")
    answer = signed_in(cast.officer).post(
        url(routine), given(cast, photos=[photo(colour=colour) for colour in colours])
    )
    assert "Chọn nhiều nhất 6 ảnh; đang chọn 7." in answer.content.decode()


def test_a_draft_takes_no_results(cast: Cast, clock: Any, signed_in: SignIn) -> None:
    draft = green_sunday(factories.plan(cast.commune, cast.committee, by=cast.officer))
    client = signed_in(cast.officer)
    assert "Ghi một lần thực hiện" not in client.get(url(draft)).content.decode()
    assert "chưa ban hành" in client.post(url(draft), given(cast, held_on="1/1/2026")).content.decode()
    assert not RoutineTurn.objects.exists()


def test_script_is_shown_and_not_run(cast: Cast, routine: Routine, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    page = client.post(url(routine), given(cast, text=SCRIPT), follow=True).content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_a_photo_and_a_turn_noted_by_mistake_go_away_with_a_trace(
    cast: Cast, routine: Routine, signed_in: SignIn
) -> None:
    client = signed_in(cast.village_head)
    client.post(url(routine), given(cast, photos=[photo(), photo("anh2.jpg", "red")]))
    turn = RoutineTurn.objects.get()
    first = turn.photos.order_by("pk").first()
    assert client.get(reverse("documents:photo", args=[first.file_id])).status_code == 200  # type: ignore[union-attr]
    assert signed_in(cast.neighbour).get(reverse("documents:photo", args=[first.file_id])).status_code == 404  # type: ignore[union-attr]
    remove = reverse("campaigns:turn_photo_remove", args=[turn.pk, first.pk])  # type: ignore[union-attr]
    assert client.post(remove).status_code == 302
    assert client.post(remove).status_code == 404
    assert turn.photos.count() == 1
    away = reverse("campaigns:turn_remove", args=[turn.pk])
    assert client.post(away, {"reason": " "}).status_code == 409
    page = client.post(away, {"reason": "Ghi nhầm ngày"}, follow=True).content.decode()
    assert not RoutineTurn.objects.exists()
    assert not StoredFile.objects.filter(purpose="turn_photo").exists()
    assert "Ghi nhầm ngày" in page


def test_a_report_of_every_day_is_due_until_its_hour(cast: Cast, plan: Plan, clock: Any, signed_in: SignIn) -> None:
    from datetime import time

    daily = green_sunday(plan, what="Báo cáo tiến độ", every=Every.DAY, day=None, at=time(17), gathers=False)
    plan.starts_on = day("2026-03-14")
    plan.save()
    client = signed_in(cast.officer)
    assert client.get(url(daily)).context["standing"]["due"] == 2
    clock.set("2026-03-16T17:05:00")
    assert client.get(url(daily)).context["standing"]["due"] == 3


def test_as_many_questions_for_many_turns_as_for_one(
    cast: Cast, routine: Routine, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.officer)

    def asked(address: str) -> int:
        with django_assert_max_num_queries(40) as seen:
            client.get(address)
        return len(seen)

    addresses = (url(routine), reverse("campaigns:year", args=[routine.plan_id]))
    client.post(url(routine), given(cast, photos=[photo()]))
    before = [asked(address) for address in addresses]
    for number in range(1, 5):
        village = factories.area(
            f"Bản {number}",
            level=Level.VILLAGE,
            kind_word="bản",
            code=f"T1-9{number}",
            parent=cast.commune,
        )
        client.post(url(routine), given(cast, area=village.pk, people=str(number), photos=[photo(colour="red")]))
    green_sunday(routine.plan, what="Ngày ra quân", position=2)
    assert [asked(address) for address in addresses] == before
