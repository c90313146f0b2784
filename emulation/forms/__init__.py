"""Forms of drives, by subject."""
