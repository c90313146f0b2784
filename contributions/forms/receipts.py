"""Forms of one receipt: the receipt itself, its goods, whom it is for, and what becomes of it later."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.forms import grids
from campaigns.forms.grids import Grid, RowForm
from campaigns.forms.places import ListName, PastDayField
from campaigns.models import Work
from contributions.enums import MONEY, BookKind, Way
from contributions.forms.givers import GiverField, meant, told
from contributions.models import Book
from contributions.queries.campaigns import villages_for, works_for
from contributions.queries.receipts import books_for, resolved
from contributions.rules.labour import worth
from core.forms import HouseForm, MoneyField, NfcCharField, NumberField

if TYPE_CHECKING:
    from contributions.models import Campaign, RosterLine

MOST_MONEY = 10**12
SHARES = ListName("phan-bo", "Phân bổ", "Người")
ITEMS = ListName("hien-vat", "Hiện vật, đất, công trình", "Dòng")


# --- Rows ---


class ShareRow(RowForm):
    """Whom a part of a receipt is for, in đồng."""

    giver = GiverField()
    amount = grids.money("Số tiền (đồng)", most=MOST_MONEY)
    css: ClassVar[Mapping[str, str]] = {"giver": "n-c-wide", "amount": "n-c-money"}
    needs = "giver"


class DaysRow(RowForm):
    """Who worked, in days."""

    giver = GiverField()
    days = grids.figure("Số công", least=0, most=10_000)
    css: ClassVar[Mapping[str, str]] = {"giver": "n-c-wide", "days": "n-c-num"}
    needs = "giver"


class GoodsRow(RowForm):
    what = grids.line("Tên hiện vật", max_length=200)
    unit = NfcCharField(label="Đơn vị tính", max_length=30, required=False, widget=grids.Box())
    quantity = grids.figure("Số lượng", places=3, least=0, most=10**9)
    price = grids.money("Đơn giá (đồng)", most=MOST_MONEY)
    remark = grids.line("Ghi chú", max_length=300)
    css: ClassVar[Mapping[str, str]] = {
        "what": "n-c-wide",
        "unit": "n-c-unit",
        "quantity": "n-c-num",
        "price": "n-c-money",
    }
    needs = "what"


class LandRow(RowForm):
    what = grids.line("Loại đất", max_length=200)
    plot = grids.line("Thửa, tờ bản đồ", max_length=100)
    quantity = grids.figure("Diện tích (m²)", places=3, least=0, most=10**9)
    price = grids.money("Đơn giá (đồng/m²)", most=MOST_MONEY)
    remark = grids.line("Ghi chú, biên bản tự nguyện", max_length=300)
    css: ClassVar[Mapping[str, str]] = {"what": "n-c-wide", "quantity": "n-c-num", "price": "n-c-money"}
    needs = "what"


class WorkRow(GoodsRow):
    what = grids.line("Công trình, hạng mục", max_length=200)


ITEM_ROWS: dict[str, type[RowForm]] = {Way.GOODS: GoodsRow, Way.LAND: LandRow, Way.WORK: WorkRow}


def fill_givers(grid: Grid, lines: QuerySet[RosterLine], figure: str) -> None:
    """Look up the givers of a valid grid's rows; each row gets `line`, or an error at its giver; `figure` must be there too."""
    rows = grid.live_forms
    found = resolved(lines, [row.cleaned_data.get("giver") or "" for row in rows])
    for row in rows:
        words = row.cleaned_data.get("giver")
        if not words:
            continue
        try:
            row.line = meant(words, found)  # type: ignore[attr-defined]
        except forms.ValidationError as error:
            row.add_error("giver", error)
        if row.cleaned_data.get(figure) is None and figure not in row.errors:
            row.add_error(figure, "Nhập mục này.")


def check_items(grid: Grid) -> None:
    """Each row of goods, land or works has quantity (above zero) and price."""
    for row in grid.live_forms:
        for name in ("quantity", "price"):
            if name not in row.errors and not row.cleaned_data.get(name):
                row.add_error(name, "Nhập số lớn hơn 0.")


def items_of(grid: Grid) -> list[dict[str, Any]]:
    """What the ledger writes of each row, by the names of an item."""
    rows = []
    for row in grid.live_forms:
        data = row.cleaned_data
        unit = "m²" if isinstance(row, LandRow) else data.get("unit") or ""
        said = {name: data.get(name) or "" for name in ("what", "plot")} | {
            "note": data.get("remark") or "",
            "unit": unit,
        }
        rows.append({**said, "quantity": data["quantity"], "price": data["price"]})
    return rows


