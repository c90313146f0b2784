"""Periodic reports: how often, where one stands, and where its figures come from."""

from __future__ import annotations

from datetime import date

from django.db import models


class Every(models.TextChoices):
    WEEK = "week", "Tuần"
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Năm"


_QUARTERS = ("I", "II", "III", "IV")


def period_words(every: str, starts_on: date, ends_on: date) -> str:
    """ "tháng 7/2024", "quý II/2024", "6 tháng đầu năm 2024", "năm 2024", "tuần từ 1/7 đến 7/7/2024": the period by its days."""
    match every:
        case Every.WEEK:
            year = f"/{starts_on.year}" if starts_on.year != ends_on.year else ""
            return f"tuần từ {starts_on.day}/{starts_on.month}{year} đến {ends_on.day}/{ends_on.month}/{ends_on.year}"
        case Every.MONTH:
            return f"tháng {ends_on.month}/{ends_on.year}"
        case Every.QUARTER:
            return f"quý {_QUARTERS[(ends_on.month - 1) // 3]}/{ends_on.year}"
        case Every.HALF_YEAR:
            return f"6 tháng {'đầu' if ends_on.month <= 6 else 'cuối'} năm {ends_on.year}"
    return f"năm {ends_on.year}"


class ReportState(models.TextChoices):
    """Where a report stands; a commune's goes up as an issued paper, a village's without one."""

    DRAFT = "draft", "Đang soạn"
    #: With the leader or the clerk: the paper has left the officer.
    SIGNING = "signing", "Đang trình ký"
    SENT = "sent", "Đã gửi"
    RECEIVED = "received", "Đã nhận"
    RETURNED = "returned", "Bị trả lại"


STEPS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.SIGNING, ReportState.SENT}),
    ReportState.SIGNING: frozenset({ReportState.DRAFT, ReportState.SENT}),
    ReportState.SENT: frozenset({ReportState.RECEIVED, ReportState.RETURNED}),
    ReportState.RECEIVED: frozenset({ReportState.RETURNED}),
    ReportState.RETURNED: frozenset({ReportState.DRAFT}),
}


#: With the one who writes it, and open to changes.
WRITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})


class Timeliness(models.TextChoices):
    """What the office above sees of a report that is owed."""

    NOT_DUE = "not_due", "Chưa đến hạn"
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Gửi muộn"
    MISSING = "missing", "Quá hạn, chưa gửi"


class PublicPart(models.TextChoices):
    """What a commune may publish; each is a yes or no of a Publication by the same name."""

    CRITERIA = "criteria", "Tiêu chí đã được thẩm tra, quyết định công nhận"
    WORKS = "works", "Công trình"
    CONTRIBUTIONS = "contributions", "Tổng đóng góp theo nguồn, theo năm; thông báo công khai đang niêm yết"
    AWARDS = "awards", "Khen thưởng thôn, tập thể"


JOURNAL = {
    "periodic.form": "Sửa mẫu báo cáo",
    "periodic.asked": "Giao chế độ báo cáo",
    "periodic.drafted": "Soạn báo cáo định kỳ",
    "periodic.edited": "Sửa báo cáo định kỳ",
    "periodic.sent": "Gửi báo cáo lên cấp trên",
    "periodic.received": "Nhận báo cáo của cấp dưới",
    "periodic.returned": "Trả lại báo cáo của cấp dưới",
    "publication.published": "Công khai số liệu của xã",
    "publication.withdrawn": "Thu hồi công khai số liệu của xã",
}
