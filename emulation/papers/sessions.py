"""The papers of a session of the council: invitation, minutes, submission to the chairman. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from areas.models import Organisation, PostHolder
from core.formats import long_date, vndate
from documents import numbering
from documents.context import Block, Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType
from documents.nd30 import DOTS, printed_date
from emulation.enums import AwardFor
from emulation.models import Attendance, Nomination, Session
from emulation.papers.awards import form_title, place_of

if TYPE_CHECKING:
    from documents.context import Style
    from emulation.rules.awards import BallotLine

_SIGNS_FOR = "TM. HỘI ĐỒNG"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who issues: the council where it has letters of its own, else the people's committee; and who signs for it."""

    issuer: Organisation
    signer: PostHolder | None
    today: date
    own: bool


@dataclass(frozen=True, slots=True)
class Material:
    """What the papers are written from."""

    session: Session
    attendance: Sequence[Attendance]
    nominations: Sequence[Nomination]
    lines: Sequence[BallotLine]
    #: Numbers of papers issued before: "02/BB-HĐTĐKT ngày 15/9/2026".
    minutes: str = ""


def invitation(material: Material, sender: Sender) -> Paper:
    """Giấy mời (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.7) to all members."""
    session = material.session
    drive, at = session.drive, session.held_at
    moment = f"{at:%H} giờ {at:%M}, " if at and at.minute else f"{at:%H} giờ, " if at else ""
    day = long_date(session.held_on)
    guests = "; ".join(
        f"{row.full_name} ({row.duty or row.post})" if row.duty or row.post else row.full_name
        for row in material.attendance
    )
    lines = [
        f"{sender.issuer.name} trân trọng kính mời các đồng chí thành viên Hội đồng: {guests}.",
        f"Tới dự: Họp Hội đồng Thi đua - Khen thưởng {place_of(drive.area)}.",
        f"Nội dung: Xét khen thưởng trong phong trào thi đua “{drive.name}” ({_whom(material.nominations)}).",
        f"Chủ trì: {session.chair or DOTS}.",
        f"Thời gian: {moment}{day[:1].lower()}{day[1:]}.",
        f"Địa điểm: {session.place}.",
        "Thành viên vắng mặt đề nghị gửi ý kiến bằng văn bản về thư ký Hội đồng trước giờ họp.",
    ]
    return _framed(
        sender, session, PaperType.INVITATION, subject=f"Họp xét khen thưởng phong trào thi đua “{drive.name}”",
        content=_paragraphs(*lines), closing=("Rất mong các đồng chí đến dự đầy đủ, đúng giờ./.",),
        recipients=("Như trên", "Lưu: VT"),
    )  # fmt: skip


def minutes(material: Material, sender: Sender) -> Paper:
    """Biên bản (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9): who came, what was said, each ballot with its share."""
    session = material.session
    place = place_of(session.drive.area)
    ends = f"{session.ended_at:%H} giờ {session.ended_at:%M} phút" if session.ended_at else DOTS
    return _framed(
        sender, session, PaperType.MINUTES, place=None, month=None, year=None,
        subject=f"Họp Hội đồng Thi đua - Khen thưởng {place} xét khen thưởng phong trào thi đua “{session.drive.name}”",
        content=(
            *_opening(material),
            Section("I", "NỘI DUNG", _paragraphs(
                f"Hội đồng xem xét thành tích và hồ sơ của {_whom(material.nominations)} được đề nghị khen thưởng trong phong trào "
                f"thi đua “{session.drive.name}”."
            )),
            Section("II", "Ý KIẾN THẢO LUẬN", _paragraphs(*_discussion(session))),
            Section("III", "KẾT QUẢ BỎ PHIẾU", _votes(material.lines)),
            Section("IV", "KẾT LUẬN", _paragraphs(*_conclusion(material.lines, place))),
        ),
        closing=(f"Cuộc họp kết thúc lúc {ends} cùng ngày. Biên bản được đọc cho các thành viên cùng nghe và thống nhất ký tên./.",),
        recipients=("Thành viên Hội đồng", "Lưu: VT"),
        left_signature=Signature(None, "THƯ KÝ", session.secretary or None),
        signature=Signature(None, "CHỦ TỌA", session.chair or None),
    )  # fmt: skip


