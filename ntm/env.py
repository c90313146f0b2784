"""Reading the environment, loudly: a wrong value stops the start with one sentence."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable as text, or the content of the file that NAME_FILE points to; set but empty is not set."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: không đọc được tệp {path} ({error.strerror}).") from error
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """The variable as yes or no; anything but 1/0, true/false, yes/no, on/off stops the start."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: chỉ nhận 1 hoặc 0.")


def number(name: str, default: int, least: int = 0) -> int:
    """The variable as a whole number of at least `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r}: phải là số nguyên từ {least} trở lên.")
    return int(value)


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """The variable as one of a few words, in capitals; anything else stops the start."""
    value = (os.environ.get(name) or default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={os.environ[name]!r}: chỉ nhận {', '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def web_address(name: str, value: str) -> str:
    """The value as an address of the web without its last slash, or empty; anything else stops the start."""
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        # Not shown: such an address may hold a token.
        raise ImproperlyConfigured(f"{name}: phải là địa chỉ bắt đầu bằng https:// hoặc http://.")
    return value.rstrip("/")


def contact(name: str, value: str) -> str:
    """The value as "mailto:…@…" or "https://…" (RFC 8292), or empty; anything else stops the start."""
    if value and not re.fullmatch(r"mailto:[^@\s]+@[\w-]+(\.[\w-]+)+|https://[\w-]+(\.[\w-]+)+", value):
        raise ImproperlyConfigured(f"{name}={value!r}: phải có dạng mailto:ten@don-vi.vn hoặc https://don-vi.vn.")
    return value


def push_key(name: str, value: str) -> str:
    """The value as a private key of 32 bytes in base64url, or empty; anything else stops the start."""
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", value):
        raise ImproperlyConfigured(f"{name}: không phải khóa do lệnh manage.py make_push_key tạo ra.")
    return value


def pairs(name: str, value: str, *, known: Sequence[str], needed: Sequence[str]) -> dict[str, str]:
    """The value "ours=theirs,ours=theirs" by our names; an unknown name or a missing needed one stops the start."""
    found = {ours.strip(): theirs.strip() for ours, _, theirs in (item.partition("=") for item in value.split(","))}
    if not set(needed) <= set(found) <= set(known) or not all(found.values()):
        raise ImproperlyConfigured(
            f"{name}={value!r}: cần các cặp tên=trường cách nhau dấu phẩy; tên là {', '.join(known)}, phải có {', '.join(needed)}."
        )
    return found


def own_secret(path: Path) -> str:
    """The secret kept in this file (mode 0600); made up the first time. Safe when several processes start at once."""
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            # The first one wins; the others read what it wrote.
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"Không ghi được khóa bí mật vào {path} ({error.strerror}).") from error
