"""What stands on certificates: the words of an award, and a made-up one for the preview. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents import nd30
from documents.context import Paper
from emulation.context.certificates import GIVEN, MOTTO, NATION, TITLE, Words

if TYPE_CHECKING:
    from areas.models import Area
    from emulation.models import Award

#: Longest lines people set: the preview shows whether they still fit.
SAMPLE_NAME = "Nguyễn Thị Thanh Huyền"


def words_of(award: Award, paper: Paper, *, number: str) -> Words:
    """The words of an award; `paper` is its decision as it was issued, `number` its number and symbol.

    The golden book's number is the award's place in the decision (NĐ 98/2023, điều 104).
    """
    return _words(
        paper, number=number, book=str(award.position), name=award.nomination.name, post=award.nomination.post,
        citation=award.nomination.citation,
    )  # fmt: skip


def sample_words(area: Area) -> Words:
    """A certificate as the commune's would look, with dots for what only a decision says."""
    paper = Paper(
        issuing_body=f"ỦY BAN NHÂN DÂN {area}".upper(), deciding_authority=f"CHỦ TỊCH ỦY BAN NHÂN DÂN {area}".upper(),
        place=area.name,
    )  # fmt: skip
    return _words(
        paper, number=f"{nd30.DOTS}", book=nd30.DOTS, name=SAMPLE_NAME, post="Trưởng thôn (tên, địa chỉ chỉ để xem trước)",
        citation="Đã có thành tích xuất sắc trong phong trào thi đua xây dựng nông thôn mới, giai đoạn 2026 – 2030",
    )  # fmt: skip


def _words(paper: Paper, *, number: str, book: str, name: str, post: str, citation: str) -> Words:
    signature = paper.signature
    day = _day(paper)
    return Words(
        {
            "nation": NATION, "motto": MOTTO, "grantor": _grantor(paper), "given": GIVEN, "title": TITLE, "name": name,
            "post": post, "citation": citation, "decision": f"Quyết định số {number} {day}", "book": f"Số sổ vàng: {book}",
            "date": f"{paper.place}, {day}" if paper.place else day[:1].upper() + day[1:],
            "signer_post": _signer_post(paper), "signer_name": (signature.name if signature else "") or "",
        }
    )  # fmt: skip


def _day(paper: Paper) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and January, February with a zero before (NĐ 30/2020)."""
    if not (paper.day and paper.month and paper.year):
        return "ngày …… tháng …… năm ………"
    month = f"{paper.month:02d}" if paper.month < 3 else str(paper.month)
    return f"ngày {paper.day:02d} tháng {month} năm {paper.year}"


def _grantor(paper: Paper) -> str:
    """Who awards, as the decision names the authority; else its signer's own post with the body."""
    if paper.deciding_authority:
        return " ".join(paper.deciding_authority.split()).upper()
    body = " ".join((paper.issuing_body or "").split())
    return f"CHỦ TỊCH {body}".upper()


def _signer_post(paper: Paper) -> str:
    """The post in capitals. A giấy khen is the chairman's own, so "TM. …" has no place in it; "KT. CHỦ TỊCH" has."""
    signature = paper.signature
    if signature is None:
        return "CHỦ TỊCH"
    lines = [line.strip() for line in (signature.authority or "").splitlines() if line.strip()]
    kept = [line for line in lines if not line.upper().startswith("TM.")]
    return "\n".join([*kept, signature.title or ""]).strip().upper()
