"""Printing certificates and setting where their text stands."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from PIL import Image

from core.errors import RuleError
from documents import job_files
from documents.enums import DocumentState, Purpose
from documents.files import keep_file, settled_id
from documents.models import StoredFile
from documents.photos import MOST_PIXELS
from documents.queries import paper_of
from emulation.context.certificates import Layout, Words
from emulation.enums import CertificateMode
from emulation.models import Award, AwardDecision, CertificateLayout
from emulation.papers.certificates import words_of
from emulation.queries.awards import awards_of
from emulation.queries.certificates import layout_of
from emulation.render.certificate_text import missing_letters
from emulation.render.certificates import certificates_pdf
from emulation.rules.certificates import spots_of
from jobs.actions import enqueue, report_progress
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from jobs.models import Job

KIND = "emulation.certificates"
#: More certificates are made by the worker.
AT_ONCE = 10
#: The emblem's picture: fewer pixels print blurred, more only make the file large.
LEAST_SIDE, MOST_SIDE = 300, 1200


# --- Printing ---


def drawn_layout(layout: CertificateLayout) -> Layout:
    """What the commune set, as the renderer takes it."""
    full = layout.mode == CertificateMode.FULL
    emblem = b""
    if full and layout.emblem is not None:
        with layout.emblem.file.open("rb") as file:
            emblem = file.read()
    return Layout(
        framed=full, spots=spots_of(layout.mode, layout.places), shift_x=float(layout.shift_x),
        shift_y=float(layout.shift_y), emblem=emblem,
    )  # fmt: skip


def words_for(decision: AwardDecision, awards: Sequence[Award]) -> list[Words]:
    """The words of these awards. RuleError while the decision is not issued, and for a letter the font does not have."""
    document = decision.document
    if document.state != DocumentState.ISSUED:
        raise RuleError("Quyết định khen thưởng chưa ban hành hoặc không còn hiệu lực nên chưa in giấy khen.")
    paper = paper_of(document)
    found = [words_of(award, paper, number=document.number_and_symbol) for award in awards]
    for words in found:
        missing = missing_letters("".join(words.pieces.values()))
        if missing:
            raise RuleError(
                f"Giấy khen của “{words.name[:60]}” có ký tự không in được: {' '.join(sorted(missing))}. Đề nghị sửa ở đề nghị "
                "khen thưởng trước khi ban hành quyết định, hoặc thay bằng ký tự thường dùng."
            )
    return found


def print_certificates(decision: AwardDecision, awards: Sequence[Award], *, mode: str, by: User) -> bytes:
    """These certificates of a decision as one PDF, in the order of the golden book; the journal keeps that they were printed."""
    layout = drawn_layout(layout_of(decision.session.drive.area, mode))
    data = certificates_pdf(words_for(decision, awards), layout)
    with transaction.atomic():
        _note(decision, awards, mode, by=by)
    return data


def _note(decision: AwardDecision, awards: Sequence[Award], mode: str, *, by: User) -> None:
    which = f"số sổ vàng {awards[0].position}" if len(awards) == 1 else f"{len(awards)} giấy khen"
    said = f"{which}; {CertificateMode(mode).label.lower()}"
    record("award.printed", decision, by=by, area=decision.session.drive.area, note=said)


def file_name(decision: AwardDecision, award: Award | None = None) -> str:
    number = str(decision.document.number or decision.pk)
    return f"giay-khen-qd-{number}{f'-so-{award.position}' if award else ''}.pdf"


def request_certificates(decision: AwardDecision, *, mode: str, by: User) -> Job:
    """Order all certificates of a decision as one file in "Tệp của tôi"; asked again while being made, they are made once.

    RuleError as in `words_for`, before anything is ordered.
    """
    words_for(decision, awards_of(decision))
    return enqueue(
        KIND, key=f"{decision.pk}:{mode}:{by.pk}", payload={"decision": decision.pk, "mode": mode}, owner=by,
        area=decision.session.drive.area, title=f"Giấy khen, Quyết định số {decision.document.number_and_symbol}"[:200],
    )  # fmt: skip


def make_certificates(job: Job) -> dict[str, Any]:
    """Work of an "emulation.certificates" job. Safe to run twice: what an attempt left is written over."""
    owner = job.owner
    if owner is None:
        raise RuleError("Người đặt tệp không còn trong hệ thống.")
    rows = AwardDecision.objects.select_related("document", "session__drive__area__parent")
    decision, mode = rows.get(pk=job.payload["decision"]), job.payload["mode"]
    awards = awards_of(decision)
    id = settled_id(KIND, job.pk)
    stored = job_files.kept_before(id)
    if stored is None:
        total = len(awards)

        def told(done: int) -> None:
            report_progress(job, 100 * done // total, f"in giấy khen {done}/{total}")

        layout = drawn_layout(layout_of(decision.session.drive.area, mode))
        data = certificates_pdf(words_for(decision, awards), layout, told=told)
        with transaction.atomic():
            stored = keep_file(
                name=file_name(decision), data=data, content_type="application/pdf", purpose=Purpose.CERTIFICATES,
                area=decision.session.drive.area, by=owner, id=id, kept_until=job_files.last_day(),
            )  # fmt: skip
            _note(decision, awards, mode, by=owner)
    return job_files.result_of(stored, rows=len(awards))


# --- Where the text stands ---


@transaction.atomic
def save_layout(
    area: Area, *, places: Mapping[str, Any], shift_x: Decimal, shift_y: Decimal, by: User
) -> CertificateLayout:
    """Keep the places of the text on the commune's pre-printed stock; saving the same twice writes nothing."""
    layout, _ = CertificateLayout.objects.select_for_update().get_or_create(area=area, mode=CertificateMode.TEXT)
    if (layout.places, layout.shift_x, layout.shift_y) == (places, shift_x, shift_y):
        return layout
    layout.places, layout.shift_x, layout.shift_y = dict(places), shift_x, shift_y
    layout.save()
    record("certificate.layout", layout, by=by, area=area)
    return layout


