"""Forms of reports: the report itself, on a page or from a phone's store; choosing a version; a filter of the list."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.formats import number
from core.forms import HouseForm, NfcCharField, NumberField, VnDateField
from core.uploads import read_upload
from documents.photo_fields import CleanPhoto, PhotosField
from documents.photos import camera_says, clean_photo
from emulation.enums import ReportState, ReportWay
from emulation.models import Entry, EntryWork, Report, ReportPhoto
from emulation.rules.reports import (
    MOST_PHOTOS,
    MOST_TEXT,
    LineSaid,
    Said,
    Sending,
    WorkFigures,
    line_faults,
    photo_faults,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _box(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class SentPhotosField(PhotosField):
    """Photos by what both sides call them: cleans to a list of (SHA-256 of the bytes as sent, CleanPhoto, CameraSays)."""

    def clean_one(self, item: Any) -> Any:
        name, data = read_upload(item)
        return hashlib.sha256(data).hexdigest(), CleanPhoto(*clean_photo(name, data)), camera_says(data)


class ReportForm(HouseForm):
    """What was done for each work, a line of text, troubles. Without `photos` where a phone sends them one by one."""

    text = NfcCharField(label="Kết quả", max_length=MOST_TEXT, required=False, widget=_box(2))
    trouble = NfcCharField(label="Khó khăn, đề nghị", max_length=MOST_TEXT, required=False, widget=_box(2))
    keep = forms.MultipleChoiceField(label="Ảnh đã gửi", required=False, widget=forms.CheckboxSelectMultiple)
    photos = SentPhotosField(label="Ảnh", most=MOST_PHOTOS)
    way = forms.ChoiceField(label="Nhập theo", choices=ReportWay, widget=forms.RadioSelect, initial=ReportWay.PAPER)
    reason = NfcCharField(
        label="Lý do sửa", max_length=500, required=False, widget=_box(2),
        error_messages={"required": "Nêu lý do sửa để cán bộ xã đối chiếu."},
    )  # fmt: skip
    #: Names this filling of the form, so that sending it twice stores one report.
    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": "Mã báo cáo không đúng; đề nghị tải lại trang."}
    )
    #: The version that was shown when it was filled in; empty for none.
    base = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "Mã bản trước không đúng; đề nghị tải lại trang."},
    )
    announced = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    written_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self, works: Sequence[EntryWork], figures: Mapping[int, WorkFigures], *args: Any, days: int,
        keeps_place: bool = False, shown: Report | None = None, for_others: bool = False, from_store: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        photos = list(shown.photos.all()) if shown else []
        first = {"key": uuid4(), **(_initial(shown, photos) if shown else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=first, **kwargs)
        self.works, self.figures, self.days, self.shown_photos = works, figures, days, photos
        for work in works:
            self._add_line(work)
        left_out = ["photos", "keep"] if from_store else ["announced", "written_at"]
        if not photos and not from_store:
            left_out.append("keep")
        if not for_others:
            left_out.append("way")
        kept = "vị trí, giờ chụp ghi trong ảnh được lưu lại" if keeps_place else "vị trí chụp trong ảnh được bỏ đi"
        self.fields["photos"].help_text = f"Nhiều nhất {MOST_PHOTOS} ảnh; {kept}."
        for name in left_out:
            del self.fields[name]
        # Who saw a version puts it right; who did not contradicts it, and another chooses.
        self.fields["reason"].required = not from_store and bool(self.data.get("base") if self.is_bound else shown)
        if "way" in self.fields and from_store:
            self.fields["way"].required = False
        if "keep" in self.fields:
            keep: Any = self.fields["keep"]
            keep.choices = [(photo.digest, f"Giữ ảnh {place}") for place, photo in enumerate(photos, 1)]

    def _add_line(self, work: EntryWork) -> None:
        task, key = work.task, f"w{work.pk}"
        done, unit = number(self.figures[work.pk].done, 3), task.measure
        # A short unit stands in the box, a longer one would lie over the figure.
        inside = unit if len(unit) <= 2 else ""
        self.fields[f"{key}-quantity"] = NumberField(
            label=f"Khối lượng làm thêm ({unit})" if unit and not inside else "Khối lượng làm thêm", places=3, least=0,
            required=False, suffix=inside,
            help_text=f"Trước báo cáo này đã làm {done}" + (f"/{number(task.volume, 3)} {unit}." if task.volume else "."),
        )  # fmt: skip
        self.fields[f"{key}-people"] = NumberField(label="Số người", places=0, least=0, required=False)
        self.fields[f"{key}-days"] = NumberField(label="Số ngày công", places=2, least=0, required=False)

    @property
    def rows(self) -> list[tuple[EntryWork, Any, Any, Any]]:
        """Each work with its three boxes."""
        return [
            (work, self[f"w{work.pk}-quantity"], self[f"w{work.pk}-people"], self[f"w{work.pk}-days"])
            for work in self.works
        ]

    @property
    def kept_photos(self) -> list[tuple[ReportPhoto, Any]]:
        """Each photo of the version before with its box."""
        return list(zip(self.shown_photos, self["keep"], strict=True)) if "keep" in self.fields else []

    def clean_announced(self) -> list[str]:
        typed = self.cleaned_data["announced"]
        try:
            digests = json.loads(typed) if typed else []
        except ValueError as error:
            raise ValidationError("Danh sách ảnh của báo cáo không đọc được.") from error
        if not isinstance(digests, list) or not all(isinstance(row, str) and _DIGEST.fullmatch(row) for row in digests):
            raise ValidationError("Danh sách ảnh của báo cáo không đọc được.")
        if found := photo_faults(digests):
            raise ValidationError(found[0])
        return digests

    def clean_written_at(self) -> datetime | None:
        return a_moment(self.cleaned_data["written_at"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.lines():
            for name, sentence in line_faults(line, self.figures[line.work], period_days=self.days):
                if f"w{line.work}-{name}" in cleaned:
                    self.add_error(f"w{line.work}-{name}", sentence)
        chosen = len(cleaned.get("keep", [])) + len(cleaned.get("photos", []))
        if chosen > MOST_PHOTOS:
            self.add_error("photos", f"Mỗi báo cáo nhiều nhất {MOST_PHOTOS} ảnh; đang có {chosen}.")
        return cleaned

    def lines(self) -> list[LineSaid]:
        """What is said of each work; of a form that was cleaned."""
        said = []
        for work in self.works:
            quantity, people, days = (
                self.cleaned_data.get(f"w{work.pk}-{name}") for name in ("quantity", "people", "days")
            )
            said.append(LineSaid(work.pk, quantity, None if people is None else int(people), days))
        return said

    def said(self, arrived: Sequence[str] = ()) -> Said:
        """The report; `arrived` are the digests of the photos that came with the form."""
        cleaned = self.cleaned_data
        announced = cleaned.get("announced") or list(dict.fromkeys([*cleaned.get("keep", []), *arrived]))
        lines = tuple(line for line in self.lines() if not line.empty)
        return Said(cleaned["text"], cleaned["trouble"], lines, tuple(announced))

    def sending(self) -> Sending:
        cleaned = self.cleaned_data
        return Sending(
            key=cleaned["key"], base=cleaned["base"], reason=cleaned["reason"], way=cleaned.get("way") or ReportWay.PHONE,
            written_at=cleaned.get("written_at"),
        )  # fmt: skip

    def first_fault(self) -> str:
        """One sentence for an answer that is no page; names the box where its words alone would not tell."""
        name, errors = next(iter(self.errors.items()))
        sentence = str(errors[0])
        found = re.match(r"w(\d+)-", name)
        if found and (work := next((row for row in self.works if row.pk == int(found[1])), None)):
            text = work.task.text
            return sentence if sentence.startswith(text) else f"{text}: {sentence[:1].lower()}{sentence[1:]}"
        return sentence


def _initial(shown: Report, photos: Sequence[ReportPhoto]) -> dict[str, Any]:
    first: dict[str, Any] = {
        "text": shown.text, "trouble": shown.trouble, "base": shown.key, "keep": [row.digest for row in photos], "way": shown.way,
    }  # fmt: skip
    for line in shown.lines.all():
        key = f"w{line.work_id}"
        first |= {f"{key}-quantity": line.quantity, f"{key}-people": line.people, f"{key}-days": line.labour_days}
    return first


def a_moment(typed: str) -> datetime | None:
    """A moment as a phone writes it; None for what is none: a strange clock must not lose a report."""
    try:
        moment = parse_datetime(typed)
    except ValueError:
        return None
    if moment is not None and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment


def a_degree(typed: str, most: int) -> Decimal | None:
    """A latitude (most 90) or longitude (most 180); None for what is none."""
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    return round(value, 6) if value.is_finite() and abs(value) <= most else None


class DecideForm(HouseForm):
    """Which of the versions in conflict counts, and why."""

    chosen = forms.ModelChoiceField(Report.objects.none(), widget=forms.HiddenInput)
    reason = NfcCharField(label="Lý do chọn bản này", max_length=500, widget=_box(2))

    def __init__(self, versions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = versions  # type: ignore[attr-defined]


class ReportFilter(HouseForm):
    """?ngay=22/11/2026&don_vi=3&tinh_trang=conflict"""

    ngay = VnDateField(label="Ngày", required=False)
    don_vi = forms.ModelChoiceField(Entry.objects.none(), label="Đơn vị", required=False, empty_label="Tất cả")
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Đã ghi nhận, chờ chọn bản"), *ReportState.choices]
    )

    def __init__(self, entries: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].queryset = entries  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What emulation.queries.reports.listed takes; what cannot be read filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        entry = data.get("don_vi")
        return {"day": data.get("ngay"), "entry": entry.pk if entry else None, "state": data.get("tinh_trang") or ""}
