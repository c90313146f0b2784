"""Amounts in words: a table read by a person, and properties over random ones with a reader that was written apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from core.formats import in_words

_TABLE = [
    line.split(": ")
    for line in Path(__file__).with_name("amounts_in_words.txt").read_text(encoding="utf-8").splitlines()
]

_ONES = {
    **{word: number for number, word in enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))},
    "mốt": 1, "tư": 4, "lăm": 5,
}  # fmt: skip


def _read(words: list[str]) -> int:
    """The number that the words say, read from left to right."""
    if "tỷ" in words:
        place = len(words) - 1 - words[::-1].index("tỷ")
        return _read(words[:place]) * 10**9 + _read(words[place + 1 :])
    total, group, digit = 0, 0, 0
    for word in words:
        if word in {"nghìn", "triệu"}:
            total, group, digit = total + (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word], 0, 0
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word != "linh":
            digit = _ONES[word]
    return total + group + digit


@pytest.mark.parametrize(("amount", "words"), _TABLE)
def test_the_table(amount: str, words: str) -> None:
    assert in_words(int(amount)) == f"{words} đồng"


def test_the_table_is_long_enough() -> None:
    assert len(_TABLE) >= 200


@given(st.integers(0, 10**18 - 1))
def test_words_say_the_amount(amount: int) -> None:
    said = in_words(amount)
    assert said[0].isupper()
    assert said.endswith(" đồng")
    assert "  " not in said
    assert _read(said.lower().removesuffix(" đồng").split()) == amount


@given(st.integers(0, 10**9))
def test_speech_follows_its_rules(amount: int) -> None:
    """No "mươi một", "mươi năm", "mười mốt", "linh mười"; nothing said of an empty group."""
    said = in_words(amount).lower()
    for wrong in ("mươi một", "mươi năm", "mươi bốn", "mười mốt", "mười tư", "mười năm", "linh mười", "không mươi"):
        assert wrong not in said
    assert amount == 0 or "không trăm nghìn" not in said


def test_a_reversal_is_read_with_its_sign_and_nonsense_refused() -> None:
    assert in_words(-450_000) == "Âm bốn trăm năm mươi nghìn đồng"
    with pytest.raises(RuleError):
        in_words(10**18)
