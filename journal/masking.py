"""Secrets and ID-card numbers never reach the journal, which cannot be cleaned afterwards."""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "•••"
#: Names of fields whose values are never shown, wherever the word stands in the name.
_SECRET_FIELD = re.compile(
    r"password|secret|token|mat_khau|id_card|id_number|citizen_id|identity|cccd|cmnd", re.IGNORECASE
)
#: A căn cước number: 12 digits that begin with 0, perhaps in groups of three (Nghị định 137/2015/NĐ-CP, article 13).
_ID_CARD = re.compile(r"(?<!\d)0\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?(\d{3})(?!\d)")


def text(value: str) -> str:
    """The text with ID-card numbers reduced to their last three digits."""
    return _ID_CARD.sub(rf"{HIDDEN}\1", value)


def changes(pairs: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The changes with secret fields hidden and ID-card numbers reduced; empty and filled stay distinguishable."""
    return {field: [_value(field, value) for value in pair] for field, pair in pairs.items()}


def _value(field: str, value: Any) -> Any:
    if _SECRET_FIELD.search(field):
        return HIDDEN if value not in (None, "") else value
    return _deep(value)


def _deep(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return [_deep(item) for item in value]
    if isinstance(value, dict):
        return {key: _value(str(key), item) for key, item in value.items()}
    return value
