"""The published figures as open data: CSV and JSON, each with its date, source and terms of use. Pure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from core.sheets import Column as Head
from core.sheets import Sheet
from core.sheets_long import csv_lines
from dashboards.papers.public import Column, Dataset, Figures

#: Nghị định 47/2020/NĐ-CP, điều 18.
LICENCE = (
    "Dữ liệu mở của cơ quan nhà nước (Nghị định 47/2020/NĐ-CP, điều 18): được tự do sao chép, chia sẻ, sử dụng, kể cả trong sản phẩm "
    "thương mại; phải ghi nguồn; không bán dữ liệu nguyên trạng."
)
#: Columns that every CSV row ends with, so that a row says where it comes from after files were put together.
ENDS = (
    Column("area_code", "Mã xã"), Column("area", "Xã"), Column("figures_at", "Số liệu lúc"), Column("attribution", "Nguồn số liệu"),
)  # fmt: skip


def attribution(figures: Figures) -> str:
    """The line that names the source."""
    return f"{figures.name}, {figures.province}"


def csv_of(figures: Figures, dataset: Dataset) -> bytes:
    """UTF-8 with its mark; headings are the columns' Vietnamese titles, days ISO, decimals with a point."""
    ends = (figures.code, figures.name, figures.at.isoformat(timespec="seconds"), attribution(figures))
    heads = tuple(Head(column.title) for column in (*dataset.columns, *ENDS))
    rows = ((*(row[column.key] for column in dataset.columns), *ends) for row in dataset.rows)
    return b"".join(csv_lines(Sheet(dataset.title, heads, rows)))


def json_of(figures: Figures, *, page: str, described_by: str) -> bytes:
    """All tables in one document, each with its columns; addresses are whole."""
    said = {
        "format": "ntm-cong-khai-xa", "version": 1,
        "area": {"code": figures.code, "name": figures.name, "province": figures.province},
        "figures_at": figures.at.isoformat(timespec="seconds"), "licence": LICENCE, "attribution": attribution(figures),
        "page": page, "described_by": described_by,
        "datasets": [
            {
                "id": dataset.slug, "title": dataset.title, "basis": dataset.basis,
                "columns": [{"key": row.key, "title": row.title, "meaning": row.meaning, "unit": row.unit} for row in dataset.columns],
                "rows": dataset.rows,
            }
            for dataset in figures.datasets.values()
        ],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in open data")