def submission(material: Material, sender: Sender) -> Paper:
    """Tờ trình to the chairman of the commune's people's committee, with the list of those who passed."""
    session = material.session
    place = place_of(session.drive.area)
    chairman = f"Chủ tịch Ủy ban nhân dân {place}"
    passed = [line.ballot.nomination for line in material.lines if line.ballot.passed]
    minutes_said = (
        f"Biên bản số {material.minutes}" if material.minutes else f"Biên bản họp ngày {vndate(session.held_on)}"
    )
    asked = f"xem xét, quyết định khen thưởng {_whom(passed)}"
    lead = f"Ngày {vndate(session.held_on)}, Hội đồng Thi đua - Khen thưởng {place} đã họp, bỏ phiếu xét khen thưởng. Hội đồng"
    return _framed(
        sender, session, PaperType.PROPOSAL, subject=f"Đề nghị khen thưởng trong phong trào thi đua “{session.drive.name}”",
        addressees=(chairman,),
        preamble=(f"{lead} kính trình {chairman} như sau:",),
        content=(
            Section("I", "KẾT QUẢ XÉT", _paragraphs(
                f"Số trường hợp đưa ra xét: {len(material.lines)}; được Hội đồng thông qua: {len(passed)}.",
                "Tỷ lệ phiếu của từng trường hợp ghi tại biên bản họp.",
            )),
            Section("II", "ĐỀ NGHỊ", (
                Paragraph(f"Kính đề nghị {chairman} {asked}:"), _passed_table(passed),
                Paragraph(f"Hồ sơ kèm theo gồm: báo cáo thành tích của từng trường hợp; {minutes_said}."),
            )),
        ),
        closing=(f"Hội đồng Thi đua - Khen thưởng {place} kính trình {chairman} xem xét, quyết định./.",),
        recipients=("Như trên", "Thành viên Hội đồng", "Lưu: VT"),
    )  # fmt: skip


def _framed(sender: Sender, session: Session, kind: PaperType, **values: object) -> Paper:
    issuer = sender.issuer
    head = {
        "style": cast("Style", issuer.style), "parent_body": issuer.letterhead_parent or None,
        "issuing_body": issuer.letterhead or issuer.name, "symbol": numbering.symbol(issuer, kind),
        "place": issuer.place or None, "month": sender.today.month, "year": sender.today.year, "type": kind.label.upper(),
        "signature": _signature(sender, session, kind),
    }  # fmt: skip
    return Paper(**{**head, **values})  # type: ignore[arg-type]


def _signature(sender: Sender, session: Session, kind: PaperType) -> Signature:
    """Whoever signs for the issuer; what the council asks of the chairman is signed for the council by who chaired."""
    signer = sender.signer
    if signer is not None and (sender.own or kind == PaperType.INVITATION):
        return Signature(signer.post.authority or None, signer.post.title, signer.full_name)
    return Signature(_SIGNS_FOR, "CHỦ TỊCH HỘI ĐỒNG", session.chair or None)


def _paragraphs(*lines: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line) for line in lines)


def _member(row: Attendance) -> str:
    return ", ".join(filter(None, (row.full_name, row.post, row.duty)))


def _whom(nominations: Sequence[Nomination]) -> str:
    """ "02 tập thể, 03 cá nhân"; "không có trường hợp nào" for none."""
    words = {AwardFor.COLLECTIVE: "tập thể", AwardFor.INDIVIDUAL: "cá nhân", AwardFor.HOUSEHOLD: "hộ gia đình"}
    counts = [(sum(row.form.given_to == given for row in nominations), word) for given, word in words.items()]
    return ", ".join(f"{count:02d} {word}" for count, word in counts if count) or "không có trường hợp nào"


