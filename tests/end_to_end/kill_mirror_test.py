#!/usr/bin/env python3
"""kill -9 of the mirror process at 50 random instants of a sync: each time its cache opens, verifies and catches up."""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from support import KILL, Ctl, Server, dump_of, end


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    chance = random.Random(options.seed)
    count = 30000

    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "objects.ndjson")
        file.write_text("".join(f'{{"id":{i},"text":"{chance.getrandbits(400):x}"}}\n' for i in range(count)))
        server = Server(options.genmirrord, f"{folder}/data")
        ctl = Ctl(options.genmirrorctl, server)
        ctl.run("create", "big")
        ctl.run("import", "big", str(file))
        whole = f"{folder}/whole"
        ctl.run("mirror", "big", "--cache", whole, "--once")
        expected = dump_of(ctl, whole, "big")

        began = time.monotonic()
        ctl.run("mirror", "big", "--cache", f"{folder}/timed", "--once", "--page", "700")
        takes = time.monotonic() - began
        partly = 0
        cache, kills = f"{folder}/cache", 0
        while kills < 50:
            mirror = ctl.start("mirror", "big", "--cache", cache, "--follow", "--page", "700", "--poll", "5")
            time.sleep(chance.uniform(0, 0.7 * takes))  # the random instant is the point; the rest verifies
            end(mirror, KILL)
            kills += 1
            if not pathlib.Path(cache, "big.genmirror").exists():
                continue
            said = verified(ctl, cache)
            if 0 < said["objects"] < count:
                partly += 1
            if said["objects"] == count:
                cache = f"{folder}/cache{kills}"  # this one is done: the next begins anew
        print(f"killed {kills} times, {partly} of them in the middle of a sync of {takes:.2f} s")
        assert partly >= 10, "too few instants were inside the sync to show anything"
        ctl.run("mirror", "big", "--cache", cache, "--once", "--page", "700")
        ctl.run("verify", "--cache", cache, "big")
        assert dump_of(ctl, cache, "big") == expected
        server.stop()
    return 0


def verified(ctl, cache):
    """At any instant a mirror is whole as far as it got."""
    done = subprocess.run([ctl.program, "verify", "--json", "--cache", cache, "big"], capture_output=True, text=True,
                          check=False)
    assert done.stdout, done
    said = json.loads(done.stdout)
    assert said["finding"] in ("equal", "catching up", "never synced"), said
    assert done.returncode == {"equal": 0, "never synced": 6, "catching up": 7}[said["finding"]], done
    return said


if __name__ == "__main__":
    sys.exit(main())
