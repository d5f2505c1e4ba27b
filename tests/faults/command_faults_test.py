#!/usr/bin/env python3
"""Commands on a mirror while each call on its files fails in turn: who ends with 0 has told and done all of it."""
import argparse
import errno
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "end_to_end"))
from support import Ctl, Server  # noqa: E402

OPEN, READ, WRITE, SYNC, TRUNCATE, REMOVE, RENAME, MAP, FOLDER = 1, 2, 4, 8, 16, 32, 64, 256, 512
KINDS = {
    "open EIO": (OPEN, errno.EIO), "read EIO": (READ, errno.EIO), "write ENOSPC": (WRITE, errno.ENOSPC),
    "sync EIO": (SYNC, errno.EIO), "map ENOMEM": (MAP, errno.ENOMEM),
    "disk gone": (OPEN | READ | WRITE | SYNC | TRUNCATE | REMOVE | RENAME | FOLDER, errno.EIO),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("layer")
    parser.add_argument("--all", action="store_true", help="each call, not some of them")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    chance = random.Random(options.seed)
    faults, failures = 0, []

    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        server = Server(options.genmirrord, f"{folder}/data")
        ctl = Ctl(options.genmirrorctl, server)
        ctl.run("create", "main")
        before, cache = f"{folder}/before", f"{folder}/cache"
        for version in range(3):
            file = pathlib.Path(folder, "objects.ndjson")
            file.write_text("".join(f'{{"id":{i},"v":{version},"text":"{"x" * 300}"}}\n' for i in range(version, 120)))
            ctl.run("import", "main", str(file))
            ctl.run("mirror", "main", "--cache", before, "--once")
        behind = f"{folder}/behind"
        shutil.copytree(before, behind)
        ctl.run("remove", "main", "1")

        def run(source, arguments, fault=None):
            """Code, output, and how often the fault struck."""
            shutil.rmtree(cache, ignore_errors=True)
            shutil.copytree(source, cache)
            report = pathlib.Path(folder, "report")
            report.unlink(missing_ok=True)
            environment = dict(ctl.environment)
            if fault:
                environment |= {"LD_PRELOAD": options.layer, "GENMIRROR_FAULT": f"{cache};{fault};{report}"}
            try:
                done = subprocess.run([options.genmirrorctl, *arguments], capture_output=True, text=True,
                                      env=environment, timeout=60, check=False)
            except subprocess.TimeoutExpired:
                return None, "", "no end within 60 s", "1 "
            return done.returncode, done.stdout, done.stderr, report.read_text() if report.exists() else "0 "

        commands = {
            "dump": (before, "dump", "--cache", cache, "main"),
            "dump --at": (before, "dump", "--cache", cache, "main", "--at", "121"),
            "verify": (before, "verify", "--json", "--cache", cache, "main"),
            "history": (before, "history", "--cache", cache, "main"),
            "log": (before, "log", "--cache", cache, "main", "7"),
            "diff": (before, "diff", "--cache", cache, "main", "121", "now"),
            "mirror": (behind, "mirror", "main", "--cache", cache, "--once", "--quiet"),
        }
        for name, (source, *arguments) in commands.items():
            if name == "mirror":
                arguments.remove("--quiet")
            code, expected, told, _ = run(source, arguments)
            assert code == 0, (name, code, told)
            final = ctl.run("dump", "--cache", cache, "main") if name == "mirror" else None
            for kind, (works, number) in KINDS.items():
                for ever in (0, 1):
                    nth, misses = 1, 0
                    while misses < (3 if name == "mirror" else 1):
                        code, out, told, struck = run(source, arguments, f"{works};{nth};{ever};{number}")
                        count, _, where = struck.partition(" ")
                        misses = misses + 1 if int(count) == 0 else 0
                        faults += int(count) > 0
                        case = f"{name}, {kind}, call {nth}{' and all later' if ever else ''} ({where})"
                        if code == 0 and name != "mirror" and out != expected:
                            failures.append(f"{case}: ends with 0 and tells other things")
                        elif code == 0 and name == "mirror" and ctl.run("dump", "--cache", cache, "main") != final:
                            failures.append(f"{case}: ends with 0 and is not up to date")
                        elif code is None or code < 0:
                            failures.append(f"{case}: ends by itself no more, or by a signal: {code} {told[-300:]}")
                        elif code != 0 and not told.strip():
                            failures.append(f"{case}: ends with {code} and says nothing")
                        elif code != 0 and name == "mirror":
                            again = subprocess.run([options.genmirrorctl, *arguments], capture_output=True, text=True,
                                                   env=ctl.environment, timeout=60, check=False)
                            if again.returncode != 0:
                                failures.append(f"{case}: goes on failing: {again.stderr[-300:]}")
                            elif ctl.run("dump", "--cache", cache, "main") != final:
                                failures.append(f"{case}: is not up to date afterwards")
                        nth += 1 if options.all or nth < 6 else chance.randint(1, nth)
        server.stop()
    print("\n".join(failures))
    print(f"faults: {faults}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
