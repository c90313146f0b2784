"""Papers that a text cites by number and symbol: "Nghị quyết số 12/NQ-HĐND ngày 15/7/2022 của HĐND xã …".

A paper named without a symbol ("Quyết định 33", "QĐ 289") is no citation here: nothing could be looked up by it.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.read.dates import WrittenDate, find_dates
from documents.read.words import BODY, UPPER

_GROUP = rf"(?:TTg|CTr|QyĐ|TrS|TTr|[{UPPER}]{{1,12}}\d{{0,2}}(?:&[{UPPER}]+)?)(?![\w])"
_DASH = r"\s{0,2}[-–]\s{0,2}"
_SLASH = r"\s{0,2}/\s{0,2}"

#: name → regex of number and symbol. Spaces inside are the writer's and are taken out.
PATTERNS: dict[str, re.Pattern[str]] = {
    # 121/2017/TT-BTC, 30/2020/NĐ-CP, 06/2022/QH15
    "with_year": re.compile(rf"(?<![\d/.,])\d{{1,4}}{_SLASH}(?:19|20)\d\d{_SLASH}{_GROUP}(?:{_DASH}{_GROUP}){{0,5}}"),
    # 40/NQ-HĐND, 226/KH-MTTQ-BTT
    "number_first": re.compile(rf"(?<![\d/.,])\d{{1,5}}{_SLASH}{_GROUP}(?:{_DASH}{_GROUP}){{1,5}}"),
    # 19-NQ/ĐU, 178 –CV/ HU
    "dash_first": re.compile(rf"(?<![\d/.,])\d{{1,5}}{_DASH}{_GROUP}{_SLASH}{_GROUP}(?:{_DASH}{_GROUP}){{0,5}}"),
    # số 12/KH: one group only, so the word "số" must stand before it
    "after_so": re.compile(rf"(?<=số )\d{{1,5}}{_SLASH}{_GROUP}(?!{_DASH}[{UPPER}])"),
}
_ANY = re.compile(r"(?<!\d)\d{1,5}\s{0,2}[/\-–]")
_TYPES = (
    "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Quyết định", "Kế hoạch", "Công văn", "Thông tư liên tịch",
    "Thông tư", "Thông tri", "Thông báo", "Luật", "Pháp lệnh", "Hướng dẫn", "Chỉ thị", "Báo cáo", "Tờ trình", "Đề án",
    "Chương trình", "Kết luận", "Quy định", "Quy chế", "Công điện", "Phương án", "Văn bản", "Hiến pháp",
)  # fmt: skip
_TYPE_BEFORE = re.compile(rf"(?<!\w)(?P<type>{'|'.join(_TYPES)})(?P<between>[^.;]{{0,60}})$", re.IGNORECASE)
#: What a cited paper is about begins here; its issuer and its date stand before that.
_SUBJECT = re.compile(
    r"\s(?:về|v/v|quy\s+định|ban\s+hành|sửa\s+đổi|phê\s+duyệt|hướng\s+dẫn|triển\s+khai|giao|phát\s+động|thực\s+hiện|như\s+sau)(?!\w)"
    r"|[;:]|\.(?=\s|$|/)|\)|\n",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    rf"(?:(?<=\s)|^)của\s+(?P<named>\S.*)$|^\s*,?\s*(?P<direct>(?!(?-i:ban\s)){BODY}(?!\w).*)$", re.IGNORECASE
)
_ISSUER_ENDS = re.compile(
    r",?\s+(?:ngày|lần\s+thứ|khóa|khoá|nhiệm\s+kỳ|năm|và|tại|đã|kỳ\s+họp|số)(?!\w)|[(“\"]", re.IGNORECASE
)
_LONG_NAMES = re.compile(r"^(?:Ban\s+Chỉ\s+đạo|BCĐ)", re.IGNORECASE)
_SENTENCE_END = re.compile(rf"(?<=[.!?])\s+(?=[“\"(]?[{UPPER}])|\n")
#: How far behind a number its date and issuer may stand.
_REACH = 260
#: A "sentence" is shown up to this far on either side of the number.
_LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited paper. `number` is number and symbol without inner spaces; `source` is the sentence it stands in."""

    number: str
    date: datetime.date | None
    issuer: str | None
    type: str | None
    source: str
    #: The date as written, also where it is no day of the calendar.
    written_date: WrittenDate | None = None


def find_citations(text: str, year: int | None = None) -> list[Citation]:
    """Papers cited by number and symbol, each once, in the order of the text.

    `year` completes dates that are written without one. A paper named several times keeps the fullest particulars.
    """
    found: dict[str, Citation] = {}
    hits = list(_numbers(text))
    sentences = _Sentences(text)
    for index, match in enumerate(hits):
        until = hits[index + 1].start() if index + 1 < len(hits) else len(text)
        citation = _citation(text, match, min(until, match.end() + _REACH), year, sentences)
        known = found.get(citation.number)
        found[citation.number] = citation if known is None else _fuller(known, citation)
    return list(found.values())


def _fuller(known: Citation, again: Citation) -> Citation:
    return replace(
        known,
        date=known.date or again.date,
        issuer=known.issuer or again.issuer,
        type=known.type or again.type,
        written_date=known.written_date or again.written_date,
    )


def normal_number(text: str) -> str:
    """Number and symbol without inner spaces and with plain hyphens: "178 –CV/ HU" → "178-CV/HU"."""
    return re.sub(r"\s+", "", text).replace("–", "-")


def _numbers(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while hit := _ANY.search(text, position):
        match = next((found for name in PATTERNS.values() if (found := name.match(text, hit.start()))), None)
        if match is not None:
            yield match
        position = match.end() if match is not None else hit.end() - 1


def _citation(text: str, match: re.Match[str], until: int, year: int | None, sentences: _Sentences) -> Citation:
    behind = text[match.end() : until]
    # What the paper is about may name other days and bodies: date and issuer stand before it.
    subject = _SUBJECT.search(behind)
    behind = behind[: subject.start()] if subject else behind
    dates = find_dates(behind, year)
    before = _TYPE_BEFORE.search(text[max(0, match.start() - 90) : match.start()])
    return Citation(
        number=normal_number(match.group()),
        date=dates[0].value if dates else None,
        issuer=_issuer(behind, dates),
        type=before["type"] if before and _only_fillers(before["between"]) else None,
        source=sentences.around(match.start()),
        written_date=dates[0] if dates else None,
    )


def _only_fillers(between: str) -> bool:
    """Between the kind and the number stand only "số", brackets or the kind's own further words, no verb or list."""
    return "," not in between and len(between.split()) <= 5


def _issuer(behind: str, dates: list[WrittenDate]) -> str | None:
    match = _ISSUER.search(behind)
    if match is None and dates:
        match = _ISSUER.search(behind[dates[0].end :])
    if match is None:
        return None
    name = (match["named"] or match["direct"] or "").strip()
    end = _ISSUER_ENDS.search(name)
    name = name[: end.start()] if end else name
    if "," in name and not (_LONG_NAMES.match(name) and name.split(",", 1)[1].strip()[:1].islower()):
        name = name.split(",", 1)[0]
    return name.strip(" .,-–") or None


class _Sentences:
    """The sentences of a text, found once; `around` answers by bisection."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        self._ends = []
        for match in _SENTENCE_END.finditer(text):
            self._ends.append(match.start())
            self._starts.append(match.end())
        self._ends.append(len(text))

    def around(self, position: int) -> str:
        index = bisect_right(self._starts, position) - 1
        start = max(self._starts[index], position - _LONGEST)
        return self._text[start : min(self._ends[index], position + _LONGEST)].strip()
