"""Kinds of plans and of their rows, and the states that what is followed goes through."""

from django.db import models

from documents.enums import DocumentState


class PlanKind(models.TextChoices):
    ANNUAL = "annual", "Kế hoạch năm"
    CONTRIBUTION = "contribution", "Vận động đóng góp"
    EMULATION = "emulation", "Phong trào thi đua"
    FRONT = "front", "Cuộc vận động của Mặt trận"
    PEAK = "peak", "Đợt cao điểm"
    OTHER = "other", "Kế hoạch khác"


#: Kinds whose text the system composes from their rows.
COMPOSED_KINDS = (PlanKind.ANNUAL, PlanKind.CONTRIBUTION, PlanKind.EMULATION, PlanKind.FRONT, PlanKind.PEAK)


class Standing(models.TextChoices):
    """Where a criterion stands (NĐ 30 papers print these words)."""

    MET = "met", "Đạt"
    UNMET = "unmet", "Chưa đạt"
    NOT_ASSESSED = "not_assessed", "Không đánh giá"


class CriteriaSetKey(models.TextChoices):
    """Which set of criteria a line of a plan speaks of."""

    NTM = "ntm", "Xã nông thôn mới"
    ADVANCED = "advanced", "Xã nông thôn mới nâng cao"
    MODEL = "model", "Xã nông thôn mới kiểu mẫu"
    HAMLET = "hamlet", "Khu dân cư (thôn) kiểu mẫu"
    GARDEN = "garden", "Vườn mẫu"


class LineKind(models.TextChoices):
    PURPOSE = "purpose", "Mục đích"
    REQUIREMENT = "requirement", "Yêu cầu"
    CONTENT = "content", "Nội dung"
    PARTICIPANT = "participant", "Đối tượng tham gia"
    SOLUTION = "solution", "Giải pháp chung"
    MODEL = "model", "Mô hình"
    EVENT = "event", "Hoạt động"
    SCORING = "scoring", "Cách chấm điểm"


class Direction(models.TextChoices):
    AT_LEAST = "at_least", "từ … trở lên"
    AT_MOST = "at_most", "không quá"


class FundKind(models.TextChoices):
    """Sources of money (official-forms 3.2, table 3)."""

    STATE = "state", "Ngân sách nhà nước"
    CREDIT = "credit", "Vốn tín dụng"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
    PEOPLE = "people", "Nhân dân đóng góp"
    SOCIAL = "social", "Xã hội hóa"
    OTHER = "other", "Nguồn khác"


class AwardLevel(models.TextChoices):
    STATE = "state", "Nhà nước"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class VillageRole(models.TextChoices):
    MODEL = "model", "Xây dựng kiểu mẫu"
    KEEP = "keep", "Giữ vững kết quả"
    NAMED = "named", "Tham gia"


class MilestoneRule(models.TextChoices):
    ON = "on", "vào ngày"
    BEFORE = "before", "trước ngày"
    BY = "by", "chậm nhất ngày"


class Every(models.TextChoices):
    DAY = "day", "Hằng ngày"
    WEEK = "week", "Hằng tuần"
    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    YEAR = "year", "Hằng năm"


class Pot(models.TextChoices):
    """Which pot the money belongs to (TT 26/2026/TT-BTC, điều 22, 23; official-forms 4.2)."""

    VILLAGE = "village", "Thôn tự huy động, tự quản"
    BUDGET = "budget", "Đưa vào ngân sách xã theo nghị quyết HĐND"
    HELD = "held", "Thu hộ cơ quan khác"
    WORK = "work", "Tính vào giá trị công trình"


class FindingLevel(models.TextChoices):
    ERROR = "error", "Lỗi"
    WARNING = "warning", "Cảnh báo"
    NOTE = "note", "Lưu ý"


class TaskState(models.TextChoices):
    OPEN = "open", "Chưa làm"
    UNDER_WAY = "under_way", "Đang làm"
    DONE = "done", "Đã xong"
    DROPPED = "dropped", "Thôi làm"


class WorkState(models.TextChoices):
    PLANNED = "planned", "Chuẩn bị"
    BUILDING = "building", "Đang thi công"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    SETTLED = "settled", "Đã quyết toán"
    STOPPED = "stopped", "Dừng"


class PhotoMoment(models.TextChoices):
    BEFORE = "before", "Trước khi làm"
    DURING = "during", "Đang làm"
    AFTER = "after", "Sau khi làm"


class DecisionMatter(models.TextChoices):
    """What residents decide on; which share must agree follows from it (campaigns/data/residents_rules.yaml)."""

    CONTRIBUTION = "contribution", "Chủ trương và mức đóng góp xây dựng công trình"
    FUNDS = "funds", "Việc thu, chi, quản lý khoản đóng góp"
    OTHER = "other", "Nội dung khác"


class DecisionForm(models.TextChoices):
    """How residents decide (Luật Thực hiện dân chủ ở cơ sở 2022, điều 16 đến 21)."""

    MEETING = "meeting", "Họp thôn"
    BALLOT = "ballot", "Phát phiếu lấy ý kiến hộ"


class EventKind(models.TextChoices):
    UNITY_DAY = "unity_day", "Ngày hội đại đoàn kết"
    TRAINING = "training", "Tập huấn"
    STUDY_VISIT = "study_visit", "Tham quan học tập"
    LAUNCH = "launch", "Lễ phát động"
    INTERIM_REVIEW = "interim_review", "Sơ kết"
    FINAL_REVIEW = "final_review", "Tổng kết"
    MEETING = "meeting", "Cuộc họp"
    OTHER = "other", "Hoạt động khác"


