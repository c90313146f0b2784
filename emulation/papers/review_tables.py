"""The tables of a drive's report. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from core.formats import DASH, money, number, percent, vndate
from documents.context import Table
from emulation.papers.awards import form_title
from emulation.papers.scoring import cells_of_totals
from emulation.queries.progress import share_done
from emulation.queries.reviews import EntryFact, WorkFact

if TYPE_CHECKING:
    from contributions.ledger import Totals
    from contributions.models import Campaign
    from emulation.models import Award, RankRow


def _share(share: Decimal | None) -> str:
    return DASH if share is None else percent(share * 100, 1)


def kind_table(works: Sequence[WorkFact]) -> Table:
    """Works of the same words and unit over all entries, the first met first."""
    sums: dict[tuple[str, str], tuple[str, set[int], Decimal, Decimal]] = {}
    for row in works:
        task = row.work.task
        text = " ".join(task.text.split())
        key = (text.lower(), (task.measure or "").lower())
        shown, entries, volume, done = sums.get(key, (text, set(), Decimal(0), Decimal(0)))
        sums[key] = (shown, entries | {row.work.entry_id}, volume + (task.volume or 0), done + row.done.quantity)
    head = ("TT", "Việc", "Đơn vị tính", "Số đơn vị", "Đăng ký", "Đã làm", "Tỷ lệ")
    rows = [
        (str(place), text, measure or DASH, number(len(entries)), number(volume) if volume else DASH, number(done),
         _share(share_done(volume, done)))
        for place, ((_, measure), (text, entries, volume, done)) in enumerate(sums.items(), 1)
    ]  # fmt: skip
    return Table((head, *rows), widths=(0.07, 0.35, 0.12, 0.1, 0.12, 0.12, 0.12), align="clccrrr")


def entry_table(entries: Sequence[EntryFact]) -> Table:
    head = (
        "TT",
        "Đơn vị",
        "Số việc",
        "Khối lượng bình quân",
        "Báo cáo đúng hạn/đến hạn",
        "Ảnh",
        "Lượt người",
        "Ngày công",
    )
    rows = [
        (
            str(place), row.entry.name, number(len(row.works)), _share(row.share), f"{row.on_time}/{row.due}" if row.due else DASH,
            number(row.photos), number(row.people), number(row.labour_days),
        )
        for place, row in enumerate(entries, 1)
    ]  # fmt: skip
    total = (
        "", "Cộng", number(sum(len(row.works) for row in entries)), "",
        f"{sum(row.on_time for row in entries)}/{sum(row.due for row in entries)}", number(sum(row.photos for row in entries)),
        number(sum(row.people for row in entries)), number(sum((row.labour_days for row in entries), Decimal(0))),
    )  # fmt: skip
    return Table((head, *rows, total), widths=(0.07, 0.25, 0.09, 0.14, 0.16, 0.08, 0.1, 0.11), align="clcrcrrr")


def work_table(entries: Sequence[EntryFact]) -> Table:
    head = ("TT", "Đơn vị", "Việc", "Đơn vị tính", "Đăng ký", "Đã làm", "Tỷ lệ", "Hạn")
    rows: list[tuple[str, ...]] = []
    for entry in entries:
        for work in entry.works:
            task = work.work.task
            rows.append(
                (
                    str(len(rows) + 1), entry.entry.name, " ".join(task.text.split()), task.measure or DASH,
                    number(task.volume) if task.volume else DASH, number(work.done.quantity), _share(work.share),
                    vndate(task.deadline),
                )
            )  # fmt: skip
    return Table((head, *rows), widths=(0.06, 0.16, 0.24, 0.09, 0.1, 0.1, 0.1, 0.15), align="cllcrrrc")


def card_table(entries: Sequence[EntryFact]) -> Table:
    head = ("TT", "Đơn vị", "Phiếu tiêu chí", "Đạt/tổng số tiêu chí")
    rows = [(entry.entry.name, str(card.card), f"{card.met}/{card.total}") for entry in entries for card in entry.cards]
    return Table(
        (head, *((str(place), *row) for place, row in enumerate(rows, 1))), widths=(0.07, 0.3, 0.43, 0.2), align="cllc"
    )


def campaign_table(campaigns: Sequence[tuple[Campaign, Totals]]) -> Table:
    """Everything given in each linked campaign, not only in these days: the books are kept by campaign."""
    head = ("TT", "Đợt vận động", "Tiền (đồng)", "Ngày công", "Ngày công quy tiền (đồng)", "Tổng giá trị (đồng)")
    rows = [
        (str(place), row.name, money(totals.given.money), number(totals.given.labour_days), money(totals.given.labour),
         money(totals.given.total))
        for place, (row, totals) in enumerate(campaigns, 1)
    ]  # fmt: skip
    return Table((head, *rows), widths=(0.07, 0.33, 0.15, 0.11, 0.17, 0.17), align="clrrrr")


def rank_table(rows: Sequence[RankRow]) -> Table:
    head = ("Hạng", "Đơn vị", "Tổng điểm")
    totals = cells_of_totals([row.points for row in rows])
    told = ((str(row.place), row.name, number(total, 4)) for row, total in zip(rows, totals, strict=True))
    return Table((head, *told), widths=(0.15, 0.6, 0.25), align="clr")


def award_words(awards: Sequence[Award]) -> list[str]:
    """ "Giấy khen … (cá nhân): 5; tiền thưởng 3.800.000 đồng." a line each form."""
    counts: Counter[str] = Counter()
    bonus: Counter[str] = Counter()
    for award in awards:
        title = form_title(award.nomination.form)
        counts[title] += 1
        bonus[title] += award.bonus or 0
    return [
        f"- {title}: {number(count)}" + (f"; tiền thưởng {money(bonus[title])} đồng." if bonus[title] else ".")
        for title, count in counts.items()
    ]
