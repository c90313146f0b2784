"""Two wordings side by side: every word of both is there, and what changed is told in words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.papers.compare import Change, Row, compare, lines_of, rows_of, same_words, words
from documents.context import Appendix, Paper, Paragraph, Section, Signature, Table
from tests import factories

_WORDS = st.sampled_from(
    ["thu nhập", "đạt", "54,1", "55,0", "triệu đồng", "xã", "thôn Nà Cốc", "giảm", "95", "%", ";", "(", ")", " ", "–"]
)
_LINE = st.one_of(st.text(max_size=40), st.lists(_WORDS, max_size=12).map(" ".join))
_TEXT = st.lists(_LINE, max_size=12)


def _side(rows: list[Row], side: str) -> list[str]:
    pieces = [getattr(row, side) for row in rows]
    return ["".join(piece.text for piece in one) for one in pieces if one is not None]


@given(_TEXT, _TEXT)
@settings(max_examples=300, deadline=None)
def test_each_side_gives_its_own_text_again(old: list[str], new: list[str]) -> None:
    rows = rows_of(old, new)
    assert _side(rows, "old") == old
    assert _side(rows, "new") == new


@given(_LINE, _LINE)
@settings(max_examples=300, deadline=None)
def test_the_marks_apply_as_a_patch(old: str, new: str) -> None:
    before, after = words(old, new)
    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new
    # What is not marked stands in both, in the same order.
    assert [piece.text for piece in before if not piece.mark] == [piece.text for piece in after if not piece.mark]
    assert {piece.mark for piece in before} <= {"", "del"}
    assert {piece.mark for piece in after} <= {"", "ins"}


@given(_TEXT)
@settings(max_examples=100, deadline=None)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert {row.kind for row in rows_of(text, text)} <= {"same"}


def _paper(*lines: str) -> Paper:
    return factories.paper(content=(Section("I", "MỤC TIÊU", tuple(Paragraph(line) for line in lines)),))


def test_changed_figures_are_told_first_with_their_unit() -> None:
    old = _paper(
        "- Thu nhập bình quân đầu người đạt 54,1 triệu đồng/người/năm trở lên.", "- Tỷ lệ hộ nghèo còn 5,47 %."
    )
    new = _paper("- Thu nhập bình quân đầu người đạt 55,0 triệu đồng/người/năm trở lên.", "- Tỷ lệ hộ nghèo còn 4 %.")
    found = compare(old, new)
    assert found.figures == (
        Change("54,1", "55,0", "triệu đồng/người/năm", "- Thu nhập bình quân đầu người đạt 55,0 triệu đồng/người/năm trở lên."),
        Change("5,47", "4", "%", "- Tỷ lệ hộ nghèo còn 4 %."),
    )  # fmt: skip
    assert (found.changed, found.added, found.removed) == (2, 0, 0)


def test_a_paragraph_put_in_between_does_not_disturb_its_neighbours() -> None:
    old = _paper("- Làm 3 km đường ngõ xóm.", "- Trồng 500 cây xanh.")
    new = _paper("- Làm 3 km đường ngõ xóm.", "- Vận động hộ dân hiến đất.", "- Trồng 650 cây xanh.")
    found = compare(old, new)
    assert (found.added, found.changed, found.removed) == (1, 1, 0)
    assert [(change.old, change.new, change.unit) for change in found.figures] == [("500", "650", "cây xanh")]


def test_a_wholly_other_paragraph_is_one_taken_away_and_one_added() -> None:
    found = compare(_paper("- Mở lớp tập huấn cho cán bộ thôn."), _paper("- Lắp 40 đèn năng lượng mặt trời."))
    assert (found.added, found.removed, found.changed) == (1, 1, 0)


def test_what_did_not_change_is_folded_but_its_edge() -> None:
    lines = [f"- Việc thứ {number} giữ nguyên." for number in range(20)]
    found = compare(_paper(*lines), _paper(*lines[:10], "- Việc mới hẳn, chưa từng nêu.", *lines[10:]))
    folded = [stretch for stretch in found.stretches if stretch.folded]
    assert [len(stretch.rows) for stretch in found.stretches if not stretch.folded] == [3]
    assert sum(len(stretch.rows) for stretch in folded) > 20
    assert sum(len(stretch.rows) for stretch in found.stretches) == len(lines_of(_paper(*lines))) + 1


def test_everything_printed_is_compared() -> None:
    paper = factories.paper(
        content=(
            Section("I", "TÌNH HÌNH", (Section("1", None, (Paragraph("Xã có 9 thôn."),)), Table((("TT", "Thôn"), ("1", "Nà Cốc"))))),
        ),
        appendices=(Appendix("Phụ lục", "DANH SÁCH", (Paragraph("Kèm theo."),)),),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Thử"),
    )  # fmt: skip
    text = "\n".join(lines_of(paper))
    for said in (
        "1. Xã có 9 thôn.",
        "TT | Thôn",
        "1 | Nà Cốc",
        "DANH SÁCH",
        "Kèm theo.",
        "Lò Văn Thử",
        "- Đảng ủy xã",
        "KH-UBND",
    ):
        assert said in text
    assert same_words(paper, replace(paper, uid="khác", moment="2026-01-01T00:00:00+07:00"))
    assert not same_words(paper, replace(paper, number="05"))


def test_a_long_paper_is_compared_in_reasonable_time() -> None:
    old = [f"- Nhiệm vụ {number}: thực hiện {number * 3} việc trong quý {number % 4}." for number in range(600)]
    new = [f"- Nhiệm vụ {number}: thực hiện {number * 5} việc trong quý {number % 3}." for number in range(600)]
    rows = rows_of(old, new)
    assert _side(rows, "new") == new
