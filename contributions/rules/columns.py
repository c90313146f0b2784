"""Columns of a list that somebody brings: which is which, and what of them is never kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import RuleError
from core.formats import grouped, parse_money
from core.text import search_key


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may say, and the headings by which it is known (without diacritics)."""

    key: str
    title: str
    headings: str


_PLACE = r"(thon|xom|ban|ap|buon|lang|khom|phum|soc|bon|plei|khu|khu pho|khu dan cu|khu hanh chinh|to dan pho|tdp|to nhan dan)"
_PHONE = r"(dien thoai|dt|sdt|di dong|lien he|lien lac)"
_UNIT = r"(don vi|co quan|truong|phong ban|bo phan|noi cong tac|noi lam viec)"
_DONG = r"( dong| vnd| vn dong| d)?"
#: In the order in which a heading is tried.
FIELDS = (
    Field("income", "Thu nhập (đồng/tháng)", r"(tong )?(thu nhap|luong|tien luong)\b.*|muc (thu nhap|luong).*"),
    Field("pledged_days", "Số công đăng ký", r"(so )?(ngay )?cong( lao dong)?( dang ky)?( ngay)?|dang ky.*cong|ngay cong.*"),
    Field("pledged_amount", "Số tiền đăng ký",
          rf"(so )?tien( dang ky| ung ho| dong gop)?{_DONG}|dang ky.*tien{_DONG}|ung ho{_DONG}"),
    Field("code", "Mã người đóng góp", r"ma|ma (so|nguoi|ho|dong gop|nguoi dong gop)"),
    Field("since", "Tính từ ngày", r"(tinh )?tu ngay|ngay (vao lam|bat dau|cong tac|tuyen dung).*"),
    Field("months", "Số tháng tính", r"(so )?thang( tinh| cong tac| lam viec)?"),
    Field("phone", "Điện thoại", rf"(so )?{_PHONE}( lien he| lien lac| di dong| chu ho)?( neu co)?"),
    Field("village", "Thôn",
          rf"((ten|thuoc|dia chi|noi o|noi cu tru|cu tru tai) )?{_PLACE}([ /]+(hoac )?{_PLACE})*( cu tru| so)?|thon.*xom.*|dia ban( cu tru)?"),
    Field("unit", "Đơn vị", rf"(ten )?{_UNIT}( {_UNIT})*( cong tac)?|don vi(?! tinh).*"),
    Field("household", "Hộ", r"(thuoc )?ho|so ho|(ten |dai dien )?chu ho|dai dien ho( gia dinh)?|ho gia dinh( so)?|ho ong( hoac)? ba"),
    Field("rate", "Mức, đối tượng", r"(muc|doi tuong|nhom)( van dong| dong gop| doi tuong)?"),
    Field("kind", "Loại (cá nhân, hộ, tổ chức)", r"loai( hinh| nguoi)?|phan loai"),
    Field("state", "Tình trạng (vận động, miễn)", r"tinh trang|mien|mien giam|dien mien|trang thai"),
    Field("address", "Địa chỉ", r"dia chi.*|noi o.*|cho o.*|noi (cu tru|thuong tru).*|(ho khau )?thuong tru.*"),
    Field("reason", "Ghi chú, lý do", r"ghi chu.*|chu thich|ly do.*"),
    Field("name", "Họ tên, tên tổ chức",
          r"ho ?(va|,)? ?ten.*|ho ten.*|ten|ten (nguoi|doanh nghiep|to chuc|cong ty|ho|ca nhan|don vi dong gop|nha tai tro).*"
          r"|ca nhan (ho|to chuc|tap the|don vi|doanh nghiep|co quan).*|ong( hoac)? ba|nguoi (dong gop|nop|ung ho|dang ky|duoc van dong)( tien)?"
          r"|nha (hao tam|tai tro)"),
)  # fmt: skip
#: What a cell merged over several rows says of each of them; an amount, a name or a telephone is one person's.
SHARED = frozenset({"village", "unit", "household", "address", "kind", "rate", "state", "since", "months", "reason"})
TITLES = {field.key: field.title for field in FIELDS}
_SHAPES = [(field.key, re.compile(field.headings)) for field in FIELDS]
#: Never kept: the roster needs no identity numbers.
_REFUSED = re.compile(r".*\b(cccd|cmnd|cmt|can cuoc|chung minh|so dinh danh|ma so thue ca nhan)\b.*")
#: A column of these, in đồng, may be wages whatever it is called.
_WAGES = (100_000, 100_000_000)
_UNREADABLE = "!"


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None."""
    key = re.sub(r"[^a-z0-9 ]+", " ", search_key(heading))
    key = " ".join(key.split())
    return next((name for name, shape in _SHAPES if shape.fullmatch(key)), None) if key else None


def is_known(heading: str) -> bool:
    return field_of(heading) is not None


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Field → index of the column whose heading names it first; "chủ hộ" is the name where no other column is."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = field_of(heading)
        if key is not None:
            found.setdefault(key, place)
    if "name" not in found and "household" in found:
        found["name"] = found.pop("household")
    return found


def refused_columns(headings: Sequence[str]) -> list[int]:
    """Columns of identity numbers: their cells are dropped when the list is read."""
    return [place for place, heading in enumerate(headings) if _REFUSED.fullmatch(search_key(heading))]


def wage_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns kept as brackets only: the one named as income, and every unnamed one most of whose cells look like wages."""
    found = []
    for place, heading in enumerate(headings):
        key = field_of(heading)
        if key == "income" or (key is None and _looks_like_wages([row[place] for row in rows[:200]])):
            found.append(place)
    return found


def _looks_like_wages(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(_is_wage(cell) for cell in filled) * 2 > len(filled)


def _is_wage(cell: str) -> bool:
    try:
        return _WAGES[0] <= parse_money(cell) < _WAGES[1]
    except RuleError:
        return False


# --- Incomes as brackets ---


def coarse(cell: str, limits: Sequence[int]) -> str:
    """What is kept of an income: the limit that it reaches, in đồng; nothing for nothing; else "!" and why it cannot be read."""
    typed = cell.strip()
    if not typed:
        return ""
    if is_negative(typed):
        return f"{_UNREADABLE}Thu nhập không thể là số âm."
    try:
        income = parse_money(re.sub(r"\s*/\s*th[aá]ng$", "", typed, flags=re.IGNORECASE))
    except RuleError:
        return f"{_UNREADABLE}Không đọc được thu nhập; ghi như 5.500.000, 5tr5 hoặc 5,5 triệu."
    return str(limits[bisect_right(limits, income) - 1])


def reached(kept: str) -> int | None:
    """The limit kept of an income; None for an empty cell. RuleError with the sentence kept for one that could not be read."""
    if kept.startswith(_UNREADABLE):
        raise RuleError(kept[1:])
    return int(kept) if kept else None


def coarse_words(kept: str) -> str:
    """As the preview shows it: "từ 5.000.000"."""
    if kept.startswith(_UNREADABLE):
        return "không đọc được"
    return f"từ {grouped(int(kept))}" if kept else ""


def is_negative(typed: str) -> bool:
    return bool(re.fullmatch(r"[-−–(]\s*\d.*", typed))
