"""Forms of certificates: which way to print, where text stands on a commune's stock, its picture of the emblem."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from core.forms import HouseForm, NumberField
from emulation.context.certificates import HEIGHT, LABELS, STANDARD, WIDTH
from emulation.enums import CertificateMode
from emulation.models import CertificateLayout
from emulation.rules.certificates import FIELDS, fault_of, places_from, spots_of

_HEADS = {"shown": "In", "x": "Ngang (mm)", "y": "Từ mép trên (mm)", "width": "Rộng (mm)", "size": "Cỡ chữ (điểm)"}


class PrintForm(HouseForm):
    mode = forms.ChoiceField(
        label="Cách in", choices=CertificateMode, widget=forms.RadioSelect, initial=CertificateMode.FULL
    )


class EmblemForm(HouseForm):
    file = forms.FileField(
        label="Hình Quốc huy", help_text="Ảnh PNG nền trong (hoặc JPEG), cạnh từ 300 điểm ảnh. Không nhận tệp SVG.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "data-max-bytes": settings.UPLOAD_MAX_BYTES}),
        error_messages={"required": "Chọn một ảnh.", "empty": "Tệp trống; đề nghị chọn lại ảnh."},
    )  # fmt: skip


class LayoutForm(HouseForm):
    """A row for each piece of text, and how far everything is shifted for a printer that feeds paper askew."""

    shift_x = NumberField(label="Dịch sang phải (mm)", places=1, least=-20, most=20, help_text="Số âm: sang trái.")
    shift_y = NumberField(label="Dịch xuống (mm)", places=1, least=-20, most=20, help_text="Số âm: lên trên.")

    def __init__(self, layout: CertificateLayout, *args: Any, **kwargs: Any) -> None:
        spots = spots_of(CertificateMode.TEXT, layout.places)
        initial: dict[str, Any] = {"shift_x": layout.shift_x, "shift_y": layout.shift_y}
        for code, spot in spots.items():
            initial |= {f"{code}_{name}": getattr(spot, name) for name in FIELDS}
        # Before the form is made, so that the house's messages reach these fields too.
        own = {f"{code}_{name}": field for code, label in LABELS.items() for name, field in _fields(label).items()}
        self.base_fields = {**self.base_fields, **own}  # type: ignore[misc]  # this form's own copy
        super().__init__(*args, initial=initial, **kwargs)

    def rows(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """Per piece its name and its cells with their heads, in the order of the sheet."""
        return [(label, [(_HEADS[name], self[f"{code}_{name}"]) for name in FIELDS]) for code, label in LABELS.items()]

    def shifts(self) -> list[Any]:
        return [self["shift_x"], self["shift_y"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for code, spot in spots_of(CertificateMode.TEXT, self.places()).items():
                fault = fault_of(spot)
                if fault:
                    self.add_error(f"{code}_y", fault)
        return data

    def places(self) -> dict[str, dict[str, Any]]:
        """What differs from the standard, by piece."""
        values = {code: {name: _plain(self.cleaned_data[f"{code}_{name}"]) for name in FIELDS} for code in STANDARD}
        return places_from(values)

    def layout(self, saved: CertificateLayout) -> CertificateLayout:
        """The row with what was typed, not kept: for the preview."""
        return CertificateLayout(
            area=saved.area, mode=CertificateMode.TEXT, places=self.places(),
            shift_x=self.cleaned_data["shift_x"], shift_y=self.cleaned_data["shift_y"],
        )  # fmt: skip


def _fields(label: str) -> dict[str, forms.Field]:
    def figure(name: str, least: float, most: float) -> NumberField:
        return NumberField(label=f"{label}: {_HEADS[name].lower()}", places=2, least=int(least), most=int(most))

    return {
        "shown": forms.BooleanField(label=f"In {label[:1].lower()}{label[1:]}", required=False),
        "x": figure("x", 5, WIDTH - 5), "y": figure("y", 5, HEIGHT - 5), "width": figure("width", 20, WIDTH - 10),
        "size": figure("size", 8, 72),
    }  # fmt: skip


def _plain(value: Any) -> bool | float:
    return value if isinstance(value, bool) else float(value)
