"""Paper that can be checked: the QR code on it, the public page behind it, and a file compared with what was issued."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordDocument
from PIL import Image

from documents import actions
from documents.enums import DocumentState
from documents.models import Document, StoredFile
from documents.queries import paper_of, rendition_of
from documents.render import render
from documents.render.html import render_fragment
from jobs.actions import run
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.documents.sample_papers import PAPERS, PLAN

#: Where the square stands on the first page, in mm: at the left margin, in the middle of the bottom margin less 4 mm.
LEFT, SIDE = 30.0, 13.0


def _issued(cast: Cast) -> Document:
    document = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    document = actions.issue(document, by=cast.clerk)
    for job in Job.objects.filter(kind="documents.render", payload__document=document.pk):
        run(job.pk)
    return document


def _modules(picture: Image.Image, count: int) -> list[list[bool]]:
    """Dark or light in the middle of each module of a picture that holds just the code."""
    grey = picture.convert("L")
    step = (grey.width / count, grey.height / count)
    return [
        [grey.getpixel((int((x + 0.5) * step[0]), int((y + 0.5) * step[1]))) < 128 for x in range(count)]  # type: ignore[operator]
        for y in range(count)
    ]


def _wanted(text: str) -> list[list[bool]]:
    return [[bool(cell) for cell in row] for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]


def _printed_square(pdf: bytes, tmp_path: Path) -> Image.Image:
    """The dark square at the foot of the first page, as a printer would draw it."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "300", "-l", "1", "-png", "a.pdf", "a"], cwd=tmp_path, check=True)
    page = Image.open(next(tmp_path.glob("a*.png"))).convert("L")
    dot = 300 / 25.4
    foot = page.crop((int((LEFT - 2) * dot), int(page.height - 20 * dot), int((LEFT + SIDE + 1) * dot), page.height))
    box = foot.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return foot.crop(box)


@pytest.mark.parametrize("kind", ["plan", "party"])
def test_the_printed_code_leads_to_the_public_page(kind: str, tmp_path: Path) -> None:
    paper = replace(PAPERS[kind], check_code=PLAN.check_code, check_url=PLAN.check_url)
    assert paper.check_url
    square = _printed_square(render(paper, "pdf"), tmp_path)
    wanted = _wanted(paper.check_url)
    assert abs(square.width * 25.4 / 300 - SIDE) < 0.3
    assert _modules(square, len(wanted)) == wanted


def test_word_and_the_preview_carry_the_same_code() -> None:
    assert PLAN.check_url
    footer = WordDocument(io.BytesIO(render(PLAN, "docx"))).sections[0].first_page_footer
    [picture] = [part.image.blob for part in footer.part.related_parts.values()]
    wanted = _wanted(PLAN.check_url)
    assert _modules(Image.open(io.BytesIO(picture)), len(wanted)) == wanted
    assert f'viewBox="0 0 {len(wanted)} {len(wanted)}"' in render_fragment(PLAN)


def test_a_draft_carries_no_code() -> None:
    draft = replace(PLAN, check_code=None, check_url=None, is_draft=True)
    assert "p-qr" not in render_fragment(draft)


def test_the_code_of_an_issued_paper_is_its_own_address(cast: Cast, settings: Any) -> None:
    document = _issued(cast)
    assert paper_of(document).check_url == f"{settings.PUBLIC_URL}/xac-minh/{document.check_code}/"


# --- The public page ---


def _page(document: Document) -> str:
    return Client().get(f"/xac-minh/{document.check_code}/").content.decode()


def test_the_page_says_who_issued_what_and_whether_it_holds(cast: Cast) -> None:
    document = _issued(cast)
    actions.attach_signed_copy(document, name="da-ky.pdf", data=b"%PDF-1.7 signed", by=cast.clerk)
    page = _page(document)
    for said in ("01/KH-UBND", cast.committee.name, document.subject, "Văn bản đang có hiệu lực"):
        assert said in page
    for file in StoredFile.objects.filter(purpose__in=["rendition", "signed_copy"]):
        assert file.sha256 in page


def test_a_replaced_paper_leads_to_the_one_that_holds(cast: Cast) -> None:
    first, second = _issued(cast), _issued(cast)
    actions.replace_with(first, successor=second, by=cast.officer)
    page = _page(first)
    assert "Văn bản đã được thay thế" in page
    assert f'href="/xac-minh/{second.check_code}/"' in page
    actions.revoke(second, reason="Ban hành nhầm.", by=cast.leader)
    assert "Văn bản đã bị thu hồi" in _page(second)


def _compare(document: Document, data: bytes, name: str = "tep.pdf") -> str:
    answer = Client().post(f"/xac-minh/{document.check_code}/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_is_compared_with_what_was_issued_and_not_kept(cast: Cast) -> None:
    document = _issued(cast)
    actions.attach_signed_copy(document, name="da-ky.pdf", data=b"%PDF-1.7 signed", by=cast.clerk)
    rendition = rendition_of(document, "pdf")
    assert rendition is not None
    own = rendition.file.file.read()
    kept = StoredFile.objects.count()
    assert "Trùng với bản PDF đã ban hành" in _compare(document, own)
    assert "Trùng với bản đã ký" in _compare(document, b"%PDF-1.7 signed")
    assert "Không trùng với bản nào" in _compare(document, own + b" ")
    assert StoredFile.objects.count() == kept


def test_bad_files_get_one_sentence(cast: Cast, settings: Any) -> None:
    document = _issued(cast)
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    assert "Tệp lớn hơn 1 MB" in _compare(document, b"x" * (1024 * 1024 + 1))
    assert "Tệp trống" in _compare(document, b"")
    answer = Client().post(f"/xac-minh/{document.check_code}/")
    assert "Chọn tệp cần kiểm tra" in answer.content.decode()
    evil = "<script>alert(1)</script>.pdf"
    assert evil not in _compare(document, b"x", evil)


def test_a_wrong_code_takes_no_file(db: None) -> None:
    answer = Client().post("/xac-minh/KHONGCO/", {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert answer.status_code == 404


def test_a_comparison_needs_the_pages_own_form(cast: Cast) -> None:
    document = _issued(cast)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/xac-minh/{document.check_code}/", {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert answer.status_code == 403
