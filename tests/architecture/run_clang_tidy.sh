#!/usr/bin/env bash
# clang-tidy on everything that is installed: run_clang_tidy.sh BUILD_DIR JOBS
# Of a unity build, whose sources each include many of ours: they count as headers there, and are checked as such.
# GCC's precompiled headers are nothing to Clang: the commands are taken without them.
set -euo pipefail
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
python3 - "$1" "$commands" <<'PY' | COMMANDS=$commands xargs -P "$2" -n 2 bash -c 'echo "$0 ${1##*/build/}"
    exec clang-tidy --quiet -p "$COMMANDS" --checks=-bugprone-suspicious-include "--header-filter=/(model|sync|ui|app)/[a-z/]+\.(h|cpp)$" "$1"'
import json, re, sys
entries = [entry for entry in json.load(open(sys.argv[1] + '/compile_commands.json'))
           if not any(part in entry['file'] for part in ('/tests/', 'autogen', '/qrc_', '.rcc/', '/headers_', 'cmake_pch'))]
for entry in entries:
    entry['command'] = re.sub(r' (-Winvalid-pch|-include \S+/cmake_pch\.hxx)', '', entry['command'])
json.dump(entries, open(sys.argv[2] + '/compile_commands.json', 'w'))
for n, entry in enumerate(entries, 1):
    print(f"[{n}/{len(entries)}] {entry['file']}")
PY
