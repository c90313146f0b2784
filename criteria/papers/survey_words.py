"""What opinions, meetings and counts say, in words: for the journal, and for noticing that two people edit the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import time

from core.formats import vndate
from criteria.enums import OpinionWay
from criteria.models import Opinion, ProposalMeeting, SurveyCount, SurveyItem
from criteria.survey_rules import Ballots

Said = Mapping[str, str]
_BALLOTS = {
    "households": "Tổng số hộ",
    "handed_out": "Phiếu phát ra",
    "returned": "Phiếu thu về",
    "valid": "Phiếu hợp lệ",
    "satisfied": "Hài lòng chung",
}


def mark_of(said: Said) -> str:
    """A short mark of a row as read; a form brings it back, and another mark then says that somebody else saved."""
    return hashlib.sha256(json.dumps(dict(said), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def differences(before: Said, after: Said) -> dict[str, list[str]]:
    """{part: [old, new]} of what is not the same."""
    parts = {**before, **after}
    return {p: [before.get(p, ""), after.get(p, "")] for p in parts if before.get(p, "") != after.get(p, "")}


def changes_at(place: str, before: Said, after: Said) -> dict[str, list[str]]:
    """What changed at one place: its parts ("Thôn Nà Cốc, phiếu hợp lệ"); one line for what is new or taken off."""
    if not before or not after:
        return {place: [_in_one_line(before), _in_one_line(after)]}
    pairs = differences(before, after)
    return {f"{place}, {part[:1].lower()}{part[1:]}": pair for part, pair in pairs.items()}


def _in_one_line(said: Said) -> str:
    return "; ".join(f"{part}: {text}" for part, text in said.items() if text)


def opinion_said(row: Opinion) -> dict[str, str]:
    days = vndate(row.held_from) + (f" – {vndate(row.held_to)}" if row.held_to else "")
    return {
        "Nơi góp ý": row.giver, "Hình thức": OpinionWay(row.way).label, "Thời gian": days, "Số người được hỏi": _figure(row.asked),
        "Số người nhất trí": _figure(row.agreed), "Ý kiến": row.text, "Tiếp thu, giải trình": row.answer,
    }  # fmt: skip


def meeting_said(row: ProposalMeeting) -> dict[str, str]:
    return {
        "Ngày họp": vndate(row.held_on), "Bắt đầu": _hour(row.starts_at), "Kết thúc": _hour(row.ends_at), "Địa điểm": row.place,
        "Chủ trì": row.chair, "Thư ký": row.secretary, "Được mời": str(row.invited), "Có mặt": str(row.present),
        "Đồng ý": str(row.agreed), "Không đồng ý": str(row.disagreed), "Thành phần dự": row.members, "Vắng mặt": row.absent,
        "Ý kiến thảo luận": row.discussion,
    }  # fmt: skip


def ballots_said(ballots: Ballots, answers: Sequence[tuple[SurveyItem, int]]) -> dict[str, str]:
    """One village's count; `answers`: each item with its satisfied ballots."""
    figures = {label: str(getattr(ballots, field)) for field, label in _BALLOTS.items()}
    return figures | {f"Nội dung {item.position}": str(answer) for item, answer in answers}


def said_of(count: SurveyCount, items: Sequence[SurveyItem]) -> dict[str, str]:
    """A stored count in words; its answers are read with it."""
    answers = {row.item_id: row.satisfied for row in count.answers.all()}
    ballots = Ballots(count.households, count.handed_out, count.returned, count.valid, count.satisfied)
    return ballots_said(ballots, [(item, answers[item.pk]) for item in items if item.pk in answers])


def items_said(rows: Sequence[tuple[str, int | None]]) -> dict[str, str]:
    """The ballot's items, each with the number of its criterion."""
    return {
        f"Nội dung {place}": text + (f" (tiêu chí {number})" if number else "")
        for place, (text, number) in enumerate(rows, 1)
    }


def default_items(criteria: Sequence[tuple[int, str]]) -> list[tuple[str, int | None]]:
    """The items one starts from: a line per criterion of the set."""
    return [(name[:300], number) for number, name in criteria]


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _hour(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""
