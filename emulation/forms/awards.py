"""Forms of nominations: one of them, many from a ranking, how many a drive holds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms

from core.forms import HouseForm, NfcCharField, NumberField, VnDateField
from emulation.models import AwardForm, Drive, Entry, Nomination, Scoring
from emulation.queries.awards import forms_in_order
from emulation.rules.eligibility import LONGEST_NAME

if TYPE_CHECKING:
    from areas.models import Area

_FIELDS = (
    "entry", "form", "name", "post", "achievement", "citation", "achieved_from", "achieved_to", "under_discipline",
)  # fmt: skip


def titled(form: AwardForm) -> str:
    """A form of award in a list to choose from: level and receiver tell those of one name apart."""
    return f"{form.name} · {form.get_given_to_display()} · {form.get_level_display()}"


class FormChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AwardForm) -> str:
        return titled(obj)


class EntryChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Entry) -> str:
        return f"{obj.name} · {obj.get_kind_display()}"


def first_citation(drive: Drive) -> str:
    """The words a certificate begins with, for a person to change."""
    return f"Đã có thành tích xuất sắc trong phong trào thi đua “{drive.name}”."


class NominationForm(HouseForm):
    """One nomination. Without an entry it is of the person's own village, or (`everybody`: the office) of the commune."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    entry = EntryChoice(
        label="Đăng ký thi đua", queryset=Entry.objects.none(), required=False, empty_label="Không có trong đăng ký thi đua",
        help_text="Người, hộ có thành tích mà không đăng ký riêng thì để trống và ghi tên ở dưới.",
    )  # fmt: skip
    form = FormChoice(label="Hình thức khen", queryset=AwardForm.objects.none())
    name = NfcCharField(
        label="Tên ghi trên giấy khen", max_length=LONGEST_NAME, required=False,
        error_messages={
            "max_length": f"Tên dài %(show_value)d ký tự; giấy khen ghi được nhiều nhất {LONGEST_NAME} ký tự, đề nghị ghi tên gọn hơn."
        },
        help_text="Để trống thì lấy tên trong đăng ký thi đua.",
    )  # fmt: skip
    post = NfcCharField(label="Chức vụ, địa chỉ", max_length=300, required=False)
    achievement = NfcCharField(
        label="Thành tích", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Việc đã làm, khối lượng, kết quả; dùng cho báo cáo thành tích.",
    )  # fmt: skip
    citation = NfcCharField(
        label="Nội dung ghi trên giấy khen", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    achieved_from = VnDateField(label="Thành tích từ ngày")
    achieved_to = VnDateField(label="Đến hết ngày")
    under_discipline = forms.BooleanField(
        label="Đang bị xem xét kỷ luật, điều tra hoặc đã bị kỷ luật", required=False,
        help_text="Có thì không xét khen (Luật Thi đua, khen thưởng).",
    )  # fmt: skip

    def __init__(
        self,
        drive: Drive,
        entries: Sequence[Entry],
        villages: Sequence[Area],
        everybody: bool,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.drive, self.villages = drive, villages
        # A unit that competes puts itself forward, nobody else.
        self.fields["entry"].required = not everybody and not villages
        chosen: Any = self.fields["entry"]
        chosen.queryset = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
        kinds: Any = self.fields["form"]
        kinds.queryset = forms_in_order()
        first = {
            "key": uuid4(), "citation": first_citation(drive), "achieved_from": drive.starts_on, "achieved_to": drive.ends_on,
        }  # fmt: skip
        for name, value in first.items():
            self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        entry, since, upto = data.get("entry"), data.get("achieved_from"), data.get("achieved_to")
        if not data.get("name") and "name" not in self.errors:
            if entry is None:
                self.add_error("name", "Nhập tên người, tập thể hoặc hộ được đề nghị.")
            elif len(entry.name) > LONGEST_NAME:
                self.add_error(
                    "name",
                    f"Tên trong đăng ký dài {len(entry.name)} ký tự; giấy khen ghi được nhiều nhất {LONGEST_NAME}.",
                )
            else:
                data["name"] = entry.name
        if since and upto and upto < since:
            self.add_error("achieved_to", "Ngày cuối phải từ ngày đầu trở đi.")
        return data

    def values(self) -> dict[str, Any]:
        """What the action writes, besides the area."""
        said = {name: self.cleaned_data[name] for name in _FIELDS}
        entry = said["entry"]
        return {**said, "post": said["post"] or (entry.post if entry else "")}

    def area(self) -> Area:
        """Where it comes from: the entry's place, else the person's own village, else the commune."""
        entry = self.cleaned_data["entry"]
        if entry is not None:
            return entry.area
        return self.villages[0] if self.villages else self.drive.area


def first_values(nomination: Nomination) -> dict[str, Any]:
    """What the form of a nomination shows at first."""
    return {name: getattr(nomination, name) for name in _FIELDS}


class ScoringChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Scoring) -> str:
        return f"{obj.name} · {obj.get_kind_display()} · chốt {obj.review_on:%d/%m/%Y}"


class FromRankingForm(HouseForm):
    scoring = ScoringChoice(label="Bảng xếp hạng đã chốt", queryset=Scoring.objects.none())
    form = FormChoice(label="Hình thức khen", queryset=AwardForm.objects.none())
    places = NumberField(
        label="Số hạng đầu", places=0, least=1, most=500, help_text="Ví dụ 3: hạng 1, 2, 3; cùng hạng thì đề nghị cả."
    )
    citation = NfcCharField(
        label="Nội dung ghi trên giấy khen", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, drive: Drive, scorings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["scoring"]
        chosen.queryset = scorings
        kinds: Any = self.fields["form"]
        kinds.queryset = forms_in_order()
        self.fields["citation"].initial = first_citation(drive)


class QuotaForm(HouseForm):
    """One box for each form of award; empty: no limit."""

    def __init__(self, awards: Sequence[AwardForm], known: Mapping[int, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.awards = awards
        for form in awards:
            self.fields[f"f{form.pk}"] = NumberField(
                label=titled(form),
                required=False,
                places=0,
                least=0,
                most=10_000,
                initial=known.get(form.pk),
                suffix="",
            )

    @property
    def rows(self) -> list[tuple[AwardForm, Any]]:
        return [(form, self[f"f{form.pk}"]) for form in self.awards]

    def numbers(self) -> dict[AwardForm, int | None]:
        """How many of each form; None where the box was left empty."""
        said = {form: self.cleaned_data[f"f{form.pk}"] for form in self.awards}
        return {form: None if value is None else int(value) for form, value in said.items()}
