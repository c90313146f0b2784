"""The letters of the fonts before Unicode: TCVN3 (.VnTime …) and VNI (VNI-Times …).

Both were typed as Western letters (Windows-1252) that only the font drew as Vietnamese.
"""

from __future__ import annotations

import re

_TCVN3_CODES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộ",
    0xEA: "ờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3: dict[int, str] = {
    start + index: letter for start, letters in _TCVN3_CODES.items() for index, letter in enumerate(letters)
}

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"â": ("", ""), "à": ("", "\u0300"), "á": ("", "\u0301"), "å": ("", "\u0309"), "ã": ("", "\u0303")}
_HATS["ä"] = ("", "\u0323")
_BREVES = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_SINGLES = {"ö": "ư", "ô": "ơ", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for base in "aeouy":
        for mark, tone in _TONES.items():
            table[base + mark] = base + tone
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        for mark, tone in _TONES.items():
            table[base + mark] = letter + tone
    for base, letter in (("a", "â"), ("e", "ê"), ("o", "ô")):
        for mark, (_, tone) in _HATS.items():
            table[base + mark] = letter + tone
    for mark, tone in _BREVES.items():
        table["a" + mark] = "ă" + tone
    table.update(_SINGLES)
    for source, letters in list(table.items()):
        table[source.upper()] = letters.upper()
        table[source[0].upper() + source[1:]] = letters[0].upper() + letters[1:]
    return table


_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
#: Vietnamese letters that neither old encoding can show: a text that has them is Unicode already.
_UNICODE_ONLY = re.compile("[\u0103\u0102\u0111\u0110\u01a1\u01a0\u01b0\u01af\u1ea0-\u1ef9]")


def from_tcvn3(text: str) -> str:
    """Letters typed for a .Vn font as Unicode; what is no TCVN3 code stays as it is."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Letters typed for a VNI font as Unicode (decomposed tones, so bring it to NFC)."""
    return _VNI_CODE.sub(lambda match: _VNI[match.group()], text)


def font_letters(font: str) -> str:
    """Which old letters a font draws: "tcvn3" (.VnTime), "tcvn3 capitals" (.VnTimeH), "vni" (VNI-Times), "" for none."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3 capitals" if name.endswith("h") else "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else ""


def from_letters(text: str, letters: str) -> str:
    """Text of a Word run by what its font draws (`font_letters`).

    Text that already holds Vietnamese Unicode letters was typed with a Unicode keyboard and stays.
    """
    if not letters or _UNICODE_ONLY.search(text):
        return text
    if letters == "vni":
        return from_vni(text)
    converted = from_tcvn3(text)
    return converted.upper() if letters == "tcvn3 capitals" else converted
