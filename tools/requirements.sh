#!/bin/sh
# Pin every dependency of pyproject.toml, with the hash of each of its files. Run: make requirements
#
# No registry's host is written, so that a mirror serves as well; the hashes are what is trusted.
set -eu
cd "$(dirname "$0")/.."

pin() {
    .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make requirements" "$@" >/dev/null
}

pin "$@" --group setup --output-file requirements/uv.txt
pin "$@" pyproject.toml --output-file requirements/base.txt
pin "$@" pyproject.toml --group dev --constraints requirements/base.txt --output-file requirements/dev.txt
