"""What the header of every page shows: where one works, as what, the menu, and how much waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import home_area
from accounts.enums import RIGHTS, Right
from core import formats
from journal.queries import unread_count

_CRITERIA = (
    "/tieu-chi/",
    "/ky-danh-gia/",
    "/minh-chung/",
    "/ho-so-cong-nhan/",
    "/bo-tieu-chi/",
    "/muc-cua-tinh/",
    # For whom the overviews are no entry of their own.
    "/tong-quan/",
)
#: Label, URL name, icon, right that opens it (None: everybody), how addresses under it begin.
_MENU: tuple[tuple[str, str, str, Right | None, str | tuple[str, ...]], ...] = (
    ("Việc hôm nay", "home", "inboxes", None, "/"),
    ("Tổng quan", "overview", "bar-chart", Right.VERIFY_SCORECARDS, "/tong-quan/"),
    ("Việc của tôi", "campaigns:my_tasks", "list-check", Right.READ_PLANS, "/viec/"),
    ("Kế hoạch", "campaigns:list", "journal-text", Right.READ_PLANS, "/ke-hoach/"),
    ("Tiêu chí", "criteria:list", "grid-3x3-gap", Right.READ_SCORECARDS, _CRITERIA),
    ("Đóng góp", "contributions:list", "cash-coin", Right.READ_CONTRIBUTION_TOTALS, "/dong-gop/"),
    ("Thi đua", "emulation:list", "trophy", Right.READ_DRIVES, "/thi-dua/"),
    ("Báo cáo", "reporting:reports", "file-earmark-text", Right.READ_REPORTS, "/bao-cao/"),
    ("Cán bộ", "accounts:staff", "people", Right.READ_STAFF, "/can-bo/"),
    ("Thôn, xóm", "accounts:villages", "geo-alt", Right.WRITE_VILLAGES, "/thon/"),
    ("Cơ quan", "accounts:organisations", "building", Right.WRITE_ORGANISATIONS, "/co-quan/"),
    ("Kết nối", "accounts:tokens", "link-45deg", Right.MANAGE_STAFF, "/ket-noi/"),
    ("Tệp của tôi", "jobs:my_files", "folder2-open", None, "/tep-cua-toi/"),
)
#: Shorter words for the phone's bottom bar.
_SHORT = {
    "home": "Hôm nay",
    "overview": "Tổng hợp",
    "campaigns:my_tasks": "Việc",
    "accounts:villages": "Thôn",
    "jobs:my_files": "Tệp",
}

#: Entries that fit side by side on a phone; with more, the last place opens the rest.
_PHONE_BAR = 5


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for base.html; empty for people not signed in. One query for the roles, one for the unread count."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": {}}
    assignments = user.assignments_today
    rights = {right for item in assignments for right in RIGHTS[item.role]}
    menu = [
        {
            "label": label, "short": _SHORT.get(name, label), "url": reverse(name), "icon": icon,
            "current": request.path == prefix if prefix == "/" else request.path.startswith(prefix),
        }
        for label, name, icon, right, prefix in _MENU
        if right is None or right in rights
    ]  # fmt: skip
    for item in [item for item in menu if item["current"]][1:]:
        item["current"] = False
    area = home_area(user)
    return {
        "shell": {
            "area_name": str(area) if area else "",
            "role_label": assignments[0].get_role_display() if assignments else "",
            "menu": menu,
            "search_url": reverse("campaigns:list") if Right.READ_PLANS in rights else "",
            "phone_menu": menu if len(menu) <= _PHONE_BAR else menu[: _PHONE_BAR - 1],
            "unread": unread_count(user),
            "initials": formats.initials(user.full_name),
        }
    }
