"""Forms of the bank: a statement comes in, which column is what, the bank's number, a transfer split over its givers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from contributions.read.banks import known_banks
from contributions.read.statements import FIELDS
from core.errors import RuleError
from core.formats import money, parse_money
from core.forms import HouseForm, NfcCharField


class StatementForm(HouseForm):
    file = forms.FileField(
        label="Tệp sao kê", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.xml"}),
        help_text="Tệp .xlsx, .csv hoặc .xml (CAMT.053) tải từ ngân hàng. Nạp lại tệp cũ hay tệp trùng ngày không ghi dòng hai lần.",
        error_messages={"empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip
    again = forms.BooleanField(
        label="Chọn lại các cột", required=False, help_text="Khi ngân hàng đổi mẫu hoặc lần trước chọn sai cột."
    )

    def __init__(self, *args: Any, knows_columns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES
        if not knows_columns:
            del self.fields["again"]


class ColumnsForm(HouseForm):
    """Which heading is which field; `first` is what is guessed or was kept."""

    def __init__(self, headings: Sequence[str], *args: Any, first: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, initial=first, **kwargs)
        choices = [(heading, heading) for heading in dict.fromkeys(headings) if heading]
        for key, label in FIELDS.items():
            needed = key == "date"
            empty = ("", "Chọn…" if needed else "Không có cột này")
            self.fields[key] = forms.ChoiceField(label=label, choices=[empty, *choices], required=needed)
            self.fields[key].error_messages["required"] = "Chọn một cột."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for key, label in FIELDS.items():
            heading = data.get(key)
            if heading and heading in taken:
                self.add_error(key, f"Cột này đã chọn cho “{taken[heading]}”.")
            elif heading:
                taken[heading] = label
        if not self.errors and not any(data.get(key) for key in ("amount", "credit", "debit")):
            self.add_error("credit", "Chọn cột số tiền vào, hoặc cột số tiền có dấu.")
        if data.get("amount") and (data.get("credit") or data.get("debit")):
            self.add_error("amount", "Chọn cột số tiền có dấu, hoặc hai cột tiền vào và tiền ra.")
        return data

    def columns(self) -> dict[str, str]:
        return {key: heading for key, heading in self.cleaned_data.items() if heading}


class BankNumberForm(HouseForm):
    """The bank's number at NAPAS: picked from the known ones or typed."""

    bank = forms.ChoiceField(label="Ngân hàng", required=False)
    number = NfcCharField(
        label="Hoặc mã 6 chữ số", required=False, max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Mã ngân hàng tại NAPAS; hỏi ngân hàng mở tài khoản nếu chưa rõ.",
    )  # fmt: skip

    def __init__(self, now: str, *args: Any, **kwargs: Any) -> None:
        banks = known_banks()
        listed = now in {bank.number for bank in banks}
        super().__init__(*args, initial={"bank": now} if listed else {"number": now}, **kwargs)
        told = [
            (bank.number, f"{bank.name} ({bank.number}{'' if bank.confirmed else ', cần đối chiếu'})") for bank in banks
        ]
        self.fields["bank"] = forms.ChoiceField(
            label="Ngân hàng", required=False, choices=[("", "Ngân hàng khác"), *told]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("number") or data.get("bank") or ""
        if not self.errors and not (number.isascii() and number.isdecimal() and len(number) == 6):
            self.add_error("number", "Chọn ngân hàng, hoặc nhập mã gồm 6 chữ số, ví dụ 970405.")
        return {**data, "chosen": number}


class SplitForm(HouseForm):
    """A transfer as a receipt: who paid, and how much of it is for whom (boxes "so-<line>" beside the names)."""

    payer = NfcCharField(label="Người nộp", max_length=200)

    def __init__(self, *args: Any, amount: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.amount = amount
        #: What was typed, by line; and what is wrong with it.
        self.typed = {
            int(name[3:]): value.strip()
            for name, value in self.data.items()
            if name.startswith("so-") and name[3:].isdecimal() and len(name) < 13 and value.strip()
        }
        self.wrong: dict[int, str] = {}
        self.shares: dict[int, int] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line, value in self.typed.items():
            try:
                self.shares[line] = parse_money(value)
            except RuleError as error:
                self.wrong[line] = error.message
        self.shares = {line: amount for line, amount in self.shares.items() if amount}
        total = sum(self.shares.values())
        if self.wrong:
            self.add_error(None, "Có số tiền chưa đọc được; xem ở dòng có báo lỗi.")
        elif any(amount < 0 for amount in self.shares.values()):
            self.add_error(None, "Số tiền của từng người phải lớn hơn 0 đồng.")
        elif total > self.amount:
            self.add_error(
                None, f"Đã chia {money(total)} đồng, nhiều hơn {money(total - self.amount)} đồng so với khoản chuyển."
            )
        return data