class InspectorKind(models.TextChoices):
    PARTY = "party", "Đảng ủy"
    COUNCIL = "council", "Hội đồng nhân dân"
    FRONT = "front", "Mặt trận, đoàn thể"
    COMMITTEE = "committee", "Ủy ban nhân dân"
    FOOD_SAFETY = "food_safety", "Liên ngành an toàn thực phẩm"
    ABOVE = "above", "Cấp trên"


class ProposalState(models.TextChoices):
    DRAFTED = "drafted", "Chưa gửi"
    SENT = "sent", "Đã gửi, chờ trả lời"
    ANSWERED = "answered", "Đã có trả lời"
    SETTLED = "settled", "Đã giải quyết"
    DECLINED = "declined", "Không được chấp thuận"


_P = ProposalState
#: From each state of a proposal, the states it may go to.
PROPOSAL_STEPS: dict[str, tuple[ProposalState, ...]] = {
    _P.DRAFTED: (_P.SENT,),
    _P.SENT: (_P.ANSWERED,),
    _P.ANSWERED: (_P.SETTLED, _P.DECLINED),
    _P.SETTLED: (),
    _P.DECLINED: (),
}


class ModelKind(models.TextChoices):
    MODEL = "model", "Mô hình"
    CLUB = "club", "Câu lạc bộ"


class CommitteeKind(models.TextChoices):
    STEERING = "steering", "Ban Chỉ đạo"
    MANAGEMENT = "management", "Ban Quản lý"
    VILLAGE = "village", "Ban Phát triển thôn"
    WORKING_GROUP = "working_group", "Tổ, đoàn công tác"
    COUNCIL = "council", "Hội đồng Thi đua – Khen thưởng"
    FUND = "fund", "Ban Vận động Quỹ “Vì người nghèo”"
    SUPERVISION = "supervision", "Ban Giám sát đầu tư của cộng đồng"
    OTHER = "other", "Ban, tổ khác"


class Medium(models.TextChoices):
    LOUDSPEAKER = "loudspeaker", "Bản tin truyền thanh"
    WEB = "web", "Tin bài trên trang thông tin"
    BANNER = "banner", "Băng rôn, khẩu hiệu"
    LEAFLET = "leaflet", "Tờ rơi"
    MEETING = "meeting", "Tuyên truyền tại cuộc họp"


#: What a paper may not do yet, where a check stops the step to this state.
STEP_WORDS: dict[str, str] = {
    DocumentState.SUBMITTED: "chưa trình duyệt được",
    DocumentState.APPROVED: "chưa phê duyệt được",
    DocumentState.ISSUED: "chưa cấp số, ban hành được",
}

JOURNAL = {
    "plan.file_read": "Đọc tệp kế hoạch",
    "plan.imported": "Nhập kế hoạch từ tệp",
    "plan.revised": "Sửa kế hoạch",
    "plan.started": "Lập kế hoạch",
    "plan.block_saved": "Sửa nội dung kế hoạch",
    "plan.sentence_edited": "Sửa câu chữ",
    "plan.finding_kept": "Giữ nguyên, có lý do",
    "plan.keep_asked": "Đề nghị giữ nguyên",
    "plan.remark_resolved": "Đã sửa theo ý kiến",
    "plan.requested": "Yêu cầu lập kế hoạch",
    "plan.request_reminded": "Nhắc gửi kế hoạch",
    "plan.request_withdrawn": "Rút yêu cầu lập kế hoạch",
    "plan.request_answered": "Lập kế hoạch theo yêu cầu",
    "task.saved": "Sửa nhiệm vụ",
    "task.reported": "Báo cáo tiến độ",
    "task.moved": "Chuyển người phụ trách",
    "target.value_saved": "Ghi số liệu mục tiêu",
    "work.saved": "Ghi công trình",
    "work.paid": "Ghi thanh toán công trình",
    "work.payment_corrected": "Điều chỉnh thanh toán công trình",
    "work.photo_added": "Thêm ảnh công trình",
    "work.photo_removed": "Bỏ ảnh công trình",
    "residents_decision.saved": "Ghi quyết định của Nhân dân",
    "routine.saved": "Sửa hoạt động định kỳ",
    "routine.done": "Ghi kết quả hoạt động định kỳ",
    "routine.corrected": "Sửa kết quả hoạt động định kỳ",
    "routine.photo_removed": "Bỏ ảnh hoạt động định kỳ",
    "routine.turn_removed": "Bỏ một lần ghi hoạt động định kỳ",
    "event.saved": "Ghi hoạt động",
    "event.invitation": "Soạn giấy mời",
    "inspection.saved": "Ghi cuộc kiểm tra",
    "recommendation.followed": "Theo dõi kiến nghị sau kiểm tra",
    "proposal.saved": "Ghi kiến nghị cấp trên",
    "proposal.step": "Chuyển tình trạng kiến nghị",
    "model.saved": "Ghi mô hình, câu lạc bộ",
    "model.confirmed": "Công nhận mô hình trong năm",
    "committee.saved": "Ghi ban, tổ",
    "outreach.saved": "Ghi việc tuyên truyền",
    "outreach.drafted": "Soạn nội dung tuyên truyền từ số liệu",
    "outreach.removed": "Bỏ việc tuyên truyền",
    "outreach.quotas": "Đặt chỉ tiêu tin bài",
    "outreach.month": "Lập việc tuyên truyền trong tháng",
    "outreach.published": "Đã phát, đã đăng",
}
