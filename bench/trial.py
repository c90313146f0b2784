"""All long trials: `make trial`, with KILLS, NUMBERS, CLERKS, RECEIPTS, RECEIPT_CLERKS, COMMUNES, ROUND_CLERKS, VILLAGES, REMINDER_DAYS, OUTAGE_PEOPLE, WALK_COMMUNES, WALK_ROUNDS and WALK_STEPS in the environment for their sizes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIALS = (
    "bench.trial_numbers",
    "bench.trial_receipts",
    "bench.trial_rounds",
    "bench.trial_reports",
    "bench.trial_reminders",
    "bench.trial_kills",
    "bench.trial_broker",
    "bench.trial_walk",
)


def main() -> int:
    return max(subprocess.run([sys.executable, "-m", trial], cwd=ROOT, check=False).returncode for trial in TRIALS)


if __name__ == "__main__":
    sys.exit(main())
