"""Photos as proof: a picture used again is shown to a person, a random share is looked at, and nothing is ever refused."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageDraw, ImageEnhance

from accounts.enums import Role
from core.clock import now, today
from documents.enums import Purpose
from documents.photos import keep_photo
from emulation.actions.photos import look_at
from emulation.enums import CheckReason, CheckState, ReportState
from emulation.models import Drive, Duty, PhotoCheck, Report, ReportPhoto
from emulation.photo_jobs import prepare_later
from emulation.queries.photos import checked_share
from emulation.rules.look_alike import LIKE, NO_LOOK, is_drawn, look_of, near
from journal.models import Entry as Happened
from tests import factories
from tests.processes import Program, wait_until

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], "Client"]


def landscape(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A made-up picture with large and small shapes; another seed is another place."""
    chance, (width, height) = random.Random(seed), size  # noqa: S311 - pictures, no secrets
    picture = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for step in range(60):
        reach = max(12, width // (2 + step // 6))
        x, y = chance.randrange(-reach // 2, width), chance.randrange(-reach // 2, height)
        box = (x, y, x + chance.randrange(reach // 2, reach), y + chance.randrange(reach // 2, reach))
        colour = tuple(chance.randrange(256) for _ in range(3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(box, fill=colour)
    return picture


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def report(duty: Duty, day: date, by: User, **values: Any) -> Report:
    return Report.objects.create(
        duty=duty, day=day, key=uuid4(), by=by, at=now(), **{"state": ReportState.COUNTED, **values}
    )


def photo(of: Report, data: bytes, *, looked_at: bool = True) -> ReportPhoto:
    """A photo that arrived, as its sender's phone sent it, and that the worker has looked at."""
    drive = of.duty.entry.drive
    stored = keep_photo(name="anh.jpg", data=data, purpose=Purpose.REPORT_PHOTO, area=drive.area, by=of.by)
    made = ReportPhoto.objects.create(
        report=of, position=of.photos.count() + 1, file=stored, digest=hashlib.sha256(data).hexdigest()
    )
    if looked_at:
        look_at(made)
    return made


def without_sample(running: Running) -> None:
    Drive.objects.update(sample_percent=0)
    for duty in (running.duty, running.second_duty):
        duty.entry.drive.refresh_from_db()


# --- what looks alike ---


@pytest.mark.parametrize("seed", range(6))
def test_what_is_sent_on_again_looks_alike_and_other_places_do_not(seed: int) -> None:
    place = landscape(seed)
    width, height = place.size
    own = look_of(jpeg(place))
    cut = place.crop((width // 100, height // 100, width - width // 100, height - height // 100))
    again = {
        "poorer": jpeg(place, 30), "smaller": jpeg(place.resize((320, 240))), "cut by a hundredth": jpeg(cut),
        "brighter": jpeg(ImageEnhance.Brightness(place).enhance(1.2)), "grey": jpeg(place.convert("L")),
    }  # fmt: skip
    found = {name: near(own, [(1, look_of(data))]) for name, data in again.items()}
    assert {name for name, rows in found.items() if not rows} == set()
    others = [(number, look_of(jpeg(landscape(number)))) for number in range(100, 140)]
    assert near(own, others) == []


def test_a_plain_wall_looks_like_nothing() -> None:
    assert look_of(jpeg(Image.new("RGB", (640, 480), "white"))) == NO_LOOK
    assert near(NO_LOOK, [(1, NO_LOOK), (2, "0" * 16)]) == []


def test_the_nearest_comes_first_and_the_limit_holds() -> None:
    zero = "0" * 16
    rows = [(1, f"{(1 << LIKE) - 1:016x}"), (2, f"{(1 << (LIKE + 1)) - 1:016x}"), (3, f"{1:016x}"), (4, NO_LOOK)]
    assert near(zero, rows) == [(1, 3), (LIKE, 1)]


def test_twenty_thousand_photos_are_compared_at_once() -> None:
    """A large commune's drive; measured: 20 ms to compare, 80 ms to read them from the database. The limit is wide."""
    from time import perf_counter

    chance = random.Random(7)  # noqa: S311
    rows = [(number, f"{chance.getrandbits(64):016x}") for number in range(20_000)]
    begun = perf_counter()
    assert (0, 17) in near(rows[17][1], rows)
    assert perf_counter() - begun < 1


def test_the_share_drawn_is_the_one_asked_for_and_stays_the_same() -> None:
    digests = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(4000)]
    drawn = [digest for digest in digests if is_drawn(1, digest, 10)]
    assert 320 <= len(drawn) <= 480
    assert drawn == [digest for digest in digests if is_drawn(1, digest, 10)]
    assert drawn != [digest for digest in digests if is_drawn(2, digest, 10)]
    assert all(is_drawn(1, digest, 100) for digest in digests)
    assert not any(is_drawn(1, digest, 0) for digest in digests)


def test_web_processes_do_not_load_the_libraries_of_pictures() -> None:
    code = (
        "import sys, django; django.setup(); import ntm.urls;"
        "print([name for name in ('scipy', 'imagehash', 'pywt') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (out.stdout.strip(), out.returncode) == ("[]", 0), out.stderr


# --- across days, villages and drives ---


def test_a_picture_used_again_in_another_village_is_shown_to_a_person(running: Running, cast: Cast) -> None:
    without_sample(running)
    first = photo(report(running.duty, today() - timedelta(days=3), cast.village_head), jpeg(landscape(1)))
    used = report(running.second_duty, today(), running.guide)
    again = photo(used, jpeg(landscape(1).resize((320, 240)), 60))
    other = photo(used, jpeg(landscape(2)))
    check = PhotoCheck.objects.get()
    assert (check.photo, check.other, check.why) == (again, first, CheckReason.LOOK_ALIKE)
    assert check.distance is not None
    assert check.distance <= LIKE
    assert not other.checks.exists()
    used.refresh_from_db()
    assert used.state == ReportState.COUNTED
    look_at(again)
    assert PhotoCheck.objects.count() == 1


def test_the_same_bytes_are_found_even_of_a_plain_wall(running: Running, cast: Cast) -> None:
    without_sample(running)
    wall = jpeg(Image.new("RGB", (640, 480), "white"))
    first = photo(report(running.duty, today() - timedelta(days=1), cast.village_head), wall)
    photo(report(running.second_duty, today(), running.guide), jpeg(Image.new("RGB", (640, 480), "black")))
    again = photo(report(running.duty, today(), cast.village_head), wall)
    check = PhotoCheck.objects.get()
    assert (check.photo, check.other, check.distance) == (again, first, 0)


def test_another_drive_of_the_commune_is_searched_and_another_commune_is_not(running: Running, cast: Cast) -> None:
    without_sample(running)
    first = photo(report(running.duty, today(), cast.village_head), jpeg(landscape(1)))
    drive = running.drive
    drive.pk, drive.plan = None, factories.plan(cast.next_commune, None, by=cast.neighbour)
    drive.area, drive.name = cast.next_commune, "Đợt của xã bên"
    drive.save()
    entry = running.second_duty.entry
    entry.pk, entry.drive, entry.plan = None, drive, None
    entry.save()
    duty = Duty.objects.create(entry=entry, due_at=running.duty.due_at, starts_on=today(), ends_on=today())
    photo(report(duty, today(), cast.neighbour), jpeg(landscape(1)))
    assert not PhotoCheck.objects.exists()
    drive.area = cast.commune
    drive.save()
    second = photo(report(duty, today() - timedelta(days=1), cast.neighbour), jpeg(landscape(1), 70))
    assert PhotoCheck.objects.get(photo=second).other == first


def test_a_corrected_version_with_the_same_photo_is_not_flagged(running: Running, cast: Cast) -> None:
    without_sample(running)
    data = jpeg(landscape(1))
    first = report(running.duty, today(), cast.village_head, state=ReportState.REPLACED)
    photo(first, data)
    photo(report(running.duty, today(), cast.village_head, replaces=first), data)
    assert not PhotoCheck.objects.exists()


def test_a_corrected_version_does_not_shake_off_what_was_found(running: Running, cast: Cast) -> None:
    without_sample(running)
    photo(report(running.duty, today() - timedelta(days=1), cast.village_head), jpeg(landscape(1)))
    first = report(running.duty, today(), cast.village_head, state=ReportState.REPLACED)
    photo(first, jpeg(landscape(1)))
    PhotoCheck.objects.update(state=CheckState.DOUBTFUL, remark="Ảnh hôm qua", by=cast.officer, at=now())
    later = photo(report(running.duty, today(), cast.village_head, replaces=first), jpeg(landscape(1)))
    assert later.checks.get().state == CheckState.DOUBTFUL
    assert checked_share(running.drive, since=today(), upto=today()) == {running.entry.pk: (0, 1)}


def test_no_matter_which_photo_the_worker_takes_first(running: Running, cast: Cast) -> None:
    without_sample(running)
    first = photo(
        report(running.duty, today() - timedelta(days=1), cast.village_head), jpeg(landscape(1)), looked_at=False
    )
    second = photo(report(running.duty, today(), cast.village_head), jpeg(landscape(1), 60), looked_at=False)
    look_at(second)
    look_at(first)
    check = PhotoCheck.objects.get()
    assert (check.photo, check.other) == (second, first)


def test_all_photos_are_looked_at_where_the_drive_says_so(running: Running, cast: Cast) -> None:
    Drive.objects.update(sample_percent=100)
    running.duty.entry.drive.refresh_from_db()
    of = report(running.duty, today(), cast.village_head)
    made = [photo(of, jpeg(landscape(seed))) for seed in (1, 2)]
    for one in made:
        look_at(one)
    assert {check.photo for check in PhotoCheck.objects.filter(why=CheckReason.SAMPLE)} == set(made)
    assert PhotoCheck.objects.count() == 2


def test_the_worker_looks_by_itself(
    worker: Program, transactional_db: None, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    without_sample(running)
    first = photo(report(running.duty, today() - timedelta(days=1), cast.village_head), jpeg(landscape(1)))
    with transaction.atomic():
        again = photo(report(running.duty, today(), cast.village_head), jpeg(landscape(1), 60), looked_at=False)
        prepare_later(again)
    wait_until(lambda: PhotoCheck.objects.filter(photo=again, other=first).exists(), "the look-alike is flagged", 60)


# --- the page and the verdict ---


@pytest.fixture
def flagged(running: Running, cast: Cast) -> PhotoCheck:
    without_sample(running)
    photo(report(running.duty, today() - timedelta(days=1), cast.village_head), jpeg(landscape(1)))
    photo(report(running.second_duty, today(), running.guide), jpeg(landscape(1), 60))
    return PhotoCheck.objects.get()


def addresses(check: PhotoCheck, running: Running) -> tuple[str, str]:
    pk = running.drive.pk
    return reverse("emulation:photo_checks", args=[pk]), reverse("emulation:check_photo", args=[pk, check.pk])


def test_both_pictures_stand_side_by_side_and_the_officer_decides_once(
    flagged: PhotoCheck, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    client, (page, to) = signed_in(cast.officer), addresses(flagged, running)
    shown = client.get(page).content.decode()
    for side in (flagged.photo, flagged.other):
        assert side is not None
        assert reverse("documents:photo", args=[side.file_id]) in shown
        assert client.get(reverse("documents:photo", args=[side.file_id])).status_code == 200
    assert "Thôn Nà Hin" in shown
    assert "Lù Văn Đoàn" in shown
    refused = client.post(to, {"state": "doubtful", "seen": "open"}).content.decode()
    assert "Nêu lý do khi không dùng ảnh làm minh chứng." in refused
    for _ in range(2):
        said = client.post(
            to, {"state": "doubtful", "remark": "<script>x</script> Ảnh cũ", "seen": "open"}, follow=True
        )
        assert "Đã ghi kết luận về ảnh." in said.content.decode()
    flagged.refresh_from_db()
    assert (flagged.state, flagged.by) == (CheckState.DOUBTFUL, cast.officer)
    assert Happened.objects.filter(action="photo.checked").count() == 1
    seen = client.get(page, {"loc": "da-xem"}).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt; Ảnh cũ" in seen
    assert checked_share(running.drive, since=today(), upto=today()) == {running.second.pk: (0, 1)}
    assert flagged.photo.report.state == ReportState.COUNTED


def test_a_verdict_over_somebody_elses_is_not_written_unseen(
    flagged: PhotoCheck, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    colleague = factories.person("Lò Văn Hai", Role.NTM_OFFICER, cast.commune)
    _, to = addresses(flagged, running)
    signed_in(cast.officer).post(to, {"state": "fine", "seen": "open"})
    late = (
        signed_in(colleague)
        .post(to, {"state": "doubtful", "remark": "Ảnh cũ", "seen": "open"}, follow=True)
        .content.decode()
    )
    assert "Lò Thị Mến vừa kết luận ảnh này" in late
    signed_in(colleague).post(to, {"state": "doubtful", "remark": "Ảnh cũ", "seen": "fine"})
    flagged.refresh_from_db()
    assert (flagged.state, flagged.by) == (CheckState.DOUBTFUL, colleague)


def test_nobody_decides_over_the_own_photo(running: Running, cast: Cast, signed_in: SignIn) -> None:
    without_sample(running)
    photo(report(running.duty, today() - timedelta(days=1), cast.village_head), jpeg(landscape(1)))
    photo(report(running.second_duty, today(), cast.officer), jpeg(landscape(1), 60))
    flagged = PhotoCheck.objects.get()
    client, (page, to) = signed_in(cast.officer), addresses(flagged, running)
    assert "một cán bộ khác sẽ xem" in client.get(page).content.decode()
    answer = client.post(to, {"state": "fine", "seen": "open"}, follow=True).content.decode()
    assert "Người gửi ảnh không tự xem ảnh của mình" in answer
    flagged.refresh_from_db()
    assert flagged.state == CheckState.OPEN


def test_a_village_sees_what_concerns_it_and_decides_nothing(
    flagged: PhotoCheck, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    page, to = addresses(flagged, running)
    concerned, other = signed_in(running.second_head), signed_in(cast.village_head)
    assert f'id="anh-{flagged.pk}"' in concerned.get(page).content.decode()
    assert f'id="anh-{flagged.pk}"' not in other.get(page).content.decode()
    said = {"state": "fine", "seen": "open"}
    assert concerned.post(to, said).status_code == 403
    assert signed_in(cast.neighbour).post(to, said).status_code == 404
    assert signed_in(cast.officer).post(to, {"state": "refused", "seen": "open"}).status_code == 200
    flagged.refresh_from_db()
    assert flagged.state == CheckState.OPEN


def test_the_list_asks_as_much_for_one_as_for_many(
    flagged: PhotoCheck, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    client, (page, _) = signed_in(cast.officer), addresses(flagged, running)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for more in range(4):
        of = report(running.second_duty, today() - timedelta(days=2 + more), running.guide)
        photo(of, jpeg(landscape(1), 50 + more))
    assert PhotoCheck.objects.count() > 3
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)
