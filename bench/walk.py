"""A walk over the links of pages: what each person is shown must open, soon, with a fixed number of queries, and name no stranger."""

from __future__ import annotations

import html
import random
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.db import connection
from django.urls import Resolver404, resolve

from accounts.enums import RIGHTS, Right
from bench.queries import Queries
from bench.site import client_of

_LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"')
#: A word of ntm.scale.load.tag_of, in the names of people who are made up.
_TAG = re.compile(r"\bQ[A-Z]{1,2}\d*(?:QH?\d+)*\b")
#: Givers as ntm.scale.receipts names them: only who may read contributions sees one.
_GIVER = re.compile(r"\bLò Văn \d+\b")
#: Signing out ends the walk; files are no pages, and the technical pages are the framework's own.
_NOT_WALKED = re.compile(r"^/(?:static|quan-tri|dang-xuat)/|[?&]export=|/tai-ve/")


@dataclass
class Found:
    """What a walk met: faults in words, and by URL name the most queries and the most seconds, with the address."""

    faults: list[str] = field(default_factory=list)
    queries: dict[str, tuple[int, str]] = field(default_factory=dict)
    seconds: dict[str, tuple[float, str]] = field(default_factory=dict)
    pages: int = 0

    def fault(self, words: str) -> None:
        if words not in self.faults:
            self.faults.append(words)

    def add(self, name: str, queries: int, seconds: float, where: str) -> None:
        self.pages += 1
        self.queries[name] = max(self.queries.get(name, (0, "")), (queries, where))
        self.seconds[name] = max(self.seconds.get(name, (0.0, "")), (seconds, where))


def places_by_tag() -> dict[str, str]:
    """The path of each area in whose people's names its tag stands."""
    from accounts.models import Assignment
    from areas.models import Area
    from ntm.scale.load import tag_of

    return {tag_of(area): area.path or "" for area in Area.objects.filter(pk__in=Assignment.objects.values("area"))}


def strangers_in(page: str, own: Iterable[str], places: Mapping[str, str]) -> set[str]:
    """Tags of people on the page whose area is neither one of the own ones, nor below one, nor above one."""
    paths = list(own)
    return {
        tag
        for tag in set(_TAG.findall(page))
        if tag in places and not any(places[tag].startswith(path) or path.startswith(places[tag]) for path in paths)
    }


def links_of(page: str, address: str) -> list[str]:
    """Addresses of our own that the page's links lead to, in its order, each once."""
    found = (urldefrag(urljoin(address, html.unescape(link))).url for link in _LINK.findall(page))
    return list(dict.fromkeys(link for link in found if link.startswith("/") and not _NOT_WALKED.search(link)))


def name_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return "?"


def walk(user: Any, who: str, steps: int, dice: random.Random, places: Mapping[str, str], found: Found) -> None:
    """Follow links from the start page; rather those whose kind of page was met least, at random among them."""
    client = client_of(user)
    own = list(user.assignments.values_list("area__path", flat=True))
    names = any(Right.READ_CONTRIBUTIONS in RIGHTS[role] for role in user.assignments.values_list("role", flat=True))
    open_: dict[str, str] = {"/": "home"}
    met: dict[str, int] = {}
    done: set[str] = set()
    for _ in range(steps):
        if not open_:
            return
        least = min(met.get(name, 0) for name in open_.values())
        address = dice.choice([link for link, name in open_.items() if met.get(name, 0) == least])
        name = open_.pop(address)
        met[name] = met.get(name, 0) + 1
        done.add(address)
        where = f"{who} {address}"
        page = _visit(client, address, name, where, found)
        if named := strangers_in(page, own, places):
            found.fault(f"{where}: có tên người của địa bàn khác ({', '.join(sorted(named)[:3])})")
        if not names and _GIVER.search(page):
            found.fault(f"{where}: có tên người đóng góp")
        open_ |= {link: name_of(link) for link in links_of(page, address) if link not in done}


def _visit(client: Any, address: str, name: str, where: str, found: Found) -> str:
    """The page; "" where it failed, leads on, or is none."""
    queries, begin = Queries(), time.perf_counter()
    with connection.execute_wrapper(queries):
        response = client.get(address)
    seconds = time.perf_counter() - begin
    if response.status_code >= 400:
        found.fault(f"{where}: trả lời {response.status_code}")
        return ""
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, which closes the file
        return ""
    found.add(name, len(queries.asked), seconds, where)
    return str(response.content.decode())
