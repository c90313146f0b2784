"""The words of the criteria sets. The values of SetLevel are those of the files and of `load_criteria --json`."""

from django.db.models import TextChoices


class SetLevel(TextChoices):
    COMMUNE = "xa", "Xã"
    VILLAGE = "thon", "Thôn"
    GARDEN = "vuon", "Vườn hộ"
    PROVINCE = "tinh", "Tỉnh"


class Layer(TextChoices):
    """Who issued a set or a level. The lowest layer that has a level wins."""

    CENTRAL = "central", "Trung ương"
    MINISTRY = "ministry", "Bộ, ngành"
    PROVINCE = "province", "Tỉnh"


class MetRule(TextChoices):
    """When a set is met; blank: the rule is not established."""

    ALL = "all", "Đạt tất cả các tiêu chí"
    SHARE = "share", "Đạt tỷ lệ tiêu chí quy định và các tiêu chí bắt buộc"


class ScopeKind(TextChoices):
    """What the levels of a set vary by; blank: one level for all."""

    REGION = "region", "Vùng"
    GROUP = "group", "Nhóm xã"


#: Which fact of an area tells its column (AreaFact.key), by what the set's levels vary by.
FACT_KEYS = {ScopeKind.REGION: "vung", ScopeKind.GROUP: "nhom-xa"}


class ValueKind(TextChoices):
    PERCENT = "percent", "Tỷ lệ %"
    NUMBER = "number", "Số"
    MONEY = "money", "Tiền"
    BOOLEAN = "boolean", "Đạt / không đạt"
    GRADED = "graded", "Xếp loại, mức độ"


class Direction(TextChoices):
    AT_LEAST = "at_least", "Không thấp hơn"
    AT_MOST = "at_most", "Không vượt quá"
    MET = "met", "Đạt"


class SplitBy(TextChoices):
    SEX = "sex", "Nam và nữ"


class Way(TextChoices):
    """How many parts of a compound row must reach their level."""

    ALL = "all", "Đạt tất cả các phần"
    ANY = "any", "Đạt một trong các phần"


class PartRole(TextChoices):
    """What a part is of the row's own value; a part without a role is judged itself."""

    NUMERATOR = "numerator", "Tử số của tỷ lệ"
    DENOMINATOR = "denominator", "Mẫu số của tỷ lệ"
    ADDEND = "addend", "Cộng vào giá trị"


class DerivedKind(TextChoices):
    """A row that follows from another row or set."""

    FACTOR = "factor_of_level", "Theo mức của bộ tiêu chí khác"
    SET_MET = "set_met", "Đạt bộ tiêu chí khác"
    GROWTH = "growth", "Tăng so với năm trước"


class Applicability(TextChoices):
    ALWAYS = "always", "Luôn đánh giá"
    IF_PRESENT = "if_present", "Đánh giá nếu có"


class Confidence(TextChoices):
    HIGH = "high", "Cao"
    MEDIUM = "medium", "Trung bình"
    LOW = "low", "Thấp"


class Provenance(TextChoices):
    """Where a wording or a level comes from."""

    CHECKED = "checked", "Đã đối chiếu văn bản gốc"
    SOURCED = "sourced", "Theo nguồn đã dẫn"
    RECALLED = "recalled", "Chưa đối chiếu văn bản gốc"
    MISSING = "missing", "Chưa có"


CONFIRMED = (Provenance.CHECKED, Provenance.SOURCED)


class State(TextChoices):
    """Where a row of a card stands. "Không đánh giá" counts as met where the row allows it; no data never does."""

    MET = "met", "Đạt"
    UNMET = "unmet", "Chưa đạt"
    NOT_ASSESSED = "not_assessed", "Không đánh giá"
    NO_DATA = "no_data", "Chưa có số liệu"


class RegistrationState(TextChoices):
    REGISTERED = "registered", "Đã đăng ký"
    ASSESSED = "assessed", "Đã đánh giá"
    RECOGNISED = "recognised", "Đã công nhận"
    REVOKED = "revoked", "Đã thu hồi"
    WITHDRAWN = "withdrawn", "Thôi đăng ký"


#: From each state of a registration, those an action may go to.
REGISTRATION_STEPS: dict[str, frozenset[str]] = {
    RegistrationState.REGISTERED: frozenset({RegistrationState.ASSESSED, RegistrationState.WITHDRAWN}),
    # Assessed anew when the card has changed since.
    RegistrationState.ASSESSED: frozenset(
        {RegistrationState.ASSESSED, RegistrationState.RECOGNISED, RegistrationState.WITHDRAWN}
    ),
    RegistrationState.RECOGNISED: frozenset({RegistrationState.REVOKED}),
    RegistrationState.REVOKED: frozenset(),
    RegistrationState.WITHDRAWN: frozenset({RegistrationState.REGISTERED}),
}


