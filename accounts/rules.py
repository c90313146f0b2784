"""Rules about people and tokens: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from accounts.enums import Role


def may_hold_both(roles: Collection[str]) -> bool:
    """Whether one person may hold these roles on one area (a cashier is never also the accountant)."""
    return not {Role.ACCOUNTANT, Role.CASHIER} <= set(roles)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
