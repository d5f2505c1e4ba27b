#!/usr/bin/env python3
"""Attacks a real genmirrord over real sockets, while a bystander wants to work, and prints what came of it as a table.

    attack.py GENMIRRORD [--full] [--only WORD …] [--list]

Fails where something was accepted that must not be, where the server took more than 500 MiB of memory, where it refused the
bystander, or ended. In the long form (--full, the sizes that once broke it) the bystander's p99 has a bar as well: 50 ms.
"""
import argparse
import os
import pathlib
import resource
import sys
import tempfile
import time

import access
import budgets
import holders
import messages
from world import Attack, Result, Victim

MOST_MEMORY = 500  # MiB
MOST_LATENCY = 50  # milliseconds, the bystander's p99


def nobody(victim):
    """What the bystander gets while nothing else goes on, on this machine now."""
    time.sleep(victim.size(1, 10))
    return Result(0, {})


ATTACKS = [Attack("nobody attacks", nobody), Attack("nobody attacks, tokens", nobody, tokens=True), *budgets.ATTACKS, *holders.ATTACKS, *access.ATTACKS,
           *messages.ATTACKS]


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


class Run:
    def __init__(self, options):
        self.options, self.failures = options, []

    def fail(self, name, what):
        self.failures.append(f"{name}: {what}")

    def one(self, attack, victim):
        name, began = attack.name, time.monotonic()
        prepared = attack.prepare(victim) if attack.prepare else None
        victim.begin(attack.source)
        try:
            result = attack.run(victim, prepared)
        finally:
            seen = victim.end()
        peak, put, get = victim.peak(), seen["times"]["PUT"], seen["times"]["GET"]
        p99, worst = max(percentile(put, 0.99), percentile(get, 0.99)), max(put + get)
        print(f"| {name} | {result.tried:,} | {len(result.accepted)} | {peak:.0f} | {percentile(put, 0.99):.1f} | {percentile(get, 0.99):.1f} | {worst:.0f} | {result.said() or '–'} "
              f"| {time.monotonic() - began:.0f} |", flush=True)
        for accepted in result.accepted[:5]:
            self.fail(name, f"wrongly accepted: {accepted}")
        if peak > MOST_MEMORY:
            self.fail(name, f"{peak:.0f} MiB of memory")
        if seen["refused"]:
            self.fail(name, f"the bystander was refused {len(seen['refused'])} times: {', '.join(sorted(set(seen['refused'])))}")
        if self.options.full and p99 > MOST_LATENCY:
            self.fail(name, f"the bystander's p99 is {p99:.1f} ms")
        if not victim.is_well():
            self.fail(name, "the server does not answer any more")

    def all(self, root):
        wanted = [a for a in ATTACKS if not self.options.only or any(word in a.name for word in self.options.only)]
        victims = {}
        print("| attack | inputs | wrongly accepted | highest RSS, MiB | bystander's PUT, p99 ms | its GET | the worst | answers | seconds |")
        print("|---|---|---|---|---|---|---|---|---|", flush=True)
        for attack in wanted:
            kind = "tokens" if attack.tokens else "open"
            if kind not in victims:
                victims[kind] = Victim(self.options.genmirrord, str(root / kind), attack.tokens, self.options.full)
            try:
                self.one(attack, victims[kind])
            except Exception as failed:  # the others are tried all the same
                self.fail(attack.name, f"{type(failed).__name__}: {failed}")
                if victims[kind].process.poll() is not None:
                    break
        for victim in victims.values():
            if (code := victim.stop()) != 0:
                self.fail("the end", f"the server ended with {code}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("genmirrord")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", default=[], help="attacks whose names hold one of these")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        print("\n".join(attack.name for attack in ATTACKS))
        return 0
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    began = time.monotonic()
    run = Run(options)
    with tempfile.TemporaryDirectory(prefix="genmirror-attack-", dir=os.environ.get("GENMIRROR_ATTACK_FOLDER")) as folder:
        run.all(pathlib.Path(folder))
    print(f"\n{time.monotonic() - began:.0f} s")
    for failure in run.failures:
        print("FAILED", failure)
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
