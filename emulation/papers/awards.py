"""The decision on awards with its list, its workbook, and the table of awards by unit: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from areas.models import Area, Organisation, PostHolder
from core.formats import money, vndate
from core.sheets import Column, Sheet
from documents import numbering
from documents.context import Appendix, Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType
from emulation.enums import AwardFor
from emulation.models import Award, AwardForm, Session

if TYPE_CHECKING:
    from documents.context import Style

_ORDER = (AwardFor.COLLECTIVE, AwardFor.INDIVIDUAL, AwardFor.HOUSEHOLD)
_COUNT_WORDS = {AwardFor.COLLECTIVE: "tập thể", AwardFor.INDIVIDUAL: "cá nhân", AwardFor.HOUSEHOLD: "hộ gia đình"}


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides and on what."""

    issuer: Organisation
    signer: PostHolder | None
    today: date
    bases: Sequence[str]
    session: Session
    #: Its number, "05/TTr-HĐTĐKT"; empty where it is not issued here.
    submission: str = ""


def place_of(area: Area) -> str:
    """ "xã An Bình", inside a sentence."""
    return f"{area.kind_word} {area.name}"


def in_order(awards: Iterable[Award]) -> list[Award]:
    """As the list has them: collectives, persons, households; in each by form and name."""
    return sorted(
        awards,
        key=lambda row: (
            _ORDER.index(AwardFor(row.nomination.form.given_to)), row.nomination.form.position, row.nomination.sort_key,
            row.nomination.pk,
        ),
    )  # fmt: skip


def counted_words(awards: Sequence[Award]) -> str:
    """ "03 tập thể, 05 cá nhân"."""
    counts = {given: sum(row.nomination.form.given_to == given for row in awards) for given in _ORDER}
    return ", ".join(f"{count:02d} {_COUNT_WORDS[given]}" for given, count in counts.items() if count)


def decision_paper(deciding: Deciding, awards: Sequence[Award]) -> Paper:
    """Quyết định khen thưởng of the chairman (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2); the list is its appendix."""
    issuer, drive = deciding.issuer, deciding.session.drive
    place = place_of(drive.area)
    council = f"Hội đồng Thi đua - Khen thưởng {place}"
    asked = f"tại Tờ trình {deciding.submission} " if deciding.submission else ""
    held = deciding.session.held_on
    minutes = f"Biên bản họp ngày {vndate(held)}"
    total = sum(row.bonus or 0 for row in awards)
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.DECISION),
        place=issuer.place or None, month=deciding.today.month, year=deciding.today.year,
        type=PaperType.DECISION.label.upper(),
        subject=f"Về việc khen thưởng {_whom(awards)} có thành tích trong phong trào thi đua “{drive.name}”",
        deciding_authority=f"Chủ tịch Ủy ban nhân dân {place}",
        legal_bases=tuple(deciding.bases),
        preamble=(f"Theo đề nghị của {council} {asked}và {minutes}.",),
        content=(
            Section("Điều 1", None, (
                Paragraph(
                    f"Khen thưởng {counted_words(awards)} đã có thành tích trong phong trào thi đua “{drive.name}” "
                    "(có danh sách kèm theo)."
                ),
            )),
            Section("Điều 2", None, (Paragraph(_money_words(awards, total)),)),
            Section("Điều 3", None, (
                Paragraph(
                    f"Quyết định này có hiệu lực kể từ ngày ký. Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, {council}, các "
                    "đơn vị liên quan và tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
                ),
            )),
        ),
        recipients=("Như Điều 3", "Thường trực Đảng ủy, Hội đồng nhân dân xã", "Lưu: VT"),
        signature=_own_signature(deciding.signer),
        appendices=(Appendix("Phụ lục", "Danh sách khen thưởng", (_list(awards),)),),
    )  # fmt: skip


def _whom(awards: Sequence[Award]) -> str:
    """ "tập thể, cá nhân": those kinds of receivers that there are."""
    given = {row.nomination.form.given_to for row in awards}
    return ", ".join(word for kind, word in _COUNT_WORDS.items() if kind in given)


def _own_signature(signer: PostHolder | None) -> Signature:
    """The chairman signs in his own name: without "TM. ỦY BAN NHÂN DÂN"; a deputy keeps "KT. CHỦ TỊCH"."""
    if signer is None:
        return Signature(None, "CHỦ TỊCH", None)
    lines = [line for line in signer.post.authority.splitlines() if not line.strip().upper().startswith("TM.")]
    return Signature("\n".join(lines) or None, signer.post.title, signer.full_name)


