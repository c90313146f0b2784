"""What pages and the journal say of rosters: what a recomputation would change, what a line or a giver says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contributions.enums import LineState
from contributions.models import Party, RosterLine
from core.formats import money, number


@dataclass(frozen=True, slots=True)
class Change:
    """Lines reckoned alike whose expected contribution is not what the rules now say; days None where the rate is in đồng."""

    rate: str
    state: str
    months: int
    count: int
    before: str
    after: str
    #: What the sum over these lines grows by (đồng), negative where it shrinks.
    difference: int

    @property
    def state_word(self) -> str:
        return str(LineState(self.state).label)


def expected_words(days: object, amount: int) -> str:
    """ "3 công, 450.000" or "2.000.000"; đồng follow as the column's unit."""
    return f"{number(days)} công, {money(amount)}" if days is not None else money(amount)  # type: ignore[arg-type]


def said_of_line(line: RosterLine) -> dict[str, str]:
    """What a person reads of a line, for the journal."""
    return {
        "thôn": str(line.village or "—"), "đơn vị": str(line.unit or "—"), "mức": str(line.rate or "—"),
        "số tháng": str(line.months), "tình trạng": str(line.get_state_display()), "lý do": line.reason or "—",
        "mức vận động": expected_words(line.expected_days, line.expected_amount),
        "đăng ký": ", ".join(_pledged(line)) or "—",
    }  # fmt: skip


def _pledged(line: RosterLine) -> list[str]:
    days = [f"{number(line.pledged_days)} công"] if line.pledged_days is not None else []
    return [*days, *([f"{money(line.pledged_amount)} đồng"] if line.pledged_amount is not None else [])]


def said_of_party(party: Party) -> dict[str, str]:
    """What a person reads of a giver, for the journal and to notice that two people edit."""
    return {
        "họ tên": party.name, "loại": str(party.get_kind_display()), "thôn": str(party.village or "—"),
        "đơn vị": str(party.unit or "—"), "hộ": party.household or "—", "điện thoại": party.phone or "—",
        "địa chỉ": party.address or "—", "nêu tên": str(party.get_consent_display()),
    }  # fmt: skip


def wrong_rows(rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [row for row in rows if row["errors"]]
