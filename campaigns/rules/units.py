"""When two names mean one unit: plans write "Hội Phụ nữ", the register "Hội Liên hiệp Phụ nữ xã An Bình". Pure."""

from __future__ import annotations

import re

from core.text import nfc, search_key

_SHORT = (
    (re.compile(r"\bUB\s*MTTQ\b|\bMTTQ\b|\bUBMTTQ\b", re.IGNORECASE), "mặt trận tổ quốc"),
    (re.compile(r"\bUBND\b", re.IGNORECASE), "ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b", re.IGNORECASE), "hội đồng nhân dân"),
    (re.compile(r"\bHLHPN\b|\bLHPN\b|\bHPN\b", re.IGNORECASE), "hội phụ nữ"),
    (re.compile(r"\bCCB\b", re.IGNORECASE), "cựu chiến binh"),
    (re.compile(r"\b(?:ĐTN|TNCS|Đoàn TN)\b", re.IGNORECASE), "đoàn thanh niên"),
    (re.compile(r"\bHND\b", re.IGNORECASE), "hội nông dân"),
    (re.compile(r"\bBCĐ\b", re.IGNORECASE), "ban chỉ đạo"),
    (re.compile(r"\bNTM\b", re.IGNORECASE), "nông thôn mới"),
    (re.compile(r"\bVP\b", re.IGNORECASE), "văn phòng"),
    (re.compile(r"\bVH\s*[-–]\s*XH\b", re.IGNORECASE), "văn hóa xã hội"),
)
#: What follows a recipient in brackets: (b/c), (t/h), (để biết).
_REMARK = re.compile(r"\s*\([^()]*\)\s*")
_WORD = re.compile(r"[a-z0-9]+")
#: Words that one writer puts in and the next leaves out.
_FILLER = frozenset(["uy", "ban", "viet", "nam", "xa", "phuong", "lien", "hiep", "cac", "ong", "ba", "va", "cua"])
_ALL_VILLAGES = re.compile(
    r"(?:các|toàn bộ|những|\d+)\s+(?:thôn|xóm|bản|ấp|khu dân cư|tổ dân phố)\b|ban phát triển (?:các )?(?:thôn|xóm|bản)|"
    r"trưởng (?:các )?(?:thôn|xóm|bản|ấp)|chi bộ(?: và)? (?:các )?(?:thôn|xóm|bản)|^(?:thôn|xóm|bản)(?:\s*,\s*(?:thôn|xóm|bản|ấp))*$",
    re.IGNORECASE,
)
_ALL_BODIES = re.compile(
    r"các (?:ban|phòng|cơ quan|đơn vị|tổ chức|ngành|đoàn thể|bộ phận|hội)\b|(?:ban|phòng),\s*(?:ban,\s*)?ngành|đoàn thể",
    re.IGNORECASE,
)


def same_unit(one: str, other: str) -> bool:
    """Whether the names mean one unit: all the telling words of the shorter stand in the longer."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    return left <= right or right <= left


def all_villages(name: str) -> bool:
    """ "Các thôn, xóm": every village of the commune is meant."""
    return bool(_ALL_VILLAGES.search(nfc(name)))


def all_bodies(name: str) -> bool:
    """ "Các ban, ngành, đoàn thể": every organisation of the commune is meant."""
    return bool(_ALL_BODIES.search(nfc(name)))


def _words(name: str) -> frozenset[str]:
    plain = _REMARK.sub(" ", nfc(name))
    for short, long in _SHORT:
        plain = short.sub(long, plain)
    words = frozenset(_WORD.findall(search_key(plain)))
    return words - _FILLER or words
