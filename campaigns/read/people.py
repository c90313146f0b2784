"""Posts: who is responsible, one key for every written form of one post."""

from __future__ import annotations

import re

from campaigns.read.patterns import first_match, pattern
from core.text import search_key

_VH = r"(?:văn h(?:óa|oá)|VH)"

# Posts of a commune; meaning: the name shown. Order matters: "địa chính - nông nghiệp" is the land officer.
POSTS = (
    pattern("land", r"địa chính|\bĐC\b|\bĐCXD\b|\bĐC[-–]", "công chức địa chính - xây dựng", "Công chức ĐC-XD"),
    pattern("social", rf"{_VH}\s*(?:[-–]|và)?\s*(?:xã hội|XH)\b|\bVHXH\b", "công chức văn hóa - xã hội", "CC VH -XH"),
    pattern("information", rf"{_VH}\s*(?:[-–]|và)?\s*(?:thông tin|HT|TT|HTT)\b|\bVHH?TT?\b", "công chức văn hóa - thông tin", "Công chức VHTT"),
    pattern("culture", rf"^(?:công chức|cán bộ|CC)\s+{_VH}\s*$", "công chức văn hóa - xã hội", "Công chức văn hóa"),
    pattern("labour", r"lao động|LĐ\s*[-–]?\s*TB", "công chức lao động - thương binh và xã hội", "Công chức LĐ-TBXH"),
    pattern("office", r"văn phòng|thống kê|\bVP\s*[-–]\s*TK\b", "công chức văn phòng - thống kê", "Công chức Văn phòng UBND xã"),
    pattern("finance", r"tài chính|kế toán|\bTC\s*[-–]\s*KT\b", "công chức tài chính - kế toán", "Công chức tài chính – kế toán"),
    pattern("justice", r"tư pháp|hộ tịch|\bTP\s*[-–]\s*HT\b", "công chức tư pháp - hộ tịch", "Công chức Tư pháp - Hộ tịch"),
    pattern("farming", r"nông nghiệp|khuyến nông|\bNN\s*[-–]\s*MT\b", "công chức nông nghiệp - môi trường", "Công chức Nông nghiệp - Môi trường"),
    pattern("military", r"chỉ huy trưởng|\bCHT\b|quân sự|\bQS\b", "chỉ huy trưởng quân sự", "Chỉ huy trưởng QS"),
    pattern("police", r"trưởng công an", "trưởng công an", "Trưởng Công an xã"),
    pattern("ntm-officer", r"(?:chuyên trách|cán bộ|công chức|phụ trách)\s+(?:phụ trách\s+)?(?:NTM|nông thôn mới)", "cán bộ nông thôn mới", "Cán bộ NTM"),
    pattern("health-head", r"trưởng\s+trạm|trạm trưởng", "trưởng trạm y tế", "Trưởng trạm Y tế xã"),
    pattern("school-head", r"hiệu trưởng", "hiệu trưởng", "Hiệu trưởng trường Tiểu học"),
)  # fmt: skip

#: Bodies that act together: they are not counted as one person.
COLLECTIVE = re.compile(
    r"mặt trận|MTTQ|đoàn thể|^ban\b|ban (?:chỉ đạo|quản lý|phát triển|giám hiệu|công an|chấp hành|thường trực|thường vụ)|\bBCĐ\b|\bBQL\b|\bBPT\b|"
    r"^các\b|^(?:thôn|xóm|bản|ấp|khu dân cư|tổ|hội|đoàn|chi bộ|trường|trạm|nhà trường|hợp tác xã|HTX)\b|thường trực|đảng (?:ủy|bộ)|"
    r"^(?:UBND|HĐND|ủy ban|hội đồng|công an|quân sự)\b|toàn thể|hộ dân|nhân dân|^(?:cán bộ|công chức|viên chức|cán bộ,? công chức)(?:\s+(?:cấp\s+)?xã)?$|"
    r"ngành|cơ quan|đơn vị|doanh nghiệp|bộ phận",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*[;,]\s*|\s+và\s+(?=(?:công chức|cán bộ|CC|đ/c|đồng chí|ông|bà|mặt trận|các|ban|trưởng|hội|đoàn|trạm)\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:đồng chí|đ/c|ông|bà|công chức|cán bộ|CC|người)\s+|\s+(?:UBND\s+)?xã$", re.IGNORECASE)
_OFFICIAL = re.compile(r"công chức|cán bộ|^CC\b|trưởng|chuyên trách|phụ trách", re.IGNORECASE)


def posts_in(responsible: str) -> tuple[tuple[str, str], ...]:
    """The posts and persons named, collective bodies left out: (key, name to show), each key once."""
    posts: dict[str, str] = {}
    for part in _SPLIT.split(responsible):
        piece = part.strip(" .,;:")
        if not piece:
            continue
        found = first_match(POSTS, piece)
        if found and (_OFFICIAL.search(piece) or not COLLECTIVE.search(piece)):
            if not (piece.lower().startswith("ban ") and found[0].name == "military"):
                posts.setdefault(found[0].name, found[0].meaning)
        elif not COLLECTIVE.search(piece):
            name = _TITLE.sub("", piece)
            posts.setdefault(search_key(name), piece)
    return tuple(posts.items())
