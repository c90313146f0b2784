"""References that survive the banks' mangling, and VietQR texts that an independent library and decoder agree with."""

from __future__ import annotations

import io

import pytest
import segno
import zxingcpp
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image
from vietnam_qr_pay import QRPay

from contributions.rules.transfers import Reference, check_character, is_whole, references_in, viet_qr

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_references = st.builds(
    Reference, st.sampled_from(("CSNTM", "DUONG1", "AB2")), st.sampled_from(("C", "D", "T")), st.integers(0, 99_999_999)
)
_CODES = ("CSNTM", "DUONG1", "AB2")


@given(reference=_references, before=st.sampled_from(("", "MBVCB.7654321.", "IBFT ", "CT DEN:0123 ")), lower=st.booleans(),
       gap=st.integers(0, 12), mark=st.sampled_from((" ", "-", ".", "/", "  ")), after=st.sampled_from(("", ".CT tu 0011", " FT24")))  # fmt: skip
def test_a_mangled_reference_is_found(
    reference: Reference, before: str, lower: bool, gap: int, mark: str, after: str
) -> None:
    text = reference.text
    text = text[:gap] + mark + text[gap:]
    said = before + (text.lower() if lower else text) + after
    assert reference in references_in(said, _CODES)


@given(reference=_references, place=st.integers(0, 30), other=st.sampled_from(_ALPHABET))
def test_one_wrong_character_is_no_reference(reference: Reference, place: int, other: str) -> None:
    text = reference.text
    place %= len(text)
    assume(text[place] != other)
    wrong = text[:place] + other + text[place + 1 :]
    assert reference not in references_in(wrong, _CODES)
    assert check_character(wrong[:-1]) != wrong[-1]


def test_one_transfer_may_name_several() -> None:
    one, two = Reference("CSNTM", "C", 17), Reference("CSNTM", "C", 18)
    assert references_in(f"Nộp cho {one.text} và {two.text}, {one.text}", _CODES) == [one, two]
    assert references_in("Ủng hộ làm đường", _CODES) == []
    assert references_in(one.text, []) == []


@given(
    bank=st.from_regex(r"\A97[0-9]{4}\Z"), account=st.from_regex(r"\A[0-9]{6,19}\Z"), amount=st.integers(1, 10**10),
    reference=_references,
)  # fmt: skip
def test_the_text_is_that_of_an_independent_library(bank: str, account: str, amount: int, reference: Reference) -> None:
    ours = viet_qr(bank=bank, account=account, amount=amount, memo=reference.text)
    theirs = QRPay.init_viet_qr(bank_bin=bank, bank_number=account, amount=str(amount), purpose=reference.text).build()
    assert ours == theirs


def test_without_an_amount_the_giver_types_it() -> None:
    code = viet_qr(bank="970405", account="8502201002946", amount=None, memo="Ủng hộ đường")
    assert "010211" in code
    assert "5303704" + "5802VN" in code
    assert "0812UNG HO DUONG" in code
    assert is_whole(code)


def test_the_picture_is_read_back() -> None:
    code = viet_qr(bank="970405", account="8502201002946", amount=450_000, memo="CSNTMC00017J")
    out = io.BytesIO()
    segno.make(code, error="m").save(out, kind="png", scale=4)
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(out))] == [code]


@given(place=st.integers(0, 200), digit=st.sampled_from("0123456789AZ"))
def test_tampering_with_any_field_fails(place: int, digit: str) -> None:
    code = viet_qr(bank="970405", account="8502201002946", amount=450_000, memo="CSNTMC00017J")
    place %= len(code)
    assume(code[place] != digit)
    assert not is_whole(code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97040"},
        {"account": "12"},
        {"amount": 0},
        {"amount": -5},
        {"memo": "Nội dung chuyển khoản quá dài cho mã"},
    ],
)
def test_what_does_not_fit_is_refused_not_cut(wrong: dict[str, object]) -> None:
    said = {"bank": "970405", "account": "8502201002946", "amount": 450_000, "memo": "CSNTMC00017J", **wrong}
    with pytest.raises(ValueError):  # noqa: PT011 - the page checks before
        viet_qr(**said)  # type: ignore[arg-type]
