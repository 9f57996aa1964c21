#!/usr/bin/env bash
# Makes the locks anew from pyproject.toml: exact versions with hashes, for every platform. Needs uv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
compile() {
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra build \
        --custom-compile-command requirements/lock.sh "$@" pyproject.toml
}
compile "$@" --output-file requirements/run.lock
compile "$@" --extra dev --constraint requirements/run.lock --output-file requirements/test.lock
compile "$@" --extra otel --constraint requirements/run.lock --output-file requirements/otel.lock
