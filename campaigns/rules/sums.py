"""Parts that do not make the stated total or percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.read.numbers import MONEY, NUMBER, amount, number
from campaigns.read.outline import Line, Node, Outline, sentences
from campaigns.read.patterns import first_match, pattern
from campaigns.rules.finding import Finding, finding

# What opens the parts of a total; "trong đó" may leave parts out unless it is money.
PARTS = (
    pattern(
        "all-parts",
        r"(?:bao gồm|gồm có|gồm|chia ra|cụ thể)\s*:?",
        "all",
        "Tổng kinh phí 500 triệu đồng, gồm: ngân sách 300 triệu đồng",
    ),
    pattern("of-which", r"trong đó\s*:?", "some", "Tổng kinh phí 500 triệu đồng, trong đó ngân sách 300 triệu đồng"),
)
_TOTAL = re.compile(r"tổng(?:\s+(?:số|cộng|kinh phí|nguồn|mức|vốn|nhu cầu|dự toán|giá trị|khối lượng|chiều dài|chi phí))|dự toán|kinh phí\s+(?:thực hiện|dự kiến)|nhu cầu vốn", re.IGNORECASE)  # fmt: skip
_MONEY = re.compile(MONEY, re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\d/.,])(?P<n>{NUMBER})\s*(?P<unit>hộ|người|km|ha|mét|công trình|thôn|xóm|bản|mô hình|nhà)\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)")
_VERB = r"(?:đạt|chiếm|bằng|tương đương|tỷ lệ|=)"
# A share and its percentage; groups part, whole, percent.
SHARES = (
    pattern("share", rf"(?<![\d/.,])(?P<part>{NUMBER})\s*/\s*(?P<whole>{NUMBER})\s*(?:tổng số\s+)?[^\W\d][^,;.()%\d/]{{0,40}}?(?:\s*[,(–-]\s*{_VERB}?|\s+{_VERB})\s*(?:tỷ lệ\s+|khoảng\s+)?(?P<percent>{NUMBER})\s*%", None, "430/500 hộ, đạt 86%"),
)  # fmt: skip
#: "ngày 5/6", "tháng 12/2024", "số 12/2024" are no shares.
_NO_SHARE = re.compile(r"(?:ngày|tháng|quý|số|đến|trước|từ|vụ|mùa)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sum:
    total: float
    parts: tuple[float, ...]
    unit: str


def sum_findings(outline: Outline) -> Iterator[Finding]:
    """`sum-mismatch` of totals with their parts, and of shares with their percentage."""
    for quotes, text in _passages(outline):
        if found := _sum_in(text):
            made = sum(found.parts)
            if abs(made - found.total) > 1e-6:
                message = (
                    f"Các phần cộng lại được {_show(made)} {found.unit}, không phải {_show(found.total)} {found.unit}"
                )
                yield finding("sum-mismatch", message, *quotes)
        yield from _shares(quotes[0])


def _passages(outline: Outline) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each line; a line that ends with the opening of parts together with the list below it."""
    for text in outline.opening:
        yield (text,), text
    for node in (outline.root, *(node for node, _ in outline.nodes())):
        lines = list(node.lines)
        for index, line in enumerate(lines):
            opens = line.text.endswith(":") and _TOTAL.search(line.text)
            items = _list_below(lines[index + 1 :], node) if opens else ()
            yield (line.text, *items), " ; ".join((line.text, *items))


def _list_below(after: list[Line], node: Node) -> tuple[str, ...]:
    marker = after[0].marker if after else ""
    items = []
    for item in after:
        if item.marker != marker:
            break
        items.append(item.text)
    return tuple(items) if marker or not node.label else ()


def _sum_in(text: str) -> _Sum | None:
    """A total and all its parts; None where the parts are not all told."""
    opened = _TOTAL.search(text)
    plain = _BRACKETS.sub(" ", text[opened.start() :]) if opened else ""
    found = first_match(PARTS, plain)
    if not found:
        return None
    head, tail = plain[: found[1].start()], next(iter(sentences(plain[found[1].end() :])), "")
    if first_match(PARTS, tail):
        return None  # parts of a part: which make the total, only a reader can tell
    totals, parts = list(_MONEY.finditer(head)), [amount(match) for match in _MONEY.finditer(tail)]
    if totals:
        return _of_money(amount(totals[-1]), parts) if len(parts) >= 2 else None
    counts = list(_COUNT.finditer(head))
    if not counts or found[0].meaning != "all":
        return None
    unit = counts[-1]["unit"].lower()
    values = [number(match["n"]) for match in _COUNT.finditer(tail) if match["unit"].lower() == unit]
    return _Sum(number(counts[-1]["n"]), tuple(values), unit) if len(values) >= 2 else None


def _of_money(total: int, parts: list[int]) -> _Sum:
    if all(value % 100_000 == 0 for value in (total, *parts)):
        return _Sum(total / 1_000_000, tuple(part / 1_000_000 for part in parts), "triệu đồng")
    return _Sum(total, tuple(parts), "đồng")


def _shares(text: str) -> Iterator[Finding]:
    for row in SHARES:
        for match in row.regex.finditer(text):
            part, whole, percent = (number(match[name]) for name in ("part", "whole", "percent"))
            decimals = len(match["percent"].partition(",")[2])
            if not whole or part > whole or _NO_SHARE.search(text[: match.start()][-20:]):
                continue
            # One unit in the last place, so that rounding up and down are both right.
            if abs(part / whole * 100 - percent) > 10**-decimals + 1e-9:
                exact = f"{part / whole * 100:.{max(1, decimals)}f}".replace(".", ",")
                message = f"{match['part']}/{match['whole']} là {exact} %, không phải {match['percent']} %"
                yield finding("sum-mismatch", message, text)


def _show(value: float) -> str:
    text = f"{value:,.1f}".removesuffix(".0")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
