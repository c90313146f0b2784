"""When: the span of a plan, its dated steps, and what comes back."""

from __future__ import annotations

from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.words import bare, capital, clock_words, small
from campaigns.compose.writer import Part, Writer
from campaigns.enums import Every, MilestoneRule
from campaigns.models import Milestone, Routine
from documents.context import Block
from documents.nd30 import slashed

_EVERY = {
    Every.DAY: "Hằng ngày", Every.WEEK: "Hằng tuần", Every.MONTH: "Hằng tháng", Every.QUARTER: "Hằng quý",
    Every.YEAR: "Hằng năm",
}  # fmt: skip
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_RULES = {
    MilestoneRule.ON: ": ngày", MilestoneRule.BEFORE: " trước ngày", MilestoneRule.BY: " chậm nhất ngày",
}  # fmt: skip


def span(data: PlanData, writer: Writer, title: str = "Thời gian thực hiện") -> list[Part]:
    """From when to when, and the day by which all is done."""
    return writer.part("time", "chung", title, lambda: _span(data, writer), lambda: writer.extras("chung"))


def _span(data: PlanData, writer: Writer) -> list[Block]:
    plan = data.plan
    found: list[Block] = []
    if plan.starts_on and plan.ends_on:
        period = f"Từ ngày {slashed(plan.starts_on)} đến hết ngày {slashed(plan.ends_on)}"
        found += writer.line("period", "chung", period)
    elif plan.starts_on:
        found += writer.line("period", "chung", f"Bắt đầu từ ngày {slashed(plan.starts_on)}")
    elif plan.ends_on and not plan.deadline:
        found += writer.line("period", "chung", f"Thực hiện đến hết ngày {slashed(plan.ends_on)}")
    if plan.deadline:
        found += writer.line("deadline", "chung", f"Kế hoạch hoàn thành trước ngày {slashed(plan.deadline)}")
    return found


def milestones(data: PlanData, writer: Writer, said: Said, title: str = "Các mốc thời gian") -> list[Part]:
    rows = [row for row in data.milestones if not said.tells(row.source, row.what, _written(row))]
    return writer.part(
        "milestones", "moc", title,
        lambda: [block for row in rows for block in writer.line(f"milestone:{row.pk}", "moc", milestone_words(row))],
        lambda: writer.extras("moc"),
    )  # fmt: skip


def milestone_words(row: Milestone) -> str:
    """ "Lễ phát động: ngày 02/10/2021, tại thôn Liên Miệu"."""
    place = f", tại {bare(row.place).removeprefix('tại ')}" if row.place else ""
    return f"{capital(bare(row.what))}{_RULES[MilestoneRule(row.rule)]} {slashed(row.on)}{place}"


def _written(row: Milestone) -> str:
    """The day as its own sentence writes it: "5/10/2021", "05/10/2021" or with months of two figures."""
    on = row.on
    ways = (
        f"{on.day}/{on.month}/{on.year}", f"{on:%d/%m/%Y}", slashed(on), f"{on.day}/{on.month:02d}/{on.year}",
        f"ngày {on.day:02d} tháng {on.month:02d} năm {on.year}", f"ngày {on.day} tháng {on.month} năm {on.year}",
        f"ngày {on.day:02d} tháng {on.month} năm {on.year}",
    )  # fmt: skip
    return next((way for way in ways if way in row.source), slashed(on))


def routines(data: PlanData, writer: Writer, said: Said, title: str = "Hoạt động định kỳ") -> list[Part]:
    rows = [row for row in data.routines if not said.tells(row.source, *_atoms(row))]
    return writer.part(
        "routines", "dinh-ky", title,
        lambda: [block for row in rows for block in writer.line(f"routine:{row.pk}", "dinh-ky", routine_words(row))],
        lambda: writer.extras("dinh-ky"),
    )  # fmt: skip


def routine_words(row: Routine) -> str:
    """ "Các xóm: hằng tháng báo cáo kết quả về Ủy ban nhân dân xã", "Hằng ngày, lúc 17 giờ, báo cáo …"."""
    when = _EVERY[Every(row.every)]
    if row.day and row.every == Every.MONTH:
        when = f"{when}, vào ngày {row.day:02d},"
    elif row.day and row.every == Every.WEEK and row.day <= len(_WEEKDAYS):
        when = f"{when}, vào {_WEEKDAYS[row.day - 1]},"
    if row.at is not None:
        when = f"{when.rstrip(',')}, lúc {clock_words(row.at)},"
    what = small(bare(row.what))
    who = bare(row.who)
    return (
        f"{capital(who)}: {small(when)} {what}" if who and who.casefold() not in what.casefold() else f"{when} {what}"
    )


def _atoms(row: Routine) -> tuple[str, ...]:
    """What the sentence of a routine must hold to say the row: its work and its hour."""
    return (bare(row.what), "" if row.at is None else str(row.at.hour))
