"""Role × URL: who may open what. A new address that is not in this table fails the last test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from campaigns.actions import read_upload
from campaigns.models import Plan
from documents import actions
from documents.enums import DocumentState
from jobs.actions import enqueue
from journal.actions import notify
from journal.models import Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
PEOPLE = (
    "officer",
    "leader",
    "clerk",
    "accountant",
    "village_head",
    "administrator",
    "coordination",
    "neighbour",
    "stranger",
)
EVERYBODY = dict.fromkeys(PEOPLE, 200)
#: Pages that need no sign-in, with the answer anybody gets.
PUBLIC = {
    "accounts:sign_in": 200, "core:design": 200, "documents:verify_search": 200, "documents:verify": 404, "healthz": 200,
}  # fmt: skip
#: Checked in their own rooms' tests: what they answer depends on other programs.
ELSEWHERE = {"readyz": "tests/test_health.py"}


class Row(NamedTuple):
    """What each person gets (200 and 302 are "may"); whoever is not named gets `others`."""

    name: str
    may: tuple[str, ...]
    others: dict[str, int]
    method: str = "get"
    #: The kind of row in the address.
    of: str = ""
    data: dict[str, str] = {}
    done: int = 200


NOT_INSIDE = {"neighbour": 404, "stranger": 404}
#: Inside the commune, but without the right; the village and the office above do not see papers that are not issued.
_HIDDEN = {"village_head": 404, "coordination": 404, **NOT_INSIDE}
COLLEAGUES = ("officer", "leader", "clerk", "accountant", "administrator")

ONLY_ADMINISTRATOR = {person: 403 for person in PEOPLE if person != "administrator"}


def _without(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in COLLEAGUES if person not in may}, **_HIDDEN}


TABLE = (
    Row("home", PEOPLE, {}),
    Row("campaigns:list", PEOPLE, {}),
    Row("campaigns:upload", ("officer", "neighbour"), {person: 403 for person in PEOPLE if person not in ("officer", "neighbour")}),
    Row("campaigns:import", ("officer",), _without("officer") | {"stranger": 404, "neighbour": 404}, of="import"),
    Row("campaigns:discard", ("officer",), _without("officer"), method="post", of="import", done=302),
    Row("campaigns:detail", COLLEAGUES, _HIDDEN, of="plan"),
    Row("campaigns:detail", (*COLLEAGUES, "village_head", "coordination"), NOT_INSIDE, of="issued_plan"),
    Row("campaigns:edit", ("officer",), _without("officer"), of="plan"),
    Row("documents:preview", COLLEAGUES, _HIDDEN, of="draft"),
    Row("documents:preview", (*COLLEAGUES, "village_head", "coordination"), NOT_INSIDE, of="issued"),
    Row("documents:submit", ("officer",), _without("officer"), method="post", of="draft", done=302),
    Row("documents:approve", ("leader",), _without("leader"), method="post", of="submitted", done=302),
    Row("documents:return", ("leader",), _without("leader"), method="post", of="submitted", data={"reason": "Sửa."}, done=302),
    Row("documents:issue", ("clerk",), _without("clerk"), method="post", of="approved", done=302),
    Row("documents:record_issued", ("officer",), _without("officer"), method="post", of="draft", done=409),
    Row("documents:revoke", ("leader",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "leader"}, **NOT_INSIDE},
        method="post", of="issued", data={"reason": "Nhầm."}, done=302),
    Row("documents:replace", ("officer",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "officer"}, **NOT_INSIDE},
        method="post", of="issued", done=409),
    Row("documents:signed_copy", ("clerk",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "clerk"}, **NOT_INSIDE},
        method="post", of="issued", done=409),
    Row("documents:pdf", COLLEAGUES, _HIDDEN, method="post", of="draft", done=302),
    Row("documents:docx", COLLEAGUES, _HIDDEN, method="post", of="draft", done=302),
    Row("documents:file", ("officer",), {person: 404 for person in PEOPLE if person != "officer"}, of="file"),
    Row("accounts:password_change", PEOPLE, {}),
    Row("accounts:sign_out", PEOPLE, {}, method="post", done=302),
    Row("accounts:staff", (*COLLEAGUES, "coordination", "neighbour"), {"village_head": 403, "stranger": 403}),
    Row("accounts:add_person", ("administrator",), {person: 403 for person in PEOPLE if person != "administrator"}),
    Row("accounts:colleague", ("administrator",), ONLY_ADMINISTRATOR, of="colleague"),
    Row("accounts:give_role", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="colleague"),
    Row("accounts:end_role", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="role", done=302),
    Row("accounts:reset_password", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="colleague"),
    Row("accounts:lock", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="colleague", done=302),
    Row("accounts:organisations", ("administrator",), ONLY_ADMINISTRATOR),
    Row("accounts:add_organisation", ("administrator",), ONLY_ADMINISTRATOR),
    Row("accounts:organisation", ("administrator",), ONLY_ADMINISTRATOR, of="organisation"),
    Row("accounts:villages", ("officer", "administrator", "neighbour"),
        {person: 403 for person in PEOPLE if person not in ("officer", "administrator", "neighbour")}),
    Row("accounts:close_village", ("officer", "administrator"),
        {person: 403 for person in PEOPLE if person not in ("officer", "administrator")} | {"neighbour": 404},
        method="post", of="village", done=302),
    Row("journal:inbox", PEOPLE, {}),
    Row("journal:mark_all_read", PEOPLE, {}, method="post", done=302),
    Row("journal:open", ("officer",), {person: 404 for person in PEOPLE if person != "officer"}, method="post", of="notice", done=302),
    Row("jobs:my_files", PEOPLE, {}),
    Row("jobs:state", COLLEAGUES, _HIDDEN, of="job"),
    Row("jobs:retry", COLLEAGUES, _HIDDEN, method="post", of="job", done=302),
    Row("jobs:cancel", COLLEAGUES, _HIDDEN, method="post", of="job", done=302),
)  # fmt: skip


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    """One row of each kind in xã An Bình, by the name the table calls it."""

    def plan_in(state: DocumentState) -> Plan:
        return factories.plan(cast.commune, cast.committee, state=state, by=cast.officer, title=f"Kế hoạch {state}")

    plans = {
        state.value: plan_in(state) for state in (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED)
    }
    issued = plan_in(DocumentState.APPROVED)
    actions.issue(issued.document, by=cast.clerk)
    text = "KẾ HOẠCH\nNăm 2026\n\nCăn cứ Nghị quyết số 12/NQ-HĐND ngày 20/12/2025 của HĐND xã;\n\nI. MỤC TIÊU\n\nGiữ vững.\n"
    waiting = read_upload(area=cast.commune, name="ke-hoach.txt", data=text.encode(), by=cast.officer)
    notify([cast.officer], key="thu-1", title="Có văn bản trả lại", url="/")
    draft = plans["draft"].document
    return {
        "plan": plans["draft"].pk, "issued_plan": issued.pk, "draft": draft.pk, "submitted": plans["submitted"].document_id,
        "approved": plans["approved"].document_id, "issued": issued.document_id, "import": waiting.pk, "file": waiting.file_id,
        "notice": Notice.objects.filter(key="thu-1").get().pk,
        "colleague": cast.accountant.pk, "role": (cast.accountant.pk, cast.accountant.assignments.get().pk),
        "village": cast.village.pk, "organisation": cast.committee.pk,
        "job": enqueue(
            "documents.render", key="thu", payload={"document": draft.pk, "format": "pdf"}, owner=cast.officer
        ).pk,
    }  # fmt: skip


def _address(row: Row, things: dict[str, Any]) -> str:
    from django.urls import reverse

    of = things[row.of] if row.of else ()
    return reverse(row.name, args=of if isinstance(of, tuple) else [of])


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.of}" if row.of else row.name)
@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_what(cast: Cast, things: dict[str, Any], signed_in: SignIn, row: Row, person: str) -> None:
    expected = row.done if person in row.may else row.others[person]
    response = getattr(signed_in(getattr(cast, person)), row.method)(_address(row, things), row.data)
    response.close()  # a file that is sent stays open until then
    assert response.status_code == expected


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.of}" if row.of else row.name)
def test_nobody_comes_in_without_signing_in(things: dict[str, Any], row: Row) -> None:
    response = getattr(Client(), row.method)(_address(row, things), row.data)
    assert (response.status_code, response.url.partition("?")[0]) == (302, "/dang-nhap/")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_need_no_sign_in(db: None, client: Client, name: str) -> None:
    from django.urls import reverse

    response = client.get(reverse(name, args=["KHONGCO"] if name == "documents:verify" else []))
    assert response.status_code == PUBLIC[name]


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table() -> None:
    known = {row.name for row in TABLE} | set(PUBLIC) | set(ELSEWHERE)
    found = {name for name in _names(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert found == known
