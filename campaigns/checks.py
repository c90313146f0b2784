"""What a plan's checks find today: its paper read like any other, and its rows. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from areas.models import Area, Organisation
from campaigns.compose.compose import composition_of
from campaigns.compose.composition import Composition, Passage
from campaigns.compose.parts import BLOCK_PREFIX, PARTS, parts_of
from campaigns.corrections import reading_of_draft
from campaigns.enums import Direction, LineKind, PlanKind
from campaigns.models import Block, Plan, StandingRow, Target, Task
from campaigns.queries import checking as queries
from campaigns.read import plan_facts
from campaigns.read.outline import clean
from campaigns.rules import LEVELS, findings_for
from campaigns.rules import composed as rules
from campaigns.rules.finding import Finding, key_of
from campaigns.rules.units import all_villages, same_unit
from core import clock
from core.text import search_key, tidy
from documents.citations import citation
from documents.enums import DocumentState
from documents.models import Basis
from documents.queries import out_of_force

#: A quote shorter than this stands in too many passages to tell where it comes from.
_TELLING = 6
#: Where the findings of a code are mended when no passage tells.
_PART_OF_CODE = {
    "criteria-count": "hien-trang", "status-vs-text": "hien-trang", "gaps-unnamed": "hien-trang", "target-conflict": "muc-tieu",
    "basis-after-document": "can-cu", "basis-after-start": "can-cu", "signed-after-start": "chung", "period-length": "chung",
    "overload": "khoi", "sum-mismatch": "kinh-phi",
}  # fmt: skip

#: The parts of a plan that was read from a file and has no form of its own, as its page calls them.
_PARTS_OF_A_FILE = (
    ("can-cu", "Căn cứ"), ("muc-dich", "Mục đích, yêu cầu"), ("hien-trang", "Hiện trạng tiêu chí"), ("muc-tieu", "Mục tiêu"),
    ("khoi", "Nhiệm vụ, giải pháp"), ("kinh-phi", "Kinh phí"), ("phan-cong", "Phân công"), ("noi-nhan", "Nơi nhận"),
    ("ky", "Người ký"),
)  # fmt: skip


def findings_of(plan: Plan) -> list[dict[str, Any]]:
    """Every finding as `{code, level, message, quotes, slug, places, key}`, in the order of the table of codes.

    `slug` is the part where it is mended, `places` the part of each quote; empty where none is known. A composed plan is
    composed and read anew; one read from a file keeps what was found in its text, which changes only when its corrections
    are saved.
    """
    if not plan.composed:
        return [known(found) for found in plan.facts.get("findings", [])]
    composition = composition_of(plan)
    found = [*_in_text(composition), *_in_rows(plan, composition)]
    order = list(LEVELS)
    return sorted(found, key=lambda row: order.index(row["code"]))


def known(found: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as it is stored, with its key and what its rows may leave out."""
    key = key_of(found["code"], found["message"], found["quotes"])
    return {**found, "slug": found.get("slug", ""), "places": [""] * len(found["quotes"]), "key": key}


def _row(found: Finding, slug: str, places: list[str]) -> dict[str, Any]:
    stored = {"code": found.code, "level": found.level, "message": found.message, "quotes": list(found.quotes)}
    return {**known(stored), "slug": slug, "places": places}


def part_labels(plan: Plan) -> dict[str, str]:
    """Every part of the plan by its slug, in the order of the paper."""
    if plan.composed and plan.kind in PARTS:
        blocks = plan.blocks.order_by("position", "pk").values_list("pk", "title")
        return {part.slug: part.label for part in parts_of(plan.kind, blocks)}
    return dict(_PARTS_OF_A_FILE)


# --- The text ---


def _in_text(composition: Composition) -> Iterator[dict[str, Any]]:
    """What the importer finds in the composed paper, each with the part its first known quote stands in."""
    reading = reading_of_draft(composition.paper)
    passages = [(search_key(clean(passage.text)), passage.slug) for passage in composition.passages]
    for found in findings_for(plan_facts(reading), composition.paper):
        places = [_part_with(quote, passages) for quote in found.quotes]
        slug = next(filter(None, places), "") or _PART_OF_CODE.get(found.code, "")
        yield _row(found, slug, places)


def _part_with(quote: str, passages: Sequence[tuple[str, str]]) -> str:
    """The part with the passage that holds the quote, or that the quote holds; empty where none does."""
    words = search_key(clean(quote))
    if len(words) < _TELLING:
        return ""
    held = (slug for text, slug in passages if words in text or (len(text) >= 2 * _TELLING and text in words))
    return next(held, "")


# --- The rows ---


def _in_rows(plan: Plan, composition: Composition) -> Iterator[dict[str, Any]]:
    for placed in _placed(plan, composition):
        yield _row(placed.finding, placed.slug, [placed.slug] * len(placed.finding.quotes))


def _placed(plan: Plan, composition: Composition) -> Iterator[rules.Placed]:
    tasks = list(plan.tasks.select_related("block").order_by("block__position", "position", "pk"))
    duties, blocks = list(plan.duties.all()), list(plan.blocks.all())
    charges = [rules.Charge(duty.unit, duty.organisation_id) for duty in duties if duty.duties]
    charges += [rules.Charge(task.unit, task.organisation_id, task.area_id) for task in tasks]
    yield from rules.unit_findings(_named_units(plan), charges)
    dated = bool(plan.deadline or plan.ends_on)
    yield from rules.date_findings(map(_work, tasks), [duty.unit for duty in duties], plan_has_date=dated)
    if plan.kind == PlanKind.ANNUAL:
        yield from rules.lead_findings(map(_criterion, blocks))
    yield from rules.goal_findings(_goals(plan, blocks))
    yield from rules.ground_findings(_grounds(plan))
    if plan.year:
        yield from rules.age_findings(((one.text, one.slug) for one in composition.passages if one.text), plan.year)
    yield from rules.wording_findings(map(_wording, (one for one in composition.passages if one.stale)))


