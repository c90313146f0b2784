"""The round trial: a province opens a round for many communes; what it accepts stays byte for byte as it was.

    python -m bench.trial_rounds [--communes 500] [--clerks 2]

Each commune's officer fills the whole card on its page, the leader sends it, the office returns every tenth, corrects a row
of every seventh and accepts them all. Then values change on the cards, communes are renamed, the set is amended (new
wording, new levels), and every frozen snapshot must have the hash it had. Runs on the database of DATABASE_URL (make trial
gives a throw-away PostgreSQL) and writes into it: never point it at one that is in use. Prints a table; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SET = "ntm-xa-2021-2025"
YEAR = 2025
#: The office returns every tenth card once, and corrects one row of every seventh.
RETURNED, CORRECTED = 10, 7


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử kỳ đánh giá nhiều xã.")
    parser.add_argument("--communes", type=int, default=int(os.environ.get("COMMUNES", "500")), help="số xã")
    parser.add_argument(
        "--clerks", type=int, default=int(os.environ.get("ROUND_CLERKS", "2")), help="số tiến trình nhập"
    )
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
        (Path(os.environ["DATA_DIR"]) / "static").mkdir(exist_ok=True)
        import django

        django.setup()
        from django.conf import settings

        settings.DEBUG = False  # a server keeps no list of its queries
        logging.disable(logging.WARNING)  # every correction is sent twice, and refused once
        if options.work:
            return _work(*options.work)
        return _trial(options.communes, options.clerks)


def _work(step: str, ids: str) -> int:
    """One process's share of a step."""
    STEPS[step]([int(pk) for pk in ids.split(",")])
    return 0


def _trial(communes: int, clerks: int) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)

    def spread(step: str, ids: list[int]) -> None:
        lines = [",".join(map(str, ids[place::clerks])) for place in range(clerks) if ids[place::clerks]]
        children = [
            subprocess.Popen([sys.executable, "-m", "bench.trial_rounds", "--work", step, line], cwd=ROOT)
            for line in lines
        ]
        failed = [child.wait() for child in children]
        if any(failed):
            raise SystemExit(f"Bước “{step}” có tiến trình dừng giữa chừng.")

    faults = run(communes, spread)
    for fault in faults:
        print(f"- LỖI: {fault}")
    return 1 if faults else 0


def here(step: str, ids: list[int]) -> None:
    """The whole step in this process."""
    STEPS[step](ids)


def run(communes: int, spread: Callable[[str, list[int]], None]) -> list[str]:
    """The whole trial on an empty database, its table printed; what went wrong, sentence by sentence.

    `spread(step, ids)` does a step for the cards of the round with these ids.
    """
    from criteria.enums import RoundCardState
    from criteria.models import RoundCard
    from ntm.scale.load import load

    load(communes=communes, periods=0, receipts=0, seed=1, a_province=communes)
    print(f"{'bước':42}{'phiếu':>8}{'giây':>9}{'giây/phiếu':>13}")
    _timed("mở kỳ", communes, open_round)
    ids = list(RoundCard.objects.order_by("pk").values_list("pk", flat=True))
    _timed("nhập cả phiếu và gửi", len(ids), lambda: spread("fill", ids))
    returned = ids[::RETURNED]
    _timed("trả lại một chỉ tiêu", len(returned), lambda: spread("give-back", returned))
    _timed("sửa, gửi lại", len(returned), lambda: spread("mend", returned))
    _timed("điều chỉnh, chấp nhận", len(ids), lambda: spread("accept", ids))
    before = hashes()
    _timed("sửa số liệu sau khi chấp nhận", len(ids), lambda: spread("edit", ids))
    _timed("đổi tên xã, sửa đổi bộ tiêu chí", len(ids), disturb)
    after = hashes()
    accepted = RoundCard.objects.filter(state=RoundCardState.ACCEPTED).count()
    changed = sum(before[pk] != after.get(pk) for pk in before)
    print(f"chấp nhận {accepted}/{len(ids)}; bản chốt đổi {changed}; {_size()} KB mỗi bản chốt")
    faults = []
    if len(ids) != communes or accepted != communes:
        faults.append(f"{accepted} phiếu được chấp nhận trong {communes} xã")
    if changed:
        faults.append(f"{changed} bản chốt đã đổi")
    return [*faults, *_pages(ids)]


