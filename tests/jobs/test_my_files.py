"""Tệp của tôi: what a finished file says of itself, how it is stopped, when it goes away and how it comes back; nothing is cut."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse_lazy
from openpyxl import load_workbook

from accounts.models import Assignment, User
from campaigns.models import Event
from core import clock as house_clock
from core.sheets import Column, Counted, RowCountError, Sheet, Sums
from core.sheets_long import csv_lines, write_sheet
from documents import actions, job_files, list_exports
from documents.enums import DocumentState, Purpose
from documents.files import keep_file, settled_id
from documents.models import SignedCopy, StoredFile
from documents.register_printing import request_book
from documents.tasks import remove_expired_files
from emulation.models import CertificateLayout
from jobs import actions as jobs
from jobs.enums import JobState
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock

SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}
MINE = "/tep-cua-toi/"
EVENTS = reverse_lazy("campaigns:events")


@pytest.fixture
def book(cast: Cast, clock: Clock) -> Job:
    """The register of 2026 with one paper, ordered and printed on the second of March."""
    clock.set("2026-03-02 08:00")
    paper = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    actions.issue(paper, by=cast.clerk)
    job = request_book(cast.committee, 2026, by=cast.clerk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.reason
    return job


def page(client: Client) -> str:
    return client.get(MINE).content.decode().replace("\xa0", " ")


def fetched(client: Client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def stored(job: Job) -> StoredFile:
    assert job.result
    return StoredFile.objects.get(pk=job.result["url"].rstrip("/").rpartition("/")[2])


def test_a_finished_file_says_size_rows_and_day(book: Job, cast: Cast, signed_in: SignIn) -> None:
    said = page(signed_in(cast.clerk))
    assert "KB · 1 dòng · giữ đến hết ngày 16/3/2026" in said
    assert "giữ 14 ngày rồi tự xóa" in said


def test_it_stays_through_its_last_day_and_is_taken_away_after(
    book: Job, cast: Cast, clock: Clock, signed_in: SignIn
) -> None:
    file, client = stored(book), signed_in(cast.clerk)
    clock.set("2026-03-16 23:50")
    remove_expired_files()
    assert fetched(client, f"/tep/{file.pk}/").startswith(b"%PDF")
    clock.set("2026-03-17 00:10")
    remove_expired_files()
    remove_expired_files()
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not default_storage.exists(str(file.file.name))
    assert client.get(f"/tep/{file.pk}/").status_code == 404
    said = page(client)
    assert "Tệp đã hết hạn giữ" in said
    assert f"/tep/{file.pk}/" not in said


def test_what_has_expired_is_ordered_anew(book: Job, cast: Cast, clock: Clock, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    clock.set("2026-04-01 08:00")
    remove_expired_files()
    for _ in range(2):
        assert "Đang chờ đến lượt" in client.post(f"/viec-nen/{book.pk}/lap-lai/", headers=HTMX).content.decode()
    again = Job.objects.get(kind=book.kind, state=JobState.QUEUED)
    assert again.payload["on"] == "2026-04-01", "as of today"
    jobs.run(again.pk)
    assert "giữ đến hết ngày 15/4/2026" in page(client)
    assert fetched(client, f"/tep/{stored(Job.objects.get(pk=again.pk)).pk}/").startswith(b"%PDF")
    assert client.post(f"/viec-nen/{book.pk}/lap-lai/")["Location"] == MINE


def test_nobody_orders_anew_for_somebody_else(book: Job, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.officer).post(f"/viec-nen/{book.pk}/lap-lai/").status_code == 404


def test_who_lost_the_right_gets_no_new_file(book: Job, cast: Cast, clock: Clock) -> None:
    Assignment.objects.filter(user=cast.clerk).update(area=cast.next_commune)
    again = jobs.enqueue(book.kind, key=book.key, payload=book.payload, owner=book.owner, area=book.area)
    jobs.run(again.pk)
    again.refresh_from_db()
    assert again.reason == "Anh/chị không còn quyền xem sổ văn bản đi của cơ quan này."


def test_asked_again_in_time_it_is_kept_longer(book: Job, cast: Cast, clock: Clock) -> None:
    file = stored(book)
    clock.set("2026-03-10 08:00")
    again = jobs.enqueue(book.kind, key=book.key, payload=book.payload, owner=book.owner, area=book.area)
    jobs.run(again.pk)
    again.refresh_from_db()
    assert stored(again).pk == file.pk, "the same wording is printed once"
    clock.set("2026-03-20 08:00")
    remove_expired_files()
    assert StoredFile.objects.filter(pk=file.pk).exists()
    assert again.result
    assert again.result["until"] == "2026-03-24"


def test_files_that_rows_point_to_stay_whatever_their_date(cast: Cast, clock: Clock) -> None:
    """By mistake marked as to be removed: a signed copy (protected) and an emblem (which would be set to nothing)."""
    clock.set("2026-03-02 08:00")
    until = house_clock.today()

    def kept(purpose: Purpose) -> StoredFile:
        return keep_file(
            name="a.pdf", data=b"%PDF-", content_type="application/pdf", purpose=purpose, area=cast.commune, by=cast.officer,
            kept_until=until,
        )  # fmt: skip

    signed, emblem, paper, loose = (kept(purpose) for purpose in (
        Purpose.SIGNED_COPY, Purpose.CERTIFICATES, Purpose.EVIDENCE, Purpose.EXPORT
    ))  # fmt: skip
    StoredFile.objects.filter(pk=paper.pk).update(kept_until=None)
    SignedCopy.objects.create(document=factories.document(cast.commune, cast.committee), file=signed)
    CertificateLayout.objects.create(area=cast.commune, mode="full", emblem=emblem)
    clock.move(days=2)
    remove_expired_files()
    assert set(StoredFile.objects.all()) == {signed, emblem, paper}
    assert all(default_storage.exists(str(file.file.name)) for file in (signed, emblem, paper))
    assert not default_storage.exists(str(loose.file.name))


def test_an_expired_file_that_is_not_removed_yet_is_made_anew(cast: Cast, clock: Clock) -> None:
    clock.set("2026-03-02 08:00")
    id = settled_id("thu", 1)
    made: dict[str, Any] = {
        "name": "a.pdf", "data": b"%PDF-", "content_type": "application/pdf", "purpose": Purpose.EXPORT, "area": cast.commune,
        "by": cast.officer, "id": id,
    }  # fmt: skip
    keep_file(**made, kept_until=job_files.last_day())
    clock.move(days=20)
    assert job_files.kept_before(id) is None
    with transaction.atomic():
        again = keep_file(**made, kept_until=job_files.last_day())
    remove_expired_files()
    assert default_storage.exists(str(again.file.name))


# --- Nothing is cut ---

_COLUMNS = (Column("STT", 6, "number"), Column("Tên", 20))


@pytest.mark.parametrize("asked", [10, 10_000], ids=["short", "long"])
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_list_that_lost_rows_is_refused_with_both_numbers(asked: int, format: str) -> None:
    rows = Counted((place, "Lò Văn An") for place in range(asked - 2))
    sheet = Sheet("So", _COLUMNS, rows, sums=Sums((), count=asked))
    wanted = f"Tệp có {asked - 2:,} dòng trong khi cần {asked:,} dòng".replace(",", ".")
    with pytest.raises(RowCountError, match=wanted):
        list(csv_lines(sheet)) if format == "csv" else write_sheet(sheet, io.BytesIO())
    assert rows.read == asked - 2


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of 21 rows is long."""
    monkeypatch.setattr(list_exports, "AT_ONCE", 20)


