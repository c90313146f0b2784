"""A scoring of the two villages: three judged and computed items, two scorers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.enums import Role
from campaigns.papers.changes import mark_of
from core import clock
from emulation.actions.score_sheets import new_scoring, save_items, set_scorers
from emulation.actions.scoring import open_marking
from emulation.enums import Combine, ItemSource, TieRule
from emulation.models import Drive, Entry, ScoreItem, Scorer, Scoring
from emulation.papers.scoring import said_of_items
from tests import factories

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running


@dataclass
class Scored:
    scoring: Scoring
    drive: Drive
    entry: Entry
    second: Entry
    #: Judged by people; the third is computed from reports.
    order: ScoreItem
    clean: ScoreItem
    on_time: ScoreItem
    first_user: User
    second_user: User

    def scorer(self, user: User) -> Scorer:
        return self.scoring.scorers.get(user=user)

    def again(self) -> Scoring:
        self.scoring.refresh_from_db()
        return self.scoring


def draft(cast: Cast, running: Running, **values: Any) -> Scoring:
    """A scoring with an empty sheet, as the officer makes it."""
    today = clock.today()
    said = {
        "kind": "village", "name": "Chấm điểm 60 ngày", "counts_from": running.drive.starts_on, "review_on": today,
        "combine": Combine.MEDIAN, "spread_percent": 30, "tie_rule": TieRule.FIRST_ITEM, **values,
    }  # fmt: skip
    return new_scoring(running.drive, values=said, like=None, key=f"k{today}{values}", by=cast.officer)


def prepared(cast: Cast, running: Running, **values: Any) -> Scored:
    """Items and scorers are there; marking is not open."""
    scoring = draft(cast, running, **values)
    rows = [
        ("Trật tự, kỷ cương", Decimal(10), ItemSource.JUDGED), ("Vệ sinh môi trường", Decimal(20), ItemSource.JUDGED),
        ("Báo cáo đúng giờ", Decimal(30), ItemSource.ON_TIME),
    ]  # fmt: skip
    save_items(scoring, rows=rows, seen=mark_of(said_of_items([])), by=cast.officer)
    first = factories.person("Sầm Thị Một", Role.SCORER, cast.commune)
    second = factories.person("Sầm Văn Hai", Role.SCORER, cast.commune)
    set_scorers(scoring, people=[first, second], by=cast.officer)
    order, clean, on_time = scoring.items.all()
    return Scored(scoring, running.drive, running.entry, running.second, order, clean, on_time, first, second)


def opened(cast: Cast, running: Running, **values: Any) -> Scored:
    made = prepared(cast, running, **values)
    open_marking(made.scoring, by=cast.officer)
    made.scoring.refresh_from_db()
    return made
