"""Composing: who writes plans on the commune opens and saves the parts of its draft."""

from __future__ import annotations

from typing import Any

from campaigns.models import Plan
from tests import factories
from tests.cast import Cast
from tests.permissions.house import WRITERS
from tests.permissions.rows import PEOPLE, Row, without

TABLE = (
    Row("campaigns:start", WRITERS, {person: 403 for person in PEOPLE if person not in WRITERS}),
    Row("campaigns:compose", ("officer",), without("officer"), of="composed", done=302),
    Row("campaigns:compose_part", ("officer",), without("officer"), of="composed_part"),
    Row("campaigns:compose_part", ("officer",), without("officer"), of="composed_part", method="post",
        data={"ban": "0", "d-title": "Kế hoạch"}, done=302),
    Row("campaigns:compose_preview", ("officer",), without("officer"), of="composed_part"),
    Row("campaigns:keep_typed", ("officer",), without("officer"), of="composed_part", method="post"),
    Row("campaigns:drop_typed", ("officer",), without("officer"), of="composed_part", method="post", done=302),
    Row("campaigns:undo_deletion", ("officer",), without("officer"), of="composed_part", method="post", done=409),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """A plan being composed, with one row in some of its parts."""
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer, title="Kế hoạch đang soạn")
    Plan.objects.filter(pk=plan.pk).update(composed=True)
    block = plan.blocks.create(position=1, criterion=15, title="Y tế")
    plan.tasks.create(block=block, position=1, text="Vận động người dân tham gia bảo hiểm y tế", unit="Trạm Y tế xã")
    plan.targets.create(position=1, text="Thu nhập bình quân đầu người", value=55, unit="triệu đồng")
    return {
        "composed": plan.pk, "composed_part": (plan.pk, "chung"), "composed_block": (plan.pk, f"tieu-chi-{block.pk}"),
        "composed_targets": (plan.pk, "muc-tieu"), "composed_words": (plan.pk, "cau-chu"), "composed_money": (plan.pk, "kinh-phi"),
    }  # fmt: skip


PAGES = (
    ("officer", "campaigns:start", ""), ("officer", "campaigns:compose", "composed"),
    ("officer", "campaigns:compose_part", "composed_part"), ("officer", "campaigns:compose_part", "composed_block"),
    ("officer", "campaigns:compose_part", "composed_targets"), ("officer", "campaigns:compose_part", "composed_words"),
    ("officer", "campaigns:compose_part", "composed_money"),
)  # fmt: skip
#: The paper in the frame beside the form.
NO_PAGES = ("campaigns:compose_preview",)
