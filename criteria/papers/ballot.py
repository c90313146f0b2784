"""The paper ballot of the survey of satisfaction: its words, and the HTML that is printed, two A5 on a sheet or one A4."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from areas.models import Organisation
from criteria.models import Dossier, SurveyItem
from documents.render.columns import FONT_DIR, MM_PER_POINT, text_width
from documents.render.css import font_faces
from documents.render.pieces import clean

A5, A4 = "a5", "a4"
_BLANK = "………"


@dataclass(frozen=True, slots=True)
class _Size:
    """Letters in points, and millimetres: width of the words of an item, room for all rows of items on one page."""

    letters: float
    words: float
    rows: float
    row_room: float


#: Measured on the printed sheet: what is left between head and foot.
_SIZES = {A5: _Size(9.5, 74, 106, 1.3), A4: _Size(12, 110, 158, 2.4)}
_LINE = 1.15


def fits(items: Sequence[SurveyItem], size: str) -> bool:
    """Whether the items stand on one page of this size."""
    chosen = _SIZES[size]
    lines = (math.ceil(text_width(item.text, chosen.letters) * 1.06 / chosen.words) for item in items)
    line = chosen.letters * MM_PER_POINT * _LINE
    return sum(max(1, count) * line + chosen.row_room for count in lines) <= chosen.rows


def ballot_html(dossier: Dossier, items: Sequence[SurveyItem], front: Organisation | None, *, size: str) -> str:
    """The ballot as well-formed XML; it asks for no name (official-forms 2.4: households answer on paper, in secret)."""
    one = _ballot(dossier, items, front)
    two = f'<div class="pair"><div class="half">{one}</div><div class="half">{one}</div></div>'
    return (
        '<html lang="vi"><head><meta charset="utf-8"/><title>Phiếu lấy ý kiến về sự hài lòng của người dân</title>'
        f'<meta name="author" content="{_text(_head(dossier, front)[-1])}"/><meta name="generator" content="ntm"/>'
        f"<style>{_css(size)}</style></head><body>{two if size == A5 else one}</body></html>"
    )


def _head(dossier: Dossier, front: Organisation | None) -> list[str]:
    """Who takes the survey: the Front of the commune, as its letterhead says."""
    area = dossier.card.area
    if front is None or not front.letterhead:
        commune = area.parent if area.level == "village" and area.parent else area
        return ["ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", str(commune).upper()]
    return front.letterhead.splitlines()


def _ballot(dossier: Dossier, items: Sequence[SurveyItem], front: Organisation | None) -> str:
    area, year = dossier.card.area, dossier.card.year
    place = f"{area.kind_word} {area.name}"
    head = "<br/>".join(_text(line) for line in _head(dossier, front))
    rows = "".join(
        f'<tr><td class="c">{item.position}</td><td>{_text(item.text)}</td><td></td><td></td></tr>' for item in items
    )
    return (
        f'<div class="head"><p class="issuer"><b>{head}</b></p>'
        "<p class='motto'><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br/><b class='under'>Độc lập - Tự do - Hạnh phúc</b></p></div>"
        "<h1>PHIẾU LẤY Ý KIẾN</h1>"
        f'<p class="about">Về sự hài lòng của người dân đối với kết quả xây dựng nông thôn mới<br/>của {_text(place)} năm {year}</p>'
        f"<p>Thôn: {_BLANK * 3}; ngày {_BLANK} tháng {_BLANK} năm {_BLANK}</p>"
        "<p>Ông (Bà) có hài lòng với kết quả xây dựng nông thôn mới ở từng nội dung sau đây không? Đề nghị thay mặt hộ gia đình "
        "đánh dấu X vào một trong hai ô của mỗi dòng. <i>Mỗi hộ một phiếu; phiếu không ghi tên.</i></p>"
        '<table><colgroup><col class="no"/><col/><col class="tick"/><col class="tick"/></colgroup>'
        "<thead><tr><th>TT</th><th>Nội dung</th><th>Hài lòng</th><th>Chưa hài lòng</th></tr></thead>"
        f'<tbody>{rows}<tr class="whole"><td></td><td><b>Đánh giá chung</b> về kết quả xây dựng nông thôn mới</td>'
        "<td></td><td></td></tr></tbody></table>"
        '<p>Ý kiến khác (nếu có):</p><p class="lines"></p><p class="lines"></p>'
        '<p class="thanks"><i>Trân trọng cảm ơn Ông (Bà).</i></p>'
    )


def _text(text: str) -> str:
    return escape(clean(text))


def _css(size: str) -> str:
    chosen = _SIZES[size]
    page = "A4 landscape; margin: 8mm 0" if size == A5 else "A4; margin: 18mm 15mm 15mm 25mm"
    letters = f"font-size: {chosen.letters}pt; line-height: {_LINE};"
    room = f"td {{ padding: {(chosen.row_room - 0.2) / 2:.2f}mm 1.2mm; }}"
    tick = "col.tick { width: 16mm; } col.no { width: 7mm; }"
    return (
        f"{font_faces(FONT_DIR.as_uri() + '/')}@page {{ size: {page}; }}\nbody {{ {letters} }}\n{room} {tick}\n{_CSS}"
    )


_CSS = """
body { margin: 0; font-family: "Liberation Serif"; color: #000; }
p, h1 { margin: 0 0 1.2mm; }
h1 { font-size: 1.25em; text-align: center; margin-top: 3mm; }
.pair { display: grid; grid-template-columns: 50% 50%; }
.half { padding: 0 9mm; border-right: .25pt dashed #777; }
.half + .half { border-right: none; }
.head { display: grid; grid-template-columns: 44% 56%; text-align: center; font-size: .86em; }
.head p { margin: 0; }
.under { border-bottom: .5pt solid #000; }
.about { text-align: center; font-weight: bold; margin-bottom: 2.5mm; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 1.5mm 0 2mm; }
th, td { border: .4pt solid #000; vertical-align: middle; }
th { padding: .6mm; text-align: center; }
.c { text-align: center; }
tr { break-inside: avoid; }
.lines { border-bottom: .4pt dotted #000; height: 5.5mm; margin: 0; }
.thanks { margin-top: 2mm; text-align: center; }
"""
