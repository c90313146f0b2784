"""The five real plans, where they are at hand: nothing lost, every part found."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from documents.context import Section
from documents.read import read_file
from tests.documents.reading_tools import all_words, cp1258, words

PLANS = Path(os.environ.get("NTM_PLANS_DIR", Path(__file__).parents[3] / "shared" / "plans"))
PLAN_FILES = sorted(PLANS.glob("*.txt"))


def test_the_real_plans_are_read_without_losing_a_word() -> None:
    for file in PLAN_FILES:
        source = re.sub(r"\[bookmark:[^\]]*\]", "", file.read_text(encoding="utf-8"))
        read = read_file(file.read_bytes(), file.name).paper
        lost = words(source) - words(all_words(read))
        assert not lost, (file.name, lost)
        assert read.type == "KẾ HOẠCH"


def test_the_real_plans_lose_no_word_in_old_encodings() -> None:
    for file in PLAN_FILES:
        text = file.read_text(encoding="utf-8")
        expected = read_file(text.encode(), file.name).paper
        assert read_file(unicodedata.normalize("NFD", text).encode("utf-16"), file.name).paper == expected
        assert read_file(cp1258(text), file.name).paper == expected


#: Number of top parts, of bases, of recipients; number, issuer, date, place; what is missing. No sentence of theirs.
REAL = {
    "thuong-lo-2024-ke-hoach-ntm": (4, 2, 5, "04", "UBND xã Thượng Lộ", (5, 1, 2024), "Hồ Thị Hằng", set()),
    "linh-thong-2024-chung-suc": (3, 2, 6, None, "UBND xã Linh Thông", (None, 4, 2024), "Lưu Viết Viên", {"number", "date"}),
    "luc-ba-2024-thi-dua-cao-diem": (4, 1, 7, "66", "Ủy ban nhân dân xã Lục Ba", (22, 1, 2024), "Trần Đức Tuấn", set()),
    "mttq-huyen-2023-toan-dan-doan-ket": (
        4, 1, 9, None, "Ban Thường trực Ủy ban MTTQ Việt Nam huyện", (None, None, None), "Trần Thị Hòa", {"number", "date"},
    ),
    "ky-anh-2021-60-ngay-cao-diem": (4, 1, 6, None, None, (None, None, None), None, {"number", "date", "signature", "issuer"}),
}  # fmt: skip


def test_the_real_plans_give_their_parts() -> None:
    for file in PLAN_FILES:
        parts, bases, recipients, number, issuer, date, signer, missing = REAL[file.stem]
        read = read_file(file.read_bytes(), file.name)
        sheet = read.paper
        assert sum(isinstance(block, Section) for block in sheet.content) == len(sheet.content) == parts
        assert (len(sheet.legal_bases), len(sheet.recipients)) == (bases, recipients)
        assert (sheet.number, sheet.issuing_body) == (number, issuer)
        assert (sheet.day, sheet.month, sheet.year) == date
        assert (sheet.signature.name if sheet.signature else None) == signer
        assert read.missing == missing
        assert read.style_known is (file.stem != "ky-anh-2021-60-ngay-cao-diem")
