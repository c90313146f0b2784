"""The queues of long work. Each has workers of its own (ntm/workers.py), so that a slow one stops no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue with its limits, in seconds, for one job."""

    label: str
    #: Whether its worker does several jobs at once; large exports one after the other, for the memory they take.
    is_parallel: bool
    #: After so long the work is told to stop and its job ends as failed, with the reason.
    soft_limit: int
    #: What did not listen is cut off as by a power cut; the sweeper finds its job.
    hard_limit: int


DEFAULT = "ntm"
MAIL = "mail"
PAPERS = "papers"
EXPORTS = "exports"
QUEUES = {
    DEFAULT: Queue("Chung", True, 30 * 60, 33 * 60),
    MAIL: Queue("Thư và tin nhắn", True, 5 * 60, 6 * 60),
    PAPERS: Queue("Văn bản", True, 15 * 60, 16 * 60),
    EXPORTS: Queue("Xuất bảng và gói tệp", False, 60 * 60, 65 * 60),
}
