"""What composing gives: the paper, and each of its passages with the data's own wording and the person's."""

from __future__ import annotations

from dataclasses import dataclass

from documents.context import Paper


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, heading or table row of a composed paper.

    `key` is stable while the row it comes from lives ("target:12", "purpose.1"); `slug` names the part of the form where its
    data stand. `generated` is what the data say today, `text` what is printed; they differ where a person worded it.
    """

    key: str
    slug: str
    generated: str
    text: str
    #: What the data said when the person worded it; None where nobody did.
    basis: str | None = None

    @property
    def edited(self) -> bool:
        return self.basis is not None

    @property
    def stale(self) -> bool:
        """The data say something else today than when the person worded it."""
        return self.basis is not None and self.basis != self.generated


@dataclass(frozen=True, slots=True)
class Composition:
    paper: Paper
    passages: tuple[Passage, ...]
