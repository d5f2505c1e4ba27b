#!/usr/bin/env python3
"""The whole real history with three mirrors following, one of them stopped and started at random.

All three dumps must equal the state computed from the trace itself. Prints its seed; --seed N repeats it.
"""
import argparse
import json
import random
import sys
import tempfile

from support import KILL, SAMPLE, SET_KEY, TERMINATE, Ctl, Server, dump_of, dump_of_trace, end, wait_until


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    chance = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.genmirrord, f"{folder}/data")
        ctl = Ctl(options.genmirrorctl, server)
        ctl.run("create", "eol")
        caches = [f"{folder}/cache{number}" for number in range(3)]

        def follow(cache):
            return ctl.start("mirror", "eol", "--cache", cache, "--follow", "--poll", "20", "--page", "500")

        mirrors = [follow(cache) for cache in caches]
        replay = ctl.start("replay", "eol", SAMPLE, "--set-key", SET_KEY)
        stops = 0
        while replay.poll() is None:
            try:
                replay.wait(timeout=chance.uniform(0.05, 0.4))
            except Exception:  # it is still running: the unsteady mirror goes or comes
                if mirrors[2] is None:
                    mirrors[2] = follow(caches[2])
                else:
                    end(mirrors[2], chance.choice([KILL, TERMINATE]))
                    mirrors[2] = None
                    stops += 1
        assert replay.returncode == 0, "the replay failed"
        if mirrors[2] is None:
            mirrors[2] = follow(caches[2])

        generation = json.loads(ctl.run("trees", "--json"))["trees"][0]["generation"]
        for cache in caches:
            wait_until(lambda cache=cache: ctl.has_reached(cache, "eol", generation), 60, f"{cache} reaches generation {generation}")
        for mirror in mirrors:
            end(mirror, TERMINATE)
            assert mirror.returncode == 0, "a mirror did not end cleanly"

        expected = dump_of_trace(SAMPLE)
        for cache in caches:
            assert dump_of(ctl, cache, "eol") == expected, f"{cache} differs from the trace (seed {options.seed})"
        print(f"{expected.count(10)} objects at generation {generation} in all three; stopped {stops} times")
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
