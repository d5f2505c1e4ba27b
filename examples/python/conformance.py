#!/usr/bin/env python3
"""Plays the conformance histories on the mirror of this folder, without a server: conformance.py HISTORIES.jsonl

Each answer that the file has for a client is given to that client's mirror, after its question was compared with the file's.
"""
import json
import re
import sys

from mirror import Mirror
from update import read_update


def filled(text):
    """A text with values for its variables: any 32 hexadecimal digits, always the same for a collection."""
    return re.sub(r"\$\{(\w+)\}", lambda match: match[1].encode().hex().rjust(32, "0"), text)


def sets_of(mirrored):
    """All sets from this one down, as the file tells them."""
    found = [{"set": mirrored.path, "key": mirrored.key, "objects": sorted([i, text] for i, text in mirrored.objects.items())}]
    return found + [entry for inner in mirrored.sets.values() for entry in sets_of(inner)]


def play(history):
    """Yields what went wrong."""
    mirrors = {}
    for number, step in enumerate(history["steps"]):
        if "client" not in step:
            continue
        mirror = mirrors.setdefault(step["client"], Mirror(filled("${T}")))
        asked = {name: str(value) for name, value in mirror.query().items()}
        if asked != {name: filled(value) for name, value in step["query"].items()}:
            yield f"step {number}: asks {asked}"
        is_equal = mirror.apply(read_update(filled(step["answer"])))
        if not is_equal or mirror.digest != step.get("digest", mirror.digest):
            yield f"step {number}: the digest is {mirror.digest}"
    final = history["final"]
    for name, mirror in mirrors.items():
        if mirror.generation != final["generation"] or mirror.digest != final["digest"]:
            yield f"{name} ends at {mirror.generation} with {mirror.digest}"
        if sorted(map(str, sets_of(mirror.root))) != sorted(map(str, final["sets"])):
            yield f"{name} ends with other sets: {sets_of(mirror.root)}"


def main():
    played, problems = 0, 0
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            history = json.loads(line)
            played += 1
            for problem in play(history):
                problems += 1
                print(f"{history['name']}, {problem}")
    print(f"{played} histories, {problems} problems")
    return 1 if problems or not played else 0


if __name__ == "__main__":
    sys.exit(main())
