"""Numbers of banks at NAPAS that are known, as data; an account's own number is entered by a person."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

_FILE = Path(__file__).resolve().parent.parent / "data" / "banks.yaml"


class KnownBank(NamedTuple):
    """`confirmed`: the number was measured on a code of the bank itself; else it is recalled and to be compared."""

    number: str
    name: str
    confirmed: bool


@cache
def known_banks() -> tuple[KnownBank, ...]:
    """The banks of data/banks.yaml in its order."""
    return tuple(KnownBank(**row) for row in yaml.safe_load(_FILE.read_text("utf-8")))
