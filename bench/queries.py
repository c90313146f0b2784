"""The queries of what is measured."""

from __future__ import annotations

from typing import Any


class Queries:
    """Keeps the queries that are asked, for counting them and asking them bare (connection.execute_wrapper)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asked.append((sql, params))
        return execute(sql, params, many, context)
