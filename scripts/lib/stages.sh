# shellcheck shell=bash
# Test stages: each runs one kind of test, is counted from its machine-readable log, and goes into
# the summary. A stage that dies without a count is one failure.
: "${root:?source common.sh first}" "${logs:?}"

total_passed=0 total_failed=0 total_skipped=0
summary=()

# record NAME PASSED FAILED SKIPPED SECONDS
record() {
  total_passed=$((total_passed + $2))
  total_failed=$((total_failed + $3))
  total_skipped=$((total_skipped + $4))
  summary+=("$(printf '  %-22s %6d passed %5d failed %5d skipped %9s' "$1" "$2" "$3" "$4" "$(elapsed "$5")")")
}

# count_doctest LOG: "passed failed skipped" of all doctest programs in ctest's verbose output. A
# program that ctest calls failed, but whose own count shows no failure, crashed: one failure each.
count_doctest() {
  awk '
    match($0, /^[0-9]+: /) { id = substr($0, 1, RLENGTH - 2) }
    /\[doctest\] test cases:/ {
      split($0, part, "|")
      sub(/.*test cases:/, "", part[1])
      passed += part[2]; failed += part[3]; skipped += part[4]
      if (part[3] + 0 > 0) counted[id] = 1
    }
    /Test +#[0-9]+:/ && /(\*\*\*|Not Run)/ { sub(/.*Test +#/, ""); split($0, part, ":"); bad[part[1]] = 1 }
    END {
      for (id in bad) if (!(id in counted)) failed++
      print passed + 0, failed + 0, skipped + 0
    }' "$1"
}

