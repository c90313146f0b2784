"""Daily reports of a drive from a phone without a network: nothing is lost, everything arrives once and whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from core.clock import now, today
from emulation.enums import ReportEvery, ReportState
from emulation.models import Report
from tests.cast import Cast
from tests.e2e.conftest import CHROMIUM_OPTIONS, PHONE, SignIn
from tests.e2e.files import Chosen, chosen
from tests.emulation.conftest import Running, build

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType

APP = "/thi-dua/bao-cao/may/"
SEND = "Gửi báo cáo"
#: A phone: small, with touch, in Vietnam's time.
OPTIONS: dict[str, Any] = {
    "viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh",
    "accept_downloads": True,
}  # fmt: skip


def photo(name: str, seed: int, size: tuple[int, int] = (640, 480)) -> Chosen:
    """A small JPEG of its own for each seed; small enough to be kept byte by byte."""
    out = BytesIO()
    Image.effect_mandelbrot(size, (-2 + seed / 10, -1.5, 1, 1.5), 60).convert("RGB").save(out, "JPEG", quality=90)
    return chosen(name, out.getvalue(), "image/jpeg")


def digest(one: Chosen) -> str:
    return hashlib.sha256(one["buffer"]).hexdigest()


@pytest.fixture
def running(cast: Cast) -> Running:
    """A drive that began ten days ago."""
    return build(cast, starts=today() - timedelta(days=10), ends=today() + timedelta(days=49))


class Phones:
    """Phones with a storage that outlives the closing of the browser."""

    def __init__(self, kind: BrowserType, address: str, folder: Path, sign_in: SignIn) -> None:
        self._kind, self._address, self._folder, self._sign_in = kind, address, folder, sign_in
        self._open: list[BrowserContext] = []

    def start(self, name: str = "phone", *, offline: bool = False, more: Sequence[str] = ()) -> Page:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        context = self._kind.launch_persistent_context(
            str(self._folder / name), executable_path=program, args=[*CHROMIUM_OPTIONS, *more], base_url=self._address,
            offline=offline, **OPTIONS,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        self._open.append(context)
        return context.pages[0]

    def close(self, page: Page) -> None:
        self._open.remove(page.context)
        page.context.close()

    def close_all(self) -> None:
        for context in self._open:
            context.close()


@pytest.fixture
def phones(
    browser: Browser, live_server: LiveServer, tmp_path: Path, sign_in: SignIn, _answered: None
) -> Iterator[Phones]:
    made = Phones(browser.browser_type, live_server.url, tmp_path, sign_in)
    yield made
    made.close_all()


def open_app(page: Page) -> None:
    """The page, once its service worker holds it."""
    page.goto(APP)
    expect(page.get_by_text("Trang này mở được cả khi không có mạng.")).to_be_visible()


def write(page: Page, day: date, *, quantity: str = "", text: str = "", photos: list[Chosen] | None = None) -> None:
    """Fill in the report of a day and leave it as a draft."""
    row = page.locator("[data-rows=owed] > li").filter(has_text=f"{day.day}/{day.month}/{day.year}")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"ngày {day.day}/{day.month}/{day.year}")
    if quantity:
        page.get_by_label("Làm được (m)").fill(quantity)
    if text:
        page.get_by_label("Kết quả trong ngày").fill(text)
    if photos:
        page.get_by_label("Chọn từ máy").set_input_files(photos)
        expect(page.get_by_text(f"Đã giữ {len(photos)}/6 ảnh trong máy.")).to_be_visible()
    expect(page.get_by_text("Đã giữ trong máy lúc")).to_be_visible()


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_role("heading", level=1, name="Báo cáo thi đua")).to_be_visible()


def waiting(page: Page) -> Locator:
    return page.locator("[data-rows=kept] > li")


def all_sent(page: Page, count: int) -> None:
    expect(page.locator("[data-rows=sent] > li")).to_have_count(count)
    expect(page.locator("[data-rows=kept] > li")).to_have_count(0)


def pictures_of(report: Report) -> list[str]:
    """Digests of the photos that stand with a report, each picture opened to the last pixel."""
    for row in report.photos.all():
        with row.file.file.open("rb") as file, Image.open(file) as picture:
            picture.load()
            assert picture.size == (640, 480)
    return [row.digest for row in report.photos.all()]


def test_three_reports_without_a_network_survive_a_closed_browser(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    expect(phone.get_by_text("Hà Văn Thôn")).to_be_visible()
    cookies: Any = phone.context.cookies()

    phone.context.set_offline(True)
    days = [today() - timedelta(days=back) for back in range(3)]
    taken = {day: [photo(f"{day:%d}-{n}.jpg", 3 * back + n) for n in range(back + 1)] for back, day in enumerate(days)}
    for number, day in enumerate(days):
        write(phone, day, quantity=f"{12 + number},5", text=f"Đào mương đoạn {number + 1}.", photos=taken[day])
        if number < 2:
            send(phone)
        else:
            phone.get_by_role("link", name="Về danh sách").click()
    expect(phone.get_by_text("Đang không có mạng")).to_be_visible()
    expect(waiting(phone).filter(has_text="Chờ gửi")).to_have_count(2)
    phones.close(phone)
    assert not Report.objects.exists()

    # The next morning, still without a network: the page opens, all three are there, the third is written to its end.
    phone = phones.start(offline=True)
    phone.goto(APP)
    expect(waiting(phone).filter(has_text="Chờ gửi")).to_have_count(2)
    expect(phone.get_by_text("Đang không có mạng")).to_be_visible()
    phone.locator("[data-rows=owed] > li").filter(has_text="Đang viết").get_by_role("link", name="Viết tiếp").click()
    expect(phone.get_by_label("Kết quả trong ngày")).to_have_value("Đào mương đoạn 3.")
    expect(phone.get_by_label("Làm được (m)")).to_have_value("14,5")
    expect(phone.get_by_role("img", name="Ảnh 3")).to_be_visible()
    send(phone)
    expect(waiting(phone).filter(has_text="Chờ gửi")).to_have_count(3)
    assert not Report.objects.exists()

    phone.context.add_cookies(cookies)  # a session that ends with the browser would have to be begun anew
    phone.context.set_offline(False)
    all_sent(phone, 3)
    reports = {report.day: report for report in Report.objects.prefetch_related("photos__file", "lines")}
    assert sorted(reports) == sorted(days)
    for number, day in enumerate(days):
        report = reports[day]
        assert (report.state, report.text, report.by) == (
            ReportState.COUNTED,
            f"Đào mương đoạn {number + 1}.",
            cast.village_head,
        )
        assert [line.quantity for line in report.lines.all()] == [Decimal(f"{12 + number}.5")]
        assert report.whole_at is not None
        assert pictures_of(report) == [digest(one) for one in taken[day]] == report.announced
    assert held(phone) == 0

    # Nothing goes a second time.
    phone.reload()
    all_sent(phone, 3)
    assert Report.objects.count() == 3


def held(page: Page) -> int:
    """How many photos lie on the phone."""
    count = page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("ntm-bao-cao");
          asked.onsuccess = () => {
            const counted = asked.result.transaction("photos").objectStore("photos").count();
            counted.onsuccess = () => { asked.result.close(); done(counted.result); };
          };
        })"""
    )
    return int(count)


