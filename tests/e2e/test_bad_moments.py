"""Wrong files, impatient clicks, a session that ended, a network that is gone: nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from campaigns.actions.importing import read_upload
from campaigns.models import Plan, PlanImport
from core.clock import today
from documents.enums import DocumentState
from documents.models import Document, StoredFile
from emulation.models import Mark
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.files import Chosen, chosen, word_file
from tests.emulation.conftest import build
from tests.emulation.scored import opened

TYPED = "Xây dựng nông thôn mới, bản đã sửa tay"
GOOD = word_file("contribution-tan-moc-2023")
BAD_FILES = {
    "old Word": (chosen("kế hoạch.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)), ".docx"),
    "PDF": (chosen("kế hoạch.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), ".docx"),
    "cut off": (chosen("kế hoạch.docx", GOOD["buffer"][:4000]), "."),
    "picture": (chosen("ảnh chụp.docx", b"\x89PNG\r\n\x1a\n" + bytes(500)), "."),
    "empty": (chosen("kế hoạch.docx", b""), "Tệp trống"),
    "letter": (
        chosen("thư.txt", "Kính gửi bác Ba, nhà cháu vẫn khỏe.".encode()),
        "Không thấy trong tệp này một kế hoạch",
    ),
}


@pytest.fixture
def waiting(cast: Cast) -> PlanImport:
    """A file that was read and waits to be compared."""
    return read_upload(area=cast.commune, name=GOOD["name"], data=GOOD["buffer"], by=cast.officer)


@pytest.fixture
def review(waiting: PlanImport, cast: Cast, page: Page, sign_in: SignIn) -> Page:
    """The officer has typed into the page of that file, and not yet saved."""
    sign_in(page, cast.officer)
    page.goto(f"/ke-hoach/nhap/{waiting.pk}/")
    page.get_by_label("Trích yếu").fill(TYPED)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu kế hoạch").click()


def told(page: Page, words: str) -> None:
    """The sentence stands on the page, and what was typed still does, too."""
    expect(page.locator("#n-live")).to_contain_text(words)
    expect(page.get_by_label("Trích yếu")).to_have_value(TYPED)


def choose(page: Page, file: Chosen) -> None:
    page.get_by_label("Tệp kế hoạch").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()


def test_a_wrong_file_gets_one_sentence_at_its_field(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.officer)
    said = {}
    for name, (file, words) in BAD_FILES.items():
        phone.goto("/ke-hoach/nhap/")
        choose(phone, file)
        error = phone.locator("#id_file_error")
        expect(error).to_contain_text(words)
        said[name] = error.inner_text()
    assert [name for name, sentence in said.items() if sentence.strip().count("\n")] == []
    assert (PlanImport.objects.count(), StoredFile.objects.count(), Plan.objects.count()) == (0, 0, 0)


def test_a_file_too_large_is_told_before_it_is_sent(cast: Cast, page: Page, sign_in: SignIn, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = len(GOOD["buffer"]) - 1
    sign_in(page, cast.officer)
    page.goto("/ke-hoach/nhap/")
    choose(page, GOOD)
    expect(page.locator("#n-live")).to_contain_text(f"Tệp “{GOOD['name']}” nặng")
    # A browser that does not count lets it through, and the server says it.
    page.locator("#id_file").evaluate("box => { delete box.dataset.maxBytes; box.setCustomValidity('') }")
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.locator("#div_id_file")).to_contain_text("nên không nhận được")
    assert StoredFile.objects.count() == 0


def test_a_double_click_makes_one_plan(review: Page) -> None:
    review.get_by_role("button", name="Lưu kế hoạch").dblclick()
    expect(review.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    assert Plan.objects.get().title == TYPED


def test_back_after_saving_leads_to_the_same_plan(review: Page, waiting: PlanImport) -> None:
    save(review)
    expect(review.get_by_role("heading", level=1)).to_have_text(TYPED)
    at = review.url
    review.go_back()
    review.goto(f"/ke-hoach/nhap/{waiting.pk}/")
    assert review.url == at
    assert Plan.objects.count() == 1


def test_who_was_signed_out_meanwhile_loses_nothing(review: Page, cast: Cast) -> None:
    Session.objects.all().delete()
    save(review)
    told(review, "Phiên đăng nhập đã hết.")
    with review.context.expect_page() as opened:
        review.get_by_role("link", name="Đăng nhập lại").click()
    door = opened.value
    door.get_by_label("Số điện thoại hoặc thư điện tử").fill(cast.officer.phone)
    door.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    door.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(door.get_by_role("heading", level=1)).to_have_text("Đối chiếu với tệp nguồn")
    door.close()
    save(review)
    expect(review.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    assert Plan.objects.get().title == TYPED


def test_without_network_the_page_stays_as_it_is(review: Page) -> None:
    review.context.set_offline(True)
    save(review)
    told(review, "Mất kết nối.")
    review.context.set_offline(False)
    save(review)
    expect(review.get_by_text("Đã lưu kế hoạch.")).to_be_visible()


def test_a_server_that_does_not_answer_costs_no_text(
    waiting: PlanImport, cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page()
    sign_in(page, cast.officer)
    page.goto(f"/ke-hoach/nhap/{waiting.pk}/")
    page.get_by_label("Trích yếu").fill(TYPED)
    page.route("**/*", lambda route: route.abort())
    save(page)
    told(page, "Mất kết nối.")
    page.unroute_all()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TYPED)


def test_a_button_pressed_without_network_says_so_and_works_later(
    cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page(viewport={"width": 360, "height": 740})
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    sign_in(page, cast.officer)
    page.goto(plan.get_absolute_url())
    page.context.set_offline(True)
    for button in ("Tải bản PDF", "Trình duyệt"):
        page.get_by_role("button", name=button).click()
        expect(page.locator("#n-live")).to_contain_text("Mất kết nối.")
        page.locator("#n-live").get_by_role("button", name="Đóng").click()
    page.context.set_offline(False)
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()


def test_a_mark_typed_without_network_does_not_count_as_saved(
    cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    made = opened(cast, build(cast, starts=today() - timedelta(days=10), ends=today() + timedelta(days=49)))
    page = other_page()
    sign_in(page, made.first_user)
    page.goto(reverse("emulation:marks", args=[made.drive.pk, made.scoring.pk]))
    form = page.locator(f"#diem-{made.order.pk}-{made.entry.pk}")
    points = form.locator("[name=points]")
    points.fill("7")
    points.press("Tab")
    expect(form.get_by_text("Đã lưu ")).to_be_visible()
    page.context.set_offline(True)
    points.fill("9")
    points.press("Tab")
    page.locator("#n-live").get_by_role("button", name="Đóng").click()
    expect(form.get_by_text("Chưa lưu")).to_be_visible()
    expect(form.get_by_text("Đã lưu ")).to_be_hidden()
    page.context.set_offline(False)
    points.press("Enter")
    expect(form.get_by_text("Đã lưu ")).to_be_visible()
    expect(form.get_by_text("Chưa lưu")).to_be_hidden()
    assert Mark.objects.get().points == 9


def test_two_people_save_the_same_file_at_once(
    review: Page, waiting: PlanImport, cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    colleague = factories.person("Lèo Thị Cùng", Role.NTM_OFFICER, cast.commune)
    second = other_page()
    sign_in(second, colleague)
    second.goto(f"/ke-hoach/nhap/{waiting.pk}/")
    second.get_by_label("Trích yếu").fill("Bản sửa của người thứ hai")
    save(review)
    save(second)
    for page in (review, second):
        page.wait_for_url("**/ke-hoach/*/", wait_until="load")
        expect(page.locator(".n-steps").first).to_be_visible()
    plan = Plan.objects.get()
    assert Document.objects.count() == 1
    # Whoever came second is told that the own wording was not kept.
    (winner, loser) = (review, second) if plan.created_by == cast.officer else (second, review)
    expect(winner.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    expect(loser.get_by_text(f"{plan.created_by} đã lưu tệp này thành kế hoạch trước đó")).to_be_visible()


def test_two_people_correct_the_same_draft(
    cast: Cast, page: Page, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    second = other_page()
    for person, place in (
        (cast.officer, page),
        (factories.person("Lèo Thị Cùng", Role.NTM_OFFICER, cast.commune), second),
    ):
        sign_in(place, person)
        place.goto(f"{plan.get_absolute_url()}sua/")
        place.get_by_label("Trích yếu").fill(f"Bản của {person.full_name}")
    save(page)
    expect(page.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    save(second)
    expect(second.locator("main")).to_contain_text("Kế hoạch vừa được sửa ở nơi khác")
    expect(second.get_by_label("Trích yếu")).to_have_value("Bản của Lèo Thị Cùng")
    assert Plan.objects.get().title == "Bản của Lò Thị Mến"
    save(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Bản của Lèo Thị Cùng")


def test_a_step_that_somebody_else_took_already_is_refused_in_a_sentence(
    cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.SUBMITTED, by=cast.officer)
    page = other_page()
    sign_in(page, cast.leader)
    page.goto(plan.get_absolute_url())
    Document.objects.filter(pk=plan.document_id).update(state=DocumentState.DRAFT)
    page.get_by_role("button", name="Phê duyệt").click()
    expect(page.locator("main")).to_contain_text("Văn bản đang ở trạng thái “Bản nháp” nên không chuyển sang")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(plan.title)
