#!/usr/bin/env python3
"""Holds released schema files to their checksums: a file on somebody's disk was made by them as they are.

tests/data/schema-checksums.txt has a line for each: sha256 and path. `--add` adds those that are new.
"""
import hashlib
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
LIST = "tests/data/schema-checksums.txt"
# Files of each version, with known contents, that tests bring up to date.
FROZEN = {"sync/server/store/sqlite/sql/schema": "server",
          "sync/server/access/sql/schema": "access", "sync/cache/sql/schema": "cache",
          "sync/cache/index/schema": "index"}


def sums_of(root):
    files = [*root.glob("sync/**/schema/*.sql"), *root.glob("tests/data/frozen/*.sql")]
    return {f.relative_to(root).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def listed(root):
    lines = (root / LIST).read_text(encoding="utf-8").splitlines()
    return {path: checksum for checksum, path in (line.split() for line in lines)}


def problems_in(root):
    found, released = sums_of(root), listed(root)
    for path, checksum in sorted(released.items()):
        if path not in found:
            yield f"{path} was released and is gone: put it back, and add the next numbered file instead"
        elif found[path] != checksum:
            yield f"{path} was released and is changed: put it back, and add the next numbered file instead"
    for path in sorted(found.keys() - released.keys()):
        yield f"{path} is not in {LIST}: add its checksum when it is released (tests/architecture/check_schemas.py --add)"
    for path in sorted(found):
        schema = pathlib.PurePosixPath(path)
        name = FROZEN.get(str(schema.parent))
        if name and not (root / f"tests/data/frozen/{name}-{schema.stem}.sql").exists():
            yield f"{path} has no tests/data/frozen/{name}-{schema.stem}.sql: add a file of this version, and what is in it to a test"
    for folder in sorted({pathlib.PurePosixPath(p).parent for p in found if "/schema/" in p}):
        numbers = sorted(int(pathlib.PurePosixPath(p).stem) for p in found if pathlib.PurePosixPath(p).parent == folder)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{folder} has the files {numbers}: they are numbered from 1 without a gap"


def add(root):
    known = listed(root) if (root / LIST).exists() else {}
    sums = sums_of(root) | known
    (root / LIST).write_text("".join(f"{sums[p]}  {p}\n" for p in sorted(sums)), encoding="utf-8")


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path in ("sync/x/sql/schema/1.sql", "sync/x/sql/schema/2.sql", LIST):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("")
        assert sum("add its checksum" in p for p in problems_in(root)) == 2
        add(root)
        assert not list(problems_in(root))
        (root / "sync/x/sql/schema/2.sql").write_text("-- better")
        assert ["next numbered file" in p for p in problems_in(root)] == [True]
        (root / "sync/x/sql/schema/1.sql").unlink()
        assert any("is gone" in p for p in problems_in(root)) and any("without a gap" in p for p in problems_in(root))


def main():
    if "--self-test" in sys.argv:
        return self_test()
    if "--add" in sys.argv:
        add(ROOT)
    problems = list(problems_in(ROOT))
    print("\n".join(problems) or f"all {len(listed(ROOT))} released schema files are as they were")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
