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
from criteria.actions.summaries import recompute
from criteria.models import CriteriaSet
from ntm.scale.cards import write_cards
from ntm.scale.receipts import write_receipts

SOURCE = "dữ liệu đo"
PASSWORD = "do-luong-2026"  # noqa: S105 - of people who are made up; load_scale refuses databases with others
#: The set whose 57 indicators the cards have.
SET = "ntm-xa-2021-2025"
#: Communes under one province: 10,600 lay under 63 when the set was made.
COMMUNES_A_PROVINCE = 170
VILLAGES_A_COMMUNE = 10
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
    receipts: int


@transaction.atomic
def load(*, communes: int, periods: int, receipts: int, seed: int, a_province: int = COMMUNES_A_PROVINCE) -> Loaded:
    """Fill an empty database; the same sizes and seed give the same data.

    Each commune has an officer and a leader, each province somebody of its coordination office, all with PASSWORD; each
    commune one card a year by the set of 57 indicators, for the last `periods` years of the set. RuleError where people are
    there already. Receipts are spread evenly over the communes, a campaign of ten villages in each.
    """
    if communes < 1 or not 0 <= periods <= 5 or receipts < 0:
        raise RuleError("Số xã phải từ 1 trở lên; số năm từ 0 đến 5; số phiếu thu từ 0.")
    if User.objects.exists():
        raise RuleError("Cơ sở dữ liệu đã có người dùng nên không nạp dữ liệu đo; dùng một cơ sở dữ liệu trống.")
    call_command("load_criteria", stdout=StringIO(), stderr=StringIO())
    chosen = CriteriaSet.objects.get(code=SET)
    dice = random.Random(seed)  # noqa: S311 - made-up data, not secrets
    provinces = _areas(_provinces(communes, a_province))
    made = _areas(_communes(communes, provinces, a_province, dice))
    scopes = _facts(made, chosen, dice)
    people = _people(provinces, made, dice)
    cards, results = write_cards(made, scopes, chosen, periods=periods, dice=dice)
    recompute()
    written = write_receipts(_areas(_villages(made[:receipts])), receipts, dice) if receipts else 0
    know_the_tables()
    return Loaded(len(provinces), len(made), people, cards, results, written)


def _area(code: str, word: str, name: str, level: Level, parent: Area | None) -> Area:
    return Area(
        code=code, level=level, kind_word=word, name=name, parent=parent, source=SOURCE, sort_key=text.sort_key(name),
        search_key=text.search_key(f"{word} {name}"),
    )  # fmt: skip


def _provinces(communes: int, a_province: int) -> list[Area]:
    count = -(-communes // a_province)
    return [_area(f"DO{place:02}", "tỉnh", f"Đo Đạc {place}", Level.PROVINCE, None) for place in range(1, count + 1)]


def _communes(count: int, provinces: list[Area], a_province: int, dice: random.Random) -> list[Area]:
    rows = []
    for place in range(count):
        parent = provinces[place // a_province]
        name = f"{dice.choice(_FIRST)} {dice.choice(_SECOND)} {place + 1}"
        rows.append(_area(f"{parent.code}-{place + 1:05}", "xã", name, Level.COMMUNE, parent))
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


def _people(provinces: list[Area], communes: list[Area], dice: random.Random) -> int:
    wanted = [(area, Role.COORDINATION) for area in provinces]
    wanted += [(area, role) for area in communes for role in (Role.NTM_OFFICER, Role.LEADER)]
    secret = make_password(PASSWORD)
    users = []
    for place in range(1, len(wanted) + 1):
        name = f"{dice.choice(_FAMILY)} {dice.choice(_SECOND)} {place}"
        users.append(
            User(
                phone=f"097{place:07}", full_name=name, password=secret, sort_key=text.person_sort_key(name),
                search_key=text.search_key(name),
            )
        )  # fmt: skip
    made = User.objects.bulk_create(users, batch_size=_BATCH)
    assigned = [Assignment(user=user, role=role, area=area) for user, (area, role) in zip(made, wanted, strict=True)]
    Assignment.objects.bulk_create(assigned, batch_size=_BATCH)
    return len(made)
