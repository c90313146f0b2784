"""What the pages of reports let people type."""
