#!/bin/sh
# Bring everything Maillage needs into .venv; done in no time when nothing has changed.
#
#   tools/setup.sh         for developing: what runs, tests, types and lint
#   tools/setup.sh base    for running only (a checkout set up for developing stays so)
#
# Needs Python >= 3.11 and the network. PYTHON= names another Python than python3.
set -eu
cd "$(dirname "$0")/.."

level=${1:-dev}
venv=$PWD/.venv
stamp=$venv/.ready
wanted=$(cat pyproject.toml requirements/uv.txt requirements/base.txt requirements/dev.txt tools/setup.sh | sha256sum)
wanted="$venv ${wanted%% *}"

ready() { [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$1 $wanted" ]; }
if ready "$level" || ready dev; then exit 0; fi

stop() { printf '\n%s\n' "$@" >&2; exit 1; }
say() { printf '\033[1m%s\033[0m\n' "$*"; }

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    stop "Maillage needs Python 3.11 or later, and found none." \
        "On Debian 12 or later:  apt install python3 python3-venv" \
        "Elsewhere, name it:     make setup PYTHON=/path/to/python3"
}

# Debian packs venv apart from Python: take it from there where we may.
bring_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    sudo=
    if [ "$(id -u)" != 0 ]; then sudo="sudo -n"; fi
    if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
        say "Installing Debian's $package"
        $sudo apt-get update -qq || true
        if $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$package"; then
            "$1" -c 'import ensurepip, venv' 2>/dev/null && return
        fi
    fi
    stop "$1 lacks its venv module, which Debian packs apart." \
        "Install it, then run the same command again:  sudo apt install $package"
}

if ! { grep -qsF "$venv" .venv/bin/activate && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    python=$(find_python)
    bring_venv "$python"
    say "Making .venv with $python"
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"
if [ "$level" = base ] && [ -e .venv/bin/lint-imports ]; then level=dev; fi

say "Installing uv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --requirement requirements/uv.txt
export VIRTUAL_ENV="$venv" UV_NO_CONFIG=1 UV_SYSTEM_CERTS=1
say "Installing what Maillage needs, each file checked by its hash"
.venv/bin/uv pip sync --quiet --require-hashes "requirements/$level.txt" requirements/uv.txt
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
printf '%s' "$level $wanted" >"$stamp"
say "Ready: .venv/bin/maillage"
