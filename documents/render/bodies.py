"""The name of a body in ordinary letters, out of its letterhead in capitals."""

from __future__ import annotations

import re

#: After one of them stands a name of its own, every word of it with a capital.
_PLACES = re.compile(
    r"\b(xã|phường|thị trấn|đặc khu|(?<!nông )thôn|bản|ấp|tổ dân phố|khu phố|huyện|quận|thị xã|thành phố|tỉnh)\b"
)
#: Words inside a name that keep their capitals.
_KEPT = (
    "Mặt trận Tổ quốc", "Việt Nam", "Hồ Chí Minh", "Ban Thường trực", "Ban Chỉ đạo", "Ban Chấp hành", "Ban Thường vụ", "Đảng bộ", "Chi bộ",
    "Cựu chiến binh", "Nông dân", "Phụ nữ",
)  # fmt: skip


def ordinary(letterhead: str) -> str:
    """ "ỦY BAN NHÂN DÂN XÃ THƯỢNG LỘ" → "Ủy ban nhân dân xã Thượng Lộ"; a name that is not in capitals stays."""
    if not letterhead.isupper():
        return letterhead
    body, *named = _PLACES.split(letterhead.lower())
    for kept in _KEPT:
        body = body.replace(kept.lower(), kept)
    whole = body
    for place in range(0, len(named), 2):
        word, name = named[place : place + 2]
        # "Xã Bản Bo", "huyện Vụ Bản": here the word is part of the name itself.
        named_so = not name.strip() or (place > 0 and not named[place - 1].strip())
        whole += (_titled(word) if named_so and place > 0 else word) + _titled(name)
    return whole[:1].upper() + whole[1:]


def _titled(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))
