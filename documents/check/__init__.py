"""Measuring a finished PDF against the decree: what a clerk would check with a ruler."""

from __future__ import annotations

from documents.check.catalogue import catalogue_departures
from documents.check.departure import Departure
from documents.check.ending import ending_departures
from documents.check.head import head_departures
from documents.check.page import page_departures
from documents.check.read import Measured, read_pdf
from documents.check.text import text_departures
from documents.nd30 import profile_of

__all__ = ["Departure", "Measured", "check_pdf", "measure", "read_pdf"]


def check_pdf(data: bytes) -> list[Departure]:
    """Every departure of a PDF from Nghị định 30/2020/NĐ-CP by its own style profile, in reading order.

    A PDF that does not name its style is judged as the state's. Raises RuleError with one sentence for
    what cannot be measured: no PDF, encrypted, broken, a scan without text.
    """
    return measure(read_pdf(data))


def measure(paper: Measured) -> list[Departure]:
    """The departures of an already read PDF."""
    profile = profile_of(paper.style)
    return [
        *catalogue_departures(paper),
        *page_departures(paper, profile),
        *head_departures(paper, profile),
        *text_departures(paper, profile),
        *ending_departures(paper, profile),
    ]
