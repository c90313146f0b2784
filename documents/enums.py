"""States of a paper and the steps between them."""

from django.db import models


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    REPLACED = "replaced", "Đã được thay thế"
    REVOKED = "revoked", "Đã thu hồi"


_S = DocumentState
#: From each state, the states an action may go to; everything else is refused.
STEPS: dict[str, frozenset[str]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.APPROVED, _S.DRAFT}),
    _S.APPROVED: frozenset({_S.ISSUED, _S.DRAFT}),
    _S.ISSUED: frozenset({_S.REPLACED, _S.REVOKED}),
    _S.REPLACED: frozenset(),
    _S.REVOKED: frozenset(),
}
#: What an issued paper says never changes again.
FROZEN = frozenset({_S.ISSUED, _S.REPLACED, _S.REVOKED})
#: Papers in whose place another may be written.
OUT_OF_FORCE = frozenset({_S.REPLACED, _S.REVOKED})
#: A room writes its paper anew: into the draft, or another in the place of one out of force.
MAY_BE_DRAFTED = frozenset({_S.DRAFT}) | OUT_OF_FORCE


class Origin(models.TextChoices):
    MADE = "made", "Soạn trên hệ thống"
    #: Read from a file; when it had been issued on paper before, it is kept with the number it bears.
    IMPORTED = "imported", "Nhập từ tệp"


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Purpose(models.TextChoices):
    """What a stored file is; each purpose has a rights check registered (documents.registry)."""

    RENDITION = "rendition", "Bản in"
    SIGNED_COPY = "signed_copy", "Bản đã ký"
    PLAN_SOURCE = "plan_source", "Tệp nguồn của kế hoạch"
    TASK_FILE = "task_file", "Minh chứng của nhiệm vụ"
    WORK_PHOTO = "work_photo", "Ảnh công trình"
    RESIDENTS_RECORD = "residents_record", "Biên bản họp dân"
    TURN_PHOTO = "turn_photo", "Ảnh hoạt động"
    MINUTES = "minutes", "Biên bản kiểm tra"
    OUTREACH_PHOTO = "outreach_photo", "Ảnh tuyên truyền"
    REGISTER = "register", "Sổ văn bản đi"
    EVIDENCE = "evidence", "Minh chứng"
    DOSSIER_PHOTO = "dossier_photo", "Ảnh của hồ sơ công nhận"
    DOSSIER = "dossier", "Hồ sơ đề nghị công nhận"
    RESULTS = "results", "Biểu kết quả tiêu chí"
    MONEY_FILE = "money_file", "Chứng từ đóng góp"
    SPENDING_PHOTO = "spending_photo", "Ảnh sử dụng đóng góp"
    TIMELINE = "timeline", "Bản in tiến độ"
    REPORT_PHOTO = "report_photo", "Ảnh báo cáo thi đua"
    CERTIFICATES = "certificates", "Giấy khen"
    AWARD_DOSSIER = "award_dossier", "Hồ sơ trình khen"
    EXPORT = "export", "Bảng, sổ lập từ hệ thống"


#: Purposes whose pictures come through documents.photos and may be shown in a page.
PHOTO_PURPOSES = frozenset(
    {
        Purpose.TASK_FILE,
        Purpose.WORK_PHOTO,
        Purpose.TURN_PHOTO,
        Purpose.OUTREACH_PHOTO,
        Purpose.DOSSIER_PHOTO,
        Purpose.SPENDING_PHOTO,
        Purpose.REPORT_PHOTO,
    }
)


class DeliveryWay(models.TextChoices):
    """How a paper reaches a line of Nơi nhận."""

    SYSTEM = "system", "Trong hệ thống"
    EMAIL = "email", "Thư điện tử"
    LINK = "link", "Liên kết có hạn"
    PAPER = "paper", "Bản giấy"
    KEPT = "kept", "Lưu"


class Every(models.TextChoices):
    """How often a scheduled export is sent."""

    DAY = "day", "Hằng ngày"
    WEEK = "week", "Hằng tuần"
    MONTH = "month", "Hằng tháng"


class Weekday(models.IntegerChoices):
    """As date.weekday() counts."""

    MONDAY = 0, "Thứ Hai"
    TUESDAY = 1, "Thứ Ba"
    WEDNESDAY = 2, "Thứ Tư"
    THURSDAY = 3, "Thứ Năm"
    FRIDAY = 4, "Thứ Sáu"
    SATURDAY = 5, "Thứ Bảy"
    SUNDAY = 6, "Chủ nhật"


class RunState(models.TextChoices):
    """One turn of a schedule; a failed one that somebody tries again may still be sent. Coded as the states of its job."""

    WAITING = "queued", "Đang lập"
    SENT = "done", "Đã gửi"
    FAILED = "failed", "Chưa gửi được"
    DROPPED = "cancelled", "Không gửi"


class PaperType(models.TextChoices):
    """Letters of a paper's type in its symbol (NĐ 30/2020, Phụ lục III)."""

    PLAN = "KH", "Kế hoạch"
    DECISION = "QĐ", "Quyết định"
    RESOLUTION = "NQ", "Nghị quyết"
    REPORT = "BC", "Báo cáo"
    PROPOSAL = "TTr", "Tờ trình"
    NOTICE = "TB", "Thông báo"
    MINUTES = "BB", "Biên bản"
    INVITATION = "GM", "Giấy mời"
    GUIDE = "HD", "Hướng dẫn"
    PROGRAMME = "CTr", "Chương trình"
    LETTER = "CV", "Công văn"


#: Kinds of papers whose blank places are filled in by hand, where the meeting takes place.
FILLED_BY_HAND = frozenset({PaperType.MINUTES})

#: Types of documents that plans cite, the law first (NĐ 30/2020, Phụ lục III; Luật Ban hành văn bản quy phạm pháp luật).
CITED_TYPES = (
    "Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư", "Chỉ thị", "Kế hoạch", "Chương trình",
    "Hướng dẫn", "Quy định", "Quy chế", "Kết luận", "Thông báo", "Công văn", "Báo cáo", "Tờ trình", "Đề án", "Phương án",
)  # fmt: skip


JOURNAL = {
    "document.created": "Lập văn bản",
    "document.edited": "Sửa văn bản",
    "document.recorded": "Lưu văn bản đã ban hành",
    "document.submitted": "Trình duyệt",
    "document.returned": "Trả lại",
    "document.approved": "Phê duyệt",
    "document.issued": "Ban hành",
    "document.replaced": "Được thay thế",
    "document.revoked": "Thu hồi",
    "document.signed_copy": "Lưu bản đã ký",
    "document.signed_copy_removed": "Bỏ bản đã ký",
    "document.sent": "Gửi văn bản",
    "document.opened": "Nơi nhận đã mở",
    "document.acknowledged": "Nơi nhận đã xác nhận",
    "basis.saved": "Ghi văn bản làm căn cứ",
    "schedule.created": "Đặt lịch gửi tệp",
    "schedule.started": "Gửi lại tệp theo lịch",
    "schedule.stopped": "Dừng gửi tệp theo lịch",
    "schedule.deleted": "Xóa lịch gửi tệp",
}
