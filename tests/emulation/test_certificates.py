"""Giấy khen: one A4 sheet each in the order of the golden book, measured; on stock at the commune's own places."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns.enums import AwardLevel
from core import clock
from core.errors import RuleError
from documents import actions as papers
from documents.context import Signature
from documents.enums import PaperType, Purpose
from documents.models import StoredFile
from emulation.access.certificates import may_fetch_certificates
from emulation.actions.certificates import KIND, make_certificates
from emulation.context.certificates import STANDARD, Layout, Words
from emulation.enums import AwardFor, CertificateMode, NominationState, SessionState
from emulation.models import Award, AwardDecision, AwardForm, CertificateLayout, Nomination, Session
from emulation.papers.certificates import words_of
from emulation.queries.awards import awards_of
from emulation.queries.certificates import layout_of
from emulation.render.certificate_check import check_certificates
from emulation.render.certificate_text import fit
from emulation.render.certificates import certificates_pdf
from emulation.rules.certificates import fault_of, places_from, spots_of
from jobs.models import Job
from journal.models import Entry
from tests import factories

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], Client]
SCRIPT = "<script>alert(1)</script>"
CITATION = "Đã có thành tích xuất sắc trong đợt thi đua cao điểm “60 ngày đêm” xây dựng nông thôn mới năm 2026"
#: 120 letters, with the tallest letters of the language.
LONGEST = ("Nguyễn Thị Phượng Nghiễm ẪẤỂỖỮ Thuỳ Dưỡng Trường " * 4)[:120].strip()
NAMES = ("Lò Văn Ẩn", "Tập thể nhân dân và cán bộ thôn Nà Cốc", "Hộ ông Nguyễn Hữu Thọ", LONGEST)


@dataclass
class Decided:
    """A decision with its awards, issued."""

    decision: AwardDecision
    session: Session


def decide(cast: Cast, running: Running, names: tuple[str, ...] = NAMES, *, issue: bool = True) -> Decided:
    """Rows as the pages of nominations, sessions and decisions leave them."""
    now, by = clock.now(), cast.officer
    session = Session.objects.create(
        drive=running.drive, council=running.group, held_on=clock.today(), place="Hội trường xã", state=SessionState.HELD,
        created_by=by, created_at=now,
    )  # fmt: skip
    document = factories.document(
        cast.commune, cast.committee, by=by, type="QUYẾT ĐỊNH", symbol="QĐ-UBND", subject="Về việc khen thưởng",
        deciding_authority="CHỦ TỊCH ỦY BAN NHÂN DÂN\nXÃ AN BÌNH",
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Cầm Văn Hạnh"),
    )  # fmt: skip
    document.type = PaperType.DECISION
    document.save()
    decision = AwardDecision.objects.create(
        session=session, document=document, decided_on=clock.today(), created_by=by, created_at=now
    )
    form, _ = AwardForm.objects.get_or_create(
        code="thu-giay-khen",
        defaults={
            "name": "Giấy khen của Chủ tịch UBND xã", "level": AwardLevel.COMMUNE, "given_to": AwardFor.INDIVIDUAL,
            "position": 90,
        },
    )  # fmt: skip
    for place, name in enumerate(names, 1):
        nomination = Nomination.objects.create(
            drive=running.drive, form=form, area=cast.village, name=name, post="Thôn Nà Cốc" if place % 2 else "",
            achievement="Đào mương", citation=CITATION, state=NominationState.PASSED, created_by=by, created_at=now,
        )  # fmt: skip
        Award.objects.create(decision=decision, nomination=nomination, position=place)
    if issue:
        for step in (papers.submit, papers.approve, papers.issue):
            step(document, by=by)
        document.refresh_from_db()
        decision.document = document
    return Decided(decision, session)


def pdf_of(response: Any) -> bytes:
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "application/pdf", response.content.decode()[:3000]
    return bytes(response.content)


def text_of(data: bytes, page: int = 0) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return str(pdf.pages[page].extract_text())


def form_data(**changes: Any) -> dict[str, Any]:
    """The layout's form as it is sent when nobody touched it."""
    data: dict[str, Any] = {"cach": "text", "shift_x": "0", "shift_y": "0"}
    for code, spot in spots_of(CertificateMode.TEXT, {}).items():
        for name in ("x", "y", "width", "size"):
            data[f"{code}_{name}"] = f"{getattr(spot, name):g}".replace(".", ",")
        if spot.shown:
            data[f"{code}_shown"] = "on"
    return {key: value for key, value in {**data, **changes}.items() if value is not None}


