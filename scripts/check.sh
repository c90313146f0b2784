#!/usr/bin/env bash
# make check: lint, types, import order, migrations, settings of a public server. Needs no service.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What a public server sets; a warning of Django's own deployment check is a failure.
export DATA_DIR=$folder HTTPS=1 ALLOWED_HOSTS=ntm.example.vn
SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))')
export SECRET_KEY

ruff check .
ruff format --check .
mypy .
lint-imports
python manage.py makemigrations --check --dry-run
python manage.py check --deploy --fail-level WARNING
