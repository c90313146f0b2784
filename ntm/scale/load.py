"""Filling an empty database: provinces, communes, their people, their cards of several years."""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import StringIO

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Area, AreaFact
from core import text
from core.database import know_the_tables
from core.errors import RuleError
from criteria.actions.summaries import recompute_above
from criteria.models import CriteriaSet, Result
from ntm.scale.cards import write_year, years_of
from ntm.scale.receipts import write_receipts
from ntm.scale.rounds import rounds_by_year, write_rounds
from ntm.scale.rows import bare

SOURCE = "dữ liệu đo"
PASSWORD = "do-luong-2026"  # noqa: S105 - of people who are made up; load_scale refuses databases with others
#: The set whose 57 indicators the cards have.
SET = "ntm-xa-2021-2025"
#: Communes under one province: 10,600 lay under 63 when the set was made.
COMMUNES_A_PROVINCE = 170
#: With rounds, the first province is as large as provinces are since they were merged, and its communes lie under districts.
COMMUNES_IN_THE_FIRST = 500
COMMUNES_A_DISTRICT = 25
#: More years than the set is in force stand for its other uses: a million results are a million results.
MOST_PERIODS = 20
MOST_ROUNDS_A_YEAR = 12
VILLAGES_A_COMMUNE = 10
#: Number of the person who coordinates all provinces, in the place of the others' running number.
NATION = 9_999_999
_BATCH = 5_000
_FIRST = ("An", "Bình", "Đồng", "Hòa", "Nậm", "Tân", "Vĩnh", "Thượng", "Xuân", "Yên")
_SECOND = ("Bản", "Châu", "Giang", "Khê", "Lạc", "Mai", "Phú", "Sơn", "Thành", "Trung")
_FAMILY = ("Lò", "Cầm", "Quàng", "Tòng", "Hà", "Lường", "Nguyễn", "Trần", "Lê", "Vì")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind there are."""

    provinces: int
    communes: int
    people: int
    cards: int
    results: int
    round_cards: int
    receipts: int


@transaction.atomic
def load(
    *,
    communes: int,
    periods: int,
    receipts: int,
    seed: int,
    rounds: int = 0,
    first: int = 0,
    a_province: int = COMMUNES_A_PROVINCE,
) -> Loaded:
    """Fill an empty database; the same sizes and seed give the same data.

    Each commune has an officer and a leader, each province somebody of its coordination office, all with PASSWORD; each
    commune one card a year by the set of 57 indicators, for the last `periods` years of the set (and years before it, where
    they are more). With `rounds`, so many lie over those years in every province, a card of each commune in each, all but
    those of the last accepted; the first province then has `first` communes (500) under districts of 25, if there are so many, its
    districts have somebody of their own, and one person coordinates all provinces. RuleError where people are there already.
    Receipts are spread evenly over the communes, a campaign of ten villages in each. Summaries stand as recompute_summaries
    would make them.
    """
    if communes < 1 or not 0 <= periods <= MOST_PERIODS or receipts < 0:
        raise RuleError(f"Số xã phải từ 1 trở lên; số năm từ 0 đến {MOST_PERIODS}; số phiếu thu từ 0.")
    if not 0 <= rounds <= periods * MOST_ROUNDS_A_YEAR:
        raise RuleError(f"Số kỳ đánh giá từ 0 đến {MOST_ROUNDS_A_YEAR} mỗi năm có phiếu.")
    if User.objects.exists():
        raise RuleError("Cơ sở dữ liệu đã có người dùng nên không nạp dữ liệu đo; dùng một cơ sở dữ liệu trống.")
    call_command("load_criteria", stdout=StringIO(), stderr=StringIO())
    chosen = CriteriaSet.objects.get(code=SET)
    dice = random.Random(seed)  # noqa: S311 - made-up data, not secrets
    first = first or (COMMUNES_IN_THE_FIRST if rounds else a_province)
    provinces = _areas(_provinces(communes, first, a_province))
    districts = _areas(_districts(provinces[0], min(communes, first))) if rounds else []
    made = _areas(_communes(communes, provinces, districts, first, a_province, dice))
    scopes = _facts(made, chosen, dice)
    people = _people(provinces, made, districts, dice, nation=bool(rounds))
    cards = results = round_cards = 0
    province_of = {area.pk: area.parent.parent or area.parent for area in made if area.parent}
    years = years_of(chosen, periods)
    whens = rounds_by_year(years, rounds)
    with bare(Result):
        for year in years:
            written = write_year(made, scopes, chosen, year, dice)
            cards, results = cards + len(written.cards), results + written.results
            round_cards += write_rounds(written, whens.get(year, ()), chosen, province_of, dice)
    recompute_above()
    paid = write_receipts(_areas(_villages(made[:receipts])), receipts, dice) if receipts else 0
    know_the_tables()
    return Loaded(len(provinces), len(made), people, cards, results, round_cards, paid)


def _area(code: str, word: str, name: str, level: Level, parent: Area | None) -> Area:
    return Area(
        code=code, level=level, kind_word=word, name=name, parent=parent, source=SOURCE, sort_key=text.sort_key(name),
        search_key=text.search_key(f"{word} {name}"),
    )  # fmt: skip


def _provinces(communes: int, first: int, others: int) -> list[Area]:
    count = 1 + -(-max(0, communes - first) // others)
    return [_area(f"DO{place:02}", "tỉnh", f"Đo Đạc {place}", Level.PROVINCE, None) for place in range(1, count + 1)]


def _districts(province: Area, communes: int) -> list[Area]:
    count = -(-communes // COMMUNES_A_DISTRICT)
    return [
        _area(f"{province.code}-H{place:02}", "huyện", f"Đo Lường {place}", Level.DISTRICT, province)
        for place in range(1, count + 1)
    ]


def _communes(
    count: int, provinces: list[Area], districts: list[Area], first: int, others: int, dice: random.Random
) -> list[Area]:
    rows = []
    for place in range(count):
        province = provinces[0 if place < first else 1 + (place - first) // others]
        parent = districts[place // COMMUNES_A_DISTRICT] if districts and place < first else province
        name = f"{dice.choice(_FIRST)} {dice.choice(_SECOND)} {place + 1}"
        rows.append(_area(f"{province.code}-{place + 1:05}", "xã", name, Level.COMMUNE, parent))
    return rows


def _villages(communes: list[Area]) -> list[Area]:
    return [
        _area(f"{commune.code}-{number:02}", "thôn", f"Số {number}", Level.VILLAGE, commune)
        for commune in communes
        for number in range(1, VILLAGES_A_COMMUNE + 1)
    ]


def _areas(rows: list[Area]) -> list[Area]:
    made = Area.objects.bulk_create(rows, batch_size=_BATCH)
    for area in made:
        area.path = f"{area.parent.path if area.parent else '/'}{area.pk}/"
    Area.objects.bulk_update(made, ["path"], batch_size=1_000)
    return made


def _facts(communes: list[Area], chosen: CriteriaSet, dice: random.Random) -> dict[int, str]:
    """A region column for each commune; by area id."""
    columns = [code for code in chosen.scopes if code != "chung"]
    scopes = {area.pk: dice.choice(columns) for area in communes}
    facts = [
        AreaFact(area_id=pk, key="vung", value=scope, valid_from="2021-01-01", source=SOURCE)
        for pk, scope in scopes.items()
    ]
    AreaFact.objects.bulk_create(facts, batch_size=_BATCH)
    return scopes


def _people(
    provinces: list[Area], communes: list[Area], districts: list[Area], dice: random.Random, *, nation: bool
) -> int:
    """People by their areas; in each name stands the code of the area, so that a page of another area that shows it is found."""
    wanted = [([area], Role.COORDINATION) for area in provinces]
    wanted += [([area], role) for area in communes for role in (Role.NTM_OFFICER, Role.LEADER)]
    wanted += [([area], Role.COORDINATION) for area in districts]
    secret = make_password(PASSWORD)
    users = []
    for place, (areas, _) in enumerate(wanted, 1):
        users.append(_person(place, f"{dice.choice(_FAMILY)} {dice.choice(_SECOND)} {tag_of(areas[0])}", secret))
    if nation:
        wanted.append((provinces, Role.COORDINATION))
        users.append(_person(NATION, "Lê Thị Toàn Quốc", secret))
    made = User.objects.bulk_create(users, batch_size=_BATCH)
    assigned = [
        Assignment(user=user, role=role, area=area)
        for user, (areas, role) in zip(made, wanted, strict=True)
        for area in areas
    ]
    Assignment.objects.bulk_create(assigned, batch_size=_BATCH)
    return len(made)


def tag_of(area: Area) -> str:
    """What stands in the names of an area's people, and nowhere else on a page."""
    return f"Q{area.code.replace('-', 'Q')}"


def _person(place: int, name: str, secret: str) -> User:
    return User(
        phone=f"097{place:07}", full_name=name, password=secret, sort_key=text.person_sort_key(name),
        search_key=text.search_key(name),
    )  # fmt: skip