def _opening(material: Material) -> tuple[Block, ...]:
    session, rows = material.session, material.attendance
    at = f"{session.held_at:%H} giờ {session.held_at:%M} phút, " if session.held_at else ""
    day = printed_date(session.held_on.day, session.held_on.month, session.held_on.year)
    present = [row for row in rows if row.present]
    written = [row for row in rows if row.written]
    absent = [row for row in rows if not row.present and not row.written]
    counted = f"tổng số thành viên Hội đồng {len(rows)}; có mặt {len(present)}; vắng mặt {len(rows) - len(present)}, "
    counted += f"trong đó gửi ý kiến bằng văn bản {len(written)}"
    lines = [
        f"Thời gian bắt đầu: {at}{day}.", f"Địa điểm: {session.place}.",
        f"Chủ trì: {session.chair or DOTS}; thư ký: {session.secretary or DOTS}.",
        f"Thành phần: {counted}.",
    ]  # fmt: skip
    for title, group in (
        ("Có mặt", present),
        ("Vắng mặt, gửi ý kiến bằng văn bản", written),
        ("Vắng mặt, không gửi ý kiến", absent),
    ):
        if group:
            lines.append(f"{title}: {'; '.join(_member(row) for row in group)}.")
    return _paragraphs(*lines)


def _discussion(session: Session) -> list[str]:
    lines = [line.strip(" -") for line in session.discussion.splitlines() if line.strip(" -")]
    return [f"- {line.rstrip(' .;')}." for line in lines] or [DOTS]


def _votes(lines: Sequence[BallotLine]) -> tuple[Block, ...]:
    head = ("TT", "Tên, hình thức đề nghị", "Phát ra", "Thu về", "Hợp lệ", "Đồng ý", "Tỷ lệ", "Kết quả")
    rows = []
    for place, line in enumerate(lines, 1):
        ballot = line.ballot
        rows.append((
            str(place), f"{ballot.nomination.name}: {ballot.nomination.form.name}", str(ballot.issued), str(ballot.returned),
            str(ballot.valid), str(ballot.agreed), line.share, "Thông qua" if ballot.passed else "Không thông qua",
        ))  # fmt: skip
    table = Table(rows=(head, *rows), widths=(0.06, 0.32, 0.08, 0.08, 0.08, 0.08, 0.15, 0.15), align="clrrrrcl")
    needed = dict.fromkeys(f"- {form_title(line.ballot.nomination.form)}: {line.needed}." for line in lines)
    asked = _paragraphs("Tỷ lệ phiếu đồng ý cần có:", *needed)
    return (Paragraph("Hội đồng bỏ phiếu; kết quả kiểm phiếu như sau:"), table, *asked)


def _conclusion(lines: Sequence[BallotLine], place: str) -> list[str]:
    passed = [line.ballot.nomination for line in lines if line.ballot.passed]
    failed = [line.ballot.nomination for line in lines if not line.ballot.passed]
    said = []
    if passed:
        said.append(f"Hội đồng thống nhất trình Chủ tịch Ủy ban nhân dân {place} khen thưởng {_whom(passed)}:")
        said += [f"- {row.name}: {row.form.name}." for row in passed]
    if failed:
        said.append(f"Không thông qua: {'; '.join(row.name for row in failed)}.")
    return said or [DOTS]


def _passed_table(passed: Sequence[Nomination]) -> Table:
    head = ("TT", "Tên", "Chức vụ, địa chỉ", "Hình thức đề nghị", "Thành tích")
    rows = [
        (str(place), row.name, row.post or str(row.area), row.form.name, row.citation)
        for place, row in enumerate(passed, 1)
    ]
    return Table(rows=(head, *rows), widths=(0.06, 0.22, 0.2, 0.22, 0.3), align="cllll")
