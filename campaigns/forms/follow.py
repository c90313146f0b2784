"""Forms of what is followed: a report, a task's owner and dates, moving tasks, the month's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from areas.models import Area, Organisation
from campaigns.enums import TaskState
from campaigns.models import Target, Task
from campaigns.rules.progress import Said, faults, with_measure
from core.formats import number
from core.forms import HouseForm, NfcCharField, NumberField, PercentField, VnDateField
from core.uploads import read_upload
from documents.files import content_type_of
from documents.photo_fields import CleanPhoto, ManyFilesField, PhotosField

#: A thousand million of anything is a slip of the finger.
MOST_VOLUME = 10**9


class PapersField(ManyFilesField):
    """PDF or Word files that show what a report says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=3, accept=".pdf,.docx", **kwargs)

    def clean_one(self, item: Any) -> CleanPhoto:
        name, data = read_upload(item)
        return CleanPhoto(name, data, content_type_of(name, data, allowed=(".pdf", ".docx")))


def _box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(HouseForm):
    """A report on one task: under a minute on a phone, so nothing but the figure is in the way."""

    done_volume = NumberField(label="Đã làm đến nay", places=3, required=False)
    percent = PercentField(label="Tiến độ đến nay", places=0, required=False)
    text = NfcCharField(label="Kết quả", max_length=2000, required=False, widget=_box(2))
    photos = PhotosField(label="Ảnh", help_text="Nhiều nhất 6 ảnh; vị trí chụp trong ảnh được bỏ đi.")
    trouble = NfcCharField(
        label="Khó khăn, kiến nghị", max_length=2000, required=False, widget=_box(2),
        help_text="Cán bộ phụ trách kế hoạch nhận được ngay.",
    )  # fmt: skip
    papers = PapersField(label="Tệp kèm theo", help_text="PDF hoặc Word, nhiều nhất 3 tệp.")
    done = forms.BooleanField(label="Đã xong cả nhiệm vụ", required=False)
    #: Names this filling of the form, so that sending it twice stores one report.
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        if task.volume:
            del self.fields["percent"]
            field: Any = self.fields["done_volume"]
            field.suffix = task.measure
            before = f"Lần trước {number(task.done_volume, 3)}; " if task.done_volume is not None else ""
            field.help_text = f"{before}cần làm {with_measure(task, task.volume)}. Ghi tổng số đến nay, không phải số của riêng hôm nay."
        else:
            del self.fields["done_volume"]
            self.fields["percent"].help_text = f"Lần trước {task.percent} %." if task.percent else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, sentence in faults(self.task, self.said(), files=len(self.files_of_report())).items():
                self.add_error(name or None, sentence)
        return cleaned

    def said(self) -> Said:
        """What the person says; of a form without errors."""
        cleaned = self.cleaned_data
        percent = cleaned.get("percent")
        return Said(
            done_volume=cleaned.get("done_volume"), percent=None if percent is None else int(percent),
            text=cleaned["text"], trouble=cleaned["trouble"], done=cleaned["done"],
        )  # fmt: skip

    def files_of_report(self) -> list[CleanPhoto]:
        return [*self.cleaned_data["photos"], *self.cleaned_data["papers"]]


