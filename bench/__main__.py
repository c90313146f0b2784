"""All measurements: `python -m bench`, or only those named: `python -m bench papers`."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = ["papers", "timeline", "compose_part", "scorecards", "contributions", "due", "overview"]


def main(names: list[str]) -> int:
    """Run the measurements one after another; a target that is missed is said in its table. 2 for an unknown name."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(BENCHES)}.\n")
        return 2
    for name in names or BENCHES:
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
