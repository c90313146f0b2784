"""How a sidecar of tests/plans is compared with the answer; the rules stand in tests/plans/README.md."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

#: Texts under these keys are whole; elsewhere the expected text is a part of the one found.
_WHOLE = frozenset(
    {
        "issuing_body",
        "place",
        "number",
        "symbol",
        "code",
        "name",
        "date",
        "unit",
        "recipients",
        "kind",
        "set",
        "status",
        "role",
    }
)
_WHOLE |= {
    "rule",
    "every",
    "at",
    "level",
    "direction",
    "start",
    "end",
    "deadline",
    "style",
    "parent_body",
    "type",
    "bank_accounts",
}


def differences(expected: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """Every place where the answer does not say what the sidecar expects, as one line each."""
    found: list[str] = []
    for key, value in expected.items():
        if key == "findings":
            found += _findings(value, answer["findings"])
        elif key == "at_least":
            for name, rows in value.items():
                found += _at_least(name, rows, answer[name])
        else:
            found += _compare(key, value, answer[key])
    return found


def _findings(expected: list[dict[str, str]], answer: list[dict[str, str]]) -> list[str]:
    wanted = Counter((row["code"], row["level"]) for row in expected)
    got = Counter((row["code"], row["level"]) for row in answer if row["code"] != "layout")
    return [] if wanted == got else [f"findings: thiếu {dict(wanted - got)}, thừa {dict(got - wanted)}"]


def _at_least(path: str, rows: list[Any], answer: list[Any]) -> list[str]:
    return [f"{path}: không có {row}" for row in rows if all(_compare(path, row, found) for found in answer)]


def _compare(path: str, expected: Any, answer: Any) -> list[str]:
    if isinstance(expected, dict):
        if not isinstance(answer, dict):
            return [f"{path}: {answer!r} thay cho {expected!r}"]
        return [line for key, value in expected.items() for line in _compare(f"{path}.{key}", value, answer.get(key))]
    if isinstance(expected, list):
        if not isinstance(answer, list) or len(expected) != len(answer):
            return [f"{path}: {answer!r} thay cho {expected!r}"]
        return [line for pair in zip(expected, answer, strict=True) for line in _compare(path, *pair)]
    return [] if _equal(path, expected, answer) else [f"{path}: {answer!r} thay cho {expected!r}"]


def _equal(path: str, expected: Any, answer: Any) -> bool:
    if not isinstance(expected, str) or not isinstance(answer, str):
        if isinstance(expected, int | float) and isinstance(answer, int | float):
            return math.isclose(expected, answer)
        return bool(expected == answer)
    wanted, got = (" ".join(text.split()).lower() for text in (expected, answer))
    key = path.rsplit(".", 1)[-1]
    whole = key in _WHOLE and path != "assignments.unit"
    return wanted == got if whole else wanted in got
