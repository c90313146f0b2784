"""The sentences of a roll-up: how many communes meet how many criteria, what was given, which troubles they tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from core.formats import number
from criteria.enums import State
from criteria.models import CriteriaSet
from reporting.compose.words import counted, dong, period
from reporting.context import Figure, Scope, Sentence, Source
from reporting.queries.office import Part

CRITERIA = "criteria"
RESOURCES = "resources"
#: Words of a criterion that counts as met (criteria.enums.State: "Không đánh giá" does where the set allows it).
_MET = {str(State.MET.label), str(State.NOT_ASSESSED.label)}
#: Of 19 criteria: how the programme's reports group communes, from … to ….
_GROUPS = ((15, 18), (10, 14), (5, 9), (0, 4))
_WHOLE = 19
#: So many troubles are written out; the rest are counted.
_QUOTED = 40
_TROUBLES = {"troubles", "village_troubles", "proposals", "village_proposals"}

SourcesOf = Callable[[Sequence[Part]], tuple[Source, ...]]


def criteria_sentences(parts: Sequence[Part], sources: SourcesOf) -> list[Sentence]:
    """For each criteria set: how many areas meet all criteria, by groups of 19, and how many one meets on average."""
    met: dict[str, list[tuple[Part, int, int]]] = {}
    for part in parts:
        for chosen, (reached, whole) in _met(part).items():
            met.setdefault(chosen, []).append((part, reached, whole))
    names = CriteriaSet.objects.in_bulk([int(chosen) for chosen in met if chosen.isdigit()]) if met else {}
    return [
        Sentence(_criteria_text(str(names.get(int(chosen), "")) if chosen.isdigit() else "", rows), sources([part for part, _, _ in rows]))
        for chosen, rows in met.items()
    ]  # fmt: skip


def _met(part: Part) -> dict[str, tuple[int, int]]:
    """Criteria set → (criteria met, criteria), from the rows "<set>:criterion:<number>" of the report."""
    found: dict[str, tuple[int, int]] = {}
    content = part.version.content if part.version is not None else {}
    for cell in content.get("cells", ()):
        chosen, _, rest = cell["row"].partition(":")
        if cell["table"] == CRITERIA and cell["column"] == "state" and rest.startswith("criterion:"):
            reached, whole = found.get(chosen, (0, 0))
            found[chosen] = reached + (cell["text"] in _MET), whole + 1
    return found


def _criteria_text(name: str, rows: Sequence[tuple[Part, int, int]]) -> str:
    word = rows[0][0].area.kind_word
    full = sum(reached == whole for _, reached, whole in rows)
    average = number(Decimal(sum(reached for _, reached, _ in rows)) / len(rows), 2)
    most = max(whole for _, _, whole in rows)
    under = f"Theo {name}, trong" if name else "Trong"
    text = f"{under} {counted(len(rows))} {word} tự đánh giá có {counted(full)} {word} đạt đủ {most}/{most} tiêu chí"
    if most == _WHOLE:
        for low, high in _GROUPS:
            count = sum(low <= reached <= high for _, reached, _ in rows)
            text += f"; {counted(count)} {word} đạt {f'từ {low} đến {high}' if low else 'dưới 5'} tiêu chí"
    return f"{text}; bình quân mỗi {word} đạt {average} tiêu chí."


def money_sentences(scope: Scope, cells: Mapping[tuple[str, str], Figure], reports: int, word: str) -> list[Sentence]:
    """What was given in the period and since the year began, in the rows that say something."""
    said = []
    for column, when in (("period", f"Trong {period(scope)}"), ("year", "Lũy kế từ đầu năm")):
        whole = cells.get(("given", column))
        if whole is None or whole.value is None:
            continue
        parts = [
            f"{name} {dong(figure.value)}"
            for row, name in (
                ("people", "cộng đồng dân cư"),
                ("enterprises", "doanh nghiệp, hợp tác xã"),
                ("others", "nguồn khác"),
            )
            if (figure := cells.get((row, column))) is not None and figure.value
        ]
        days = cells.get(("people_labour_days", column))
        text = f"{when}, theo báo cáo của {counted(reports)} {word}, đã huy động các khoản đóng góp {dong(whole.value)}"
        if parts:
            text += f", gồm: {'; '.join(parts)}"
        if days is not None and days.value:
            text += f"; Nhân dân đóng góp {number(days.value)} ngày công"
        said.append(Sentence(f"{text}.", whole.sources))
    return said


def trouble_sentences(parts: Sequence[Part], sources: SourcesOf) -> list[Sentence]:
    """What areas wrote in the sections of troubles and proposals, as they wrote it."""
    found = [
        (part, passage["text"])
        for part in parts
        if part.version is not None
        for passage in part.version.content.get("passages", ())
        if passage["section"] < len(part.form.sections)
        and _TROUBLES & set(part.form.sections[passage["section"]].get("drafts", ()))
    ]
    said = [Sentence(f"- {part.area}: {' '.join(text.split())}", sources([part])) for part, text in found[:_QUOTED]]
    if len(found) > _QUOTED:
        rest = list({part.area.pk: part for part, _ in found[_QUOTED:]}.values())
        said.append(
            Sentence(f"Và {len(found) - _QUOTED} nội dung khác trong báo cáo của các địa phương.", sources(rest))
        )
    return said
