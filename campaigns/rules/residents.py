"""Whether what residents decided passes, by the rule of the day (campaigns/data/residents_rules.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from areas.enums import Level
from campaigns.enums import DecisionForm, DecisionMatter

_FILE = Path(__file__).resolve().parent.parent / "data" / "residents_rules.yaml"


@dataclass(frozen=True, slots=True)
class Needed:
    """Which share must agree, and of what: "households" of the village, or "villages" of the commune."""

    of: str
    share: Fraction
    #: The share must be exceeded; else it is enough to reach it.
    more: bool
    document: str

    @property
    def words(self) -> str:
        """ "từ 2/3 tổng số hộ trở lên"."""
        whole = "tổng số hộ" if self.of == "households" else "tổng số thôn"
        return f"quá {self.share} {whole}" if self.more else f"từ {self.share} {whole} trở lên"

    def least(self, whole: int) -> int:
        """How many must agree, out of the whole."""
        exact = self.share * whole
        return exact.__floor__() + 1 if self.more else exact.__ceil__()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`passes` is None where no rule is known or a count is missing; the sentence says why."""

    passes: bool | None
    sentence: str

    @property
    def state(self) -> str:
        """The code of the chip."""
        return {True: "passed", False: "not_passed", None: "not_judged"}[self.passes]


@cache
def _rules() -> list[dict[str, Any]]:
    return list(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def needed_on(day: date, matter: str, level: str) -> Needed | None:
    """What the rule of that day asks for this kind of matter in a village or commune; None where none is known."""
    for rule in _rules():
        if rule["from"] <= day and (rule["to"] is None or day <= rule["to"]):
            row = rule.get(str(level), {}).get(str(matter))
            return Needed(row["of"], Fraction(row["share"]), row["more"], rule["document"]) if row else None
    return None


def verdict(
    *,
    day: date,
    matter: str,
    level: str,
    households: int,
    agreed: int,
    villages: int | None,
    villages_agreed: int | None,
) -> Verdict:
    """Whether the decision passes: by all households of the village, not by those present; in a commune by its villages."""
    needed = needed_on(day, matter, level)
    if needed is None:
        return Verdict(
            None, "Chưa có tỷ lệ quy định cho ngày và loại nội dung này; đối chiếu văn bản tại thời điểm đó."
        )
    whole, part = (households, agreed) if needed.of == "households" else (villages, villages_agreed)
    what = "hộ" if needed.of == "households" else "thôn"
    if not whole or part is None:
        return Verdict(None, f"Chưa có số {what} tán thành trên tổng số {what}, nên chưa xét được ({needed.document}).")
    least = needed.least(whole)
    passes = part >= least
    word = "Đủ" if passes else "Chưa đủ"
    return Verdict(
        passes, f"{word} tỷ lệ: cần {needed.words}, tức {least}/{whole} {what}; có {part} {what} ({needed.document})."
    )


def reminders(*, matter: str, form: str, level: str, has_record: bool) -> list[str]:
    """What the law asks for besides the share, a sentence each (Luật 10/2022/QH15, điều 17 đến 20)."""
    said = []
    if level == Level.VILLAGE and matter != DecisionMatter.OTHER and form == DecisionForm.BALLOT:
        said.append("Việc của thôn phải họp trước; chỉ phát phiếu khi cuộc họp không đủ hộ dự theo quy định.")
    if not has_record:
        said.append("Chưa có biên bản đã ký; gửi UBND và Mặt trận Tổ quốc xã trong 5 ngày làm việc.")
    return said
