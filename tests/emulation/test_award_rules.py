"""Votes exactly at the boundary, bonuses as the decree's table has them, eligibility in words, the file that is loaded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from emulation.models import AwardForm, AwardRule, BaseSalary
from emulation.queries.awards import rules_by_form, salaries
from emulation.rules.awards import Due, bonus_of, not_paid, on_day, passes, share_words, votes_needed
from emulation.rules.eligibility import Claim, checks_of

PERCENTS = st.decimals(min_value=0, max_value=100, places=2)


@given(base=st.integers(1, 60), needed=PERCENTS, more=st.booleans(), data=st.data())
def test_the_vote_is_decided_by_exact_fractions(base: int, needed: Decimal, more: bool, data: st.DataObject) -> None:
    agreed = data.draw(st.integers(0, base))
    share, asked = Fraction(agreed, base), Fraction(needed) / 100
    assert passes(agreed, base, needed, more_than=more) is (share > asked if more else share >= asked)
    least = votes_needed(base, needed, more_than=more)
    assert passes(agreed, base, needed, more_than=more) is (agreed >= least)


@pytest.mark.parametrize(
    ("agreed", "base", "passed"), [(8, 10, True), (7, 10, False), (9, 11, True), (8, 11, False), (12, 15, True), (11, 14, False)]
)  # fmt: skip
def test_eighty_percent_of_all_members(agreed: int, base: int, passed: bool) -> None:
    assert passes(agreed, base, Decimal(80), more_than=False) is passed


@pytest.mark.parametrize(("agreed", "base", "passed"), [(5, 10, False), (6, 10, True), (6, 11, True), (5, 11, False)])
def test_a_majority_is_more_than_half(agreed: int, base: int, passed: bool) -> None:
    assert passes(agreed, base, Decimal(50), more_than=True) is passed
    assert not passes(0, 0, Decimal(50), more_than=False)


def test_a_share_is_never_written_larger_than_it_is() -> None:
    assert share_words(9, 11) == "9/11 (81,81%)"
    assert share_words(8, 10) == "8/10 (80%)"
    assert share_words(799, 1000) == "799/1000 (79,9%)"


@given(coefficient=st.decimals(min_value="0.001", max_value=20, places=3), salary=st.integers(1, 10**8))
def test_bonuses_are_rounded_up_to_ten_thousand(coefficient: Decimal, salary: int) -> None:
    exact, paid = Fraction(coefficient) * salary, bonus_of(coefficient, salary)
    assert paid % 10_000 == 0
    assert 0 <= paid - exact < 10_000


@pytest.mark.parametrize(
    ("code", "coefficient", "before", "after"),
    [
        ("lao-dong-tien-tien", "0.3", 710_000, 760_000), ("cstd-co-so", "1", 2_340_000, 2_530_000),
        ("tap-the-ldtt", "0.8", 1_880_000, 2_030_000), ("tap-the-ldxs", "1.5", 3_510_000, 3_800_000),
        ("thon-van-hoa", "1.5", 3_510_000, 3_800_000), ("giay-khen-xa-tap-the", "0.6", 1_410_000, 1_520_000),
        ("giay-khen-xa-ca-nhan", "0.3", 710_000, 760_000), ("giay-khen-xa-ho", "0.45", 1_060_000, 1_140_000),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_the_table_of_the_decree(code: str, coefficient: str, before: int, after: int) -> None:
    call_command("load_awards", verbosity=0)
    form = AwardForm.objects.get(code=code)
    for day, amount in ((date(2025, 7, 1), before), (date(2026, 6, 30), before), (date(2026, 7, 1), after)):
        rule, salary = on_day(rules_by_form()[form.pk], day), on_day(salaries(), day)
        assert rule is not None
        assert salary is not None
        assert (rule.coefficient, bonus_of(rule.coefficient or Decimal(0), salary.amount)) == (
            Decimal(coefficient),
            amount,
        )


@pytest.mark.django_db
def test_what_is_loaded_is_as_sure_as_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("load_awards")
    assert "chưa đối chiếu văn bản gốc" in capsys.readouterr().out
    assert not AwardRule.objects.filter(sure=True).exists(), "no rule of awards was read in the decree itself"
    best = AwardRule.objects.get(form__code="cstd-co-so")
    assert (best.vote_percent, best.more_than, best.vote_base) == (80, False, "members")
    old = AwardForm.objects.get(code="giay-khen-xa-ca-nhan").rules.order_by("effective_from")
    assert [row.coefficient for row in old] == [Decimal("0.150"), Decimal("0.300")]
    assert on_day(old, date(2023, 12, 31)) is None
    assert list(BaseSalary.objects.values_list("amount", flat=True)) == [2_340_000, 2_530_000]
    # What an administrator changed is kept.
    AwardRule.objects.filter(pk=best.pk).update(vote_percent=85, sure=True)
    call_command("load_awards")
    best.refresh_from_db()
    assert (best.vote_percent, best.sure) == (85, True)


def test_of_two_titles_only_the_highest_is_paid_and_a_commendation_beside_it() -> None:
    rows = [
        Due(1, "a", True, 710_000),
        Due(2, "a", True, 2_340_000),
        Due(3, "a", False, 700_000),
        Due(4, "b", True, 710_000),
    ]
    assert not_paid(rows) == {1}
    assert not_paid(rows, [("b", 710_000), ("a", 100)]) == {1, 4}
    assert not_paid([Due(1, "a", True, 5), Due(2, "a", True, 5), Due(3, "a", True, None)]) == {2}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(1, 5)), max_size=12), st.randoms())
def test_the_order_of_the_list_pays_nobody_more(rows: list[tuple[str, bool, int]], rng: object) -> None:
    due = [Due(key, who, title, amount) for key, (who, title, amount) in enumerate(rows)]
    mixed = list(due)
    rng.shuffle(mixed)  # type: ignore[attr-defined]

    def paid(items: list[Due]) -> list[tuple[str, bool, int | None]]:
        out = not_paid(items)
        return sorted((row.receiver, row.is_title, row.bonus or 0) for row in items if row.key not in out)

    assert paid(due) == paid(mixed)
    for who in "abc":
        titles = [row for row in paid(due) if row[0] == who and row[1]]
        best = max((row.bonus or 0 for row in due if row.receiver == who and row.is_title), default=None)
        assert [row[2] for row in titles] == ([best] if best is not None else [])


def claim(**values: object) -> Claim:
    return Claim(
        **{  # type: ignore[arg-type]
            "key": 1, "receiver": "entry 1", "form": 1, "form_name": "Giấy khen", "level": "commune", "is_title": False,
            "given_to": "collective", "name": "Thôn Nà Cốc", "under_discipline": False, "since": None, "upto": None,
            "entry_kind": "village", "entry_state": "accepted", **values,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"under_discipline": True}, "discipline"), ({"entry_state": "registered"}, "entry"), ({"given_to": "individual"}, "kind"),
        ({"since": date(2026, 1, 1)}, "dates"), ({"upto": date(2026, 12, 31)}, "dates"), ({"name": "x" * 121}, "name"),
    ],
)  # fmt: skip
def test_what_stands_against_a_nomination(values: dict[str, object], code: str) -> None:
    span = {"starts": date(2026, 2, 1), "ends": date(2026, 11, 30)}
    assert checks_of(claim(), [claim()], **span) == []
    assert [check.code for check in checks_of(claim(**values), [], **span)] == [code]


def test_one_achievement_once_but_a_title_beside_it() -> None:
    span = {"starts": date(2026, 2, 1), "ends": date(2026, 11, 30)}

    def found(**values: object) -> list[str]:
        return [check.code for check in checks_of(claim(), [claim(key=2, **values)], **span)]

    assert found(form=2) == ["twice"]
    assert found(form=2, is_title=True) == []
    assert found(form=2, level="province") == []
    assert found(form=2, receiver="entry 2") == []
    title = claim(is_title=True)
    assert checks_of(title, [claim(key=2, is_title=True, form=2)], **span) == []
    assert [check.code for check in checks_of(title, [claim(key=2, is_title=True)], **span)] == ["twice"]
