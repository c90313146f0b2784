"""Evidence: many files for a row, one file for many rows, and nobody from outside gets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from core.clock import today
from criteria.actions.cards import open_card
from criteria.models import CriteriaSet, Evidence, Scorecard
from documents.models import StoredFile
from tests.cast import Cast

SignIn = Callable[[User], Client]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen, year=2024, by=cast.officer)


def photo(place: bool = True) -> bytes:
    """A JPEG lying on its side, with the place it was taken at."""
    picture, out = Image.new("RGB", (80, 40), "green"), BytesIO()
    exif = picture.getexif()
    exif[0x0112] = 6
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def rows_of(card: Scorecard, *codes: str) -> list[str]:
    found = [card.criteria_set.criteria.get(indicators__code=code).indicators.get(code=code) for code in codes]
    return [f"c{row.pk}" for row in found]


def add(client: Client, card: Scorecard, *codes: str, number: int = 17, **data: Any) -> Any:
    return client.post(f"/tieu-chi/{card.pk}/{number}/minh-chung/", {"rows": rows_of(card, *codes), **data})


def fetch(client: Client, evidence: Evidence) -> Any:
    """The file's answer, read to its end."""
    answer: Any = client.get(f"/tep/{evidence.file_id}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def test_files_and_photos_for_several_rows(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    uploads = [
        SimpleUploadedFile("Quyết định công nhận.pdf", PDF, "application/pdf"),
        SimpleUploadedFile("anh.jpg", photo(), "image/jpeg"),
    ]
    assert add(officer, card, "17.1", "17.2", uploads=uploads).status_code == 302
    first, second = Evidence.objects.order_by("pk")
    assert [str(use.indicator) for use in first.uses.order_by("indicator__position")] == ["17.1", "17.2"]
    assert second.file is not None
    with second.file.file.open() as stored:
        kept = Image.open(stored)
        kept.load()
    assert (kept.size, dict(kept.getexif())) == ((40, 80), {}), "upright, and without its place"
    page = officer.get(f"/tieu-chi/{card.pk}/17/").content.decode()
    assert page.count("Quyết định công nhận.pdf") == 2


def test_only_who_may_read_the_card_gets_the_file(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    add(signed_in(cast.officer), card, "17.1", uploads=[SimpleUploadedFile("a.pdf", PDF)])
    evidence = Evidence.objects.get()
    for person, status in ((cast.leader, 200), (cast.coordination, 200), (cast.neighbour, 404), (cast.stranger, 404)):
        assert fetch(signed_in(person), evidence).status_code == status
        assert signed_in(person).get(f"/minh-chung/{evidence.pk}/").status_code == status
    assert "attachment" in fetch(signed_in(cast.leader), evidence).headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("ma-doc.exe", b"MZ", "không thuộc loại nhận ở đây"),
        ("gia.pdf", b"<script>alert(1)</script>", "không phải là .pdf"),
        ("hong.jpg", b"\xff\xd8\xff", "ảnh"),
    ],
)
def test_what_is_no_evidence_is_told_in_a_sentence(
    card: Scorecard, cast: Cast, signed_in: SignIn, name: str, data: bytes, sentence: str
) -> None:
    answer = add(signed_in(cast.officer), card, "17.1", uploads=[SimpleUploadedFile(name, data)])
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Evidence.objects.exists()


