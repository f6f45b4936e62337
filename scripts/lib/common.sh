# shellcheck shell=bash
# Sourced by every script: where the project is, how to speak, how a long step shows that it is alive.

set -euo pipefail

# Every command works from any folder: from here on the working folder is the project's.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
invoked_from=$PWD
cd -- "$root"
logs=$root/build/logs
self=scripts/$(basename -- "$(readlink -f -- "$0")")
export LC_ALL=C.UTF-8

say() { printf '%s\n' "$*" >&2; }

# die CODE message…: codes are listed in README, "Developing".
die() {
  local code=$1
  shift
  say "$self: $*"
  exit "$code"
}

# from_here PATH: a path given by the caller, who may have been in another folder.
from_here() {
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$invoked_from/$1" ;;
  esac
}

# usage: prints the comment block at the top of the calling script.
usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$root/$self"; }

elapsed() {
  local seconds=$1
  if ((seconds >= 60)); then printf '%dm%02ds' $((seconds / 60)) $((seconds % 60)); else printf '%ds' "$seconds"; fi
}

last_line() { tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' | grep -av '^[[:space:]]*$' | tail -n 1 | cut -c "1-$2"; }

# heartbeat LABEL LOG START: says every few seconds how far LOG has got, until killed. On a terminal
# it keeps rewriting one line; elsewhere (a CI log) it prints a line every ten seconds.
heartbeat() {
  local label=$1 log=$2 start=$3 parent=$$ every=10 room=110 never line
  # Waiting on a pipe that nobody writes to leaves no child behind when this is killed, as sleep would.
  exec {never}<> <(:)
  [[ -t 2 ]] && every=1 && room=$(($(tput cols 2>/dev/null || echo 80) - ${#label} - 14))
  while ! read -r -t "$every" -u "$never" && kill -0 "$parent" 2>/dev/null; do
    line="$label $(elapsed $((SECONDS - start))): $(last_line "$log" $((room > 20 ? room : 20)))"
    if [[ -t 2 ]]; then printf '\r\033[K%s' "$line" >&2; else say "  $line"; fi
  done
}

# with_progress LABEL LOGNAME command…: runs a long command with its output in build/logs/LOGNAME.log
# while a heartbeat shows its last line. If it fails, the end of the log is shown; the command's own
# exit code is returned.
with_progress() {
  local label=$1 log=$logs/$2.log start=$SECONDS code=0 beat
  shift 2
  mkdir -p -- "$logs"
  : >"$log"
  say "$label …"
  heartbeat "$label" "$log" "$start" &
  beat=$!
  # The command stays in the foreground, so that Ctrl-C reaches it.
  "$@" >"$log" 2>&1 </dev/null || code=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  [[ -t 2 ]] && printf '\r\033[K' >&2
  if ((code == 0)); then
    say "$label: done in $(elapsed $((SECONDS - start)))"
  else
    say "$label: FAILED after $(elapsed $((SECONDS - start))); the end of ${log#"$root"/}:"
    failure_lines "$log" >&2
  fi
  return "$code"
}

# What to show of a failed step's log: a compiler's errors where there are some, else its end.
failure_lines() {
  if grep -qaE '(error|FAILED|undefined reference)[: ]' "$1"; then
    grep -anE -A4 '(error|FAILED|undefined reference)[: ]' "$1" | cut -c 1-300 | head -n 60
  else
    tail -n 30 "$1" | cut -c 1-300
  fi
}
