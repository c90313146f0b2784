"""`format_paper` and `render_document`: from an old file, or a stored document, to a correct paper."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from documents.check import check_pdf
from documents.context import Appendix, Paper, Paragraph, Section, Signature, Table
from documents.render import render
from tests.documents import printed

REAL = Path(os.environ.get("NTM_PLANS_DIR", settings.BASE_DIR / "../shared/plans"))
OWN = Path(settings.BASE_DIR) / "tests/plans"
PLANS = [*sorted(REAL.glob("*.txt")), *sorted(OWN.glob("*.txt"))]


def manage(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, args)],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def content_words(text: str) -> Counter[str]:
    """What a sentence says: letters and figures without marks, markdown, blanks and case; "04" is "4"."""
    plain = unicodedata.normalize("NFC", text).replace("[bookmark: _GoBack]", " ").lower()
    return Counter(word.lstrip("0") for word in re.findall(r"\w+", plain) if word.lstrip("0"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_plan_becomes_official_paper_with_no_sentence_lost(plan: Path, tmp_path: Path) -> None:
    for format in ("pdf", "docx"):
        told = manage("format_paper", plan, "--out", tmp_path / f"plan.{format}")
        assert (told.returncode, told.stderr) == (0, "")
    pdf, word = (tmp_path / "plan.pdf").read_bytes(), (tmp_path / "plan.docx").read_bytes()

    words = printed.pdf_words(pdf)
    # A line may end inside a symbol ("96/2019/TT-" "BTC"), so the letters are compared, not the words.
    assert "".join(printed.word_words(word)) == "".join(words)
    source = content_words(plan.read_text(encoding="utf-8"))
    assert source - content_words(" ".join(words)) == Counter()
    assert [item.message for item in check_pdf(pdf)] == []


def test_the_word_file_of_a_plan_keeps_all_words_in_another_program(tmp_path: Path) -> None:
    for plan in PLANS[:3]:
        word = tmp_path / "van-ban.docx"
        assert manage("format_paper", plan, "--out", word).returncode == 0
        data = word.read_bytes()
        assert "".join(printed.pdf_words(printed.to_pdf(data, tmp_path))) == "".join(printed.word_words(data))


def test_wrong_files_and_endings_get_one_sentence(tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("KẾ HOẠCH\nTrồng hoa\n\nI. NỘI DUNG\n\nTrồng hoa.\n", encoding="utf-8")
    for args, sentence in (
        ((plan, "--out", tmp_path / "x.odt"), "đuôi .pdf, .docx hoặc .html"),
        ((tmp_path / "khong.txt", "--out", tmp_path / "x.pdf"), "Không thấy tệp"),
        ((tmp_path, "--out", tmp_path / "x.pdf"), "là thư mục"),
        ((plan, "--out", tmp_path / "khong" / "x.pdf"), "Không ghi được tệp"),
    ):
        told = manage("format_paper", *args)
        assert told.returncode == 1
        assert len(told.stderr.strip().splitlines()) == 1
        assert sentence in told.stderr
    assert manage("format_paper", plan).returncode == 2


def test_a_saved_page_needs_nothing_else(tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("KẾ HOẠCH\nTrồng hoa\n\nI. NỘI DUNG\n\nTrồng hoa <b>đẹp</b>.\n", encoding="utf-8")
    assert manage("format_paper", plan, "--out", tmp_path / "x.html").returncode == 0
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;đẹp&lt;/b&gt;" in page
    assert "Trồng hoa" in page


# --- any text at all ---

TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "url(http://a.example/)",
        "]]>",
        "&amp;",
        "./.",
        "\x00\x0b",
        "…" * 300,
        "a" * 400,
    ]
)
OPTIONAL = st.none() | TEXTS
TAGS = {
    "html", "head", "meta", "title", "style", "body", "article", "div", "p", "span", "b", "br", "h1", "h2", "h3",
    "section", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "svg",
    "path",
}  # fmt: skip
BLOCKS = st.recursive(
    st.builds(Paragraph, TEXTS)
    | st.builds(
        Table,
        st.lists(st.lists(TEXTS, max_size=4).map(tuple), max_size=4).map(tuple),
        header_rows=st.integers(0, 2),
        align=st.sampled_from(["", "lcr", "r"]),
        caption=OPTIONAL,
    ),
    lambda inner: st.builds(Section, OPTIONAL, OPTIONAL, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
CONTENTS = st.lists(BLOCKS, max_size=3).map(tuple)
SIGNATURES = st.none() | st.builds(Signature, OPTIONAL, OPTIONAL, OPTIONAL, OPTIONAL)
PAPERS = st.builds(
    Paper,
    style=st.sampled_from(["state", "front", "party"]),
    parent_body=OPTIONAL,
    issuing_body=OPTIONAL,
    number=OPTIONAL,
    symbol=OPTIONAL,
    place=OPTIONAL,
    day=st.none() | st.integers(1, 31),
    month=st.none() | st.integers(1, 12),
    year=st.none() | st.integers(1945, 2100),
    type=OPTIONAL,
    subject=OPTIONAL,
    addressees=LISTS,
    deciding_authority=OPTIONAL,
    legal_bases=LISTS,
    preamble=LISTS,
    content=CONTENTS,
    closing=LISTS,
    recipients=LISTS,
    signature=SIGNATURES,
    left_signature=SIGNATURES,
    appendices=st.lists(st.builds(Appendix, OPTIONAL, OPTIONAL, CONTENTS, st.booleans()), max_size=2).map(tuple),
    is_draft=st.booleans(),
    landscape=st.booleans(),
    check_code=OPTIONAL,
    check_url=OPTIONAL,
    uid=TEXTS,
)


@given(paper=PAPERS)
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_in_any_field_is_printed_as_text(paper: Paper) -> None:
    page = render(paper, "html").decode()
    names = {name for name, _ in printed.html_tags(page)}
    assert names <= TAGS
    assert printed.word_words(render(paper, "docx")) == printed.html_words(page)
    assert render(paper, "pdf").startswith(b"%PDF-1.7")


# --- stored documents ---


@pytest.mark.django_db
def test_an_unknown_document_gets_one_sentence(tmp_path: Path) -> None:
    from django.core.management import CommandError, call_command

    from core.errors import RuleError

    with pytest.raises((CommandError, RuleError), match="Không có văn bản số 999999"):
        call_command("render_document", "999999", format="pdf", out=tmp_path / "x.pdf")


def test_the_same_words_with_another_identity_are_another_file() -> None:
    paper = Paper(uid="a")
    assert render(paper, "pdf") == render(paper, "pdf")
    assert render(replace(paper, uid="b"), "pdf") != render(paper, "pdf")
