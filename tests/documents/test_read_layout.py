"""Departures from Nghị định 30/2020 that show in the source."""

from __future__ import annotations

import pytest

from tests.documents.reading_tools import PLAN, reading

#: A departure from the decree, and the sentence that tells it.
NOTES = {
    "Số: 04/KH- UBND": "Số và ký hiệu văn bản có dấu cách ở giữa; phải viết liền.",
    "Số 04/KH-UBND": "Sau chữ “Số” phải có dấu hai chấm.",
    "Số: 04-KH/UBND": "Sau số văn bản là dấu gạch chéo, giữa các nhóm chữ của ký hiệu là dấu gạch nối.",
    "Số: 4/KH-UBND": "Số văn bản nhỏ hơn 10 phải thêm số 0 ở trước.",
}


@pytest.mark.parametrize("number", NOTES)
def test_departures_in_the_number_are_noted_with_their_words(number: str) -> None:
    notes = reading(PLAN.replace("Số: 12/KH-UBND", number)).layout_notes

    assert [(note.message, note.quote) for note in notes] == [(NOTES[number], number)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ngày 05 tháng 02", "ngày 5 tháng 02", "Ngày nhỏ hơn 10 và tháng 1, tháng 2 phải thêm số 0 ở trước."),
        ("ngày 05 tháng 02 năm 2025", "ngày 05/02/2025", "Thời gian ban hành phải viết đủ “ngày … tháng … năm …”."),
        ("Tân Lập, ngày", "Tân Lập ngày", "Sau địa danh phải có dấu phẩy."),
        ("của UBND huyện;\n", "của UBND huyện.\n", "Mỗi căn cứ phải kết thúc bằng dấu chấm phẩy."),
        ("thực hiện./.", "thực hiện.", "Nội dung văn bản phải kết thúc bằng dấu “./.”."),
        ("- Lưu: VT.", "- Lưu VT.", "Sau chữ “Lưu” ở Nơi nhận phải có dấu hai chấm."),
        ("- Lưu: VT.", "- Lưu: NTM.", "Dòng “Lưu” ở Nơi nhận phải có chữ viết tắt “VT” của văn thư."),
        ("Nguyễn Văn An", "ThS. Nguyễn Văn An", "Trước họ tên người ký không ghi học hàm, học vị."),
    ],
)
def test_other_departures_are_noted(old: str, new: str, message: str) -> None:
    assert old in PLAN

    assert [note.message for note in reading(PLAN.replace(old, new)).layout_notes] == [message]


def test_a_plan_of_the_committee_signed_without_its_name_is_noted() -> None:
    bare = PLAN.replace("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH").replace("KT. CHỦ TỊCH", "").replace("PHÓ CHỦ TỊCH", "")

    assert [note.quote for note in reading(bare).layout_notes] == ["CHỦ TỊCH"]
