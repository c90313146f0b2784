"""The forms of an opinion and of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from areas.models import Area, Organisation
from core.forms import HouseForm, NfcCharField
from criteria.enums import OpinionWay
from criteria.forms.surveys import PastDayField, figure
from criteria.models import Opinion, ProposalMeeting
from criteria.papers.survey_words import mark_of, meeting_said, opinion_said

OTHER = "khac"
_APART = {"key", "seen", "who", "other"}


def _text(label: str, length: int, rows: int, **kwargs: Any) -> NfcCharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return NfcCharField(label=label, max_length=length, widget=widget, **{"required": False, **kwargs})


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H giờ %M", "%Hh"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "tnum n-w-date", "maxlength": 12, "autocomplete": "off"}),
        error_messages={"invalid": "Nhập giờ như 8:30 hoặc 8h30."},
    )  # fmt: skip


class _KeyedForm(HouseForm):
    """A form that is sent once (`key`), or brings back what it saw (`seen`)."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _APART}

    def at_most(self, part: str, whole: str, sentence: str) -> None:
        """An error at `part` where it is more than `whole`."""
        mine, all_of = self.cleaned_data.get(part), self.cleaned_data.get(whole)
        if mine is not None and all_of is not None and mine > all_of:
            self.add_error(part, f"{sentence} ({all_of}).")


class OpinionForm(_KeyedForm):
    who = forms.ChoiceField(label="Nơi góp ý", error_messages={"invalid_choice": "Chọn một mục trong danh sách."})
    other = _text("Tên nơi góp ý khác", 200, 0, help_text="Chỉ nhập khi chọn “Nơi khác”.")
    way = forms.ChoiceField(label="Hình thức", choices=OpinionWay, widget=forms.RadioSelect)
    held_from = PastDayField(label="Từ ngày")
    held_to = PastDayField(
        label="Đến ngày", required=False, help_text="Để trống khi chỉ trong một ngày, hoặc còn đang niêm yết."
    )
    asked = figure("Số người được hỏi, dự họp", required=False)
    agreed = figure("Số người nhất trí", required=False)
    text = _text("Ý kiến", 20_000, 4, help_text="Mỗi dòng một ý kiến.")
    answer = _text("Tiếp thu, giải trình của xã", 20_000, 3)

    def __init__(
        self, villages: Sequence[Area], bodies: Sequence[Organisation], opinion: Opinion | None, *args: Any, **kwargs: Any
    ) -> None:  # fmt: skip
        first: dict[str, Any] = {"key": uuid4().hex, "way": OpinionWay.MEETING, **kwargs.pop("initial", {})}
        if opinion:
            names = ("way", "held_from", "held_to", "asked", "agreed", "text", "answer")
            first = {name: getattr(opinion, name) for name in names} | {"seen": mark_of(opinion_said(opinion))}
            first |= {"who": _code_of(opinion), "other": "" if opinion.area or opinion.body else opinion.giver}
            villages = [*villages, *([opinion.area] if opinion.area and opinion.area not in villages else [])]
            bodies = [*bodies, *([opinion.body] if opinion.body and opinion.body not in bodies else [])]
        super().__init__(*args, initial=first, **kwargs)
        self.places = {f"t{area.pk}": area for area in villages}
        self.bodies = {f"c{body.pk}": body for body in bodies}
        choices: list[tuple[str, Any]] = [("", "Chọn…")]
        choices += [("Mặt trận, đoàn thể", [(code, str(body)) for code, body in self.bodies.items()])] if bodies else []
        choices += [("Nhân dân thôn", [(code, str(area)) for code, area in self.places.items()])] if villages else []
        self.fields["who"].choices = [*choices, (OTHER, "Nơi khác")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == OTHER and not data.get("other"):
            self.add_error("other", "Nhập tên nơi góp ý.")
        if data.get("held_from") and data.get("held_to") and data["held_to"] < data["held_from"]:
            self.add_error("held_to", "Ngày kết thúc không được trước ngày bắt đầu.")
        if data.get("agreed") is not None and data.get("asked") is None and "asked" not in self.errors:
            self.add_error("asked", "Nhập số người được hỏi để tính được tỷ lệ nhất trí.")
        self.at_most("agreed", "asked", "Số người nhất trí không quá số người được hỏi")
        return data

    def values(self) -> dict[str, Any]:
        area, body = self.places.get(self.cleaned_data["who"]), self.bodies.get(self.cleaned_data["who"])
        giver = str(area or body or self.cleaned_data["other"])
        return {**super().values(), "area": area, "body": body, "giver": giver}


def _code_of(opinion: Opinion) -> str:
    if opinion.area_id:
        return f"t{opinion.area_id}"
    return f"c{opinion.body_id}" if opinion.body_id else OTHER


class MeetingForm(_KeyedForm):
    held_on = PastDayField(label="Ngày họp")
    starts_at = _hour("Bắt đầu lúc")
    ends_at = _hour("Kết thúc lúc")
    place = _text("Địa điểm", 300, 0)
    chair = _text("Chủ trì", 150, 0, required=True, help_text="Họ tên, chức vụ.")
    secretary = _text("Thư ký", 150, 0, required=True)
    invited = figure("Số được mời")
    present = figure("Số có mặt")
    agreed = figure("Số đồng ý")
    disagreed = figure("Số không đồng ý")
    members = _text("Thành phần dự", 20_000, 5, help_text="Mỗi dòng một người hoặc một bộ phận.")
    absent = _text("Vắng mặt", 20_000, 3, help_text="Mỗi dòng một người, kèm lý do nếu có.")
    discussion = _text("Ý kiến thảo luận", 20_000, 4, help_text="Mỗi dòng một ý kiến.")

    def __init__(self, meeting: ProposalMeeting | None, *args: Any, **kwargs: Any) -> None:
        first: dict[str, Any] = {"key": uuid4().hex, "disagreed": 0}
        if meeting:
            first = {name: getattr(meeting, name) for name in self.base_fields if name not in _APART}
            first["seen"] = mark_of(meeting_said(meeting))
        super().__init__(*args, initial=first, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.at_most("present", "invited", "Số có mặt không quá số được mời")
        figures = [data.get(name) for name in ("agreed", "disagreed", "present")]
        if None not in figures and figures[0] + figures[1] > figures[2]:  # type: ignore[operator]
            self.add_error(
                "agreed", f"Số đồng ý và không đồng ý cộng lại ({figures[0] + figures[1]}) không quá số có mặt ({figures[2]})."  # type: ignore[operator]
            )  # fmt: skip
        if data.get("present") == 0:
            self.add_error("present", "Số có mặt phải lớn hơn 0.")
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] < data["starts_at"]:
            self.add_error("ends_at", "Giờ kết thúc không được trước giờ bắt đầu.")
        return data
