#!/usr/bin/env python3
"""Plays the histories on a real server and writes tests/data/conformance/histories.jsonl.

    generate.py GENMIRRORD             after a rule was changed, or a history was added
    generate.py GENMIRRORD --check     whether the server's answers are still those of the file
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import histories_ids
import histories_pages
import histories_requests
import histories_sets
from history import HISTORIES, History

FILE = pathlib.Path(__file__).parents[1] / "data/conformance/histories.jsonl"
MODULES = (histories_sets, histories_pages, histories_ids, histories_requests)


def played(program):
    """The file's lines, one for each history."""
    with tempfile.TemporaryDirectory(prefix="genmirror-conformance-") as data:
        process = subprocess.Popen([program, "--data", data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        try:
            url = process.stdout.readline().split()[-1]
            for name, about, rules, function in HISTORIES:
                played_history = History(url, name, about, rules)
                function(played_history)
                yield json.dumps(played_history.finish(), ensure_ascii=False, separators=(",", ":")) + "\n"
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()


def main():
    lines = list(played(sys.argv[1]))
    if sys.argv[2:] != ["--check"]:
        FILE.write_text("".join(lines), encoding="utf-8")
        print(f"{len(lines)} histories, {sum(len(json.loads(line)['steps']) for line in lines)} steps")
        return 0
    with FILE.open(encoding="utf-8") as file:
        known = list(file)
    differing = [json.loads(new)["name"] for old, new in zip(known, lines) if old != new]
    if len(known) != len(lines) or differing:
        print(f"other answers than in {FILE}: {differing or 'there are more or fewer histories'}\n"
              "If they are meant, run generate.py without --check.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
