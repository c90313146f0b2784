"""Setting up a scheduled export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from core.forms import DigitsField, HouseForm
from documents import schedules
from documents.enums import Every, Weekday
from documents.models import ScheduledExport

if TYPE_CHECKING:
    from accounts.models import User

_FORMATS = {"xlsx": "Excel", "csv": "CSV"}


class ScheduleForm(HouseForm):
    """Which table or book, in which format, how often."""

    export = forms.ChoiceField(
        label="Bảng, sổ", error_messages={"invalid_choice": "Chọn một bảng, sổ trong danh sách."}
    )
    format = forms.ChoiceField(label="Định dạng", choices=_FORMATS.items(), initial="xlsx", widget=forms.RadioSelect)
    every = forms.ChoiceField(label="Gửi", choices=Every.choices, initial=Every.WEEK, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label="Vào thứ", choices=[("", "Chọn…"), *Weekday.choices], coerce=int, empty_value=None, required=False,
        help_text="Dùng khi gửi hằng tuần.",
    )  # fmt: skip
    month_day = DigitsField(
        label="Vào ngày", least=1, most=31, required=False,
        help_text="Dùng khi gửi hằng tháng, từ 1 đến 31; tháng ngắn hơn thì gửi vào ngày cuối tháng.",
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label="Lúc", choices=[(hour, f"{hour} giờ") for hour in range(24)], initial=7, coerce=int
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = ((export, export.choices(user)) for export in schedules.exports())
        self._groups = [(export, list(choices)) for export, choices in found if choices]
        options: list[tuple[str, Any]] = [("", "Chọn…")]
        for export, choices in self._groups:
            options.append((export.label, [(f"{export.code}|{what}", words) for what, words in choices]))
        self.fields["export"].choices = options  # type: ignore[attr-defined]

    @property
    def offers_any(self) -> bool:
        """Whether there is an export that the person may have."""
        return bool(self._groups)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        every = data.get("every")
        if every == Every.WEEK and data.get("weekday") is None:
            self.add_error("weekday", "Chọn thứ trong tuần.")
        if every == Every.MONTH and data.get("month_day") is None and "month_day" not in self.errors:
            self.add_error("month_day", "Nhập ngày trong tháng, ví dụ 5.")
        export = schedules.find(data.get("export", "").partition("|")[0])
        if export is not None and data.get("format") and data["format"] not in export.formats:
            self.add_error(
                "format", f"“{export.label}” chỉ có dạng {' và '.join(_FORMATS[name] for name in export.formats)}."
            )
        return data

    def schedule(self) -> ScheduledExport:
        """What was chosen, not saved."""
        data = self.cleaned_data
        code, _, what = data["export"].partition("|")
        label, words = next(
            (export.label, words) for export, choices in self._groups for key, words in choices if (export.code, key) == (code, what)
        )  # fmt: skip
        return ScheduledExport(
            export=code, what=what, title=f"{label}: {words}"[:250], format=data["format"], every=data["every"], hour=data["hour"],
            weekday=data["weekday"] if data["every"] == Every.WEEK else None,
            month_day=data["month_day"] if data["every"] == Every.MONTH else None,
        )  # fmt: skip
