"""Official papers, their numbers, their files, what they cite and whom they went to."""

from documents.models.circulation import Basis, CitedDocument, Delivery
from documents.models.papers import Document, NumberSeries, Rendition, SignedCopy, StoredFile

__all__ = ["Basis", "CitedDocument", "Delivery", "Document", "NumberSeries", "Rendition", "SignedCopy", "StoredFile"]
