#!/usr/bin/env bash
# The Debian package in a Debian of its own: installed, used, removed.
#
#   tests/package.sh
#
# Builds the package, and a system in a temporary folder that is gone afterwards. Needs root or user namespaces,
# and a Debian archive. Exit code 77: it could not be tried.
set -u
here=$(cd "$(dirname "$0")" && pwd)

inside() {  # ROOT: that system
  root=$1 passed=0 failed=0
  check() {  # WHAT COMMAND...
    local what=$1; shift
    if "$@" >"$root/tmp/said" 2>&1; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1)); echo "FAILED   $what"; cat "$root/tmp/said"
    fi
  }
  there() { chroot "$root" "$@"; }
  as_xom() { chroot --userspec=xom:xom "$root" env -i PATH=/usr/bin:/bin HOME=/var/lib/xom "$@"; }
  silent() { local said; said=$("$@" 2>&1) && [ -z "$said" ] || { echo "$said"; return 1; }; }
  with_errors() { "$@" 2>&1; }
  pages_answer() {  # of `xom up` on the configuration that comes with it; any free port
    local process line address= answer=1
    exec 4< <(exec chroot --userspec=xom:xom "$root" env -i PATH=/usr/bin:/bin HOME=/var/lib/xom \
      xom --config /etc/xom/xom.toml up --listen 127.0.0.1:0 2>&1)
    process=$!
    while read -r -t 60 line <&4; do
      echo "$line"
      [[ $line =~ http://(127\.0\.0\.1):([0-9]+) ]] && address=/dev/tcp/${BASH_REMATCH[1]}/${BASH_REMATCH[2]} && break
    done
    if [ -n "$address" ] && exec 3<>"$address"; then
      printf 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
      grep '"status":"ok"' <&3 && answer=0
      exec 3>&-
    fi
    kill "$process"
    cat <&4
    exec 4<&-
    return $answer
  }
  says() { local what=$1; shift; "$@" | grep -q -- "$what"; }

  check "it installs with what it depends on" there apt-get install -y -q --no-install-recommends /tmp/xom.deb
  check "the units are right" silent there systemd-analyze verify xom.service xom-serve.service xom-pass.service xom-pass.timer
  check "the program runs and has the version of the package" \
    says "xom $(there dpkg-query -W -f '${Version}' xom)" there xom --version
  # Before anybody wrote a line: no data, no recipe of one's own.
  xom_as_it_comes() { as_xom xom --config /etc/xom/xom.toml "$@"; }
  check "the configuration that comes with it is good" xom_as_it_comes config
  check "it says where recipes go" says '/etc/xom/analyses/\*.toml' with_errors xom_as_it_comes config
  check "a pass says that data are missing" says '/data/strax' with_errors xom_as_it_comes pass
  check "status works" xom_as_it_comes status
  check "check says what to do" says 'mount the disk, correct the key data' xom_as_it_comes check
  check "the engine starts with its pages, and they answer" pages_answer
  mkdir -p "$root/data"
  cp -r "$here/data/strax-small" "$root/data/strax"
  cat >"$root/etc/xom/analyses/own.toml" <<'END'
[analysis.rows]
version = "v1"
data = "peak_basics"
variable = [{ name = "rows", value = "count()" }]
[analysis.script]
version = "v1"
data = "peak_basics"
command = ["python3", "/tmp/script.py"]
variable = [{ name = "two" }]
END
  cat >"$root/tmp/script.py" <<'END'
import xomlib
xomlib.save(two=xomlib.Result(2.0, n=1))
END
  check "the user xom may use the example configuration" as_xom xom --config /etc/xom/xom.toml config
  check "a pass computes" as_xom xom --config /etc/xom/xom.toml pass
  check "recipes give values" says '"variable": "rows"' as_xom xom --config /etc/xom/xom.toml results rows --json
  check "scripts find xomlib" says '"value": 2' as_xom xom --config /etc/xom/xom.toml results script --json
  check "check finds nothing broken" as_xom xom --config /etc/xom/xom.toml check
  check "it is removed" there apt-get purge -y -q xom
  check "the store stays" test -s "$root/var/lib/xom/xom.db"
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
}

if [ "${1:-}" = --inside ]; then inside "$2"; exit; fi

command -v mmdebstrap >/dev/null || { echo "mmdebstrap is not installed: apt-get install mmdebstrap"; exit 77; }
mirror=$(apt-get indextargets --format '$(REPO_URI)|$(CODENAME)|$(COMPONENT)' 2>/dev/null |
  awk -F'|' '$2 !~ /-/ && $3 == "main" { print $1; exit }')
[ -n "$mirror" ] || { echo "no Debian archive is configured; apt-get update first"; exit 77; }
deb=$("$here/../scripts/package") || exit 1
if [ "$(id -u)" = 0 ]; then mode=root; else mode=unshare; fi
exec timeout 900 mmdebstrap --mode=$mode --format=null --variant=apt --include=systemd,python3 \
  --aptopt='Acquire::Check-Valid-Until "false"' --quiet \
  --customize-hook="cp '$deb' \"\$1/tmp/xom.deb\" && chmod 644 \"\$1/tmp/xom.deb\"" \
  --customize-hook="'$here/package.sh' --inside \"\$1\"" bookworm - "$mirror"
