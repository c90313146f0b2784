"""Rules of emulation that need no database: when a report is due, how marks become a ranking, what a bonus is."""
