"""Reading of drives, by subject: querysets and sums, no writing."""