def test_what_ends_within_sixty_days_is_told(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    for days, title in ((60, "Sắp hết"), (61, "Còn lâu"), (-1, "Đã hết hạn")):
        ends = (today() + timedelta(days=days)).strftime("%d/%m/%Y")
        add(officer, card, "14.1", number=14, title=title, valid_to=ends, uploads=[SimpleUploadedFile("a.pdf", PDF)])
    page = officer.get("/minh-chung/?sap-het=1").content.decode()
    assert "Sắp hết" in page
    assert "Đã hết hạn" in page
    assert "Còn lâu" not in page


def test_taken_back_it_leaves_its_rows_and_stays_readable(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    add(officer, card, "17.1", uploads=[SimpleUploadedFile("a.pdf", PDF)], title="Biên bản")
    evidence = Evidence.objects.get()
    assert signed_in(cast.leader).post(f"/minh-chung/{evidence.pk}/go/").status_code == 403
    for _ in range(2):
        assert officer.post(f"/minh-chung/{evidence.pk}/go/").status_code == 302
    assert f"/tep/{evidence.file_id}/" not in officer.get(f"/tieu-chi/{card.pk}/17/").content.decode()
    assert fetch(officer, evidence).status_code == 200


def test_a_row_of_another_set_cannot_be_chosen(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    other = CriteriaSet.objects.get(code="ntm-nang-cao-2021-2025").criteria.get(number=17).indicators.all()[0]
    answer = signed_in(cast.officer).post(
        f"/tieu-chi/{card.pk}/17/minh-chung/", {"rows": [f"c{other.pk}"], "uploads": [SimpleUploadedFile("a.pdf", PDF)]}
    )
    assert answer.status_code == 200
    assert not Evidence.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_three(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            add(officer, card, "17.1", "17.2", uploads=[SimpleUploadedFile("a.pdf", PDF)])
        officer.get("/minh-chung/")
        with CaptureQueriesContext(connection) as queries:
            officer.get("/minh-chung/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Two people, several files ---


def form_of(client: Client, evidence: Evidence, **data: Any) -> dict[str, Any]:
    """The evidence's form as it came, with these answers."""
    form = client.get(f"/minh-chung/{evidence.pk}/").context["form"]
    dates = {name: f"{day:%d/%m/%Y}" if (day := form[name].value()) else "" for name in ("valid_from", "valid_to")}
    return {name: form[name].value() for name in ("title", "rows", "seen")} | dates | data


def test_what_another_saved_meanwhile_is_not_written_over(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    add(officer, card, "17.1", uploads=[SimpleUploadedFile("a.pdf", PDF)], title="Biên bản")
    evidence = Evidence.objects.get()
    address = f"/minh-chung/{evidence.pk}/"
    earlier = form_of(officer, evidence)
    changed = form_of(officer, evidence, rows=rows_of(card, "17.1", "17.2"), valid_to="31/12/2026")
    assert officer.post(address, changed).status_code == 302
    late = officer.post(address, earlier | {"title": "Biên bản họp thôn"})
    page = late.content.decode()
    assert "vừa được người khác sửa, đang lưu là: Tên: Biên bản; Hết giá trị sau ngày: 31/12/2026" in page
    assert "Biên bản họp thôn" in page, "what was typed stays"
    evidence.refresh_from_db()
    assert (evidence.title, evidence.uses.count(), str(evidence.valid_to)) == ("Biên bản", 2, "2026-12-31")
    knowing = earlier | {"title": "Biên bản họp thôn", "seen": late.context["form"]["seen"].value()}
    assert officer.post(address, knowing).status_code == 302
    assert evidence.uses.count() == 1

    history = officer.get(card.get_absolute_url()).content.decode()
    assert "Thêm minh chứng" in history
    assert "Dùng cho: chỉ tiêu 17.1 → chỉ tiêu 17.1, chỉ tiêu 17.2" in history
    kept = set(evidence.uses.values_list("pk", flat=True))
    assert officer.post(address, form_of(officer, evidence)).status_code == 302
    assert set(evidence.uses.values_list("pk", flat=True)) == kept, "nothing changed, nothing written"


def test_of_several_files_all_are_kept_or_none(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    good, bad = SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("hong.jpg", b"\xff\xd8\xff")
    page = add(officer, card, "17.1", uploads=[good, bad], title="Ảnh chợ").content.decode()
    assert "Chưa tệp nào được lưu; đề nghị chọn lại các tệp." in page
    assert 'value="Ảnh chợ"' in page
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    two = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)]
    assert add(officer, card, "17.1", uploads=two, title="Ảnh chợ").status_code == 302
    assert [row.title for row in Evidence.objects.order_by("pk")] == ["Ảnh chợ (1)", "Ảnh chợ (2)"]
