"""A status that another passage contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.read.facts import Block, CriterionStatus, PlanFacts, Status
from campaigns.read.outline import sentences
from campaigns.read.patterns import Pattern, first_match, pattern
from campaigns.rules.finding import Finding, finding

_WORDS: dict[Status, str] = {"met": "đạt", "unmet": "chưa đạt", "not_assessed": "không đánh giá"}

# What a passage says against "đạt"; meaning: the status it tells instead.
AGAINST_MET: tuple[Pattern[Status], ...] = (
    pattern("not-assessed", r"(?:không|chưa)\s+(?:phải\s+|được\s+)?đánh giá(?:\s*[.;,)]|\s*$)", "not_assessed", "Xã không có chợ nên không đánh giá."),
    pattern("short-of-rule", r"(?:chưa|không)\s+(?:đạt|đảm bảo|bảo đảm|đáp ứng)(?:\s+(?:được|chuẩn|yêu cầu|mức))*\s+(?:theo\s+)?(?:quy định|yêu cầu|quy chuẩn|tiêu chuẩn|tiêu chí|chuẩn)", "unmet", "Diện tích sân trường chưa đạt theo quy định."),
    pattern("short-of-rule-in-something", r"(?:chưa|không)\s+(?:đạt|đủ)(?:\s+[^\s,;.]+){1,5}\s+theo\s+(?:quy định|quy chuẩn|tiêu chuẩn)", "unmet", "Khuôn viên trường chưa đủ diện tích theo quy định."),
    pattern("criterion-unmet", r"(?:tiêu chí|chỉ tiêu)(?:\s+(?:này|số\s+\d{1,2}))?\s+(?:hiện\s+)?(?:vẫn\s+)?(?:chưa|không)\s+đạt", "unmet", "Tiêu chí này hiện chưa đạt."),
    pattern("plainly-unmet", r"(?:hiện|vẫn|còn|nên|là)\s+(?:chưa|không)\s+đạt(?:\s+chuẩn)?\s*(?:[.;,]|$)", "unmet", "Nhà văn hóa xã hiện chưa đạt chuẩn."),
)  # fmt: skip
#: What a passage says against "chưa đạt".
AGAINST_UNMET: tuple[Pattern[Status], ...] = (
    pattern("criterion-met", r"tiêu chí(?:\s+(?:này|số\s+\d{1,2}(?!\.\d)))?\s+(?:hiện\s+|nay\s+)?đã\s+(?:đạt|hoàn thành)", "met", "Tiêu chí này đã đạt chuẩn."),
)  # fmt: skip
#: The words right in front speak of some households or shops, or of what is to be mended: no verdict on the criterion.
_PART_ONLY = re.compile(
    r"(?:\b(?:các|những|mọi|từng|số|nếu|khi|đối với|trường hợp)\s+(?:[^\s,;]+\s+){0,4}$)|(?:khắc phục|hoàn thành|xử lý|xử phạt|nhắc nhở|không để|tránh)[^,;]{0,60}$",
    re.IGNORECASE,
)


def status_findings(facts: PlanFacts) -> Iterator[Finding]:
    """`status-vs-text`: at most one for each criterion and kind of passage."""
    rows: dict[int | None, CriterionStatus] = {}
    for listed in facts.criteria:
        rows.setdefault(listed.number, listed)
    for block in facts.blocks:
        row = rows.get(block.criterion or 0)
        if row and (quote := _contradiction(row, block)):
            where = f"mục {block.number}" if block.number else f"phần “{block.title}”"
            message = f"{_called(row)} được liệt kê là {_WORDS[row.status]} nhưng {where} nêu khác"
            yield finding("status-vs-text", message, row.source, quote)
    for mention in facts.mentions:
        row = rows.get(mention.number or 0)
        if row and mention.status != row.status:
            here, there = _WORDS[row.status], _WORDS[mention.status]
            message = f"{_called(row)} được ghi là {here} ở một chỗ và {there} ở chỗ khác"
            yield finding("status-vs-text", message, row.source, mention.source)
    for indicator in facts.indicators:
        row = rows.get(int(indicator.code.split(".")[0]))
        if row and row.status == "met" and indicator.status == "unmet":
            message = f"{_called(row)} được liệt kê là đạt nhưng chỉ tiêu {indicator.code} chưa đạt"
            yield finding("status-vs-text", message, row.source, indicator.source)


def _called(row: CriterionStatus) -> str:
    number = f"Tiêu chí {row.number:02d}" if row.number else "Tiêu chí"
    return f"{number} ({row.name})" if row.name else number


def _contradiction(row: CriterionStatus, block: Block) -> str | None:
    """The first sentence of the block that says something else than the list."""
    table = AGAINST_MET if row.status == "met" else AGAINST_UNMET
    for line in block.lines:
        for sentence in sentences(line):
            found = first_match(table, sentence)
            if found and not _PART_ONLY.search(sentence[: found[1].start()]):
                return sentence
    return None
