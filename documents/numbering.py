"""Numbers of papers: one run per issuer, series and period, unique and without gaps.

A number is taken inside the transaction that issues the paper: the update keeps the series' row locked until commit, so a
second transaction waits, and a failed one gives its number back.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest

from areas.enums import PaperStyle
from areas.models import Organisation
from core.errors import RuleError
from documents.enums import PaperType
from documents.models import NumberSeries

TOGETHER = "chung"


def series_for(issuer: Organisation, paper_type: str, on: date) -> NumberSeries:
    """The run that a paper of this type and day belongs to; made when it is the first.

    State and Front papers count per calendar year (NĐ 30/2020, điều 15), Party papers per type and term.
    """
    if issuer.style == PaperStyle.PARTY:
        if not issuer.term:
            raise RuleError(f"Chưa khai nhiệm kỳ của {issuer.name} nên chưa cấp số được.")
        code, period = paper_type, issuer.term
    else:
        code, period = (TOGETHER if issuer.numbers_together else paper_type), str(on.year)
    return NumberSeries.objects.get_or_create(issuer=issuer, code=code, period=period)[0]


def take_number(series: NumberSeries) -> int:
    """The next number; the series stays locked until the transaction around ends."""
    NumberSeries.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
    return NumberSeries.objects.values_list("last_number", flat=True).get(pk=series.pk)


def note_number(series: NumberSeries, number: int) -> None:
    """Go on after a number that was given on paper before the series was kept here."""
    NumberSeries.objects.filter(pk=series.pk).update(last_number=Greatest("last_number", number))


def symbol(issuer: Organisation, paper_type: str) -> str:
    """The symbol without the number: KH-UBND, for the Party KH/ĐU; a công văn has no type letters (NĐ 30/2020, PL III)."""
    if paper_type == PaperType.LETTER:
        return issuer.symbol_letters
    joiner = "/" if issuer.style == PaperStyle.PARTY else "-"
    return f"{paper_type}{joiner}{issuer.symbol_letters}"


def printed(issuer: Organisation, paper_type: str, number: int) -> str:
    """Number and symbol as printed: 04/KH-UBND, for the Party 05-NQ/ĐU; below 10 with a 0."""
    joiner = "-" if issuer.style == PaperStyle.PARTY else "/"
    return f"{number:02d}{joiner}{symbol(issuer, paper_type)}"
