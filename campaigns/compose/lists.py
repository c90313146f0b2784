"""Lists that most kinds of plan have: purposes, contents, participants, targets, tasks, villages, awards."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby

from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.words import bare, capital, dong, figure, quantity, small
from campaigns.compose.writer import Part, Writer
from campaigns.enums import AwardLevel, Direction, LineKind, PlanKind, VillageRole
from campaigns.models import PlanAward, PlanLine, PlanVillage, Target, Task
from campaigns.read.awards import LEVELS
from campaigns.read.numbers import NUMBER, number
from campaigns.read.patterns import first_match
from campaigns.read.targets import UNITS
from campaigns.read.villages import ROLES
from documents.context import Block
from documents.nd30 import slashed

#: A figure somebody still has to fill in.
BLANK = "………"
_GENERAL = re.compile(r"^khen thưởng\s+(?=cấp\s)", re.IGNORECASE)
#: Contents under such a heading are goals of an annual plan.
_GOALS = "mục tiêu"


def plain(data: PlanData, writer: Writer, kind: LineKind, slug: str) -> list[Block]:
    """The lines of one kind as a list."""
    return [block for row in data.lines.get(kind, []) for block in writer.line(f"line:{row.pk}", slug, row.text)]


def purpose(data: PlanData, writer: Writer, default: str, demand: str, *, title: str = "Mục đích") -> list[Part]:
    """Mục đích and yêu cầu; where nobody wrote any, one sentence each that holds for every plan of the kind."""

    def own(kind: LineKind, key: str, sentence: str) -> list[Block]:
        written = plain(data, writer, kind, "muc-dich")
        return written or writer.line(key, "muc-dich", sentence)

    return [
        *writer.part("aims", "muc-dich", title, lambda: own(LineKind.PURPOSE, "purpose", default)),
        *writer.part(
            "demands", "muc-dich", "Yêu cầu", lambda: own(LineKind.REQUIREMENT, "requirement", demand),
            lambda: writer.extras("muc-dich"),
        ),
    ]  # fmt: skip


def contents(data: PlanData, writer: Writer, title: str, slug: str = "noi-dung") -> list[Part]:
    """The contents under their headings; lines without one follow the heading before, or stand under `title`."""
    found: list[Part] = []
    for heading, lines in headed(data):
        if data.plan.kind == PlanKind.ANNUAL and heading.casefold().startswith(_GOALS):
            continue
        found += writer.part(
            f"content:{lines[0].pk}",
            slug,
            bare(heading) or title,
            lambda lines=lines: [block for row in lines for block in writer.line(f"line:{row.pk}", slug, row.text)],  # type: ignore[misc]
        )
    extra = writer.extras(slug)
    if extra and found:
        found[-1] = (found[-1][0], [*found[-1][1], *extra])
    return found or ([(title, extra)] if extra else [])


def headed(data: PlanData) -> list[tuple[str, list[PlanLine]]]:
    """The contents with the heading each stands under."""
    pairs, heading = [], ""
    for row in data.lines.get(LineKind.CONTENT, []):
        heading = row.heading or heading
        pairs.append((heading, row))
    return [(heading, [row for _, row in group]) for heading, group in groupby(pairs, key=lambda pair: pair[0])]


def written_goals(data: PlanData, writer: Writer) -> list[Block]:
    """What an annual plan says of its goals in words of its own."""
    rows = [row for heading, lines in headed(data) if heading.casefold().startswith(_GOALS) for row in lines]
    return [block for row in rows for block in writer.line(f"line:{row.pk}", "muc-tieu", row.text)]


def participants(data: PlanData, writer: Writer, title: str) -> list[Part]:
    return writer.part(
        "participants", "doi-tuong", title, lambda: plain(data, writer, LineKind.PARTICIPANT, "doi-tuong"),
        lambda: writer.extras("doi-tuong"),
    )  # fmt: skip


def theme(data: PlanData, writer: Writer, title: str) -> list[Part]:
    return writer.part(
        "theme",
        "chung",
        title,
        lambda: writer.paragraph("theme", "chung", quoted(data.plan.theme) if data.plan.theme else ""),
    )


def quoted(text: str) -> str:
    """ "“Sạch làng, đẹp ngõ”", with single quotes inside."""
    plain = bare(text).strip('“”"')
    return f"“{plain.replace('“', '‘').replace('”', '’')}”"


def others(data: PlanData, writer: Writer) -> list[Part]:
    """Models, events, ways of scoring and solutions, each under its own heading."""
    found: list[Part] = []
    for kind, title in (
        (LineKind.MODEL, "Xây dựng, duy trì các mô hình"), (LineKind.EVENT, "Các hoạt động trong năm"),
        (LineKind.SCORING, "Cách chấm điểm"), (LineKind.SOLUTION, "Giải pháp thực hiện"),
    ):  # fmt: skip
        found += writer.part(str(kind), "noi-dung", title, lambda kind=kind: plain(data, writer, kind, "noi-dung"))  # type: ignore[misc]
    return found


# --- Targets ---


def goals(data: PlanData, writer: Writer, said: Said, title: str) -> list[Part]:
    """All targets of a plan that has no blocks."""
    return writer.part(
        "goals", "muc-tieu", title, lambda: targets(data, writer, said, "muc-tieu", data.targets),
        lambda: writer.extras("muc-tieu"),
    )  # fmt: skip


def target_words(target: Target) -> str:
    """The target with today's figures: in the place of the figure its words hold, else behind them."""
    text = bare(target.text)
    if target.value is None:
        base = f"hiện có {quantity(target.base, target.unit)}, " if target.base is not None else ""
        return f"{text}: {base}phấn đấu đạt {BLANK} {target.unit}".rstrip()
    if spot := figure_in(text, target):
        if Decimal(str(number(spot.group()))) == target.value and target.base is None:
            return text
        written = f"{text[: spot.start()]}{figure(target.value)}{text[spot.end() :]}"
        return f"{written} (hiện có {quantity(target.base, target.unit)})" if target.base is not None else written
    return f"{text}: {_reached(target)}"


