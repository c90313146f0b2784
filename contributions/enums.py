"""The words of contributions: groups, ways of giving, states. Words to people stay voluntary: vận động, đăng ký, đã đóng góp."""

from django.db.models import TextChoices


class Group(TextChoices):
    """Who is asked (official-forms 4.6)."""

    STAFF = "staff", "Cán bộ, công chức, viên chức, người lao động"
    HOUSEHOLD = "household", "Hộ gia đình"
    ENTERPRISE = "enterprise", "Doanh nghiệp, tổ chức"
    BENEFACTOR = "benefactor", "Nhà hảo tâm, con em xa quê"


class CampaignState(TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang vận động"
    CLOSED = "closed", "Đã kết thúc"


#: From each state of a campaign, those an action may go to.
CAMPAIGN_STEPS: dict[str, frozenset[str]] = {
    CampaignState.DRAFT: frozenset({CampaignState.OPEN}),
    CampaignState.OPEN: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.OPEN}),
}


class PartyKind(TextChoices):
    PERSON = "person", "Cá nhân"
    HOUSEHOLD = "household", "Hộ"
    ORGANISATION = "organisation", "Tổ chức, doanh nghiệp"


class Source(TextChoices):
    """Who gave, as "Kết quả huy động nguồn lực" tells it (official-forms 3.2, table 3; contributions.queries.totals.who_gave)."""

    ENTERPRISES = "enterprises", "Doanh nghiệp, tổ chức"
    PEOPLE = "people", "Người dân"
    OTHERS = "others", "Nhà hảo tâm, con em xa quê"


class Consent(TextChoices):
    """How a giver's name may stand in a public notice; nobody is named who has not agreed."""

    NONE = "none", "Không nêu tên"
    INITIALS = "initials", "Chỉ chữ cái đầu"
    FULL = "full", "Nêu đủ họ tên"


class LineState(TextChoices):
    """Where one giver stands in a campaign; refusing and being exempt are valid, the reason is optional."""

    ASKED = "asked", "Vận động"
    EXEMPT = "exempt", "Được miễn"
    DECLINED = "declined", "Không tham gia"


class ImportState(TextChoices):
    DRAFT = "draft", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã ghi"
    UNDONE = "undone", "Đã hoàn tác"


class DuplicateState(TextChoices):
    OPEN = "open", "Chờ xem"
    MERGED = "merged", "Đã gộp"
    DIFFERENT = "different", "Là hai người khác nhau"


class Way(TextChoices):
    """What a receipt is for: how it was given."""

    CASH = "cash", "Tiền mặt"
    TRANSFER = "transfer", "Chuyển khoản"
    LABOUR = "labour", "Ngày công"
    GOODS = "goods", "Hiện vật"
    LAND = "land", "Hiến đất"
    WORK = "work", "Công trình, hạng mục"


#: Ways that bring money.
MONEY = (Way.CASH, Way.TRANSFER)


class BookForm(TextChoices):
    """Which paper a book holds; the form's code on the day is a dated setting (data/forms.yaml)."""

    RECEIPT = "receipt", "Biên lai thu tiền"
    CASH_IN = "cash_in", "Phiếu thu"
    LABOUR = "labour", "Giấy báo ngày công lao động đóng góp"
    GOODS = "goods", "Bảng kê đóng góp bằng hiện vật"


#: Which forms a way of giving may be written on.
FORMS_OF: dict[str, tuple[str, ...]] = {
    Way.CASH: (BookForm.RECEIPT, BookForm.CASH_IN),
    Way.TRANSFER: (BookForm.RECEIPT, BookForm.CASH_IN),
    Way.LABOUR: (BookForm.LABOUR,),
    Way.GOODS: (BookForm.GOODS,),
    Way.LAND: (BookForm.GOODS,),
    Way.WORK: (BookForm.GOODS,),
}


class BookKind(TextChoices):
    SYSTEM = "system", "Hệ thống cấp số"
    PREPRINTED = "preprinted", "In sẵn, nhập số"


class NumberState(TextChoices):
    """What became of a number of a pre-printed book that no receipt bears."""

    VOID = "void", "Hủy"
    RETURNED = "returned", "Trả lại, chưa dùng"


class BankLineKind(TextChoices):
    CREDIT = "credit", "Tiền vào"
    DEBIT = "debit", "Tiền ra"
    FEE = "fee", "Phí ngân hàng"
    REVERSAL = "reversal", "Hoàn, điều chỉnh của ngân hàng"
    ZERO = "zero", "Dòng không có số tiền"


class BankLineState(TextChoices):
    OPEN = "open", "Chưa khớp"
    MATCHED = "matched", "Đã ghi sổ"
    SET_ASIDE = "set_aside", "Không thuộc đợt vận động"


#: Letters in references of transfers: one line of a roster, a unit's whole list, a village's.
LINE, UNIT, VILLAGE = "C", "D", "T"


class SpendingKind(TextChoices):
    SPENT = "spent", "Chi"
    HANDED_OVER = "handed_over", "Nộp lên, bàn giao"


JOURNAL = {
    "campaign.opened": "Lập đợt vận động",
    "campaign.changed": "Sửa đợt vận động",
    "campaign.stepped": "Chuyển tình trạng đợt vận động",
    "campaign.rates": "Sửa mức vận động",
    "campaign.recomputed": "Tính lại mức vận động",
    "roster.imported": "Nhập danh sách",
    "roster.confirmed": "Xác nhận danh sách đã nhập",
    "roster.undone": "Hoàn tác danh sách đã nhập",
    "roster.changed": "Sửa dòng danh sách",
    "party.saved": "Ghi người đóng góp",
    "party.moved": "Chuyển thôn, đơn vị",
    "party.merged": "Gộp người trùng",
    "party.told_apart": "Xác định là hai người khác nhau",
    "book.opened": "Mở quyển",
    "book.handed_back": "Trả quyển",
    "book.number_void": "Hủy số in sẵn",
    "receipt.issued": "Ghi thu",
    "receipt.reversed": "Ghi thu điều chỉnh",
    "reversal.asked": "Đề nghị điều chỉnh khoản thu",
    "reversal.decided": "Trả lời đề nghị điều chỉnh",
    "receipt.allocated": "Phân bổ khoản đóng góp",
    "receipt.confirmed": "Thủ quỹ xác nhận",
    "receipt.printed": "In biên lai, phiếu thu",
    "receipts.batch": "Nhập xấp biên lai",
    "receipts.handed_over": "Nộp quỹ",
    "muster.saved": "Ghi bảng chấm công",
    "statement.imported": "Nhập sao kê",
    "statement.undone": "Hoàn tác sao kê",
    "bank.matched": "Khớp dòng sao kê",
    "bank.set_aside": "Để riêng dòng sao kê",
    "bank.number": "Ghi mã ngân hàng của tài khoản",
    "spending.entered": "Ghi chi",
    "spending.reversed": "Ghi chi điều chỉnh",
    "spending.photo_added": "Thêm ảnh sử dụng đóng góp",
    "spending.photo_removed": "Bỏ ảnh sử dụng đóng góp",
    "notice.posted": "Công khai đóng góp",
    "final_report.drafted": "Lập báo cáo kết quả vận động",
}
