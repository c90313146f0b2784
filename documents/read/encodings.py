"""Bytes of a text file → NFC text: Unicode in its forms, CP1258, and the old TCVN3 and VNI letters."""

from __future__ import annotations

import codecs
import re

from core.errors import RuleError
from documents.read.legacy import from_tcvn3, from_vni
from documents.read.lines import plain

#: Syllables that stand in every official paper; how many of them a decoding shows tells how right it is.
_COMMON_TEXT = """
    và của các xã được thực hiện nông thôn mới kế hoạch ủy ban nhân dân số ngày tháng năm về việc chương trình
    xây dựng tiêu chí nội dung tổ chức triển khai nhiệm vụ đơn vị tại theo cho với trên địa bàn công tác vận động
    hội huyện tỉnh căn cứ quyết định thông tin đảng bộ chỉ đạo phụ trách độc lập tự hạnh phúc cộng hòa hoà nghĩa việt
    uỷ thị trấn nghị người để là không có những một đến từ đạt bảo đảm
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: High bytes of the letters a Vietnamese text in UTF-16 is made of.
_HIGH_BYTES = frozenset(b"\x00\x01\x03\x1e\x20")
_SAMPLE = 20_000


def decode(data: bytes) -> str:
    """The text of a `.txt` file in NFC, whatever Vietnamese encoding it was saved in.

    Raises RuleError when the bytes are no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return plain(repaired(data[len(mark) :].decode(name, errors="replace")))
    wide = _utf16_without_mark(data)
    if wide:
        return plain(data.decode(wide, errors="replace"))
    if _is_binary(data):
        raise RuleError(
            "Tệp này không phải là văn bản; hãy lưu kế hoạch thành tệp .docx hoặc .txt (UTF-8) rồi tải lại."
        )
    try:
        return plain(repaired(data.decode("utf-8")))
    except UnicodeDecodeError:
        return plain(
            _best([data.decode("cp1258", errors="replace"), *_legacy(data.decode("cp1252", errors="replace"))])
        )


def repaired(text: str) -> str:
    """Unicode text whose letters are TCVN3 or VNI codes, turned into Vietnamese; any other text as it is."""
    sample = text[:_SAMPLE]
    if not any("\x80" <= char <= "\xff" for char in sample) or any("\u1ea0" <= char <= "\u1ef9" for char in sample):
        return text
    return _best([text, *_legacy(text)])


def vietnameseness(text: str) -> int:
    """How many of the commonest syllables the beginning of a text shows."""
    words = _WORD.findall(plain(text[:_SAMPLE]).lower())
    return sum(1 for word in words if word in _COMMON and not word.isascii())


def _legacy(text: str) -> list[str]:
    return [from_tcvn3(text), from_vni(text)]


def _best(candidates: list[str]) -> str:
    # max keeps the first of equals: the plain reading unless another one is better.
    return max(candidates, key=vietnameseness)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    for high, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        fitting = sum(1 for byte in high if byte in _HIGH_BYTES)
        if high.count(0) * 3 >= len(high) and fitting * 100 >= len(high) * 97:
            return name
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    strange = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a\x1b")
    return b"\x00" in sample or strange * 50 > len(sample)
