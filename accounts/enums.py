"""Roles, and what each may do. A role is held on an area and reaches its whole subtree."""

from django.db import models


class Role(models.TextChoices):
    VILLAGE_REPORTER = "village_reporter", "Trưởng thôn"
    NTM_OFFICER = "ntm_officer", "Cán bộ NTM"
    ACCOUNTANT = "accountant", "Kế toán"
    LEADER = "leader", "Lãnh đạo xã"
    FRONT_OFFICER = "front_officer", "Mặt trận, đoàn thể"
    COORDINATION = "coordination", "Văn phòng điều phối"
    COORDINATION_LEADER = "coordination_leader", "Lãnh đạo văn phòng điều phối"
    CASHIER = "cashier", "Thủ quỹ"
    COLLECTOR = "collector", "Người thu"
    CLERK = "clerk", "Văn thư"
    GROUP_MEMBER = "group_member", "Thành viên tổ công tác"
    SCORER = "scorer", "Người chấm điểm"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng TĐKT"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng TĐKT"
    UNIT_REPRESENTATIVE = "unit_representative", "Đại diện đơn vị"
    READER = "reader", "Người xem"
    ADMINISTRATOR = "administrator", "Quản trị"


class Right(models.TextChoices):
    """What a person may do on an area; views and actions ask for a right, never for a role."""

    READ_PLANS = "read_plans", "Xem kế hoạch"
    WRITE_PLANS = "write_plans", "Soạn kế hoạch"
    APPROVE_PAPERS = "approve_papers", "Phê duyệt, trả lại, thu hồi văn bản"
    NUMBER_PAPERS = "number_papers", "Cấp số, ban hành, lưu bản ký"
    READ_STAFF = "read_staff", "Xem danh sách cán bộ"
    MANAGE_STAFF = "manage_staff", "Quản trị người dùng"
    WRITE_VILLAGES = "write_villages", "Nhập thôn, xóm"
    WRITE_ORGANISATIONS = "write_organisations", "Khai báo cơ quan, người ký"


_R = Right
RIGHTS: dict[str, frozenset[Right]] = {
    Role.VILLAGE_REPORTER: frozenset({_R.READ_PLANS}),
    Role.NTM_OFFICER: frozenset({_R.READ_PLANS, _R.WRITE_PLANS, _R.READ_STAFF, _R.WRITE_VILLAGES}),
    Role.ACCOUNTANT: frozenset({_R.READ_PLANS, _R.READ_STAFF}),
    Role.LEADER: frozenset({_R.READ_PLANS, _R.APPROVE_PAPERS, _R.READ_STAFF}),
    Role.FRONT_OFFICER: frozenset({_R.READ_PLANS, _R.WRITE_PLANS, _R.READ_STAFF}),
    Role.COORDINATION: frozenset({_R.READ_PLANS, _R.READ_STAFF}),
    Role.COORDINATION_LEADER: frozenset({_R.READ_PLANS, _R.READ_STAFF}),
    Role.CASHIER: frozenset({_R.READ_PLANS, _R.READ_STAFF}),
    Role.COLLECTOR: frozenset({_R.READ_PLANS}),
    Role.CLERK: frozenset({_R.READ_PLANS, _R.NUMBER_PAPERS, _R.READ_STAFF}),
    Role.GROUP_MEMBER: frozenset({_R.READ_PLANS}),
    Role.SCORER: frozenset({_R.READ_PLANS}),
    Role.COUNCIL_MEMBER: frozenset({_R.READ_PLANS}),
    Role.COUNCIL_SECRETARY: frozenset({_R.READ_PLANS}),
    Role.UNIT_REPRESENTATIVE: frozenset({_R.READ_PLANS}),
    Role.READER: frozenset({_R.READ_PLANS}),
    Role.ADMINISTRATOR: frozenset(
        {_R.READ_PLANS, _R.READ_STAFF, _R.MANAGE_STAFF, _R.WRITE_VILLAGES, _R.WRITE_ORGANISATIONS}
    ),
}

JOURNAL = {
    "staff.added": "Thêm người dùng",
    "staff.role_given": "Giao vai trò",
    "staff.password_changed": "Đổi mật khẩu",
    "staff.password_reset": "Cấp lại mật khẩu",
    "staff.role_ended": "Thôi vai trò",
    "staff.locked": "Khóa tài khoản",
    "staff.unlocked": "Mở khóa tài khoản",
    "area.village_added": "Thêm thôn",
    "area.village_closed": "Khép lại thôn",
    "area.organisation_saved": "Khai báo cơ quan",
}
