"""What papers rest on, where they go, the register of outgoing papers."""

from __future__ import annotations

from typing import Any

from documents import delivery_actions
from documents.links import address_of
from documents.models import CitedDocument, Delivery, Document
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

#: Whoever writes plans or numbers papers somewhere.
KEEPERS = ("officer", "clerk", "village_head", "coordination", "neighbour")
READERS = (*COLLEAGUES, "village_head", "coordination")
_ONLY_CLERK = {**{person: 403 for person in READERS if person != "clerk"}, **NOT_INSIDE}
#: The village keeps no commune's rows; the office above does not either.
_NO_KEEPER = dict.fromkeys(("leader", "accountant", "administrator", "village_head", "coordination"), 403) | NOT_INSIDE

TABLE = (
    Row("documents:bases", PEOPLE, {}),
    Row("documents:add_base", KEEPERS, {person: 403 for person in PEOPLE if person not in KEEPERS}),
    Row("documents:edit_base", ("officer", "clerk"), _NO_KEEPER, of="base"),
    Row("documents:confirm_base", ("officer", "clerk"), _NO_KEEPER, method="post", of="base", done=302),
    Row("documents:deliveries", READERS, NOT_INSIDE, of="issued"),
    Row("documents:send_all", ("clerk",), _ONLY_CLERK, method="post", of="issued", done=302),
    Row("documents:choose_way", ("clerk",), _ONLY_CLERK, method="post", of="delivery", done=200),
    Row("documents:send", ("clerk",), _ONLY_CLERK, method="post", of="delivery", done=302),
    Row("documents:renew_link", ("clerk",), _ONLY_CLERK, method="post", of="linked", done=302),
    Row("documents:end_link", ("clerk",), _ONLY_CLERK, method="post", of="linked", done=302),
    Row("documents:acknowledge", ("leader", "clerk"),
        {**{person: 403 for person in READERS if person not in ("leader", "clerk")}, **NOT_INSIDE},
        method="post", of="addressed", done=302),
    Row("documents:register", PEOPLE, {}),
    Row("documents:register_pdf", COLLEAGUES, {"village_head": 409, "coordination": 409, "neighbour": 409, "stranger": 409},
        method="post", done=302),
    Row("documents:package", ("clerk",), _ONLY_CLERK, of="signed"),
)  # fmt: skip

PAGES = (
    ("officer", "documents:bases", ""),
    ("officer", "documents:add_base", ""),
    ("officer", "documents:edit_base", "base"),
    ("clerk", "documents:deliveries", "issued"),
    ("clerk", "documents:register", ""),
    ("", "documents:receive", "link"),
)
#: Files.
NO_PAGES = ("documents:package", "documents:receive_file")


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """A cited resolution, and lines of the issued paper: one outside, one with a link, one inside the system."""
    from documents import actions

    document = Document.objects.get(pk=made["issued"])
    rows = [
        Delivery.objects.create(document=document, position=90 + place, name=name)
        for place, name in enumerate(("Công ty A", "Công ty B"))
    ]
    linked = delivery_actions.choose_way(rows[1], way="link", email="", by=cast.clerk)
    inside = Delivery.objects.create(
        document=document, position=95, name="UBND xã", organisation=cast.committee, way="system"
    )
    linked = delivery_actions.send(linked, by=cast.clerk)
    actions.attach_signed_copy(document, name="da-ky.pdf", data=b"%PDF-1.7 signed", by=cast.clerk)
    base = CitedDocument.objects.create(
        area=cast.commune, type_name="Nghị quyết", number="12/NQ-HĐND", dated="2025-12-20",
        issuer="Hội đồng nhân dân xã An Bình", subject="về nhiệm vụ năm 2026",
    )  # fmt: skip
    return {
        "base": base.pk, "delivery": rows[0].pk, "linked": linked.pk, "addressed": inside.pk, "signed": document.pk,
        "link": address_of(linked).rstrip("/").rpartition("/")[2],
    }  # fmt: skip
