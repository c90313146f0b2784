"""Money: sources, cost lines, and what a contribution campaign asks for. Amounts are đồng; nothing is owed by anybody."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.words import bare, capital, dong, figure
from campaigns.compose.writer import Part, Writer, points
from campaigns.enums import DecisionForm, FundKind, Pot
from campaigns.models import Bracket, ContributionTerms, CostLine, Fund, ResidentsDecision
from core.formats import money
from documents.context import Block, Table
from documents.nd30 import slashed

_SLUG = "kinh-phi"
_TERMS = "muc-van-dong"
_SOURCES = {
    FundKind.STATE: "Nguồn ngân sách nhà nước", FundKind.CREDIT: "Nguồn vốn tín dụng",
    FundKind.ENTERPRISE: "Nguồn hỗ trợ của doanh nghiệp, hợp tác xã", FundKind.PEOPLE: "Nguồn Nhân dân đóng góp tự nguyện",
    FundKind.SOCIAL: "Nguồn xã hội hóa", FundKind.OTHER: "Các nguồn hợp pháp khác",
}  # fmt: skip
_POTS = {
    Pot.VILLAGE: "Khoản vận động do thôn tự huy động, tự quản lý, công khai theo quy định",
    Pot.BUDGET: "Khoản vận động được nộp vào ngân sách xã theo nghị quyết của Hội đồng nhân dân xã",
    Pot.HELD: "Khoản vận động được thu hộ và chuyển cho cơ quan tiếp nhận theo quy định",
    Pot.WORK: "Khoản vận động được tính vào giá trị công trình",
}  # fmt: skip


def funding(data: PlanData, writer: Writer) -> list[Part]:
    """KINH PHÍ THỰC HIỆN: the sources with their sum, and the cost lines with theirs."""
    return writer.part("money", _SLUG, "Kinh phí thực hiện", lambda: _funding(data, writer))


def _funding(data: PlanData, writer: Writer) -> list[Block]:
    parts = [
        *writer.part("funds", _SLUG, "Nguồn kinh phí", lambda: _funds(data, writer)),
        *writer.part("costs", _SLUG, "Dự kiến chi", lambda: _costs(data, writer)),
    ]
    extra = writer.extras(_SLUG)
    return [*(parts[0][1] if len(parts) == 1 else points(parts)), *extra]


def _funds(data: PlanData, writer: Writer) -> list[Block]:
    with_amount = [row for row in data.funds if row.amount]
    total = sum(row.amount or 0 for row in with_amount)
    found: list[Block] = []
    if len(with_amount) > 1:
        found += writer.line("funds.total", _SLUG, f"Tổng kinh phí thực hiện: {dong(total)}, gồm:")
    for row in data.funds:
        found += writer.line(f"fund:{row.pk}", _SLUG, fund_words(row))
    return found


def fund_words(row: Fund) -> str:
    text = bare(row.text) or _SOURCES[FundKind(row.kind)]
    if not row.amount or money(row.amount) in text:
        return capital(text)
    label, colon, rest = text.partition(":")
    return f"{capital(label)}: {dong(row.amount)}{';' if colon else ''}{rest}"


def cost_amount(row: CostLine) -> int | None:
    """Đồng: the amount, or quantity × price rounded to whole đồng; None where neither is known."""
    if row.amount is not None:
        return row.amount
    if row.quantity is None or row.price is None:
        return None
    return int((row.quantity * row.price).quantize(Decimal(1), ROUND_HALF_UP))


def _costs(data: PlanData, writer: Writer) -> list[Block]:
    if not data.costs:
        return []
    header = ("TT", "Nội dung chi", "Số lượng", "Đơn vị tính", "Đơn giá (đồng)", "Thành tiền (đồng)")
    body: list[tuple[str, ...]] = []
    for row in data.costs:
        amount = cost_amount(row)
        cells = (
            bare(row.text), "" if row.quantity is None else figure(row.quantity), row.unit,
            "" if row.price is None else money(row.price), "" if amount is None else money(amount),
        )  # fmt: skip
        said = writer.words(f"cost:{row.pk}", _SLUG, " | ".join(cells))
        if said:
            body.append((str(len(body) + 1), *_cells(said, len(cells))))
    if not body:
        return []
    total = sum(cost_amount(row) or 0 for row in data.costs)
    last = ("", "Tổng cộng", "", "", "", money(total))
    return [Table((header, *body, last), widths=(0.07, 0.35, 0.11, 0.12, 0.16, 0.19), align="clrcrr")]


def _cells(text: str, count: int) -> tuple[str, ...]:
    """A row typed as "a | b | c"; what is too much stays in the last cell."""
    cells = [cell.strip() for cell in " ".join(text.split()).split("|", count - 1)]
    return (*cells, *("",) * (count - len(cells)))


# --- What is asked for ---


def asked(data: PlanData, writer: Writer) -> list[Part]:
    """Hình thức và mức vận động."""
    return writer.part("terms", _TERMS, "Hình thức và mức vận động", lambda: _asked(data, writer))


def _asked(data: PlanData, writer: Writer) -> list[Block]:
    terms = data.terms
    found: list[Block] = []
    if terms and terms.labour_day_value:
        day = f"Đăng ký góp ngày công lao động, hoặc góp tiền thay ngày công; 01 ngày công tính bằng {dong(terms.labour_day_value)}"
        found += writer.line("terms.day", _TERMS, day)
    for row in data.brackets:
        found += writer.line(f"bracket:{row.pk}", _TERMS, bracket_words(row))
    if terms and terms.organisation_minimum:
        least = f"Doanh nghiệp, hợp tác xã, tổ chức: vận động từ {dong(terms.organisation_minimum)}/đơn vị trở lên"
        found += writer.line("terms.organisations", _TERMS, least)
    if found:
        free = "Việc tham gia trên tinh thần tự nguyện, theo khả năng của từng người, từng đơn vị"
        found += writer.line("terms.free", _TERMS, free)
    return found


def bracket_words(row: Bracket) -> str:
    """ "Người có thu nhập từ 5.000.000 đồng/tháng trở lên: vận động mỗi người 03 ngày công lao động/năm"."""
    who = capital(bare(row.group)) or "Cán bộ, công chức, viên chức, người lao động"
    limits = _limits(row)
    gift = []
    if row.days is not None:
        days = f"{int(row.days):02d}" if row.days == int(row.days) else figure(row.days)
        gift.append(f"{days} ngày công lao động/năm")
    if row.amount:
        gift.append(dong(row.amount) if gift else f"{dong(row.amount)}/năm")
    each = "hộ" if who.casefold().startswith("hộ ") else "người"
    return f"{who}{limits}: vận động mỗi {each} {' hoặc '.join(gift)}" if gift else f"{who}{limits}: tùy khả năng"


def _limits(row: Bracket) -> str:
    low, high = row.min_income, row.max_income
    if low is not None and high is not None:
        return f" có thu nhập từ {dong(low)}/tháng đến dưới {dong(high)}/tháng"
    if low is not None:
        return f" có thu nhập từ {dong(low)}/tháng trở lên"
    return f" có thu nhập dưới {dong(high)}/tháng" if high is not None else ""


def kept(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    """What the money is for, who decided it, and the account it goes to."""
    return writer.part(
        "use", _TERMS, "Quản lý, sử dụng nguồn vận động", lambda: _kept(data.terms, writer, said),
        lambda: writer.extras(_TERMS),
    )  # fmt: skip


def _kept(terms: ContributionTerms | None, writer: Writer, said: Said) -> list[Block]:
    if terms is None:
        return []
    found: list[Block] = []
    if terms.purpose:
        found += writer.line("terms.purpose", _TERMS, f"Nguồn vận động được dùng vào việc: {bare(terms.purpose)}")
    if terms.pot:
        found += writer.line("terms.pot", _TERMS, _POTS[Pot(terms.pot)])
    if terms.decision:
        found += writer.line("terms.decision", _TERMS, decision_words(terms.decision))
    number = terms.account.number if terms.account else terms.account_number
    if number and (terms.account or not said.holds(number)):
        found += writer.line("terms.account", _TERMS, account_words(terms))
    return found


def account_words(terms: ContributionTerms) -> str:
    account = terms.account
    if account is None:
        return f"Tiếp nhận qua số tài khoản: {terms.account_number}"
    bank = f", mở tại {account.bank}" if account.bank else ""
    holder = f", chủ tài khoản {account.holder}" if account.holder else ""
    return f"Tiếp nhận qua số tài khoản: {account.number}{bank}{holder}"


def decision_words(row: ResidentsDecision) -> str:
    """What the residents decided, with its figures and its record."""
    form = "tại cuộc họp" if row.form == DecisionForm.MEETING else "bằng hình thức phát phiếu lấy ý kiến hộ gia đình"
    where = f"{row.area.kind_word} {row.area.name}"
    share = f"{row.agreed}/{row.households} hộ tán thành"
    if row.villages is not None and row.villages_agreed is not None:
        share = f"{share}; {row.villages_agreed}/{row.villages} thôn tán thành"
    record = f" (biên bản, nghị quyết số {row.record_number})" if row.record_number else ""
    return f"Chủ trương, mức vận động đã được Nhân dân {where} quyết định {form} ngày {slashed(row.held_on)}{record}: {share}"
