"""Photos of reports: they arrive whole or not at all, each once; what is no photo costs nothing that was typed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image

from accounts.models import User
from core import clock
from documents.models import StoredFile
from documents.photos import CameraSays, camera_says, small_photo
from emulation.enums import CheckReason
from emulation.models import PhotoCheck, Report, ReportPhoto
from emulation.photo_jobs import KIND, prepare
from jobs.models import Job
from tests.cast import Cast
from tests.documents.test_photos import a_bomb, from_an_iphone
from tests.emulation.conftest import Running
from tests.emulation.test_reports import address, fields, send

SignIn = Callable[[User], Client]


def picture(colour: str, size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def photo(client: Client, key: str, data: bytes, **values: Any) -> Any:
    said = {"photo": SimpleUploadedFile("IMG_1.jpg", data), "digest": digest(data), **values}
    return client.post(f"/thi-dua/bao-cao/anh/{key}/", said)


@pytest.fixture
def head(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.village_head)


def announce(client: Client, running: Running, *photos: bytes, **values: Any) -> dict[str, Any]:
    said = fields(running.work.pk, quantity=1, announced=json.dumps([digest(data) for data in photos]), **values)
    told: dict[str, Any] = send(client, running.duty, clock.today(), said).json()
    return told


def test_photos_arrive_one_by_one_each_once(running: Running, head: Client, cast: Cast, signed_in: SignIn) -> None:
    one, two = picture("red"), picture("blue")
    told = announce(head, running, one, two)
    report = Report.objects.get()
    assert told["missing"] == [digest(one), digest(two)]
    assert report.whole_at is None
    assert "Đã nhận 0/2 ảnh" in head.get(told["url"]).content.decode()
    assert photo(head, told["key"], two).json() == {"missing": [digest(one)]}
    for _ in range(2):  # the answer was lost on the way, so the phone sends it once more
        assert photo(head, told["key"], one).json() == {"missing": []}
    report = Report.objects.get()
    assert report.whole_at
    assert [row.digest for row in report.photos.all()] == [digest(one), digest(two)], "in the order they were announced"
    assert StoredFile.objects.filter(purpose="report_photo").count() == 2
    url = f"/anh/{report.photos.all()[0].file_id}/"
    page = head.get(told["url"]).content.decode()
    assert url.split("/")[-2] in page
    assert send(head, running.duty, clock.today(), fields(text="x")).status_code == 200


def test_what_is_not_the_announced_photo_is_refused(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    one, two = picture("red"), picture("blue")
    told = announce(head, running, one)
    for answer, sentence in (
        (photo(head, told["key"], two), "không có trong báo cáo"),
        (photo(head, told["key"], two, digest=digest(one)), "không nguyên vẹn"),
        (photo(head, told["key"], one[:-300], digest=digest(one)), "không nguyên vẹn"),
        (head.post(f"/thi-dua/bao-cao/anh/{told['key']}/", {"digest": digest(one)}), "Chưa có ảnh"),
    ):
        assert answer.status_code == 409
        assert sentence in answer.json()["error"]
    assert photo(head, str(uuid4()), one).status_code == 404
    assert photo(signed_in(cast.neighbour), told["key"], one).status_code == 404
    assert photo(signed_in(running.second_head), told["key"], one).status_code == 403
    assert not ReportPhoto.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"day khong phai anh", "không phải ảnh"),
        (a_bomb(60_000), "quá nhiều điểm ảnh"),
        (picture("red", (900, 700))[:700], "hỏng"),
        (b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024), "20 MB"),
    ],
)  # fmt: skip
def test_what_is_no_photo_gets_one_sentence(running: Running, head: Client, data: bytes, sentence: str) -> None:
    told = announce(head, running, data)
    answer = photo(head, told["key"], data)
    assert answer.status_code == 409
    assert sentence in answer.json()["error"]
    said = fields(running.work.pk, quantity=3, text="Đắp nền", base=told["key"], reason="x")
    page = head.post(address(running.duty, clock.today()), {**said, "photos": SimpleUploadedFile("a.jpg", data)})
    assert page.status_code == 200
    shown = page.content.decode()
    assert sentence in shown
    assert "Đắp nền" in shown, "what was typed stays"
    assert "ảnh cần chọn lại" in shown
    assert Report.objects.count() == 1


def test_an_iphones_picture_is_converted(running: Running, head: Client) -> None:
    data = from_an_iphone()
    told = announce(head, running, data)
    assert photo(head, told["key"], data).json() == {"missing": []}
    stored = ReportPhoto.objects.get().file
    assert (stored.content_type, stored.name) == ("image/jpeg", "IMG_1.jpg")


def test_the_page_takes_all_at_once_and_a_correction_keeps_what_it_is_told(running: Running, head: Client) -> None:
    today = clock.today()
    photos = [SimpleUploadedFile(f"{colour}.jpg", picture(colour)) for colour in ("red", "blue", "green")]
    answer = head.post(address(running.duty, today), {**fields(running.work.pk, quantity=3), "photos": photos})
    assert answer.status_code == 302
    first = Report.objects.get()
    assert (first.whole_at is not None, first.photos.count()) == (True, 3)
    assert head.get(address(running.duty, today)).content.decode().count('name="keep"') == 3
    keep = [digest(picture(colour)) for colour in ("red", "green")]
    said = fields(running.work.pk, quantity=3, base=str(first.key), reason="Bỏ một ảnh, thêm một ảnh", keep=keep)
    head.post(address(running.duty, today), {**said, "photos": SimpleUploadedFile("n.jpg", picture("white"))})
    second = Report.objects.get(state="counted")
    assert [row.digest for row in second.photos.all()] == [*keep, digest(picture("white"))]
    assert second.whole_at is not None
    assert second.photos.all()[0].file_id == first.photos.all()[0].file_id, "the same file, stored once"
    assert head.get(f"/tep/{uuid4()}/").status_code == 404


def test_seven_photos_are_too_many(running: Running, head: Client) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", picture(f"rgb({n},0,0)")) for n in range(7)]
    page = head.post(address(running.duty, clock.today()), {**fields(running.work.pk, quantity=3), "photos": photos})
    assert "nhiều nhất 6 tệp" in page.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_place_and_time_stay_only_where_the_drive_asks(running: Running, head: Client, keeps: bool) -> None:
    running.drive.keeps_place = keeps
    running.drive.save()
    one, two = picture("red"), picture("blue")
    told = announce(head, running, one, two)
    where = {"taken_at": "2026-11-22T16:40:00+07:00", "latitude": "18.123456789", "longitude": "106.3"}
    photo(head, told["key"], one, **where)
    photo(head, told["key"], two, taken_at="hôm nay", latitude="NaN", longitude="999")
    row, strange = ReportPhoto.objects.order_by("position")
    assert (row.latitude, row.longitude) == ((Decimal("18.123457"), Decimal("106.3")) if keeps else (None, None))
    assert (row.taken_at is not None) == keeps
    assert (strange.taken_at, strange.latitude, strange.longitude) == (None, None, None)


def taken(moment: str, offset: str = "") -> bytes:
    """A picture with what a camera writes into it."""
    exif = Image.Exif()
    said = exif.get_ifd(ExifTags.IFD.Exif)
    said[ExifTags.Base.DateTimeOriginal] = moment
    if offset:
        said[ExifTags.Base.OffsetTimeOriginal] = offset
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (18.0, 7.0, 24.0), 3: "E", 4: (106.0, 18.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_an_old_picture_keeps_the_time_of_its_camera(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    running.drive.keeps_place = True
    running.drive.save()
    old, plain, left_out = taken("2026:03:01 16:00:00"), picture("red"), taken("2026:03:02 16:00:00")
    told = announce(head, running, old, plain, left_out)
    for data in (old, plain):
        photo(head, told["key"], data, taken_at="2026-11-22T21:11:00+07:00")
    photo(head, told["key"], left_out)
    first, second, third = ReportPhoto.objects.order_by("position")
    assert (first.taken_at, first.by_camera) == (datetime.fromisoformat("2026-03-01T16:00:00+07:00"), True)
    assert (second.taken_at, second.by_camera) == (datetime.fromisoformat("2026-11-22T21:11:00+07:00"), False)
    assert third.taken_at is None, "who leaves it out sends none"
    for row in (first, second):
        PhotoCheck.objects.create(photo=row, why=CheckReason.SAMPLE)
    page = signed_in(cast.officer).get(reverse("emulation:photo_checks", args=[running.drive.pk])).content.decode()
    assert 'Chụp lúc <span class="tnum">' in page
    assert 'Giờ của tệp (ảnh không ghi giờ chụp): <span class="tnum">' in page


@pytest.mark.parametrize("keeps", [True, False])
def test_the_form_says_what_it_keeps_of_a_photo(running: Running, head: Client, keeps: bool) -> None:
    running.drive.keeps_place = keeps
    running.drive.save()
    form = address(running.duty, clock.today())
    page = head.get(form).content.decode()
    assert ("vị trí, giờ chụp ghi trong ảnh được lưu lại" in page) is keeps
    assert ("vị trí chụp trong ảnh được bỏ đi" in page) is not keeps
    sent = SimpleUploadedFile("a.jpg", taken("2026:03:01 08:00:00", "+00:00"))
    head.post(form, {**fields(running.work.pk, quantity=3), "photos": sent})
    row = ReportPhoto.objects.get()
    assert (row.taken_at, row.by_camera) == (
        (datetime.fromisoformat("2026-03-01T15:00:00+07:00"), True) if keeps else (None, False)
    )
    assert (row.latitude, row.longitude) == ((Decimal("18.123333"), Decimal("106.3")) if keeps else (None, None))
    with row.file.file.open("rb") as file:
        assert camera_says(file.read()) == CameraSays(), "the picture itself keeps neither"


@pytest.mark.parametrize("said", ["", "2026:13:45 99:00:00", "hôm nay", "\0" * 20])
def test_a_camera_that_writes_nonsense_says_nothing(said: str) -> None:
    assert camera_says(taken(said)).taken_at is None
    assert camera_says(b"no picture") == CameraSays()


def test_photos_are_for_those_who_read_the_report(
    running: Running, head: Client, cast: Cast, signed_in: SignIn
) -> None:
    one = picture("red", (800, 600))
    told = announce(head, running, one)
    photo(head, told["key"], one)
    url = reverse("documents:photo", args=[ReportPhoto.objects.get().file_id])
    for person, status in ((cast.officer, 200), (cast.leader, 200), (running.guide, 200), (cast.neighbour, 404)):
        assert signed_in(person).get(url).status_code == status


def test_the_worker_lays_the_small_picture_beside_it(
    running: Running, head: Client, django_capture_on_commit_callbacks: Any
) -> None:
    one = picture("red", (1200, 900))
    told = announce(head, running, one)
    photo(head, told["key"], one)
    stored = ReportPhoto.objects.get().file
    job = Job.objects.get(kind=KIND)
    for _ in range(2):
        prepare(job)
    with stored.file.open("rb") as file:
        small = small_photo(file.read())
    with stored.file.storage.open(f"{stored.file.name}.360.jpg", "rb") as kept:
        assert kept.read() == small
    from django.urls import reverse

    assert head.get(reverse("documents:photo", args=[stored.pk]) + "?nho=1").content == small
