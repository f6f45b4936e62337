# shellcheck shell=bash
# Configuring and building a preset. A second call costs what ninja needs to see that nothing changed.

: "${root:?source common.sh first}"

# How many compilers at once: as many as processors, unless memory is short (about 1.5 GiB each).
jobs() {
  local processors by_memory
  processors=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  ((by_memory < 1)) && by_memory=1
  echo $((by_memory < processors ? by_memory : processors))
}

# configured DIR: ninja itself configures again when a CMake file changed, so what is left to see is
# whether there is a finished configuration and whether the folder was moved since.
configured() {
  [[ -f $1/build.ninja ]] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$1/CMakeCache.txt" 2>/dev/null
}

# build PRESET [target…]: afterwards build/PRESET is up to date. One builder at a time per preset.
build() {
  local preset=$1 dir=$root/build/$1 targets=()
  shift
  (($#)) && targets=(--target "$@")
  # ccache needs somewhere to keep its files even where there is no home (a CI container).
  [[ -n ${HOME:-} && -w ${HOME:-} ]] || export CCACHE_DIR=$root/build/ccache
  mkdir -p -- "$dir"
  exec {lock}>"$dir/.lock"
  flock -n "$lock" || { say "Waiting for another build of \"$preset\" …"; flock "$lock"; }
  if ! configured "$dir"; then
    with_progress "Configuring ($preset)" "configure-$preset" cmake --fresh --preset "$preset" || exit 5
  fi
  with_progress "Building ($preset)" "build-$preset" \
    cmake --build "$dir" --parallel "$(jobs)" ${targets[@]+"${targets[@]}"} || exit 5
  exec {lock}>&-
}
