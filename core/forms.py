"""Forms of the house: fields that read what people here type, and the crispy helper.

The look is in templates/ui/field.html: label above, hint under, error above the field and in the summary,
"(nếu có)" instead of asterisks. An error says what is wrong and shows a right example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from core import formats
from core.errors import RuleError
from core.text import nfc

_DEFAULT_REQUIRED = forms.Field.default_error_messages["required"]
#: More figures before the comma are a slip of the finger, and past 28 Decimal rounds no more.
_MOST_FIGURES = 18
_WHOLE = re.compile(r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)")
_DIGITS = re.compile(r"-?[0-9]+")
_Value = TypeVar("_Value")


class HouseHelper(FormHelper):
    """Crispy inside a <form> that the page writes itself: its buttons stand in the page, not in Python."""

    form_tag = False
    disable_csrf = True
    include_media = False


class _Choices(forms.models.ModelChoiceIterator):
    """What a select offers, read whole and once a form.

    Django reads it through a cursor each time it is asked for; PostgreSQL takes it then that only the first rows are wanted and
    walks all areas of the country in their order.
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.queryset:
            yield self.choice(row)


class HouseFormMixin:
    """Vietnamese sentences and the crispy helper for a Form or ModelForm; stands first among the bases.

    Messages and empty labels that a field was given by its form are kept.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = HouseHelper()
        for field in self.fields.values():
            chooses = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
            if field.error_messages.get("required") is _DEFAULT_REQUIRED:
                field.error_messages["required"] = "Chọn một mục." if chooses else "Nhập mục này."
            if isinstance(field, forms.CharField):
                field.error_messages.setdefault(
                    "max_length", "Nhập nhiều nhất %(limit_value)d ký tự; đang có %(show_value)d."
                )
            if isinstance(field, forms.TypedChoiceField):
                # A choice of a model, which Django fills up with a line of dashes.
                field.choices = [(key, "Chọn…" if label == "---------" else label) for key, label in field.choices]  # type: ignore[misc, union-attr]
            if isinstance(field, forms.ModelChoiceField):
                if field.empty_label == "---------":
                    field.empty_label = "Chọn…"
                if field.iterator is forms.models.ModelChoiceIterator:
                    field.iterator = _Choices
                    field.widget.choices = field.choices


class HouseForm(HouseFormMixin, forms.Form):
    """A plain form in the house look."""


class NfcCharField(forms.CharField):
    """Text kept in NFC, trimmed; the one door through which typed words come in."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return nfc(text) if text else text


class _TypedInput(forms.TextInput):
    """A text box that shows a stored value as people write it and what was typed as it was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **self.house_attrs, **(attrs or {})})

    house_attrs: ClassVar[dict[str, Any]] = {}


class DateInput(_TypedInput):
    """30/6/2024 as text; no calendar is forced on anybody."""

    house_attrs: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "class": "tnum n-w-date", "maxlength": 30}

    def format_value(self, value: Any) -> str | None:
        return formats.vndate(value) if isinstance(value, (date, datetime)) else super().format_value(value)


class MoneyInput(_TypedInput):
    """1.500.000, right-aligned; app.js groups the figures when the field is left."""

    house_attrs: ClassVar[dict[str, Any]] = {"class": "num n-w-money", "data-money": True, "maxlength": 40}

    def format_value(self, value: Any) -> str | None:
        return formats.money(value) if isinstance(value, (int, Decimal)) else super().format_value(value)


class NumberInput(_TypedInput):
    """A figure with a decimal comma."""

    house_attrs: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "class": "num n-w-number", "maxlength": 30}

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, (int, float, Decimal)):
            return formats.number(value, places=10)
        return super().format_value(value)


class DigitsInput(_TypedInput):
    """A year, a day, a place in an order: no dots between the figures."""

    house_attrs: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "class": "tnum n-w-number", "maxlength": 20}


class VnDateField(forms.DateField):
    """A date typed as 30/6/2024 (also 30-6-2024, 30.6.2024, 2024-06-30)."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            return _typed(formats.parse_date, value)
        return super().to_python(value)


class _FigureField(forms.Field):
    #: Stands inside the box, at its right end.
    suffix = ""

    def __init__(self, *, suffix: str | None = None, **kwargs: Any) -> None:
        if suffix is not None:
            self.suffix = suffix
        super().__init__(**kwargs)


class MoneyField(_FigureField):
    """Whole đồng typed as 1.500.000, 1500000, 2tr5 or 450k; cleans to int.

    `least` and `most` bound the amount.
    """

    widget = MoneyInput
    suffix = "đồng"

    def __init__(self, *, least: int = 0, most: int | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        return value if isinstance(value, int) else _typed(formats.parse_money, str(value))

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            raise ValidationError(f"Số tiền phải từ {formats.money(self.least)} đồng trở lên.", code="least")
        if value is not None and self.most is not None and value > self.most:
            raise ValidationError(f"Số tiền không quá {formats.money(self.most)} đồng.", code="most")


class NumberField(_FigureField):
    """A figure typed with a decimal comma, 5,47; cleans to Decimal. `places` is how many decimals are kept at most."""

    widget: type[_TypedInput] = NumberInput

    def __init__(
        self, *, places: int = 2, least: Decimal | int | None = None, most: Decimal | int | None = None, **kwargs: Any
    ) -> None:
        self.places, self.least, self.most = places, least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        return value if isinstance(value, Decimal) else _typed(formats.parse_number, str(value))

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value.adjusted() > _MOST_FIGURES:
            raise ValidationError("Số lớn quá mức; kiểm tra lại số chữ số 0.", code="most")
        if round(value, self.places) != value:
            kept = f"nhiều nhất {self.places} chữ số sau dấu phẩy" if self.places else "số nguyên"
            raise ValidationError(f"Nhập {kept}.", code="places")
        if self.least is not None and value < self.least:
            raise ValidationError(f"Số phải từ {self.shown(self.least)} trở lên.", code="least")
        if self.most is not None and value > self.most:
            raise ValidationError(f"Số không quá {self.shown(self.most)}.", code="most")

    def shown(self, limit: Decimal | int) -> str:
        """A limit as its sentence names it."""
        return formats.number(limit)


class WholeField(NumberField):
    """A count typed as 1200 or 1.200; cleans to int.

    A dot only parts thousands here: "1.20" could mean 1,2 or a slip, so it is refused. forms.IntegerField takes "1.000" for 1.
    """

    shape, fault = _WHOLE, "Nhập số nguyên, ví dụ 12 hoặc 1.200."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"places": 0, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = "".join(nfc(value).split())
            if value and not self.shape.fullmatch(value):
                raise ValidationError(self.fault, code="invalid")
        return super().to_python(value)

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)


class DigitsField(WholeField):
    """A year, a day of the month, a place in an order, the key of a row: figures in one piece; cleans to int."""

    widget = DigitsInput
    shape, fault = _DIGITS, "Nhập số nguyên viết liền, không có dấu chấm."

    def shown(self, limit: Decimal | int) -> str:
        return str(limit)


class PercentField(NumberField):
    """A share from 0 to 100."""

    suffix = "%"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"least": 0, "most": 100, **kwargs})


def _typed(parse: Callable[[str], _Value], text: str) -> _Value:
    """What `parse` makes of the text; its sentence becomes the field's error."""
    try:
        return parse(text)
    except RuleError as error:
        raise ValidationError(error.message, code="invalid") from error
