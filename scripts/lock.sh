#!/usr/bin/env bash
# make lock: write the hashed requirement files anew; they name no registry host.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q "$@"; }
compile -o requirements/run.txt
compile --extra test --extra bench -o requirements/test.txt
