"""The rows of each list of a plan's form: their fields, and what is checked at them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from campaigns.compose.editing import RowList
from campaigns.enums import (
    AwardLevel,
    CriteriaSetKey,
    Direction,
    Every,
    FundKind,
    MilestoneRule,
    Standing,
    VillageRole,
)
from campaigns.forms.grids import (
    Box,
    Grid,
    LineBox,
    PickField,
    RowForm,
    TickBox,
    choice,
    day,
    figure,
    grid_class,
    line,
    linked,
    money,
    whole,
    words,
)
from campaigns.forms.task_rows import TaskGrid, TaskRow, waits_in_words
from campaigns.queries.composing import Lists
from core import clock
from core.forms import NfcCharField
from documents.enums import DeliveryWay


class LineRow(RowForm):
    text = line("Nội dung")
    css: ClassVar = {"text": "n-c-wide"}
    needs = "text"


class ContentRow(RowForm):
    heading = line("Đề mục (nếu có)")
    text = line("Nội dung")
    css: ClassVar = {"heading": "n-c-mid", "text": "n-c-wide"}
    needs = "text"


class StandingForm(RowForm):
    set = choice("Bộ tiêu chí", CriteriaSetKey.choices)
    code = words("Số", 10)
    name = line("Tên")
    standing = choice("Kết quả", Standing.choices, empty=None)
    value = figure("Giá trị", places=4)
    goal = figure("Mức phải đạt", places=4)
    unit = words("Đơn vị tính")
    css: ClassVar = {"set": "n-c-pick", "code": "n-c-num", "name": "n-c-wide", "standing": "n-c-pick", "value": "n-c-num",
                     "goal": "n-c-num", "unit": "n-c-unit"}  # fmt: skip
    stacked = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("code") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Nhập số hoặc tên của tiêu chí, hoặc xóa dòng này.")
        return data


class TargetRow(RowForm):
    text = line("Chỉ tiêu")
    base = figure("Hiện có", places=4)
    direction = choice("Chiều", Direction.choices)
    value = figure("Mục tiêu", places=4)
    unit = words("ĐVT")
    css: ClassVar[Mapping[str, str]] = {
        "text": "n-c-wide",
        "base": "n-c-num",
        "direction": "n-c-pick",
        "value": "n-c-num",
        "unit": "n-c-unit",
    }
    needs = "text"
    stacked = True


class FreeTargetRow(TargetRow):
    criterion = whole("Tiêu chí", 99)
    css: ClassVar[Mapping[str, str]] = {**TargetRow.css, "criterion": "n-c-num"}


class BlockRow(RowForm):
    number = words("Mục", 40)
    criterion = whole("Tiêu chí số", 99)
    title = line("Tên")
    css: ClassVar = {"number": "n-c-num", "criterion": "n-c-num", "title": "n-c-wide"}
    needs = "title"


class BracketRow(RowForm):
    group = line("Đối tượng")
    min_income = money("Thu nhập từ (đồng/tháng)")
    max_income = money("đến dưới (đồng/tháng)")
    days = figure("Số ngày công", least=0, most=365)
    amount = money("hoặc số tiền (đồng)")
    stacked = True
    css: ClassVar = {"group": "n-c-wide", "min_income": "n-c-money", "max_income": "n-c-money", "days": "n-c-num", "amount": "n-c-money"}  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("min_income"), data.get("max_income")
        if low is not None and high is not None and high <= low:
            self.add_error("max_income", "Mức trên phải lớn hơn mức dưới, ví dụ từ 3.000.000 đến dưới 5.000.000.")
        if data.get("days") is None and data.get("amount") is None and not {"days", "amount"} & set(self.errors):
            self.add_error("days", "Nhập số ngày công hoặc số tiền.")
        return data


class VillageRow(RowForm):
    name = words("Thôn", list="ds-thon")
    role = choice("Vai trò", VillageRole.choices, empty=None)
    reach = line("Phải đạt")
    criteria = whole("Số tiêu chí", 99)
    gardens = whole("Số vườn mẫu", 9999)
    garden_criteria = whole("Tiêu chí mỗi vườn", 99)
    css: ClassVar = {"name": "n-c-mid", "role": "n-c-pick", "reach": "n-c-wide", "criteria": "n-c-num", "gardens": "n-c-num", "garden_criteria": "n-c-num"}  # fmt: skip
    needs = "name"
    stacked = True

    def values(self) -> dict[str, Any]:
        return {**super().values(), "area": self.lists.villages.find(self.cleaned_data.get("name"))}


class MilestoneRow(RowForm):
    what = line("Việc")
    rule = choice("Mốc", MilestoneRule.choices, empty=None)
    on = day("Ngày")
    place = words("Địa điểm", 300)
    css: ClassVar = {"what": "n-c-wide", "rule": "n-c-pick", "on": "n-c-date", "place": "n-c-mid"}
    needs = "what"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Nhập ngày, ví dụ 30/6/2026.")
        return data


class RoutineRow(RowForm):
    what = line("Việc")
    every = choice("Chu kỳ", Every.choices, empty=None)
    day = whole("Vào ngày, thứ", 31)
    at = forms.TimeField(
        label="Giờ", required=False, input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"], widget=Box({"maxlength": 8}),
        error_messages={"invalid": "Nhập giờ như 17:00 hoặc 17h30."},
    )  # fmt: skip
    who = words("Ai làm", 500, list="ds-to-chuc")
    gathers = forms.BooleanField(label="Có huy động người", required=False, widget=TickBox())
    css: ClassVar = {"what": "n-c-wide", "every": "n-c-pick", "day": "n-c-num", "at": "n-c-num", "who": "n-c-mid", "gathers": "n-c-tick"}  # fmt: skip
    needs = "what"
    stacked = True

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {**super().initial_of(row), "at": f"{row.at:%H:%M}" if row.at else ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("every") == Every.WEEK and (data.get("day") or 1) > 7:
            self.add_error("day", "Việc hằng tuần: nhập thứ trong tuần từ 1 (thứ Hai) đến 7 (Chủ nhật).")
        if data.get("day") is not None and data["day"] < 1:
            self.add_error("day", "Nhập ngày từ 1 đến 31.")
        return data


class AwardRow(RowForm):
    level = choice("Cấp khen", AwardLevel.choices, empty=None)
    form = line("Hình thức")
    rule = line("Cách xét")
    css: ClassVar = {"level": "n-c-pick", "form": "n-c-mid", "rule": "n-c-wide"}
    needs = "form"


class FundRow(RowForm):
    kind = choice("Nguồn", FundKind.choices, empty=None)
    text = line("Nội dung")
    amount = money("Số tiền (đồng)")
    css: ClassVar = {"kind": "n-c-pick", "text": "n-c-wide", "amount": "n-c-money"}


class CostRow(RowForm):
    text = line("Nội dung chi")
    quantity = figure("Số lượng", least=0)
    unit = words("ĐVT", 50)
    price = money("Đơn giá (đồng)")
    amount = money("Thành tiền (đồng)")
    fund = words("Từ nguồn", 500, list="ds-nguon")
    css: ClassVar = {"text": "n-c-wide", "quantity": "n-c-num", "unit": "n-c-unit", "price": "n-c-money", "amount": "n-c-money", "fund": "n-c-mid"}  # fmt: skip
    needs = "text"
    stacked = True

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {**super().initial_of(row), "fund": str(row.fund) if row.fund else ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        count, price, amount = data.get("quantity"), data.get("price"), data.get("amount")
        if count is not None and price is not None and not {"quantity", "price", "amount"} & set(self.errors):
            due = int((count * price).to_integral_value())
            if amount is None:
                data["amount"] = due
            elif amount != due:
                self.add_error(
                    "amount", f"Số lượng × đơn giá là {due:,} đồng; đang ghi {amount:,} đồng.".replace(",", ".")
                )
        return data


class DutyRow(RowForm):
    unit = words("Đơn vị", 500, list="ds-to-chuc")
    duties = NfcCharField(
        label="Nhiệm vụ (mỗi dòng một việc)", required=False, max_length=20_000, widget=LineBox({"data-lines": True, "rows": 2})
    )  # fmt: skip
    css: ClassVar = {"unit": "n-c-mid", "duties": "n-c-wide"}
    needs = "unit"

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {**super().initial_of(row), "duties": "\n".join(row.duties)}

    def values(self) -> dict[str, Any]:
        lines = [" ".join(part.split()) for part in (self.cleaned_data.get("duties") or "").splitlines()]
        values: dict[str, Any] = {"unit": self.cleaned_data["unit"], "duties": [part for part in lines if part]}
        return {**values, **linked(self, "unit", "organisation", self.lists.organisations.find(values["unit"]))}


class DeliveryRow(RowForm):
    name = words("Nơi nhận", 300, list="ds-to-chuc")
    email = forms.EmailField(
        label="Thư điện tử", required=False, max_length=254, widget=Box({"autocomplete": "off", "inputmode": "email"}),
        error_messages={"invalid": "Nhập địa chỉ như vanphong@vidu.gov.vn."},
    )  # fmt: skip
    way = choice("Cách gửi", DeliveryWay.choices)
    css: ClassVar = {"name": "n-c-wide", "email": "n-c-mid", "way": "n-c-pick"}
    needs = "name"

    def values(self) -> dict[str, Any]:
        bare = re.sub(r"\s*\([^)]*\)\s*$", "", self.cleaned_data.get("name") or "").rstrip(";.")
        return {**super().values(), **linked(self, "name", "organisation", self.lists.organisations.find(bare))}


class BasisRow(RowForm):
    cited = PickField(
        label="Văn bản trong danh mục", source="cited", suggestions="ds-van-ban",
        unknown="Không thấy văn bản “{typed}” trong danh mục; chọn trong danh mục hoặc ghi nguyên câu ở ô bên.",
        max_length=2000,
    )  # fmt: skip
    text = line("Câu căn cứ khác (nếu có)")
    css: ClassVar = {"cited": "n-c-wide", "text": "n-c-wide"}
    stacked = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("cited") and not data.get("text") and not self.errors:
            self.add_error("cited", "Chọn văn bản hoặc ghi câu căn cứ, hoặc xóa dòng này.")
        return data

    def note(self) -> str:
        cited = self.initial.get("cited")
        if cited is None or isinstance(cited, str):
            return ""
        if cited.replaced_by_id:
            return f"Đã được thay bằng {cited.replaced_by}"
        if cited.valid_to and cited.valid_to < clock.today():
            return f"Hết hiệu lực từ {cited.valid_to.day}/{cited.valid_to.month}/{cited.valid_to.year}"
        return ""


FORMS: dict[str, type[RowForm]] = {
    "can-cu": BasisRow, "muc-dich": LineRow, "yeu-cau": LineRow, "noi-dung": ContentRow, "giai-phap-chung": ContentRow,
    "mo-hinh": ContentRow, "hoat-dong": ContentRow, "cham-diem": ContentRow, "doi-tuong": LineRow, "hien-trang": StandingForm,
    "khoi": BlockRow, "giai-phap": LineRow, "muc": BracketRow, "thon": VillageRow, "moc": MilestoneRow,
    "dinh-ky": RoutineRow, "khen": AwardRow, "nguon": FundRow, "chi": CostRow, "phan-cong": DutyRow, "noi-nhan": DeliveryRow,
    "viec": TaskRow,
}  # fmt: skip
_CLASSES = {name: grid_class(form, TaskGrid if form is TaskRow else Grid) for name, form in FORMS.items()}
_TARGETS, _TARGETS_OF_BLOCK = grid_class(FreeTargetRow), grid_class(TargetRow)


def grid_for(list_: RowList, rows: list[Any], lists: Lists, data: Any | None = None, *, in_block: bool = False) -> Grid:
    """The formset of a list: of the stored rows, or of what was typed (`data`)."""
    class_ = _CLASSES[list_.name] if list_.name != "chi-tieu" else _TARGETS_OF_BLOCK if in_block else _TARGETS
    initial = [class_.form.initial_of(row) for row in rows]
    if list_.name == "viec":
        waits = waits_in_words(rows, lists)
        for known in initial:
            known["after"] = waits[known["id"]]
    return class_(data, initial=initial, list_=list_, lists=lists)
