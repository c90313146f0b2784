"""Who hears when nobody answers. A matter of who stands above whom, so of roles and not of rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts.enums import Role
from areas.enums import Level

LEADERS = (Role.LEADER, Role.COORDINATION_LEADER)
OFFICE = (Role.COORDINATION,)
OFFICERS = (Role.NTM_OFFICER,)
#: Area and role → ids of the people who hold it.
Holders = Mapping[tuple[int, str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Post:
    """Where a person works: the area's ids from itself up to the root, its level, and the person's roles on it."""

    chain: tuple[int, ...]
    level: str
    roles: frozenset[str]


def superiors(post: Post, holders: Holders) -> set[int]:
    """The people above somebody on this post: of a village the commune's officers, of an officer the leaders of the area, of a leader
    the coordination office of the nearest area above. Where nobody holds such a post, those of the next step; at the top, nobody."""
    return next((found for found in _steps(post, holders) if found), set())


def _steps(post: Post, holders: Holders) -> Iterator[set[int]]:
    here, above = post.chain[0], post.chain[1:]
    if post.level == Level.VILLAGE and above:
        yield _who(holders, above[0], OFFICERS)
        yield _who(holders, above[0], LEADERS)
        above = above[1:]
    elif post.roles.isdisjoint(LEADERS):
        yield _who(holders, here, LEADERS)
    for area in above:
        yield _who(holders, area, OFFICE)


def _who(holders: Holders, area: int, roles: Sequence[str]) -> set[int]:
    return {pk for role in roles for pk in holders.get((area, role), ())}
