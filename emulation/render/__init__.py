"""From plain data to finished files."""
