"""May this person see, write or receive this report? By subject: reports.py (who writes), office.py (the office above)."""
