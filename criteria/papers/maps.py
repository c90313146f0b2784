"""What becomes of an old card's rows in the next set, as the page and the workbook show it; no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.formats import number as shown
from core.sheets import Column, Sheet
from criteria.enums import MapKind, State
from criteria.judging import Value, criterion_state, judge
from criteria.models import Carried, Criterion, Evidence, Indicator, IndicatorVersion, MapRow, Result
from criteria.papers.cards import level_words, measure_of
from criteria.queries.cards import CriterionLine, IndicatorLine
from criteria.queries.maps import Sides

Proof = Mapping[tuple[int, int | None], list[Evidence]]


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of a set: an indicator, or a criterion as a whole."""

    criterion: Criterion
    indicator: Indicator | None
    text: str

    @property
    def key(self) -> str:
        """How addresses and forms name it: "c<indicator id>" or "t<criterion number>"."""
        return f"c{self.indicator.pk}" if self.indicator else f"t{self.criterion.number}"

    @property
    def label(self) -> str:
        """ "17.6"; "Tiêu chí 8" for a whole criterion, and for an indicator whose number is not established."""
        return (self.indicator.code if self.indicator else "") or f"Tiêu chí {self.criterion.number}"

    def __str__(self) -> str:
        if self.indicator is None:
            return f"tiêu chí {self.criterion.number}"
        return self.indicator.code or f"{self.criterion.number} ({self.text})"


@dataclass(frozen=True, slots=True)
class OldRow:
    """A row of the old card with its results (a whole criterion has those of its indicators) and evidence."""

    spot: Spot
    state: State
    results: list[Result]
    value: str
    proof: list[Evidence]
    #: The wording an indicator's result was judged by.
    version: IndicatorVersion | None = None


@dataclass(slots=True)
class NewRow:
    """A row of the new set with the old rows that lead to it."""

    spot: Spot
    line: IndicatorLine | None
    #: What the new card says there by now.
    result: Result | None
    level: str
    olds: list[OldRow] = field(default_factory=list)
    rows: list[MapRow] = field(default_factory=list)
    laid: list[Carried] = field(default_factory=list)

    @property
    def state(self) -> State:
        """All old rows together: unmet when one is, no data while one has none."""
        return criterion_state([old.state for old in self.olds], complete=True, whole=None)

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(row.note for row in self.rows if row.note))

    @property
    def confirmed(self) -> bool:
        return all(row.confirmed for row in self.rows)

    @property
    def has_old(self) -> bool:
        return any(old.results for old in self.olds)

    @property
    def checked(self) -> Carried | None:
        """The old result that a person has looked at; the same was said of all of them."""
        return next((row for row in self.laid if row.taken is not None), None)

    @property
    def status(self) -> str:
        """Code of the chip."""
        if self.checked is not None:
            return "carried_taken" if self.checked.taken else "carried_anew"
        return "carried_waiting" if self.has_old else "no_data"

    @property
    def proof(self) -> list[Evidence]:
        return list({item.pk: item for old in self.olds for item in old.proof}.values())

    def value(self) -> Value | None:
        """The old value, where it may stand in the new row as it is: one old row, of the same kind, without parts."""
        if self.line is None or len(self.olds) != 1 or not self.olds[0].results:
            return None
        result = self.olds[0].results[0]
        old, new = self.olds[0].version, self.line.version
        if new is None or old is None or new.parts or result.parts:
            return None
        if not new.value_kind or (old.value_kind, old.split_by, old.unit) != (new.value_kind, new.split_by, new.unit):
            return None
        return Value(result.number, result.second, result.text)

    def judged(self) -> State | None:
        """What the new level says of the old value; None where a person must say."""
        value = self.value()
        if value is None or self.line is None:
            return None
        found = judge(measure_of(self.line), value)
        return None if found == State.NO_DATA else found


