"""Forms of registrations: who aims at which set, what the assessment found, the decisions."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from areas.models import Area
from areas.queries import rows_of
from core import clock, text
from core.forms import DigitsField, HouseForm, NfcCharField, VnDateField
from criteria.forms.cards import SetField
from criteria.models import CriteriaSet, Registration

#: More names than a village has households are a slip of the paste.
MOST_NAMES = 300
_LONGEST = 150
#: "1.", "2)", "-", "•" before a name that comes from a Word list.
_MARKER = re.compile(r"^(?:\d{1,3}\s*[.)/]|[-–•+*])\s*")


class _VillageField(forms.ModelChoiceField):
    """Places with their commune, for those who hold several."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.parent}" if obj.level == "village" else str(obj)


class RegisterForm(HouseForm):
    criteria_set = SetField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none())
    area = _VillageField(
        label="Địa bàn", queryset=Area.objects.none(), help_text="Thôn đăng ký, thôn có hộ đăng ký, hoặc cả xã."
    )
    year = DigitsField(label="Năm phấn đấu đạt", least=2010, most=2100)
    registered_on = VnDateField(label="Ngày đăng ký")
    subjects = NfcCharField(
        label="Hộ, vườn đăng ký", required=False, max_length=MOST_NAMES * _LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Chỉ ghi với bộ tiêu chí vườn hộ: mỗi hộ một dòng, dán được từ Word, Excel. Hai hộ trùng tên thì ghi thêm "
        "để phân biệt. Để trống khi cả thôn hoặc xã đăng ký.",
    )  # fmt: skip

    def __init__(self, areas: QuerySet[Area], sets: QuerySet[CriteriaSet], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]

    def clean_subjects(self) -> list[str]:
        """Names, one a line, without list markers and the empty cells of a spreadsheet; each once."""
        names: dict[str, str] = {}
        for line in (self.cleaned_data["subjects"] or "").splitlines():
            name = _name_in(line)
            if len(name) > _LONGEST:
                raise ValidationError(f"Mỗi dòng nhiều nhất {_LONGEST} ký tự: “{name[:40]}…”.", code="long")
            if name:
                names.setdefault(name.casefold(), name)
        if len(names) > MOST_NAMES:
            raise ValidationError(f"Mỗi lần nhập nhiều nhất {MOST_NAMES} hộ.", code="many")
        return list(names.values())


def _name_in(line: str) -> str:
    """The first cell that is no number, without the list's marker."""
    cells = [text.tidy(cell) for cell in line.split("\t")]
    words = next((cell for cell in cells if cell and not cell.rstrip(".").isdecimal()), "")
    return _MARKER.sub("", words).strip()


class AssessForm(HouseForm):
    """`said_met` is asked only where the card cannot say."""

    assessed_on = VnDateField(label="Ngày đánh giá")
    said_met = forms.ChoiceField(label="Kết quả", choices=[("1", "Đạt"), ("0", "Chưa đạt")], widget=forms.RadioSelect)
    reason = NfcCharField(
        label="Căn cứ, ghi chú", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, by_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_person:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "Ví dụ: Biên bản kiểm tra của xã ngày 15/10/2026."
        else:
            del self.fields["said_met"]

    def said(self) -> bool | None:
        value = self.cleaned_data.get("said_met")
        return value == "1" if value else None


class RecogniseForm(HouseForm):
    decision = NfcCharField(label="Quyết định công nhận", max_length=100, help_text="Ví dụ: 512/QĐ-UBND.")
    recognised_on = VnDateField(label="Ngày công nhận")
    others = forms.ModelMultipleChoiceField(
        label="Cùng quyết định này", queryset=Registration.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, others: QuerySet[Registration], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            field: Any = self.fields["others"]
            field.queryset = others
            field.label_from_instance = lambda row: row.whose
        else:
            del self.fields["others"]


class RevokeForm(HouseForm):
    decision = NfcCharField(label="Quyết định thu hồi", max_length=100, help_text="Ví dụ: 77/QĐ-UBND.")
    revoked_on = VnDateField(label="Ngày thu hồi")
    reason = NfcCharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ListForm(HouseForm):
    """Which commune's list of which year is drawn up."""

    area = forms.ModelChoiceField(label="Xã", queryset=Area.objects.none(), empty_label=None)
    year = DigitsField(label="Năm", least=2010, most=2100)

    def __init__(self, areas: list[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"year": clock.today().year}, **kwargs})
        field: Any = self.fields["area"]
        field.queryset = rows_of(areas)
        if len(areas) == 1:
            field.initial, field.widget = areas[0].pk, forms.HiddenInput()
