"""Overview pages beside their bare SQL and an empty page, asked in turns in one fresh process: `python -m bench.overview_pages WHAT`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from bench.calibration import report
from bench.queries import Queries
from bench.site import EMPTY, client_of, start

ASKED = 40
#: Enough cards for a median; each is accepted once.
ACCEPTED = 30
#: The results of one round's cards, judged by criterion: what the page would cost without summaries.
RESULTS = """
SELECT c.area_id, r.criterion_id, bool_and(r.state IN ('met', 'not_assessed'))
FROM criteria_roundcard rc JOIN criteria_scorecard c ON c.id = rc.card_id JOIN areas_area a ON a.id = c.area_id
JOIN criteria_result r ON r.scorecard_id = c.id
WHERE rc.round_id = %s AND a.path LIKE %s GROUP BY c.area_id, r.criterion_id
"""
SUMMARIES = """
SELECT round_id, count(*), avg(met), sum((met = 19)::int) FROM criteria_roundsummary WHERE round_id = ANY(%s) GROUP BY round_id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    user: Any
    address: str
    sql: str
    params: list[Any]


def _last_round(path: str | None) -> Any:
    from criteria.models import Round

    return Round.objects.filter(area__path=path).order_by("-deadline", "-pk")[0]


def _asked(what: str) -> Asked:
    """Who asks for which page, and the bare query with what it shows."""
    from django.db import connection
    from django.urls import reverse

    from accounts.models import User
    from areas.models import Area
    from criteria.models import Round
    from ntm.scale.load import NATION

    def person(**which: Any) -> Any:
        return User.objects.filter(assignments__role="coordination", **which).order_by("pk")[0]

    province = Area.objects.get(code="DO01")
    if what == "nation":
        last = Round.objects.order_by("-deadline", "-pk")[0]
        rounds = list(Round.objects.filter(deadline=last.deadline).values_list("pk", flat=True))
        return Asked(User.objects.get(phone=f"097{NATION:07}"), reverse("overview_area"), SUMMARIES, [rounds])
    area = province if what == "province" else Area.objects.get(code="DO01-H01")
    round_ = _last_round(province.path)
    sql = RESULTS if connection.vendor == "postgresql" else RESULTS.replace("bool_and(", "min(")
    return Asked(
        person(assignments__area=area), f"{reverse('overview')}?ky={round_.pk}", sql, [round_.pk, f"{area.path}%"]
    )


def _beside(what: str) -> dict[str, Any]:
    """The page, the empty page and the bare query in turns, so that the machine's swings meet all three."""
    from django.db import connection

    asked = _asked(what)
    client, bare = client_of(asked.user), Queries()
    walls: dict[str, list[float]] = {"page": [], "empty": [], "bare": []}
    size = 0

    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, asked.params)
            cursor.fetchall()

    def ask() -> None:
        nonlocal size
        response = client.get(asked.address)
        assert response.status_code == 200, (asked.address, response.status_code)
        size = len(response.content)

    works: dict[str, Callable[[], Any]] = {"page": ask, "empty": lambda: client.get(EMPTY), "bare": fetch}
    for work in works.values():
        work()
    for _ in range(ASKED):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            walls[name].append(time.perf_counter() - begin)
    with connection.execute_wrapper(bare):
        ask()
    return {
        **{name: median(found) for name, found in walls.items()}, "p95": quantiles(walls["page"], n=20)[-1],
        "count": len(bare.asked), "kb": size / 1024, "address": asked.address,
    }  # fmt: skip


def _accepting() -> dict[str, Any]:
    """Seconds of the office's click on "accept", card by card."""
    from django.urls import reverse

    from accounts.models import User
    from criteria.models import RoundCard

    cards = list(RoundCard.objects.filter(state="submitted", card__area__path__contains="/").order_by("pk")[:ACCEPTED])
    walls = []
    for card in cards:
        office = User.objects.filter(assignments__role="coordination", assignments__area=card.round.area).order_by(
            "pk"
        )[0]
        client, address = client_of(office), reverse("criteria:accept_card", args=[card.pk])
        client.get(EMPTY)
        begin = time.perf_counter()
        response = client.post(address)
        walls.append(time.perf_counter() - begin)
        assert response.status_code == 302, response.status_code
    if len(walls) < 2:  # a single commune may have none
        return {"median": sum(walls), "p95": sum(walls), "count": len(walls)}
    return {"median": median(walls), "p95": quantiles(walls, n=20)[-1], "count": len(walls)}


def _rebuilding() -> dict[str, Any]:
    from criteria.actions.summaries import recompute

    begin = time.perf_counter()
    found = recompute()
    return {"wall": time.perf_counter() - begin, "differences": len(found)}


if __name__ == "__main__":
    start()
    others = {"accept": _accepting, "rebuild": _rebuilding}
    report(others.get(sys.argv[1], lambda: _beside(sys.argv[1])))
