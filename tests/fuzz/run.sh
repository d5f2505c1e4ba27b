#!/usr/bin/env bash
# Runs both fuzzers side by side for so many seconds, from the corpus and from what earlier runs came to. A finding is
# left in build/fuzz/findings; mend it, and keep it in tests/fuzz/corpus under a name that says what it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
running=()
for target in request update; do
    grown=build/fuzz/corpus/$target
    findings=build/fuzz/findings/$target
    mkdir -p "$grown" "$findings"
    build/fuzz/bin/fuzz_$target -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$findings/" "$grown" tests/fuzz/corpus/$target >"build/fuzz/$target.log" 2>&1 &
    running+=("$target:$!")
done
failed=0
for entry in "${running[@]}"; do
    target=${entry%%:*}
    if wait "${entry##*:}"; then
        echo "$target: $(grep -o 'number_of_executed_units: .*' "build/fuzz/$target.log"), no finding"
    else
        failed=1
        echo "$target: FAILED"
        tail -n 60 "build/fuzz/$target.log"
    fi
done
exit $failed
