"""Whether a paper's own head speaks of the commune it is put into. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from campaigns.read.outline import UPPER
from core.text import search_key
from documents.context import Paper

_KIND = "xã|phường|thị trấn|đặc khu"
#: A kind of commune and a name; "xã hội" and "xã nông thôn mới" name none.
_NAMED = re.compile(rf"(?<!\w)(?i:(?:{_KIND})\s+(?!hội(?!\w)|nông thôn|ntm))(?=[{UPPER}\d])")
_KEYS = "|".join(search_key(kind) for kind in _KIND.split("|"))


def names_another_commune(paper: Paper, own: Iterable[str]) -> str:
    """The words of the head that name another commune: the issuer, else the subject, else the place beside the date; empty where
    none does, or one of them names the own commune.

    `own` holds the commune's name and those of communes that became part of it; without one nothing is another.
    """
    keys = [search_key(name) for name in own]
    if not keys:
        return ""
    # A subject all in capitals does not tell names from other words.
    subject = "" if (paper.subject or "").isupper() else paper.subject
    heads = [text for text in (paper.issuing_body, subject) if text and _NAMED.search(text)]
    if any(_is_of(text, key) for text in heads for key in keys):
        return ""
    if heads:
        return heads[0]
    place = search_key(paper.place or "")
    return paper.place or "" if place and not any(key in place for key in keys) else ""


def _is_of(text: str, key: str) -> bool:
    return re.search(rf"\b(?:{_KEYS}) {re.escape(key)}\b", search_key(text)) is not None