# count_tap LOG: "passed failed skipped" from the totals at the end of node --test's TAP output.
count_tap() {
  awk '
    /^# pass /      { passed = $3; seen = 1 }
    /^# fail /      { failed += $3 }
    /^# cancelled / { failed += $3 }
    /^# skipped /   { skipped = $3 }
    /^# todo /      { skipped += $3 }
    END { if (!seen) failed++; print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# unit_stage PRESET PATTERN [wrapper…]: the unit tests of a built preset, by ctest.
unit_stage() {
  local preset=$1 pattern=$2 start=$SECONDS code=0 name="unit" passed failed skipped
  shift 2
  [[ $preset == release ]] || name="unit ($preset)"
  with_progress "Unit tests ($preset)" "unit-$preset" timeout 1800 "$@" ctest --test-dir "build/$preset" \
    --verbose --timeout 600 --parallel "$(nproc)" --tests-regex "$pattern" || code=$?
  read -r passed failed skipped < <(count_doctest "$logs/unit-$preset.log")
  ((code == 0 || failed > 0)) || failed=1
  record "$name" "$passed" "$failed" "$skipped" $((SECONDS - start))
}

# node_stage NAME FOLDER PRESET PATTERN [wrapper…]: tests/FOLDER/**/*.test.mjs against the preset's
# program. Their output is shown as they go.
node_stage() {
  local name=$1 folder=$2 preset=$3 pattern=$4 start=$SECONDS code=0 log files passed failed skipped
  shift 4
  log=$logs/${name//[^a-z0-9]/-}.tap
  mapfile -t files < <(find "tests/$folder" -name '*.test.mjs' -not -path '*/node_modules/*' | grep -E -- "$pattern" | sort)
  if ((${#files[@]} == 0)); then
    say "No test in tests/$folder matches \"$pattern\"."
    return 0
  fi
  say "$name: ${#files[@]} files"
  local options=(--test-reporter=tap "--test-reporter-destination=$log"
    --test-reporter=spec --test-reporter-destination=stdout)
  # A file for each processor: much of its time a test waits. What is hostile or dies has the machine
  # to itself.
  local at_once
  at_once=$(nproc)
  [[ $folder != fault ]] || at_once=1
  if [[ $(node --help) == *--test-concurrency* ]]; then options+=("--test-concurrency=$at_once"); fi
  YUYUE_BIN=$root/build/$preset/yuyue timeout "${YUYUE_STAGE_SECONDS:-2400}" "$@" \
    node --test "${options[@]}" "${files[@]}" </dev/null || code=$?
  ((code == 124)) && say "$name: stopped after its time limit"
  read -r passed failed skipped < <(count_tap "$log")
  ((code == 0 || failed > 0)) || failed=1
  record "$name" "$passed" "$failed" "$skipped" $((SECONDS - start))
}

# planner_stage PRESET COUNT: the examination planner against its oracle on so many instances, which
# are not those of the planner stage.
planner_stage() {
  YUYUE_FIRST_INSTANCE=100001 YUYUE_INSTANCES=$2 YUYUE_STAGE_SECONDS=$((600 + $2 * 20)) \
    node_stage "planner ($2)" planner "$1" 'planner\.test'
}

# node_modules_ready: `npm ci` when what is installed is not what package-lock.json says.
node_modules_ready() {
  [[ -f package-lock.json ]] || return 0
  local stamp=node_modules/.installed-from
  cmp -s package-lock.json "$stamp" && return 0
  # Node keeps authorities of its own; a network that signs its traffic is known to the system's.
  local authorities=/etc/ssl/certs/ca-certificates.crt
  [[ ! -f $authorities ]] || export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$authorities}
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 with_progress "Installing the tests' Node packages" npm \
    npm ci --no-audit --no-fund --prefer-offline --loglevel=http || die 4 \
    "npm could not install the pinned packages: the first time it needs the npm registry (or a mirror of it: npm config set registry …)"
  cp -- package-lock.json "$stamp"
}

# sanitizer_stage PRESET: unit and API tests under a sanitizer. A report fails the stage even where
# the test that caused it did not notice.
sanitizer_stage() {
  local preset=$1 start reports=$root/build/$1/reports wrapper=() count
  rm -rf -- "$reports"
  mkdir -p -- "$reports"
  local common="log_path=$reports/report"
  export ASAN_OPTIONS="$common:detect_stack_use_after_return=1:strict_string_checks=1"
  export UBSAN_OPTIONS="$common:print_stacktrace=1"
  export TSAN_OPTIONS="$common:second_deadlock_stack=1:history_size=4:suppressions=$root/tests/sanitizers/tsan.supp"
  # g++ 12's thread sanitizer stops on kernels with large address randomisation.
  if [[ $preset == tsan ]] && setarch "$(uname -m)" -R true 2>/dev/null; then
    wrapper=(setarch "$(uname -m)" -R)
  fi
  build "$preset"
  unit_stage "$preset" . "${wrapper[@]}"
  node_stage "api ($preset)" api "$preset" . "${wrapper[@]}"
  start=$SECONDS
  count=$(find "$reports" -type f -size +0 | wc -l)
  if ((count)); then
    say "$count reports in ${reports#"$root"/}; the first:"
    find "$reports" -type f -size +0 | sort | head -n 1 | xargs head -n 60 >&2
  fi
  record "reports ($preset)" 0 "$count" 0 $((SECONDS - start))
  unset ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS
}

# fuzz_stage PRESET SECONDS [option…]: every fuzzer for so long, starting from tests/fuzz/corpus/NAME.
# An input that fails is left in build/logs/fuzz_NAME.input.
fuzz_stage() {
  local preset=$1 seconds=$2 source name label start code
  shift 2
  build "$preset" fuzzers
  for source in tests/fuzz/*.cpp; do
    name=$(basename -- "$source" .cpp) start=$SECONDS code=0
    label="fuzz $name"
    [[ $preset == release ]] || label+=" ($preset)"
    with_progress "Fuzzing $name ($preset)" "fuzz-$name" env --chdir="$logs" \
      "$root/build/$preset/tests/fuzz_$name" "-max_total_time=$seconds" "$@" \
      "$root/tests/fuzz/corpus/$name" || code=$?
    ((code == 0)) || say "  the input: build/logs/fuzz_$name.input"
    record "$label" $((code == 0)) $((code != 0)) 0 $((SECONDS - start))
  done
}
