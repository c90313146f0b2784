"""The demonstration's scorecard: xã Thượng Lộ, 2024, as its plan tells it, with some figures, a proof, a registration, a dossier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from areas.models import Area, AreaFact
from campaigns.actions.cards import enter_standings
from campaigns.models import Plan
from core.sheets import Column, Sheet, workbook
from criteria.actions.cards import save_criterion
from criteria.actions.dossiers import open_dossier
from criteria.actions.evidence import add_evidence
from criteria.actions.registrations import register
from criteria.actions.surveys import save_count, save_dates, save_items
from criteria.enums import FACT_KEYS, ScopeKind
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Dossier, Indicator, Scorecard
from criteria.papers.survey_words import mark_of
from criteria.survey_rules import Ballots

_COMMUNE, _OFFICER, _YEAR = "cu-20185", "0900000001", 2024
_HAMLET_SET = "thon-kieu-mau-thua-thien-hue"
#: Made-up figures, by indicator; the second one is the women's, where the two are counted apart.
_FIGURES: dict[str, tuple[str, ...]] = {
    "2.1": ("100",), "2.2": ("92.5",), "2.4": ("78",), "9.2": ("96.4",), "12.1": ("64.1", "62.3"), "12.2": ("29.4", "26.8"),
    "15.1": ("97.1", "97.5"), "17.1": ("61.5",), "17.8": ("90.2",),
}  # fmt: skip
_ASKED: tuple[tuple[str, int | None], ...] = (
    ("Đường giao thông của thôn, của xã", 2),
    ("Môi trường, cảnh quan nơi ở", 17),
    ("Cách làm việc của cán bộ với người dân", 18),
)
#: Village → households, ballots handed out, returned, valid, satisfied on the whole, and by item.
_COUNTS = {
    "demo-cha-mang": (Ballots(96, 90, 88, 87, 84), (80, 85, 86)),
    "demo-do": (Ballots(84, 80, 79, 79, 74), (70, 76, 75)),
}


def load_card() -> Scorecard | None:
    """Enter the card of 2024 and what belongs to it; None where the commune has a card of that year already.

    Loads the criteria sets where none are loaded. Safe to repeat.
    """
    if not CriteriaSet.objects.exists():
        call_command("load_criteria", stdout=StringIO(), stderr=StringIO())
    area, officer = Area.objects.get(code=_COMMUNE), User.objects.get(phone=_OFFICER)
    if Scorecard.objects.filter(area=area, year=_YEAR).exists():
        return None
    with transaction.atomic():
        # The column of levels that holds for the commune; without it no regional level judges anything.
        region = {"value": "BTB", "source": "Thừa Thiên Huế thuộc vùng Bắc Trung Bộ"}
        AreaFact.objects.get_or_create(
            area=area, key=FACT_KEYS[ScopeKind.REGION], valid_from=date(2021, 1, 1), defaults=region
        )
        card = enter_standings(Plan.objects.get(area=area, year=_YEAR, kind="annual"), by=officer)
        _figures(card, officer)
        _evidence(card, officer)
        hamlet = Area.objects.get(code="demo-cha-mang")
        aim = CriteriaSet.objects.get(code=_HAMLET_SET)
        register(area=hamlet, criteria_set=aim, year=_YEAR, subjects=(), on=date(_YEAR, 1, 15), by=officer)
        _survey(open_dossier(card, by=officer), officer)
    return card


def _figures(card: Scorecard, officer: User) -> None:
    rows: dict[int, dict[int, Entered]] = {}
    known = Indicator.objects.filter(criterion__criteria_set=card.criteria_set, code__in=_FIGURES)
    for indicator in known.select_related("criterion"):
        figure, *second = map(Decimal, _FIGURES[indicator.code])
        value = Value(figure, second[0] if second else None)
        rows.setdefault(indicator.criterion_id, {})[indicator.pk] = Entered(value)
    for criterion in card.criteria_set.criteria.filter(pk__in=rows):
        save_criterion(card, criterion, rows=rows[criterion.pk], whole=None, by=officer)


def _evidence(card: Scorecard, officer: User) -> None:
    """One workbook for two indicators: one file may prove many rows."""
    rows = [("Cha Mãng", 96, 94), ("Dỗ", 84, 81), ("Ria Hồ", 78, 76)]
    columns = (
        Column("Thôn", 20),
        Column("Số hộ", kind="number"),
        Column("Số hộ có thẻ bảo hiểm y tế", 26, kind="number"),
    )
    data = workbook(Sheet("Minh họa", columns, rows))
    proves = Indicator.objects.filter(criterion__criteria_set=card.criteria_set, code__in=("15.1", "15.2"))
    add_evidence(
        area=card.area, title="Danh sách hộ tham gia bảo hiểm y tế (số liệu minh họa)", rows=list(proves), by=officer,
        upload=("danh-sach-bao-hiem-y-te-minh-hoa.xlsx", data), valid_from=date(_YEAR, 1, 1), valid_to=date(_YEAR, 12, 31),
    )  # fmt: skip


def _survey(dossier: Dossier, officer: User) -> None:
    save_items(dossier, _ASKED, by=officer)
    save_dates(dossier, first=date(_YEAR, 11, 4), last=date(_YEAR, 11, 15), by=officer)
    items = list(dossier.survey_items.order_by("position"))
    for code, (ballots, satisfied) in _COUNTS.items():
        answers = {item.pk: count for item, count in zip(items, satisfied, strict=True)}
        save_count(dossier, Area.objects.get(code=code), ballots, answers, seen=mark_of({}), by=officer)
