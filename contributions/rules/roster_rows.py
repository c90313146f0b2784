"""Rows of a list: what each says of a giver, or what is wrong with it, a sentence each. Pure: what there is comes in `Known`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contributions.enums import Group, LineState, PartyKind
from contributions.rules.columns import is_negative, reached
from core.errors import RuleError
from core.formats import parse_date, parse_money, parse_number
from core.text import digits, search_key, tidy

_LENGTHS = {"name": 200, "household": 150, "address": 300, "reason": 300, "code": 20}
_ORGANISATION = re.compile(
    r"^(cong ty|cty|htx|hop tac xa|doanh nghiep|dntn|tap doan|ngan hang|quy |hoi |truong |cua hang)"
)
_HOUSEHOLD = re.compile(r"^ho (ong|ba|gia dinh|anh|chi)\b")
_KINDS = (
    (PartyKind.HOUSEHOLD, ("ho",)),
    (PartyKind.ORGANISATION, ("to chuc", "doanh nghiep", "cong ty", "hop tac xa", "htx", "don vi")),
    (PartyKind.PERSON, ("ca nhan", "nguoi", "can bo", "cong chuc", "vien chuc")),
)
_STATES = (
    (LineState.EXEMPT, ("mien",)),
    (LineState.DECLINED, ("khong tham gia", "tu choi", "khong")),
    (LineState.ASKED, ("van dong", "tham gia", "co")),
)


@dataclass(frozen=True, slots=True)
class KnownRate:
    pk: int
    group: str
    label: str
    min_income: int | None
    max_income: int | None

    def holds(self, income: int) -> bool:
        """Whether the limit that an income reaches lies in the bracket; the lower limit included."""
        if self.min_income is None and self.max_income is None:
            return False
        return (self.min_income or 0) <= income and (self.max_income is None or income < self.max_income)


@dataclass(frozen=True, slots=True)
class KnownGiver:
    """A giver the commune has; `listed` where the campaign has a line of him already."""

    pk: int
    code: str
    household: str
    phone: str
    listed: bool


@dataclass(slots=True)
class Known:
    """What a list is read against. Names of places → id, None where two bear the name. Givers by (name, village, unit)."""

    year: int
    villages: Mapping[str, int | None]
    units: Mapping[str, int | None]
    rates: Sequence[KnownRate]
    codes: Mapping[str, KnownGiver] = field(default_factory=dict)
    givers: Mapping[tuple[str, int | None, int | None], list[KnownGiver]] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """What was understood of a row, and the sentences of what was not. `match`: the giver it seems to be, with his code."""

    place: int
    values: dict[str, Any]
    errors: list[str]
    match: int | None = None
    match_code: str = ""


def read_rows(
    rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int], defaults: Mapping[str, Any], known: Known
) -> list[Row]:
    """Every row, checked by itself, against the others of the list and against the givers there are.

    `columns`: field → index. `defaults`: village, unit, rate, kind of rows that do not say them.
    """
    seen: dict[tuple[Any, ...], int] = {}
    matched: set[int] = set()
    read = []
    for place, cells in rows:
        row = _Reader(place, {key: cells[index] for key, index in columns.items()}, defaults, known).row()
        identity = _identity(row.values)
        if identity in seen:
            row.errors.append(
                f"Trùng với dòng {seen[identity]} của danh sách; bỏ một dòng, hoặc ghi thêm hộ, điện thoại."
            )
        elif row.values["name"] or row.values["code"]:
            seen[identity] = place
        if row.match in matched:  # another row of the list is that giver; this one is a namesake
            row.match, row.match_code = None, ""
        elif row.match is not None:
            matched.add(row.match)
        read.append(row)
    return read


def _identity(values: Mapping[str, Any]) -> tuple[Any, ...]:
    if values["code"]:
        return ("code", values["code"])
    return (
        values["name"].casefold(), values["village"], values["unit"], search_key(values["household"]), values["phone"],
    )  # fmt: skip


class _Reader:
    """One row while it is read: each part gives a value or a sentence."""

    def __init__(self, place: int, said: Mapping[str, str], defaults: Mapping[str, Any], known: Known) -> None:
        self.place, self.said, self.defaults, self.known = place, said, defaults, known
        self.errors: list[str] = []

    def row(self) -> Row:
        values: dict[str, Any] = {key: self._text(key) for key in ("name", "household", "address", "reason")}
        values["code"] = self._text("code").upper()
        values["kind"] = self._kind(values["name"])
        values["village"] = self._place("village", "thôn", self.known.villages)
        values["unit"] = self._place("unit", "đơn vị", self.known.units)
        values["phone"] = self._phone()
        values["months"] = self._months()
        values["state"] = self._state()
        values["pledged_days"] = self._figure("pledged_days", "Số công đăng ký", lambda typed: str(parse_number(typed)))
        values["pledged_amount"] = self._figure("pledged_amount", "Số tiền đăng ký", parse_money)
        values["rate"] = self._rate(values["kind"])
        row = Row(self.place, values, self.errors)
        self._find(row)
        if not values["name"] and row.match is None:
            row.errors.insert(0, "Chưa có họ tên hoặc tên tổ chức.")
        return row

    def _cell(self, key: str) -> str:
        return self.said.get(key, "").strip()

    def _text(self, key: str) -> str:
        typed = tidy(self._cell(key))
        if len(typed) > _LENGTHS[key]:
            self.errors.append(f"“{typed[:30]}…” dài quá {_LENGTHS[key]} ký tự.")
        return typed[: _LENGTHS[key]]

    def _kind(self, name: str) -> str:
        typed = search_key(self._cell("kind"))
        for kind, words in _KINDS:
            if typed and any(typed.startswith(word) for word in words):
                return kind
        if typed:
            self.errors.append(f"Loại “{self._cell('kind')}” không có; ghi cá nhân, hộ hoặc tổ chức.")
        if self.defaults.get("kind"):
            return str(self.defaults["kind"])
        key = search_key(name)
        if _ORGANISATION.match(key):
            return PartyKind.ORGANISATION
        return PartyKind.HOUSEHOLD if _HOUSEHOLD.match(key) else PartyKind.PERSON

    def _place(self, key: str, word: str, places: Mapping[str, int | None]) -> int | None:
        typed = self._cell(key)
        if not typed:
            chosen: int | None = self.defaults.get(key)
            return chosen
        found = places.get(search_key(typed), 0)
        if found:
            return found
        why = "có hai nơi cùng tên; ghi đủ loại và tên" if found is None else "không có trong danh mục của xã"
        self.errors.append(f"{word.capitalize()} “{typed[:60]}” {why}.")
        return None

    def _phone(self) -> str:
        typed = digits(self._cell("phone"))
        # A workbook drops the leading nought of a number.
        typed = f"0{typed}" if len(typed) == 9 and not typed.startswith("0") else typed
        if typed and not 10 <= len(typed) <= 11:
            self.errors.append(f"Số điện thoại “{self._cell('phone')[:20]}” không đủ hoặc thừa chữ số.")
            return ""
        return typed

    def _months(self) -> int:
        typed, since = self._cell("months"), self._cell("since")
        if typed:
            number = re.fullmatch(r"(\d{1,2})(\s*th[aá]ng)?", typed, re.IGNORECASE)
            if number and int(number[1]) <= 12:
                return int(number[1])
            self.errors.append(f"Số tháng “{typed[:20]}” không đúng; ghi số từ 0 đến 12.")
        elif since:
            try:
                day = parse_date(since)
            except RuleError as error:
                self.errors.append(f"Ngày “{since[:20]}” không đúng. {error.message}")
                return 12
            if day.year > self.known.year:
                self.errors.append(f"Ngày {since[:20]} sau năm {self.known.year} của đợt vận động.")
            elif day.year == self.known.year:
                return 13 - day.month
        return 12

    def _state(self) -> str:
        typed = search_key(self._cell("state"))
        for state, words in _STATES:
            if typed and any(typed.startswith(word) or f" {word}" in typed for word in words):
                return state
        if typed not in ("", "x"):
            self.errors.append(
                f"Tình trạng “{self._cell('state')[:40]}” không rõ; ghi vận động, miễn hoặc không tham gia."
            )
        return LineState.ASKED

    def _figure(self, key: str, word: str, parse: Callable[[str], Any]) -> Any:
        typed = self._cell(key)
        if not typed:
            return None
        try:
            if is_negative(typed):
                raise RuleError("Không ghi số âm.")
            return parse(typed)
        except RuleError as error:
            self.errors.append(f"{word} “{typed[:30]}” không đúng. {error.message}")
            return None

    def _rate(self, kind: str) -> int | None:
        """The rate the row names, else the bracket its income lies in, else the list's, else the only one that can be meant."""
        try:
            found = self._named_rate() or self._rate_of_income()
        except RuleError as error:
            self.errors.append(error.message)
            return None
        if found is None and self.defaults.get("rate"):
            return int(self.defaults["rate"])
        return found or self._only_rate(kind)

    def _named_rate(self) -> int | None:
        typed = search_key(self._cell("rate"))
        if not typed:
            return None
        rates = self.known.rates
        named = [rate for rate in rates if typed in (search_key(rate.label), search_key(Group(rate.group).label))]
        if not named:
            raise RuleError(f"Mức “{self._cell('rate')[:60]}” không có trong đợt vận động này.")
        # The name of a group that has several brackets: the income tells which.
        return named[0].pk if len(named) == 1 else None

    def _rate_of_income(self) -> int | None:
        income = reached(self._cell("income"))
        if income is None:
            return None
        within = next((rate.pk for rate in self.known.rates if rate.holds(income)), None)
        if within is None:
            raise RuleError("Thu nhập này không thuộc mức nào của đợt vận động.")
        return within

    def _only_rate(self, kind: str) -> int | None:
        groups = {
            PartyKind.ORGANISATION: (Group.ENTERPRISE,), PartyKind.HOUSEHOLD: (Group.HOUSEHOLD,),
            PartyKind.PERSON: (Group.STAFF, Group.BENEFACTOR),
        }[PartyKind(kind)]  # fmt: skip
        meant = [rate for rate in self.known.rates if rate.group in groups]
        if len(meant) == 1:
            return meant[0].pk
        if self.known.rates:
            self.errors.append("Chưa rõ mức vận động; ghi thu nhập, tên mức, hoặc chọn mức chung cho cả danh sách.")
        return None

    def _find(self, row: Row) -> None:
        """The giver of the commune that the row names: by code, or the only one of the same name, village and unit."""
        values = row.values
        if values["code"]:
            found = self.known.codes.get(values["code"])
            if found is None:
                row.errors.append(f"Không có mã “{values['code']}” trong xã; để trống cột mã với người mới.")
            elif found.listed:
                row.errors.append(f"Mã {values['code']} đã có trong danh sách của đợt này.")
            else:
                row.match, row.match_code = found.pk, found.code
            return
        household, phone = search_key(values["household"]), values["phone"]
        namesakes = self.known.givers.get((values["name"].casefold(), values["village"], values["unit"]), ())
        listed = next(
            (
                giver
                for giver in namesakes
                if giver.listed and household in ("", giver.household) and phone in ("", giver.phone)
            ),
            None,
        )
        same = [
            giver
            for giver in namesakes
            if not giver.listed
            and not (household and giver.household and household != giver.household)
            and not (phone and giver.phone and phone != giver.phone)
        ]
        if listed is not None:
            row.errors.append(
                f"Có thể đã có trong danh sách: {listed.code} cùng họ tên, cùng nơi. Nếu là người khác thì ghi thêm hộ hoặc "
                "điện thoại."
            )
        elif len(same) == 1:
            row.match, row.match_code = same[0].pk, same[0].code
