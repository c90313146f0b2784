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


class ScopeKind(TextChoices):
    """What the levels of a set vary by; blank: one level for all."""

    REGION = "region", "Vùng"
    GROUP = "group", "Nhóm xã"


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


#: From each state of a card in a round, those an action may go to.
ROUND_STEPS: dict[str, frozenset[str]] = {
    RoundCardState.FILLING: frozenset({RoundCardState.SUBMITTED}),
    RoundCardState.RETURNED: frozenset({RoundCardState.SUBMITTED}),
    RoundCardState.SUBMITTED: frozenset({RoundCardState.RETURNED, RoundCardState.ACCEPTED}),
    RoundCardState.ACCEPTED: frozenset(),
}


JOURNAL = {
    "scorecard.opened": "Lập phiếu tự đánh giá",
    "scorecard.saved": "Ghi kết quả tiêu chí",
    "round.opened": "Mở kỳ đánh giá",
    "round.submitted": "Gửi phiếu tự đánh giá",
    "round.returned": "Trả lại phiếu",
    "round.corrected": "Điều chỉnh khi thẩm tra",
    "round.accepted": "Chấp nhận phiếu",
    "evidence.added": "Thêm minh chứng",
    "evidence.changed": "Sửa minh chứng",
    "evidence.withdrawn": "Gỡ minh chứng",
}