class DossierPart(TextChoices):
    """The papers of a recognition dossier (official-forms 2.3; Mẫu số of QĐ 18/2022 not established)."""

    PROPOSAL = "proposal", "Tờ trình đề nghị thẩm tra, công nhận"
    REPORT = "report", "Báo cáo kết quả thực hiện các tiêu chí"
    OPINIONS = "opinions", "Báo cáo tổng hợp ý kiến Mặt trận, đoàn thể và Nhân dân"
    MINUTES = "minutes", "Biên bản cuộc họp đề nghị công nhận"
    DEBTS = "debts", "Báo cáo tình hình nợ đọng xây dựng cơ bản"
    SURVEY = "survey", "Báo cáo kết quả lấy ý kiến hài lòng của người dân"


class OpinionWay(TextChoices):
    MEETING = "meeting", "Họp lấy ý kiến"
    WRITTEN = "written", "Góp ý bằng văn bản"
    POSTED = "posted", "Niêm yết công khai"
    LOUDSPEAKER = "loudspeaker", "Phát thanh"


class MapKind(TextChoices):
    """What becomes of a row in the next set; nothing is carried silently."""

    CARRIED = "carried", "Chuyển sang, kiểm tra lại"
    ANEW = "anew", "Đánh giá mới"
    DROPPED = "dropped", "Không còn yêu cầu"


class RoundKind(TextChoices):
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Cả năm"
    REGISTRATION = "registration", "Năm đăng ký đạt chuẩn"


class RoundCardState(TextChoices):
    FILLING = "filling", "Đang tự đánh giá"
    SUBMITTED = "submitted", "Chờ thẩm tra"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đã chấp nhận"


#: The commune has the card in hand and still has to send it.
WITH_COMMUNE = (RoundCardState.FILLING, RoundCardState.RETURNED)

#: From each state of a card in a round, those an action may go to.
ROUND_STEPS: dict[str, frozenset[str]] = {
    RoundCardState.FILLING: frozenset({RoundCardState.SUBMITTED}),
    RoundCardState.RETURNED: frozenset({RoundCardState.SUBMITTED}),
    RoundCardState.SUBMITTED: frozenset({RoundCardState.RETURNED, RoundCardState.ACCEPTED}),
    RoundCardState.ACCEPTED: frozenset(),
}


class TallyKind(TextChoices):
    """Whose word a count of cards rests on."""

    SELF = "self", "Xã tự đánh giá"
    ACCEPTED = "accepted", "Đã thẩm tra"


JOURNAL = {
    "scorecard.opened": "Lập phiếu tự đánh giá",
    "scorecard.saved": "Ghi kết quả tiêu chí",
    "round.opened": "Mở kỳ đánh giá",
    "round.changed": "Sửa kỳ đánh giá",
    "round.withdrawn": "Rút kỳ đánh giá",
    "round.submitted": "Gửi phiếu tự đánh giá",
    "round.returned": "Trả lại phiếu",
    "round.corrected": "Điều chỉnh khi thẩm tra",
    "round.accepted": "Chấp nhận phiếu",
    "evidence.added": "Thêm minh chứng",
    "evidence.changed": "Sửa minh chứng",
    "evidence.withdrawn": "Gỡ minh chứng",
    "levels.drafted": "Nhập quyết định mức của tỉnh",
    "levels.changed": "Sửa mức của tỉnh",
    "levels.published": "Công bố mức của tỉnh",
    "levels.removed": "Xóa dự thảo quyết định mức",
    "set.row_checked": "Đối chiếu văn bản gốc",
    "care.assigned": "Phân công dòng tiêu chí",
    "card.imported": "Nhập phiếu từ Excel",
    "card.carried": "Chuyển kết quả sang bộ tiêu chí mới",
    "card.carried_checked": "Kiểm tra lại kết quả chuyển sang",
    "registration.made": "Đăng ký đạt chuẩn",
    "registration.assessed": "Đánh giá đăng ký",
    "registration.recognised": "Công nhận",
    "registration.revoked": "Thu hồi công nhận",
    "registration.withdrawn": "Thôi đăng ký",
    "registration.listed": "Lập văn bản danh sách đăng ký",
    "dossier.opened": "Lập hồ sơ đề nghị công nhận",
    "dossier.saved": "Ghi thông tin hồ sơ",
    "dossier.paper_drafted": "Dự thảo văn bản của hồ sơ",
    "dossier.photo_added": "Thêm ảnh vào hồ sơ",
    "dossier.photo_removed": "Gỡ ảnh khỏi hồ sơ",
    "dossier.sent": "Gửi hồ sơ",
    "opinion.saved": "Ghi ý kiến góp ý",
    "opinion.removed": "Gỡ ý kiến góp ý",
    "meeting.saved": "Ghi cuộc họp đề nghị công nhận",
    "meeting.removed": "Gỡ cuộc họp đề nghị công nhận",
    "survey.items_saved": "Ghi nội dung hỏi ý kiến",
    "survey.dates_saved": "Ghi thời gian lấy ý kiến hài lòng",
    "survey.counted": "Ghi kiểm phiếu hài lòng",
    "survey.count_removed": "Gỡ kiểm phiếu hài lòng",
}
