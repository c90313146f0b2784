"""Which set of criteria a passage means."""

from __future__ import annotations

from campaigns.read.facts import SetKey
from campaigns.read.patterns import Pattern, first_match, pattern

_NTM = r"(?:nông thôn mới|NTM)"
_HAMLET = r"(?:khu dân cư|KDC|thôn|xóm|bản|ấp|buôn)"

# Order matters: the narrower set first.
SETS: tuple[Pattern[SetKey], ...] = (
    pattern("garden", r"vườn (?:hộ )?(?:mẫu|NTM|nông thôn mới|kiểu mẫu)", "garden", "5 tiêu chí vườn mẫu"),
    pattern("hamlet", rf"{_HAMLET}\s+(?:đạt chuẩn\s+)?(?:{_NTM}|(?:kiểu )?mẫu)", "hamlet", "tiêu chí khu dân cư NTM kiểu mẫu"),
    pattern("advanced", rf"{_NTM}\s+nâng cao(?!\s+chất lượng)", "advanced", "19 tiêu chí nông thôn mới nâng cao"),
    pattern("model", rf"{_NTM}\s+kiểu mẫu", "model", "tiêu chí xã nông thôn mới kiểu mẫu"),
    pattern("ntm", rf"\b{_NTM}\b", "ntm", "tiêu chí xây dựng nông thôn mới"),
)  # fmt: skip


def set_of(*passages: str) -> SetKey | None:
    """The set that the first telling passage names; give the nearest words first."""
    for passage in passages:
        if found := first_match(SETS, passage):
            return found[0].meaning
    return None
