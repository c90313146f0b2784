"""Checks of a card, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from criteria.enums import State, ValueKind
from criteria.judging import CheckedRow, Part
from criteria.rules import card_findings
from criteria.sources import Claim, Doubt

TODAY = date(2026, 6, 1)


def codes(*rows: CheckedRow, whole: dict[int, State] | None = None) -> list[str]:
    return [found.code for found in card_findings(rows, whole=whole or {}, on=TODAY, criteria=[1, 2])]


def row(state: State = State.MET, **values: Any) -> CheckedRow:
    return CheckedRow(**{"code": "1.1", "criterion": 1, "state": state, "proof": (None,), **values})


def test_a_sound_row_raises_nothing() -> None:
    assert codes(row(computed=State.MET, number=Decimal(95), last=Decimal(93)), whole={1: State.MET}) == []


def test_claimed_met_with_rows_unmet_or_open() -> None:
    rows = (row(State.UNMET, proof=()), row(State.NO_DATA, code="1.2", proof=()))
    found = card_findings(rows, whole={1: State.MET}, on=TODAY, criteria=[1, 2])
    assert [(item.level, item.message) for item in found] == [
        ("error", "Tiêu chí 01 khai đạt nhưng chỉ tiêu 1.1 chưa đạt."),
        ("warning", "Tiêu chí 01 khai đạt nhưng chỉ tiêu 1.2 chưa có số liệu."),
    ]


def test_a_figure_without_a_level_is_not_called_missing() -> None:
    rows = (row(State.NO_DATA, proof=()), row(State.NO_DATA, code="1.2", number=Decimal(92), proof=()))
    (found,) = card_findings(rows, whole={1: State.MET}, on=TODAY, criteria=[1, 2])
    assert found.message == (
        "Tiêu chí 01 khai đạt nhưng chỉ tiêu 1.1 chưa có số liệu; chỉ tiêu 1.2 có số liệu nhưng chưa xét."
    )


def test_more_than_a_hundred_percent() -> None:
    assert codes(row(value_kind=ValueKind.PERCENT, number=Decimal(101))) == ["value-impossible"]


def test_a_state_against_its_value() -> None:
    assert codes(row(computed=State.UNMET)) == ["state-vs-value"]


def test_a_leap_or_a_slip_of_the_unit() -> None:
    assert codes(row(number=Decimal("1.5"), last=Decimal(15))) == ["sudden-jump"]
    assert codes(row(number=Decimal(30), last=Decimal(15))) == []


def test_proof_missing_or_ended() -> None:
    assert codes(row(proof=())) == ["proof-missing"]
    assert codes(row(proof=(date(2026, 5, 31),))) == ["proof-ended"]
    assert codes(row(proof=(date(2026, 5, 31), date(2026, 6, 1)))) == []
    assert codes(row(State.UNMET, proof=())) == []


def messages(*rows: CheckedRow, **more: Any) -> list[tuple[str, str]]:
    found = card_findings(rows, **{"whole": {}, "on": TODAY, "criteria": [1, 2], **more})
    return [(item.code, item.message) for item in found]


def test_all_criteria_claimed_with_rows_open() -> None:
    both = {1: State.MET, 2: State.NOT_ASSESSED}
    ((code, text),) = messages(row(State.NO_DATA, code="2.1", criterion=2, proof=()), whole=both)[:1]
    assert (code, text) == (
        "claimed-full",
        "Khai đạt 2/2 tiêu chí nhưng còn 1 chỉ tiêu chưa đạt hoặc chưa có số liệu: 2.1.",
    )
    assert messages(row(), whole=both) == []
    assert "claimed-full" not in codes(row(State.NO_DATA, proof=()), whole={1: State.MET})


def test_a_papers_count_against_the_list() -> None:
    claim = (Claim(2, "Kế hoạch 66/KH-UBND"),)
    text = "Kế hoạch 66/KH-UBND khai 2 tiêu chí đạt nhưng phiếu chỉ ghi 1; chưa nêu tiêu chí 02."
    assert messages(whole={1: State.MET}, papers=claim) == [("claim-vs-list", text)]
    assert messages(whole={1: State.MET, 2: State.MET}, papers=claim) == []
    assert messages(whole={1: State.MET}, states={2: State.MET}, papers=claim) == [], "rows count as well as claims"
    assert messages(papers=claim) == [], "a card that lists nothing contradicts nothing"
    more = (Claim(1, "Kế hoạch 66/KH-UBND"),)
    text = "Kế hoạch 66/KH-UBND khai 1 tiêu chí đạt nhưng phiếu ghi 2."
    assert messages(whole={1: State.MET, 2: State.MET}, papers=more) == [("claim-vs-list", text)]


def test_a_paper_that_contradicts_its_own_list() -> None:
    doubt = (Doubt(1, "Kế hoạch 66/KH-UBND", "Tiêu chí 01 được liệt kê là đạt nhưng mục 1.1 nêu khác"),)
    text = "Kế hoạch 66/KH-UBND: Tiêu chí 01 được liệt kê là đạt nhưng mục 1.1 nêu khác."
    assert messages(whole={1: State.MET}, papers=doubt) == [("claim-vs-paper", text)]
    assert messages(papers=doubt) == []


def test_the_state_against_the_words() -> None:
    assert codes(row(reason="Còn 2 hộ chưa đạt chuẩn.")) == ["state-vs-text"]
    assert codes(row(State.UNMET, reason="Đã đạt theo biên bản ngày 2/3.")) == ["state-vs-text"]
    assert codes(row(reason="Năm 2023 chưa đạt, nay đã đạt.")) == [], "both are said"
    assert codes(row(reason="Theo 66/KH-UBND.")) == []
    assert codes(row(State.UNMET, reason="Chưa đạt do thiếu vốn.")) == []
    found = messages(whole={1: State.MET}, reasons={1: "Xã chưa hoàn thành đường trục."})
    assert found == [("state-vs-text", "Tiêu chí 01: kết quả “Đạt” nhưng phần nhận xét viết “chưa đạt”.")]


def test_a_share_written_as_a_fraction_or_money_in_another_unit() -> None:
    share: dict[str, Any] = {"value_kind": ValueKind.PERCENT, "direction": "at_least"}
    assert codes(row(**share, number=Decimal("0.95"), level=Decimal(90))) == ["unit-slip"]
    assert codes(row(**share, number=Decimal("0.95"), level=Decimal(5))) == []
    assert codes(row(**share, number=Decimal("0.95"))) == [], "without a level or last year nothing says so"
    at_most: dict[str, Any] = {"value_kind": ValueKind.PERCENT, "direction": "at_most"}
    assert codes(row(**at_most, number=Decimal("0.95"), level=Decimal(12))) == []
    money: dict[str, Any] = {"value_kind": ValueKind.MONEY, "direction": "at_least", "level": Decimal(48)}
    assert codes(row(**money, number=Decimal(54_100_000))) == ["unit-slip"]
    assert codes(row(**money, number=Decimal("54.1"))) == []


def test_far_from_at_least_five_neighbours() -> None:
    around = tuple(Decimal(figure) for figure in (8, 9, 10, 11, 12))
    assert codes(row(number=Decimal(31), neighbours=around)) == ["far-from-neighbours"]
    assert codes(row(number=Decimal(3), neighbours=around)) == ["far-from-neighbours"]
    assert codes(row(number=Decimal(30), neighbours=around)) == []
    assert codes(row(number=Decimal(31), neighbours=around[:4])) == []


def part(key: str, role: str = "", name: str = "") -> Part:
    return Part(key, name or f"phần {key}", ValueKind.NUMBER, "", role=role)


def test_parts_and_their_whole() -> None:
    share = ((part("0", "numerator"), "8"), (part("1", "denominator"), "10"))
    kind: dict[str, Any] = {"value_kind": ValueKind.PERCENT, "direction": "at_least"}
    assert codes(row(**kind, number=Decimal(80), parts=share)) == []
    assert codes(row(**kind, number=Decimal("80.2"), parts=share)) == ["parts-vs-whole"]
    assert codes(row(**kind, parts=((part("0", "numerator"), "11"), share[1]))) == ["parts-vs-whole"]
    assert codes(row(**kind, number=Decimal(80), parts=(share[0], (part("1", "denominator"), "0")))) == [
        "parts-vs-whole"
    ]
    addends = ((part("0", "addend"), "5"), (part("1", "addend"), "6"))
    assert codes(row(number=Decimal(11), parts=addends)) == []
    assert codes(row(number=Decimal(12), parts=addends)) == ["parts-vs-whole"]
    assert codes(row(number=Decimal(12), parts=(addends[0], (part("1", "addend"), "")))) == [], "a part is missing"
    inner = ((part("0"), "50"), (part("1", name="trong đó: nước tập trung"), "60"))
    assert codes(row(parts=inner)) == ["parts-vs-whole"]


def test_a_level_that_changed_since() -> None:
    assert codes(row(computed=State.MET, now=State.UNMET)) == ["judged-before"]
    assert codes(row(computed=State.MET, now=State.MET)) == []