def test_a_lost_answer_sends_nothing_twice(cast: Cast, running: Running, phones: Phones, sign_in: SignIn) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The server takes it, the answer does not come back; the first report and its first photo."""
        if route.request.url in lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort()

    phone.route("**/gui/", lose)
    phone.route("**/anh/*/", lose)
    pictures = [photo("mot.jpg", 1), photo("hai.jpg", 2)]
    write(phone, today(), quantity="20", photos=pictures)
    send(phone)
    expect(phone.locator("[data-next]")).to_contain_text("1 báo cáo chờ gửi; gửi lại lúc")
    # On its way once, it may be with the server: it is not changed any more.
    expect(phone.get_by_role("button", name="Lấy lại để sửa")).to_have_count(0)
    for _ in range(2):
        phone.get_by_role("button", name="Gửi ngay").click()
        phone.wait_for_timeout(500)
    all_sent(phone, 1)
    assert len(lost) == 2
    report = Report.objects.get()
    assert pictures_of(report) == [digest(one) for one in pictures]


def test_signed_out_keeps_everything_and_another_person_sees_only_his_own(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    phone.context.set_offline(True)
    picture = photo("duong.jpg", 4)
    write(phone, today(), quantity="7", text="Phát quang.", photos=[picture])
    send(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Phiên đăng nhập đã hết")).to_be_visible()
    expect(waiting(phone)).to_have_count(1)
    link = phone.get_by_role("link", name="Đăng nhập lại")
    assert link.get_attribute("href", timeout=1000) == f"/dang-nhap/?next={APP}"
    assert not Report.objects.exists()

    # The person of a working group takes the phone.
    sign_in(phone, running.guide)
    phone.reload()
    expect(phone.get_by_text("Lù Văn Đoàn")).to_be_visible()
    expect(phone.get_by_text("Máy này còn 1 báo cáo của người khác chưa gửi")).to_be_visible()
    expect(waiting(phone)).to_have_count(0)
    expect(phone.get_by_text("Phát quang.")).to_have_count(0)
    assert not Report.objects.exists()

    sign_in(phone, cast.village_head)
    phone.reload()
    all_sent(phone, 1)
    assert pictures_of(Report.objects.get()) == [digest(picture)]


def test_another_phone_was_faster_and_both_versions_stay(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    mine, other = phones.start("mine"), phones.start("other")
    for page in (mine, other):
        sign_in(page, cast.village_head)
        open_app(page)
    mine.context.set_offline(True)
    write(mine, today(), quantity="30", photos=[photo("a.jpg", 1)])
    send(mine)
    write(other, today(), quantity="31", photos=[photo("b.jpg", 2)])
    send(other)
    all_sent(other, 1)
    mine.context.set_offline(False)
    all_sent(mine, 1)
    expect(mine.get_by_text("Có hai bản khác nhau")).to_be_visible()
    expect(mine.locator("[data-rows=sent] > li")).to_contain_text("Cả hai bản được giữ; cán bộ xã sẽ chọn bản dùng")
    reports = list(Report.objects.prefetch_related("photos", "lines"))
    assert {report.state for report in reports} == {ReportState.CONFLICT}
    assert {line.quantity for report in reports for line in report.lines.all()} == {30, 31}
    assert all(report.whole_at for report in reports)


def test_drafts_go_to_a_file_and_come_back_on_another_phone(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn, tmp_path: Path
) -> None:
    old = phones.start("old")
    sign_in(old, cast.village_head)
    open_app(old)
    old.context.set_offline(True)
    pictures = [photo("truoc.jpg", 5), photo("sau.jpg", 6)]
    write(old, today(), quantity="1.500,5", text="Làm cả ngày.", photos=pictures)
    old.get_by_role("link", name="Về danh sách").click()
    with old.expect_download() as download:
        old.get_by_role("button", name="Lưu bản nháp ra tệp").click()
    path = tmp_path / "nhap.json"
    download.value.save_as(path)
    said = json.loads(path.read_text(encoding="utf-8"))
    assert [one["digest"] for one in said["reports"][0]["photos"]] == [digest(one) for one in pictures]

    # A file of somebody else, a broken one, and something else altogether.
    new = phones.start("new")
    sign_in(new, running.guide)
    open_app(new)
    load = new.get_by_label("Đọc bản nháp từ tệp")
    load.set_input_files(path)
    expect(new.get_by_text("Tệp này là bản nháp của Hà Văn Thôn")).to_be_visible()
    load.set_input_files(chosen("x.json", b"[1, 2]", "application/json"))
    expect(new.get_by_text("Tệp này không phải bản nháp báo cáo thi đua.")).to_be_visible()

    sign_in(new, cast.village_head)
    new.reload()
    expect(new.get_by_text("Hà Văn Thôn")).to_be_visible()
    broken = json.loads(path.read_text(encoding="utf-8"))
    broken["reports"][0]["photos"][1]["data"] = broken["reports"][0]["photos"][0]["data"]
    load.set_input_files(chosen("y.json", json.dumps(broken).encode(), "application/json"))
    expect(new.get_by_text("Đã lấy 1 báo cáo từ tệp. 1 phần trong tệp bị hỏng nên không lấy.")).to_be_visible()
    new.get_by_role("link", name=re.compile("^Viết tiếp")).click()
    new.get_by_label("Xóa bản nháp").click()
    new.get_by_role("button", name="Xóa khỏi máy").click()
    load.set_input_files(path)
    expect(new.get_by_text("Đã lấy 1 báo cáo từ tệp.")).to_be_visible()
    load.set_input_files(path)
    expect(new.get_by_text("1 báo cáo đã có trong máy nên giữ bản trong máy.")).to_be_visible()
    new.get_by_role("link", name=re.compile("^Viết tiếp")).click()
    expect(new.get_by_label("Làm được (m)")).to_have_value("1.500,5")
    send(new)
    all_sent(new, 1)

    # The old phone sends what it kept all along: the same report, not a second one.
    old.get_by_role("link", name=re.compile("^Viết tiếp")).click()
    send(old)
    old.context.set_offline(False)
    all_sent(old, 1)
    report = Report.objects.get()
    assert (report.state, pictures_of(report)) == (ReportState.COUNTED, [digest(one) for one in pictures])
    assert report.lines.get().quantity == Decimal("1500.5")


def test_two_tabs_send_once(cast: Cast, running: Running, phones: Phones, sign_in: SignIn) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    second = phone.context.new_page()
    open_app(second)
    phone.context.set_offline(True)
    for back in range(2):
        write(phone, today() - timedelta(days=back), text=f"Ngày thứ {back}.", photos=[photo(f"{back}.jpg", back)])
        send(phone)
    expect(waiting(second)).to_have_count(2)
    sent: list[str] = []
    phone.context.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    phone.context.set_offline(False)
    for tab in (phone, second):
        all_sent(tab, 2)
    assert len(sent) == len(set(sent)) == 4
    assert Report.objects.count() == 2


def test_a_refusal_keeps_the_draft_and_a_correction_keeps_the_photos(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    pictures = [photo("mot.jpg", 1), photo("hai.jpg", 2)]
    # Ten times the volume of the plan is a slip of the finger: only the server knows.
    write(phone, today(), quantity="90.000", text="Đào mương.", photos=pictures)
    send(phone)
    expect(waiting(phone)).to_contain_text("Máy chủ trả lời: Đào mương thoát nước: khối lượng gấp hơn 10 lần mức giao")
    assert not Report.objects.exists()
    phone.get_by_role("link", name=re.compile("^Xem và gửi lại")).click()
    expect(phone.locator("[data-refusal]")).to_contain_text("khối lượng gấp hơn 10 lần mức giao")
    phone.get_by_label("Làm được (m)").fill("mười")
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Khối lượng phải là số từ 0 trở lên")).to_be_visible()
    expect(phone.get_by_label("Làm được (m)")).to_be_focused()
    phone.get_by_label("Làm được (m)").fill("90")
    send(phone)
    all_sent(phone, 1)
    first = Report.objects.get()
    assert pictures_of(first) == [digest(one) for one in pictures]

    phone.get_by_role("button", name=re.compile("^Sửa")).click()
    expect(phone.get_by_label("Làm được (m)")).to_have_value("90")
    phone.get_by_label("Làm được (m)").fill("95")
    phone.get_by_role("button", name="Bỏ ảnh 1").click()
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Nêu lý do sửa để cán bộ xã đối chiếu.")).to_be_visible()
    phone.get_by_label("Lý do sửa báo cáo đã gửi").fill("Đo lại.")
    send(phone)
    all_sent(phone, 1)
    second = Report.objects.exclude(pk=first.pk).get()
    assert (second.replaces, second.reason, second.state) == (first, "Đo lại.", ReportState.COUNTED)
    assert pictures_of(second) == [digest(pictures[1])]
    assert second.whole_at is not None


def test_pictures_of_every_kind(cast: Cast, running: Running, phones: Phones, sign_in: SignIn) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    large = BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(large, "JPEG", quality=95)
    assert len(large.getvalue()) > 1_500_000
    heic = chosen("IMG_0001.HEIC", heic_bytes(), "image/heic")
    write(phone, today(), photos=[chosen("to.jpg", large.getvalue(), "image/jpeg"), heic])
    expect(phone.get_by_role("img", name="Ảnh 1")).to_be_visible()
    expect(phone.get_by_text("IMG_0001.HEIC")).to_be_visible()
    phone.get_by_label("Chọn từ máy").set_input_files([chosen("x.jpg", b"khong phai anh", "image/jpeg"), heic])
    told = phone.locator("[data-photo-told]")
    expect(told).to_contain_text("Đã giữ 2/6 ảnh trong máy.")
    expect(told).to_contain_text("Tệp “x.jpg” không phải ảnh hoặc bị hỏng nên không lấy.")
    expect(told).to_contain_text("Ảnh “IMG_0001.HEIC” đã có trong báo cáo.")
    phone.get_by_label("Chọn từ máy").set_input_files([photo(f"{n}.jpg", n) for n in range(5)])
    expect(told).to_contain_text("Đã giữ 6/6 ảnh trong máy. Một báo cáo gửi nhiều nhất 6 ảnh.")
    send(phone)
    all_sent(phone, 1)
    report = Report.objects.get()
    shrunk, kept, *_ = report.photos.all()
    assert [row.digest for row in report.photos.all()] == report.announced
    assert shrunk.digest != hashlib.sha256(large.getvalue()).hexdigest()
    with shrunk.file.file.open("rb") as file, Image.open(file) as picture:
        assert max(picture.size) == 1600
    # As the phone gave it; the server turns it into what everybody can open.
    assert kept.digest == digest(heic)
    with kept.file.file.open("rb") as file, Image.open(file) as picture:
        assert picture.format == "JPEG"


def heic_bytes() -> bytes:
    from pillow_heif import from_pillow

    out = BytesIO()
    from_pillow(Image.effect_mandelbrot((320, 240), (-2, -1.5, 1, 1.5), 60).convert("RGB")).save(out)
    return out.getvalue()


@pytest.mark.parametrize("left_out", [False, True])
def test_place_and_time_are_shown_before_they_go(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn, left_out: bool
) -> None:
    running.drive.keeps_place = True
    running.drive.save()
    phone = phones.start()
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 21.034567, "longitude": 105.123456})
    sign_in(phone, cast.village_head)
    open_app(phone)
    write(phone, today(), photos=[photo("mot.jpg", 1)])
    expect(phone.locator("[data-places]")).to_contain_text("tại 21.034567, 105.123456")
    if left_out:
        phone.get_by_label("Không gửi nơi chụp, giờ chụp").check()
    send(phone)
    all_sent(phone, 1)
    row = Report.objects.get().photos.get()
    assert (row.latitude is None, row.longitude is None, row.taken_at is None) == (left_out,) * 3


def test_the_worker_keeps_one_version_and_the_way_to_the_page(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    phone = phones.start()
    phone.goto("/dang-nhap/")
    phone.evaluate("caches.open('ntm-bao-cao-cu').then((cache) => cache.put('/cu/', new Response('cũ')))")
    sign_in(phone, cast.village_head)
    open_app(phone)
    expect(phone.get_by_text("Hà Văn Thôn")).to_be_visible()
    names = phone.evaluate("caches.keys()")
    assert len(names) == 1
    assert names[0] != "ntm-bao-cao-cu"
    kept = phone.evaluate(
        "(name) => caches.open(name).then((cache) => cache.keys()).then((all) => all.map((one) => new URL(one.url).pathname))",
        names[0],
    )
    # The page and files, nothing of a person.
    assert [address for address in kept if not address.startswith("/static/")] == [APP]
    phone.context.set_offline(True)
    phone.goto("/thi-dua/bao-cao/")
    expect(phone).to_have_url(re.compile(f"{APP}$"))
    expect(phone.get_by_role("heading", level=1, name="Báo cáo thi đua")).to_be_visible()


def test_without_https_the_page_says_what_it_cannot(live_server: LiveServer, phones: Phones, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    phone = phones.start("plain", more=["--host-resolver-rules=MAP xa.example 127.0.0.1, MAP *.xa.example 127.0.0.1"])
    port = live_server.url.rpartition(":")[2]
    phone.goto(f"http://xa.example:{port}{APP}")
    expect(phone.get_by_text("Ở địa chỉ này không giữ được báo cáo khi mất mạng")).to_be_visible()
    assert (
        phone.get_by_role("link", name="trang báo cáo thường").get_attribute("href", timeout=1000)
        == "/thi-dua/bao-cao/"
    )
    expect(phone.get_by_role("heading", level=2)).to_have_count(0)


def test_every_part_of_the_page_is_open_to_everybody(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn
) -> None:
    """On a small phone, by day and by night: the list with everything in it, and the form with errors."""
    running.drive.keeps_place = True
    running.drive.save()
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    write(phone, today(), text="Đào mương.", photos=[photo("mot.jpg", 1)])
    send(phone)
    all_sent(phone, 1)
    phone.context.set_offline(True)
    for back in (1, 2):
        write(phone, today() - timedelta(days=back), quantity="12.5", photos=[photo(f"{back}.jpg", back)])
        if back == 1:
            send(phone)
    phone.get_by_label("Số người").fill("mười")
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Số người phải là số từ 0 trở lên, ví dụ 12.")).to_be_visible()
    faults = looked_at(phone)
    phone.get_by_role("link", name="Về danh sách").click()
    expect(phone.locator("[data-view=list]")).to_be_visible()
    phone.get_by_text("Các ngày trước").click()
    assert faults + looked_at(phone) == []


def looked_at(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    found = ["too wide"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.locator(f"html[data-bs-theme={scheme}]").wait_for()
        faults = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((all) => all.violations)")
        found += [f"{scheme} {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in faults]
    return found


def test_a_second_day_without_a_network_can_be_reported_too(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn, clock: Any
) -> None:
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    phone.context.set_offline(True)
    tomorrow = today() + timedelta(days=1)
    clock.move(days=1)
    phone.clock.set_fixed_time(now())
    phone.reload()
    expect(phone.locator("[data-rows=owed] > li").first).to_contain_text("ngày này sẽ được đối chiếu khi có mạng")
    write(phone, tomorrow, quantity="3", text="Ngày thứ hai không có mạng.")
    send(phone)
    sign_in(phone, cast.village_head)
    phone.context.set_offline(False)
    all_sent(phone, 1)
    report = Report.objects.get()
    assert (report.day, report.state) == (tomorrow, ReportState.COUNTED)


def test_of_a_weekly_report_no_day_is_guessed(
    cast: Cast, running: Running, phones: Phones, sign_in: SignIn, clock: Any
) -> None:
    running.duty.every, running.duty.day = ReportEvery.WEEK, today().isoweekday()
    running.duty.save()
    phone = phones.start()
    sign_in(phone, cast.village_head)
    open_app(phone)
    rows = phone.locator("[data-part=due] li")
    known = rows.count()
    phone.context.set_offline(True)
    clock.move(days=2)
    phone.clock.set_fixed_time(now())
    phone.reload()
    expect(phone.locator("[data-rows=owed] > li").first).to_be_visible()
    expect(rows).to_have_count(known)
    expect(phone.get_by_text("ngày này sẽ được đối chiếu khi có mạng")).to_have_count(0)
