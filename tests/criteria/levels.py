"""A small set with one row of every kind of level, and a province's decisions on it. The figures are made up for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from areas.models import Area, AreaFact
from core import clock
from core.sheets import XLSX
from criteria.enums import Direction, MetRule, Provenance, SetLevel, ValueKind
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, LevelsDecision, Scorecard
from tests.cast import Cast
from tests.criteria.pages import untouched

#: key: kind, direction, unit, scale
KINDS: dict[str, tuple[str, str, str, list[str]]] = {
    "nuoc": (ValueKind.PERCENT, Direction.AT_LEAST, "%", []),
    "ngheo": (ValueKind.PERCENT, Direction.AT_MOST, "%", []),
    "mo-hinh": (ValueKind.NUMBER, Direction.AT_LEAST, "mô hình", []),
    "thu-nhap": (ValueKind.MONEY, Direction.AT_LEAST, "triệu đồng", []),
    "dien": (ValueKind.BOOLEAN, Direction.MET, "", []),
    "nha": (ValueKind.GRADED, Direction.AT_LEAST, "", ["Trung bình", "Khá", "Tốt"]),
}


def small_set(**values: Any) -> CriteriaSet:
    """One criterion a kind of level, everything left to the province; two groups of communes."""
    chosen = CriteriaSet.objects.create(
        **{
            "code": "bo-thu", "name": "Bộ tiêu chí thử", "level": SetLevel.COMMUNE, "issued_by": "central", "scope_kind": "group",
            "scopes": {"nhom_1": "Xã liền kề đô thị", "nhom_2": "Xã còn lại"}, "met_rule": MetRule.ALL, **values,
        }
    )  # fmt: skip
    for place, (key, (kind, direction, unit, scale)) in enumerate(KINDS.items(), 1):
        criterion = Criterion.objects.create(criteria_set=chosen, number=place, name=f"Tiêu chí {key}")
        indicator = Indicator.objects.create(criterion=criterion, key=key, code=f"{place}.1", position=1)
        version = IndicatorVersion.objects.create(
            indicator=indicator, text=f"Nội dung {key}", value_kind=kind, direction=direction, unit=unit, scale=scale,
            provenance=Provenance.RECALLED,
        )  # fmt: skip
        version.levels.create(layer="central", delegated=True, provenance=Provenance.RECALLED)
    return chosen


def wording(key: str) -> IndicatorVersion:
    return IndicatorVersion.objects.get(indicator__key=key)


def draft(
    client: Client, province: Area, chosen: CriteriaSet, number: str = "15/2026/QĐ-UBND", **values: str
) -> LevelsDecision:
    """A draft opened through the page."""
    data = {
        "area": province.pk, "criteria_set": chosen.pk, "number": number, "issued_on": "5/1/2026", "effective_from": "1/2/2026",
        "note": "", **values,
    }  # fmt: skip
    answer = client.post("/muc-cua-tinh/moi/", data)
    assert answer.status_code == 302, answer.content.decode()
    return LevelsDecision.objects.get(number=number)


def boxes(decision: LevelsDecision, key: str, *, year: int | None = None, **scopes: str) -> dict[str, str]:
    """What the form of levels sends for one row: everywhere="", nhom_1, nhom_2."""
    order = {"everywhere": 0, **{scope: place for place, scope in enumerate(decision.criteria_set.scopes, 1)}}
    return {f"v{wording(key).pk}-{year or 'moi-nam'}-{order[scope]}": value for scope, value in scopes.items()}


def fill(client: Client, decision: LevelsDecision, key: str, *, year: int | None = None, **scopes: str) -> Any:
    number = wording(key).indicator.criterion.number
    address = f"/muc-cua-tinh/{decision.pk}/tieu-chi/{number}/{f'?nam={year}' if year else ''}"
    return client.post(address, {**boxes(decision, key, year=year, **scopes), "o-lai": "1"})


def publish(client: Client, decision: LevelsDecision) -> Any:
    return client.post(f"/muc-cua-tinh/{decision.pk}/cong-bo/")


def decided(
    client: Client,
    province: Area,
    chosen: CriteriaSet,
    number: str = "15/2026/QĐ-UBND",
    *,
    starts: str = "1/2/2026",
    **levels: str,
) -> LevelsDecision:
    """A published decision with these levels for everywhere, by key ("_" for "-")."""
    decision = draft(client, province, chosen, number, effective_from=starts)
    for key, value in levels.items():
        assert fill(client, decision, key.replace("_", "-"), everywhere=value).status_code == 302
    assert publish(client, decision).status_code == 302
    return decision


def card_of(
    cast: Cast, chosen: CriteriaSet, *, area: Area | None = None, year: int = 2026, scope: str = "nhom_2"
) -> Scorecard:
    area = area or cast.commune
    AreaFact.objects.get_or_create(area=area, key="nhom-xa", value=scope, valid_from=date(2025, 1, 1))
    now = clock.now()
    return Scorecard.objects.create(
        area=area, criteria_set=chosen, year=year, scope=scope, created_by=cast.officer, created_at=now, updated_at=now
    )


def enter(client: Client, card: Scorecard, key: str, value: str) -> str:
    """Put a value into the card through its page; the state it gets, "" where the page wants a reason."""
    indicator = Indicator.objects.select_related("criterion").get(key=key, criterion__criteria_set=card.criteria_set)
    name = "text" if KINDS[key][0] in {ValueKind.BOOLEAN, ValueKind.GRADED} else "number"
    data = {f"ct{indicator.pk}-{field}": "" for field in ("state", "reason", "text", "number", "second")}
    address = f"/tieu-chi/{card.pk}/{indicator.criterion.number}/"
    answer = client.post(address, {**untouched(client, address), **data, f"ct{indicator.pk}-{name}": value})
    assert answer.status_code == 302, answer.content.decode()
    result = card.results.filter(indicator=indicator).first()
    return result.state if result else ""


def sheet_of(client: Client, decision: LevelsDecision) -> list[list[Any]]:
    """The rows of the workbook to fill, the heading first."""
    answer = client.get(f"/muc-cua-tinh/{decision.pk}/mau/")
    page = load_workbook(BytesIO(answer.content)).active
    assert page is not None
    return [list(row) for row in page.iter_rows(values_only=True)]


def workbook(rows: Sequence[Sequence[Any]], *, formats: dict[tuple[int, int], str] | None = None) -> SimpleUploadedFile:
    """The rows as an uploaded file; `formats` by row and column from 1."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for (place, column), shape in (formats or {}).items():
        page.cell(place, column).number_format = shape
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("muc.xlsx", out.getvalue(), content_type=XLSX)
