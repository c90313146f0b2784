"""Rows of one kind as a formset on the screen: fields that render quickly, cells, and what a person typed as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from campaigns.compose.editing import RowList, Typed
from core.forms import (
    DateInput,
    DigitsField,
    HouseForm,
    MoneyField,
    MoneyInput,
    NfcCharField,
    NumberField,
    NumberInput,
    VnDateField,
    WholeField,
)

if TYPE_CHECKING:
    from campaigns.queries.composing import Choices, Lists

MOST_ROWS = 400
TEXT = 10_000


# --- Boxes: a grid has hundreds, so they write their tag themselves instead of through templates ---


def tag(name: str, attributes: Mapping[str, Any]) -> SafeString:
    """An opening tag; everything is escaped, what is None or False left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is True:
            parts.append(key)
        elif value is not None and value is not False:
            parts.append(f'{key}="{escape(value)}"')
    return mark_safe(f"<{' '.join(parts)}>")  # noqa: S308 - escaped above


class _QuickInput(forms.TextInput):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        built = {"type": "text", "name": name, **self.build_attrs(self.attrs, attrs)}
        shown = self.format_value(value)
        if shown not in (None, ""):
            built["value"] = shown
        return tag("input", built)


class Box(_QuickInput):
    pass


class DateBox(_QuickInput, DateInput):
    pass


class MoneyBox(_QuickInput, MoneyInput):
    pass


class NumberBox(_QuickInput, NumberInput):
    pass


class LineBox(forms.Textarea):
    """Text that grows with what is typed; Enter goes on to the next row unless it has `data-lines`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        built = {"name": name, **self.build_attrs(self.attrs, attrs)}
        return mark_safe(f"{tag('textarea', built)}\n{escape(self.format_value(value) or '')}</textarea>")  # noqa: S308 - escaped


class ChoiceBox(forms.Select):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        built, chosen = {"name": name, **self.build_attrs(self.attrs, attrs)}, "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(code)}"{" selected" if str(code or "") == chosen else ""}>{escape(label)}</option>'
            for code, label in self.choices
        )
        return mark_safe(f"{tag('select', built)}{options}</select>")  # noqa: S308 - escaped above


class TickBox(forms.CheckboxInput):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        built = {"type": "checkbox", "name": name, **self.build_attrs(self.attrs, attrs), "checked": bool(value)}
        return tag("input", built)


# --- Fields of rows ---


class LineField(NfcCharField):
    """One line of any length, in a box that grows with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": TEXT, "widget": LineBox(), **kwargs})

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


def words(label: str, length: int = 200, **kwargs: Any) -> NfcCharField:
    """A short text; `list` names the page's list of suggestions."""
    suggestions = kwargs.pop("list", None)
    box = Box({"list": suggestions, "autocomplete": "off"} if suggestions else {})
    return NfcCharField(label=label, max_length=length, required=kwargs.pop("required", False), widget=box, **kwargs)


def line(label: str, *, required: bool = False, **kwargs: Any) -> LineField:
    return LineField(label=label, required=required, **kwargs)


def day(label: str, **kwargs: Any) -> VnDateField:
    return VnDateField(label=label, required=False, widget=DateBox(), **kwargs)


def money(label: str, **kwargs: Any) -> MoneyField:
    return MoneyField(label=label, required=False, widget=MoneyBox(), suffix="", **kwargs)


def figure(label: str, **kwargs: Any) -> NumberField:
    return NumberField(label=label, required=False, widget=NumberBox(), suffix="", **kwargs)


def whole(label: str, most: int = 32_000) -> WholeField:
    return WholeField(label=label, required=False, widget=NumberBox(), suffix="", least=0, most=most)


