"""Words of one plan taken over into another: the plan's own year moves on, the place's name changes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from campaigns.read.outline import sentences
from documents.read.citations import find_citations

#: "(thứ bảy)" behind a day that has moved is no longer true.
_WEEKDAY = r"(?:\s*[,(]?\s*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật)\s*\)?)?"


@dataclass(frozen=True, slots=True)
class Shift:
    """From one plan's year and place to another's; a year of None moves nothing."""

    from_year: int | None
    to_year: int | None
    #: "xã An Bình" and what it is called in the new plan.
    from_place: str = ""
    to_place: str = ""

    @property
    def years(self) -> int:
        return self.to_year - self.from_year if self.from_year and self.to_year else 0

    def text(self, words: str) -> str:
        """The words with the plan's own year and days moved on, but for sentences that cite a document; other years stay."""
        moved = words
        if self.years and str(self.from_year) in words:
            for sentence in sentences(words):
                if not find_citations(sentence):
                    moved = moved.replace(sentence, self._moved(sentence))
        if self.from_place and self.from_place != self.to_place:
            for old, new in ((self.from_place, self.to_place), (self.from_place.upper(), self.to_place.upper())):
                moved = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new.replace("\\", ""), moved)
        return moved

    def day(self, on: date | None) -> date | None:
        """The same day as many years on; 29 February becomes the 28th."""
        if on is None or not self.years:
            return on
        try:
            return on.replace(year=on.year + self.years)
        except ValueError:
            return on.replace(year=on.year + self.years, day=28)

    def _moved(self, sentence: str) -> str:
        year = rf"{self.from_year}(?!\d)(?!\s*[-–]\s*\d)"
        sentence = re.sub(rf"(?<=năm )(?<!từ năm ){year}", str(self.to_year), sentence, flags=re.IGNORECASE)
        return re.sub(
            rf"(?<![\d-])(\d{{1,2}}/(?:\d{{1,2}}/)?){year}{_WEEKDAY}",
            rf"\g<1>{self.to_year}",
            sentence,
            flags=re.IGNORECASE,
        )
