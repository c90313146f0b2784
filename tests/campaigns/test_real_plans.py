"""Five real plans, read from NTM_PLANS_DIR: every fact that is known of them must come out."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from campaigns.read import as_json, plan_facts
from campaigns.rules import findings_for
from documents.read import read_file
from tests.campaigns.conftest import PLANS_DIR

ANNUAL = "thuong-lo-2024-ke-hoach-ntm"
CONTRIBUTION = "linh-thong-2024-chung-suc"
EMULATION = "luc-ba-2024-thi-dua-cao-diem"
FRONT = "mttq-huyen-2023-toan-dan-doan-ket"
PEAK = "ky-anh-2021-60-ngay-cao-diem"
KINDS = {ANNUAL: "annual", CONTRIBUTION: "contribution", EMULATION: "emulation", FRONT: "front", PEAK: "peak"}


@cache
def answer(name: str) -> dict[str, Any]:
    source = PLANS_DIR / f"{name}.txt"
    reading = read_file(source.read_bytes(), source.name)
    facts = plan_facts(reading)
    findings = findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing)
    return as_json(reading, facts, findings)


def pick(rows: list[dict[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


def codes(name: str) -> list[str]:
    return sorted(row["code"] for row in answer(name)["findings"] if row["code"] != "layout")


def units(name: str) -> list[str]:
    return [row["unit"] for row in answer(name)["assignments"]]


@pytest.mark.parametrize("name", KINDS)
def test_the_plan_is_read(name: str) -> None:
    assert answer(name)["kind"] == KINDS[name]
    assert answer(name)["document"]["type"] == "KẾ HOẠCH"


@pytest.mark.parametrize("name", KINDS)
def test_every_source_stands_in_the_text(name: str) -> None:
    """Nothing is invented: what is called a source is a passage of the file."""
    words = "".join((PLANS_DIR / f"{name}.txt").read_text(encoding="utf-8").replace("*", "").split())
    rows = [row for value in answer(name).values() if isinstance(value, list) for row in value if isinstance(row, dict)]
    sources = [row["source"] for row in rows if "source" in row]

    missing = [source for source in sources if "".join(source.split()).strip("-+") not in words]

    # A paragraph that was joined from a run-in heading and its text keeps both.
    assert [source for source in missing if "[bookmark" not in source] == []


# --- The annual plan ---


def test_annual_head_and_end() -> None:
    document = answer(ANNUAL)["document"]

    assert (document["number"], document["symbol"], document["place"], document["date"]) == (
        "04",
        "KH-UBND",
        "Thượng Lộ",
        "2024-01-05",
    )
    assert len(document["legal_bases"]) == 2
    assert len(document["recipients"]) == 5
    assert document["signature"] == {"authority": "TM. ỦY BAN NHÂN DÂN", "title": "CHỦ TỊCH", "name": "Hồ Thị Hằng"}
    assert pick(answer(ANNUAL)["cited_documents"], "number") == [
        ("19-NQ/ĐU",),
        ("10/NQ-HĐND",),
        ("275/KH-UBND",),
        ("2006/QĐ-UBND",),
    ]


def test_annual_results() -> None:
    rows = answer(ANNUAL)["criteria"]

    assert pick(answer(ANNUAL)["claims"], "set", "met", "unmet", "total") == [("ntm", 17, 2, 19)]
    assert [row["number"] for row in rows if row["status"] == "met"] == [
        *range(1, 6),
        *range(7, 13),
        14,
        16,
        17,
        18,
        19,
    ]
    assert [row["number"] for row in rows if row["status"] == "unmet"] == [13, 15]
    assert pick(answer(ANNUAL)["indicators"], "code", "status", "value", "target", "unit") == [
        ("13.3", "unmet", None, None, None),
        ("15.4", "unmet", 20, 50, "%"),
    ]


def test_annual_blocks() -> None:
    blocks = answer(ANNUAL)["blocks"]

    assert pick(blocks, "number", "criterion") == [(f"1.{number}", number) for number in range(1, 20)]
    assert [row["number"] for row in blocks if not (row["lead"] and row["responsible"])] == ["1.7"]
    assert (blocks[6]["lead"], blocks[6]["responsible"], blocks[6]["tasks"]) == (None, None, [])
    assert [row["number"] for row in blocks if not row["tasks"]] == ["1.7"]
    assert [row["number"] for row in blocks if not row["solutions"]] == ["1.7"]
    assert pick(blocks, "lead")[2] == ("Đồng chí CT, PCT UBND xã",)
    assert pick(blocks, "responsible")[0] == ("Công chức Địa chính - Xây dựng",)


def test_annual_targets() -> None:
    assert pick(answer(ANNUAL)["targets"], "criterion", "value", "unit", "direction") == [
        (2, 250, "m", None),
        (10, 54.1, "triệu đồng/người/năm", None),
        (11, 5.47, "%", "at_most"),
        (12, 78, "%", "at_least"),
        (15, 95, "%", "at_least"),
        (15, 10.95, "%", "at_most"),
        (15, 50, "%", "at_least"),
        (15, 100, "%", None),  # insurance again, in the solution
        (17, 100, "%", None),
        (17, 100, "%", None),
        (None, 19, "tiêu chí", None),
        (None, 2, "tiêu chí", None),
    ]


def test_annual_villages_routines_and_assignments() -> None:
    routines = answer(ANNUAL)["routines"]

    assert sorted(pick(answer(ANNUAL)["villages"], "name", "role")) == [
        ("Cha Mãng", "model"),
        ("Dỗ", "named"),
        ("Ria Hồ", "named"),
    ]
    assert [row["every"] for row in routines] == ["month", "month"]
    assert "bản tin" in routines[0]["what"]
    assert "tin bài" in routines[1]["what"]
    assert routines[1]["who"] == "Mỗi cán bộ, công chức"
    assert units(ANNUAL) == ["Đảng ủy xã", "HĐND xã", "UBND xã", "Mặt trận và các đoàn thể"]


def test_annual_findings() -> None:
    rows = answer(ANNUAL)["findings"]
    messages = {row["code"]: row["message"] for row in rows}

    assert codes(ANNUAL) == ["criteria-count", "overload", "status-vs-text", "status-vs-text", "target-conflict"]
    assert messages["criteria-count"] == "Khai 17 tiêu chí đạt nhưng chỉ liệt kê 16; thiếu tiêu chí 06"
    contradicted = [row["message"][:11] for row in rows if row["code"] == "status-vs-text"]
    assert contradicted == ["Tiêu chí 05", "Tiêu chí 07"]
    assert "95 % và 100 %" in messages["target-conflict"]
    assert messages["overload"].startswith("Công chức địa chính - xây dựng phụ trách 9 nội dung")


# --- The contribution campaign ---


def test_contribution() -> None:
    plan = answer(CONTRIBUTION)
    document, rates = plan["document"], plan["rates"]

    assert (document["number"], document["symbol"], document["date"]) == (None, "KH-UBND", None)
    assert document["date_parts"] == {"day": None, "month": 4, "year": 2024}
    assert (len(document["legal_bases"]), len(document["recipients"])) == (2, 6)
    assert (document["signature"]["title"], document["signature"]["name"]) == ("CHỦ TỊCH", "Lưu Viết Viên")
    assert pick(plan["cited_documents"], "number", "date") == [
        ("119/KH-BCĐ", "2024-04-15"),
        ("41/KH-UBND", "2024-03-27"),
    ]
    assert (rates["labour_day_value"], rates["organisation_minimum"]) == (150_000, 2_000_000)
    assert pick(rates["brackets"], "min_income", "max_income", "days") == [(5_000_000, None, 3), (None, 5_000_000, 2)]
    assert plan["bank_accounts"] == ["8502201002946"]
    assert plan["deadline"] == "2024-06-30"
    assert len(plan["participants"]) == 2
    assert units(CONTRIBUTION) == ["Cán bộ NTM", "Công chức tài chính – kế toán", "Ủy ban MTTQ và các tổ chức đoàn thể"]
    assert codes(CONTRIBUTION) == ["date-missing", "number-missing"]
    assert [plan[key] for key in ("criteria", "claims", "blocks", "targets", "villages", "awards", "period")] == [
        *([[]] * 6),
        None,
    ]


# --- The emulation drive ---


def test_emulation() -> None:
    plan = answer(EMULATION)
    document = plan["document"]

    assert (document["number"], document["symbol"], document["date"]) == ("66", "KH-UBND", "2024-01-22")
    assert (document["issuing_body"], len(document["recipients"])) == ("Ủy ban nhân dân xã Lục Ba", 7)
    assert document["signature"] == {"authority": None, "title": "CHỦ TỊCH", "name": "Trần Đức Tuấn"}
    assert pick(plan["cited_documents"], "number", "date", "issuer") == [
        ("40/NQ-HĐND", "2023-08-21", "HĐND huyện Đại Từ")
    ]
    assert (plan["period"]["start"], plan["period"]["end"]) == ("2024-01-01", "2024-12-31")
    assert pick(plan["claims"], "set", "met", "unmet", "total") == [("advanced", 14, 5, 19)]
    assert plan["theme"].startswith("Lục Ba quyết tâm")
    assert len(plan["participants"]) == 4
    assert [row["kind"] for row in plan["funds"]] == ["state", "other"]
    assert len(plan["assignments"]) == 7
    assert codes(EMULATION) == ["gaps-unnamed", "signed-after-start"]


def test_emulation_awards_and_routines() -> None:
    awards = {row["level"]: row for row in answer(EMULATION)["awards"]}
    routines = answer(EMULATION)["routines"]

    assert list(awards) == ["state", "province", "district", "commune"]
    assert awards["state"]["source"] == awards["province"]["source"]
    assert "Hội đồng thi đua khen thưởng tỉnh" in awards["state"]["source"]
    assert "Ban chỉ đạo" in awards["district"]["source"]
    assert "Hội đồng TĐKT xã" in awards["commune"]["source"]
    assert {row["every"] for row in routines} == {"month"}
    assert [(row["who"], next(word for word in WORK if word in row["what"].lower())) for row in routines] == [
        (None, "tổng vệ sinh"),
        (None, "ngày ra quân"),
        ("Ban chỉ đạo xây dựng nông thôn mới xã", "đăng tải"),
        ("Ban chỉ đạo xây dựng nông thôn mới xã", "báo cáo ubnd huyện"),
        ("Các xóm", "báo cáo kết quả"),
    ]


WORK = ("tổng vệ sinh", "ngày ra quân", "đăng tải", "báo cáo ubnd huyện", "báo cáo kết quả")


# --- The Front's campaign ---


def test_front() -> None:
    plan = answer(FRONT)
    document = plan["document"]

    assert document["issuing_body"] == "Ban Thường trực Ủy ban MTTQ Việt Nam huyện"
    assert [document[key] for key in ("number", "place", "date", "date_parts")] == [None] * 4
    assert len(document["recipients"]) == 9
    assert document["signature"] == {
        "authority": "TM. BAN THƯỜNG TRỰC",
        "title": "PHÓ CHỦ TỊCH",
        "name": "Trần Thị Hòa",
    }
    assert pick(plan["cited_documents"], "number", "date") == [
        ("226/KH-MTTQ-BTT", "2023-03-07"),
        ("121/2017/TT-BTC", "2017-11-15"),
        ("33/2018/NQ-HĐND", None),
    ]
    second = next(section for section in document["sections"] if section["label"] == "II")
    assert [child["label"] for child in second["children"]] == ["1", "2", "3", "4", "5"]
    assert [row["kind"] for row in plan["funds"]] == ["state", "social"]
    assert len(plan["assignments"]) == 3
    assert (plan["year"], plan["period"], plan["deadline"]) == (2023, None, None)
    assert codes(FRONT) == ["date-missing", "number-missing"]


# --- The peak drive ---


def test_peak() -> None:
    plan = answer(PEAK)
    document = plan["document"]

    assert [document[key] for key in ("issuing_body", "number", "date", "signature")] == [None] * 4
    assert len(document["recipients"]) == 6
    assert pick(plan["cited_documents"], "number", "date") == [("178-CV/HU", "2021-09-24"), ("03-CV/BCĐ", "2021-10-30")]
    assert (plan["period"]["start"], plan["period"]["end"]) == ("2021-10-02", "2021-11-30")
    assert codes(PEAK) == [
        "basis-after-start",
        "date-missing",
        "issuer-missing",
        "number-missing",
        "signature-missing",
    ]
    assert "03-CV/BCĐ" in next(row["message"] for row in plan["findings"] if row["code"] == "basis-after-start")


def test_peak_villages_and_targets() -> None:
    assert pick(answer(PEAK)["villages"], "name", "role") == [
        ("Hòa Bình", "model"),
        ("Liên Miệu", "model"),
        ("Đan Trung", "keep"),
        ("Trung Giang", "keep"),
        ("Thanh Hòa", "keep"),
        ("Trường Thanh", "keep"),
    ]
    assert pick(answer(PEAK)["targets"], "value", "unit") == [(10, "tiêu chí"), (5, "vườn mẫu/thôn"), (5, "tiêu chí")]


def test_peak_dates_routines_and_assignments() -> None:
    daily = [row for row in answer(PEAK)["routines"] if row["at"]]

    assert pick(answer(PEAK)["milestones"], "date", "rule", "place") == [
        ("2021-10-02", "on", "thôn Liên Miệu"),
        ("2021-11-30", "on", None),
        ("2021-10-05", "before", None),
    ]
    assert "họp" in answer(PEAK)["milestones"][2]["what"]
    assert pick(daily, "every", "at") == [("day", "17:00")]
    assert daily[0]["what"].startswith("báo cáo")
    assert daily[0]["who"].startswith("Các đoàn công tác của Đảng ủy")
    assert units(PEAK) == [
        "Ban phát triển các thôn",
        "Cán bộ, công chức, những người hoạt động không chuyên trách ở xã",
        "Chuyên trách NTM xã",
        "Đồng chí phụ trách thông tin tuyên truyền",
        "Ủy ban MTTQ và các đoàn thể chính trị - xã hội",
        "Các đoàn công tác của Đảng ủy chỉ đạo các thôn, các trường học, trạm y tế",
        "Ban chỉ đạo nông thôn mới xã",
    ]
