"""Whom a transfer with a reference is for: one giver, or a unit's or village's people when the total is just theirs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contributions.enums import LINE, UNIT, VILLAGE
from contributions.rules.transfers import Reference
from core.formats import money


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a roster as matching sees it; `left` is what is left by the rate in đồng, `asked` False for exempt ones."""

    line: int
    campaign: str
    name: str
    unit: int | None
    village: int | None
    left: int
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who a transfer is for by its reference: line → đồng. Without shares `why_not` says why a person has to decide."""

    reference: Reference
    whom: str
    shares: tuple[tuple[int, int], ...] = ()
    why_not: str = ""


@dataclass(slots=True)
class Lists:
    """The rosters of the campaigns in their order, with what is left of each while proposals are made one after another."""

    people: Mapping[int, Asked]
    #: (letter, id) → name of units and villages.
    names: Mapping[tuple[str, int], str]
    _left: dict[int, int] = field(init=False)
    _groups: dict[tuple[str, str, int | None], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._left = {person.line: person.left for person in self.people.values()}
        self._groups = {}
        for person in self.people.values():
            if person.asked:
                self._groups.setdefault((person.campaign, UNIT, person.unit), []).append(person.line)
                self._groups.setdefault((person.campaign, VILLAGE, person.village), []).append(person.line)

    def propose(self, amount: int, references: Sequence[Reference]) -> Proposal | None:
        """What becomes of a transfer with these references; what it takes is counted for those that follow."""
        if not references:
            return None
        reference = references[0]
        if len(references) > 1:
            return Proposal(reference, "", why_not=f"Nội dung có {len(references)} mã; đề nghị chia từng người.")
        if reference.kind == LINE:
            person = self.people.get(reference.number)
            if person is None or person.campaign != reference.campaign:
                return Proposal(reference, "", why_not="Mã không còn ứng với ai trong danh sách.")
            made = Proposal(reference, person.name, ((person.line, amount),))
        else:
            made = self._group(amount, reference)
        for line, share in made.shares:
            self._left[line] -= share
        return made

    def _group(self, amount: int, reference: Reference) -> Proposal:
        word = "đơn vị" if reference.kind == UNIT else "thôn"
        lines = self._groups.get((reference.campaign, reference.kind, reference.number), [])
        name = self.names.get((reference.kind, reference.number), "")
        if not lines or not name:
            return Proposal(reference, name, why_not=f"Không có ai của {word} này trong danh sách.")
        shares = tuple((line, self._left[line]) for line in lines if self._left[line] > 0)
        total = sum(share for _, share in shares)
        if total != amount:
            why = (
                f"Chuyển {money(amount)} đồng, còn theo mức của {name} là {money(total)} đồng; đề nghị chia từng người."
            )
            return Proposal(reference, name, why_not=why)
        return Proposal(reference, name, shares)


def lists_of(people: Iterable[Asked], names: Mapping[tuple[str, int], str]) -> Lists:
    """Rosters in their order."""
    return Lists({person.line: person for person in people}, names)
