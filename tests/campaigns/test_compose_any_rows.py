"""Whatever rows a plan has: its paper keeps the decree, says every figure once, and is read back as it was meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from areas.models import Organisation, Post, PostHolder
from campaigns.compose.compose import compose
from campaigns.compose.load import PlanData
from campaigns.corrections import reading_of_draft
from campaigns.enums import (
    Direction,
    Every,
    FundKind,
    LineKind,
    MilestoneRule,
    PlanKind,
    Standing,
    VillageRole,
)
from campaigns.models import (
    Block,
    Bracket,
    ContributionTerms,
    CostLine,
    Duty,
    Fund,
    Milestone,
    Plan,
    PlanLine,
    PlanVillage,
    Routine,
    Solution,
    StandingRow,
    Target,
    Task,
)
from campaigns.read import PlanFacts, plan_facts
from campaigns.rules import findings_for
from documents.check import check_pdf
from documents.context import Paper, Paragraph, Section, Table, walk
from documents.models import Basis, Delivery
from documents.render import render

WORDS = (
    "vườn", "rừng", "suối", "đồi", "ruộng", "nương", "ao", "đập", "kênh", "cầu", "ngõ", "cổng", "rào", "hoa", "tre", "chè", "mía",
    "ngô", "lúa", "quế", "hồi", "gừng", "nghệ", "trâu", "bò", "dê", "ong", "cá", "gà", "vịt",
)  # fmt: skip
UNITS = ("%", "triệu đồng/người/năm", "m", "km", "ha", "hộ", "mô hình")
TITLES = {
    PlanKind.ANNUAL: "Thực hiện Chương trình xây dựng nông thôn mới năm 2026",
    PlanKind.CONTRIBUTION: "Vận động đóng góp xây dựng nông thôn mới năm 2026",
    PlanKind.EMULATION: "Phát động phong trào thi đua xây dựng nông thôn mới năm 2026",
    PlanKind.FRONT: "Cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới” năm 2026",
    PlanKind.PEAK: "Phát động đợt ra quân cao điểm xây dựng nông thôn mới năm 2026",
}
DAYS = st.dates(date(2026, 3, 1), date(2026, 12, 20))


class _Rows:
    """Draws rows; every text is of words no other text has in this order."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self._pk = count(1)
        self._said: set[str] = set()

    def text(self, opening: str) -> str:
        while True:
            words = self.draw(st.permutations(WORDS))[:5]
            text = f"{opening} {' '.join(words)}"
            if text not in self._said:
                self._said.add(text)
                return text

    def many(self, most: int = 4) -> range:
        return range(self.draw(st.integers(0, most)))

    def place(self) -> dict[str, int]:
        pk = next(self._pk)
        return {"pk": pk, "position": pk}

    def one_of(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def figure(self, most: int = 900) -> Decimal:
        return self.draw(st.decimals(1, most, places=self.draw(st.sampled_from([0, 1, 2]))))


@st.composite
def plans(draw: Any) -> PlanData:
    rows = _Rows(draw)
    kind = rows.one_of(TITLES)
    issuer = Organisation(
        name="Ủy ban nhân dân xã Suối Tre", letterhead="ỦY BAN NHÂN DÂN\nXÃ SUỐI TRE", symbol_letters="UBND", place="Suối Tre",
        kind="ubnd",
    )  # fmt: skip
    if kind == PlanKind.FRONT:
        issuer.name, issuer.letterhead = "Ủy ban MTTQ Việt Nam xã Suối Tre", "ỦY BAN MTTQ VIỆT NAM\nXÃ SUỐI TRE"
    plan = Plan(pk=1, kind=kind, title=TITLES[kind], year=2026, theme=draw(st.sampled_from(["", "Sạch làng, đẹp ngõ"])))
    if draw(st.booleans()):
        plan.starts_on, plan.ends_on = date(2026, 3, 1), draw(DAYS.filter(lambda day: day > date(2026, 3, 1)))
    elif draw(st.booleans()):
        plan.deadline = draw(DAYS)
    numbers = draw(st.lists(st.integers(1, 19), unique=True, max_size=6)) if kind == PlanKind.ANNUAL else []
    blocks = [
        Block(**rows.place(), criterion=number, title=rows.text("Lĩnh vực"), lead=rows.text("Phó Chủ tịch"),
              responsible=rows.text("Công chức"), deadline=draw(st.none() | DAYS), money=draw(st.none() | st.integers(1, 10**12)))
        for number in numbers
    ]  # fmt: skip
    return PlanData(
        plan=plan, today=date(2026, 11, 22), place="xã Suối Tre", village_word="thôn", issuer=issuer,
        signer=PostHolder(full_name="Vi Văn Páo", post=Post(title="CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN")),
        bases=[Basis(pk=1, text="Căn cứ Nghị quyết số 08/NQ-HĐND ngày 20/12/2025 của HĐND xã Suối Tre")],
        deliveries=[Delivery(pk=1, name="Đảng ủy xã"), Delivery(pk=2, name="Lưu: VT")], blocks=blocks,
        tasks=_tasks(rows, blocks), solutions={block.pk: _solutions(rows) for block in blocks},
        targets=_targets(rows, numbers), standings=_standings(rows) if kind == PlanKind.ANNUAL else [],
        lines=_lines(rows), duties=[
            Duty(**rows.place(), unit=rows.text("Ban"), duties=[rows.text("Theo dõi") for _ in rows.many(3)]) for _ in rows.many()
        ],
        **_money(rows, kind), villages=_villages(rows), milestones=_milestones(rows), routines=_routines(rows),
    )  # fmt: skip


def _tasks(rows: _Rows, blocks: list[Block]) -> dict[int | None, list[Task]]:
    def some() -> list[Task]:
        return [
            Task(**rows.place(), text=rows.text("Trồng"), deadline=rows.draw(st.none() | DAYS), measure="cây",
                 volume=rows.draw(st.none() | st.integers(1, 9999).map(Decimal)), cost=rows.draw(st.none() | st.integers(1, 10**10)))
            for _ in rows.many(3)
        ]  # fmt: skip

    return {None: some(), **{block.pk: some() for block in blocks}}


def _solutions(rows: _Rows) -> list[Solution]:
    return [Solution(**rows.place(), text=rows.text("Phối hợp")) for _ in rows.many(3)]


def _targets(rows: _Rows, numbers: list[int]) -> list[Target]:
    values: set[Decimal] = set()
    found = []
    for _ in rows.many(6):
        value = rows.figure()
        if value in values:
            continue
        values.add(value)
        found.append(
            Target(
                **rows.place(), text=rows.text("Tỷ lệ"), value=value, unit=rows.one_of(UNITS),
                base=rows.draw(st.none() | st.just(value) | st.decimals(1, 900, places=1)),
                direction=rows.one_of(["", *Direction.values]), criterion=rows.one_of([None, *numbers]),
            )
        )  # fmt: skip
    return found


def _standings(rows: _Rows) -> list[StandingRow]:
    found = []
    for number in rows.draw(st.lists(st.integers(1, 19), unique=True, max_size=12)):
        row = StandingRow(
            **rows.place(), set="ntm", code=str(number), name=rows.text("Lĩnh vực"), standing=rows.one_of(Standing)
        )
        found.append(row)
        if row.standing == Standing.UNMET and rows.draw(st.booleans()):
            gap = StandingRow(**rows.place(), code=f"{number}.1", name=rows.text("Tỷ lệ"), standing=Standing.UNMET)
            if rows.draw(st.booleans()):
                gap.value, gap.goal, gap.unit = Decimal(20), Decimal(50), "%"
            found.append(gap)
    return found


def _lines(rows: _Rows) -> dict[str, list[PlanLine]]:
    return {
        kind: [
            PlanLine(
                **rows.place(), kind=kind, text=rows.text("Vận động"), heading=rows.one_of(["", "Phần một", "Phần hai"])
            )
            for _ in rows.many(3)
        ]
        for kind in LineKind
    }


def _money(rows: _Rows, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "funds": [
            Fund(**rows.place(), kind=rows.one_of(FundKind), amount=rows.draw(st.none() | st.integers(1, 10**12)))
            for _ in rows.many(3)
        ],
        "costs": [
            CostLine(**rows.place(), text=rows.text("Mua"), quantity=Decimal(rows.draw(st.integers(1, 99))), unit="cây",
                     price=rows.draw(st.integers(1, 10**6)))
            for _ in rows.many(3)
        ],
    }  # fmt: skip
    if kind == PlanKind.CONTRIBUTION:
        limit = rows.draw(st.integers(1, 20)) * 1_000_000
        found["terms"] = ContributionTerms(
            labour_day_value=150_000, organisation_minimum=2_000_000, account_number="8502201002946"
        )
        found["brackets"] = [
            Bracket(**rows.place(), min_income=limit, days=Decimal(rows.draw(st.integers(1, 30)))),
            Bracket(**rows.place(), max_income=limit, days=Decimal(rows.draw(st.integers(1, 30)))),
        ]  # fmt: skip
    return found


def _villages(rows: _Rows) -> list[PlanVillage]:
    names = rows.draw(st.lists(st.sampled_from(["Nà Cốc", "Pá Lìm", "Phiêng Ban", "Suối Lòng"]), unique=True))
    return [
        PlanVillage(**rows.place(), name=name, role=rows.one_of(VillageRole), gardens=rows.one_of([None, 5]))
        for name in names
    ]


def _milestones(rows: _Rows) -> list[Milestone]:
    """Each on a day of its own: two meetings of one day are one step to the reader."""
    return [
        Milestone(**rows.place(), what=rows.text("Họp"), on=on, rule=rows.one_of(MilestoneRule),
                  place=rows.one_of(["", "hội trường xã"]))
        for on in rows.draw(st.lists(DAYS, unique=True, max_size=3))
    ]  # fmt: skip


def _routines(rows: _Rows) -> list[Routine]:
    return [
        Routine(**rows.place(), what=rows.text("dọn"), every=rows.one_of(Every), who=rows.one_of(["", "Các thôn", "Ban Quản lý"]),
                at=rows.draw(st.none() | st.just(time(17)) | st.just(time(6, 30))))
        for _ in rows.many(3)
    ]  # fmt: skip


def _facts(paper: Paper) -> PlanFacts:
    return plan_facts(reading_of_draft(paper))


def _sentences(paper: Paper) -> list[str]:
    return [block.text for block in walk(paper.content) if isinstance(block, Paragraph)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(plans())
def test_any_rows_are_read_back(data: PlanData) -> None:
    paper = compose(data).paper
    facts = _facts(paper)

    assert {(int(row.code), row.standing) for row in _listed(data)} == {
        (row.number, row.status) for row in facts.criteria
    }
    assert [(row.criterion, row.lead, row.responsible) for row in facts.blocks if data.blocks] == [
        (row.criterion, row.lead, row.responsible) for row in data.blocks
    ]
    _has("targets", [(float(row.value), row.unit, row.direction or None, _near(row, data)) for row in data.targets if row.value],
         [(row.value, row.unit, row.direction, row.criterion) for row in facts.targets])  # fmt: skip
    _has("milestones", [(row.on, row.rule, row.place or None) for row in data.milestones],
         [(row.date, row.rule, row.place) for row in facts.milestones])  # fmt: skip
    _has("routines", [(row.every, f"{row.at:%H:%M}" if row.at else None, row.who or None) for row in data.routines],
         [(row.every, row.at, row.who) for row in facts.routines])  # fmt: skip
    _has("villages", [(row.name, row.role) for row in data.villages], [(row.name, row.role) for row in facts.villages])
    _has("duties", [(row.unit, tuple(row.duties)) for row in data.duties],
         [(row.unit, tuple(text.rstrip(".") for text in row.duties)) for row in facts.assignments])  # fmt: skip
    if data.terms:
        assert facts.rates is not None
        assert [(row.min_income, row.max_income, row.days) for row in facts.rates.brackets] == [
            (row.min_income, row.max_income, row.days) for row in data.brackets
        ]
        assert (facts.rates.labour_day_value, facts.rates.organisation_minimum) == (150_000, 2_000_000)
        assert facts.bank_accounts == ("8502201002946",)
    period = (facts.period.start, facts.period.end) if facts.period else (None, None)
    assert period == (data.plan.starts_on, data.plan.ends_on)
    if data.plan.deadline:
        assert facts.deadline is not None
        assert facts.deadline.date == data.plan.deadline
    errors = [row for row in findings_for(facts, paper) if row.level == "error"]
    assert errors == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(plans())
def test_nothing_is_said_twice_and_sums_are_right(data: PlanData) -> None:
    composition = compose(data)
    allowed = ("- Nhiệm vụ:", "- Giải pháp:", "- Mục tiêu:", "- Thời hạn", "- Kinh phí")
    said = Counter(text for text in _sentences(composition.paper) if not text.startswith(allowed))
    assert [
        text for text, times in said.items() if times > 1 and not text.startswith("- Nguồn") and "hợp pháp" not in text
    ] == []
    keys = Counter(passage.key for passage in composition.passages)
    assert [key for key, times in keys.items() if times > 1] == []
    for title in (block.title or "" for block in walk(composition.paper.content) if isinstance(block, Section)):
        if title.startswith("Các tiêu chí "):
            assert f"/{len(_listed(data)):02d} tiêu chí" in title
    tables = [block for block in walk(composition.paper.content) if isinstance(block, Table)]
    if data.costs:
        total = sum(int((row.quantity or 0) * (row.price or 0)) for row in data.costs)
        assert tables[-1].rows[-1][-1] == f"{total:,}".replace(",", ".")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(plans())
def test_any_paper_keeps_the_decree(data: PlanData) -> None:
    paper = replace(compose(data).paper, is_draft=True)
    assert [row.message for row in check_pdf(render(paper, "pdf"))] == []


def _listed(data: PlanData) -> list[StandingRow]:
    return [row for row in data.standings if "." not in row.code]


def _near(row: Target, data: PlanData) -> int | None:
    return row.criterion


def _has(name: str, wanted: list[Any], got: list[Any]) -> None:
    left = list(got)
    for row in wanted:
        assert row in left, (name, row, got)
        left.remove(row)
