"""Reading and writing the files that the paper commands are given; every failure is one sentence."""

from __future__ import annotations

from pathlib import Path

from core.errors import RuleError
from documents.render import FORMATS


def read_bytes(path: Path) -> bytes:
    """The file's bytes; RuleError when it is not there or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RuleError(f"Không thấy tệp {path}.") from error
    except IsADirectoryError as error:
        raise RuleError(f"{path} là thư mục, không phải tệp.") from error
    except (OSError, ValueError) as error:
        raise RuleError(f"Không đọc được tệp {path}.") from error


def output_format(path: Path) -> str:
    """The format that a file name asks for; RuleError for any other ending than .pdf, .docx, .html."""
    format = path.suffix.lower().removeprefix(".")
    if format not in FORMATS:
        raise RuleError(f"Tệp kết quả phải có đuôi .pdf, .docx hoặc .html ({path.name}).")
    return format


def write_bytes(path: Path, data: bytes) -> None:
    """Write a result file; RuleError when its folder is missing or may not be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise RuleError(f"Không ghi được tệp {path} ({error.strerror}).") from error
