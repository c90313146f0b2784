"""Seconds and memory of papers: 1, 10, 11 and 50 pages and long lists, beside LibreOffice and Typst.

Each figure comes from a fresh process (`python -m bench.papers WHO WHAT`); rounds of rivals alternate.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.calibration import Figure, best, measure, report, table, target
from documents.context import Paper, Paragraph, Section, Signature, Table

_SENTENCE = (
    "- Tổ chức triển khai có hiệu quả các nội dung, nhiệm vụ của Chương trình trên địa bàn xã; định kỳ hằng tháng tổng "
    "hợp, báo cáo Ủy ban nhân dân xã để theo dõi, chỉ đạo kịp thời, bảo đảm đúng tiến độ và chất lượng đã đề ra."
)
#: Sections (a heading and four paragraphs) that fill so many pages.
_SECTIONS_A_PAGE = 2.7
PAPERS = ("1", "10", "11", "50")
LISTS = ("list-500", "list-2000")
ROUNDS = 3


def paper(pages: int) -> Paper:
    """A plan of about so many pages."""
    count = max(1, round(pages * _SECTIONS_A_PAGE - 2.6))
    work = tuple(
        Section(str(index), f"Nhiệm vụ thứ {index}", (Paragraph(_SENTENCE),) * 4) for index in range(1, count + 1)
    )
    return _plan((Section("I", "Nhiệm vụ và giải pháp", work),))


def long_list(rows: int) -> Paper:
    """A list of contributions with seven columns."""
    head = ("TT", "Họ và tên", "Thôn", "Ngày công", "Số tiền (đồng)", "Ngày thu", "Ghi chú")
    body = tuple(
        (str(index), "Trần Thị Ví Dụ", f"Thôn {index % 9}", str(index % 7), "1.500.000", "05/01/2024", "đủ")
        for index in range(1, rows + 1)
    )
    return _plan((Table((head, *body), align="clccrcl"),))


def _plan(content: tuple[Any, ...]) -> Paper:
    return Paper(
        issuing_body="Ủy ban nhân dân xã Đồng Tâm",
        number="4",
        symbol="KH-UBND",
        place="Đồng Tâm",
        day=5,
        month=1,
        year=2024,
        type="KẾ HOẠCH",
        subject="Thực hiện Chương trình xây dựng nông thôn mới năm 2024",
        content=content,
        closing=("Trên đây là Kế hoạch thực hiện Chương trình; yêu cầu các đơn vị thực hiện.",),
        recipients=("Đảng ủy, HĐND xã", "Các thôn", "Lưu: VT"),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    )


def subject(what: str) -> Paper:
    return long_list(int(what.removeprefix("list-"))) if what.startswith("list-") else paper(int(what))


# --- in the child ---


def _weasyprint(what: str) -> Callable[[], dict[str, Any]]:
    from documents.render.pdf import render_pdf

    made = subject(what)
    render_pdf(long_list(3))  # a worker is warm
    return lambda: _facts(render_pdf(made))


def _untuned(what: str) -> Callable[[], dict[str, Any]]:
    """The same list as WeasyPrint prints it without care: widths by content, wrapping, collapsed borders, usual gc."""
    from weasyprint import HTML

    from documents.render.html import render_for_print

    made = subject(what)
    html = render_for_print(made)
    for tuned, plain in (
        ("table-layout: fixed; border-collapse: separate;", "border-collapse: collapse;"),
        ("white-space: nowrap; }", "}"),
        ("border: .25pt", "border: .5pt"),
        (".p-w", ".unused-"),
    ):
        assert tuned in html, tuned
        html = html.replace(tuned, plain)
    HTML(string="<html lang=vi><p>x").write_pdf(pdf_variant="pdf/a-3a")
    return lambda: _facts(HTML(string=html).write_pdf(pdf_variant="pdf/a-3a"))


def _libreoffice(what: str) -> Callable[[], dict[str, Any]]:
    from documents.render.docx import render_docx

    folder = Path(tempfile.mkdtemp(prefix="ntm-bench-"))
    source = folder / "van-ban.docx"
    source.write_bytes(render_docx(subject(what)))
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]

    def convert() -> dict[str, Any]:
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True)
        return _facts(source.with_suffix(".pdf").read_bytes())

    convert()  # the first start makes the user's profile
    return convert


def _typst(what: str) -> Callable[[], dict[str, Any]]:
    from bench.typst_paper import compile_paper

    made = subject(what)
    return lambda: _facts(compile_paper(made))


def _facts(pdf: bytes) -> dict[str, Any]:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {"pages": len(opened.pages), "kb": len(pdf) / 1024}


CHILDREN = {"ntm": _weasyprint, "untuned": _untuned, "libreoffice": _libreoffice, "typst": _typst}
NAMES = {
    "ntm": "ntm (WeasyPrint)",
    "untuned": "WeasyPrint chưa chỉnh",
    "libreoffice": "LibreOffice, cùng tệp Word",
    "typst": "Typst, cùng nội dung",
}


def child(who: str, what: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ.setdefault("DEBUG", "1")
    import django

    django.setup()
    report(CHILDREN[who](what), repeat=3 if what in {"1", "10"} else 1)


# --- in the parent ---


def main() -> bool:
    """Measure, print the tables and the targets; True when all targets are kept."""
    figures: dict[tuple[str, str], list[Figure]] = {}
    for what in PAPERS + LISTS:
        rivals = [who for who in CHILDREN if who != "untuned" or what in LISTS]
        for _ in range(ROUNDS if what in PAPERS else 2):
            for who in rivals:
                figures.setdefault((who, what), []).append(measure("bench.papers", who, what))
    quickest = {key: best(rounds) for key, rounds in figures.items()}
    # What a person waits for: LibreOffice's start and its pauses are part of its time.
    waits = {key: min(figure.wall for figure in rounds) for key, rounds in figures.items()}
    _print_table(quickest)
    return _targets(quickest, waits["ntm", "11"] / waits["libreoffice", "11"])


def _print_table(figures: dict[tuple[str, str], Figure]) -> None:
    header = [
        "Văn bản",
        "Cách làm",
        "trang",
        "giây đồng hồ",
        "giây bộ xử lý",
        "vòng lặp chuẩn",
        "giây quy đổi",
        "so với ntm",
        "MB bộ nhớ",
        "KB tệp",
    ]
    rows = [
        [
            f"danh sách {what.removeprefix('list-')} dòng × 7 cột" if what in LISTS else f"khoảng {what} trang",
            NAMES[who],
            figure.facts["pages"],
            figure.wall,
            figure.seconds,
            figure.loop,
            figure.scaled,
            figure.scaled / figures["ntm", what].scaled,
            round(figure.peak_mb),
            round(figure.facts["kb"]),
        ]
        for (who, what), figure in figures.items()
    ]
    table("Văn bản và danh sách dài", header, rows)


def _targets(figures: dict[tuple[str, str], Figure], plan: float) -> bool:
    one, ten, fifty = (figures["ntm", what] for what in ("1", "10", "50"))
    growth = _a_page(ten, fifty) / _a_page(one, ten)
    tuned = figures["ntm", "list-2000"].scaled / figures["untuned", "list-2000"].scaled
    print()
    kept = [
        target("Chi phí thêm mỗi trang, từ 10 đến 50 trang so với từ 1 đến 10 trang", growth, 1.15),
        target("Kế hoạch 11 trang so với LibreOffice, theo đồng hồ", plan, 0.5),
        target("Danh sách 2.000 dòng so với chính nó khi chưa chỉnh", tuned, 0.55),
    ]
    return all(kept)


def _a_page(few: Figure, many: Figure) -> float:
    return (many.scaled - few.scaled) / (many.facts["pages"] - few.facts["pages"])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(*sys.argv[1:])
    else:
        sys.exit(not main())