def _events(cast: Cast, count: int) -> None:
    day = house_clock.today()
    Event.objects.bulk_create(
        Event(area=cast.commune, kind="other", title=f"Hoạt động {place}", held_on=day, created_by=cast.officer, created_at=house_clock.now())
        for place in range(count)
    )  # fmt: skip


@pytest.mark.usefixtures("short")
def test_a_long_list_becomes_a_job_with_the_same_filters(cast: Cast, signed_in: SignIn) -> None:
    _events(cast, 21)
    client = signed_in(cast.officer)
    answer = client.get(f"{EVENTS}?export=xlsx&loai=other", follow=True)
    assert "Danh sách có 21 dòng nên đang lập" in answer.content.decode()
    job = Job.objects.get(kind="documents.list_export")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.reason
    assert job.result
    assert job.result["rows"] == 21
    data = fetched(client, job.result["url"])
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.max_row == 23
    assert sheet.cell(23, 1).value == "Cộng (21 dòng)"
    assert client.get(f"{EVENTS}?export=xlsx&loai=khac-nua").status_code == 200


@pytest.mark.usefixtures("short")
def test_rows_that_went_missing_fail_the_job(cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two events are taken away between the count and the reading of the rows."""
    from campaigns.views import events

    _events(cast, 21)
    signed_in(cast.officer).get(f"{EVENTS}?export=xlsx")
    whole = events.papers.event_sheet

    def fewer(rows: Any) -> Sheet:
        return whole(list(rows)[2:])

    monkeypatch.setattr(events.papers, "event_sheet", fewer)
    job = Job.objects.get(kind="documents.list_export")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.FAILED, None)
    assert job.reason.startswith("Tệp có 19 dòng trong khi cần 21 dòng")
    assert not StoredFile.objects.filter(purpose=Purpose.EXPORT).exists()
    assert "Thử lại" in page(signed_in(cast.officer))


@pytest.mark.usefixtures("short")
def test_a_list_is_not_made_for_who_lost_the_right(cast: Cast, signed_in: SignIn) -> None:
    _events(cast, 21)
    signed_in(cast.officer).get(f"{EVENTS}?export=xlsx")
    job = Job.objects.get(kind="documents.list_export")
    Assignment.objects.filter(user=cast.officer).update(area=cast.next_commune)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.result
    assert job.result["rows"] == 0, "of the area that the person has now there are none"
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    signed_in(cast.leader)
    again = jobs.enqueue(job.kind, key=job.key, payload=job.payload, owner=job.owner, area=job.area)
    jobs.run(again.pk)
    again.refresh_from_db()
    assert again.reason == "Anh/chị không còn quyền xem danh sách này."


@pytest.mark.usefixtures("short")
def test_stopped_while_it_is_written_nothing_is_kept(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _events(cast, 21)
    signed_in(cast.officer).get(f"{EVENTS}?export=xlsx")
    job = Job.objects.get(kind="documents.list_export")
    tell = Counted.__iter__

    def stopped_at_the_first_row(self: Counted) -> Any:
        for place, row in enumerate(tell(self)):
            if place == 0:
                assert signed_in(cast.officer).post(f"/viec-nen/{job.pk}/dung/").status_code == 302
            yield row

    monkeypatch.setattr(Counted, "__iter__", stopped_at_the_first_row)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not StoredFile.objects.filter(purpose=Purpose.EXPORT).exists()


def test_who_only_may_look_has_no_button_to_stop_it(cast: Cast, signed_in: SignIn) -> None:
    paper = factories.document(cast.commune, cast.committee, by=cast.officer)
    signed_in(cast.officer).post(f"/van-ban/{paper.pk}/pdf/")
    job = Job.objects.get(kind="documents.render")
    stop = f"/viec-nen/{job.pk}/dung/"
    assert stop in signed_in(cast.officer).get(f"/viec-nen/{job.pk}/").content.decode()
    assert stop not in signed_in(cast.leader).get(f"/viec-nen/{job.pk}/").content.decode()


def test_the_page_takes_the_same_queries_for_one_and_three(book: Job, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    client.get(MINE)
    with CaptureQueriesContext(connection) as one:
        client.get(MINE)
    for year in (2024, 2025):
        jobs.enqueue(book.kind, key=str(year), payload={**book.payload, "year": year}, owner=cast.clerk)
    with CaptureQueriesContext(connection) as three:
        assert client.get(MINE).content.decode().count("Đang chờ đến lượt") == 2
    assert len(three) == len(one)
