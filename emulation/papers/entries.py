"""What entries, works and cards say: for the journal and the pages. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.formats import money, number, vndate
from emulation.queries.progress import NOTHING, Done, share_done

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from campaigns.models import Task
    from contributions.models import Campaign
    from criteria.models import Scorecard
    from emulation.models import Entry, EntryWork


def said_of_entry(entry: Entry) -> dict[str, str]:
    """What a person reads of an entry, by the name of each part."""
    return {
        "đối tượng": entry.get_kind_display(), "địa bàn": str(entry.area), "đơn vị": str(entry.organisation or ""),
        "tên": entry.name, "chức vụ, địa chỉ": entry.post, "nội dung đăng ký": entry.goals,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkInput:
    """What is typed of a work. `text` and `cost` (đồng) of an issued plan stay as its paper has them."""

    text: str
    volume: Decimal | None
    measure: str
    starts_on: date | None
    deadline: date | None
    cost: int | None
    owner: User | None
    after: Collection[Task]
    campaign: Campaign | None


def said_of_work(task: Task, campaign: Campaign | None, after: Iterable[Task]) -> dict[str, str]:
    """What a person reads of a work, by the name of each part; amounts in đồng."""
    volume = f"{number(task.volume, 3)} {task.measure}".strip() if task.volume is not None else ""
    return {
        "việc": task.text, "khối lượng": volume, "bắt đầu": vndate(task.starts_on), "hạn": vndate(task.deadline),
        "kinh phí": f"{money(task.cost)} đồng" if task.cost is not None else "", "người phụ trách": str(task.owner or ""),
        "làm sau": "; ".join(row.text[:60] for row in after), "ngày công ghi vào": str(campaign or ""),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work with what its reports say: `done` in the task's unit, `percent` of its volume (None without a volume)."""

    work: EntryWork
    done: Done
    percent: int | None


def percent(share: Decimal | None) -> int | None:
    """A share (0 to 1) as whole percent, rounded down."""
    return None if share is None else int(share * 100)


def work_lines(works: Iterable[EntryWork], done: Mapping[int, Done]) -> list[WorkLine]:
    lines = []
    for work in works:
        so_far = done.get(work.pk, NOTHING)
        share = share_done(work.task.volume, so_far.quantity)
        lines.append(WorkLine(work, so_far, percent(share)))
    return lines


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card the entry is judged by: how many of its set's criteria are met."""

    card: Scorecard
    met: int
    total: int

    @property
    def said(self) -> str:
        return f"{self.met}/{self.total} tiêu chí"


def card_lines(cards: Iterable[Scorecard], counts: Mapping[int, tuple[int, int]]) -> list[CardLine]:
    return [CardLine(card, *counts.get(card.pk, (0, 0))) for card in cards]
