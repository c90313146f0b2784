"""Criteria sets made up for the tests: none of their rows, levels or shares stands in any decision."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from django.core.management import call_command

GROUPS = ("nhom_1", "nhom_2", "nhom_3")
COMMUNE, NEXT, GARDEN = "thu-xa", "thu-xa-cao", "thu-vuon"
CLEAN, RULES = "tỷ lệ hộ dùng nước sạch", "quy ước quản lý nước"
GRADES = ["Yếu", "Trung bình", "Khá", "Tốt"]


def indicator(code: str, value: str = "percent", direction: str = "at_least", **more: Any) -> dict[str, Any]:
    """A row of the file; without `level` its level is not known."""
    row = {
        "code": code,
        "text": f"Chỉ tiêu thử {code}",
        "value": value,
        "direction": direction,
        "source": "recalled",
        **more,
    }
    return row | ({"level_source": "recalled"} if row.get("level") is not None else {})


def by_group(*levels: Any) -> dict[str, Any]:
    return dict(zip(GROUPS, levels, strict=True))


#: One row of every kind; criteria 4 to 10 are filled up with plain ones.
KINDS: dict[int, list[dict[str, Any]]] = {
    1: [
        indicator("1.1", level=by_group(95, 80, 60)),
        indicator("1.2", "percent", "at_most", level=5),
        indicator("1.3", "number", level=2, unit="công trình"),
        indicator("1.4", "money", level=by_group(60, 50, None), unit="triệu đồng"),
        indicator("1.5", "boolean", "met", level="Đạt"),
        indicator("1.6", "graded", scale=GRADES, level="Khá"),
        indicator("1.7", split_by="sex", level=90),
        indicator("1.8", "boolean", "met", level="Đạt", applicability="if_present"),
    ],
    2: [
        indicator(
            "2.1", level="95 % hộ, quy ước từ mức Khá",
            parts=[{"name": CLEAN, "value": "percent"}, {"name": RULES, "value": "graded", "scale": GRADES}],
            level_rules=[{"all_of": [{"measure": CLEAN, "at_least": 95}, {"measure": RULES, "value": "Khá"}]}],
        ),
        indicator(
            "2.2", "boolean", "met", level="Đạt",
            parts=[{"name": "chợ đạt chuẩn", "value": "boolean"}, {"name": "số cửa hàng tiện lợi", "value": "number"}],
            level_rules=[{"any_of": [{"measure": "chợ đạt chuẩn", "value": "Đạt"}, {"measure": "số cửa hàng tiện lợi", "at_least": 2}]}],
        ),
        indicator("2.3", level=None, parts=["được cứng hóa", "trong đó: có cây xanh"]),
        indicator(
            "2.4", level="theo số trường",
            level_rules=[{"all_of": [
                {"measure": "tỷ lệ trường đạt chuẩn", "at_least": 70, "when": "số trường của xã > 3"},
                {"measure": "tỷ lệ trường đạt chuẩn", "at_least": 50, "when": "số trường của xã ≤ 3"},
            ]}],
        ),
    ],
    3: [
        indicator("3.1", "money", level=8, unit="triệu đồng", derived={"kind": "growth"}),
        indicator(
            "3.2", level=80,
            parts=[
                {"name": "số hộ đạt", "value": "number", "role": "numerator"},
                {"name": "tổng số hộ", "value": "number", "role": "denominator"},
            ],
        ),
        indicator(
            "3.3", "number", level=10,
            parts=[{"name": name, "value": "number", "role": "addend"} for name in ("trạm cấp nước", "bể chứa")],
        ),
        indicator(
            "3.4", level=50,
            amendments=[{
                "effective": "2024-03-01", "basis": "1/QĐ-TH", "text": "Chỉ tiêu thử 3.4 đã sửa", "value": "boolean",
                "direction": "met", "source": "recalled", "level": "Đạt", "level_source": "recalled",
            }],
        ),
    ],
}  # fmt: skip


def _head(code: str, level: str, **more: Any) -> dict[str, Any]:
    return {
        "id": code, "name": f"Bộ tiêu chí thử {code} (dựng riêng để kiểm thử)", "level": level, "issued_by": "central",
        "basis": {"number": None}, **more,
    }  # fmt: skip


def commune_set() -> dict[str, Any]:
    """10 criteria and 47 indicators in three commune groups; met with 70 % of the criteria, 1 and 2 among them."""
    rows = {number: deepcopy(KINDS.get(number, [])) for number in range(1, 11)}
    left = 47 - sum(len(found) for found in rows.values())
    for place in range(left):
        number = 4 + place % 7
        rows[number].append(indicator(f"{number}.{len(rows[number]) + 1}", "boolean", "met", level="Đạt"))
    return _head(
        COMMUNE, "xa", met_rule={"share": 70, "of": "criteria"}, counts={"criteria": 10, "indicators": 47},
        scopes={"kind": "group", "names": {code: code.replace("_", " ") for code in GROUPS}},
        criteria=[
            {"number": number, "name": f"Tiêu chí thử {number}", "obligatory": number <= 2, "indicators": found}
            for number, found in rows.items()
        ],
    )  # fmt: skip


def next_set() -> dict[str, Any]:
    """A set that asks for the other one, and for 110 % of its level of 1.4."""
    rows = [
        indicator("1", "boolean", "met", level="Đạt", derived={"kind": "set_met", "set": COMMUNE}),
        indicator(
            "2", "money", level="110 % mức của xã", unit="triệu đồng",
            derived={"kind": "factor_of_level", "set": COMMUNE, "indicator": "1.4", "factor": 1.1},
        ),
    ]  # fmt: skip
    return _head(
        NEXT, "xa", requires=COMMUNE, met_rule="all", counts={"criteria": 2, "indicators": 2},
        criteria=[{"number": n, "name": f"Điều kiện thử {n}", "indicators": [row]} for n, row in enumerate(rows, 1)],
    )  # fmt: skip


def garden_set() -> dict[str, Any]:
    rows = [
        indicator("1", "boolean", "met", level="Đạt"), indicator("2", "number", level=500, unit="m²"),
        indicator("3", "percent", level=30), indicator("4", "money", level=40, unit="triệu đồng"),
        indicator("5", "percent", "at_most", level=10),
    ]  # fmt: skip
    return _head(
        GARDEN, "vuon", met_rule="all", counts={"criteria": 5, "indicators": 5},
        criteria=[{"number": n, "name": f"Vườn thử {n}", "indicators": [row]} for n, row in enumerate(rows, 1)],
    )  # fmt: skip


def write(folder: Path, *sets: dict[str, Any]) -> Path:
    for found in sets:
        text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False)
        (folder / f"{found['id']}.yaml").write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, *sets: dict[str, Any]) -> None:
    """Write the sets as files and load them as an administrator does."""
    call_command("load_criteria", "--folder", str(write(folder, *sets)), verbosity=0)
