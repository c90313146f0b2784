"""Pages of drives, by subject."""
