"""Opening and saving one block of a plan of 19 blocks with 200 tasks: server time of the whole request, at the median.

A fresh process makes its own database (SQLite, or DATABASE_URL) and asks through Django's client, so that network and
browser do not count; the paper beside the form is a request of its own and stands in its own row. The empty page beside
it is what any page of the house costs.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.calibration import Figure, best, measure, report, table, target

BLOCKS, TASKS, ROUNDS = 19, 200, 25
#: What the issue asks: seconds of server time at the median, on the machine of the first measurements.
MOST = 0.150


# --- in the child ---


def child() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ntm-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ.setdefault("DEBUG", "1")
    os.environ["DATA_DIR"] = str(folder)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # DEBUG keeps every query
    call_command("migrate", verbosity=0)
    ask = _requests()
    for do in ask.values():
        do()  # templates and imports are warm
    report(lambda: {name: _median(do) for name, do in ask.items()})


def _median(do: Callable[[], None]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        do()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def _requests() -> dict[str, Callable[[], None]]:
    """By name: something that asks once, and refuses a wrong answer."""
    from django.test import Client

    plan, officer, block = _plan()
    client = Client(SERVER_NAME="localhost")
    client.force_login(officer, backend="accounts.backends.PhoneOrEmailBackend")
    part = f"/ke-hoach/{plan.pk}/soan/tieu-chi-{block.pk}/"
    state: dict[str, Any] = {"form": _form(client.get(part).content.decode()), "turn": 0}

    def get(address: str) -> Callable[[], None]:
        def do() -> None:
            assert client.get(address).status_code == 200

        return do

    def save() -> None:
        state["turn"] += 1
        data = {
            **state["form"],
            "ban": str(plan.parts.get(slug=f"tieu-chi-{block.pk}").saves if state["turn"] > 1 else 0),
        }
        answer = client.post(part, {**data, "viec-0-text": f"Vận động lần {state['turn']}"})
        assert answer.status_code == 302, answer.status_code

    return {
        "empty": get("/mat-khau/"), "open": get(part), "save": save, "preview": get(f"{part}xem/"),
    }  # fmt: skip


def _form(html: str) -> dict[str, str]:
    """The fields of the page's form, as a browser would send them."""
    part = re.sub(
        r"<template.*?</template>", "", html.split("data-compose")[1].split("</form>", maxsplit=1)[0], flags=re.DOTALL
    )
    data = {}
    for tag in re.findall(r"<input[^>]*>", part):
        named = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if "name" in named and named.get("type") != "checkbox":
            data[named["name"]] = named.get("value", "")
    data |= dict(re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', part, flags=re.DOTALL))
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', part, flags=re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def _plan() -> tuple[Any, Any, Any]:
    """A commune with its bodies and people, and the plan."""
    from accounts.enums import Role
    from accounts.models import Assignment, User
    from areas.enums import Level, OrganisationKind
    from areas.models import Area, Organisation
    from campaigns.actions.starting import start_plan
    from campaigns.models import Block, Solution, Target, Task

    province = Area.objects.create(name="Đo Đạc", level=Level.PROVINCE, kind_word="tỉnh", code="X")
    commune = Area.objects.create(name="Đo", level=Level.COMMUNE, kind_word="xã", code="X1", parent=province)
    for number in range(20):
        Area.objects.create(
            name=f"Thôn {number}", level=Level.VILLAGE, kind_word="thôn", code=f"X1-{number}", parent=commune
        )
        Organisation.objects.create(area=commune, kind=OrganisationKind.OTHER, name=f"Đơn vị {number}")
        person = User.objects.create_user(f"0912000{number:03d}", f"Cán Bộ {number}", "x")
        Assignment.objects.create(user=person, role=Role.NTM_OFFICER, area=commune)
    officer = User.objects.order_by("pk")[0]
    issuer = Organisation.objects.create(
        area=commune, kind=OrganisationKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân xã Đo", symbol_letters="UBND",
        letterhead="ỦY BAN NHÂN DÂN\nXÃ ĐO", place="Đo",
    )  # fmt: skip
    plan = start_plan(
        area=commune, kind="annual", year=2026, title="Xây dựng nông thôn mới năm 2026", issuer=issuer, by=officer
    )  # fmt: skip
    blocks = list(plan.blocks.order_by("position"))[:BLOCKS]
    for place in range(len(blocks) + 1, BLOCKS + 1):
        blocks.append(Block.objects.create(plan=plan, position=place, criterion=place, title=f"Tiêu chí {place}"))
    for place in range(TASKS):
        block = blocks[place % BLOCKS]
        Task.objects.create(
            plan=plan, block=block, position=place // BLOCKS + 1, unit="Đơn vị 3", owner=officer,
            text=f"Tổ chức vận động người dân tham gia, hoàn thành nội dung {place} theo kế hoạch đã đề ra",
        )  # fmt: skip
    for block in blocks:
        Solution.objects.create(block=block, position=1, text="Tuyên truyền, kiểm tra, đôn đốc hằng tháng.")
        Target.objects.create(plan=plan, position=block.position, criterion=block.criterion, text="Tỷ lệ hộ", value=95)
    return plan, officer, blocks[0]


# --- in the parent ---


def main() -> bool:
    """Measure, print the table and the targets; True when both are kept."""
    figure: Figure = best([measure("bench.compose_part", "child") for _ in range(2)])
    scale = 0.25 / figure.loop
    names = {
        "empty": "trang trống (đổi mật khẩu)", "open": "mở một khối", "save": "lưu một khối (kèm lập lại văn bản)",
        "preview": "xem trước cả văn bản",
    }  # fmt: skip
    header = ["Việc", "giây bộ xử lý", "giây quy đổi", "so với trang trống"]
    rows = [
        [names[name], seconds, seconds * scale, seconds / figure.facts["empty"]]
        for name, seconds in figure.facts.items()
    ]
    table(f"Soạn kế hoạch {BLOCKS} khối, {TASKS} nhiệm vụ: trung vị của {ROUNDS} lần", header, rows)
    print()
    kept = [
        target("Mở một khối, giây quy đổi", figure.facts["open"] * scale, MOST),
        target("Lưu một khối, giây quy đổi", figure.facts["save"] * scale, MOST),
    ]
    return all(kept)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        child()
    else:
        sys.exit(not main())
