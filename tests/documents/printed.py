"""Words and looks of finished files: what the tests read back from PDF, Word and HTML."""

from __future__ import annotations

import io
import subprocess
from html.parser import HTMLParser
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from documents.check import read_pdf
from documents.check.read import Measured
from documents.context import Paper, Table, walk


def pdf_words(data: bytes, *, whole: bool = False) -> list[str]:
    """The words in the order of the file; `whole` also those in the top and bottom margins."""
    window = [] if whole else ["-x", "0", "-y", "50", "-W", "900", "-H", "735"]
    made = subprocess.run(["pdftotext", "-raw", *window, "-", "-"], input=data, capture_output=True, check=True)
    return made.stdout.decode().split()


def word_words(data: bytes) -> list[str]:
    """The words of the body, tables included, in the order of the file."""
    return _texts(Document(io.BytesIO(data)).element.body)


def without_headers(words: list[str], paper: Paper) -> list[str]:
    """The words without the header rows of tables, which a PDF repeats on every page."""
    text = f" {' '.join(words)} "
    blocks = [*walk(paper.content), *(block for part in paper.appendices for block in walk(part.content))]
    for table in (block for block in blocks if isinstance(block, Table)):
        header = " ".join(cell for row in table.rows[: table.header_rows] for cell in row)
        text = text.replace(f" {header} ", " ")
    return text.split()


def word_margin_words(data: bytes) -> list[str]:
    section = Document(io.BytesIO(data)).sections[0]
    return [*_texts(section.first_page_header._element), *_texts(section.first_page_footer._element)]


def _texts(element: object) -> list[str]:
    nodes = element.iter(qn("w:t"), qn("w:br"), qn("w:p"))  # type: ignore[attr-defined]
    words = [node.text or "" if node.tag == qn("w:t") else " " for node in nodes]
    return "".join(words).split()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.skipped = 0
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        name = dict(attrs).get("class") or ""
        if tag in {"style", "title"} or "p-draft" in name or "p-foot" in name:
            self.skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag in {"style", "title", "p"}:
            self.skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.words += [data]


def html_words(text: str) -> list[str]:
    return "".join(_read_html(text).words).split()


def html_tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    return _read_html(text).tags


def _read_html(text: str) -> _Words:
    parser = _Words()
    # Cells stand side by side without a space between them.
    parser.feed(text.replace("</td>", "</td> ").replace("</th>", "</th> ").replace("</p>", "</p> "))
    return parser


def measured(data: bytes) -> Measured:
    return read_pdf(data)


def to_pdf(word: bytes, folder: Path) -> bytes:
    """The Word file as LibreOffice prints it."""
    source = folder / "van-ban.docx"
    source.write_bytes(word)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'lo').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return source.with_suffix(".pdf").read_bytes()
