"""Following: tasks, reports with photos, load per officer, figures of targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image

from campaigns.actions.reporting import report_task
from campaigns.actions.target_values import Figure, save_target_values
from campaigns.models import Block, Plan, Target, Task
from campaigns.rules.progress import Said
from core import clock
from documents.photo_fields import CleanPhoto
from documents.photos import clean_photo
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, PEOPLE, Row

#: The whole commune, its villages and the office above read what is issued.
READERS = (*COLLEAGUES, "village_head", "coordination")


def _only(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


TABLE = (
    Row("campaigns:tasks", READERS, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:tasks", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:targets", READERS, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:targets", ("officer",), _only("officer"), method="post", of="issued_plan", data={"thang": "2026-01"}, done=302),
    Row("campaigns:my_tasks", PEOPLE, {}),
    Row("campaigns:task", READERS, NOT_INSIDE, of="task"),
    Row("campaigns:task", ("officer", "village_head"), _only("officer", "village_head"), method="post", of="task",
        data={"key": "0" * 32, "text": "Đã họp thôn.", "done_volume": "300"}, done=302),
    Row("campaigns:task_edit", ("officer",), _only("officer"), of="task"),
    Row("campaigns:load", PEOPLE, {}),
    Row("campaigns:move_tasks", ("officer", "leader"),
        {person: 403 for person in COLLEAGUES if person not in ("officer", "leader")}
        | {"village_head": 404, "coordination": 404, **NOT_INSIDE}, of="officers_tasks"),
    Row("documents:photo", READERS, NOT_INSIDE, of="photo"),
)  # fmt: skip

PAGES = (
    ("officer", "campaigns:tasks", "issued_plan"), ("officer", "campaigns:targets", "issued_plan"),
    ("village_head", "campaigns:my_tasks", ""), ("village_head", "campaigns:task", "task"),
    ("officer", "campaigns:task_edit", "task"), ("officer", "campaigns:load", ""),
    ("leader", "campaigns:move_tasks", "officers_tasks"),
)  # fmt: skip
NO_PAGES = ("documents:photo",)


def a_photo(name: str = "ranh.jpg") -> CleanPhoto:
    out = BytesIO()
    Image.new("RGB", (800, 600), "seagreen").save(out, "JPEG")
    return CleanPhoto(*clean_photo(name, out.getvalue()))


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """A task of the issued plan that names the village, reported with a photo; a target with its figure."""
    plan = Plan.objects.get(pk=made["issued_plan"])
    block = Block.objects.create(
        plan=plan, position=1, number="1.17", criterion=17, title="Môi trường và an toàn thực phẩm",
        responsible="Công chức địa chính - xây dựng", lead="Phó Chủ tịch UBND xã", owner=cast.officer,
    )  # fmt: skip
    task = Task.objects.create(
        plan=plan, block=block, position=1, text="Đào rãnh thoát nước hai bên đường trục thôn", area=cast.village,
        deadline=clock.today(), volume=400, measure="m",
    )  # fmt: skip
    Task.objects.create(
        plan=plan, block=block, position=2, text="Trồng đường hoa", owner=cast.officer, deadline=date(2024, 5, 1)
    )
    said = Said(done_volume=Decimal(260), text="Đã đào qua nhà văn hóa.", trouble="Thiếu 2 xe cát.")
    report = report_task(task, said, files=[a_photo()], key="1" * 32, by=cast.village_head)
    target = Target.objects.create(
        plan=plan, position=1, text="Tỷ lệ hộ dùng nước sạch", base=Decimal("52.5"), value=95, unit="%"
    )
    month = clock.today().replace(day=1)
    if plan.year == month.year:
        save_target_values(plan, month=month, figures={target.pk: Figure(Decimal("61.5"))}, by=cast.officer)
    photo = report.files.get().file_id
    return {"task": task.pk, "photo": photo, "officers_tasks": (cast.commune.pk, cast.officer.pk)}