def _money_words(awards: Sequence[Award], total: int) -> str:
    open_ = sum(row.bonus is None for row in awards)
    if not total:
        return "Mức tiền thưởng thực hiện theo quy định hiện hành."
    said = f"Tiền thưởng kèm theo: {money(total)} đồng, mức của từng trường hợp tại danh sách; "
    said += "trích từ quỹ thi đua, khen thưởng của đơn vị theo quy định."
    return said + (f" Mức thưởng của {open_} trường hợp còn lại theo quy định hiện hành." if open_ else "")


def _list(awards: Sequence[Award]) -> Table:
    head = ("Số sổ vàng", "Tên", "Chức vụ, địa chỉ", "Hình thức khen", "Tiền thưởng (đồng)")
    rows = [
        (
            str(row.position), row.nomination.name, row.nomination.post or str(row.nomination.area),
            row.nomination.form.name, "" if row.bonus is None else money(row.bonus),
        )
        for row in awards
    ]  # fmt: skip
    total = _total(awards)
    rows.append(("", "Cộng", "", f"{len(awards)} trường hợp", "" if total is None else money(total)))
    return Table(rows=(head, *rows), widths=(0.09, 0.27, 0.22, 0.26, 0.16), align="clllr")


def _total(awards: Sequence[Award]) -> int | None:
    """What the known bonuses add up to, in đồng; None where no bonus is established."""
    known = [row.bonus for row in awards if row.bonus is not None]
    return sum(known) if known else None


# --- Workbooks ---


def award_sheet(awards: Sequence[Award]) -> Sheet:
    """The list of a decision, with how each bonus was computed."""
    columns = (
        Column("Số sổ vàng", 8, kind="number"), Column("Tên", 32), Column("Chức vụ, địa chỉ", 30), Column("Địa bàn", 20),
        Column("Hình thức khen", 36), Column("Tặng cho", 14), Column("Thành tích", 46),
        Column("Tiền thưởng (đồng)", 14, kind="money"), Column("Cách tính", 24), Column("Ghi chú", 30),
    )  # fmt: skip
    return Sheet("Danh sách khen thưởng", columns, _award_rows(awards))


def _award_rows(awards: Sequence[Award]) -> Iterable[tuple[Any, ...]]:
    for row in awards:
        found = row.nomination
        yield (
            row.position, found.name, found.post, str(found.area), found.form.name, found.form.get_given_to_display(),
            found.citation, row.bonus, row.bonus_basis, row.bonus_note,
        )  # fmt: skip
    yield ("", "Cộng", "", "", "", "", "", _total(awards), "", "")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One unit: how many awards in all, and of each form in the order of the columns."""

    name: str
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AwardTable:
    forms: Sequence[AwardForm]
    rows: Sequence[TableRow]
    total: TableRow


def award_table(
    counts: Iterable[Mapping[str, Any]], forms: Sequence[AwardForm], units: Mapping[tuple[int, int | None], str]
) -> AwardTable:  # fmt: skip
    """Units (by area and body, in the order of `units`) × forms of award that were given; sums of rows and columns agree."""
    cells: dict[tuple[int, int | None], dict[int, int]] = {}
    for row in counts:
        key = (row["nomination__area"], row["nomination__entry__organisation"])
        cells.setdefault(key, {})[row["nomination__form"]] = row["n"]
    given = {form for unit in cells.values() for form in unit}
    shown = [form for form in forms if form.pk in given]
    rows = [_table_row(name, cells[key], shown) for key, name in units.items() if key in cells]
    sums = tuple(sum(row.counts[place] for row in rows) for place in range(len(shown)))
    return AwardTable(shown, rows, TableRow("Cộng", sum(sums), sums))


def _table_row(name: str, cells: Mapping[int, int], forms: Sequence[AwardForm]) -> TableRow:
    counts = tuple(cells.get(form.pk, 0) for form in forms)
    return TableRow(name, sum(counts), counts)


def form_title(form: AwardForm) -> str:
    """A form's name with whom it is for: commendations of one name differ by that."""
    return f"{form.name} ({form.get_given_to_display().lower()})"


def table_sheet(table: AwardTable) -> Sheet:
    """STT | tên đơn vị | tổng số | one column a form."""
    columns = (
        Column("STT", 6, kind="number"), Column("Tên đơn vị", 34), Column("Tổng số", 10, kind="number"),
        *(Column(form_title(form), 18, kind="number") for form in table.forms),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [(place, row.name, row.total, *row.counts) for place, row in enumerate(table.rows, 1)]
    rows.append((None, table.total.name, table.total.total, *table.total.counts))
    return Sheet("Tổng hợp khen thưởng", columns, rows)
