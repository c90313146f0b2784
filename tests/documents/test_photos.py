"""Photos from phones: what is kept of them, what is refused, and who sees them in a page."""

from __future__ import annotations

import contextlib
import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image, UnidentifiedImageError

from core.errors import RuleError
from documents.enums import Purpose
from documents.files import keep_file
from documents.photos import clean_photo, keep_photo, small_photo

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def picture(size: tuple[int, int] = (400, 300), kind: str = "JPEG", mode: str = "RGB", **saved: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **saved)
    return out.getvalue()


def from_a_phone(scale: int = 1) -> bytes:
    """Held upright, so the camera stores it lying, left half red, with maker and place."""
    lying = Image.new("RGB", (4000 // scale, 3000 // scale), "blue")
    lying.paste("red", (0, 0, 2000 // scale, 3000 // scale))
    exif = lying.getexif()
    exif[ORIENTATION], exif[MAKER] = 6, "Máy của ông Thôn"
    exif.get_ifd(GPS)[2] = (18.0, 24.0, 36.0)
    out = BytesIO()
    lying.save(out, "JPEG", exif=exif, comment=b"Na Coc")
    return out.getvalue()


@cache
def from_an_iphone() -> bytes:
    """The same picture as HEIC, with its orientation as iPhones write it."""
    import pillow_heif.as_plugin as heif

    lying = Image.new("RGB", (400, 300), "blue")
    lying.paste("red", (0, 0, 200, 300))
    exif = lying.getexif()
    exif[ORIENTATION], exif[MAKER] = 6, "Máy của ông Thôn"
    exif.get_ifd(GPS)[2] = (18.0, 24.0, 36.0)
    lying.encoderinfo = {"exif": exif.tobytes(), "quality": 80}
    out = BytesIO()
    heif._save_heif(lying, out, "a.heic")
    return out.getvalue()


def test_a_heic_photo_becomes_jpeg_upright_and_without_its_place() -> None:
    name, data, content_type = clean_photo("IMG_0001.HEIC", from_an_iphone())
    kept = Image.open(BytesIO(data))
    assert (name, content_type, kept.format, kept.size) == ("IMG_0001.jpg", "image/jpeg", "JPEG", (300, 400))
    red, _, blue = kept.getpixel((150, 50))  # type: ignore[misc]
    assert red > 200, "turned a quarter clockwise, the left half lies on top"
    assert blue < 60
    assert not kept.getexif()
    assert "Máy của".encode() not in data
    # Read here only: elsewhere in this process a HEIC is no picture.
    with pytest.raises(UnidentifiedImageError):
        Image.open(BytesIO(from_an_iphone()))


@pytest.mark.parametrize("length", [12, 40, 300, 900])
def test_a_broken_heic_is_refused_in_one_sentence(length: int) -> None:
    for data in (from_an_iphone()[:length], from_an_iphone()[:40] + b"\0" * length):
        with pytest.raises(RuleError) as refused:
            clean_photo("a.heic", data)
        assert "ảnh" in refused.value.message.lower()


def test_a_photo_is_turned_shrunk_and_freed_of_its_place() -> None:
    name, data, content_type = clean_photo("../IMG 2026.HEIC.png", from_a_phone())
    kept = Image.open(BytesIO(data))
    assert (name, content_type, kept.format, kept.size) == ("IMG 2026.HEIC.jpg", "image/jpeg", "JPEG", (1200, 1600))
    red, _, blue = kept.getpixel((600, 100))  # type: ignore[misc]
    assert red > 200, "turned a quarter clockwise, the left half lies on top"
    assert blue < 60
    assert not kept.getexif()
    assert "comment" not in kept.info
    assert "Máy của".encode() not in data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_what_is_not_jpeg_becomes_jpeg(kind: str, mode: str) -> None:
    _, data, _ = clean_photo("anh.png", picture(kind=kind, mode=mode))
    assert Image.open(BytesIO(data)).mode == "RGB"


def test_small_photos_stay_as_large_as_they_are() -> None:
    _, data, _ = clean_photo("anh.jpg", picture((40, 30)))
    assert Image.open(BytesIO(data)).size == (40, 30)
    assert max(Image.open(BytesIO(small_photo(clean_photo("a.jpg", picture((3000, 1000)))[1]))).size) == 360


def a_bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "không phải ảnh"),
        (b"khong phai anh", "không phải ảnh"),
        (b"%PDF-1.7\n1 0 obj", "không phải ảnh"),
        (b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>", "không phải ảnh"),
        (b"\xff\xd8\xff" + b"\0" * 400, "ảnh"),
        (picture(kind="GIF"), "không phải ảnh"),
        (picture((1000, 1000))[:900], "bị hỏng"),
        (picture(kind="PNG")[:60], "bị hỏng"),
        (picture(kind="WEBP")[:60], "ảnh"),
        (a_bomb(9000), "quá nhiều điểm ảnh"),
        (a_bomb(12_000), "quá nhiều điểm ảnh"),
        (a_bomb(60_000), "quá nhiều điểm ảnh"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    import weasyprint  # noqa: F401 - once imported, it lets Pillow take truncated pictures everywhere

    with pytest.raises(RuleError) as refused:
        clean_photo("x<script>.jpg", data)
    assert sentence in refused.value.message.lower()


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells the log that the EXIF data is damaged
def test_a_damaged_photo_never_breaks_the_page() -> None:
    """One byte of the head wrong, each in turn: a picture or a sentence, never an error."""
    for whole, step in ((from_a_phone(scale=20), 7), (from_an_iphone(), 41)):
        for place in range(0, 700, step):
            broken = bytearray(whole)
            broken[place] ^= 0xFF
            with contextlib.suppress(RuleError):
                clean_photo("a.jpg", bytes(broken))


def test_a_photo_opens_in_the_page_for_those_who_may_have_it(cast, signed_in, settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from documents import registry

    monkeypatch.setitem(registry._checks, Purpose.OUTREACH_PHOTO, lambda user, stored: user == cast.officer)
    photo = keep_photo(
        name="loa.png",
        data=picture((800, 600), "PNG"),
        purpose=Purpose.OUTREACH_PHOTO,
        area=cast.commune,
        by=cast.officer,
    )
    url = reverse("documents:photo", args=[photo.pk])
    for address, side in ((url, 800), (f"{url}?nho=1", 360)):
        answer = signed_in(cast.officer).get(address)
        assert answer["Content-Disposition"] == 'inline; filename="loa.jpg"'
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert max(Image.open(BytesIO(answer.content)).size) == side
    assert signed_in(cast.leader).get(url).status_code == 404
    # What is no picture of ours is never shown in a page, whatever it calls itself.
    paper = keep_file(
        name="a.pdf",
        data=b"%PDF-1.7",
        content_type="application/pdf",
        purpose=Purpose.OUTREACH_PHOTO,
        area=cast.commune,
        by=None,
    )
    assert signed_in(cast.officer).get(reverse("documents:photo", args=[paper.pk])).status_code == 404
