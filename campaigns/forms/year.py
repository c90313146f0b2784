"""Forms of events, inspections and proposals."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from areas.enums import OrganisationKind
from areas.models import Area, Organisation
from campaigns.enums import EventKind, InspectorKind, ProposalState
from campaigns.forms.places import set_places
from campaigns.models import Inspection, Plan
from campaigns.papers.invitations import Guests
from core import clock
from core.forms import DigitsField, HouseForm, MoneyField, NfcCharField, NumberField, VnDateField


def _long(label: str, *, rows: int = 3, **kwargs: Any) -> NfcCharField:
    return NfcCharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PlanField(forms.ModelChoiceField):
    """A plan by its title and year."""

    def label_from_instance(self, plan: Plan) -> str:
        return f"{plan.title} ({plan.year})" if plan.year and str(plan.year) not in plan.title else plan.title


class OnceForm(HouseForm):
    """A form that brings a key, so that sending it twice makes one row."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or uuid4().hex


class OfAreaForm(OnceForm):
    """Where it stands, and the plan it belongs to."""

    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none())
    plan = PlanField(
        label="Thuộc kế hoạch", queryset=Plan.objects.none(), required=False, empty_label="Không thuộc kế hoạch nào"
    )

    def __init__(self, areas: QuerySet[Area], plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_places(self, areas)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        area, plan = data.get("area"), data.get("plan")
        if area and plan and not (area.path or "").startswith(plan.area.path or "-"):
            self.add_error("plan", f"Kế hoạch này của {plan.area}, không gồm {area}; đề nghị chọn lại.")
        return data

    def values(self) -> dict[str, Any]:
        """Of a valid form: what the row holds."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class EventForm(OfAreaForm):
    kind = forms.ChoiceField(label="Loại", choices=EventKind)
    title = NfcCharField(label="Tên hoạt động", max_length=500)
    held_on = VnDateField(label="Ngày", required=False)
    place = NfcCharField(label="Địa điểm", max_length=300, required=False)
    programme = _long("Chương trình", rows=4, required=False, help_text="Mỗi dòng một mục.")
    people = NumberField(label="Số người dự", places=0, least=0, most=1_000_000, required=False)
    cost = MoneyField(label="Kinh phí", required=False)
    result = _long("Kết quả", required=False)

    def clean_people(self) -> int | None:
        people = self.cleaned_data["people"]
        return None if people is None else int(people)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        held_on = data.get("held_on")
        if data.get("people") and (held_on is None or held_on > clock.today()):
            self.add_error("people", "Hoạt động chưa diễn ra; số người dự ghi sau ngày tổ chức.")
        return data


class InviteForm(HouseForm):
    """What an invitation needs besides the event."""

    issuer = forms.ModelChoiceField(label="Cơ quan mời", queryset=Organisation.objects.none())
    invited = _long("Kính mời", help_text="Mỗi dòng một cơ quan, một người.")
    chair = NfcCharField(label="Chủ trì", max_length=300, required=False)
    at = NfcCharField(label="Giờ bắt đầu", max_length=10, help_text="Ví dụ 8:00 hoặc 14:30.")

    def __init__(self, issuers: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]
        committee = issuers.filter(kind=OrganisationKind.PEOPLES_COMMITTEE).first()
        self.fields["issuer"].initial = committee or issuers.first()

    def clean_at(self) -> time:
        typed = str(self.cleaned_data["at"]).lower().replace("giờ", ":").replace("h", ":").replace(" ", "").rstrip(":")
        hour, _, minute = typed.partition(":")
        try:
            return time(int(hour), int(minute or 0))
        except ValueError:
            raise ValidationError("Nhập giờ theo mẫu 8:00 hoặc 14:30.") from None

    def guests(self) -> Guests:
        data = self.cleaned_data
        invited = tuple(line.strip(" -") for line in data["invited"].splitlines() if line.strip(" -"))
        return Guests(invited, data["chair"], data["at"])


class InspectionForm(OfAreaForm):
    inspector = forms.ChoiceField(label="Đoàn của", choices=InspectorKind)
    subject = _long("Nội dung kiểm tra, giám sát", rows=2)
    unit = NfcCharField(label="Nơi được kiểm tra", max_length=500)
    held_on = VnDateField(label="Ngày")
    team = _long("Thành phần đoàn", required=False, help_text="Mỗi dòng một người, kèm chức vụ.")
    minutes = forms.FileField(
        label="Biên bản", required=False, help_text="Tệp PDF, ảnh JPG, PNG hoặc Word (.docx).",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
        error_messages={"empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "minutes"}


class RecommendationForm(HouseForm):
    pk = DigitsField(widget=forms.HiddenInput, required=False)
    text = _long("Kiến nghị", rows=2)
    unit = NfcCharField(label="Đơn vị thực hiện", max_length=300, required=False)
    due_on = VnDateField(label="Hạn", required=False)


RecommendationFormSet = forms.formset_factory(RecommendationForm, extra=2, can_delete=True, max_num=60, absolute_max=80)


def recommendation_rows(inspection: Inspection | None) -> list[dict[str, Any]]:
    """The rows an inspection has, as the formset's initial values."""
    if inspection is None:
        return []
    return [
        {"pk": row.pk, "text": row.text, "unit": row.unit, "due_on": row.due_on}
        for row in inspection.recommendations.all()
    ]


def asked_in(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    """The rows of a valid formset in order, without empty ones and those struck out."""
    rows = (form.cleaned_data for form in formset.forms)
    return [
        {name: row.get(name) for name in ("pk", "text", "unit", "due_on")}
        for row in rows
        if row.get("text") and not row.get("DELETE")
    ]


class FollowForm(HouseForm):
    """How far a recommendation has come; a date closes it."""

    result = _long("Kết quả thực hiện", rows=2)
    done_on = VnDateField(label="Xong ngày", required=False, help_text="Để trống khi còn đang thực hiện.")


class ProposalForm(OfAreaForm):
    text = _long("Nội dung kiến nghị, đề xuất", rows=4)
    addressee = NfcCharField(label="Gửi", max_length=500, help_text="Cơ quan có thẩm quyền giải quyết.")
    letter = NfcCharField(label="Công văn số", max_length=60)
    sent_on = VnDateField(label="Gửi ngày")
    answer = _long("Nội dung trả lời")
    answered_on = VnDateField(label="Trả lời ngày")

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        """Only what may still be written in this state is left."""
        super().__init__(*args, **kwargs)
        gone = {
            ProposalState.DRAFTED: ("letter", "sent_on", "answer", "answered_on"),
            ProposalState.SENT: ("text", "addressee", "answer", "answered_on"),
        }.get(ProposalState(state), ("text", "addressee"))
        for name in gone:
            del self.fields[name]


class SentForm(HouseForm):
    letter = NfcCharField(label="Công văn số", max_length=60)
    sent_on = VnDateField(label="Gửi ngày", initial=clock.today)


class AnsweredForm(HouseForm):
    answer = _long("Nội dung trả lời")
    answered_on = VnDateField(label="Trả lời ngày", initial=clock.today)


class ClosedForm(HouseForm):
    note = _long("Ghi chú", rows=2, required=False)


#: The form that belongs to each step of a proposal.
STEP_FORMS: dict[str, type[HouseForm]] = {
    ProposalState.SENT: SentForm, ProposalState.ANSWERED: AnsweredForm, ProposalState.SETTLED: ClosedForm,
    ProposalState.DECLINED: ClosedForm,
}  # fmt: skip
