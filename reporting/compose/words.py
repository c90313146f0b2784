"""Words and sources that several drafters write the same way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from core.formats import money, number
from reporting.context import Source

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from reporting.context import Scope

#: A sum names so many rows; a longer one the page that lists them.
ROWS_AT_MOST = 50


def day(value: date | datetime) -> str:
    """A date as papers have it (Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.4): "05/01/2024", "14/7/2024"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def period(scope: Scope) -> str:
    """ "tháng 7/2024"; the days where the scope has no label."""
    return scope.label or f"kỳ từ ngày {day(scope.since)} đến ngày {day(scope.upto)}"


def dong(amount: int | Decimal) -> str:
    return f"{money(amount)} đồng"


def share(value: Decimal) -> str:
    """ "62,5%", as papers write it."""
    return f"{number(value)}%"


def joined(parts: Iterable[str]) -> str:
    """One after the other with semicolons; ends of sentences inside are dropped."""
    return "; ".join(part.strip().rstrip(".;") for part in parts if part.strip())


def quoted(text: str) -> str:
    """ "“Làm đường thôn”": on one line, without the full stop at its end."""
    return f"“{' '.join(text.split()).rstrip('.;')}”"


def told_by(name: str, at: date | datetime | None = None) -> str:
    """ " (Lò Thị Mến báo cáo ngày 03/7/2024)"."""
    return f" ({name} báo cáo{f' ngày {day(at)}' if at else ''})" if name else ""


def counted(count: int) -> str:
    """Numbers below 10 take a 0, as in papers: "02"."""
    return f"{count:02d}" if count else "0"


def name_of(user: User | None) -> str:
    return user.full_name if user is not None else ""


def inside(area: Area) -> str:
    """The area inside a sentence: "xã An Bình"."""
    return f"{area.kind_word} {area.name}"


def named(sources: Sequence[Source], whole: Source) -> tuple[Source, ...]:
    """The rows of a sum, or `whole` (the page that lists them) where they are too many."""
    return tuple(sources) if len(sources) <= ROWS_AT_MOST else (whole,)
