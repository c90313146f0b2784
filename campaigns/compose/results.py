"""Where the criteria stand: lists of met, unmet and not assessed ones, their counts taken from the lists themselves."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.compose.load import PlanData
from campaigns.compose.words import bare, counted, figure, quantity
from campaigns.compose.writer import Part, Writer, points
from campaigns.enums import CriteriaSetKey, Standing
from campaigns.models import StandingRow
from campaigns.read.criterion_names import criterion_of
from campaigns.read.facts import SetKey
from documents.context import Block

_SLUG = "hien-trang"
_SETS = {
    CriteriaSetKey.NTM: "xã nông thôn mới", CriteriaSetKey.ADVANCED: "xã nông thôn mới nâng cao",
    CriteriaSetKey.MODEL: "xã nông thôn mới kiểu mẫu", CriteriaSetKey.HAMLET: "khu dân cư kiểu mẫu",
    CriteriaSetKey.GARDEN: "vườn mẫu",
}  # fmt: skip
_HEADS = {
    Standing.MET: "Các tiêu chí đã đạt", Standing.UNMET: "Các tiêu chí chưa đạt",
    Standing.NOT_ASSESSED: "Các tiêu chí không đánh giá",
}  # fmt: skip
_ANSWERS = {Standing.MET: "Đạt", Standing.UNMET: "Chưa đạt", Standing.NOT_ASSESSED: "Không đánh giá"}
_OF_INDICATORS = {Standing.MET: "đã đạt", Standing.UNMET: "chưa đạt", Standing.NOT_ASSESSED: "không đánh giá"}


def criteria_of(rows: Sequence[StandingRow]) -> list[StandingRow]:
    return [row for row in rows if "." not in row.code]


def results(data: PlanData, writer: Writer, title: str) -> list[Part]:
    """One list a set and standing; indicators under their criterion."""
    return writer.part("results", _SLUG, title, lambda: _results(data, writer), lambda: writer.extras(_SLUG))


def _results(data: PlanData, writer: Writer) -> list[Block]:
    criteria = criteria_of(data.standings)
    indicators = [row for row in data.standings if "." in row.code]
    found: list[Part] = []
    for which in dict.fromkeys(row.set for row in criteria):
        of_set = [row for row in criteria if row.set == which]
        for standing in Standing:
            found += _listed(writer, of_set, standing, indicators)
    known = {_number(row) for row in criteria}
    alone = [row for row in indicators if int(row.code.partition(".")[0]) not in known]
    found += writer.part(
        "results.indicators", _SLUG, "Các chỉ tiêu",
        lambda: [block for row in alone for block in writer.line(f"standing:{row.pk}", _SLUG, indicator_words(row))],
    )  # fmt: skip
    return points(found)


def _listed(writer: Writer, of_set: list[StandingRow], standing: Standing, indicators: list[StandingRow]) -> list[Part]:
    rows = [row for row in of_set if row.standing == standing]

    def make() -> list[Block]:
        found: list[Block] = []
        for row in rows:
            found += writer.line(f"standing:{row.pk}", _SLUG, criterion_words(row))
            for gap in indicators:
                if int(gap.code.partition(".")[0]) == _number(row):
                    found += writer.line(f"standing:{gap.pk}", _SLUG, indicator_words(gap), marker="+ ")
        return found

    which = CriteriaSetKey(rows[0].set) if rows and rows[0].set else None
    words = f" {_SETS[which]}" if which else ""
    share = f"{counted(len(rows))}/{counted(len(of_set))}"
    return writer.part(
        f"results.{which or 'any'}.{standing}", _SLUG, f"{_HEADS[standing]}: {share} tiêu chí{words}", make
    )


def _number(row: StandingRow) -> int | None:
    if row.code.isdecimal():
        return int(row.code)
    which: SetKey | None = row.set or None  # type: ignore[assignment]
    return criterion_of(row.name, which)


def criterion_words(row: StandingRow) -> str:
    """ "Tiêu chí số 01 (Quy hoạch): Đạt"; one the sets do not number is called by its name."""
    name = bare(row.name).replace("(", "- ").replace(")", "")
    answer, number = _ANSWERS[Standing(row.standing)], _number(row)
    if number is None:
        return f"Tiêu chí chưa đạt: {name}" if row.standing == Standing.UNMET else f"Tiêu chí {name}: {answer}"
    return f"Tiêu chí số {counted(number)}{f' ({name})' if name else ''}: {answer}"


def indicator_words(row: StandingRow) -> str:
    """ "Chỉ tiêu chưa đạt 15.4: Tỷ lệ … (hiện đạt 20/50%)"."""
    status = _OF_INDICATORS[Standing(row.standing)]
    name = f": {bare(row.name)}" if row.name else ""
    reached = ""
    if row.value is not None and row.goal is not None:
        reached = f" (hiện đạt {figure(row.value)}/{quantity(row.goal, row.unit)})"
    elif row.value is not None:
        reached = f" (hiện đạt {quantity(row.value, row.unit)})"
    elif row.goal is not None:
        reached = f" (mức phải đạt {quantity(row.goal, row.unit)})"
    if row.standing == Standing.NOT_ASSESSED:
        return f"Chỉ tiêu {row.code} {status}{name}{reached}"
    return f"Chỉ tiêu {status} {row.code}{name}{reached}"


def goal_words(data: PlanData) -> str:
    """What follows from the list: keep those met, complete those that are not. "" without a list."""
    criteria = criteria_of(data.standings)
    met = [row for row in criteria if row.standing == Standing.MET]
    unmet = [row for row in criteria if row.standing == Standing.UNMET]
    keep = "giữ vững, nâng cao chất lượng các tiêu chí đã đạt" if met else ""
    numbers = [counted(number) for row in unmet if (number := _number(row)) is not None]
    which = f" (tiêu chí số {', '.join(numbers)})" if numbers and len(numbers) == len(unmet) else ""
    reach = f"phấn đấu hoàn thành {counted(len(unmet))} tiêu chí chưa đạt{which}" if unmet else ""
    text = "; ".join(part for part in (keep, reach) if part)
    return text[:1].upper() + text[1:]