def _timed(name: str, count: int, work: Callable[[], Any]) -> None:
    begin = time.monotonic()
    work()
    seconds = time.monotonic() - begin
    print(f"{name:42}{count:>8}{seconds:>9.1f}{seconds / max(count, 1):>13.3f}", flush=True)


def _client(area: Any, role: str) -> Any:
    """The browser of whoever holds the role on the area."""
    from django.test import Client

    from accounts.models import Assignment

    user = Assignment.objects.select_related("user").get(area=area, role=role).user
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="accounts.backends.PhoneOrEmailBackend")
    return client


def _done(response: Any, *statuses: int) -> Any:
    if response.status_code not in (statuses or (302,)):
        raise RuntimeError(
            f"{response.request['PATH_INFO']}: {response.status_code}\n{response.content.decode()[:2000]}"
        )
    return response


def _cards(ids: list[int]) -> Any:
    from criteria.models import RoundCard

    return (
        RoundCard.objects.filter(pk__in=ids)
        .select_related("card__area", "round__area")
        .order_by("pk")
        .defer("snapshot")
    )


# --- Steps, through the pages ---


def open_round() -> None:
    from accounts.enums import Role
    from areas.models import Area
    from criteria.models import CriteriaSet
    from ntm.scale.load import SOURCE

    province = Area.objects.get(source=SOURCE, level="province")
    data = {
        "area": province.pk, "criteria_set": CriteriaSet.objects.get(code=SET).pk, "kind": "year", "year": YEAR,
        "name": f"Năm {YEAR}", "deadline": "31/12/2099",
    }  # fmt: skip
    _done(_client(province, Role.COORDINATION).post("/ky-danh-gia/moi/", data))


def fill(ids: list[int]) -> None:
    """The officer opens the page of the whole card, fills it and saves; the leader sends it."""
    from accounts.enums import Role

    for found in _cards(ids):
        _enter(_client(found.card.area, Role.NTM_OFFICER), found.card.pk, random.Random(found.pk))
        _done(_client(found.card.area, Role.LEADER).post(f"/ky-danh-gia/phieu/{found.pk}/gui/"))


def _enter(officer: Any, card: int, dice: random.Random) -> None:
    from lxml import html

    address = f"/tieu-chi/{card}/nhap/"
    page = html.fromstring(_done(officer.get(address), 200).content.decode())
    form = next(form for form in page.forms if any(name.endswith("-seen") for name in form.fields))
    data = dict(form.form_values())
    for name in form.fields:
        row, _, field = name.rpartition("-")
        if row and field != "seen":
            data[name] = _typed(form.inputs[name], field, judged_by_person=_is_odd(row), dice=dice)
    _done(officer.post(address, data))


def _is_odd(row: str) -> bool:
    return int(row.lstrip("tc")) % 2 == 1


def _typed(box: Any, field: str, *, judged_by_person: bool, dice: random.Random) -> str:
    """What the officer types into a box: half of the rows are left to value and level, half are judged with a reason."""
    if field == "state":
        return ("met" if dice.random() < 0.8 else "unmet") if judged_by_person else ""
    if field == "reason":
        return "Xã xét theo hồ sơ, biên bản kiểm tra." if judged_by_person else ""
    if box.tag == "select":
        return dice.choice([value for value in box.value_options if value])
    return str(dice.randrange(50, 100))


def give_back(ids: list[int]) -> None:
    from accounts.enums import Role

    row = _row("1.1")
    for found in _cards(ids):
        office = _client(found.round.area, Role.COORDINATION)
        _done(office.get(f"/ky-danh-gia/phieu/{found.pk}/"), 200)
        _done(office.post(f"/ky-danh-gia/phieu/{found.pk}/tra-lai/", {f"y-c{row}": "Thiếu quyết định phê duyệt."}))


