"""Reports: sent on the plain page and from a phone, once, corrected, contradicted, decided; what the plan then shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from documents.enums import DocumentState
from documents.models import Document
from emulation.due import Owed, opens_on
from emulation.enums import DriveState, ReportState, ScoringState
from emulation.models import Duty, Report, Scoring
from emulation.queries.progress import done_by_work
from emulation.queries.reports import works_for
from tests.cast import Cast
from tests.emulation.award_story import frozen_ranking
from tests.emulation.conftest import Running

SignIn = Callable[[User], Client]


def address(duty: Duty, day: date, rest: str = "") -> str:
    return f"/thi-dua/bao-cao/{duty.pk}/{day.isoformat()}/{rest}"


def fields(work: int | None = None, **values: Any) -> dict[str, Any]:
    """What the form sends; figures of `work` by quantity, people, days."""
    said = {"key": str(uuid4()), "base": "", "text": "", "trouble": "", "reason": ""}
    if work is not None:
        said |= {f"w{work}-{name}": str(values.pop(name)) for name in ("quantity", "people", "days") if name in values}
    return {**said, **values}


def send(client: Client, duty: Duty, day: date, said: dict[str, Any]) -> Any:
    return client.post(address(duty, day, "gui/"), said)


@pytest.fixture
def head(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.village_head)


def test_a_village_head_reports_today(running: Running, head: Client, cast: Cast) -> None:
    today = clock.today()
    page = head.get("/thi-dua/bao-cao/").content.decode()
    assert "Thôn Nà Cốc" in page
    assert "Thôn Nà Hin" not in page, "that one the working group reports"
    assert address(running.duty, today) in page
    form = head.get(address(running.duty, today)).content.decode()
    assert "Đào mương thoát nước" in form
    said = fields(running.work.pk, quantity="12,5", people=8, days=8, text="Đào qua ruộng nhà bà Lả.")
    for _ in range(2):  # a doubled click
        answer = head.post(address(running.duty, today), said, follow=True)
        assert answer.status_code == 200
    report = Report.objects.get()
    assert (report.state, report.way, report.by, report.whole_at is not None) == (
        "counted",
        "phone",
        cast.village_head,
        True,
    )
    assert done_by_work([running.work])[running.work.pk].quantity == Decimal("12.5")
    page = head.get(report.get_absolute_url()).content.decode()
    assert "12,5 m" in page
    assert "ruộng nhà bà Lả" in page
    assert "Xem báo cáo" in head.get("/thi-dua/bao-cao/").content.decode()


def test_who_reports_may_prepare_a_phone_beforehand(running: Running, cast: Cast, signed_in: SignIn) -> None:
    Duty.objects.all().delete()
    offline = "/thi-dua/bao-cao/may/"
    for person in (cast.village_head, running.guide):
        assert offline in signed_in(person).get("/thi-dua/bao-cao/").content.decode()
    assert offline not in signed_in(cast.accountant).get("/thi-dua/bao-cao/").content.decode()


def test_the_phone_knows_what_is_owed_and_sends(running: Running, head: Client, cast: Cast) -> None:
    today = clock.today()
    answer = head.get("/thi-dua/bao-cao/viec.json")
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["user"], told["name"], told["today"]) == (cast.village_head.pk, "Hà Văn Thôn", today.isoformat())
    (duty,) = told["duties"]
    assert (duty["id"], duty["every"], duty["due_at"], duty["keeps_place"]) == (running.duty.pk, "day", "17:00", False)
    assert duty["works"] == [
        {"id": running.work.pk, "text": "Đào mương thoát nước", "measure": "m", "volume": "400", "done": "0"}
    ]
    assert [row["day"] for row in duty["days"]] == [(today - timedelta(days=n)).isoformat() for n in range(11)]
    assert {row["state"] for row in duty["days"][1:]} == {"late"}
    said = fields(running.work.pk, quantity=20, announced="[]", written_at="2026-11-22T16:50:00+07:00")
    first, again = (send(head, running.duty, today, said).json() for _ in range(2))
    assert first == again
    assert (first["state"], first["missing"], first["key"]) == ("counted", [], said["key"])
    assert head.get(first["url"]).status_code == 200
    row = head.get("/thi-dua/bao-cao/viec.json").json()["duties"][0]
    assert row["days"][0] == {
        "day": today.isoformat(),
        "state": "sent",
        "report": first["report"],
        "key": said["key"],
        "frozen": False,
    }
    assert row["works"][0]["done"] == "20"


def test_frozen_days_show_what_was_sent(running: Running, head: Client, cast: Cast) -> None:
    today = clock.today()
    sent = send(head, running.duty, today, fields(running.work.pk, quantity=20)).json()
    frozen_ranking(running, cast, review_on=today)
    page = head.get("/thi-dua/bao-cao/").content.decode()
    assert page.count("Đã chốt số liệu") == 11
    assert page.count("Không báo cáo") == 10
    assert sent["url"] in page
    assert "Lập báo cáo" not in page
    days = head.get("/thi-dua/bao-cao/viec.json").json()["duties"][0]["days"]
    assert (days[0]["state"], days[0]["report"], days[0]["frozen"]) == ("sent", sent["report"], True)
    assert {row["state"] for row in days[1:]} == {"frozen"}


def test_the_same_key_with_other_words_is_refused(running: Running, head: Client) -> None:
    said = fields(running.work.pk, quantity=20)
    send(head, running.duty, clock.today(), said)
    answer = send(head, running.duty, clock.today(), {**said, "text": "khác"})
    assert answer.status_code == 409
    assert "đã dùng cho một báo cáo có nội dung khác" in answer.json()["error"]
    assert send(head, running.duty, clock.today() - timedelta(days=1), said).status_code == 409
    assert Report.objects.count() == 1


def test_a_correction_replaces_with_a_reason(running: Running, head: Client) -> None:
    today = clock.today()
    first = send(head, running.duty, today, fields(running.work.pk, quantity=20)).json()
    page = head.get(address(running.duty, today)).content.decode()
    assert "Đang sửa báo cáo đã gửi" in page
    assert f'value="{first["key"]}"' in page
    said = fields(running.work.pk, quantity=25, base=first["key"])
    refused = send(head, running.duty, today, said)
    assert (refused.status_code, refused.json()["error"]) == (409, "Đã có báo cáo của ngày này; đề nghị ghi lý do sửa.")
    assert "Lý do sửa: Nêu lý do sửa" in head.post(address(running.duty, today), said).content.decode()
    done = send(head, running.duty, today, {**said, "reason": "Đo lại"}).json()
    assert done["state"] == "counted"
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "counted"]
    assert done_by_work([running.work])[running.work.pk].quantity == 25
    page = head.get(done["url"]).content.decode()
    assert "Đo lại" in page
    assert "Đã có bản thay" in page
    # The first one arrives once more, as a phone with a bad line sends it: still the first, and it changes nothing.
    assert send(head, running.duty, today, fields(running.work.pk, quantity=25)).json()["report"] == done["report"]


def test_two_phones_contradict_each_other_and_the_officer_decides(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    today, officer = clock.today(), signed_in(cast.officer)
    send(head, running.duty, today, fields(running.work.pk, quantity=20))
    second = send(officer, running.duty, today, fields(running.work.pk, quantity=30, way="paper")).json()
    assert second["state"] == "conflict"
    assert set(Report.objects.values_list("state", flat=True)) == {"conflict"}
    assert done_by_work([running.work]) == {}
    assert "hai báo cáo khác nhau" in head.get(address(running.duty, today)).content.decode()
    assert head.get("/thi-dua/bao-cao/viec.json").json()["duties"][0]["days"][0]["state"] == "conflict"
    choose = f"/thi-dua/bao-cao/{second['report']}/chon/"
    assert head.get(choose).status_code == 403
    page = officer.get(choose).content.decode()
    assert "20 m" in page
    assert "30 m" in page
    detail = f"/thi-dua/bao-cao/{second['report']}/"
    assert choose in officer.get(detail).content.decode()
    with transaction.atomic():
        _frozen(running, today, today)
        assert choose not in officer.get(detail).content.decode(), "it would be refused"
        transaction.set_rollback(True)
    assert "Chọn bản 1 của Hà Văn Thôn" in page
    assert "Chọn bản 2 của Lò Thị Mến" in page
    assert officer.post(choose, {"chosen": second["report"], "reason": ""}).status_code == 200
    for _ in range(2):
        answer = officer.post(choose, {"chosen": second["report"], "reason": "Đã đo tại chỗ"})
        assert answer.status_code == 302
    assert Report.objects.get(pk=second["report"]).way == "paper"
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == ["set_aside", "counted"]
    assert done_by_work([running.work])[running.work.pk].quantity == 30


def test_a_stale_base_is_a_conflict_and_the_same_words_are_not(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    today, officer = clock.today(), signed_in(cast.officer)
    first = send(head, running.duty, today, fields(running.work.pk, quantity=20)).json()
    alike = send(officer, running.duty, today, fields(running.work.pk, quantity="20,0")).json()
    assert (alike["report"], alike["key"]) == (first["report"], first["key"])
    send(officer, running.duty, today, fields(running.work.pk, quantity=21, base=first["key"], reason="Đo lại"))
    late = send(
        head, running.duty, today, fields(running.work.pk, quantity=22, base=first["key"], reason="Nhầm")
    ).json()
    assert late["state"] == "conflict"
    assert Report.objects.filter(state=ReportState.CONFLICT).count() == 2


def _frozen(running: Running, first: date, last: date) -> None:
    by = running.drive.created_by
    Scoring.objects.create(
        drive=running.drive, name="Sơ kết", counts_from=first, review_on=last, state=ScoringState.FROZEN, frozen_at=clock.now(),
        frozen_by=by, created_by=by, created_at=clock.now(),
    )  # fmt: skip


def test_days_that_take_no_report(running: Running, head: Client) -> None:
    today = clock.today()

    def refusal(day: date) -> str:
        answer = send(head, running.duty, day, fields(running.work.pk, quantity=1))
        assert answer.status_code == 409
        plain = head.post(address(running.duty, day), fields(running.work.pk, quantity=1)).content.decode()
        assert answer.json()["error"] in plain
        return str(answer.json()["error"])

    assert "chưa đến nên chưa báo cáo được" in refusal(today + timedelta(days=1))
    assert "không phải ngày báo cáo" in refusal(today - timedelta(days=30))
    frozen = today - timedelta(days=3)
    kept = fields(running.work.pk, quantity=2)
    send(head, running.duty, frozen, kept)
    _frozen(running, today - timedelta(days=10), frozen)
    assert (
        refusal(frozen) == f"Ngày {frozen.day}/{frozen.month}/{frozen.year} đã chốt số liệu nên không nhận báo cáo nữa."
    )
    assert send(head, running.duty, frozen, kept).json()["state"] == "counted", "what came before is answered as before"
    days = {row["day"]: row for row in head.get("/thi-dua/bao-cao/viec.json").json()["duties"][0]["days"]}
    assert (days[frozen.isoformat()]["state"], days[frozen.isoformat()]["frozen"]) == ("sent", True)
    running.drive.state = DriveState.CLOSED
    running.drive.save()
    assert refusal(today) == "Đợt thi đua đã tổng kết nên không nhận báo cáo nữa."
    assert head.get("/thi-dua/bao-cao/viec.json").json()["duties"] == []
    assert head.get(address(running.duty, today)).status_code == 200
    assert head.get(f"/thi-dua/bao-cao/{running.duty.pk}/2026-02-30/").status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"quantity": "-5"}, "0 trở lên"),
        ({"quantity": "1000000000"}, "gấp hơn 10 lần mức giao"),
        ({"quantity": "mười mét"}, "phần thập phân sau dấu phẩy"),
        ({"quantity": "1e9"}, "phần thập phân sau dấu phẩy"),
        ({"quantity": "9" * 29}, "lớn quá mức"),
        ({"people": "2,5"}, "số nguyên"),
        ({"people": "999999"}, "số người từ 0"),
        ({"people": 2, "days": 100}, "là nhiều so với 2 người"),
        ({"days": "10000000"}, "số ngày công từ 0"),
        ({}, "Ghi khối lượng, kết quả"),
        ({"text": "dài " * 1000}, "nhiều nhất 3000 ký tự"),
        ({"text": "x", "key": "khong-phai"}, "Mã báo cáo không đúng"),
        ({"text": "x", "announced": '["abc"]'}, "Danh sách ảnh"),
        ({"text": "x", "announced": json.dumps([f"{n:064x}" for n in range(7)])}, "nhiều nhất 6 ảnh"),
    ],
)
def test_figures_that_cannot_be(running: Running, head: Client, said: dict[str, Any], sentence: str) -> None:
    """One sentence, and the page keeps what was typed."""
    answer = send(head, running.duty, clock.today(), fields(running.work.pk, **said))
    assert answer.status_code == 409
    assert sentence in answer.json()["error"]
    if "announced" not in said:
        page = head.post(address(running.duty, clock.today()), fields(running.work.pk, trouble="Mưa to", **said))
        assert page.status_code == (302 if not said else 200)
        if said:
            assert sentence in page.content.decode()
            assert "Mưa to" in page.content.decode()
    assert not Report.objects.exclude(trouble="Mưa to").exists()


def test_script_in_every_text_is_only_text(running: Running, head: Client, cast: Cast, signed_in: SignIn) -> None:
    bad = "<script>alert(1)</script>"
    first = send(head, running.duty, clock.today(), fields(running.work.pk, quantity=1, text=bad, trouble=bad)).json()
    send(
        head, running.duty, clock.today(), fields(running.work.pk, quantity=2, text=bad, base=first["key"], reason=bad)
    )
    other = send(head, running.duty, clock.today(), fields(running.work.pk, quantity=3, text=bad)).json()
    officer = signed_in(cast.officer)
    for page in (
        first["url"],
        other["url"],
        f"/thi-dua/{running.drive.pk}/bao-cao/",
        f"/thi-dua/bao-cao/{other['report']}/chon/",
    ):
        shown = officer.get(page).content.decode()
        assert bad not in shown
        assert "&lt;script&gt;" in shown


def test_who_may_report_for_whom(running: Running, cast: Cast, signed_in: SignIn) -> None:
    today = clock.today()
    for person, duty, status in (
        (running.guide, running.second_duty, 200), (running.second_head, running.second_duty, 403), (cast.officer, running.duty, 200),
        (cast.officer, running.second_duty, 200), (running.guide, running.duty, 403), (cast.leader, running.duty, 403),
        (cast.neighbour, running.duty, 404), (cast.stranger, running.duty, 404), (cast.coordination, running.duty, 403),
    ):  # fmt: skip
        client = signed_in(person)
        assert client.get(address(duty, today)).status_code == status, (person, duty)
        if status != 200:
            answer = send(client, duty, today, fields(text="x"))
            assert (answer.status_code, "error" in answer.json()) == (status, True)
    assert Report.objects.count() == 0
    said = fields(running.second_work.pk, quantity=5, way="paper")
    assert send(signed_in(running.guide), running.second_duty, today, said).json()["state"] == "counted"
    assert Report.objects.get().way == "phone", "whose own report it is types in no sheet"


def test_who_is_not_signed_in_is_told_so_in_json(running: Running, client: Client) -> None:
    for answer in (
        client.get("/thi-dua/bao-cao/viec.json"), send(client, running.duty, clock.today(), fields(text="x")),
        client.post(f"/thi-dua/bao-cao/anh/{uuid4()}/"),
    ):  # fmt: skip
        assert answer.status_code == 401
        assert answer.json()["error"]
    assert client.get(address(running.duty, clock.today())).status_code == 302


def test_a_sending_needs_the_token(running: Running, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.village_head, backend="accounts.backends.PhoneOrEmailBackend")
    assert send(client, running.duty, clock.today(), fields(text="x")).status_code == 403
    token = client.get("/thi-dua/bao-cao/viec.json").json()["csrf"]
    answer = client.post(address(running.duty, clock.today(), "gui/"), fields(text="x"), headers={"X-CSRFToken": token})
    assert answer.json()["state"] == "counted"


def test_the_plan_shows_the_same_figure(running: Running, head: Client) -> None:
    today, task = clock.today(), running.work.task

    def plan_says() -> tuple[Any, int, str]:
        task.refresh_from_db()
        return task.done_volume, task.percent, task.state

    send(head, running.duty, today - timedelta(days=2), fields(running.work.pk, quantity=100))
    assert plan_says()[0] is None, "the village's plan is not in force yet"
    Document.objects.filter(pk=task.plan.document_id).update(
        state=DocumentState.ISSUED, number_and_symbol="01/KH", issued_on=today
    )
    first = send(head, running.duty, today - timedelta(days=1), fields(running.work.pk, quantity=100)).json()
    assert plan_says() == (200, 50, "under_way")
    send(
        head,
        running.duty,
        today - timedelta(days=1),
        fields(running.work.pk, quantity=60, base=first["key"], reason="Nhầm"),
    )
    assert plan_says() == (160, 40, "under_way")
    send(head, running.duty, today, fields(running.work.pk, quantity=240))
    assert plan_says() == (400, 100, "done")
    send(head, running.duty, today, fields(running.work.pk, quantity=200))
    assert plan_says() == (160, 40, "under_way"), "neither of two that contradict each other counts"
    page = head.get(f"/ke-hoach/nhiem-vu/{task.pk}/")
    assert page.status_code in {200, 404}
    assert task.reports.filter(text__contains="Theo báo cáo thi đua").count() == 4


def test_of_two_duties_on_an_entry_one_brings_the_figures(running: Running, cast: Cast, signed_in: SignIn) -> None:
    """The village's weekly word beside its group's daily report: nothing is added twice."""
    today = clock.today()
    weekly = Duty.objects.create(
        entry=running.second, every="week", day=today.isoweekday(), due_at=running.duty.due_at, starts_on=running.drive.starts_on,
        ends_on=running.drive.ends_on,
    )  # fmt: skip
    head = signed_in(running.second_head)
    assert "Đào mương" not in head.get(address(weekly, today)).content.decode()
    told = next(row for row in head.get("/thi-dua/bao-cao/viec.json").json()["duties"] if row["id"] == weekly.pk)
    assert told["works"] == []
    answer = send(head, weekly, today, fields(running.second_work.pk, quantity=9, text="Tuần này làm tốt")).json()
    assert answer["state"] == "counted"
    assert done_by_work([running.second_work]) == {}
    in_time = today + timedelta(days=7)
    assert send(head, weekly, in_time, fields(text="Tuần sau")).status_code == 409
    assert send(signed_in(cast.officer), weekly, today - timedelta(days=1), fields(text="x")).status_code == 409


def test_the_list_is_filtered_and_asks_no_more_for_more(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    officer, today = signed_in(cast.officer), clock.today()
    url = f"/thi-dua/{running.drive.pk}/bao-cao/"

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(address).status_code == 200
        return len(asked)

    def mine() -> int:
        with CaptureQueriesContext(connection) as asked:
            head.get("/thi-dua/bao-cao/viec.json")
            head.get("/thi-dua/bao-cao/")
        return len(asked)

    first = send(head, running.duty, today, fields(running.work.pk, quantity=1, days=2, people=2)).json()
    send(
        head, running.duty, today, fields(running.work.pk, quantity=1, days=3, people=2, base=first["key"], reason="x")
    )
    officer.get(url)
    one, one_mine = queries(url), mine()
    for back in range(1, 9):
        send(
            head,
            running.duty,
            today - timedelta(days=back),
            fields(running.work.pk, quantity=back, text=f"ngày thứ {back}"),
        )
    send(officer, running.second_duty, today, fields(running.second_work.pk, quantity=7, text="Nà Hin"))
    assert (queries(url), mine()) == (one, one_mine)
    yesterday = today - timedelta(days=1)
    shown = officer.get(url, {"ngay": f"{yesterday.day}/{yesterday.month}/{yesterday.year}"}).content.decode()
    assert "ngày thứ 1" in shown
    assert "ngày thứ 2" not in shown
    shown = officer.get(url, {"don_vi": running.second.pk}).content.decode()
    assert "Nà Hin" in shown
    assert "ngày thứ" not in shown
    assert "Không có báo cáo nào như vậy" in officer.get(url, {"tinh_trang": "conflict"}).content.decode()
    assert officer.get(url, {"ngay": "hôm qua", "don_vi": "x", "tinh_trang": "y", "trang": "99"}).status_code == 200
    assert signed_in(cast.neighbour).get(url).status_code == 404


def test_one_report_asks_the_same_however_much_it_has(running: Running, head: Client) -> None:
    today = clock.today()
    one = send(head, running.duty, today, fields(running.work.pk, quantity=1)).json()

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert head.get(Report.objects.filter(state="counted").latest("pk").get_absolute_url()).status_code == 200
        return len(found)

    asked()
    before, base = asked(), one["key"]
    for amount in (2, 3, 4):
        said = fields(running.work.pk, quantity=amount, base=base, reason="Đo lại")
        base = send(head, running.duty, today, said).json()["key"]
    assert asked() == before


def test_the_database_keeps_what_was_reported(running: Running, head: Client) -> None:
    send(head, running.duty, clock.today(), fields(running.work.pk, quantity=1, text="một"))
    report = Report.objects.get()
    if not _has_triggers():
        pytest.skip("made without migrations")
    for change in (
        lambda: Report.objects.update(text="hai"), lambda: Report.objects.update(at=clock.now()),
        lambda: report.lines.update(quantity=5), lambda: report.lines.all().delete(),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    Report.objects.update(state=ReportState.SET_ASIDE)


def _has_triggers() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'emulation_report_stands'")
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'emulation_report_stands'")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("every", "day", "due", "first"),
    [
        ("day", None, date(2026, 11, 22), date(2026, 11, 22)),
        ("week", 5, date(2026, 11, 27), date(2026, 11, 21)),
        ("month", 20, date(2026, 11, 20), date(2026, 10, 21)),
        ("month", 31, date(2026, 2, 28), date(2026, 2, 1)),
        ("month", 31, date(2026, 3, 31), date(2026, 3, 1)),
    ],
)
def test_a_report_of_a_week_or_month_may_come_before_its_day(every: str, day: int, due: date, first: date) -> None:
    owed = Owed(every, day, time(17), date(2026, 1, 1), date(2026, 12, 31))
    assert opens_on(owed, due) == first


def test_after_the_daily_report_has_ended_the_weekly_one_brings_the_figures(running: Running) -> None:
    today = clock.today()
    Duty.objects.filter(pk=running.duty.pk).update(ends_on=today - timedelta(days=3))
    weekly = Duty.objects.create(
        entry=running.entry, every="week", day=today.isoweekday(), due_at=time(17), starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=9),
    )  # fmt: skip
    assert works_for(weekly, today) == [running.work]
    assert works_for(weekly, today - timedelta(days=7)) == []
    assert works_for(Duty.objects.get(pk=running.duty.pk), today - timedelta(days=7)) == [running.work]
