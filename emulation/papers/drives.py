"""What a drive says in words: for the journal, its forms, and what to do next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.formats import vndate
from emulation.enums import DriveState, ReportEvery

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from campaigns.models import Committee
    from contributions.models import Campaign
    from emulation.models import Drive, Duty, Entry
    from emulation.queries.drives import Counted
    from emulation.rules.duty_drafts import DutyDraft

_SUNDAY = 7


def said_of_drive(drive: Drive, campaigns: Iterable[Campaign]) -> dict[str, str]:
    """What a person reads of a drive, by the name of each part."""
    return {
        "tên": drive.name, "từ ngày": vndate(drive.starts_on), "đến hết ngày": vndate(drive.ends_on),
        "ngày phát động": vndate(drive.launched_on), "nơi phát động": drive.launch_place,
        "ngày xét, chốt xếp hạng": vndate(drive.review_on), "lưu nơi chụp": "có" if drive.keeps_place else "không",
        "tỷ lệ ảnh chọn để xem": f"{drive.sample_percent} %",
        "đợt vận động": ", ".join(sorted(str(one) for one in campaigns)),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyInput:
    """One row of the page of reports owed; `duty` None is a new one, `dropped` takes it away.

    `day` is of the week (1 Monday – 7) or of the month (1–31).
    """

    duty: Duty | None
    entry: Entry
    committee: Committee | None
    every: str
    day: int | None
    due_at: time
    starts_on: date
    ends_on: date
    dropped: bool = False


def rhythm(every: str, day: int | None) -> str:
    """ "hằng ngày", "thứ 6 hằng tuần", "ngày 25 hằng tháng"."""
    if every == ReportEvery.WEEK:
        return f"{'chủ nhật' if day == _SUNDAY else f'thứ {(day or 0) + 1}'} hằng tuần"
    return f"ngày {day} hằng tháng" if every == ReportEvery.MONTH else "hằng ngày"


def duty_words(duty: Duty) -> str:
    """ "Đoàn công tác số 2, hằng ngày trước 17:00, 2/10/2026 – 30/11/2026"."""
    who = duty.committee or "đơn vị tự báo cáo"
    span = f"{vndate(duty.starts_on)} – {vndate(duty.ends_on)}"
    return f"{who}, {rhythm(duty.every, duty.day)} trước {duty.due_at:%H:%M}, {span}"


def routine_words(draft: DutyDraft) -> str:
    """What the plan asks for, in words: "Tổ công tác báo cáo, hằng ngày trước 17:00 (kế hoạch ghi: …)"."""
    who = "Tổ, đoàn công tác được phân công báo cáo" if draft.by_group else "Đơn vị tự báo cáo"
    said = f" (kế hoạch ghi: {draft.said})" if draft.said else ""
    return f"{who}, {rhythm(draft.every, draft.day)} trước {draft.due_at:%H:%M}{said}"


@dataclass(frozen=True, slots=True)
class DutySum:
    """How many entries owe the same report: "hằng ngày trước 17:00", by the unit or by a group."""

    who: str
    when: str
    entries: list[str]


def duty_summary(duties: Iterable[Duty]) -> list[DutySum]:
    """The reports owed in a few lines, by who sends them and when; the entries in the order given."""
    found: dict[tuple[str, str], DutySum] = {}
    for duty in duties:
        who, when = str(duty.committee or ""), f"{rhythm(duty.every, duty.day)} trước {duty.due_at:%H:%M}"
        found.setdefault((who, when), DutySum(who, when, [])).entries.append(duty.entry.name)
    return list(found.values())


def mean_percent(shares: Iterable[Decimal]) -> int | None:
    """The mean of shares (0 to 1) as whole percent, rounded down; None without any."""
    values = list(shares)
    return int(sum(values, Decimal(0)) / len(values) * 100) if values else None


@dataclass(frozen=True, slots=True)
class Next:
    """What the commune does now: `url` is the name of a page of the drive, `to` a state it is posted for."""

    title: str = ""
    text: str = ""
    url: str = ""
    label: str = ""
    to: str = ""
    query: str = ""


def next_step(drive: Drive, there: Counted, *, today: date) -> Next:
    """The next thing to do, in the order in which a drive comes to stand."""
    if drive.state == DriveState.CLOSED:
        return Next()
    if there.waiting:
        return Next(
            f"Nhận {there.waiting} đăng ký đang chờ.", "Xã nhận hoặc đề nghị bổ sung từng đăng ký.", "emulation:entries",
            "Xem đăng ký", query="?tinh-trang=registered",
        )  # fmt: skip
    if not there.accepted:
        return Next(
            "Đưa các thôn vào đợt thi đua.", "Các thôn có tên trong kế hoạch được ghi một lần; đơn vị khác thêm sau.",
            "emulation:propose_villages", "Thêm các thôn theo kế hoạch", to="propose",
        )  # fmt: skip
    if there.without_duty:
        return Next(
            f"Giao báo cáo cho {there.without_duty} đơn vị.", "Ai báo cáo, chu kỳ và giờ lấy từ kế hoạch, sửa được.",
            "emulation:drive_duties", "Giao báo cáo",
        )  # fmt: skip
    return _after_registering(drive, there, today)


def _after_registering(drive: Drive, there: Counted, today: date) -> Next:
    if drive.state == DriveState.DRAFT:
        return Next(
            "Mở đợt thi đua.", "Từ khi mở, các đơn vị gửi báo cáo được.", "emulation:step_drive", "Mở đợt thi đua",
            to=DriveState.OPEN,
        )  # fmt: skip
    if today > drive.ends_on:
        return Next(
            "Kết thúc đợt thi đua.", f"Đợt thi đua đã qua ngày {vndate(drive.ends_on)}.", "emulation:step_drive",
            "Kết thúc đợt thi đua", to=DriveState.CLOSED,
        )  # fmt: skip
    if there.without_works:
        return Next(
            f"Còn {there.without_works} đơn vị chưa ghi việc.", "Việc có khối lượng và thời hạn thì báo cáo mới tính được tiến độ.",
            "emulation:entries", "Xem đăng ký",
        )  # fmt: skip
    return Next(
        "Đợt thi đua đang chạy.", f"Còn {(drive.ends_on - today).days} ngày, đến hết ngày {vndate(drive.ends_on)}."
    )