def mend(ids: list[int]) -> None:
    from accounts.enums import Role

    for found in _cards(ids):
        _enter(_client(found.card.area, Role.NTM_OFFICER), found.card.pk, random.Random(-found.pk))
        _done(_client(found.card.area, Role.LEADER).post(f"/ky-danh-gia/phieu/{found.pk}/gui/"))


def accept(ids: list[int]) -> None:
    """The office opens each card, corrects a row of some, accepts."""
    from accounts.enums import Role
    from criteria.models import RoundCard

    row, first = _row("1.2"), RoundCard.objects.order_by("pk").values_list("pk", flat=True)[0]
    for found in _cards(ids):
        office, at = _client(found.round.area, Role.COORDINATION), f"/ky-danh-gia/phieu/{found.pk}/"
        _done(office.get(at), 200)
        if (found.pk - first) % CORRECTED == 0:
            # One of the two differs from what the commune says, so one of them is taken.
            for after in ("met", "unmet"):
                correction = {"row": f"c{row}", f"ket-qua-c{row}": after, f"ly-do-c{row}": "Đối chiếu hồ sơ gốc."}
                _done(office.post(f"{at}dieu-chinh/", correction), 302, 409)
        _done(office.post(f"{at}chap-nhan/"))


def edit(ids: list[int]) -> None:
    """After acceptance the living card goes on: other figures in every row."""
    from accounts.enums import Role

    for found in _cards(ids):
        _enter(_client(found.card.area, Role.NTM_OFFICER), found.card.pk, random.Random(found.pk + 10**9))


STEPS: dict[str, Callable[[list[int]], None]] = {
    "fill": fill, "give-back": give_back, "mend": mend, "accept": accept, "edit": edit,
}  # fmt: skip


def _row(code: str) -> int:
    from criteria.models import Indicator

    return Indicator.objects.get(code=code, criterion__criteria_set__code=SET).pk


def disturb() -> None:
    """Communes get other names; every row a new wording from New Year on and every level another figure."""
    from datetime import date

    from django.db.models import F

    from areas.models import Area
    from criteria.models import Indicator, IndicatorVersion, Level
    from ntm.scale.load import SOURCE

    for area in Area.objects.filter(source=SOURCE, level="commune"):
        area.name = f"{area.name} Mới"
        area.save()
    rows = Indicator.objects.filter(criterion__criteria_set__code=SET)
    Level.objects.filter(version__indicator__in=rows, number__isnull=False).update(number=F("number") + 1)
    IndicatorVersion.objects.bulk_create(
        IndicatorVersion(
            indicator=row, effective_from=date(YEAR + 1, 1, 1), basis="Sửa đổi thử", text=f"Nội dung sửa đổi {row.key}",
            value_kind="percent", direction="at_least", unit="%", provenance="recalled",
        )
        for row in rows
    )  # fmt: skip


def hashes() -> dict[int, str]:
    """By card of the round, the hash of its frozen bytes."""
    from criteria.models import RoundCard

    rows = RoundCard.objects.values_list("pk", "snapshot").iterator(chunk_size=50)
    return {pk: hashlib.sha256(text.encode()).hexdigest() for pk, text in rows}


def _size() -> int:
    from criteria.models import RoundCard

    text = RoundCard.objects.values_list("snapshot", flat=True).first() or ""
    return round(len(text.encode()) / 1024)


def _pages(ids: list[int]) -> list[str]:
    """What the pages say at last: the frozen card in its old words, the living one in the new."""
    from accounts.enums import Role

    found = _cards(ids[:1])[0]
    office = _client(found.round.area, Role.COORDINATION)
    frozen = _done(office.get(f"/ky-danh-gia/phieu/{found.pk}/"), 200).content.decode()
    living = _done(office.get(f"/tieu-chi/{found.card.pk}/1/"), 200).content.decode()
    faults = []
    if "Nội dung sửa đổi" in frozen:
        faults.append("trang phiếu đã chốt hiện nội dung sửa đổi sau này")
    if "Nội dung sửa đổi" not in living:
        faults.append("phiếu đang dùng chưa theo nội dung sửa đổi")
    return faults


if __name__ == "__main__":
    sys.exit(main())