def figure_in(text: str, target: Target) -> re.Match[str] | None:
    """The figure of the words that carries the target's unit: the present one, else the first."""
    spots = [
        spot for spot in re.finditer(rf"(?<![\d/.,]){NUMBER}", text) if _unit_after(text[spot.end() :]) == target.unit
    ]
    if target.unit == "":
        spots = []
    same = (spot for spot in spots if target.value is not None and Decimal(str(number(spot.group()))) == target.value)
    return next(same, spots[0] if spots else None)


def _unit_after(rest: str) -> str:
    rest = re.sub(r"^\s*/\s*\d{1,2}(?=\s*tiêu chí)", "", rest).lstrip()
    return next((row.meaning for row in UNITS if row.regex.match(rest)), "")


def _reached(target: Target) -> str:
    """ "tăng từ 92% lên 95% trở lên", "giảm từ 6,2% xuống còn 5,47%", "đạt 100%"."""
    assert target.value is not None
    goal, base = quantity(target.value, target.unit), target.base
    verb = "hoàn thành" if target.unit == "tiêu chí" else "đạt"
    if target.direction == Direction.AT_MOST:
        if base is not None and base > target.value:
            return f"giảm từ {quantity(base, target.unit)} xuống còn {goal}"
        return f"không quá {goal}{_now(target)}"
    more = " trở lên" if target.direction == Direction.AT_LEAST else ""
    if base is not None and base < target.value:
        return f"tăng từ {quantity(base, target.unit)} lên {goal}{more}"
    if base == target.value:
        return f"giữ vững, {verb} {goal}{more}"
    return f"{verb} {goal}{more}{_now(target)}"


def _now(target: Target) -> str:
    return f" (hiện có {quantity(target.base, target.unit)})" if target.base is not None else ""


def targets(
    data: PlanData, writer: Writer, said: Said, slug: str, rows: list[Target], *, marker: str = "- "
) -> list[Block]:
    """Targets as a list. One whose sentence stands elsewhere word for word, with the same figures, is not said again; of
    several read out of one sentence that stands nowhere else, the first brings it."""
    found: list[Block] = []
    brought: set[str] = set()
    for row in rows:
        if row.base is None and row.value is not None and said.tells(row.source, row.text, figure(row.value)):
            continue
        source = bare(row.source)
        if row.base is None and row.value is not None and _still(row, source):
            if source not in brought:
                brought.add(source)
                found += writer.line(f"target:{row.pk}", slug, source, marker=marker)
            continue
        found += writer.line(f"target:{row.pk}", slug, target_words(row), marker=marker)
    return found


def _still(row: Target, source: str) -> bool:
    """Whether the sentence the target was read from says what the row says today."""
    assert row.value is not None
    return (
        bool(source)
        and bare(row.text).casefold() in source.casefold()
        and bool(figure_in(row.text, row))
        and (target_words(row) == bare(row.text))
    )


def free_targets(data: PlanData) -> list[Target]:
    """Targets that belong to no block of the plan."""
    numbers = {block.criterion for block in data.blocks if block.criterion is not None}
    return [row for row in data.targets if row.criterion not in numbers]


# --- Tasks ---


