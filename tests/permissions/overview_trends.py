"""Trends and comparison: everybody has the page, with what lies in the own area."""

from __future__ import annotations

from tests.permissions.rows import PEOPLE, Row

TABLE = (
    Row("overview_trends", PEOPLE, {}),
    Row("overview_trends", PEOPLE, {}, data={"muc": "chi-tieu"}),
    Row("overview_trends", PEOPLE, {}, data={"muc": "nguon-luc"}),
    Row("overview_trends", PEOPLE, {}, data={"muc": "ke-hoach"}),
    Row("overview_comparison", PEOPLE, {}),
    Row("overview_comparison", PEOPLE, {}, data={"muc": "xa"}),
    Row("overview_comparison", PEOPLE, {}, data={"muc": "ky"}),
)
PAGES = (("coordination", "overview_trends", ""), ("coordination", "overview_comparison", ""))
