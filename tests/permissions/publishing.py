"""What a commune publishes: its leader decides; everybody reads what is published."""

from __future__ import annotations

from typing import Any

from reporting.actions.publishing import publish
from reporting.enums import PublicPart
from tests.cast import Cast
from tests.permissions.rows import PEOPLE, Row

_ONLY_LEADER = {person: 403 for person in PEOPLE if person != "leader"}
TABLE = (
    Row("reporting:publications", ("leader",), _ONLY_LEADER),
    Row("reporting:publications", ("leader",), _ONLY_LEADER, method="post", data={"parts": ["works"]}, done=302),
    Row("reporting:withdraw_publication", ("leader",), _ONLY_LEADER, method="post", done=302),
    Row("public_preview", ("leader",), _ONLY_LEADER),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    publish(cast.commune, parts=[*PublicPart], words="Xã An Bình công khai để bà con giám sát.", by=cast.leader)
    return {"published_commune": cast.commune.code}


PAGES = (
    ("leader", "reporting:publications", ""),
    ("leader", "public_preview", ""),
    ("", "public_index", ""),
    ("", "public_area", "published_commune"),
    ("", "public_data", "published_commune"),
)
NO_PAGES = ("public_json",)
