"""Caches with bytes that a disk changed: whatever ends with 0 ends with what the server has."""
import argparse
import pathlib
import random
import shutil
import subprocess
import tempfile

from support import KILL, Ctl, Server, end, wait_until


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    return parser.parse_args()


OPTIONS = options()


class Damage:
    def __init__(self, root):
        self.root = root
        self.chance = random.Random(OPTIONS.seed)
        self.counts = {}

    def prepare(self):
        """A cache that is up to date, and one that is behind and has a log."""
        self.server = Server(OPTIONS.genmirrord, str(self.root / "data"))
        self.ctl = Ctl(OPTIONS.genmirrorctl, self.server)
        self.ctl.run("create", "main")
        self.put(range(300), "first")
        self.put(range(100), "in a set", "--set", "numbers", "--key", "id")
        behind = self.root / "behind"
        follower = self.ctl.start("mirror", "main", "--cache", str(behind), "--follow")
        wait_until(lambda: b'"id":99' in self.dump(behind), 20, "the first sync")
        first = self.dump(behind)
        self.put(range(100, 150), "second")
        wait_until(lambda: b"second" in self.dump(behind), 20, "the update")
        end(follower, KILL)
        self.put(range(120, 130), "third")
        self.ctl.run("mirror", "main", "--cache", str(self.root / "new"))
        self.expected = {"behind": self.dump(behind), "new": self.dump(self.root / "new")}
        # Where its log is damaged SQLite reads it as far as it is whole: an earlier state of the mirror.
        self.states = {"behind": [self.expected["behind"], first, b""], "new": [self.expected["new"]]}
        assert self.expected["behind"] != self.expected["new"] != b""

    def put(self, numbers, text, *options):
        lines = "".join(f'{{"id":{number},"text":"{text} {number * 7919}","more":"{"x" * (number % 90)}"}}\n'
                        for number in numbers)
        subprocess.run([OPTIONS.genmirrorctl, "import", "main", "-", *options], input=lines, text=True, check=True,
                       env=self.ctl.environment, stdout=subprocess.DEVNULL)

    def dump(self, cache):
        return self.run(cache, "dump")[1]

    def run(self, cache, command, *options):
        done = subprocess.run([OPTIONS.genmirrorctl, command, "main", "--cache", str(cache), *options], capture_output=True,
                              env=self.ctl.environment, timeout=120, check=False)
        findings = range(3, 8) if command == "verify" else ()  # docs/genmirrorctl.md
        assert done.returncode in (0, 1, *findings), (command, done)
        assert done.returncode == 0 or done.stderr, (command, done)
        self.complaint = done.stderr.decode()
        return done.returncode, done.stdout

    def damage(self, cache):
        """One bit, some bytes, a page of zeros, or an end that is missing."""
        files = [file for file in cache.iterdir() if file.suffix == ".genmirror" or file.name.endswith("-wal")]
        files = [file for file in files if file.stat().st_size > 0]
        file = self.chance.choice(files)
        data = bytearray(file.read_bytes())
        how = self.chance.randrange(10)
        place = self.chance.randrange(len(data))
        if how < 6:
            data[place] ^= 1 << self.chance.randrange(8)
        elif how < 8:
            data[place:place + 16] = self.chance.randbytes(len(data[place:place + 16]))
        elif how < 9:
            page = place // 2048 * 2048
            data[page:page + 2048] = bytes(len(data[page:page + 2048]))
        else:
            del data[place:]
        file.write_bytes(data)
        return f"{file.name} kind {how} at {place}"

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def round(self, number):
        which = self.chance.choice(["behind", "new"])
        commands = self.chance.choice([["mirror"], ["mirror", "--replace-damaged"], ["repair"]])
        cache = self.root / "try"
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        for file in (self.root / which).iterdir():
            if not file.name.endswith("-shm"):
                shutil.copy(file, cache)
        what = f"round {number}: {which}, {self.damage(cache)}, {commands}"
        code, printed = self.run(cache, "dump")
        assert code == 1 or printed in self.states[which], (what, "dump")
        verified, _ = self.run(cache, "verify")
        self.count("verify found it whole" if verified == 0 else "verify found the damage")
        code, _ = self.run(cache, *commands, "--quiet")
        self.count(f"{' '.join(commands)} ended with {code}")
        if code != 0 and commands != ["mirror"]:
            print(f"{what}: {self.complaint}", end="")  # e.g. a bit that makes it one of a newer version's
        if code == 0:
            assert self.run(cache, "verify")[0] == 0, (what, "verify after it")
            assert self.dump(cache) == self.expected["new"], (what, "dump after it")


def main():
    print("seed", OPTIONS.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="genmirror-damage-") as directory:
        damage = Damage(pathlib.Path(directory))
        damage.prepare()
        try:
            for number in range(OPTIONS.rounds):
                damage.round(number)
        finally:
            for what in sorted(damage.counts):
                print(f"{damage.counts[what]:6} {what}")
            damage.server.stop()
    print(f"damages: {OPTIONS.rounds}")


main()
