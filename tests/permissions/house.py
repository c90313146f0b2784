"""Plans, papers, people, inbox and files."""

from __future__ import annotations

from typing import Any

from campaigns.actions.importing import read_upload
from campaigns.models import Plan
from documents import actions
from documents.enums import DocumentState
from jobs.actions import enqueue
from journal.actions import notify
from journal.models import Notice
from tests import factories
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, ONLY_ADMINISTRATOR, PEOPLE, Row, without

#: Pages that need no sign-in, with the answer anybody gets.
PUBLIC = {
    "accounts:sign_in": 200, "core:design": 200, "documents:verify_search": 200, "documents:verify": 404, "documents:receive": 404,
    "documents:receive_file": 404, "healthz": 200, "contributions:public_notice": 404, "reminders:feed": 404,
    "emulation:report_app": 200, "emulation:report_worker": 200, "emulation:report_manifest": 200, "reminders:push_worker": 200,
    "api:openapi": 200, "api:docs": 200, "api:nothing": 404,
    "public_index": 200, "public_area": 404, "public_data": 404, "public_json": 404,
}  # fmt: skip
#: Checked in their own rooms' tests: what they answer depends on other programs.
ELSEWHERE = {"readyz": "tests/test_health.py", "public_csv": "tests/dashboards/test_public.py"}
# Addresses of programs: they answer 401 in JSON to who is not signed in, not with the way to the sign-in page.
ELSEWHERE |= dict.fromkeys(
    ("emulation:owed", "emulation:send_report", "emulation:send_photo"), "tests/emulation/test_reports.py"
)
# Addresses of systems: without a token they answer 401 as application/problem+json.
ELSEWHERE |= dict.fromkeys(
    (
        "api:areas", "api:area", "api:scorecards", "api:scorecard", "api:rounds", "api:round_cards", "api:send_evidence",
        "api:plans", "api:plan", "api:campaigns", "api:campaign", "api:reports", "api:report", "api:figures",
        "api:write_figures", "api:write_passage",
    ),
    "tests/api/",
)  # fmt: skip

#: Each on the own area.
WRITERS = ("officer", "village_head", "coordination", "neighbour")
TABLE = (
    Row("home", PEOPLE, {}),
    Row("due_soon", PEOPLE, {}, done=302),
    Row("overview", PEOPLE, {}),
    Row("campaigns:list", PEOPLE, {}),
    Row("campaigns:upload", WRITERS, {person: 403 for person in PEOPLE if person not in WRITERS}),
    Row("campaigns:import", ("officer",), without("officer") | {"stranger": 404, "neighbour": 404}, of="import"),
    Row("campaigns:discard", ("officer",), without("officer"), method="post", of="import", done=302),
    Row("campaigns:detail", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:detail", (*COLLEAGUES, "village_head", "coordination"), NOT_INSIDE, of="issued_plan"),
    Row("campaigns:edit", ("officer",), without("officer"), of="plan"),
    Row("documents:preview", COLLEAGUES, HIDDEN, of="draft"),
    Row("documents:preview", (*COLLEAGUES, "village_head", "coordination"), NOT_INSIDE, of="issued"),
    Row("documents:submit", ("officer",), without("officer"), method="post", of="draft", done=302),
    Row("documents:approve", ("leader",), without("leader"), method="post", of="submitted", done=302),
    Row("documents:return", ("leader",), without("leader"), method="post", of="submitted", data={"reason": "Sửa."}, done=302),
    Row("documents:issue", ("clerk",), without("clerk"), method="post", of="approved", done=302),
    Row("documents:record_issued", ("officer",), without("officer"), method="post", of="draft", done=409),
    Row("documents:revoke", ("leader",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "leader"}, **NOT_INSIDE},
        method="post", of="issued", data={"reason": "Nhầm."}, done=302),
    Row("documents:replace", ("officer",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "officer"}, **NOT_INSIDE},
        method="post", of="issued", done=409),
    Row("documents:signed_copy", ("clerk",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "clerk"}, **NOT_INSIDE},
        method="post", of="issued", done=409),
    Row("documents:remove_signed_copy", ("clerk",),
        {**{person: 403 for person in (*COLLEAGUES, "village_head", "coordination") if person != "clerk"}, **NOT_INSIDE},
        method="post", of="signed_copy", data={"reason": "Nhầm tệp."}, done=302),
    Row("documents:pdf", COLLEAGUES, HIDDEN, method="post", of="draft", done=302),
    Row("documents:docx", COLLEAGUES, HIDDEN, method="post", of="draft", done=302),
    Row("documents:file", ("officer",), {person: 404 for person in PEOPLE if person != "officer"}, of="file"),
    Row("accounts:password_change", PEOPLE, {}),
    Row("accounts:sign_out", PEOPLE, {}, method="post", done=302),
    Row("accounts:staff", (*COLLEAGUES, "coordination", "neighbour"), {"village_head": 403, "stranger": 403}),
    Row("accounts:add_person", ("administrator",), {person: 403 for person in PEOPLE if person != "administrator"}),
    Row("accounts:colleague", ("administrator",), ONLY_ADMINISTRATOR, of="colleague"),
    Row("accounts:give_role", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="colleague"),
    Row("accounts:end_role", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="role", done=302),
    Row("accounts:change_email", ("administrator",), ONLY_ADMINISTRATOR, method="post", of="colleague", data={"email": "m@vi-du.vn"}, done=302),
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
    Row("jobs:state", COLLEAGUES, HIDDEN, of="job"),
    Row("jobs:retry", COLLEAGUES, HIDDEN, method="post", of="job", done=302),
    Row("jobs:cancel", COLLEAGUES, HIDDEN, method="post", of="job", done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """One row of each kind in xã An Bình, by the name the table calls it."""

    def plan_in(state: DocumentState) -> Plan:
        return factories.plan(cast.commune, cast.committee, state=state, by=cast.officer, title=f"Kế hoạch {state}")

    plans = {
        state.value: plan_in(state) for state in (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED)
    }
    issued = plan_in(DocumentState.APPROVED)
    actions.issue(issued.document, by=cast.clerk)
    signed = actions.attach_signed_copy(issued.document, name="ban-ky.pdf", data=b"%PDF-1.4 thu", by=cast.clerk)
    text = "KẾ HOẠCH\nNăm 2026\n\nCăn cứ Nghị quyết số 12/NQ-HĐND ngày 20/12/2025 của HĐND xã;\n\nI. MỤC TIÊU\n\nGiữ vững.\n"
    waiting = read_upload(area=cast.commune, name="ke-hoach.txt", data=text.encode(), by=cast.officer)
    notify([cast.officer], key="thu-1", title="Có văn bản trả lại", url="/")
    draft = plans["draft"].document
    return {
        "signed_copy": signed.pk, "plan": plans["draft"].pk, "issued_plan": issued.pk, "draft": draft.pk, "submitted": plans["submitted"].document_id,
        "approved": plans["approved"].document_id, "issued": issued.document_id, "import": waiting.pk, "file": waiting.file_id,
        "notice": Notice.objects.filter(key="thu-1").get().pk,
        "colleague": cast.accountant.pk, "role": (cast.accountant.pk, cast.accountant.assignments.get().pk),
        "village": cast.village.pk, "organisation": cast.committee.pk,
        "job": enqueue(
            "documents.render", key="thu", payload={"document": draft.pk, "format": "pdf"}, owner=cast.officer
        ).pk,
    }  # fmt: skip


#: The paper by itself, a part of a page, a file, and an answer for machines.
NO_PAGES = ("documents:preview", "jobs:state", "documents:file", "healthz", "due_soon")
