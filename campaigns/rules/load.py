"""How much each person carries in a year's plans, by the measure of the finding `overload`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from campaigns.enums import TaskState
from campaigns.models import Block, Task
from campaigns.read.people import posts_in
from campaigns.rules.workload import carries_far_more
from core import text


@dataclass(slots=True)
class Load:
    """What one person, or one printed post where no account is named, carries."""

    name: str
    #: The account; None for a post that is only printed.
    user: User | None
    blocks: list[Block] = field(default_factory=list)
    led: list[Block] = field(default_factory=list)
    tasks: int = 0
    open_tasks: int = 0
    late: int = 0
    far_more: bool = False


def loads(blocks: Iterable[Block], tasks: Iterable[Task], today: date) -> list[Load]:
    """Everybody who leads or is responsible, the heaviest first.

    A criterion counts for its `owner`, else for each post printed as responsible; a task for its owner, else its
    criterion's, else the posts printed as its unit. Collective bodies are left out. Tasks need `due_on`.
    """
    found: dict[str, Load] = {}
    blocks = list(blocks)
    answered = 0
    for block in blocks:
        carriers = _carriers(found, block.owner, block.responsible)
        answered += bool(carriers)
        for load in carriers:
            load.blocks.append(block)
        for load in _carriers(found, None, block.lead):
            load.led.append(block)
    for task in tasks:
        owner = task.owner or (task.block.owner if task.block else None)
        for load in _carriers(found, owner, task.unit):
            load.tasks += 1
            if task.state != TaskState.DONE:
                load.open_tasks += 1
                due: date | None = task.due_on  # type: ignore[attr-defined]
                load.late += due is not None and due < today
    _flag(list(found.values()), answered)
    return sorted(
        found.values(), key=lambda load: (-len(load.blocks), -load.open_tasks, -len(load.led), text.sort_key(load.name))
    )


def _carriers(found: dict[str, Load], user: User | None, printed: str) -> list[Load]:
    if user is not None:
        return [found.setdefault(f"user {user.pk}", Load(user.full_name, user))]
    return [found.setdefault(f"post {key}", Load(name[:1].upper() + name[1:], None)) for key, name in posts_in(printed)]


def _flag(carried: list[Load], answered: int) -> None:
    carrying = [load for load in carried if load.blocks]
    for load in carrying:
        others = [len(other.blocks) for other in carrying if other is not load]
        load.far_more = carries_far_more(len(load.blocks), others, answered)
