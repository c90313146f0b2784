"""Forms of a session: calling it, who came, the ballots, the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from campaigns.models import Committee
from core import clock
from core.forms import HouseForm, NfcCharField, NumberField, VnDateField
from emulation.models import Attendance, Ballot, Drive, Nomination, Session
from emulation.rules.awards import Counted

_COUNTS = (("issued", "Phát ra"), ("returned", "Thu về"), ("valid", "Hợp lệ"), ("agreed", "Đồng ý"))
PRESENT, WRITTEN, ABSENT = "present", "written", "absent"
_WAYS = ((PRESENT, "Có mặt"), (WRITTEN, "Gửi ý kiến bằng văn bản"), (ABSENT, "Vắng mặt"))


def _hour(label: str, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, input_formats=["%H:%M", "%Hh%M", "%H giờ %M", "%Hh", "%H giờ"],
        widget=forms.TextInput(attrs={"class": "tnum n-w-date", "autocomplete": "off", "maxlength": 20}),
        error_messages={"invalid": "Nhập giờ như 14:00 hoặc 14h30."},
    )  # fmt: skip


class NominationChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Nomination) -> str:
        return f"{obj.name} · {obj.form.name} ({obj.form.get_given_to_display().lower()})"


def _nominations(label: str) -> NominationChoices:
    return NominationChoices(
        label=label, queryset=Nomination.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đề nghị."},
    )  # fmt: skip


class SessionForm(HouseForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    council = forms.ModelChoiceField(label="Hội đồng", queryset=Committee.objects.none())
    held_on = VnDateField(label="Ngày họp")
    held_at = _hour("Giờ họp")
    place = NfcCharField(label="Địa điểm", max_length=300)
    chair = NfcCharField(
        label="Người chủ trì", max_length=150, required=False, help_text="Để trống thì lấy người đứng đầu Hội đồng."
    )
    secretary = NfcCharField(
        label="Thư ký", max_length=150, required=False, help_text="Để trống thì lấy thư ký trong danh sách Hội đồng."
    )
    nominations = _nominations("Đề nghị đưa ra xét")

    def __init__(self, drive: Drive, councils: Any, nominations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["council"]
        chosen.queryset = councils
        listed: Any = self.fields["nominations"]
        # Shown is what waits; taken is any of the drive, so that a form sent twice is told it is done: the action refuses others.
        listed.queryset = drive.nominations.select_related("form")
        listed.choices = [(row.pk, listed.label_from_instance(row)) for row in nominations]
        self.fields["key"].initial = uuid4()
        first = list(councils[:2])
        if len(first) == 1:
            chosen.initial = first[0]
            chosen.empty_label = None

    def values(self) -> dict[str, Any]:
        """What the action writes; whoever heads the council chairs, and its secretary writes, unless others are named."""
        data = self.cleaned_data
        members = list(data["council"].members.all())
        head = members[0].full_name if members else ""
        clerk = next((row.full_name for row in members if "thư ký" in row.duty.lower()), "")
        said = {name: data[name] for name in ("council", "held_on", "held_at", "place")}
        return {**said, "chair": data["chair"] or head, "secretary": data["secretary"] or clerk}


def first_values(session: Session) -> dict[str, Any]:
    names = ("council", "held_on", "held_at", "place", "chair", "secretary")
    said = {name: getattr(session, name) for name in names}
    at = session.held_at
    return {**said, "held_at": f"{at:%H:%M}" if at else "", "nominations": list(session.nominations.all())}


class AttendanceForm(HouseForm):
    """For each member: present, a written opinion, or absent."""

    def __init__(self, rows: Sequence[Attendance], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = rows
        seen = any(row.present or row.written for row in rows)
        for row in rows:
            now = PRESENT if row.present else WRITTEN if row.written else ABSENT if seen else PRESENT
            self.fields[f"m{row.pk}"] = forms.ChoiceField(
                label=row.full_name, choices=_WAYS, initial=now,
                widget=forms.Select(attrs={"aria-label": f"{row.full_name}: dự họp"}),
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Attendance, Any]]:
        return [(row, self[f"m{row.pk}"]) for row in self.members]

    def came(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"m{row.pk}"] for row in self.members}


class BallotsForm(HouseForm):
    """For each nomination how many ballots were issued, returned, valid, for; a row left empty is not counted yet."""

    discussion = NfcCharField(
        label="Ý kiến thảo luận", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi ý kiến một dòng.",
    )  # fmt: skip
    ended_at = _hour("Kết thúc lúc", required=False)

    def __init__(
        self, nominations: Sequence[Nomination], known: Mapping[int, Ballot], took_part: int, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = nominations
        for row in nominations:
            ballot = known.get(row.pk)
            for name, label in _COUNTS:
                empty = took_part if name != "agreed" else None
                box = forms.TextInput(
                    attrs={
                        "class": "num n-w-number", "inputmode": "numeric", "autocomplete": "off", "maxlength": 6,
                        "aria-label": f"{label}, {row.name}",
                    }
                )  # fmt: skip
                self.fields[f"n{row.pk}_{name}"] = NumberField(
                    label=f"{row.name}, {label.lower()}", required=False, places=0, least=0, most=1000, widget=box,
                    initial=getattr(ballot, name) if ballot else empty, suffix="",
                )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Nomination, list[tuple[str, Any]]]]:
        return [(row, [(label, self[f"n{row.pk}_{name}"]) for name, label in _COUNTS]) for row in self.nominations]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.nominations:
            names = [f"n{row.pk}_{name}" for name, _ in _COUNTS]
            if data.get(names[-1]) is None and names[-1] not in self.errors:
                continue
            for name in names[:-1]:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, "Nhập số phiếu.")
        return data

    def counted(self) -> dict[int, Counted]:
        """By the nomination's id; those whose votes for were left empty are not counted yet."""
        found = {}
        for row in self.nominations:
            said = {name: self.cleaned_data[f"n{row.pk}_{name}"] for name, _ in _COUNTS}
            if said["agreed"] is not None:
                found[row.pk] = Counted(**{name: int(value) for name, value in said.items()})
        return found


class DecisionForm(HouseForm):
    decided_on = VnDateField(
        label="Ngày quyết định", help_text="Tiền thưởng tính theo quy định và lương cơ sở của ngày này."
    )
    nominations = _nominations("Trường hợp khen thưởng")

    def __init__(self, nominations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed: Any = self.fields["nominations"]
        listed.queryset = nominations
        self.fields["decided_on"].initial = clock.today()