def parts_of(grid: Grid, day_value: int | None) -> list[tuple[RosterLine, int, Decimal | None]]:
    """Line, đồng and days of each row of a grid that `fill_givers` found right."""
    parts = []
    for row in grid.live_forms:
        days = row.cleaned_data.get("days")
        amount = row.cleaned_data.get("amount") if days is None else worth(days, day_value)
        parts.append((row.line, amount or 0, days))  # type: ignore[attr-defined]
    return parts


class Shared:
    """What grids show of parts that stand."""

    def __init__(self, line: RosterLine, amount: int, days: Decimal | None) -> None:
        self.pk, self.giver, self.amount, self.days = None, told(line), amount, days


# --- The receipt ---


class BookChoice(forms.ModelChoiceField):
    def label_from_instance(self, book: Book) -> str:
        how = (
            f"in sẵn {book.first_number}–{book.last_number}" if book.kind == BookKind.PREPRINTED else "hệ thống cấp số"
        )
        return f"{book} ({how})"


class ReceiptForm(HouseForm):
    """One receipt of a way of giving; the fields of other ways are left out."""

    book = BookChoice(label="Quyển", queryset=Book.objects.none())
    number = NumberField(label="Số in sẵn", places=0, least=1, most=2_000_000_000, required=False)
    received_on = PastDayField(label="Ngày")
    payer = GiverField(
        label="Người nộp", required=True, help_text="Mã hoặc họ tên trong danh sách; người ngoài danh sách ghi họ tên."
    )
    address = NfcCharField(label="Địa chỉ", max_length=300, required=False)
    village = forms.ModelChoiceField(
        label="Thôn", queryset=Area.objects.none(), required=False, empty_label="Theo danh sách"
    )
    text = NfcCharField(label="Nội dung", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    work = forms.ModelChoiceField(
        label="Dành riêng cho công trình", queryset=Work.objects.none(), required=False, empty_label="Không dành riêng",
    )  # fmt: skip
    amount = MoneyField(label="Số tiền", least=1, most=MOST_MONEY)
    days = NumberField(label="Số công", least=Decimal("0.01"), most=10_000)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, campaign: Campaign, books: QuerySet[Book], way: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.way = campaign, way
        self.payer_line: RosterLine | None = None
        for name, ways in (("amount", MONEY), ("days", (Way.LABOUR,))):
            if way not in ways:
                del self.fields[name]
        chosen: Any = self.fields
        chosen["book"].queryset = books_for(books, way)
        chosen["village"].queryset = villages_for(campaign.area)
        chosen["work"].queryset = campaign.works.all() if campaign.works.exists() else works_for(campaign.area)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        book, number = data.get("book"), data.get("number")
        if book and book.kind == BookKind.PREPRINTED and number is None and "number" not in self.errors:
            self.add_error("number", f"Quyển in sẵn: nhập số trên tờ, từ {book.first_number} đến {book.last_number}.")
        if data.get("payer"):
            found = resolved(self.campaign.lines.select_related("party", "village", "unit"), [data["payer"]])
            try:
                self.payer_line = meant(data["payer"], found, may_be_outside=True)
            except forms.ValidationError as error:
                self.add_error("payer", error)
        return data

    def values(self) -> dict[str, Any]:
        """What the ledger writes, by the names of an entry; the payer's name, place and address as they stand on the roster."""
        data, line = self.cleaned_data, self.payer_line
        number = data["number"] if data["book"].kind == BookKind.PREPRINTED else None
        said = {
            "way": self.way, "received_on": data["received_on"], "text": data["text"], "work": data["work"], "key": data["key"],
            "payer": data["payer"], "address": data["address"] or "", "village": data["village"], "party": None,
            "number": int(number) if number is not None else None, "amount": data.get("amount") or 0, "days": data.get("days"),
        }  # fmt: skip
        if line is not None:
            place = line.village or (self.campaign.area if self.campaign.area.level == "village" else None)
            said |= {"payer": line.party.name, "party": line.party, "village": data["village"] or place}
            said["address"] = said["address"] or address_of(line)
        return said


def address_of(line: RosterLine) -> str:
    """Where a giver of the roster lives or works, in words."""
    return line.party.address or ", ".join(str(place) for place in (line.unit, line.village) if place)


class ReasonForm(HouseForm):
    """Why a receipt is to be taken back, with the key that keeps a doubled click from doing it twice."""

    reason = NfcCharField(label="Lý do điều chỉnh", max_length=300)
    key = forms.UUIDField(widget=forms.HiddenInput)


class DecisionForm(HouseForm):
    """The leader's answer to a reversal that was asked for."""

    granted = forms.ChoiceField(label="Quyết định", choices=(("yes", "Duyệt điều chỉnh"), ("no", "Không duyệt")))
    answer = NfcCharField(label="Ý kiến", max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
