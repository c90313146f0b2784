"""What needs somebody today, put together: every group in a fixed number of queries, however many communes there are."""

from __future__ import annotations

from collections.abc import Callable

from accounts.access import has_anywhere
from accounts.enums import Right
from dashboards.queries.office import money, places, proofs, reports, rounds, signing, slips
from dashboards.queries.office.groups import Group, Scope

Build = Callable[[Scope, int | None], Group]
#: By code; what cannot wait first.
_BUILD: dict[str, Build] = {
    "bao-cao-cham": reports.late_reports,
    "phieu-cho-tham-tra": rounds.waiting_cards,
    "phieu-chua-gui": rounds.unsent_cards,
    "van-ban-cho-ky": signing.waiting_papers,
    "tieu-chi-tut": slips.slips,
    "xa-im-ang": places.quiet_communes,
    "dong-gop-cham": money.campaigns_behind,
    "thi-dua-thieu-bao-cao": places.drives_missing,
    "minh-chung-het-han": proofs.ending_evidence,
    "ho-so-cho-buoc": proofs.waiting_dossiers,
}


def _codes(scope: Scope) -> list[str]:
    """The groups that can concern the person at all."""
    left_out = set()
    if not has_anywhere(scope.user, Right.VERIFY_SCORECARDS):
        left_out.add("phieu-cho-tham-tra")
    if not any(has_anywhere(scope.user, right) for right in (Right.APPROVE_PAPERS, Right.NUMBER_PAPERS)):
        left_out.add("van-ban-cho-ky")
    if not scope.offices:
        left_out.add("xa-im-ang")
    return [code for code in _BUILD if code not in left_out]


def groups_of(scope: Scope, limit: int | None, *, only: str = "") -> list[Group]:
    """The groups that concern the person, each with its worst `limit` lines (None: all); `only` the one with this code."""
    return [_BUILD[code](scope, limit) for code in _codes(scope) if only in {"", code}]


def strip_of(scope: Scope) -> list[tuple[int, str, str]]:
    """For the start page: (how many, of what, code of the group). Four queries that read no card."""
    return [
        (reports.count_late(scope), "báo cáo chậm gửi", "bao-cao-cham"),
        (rounds.count_waiting(scope), "phiếu chờ thẩm tra", "phieu-cho-tham-tra"),
        (rounds.count_unsent(scope), "phiếu quá hạn chưa gửi", "phieu-chua-gui"),
    ]
