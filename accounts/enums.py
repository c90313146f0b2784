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
    WRITE_WORKS = "write_works", "Ghi công trình, thanh toán"
    READ_SCORECARDS = "read_scorecards", "Xem phiếu tự đánh giá"
    WRITE_SCORECARDS = "write_scorecards", "Tự đánh giá tiêu chí"
    SUBMIT_SCORECARDS = "submit_scorecards", "Gửi phiếu tự đánh giá"
    OPEN_ROUNDS = "open_rounds", "Mở kỳ đánh giá"
    VERIFY_SCORECARDS = "verify_scorecards", "Thẩm tra, trả lại, chấp nhận phiếu"
    MANAGE_CRITERIA = "manage_criteria", "Nhập, công bố mức của tỉnh; đối chiếu bộ tiêu chí"
    RECOGNISE = "recognise", "Ghi công nhận, thu hồi"
    COUNT_OPINIONS = "count_opinions", "Ghi ý kiến góp ý, kiểm phiếu hài lòng"
    READ_CONTRIBUTION_TOTALS = "read_contribution_totals", "Xem tổng hợp đóng góp, không có tên"
    READ_CONTRIBUTIONS = "read_contributions", "Xem đóng góp của từng người"
    WRITE_CAMPAIGNS = "write_campaigns", "Lập đợt vận động, danh sách, mức vận động"
    WRITE_MONEY = "write_money", "Ghi thu, chi, sao kê"
    COLLECT = "collect", "Ghi biên lai của quyển mình giữ"
    CONFIRM_MONEY = "confirm_money", "Xác nhận đã nhận tiền"
    ENTER_LABOUR = "enter_labour", "Chấm ngày công"
    APPROVE_REVERSALS = "approve_reversals", "Duyệt điều chỉnh khoản thu"
    READ_DRIVES = "read_drives", "Xem đợt thi đua"
    WRITE_DRIVES = "write_drives", "Lập đợt thi đua, nhận đăng ký, soạn thang điểm"
    ENTER_DRIVES = "enter_drives", "Đăng ký, báo cáo thi đua của đơn vị"
    FREEZE_RANKING = "freeze_ranking", "Chốt xếp hạng thi đua"
    WRITE_AWARDS = "write_awards", "Lập hồ sơ khen thưởng"
    READ_REPORTS = "read_reports", "Xem báo cáo định kỳ"
    WRITE_REPORTS = "write_reports", "Soạn báo cáo định kỳ của địa bàn mình"
    RECEIVE_REPORTS = "receive_reports", "Giao chế độ, nhận, trả lại báo cáo của cấp dưới"


#: Rights that are one's own area's business: they do not reach the areas below, but a commune may help its villages.
OWN_AREA = frozenset(
    {
        Right.WRITE_PLANS, Right.WRITE_WORKS, Right.WRITE_SCORECARDS, Right.SUBMIT_SCORECARDS, Right.COUNT_OPINIONS,
        Right.READ_CONTRIBUTIONS, Right.WRITE_CAMPAIGNS, Right.WRITE_MONEY, Right.COLLECT, Right.CONFIRM_MONEY,
        Right.ENTER_LABOUR, Right.APPROVE_REVERSALS, Right.WRITE_DRIVES, Right.ENTER_DRIVES, Right.FREEZE_RANKING,
        Right.WRITE_AWARDS, Right.WRITE_REPORTS,
    }
)  # fmt: skip

#: Rights over the areas below one's own and never over that area itself: nobody recognises oneself.
BELOW_ONLY = frozenset({Right.RECOGNISE, Right.RECEIVE_REPORTS})


