#!/usr/bin/env python3
"""First sync into the durable cache against plain sqlite3 inserting the same rows into the same schema.

Prints the ratio, the update of 10,000 changes, and the peak memory of both ends. --quick for 20,000 objects.
"""
import argparse
import json
import os
import pathlib
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "end_to_end"))
from support import Ctl, Server  # noqa: E402

SCHEMA = pathlib.Path(__file__).parents[2] / "sync/cache/sql/schema/1.sql"


def plain_insert(folder, lines):
    """The denominator: the same rows, the same schema, one transaction, WAL and synchronous=FULL as the cache has."""
    file = pathlib.Path(folder, "plain.sqlite")
    file.unlink(missing_ok=True)
    began = time.monotonic()
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.executescript(SCHEMA.read_text())
    database.execute("BEGIN")
    database.executemany("INSERT INTO objects (set_key, id, text) VALUES (1, ?, ?)",
                         ((str(number).encode(), line) for number, line in enumerate(lines)))
    database.execute("COMMIT")
    database.close()
    return time.monotonic() - began


def peak_kib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


def mirror_once(ctl, cache):
    """Seconds and peak KiB of a whole `genmirrorctl mirror --once`, its start included."""
    began = time.monotonic()
    process = subprocess.Popen([ctl.program, "mirror", "bench", "--cache", cache, "--once", "-q"], env=ctl.environment)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "the mirror failed"
    return time.monotonic() - began, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    count = 20_000 if options.quick else options.objects
    chance = random.Random(1)
    lines = [b'{"id":%d,"name":"object %d","text":"%x","n":%d}' % (i, i, chance.getrandbits(440), chance.getrandbits(20))
             for i in range(count)]

    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.genmirrord, f"{folder}/data")
        ctl = Ctl(options.genmirrorctl, server)
        ctl.run("create", "bench")
        source = pathlib.Path(folder, "objects.ndjson")
        source.write_bytes(b"\n".join(lines) + b"\n")
        began = time.monotonic()
        ctl.run("import", "bench", str(source))
        imported = time.monotonic() - began
        plain, synced, memory = [], [], 0
        for run in range(options.runs):
            plain.append(plain_insert(folder, lines))
            seconds, peak = mirror_once(ctl, f"{folder}/cache{run}")
            synced.append(seconds)
            memory = max(memory, peak)
        changes = pathlib.Path(folder, "changes.ndjson")
        changes.write_bytes(b"\n".join(b'{"id":%d,"changed":true}' % i for i in chance.sample(range(count), 10_000)) + b"\n")
        ctl.run("import", "bench", str(changes))
        ctl.run("mirror", "bench", "--cache", f"{folder}/cache0", "--once")
        last = json.loads(ctl.run("history", "--json", "--cache", f"{folder}/cache0", "bench", "--limit", "1"))
        assert last["changed"] == 10_000 and last["verified"]
        result = {
            "objects": count,
            "bytes": sum(map(len, lines)),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, sqlite {sqlite3.sqlite_version}",
            "import_seconds": round(imported, 2),
            "plain_sqlite_seconds": round(statistics.median(plain), 3),
            "first_sync_seconds": round(statistics.median(synced), 3),
            "first_sync_ratio": round(statistics.median(synced) / statistics.median(plain), 2),
            "update_10000_milliseconds": last["milliseconds"],
            "mirror_peak_mib": memory // 1024,
            "server_peak_mib": peak_kib(server.process.pid) // 1024,
        }
        server.stop()
    for name, value in result.items():
        print(f"{name:28} {value}")
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
