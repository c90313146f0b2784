"""The office above: who has sent, in time or late; whom to call; reminding once a day; asking for a form and ending it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from journal.models import Entry, Notice
from reporting.actions.opening import open_reports
from reporting.enums import ReportState
from reporting.models import PeriodicReport, ReportDuty, ReportForm
from tests import factories
from tests.reporting import below
from tests.reporting.below import Province

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.conftest import Clock

SignIn = Callable[["User"], Client]
pytestmark = pytest.mark.django_db
OFFICE = "reporting:office"


@pytest.fixture
def made(clock: Clock) -> Province:
    """Three communes of a province since June: one sent in time, one four days late, one never; it is 22 July."""
    clock.set("2024-07-16 09:00")
    made = below.province(3)
    made.duty.valid_from = date(2024, 6, 20)
    made.duty.save()
    first, second, third = made.communes
    below.send(made, first, below.content(first, below.chance("1")))
    below.send(made, second, below.content(second, below.chance("2")), at=below.later(5))
    factories.person("Lò Thị Chậm", Role.NTM_OFFICER, third)
    clock.set("2024-07-22 09:00")
    return made


def test_the_office_sees_who_has_sent_and_whom_to_call(made: Province, signed_in: SignIn) -> None:
    answer = signed_in(made.officer).get(reverse(OFFICE))
    rates = answer.context["rates"]
    assert (rates.owed, rates.sent, rates.on_time, rates.to_receive) == (3, 2, 1, 2)
    page = answer.content.decode()
    for words in (
        "Đúng hạn",
        "Muộn 4 ngày",
        "Quá hạn 5 ngày",
        "2/3",
        "66,7",
        "33,3",
        "Lò Thị Chậm",
        "chờ nhận",
        "Chưa đến hạn",
    ):
        assert words in page
    (call,) = answer.context["calls"]
    assert call.area == made.communes[2]
    assert f'href="tel:{call.people[0].phone}"' in page
    only = signed_in(made.officer).get(reverse(OFFICE), {"tt": "late"}).context["page"].object_list
    assert [row.area for row in only] == [made.communes[1]]
    assert (
        signed_in(made.officer).get(reverse(OFFICE), {"nam": "x", "mau": "9", "tt": "?", "trang": "z"}).status_code
        == 200
    )


def test_a_returned_report_is_owed_again_and_received_ones_say_so(made: Province, signed_in: SignIn) -> None:
    first, second, _ = made.communes
    client = signed_in(made.officer)
    sent = PeriodicReport.objects.get(area=first)
    assert client.post(reverse("reporting:receive_report", args=[sent.pk])).status_code == 302
    late = PeriodicReport.objects.get(area=second)
    assert client.post(reverse("reporting:return_report", args=[late.pk]), {"reason": "Thiếu biểu"}).status_code == 302
    late.refresh_from_db()
    assert late.state == ReportState.RETURNED
    answer = client.get(reverse(OFFICE))
    rates = answer.context["rates"]
    assert (rates.owed, rates.sent, rates.to_receive) == (3, 1, 0)
    assert "đã nhận" in answer.content.decode()
    assert {call.area for call in answer.context["calls"]} == {second, made.communes[2]}


def test_reminding_tells_the_writer_once_a_day(made: Province, signed_in: SignIn, clock: Clock) -> None:
    client, third = signed_in(made.officer), made.communes[2]
    url = reverse("reporting:remind") + f"?mau={made.duty.pk}&nam=2024"
    for _ in range(2):
        assert client.post(url, {"area": third.pk}).status_code == 302
    notice = Notice.objects.get(key__startswith="report-asked-")
    assert notice.recipient.full_name == "Lò Thị Chậm"
    assert "quá hạn 5 ngày" in notice.title
    assert "tháng 7/2024" in notice.title
    assert "Đã nhắc hôm nay" in client.get(reverse(OFFICE)).content.decode()
    clock.move(days=1)
    open_reports(date(2024, 7, 23))
    client.post(url)
    assert Notice.objects.filter(key__startswith="report-asked-").count() == 2
    assert client.post(url, {"area": made.communes[0].pk}).status_code == 404, "it owes nothing"


def test_the_workbook_holds_every_report(made: Province, signed_in: SignIn) -> None:
    answer = signed_in(made.officer).get(reverse(OFFICE), {"export": "xlsx"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Tổng hợp", "Từng báo cáo"]
    rows = list(book["Từng báo cáo"].values)[1:]
    july = [row for row in rows if row[1] == "tháng 7/2024"]
    assert [(row[0], row[4], row[5]) for row in july] == [
        ("Xã Mường 001", "Đúng hạn", 0), ("Xã Mường 002", "Gửi muộn", 4), ("Xã Mường 003", "Quá hạn, chưa gửi", 5),
    ]  # fmt: skip
    assert str(july[2][7]).startswith("Lò Thị Chậm, 0")


def test_asking_for_a_form_and_ending_it(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    clock.set("2024-07-16 09:00")
    from reporting.actions.forms import load_shipped

    load_shipped()
    client, form = signed_in(cast.coordination), ReportForm.objects.get(code="xa-thang")
    assert "Chưa giao chế độ báo cáo nào" in client.get(reverse(OFFICE)).content.decode()
    url, data = reverse("reporting:duties"), {"mau": form.pk, "tu_ngay": "15/6/2024", "dot": ""}
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    duty = ReportDuty.objects.get()
    assert (duty.asked_by, duty.valid_from) == (cast.province, date(2024, 6, 15))
    assert Entry.objects.filter(action="periodic.asked").count() == 1
    wrong = client.post(url, {**data, "tu_ngay": "hôm nay", "mau": ReportForm.objects.get(code="tinh-thang").pk})
    assert wrong.status_code == 422
    assert open_reports(date(2024, 7, 16)) > 0
    end = reverse("reporting:end_duty", args=[duty.pk])
    assert "phải từ ngày 15/6/2024" in client.post(end, {"den_ngay": "1/6/2024"}, follow=True).content.decode()
    for _ in range(2):
        assert client.post(end, {"den_ngay": "31/7/2024"}).status_code == 302
    duty.refresh_from_db()
    assert duty.valid_to == date(2024, 7, 31)
    assert Entry.objects.filter(action="periodic.asked").count() == 2
    assert client.post(url, data).status_code == 302
    assert ReportDuty.objects.count() == 2


def test_a_commune_asks_its_villages(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    clock.set("2024-07-16 09:00")
    from reporting.actions.forms import load_shipped

    load_shipped()
    form = ReportForm.objects.get(code="thon-thang")
    client = signed_in(cast.officer)
    assert client.post(reverse("reporting:duties"), {"mau": form.pk, "tu_ngay": "15/6/2024"}).status_code == 302
    page = client.get(reverse(OFFICE)).content.decode()
    assert "Thôn Nà Cốc" in page
    assert (
        signed_in(cast.neighbour).post(reverse("reporting:end_duty", args=[ReportDuty.objects.get().pk])).status_code
        == 404
    )


def test_the_page_asks_the_same_few_questions_for_25_communes_and_12_periods(signed_in: SignIn, clock: Clock) -> None:
    clock.set("2024-12-20 09:00")
    made = below.province(25)
    client = signed_in(made.officer)
    client.get(reverse(OFFICE))
    counts = []
    for count in (1, 3, 25):
        for area in made.communes[:count]:
            factories.person(f"Cán bộ {area.name}", Role.NTM_OFFICER, area)
            for month in range(2, 13):
                ends = date(2024, month, 14)
                below.send(made, area, {}, starts=date(2024, month - 1, 15), ends=ends, due=date(2024, month, 17))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(OFFICE))
        assert len(answer.context["page"].object_list) == 25
        assert len(answer.context["turns"]) == 12
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 20
