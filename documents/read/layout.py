"""Departures from Nghị định 30/2020 (Phụ lục I) that show in the source of a paper; only evident ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.context import Block, Paragraph, Section
from documents.read.structure import Structure

_QUOTE = 80
_DEGREE = re.compile(r"^(?:GS|PGS|TS|ThS|Ths|Th\.s|BS|KS|CN)\s*\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LayoutNote:
    """One departure: a Vietnamese sentence and the words of the source it is about ("" when it is about a gap)."""

    message: str
    quote: str


def layout_notes(structure: Structure, *, is_word: bool) -> tuple[LayoutNote, ...]:
    """All departures of a paper, in the order of its components; a text without any official part has none."""
    if not structure.head.found:
        return ()
    notes = [note for rule in _RULES if (note := rule(structure)) is not None]
    return (*(_word_head(structure) if is_word else ()), *notes)


def _word_head(structure: Structure) -> Iterator[LayoutNote]:
    """Extracted text often lacks its head; a Word file that lacks it was written without."""
    head = structure.head
    if not head.national and not head.party:
        yield LayoutNote("Đầu văn bản không có Quốc hiệu và Tiêu ngữ.", "")
    if not head.bodies:
        yield LayoutNote("Đầu văn bản không có tên cơ quan ban hành.", "")


def _number_spaces(structure: Structure) -> LayoutNote | None:
    text = structure.head.number_text or ""
    number = re.sub(r"^\S+?\s*:\s*|^(?:Số|SỐ)\s+", "", text)
    if structure.head.symbol and re.search(r"\s", number.strip()):
        return LayoutNote("Số và ký hiệu văn bản có dấu cách ở giữa; phải viết liền.", text)
    return None


def _number_colon(structure: Structure) -> LayoutNote | None:
    text = structure.head.number_text or ""
    if structure.paper.style != "party" and re.match(r"Số\s+\d", text):
        return LayoutNote("Sau chữ “Số” phải có dấu hai chấm.", text)
    return None


def _number_order(structure: Structure) -> LayoutNote | None:
    if structure.head.party_number and structure.paper.style != "party":
        return LayoutNote(
            "Sau số văn bản là dấu gạch chéo, giữa các nhóm chữ của ký hiệu là dấu gạch nối.",
            structure.head.number_text or "",
        )
    return None


def _number_zero(structure: Structure) -> LayoutNote | None:
    if structure.head.number is not None and len(structure.head.number) == 1:
        return LayoutNote("Số văn bản nhỏ hơn 10 phải thêm số 0 ở trước.", structure.head.number_text or "")
    return None


def _date_form(structure: Structure) -> LayoutNote | None:
    text = structure.head.date_text or ""
    if re.search(r"ngày\s+[1-9]\s+tháng|tháng\s+[12]\s+năm", text, re.IGNORECASE):
        return LayoutNote("Ngày nhỏ hơn 10 và tháng 1, tháng 2 phải thêm số 0 ở trước.", text)
    if text and "tháng" not in text.lower():
        return LayoutNote("Thời gian ban hành phải viết đủ “ngày … tháng … năm …”.", text)
    return None


def _place_comma(structure: Structure) -> LayoutNote | None:
    text = structure.head.date_text or ""
    if structure.head.place and not re.match(rf"{re.escape(structure.head.place)}\s*,", text):
        return LayoutNote("Sau địa danh phải có dấu phẩy.", text)
    return None


def _end_of(text: str) -> str:
    """The last words of a long text, from the beginning of a word."""
    return text if len(text) <= _QUOTE else f"… {text[-_QUOTE:].partition(' ')[2]}"


def _bases_marks(structure: Structure) -> LayoutNote | None:
    for basis in structure.paper.legal_bases[:-1]:
        if not basis.endswith((";", ",", ":")):
            return LayoutNote("Mỗi căn cứ phải kết thúc bằng dấu chấm phẩy.", _end_of(basis))
    return None


def _ending(structure: Structure) -> LayoutNote | None:
    paper = structure.paper
    last = paper.closing[-1] if paper.closing else _last_text(paper.content)
    if paper.style == "party" or last is None or last.endswith("./.") or not (paper.signature or paper.recipients):
        return None
    return LayoutNote("Nội dung văn bản phải kết thúc bằng dấu “./.”.", _end_of(last))


def _last_text(content: tuple[Block, ...]) -> str | None:
    if not content:
        return None
    last = content[-1]
    if isinstance(last, Section):
        return _last_text(last.content) or last.title
    return last.text if isinstance(last, Paragraph) else None


def _kept_copy(structure: Structure) -> LayoutNote | None:
    kept = next((text for text in reversed(structure.paper.recipients) if text.lower().startswith("lưu")), None)
    if kept is None or structure.paper.style == "party":
        return None
    if not re.match(r"Lưu\s*:", kept, re.IGNORECASE):
        return LayoutNote("Sau chữ “Lưu” ở Nơi nhận phải có dấu hai chấm.", kept)
    if not re.search(r"(?<!\w)VT(?!\w)", kept):
        return LayoutNote("Dòng “Lưu” ở Nơi nhận phải có chữ viết tắt “VT” của văn thư.", kept)
    return None


def _authority(structure: Structure) -> LayoutNote | None:
    paper = structure.paper
    if not (paper.signature and paper.signature.title) or paper.signature.authority:
        return None
    if re.fullmatch(r"(?:KH|BC|TTr|CTr|PA|ĐA|TB)-UBND", paper.symbol or "", re.IGNORECASE):
        return LayoutNote("Văn bản của tập thể Ủy ban nhân dân phải ký “TM. ỦY BAN NHÂN DÂN”.", paper.signature.title)
    return None


def _degree(structure: Structure) -> LayoutNote | None:
    name = (structure.paper.signature.name if structure.paper.signature else None) or ""
    if _DEGREE.match(name):
        return LayoutNote("Trước họ tên người ký không ghi học hàm, học vị.", name)
    return None


_RULES: tuple[Callable[[Structure], LayoutNote | None], ...] = (
    _number_spaces,
    _number_colon,
    _number_order,
    _number_zero,
    _place_comma,
    _date_form,
    _bases_marks,
    _ending,
    _kept_copy,
    _authority,
    _degree,
)
