"""What genmirrorctl finds wrong with a mirror, says once, and mends: indexes, rows, the file."""
import contextlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

from support import Server

SERVER_PROGRAM, CTL_PROGRAM = sys.argv[1:3]


class MendTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="genmirror-mend-")
        self.addCleanup(directory.cleanup)
        root = pathlib.Path(directory.name)
        self.cache = root / "cache"
        self.server = Server(SERVER_PROGRAM, str(root / "data"))
        self.addCleanup(self.stop_server)
        self.environment = dict(os.environ, GENMIRROR_SERVER=self.server.url)
        self.ok("create", "main")
        (root / "objects").write_text("".join('{"id":%d}\n' % n for n in range(9)), encoding="utf-8")
        self.ok("import", "main", str(root / "objects"))
        self.ok("mirror", "main", "--cache", str(self.cache), "--once", "--quiet")

    def stop_server(self):
        if self.server.process.poll() is None:
            self.server.stop()
        self.server.process.stdout.close()

    def run_ctl(self, *arguments):
        return subprocess.run([CTL_PROGRAM, *arguments], capture_output=True, text=True, env=self.environment, timeout=120,
                              check=False)

    def ok(self, *arguments):
        done = self.run_ctl(*arguments)
        self.assertEqual(done.returncode, 0, (arguments, done))
        return done

    def on_cache(self, *arguments):
        return (*arguments, "main", "--cache", str(self.cache))

    @contextlib.contextmanager
    def database(self):
        with contextlib.closing(sqlite3.connect(self.cache / "main.genmirror", isolation_level=None)) as database:
            database.execute("PRAGMA writable_schema = ON")
            yield database

    def change_unnoticed(self, index, statement, values):
        """As a disk would: the rows change, and this index does not."""
        with self.database() as database:
            entry = database.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?",
                                     (index,)).fetchone()
            database.execute("DELETE FROM sqlite_schema WHERE name = ?", (index,))
        with self.database() as database:
            database.execute(statement, values)
            database.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", entry)
        self.assertNotEqual(self.integrity(), "ok")

    def integrity(self):
        with self.database() as database:
            return database.execute("PRAGMA integrity_check").fetchone()[0]

    def last_record(self):
        done = self.run_ctl(*self.on_cache("history"), "--json", "--limit", "1")
        return json.loads(done.stdout)

    def test_indexes_that_differ_are_found_and_mended(self):
        for index in ("objects_id", "objects_set"):
            for lost in ("row", "entry"):
                with self.subTest(index=index, lost=lost):
                    with self.database() as database:
                        row = database.execute("SELECT * FROM objects WHERE id = x'34'").fetchone()
                        if lost == "entry":
                            database.execute("DELETE FROM objects WHERE row = ?", row[:1])
                    if lost == "row":
                        self.change_unnoticed(index, "DELETE FROM objects WHERE row = ?", row[:1])
                    else:
                        self.change_unnoticed(index, "INSERT INTO objects VALUES (?, ?, ?, ?)", row)
                    done = self.run_ctl(*self.on_cache("verify"), "--json")
                    self.assertEqual((done.returncode, json.loads(done.stdout)["finding"]), (3, "different"), done)
                    told = json.loads(self.ok(*self.on_cache("repair"), "--json").stdout)
                    self.assertTrue(told["repaired"], told)
                    self.assertNotIn("moved_aside", told)  # rows and history stay
                    self.ok(*self.on_cache("verify"))
                    self.assertEqual(self.integrity(), "ok")

    def test_damage_is_said_once(self):
        file = self.cache / "main.genmirror"
        whole = file.read_bytes()
        file.write_bytes(b"this is no database" * 100)
        for command in (["mirror"], ["mirror", "--quiet"], ["verify"], ["dump"]):
            with self.subTest(command=command):
                done = self.run_ctl(*self.on_cache(*command))
                self.assertEqual(done.returncode, 3 if command == ["verify"] else 1, done)
                self.assertEqual(done.stderr.count("file is not a database"), 1, done.stderr)
        file.write_bytes(whole)
        with self.database() as database:
            database.execute("UPDATE objects SET text = '{\"id\":4,\"x\":1}' WHERE row = 5")
        done = self.ok(*self.on_cache("mirror"))
        self.assertEqual(done.stderr.count("add up to"), 1, done.stderr)

    def test_quietly_mended_is_said_in_one_line(self):
        quietly = (*self.on_cache("mirror"), "--once", "--quiet")
        self.assertEqual(self.ok(*quietly).stderr, "")
        with self.database() as database:
            database.execute("UPDATE objects SET text = '{\"id\":4,\"x\":1}' WHERE row = 5")
        done = self.ok(*quietly)
        self.assertEqual(done.stderr, "genmirrorctl: the mirror differed from its server and was mended: +0 ~1 -0\n")
        self.assertEqual(done.stdout, "")
        (self.cache / "main.genmirror").write_bytes(b"this is no database" * 100)
        done = self.ok(*quietly, "--replace-damaged")
        self.assertRegex(done.stderr, "^genmirrorctl: the cache was damaged: it was moved to .*, and everything was fetched "
                                      "anew\n$")
        self.assertEqual(self.ok(*quietly).stderr, "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
