"""Praise and means: awards by level, and where the money comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from campaigns.read.facts import Award, Fund
from campaigns.read.outline import Outline, Placed, sentence_at, sentences, trim
from campaigns.read.patterns import Pattern, first_match, pattern

Level = Literal["state", "province", "district", "commune"]
FundKind = Literal["state", "social", "other"]

_UBND = r"(?:chủ tịch\s+)?(?:UBND|ủy ban nhân dân|hội đồng (?:thi đua|TĐKT)[^,.;]{0,20})"
# Whose award it is. Order matters: a certificate of the province is none of the commune.
LEVELS: tuple[Pattern[Level], ...] = (
    pattern("state", r"cấp\s+(?:nhà nước|trung ương)|thủ tướng|chủ tịch nước|huân chương|huy chương|(?:bằng khen|cờ thi đua) của (?:chính phủ|bộ|ủy ban trung ương)", "state", "Bằng khen của Thủ tướng Chính phủ"),
    pattern("province", rf"cấp\s+tỉnh|{_UBND}\s+(?:tỉnh|thành phố)", "province", "Bằng khen của Chủ tịch UBND tỉnh"),
    pattern("district", rf"cấp\s+huyện|{_UBND}\s+(?:huyện|quận|thị xã)", "district", "Giấy khen của Chủ tịch UBND huyện"),
    pattern("commune", rf"cấp\s+xã|{_UBND}\s+(?:xã|phường|thị trấn)", "commune", "Giấy khen của Chủ tịch UBND xã"),
)  # fmt: skip
# Further kinds of winners after a comma: "cho 2 tập thể, 5 cá nhân, hộ gia đình".
_MORE = r"(?:,\s*(?:và\s+)?(?:\d{1,3}\s+)?(?:tập thể|cá nhân|hộ|gia đình|đơn vị|doanh nghiệp|tổ chức|thôn|bản|xóm|ấp|khu dân cư)\b[^:,.;()]{0,60}){0,6}"
# The award itself; group form.
FORMS = (
    pattern("certificate", rf"(?P<form>(?:giấy khen|bằng khen|cờ thi đua|huân chương|huy chương|kỷ niệm chương)(?:[^:,.;()]{{0,60}}\b(?:cho|đối với)\b[^:,.;()]{{0,60}}{_MORE}|[^:,.;()]{{0,80}}))", None, "Giấy khen của Chủ tịch UBND xã"),
    pattern("levels-named", r"(?P<form>khen thưởng\s+(?P<levels>cấp\s+(?:nhà nước|trung ương|tỉnh|huyện|xã)(?:\s*(?:,|và)\s*(?:cấp\s+)?(?:nhà nước|trung ương|tỉnh|huyện|xã))*))", None, "khen thưởng cấp nhà nước, cấp tỉnh"),
)  # fmt: skip
#: "UBND xã tặng Giấy khen": the giver stands first.
GIVEN = re.compile(rf"(?P<giver>{_UBND}\s+(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn))\s+(?:xét\s+|quyết định\s+|khen\s+)*(?:tặng|khen thưởng)\s+(?:thưởng\s+)?(?P<form>giấy khen|bằng khen|cờ thi đua)", re.IGNORECASE)  # fmt: skip
_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    ("nhà nước", "state"),
    ("trung ương", "state"),
    ("tỉnh", "province"),
    ("huyện", "district"),
    ("xã", "commune"),
)

# Where money comes from; the first that is found wins.
FUNDS: tuple[Pattern[FundKind], ...] = (
    pattern("other", r"(?:các\s+)?nguồn(?:\s+vốn)?(?:\s+hợp pháp)?\s+khác|hợp pháp khác", "other", "các nguồn khác"),
    pattern("social", r"xã hội hóa|xã hội hoá|đóng góp|vận động|tài trợ|ủng hộ|doanh nghiệp|hảo tâm|nhân dân|người dân|cộng đồng", "social", "Nguồn xã hội hóa"),
    pattern("state", r"ngân sách|NSNN|NSTW|vốn đầu tư công|trái phiếu|vốn sự nghiệp|chương trình (?:MTQG|mục tiêu)", "state", "Nguồn ngân sách nhà nước"),
    pattern("fund", r"\bquỹ\b", "other", "Từ quỹ thi đua của xã"),
)  # fmt: skip
_FUND_HEADING = re.compile(r"(?:nguồn\s+)?kinh phí|nguồn (?:vốn|lực)|tài chính thực hiện", re.IGNORECASE)
_FUND_TOTAL = re.compile(r"^tổng[^:;]{0,80}?(?:bao gồm|gồm|trong đó)\s*:?\s*", re.IGNORECASE)
_FUND_SPLIT = re.compile(
    r"\s*(?:;|,\s*(?=(?:các\s+)?nguồn)|(?:,\s*)?và\s+(?=(?:các\s+|từ\s+)?(?:nguồn|xã hội|đóng góp|vận động|huy động)))\s*",
    re.IGNORECASE,
)


def awards_of(outline: Outline) -> tuple[Award, ...]:
    """The awards, one a level and form; a heading over levels counts only where no certificate follows it."""
    found: dict[tuple[Level, str], Award] = {}
    general: list[Award] = []
    for placed in outline.placed:
        for match in FORMS[0].regex.finditer(placed.text):
            form = trim(match["form"])
            if level := first_match(LEVELS, form):
                award = Award(
                    level[0].meaning, form, _rule(placed.text, match.end()), sentence_at(placed.text, match.start())
                )
                found.setdefault((award.level, form.lower()), award)
        for award in _given(placed):
            found.setdefault((award.level, award.form.lower()), award)
        general += _general(placed)
    named = {level for level, _ in found}
    rows = [*found.values(), *(award for award in dict.fromkeys(general) if award.level not in named)]
    order = [level for _, level in _LEVEL_WORDS]
    return tuple(sorted(rows, key=lambda award: order.index(award.level)))


def _given(placed: Placed) -> Iterator[Award]:
    for match in GIVEN.finditer(placed.text):
        form = f"{match['form']} của {match['giver']}"
        if level := first_match(LEVELS, form):
            yield Award(level[0].meaning, form, None, sentence_at(placed.text, match.start()))


def _general(placed: Placed) -> Iterator[Award]:
    for match in FORMS[1].regex.finditer(placed.text):
        for word, level in _LEVEL_WORDS:
            if re.search(rf"\b{word}\b", match["levels"], re.IGNORECASE):
                yield Award(
                    level,
                    f"Khen thưởng cấp {word}",
                    _rule(placed.text, match.end()),
                    sentence_at(placed.text, match.start()),
                )


def _rule(text: str, position: int) -> str | None:
    """What stands after the colon: how the winners are chosen."""
    match = re.match(r"^[^:.;]{0,60}:\s*(.+)$", text[position:])
    return trim(match[1]) or None if match else None


def funds_of(outline: Outline) -> tuple[Fund, ...]:
    """The sources of money under a heading of its own."""
    found: dict[Fund, None] = {}
    for placed in outline.placed:
        heading = next((node.title for node in reversed(placed.path) if _FUND_HEADING.search(node.title)), None)
        own = re.match(r"^(?:nguồn\s+)?kinh phí[^:]{0,40}:\s*(?P<rest>.+)$", placed.text, re.IGNORECASE)
        if heading or own:
            for fund in _funds_in(own["rest"] if own else placed.text):
                found.setdefault(fund)
    return tuple(found)


def _funds_in(said: str) -> Iterator[Fund]:
    text = _FUND_TOTAL.sub("", said)
    label = re.match(r"^([^:]{2,60}?)\s*:\s+\S", text)
    several = re.search(r"[,;]\s*nguồn[^:;,]{2,40}:", text, re.IGNORECASE)
    if label and not several and (kind := first_match(FUNDS, label[1])):
        yield Fund(kind[0].meaning, text)
        return
    for sentence in sentences(text):
        for part in _FUND_SPLIT.split(sentence):
            if (
                part
                and (kind := first_match(FUNDS, part))
                and re.search(r"nguồn|ngân sách|kinh phí|vốn|từ|đóng góp|xã hội|quỹ", part, re.IGNORECASE)
            ):
                yield Fund(kind[0].meaning, trim(part))
