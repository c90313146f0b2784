"""Transfers: short references that survive what banks do to text, and the text of a NAPAS VietQR code. Pure.

A reference is the campaign's code, a letter for what it stands for, eight digits and a check
character: CSNTMC00000017J. All have one length after the code, so that what a bank puts behind one is not read into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.text import search_key

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MEMO_LENGTH = 25


@dataclass(frozen=True, slots=True)
class Reference:
    """What a transfer says it is for: the id of a roster line, a unit or a village in the campaign with this code."""

    campaign: str
    kind: str
    number: int

    @property
    def text(self) -> str:
        body = f"{self.campaign}{self.kind}{self.number:08d}"
        return body + check_character(body)


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over digits and letters: finds every single slip and nearly every swap of neighbours."""
    carry = 36
    for character in body:
        carry = (carry + _ALPHABET.index(character)) % 36 or 36
        carry = carry * 2 % 37
    return _ALPHABET[(37 - carry) % 36]


def references_in(text: str, campaigns: Iterable[str]) -> list[Reference]:
    """References to these campaigns in the text of a bank's line, each once, in the order of the text.

    Case, diacritics, spaces and punctuation do not count: banks change them. A reference with a wrong check character is none.
    """
    plain = re.sub(r"[^0-9A-Z]", "", search_key(text).upper())
    found: list[Reference] = []
    codes = "|".join(sorted(map(re.escape, campaigns), key=len, reverse=True))
    if not codes:
        return []
    for match in re.finditer(rf"(?=({codes})([CDT])(\d{{8}})([0-9A-Z]))", plain):
        reference = Reference(match[1], match[2], int(match[3]))
        if reference.text.endswith(match[4]) and reference not in found:
            found.append(reference)
    return found


def viet_qr(*, bank: str, account: str, amount: int | None, memo: str) -> str:
    """The text of a VietQR code (NAPAS, EMVCo): transfer to an account, with amount in đồng (None: the giver types it) and memo.

    `bank` is the bank's six-digit number at NAPAS. The memo is written without diacritics; ValueError where a part is not what
    it must be: nothing is cut silently.
    """
    memo = re.sub(r"[^0-9A-Za-z ]", "", search_key(memo)).upper()
    if not re.fullmatch(r"\d{6}", bank) or not re.fullmatch(r"[0-9A-Za-z]{4,19}", account):
        raise ValueError("bank is six digits, account 4 to 19 characters")
    if len(memo) > _MEMO_LENGTH or (amount is not None and not 0 < amount < 10**13):
        raise ValueError("memo of 25 characters at most, amount above zero")
    beneficiary = _field("00", bank) + _field("01", account)
    merchant = _field("00", "A000000727") + _field("01", beneficiary) + _field("02", "QRIBFTTA")
    body = _field("00", "01") + _field("01", "12" if amount else "11") + _field("38", merchant) + _field("53", "704")
    body += (_field("54", str(amount)) if amount else "") + _field("58", "VN")
    body += _field("62", _field("08", memo)) if memo else ""
    body += "6304"
    return body + f"{_crc(body):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def is_whole(code: str) -> bool:
    """Whether the check sum at the end of a VietQR text is right."""
    return len(code) > 8 and code[-8:-4] == "6304" and f"{_crc(code[:-4]):04X}" == code[-4:]


def _crc(text: str) -> int:
    """CRC-16/CCITT-FALSE, as EMVCo has it."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