def test_all_certificates_of_a_decision_come_out_as_one_file(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running)
    officer = signed_in(cast.officer)
    page = officer.get(reverse("emulation:certificates", args=[made.decision.pk])).content.decode()
    assert "In 4 giấy khen" in page
    assert "Lò Văn Ẩn" in page
    data = pdf_of(officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"}))
    assert check_certificates(data, awards=4, framed=True) == []
    first = text_of(data)
    number = made.decision.document.number_and_symbol
    day = timezone.localdate(clock.now())
    assert f"Quyết định số {number} ngày {day.day:02d} tháng" in first
    assert "Số sổ vàng: 1" in first
    assert "TM." not in first
    for line in ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH", "Lò Văn Ẩn", "Cầm Văn Hạnh", "An Bình, ngày"):
        assert line in first
    assert "Số sổ vàng: 4" in text_of(data, 3)
    printed = Entry.objects.get(action="award.printed")
    assert printed.note == "4 giấy khen; in cả khung và chữ"


def test_one_certificate_alone(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running)
    third = made.decision.awards.get(position=3)
    data = pdf_of(signed_in(cast.officer).post(reverse("emulation:certificate_pdf", args=[third.pk]), {"mode": "text"}))
    assert check_certificates(data, awards=1, framed=False) == []
    words = text_of(data)
    assert "Hộ ông Nguyễn Hữu Thọ" in words
    assert "GIẤY KHEN" not in words, "stock bears it already"
    assert Entry.objects.get(action="award.printed").note == "số sổ vàng 3; chỉ in chữ lên phôi có sẵn"


@pytest.mark.django_db(transaction=True)
def test_printing_opens_its_own_transaction(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running)
    officer = signed_in(cast.officer)
    every = reverse("emulation:certificates_pdf", args=[made.decision.pk])
    one = reverse("emulation:certificate_pdf", args=[made.decision.awards.get(position=1).pk])
    for address, mode in ((every, "full"), (every, "text"), (one, "text")):
        pdf_of(officer.post(address, {"mode": mode}))
    assert Entry.objects.filter(action="award.printed").count() == 3


def test_printing_is_offered_to_who_keeps_the_awards(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running)
    printing = reverse("emulation:certificates", args=[made.decision.pk])
    for person, offered in ((cast.officer, True), (cast.village_head, False)):
        page = signed_in(person).get(made.decision.get_absolute_url())
        assert (page.status_code, printing in page.content.decode()) == (200, offered)


def test_a_decision_without_its_number_prints_nothing(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running, issue=False)
    officer = signed_in(cast.officer)
    assert "Chưa in được" in officer.get(reverse("emulation:certificates", args=[made.decision.pk])).content.decode()
    answer = officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"})
    assert "chưa ban hành" in answer.content.decode()
    assert not Entry.objects.filter(action="award.printed").exists()


def test_many_certificates_are_made_by_the_worker(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running, tuple(f"Lò Thị Thứ {number}" for number in range(1, 13)))
    officer = signed_in(cast.officer)
    for _ in range(2):
        answer: Any = officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"})
        assert answer.status_code == 302
    job = Job.objects.get(kind=KIND)
    for _ in range(2):
        made_file = make_certificates(job)
    stored = StoredFile.objects.get(purpose=Purpose.CERTIFICATES)
    assert made_file["url"] == reverse("documents:file", args=[stored.pk])
    with stored.file.open("rb") as file:
        data = file.read()
    assert check_certificates(data, awards=12, framed=True) == []
    assert Entry.objects.filter(action="award.printed").count() == 1
    assert may_fetch_certificates(cast.officer, stored)
    assert not may_fetch_certificates(cast.neighbour, stored)
    assert not may_fetch_certificates(cast.village_head, stored)


# --- The sheet itself ---


def words(**pieces: str) -> Words:
    base = {
        "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "motto": "Độc lập - Tự do - Hạnh phúc",
        "grantor": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH", "given": "TẶNG", "title": "GIẤY KHEN", "name": "Lò Văn An",
        "post": "Thôn Nà Cốc", "citation": CITATION, "decision": "Quyết định số 12/QĐ-UBND ngày 05 tháng 11 năm 2026",
        "book": "Số sổ vàng: 1", "date": "An Bình, ngày 05 tháng 11 năm 2026", "signer_post": "CHỦ TỊCH",
        "signer_name": "Cầm Văn Hạnh",
    }  # fmt: skip
    return Words({**base, **pieces})


@pytest.mark.parametrize(
    "pieces",
    [
        {"name": LONGEST},
        {"name": "W" * 120},
        {"name": "ẪẨẤỂỄỖỮỰỶ " * 12},
        {
            "name": LONGEST,
            "post": "Phó Bí thư Chi bộ, Trưởng Ban công tác Mặt trận thôn Pá Lau, xã An Bình, tỉnh Thử Nghiệm " * 2,
        },
        {"citation": f"{CITATION} và {CITATION.lower()}; {CITATION.lower()}"},
        {"signer_post": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"},
        {"post": ""},
        {"signer_name": ""},
        {"grantor": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ THƯỢNG NGUỒN HƯỚNG PHƯỜNG BẢO LỘC THÀNH TRUNG ĐÔNG"},
        {"decision": "Quyết định số 1234/QĐ-UBND ngày 25 tháng 12 năm 2026 "},
    ],
)
def test_every_sheet_passes_the_ruler(pieces: dict[str, str]) -> None:
    assert check_certificates(certificates_pdf([words(**pieces)], Layout(framed=True)), awards=1, framed=True) == []


def test_the_ruler_sees_what_is_wrong() -> None:
    spots = dict(STANDARD)
    low = {**spots, "name": replace(spots["name"], y=118.0)}
    assert any("chạm" in fault for fault in _faults(spots=low))
    out = {**spots, "decision": replace(spots["decision"], x=10.0)}
    assert any("ngoài khung" in fault for fault in _faults(spots=out))
    black = {**spots, "title": replace(spots["title"], red=False)}
    assert any("màu đỏ" in fault for fault in _faults(spots=black))
    swapped = {**spots, "motto": replace(spots["motto"], y=43.2), "nation": replace(spots["nation"], y=49.6)}
    assert any("phải là" in fault for fault in _faults(spots=swapped))
    data = certificates_pdf([words(), words()], Layout(framed=True))
    assert any("phải là 3 trang" in fault for fault in check_certificates(data, awards=3, framed=True))


def _faults(**layout: Any) -> list[str]:
    return check_certificates(certificates_pdf([words()], Layout(framed=True, **layout)), awards=1, framed=True)


def test_a_long_name_shrinks_on_one_line_before_it_takes_two() -> None:
    spot = STANDARD["name"]
    short, longer, longest = (
        fit("name", name, spot) for name in ("Lò Văn An", NAMES[1] + ", xã An Bình, tỉnh Thử", LONGEST)
    )
    assert (short.size, len(short.lines)) == (spot.size, 1)
    assert spot.size * spot.whole <= longer.size < spot.size
    assert len(longer.lines) == 1
    assert len(longest.lines) == 2
    assert longest.size >= 18
    assert " ".join(line for line, _ in longest.lines) == LONGEST


def test_what_does_not_fit_is_said_in_a_sentence() -> None:
    with pytest.raises(RuleError, match="Thành tích dài quá"):
        certificates_pdf([words(citation="rất dài " * 400)], Layout(framed=True))


def test_script_is_printed_as_letters() -> None:
    data = certificates_pdf([words(name=SCRIPT, citation=SCRIPT)], Layout(framed=True))
    assert "<script>" in text_of(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/JavaScript" not in str(pdf.Root.keys())


def test_a_letter_without_a_shape_is_refused(cast: Cast, running: Running, signed_in: SignIn) -> None:
    made = decide(cast, running, ("Lò Văn 王",))
    answer = signed_in(cast.officer).post(
        reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"}
    )
    assert "ký tự không in được: 王" in answer.content.decode()


def test_words_come_from_the_decision_and_the_award(cast: Cast, running: Running) -> None:
    from documents.queries import paper_of

    made = decide(cast, running)
    award = awards_of(made.decision)[1]
    paper = paper_of(made.decision.document)
    said = words_of(
        award, replace(paper, signature=Signature("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Phó")), number="9/QĐ-UBND"
    )
    assert said.pieces["signer_post"] == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    assert said.pieces["book"] == "Số sổ vàng: 2"
    assert said.pieces["post"] == ""


# --- Where the text stands ---


def test_a_commune_sets_its_own_places(cast: Cast, running: Running, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    url = reverse("emulation:certificate_layout", args=[cast.commune.pk])
    assert officer.get(url).status_code == 200
    changed = form_data(name_y="110", name_size="26", shift_x="-1,5", grantor_shown="on")
    for _ in range(2):
        assert officer.post(url, changed).status_code == 302
    layout = CertificateLayout.objects.get()
    assert layout.places == {"name": {"y": 110.0, "size": 26.0}, "grantor": {"shown": True}}
    assert str(layout.shift_x) == "-1.5"
    assert Entry.objects.filter(action="certificate.layout").count() == 1
    made = decide(cast, running)
    data = pdf_of(officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "text"}))
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH" in text_of(data)
    # The neighbours print where the standard says.
    assert layout_of(cast.next_commune, CertificateMode.TEXT).places == {}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_y", "204", "vượt mép"),
        ("name_width", "290", "Số không quá 287"),
        ("decision_x", "250", "vượt mép trái hoặc mép phải"),
        ("name_size", "0", "từ 8 trở lên"),
        ("shift_x", "99", "không quá 20"),
        ("name_x", "abc", "Nhập số"),
        ("name_size", SCRIPT, "&lt;script&gt;"),
        ("name_y", None, "Nhập mục này"),
    ],
)
def test_places_off_the_sheet_are_refused(
    cast: Cast, signed_in: SignIn, field: str, typed: str | None, sentence: str
) -> None:
    answer = signed_in(cast.officer).post(
        reverse("emulation:certificate_layout", args=[cast.commune.pk]), form_data(**{field: typed})
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert SCRIPT not in page
    assert not CertificateLayout.objects.exists()


def test_previews_are_pictures_and_a_test_sheet(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    url = reverse("emulation:certificate_preview", args=[cast.commune.pk])
    for way in ("full", "text"):
        picture = Image.open(io.BytesIO(officer.get(url, {"cach": way}).content))
        assert picture.size == (1400, 990)
    typed = form_data(name_y="120")
    assert officer.post(url, {**typed, "kieu": "anh"})["Content-Type"] == "image/png"
    assert "297" not in CertificateLayout.objects.values_list("places", flat=True)
    ruled = text_of(pdf_of(officer.post(url, {**typed, "kieu": "thuoc"})))
    assert "Tên người, tập thể được khen" in ruled
    wrong = officer.post(url, form_data(name_y="300", kieu="anh"))
    assert "không quá" in wrong.content.decode()
    assert not CertificateLayout.objects.exists()


def test_the_emblem_is_the_communes_own_picture(cast: Cast, running: Running, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    url = reverse("emulation:certificate_emblem", args=[cast.commune.pk])

    def send(data: bytes, name: str = "quoc-huy.png") -> Any:
        return officer.post(url, {"file": SimpleUploadedFile(name, data)})

    assert "không phải ảnh" in send(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "quoc-huy.svg").content.decode()
    assert "nhỏ hơn" in send(_picture(80)).content.decode()
    assert send(_picture(600)).status_code == 302
    assert send(_picture(700)).status_code == 302
    layout = CertificateLayout.objects.get(mode=CertificateMode.FULL)
    assert StoredFile.objects.filter(purpose=Purpose.CERTIFICATES).count() == 1
    made = decide(cast, running, ("Lò Văn An",))
    data = pdf_of(officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"}))
    assert check_certificates(data, awards=1, framed=True) == []
    assert b"/Image" in _plain(data)
    assert layout.emblem is not None
    assert officer.post(url, {"bo": "1"}).status_code == 302
    data = pdf_of(officer.post(reverse("emulation:certificates_pdf", args=[made.decision.pk]), {"mode": "full"}))
    assert b"/Image" not in _plain(data), "the place stays white"
    assert "Quốc huy" not in text_of(data), "the hint is of the preview alone"
    assert not StoredFile.objects.filter(purpose=Purpose.CERTIFICATES).exists()


def _picture(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (side, side), "gold").save(out, "PNG")
    return out.getvalue()


def _plain(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_only_what_differs_is_kept() -> None:
    same = {code: {"shown": spot.shown, "x": spot.x, "y": spot.y, "width": spot.width, "size": spot.size}
            for code, spot in spots_of(CertificateMode.TEXT, {}).items()}  # fmt: skip
    assert places_from(same) == {}
    moved = spots_of(CertificateMode.TEXT, {"name": {"size": 62.0}})["name"]
    assert moved.height == STANDARD["name"].height * 2
    assert all(fault_of(spot) == "" for spot in STANDARD.values())


def test_as_many_queries_for_one_award_as_for_many(cast: Cast, running: Running, signed_in: SignIn) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    one, many = decide(cast, running, NAMES[:1]), decide(cast, running, NAMES)
    officer, counts = signed_in(cast.officer), []
    for made in (one, one, many):
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("emulation:certificates", args=[made.decision.pk]))
        counts.append(len(asked))
    assert counts[1] == counts[2]
