"""Finished files of a paper: made once, by a real worker; signed copies; the public check."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from documents import actions
from documents.enums import DocumentState, Format
from documents.files import keep_file, settled_id
from documents.models import Document, Rendition, SignedCopy, StoredFile
from documents.rendering import request_rendition
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.processes import Program

SignIn = Callable[[User], Client]


def _wait_for(files: int) -> None:
    for _ in range(600):
        if Rendition.objects.count() >= files:
            return
        time.sleep(0.1)
    raise AssertionError(list(Job.objects.values("kind", "state", "reason")))


def _issued(cast: Cast) -> Document:
    return actions.issue(
        factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED).document, by=cast.clerk
    )


def test_issuing_brings_pdf_and_word(worker: Program, cast: Cast, signed_in: SignIn) -> None:
    document = _issued(cast)
    _wait_for(2)
    officer = signed_in(cast.officer)
    for address, beginning in (("pdf", b"%PDF-"), ("word", b"PK\x03\x04")):
        response = officer.get(f"/van-ban/{document.pk}/{address}/", follow=True)
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(beginning)
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert (
            hashlib.sha256(content).hexdigest()
            == StoredFile.objects.get(name=f"01-KH-UBND.{address.replace('word', 'docx')}").sha256
        )
        response.close()
    assert signed_in(cast.neighbour).get(f"/tep/{StoredFile.objects.first().pk}/").status_code == 404  # type: ignore[union-attr]


def test_asking_twice_does_the_work_once(worker: Program, cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee).document
    officer = signed_in(cast.officer)
    for _ in range(3):
        officer.post(f"/van-ban/{document.pk}/pdf/")
    _wait_for(1)
    officer.post(f"/van-ban/{document.pk}/pdf/")
    assert (Job.objects.count(), Rendition.objects.count(), StoredFile.objects.count()) == (1, 1, 1)


def test_a_changed_draft_gets_a_new_file_and_says_draft(cast: Cast) -> None:
    from documents.rendering import render_rendition

    document = factories.document(cast.commune, cast.committee)
    first = render_rendition(request_rendition(document, "pdf", by=cast.officer))
    again = render_rendition(request_rendition(document, "pdf", by=cast.officer))
    assert first == again
    actions.edit_document(document, paper=factories.paper(subject="Tên khác"), by=cast.officer)
    document.refresh_from_db()
    changed = render_rendition(request_rendition(document, "pdf", by=cast.officer))
    assert changed["url"] != first["url"]
    assert Rendition.objects.count() == 2


def _keep(client: Client, document: Document, name: str, data: bytes) -> int:
    return client.post(f"/van-ban/{document.pk}/ban-da-ky/", {"file": SimpleUploadedFile(name, data)}).status_code


def test_the_signed_copy_is_kept_beside_with_its_hash(cast: Cast, signed_in: SignIn) -> None:
    document, scan = _issued(cast), b"%PDF-1.7 ban quet co dau"
    clerk = signed_in(cast.clerk)
    assert [_keep(clerk, document, "ban ky.pdf", scan) for _ in range(2)] == [302, 302]
    copy = SignedCopy.objects.get()
    assert copy.file.sha256 == hashlib.sha256(scan).hexdigest()
    page = Client().get(f"/xac-minh/{document.check_code}/").content.decode()
    assert copy.file.sha256 in page


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"MZ"), ("a.pdf", b"MZ khong phai"), ("a.svg", b"<svg onload=alert(1)>"), ("a.html", b"<p>")],
)
def test_a_signed_copy_is_what_it_says(cast: Cast, signed_in: SignIn, name: str, data: bytes) -> None:
    document = _issued(cast)
    assert _keep(signed_in(cast.clerk), document, name, data) == 409
    assert not SignedCopy.objects.exists()


def test_a_draft_has_no_signed_copy(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee).document
    assert _keep(signed_in(cast.clerk), document, "a.pdf", b"%PDF-1.7") == 409


def test_anybody_may_check_an_issued_paper_and_learns_nothing_of_a_draft(cast: Cast, client: Client) -> None:
    document = _issued(cast)
    page = client.get(f"/xac-minh/?ma={(document.check_code or '').lower()}")
    assert (page.status_code, "01/KH-UBND" in page.content.decode(), "Đã ban hành" in page.content.decode()) == (
        200,
        True,
        True,
    )
    actions.revoke(document, reason="Ban hành nhầm.", by=cast.leader)
    assert "Đã thu hồi" in client.get(f"/xac-minh/{document.check_code}/").content.decode()
    assert client.get("/xac-minh/KHONGCOMANAY/").status_code == 404


def test_the_preview_escapes_what_people_type(cast: Cast, signed_in: SignIn) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    plan = factories.plan(cast.commune, cast.committee, title=evil)
    for address in (f"/van-ban/{plan.document_id}/xem/", f"/ke-hoach/{plan.pk}/", "/ke-hoach/", "/"):
        page = signed_in(cast.officer).get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_file_left_by_a_killed_worker_is_written_over(cast: Cast) -> None:
    from documents.queries import context_hash, paper_of
    from documents.rendering import render_rendition

    document = factories.document(cast.commune, cast.committee)
    wording = context_hash(paper_of(document))
    half = keep_file(
        name="a.pdf", data=b"do dang", content_type="application/pdf", purpose="rendition", area=cast.commune, by=None,
        id=settled_id(document.pk, Format.PDF, wording),
    )  # fmt: skip
    storage, folder = half.file.storage, str(half.file.name).rpartition("/")[0]
    StoredFile.objects.all().delete()  # what a roll-back leaves: the file without its row
    before = len(storage.listdir(folder)[1])
    render_rendition(request_rendition(document, "pdf", by=cast.officer))
    assert len(storage.listdir(folder)[1]) == before
    with StoredFile.objects.get().file.open("rb") as made:
        assert made.read(5) == b"%PDF-"


@pytest.mark.parametrize(("format", "beginning"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")])
def test_the_same_document_gives_the_same_bytes(cast: Cast, tmp_path: Path, format: str, beginning: bytes) -> None:
    document = _issued(cast)
    for name in ("mot", "hai"):
        out = tmp_path / f"{name}.{format}"
        call_command("render_document", document.pk, "--format", format, "--out", str(out), stdout=StringIO())
    first = (tmp_path / f"mot.{format}").read_bytes()
    assert first == (tmp_path / f"hai.{format}").read_bytes()
    assert first.strip().lower().startswith(beginning.lower())
    assert b"01/KH-UBND" in first or format != "html"
