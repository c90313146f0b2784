"""How a paper cites another one (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6 and Phụ lục II). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import text
from documents.nd30 import printed_date

if TYPE_CHECKING:
    from documents.models import CitedDocument

#: Cited by name and date, without number and issuer (Phụ lục I, mục II.6.a).
_BY_NAME = ("luật", "bộ luật", "pháp lệnh", "hiến pháp")
#: A subject that begins with one of these follows the issuer directly; any other is joined by "về".
_JOINED = (
    "về", "v/v", "quy định", "phê duyệt", "ban hành", "sửa đổi", "bổ sung", "hướng dẫn", "triển khai", "thực hiện", "giao",
    "phát động", "công bố", "công nhận", "điều chỉnh", "bãi bỏ", "thông qua", "kiện toàn", "thành lập", "tổ chức", "tăng cường",
)  # fmt: skip
#: Names that keep their capital in the middle of a sentence.
_NAMES = ("chương trình mục tiêu", "bộ tiêu chí", "nhà nước", "nhân dân", "tết ", "quốc hội", "đảng ")


def citation(cited: CitedDocument, *, first: bool = True) -> str:
    """The document as cited, without "Căn cứ" and without an end mark; parts that are not known are left out.

    "Nghị quyết số 12/NQ-HĐND ngày 20 tháng 12 năm 2025 của Hội đồng nhân dân xã An Bình về …"; a Luật or Pháp lệnh by its
    name and date alone. `first=False`: as cited again in the same paper, type and number only.
    """
    kind, subject = text.tidy(cited.type_name), text.tidy(cited.subject).rstrip(" .;")
    if kind.lower() in _BY_NAME and subject:
        name = subject if subject.lower().startswith(kind.lower()) else f"{kind} {subject}".strip()
        return name if not first else f"{name}{_date(cited)}"
    known = f"{kind} số {cited.number}" if cited.number else kind
    if not first and cited.number:
        return known
    issuer = f" của {text.tidy(cited.issuer)}" if cited.issuer else ""
    about = f" {_joined(subject)}" if subject else ""
    return f"{known}{_date(cited)}{issuer}{about}"


def _date(cited: CitedDocument) -> str:
    return f" {printed_date(cited.dated.day, cited.dated.month, cited.dated.year)}" if cited.dated else ""


def _joined(subject: str) -> str:
    lower = subject.lower()
    if any(lower == word or lower.startswith(f"{word} ") for word in _JOINED):
        return subject[0].lower() + subject[1:]
    return f"về {_inside(subject)}"


def _inside(subject: str) -> str:
    """The subject in the middle of a sentence: a capital that only begins it goes, that of a name stays."""
    first, _, rest = subject.partition(" ")
    if first[1:] != first[1:].lower() or rest[:1].isupper() or subject.lower().startswith(_NAMES):
        return subject
    return first.lower() + (f" {rest}" if rest else "")