@transaction.atomic
def save_emblem(area: Area, *, name: str, data: bytes, by: User) -> CertificateLayout:
    """Keep the commune's own picture of the emblem for full pages, in place of an earlier one.

    It is drawn anew as PNG, so that nothing but its pixels is kept. RuleError for what is no such picture.
    """
    clean = _clean_emblem(data)
    layout, _ = CertificateLayout.objects.select_for_update().get_or_create(area=area, mode=CertificateMode.FULL)
    before = layout.emblem
    layout.emblem = keep_file(
        name="quoc-huy.png", data=clean, content_type="image/png", purpose=Purpose.CERTIFICATES, area=area, by=by
    )
    layout.save()
    _forget(before)
    record("certificate.layout", layout, by=by, area=area, note=f"Hình Quốc huy: {name[:100]}")
    return layout


@transaction.atomic
def drop_emblem(area: Area, *, by: User) -> None:
    """Leave the emblem's place white again; safe to repeat."""
    layout = CertificateLayout.objects.select_for_update().filter(area=area, mode=CertificateMode.FULL).first()
    if layout is None or layout.emblem is None:
        return
    before, layout.emblem = layout.emblem, None
    layout.save()
    _forget(before)
    record("certificate.layout", layout, by=by, area=area, note="Bỏ hình Quốc huy")


def _forget(stored: StoredFile | None) -> None:
    if stored is None:
        return
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))


def _clean_emblem(data: bytes) -> bytes:
    try:
        Image.open(io.BytesIO(data), formats=("PNG", "JPEG")).verify()
        picture: Image.Image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise RuleError("Ảnh có quá nhiều điểm ảnh; đề nghị thu nhỏ rồi chọn lại.")
        if min(picture.size) < LEAST_SIDE:
            raise RuleError(
                f"Ảnh nhỏ hơn {LEAST_SIDE} × {LEAST_SIDE} điểm ảnh nên in sẽ nhòe; đề nghị chọn ảnh lớn hơn."
            )
        picture = picture.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleError("Ảnh có quá nhiều điểm ảnh; đề nghị thu nhỏ rồi chọn lại.") from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise RuleError("Tệp không phải ảnh PNG hoặc JPEG đọc được; đề nghị chọn lại.") from error
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
