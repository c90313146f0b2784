"""Claims: how many criteria are said to be met or not ("17/19 tiêu chí đã đạt")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaigns.read.criteria import GOAL, heading_status, status_in
from campaigns.read.facts import Claim, SetKey
from campaigns.read.outline import Line, Node, Outline, Placed, sentences
from campaigns.read.patterns import pattern
from campaigns.read.sets import set_of

_STATUS_BEFORE = r"(?P<before>(?:đã\s+|mới\s+|(?<!thực )hiện\s+)?đạt(?:\s+chuẩn)?\s+(?:được\s+)?|(?:chưa|không)\s+đạt\s+|còn\s+(?:lại\s+)?)?"
_STATUS_AFTER = r"(?P<after>[^.;,\d]{0,40}?(?:(?:chưa|không)\s+(?:đạt|hoàn thành)|đã\s+(?:hoàn thành|được công nhận)|(?:đã\s+)?đạt(?:\s+chuẩn)?))?"

# Groups: n, total, before, after.
COUNTS = (
    pattern("share", rf"{_STATUS_BEFORE}(?<![\d/.,])(?P<n>\d{{1,2}})\s*/\s*(?P<total>\d{{1,2}})\s+(?:tổng số\s+)?tiêu chí{_STATUS_AFTER}", "share", "đã đạt 15/19 tiêu chí"),
    pattern("count-of-total", rf"{_STATUS_BEFORE}(?<![\d/.,])(?P<n>\d{{1,2}})\s+tiêu chí{_STATUS_AFTER}\s+(?:trong|trên)\s+(?:tổng (?:số|cộng)\s+)?(?P<total>\d{{1,2}})\s+tiêu chí", "share", "4 tiêu chí chưa đạt trong 19 tiêu chí"),
    pattern("count", rf"{_STATUS_BEFORE}(?<![\d/.,])(?P<n>\d{{1,2}})\s+tiêu chí{_STATUS_AFTER}", "count", "còn 4 tiêu chí chưa đạt"),
)  # fmt: skip
#: A part of wishes; "đã đạt" tells a result there too.
_GOAL_PART = re.compile(r"^(?:mục tiêu|chỉ tiêu|phấn đấu|phương hướng)", re.IGNORECASE)
_GOAL_BEFORE = re.compile(
    rf"(?:{GOAL.pattern}|đến (?:hết |cuối )?năm|cuối năm|hoàn thành|thêm|nâng|tăng|giảm)\W[^.;]{{0,70}}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Count:
    set: SetKey | None
    status: str
    n: int
    total: int | None
    sentence: str


def claims_of(outline: Outline) -> tuple[Claim, ...]:
    """The claims in reading order; a met and an unmet number of one set make one claim."""
    counts = [count for placed in _passages(outline) for count in _counts(outline, placed)]
    claims: list[Claim] = []
    for count in counts:
        for index, claim in enumerate(claims):
            if merged := _merge(claim, count):
                claims[index] = merged
                break
        else:
            claims.append(_new(count))
    # A lone "2 tiêu chí chưa đạt" without any total adds nothing to a full claim of the same set.
    full = [claim for claim in claims if claim.total is not None]
    return tuple(
        claim for claim in claims if claim.total is not None or not any(_repeats(claim, other) for other in full)
    )


def _passages(outline: Outline) -> list[Placed]:
    """Opening, headings and lines, headings with the parts above them."""
    passages = [Placed(Line("", text), ()) for text in outline.opening]

    def walk(node: Node, path: tuple[Node, ...]) -> None:
        for item in node.items:
            if isinstance(item, Line):
                passages.append(Placed(item, path))
            elif isinstance(item, Node):
                run_in = next((line.text for line in item.lines[:1] if line.run_in), None)
                if item.title and run_in is None:
                    passages.append(Placed(Line("", item.title), path))
                elif item.title and run_in is not None:
                    passages.append(Placed(Line("", f"{item.title}: {run_in}"), path))
                walk(Node(item.label, item.title, item.items[1 if run_in is not None else 0 :]), (*path, item))

    walk(outline.root, ())
    return passages


def _counts(outline: Outline, placed: Placed) -> list[_Count]:
    found = []
    for sentence in sentences(placed.text):
        taken: list[range] = []
        for row in COUNTS:
            for match in row.regex.finditer(sentence):
                if any(match.start("n") in span for span in taken):
                    continue
                taken.append(range(match.start("n"), match.end("n") + 1))
                if "total" in match.re.groupindex and match["total"]:
                    taken.append(range(match.start("total"), match.end("total")))
                if count := _count(outline, placed, sentence, match):
                    found.append(count)
    return found


def _count(outline: Outline, placed: Placed, sentence: str, match: re.Match[str]) -> _Count | None:
    n = int(match["n"])
    total = int(match["total"]) if match.groupdict().get("total") else None
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    wished = any(_GOAL_PART.search(node.title) for node in placed.path)
    status = _status(sentence[: match.start()], before, after, wished=wished)
    if not status and not wished and total is not None and not _GOAL_BEFORE.search(f"{sentence[: match.start('n')]} "):
        status = heading_status(placed.path, sentence[: match.start("n")])
    if status not in ("met", "unmet") or (total is not None and n > total):
        return None
    which = set_of(sentence[match.start() :], sentence, *(node.title for node in reversed(placed.path)))
    which = which or set_of(outline.paper.subject or "", *outline.opening)
    return _Count(which, status, n, total, sentence)


def _status(ahead: str, before: str, after: str, *, wished: bool) -> str | None:
    """met, unmet or None for a count: what is wished for is no result."""
    if status_in(after) == "unmet" or status_in(before) == "unmet":
        return "unmet"
    if "đã" in after or "đã" in before or "hiện" in before or "mới" in before:
        return "met"
    wished = wished or bool(_GOAL_BEFORE.search(f"{ahead} "))
    if (status_in(after) or status_in(before)) == "met" and not wished:
        return "met"
    return None


def _new(count: _Count) -> Claim:
    met, unmet = (count.n, None) if count.status == "met" else (None, count.n)
    return Claim(count.set, met, unmet, count.total, count.sentence, (count.sentence,))


def _merge(claim: Claim, count: _Count) -> Claim | None:
    """The claim with this count taken in; None when it says something else."""
    same_set = claim.set == count.set
    totals = {total for total in (claim.total, count.total) if total is not None}
    if not same_set or len(totals) > 1:
        return None
    met = count.n if count.status == "met" else claim.met
    unmet = count.n if count.status == "unmet" else claim.unmet
    if (claim.met is not None and claim.met != met) or (claim.unmet is not None and claim.unmet != unmet):
        return None
    quotes = claim.quotes if count.sentence in claim.quotes else (*claim.quotes, count.sentence)
    source = claim.source
    if claim.met is None and count.status == "met":
        source, quotes = count.sentence, (count.sentence, *(quote for quote in quotes if quote != count.sentence))
    return Claim(claim.set, met, unmet, next(iter(totals), None), source, quotes)


def _repeats(claim: Claim, other: Claim) -> bool:
    same = claim.set == other.set or None in (claim.set, other.set)
    return same and all(
        mine is None or theirs is None or mine == theirs
        for mine, theirs in ((claim.met, other.met), (claim.unmet, other.unmet))
    )
