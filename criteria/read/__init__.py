"""Reading the files of criteria sets, without touching the database."""

from criteria.read.rows import CriterionRow, IndicatorRow, LevelRow, SetRow, VersionRow
from criteria.read.sets import read_folder, read_set

__all__ = [
    "CriterionRow",
    "IndicatorRow",
    "LevelRow",
    "SetRow",
    "VersionRow",
    "read_folder",
    "read_set",
]
