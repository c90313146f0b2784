#!/usr/bin/env bash
# make run: install what is missing, then start everything; Ctrl-C ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run
exec .venv/bin/python manage.py start
