"""healthcheck.py alive|database|broker|storage|worker|beat [ADDRESS]: exit code 0 when that is well. For containers.

Asks the web process at ADDRESS (default: this container); of worker and beat it knows what /readyz knows.
Only the standard library, so that a check every few seconds costs nothing.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request

TIMEOUT = 5


def ask(address: str) -> dict[str, object]:
    """The JSON that the web process answers, be it 200 or 503."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - our own address
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def main(what: str, web: str = "http://127.0.0.1:8000") -> int:
    try:
        if what == "alive":
            return 0 if ask(f"{web}/healthz")["status"] == "ok" else 1
        checks = ask(f"{web}/readyz")["checks"]
        return 0 if isinstance(checks, dict) and checks[what] else 1
    except (OSError, ValueError, KeyError) as error:
        print(f"{what}: {error!r}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