def choice(label: str, choices: Any, *, empty: str | None = "—") -> forms.ChoiceField:
    """One of a few; with `empty=None` the first one stands until another is chosen."""
    options = list(choices)
    if empty is None:
        return forms.ChoiceField(label=label, choices=options, initial=options[0][0], widget=ChoiceBox())
    return forms.ChoiceField(label=label, choices=[("", empty), *options], required=False, widget=ChoiceBox())


class PickField(NfcCharField):
    """A row of ours named by its words, chosen from suggestions or typed or pasted; cleans to the row.

    The form gives `choices_` from its Lists. `unknown` is what is said of other words.
    """

    def __init__(self, *, source: str, suggestions: str, unknown: str, **kwargs: Any) -> None:
        box = Box({"list": suggestions, "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 500, "widget": box, **kwargs})
        self.source, self.unknown = source, unknown
        self.from_: Choices | None = None

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str) or self.from_ is None:
            return value
        return self.from_.words_for(value)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = self.from_.find(typed) if self.from_ else None
        if typed and found is None:
            raise ValidationError(self.unknown.format(typed=typed), code="unknown")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or "", data)


# --- Rows and grids ---


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    html: SafeString
    errors: list[str]
    error_id: str
    css: str


class RowForm(HouseForm):
    """One row. Its fields in order are its columns; `css` says how wide each is (classes of the grid)."""

    id = DigitsField(required=False, widget=forms.HiddenInput(), least=1)
    css: ClassVar[Mapping[str, str]] = {}
    #: Rows of several short fields under one long one, instead of one line a row.
    stacked: ClassVar[bool] = False
    #: What an empty row needs before it counts.
    needs: ClassVar[str] = ""

    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        self.lists = lists
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.from_ = getattr(lists, field.source)

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """What the boxes show of a stored row."""
        return {"id": row.pk, **{name: getattr(row, name) for name in cls.base_fields if name != "id"}}

    def values(self) -> dict[str, Any]:
        """What is to be written, by the model's field names."""
        return {name: self.cleaned_data.get(name) for name in self.base_fields if name != "id"}

    def note(self) -> str:
        """A word on the stored row, beside its number ("hết hiệu lực")."""
        return ""

    @classmethod
    def heads(cls) -> list[tuple[str, str]]:
        return [(str(field.label), cls.css.get(name, "")) for name, field in cls.base_fields.items() if name != "id"]

    def cells(self) -> Iterator[Cell]:
        kinds: dict[type[Any], str] = {ChoiceBox: "form-select", TickBox: "form-check-input"}
        word = self.row_name
        for name in self.base_fields:
            if name == "id":
                continue
            bound, errors = self[name], [str(error) for error in self.errors.get(name, ())] if self.is_bound else []
            css = f"{bound.field.widget.attrs.get('class', '')} {kinds.get(type(bound.field.widget), 'form-control')}"
            attrs: dict[str, Any] = {
                "class": f"{css} is-invalid" if errors else css,
                "aria-label": f"{word}: {bound.label}",
            }
            if errors:
                attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
            yield Cell(
                str(bound.label), bound.as_widget(attrs=attrs), errors, f"{bound.auto_id}_error", self.css.get(name, "")
            )

    row_name = ""

    @cached_property
    def changed_data(self) -> list[str]:
        """Typed fields only: a place in the order or a tick alone do not make a row."""
        return [name for name in super().changed_data if name in self.base_fields and name != "id"]

    @property
    def row_number(self) -> int:
        """Stands before the row and in what points to it; it stays with the row while it is moved about."""
        return int(self.prefix.rsplit("-", 1)[1]) + 1 if self.prefix and self.prefix[-1].isdigit() else 0

    @property
    def order_box(self) -> SafeString:
        place = self[ORDERING_FIELD_NAME]
        attrs = {"class": "form-control n-order", "aria-label": f"{self.row_name}: thứ tự", "inputmode": "numeric"}
        return Box().render(place.html_name, place.value() or self.row_number, {**attrs, "id": place.auto_id})

    @property
    def delete_box(self) -> SafeString:
        gone = self[DELETION_FIELD_NAME]
        attrs = {"class": "form-check-input", "aria-label": f"{self.row_name}: xóa", "id": gone.auto_id}
        return TickBox().render(gone.html_name, gone.value() in (True, "on"), attrs)

    @property
    def is_stored(self) -> bool:
        return bool(self["id"].value())