@dataclass(frozen=True, slots=True)
class Report:
    """The three ways a row may go, and what nobody knows yet."""

    carried: list[NewRow]
    anew: list[NewRow]
    dropped: list[tuple[OldRow, MapRow]]
    unknown_old: list[OldRow]
    unknown_new: list[NewRow]

    @property
    def kept(self) -> int:
        return sum(row.status == "carried_taken" for row in self.carried)

    @property
    def waiting(self) -> int:
        return sum(row.status == "carried_waiting" for row in self.carried)

    @property
    def new(self) -> int:
        return len(self.anew) + len(self.carried) - self.kept - self.waiting

    @property
    def unknown(self) -> int:
        return len(self.unknown_old) + len(self.unknown_new)

    @property
    def unconfirmed(self) -> int:
        lines = [row for new in (*self.carried, *self.anew) for row in new.rows]
        return sum(not row.confirmed for row in (*lines, *(row for _, row in self.dropped)))

    def find(self, key: str) -> NewRow | None:
        """The carried row with this key."""
        return next((row for row in self.carried if row.spot.key == key), None)


def report(sides: Sides) -> Report:
    """Lay the lines of the map between the rows of both cards. A row of either that no line names is unknown."""
    olds, news = _old_rows(sides.old, sides.proof), _new_rows(sides.new)
    carried_by_row: dict[int, list[Carried]] = defaultdict(list)
    for item in sides.laid:
        carried_by_row[item.row_id].append(item)
    dropped: list[tuple[OldRow, MapRow]] = []
    told_old, told_new = set(), set()
    ways: dict[str, dict[tuple[int, int | None], NewRow]] = {MapKind.CARRIED: {}, MapKind.ANEW: {}}
    for row in sides.rows:
        before, after = (
            (row.from_criterion_id or 0, row.from_indicator_id),
            (row.to_criterion_id or 0, row.to_indicator_id),
        )
        told_old.add(before)
        if row.kind == MapKind.DROPPED:
            dropped.append((olds[before], row))
            continue
        told_new.add(after)
        found = ways[row.kind].setdefault(after, news[after])
        found.rows.append(row)
        found.laid += carried_by_row[row.pk]
        if row.kind == MapKind.CARRIED:
            found.olds.append(olds[before])
    order = {key: place for place, key in enumerate(news)}
    sorted_ = {kind: [found[key] for key in sorted(found, key=order.__getitem__)] for kind, found in ways.items()}
    return Report(
        sorted_[MapKind.CARRIED], sorted_[MapKind.ANEW], dropped,
        [olds[key] for key in _untold(sides.old, told_old)], [news[key] for key in _untold(sides.new, told_new)],
    )  # fmt: skip


