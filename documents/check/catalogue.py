"""What the file says of itself: PDF/A, tags, language, title, fonts. Read from the catalogue, no validator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.check.departure import Departure
from documents.check.read import Measured

#: Times New Roman and the free faces of the same widths and look.
_TIMES = re.compile(r"times|liberation-?serif|tinos|nimbusrom|texgyretermes|stix", re.IGNORECASE)


def catalogue_departures(paper: Measured) -> Iterator[Departure]:
    for name, embedded in sorted(paper.fonts.items()):
        if not embedded:
            yield Departure("font-embedded", 1, f"Phông chữ {_plain(name)} không được nhúng trong tệp.")
    foreign = {_plain(name): count for name, count in paper.letters.items() if not _TIMES.search(name)}
    for name in sorted(foreign):
        yield Departure(
            "font", 1, f"Phông chữ {name} ({foreign[name]} chữ) không phải Times New Roman hoặc tương đương."
        )
    facts = paper.catalogue
    if not facts.get("pdfa"):
        yield Departure("pdfa", 1, "Tệp không khai chuẩn lưu trữ PDF/A trong siêu dữ liệu (XMP).")
    if not facts.get("output_intent"):
        yield Departure("pdfa", 1, "Tệp không có hồ sơ màu (OutputIntent) của PDF/A.")
    if not facts.get("marked"):
        yield Departure("pdfa", 1, "Tệp không có thẻ cấu trúc (MarkInfo) cho trình đọc màn hình.")
    if not str(facts.get("lang", "")).lower().startswith("vi"):
        yield Departure("lang", 1, "Tệp không khai ngôn ngữ tiếng Việt.")
    if not facts.get("title"):
        yield Departure("title", 1, "Tệp không có tiêu đề trong siêu dữ liệu.")


def _plain(name: str) -> str:
    """The font's name without the subset's prefix."""
    return re.sub(r"^[A-Z]{6}\+", "", name)
