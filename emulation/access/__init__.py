"""May this person see this drive, report on it, score it? The only doors to drives, by subject."""