class TaskForm(HouseForm):
    """Who does a task of an issued plan, when, how much, and after what."""

    owner = forms.ModelChoiceField(label="Người phụ trách", queryset=User.objects.none(), required=False)
    organisation = forms.ModelChoiceField(
        label="Tổ chức thực hiện", queryset=Organisation.objects.none(), required=False
    )
    area = forms.ModelChoiceField(label="Thôn thực hiện", queryset=Area.objects.none(), required=False)
    starts_on = VnDateField(label="Bắt đầu", required=False)
    deadline = VnDateField(label="Hạn", required=False)
    volume = NumberField(label="Khối lượng", places=3, least=0, most=MOST_VOLUME, required=False)
    measure = NfcCharField(label="Đơn vị tính", max_length=50, required=False, help_text="Ví dụ: m, hộ, vườn.")
    after = forms.MultipleChoiceField(label="Làm sau các nhiệm vụ", required=False, widget=forms.CheckboxSelectMultiple)
    dropped = forms.BooleanField(label="Thôi làm nhiệm vụ này", required=False)
    note = NfcCharField(label="Lý do thay đổi", max_length=1000, required=False, widget=_box(2))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=4000)

    def __init__(
        self, task: Task, *args: Any, people: QuerySet[User], organisations: QuerySet[Organisation],
        places: QuerySet[Area], others: Iterable[Task], **kwargs: Any,
    ) -> None:  # fmt: skip
        first = {name: getattr(task, name) for name in ("starts_on", "deadline", "volume", "measure")}
        first |= {"owner": task.owner_id, "organisation": task.organisation_id, "area": task.area_id}
        first["dropped"] = task.state == TaskState.DROPPED
        super().__init__(*args, initial={**first, **kwargs.pop("initial", {})}, **kwargs)
        # Whoever is named already stays in the list, though the role may have ended since.
        self._offer("owner", people, task.owner_id)
        self._offer("organisation", organisations, task.organisation_id)
        self._offer("area", places, task.area_id)
        self._others = {str(other.pk): other for other in others}
        after: Any = self.fields["after"]
        after.choices = _by_block(self._others.values())

    def _offer(self, name: str, rows: QuerySet[Any], kept: int | None) -> None:
        field: Any = self.fields[name]
        field.queryset = rows | rows.model._default_manager.filter(pk=kept) if kept else rows  # noqa: SLF001 - Django's documented name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, deadline = cleaned.get("starts_on"), cleaned.get("deadline")
        if starts_on and deadline and deadline < starts_on:
            self.add_error("deadline", "Hạn phải từ ngày bắt đầu trở đi.")
        if cleaned.get("dropped") and not self.initial["dropped"] and not cleaned.get("note"):
            self.add_error("note", "Ghi rõ lý do thôi làm nhiệm vụ này.")
        if cleaned.get("volume") and not cleaned.get("measure"):
            self.add_error("measure", "Ghi đơn vị tính của khối lượng, ví dụ m, hộ, vườn.")
        return cleaned

    def chosen_after(self) -> list[Task]:
        return [self._others[pk] for pk in self.cleaned_data["after"]]


def _by_block(tasks: Iterable[Task]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for task in tasks:
        groups[str(task.block or "Nhiệm vụ chung")].append((str(task.pk), task.text))
    return list(groups.items())


class MoveForm(HouseForm):
    """Who takes over, and why."""

    to = forms.ModelChoiceField(label="Người nhận", queryset=User.objects.none())
    reason = NfcCharField(
        label="Lý do", max_length=500, widget=_box(2), help_text="Ví dụ: chuyển công tác từ ngày 1/12/2026.",
        error_messages={"required": "Ghi lý do chuyển việc."},
    )  # fmt: skip

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class FigureForm(HouseForm):
    """A target's figure at the end of a month; a figure that differs from the stored one needs a note."""

    value = NumberField(label="Số liệu", places=4, least=0, most=10**13, required=False)
    note = NfcCharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, target: Target, stored: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"value": stored}, **kwargs)
        self.target, self.stored = target, stored
        field: Any = self.fields["value"]
        field.label = f"Số liệu: {target.text}"
        field.suffix = target.unit if len(target.unit) <= 12 else ""
        self.fields["note"].label = f"Ghi chú: {target.text}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if self.stored is not None and cleaned.get("value") is None:
            self.add_error("value", "Số đã ghi không xóa được; ghi số đúng kèm lý do ở ô ghi chú.")
        elif self.is_new and self.stored is not None and not cleaned["note"]:
            self.add_error("note", "Số khác với số đã ghi; ghi lý do sửa.")
        return cleaned

    @property
    def is_new(self) -> bool:
        value = self.cleaned_data.get("value")
        return value is not None and value != self.stored
