"""The same text set by Typst, a rival in the measurements; data go in as JSON, never into its source."""

from __future__ import annotations

import json
from dataclasses import asdict

from documents.context import Paper
from documents.render.columns import FONT_DIR
from documents.render.pieces import Grid, print_paper

_TEMPLATE = """
#set document(title: "Kế hoạch")
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 18mm),
  header: context if counter(page).get().first() > 1 { align(center, text(13pt, counter(page).display())) })
#set text(font: "Liberation Serif", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 12.7mm, all: true), leading: 0.6em, spacing: 1.05em)
#let paper = json(bytes(sys.inputs.paper))
#grid(columns: (43%, 57%), row-gutter: 8pt, align: center,
  paper.left.map(line => strong(line.text)).join(linebreak()),
  paper.right.map(line => strong(line.text)).join(linebreak()), paper.number.text, emph(paper.date.text))
#for line in paper.opening { align(center, strong(line.text)) }
#for piece in paper.body {
  if "rows" in piece {
    set par(justify: false, first-line-indent: 0pt)
    set text(12pt)
    table(columns: piece.share.map(share => share * 0.5%), stroke: .5pt,
      table.header(..piece.head.flatten().map(strong)), ..piece.rows.flatten())
  } else if piece.role in ("section", "clause") { heading(level: 2, text(14pt, piece.text)) } else { par(piece.text) }
}
#block(breakable: false, grid(columns: (50%, 50%), paper.recipients.map(line => line.text).join(linebreak()),
  align(center, paper.signature.map(line => strong(line.text)).join(linebreak()))))
"""


def compile_paper(paper: Paper) -> bytes:
    """The paper as PDF/A-3a by Typst with the project's fonts."""
    import typst

    printed = print_paper(paper)
    data = {
        name: [asdict(line) for line in getattr(printed, name)]
        for name in ("left", "right", "opening", "recipients", "signature")
    }
    body = [asdict(piece) | ({"rows": piece.rows} if isinstance(piece, Grid) else {}) for piece in printed.body]
    assert printed.number is not None, "only lists of the register are printed without a number"
    whole = {**data, "number": asdict(printed.number), "date": asdict(printed.date or printed.number), "body": body}
    return bytes(
        typst.compile(  # type: ignore[call-overload]  # its stub forgets that a source may come as bytes alone
            _TEMPLATE.encode(),
            font_paths=[str(FONT_DIR)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"paper": json.dumps(whole, ensure_ascii=False)},
            pdf_standards=["a-3a"],
        )
    )
