"""One block of a file: its keys, and sentences that say where it stands when something is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db.models import TextChoices

from core.errors import RuleError
from core.text import nfc, tidy

_EMPTY = {"", "null", "~"}
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_ADDRESS = re.compile(r"https?://\S+")


class _Loader(yaml.BaseLoader):
    """Keeps every scalar as text (code 1.10 must not become the number 1.1) and refuses a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise RuleError(f"dòng {key.start_mark.line + 1}: tên mục phải là một từ.")
            if key.value in seen:
                raise RuleError(f"dòng {key.start_mark.line + 1}: mục “{key.value}” được viết hai lần.")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def open_file(path: Path) -> Block:
    """The whole file as a block. Raises RuleError, one sentence with file and line, when it cannot be read."""
    where = f"Tệp {path.name}"
    try:
        content = _Loader(nfc(path.read_text(encoding="utf-8-sig"))).get_single_data()
    except RuleError as error:
        raise RuleError(f"{where}, {error.message}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(f"{where}, dòng {line}: viết sai cách (thụt dòng, dấu hai chấm hoặc dấu nháy).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{where}: không phải tệp văn bản UTF-8.") from error
    except RecursionError as error:
        raise RuleError(f"{where}: các mục lồng nhau quá sâu.") from error
    except OSError as error:
        raise RuleError(f"{where}: không mở được tệp.") from error
    return Block(content, where)


class Block:
    """A mapping of a file. Every getter raises RuleError with `where` in the sentence when the value is wrong."""

    def __init__(self, content: Any, where: str) -> None:
        self.where = where
        if not isinstance(content, dict):
            raise self.error("phải là một nhóm các mục “tên: giá trị”.")
        self.content: dict[str, Any] = {key: None if _is_empty(value) else value for key, value in content.items()}

    def error(self, message: str) -> RuleError:
        """A RuleError that names the place."""
        return RuleError(f"{self.where}: {message}")

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def only(self, *known: str) -> None:
        """Refuses keys that the pattern does not know, so that a slip of the pen is not lost."""
        for key in self.content:
            if key not in known:
                raise self.error(f"mục “{key}” không có trong mẫu.")

    def text(self, key: str, *, need: bool = False, longest: int = 4000) -> str:
        """Tidy text, empty when null; `need` refuses the empty."""
        value = self.content.get(key)
        if value is None:
            if need:
                raise self.error(f"thiếu mục “{key}”.")
            return ""
        if not isinstance(value, str):
            raise self.error(f"mục “{key}” phải là một dòng chữ.")
        if len(value) > longest:
            raise self.error(f"mục “{key}” dài quá {longest} ký tự.")
        return tidy(value)

    def choice(self, key: str, choices: type[TextChoices], *, need: bool = False) -> str:
        """One of the values of `choices`, empty when null."""
        value = self.text(key, need=need)
        if value and value not in choices.values:
            raise self.error(f"mục “{key}” phải là một trong các từ: {', '.join(choices.values)}.")
        return value

    def address(self, key: str) -> str:
        """A web address, empty when null."""
        value = self.text(key, longest=600)
        if value and not _ADDRESS.fullmatch(value):
            raise self.error(f"mục “{key}” phải là địa chỉ trang (http…).")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.text(key) or str(default).lower()
        if value not in ("true", "false"):
            raise self.error(f"mục “{key}” phải là true hoặc false.")
        return value == "true"

    def count(self, key: str, *, need: bool = False) -> int | None:
        """A whole number from 0, None when null."""
        value = self.text(key, need=need)
        if value and not re.fullmatch(r"[0-9]{1,4}", value):
            raise self.error(f"mục “{key}” phải là số nguyên.")
        return int(value) if value else None

    def day(self, key: str, *, need: bool = False) -> date | None:
        """A date written 2024-03-01, None when null."""
        value = self.text(key, need=need)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self.error(f"mục “{key}” có ngày sai “{value}” (viết năm-tháng-ngày, ví dụ 2024-03-01).") from error

    def texts(self, key: str) -> list[str]:
        """A list of lines, empty when null."""
        value = self.content.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(f"mục “{key}” phải là danh sách các dòng chữ.")
        return [tidy(item) for item in value]

    def names(self, key: str) -> dict[str, str]:
        """A mapping of code to name, empty when null."""
        inner = self.inner(key)
        return {code: inner.text(code, need=True) for code in inner.content} if inner else {}

    def inner(self, key: str) -> Block | None:
        """The block under a key, None when null."""
        value = self.content.get(key)
        return None if value is None else Block(value, f"{self.where}, mục “{key}”")

    def items(self, key: str) -> list[Any]:
        """The items of a list, empty when null."""
        value = self.content.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"mục “{key}” phải là danh sách.")
        return value


def _is_empty(value: Any) -> bool:
    return isinstance(value, str) and value.strip() in _EMPTY


def as_number(value: str) -> Decimal | None:
    """The exact number a text writes, with a decimal point or comma; None when it is not a number."""
    return Decimal(value.replace(",", ".")) if _NUMBER.fullmatch(value) else None
