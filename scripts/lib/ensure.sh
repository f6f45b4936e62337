# shellcheck shell=bash
# Debian packages: looks what is missing, installs only that.

: "${root:?source common.sh first}" "${logs:?}"

# packages_of GROUP…: "package command" lines of packages.txt; command may be empty.
packages_of() {
  local groups=" $* "
  awk -v groups="$groups" '!/^[[:space:]]*(#|$)/ && index(groups, " " $1 " ") { print $2, $3 }' \
    "$root/scripts/lib/packages.txt"
}

installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# missing GROUP…: the packages that are not there, on one line.
missing() {
  local package stand_in names=()
  while read -r package stand_in; do
    installed "$package" && continue
    [[ -n $stand_in ]] && command -v "$stand_in" >/dev/null 2>&1 && continue
    names+=("$package")
  done < <(packages_of "$@")
  printf '%s' "${names[*]}"
}

# as_administrator: prints the words that make a command run as root, or fails. A password is asked
# for only on a terminal.
as_administrator() {
  if ((EUID == 0)); then
    echo env
  elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || { [[ -t 0 && -t 2 ]] && sudo -v; }; }; then
    echo sudo env
  else
    return 1
  fi
}

# apt_failed: why apt did not do it, in one sentence.
apt_failed() {
  local log=$logs/apt-install.log why="apt-get failed"
  cat -- "$logs/apt-update.log" "$log" >"$logs/apt.log"
  log=$logs/apt.log
  if grep -qaE 'Temporary failure resolving|Could not resolve|Could not connect|Failed to fetch|Network is unreachable|Unable to connect' "$log"; then
    why="the Debian mirror cannot be reached: this step needs a network (or a local mirror in /etc/apt/sources.list)"
  elif grep -qaE 'Unable to locate package|has no installation candidate' "$log"; then
    why="a package is unknown here: this needs Debian 12 (bookworm) with its main component; this is $(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-an unknown system}")"
  elif grep -qa 'Could not get lock' "$log"; then
    why="another program is installing packages at the moment; try again when it has finished"
  elif grep -qaiE 'no space left|not have enough free space' "$log"; then
    why="the disk is full"
  fi
  die 4 "$why (whole log: ${log#"$root"/})"
}

# ensure GROUP…: after it, all packages of these groups are there; or the script has ended with what
# to do (exit 3: an administrator is needed, 4: installing failed).
ensure() {
  local names words
  command -v dpkg-query >/dev/null 2>&1 || die 3 "this script knows Debian 12 only; install what scripts/lib/packages.txt lists by your system's own means"
  names=$(missing "$@")
  [[ -z $names ]] && return 0
  say "Missing Debian packages: $names"
  if ! words=$(as_administrator); then
    local become="su -c"
    command -v sudo >/dev/null 2>&1 && become="sudo sh -c"
    say "An administrator must run this one command; then start ${self:?} again:"
    say ""
    say "  $become 'apt-get update && apt-get install -y --no-install-recommends $names'"
    say ""
    exit 3
  fi
  local apt=(DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  # An update that fails (one unreachable extra source is enough) is not the end: the lists that are
  # there may do.
  # shellcheck disable=SC2086  # both are lists of words
  {
    with_progress "Reading the lists of packages" apt-update $words "${apt[@]}" update || true
    with_progress "Installing packages" apt-install $words "${apt[@]}" install -y \
      --no-install-recommends $names || apt_failed
  }
  names=$(missing "$@")
  [[ -z $names ]] || die 4 "still missing after installing: $names"
}

# ensure_node: the tests need Node.js 18 (Debian 12's own) or newer.
ensure_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || die 4 "node does not start"
  ((major >= 18)) || die 4 "Node.js 18 or newer is needed; found $(node --version)"
}