def task_words(task: Task, responsible: str = "") -> str:
    """What is done, and in brackets how much, by whom (unless it is the block's own), from and by when (that
    day included), for how much."""
    text = bare(task.text)
    unit = bare(task.unit)
    more = []
    if task.volume is not None and quantity(task.volume, task.measure) not in text:
        more.append(f"khối lượng {quantity(task.volume, task.measure)}")
    if unit and unit != bare(responsible) and unit.casefold() not in text.casefold():
        more.append(f"{unit} thực hiện")
    if task.starts_on is not None and slashed(task.starts_on) not in text:
        more.append(f"làm từ ngày {slashed(task.starts_on)}")
    if task.deadline is not None and slashed(task.deadline) not in text:
        more.append(f"chậm nhất ngày {slashed(task.deadline)}")
    if task.cost:
        more.append(f"kinh phí {dong(task.cost)}")
    return f"{text} ({'; '.join(more)})" if more else text


def tasks(data: PlanData, writer: Writer, title: str = "Nhiệm vụ cụ thể") -> list[Part]:
    """The tasks that stand outside of blocks."""
    rows = data.tasks.get(None, [])
    return writer.part(
        "tasks", "nhiem-vu", title,
        lambda: [block for row in rows for block in writer.line(f"task:{row.pk}", "nhiem-vu", task_words(row))],
        lambda: writer.extras("nhiem-vu"),
    )  # fmt: skip


# --- Villages ---


def villages(data: PlanData, writer: Writer, said: Said, title: str) -> list[Part]:
    """Who of the villages does what; those of whom the same is asked stand together."""
    rows = [row for row in data.villages if not _told(row, said)]
    groups: dict[tuple[str, str], list[PlanVillage]] = {}
    for row in rows:
        word = row.area.kind_word if row.area else data.village_word
        groups.setdefault((word, village_words(row)), []).append(row)

    def make() -> list[Block]:
        found: list[Block] = []
        for (word, asked), group in groups.items():
            names = ", ".join(row.name for row in group)
            who = f"{capital(word)} {names}" if len(group) == 1 else f"Các {word} {names}"
            found += writer.line(f"village:{group[0].pk}", "thon", f"{who}: {asked}")
        return found

    return writer.part("villages", "thon", title, make, lambda: writer.extras("thon"))


def village_words(row: PlanVillage) -> str:
    """What the village must reach."""
    if row.role == VillageRole.MODEL:
        words = ["xây dựng khu dân cư nông thôn mới kiểu mẫu"]
    elif row.role == VillageRole.KEEP:
        words = ["giữ vững, nâng cao chất lượng các tiêu chí khu dân cư nông thôn mới kiểu mẫu"]
    else:
        words = []
    if row.criteria:
        words.append(f"hoàn thành {row.criteria} tiêu chí")
    if row.gardens:
        each = f", mỗi vườn hoàn thành {row.garden_criteria} tiêu chí" if row.garden_criteria else ""
        words.append(f"xây dựng {row.gardens} vườn mẫu{each}")
    if row.reach:
        words.append(small(bare(row.reach)))
    return "; ".join(words) or "tham gia thực hiện Kế hoạch"


def _told(row: PlanVillage, said: Said) -> bool:
    """Whether a line names the village in the role it has, and the row asks nothing more of it."""
    if row.reach or row.criteria or row.gardens:
        return False
    lines = said.lines_with(row.name)
    if row.role == VillageRole.NAMED:
        return bool(lines)
    return any(first_match(ROLES, line) and _role(line) == row.role for line in lines)


def _role(line: str) -> str:
    found = first_match(ROLES, line)
    return found[0].meaning if found else VillageRole.NAMED


# --- Awards ---


def awards(data: PlanData, writer: Writer) -> list[Block]:
    """Forms of award with their rule; levels that only share one rule ("Khen thưởng cấp nhà nước, cấp tỉnh") stand together."""
    groups: dict[tuple[str, int], list[PlanAward]] = {}
    for row in data.awards:
        shared = row.rule and _GENERAL.match(award_form(row))
        groups.setdefault((row.rule, 0 if shared else row.pk), []).append(row)
    found: list[Block] = []
    for (rule, _), rows in groups.items():
        first, *more = [award_form(row) for row in rows]
        form = ", ".join((first, *(_GENERAL.sub("", form) for form in more)))
        text = f"{form}: {capital(bare(rule))}" if rule else form
        found += writer.line(f"award:{rows[0].pk}", "khen-thuong", text)
    return [*found, *writer.extras("khen-thuong")]


def award_form(row: PlanAward) -> str:
    """The form with the level it is of."""
    form = bare(row.form)
    level = first_match(LEVELS, form)
    if level and level[0].meaning == row.level:
        return form
    return f"{form} {'cấp nhà nước' if row.level == AwardLevel.STATE else small(row.get_level_display())}"
