"""Shares, votes and counts added up: exact, in any order, and never "đạt" where something is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.models import Area, Organisation
from criteria.enums import OpinionWay
from criteria.models import Opinion, ProposalMeeting, SurveyAnswer, SurveyCount, SurveyItem
from criteria.papers.surveys import (
    SurveySummary,
    meeting_summary,
    meeting_that_counts,
    opinion_summary,
    survey_summary,
)
from criteria.survey_rules import Ballots, Share, Standing, days_against, days_of, faults_of, total

_ITEMS = [SurveyItem(pk=1, position=1, text="Giao thông"), SurveyItem(pk=2, position=2, text="Thủy lợi")]


@pytest.mark.parametrize(
    ("part", "base", "asked", "standing"),
    [
        (90, 100, "90", Standing.MET), (89, 100, "90", Standing.UNMET), (91, 100, "90", Standing.MET),
        (89_999, 100_000, "90", Standing.UNMET), (2, 3, "66.67", Standing.UNMET), (2, 3, "66.66", Standing.MET),
        (0, 0, "90", Standing.NO_DATA), (0, 10, "0", Standing.MET), (10, 10, None, Standing.NO_RULE),
    ],
)  # fmt: skip
def test_a_threshold_exactly_reached_is_met(part: int, base: int, asked: str | None, standing: Standing) -> None:
    assert Share(part, base).against(Decimal(asked) if asked else None) == standing


def test_a_share_just_below_does_not_read_as_if_it_met() -> None:
    share = Share(89_999, 100_000)
    assert share.percent_words == "89,99\u00a0%"
    assert share.words == "89.999/100.000 (89,99\u00a0%)"
    assert Share(3, 0).words == "3/0"


@pytest.mark.parametrize(
    ("part", "base", "words"),
    [
        (161, 166, "96,99"),
        (2, 3, "66,67"),
        (1, 3, "33,33"),
        (1, 800, "0,13"),
        (1_799_999, 2_000_000, "89,99"),
        (7, 7, "100"),
    ],
)
def test_a_share_is_rounded_half_up(part: int, base: int, words: str) -> None:
    assert Share(part, base).percent_words == f"{words}\u00a0%"


@given(
    st.integers(0, 5000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.integers(0, 100).map(Decimal),
)
def test_what_is_shown_and_what_is_judged_agree(pair: tuple[int, int], asked: Decimal) -> None:
    share = Share(*pair)
    if share.percent is not None:
        assert (share.percent >= asked) == (share.against(asked) == Standing.MET)
        assert share.value is not None
        off = Fraction(share.percent) - share.value * 100
        assert abs(off) <= Fraction(1, 200) or -Fraction(1, 100) < off < 0 == (share.percent + Decimal("0.01")) % 1
        assert share.least(asked) - 1 < share.part or share.against(asked) == Standing.UNMET


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900))), st.randoms())
def test_sums_do_not_depend_on_the_order(pairs: list[tuple[int, int]], random: object) -> None:
    shares = [Share(*pair) for pair in pairs]
    mixed = list(shares)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert total(shares) == total(mixed) == Share(sum(p for p, _ in pairs), sum(b for _, b in pairs))


# --- Ballots ---

_ballots = st.integers(0, 500).flatmap(
    lambda households: st.lists(st.integers(0, households), min_size=4, max_size=4).map(
        lambda rest: (households, *sorted(rest, reverse=True))
    )
)


@st.composite
def _counts(draw: st.DrawFn) -> tuple[list[SurveyCount], list[SurveyAnswer], list[Area]]:
    figures = draw(st.lists(_ballots, min_size=1, max_size=6))
    areas = [Area(pk=place, name=f"Số {place}", kind_word="thôn") for place in range(1, len(figures) + 1)]
    names = ("households", "handed_out", "returned", "valid", "satisfied")
    counts = [
        SurveyCount(pk=100 + area.pk, area=area, **dict(zip(names, row, strict=True)))
        for area, row in zip(areas, figures, strict=True)
    ]
    answers = [
        SurveyAnswer(count=row, item=item, satisfied=draw(st.integers(0, row.valid)))
        for row in counts
        for item in _ITEMS
    ]
    return counts, answers, areas


@given(_counts(), st.randoms(), st.decimals(0, 100, places=2))
def test_the_table_is_the_sum_of_its_villages(
    made: tuple[list[SurveyCount], list[SurveyAnswer], list[Area]], random: object, asked: Decimal
) -> None:
    counts, answers, areas = made
    found = survey_summary(counts, _ITEMS, answers, areas)
    mixed = list(counts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    again = survey_summary(mixed, _ITEMS, answers[::-1], areas)
    assert found.total == again.total
    assert [row.share for row in found.items] == [row.share for row in again.items]
    assert found.total.valid == sum(row.valid for row in counts)
    for place, row in enumerate(found.items):
        assert row.share == Share(sum(line.answers[place] or 0 for line in found.lines), found.total.valid)
        assert found.total.answers[place] == row.share.part
    if found.total.valid:
        assert found.total.overall.value == Fraction(found.total.satisfied, found.total.valid)
    missing = survey_summary(counts, _ITEMS, answers, [*areas, Area(pk=99, name="Nữa", kind_word="thôn")])
    for judged in (missing.overall_against(asked), missing.asked_against(asked), missing.items_against(asked)):
        assert judged == Standing.NO_DATA


def _whole_survey(*, satisfied: int, items: tuple[int | None, ...]) -> SurveySummary:
    area = Area(pk=1, name="Nà Cốc", kind_word="thôn")
    count = SurveyCount(pk=7, area=area, households=100, handed_out=100, returned=100, valid=100, satisfied=satisfied)
    answers = [
        SurveyAnswer(count=count, item=item, satisfied=answer)
        for item, answer in zip(_ITEMS, items, strict=True)
        if answer is not None
    ]
    return survey_summary([count], _ITEMS, answers, [area])


def test_each_item_must_reach_its_own_share() -> None:
    assert _whole_survey(satisfied=90, items=(80, 100)).items_against(Decimal(80)) == Standing.MET
    assert _whole_survey(satisfied=90, items=(79, 100)).items_against(Decimal(80)) == Standing.UNMET
    assert _whole_survey(satisfied=90, items=(None, 100)).items_against(Decimal(80)) == Standing.NO_DATA
    assert _whole_survey(satisfied=90, items=(80, 100)).items_against(None) == Standing.NO_RULE
    assert survey_summary([], [], [], []).items_against(Decimal(80)) == Standing.NO_DATA
    assert survey_summary([], [], [], []).overall_against(Decimal(80)) == Standing.NO_DATA


def test_counts_must_fall() -> None:
    assert faults_of(Ballots(100, 90, 90, 85, 80), [85, 0]) == ({}, {})
    fields, items = faults_of(Ballots(100, 101, 102, 103, 104), [104, 103])
    assert fields == {
        "handed_out": "Số phiếu phát ra (101) không quá tổng số hộ (100).",
        "returned": "Số phiếu thu về (102) không quá số phiếu phát ra (101).",
        "valid": "Số phiếu hợp lệ (103) không quá số phiếu thu về (102).",
        "satisfied": "Số phiếu hài lòng chung (104) không quá số phiếu hợp lệ (103).",
    }
    assert items == {0: "Số phiếu hài lòng (104) không quá số phiếu hợp lệ (103)."}


# --- The meeting ---


def _meeting(**values: int) -> ProposalMeeting:
    return ProposalMeeting(
        **{"pk": 1, "held_on": date(2026, 11, 1), "invited": 55, "present": 50, "disagreed": 0, **values}
    )


def test_the_vote_is_counted_among_those_present() -> None:
    enough, short = meeting_summary(_meeting(agreed=45)), meeting_summary(_meeting(agreed=43, disagreed=2))
    assert (enough.against(Decimal(90)), short.against(Decimal(90))) == (Standing.MET, Standing.UNMET)
    assert enough.sentence(Decimal(90)) == "Đủ: cần từ 45/50 người có mặt (90\u00a0%) đồng ý; có 45."
    assert short.sentence(Decimal(90)) == "Chưa đủ: cần từ 45/50 người có mặt (90\u00a0%) đồng ý; có 43, còn thiếu 2."
    assert short.sentence(None) == "Đồng ý 43/50 (86\u00a0%) người có mặt."
    assert (short.away, short.no_vote) == (5, 5)


def test_the_last_meeting_counts() -> None:
    first, last = _meeting(pk=2, agreed=50), _meeting(pk=1, agreed=10)
    last.held_on = date(2026, 11, 2)
    assert meeting_that_counts([last, first]) is last
    assert meeting_that_counts([]) is None


# --- Opinions ---


def test_who_has_not_been_heard() -> None:
    one, two = (Area(pk=pk, name=name, kind_word="thôn") for pk, name in ((1, "Nà Cốc"), (2, "Nà Lơi")))
    front, women = Organisation(pk=1, name="UBMTTQ xã"), Organisation(pk=2, name="Hội Phụ nữ xã")
    common = {"held_from": date(2026, 10, 1), "way": OpinionWay.MEETING}
    heard = opinion_summary(
        [
            Opinion(giver="Thôn Nà Cốc", area=one, asked=60, agreed=57, **common),
            Opinion(giver="UBMTTQ xã", asked=20, agreed=20, **common),
            Opinion(giver="Hội Nông dân xã", **{**common, "way": OpinionWay.WRITTEN}),
        ],
        [one, two], [front, women],
    )  # fmt: skip
    assert heard.missing_villages == (two,)
    assert heard.missing_bodies == (women,)
    assert (heard.agreed, heard.without_figures) == (Share(77, 80), 1)
    assert heard.posting_against(Decimal(20)) == Standing.NO_DATA
    assert not heard.is_whole


def test_both_ends_of_a_posting_count() -> None:
    assert days_of(date(2026, 10, 1), date(2026, 10, 20)) == 20
    posted = [
        Opinion(giver="UBND xã", way=OpinionWay.POSTED, held_from=date(2026, 10, 1), held_to=date(2026, 10, 20)),
        Opinion(giver="Nhà văn hóa", way=OpinionWay.POSTED, held_from=date(2026, 10, 1)),
    ]
    found = opinion_summary(posted, [], [])
    assert not found.is_whole  # nobody knows which bodies there are
    assert (found.posted_days, found.still_posted) == (20, 1)
    assert found.posting_against(Decimal(20)) == Standing.MET
    assert found.posting_against(Decimal(21)) == Standing.UNMET
    assert days_against(20, None) == Standing.NO_RULE
