"""Villages: those named, those that shall become model villages, those that keep what they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from campaigns.read.facts import Village
from campaigns.read.outline import UPPER, Outline, Placed, sentences
from campaigns.read.patterns import Pattern, pattern

Role = Literal["model", "keep", "named"]

_KIND = r"(?<!\w)(?:[Tt]hôn|[Xx]óm|[Bb]ản|[Ấấ]p|[Bb]uôn|[Ll]àng|[Pp]hum|[Ss]óc|[Kk]hu dân cư|[Kk]hu phố|[Tt]ổ dân phố|TDP|KDC|THÔN|XÓM|BẢN|ẤP)(?!\w)"
#: Capital words that name no village: acronyms, and institutions by their own second word.
_OTHER = (
    r"(?:(?:NTM|UBND|HĐND|MTTQ|UBMTTQ|BCĐ|BQL|BPT|CLB|HTX|OCOP|ATTP|NN|VH|XD|TDP|KDC|Việt Nam|Ủy ban|Uỷ ban|Mặt trận|Trạm [Yy]|Nông thôn|Nhà văn hóa)(?!\w)"
    r"|Hội (?:Phụ|Nông|Cựu|Người|Khuyến|Chữ)|Đoàn (?:Thanh|TN)|Trường (?:Tiểu|Mầm|THCS|TH|Trung|Mẫu|PTDT|Chính)|Công (?:an|ty|chức))"
)
#: The first word of a name is not followed by a small letter word that makes it an ordinary one ("Ban phát triển").
_ORDINARY = r"(?:Ban|Hội|Trường|Trưởng|Công|Đảng|Mặt|Các|Trạm|Đoàn|Xã|Huyện|Tỉnh|Khu|Tổ|Chi|Bí|Cán|Đồng chí|Quyết|Nghị|Kế|Thông|Chủ|Phó|Tháng|Năm|Ngày|Quý|Nhà|Văn|Kiểu|Mỗi|Phối|Giao|Đề|Thực|Tập)(?=\s+[^\W\d_A-ZĐ]|\s*[:.;,]|\s*$)"
_WORD = rf"(?!{_OTHER})[{UPPER}][\w’']*(?!\w)"
_NAME = rf"(?:\d{{1,2}}[A-Z]?(?![\d/.,]?\d|\s*(?:tiêu chí|hộ|vườn|mô hình|%|m\b|km|[-–]))|(?!{_ORDINARY}){_WORD}(?:\s+(?:{_WORD}|\d{{1,2}}[A-Z]?(?![\d/.,]))){{0,3}})"
_NAMES = rf"{_NAME}(?:\s*(?:,|;|và|-|–)\s+(?:(?:{_KIND})\s+)?{_NAME})*"

# A kind word in front of one name or several; group names. A list after a colon ends the clause.
NAMED = (
    pattern("village-names", rf"(?-i:{_KIND}\s+(?:trọng điểm\s+|điểm\s+)?(?P<names>{_NAMES}))", None, "các thôn Suối Tre, Đồi Mơ và Bến Cau"),
    pattern("village-list", rf"(?-i:{_KIND}\s*:\s+(?P<names>{_NAMES})(?=\s*(?:[.;)]|$)))", None, "Các thôn: Suối Tre, Đồi Mơ."),
)  # fmt: skip
_SPLIT = re.compile(rf"\s*(?:,|;|\bvà\b|\s[-–]\s)\s*(?:{_KIND}\s+)?")

# What the sentence says about its villages. Order matters: to keep a model village is not to become one.
ROLES: tuple[Pattern[Role], ...] = (
    pattern(
        "keep",
        r"duy trì|giữ vững|(?:củng|cũng) cố|đã (?:được công nhận|đạt)",
        "keep",
        "thôn A giữ vững danh hiệu kiểu mẫu",
    ),
    pattern("model", r"kiểu mẫu|(?:khu dân cư|thôn|xóm|bản|ấp) mẫu", "model", "thôn A xây dựng khu dân cư kiểu mẫu"),
)
_MODEL = re.compile(r"kiểu mẫu|vườn mẫu|(?:khu dân cư|thôn|xóm|bản|ấp) mẫu", re.IGNORECASE)
_RANK: dict[Role, int] = {"model": 0, "keep": 1, "named": 2}


def villages_of(outline: Outline) -> tuple[Village, ...]:
    """Each village once, in the order of the text, with the most telling role."""
    found: dict[str, Village] = {}
    for placed in outline.placed:
        for village in _in_line(placed):
            known = found.get(village.name)
            if known is None or _RANK[village.role] < _RANK[known.role]:
                found[village.name] = village
    return tuple(found.values())


def _in_line(placed: Placed) -> Iterator[Village]:
    for sentence in sentences(placed.text):
        for match in (match for row in NAMED for match in row.regex.finditer(sentence)):
            role = _role(sentence, placed)
            for name in _SPLIT.split(match["names"]):
                if name := name.strip(" ,;-–"):
                    yield Village(name, role, sentence)


def _role(sentence: str, placed: Placed) -> Role:
    if not _MODEL.search(sentence) and not _MODEL.search(placed.path[-1].title if placed.path else ""):
        return "named"
    for row in ROLES:
        if row.regex.search(sentence):
            return row.meaning
    return "named"
