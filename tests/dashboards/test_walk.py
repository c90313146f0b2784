"""A small walk over the links of pages, as bench/trial_walk.py does it at the size of the country."""

from __future__ import annotations

import random
from io import StringIO

from django.core.management import call_command

from accounts.enums import Role
from bench.site import client_of
from bench.trial_walk import everybody
from bench.walk import Found, links_of, name_of, places_by_tag, strangers_in, walk
from contributions.models import Receipt
from ntm.scale.load import tag_of
from tests.cast import make_cast
from tests.permissions import make_things

STEPS = 10
#: Those who see different things; the trial walks as every role.
ROLES = ("Toàn quốc", "Văn phòng điều phối", "Văn phòng huyện", "Cán bộ NTM", "Kế toán", "Trưởng thôn", "Quản trị")


def test_what_people_are_shown_opens_and_names_no_stranger(db: None) -> None:
    sizes = {"communes": 3, "periods": 1, "rounds": 2, "receipts": 6}
    call_command("load_scale", *(f"--{name}={value}" for name, value in sizes.items()), stdout=StringIO())
    places, found = places_by_tag(), Found()
    people = everybody()
    assert len(people) > len(Role)
    for who in ROLES:
        walk(people[who], who, STEPS, random.Random(who), places, found)  # noqa: S311 - which link is next
    assert found.faults == []
    assert found.pages > 40
    assert len(found.queries) > 25  # kinds of pages


def test_a_commune_full_of_papers(db: None) -> None:
    cast = make_cast()
    make_things(cast)
    areas = {"T": cast.province, "T1": cast.commune, "T1-1": cast.village, "T2": cast.next_commune}
    for name in ("officer", "leader", "accountant", "village_head", "coordination", "neighbour"):
        person = getattr(cast, name)
        person.full_name += f" {tag_of(person.assignments.get().area)}"
        person.save()
    places, found = places_by_tag(), Found()
    assert set(places) == {tag_of(area) for area in areas.values()}
    for name in ("officer", "village_head", "coordination", "neighbour"):
        walk(getattr(cast, name), name, STEPS, random.Random(name), places, found)  # noqa: S311 - which link is next
    assert found.faults == []


def test_a_campaign_leads_only_where_one_may_go(db: None) -> None:
    cast = make_cast()
    things = make_things(cast)
    receipt = Receipt.objects.get(pk=things["receipt"])
    pages = [receipt.campaign.get_absolute_url(), receipt.get_absolute_url()]
    opened = set()
    for name in ("officer", "leader", "accountant", "village_head", "coordination"):
        client = client_of(getattr(cast, name))
        for address in pages:
            page = client.get(address)
            for link in links_of(page.content.decode(), address) if page.status_code == 200 else ():
                assert client.get(link).status_code < 400, (name, address, link)
                opened.add((name, name_of(link)))
    assert ("accountant", "contributions:transfers") in opened
    assert ("coordination", "contributions:campaign") in opened
    assert ("coordination", "contributions:transfers") not in opened


def test_a_stranger_is_known_by_the_area_in_the_name() -> None:
    places = {"QDO01": "/1/", "QDO01Q00001": "/1/2/", "QDO01Q00002": "/1/3/", "QDO02": "/9/"}
    page = "Hà Mai QDO01, Vì Phú QDO01Q00001, Lê An QDO01Q00002, Trần Sơn QDO02, mã QX1"
    assert strangers_in(page, ["/1/2/"], places) == {"QDO01Q00002", "QDO02"}
    assert strangers_in(page, ["/1/"], places) == {"QDO02"}


def test_links_of_a_page() -> None:
    page = '<a class="x" href="/ke-hoach/?a=1&amp;b=2#c">…</a><a href="?trang=2">2</a><a href="https://x.vn/">x</a><a href="/static/a.css">'
    assert links_of(page, "/xa/") == ["/ke-hoach/?a=1&b=2", "/xa/?trang=2"]
