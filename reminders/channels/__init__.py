"""The ways out of the house, all with one interface; each is off until the environment says how to use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import Preference


class RefusedError(Exception):
    """The other side will never take this message (unknown address, person left); its text is one Vietnamese sentence."""

    #: What is to be written although the sender's transaction is taken back; the sender calls it after that.
    afterwards: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message, as a person reads it."""

    title: str
    #: A whole address.
    url: str
    #: "Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Tin mới": heading under which the digest lists it.
    group: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as every channel gets it."""

    #: The same for every try of the same message: what the other side may tell doubles by.
    id: str
    user: User
    preference: Preference
    subject: str
    lines: Sequence[Line]
    #: Where people choose how they are reminded.
    settings_url: str


class Way(Protocol):
    """One channel. `send` returns when the other side took the message, raises RefusedError when it never will, and lets errors
    of transport (core.transport.TRANSPORT_ERRORS) pass: then it is tried again."""

    def is_on(self) -> bool:
        """Whether this installation is set up for it."""
        ...

    def reaches(self, user: User, preference: Preference) -> bool:
        """Whether there is an address of this person."""
        ...

    def send(self, message: Outgoing) -> None: ...
