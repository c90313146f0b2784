"""Forms of entries: who competes, one work, works that are in a plan already, the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from areas.enums import Level
from areas.models import Area, Organisation
from campaigns.models import Task
from contributions.models import Campaign
from core.formats import number, vndate
from core.forms import HouseForm, MoneyField, NfcCharField, NumberField, VnDateField
from criteria.models import Scorecard
from emulation.enums import EntryKind
from emulation.papers.entries import WorkInput

if TYPE_CHECKING:
    from emulation.models import EntryWork

#: A thousand million of anything is a slip of the finger.
_MOST_VOLUME = 10**9
_MOST_MONEY = 10**13


def _box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EntryForm(HouseForm):
    """Who competes: a village and a body are chosen, a person's or household's name is typed."""

    kind = forms.ChoiceField(label="Đối tượng", choices=EntryKind, widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        label="Thôn", queryset=Area.objects.none(), required=False,
        help_text="Thôn đăng ký, hoặc thôn nơi có cá nhân, hộ gia đình đăng ký.",
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label="Cơ quan, đơn vị", queryset=Organisation.objects.none(), required=False,
        help_text="Tập thể đăng ký, hoặc nơi công tác của cá nhân đăng ký.",
    )  # fmt: skip
    name = NfcCharField(label="Họ tên cá nhân hoặc chủ hộ", max_length=200, required=False)
    post = NfcCharField(label="Chức vụ, địa chỉ", max_length=300, required=False)
    goals = NfcCharField(label="Nội dung đăng ký", max_length=4000, required=False, widget=_box(4))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self, home: Area, areas: QuerySet[Area], units: QuerySet[Organisation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        #: Who registers for one unit alone does not register people of the whole commune.
        self.everywhere = areas.filter(pk=home.pk).exists()
        villages = areas if home.level == Level.VILLAGE else areas.exclude(pk=home.pk)
        # Who registers for one village or unit alone finds it chosen.
        for name, rows in (("area", villages), ("organisation", units)):
            field: Any = self.fields[name]
            field.queryset = rows
            if not self.everywhere and len(rows[:2]) == 1:
                field.initial = rows[0]
        no_village, no_unit = not villages.exists(), not units.exists()
        kinds = [
            (value, label) for value, label in EntryKind.choices
            if not (no_village and value in (EntryKind.VILLAGE, EntryKind.HOUSEHOLD)) and not (no_unit and value == EntryKind.COLLECTIVE)
        ]  # fmt: skip
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if no_village:
            del self.fields["area"]
        if no_unit:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, area, unit = data.get("kind"), data.get("area"), data.get("organisation")
        if kind == EntryKind.VILLAGE and area is None:
            self._ask("area", "Chọn thôn đăng ký.")
        if kind == EntryKind.COLLECTIVE and unit is None:
            self._ask("organisation", "Chọn cơ quan, đơn vị đăng ký.")
        if kind in (EntryKind.INDIVIDUAL, EntryKind.HOUSEHOLD) and not data.get("name"):
            self.add_error("name", "Nhập họ tên.")
        if kind == EntryKind.HOUSEHOLD and area is None:
            self._ask("area", "Chọn thôn của hộ gia đình.")
        if kind == EntryKind.INDIVIDUAL and area is None and unit is None and not self.everywhere:
            self._ask("area" if "area" in self.fields else "organisation", "Chọn thôn hoặc đơn vị của cá nhân đăng ký.")
        return data

    def _ask(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name if name in self.fields else None, sentence)

    def values(self) -> dict[str, Any]:
        """What the action writes: of a village and a body the name is its own; bodies and their people stand at home."""
        data = self.cleaned_data
        kind, area, unit = data["kind"], data.get("area"), data.get("organisation")
        if kind in (EntryKind.VILLAGE, EntryKind.HOUSEHOLD):
            unit = None
        if kind == EntryKind.COLLECTIVE or unit is not None:
            area = unit.area if unit else None
        name = {EntryKind.VILLAGE: str(area), EntryKind.COLLECTIVE: str(unit)}.get(kind, data["name"])
        return {
            "kind": kind, "area": area or self.home, "organisation": unit, "name": name,
            "post": "" if kind == EntryKind.VILLAGE else data["post"], "goals": data["goals"],
        }  # fmt: skip


class TasksField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return task_words(obj)


def task_words(task: Task) -> str:
    """ "Đào mương: 400 m, hạn 30/11/2026"."""
    volume = f"{number(task.volume, 3)} {task.measure}".strip() if task.volume is not None else ""
    due = f"hạn {vndate(task.deadline)}" if task.deadline else ""
    facts = ", ".join(part for part in (volume, due) if part)
    return f"{task.text[:160]}{f': {facts}' if facts else ''}"


class WorkForm(HouseForm):
    """One work: what, how much, by when, with which money; after which other work, and where its labour days go."""

    text = NfcCharField(label="Việc", max_length=1000, help_text="Ví dụ: Đào mương thoát nước hai bên đường thôn.")
    volume = NumberField(label="Khối lượng", places=3, least=0, most=_MOST_VOLUME, required=False)
    measure = NfcCharField(label="Đơn vị tính", max_length=50, required=False, help_text="Ví dụ: m, vườn, hộ.")
    starts_on = VnDateField(label="Bắt đầu", required=False)
    deadline = VnDateField(label="Hạn")
    cost = MoneyField(label="Kinh phí", most=_MOST_MONEY, required=False)
    owner = forms.ModelChoiceField(label="Người phụ trách", queryset=User.objects.none(), required=False)
    campaign = forms.ModelChoiceField(
        label="Ngày công ghi vào đợt vận động", queryset=Campaign.objects.none(), required=False,
        empty_label="Không ghi vào đợt vận động nào",
    )  # fmt: skip
    after = TasksField(
        label="Làm sau các việc", queryset=Task.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = NfcCharField(label="Lý do thay đổi", max_length=1000, required=False, widget=_box(2))
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self, work: EntryWork | None, *args: Any, people: QuerySet[User], campaigns: QuerySet[Campaign], others: QuerySet[Task],
        issued: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.work = work
        for name, rows in (("owner", people), ("campaign", campaigns), ("after", others)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        #: Of an issued plan the words and the money stand as its paper has them.
        gone = ["note"] if work is None else ["key"]
        gone += ["text", "cost"] if issued else []
        gone += ["campaign"] if not campaigns.exists() else []
        gone += ["after"] if not others.exists() else []
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("deadline") and data["deadline"] < data["starts_on"]:
            self.add_error("deadline", "Hạn phải từ ngày bắt đầu trở đi.")
        if data.get("volume") is not None and not data.get("measure"):
            self.add_error("measure", "Ghi đơn vị tính của khối lượng.")
        return data

    def given(self) -> WorkInput:
        """What the actions write; fields that are not asked keep what stands there."""
        data, work = self.cleaned_data, self.work
        task = work.task if work else None
        return WorkInput(
            text=data.get("text") or (task.text if task else ""), volume=data["volume"], measure=data["measure"],
            starts_on=data["starts_on"], deadline=data["deadline"], cost=data.get("cost", task.cost if task else None), owner=data["owner"],
            after=list(data["after"]) if "after" in data else list(task.after.all()) if task else [],
            campaign=data.get("campaign", work.campaign if work else None),
        )  # fmt: skip


class TakeForm(HouseForm):
    """Tasks that stand in a plan already."""

    tasks = TasksField(label="Việc có sẵn", queryset=Task.objects.none(), widget=forms.CheckboxSelectMultiple)
    campaign = forms.ModelChoiceField(
        label="Ngày công ghi vào đợt vận động", queryset=Campaign.objects.none(), required=False,
        empty_label="Không ghi vào đợt vận động nào",
    )  # fmt: skip

    def __init__(self, tasks: QuerySet[Task], campaigns: QuerySet[Campaign], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].queryset = tasks  # type: ignore[attr-defined]
        self.fields["tasks"].error_messages["required"] = "Chọn ít nhất một việc."
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        if not campaigns.exists():
            del self.fields["campaign"]


class CardsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.whose}: {obj.criteria_set}, năm {obj.year}"


class CardsForm(HouseForm):
    """Which cards an entry is judged by."""

    cards = CardsField(
        label="Phiếu tiêu chí", queryset=Scorecard.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, cards: QuerySet[Scorecard], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cards"].queryset = cards  # type: ignore[attr-defined]
