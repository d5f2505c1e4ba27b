#!/usr/bin/env bash
# clang-tidy on everything that is installed: run_clang_tidy.sh BUILD_DIR JOBS
# Of a unity build, whose sources each include many of ours: they count as headers there, and are checked as such.
set -euo pipefail
python3 - "$1" <<'PY' | xargs -P "$2" -n 1 clang-tidy --quiet -p "$1" --checks=-bugprone-suspicious-include \
    '--header-filter=/(model|sync|ui|app)/[a-z/]+\.(h|cpp)$'
import json, sys
for entry in json.load(open(sys.argv[1] + '/compile_commands.json')):
    if not any(part in entry['file'] for part in ('/tests/', 'autogen', '/qrc_', '.rcc/')):
        print(entry['file'])
PY
