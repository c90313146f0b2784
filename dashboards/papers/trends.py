"""Figures over time as charts, each with its unit, day and base. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from areas.models import Area
from core.charts import About, Chart, Series, Spread, against, line, stacked
from core.formats import grouped
from criteria.enums import WITH_COMMUNE, Direction, RoundCardState, State
from criteria.judging import MARKS
from dashboards.queries.indicators import Row, Year
from dashboards.queries.matrix import Head
from dashboards.queries.plan_done import STANDS, Done
from dashboards.queries.resources import SOURCES
from dashboards.queries.trends import Course, Standing


def over_rounds(course: Course, standings: Sequence[Standing], *, width: int, where: str, today: date) -> list[Chart]:
    """The average and the middle half over the rounds, and how far the rounds have come."""
    labels, short = [step.label for step in course.steps], [step.short for step in course.steps]
    last = standings[-1]
    base = f"phiếu đã thẩm tra của từng kỳ, {where}; kỳ cuối {last.accepted}/{last.cards} xã"
    course_of = line(
        About(f"Số tiêu chí đạt bình quân một xã, trên {width} tiêu chí", "tiêu chí đạt", today, base), short,
        [
            Series("Bình quân, đã thẩm tra", [row.mean for row in standings], "1"),
            Series("Bình quân, xã tự đánh giá", [row.said_mean for row in standings], "wait"),
            Series("Trung vị, đã thẩm tra", [row.median for row in standings], "4"),
        ],
        spread=Spread("Một nửa số xã ở giữa", [row.half for row in standings]), head="Hạn gửi",
    )  # fmt: skip
    met_all = [row.whole(width) for row in standings]
    coverage = stacked(
        About(f"Số xã đạt đủ {width} tiêu chí", "xã", today, f"số xã có phiếu trong từng kỳ, {where}"), labels,
        [
            Series("Đạt đủ, đã thẩm tra", met_all, "met"),
            Series("Chưa đạt đủ, đã thẩm tra", [row.accepted - whole for row, whole in zip(standings, met_all, strict=True)], "unmet"),
            Series("Chờ thẩm tra", [row.states[RoundCardState.SUBMITTED] for row in standings], "wait"),
            Series("Xã chưa gửi hoặc đang sửa", [sum(row.states[state] for state in WITH_COMMUNE) for row in standings], "none"),
        ],
    )  # fmt: skip
    return [course_of, coverage]


def of_criterion(course: Course, standings: Sequence[Standing], head: Head, *, where: str, today: date) -> Chart:
    """How communes stood at one criterion over the rounds."""
    about = About(f"Tiêu chí {head.number}. {head.name}", "xã", today, f"số xã có phiếu trong từng kỳ, {where}")
    tones = {State.MET: "met", State.NOT_ASSESSED: "na", State.UNMET: "unmet", State.NO_DATA: "none"}
    rows = [
        Series(f"{state.label}, đã thẩm tra", [row.marks[MARKS[state]] for row in standings], tone)
        for state, tone in tones.items()
    ]
    waiting = [row.cards - row.accepted for row in standings]
    labels = [step.label for step in course.steps]
    return stacked(about, labels, [*rows, Series("Chưa thẩm tra", waiting, "wait")])


def of_indicator(row: Row, years: Sequence[Year], *, commune: str, today: date) -> Chart:
    """The figures of one indicator against the level and the target of each year."""
    labels: list[str] = []
    values: list[Decimal | None] = []
    rows: list[Year] = []
    for year in years:
        both = year.second is not None
        labels.append(f"{year.year}, nam" if both else str(year.year))
        values.append(year.value)
        rows.append(year)
        if both:
            labels.append(f"{year.year}, nữ")
            values.append(year.second)
            rows.append(year)
    known = sum(year.value is not None for year in years)
    days = [localdate(year.at) for year in years if year.at is not None]
    version = row.version
    unit = version.unit or ("%" if version.value_kind == "percent" else "đơn vị của chỉ tiêu")
    about = About(
        row.label, unit, max(days, default=today),
        f"{known}/{len(years)} năm có số liệu, phiếu đang dùng của {commune}, xã tự đánh giá",
    )  # fmt: skip
    way = Direction(version.direction).label.lower() if version.direction else ""
    marks = [
        Series(f"Mức ({way})" if way else "Mức", [year.level for year in rows]),
        Series("Mục tiêu", [year.target for year in rows]),
    ]
    return against(about, labels, Series("Giá trị", values, "1"), marks)


def of_resources(sums: Mapping[int, Mapping[str, int]], *, where: str, today: date) -> Chart:
    """What was mobilised by year and source, in triệu or tỷ đồng."""
    most = max((sum(row.values()) for row in sums.values()), default=0)
    divisor, unit = (10**9, "tỷ đồng") if most >= 10**10 else (10**6, "triệu đồng")
    base = f"sổ đóng góp và nguồn vốn công trình đã nhập, {where}; ngày công, hiện vật tính theo giá trị quy đổi"
    series = [
        Series(name, [Decimal(row[key]) / divisor for row in sums.values()], str(place))
        for place, (key, name) in enumerate(SOURCES.items(), 1)
    ]
    about = About("Nguồn lực huy động theo năm và nguồn", unit, today, base)
    return stacked(about, [f"Năm {year}" for year in sums], series, head="Năm")


def of_plans(done: Done, year: int, *, where: str, today: date) -> Chart:
    """Tasks of a year's plans by the month they are due, done or not."""
    base = f"{grouped(done.tasks)} nhiệm vụ của {grouped(done.plans)} kế hoạch năm {year} đã ban hành, {where}"
    labels = [f"Tháng {month[1]}/{month[0]}" if month else "Không ghi hạn" for month, _ in done.months]
    series = [
        Series(name, [counts[key] for _, counts in done.months], tone)
        for key, (name, tone) in STANDS.items()
        if key not in {"undated", "no_date"} or any(counts[key] for _, counts in done.months)
    ]
    return stacked(
        About(f"Kế hoạch năm {year}: nhiệm vụ theo tháng đến hạn", "nhiệm vụ", today, base),
        labels,
        series,
        head="Tháng đến hạn",
    )


def where_words(areas: Sequence[Area], group: str = "") -> str:
    """ "Tỉnh Thử Nghiệm, nhóm Khu vực I"; several areas by their number."""
    place = str(areas[0]) if len(areas) == 1 else f"{len(areas)} địa bàn"
    return f"{place}, {group}" if group else place
