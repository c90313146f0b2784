"""The words of emulation: who competes, who reports, how is scored, how awards are considered."""

from django.db.models import TextChoices

from campaigns.enums import PlanKind

#: Kinds of plans that launch a drive.
DRIVE_KINDS = (PlanKind.EMULATION, PlanKind.PEAK)


class DriveState(TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang thi đua"
    CLOSED = "closed", "Đã tổng kết"


#: From each state of a drive, those an action may go to.
DRIVE_STEPS: dict[str, frozenset[str]] = {
    DriveState.DRAFT: frozenset({DriveState.OPEN}),
    DriveState.OPEN: frozenset({DriveState.CLOSED}),
    DriveState.CLOSED: frozenset({DriveState.OPEN}),
}


class EntryKind(TextChoices):
    VILLAGE = "village", "Thôn, khu dân cư"
    COLLECTIVE = "collective", "Tập thể, cơ quan, đơn vị"
    INDIVIDUAL = "individual", "Cá nhân"
    HOUSEHOLD = "household", "Hộ gia đình"


class EntryState(TextChoices):
    REGISTERED = "registered", "Đã đăng ký, chờ xã nhận"
    ACCEPTED = "accepted", "Xã đã nhận"
    RETURNED = "returned", "Xã đề nghị bổ sung"
    WITHDRAWN = "withdrawn", "Đã rút"


#: From each state of an entry, those an action may go to.
ENTRY_STEPS: dict[str, frozenset[str]] = {
    EntryState.REGISTERED: frozenset({EntryState.ACCEPTED, EntryState.RETURNED, EntryState.WITHDRAWN}),
    EntryState.RETURNED: frozenset({EntryState.REGISTERED, EntryState.WITHDRAWN}),
    EntryState.ACCEPTED: frozenset({EntryState.WITHDRAWN}),
    EntryState.WITHDRAWN: frozenset({EntryState.REGISTERED}),
}


class ReportEvery(TextChoices):
    DAY = "day", "Hằng ngày"
    WEEK = "week", "Hằng tuần"
    MONTH = "month", "Hằng tháng"


class ReportState(TextChoices):
    """Only a counted version is in the sums; versions that contradict each other wait for a person."""

    COUNTED = "counted", "Đã ghi nhận"
    CONFLICT = "conflict", "Có hai bản khác nhau"
    REPLACED = "replaced", "Đã có bản thay"
    SET_ASIDE = "set_aside", "Không dùng"


class TurnState(TextChoices):
    """How a report that is owed stands at a moment."""

    ON_TIME = "on_time", "Đúng giờ"
    LATE = "late", "Muộn"
    MISSING = "missing", "Chưa báo cáo"
    NOT_YET = "not_yet", "Chưa đến giờ"
    SHUT = "shut", "Không báo cáo, nay không nhận nữa"


class Pace(TextChoices):
    """Work done against time gone, from the worst to the best."""

    FAR_BEHIND = "far_behind", "Chậm nhiều"
    BEHIND = "behind", "Chậm"
    ON_PLAN = "on_plan", "Đúng tiến độ"
    AHEAD = "ahead", "Vượt tiến độ"
    DONE = "done", "Đã xong"
    NO_VOLUME = "no_volume", "Chưa có khối lượng"


class ReportWay(TextChoices):
    PHONE = "phone", "Nhập trên máy"
    PAPER = "paper", "Phiếu giấy"


class ProposalState(TextChoices):
    """Labour days of a report, on their way into the ledger."""

    PROPOSED = "proposed", "Chờ nhận vào sổ"
    ACCEPTED = "accepted", "Đã ghi sổ"
    DECLINED = "declined", "Không ghi sổ"
    DROPPED = "dropped", "Thôi đề xuất"


class CheckReason(TextChoices):
    LOOK_ALIKE = "look_alike", "Giống một ảnh khác"
    SAMPLE = "sample", "Chọn ngẫu nhiên"


class CheckState(TextChoices):
    OPEN = "open", "Chờ xem"
    FINE = "fine", "Đúng thực tế"
    DOUBTFUL = "doubtful", "Không dùng làm minh chứng"


class ScoringState(TextChoices):
    DRAFT = "draft", "Đang soạn thang điểm"
    MARKING = "marking", "Đang chấm"
    CLOSED = "closed", "Đã chấm xong"
    FROZEN = "frozen", "Đã chốt xếp hạng"


SCORING_STEPS: dict[str, frozenset[str]] = {
    ScoringState.DRAFT: frozenset({ScoringState.MARKING}),
    ScoringState.MARKING: frozenset({ScoringState.CLOSED}),
    ScoringState.CLOSED: frozenset({ScoringState.FROZEN}),
    ScoringState.FROZEN: frozenset(),
}


class ItemSource(TextChoices):
    """What an item of a score sheet is worth comes from scorers, or from what the system knows."""

    JUDGED = "judged", "Người chấm cho điểm"
    WORK_DONE = "work_done", "Tỷ lệ khối lượng đã làm"
    ON_TIME = "on_time", "Tỷ lệ báo cáo đúng hạn"
    PHOTOS_CHECKED = "photos_checked", "Tỷ lệ ảnh được xác nhận trong số đã xem"
    CRITERIA_MET = "criteria_met", "Tỷ lệ tiêu chí đạt"
    NO_SLIPPING = "no_slipping", "Tỷ lệ tiêu chí không tụt so với kỳ trước"


class Combine(TextChoices):
    """How the marks of several scorers become one."""

    MEDIAN = "median", "Trung vị"
    MEAN = "mean", "Trung bình cộng"


class TieRule(TextChoices):
    """What decides between equal totals; still equal means the same place."""

    SHARED = "shared", "Cùng điểm thì cùng hạng"
    FIRST_ITEM = "first_item", "Cùng điểm thì xét điểm các nội dung theo thứ tự trong thang điểm"
    ON_TIME = "on_time", "Cùng điểm thì đơn vị có tỷ lệ báo cáo đúng hạn cao hơn xếp trên"


class AwardFor(TextChoices):
    """Whom a form of award is for; the bonus differs."""

    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"
    HOUSEHOLD = "household", "Hộ gia đình"


class VoteBase(TextChoices):
    """Of whom the share of votes is counted."""

    MEMBERS = "members", "Tổng số thành viên hội đồng"
    PRESENT = "present", "Số thành viên dự họp, gửi ý kiến bằng văn bản"


class NominationState(TextChoices):
    PROPOSED = "proposed", "Đã đề nghị"
    SELECTED = "selected", "Ban Chỉ đạo đã chọn"
    PASSED = "passed", "Hội đồng đã thông qua"
    NOT_PASSED = "not_passed", "Hội đồng không thông qua"
    AWARDED = "awarded", "Đã khen"
    SENT_UP = "sent_up", "Đã trình cấp trên"
    WITHDRAWN = "withdrawn", "Đã rút"


NOMINATION_STEPS: dict[str, frozenset[str]] = {
    NominationState.PROPOSED: frozenset({NominationState.SELECTED, NominationState.WITHDRAWN}),
    NominationState.SELECTED: frozenset(
        {NominationState.PASSED, NominationState.NOT_PASSED, NominationState.SENT_UP, NominationState.WITHDRAWN}
    ),
    NominationState.PASSED: frozenset({NominationState.AWARDED, NominationState.SENT_UP}),
    NominationState.NOT_PASSED: frozenset(),
    NominationState.AWARDED: frozenset(),
    NominationState.SENT_UP: frozenset(),
    NominationState.WITHDRAWN: frozenset({NominationState.PROPOSED}),
}


class SessionState(TextChoices):
    CALLED = "called", "Đã triệu tập"
    HELD = "held", "Đã họp, đã kiểm phiếu"


class CertificateMode(TextChoices):
    FULL = "full", "In cả khung và chữ"
    TEXT = "text", "Chỉ in chữ lên phôi có sẵn"


class ReviewKind(TextChoices):
    INTERIM = "interim", "Sơ kết"
    FINAL = "final", "Tổng kết"


JOURNAL = {
    "drive.started": "Lập đợt thi đua",
    "drive.changed": "Sửa đợt thi đua",
    "drive.stepped": "Chuyển tình trạng đợt thi đua",
    "drive.groups": "Phân công tổ công tác",
    "drive.duties": "Giao báo cáo của đợt thi đua",
    "entry.registered": "Đăng ký thi đua",
    "entry.changed": "Sửa đăng ký thi đua",
    "entry.stepped": "Trả lời đăng ký thi đua",
    "entry.work_added": "Thêm việc thi đua",
    "entry.work_changed": "Sửa việc thi đua",
    "entry.work_dropped": "Bỏ việc thi đua",
    "entry.card_linked": "Gắn phiếu tiêu chí với đăng ký thi đua",
    "report.sent": "Báo cáo thi đua",
    "report.conflict": "Hai báo cáo khác nhau",
    "report.decided": "Chọn bản báo cáo",
    "report.corrected": "Sửa báo cáo thi đua",
    "report.photo": "Nhận ảnh của báo cáo",
    "labour.accepted": "Nhận ngày công của báo cáo vào sổ",
    "labour.declined": "Không nhận ngày công của báo cáo",
    "photo.checked": "Xem ảnh báo cáo",
    "scoring.saved": "Soạn thang điểm",
    "scoring.stepped": "Chuyển bước chấm điểm",
    "scoring.scorers": "Giao người chấm điểm",
    "scoring.left_out": "Không tính điểm của một người chấm",
    "scoring.marked": "Chấm điểm",
    "scoring.no_figures": "Xác nhận nội dung chưa có số liệu, tính 0 điểm",
    "scoring.explained": "Nêu lý do chênh lệch điểm",
    "scoring.corrected": "Điều chỉnh điểm",
    "scoring.frozen": "Chốt xếp hạng",
    "nomination.made": "Đề nghị khen thưởng",
    "nomination.changed": "Sửa đề nghị khen thưởng",
    "nomination.stepped": "Chuyển bước đề nghị khen thưởng",
    "nomination.quota": "Đặt chỉ tiêu khen thưởng",
    "session.called": "Triệu tập họp Hội đồng TĐKT",
    "session.changed": "Sửa cuộc họp Hội đồng TĐKT",
    "session.held": "Ghi kết quả họp Hội đồng TĐKT",
    "session.attendance": "Ghi thành viên dự họp Hội đồng TĐKT",
    "session.ballots": "Ghi phiếu của Hội đồng TĐKT",
    "session.paper": "Soạn văn bản của cuộc họp Hội đồng TĐKT",
    "award.decided": "Lập quyết định khen thưởng",
    "award.sent_up": "Trình khen thưởng cấp trên",
    "award.printed": "In giấy khen",
    "award.rule": "Sửa quy định khen thưởng",
    "certificate.layout": "Chỉnh vị trí in giấy khen",
    "review.drafted": "Soạn báo cáo đợt thi đua",
}
