"""Photos as they come from a phone: checked, turned upright, shrunk and freed of everything but the picture."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageFile, ImageOps

from core.errors import RuleError
from documents.files import keep_file
from documents.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: What is read, by content; Pillow's names. HEIC, which iPhones make, is read besides (`_heic`).
_FORMATS = ("JPEG", "PNG", "WEBP")
#: How a HEIC file begins, from its fifth byte on (ISO/IEC 23008-12): the box, then the brand.
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
#: Longest side in pixels: enough to read a sign on a wall, some 300 KB a photo.
LONGEST_SIDE = 1600
QUALITY = 82
#: The best phones make 50 million pixels; more is no photo, and would fill the memory when opened.
MOST_PIXELS = 64_000_000
#: Longest side of the small picture that lists show.
SMALL_SIDE = 360
PHOTO_TYPE = "image/jpeg"

_lock = threading.Lock()
#: What Pillow raises on files that are broken or made to break it.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    RuntimeError,
    struct.error,
)


def clean_photo(name: str, data: bytes) -> tuple[str, bytes, str]:
    """Name, bytes and content type of the photo as it is kept: JPEG, upright, at most 1600 px, no EXIF and no place.

    RuleError with one sentence for what is no JPEG, PNG, WebP or HEIC picture, is broken, or has too many pixels.
    """
    shown = PurePath(name).name[:100] or "ảnh"
    try:
        with _whole_pictures_only():
            picture = _opened(data, shown)
            # Decodes a large JPEG at a half, a quarter … of its size straight away: never smaller than what is kept.
            picture.draft("RGB", _kept_size(picture))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = _upright(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleError(_too_many_pixels(shown)) from error
    except _BROKEN as error:
        raise RuleError(f"Ảnh “{shown}” bị hỏng nên không đọc được; đề nghị chụp hoặc chọn lại ảnh.") from error
    # A sheet of its own carries nothing along of what the file said besides its pixels.
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A"))
    return f"{PurePath(shown).stem}.jpg", _jpeg(sheet), PHOTO_TYPE


@dataclass(frozen=True, slots=True)
class CameraSays:
    """What the camera wrote into a picture: when it was taken, and where; None for what it does not say."""

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def camera_says(data: bytes) -> CameraSays:
    """Time and place of a picture by its EXIF; nothing where it has none or it cannot be read. A time without its offset is
    Vietnam's."""
    try:
        exif = _opened(data, "").getexif()
        camera, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, 90)
        longitude = _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, 180)
        return CameraSays(_moment(camera), latitude, longitude)
    except (*_BROKEN, RuleError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return CameraSays()


def _moment(camera: Mapping[int, Any]) -> datetime | None:
    said = str(camera.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(camera.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ") or "+07:00"
    try:
        return datetime.strptime(f"{said}{offset}", "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None


def _degrees(place: Mapping[int, Any], tag: int, side: int, most: int) -> Decimal | None:
    """Degrees, minutes and seconds as degrees with six places, south and west below zero."""
    if tag not in place:
        return None
    degrees, minutes, seconds = (float(part) for part in place[tag])
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= most:
        return None
    return round(Decimal(-found if str(place.get(side)) in ("S", "W") else found), 6)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint, once it was imported, lets Pillow take truncated pictures in the whole process; a photo must be whole."""
    with _lock:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def keep_photo(*, name: str, data: bytes, purpose: str, area: Area, by: User | None) -> StoredFile:
    """Clean and store a photo; RuleError as in `clean_photo`. Writes one row and one file."""
    name, data, content_type = clean_photo(name, data)
    return keep_file(name=name, data=data, content_type=content_type, purpose=purpose, area=area, by=by)


def keep_small(stored: StoredFile) -> None:
    """Make the small picture of a kept photo and lay it beside it. Safe to repeat; writes one file."""
    if has_small(stored):
        return
    with stored.file.open("rb") as file:
        small = small_photo(file.read())
    stored.file.storage.save(_small_name(stored), ContentFile(small))


def has_small(stored: StoredFile) -> bool:
    """Whether the small picture of a kept photo is prepared."""
    return bool(stored.file.storage.exists(_small_name(stored)))


def small_of(stored: StoredFile) -> bytes:
    """The small picture of a kept photo: the prepared one, else made now."""
    try:
        with stored.file.storage.open(_small_name(stored), "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        with stored.file.open("rb") as file:
            return small_photo(file.read())


def _small_name(stored: StoredFile) -> str:
    return f"{stored.file.name}.{SMALL_SIDE}.jpg"


def small_photo(data: bytes) -> bytes:
    """A photo of ours as lists show it, longest side 360 px, JPEG."""
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    picture.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
    picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return _jpeg(picture)


def _opened(data: bytes, shown: str) -> Image.Image:
    """The picture, not decoded yet."""
    try:
        picture: Image.Image = _heic(data) or Image.open(BytesIO(data), formats=_FORMATS)
    except Image.UnidentifiedImageError as error:
        raise RuleError(f"Tệp “{shown}” không phải ảnh JPG, PNG, WebP hoặc HEIC; đề nghị chọn lại ảnh.") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise RuleError(_too_many_pixels(shown))
    return picture


def _heic(data: bytes) -> Image.Image | None:
    """A HEIC picture, not decoded yet and upright once it is; None for anything else.

    Opened by its own class: registered with Pillow, HEIC would be read wherever this process opens a picture.
    """
    if data[4:8] != b"ftyp" or data[8:12] not in _HEIC_BRANDS:
        return None
    from pillow_heif import HeifImageFile

    return HeifImageFile(BytesIO(data))


def _kept_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height of the picture as it is kept: the longest side as `LONGEST_SIDE` has it, never enlarged."""
    scale = min(1.0, LONGEST_SIDE / max(picture.size))
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _too_many_pixels(shown: str) -> str:
    return f"Ảnh “{shown}” có quá nhiều điểm ảnh (trên 64 triệu); đề nghị chụp lại ở cỡ thường."


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera says; as it lies where what the camera says cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
