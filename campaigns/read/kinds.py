"""Which kind of plan it is: evidence from issuer, subject, headings and text, each with a weight."""

from __future__ import annotations

from campaigns.read.facts import Block, Kind, Period, Rates
from campaigns.read.outline import Outline
from campaigns.read.patterns import Pattern, pattern

#: Below this nothing is decided and the plan is "other".
_LEAST = 4
#: Equal scores: the earlier one is the more particular kind.
_ORDER: tuple[Kind, ...] = ("front", "contribution", "peak", "emulation", "annual")
#: A drive of so many days at most is a short one.
_SHORT_DAYS = 120

# meaning: (where to look, kind, weight)
EVIDENCE: tuple[Pattern[tuple[str, Kind, int]], ...] = (
    pattern("front-issuer", r"mặt trận|MTTQ", ("issuer", "front", 6), "Ủy ban MTTQ Việt Nam xã"),
    pattern("front-symbol", r"MTTQ|MTTW", ("symbol", "front", 6), "KH-MTTQ-BTT"),
    pattern("front-campaign", r"toàn dân đoàn kết xây dựng", ("subject", "front", 4), "Cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới”"),
    pattern("join-forces", r"vận động\W.{0,40}?(?:chung sức|chung tay|góp sức)", ("subject", "contribution", 5), "Vận động “Chung tay làm đường hoa”"),
    pattern("raise", r"(?:vận động|kêu gọi|huy động).{0,60}?(?:đóng góp|ủng hộ|quyên góp|ngày công|hiến|xã hội hóa|nguồn lực)", ("subject", "contribution", 5), "Vận động ủng hộ ngày công làm đường"),
    pattern("ways-of-giving", r"hình thức (?:vận động|đóng góp|ủng hộ)|mức (?:vận động|đóng góp|ủng hộ)|đối tượng vận động", ("text", "contribution", 2), "Hình thức vận động: bằng tiền"),
    pattern("account", r"số tài khoản|tài khoản số", ("text", "contribution", 1), "số tài khoản 123"),
    pattern("days-of-peak", r"\d+\s*ngày\s*(?:đêm\s*)?(?:cao điểm|ra quân|hành động)|(?:tháng|tuần|đợt) (?:ra quân )?cao điểm", ("subject", "peak", 5), "Phát động “45 ngày cao điểm” làm đường"),
    pattern("peak-word", r"(?<!thi đua )cao điểm", ("subject", "peak", 2), "Ra quân cao điểm chỉnh trang thôn"),
    pattern("model-hamlets", r"(?:khu dân cư|thôn|xóm|bản|ấp)[^.;]{0,30}kiểu mẫu", ("text", "peak", 1), "khu dân cư nông thôn mới kiểu mẫu"),
    pattern("emulation-drive", r"(?:phong trào|đợt|chiến dịch|phát động|tổ chức|kế hoạch)[^.;“\"]{0,25}thi đua|thi đua (?:cao điểm|yêu nước|“|năm)", ("subject", "emulation", 6), "Phát động phong trào thi đua làm đường"),
    pattern("emulation-headings", r"(?:nội dung|chủ đề|đối tượng|tiêu chuẩn|mục tiêu) thi đua|(?:hình thức|tiêu chuẩn) khen thưởng|đăng ký thi đua", ("headings", "emulation", 2), "Nội dung thi đua"),
    pattern("programme", r"nông thôn mới|NTM", ("subject", "annual", 2), "Xây dựng nông thôn mới"),
    pattern("programme-of-year", r"(?:chương trình|xây dựng|nhiệm vụ|thực hiện|hoàn thành|duy trì)[^“\"]{0,120}?(?:nông thôn mới|NTM)[^“\"]{0,80}?năm \d{4}", ("subject", "annual", 3), "Thực hiện Chương trình nông thôn mới năm 2024"),
    pattern("tasks-and-solutions", r"nhiệm vụ(?:,| và)? (?:các )?giải pháp|mục tiêu cụ thể|kết quả (?:thực hiện|rà soát)", ("headings", "annual", 1), "Nhiệm vụ và giải pháp"),
)  # fmt: skip


def kind_of(outline: Outline, *, blocks: tuple[Block, ...], rates: Rates | None, period: Period | None) -> Kind:
    """The kind with the most evidence, or "other" when there is little of any."""
    scores = dict.fromkeys(_ORDER, 0)
    places = _places(outline)
    for row in EVIDENCE:
        where, kind, weight = row.meaning
        if row.regex.search(places[where]):
            scores[kind] += weight
    scores["annual"] += 3 if len(blocks) >= 5 else 0
    scores["contribution"] += 3 if rates else 0
    if period and (period.end - period.start).days <= _SHORT_DAYS:
        scores["peak"] += 2
    best = max(_ORDER, key=lambda kind: scores[kind])
    return best if scores[best] >= _LEAST else "other"


def _places(outline: Outline) -> dict[str, str]:
    paper = outline.paper
    signed_for = paper.signature.authority if paper.signature else None
    return {
        "issuer": " ".join(filter(None, (paper.issuing_body, signed_for))),
        "symbol": paper.symbol or "",
        "subject": " ".join(filter(None, (paper.type, paper.subject))),
        "headings": "\n".join(node.title for node, _ in outline.nodes()),
        "text": "\n".join(placed.text for placed in outline.placed),
    }
