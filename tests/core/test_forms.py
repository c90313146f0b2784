"""Forms of the house: what people type is understood, errors say what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from core.forms import (
    DigitsField,
    HouseForm,
    MoneyField,
    NfcCharField,
    NumberField,
    PercentField,
    VnDateField,
    WholeField,
)


class WorkForm(HouseForm):
    name = NfcCharField(label="Tên")
    village = forms.ChoiceField(label="Thôn", choices=[("", "Chọn…"), ("a", "Thôn A")])
    due = VnDateField(label="Hạn")
    cost = MoneyField(label="Kinh phí", least=1000, most=10**9)
    share = PercentField(label="Phần dân góp")
    length = NumberField(label="Chiều dài", suffix="m", places=1, required=False)
    remark = NfcCharField(label="Ghi chú", required=False)


GOOD = {
    "name": "  Đường ngõ xóm ",
    "village": "a",
    "due": "30/6/2024",
    "cost": "2tr5",
    "share": "5,47",
    "length": "250,5",
}


def errors_of(**changed: Any) -> dict[str, list[str]]:
    form = WorkForm(GOOD | changed)
    form.is_valid()
    return {name: [str(line) for line in lines] for name, lines in form.errors.items()}


def test_what_people_type_is_understood() -> None:
    form = WorkForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Đường ngõ xóm",
        "village": "a",
        "due": date(2024, 6, 30),
        "cost": 2_500_000,
        "share": Decimal("5.47"),
        "length": Decimal("250.5"),
        "remark": "",
    }


def test_text_comes_in_as_nfc() -> None:
    form = WorkForm(GOOD | {"name": "Thu\u031bo\u031b\u0323ng Lo\u0323\u0302"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Thượng Lộ"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập mục này."),
        ("village", "", "Chọn một mục."),
        ("due", "31/11/2024", "Tháng 11 chỉ có 30 ngày. Nhập lại, ví dụ 30/11/2024."),
        ("cost", "1,500", "Nhập số tiền như 1.500.000, 1500000, 2tr5 hoặc 450k."),
        ("cost", "500", "Số tiền phải từ 1.000 đồng trở lên."),
        ("cost", "2 tỷ", "Số tiền không quá 1.000.000.000 đồng."),
        ("share", "101", "Số không quá 100."),
        ("share", "-1", "Số phải từ 0 trở lên."),
        ("length", "1,25", "Nhập nhiều nhất 1 chữ số sau dấu phẩy."),
    ],
)
def test_an_error_says_what_is_wrong_and_shows_a_right_example(field: str, typed: str, sentence: str) -> None:
    assert errors_of(**{field: typed}) == {field: [sentence]}


class CountForm(HouseForm):
    households = WholeField(label="Tổng số hộ", least=1, most=100_000)
    year = DigitsField(label="Năm", least=2010, most=2100)


def counted(**typed: str) -> dict[str, Any]:
    form = CountForm({"households": "12", "year": "2026"} | typed)
    return form.cleaned_data if form.is_valid() else {name: str(lines[0]) for name, lines in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1.000", 1000), ("12.000", 12_000), ("1.200", 1200), ("1200", 1200), (" 1 200 ", 1200), ("7", 7), ("007", 7)],
)
def test_a_count_is_read_with_or_without_dots(typed: str, read: int) -> None:
    assert counted(households=typed) == {"households": read, "year": 2026}


@pytest.mark.parametrize(
    "typed", ["1.00", "12.0", "1.0000", "1,000", "1,5", "0.125", "1.000,0", "mười", "1e3", "--1", "١٢", "1.000.00"]
)
def test_a_count_that_could_mean_another_is_refused(typed: str) -> None:
    assert counted(households=typed) == {"households": "Nhập số nguyên, ví dụ 12 hoặc 1.200."}


def test_the_limits_of_a_count_are_written_as_it_is_typed() -> None:
    assert counted(households="100.001") == {"households": "Số không quá 100.000."}
    assert counted(households="-3") == {"households": "Số phải từ 1 trở lên."}
    assert counted(households="9" * 30) == {"households": "Số lớn quá mức; kiểm tra lại số chữ số 0."}


@pytest.mark.parametrize("typed", ["2.026", "2026.0", "2026.000", "2026,0", "26.7"])
def test_a_year_is_never_grouped(typed: str) -> None:
    assert counted(year=typed) == {"year": "Nhập số nguyên viết liền, không có dấu chấm."}
    assert counted(year="26") == {"year": "Số phải từ 2010 trở lên."}


def test_a_stored_count_is_grouped_and_a_stored_year_is_not() -> None:
    form = CountForm(initial={"households": 1200, "year": 2026})
    assert 'value="1.200"' in str(form["households"])
    assert 'value="2026"' in str(form["year"])
    assert not CountForm(
        {"households": "1.200", "year": "2026"}, initial={"households": 1200, "year": 2026}
    ).changed_data


def test_a_message_that_a_form_gave_its_field_is_kept() -> None:
    class Own(HouseForm):
        reason = forms.CharField(error_messages={"required": "Ghi lý do trả lại."})

    assert Own({}).errors["reason"] == ["Ghi lý do trả lại."]


def test_stored_values_are_shown_as_people_write_them_and_typed_ones_as_typed() -> None:
    stored = WorkForm(initial={"due": date(2024, 6, 3), "cost": 1_500_000, "share": Decimal("5.470")})
    assert 'value="3/6/2024"' in str(stored["due"])
    assert 'value="1.500.000"' in str(stored["cost"])
    assert 'value="5,47"' in str(stored["share"])
    assert 'value="2tr5"' in str(WorkForm(GOOD)["cost"])


def test_an_unchanged_value_does_not_count_as_a_change() -> None:
    form = WorkForm(
        GOOD | {"cost": "2.500.000", "length": ""},
        initial={"cost": 2_500_000, "due": date(2024, 6, 30), "length": None},
    )
    assert not {"cost", "due", "length"} & set(form.changed_data)


def crispy(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_crispy_puts_label_error_input_and_hint_in_the_house_order() -> None:
    html = crispy(WorkForm(GOOD | {"due": "31/11/2024"}))
    label, error, field = (html.index(part) for part in ('for="id_due"', 'id="id_due_error"', 'name="due"'))
    assert label < error < field
    assert '<a href="#id_due">Hạn: Tháng 11 chỉ có 30 ngày. Nhập lại, ví dụ 30/11/2024.</a>' in html
    assert 'aria-describedby="id_due_error"' in html
    assert "Có 1 chỗ cần sửa" in html


def test_optional_fields_say_so_and_there_is_no_asterisk() -> None:
    html = crispy(WorkForm())
    assert html.count("(nếu có)") == 2
    assert "*" not in html
    assert "<form" not in html


def test_the_summary_leads_into_radios_and_gathers_several_forms() -> None:
    class Choice(HouseForm):
        kind = forms.ChoiceField(label="Hình thức", choices=[("a", "A")], widget=forms.RadioSelect)

        def clean(self) -> None:
            raise forms.ValidationError("Hai ngày chưa khớp.")

    rows = forms.formset_factory(Choice)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-kind": ""})
    html = Template("{% error_summary one rows %}").render(Context({"one": Choice({}), "rows": rows}))
    assert "Có 4 chỗ cần sửa" in html
    assert html.count("<li>Hai ngày chưa khớp.</li>") == 2
    assert 'href="#id_kind_0"' in html
    assert 'href="#id_form-0-kind_0"' in html


def test_a_choice_of_a_model_asks_in_words() -> None:
    class Kinds(HouseForm):
        kind = forms.TypedChoiceField(choices=[("", "---------"), ("a", "Hội")])

    html = str(Kinds()["kind"])
    assert "---------" not in html
    assert "Chọn…" in html
