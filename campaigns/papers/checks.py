"""What the page of checks shows: findings with the places of their quotes, and what was decided. Plain values, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.models import FindingDecision

#: What a page of findings calls them, in its order.
_TITLES = (("error", "Lỗi"), ("warning", "Cảnh báo"), ("note", "Lưu ý"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding on the page."""

    key: str
    level: str
    message: str
    #: {where, text, mark}: the part the quote stands in, and its words.
    quotes: Sequence[Mapping[str, str]]
    slug: str
    #: What the part is called where it is mended.
    part: str
    decision: FindingDecision | None
    may_keep: bool
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    level: str
    rows: Sequence[Shown]


def shown(
    findings: Iterable[dict[str, Any]], labels: Mapping[str, str], decisions: Mapping[str, FindingDecision], *,
    may_keep: Iterable[str], may_ask: bool,
) -> list[Shown]:  # fmt: skip
    """Each finding once; `may_keep` are the levels this reader may keep, `may_ask` whether to ask the leader to."""
    levels = set(may_keep)
    once = {row["key"]: row for row in findings}
    return [
        Shown(
            key=row["key"], level=row["level"], message=row["message"],
            quotes=[
                {"where": labels.get(place, ""), "text": quote, "mark": ""}
                for quote, place in zip(row["quotes"], row["places"], strict=True)
            ],
            slug=row["slug"] if row["slug"] in labels else "", part=labels.get(row["slug"], ""),
            decision=decisions.get(row["key"]), may_keep=row["key"] not in decisions and row["level"] in levels,
            may_ask=may_ask and row["level"] == "error" and row["key"] not in decisions,
        )
        for row in once.values()
    ]  # fmt: skip


def groups(rows: Sequence[Shown]) -> list[Group]:
    """Open findings by level, the kept ones last; groups without any are left out."""
    found = [
        Group(title, level, [row for row in rows if row.level == level and row.decision is None])
        for level, title in _TITLES
    ]
    found.append(Group("Đã giữ nguyên", "kept", [row for row in rows if row.decision is not None]))
    return [group for group in found if group.rows]


def open_at(found: Iterable[Group], slug: str) -> dict[str, list[Shown]]:
    """The open findings of one part of the form, by level."""
    return {group.level: [row for row in group.rows if slug and row.slug == slug] for group in found}
