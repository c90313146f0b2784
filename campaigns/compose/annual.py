"""The annual plan: results, targets, and a block for each criterion."""

from __future__ import annotations

from campaigns.compose import lists, money, results, time
from campaigns.compose.duties import carrying_out
from campaigns.compose.load import PlanData
from campaigns.compose.parts import BLOCK_PREFIX
from campaigns.compose.said import Said
from campaigns.compose.words import bare, counted, dong
from campaigns.compose.writer import Part, Writer, points
from campaigns.enums import Standing
from campaigns.models import Block as Criterion
from campaigns.read.blocks import by_position, criterion_in
from campaigns.read.facts import Block as ReadBlock
from campaigns.read.sets import set_of
from documents.context import Block, Paragraph, Section
from documents.nd30 import slashed

_STANDINGS = {Standing.MET: "Đạt", Standing.UNMET: "Chưa đạt", Standing.NOT_ASSESSED: "Không đánh giá"}


def parts(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    year = f" năm {data.plan.year}" if data.plan.year else ""
    aim = f"Triển khai Chương trình xây dựng nông thôn mới trên địa bàn {data.place}{year} có trọng tâm, đúng tiến độ"
    demand = "Mỗi tiêu chí có người chỉ đạo, người phụ trách và thời hạn; kết quả được kiểm tra, đánh giá thường xuyên"
    return [
        *writer.part(
            "purpose", "muc-dich", "Mục tiêu, yêu cầu", lambda: points(_purpose(data, writer, said, aim, demand))
        ),
        *results.results(data, writer, "Kết quả thực hiện các tiêu chí"),
        *writer.part("work", "khoi", "Nhiệm vụ, giải pháp", lambda: _work(data, writer, said)),
        *money.funding(data, writer),
        *carrying_out(data, writer, with_time=True),
    ]


def _purpose(data: PlanData, writer: Writer, said: Said, aim: str, demand: str) -> list[Part]:
    general, *demands = lists.purpose(data, writer, aim, demand, title="Mục tiêu chung")
    specific = writer.part(
        "targets", "muc-tieu", "Mục tiêu cụ thể", lambda: _goals(data, writer, said), lambda: writer.extras("muc-tieu")
    )
    return [general, *specific, *demands]


def _goals(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    free = lists.free_targets(data)
    theme = writer.line("theme", "chung", f"Chủ đề: {lists.quoted(data.plan.theme)}") if data.plan.theme else []
    written = lists.written_goals(data, writer)
    # A target that counts criteria says itself what would follow from the list.
    own = any(row.unit == "tiêu chí" for row in free)
    follows = [] if own or written else writer.line("goals.criteria", "muc-tieu", results.goal_words(data))
    return [*theme, *written, *follows, *lists.targets(data, writer, said, "muc-tieu", free)]


def _work(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    found = [
        *writer.part("blocks", "khoi", "Nhiệm vụ, giải pháp theo từng tiêu chí", lambda: _blocks(data, writer, said)),
        *lists.contents(data, writer, "Nhiệm vụ khác"),
        *lists.tasks(data, writer, "Nhiệm vụ chung"),
        *lists.villages(data, writer, said, "Thực hiện ở các thôn, khu dân cư"),
        *lists.participants(data, writer, "Đối tượng tham gia"),
        *lists.others(data, writer),
        *time.routines(data, writer, said),
        *time.milestones(data, writer, said),
    ]
    extra = writer.extras("khoi")
    return [*(Section(str(place), title, tuple(rows)) for place, (title, rows) in enumerate(found, 1)), *extra]


def _blocks(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    titles = titles_of(data)
    return [_block(data, writer, said, block, place, titles[place - 1]) for place, block in enumerate(data.blocks, 1)]


def _block(data: PlanData, writer: Writer, said: Said, block: Criterion, place: int, heading: str) -> Section:
    slug, key = f"{BLOCK_PREFIX}{block.pk}", f"block:{block.pk}"
    title = writer.words(f"{key}.title", slug, heading)
    mine = [row for row in data.targets if row.criterion == block.criterion] if block.criterion is not None else []
    first = next((one for one in data.blocks if one.criterion == block.criterion), block)
    content: list[Block] = []
    if situation := situation_words(block):
        content += writer.line(f"{key}.situation", slug, f"Hiện trạng: {situation}")
    # Two blocks of one criterion: its targets stand in the first.
    goals = lists.targets(data, writer, said, slug, mine, marker="+ ") if block is first else []
    content += [Paragraph("- Mục tiêu:"), *goals] if goals else []
    tasks = [(f"task:{row.pk}", lists.task_words(row, block.responsible)) for row in data.tasks.get(block.pk, [])]
    content += _under(writer, slug, "Nhiệm vụ", tasks)
    ways = [(f"solution:{row.pk}", row.text) for row in data.solutions.get(block.pk, [])]
    content += _under(writer, slug, "Giải pháp", ways)
    for name, label, value in (
        ("lead", "Người chỉ đạo", bare(block.lead)),
        ("responsible", "Người phụ trách", bare(block.responsible)),
        ("deadline", "Thời hạn hoàn thành", f"trước ngày {slashed(block.deadline)}" if block.deadline else ""),
        ("money", "Kinh phí", dong(block.money) if block.money else ""),
    ):
        if value:
            content += writer.line(f"{key}.{name}", slug, f"{label}: {value}")
    return Section(f"1.{place}", title or heading, (*content, *writer.extras(slug)))


def titles_of(data: PlanData) -> list[str]:
    """The names of the criteria; with "Tiêu chí số 03 - " in front of all where a name alone does not tell its number."""
    plain = [bare(block.title) for block in data.blocks]
    which = set_of(data.plan.title, data.issuer.name if data.issuer else "")
    read = by_position([
        ReadBlock(f"1.{place}", criterion_in(title, which), title, (), (), None, None) for place, title in enumerate(plain, 1)
    ])  # fmt: skip
    if [row.criterion for row in read] == [block.criterion for block in data.blocks]:
        return plain
    return [_with_number(block.criterion, title) for block, title in zip(data.blocks, plain, strict=True)]


def _with_number(criterion: int | None, title: str) -> str:
    told = criterion is None or title.casefold().startswith("tiêu chí")
    return title if told else f"Tiêu chí số {counted(criterion or 0)} - {title}"


def situation_words(block: Criterion) -> str:
    standing = _STANDINGS[Standing(block.standing)] if block.standing else ""
    return ". ".join(part for part in (standing, bare(block.situation)) if part)


def _under(writer: Writer, slug: str, label: str, rows: list[tuple[str, str]]) -> list[Block]:
    """One row on the label's own line, several under it."""
    if len(rows) == 1:
        key, text = rows[0]
        said = writer.line(key, slug, text, marker="")
        return [Paragraph(f"- {label}: {said[0].text}"), *said[1:]] if said and isinstance(said[0], Paragraph) else []
    found = [block for key, text in rows for block in writer.line(key, slug, text, marker="+ ")]
    return [Paragraph(f"- {label}:"), *found] if found else []