def _untold(lines: list[CriterionLine], told: set[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Rows of a set that the map leaves out: an indicator whose criterion is not named whole, and the rest of a list that
    is not known whole."""
    found: list[tuple[int, int | None]] = []
    for line in lines:
        whole = (line.criterion.pk, None)
        if whole in told:
            continue
        found += [
            (line.criterion.pk, row.indicator.pk)
            for row in line.rows
            if (line.criterion.pk, row.indicator.pk) not in told
        ]
        if not line.rows or not line.criterion.complete:
            found.append(whole)
    return found


def _old_rows(lines: list[CriterionLine], proof: Proof) -> dict[tuple[int, int | None], OldRow]:
    found: dict[tuple[int, int | None], OldRow] = {}
    for line in lines:
        criterion = line.criterion
        states = [State(row.result.state) if row.result else State.NO_DATA for row in line.rows]
        whole = State(line.whole.state) if line.whole else None
        results = [row.result for row in line.rows if row.result] + ([line.whole] if line.whole else [])
        shown_proof = [item for key, items in proof.items() if key[0] == criterion.pk for item in items]
        met = sum(state == State.MET for state in states)
        found[criterion.pk, None] = OldRow(
            Spot(criterion, None, criterion.name), criterion_state(states, complete=criterion.complete, whole=whole),
            [row for row in results if row.state != State.NO_DATA],
            f"{met}/{len(states)} chỉ tiêu đạt" if states else "", shown_proof,
        )  # fmt: skip
        for row, state in zip(line.rows, states, strict=True):
            found[criterion.pk, row.indicator.pk] = OldRow(
                Spot(criterion, row.indicator, row.version.text if row.version else ""), state,
                [row.result] if row.result and state != State.NO_DATA else [], value_words(row),
                proof.get((criterion.pk, row.indicator.pk), []), _judged_by(row),
            )  # fmt: skip
    return found


def _judged_by(row: IndicatorLine) -> IndicatorVersion | None:
    wanted = row.result.version_id if row.result else None
    return next((version for version in row.indicator.versions.all() if version.pk == wanted), None)


def _new_rows(lines: list[CriterionLine]) -> dict[tuple[int, int | None], NewRow]:
    found: dict[tuple[int, int | None], NewRow] = {}
    for line in lines:
        spot = Spot(line.criterion, None, line.criterion.name)
        found[line.criterion.pk, None] = NewRow(spot, None, line.whole, "Xã xét cả tiêu chí")
        for row in line.rows:
            spot = Spot(line.criterion, row.indicator, row.version.text if row.version else "")
            found[line.criterion.pk, row.indicator.pk] = NewRow(spot, row, row.result, level_words(row))
    return found


def value_words(row: IndicatorLine) -> str:
    """ "92,5 %", "60 % (nữ 55 %)", "Đạt"; "" where nothing was entered."""
    result = row.result
    if result is None:
        return ""
    unit = row.version.unit if row.version else ""
    if result.number is None:
        return result.text
    figure = f"{shown(result.number, places=4)} {unit}".strip()
    return (
        figure if result.second is None else f"{figure} (nữ {shown(result.second, places=4)} {unit})".replace(" )", ")")
    )


#: What the chips of NewRow.status say in a workbook.
_STATUS_WORDS = {
    "carried_taken": "Đã lấy lại", "carried_anew": "Đánh giá mới", "carried_waiting": "Chờ kiểm tra lại",
    "no_data": "Phiếu cũ chưa có số liệu",
}  # fmt: skip


def report_sheet(found: Report) -> Sheet:
    """The whole report, a line per old or new row, what is not known as well."""
    columns = (
        Column("Cách chuyển", 22), Column("Dòng cũ", 12), Column("Nội dung cũ", 50), Column("Giá trị cũ", 18),
        Column("Kết quả cũ", 18), Column("Dòng mới", 12), Column("Nội dung mới", 50), Column("Mức mới", 22),
        Column("Kiểm tra lại", 22), Column("Ghi chú", 40), Column("Bảng chuyển", 18),
    )  # fmt: skip
    none = ("", "", "", "")
    rows: list[tuple[str, ...]] = []
    for new in found.carried:
        rows += [
            (MapKind.CARRIED.label, *_old_cells(old), *_new_cells(new), _STATUS_WORDS[new.status], " ".join(new.notes), _confirmed(new.confirmed))
            for old in new.olds
        ]  # fmt: skip
    for new in found.anew:
        rows.append((MapKind.ANEW.label, *none, *_new_cells(new), "", " ".join(new.notes), _confirmed(new.confirmed)))
    for old, row in found.dropped:
        rows.append((MapKind.DROPPED.label, *_old_cells(old), "", "", "", "", row.note, _confirmed(row.confirmed)))
    rows += [("Chưa xác định", *_old_cells(old), "", "", "", "", "", "") for old in found.unknown_old]
    rows += [("Chưa xác định", *none, *_new_cells(new), "", "", "") for new in found.unknown_new]
    return Sheet("Chuyển bộ tiêu chí", columns, rows)


def _old_cells(old: OldRow) -> tuple[str, str, str, str]:
    return old.spot.label, old.spot.text, old.value, State(old.state).label


def _new_cells(new: NewRow) -> tuple[str, str, str]:
    return new.spot.label, new.spot.text, new.level


def _confirmed(value: bool) -> str:
    return "Đã đối chiếu" if value else "Chưa đối chiếu"