def _criterion(block: Block) -> rules.Criterion:
    return rules.Criterion(str(block), block.lead, block.responsible, f"{BLOCK_PREFIX}{block.pk}")


def _work(task: Task) -> rules.Work:
    block = task.block
    if block is None:
        return rules.Work(task.text, task.deadline, "Nhiệm vụ", "nhiem-vu")
    return rules.Work(task.text, task.deadline or block.deadline, str(block), f"{BLOCK_PREFIX}{block.pk}")


def _wording(passage: Passage) -> rules.Wording:
    return rules.Wording(passage.text, passage.basis or "", passage.generated, passage.slug)


def _named_units(plan: Plan) -> Iterator[rules.NamedUnit]:
    """Recipients, participants and villages that are units of the commune."""
    bodies, villages = list(queries.bodies_at_work(plan)), list(queries.villages_below(plan))
    known = {body.pk for body in bodies}
    for place in queries.recipients_of(plan):
        if "b/c" in place.name or "báo cáo" in place.name:
            continue
        if place.organisation_id in known:
            yield _body(place.organisation, place.name, "noi-nhan")
        elif place.area_id == plan.area_id or (all_villages(place.name) and villages):
            yield rules.NamedUnit("Các thôn", place.name, "noi-nhan", "village", area=None)
    for line in plan.lines.filter(kind=LineKind.PARTICIPANT):
        yield from _named_in(line.text, bodies, villages)
    for village in plan.villages.all():
        # What a village must reach is what it is charged with.
        if not (village.reach or village.criteria or village.gardens):
            name = (
                village.name if search_key(village.name).startswith(("thon", "xom", "ban")) else f"Thôn {village.name}"
            )
            yield rules.NamedUnit(name, village.name, "thon", "village", area=village.area_id)


def _named_in(line: str, bodies: list[Organisation], villages: list[Area]) -> Iterator[rules.NamedUnit]:
    pieces = [tidy(piece) for piece in line.replace(";", ",").split(",")]
    for body in bodies:
        if any(same_unit(body.name, piece) for piece in pieces if len(piece) > _TELLING):
            yield _body(body, line, "doi-tuong")
    if villages and all_villages(line):
        yield rules.NamedUnit("Các thôn", line, "doi-tuong", "village")


def _body(body: Organisation | None, quote: str, slug: str) -> rules.NamedUnit:
    assert body is not None, "asked only for lines that have one"
    return rules.NamedUnit(body.name, quote, slug, "body", organisation=body.pk)


def _goals(plan: Plan, blocks: list[Block]) -> Iterator[rules.Goal]:
    """Targets with a figure, each with its base, the result noted last year and the state of its indicator."""
    before = queries.plan_before(plan)
    results = queries.last_values(before) if before else []
    standings = [row for row in plan.standings.all() if row.value is not None]
    parts = {block.criterion: f"{BLOCK_PREFIX}{block.pk}" for block in blocks if block.criterion is not None}
    for target in plan.targets.all():
        if target.value is None:
            continue
        figures: list[tuple[Decimal, str]] = [] if target.base is None else [(target.base, "số hiện có")]
        figures += [
            (value.value, f"kết quả tháng {value.month:%-m/%Y} của kế hoạch năm trước")
            for other, value in results
            if _same_goal(target, other)
        ]
        figures += [
            (row.value, f"hiện trạng chỉ tiêu {row.code}".strip())
            for row in standings
            if row.value is not None and _same_indicator(target, row)
        ]
        at_most = target.direction == Direction.AT_MOST
        slug = parts.get(target.criterion or 0, "muc-tieu")
        yield rules.Goal(target.text, target.unit, target.value, at_most, slug, tuple(figures))


def _same_goal(target: Target, other: Target) -> bool:
    alike = target.unit == other.unit and target.criterion == other.criterion
    return alike and _without_figures(target.text) == _without_figures(other.text)


def _same_indicator(target: Target, row: StandingRow) -> bool:
    named = bool(row.name) and _without_figures(row.name) == _without_figures(target.text)
    return named and (row.unit == target.unit or not row.unit)


def _without_figures(text: str) -> str:
    return tidy("".join(" " if char.isdigit() or char in ".,%" else char for char in search_key(text)))


def _grounds(plan: Plan) -> Iterator[rules.Ground]:
    for basis in out_of_force(Basis.objects.filter(document=plan.document_id), _day_of(plan)).order_by("position"):
        cited = basis.cited
        assert cited is not None, "only a basis with its document can be out of force"
        by = citation(cited.replaced_by, first=False) if cited.replaced_by else ""
        yield rules.Ground(
            basis.text or f"Căn cứ {citation(cited)}", citation(cited, first=False), cited.valid_to, cited.valid_from, by,
            "can-cu",
        )  # fmt: skip


def _day_of(plan: Plan) -> date:
    """The day of the paper; of one not issued yet it will be today at the earliest."""
    issued = plan.document.issued_on if plan.document.state == DocumentState.ISSUED else None
    return issued or clock.today()
