"""Rules about people: pure."""

from __future__ import annotations

from collections.abc import Collection

from accounts.enums import Role


def may_hold_both(roles: Collection[str]) -> bool:
    """Whether one person may hold these roles on one area (a cashier is never also the accountant)."""
    return not {Role.ACCOUNTANT, Role.CASHIER} <= set(roles)
