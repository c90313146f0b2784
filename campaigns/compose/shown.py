"""What the pages of composing show: the list of parts, the paper beside them, and its passages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from campaigns.compose.composition import Composition, Passage
from campaigns.compose.parts import Part, parts_of
from documents.context import Paper


class _Line(Protocol):
    @property
    def part(self) -> Part: ...


@dataclass(frozen=True, slots=True)
class Around:
    """The parts before and after this one; None at the ends."""

    number: int
    count: int
    before: Part | None
    after: Part | None


def around(lines: Sequence[_Line], slug: str) -> Around:
    parts = [line.part for line in lines]
    place = next((place for place, part in enumerate(parts) if part.slug == slug), 0)
    return Around(
        place + 1, len(parts), parts[place - 1] if place else None, parts[place + 1] if place + 1 < len(parts) else None
    )


def next_slug(kind: str, blocks: Iterable[Any], slug: str) -> str:
    """The part that follows; after the last one, the last one."""
    slugs = [part.slug for part in parts_of(kind, [(block.pk, block.title) for block in blocks])]
    if slug not in slugs:
        return slugs[0]
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def start_initial(asked: Mapping[str, str], sources: Iterable[Any], today: date) -> dict[str, Any]:
    """What the form of a new plan shows at first: next year from November on, and the plan asked for by ?tu=."""
    year = today.year + (1 if today.month >= 11 else 0)
    first: dict[str, Any] = {"year": year}
    source = next((plan for plan in sources if str(plan.pk) == asked.get("tu")), None)
    if source is not None:
        first |= {
            "based_on": source, "kind": source.kind, "issuer": source.document.issuer_id,
            "title": source.title.replace(str(source.year), str(year)),
        }  # fmt: skip
    return first


def as_draft(paper: Paper) -> Paper:
    return replace(paper, is_draft=True)


def first_words(composition: Composition, slug: str) -> str:
    """How the first printed passage of a part begins, to find it in the paper."""
    return next(
        (" ".join(item.text.split())[:80] for item in composition.passages if item.slug == slug and item.text), ""
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one part."""

    slug: str
    label: str
    count: int
    edited: int
    stale: int


STALE = "da-doi"


def wording_page(composition: Composition, lines: Sequence[_Line], asked: str) -> dict[str, Any]:
    """The passages of the group asked for: of a part, or ("da-doi") all whose data changed; at first these, if any."""
    by_slug: dict[str, list[Passage]] = {}
    for passage in composition.passages:
        by_slug.setdefault(passage.slug, []).append(passage)
    groups = [
        Group(
            line.part.slug, line.part.label, len(found), sum(item.edited for item in found), sum(item.stale for item in found)
        )
        for line in lines
        if (found := by_slug.get(line.part.slug))
    ]  # fmt: skip
    stale = [item for item in composition.passages if item.stale]
    chosen = asked if asked in by_slug or asked == STALE else STALE if stale else groups[0].slug if groups else ""
    shown = stale if chosen == STALE else by_slug.get(chosen, [])
    return {
        "groups": groups,
        "stale_count": len(stale),
        "chosen": chosen,
        "passages": [shown_passage(item) for item in shown],
    }


@dataclass(frozen=True, slots=True)
class ShownPassage:
    passage: Passage
    #: "54,1 → 55,0": what the data said and say, without what is the same at both ends.
    changed: str


def shown_passage(passage: Passage) -> ShownPassage:
    return ShownPassage(passage, changed_words(passage.basis or "", passage.generated) if passage.stale else "")


def changed_words(old: str, new: str) -> str:
    """The words that differ: "54,1 → 55,0"."""
    before, after = old.split(), new.split()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    said = [" ".join(words[start : len(words) - end]) or "(không có)" for words in (before, after)]
    return " → ".join(said)
