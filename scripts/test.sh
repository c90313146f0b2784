#!/usr/bin/env bash
# make test: checks, then the suite on PostgreSQL + Redis, on SQLite + a folder as queue, and in a browser.
set -euo pipefail
cd "$(dirname "$0")/.."
# Whatever this shell is set up for, the tests bring their own servers and touch no other.
unset DATABASE_URL DATABASE_URL_FILE REDIS_URL REDIS_URL_FILE S3_BUCKET EMAIL_URL DEBUG HTTPS DATA_DIR
scripts/setup.sh test
python=.venv/bin/python
# A file's tests stay in one process: what was started once serves them all.
pytest="$python -m pytest -n 2 --dist loadfile"

say() { printf '\n== %s (%s) ==\n' "$1" "$(date +%H:%M:%S)"; }

say "Kiểm tra mã nguồn"
scripts/check.sh
say "Bộ kiểm thử trên PostgreSQL + Redis"
# test_run.py starts the installation in one folder, which has neither.
$python scripts/with_services.py $pytest tests --ignore=tests/e2e --ignore=tests/test_run.py
say "Bộ kiểm thử trên SQLite + hàng đợi trong thư mục"
# Who may open what does not depend on the database, and is asked above.
$pytest tests --ignore=tests/e2e --ignore=tests/test_permissions.py --machinery-only
say "Kiểm thử bằng trình duyệt trên PostgreSQL + Redis"
$python scripts/with_services.py $python -m pytest tests/e2e
