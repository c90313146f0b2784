"""From one frozen context to paper: HTML, PDF and Word that agree word for word."""

from __future__ import annotations

from documents.context import Paper

FORMATS = ("pdf", "docx", "html")


def render(paper: Paper, fmt: str) -> bytes:
    """The paper as the bytes of a file: "pdf" (PDF/A-3a), "docx" or "html" (UTF-8).

    The same paper gives the same bytes each time; nothing is read from the network. Raises ValueError
    for another format.
    """
    # Each format loads only its own library: WeasyPrint takes more than a second.
    if fmt == "pdf":
        from documents.render.pdf import render_pdf

        return render_pdf(paper)
    if fmt == "docx":
        from documents.render.docx import render_docx

        return render_docx(paper)
    if fmt == "html":
        from documents.render.html import render_html

        return render_html(paper).encode()
    raise ValueError(f"no such format: {fmt}")
