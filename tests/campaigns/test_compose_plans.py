"""The five kinds, each composed from the rows of a real plan alone: printed, measured, read again, no fact missing."""

from __future__ import annotations

from collections import Counter

import pytest

from campaigns.compose.compose import composition_of
from campaigns.models import Plan
from documents.check import check_pdf
from documents.context import Paper, Paragraph, Section, walk
from documents.read import read_file
from documents.render import render
from tests.campaigns.composed import composed_again, imported, missing, plain, read_again
from tests.campaigns.conftest import PLANS_DIR, ROOT
from tests.cast import Cast

FILES = [*sorted(PLANS_DIR.glob("*.txt")), *sorted((ROOT / "ntm/demo/plans").glob("*.txt"))]
#: What the plans themselves get wrong; composing puts nothing right that a person wrote, and adds nothing.
_OWN = {"layout", "number-missing", "date-missing"}


def _words(paper: Paper) -> list[str]:
    """Every printed sentence of the body."""
    texts = [block.text for block in walk(paper.content) if isinstance(block, Paragraph)]
    return [plain(text) for text in texts if len(plain(text)) > 40 and not plain(text).startswith(("- người", "người"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_no_fact_is_missing(cast: Cast, file: object) -> None:
    reading, source = imported(file, cast)  # type: ignore[arg-type]
    before = read_again(reading.paper)
    plan = composed_again(source, cast)

    paper = composition_of(plan).paper
    after = read_again(paper)

    assert missing(before, after) == []
    assert {row["code"] for row in after["findings"]} - {row["code"] for row in before["findings"]} <= _OWN
    twice = {text: count for text, count in Counter(_words(paper)).items() if count > 1}
    assert twice == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_paper_keeps_the_decree_and_reads_the_same_from_word(cast: Cast, file: object) -> None:
    _, source = imported(file, cast)  # type: ignore[arg-type]
    paper = composition_of(composed_again(source, cast)).paper

    assert [row.message for row in check_pdf(render(paper, "pdf"))] == []
    from_word = read_file(render(paper, "docx"), "ke-hoach.docx")
    lost = missing(read_again(paper), read_again(from_word.paper))
    assert [row for row in lost if not row.startswith(("recipients", "legal_bases", "subject"))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_composing_twice_says_the_same(cast: Cast, file: object) -> None:
    """A plan that starts from a composed one of the same year has all its passages again."""
    _, source = imported(file, cast)  # type: ignore[arg-type]
    first = composed_again(source, cast)
    second = composed_again(first, cast)

    assert composition_of(second).paper.content == composition_of(first).paper.content


def test_counts_of_results_are_those_of_the_list(cast: Cast) -> None:
    _, source = imported(ROOT / "ntm/demo/plans/thuong-lo-2024.txt", cast)
    plan: Plan = composed_again(source, cast)

    titles = [block.title for block in walk(composition_of(plan).paper.content) if isinstance(block, Section)]
    assert "Các tiêu chí đã đạt: 16/18 tiêu chí xã nông thôn mới" in titles
    assert "Các tiêu chí chưa đạt: 02/18 tiêu chí xã nông thôn mới" in titles
