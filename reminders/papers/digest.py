"""The words of a message: how much is due, the lines by group, as plain text and as what the mail's HTML shows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from core import text
from core.formats import vndate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reminders.channels import Line, Outgoing

LATE, TODAY, SOON, NEWS = "Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Tin mới"
#: In the order people read them, each with the words that follow its number.
_COUNTED = {LATE: "việc quá hạn", TODAY: "việc đến hạn hôm nay", SOON: "việc sắp đến hạn", NEWS: "tin mới"}
SYSTEM = "Nông thôn mới"
#: Where all that is due stands, for words that have no room for more.
DUE_PATH = "/viec-den-han/"
AUTOMATIC = "Thư được gửi tự động; đề nghị không trả lời vào địa chỉ này."
#: Mail servers cut long subjects; people read the first words of them anyway.
_SUBJECT_AT_MOST = 150


def how_much(lines: Sequence[Line]) -> str:
    """What there is, in numbers: "2 việc quá hạn, 3 việc sắp đến hạn". A heading we do not know counts as news."""
    found = Counter(line.group if line.group in _COUNTED else NEWS for line in lines)
    return ", ".join(f"{found[group]} {words}" for group, words in _COUNTED.items() if found[group])


def subject_of(lines: Sequence[Line], day: date) -> str:
    """The subject of a day's digest: "Nông thôn mới: 2 việc quá hạn, 3 việc sắp đến hạn – 22/11/2026"."""
    return f"{SYSTEM}: {how_much(lines)} – {vndate(day)}"


def urgent_subject(title: str) -> str:
    """The subject of a message that does not wait: what it is about, on one line, cut at a word."""
    words = text.tidy(f"{SYSTEM}, tin khẩn: {title}")
    return words if len(words) <= _SUBJECT_AT_MOST else words[:_SUBJECT_AT_MOST].rpartition(" ")[0] + " …"


def grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under their headings, in the order of reading; empty headings are left out."""
    by_group: dict[str, list[Line]] = {group: [] for group in _COUNTED}
    for line in lines:
        by_group[line.group if line.group in by_group else NEWS].append(line)
    return [(group, found) for group, found in by_group.items() if found]


def text_of(message: Outgoing) -> str:
    """The whole message as plain text: for mail programs without HTML, and for Zalo."""
    parts = [f"Kính gửi: {message.user.full_name}", f"Anh/chị có {how_much(message.lines)}."]
    for group, lines in grouped(message.lines):
        listed = [f"- {text.tidy(line.title)}\n  {line.url}" for line in lines]
        parts.append("\n".join([f"{group.upper()} ({len(lines)})", *listed]))
    parts.append(f"Đổi cách nhận nhắc hạn: {message.settings_url}\n{AUTOMATIC}")
    return "\n\n".join(parts) + "\n"


def html_context(message: Outgoing) -> dict[str, object]:
    """What templates/reminders/mail/digest.html shows."""
    return {
        "message": message, "how_much": how_much(message.lines), "groups": grouped(message.lines), "late": LATE,
        "system": SYSTEM, "automatic": AUTOMATIC,
    }  # fmt: skip


def settings_url() -> str:
    """The whole address of the page where people choose how they are reminded."""
    return f"{settings.PUBLIC_URL}{reverse('reminders:choices')}"