def linked(form: RowForm, words_field: str, link: str, found: Any) -> dict[str, Any]:
    """The row of ours that typed words name; a link made elsewhere stays while its words stay."""
    if found is None and form.is_stored and words_field not in form.changed_data:
        return {}
    return {link: found}


class Grid(forms.BaseFormSet):
    """The rows of one list. Blank rows count for nothing; rows come back in the order of their ORDER boxes."""

    list_: RowList
    form: type[RowForm]

    def __init__(self, *args: Any, list_: RowList, lists: Lists, **kwargs: Any) -> None:
        self.list_, self.lists = list_, lists
        said = {
            "too_many_forms": f"“{list_.title}”: nhiều nhất %(num)d dòng; chia sang kế hoạch hoặc mục khác.",
            "missing_management_form": "Trang gửi lên thiếu phần khai báo số dòng; tải lại trang rồi gửi lại.",
        }
        super().__init__(
            *args, **{**kwargs, "prefix": list_.name, "form_kwargs": {"lists": lists}, "error_messages": said}
        )

    def _construct_form(self, i: int, **kwargs: Any) -> forms.BaseForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # documented only for ModelFormSet
        form.row_name = f"{self.list_.word} {i + 1}"
        return form

    @property
    def empty_form(self) -> RowForm:
        form = super().empty_form
        form.row_name = f"{self.list_.word} mới"
        return form

    def clean(self) -> None:
        for form in self.live_forms:
            needs = form.needs
            if needs and not form.cleaned_data.get(needs) and needs not in form.errors:
                form.add_error(needs, f"Nhập mục “{form.fields[needs].label}”, hoặc xóa dòng này.")

    @property
    def live_forms(self) -> list[RowForm]:
        """Rows that say something and are not struck out."""
        return [form for form in self.forms if self._says_something(form) and not self.is_struck_out(form)]

    def is_struck_out(self, form: RowForm) -> bool:
        return bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))

    def _says_something(self, form: RowForm) -> bool:
        return hasattr(form, "cleaned_data") and bool(form.cleaned_data) and (form.is_stored or form.has_changed())

    def typed(self) -> list[Typed]:
        """What a person left in the valid rows, in the order wanted."""
        kept = [form for form in self.forms if self._says_something(form)]
        kept.sort(key=lambda form: (form.cleaned_data.get(ORDERING_FIELD_NAME) or form.row_number, form.row_number))
        return [
            Typed(
                pk=form.cleaned_data.get("id"), number=form.row_number, deleted=self.is_struck_out(form),
                values={} if self.is_struck_out(form) else form.values(),
            )
            for form in kept
            if form.cleaned_data.get("id") or not self.is_struck_out(form)
        ]  # fmt: skip

    @cached_property
    def heads(self) -> list[tuple[str, str]]:
        return self.form.heads()

    @property
    def stacked(self) -> bool:
        return self.form.stacked

    @property
    def shown_forms(self) -> list[RowForm]:
        """In the order in which the person had put them."""

        def place(form: RowForm) -> tuple[int, int]:
            typed = str(form[ORDERING_FIELD_NAME].value() or "")
            return int(typed) if typed.isdecimal() and len(typed) < 6 else form.row_number, form.row_number

        return sorted(self.forms, key=place)


def grid_class(form: type[RowForm], base: type[Grid] = Grid) -> type[Grid]:
    made = forms.formset_factory(
        form, formset=base, extra=3, can_delete=True, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 100,
        validate_max=True,
    )  # fmt: skip
    return cast("type[Grid]", made)
