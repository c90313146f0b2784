"""The national criteria by the words that name them, for headings without a number.

Source: Quyết định 318/QĐ-TTg ngày 08/3/2022, Phụ lục I (xã nông thôn mới) and II (nâng cao).
"""

from __future__ import annotations

from campaigns.read.facts import SetKey
from campaigns.read.patterns import first_match, pattern

# Order matters: "cơ sở vật chất văn hóa" before "văn hóa".
NTM = (
    pattern("facilities", r"(?:cơ sở vật chất|CSVC)\s+văn h(?:óa|oá)", 6, "Cơ sở vật chất văn hóa"),
    pattern("commerce", r"(?:cơ sở hạ tầng|CSHT|hạ tầng)\s+(?:thương mại|TM)|\bchợ\b", 7, "CSHT TM nông thôn"),
    pattern("information", r"(?:thông tin|TT)\s*(?:và|&|,|-)\s*(?:truyền thông|TT)|bưu điện", 8, "Thông tin và truyền thông"),
    pattern("planning", r"^quy hoạch", 1, "Quy hoạch"),
    pattern("roads", r"^giao thông", 2, "Giao thông nông thôn"),
    pattern("water", r"^thủy lợi|^thuỷ lợi", 3, "Thủy lợi và PCTT"),
    pattern("power", r"^điện\b", 4, "Điện nông thôn"),
    pattern("schools", r"^trường học", 5, "Trường học"),
    pattern("housing", r"^nhà ở", 9, "Nhà ở dân cư"),
    pattern("income", r"^thu nhập", 10, "Thu nhập"),
    pattern("poverty", r"^(?:hộ nghèo|nghèo đa chiều|giảm nghèo|tỷ lệ hộ nghèo)", 11, "Nghèo đa chiều"),
    pattern("labour", r"^lao động", 12, "Lao động có việc làm"),
    pattern("production", r"^(?:hình thức )?tổ chức sản xuất|^phát triển kinh tế nông thôn", 13, "Tổ chức sản xuất và PTKTNT"),
    pattern("education", r"^giáo dục", 14, "Giáo dục và Đào tạo"),
    pattern("health", r"^y tế", 15, "Y tế"),
    pattern("culture", r"^văn h(?:óa|oá)", 16, "Văn hóa"),
    pattern("environment", r"^môi trường", 17, "Môi trường và ATTP"),
    pattern("politics", r"^hệ thống (?:chính trị|tổ chức chính trị)|^tiếp cận pháp luật", 18, "Hệ thống chính trị và TCPL"),
    pattern("security", r"^(?:quốc phòng|an ninh)", 19, "Quốc phòng và an ninh"),
)  # fmt: skip

_ADVANCED_OWN = (
    pattern("education-advanced", r"^giáo dục", 5, "Giáo dục"),
    pattern("culture-advanced", r"^văn h(?:óa|oá)", 6, "Văn hóa"),
    pattern("health-advanced", r"^y tế", 14, "Y tế"),
    pattern("administration", r"^hành chính công", 15, "Hành chính công"),
    pattern("law", r"^tiếp cận pháp luật", 16, "Tiếp cận pháp luật"),
    pattern("living", r"^chất lượng môi trường sống", 18, "Chất lượng môi trường sống"),
)
#: Shared with the first set; the others of its names are no criteria here.
_SHARED = {1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 17, 19}
ADVANCED = _ADVANCED_OWN + tuple(row for row in NTM if row.meaning in _SHARED)


def criterion_of(name: str, which: SetKey | None) -> int | None:
    """The number of the criterion with this name; None when the sets do not know it or have no common numbers."""
    if which not in (None, "ntm", "advanced"):
        return None
    found = first_match(ADVANCED if which == "advanced" else NTM, name.strip())
    return found[0].meaning if found else None