_R = Right
#: Everybody with a role reads plans, cards, drives, reports and totals of contributions, each on the own area.
_READ = frozenset({_R.READ_PLANS, _R.READ_SCORECARDS, _R.READ_CONTRIBUTION_TOTALS, _R.READ_DRIVES, _R.READ_REPORTS})
#: Names of givers are for those who work with them.
_NAMES = frozenset({_R.READ_CONTRIBUTIONS})
RIGHTS: dict[str, frozenset[Right]] = {
    # The cards of one's own village and of the gardens in it, never the commune's.
    Role.VILLAGE_REPORTER: _READ
    | _NAMES
    | {_R.WRITE_PLANS, _R.WRITE_SCORECARDS, _R.ENTER_LABOUR, _R.ENTER_DRIVES, _R.WRITE_REPORTS},
    Role.NTM_OFFICER: _READ
    | _NAMES
    | {_R.WRITE_CAMPAIGNS, _R.ENTER_LABOUR, _R.WRITE_DRIVES, _R.ENTER_DRIVES, _R.WRITE_AWARDS}
    | {_R.WRITE_REPORTS, _R.RECEIVE_REPORTS}
    | {_R.WRITE_PLANS, _R.WRITE_WORKS, _R.WRITE_SCORECARDS, _R.COUNT_OPINIONS, _R.WRITE_VILLAGES, _R.READ_STAFF},
    Role.ACCOUNTANT: _READ
    | _NAMES
    | {_R.READ_STAFF, _R.WRITE_WORKS, _R.WRITE_CAMPAIGNS, _R.WRITE_MONEY, _R.COLLECT, _R.ENTER_LABOUR},
    Role.LEADER: _READ
    | _NAMES
    | {_R.APPROVE_REVERSALS, _R.FREEZE_RANKING, _R.APPROVE_PAPERS, _R.SUBMIT_SCORECARDS, _R.RECOGNISE, _R.READ_STAFF},
    Role.FRONT_OFFICER: _READ | {_R.WRITE_PLANS, _R.COUNT_OPINIONS, _R.READ_STAFF},
    Role.COORDINATION: _READ
    | {_R.WRITE_PLANS, _R.OPEN_ROUNDS, _R.VERIFY_SCORECARDS, _R.RECOGNISE, _R.MANAGE_CRITERIA, _R.READ_STAFF}
    | {_R.WRITE_REPORTS, _R.RECEIVE_REPORTS},
    Role.COORDINATION_LEADER: _READ
    | {_R.RECEIVE_REPORTS, _R.OPEN_ROUNDS, _R.VERIFY_SCORECARDS, _R.RECOGNISE, _R.READ_STAFF},
    Role.CASHIER: _READ | _NAMES | {_R.CONFIRM_MONEY, _R.READ_STAFF},
    Role.COLLECTOR: _READ | _NAMES | {_R.COLLECT},
    Role.CLERK: _READ | {_R.NUMBER_PAPERS, _R.READ_STAFF},
    Role.GROUP_MEMBER: _READ,
    Role.SCORER: _READ,
    Role.COUNCIL_MEMBER: _READ,
    Role.COUNCIL_SECRETARY: _READ | {_R.WRITE_AWARDS},
    Role.UNIT_REPRESENTATIVE: _READ | {_R.ENTER_DRIVES},
    Role.READER: _READ,
    Role.ADMINISTRATOR: _READ
    | {_R.READ_STAFF, _R.MANAGE_STAFF, _R.MANAGE_CRITERIA, _R.WRITE_VILLAGES, _R.WRITE_ORGANISATIONS},
}


class Scope(models.TextChoices):
    """What another system may do with its token; each address of the API asks for one."""

    AREAS = "areas", "Đọc địa bàn"
    SCORECARDS = "scorecards", "Đọc phiếu tự đánh giá, kỳ đánh giá"
    PLANS = "plans", "Đọc danh mục kế hoạch (không có nội dung)"
    TOTALS = "totals", "Đọc tổng hợp đóng góp (không có tên)"
    REPORTS = "reports", "Đọc tình hình báo cáo định kỳ"
    WRITE_REPORTS = "reports:write", "Ghi số liệu, đoạn văn vào báo cáo định kỳ đang soạn"
    WRITE_EVIDENCE = "evidence:write", "Gửi minh chứng cho phiếu tự đánh giá"


#: Scopes that write: only in what the token's own area writes itself, as its officers do.
WRITING = frozenset({Scope.WRITE_REPORTS, Scope.WRITE_EVIDENCE})

JOURNAL = {
    "staff.added": "Thêm người dùng",
    "staff.role_given": "Giao vai trò",
    "staff.email_changed": "Đổi thư điện tử",
    "staff.password_changed": "Đổi mật khẩu",
    "staff.password_reset": "Cấp lại mật khẩu",
    "staff.role_ended": "Thôi vai trò",
    "staff.locked": "Khóa tài khoản",
    "staff.unlocked": "Mở khóa tài khoản",
    "area.village_added": "Thêm thôn",
    "area.village_closed": "Khép lại thôn",
    "area.organisation_saved": "Khai báo cơ quan",
    "token.issued": "Cấp kết nối hệ thống",
    "token.revoked": "Thu hồi kết nối hệ thống",
}
