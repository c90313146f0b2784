"""Official papers, their numbers, their files, what they cite and whom they went to."""

from documents.models.circulation import Basis, CitedDocument, Delivery
from documents.models.papers import Document, NumberSeries, Rendition, SignedCopy, StoredFile
from documents.models.schedules import ScheduledExport, ScheduledRun

__all__ = [
    "Basis", "CitedDocument", "Delivery", "Document", "NumberSeries", "Rendition", "ScheduledExport", "ScheduledRun", "SignedCopy",
    "StoredFile",
]  # fmt: skip
