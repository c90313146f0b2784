"""The rows of tasks, and which waits for which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from campaigns.forms.grids import Grid, PickField, RowForm, day, figure, line, linked, money, words
from campaigns.models import Task
from campaigns.queries.composing import Lists
from campaigns.rules.circles import circle_in
from core.text import search_key

#: How much of a task's words stand beside its number where another task points to it.
_SHORT = 60


class TaskRow(RowForm):
    text = line("Nhiệm vụ")
    unit = words("Đơn vị thực hiện", 500, list="ds-to-chuc")
    owner = PickField(
        label="Người phụ trách", source="people", suggestions="ds-can-bo",
        unknown="Không thấy “{typed}” trong danh sách cán bộ; chọn một tên trong danh sách.",
    )  # fmt: skip
    starts_on = day("Bắt đầu")
    deadline = day("Hạn")
    volume = figure("Khối lượng", places=3, least=0)
    measure = words("ĐVT", 50)
    cost = money("Kinh phí (đồng)")
    after = words("Làm sau nhiệm vụ", 1000, list="ds-nhiem-vu")
    css: ClassVar[Mapping[str, str]] = {
        "text": "n-c-wide", "unit": "n-c-mid", "owner": "n-c-mid", "starts_on": "n-c-date", "deadline": "n-c-date",
        "volume": "n-c-num", "measure": "n-c-unit", "cost": "n-c-money", "after": "n-c-mid",
    }  # fmt: skip
    needs = "text"
    stacked = True

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {"id": row.pk, "owner": row.owner, **{
            name: getattr(row, name) for name in ("text", "unit", "starts_on", "deadline", "volume", "measure", "cost")}}  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("deadline")
        if start and end and end < start:
            self.add_error("deadline", f"Hạn {end.day}/{end.month}/{end.year} trước ngày bắt đầu {start.day}/{start.month}/{start.year}.")  # fmt: skip
        return data

    def values(self) -> dict[str, Any]:
        unit = self.cleaned_data.get("unit")
        body, village = self.lists.organisations.find(unit), self.lists.villages.find(unit)
        links = {**linked(self, "unit", "organisation", body), **linked(self, "unit", "area", village)}
        return {**super().values(), **links}


class TaskGrid(Grid):
    """Tasks point to one another by number: "3" is a row of this form, "15.2" a task of another block."""

    def clean(self) -> None:
        super().clean()
        rows = self.live_forms
        for form in rows:
            if "after" not in form.errors:
                self._resolve(form)
        if not any("after" in form.errors for form in rows):
            self._refuse_circle(rows)

    def _resolve(self, form: RowForm) -> None:
        found: list[int] = []
        for part in _parts(form.cleaned_data.get("after") or ""):
            node = self._node(part)
            if node is None:
                form.add_error(
                    "after", f"Không thấy nhiệm vụ “{part}”; ghi số của dòng, ví dụ 2, hoặc chọn trong danh sách."
                )
                return
            found.append(node)
        form.cleaned_data["after"] = list(dict.fromkeys(found))

    def _node(self, part: str) -> int | None:
        """Id of a stored task, or the number of a new row of this form, negative."""
        number, _, said = part.partition(" ")
        if number.isdecimal() and not said:
            form = next((form for form in self.live_forms if form.row_number == int(number)), None)
            return _node_of(form) if form else None
        struck_out = {form.cleaned_data.get("id") for form in self.deleted_forms if hasattr(form, "cleaned_data")}
        for pk, label in self.labels.items():
            if pk not in struck_out and (label == part or label.partition(" ")[0] == part):
                return pk
        # The numbers may have moved since the page was opened; the words have not.
        said_key = search_key(said or part)
        same = [
            pk
            for pk, label in self.labels.items()
            if search_key(label.partition(" ")[2]) == said_key and pk not in struck_out
        ]
        return same[0] if same else None

    @property
    def labels(self) -> dict[int, str]:
        return task_labels(self.lists)

    def _refuse_circle(self, rows: list[RowForm]) -> None:
        nodes = {_node_of(form): form for form in rows}
        gone = {form.cleaned_data.get("id") for form in self.forms if hasattr(form, "cleaned_data")} - set(nodes)
        edges = [(late, early) for late, early in self.lists.waits if late not in nodes and not {late, early} & gone]
        edges += [(node, early) for node, form in nodes.items() for early in form.cleaned_data.get("after") or ()]
        circle = circle_in(edges)
        if circle is None:
            return
        # Told from a row of this form on, where it can be mended.
        first = next(place for place, node in enumerate(circle) if node in nodes)
        circle = [*circle[first:-1], *circle[:first], circle[first]]
        names = {
            **self.labels,
            **{node: f"{form.row_number} {_short(form.cleaned_data.get('text', ''))}" for node, form in nodes.items()},
        }
        told = " → ".join(f"“{names.get(node, node)}”" for node in circle)
        nodes[circle[0]].add_error(
            "after", f"Các nhiệm vụ chờ nhau thành vòng: {told} (mỗi nhiệm vụ làm sau nhiệm vụ đứng kế). Bỏ một chỗ."
        )


def _node_of(form: RowForm) -> int:
    return form.cleaned_data.get("id") or -form.row_number


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _parts(typed: str) -> list[str]:
    """ "2, 3", "2; 15.1 Lập sổ, khám bệnh": numbers alone may stand with commas, words only with semicolons."""
    parts = re.split(r"[,;\s]+", typed) if re.fullmatch(r"[\d.,;\s]*", typed) else typed.split(";")
    return [" ".join(part.split()) for part in parts if part.strip(" .")]


def task_labels(lists: Lists) -> dict[int, str]:
    """ "15.2 Lập sổ khám chữa bệnh" for each stored task: its block's criterion and its place there."""
    labels: dict[int, str] = {}
    places: dict[int | None, int] = {}
    for task in lists.tasks:
        places[task.block_id] = place = places.get(task.block_id, 0) + 1
        block = task.block
        number = f"{block.criterion or block.position}.{place}" if block else f"0.{place}"
        labels[task.pk] = f"{number} {_short(task.text)}"
    return labels


def waits_in_words(rows: Iterable[Task], lists: Lists) -> dict[int, str]:
    """What stands in the box "làm sau" of each row: numbers of this form, words for tasks of other blocks."""
    rows = list(rows)
    own, labels = {row.pk: str(place) for place, row in enumerate(rows, 1)}, task_labels(lists)
    return {
        row.pk: "; ".join(own.get(early.pk) or labels.get(early.pk, "") for early in row.after.all()) for row in rows
    }
