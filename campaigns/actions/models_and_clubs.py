"""Writing models and clubs, and confirming them year by year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Area
from campaigns.models import ModelConfirmation, ModelOrClub
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.models_and_clubs import said, said_of_year
from core import clock
from core.errors import RuleError
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


def add_model(*, area: Area, values: Mapping[str, Any], key: str, by: User) -> ModelOrClub:
    """Enter a model or club. The form sent twice (`key`) makes one. Writes the journal."""

    def do() -> dict[str, Any]:
        model = ModelOrClub(area=area, created_by=by, created_at=clock.now(), **values)
        model.save()
        record("model.saved", model, by=by, area=area)
        return {"model": model.pk}

    return ModelOrClub.objects.get(pk=once(by, purpose="campaigns.model", key=key, do=do)["model"])


@transaction.atomic
def save_model(model: ModelOrClub, *, area: Area, values: Mapping[str, Any], seen: str, by: User) -> ModelOrClub:
    """Change a model or end it. RuleError where somebody saved since `seen`."""
    model = _locked(model)
    before = said(model)
    if seen != mark_of(before):
        raise RuleError("Nội dung này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    model.area = area
    for name, value in values.items():
        setattr(model, name, value)
    changes = differences(before, said(model))
    if changes:
        model.save()
        record("model.saved", model, by=by, area=area, changes=changes)
    return model


@transaction.atomic
def confirm_model(model: ModelOrClub, *, year: int, confirmed: bool, note: str = "", by: User) -> ModelConfirmation:
    """Say whether the model kept what it stands for in a year; once a year, said again it is changed, with the journal.

    RuleError for a year to come, and for one in which the model did not exist.
    """
    model = _locked(model)
    if year > clock.today().year:
        raise RuleError(f"Năm {year} chưa đến.")
    if model.founded_on and year < model.founded_on.year:
        raise RuleError(f"Mô hình thành lập năm {model.founded_on.year}, chưa có trong năm {year}.")
    if model.ended_on and year > model.ended_on.year:
        raise RuleError(f"Mô hình đã thôi hoạt động từ năm {model.ended_on.year}.")
    found = model.confirmations.filter(year=year).first()
    before = said_of_year(found)
    if found is None:
        found = ModelConfirmation(model=model, year=year)
    found.confirmed, found.note = confirmed, note
    changes = differences(before, said_of_year(found))
    if changes:
        found.by, found.at = by, clock.now()
        found.save()
        record("model.confirmed", model, by=by, area=model.area, changes=changes, note=f"Năm {year}")
    return found


def _locked(model: ModelOrClub) -> ModelOrClub:
    return ModelOrClub.objects.select_for_update(of=("self",)).select_related("area", "plan").get(pk=model.pk)
