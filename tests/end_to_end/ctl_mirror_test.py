"""genmirrorctl on mirrors: what it calls proved, exact texts, and servers of another make."""
import gzip
import hashlib
import json
import os
import pty
import subprocess
import sys
import unittest

from ctlcase import CTL_PROGRAM, NOBODY, CtlCase


class CtlMirrorTest(CtlCase):
    def test_verify_says_what_it_found(self):
        codes = {"different": 3, "found different": 4, "never compared": 5, "never synced": 6, "catching up": 7,
                 "not comparable": 8}

        def verify(finding, words, tree="main", cache=None):
            where = ("--cache", cache or self.cache)
            self.assertIn(words, self.refused(codes[finding], "verify", tree, *where))
            done = self.run_ctl("verify", tree, *where, "--json")
            self.assertEqual((done.returncode, json.loads(done.stdout)["finding"]), (codes[finding], finding))

        self.assertIn("There is no mirror", self.refused(1, "verify", "main", "--cache", self.cache))
        self.assertIn("There is no mirror", self.refused(1, "repair", "main", "--cache", self.cache))
        self.refused(1, "mirror", "main", "--cache", self.cache, server=NOBODY)
        verify("never synced", "Never synced: ")
        self.ok("create", "main")
        self.ok("import", "main", self.file("a.ndjson", "".join('{"id":%d}\n' % n for n in range(9))), "--set", "numbers")
        self.ok("mirror", "main", "--cache", self.cache)
        self.assertRegex(self.ok("verify", "main", "--cache", self.cache), "^verified against the server's digest of generation 11: 9 objects, digest [0-9a-f]{64}\n$")
        self.assertEqual(json.loads(self.ok("verify", "main", "--cache", self.cache, "--json"))["finding"], "equal")
        self.assertIn("nothing had to be repaired", self.ok("repair", "main", "--cache", self.cache))

        for finding, words, change in (
                ("different", "add up to", ["UPDATE objects SET text = '{\"id\":5,\"x\":1}' WHERE row = 5"]),
                ("different", "8 in place of 9", ["DELETE FROM objects WHERE row = 7"]),
                ("different", "9 in place of 8", ["UPDATE sets SET objects = 8 WHERE parent > 0"]),
                ("different", "belongs to no set", ["UPDATE objects SET set_key = 99 WHERE row = 3"]),
                ("different", "emptied", ["DELETE FROM objects", "UPDATE sets SET objects = 0",
                                          "UPDATE state SET generation = 0, digest = '', collection = ''"]),
                ("different", "history ends", ["UPDATE state SET generation = 10"]),
                ("found different", "Found different: ", ["UPDATE history SET verified = 0"]),
                ("never compared", "Not proved: ", ["DELETE FROM history"]),
                ("catching up", "catching up", ["UPDATE state SET catching_up = 1"])):
            with self.subTest(finding=finding, words=words):
                self.change_cache(*change)
                verify(finding, words)
                self.ok("repair", "main", "--cache", self.cache)
                self.ok("verify", "main", "--cache", self.cache)
        self.change_cache("DELETE FROM state")
        self.assertIn("damaged", self.refused(3, "verify", "main", "--cache", self.cache))
        self.assertIn("genmirrorctl repair", self.refused(1, "mirror", "main", "--cache", self.cache, "--quiet"))
        told = json.loads(self.ok("repair", "main", "--cache", self.cache, "--json"))
        self.assertTrue(told["repaired"] and os.path.exists(told["moved_aside"]), told)
        self.ok("verify", "main", "--cache", self.cache)

        self.change_cache("UPDATE objects SET text = '{\"id\":5,\"x\":1}' WHERE row = 5")
        self.ok("mirror", "main", "--cache", self.cache)  # once: what it ends with is proved
        record = json.loads(self.ok("history", "main", "--cache", self.cache, "--json", "--limit", "1"))
        self.assertEqual((record["cause"], record["changed"]), ("repair", 1))
        self.assertIn("A verification found a difference", record["reason"])

        url = self.server.url + "/v1/trees/main/updates?since={generation}"
        classic = str(self.root / "classic")
        self.ok("mirror", "main", "--classic", url, "--cache", classic)
        verify("not comparable", "Not proved: this server gives no digests.", cache=classic)
        told = self.ok("repair", "main", "--classic", url, "--cache", classic)
        self.assertIn("not proved: this server gives no digests; all is as it was stored: generation 11, 9 objects\n", told)
        self.assertNotIn("verified", told)
        self.server.stop()
        files = sorted(os.listdir(self.cache))
        self.change_cache("UPDATE objects SET text = '' WHERE row = 5")
        self.assertIn("cannot be reached", self.refused(1, "repair", "main", "--cache", self.cache, "--quiet"))
        self.assertEqual(sorted(os.listdir(self.cache)), files)  # nothing was moved aside in vain

    def test_what_was_found_different_is_kept(self):
        def update(number):
            parts = (b"[]", b"1", b'{"id":1}')
            term = hashlib.blake2b(b"".join(len(part).to_bytes(8, "little") + part for part in parts), digest_size=32).digest()
            digest = (int.from_bytes(term, "little") + number) % (1 << 256)
            return (200, {"Content-Type": "application/vnd.genmirror+json"},
                    b'{"tree":"main","collection":"%s","generation":5,"digest":"%064x","adds":[{"id":1}]}' % (b"a" * 32, digest))

        once = ("mirror", "main", "--once", "--push", "off", "--cache", self.cache, "--server")
        verify = ("verify", "main", "--cache", self.cache)
        address = lambda answer: self.classic_server(answer).split("/?")[0]
        self.assertIn("differs from what", self.refused(1, *once, address(update(1)), "--quiet"))
        self.assertIn("Found different: ", self.refused(4, *verify))
        self.assertIn("cannot be reached", self.refused(1, *once, NOBODY))
        self.assertIn("Found different: ", self.refused(4, *verify))  # nothing has mended it
        self.ok(*once, address(update(0)))
        self.assertIn("verified against the server's digest of generation 5: 1 objects", self.ok(*verify))

    def test_an_object_is_printed_byte_for_byte(self):
        self.ok("create", "main")
        for text in ('{"id":1}', '{ "id": 1,\r\n\t"s": "ä\\n\\u00e4" }', '{"id":1.0,"n":1.50,"m":\n\n[]}'):
            path = self.root / "one.json"
            path.write_bytes(text.encode())
            self.ok("put", "main", "1", str(path))
            self.assertEqual(self.bytes_of("get", "main", "1"), text.encode())
            self.assertEqual(self.bytes_of("get", "main", "1", "--json"), text.encode())
        terminal, end = pty.openpty()
        with open(terminal, "rb", buffering=0) as screen, open(end, "wb", buffering=0) as output:
            self.ok("put", "main", "1", "-", stdin='{"id":1}')
            subprocess.run([CTL_PROGRAM, "get", "main", "1"], stdout=output, timeout=120, check=True,
                           env=dict(os.environ, GENMIRROR_SERVER=self.server.url))
            self.assertEqual(screen.read(100), b'{"id":1}\r\n')  # for the eyes

    def test_a_terminal_gets_nothing_that_changes_it(self):
        """Whatever command prints it; a pipe, and a program that asks for JSON, get it as it is."""
        bad = "\x1b[31m\x9b31m\x7f\u202e\u2066\u2028\ufeff"
        self.ok("create", "main")
        for is_new in (1, 2):
            self.ok("put", "main", "x", "-", stdin=json.dumps({"id": "x", "is": is_new, "a": bad}, ensure_ascii=False))
        self.ok("put", "main", "%EF%BB%BF%E2%80%AEy", "-", stdin=json.dumps({"id": "\ufeff\u202ey"}))
        self.ok("mirror", "main", "--once", "--cache", self.cache)
        self.ok("put", "main", "x", "-", stdin=json.dumps({"id": "x", "is": 3, "a": bad}, ensure_ascii=False))
        self.ok("mirror", "main", "--once", "--cache", self.cache)
        offline = ("--cache", self.cache)
        for arguments in (["get", "main", "x"], ["updates", "main"], ["updates", "main", "--classic"], ["trees"], ["dump", "main", *offline],
                          ["log", "main", "x", *offline], ["diff", "main", "4", "now", *offline], ["history", "main", *offline]):
            with self.subTest(arguments=arguments):
                shown = self.on_a_terminal(*arguments)
                self.assertTrue(shown)
                for character in bad.replace("[31m", "").replace("31m", ""):
                    self.assertNotIn(character, shown)
                if arguments[0] not in ("trees", "history"):
                    self.assertIn("\\u202e", shown)
                    self.assertIn("\u202e", self.bytes_of(*arguments).decode() + self.on_a_terminal(*arguments, "--json"))

    def on_a_terminal(self, *arguments):
        terminal, end = pty.openpty()
        with open(terminal, "rb", buffering=0) as screen:
            with open(end, "wb", buffering=0) as output:
                subprocess.run([CTL_PROGRAM, *arguments], stdout=output, timeout=120, check=True,
                               env=dict(os.environ, GENMIRROR_SERVER=self.server.url))
                output.write(b"\nEND\n")
                shown = b""
                while not shown.endswith(b"END\r\n"):
                    shown += screen.read(65536)
        return shown.decode()

    def test_a_dump_gives_the_exact_texts_back(self):
        texts = {"1": '{"id": 1}', "2": '{\n  "id": 2,\n  "s": "a\\n\\ud83d\\ude00 \\"ä\\u00e4"\n}', "3": '{"id":3.0,\r"n":\r\n1.50}'}
        self.ok("create", "main", "--maximum-removals", "7")
        for identifier, text in texts.items():
            (self.root / "one.json").write_bytes(text.encode())
            self.ok("put", "main", identifier, str(self.root / "one.json"))
        self.ok("import", "main", self.file("a.ndjson", '{"cycle":"1"}\n'), "--set", "releases/rust", "--key", "cycle")
        self.ok("import", "main", self.file("b.ndjson", '[1, 2]\n"x"\n'), "--set", "tags", "--key", ".")
        self.ok("mirror", "main", "--cache", self.cache)
        dump = self.bytes_of("dump", "main", "--cache", self.cache)
        self.assertEqual(dump.count(b"\n"), 6)
        self.assertNotIn(b"\r", dump)
        for line in dump.decode().split("\n")[:-1]:
            told = json.loads(line)
            if told["set"] == []:
                text = texts[str(told["id"])]
                self.assertEqual(told["object"], json.loads(text))
                self.assertEqual(told.get("text", text), text)
                self.assertEqual("text" in told, "\n" in text)
        packed = self.root / "dump.ndjson.gz"
        packed.write_bytes(gzip.compress(dump))
        self.ok("create", "copy")
        keys = ("--set-key", "releases/*=cycle", "--set-key", "tags=.")
        self.assertIn("imported 6 objects", self.ok("import", "copy", str(packed), "--dump", *keys))
        self.ok("mirror", "copy", "--cache", self.cache)
        self.assertEqual(self.bytes_of("dump", "copy", "--cache", self.cache), dump)
        digests = [json.loads(self.ok("verify", tree, "--cache", self.cache, "--json"))["digest"] for tree in ("main", "copy")]
        self.assertEqual(digests[0], digests[1])  # of every byte
        self.assertEqual(self.bytes_of("get", "copy", "2"), texts["2"].encode())
        written = "".join(json.dumps(json.loads(line)) + "\n" for line in dump.decode().splitlines())  # by another program
        self.assertIn("imported", self.ok("import", "copy", self.file("again.ndjson", written), "--dump"))
        self.assertEqual(self.bytes_of("get", "copy", "2"), texts["2"].encode())

        versions = self.ok("log", "main", "2", "--cache", self.cache, "--json").splitlines()
        self.assertEqual([json.loads(line)["text"] for line in versions], [texts["2"]])
        self.assertEqual(self.ok("log", "main", "2", "--cache", self.cache).count("\n"), 2)
        (self.root / "one.json").write_bytes(texts["2"].replace("2,", "2, ").encode())
        self.ok("put", "main", "2", str(self.root / "one.json"))
        self.ok("mirror", "main", "--cache", self.cache)
        [change] = self.ok("diff", "main", "10", "now", "--cache", self.cache, "--json").splitlines()
        self.assertEqual(json.loads(change)["before_text"], texts["2"])
        self.assertEqual(json.loads(change)["after_text"], texts["2"].replace("2,", "2, "))

        for line, word in (('{"set":[],"id":1}', '"object"'), ('{"id":1,"object":{"id":1}}', "set"), ('{"id":1}', "set"),
                           ('{"set":[],"object":{"id":1}}', "id"), ('{"set":[],"id":2,"object":{"id":1}}', "id"),
                           ('{"set":[],"id":1,"object":{"id":1},"text":"{\\"id\\":2}"}', '"text"'),
                           ('{"set":[],"id":1,"object":{"id":1},"text":{"id":1}}', '"text"'), ("7", "dump")):
            with self.subTest(line=line):
                complaint = self.refused(2, "import", "copy", self.file("bad.ndjson", dump.decode() + line), "--dump")
                self.assertIn("line 7:", complaint)
                self.assertIn(word, complaint)
        self.assertIn("--dump", self.refused(2, "import", "copy", str(packed), "--dump", "--set", "x"))

    def test_a_classic_server(self):
        self.ok("create", "main")
        self.ok("import", "main", self.file("a.ndjson", '{"cycle":"1"}\n{"cycle":"2"}\n'), "--set", "rust", "--key", "cycle")
        url = self.server.url + "/v1/trees/main/updates?since={generation}"
        self.ok("mirror", "--classic", url, "--set", "rust=cycle", "--cache", self.cache)
        self.ok("mirror", "main", "--cache", str(self.root / "native"))
        self.assertEqual(self.ok("dump", "main", "--cache", self.cache),
                         self.ok("dump", "main", "--cache", str(self.root / "native")))

    def test_a_classic_server_that_is_busy_is_waited_for(self):
        good = (200, {}, b'{"generation":5,"adds":[{"id":1}]}')
        once = ("mirror", "data", "--once", "--cache", self.cache, "--classic")
        self.assertIn("left alone for 1 s", self.run_ctl(*once, self.classic_server((429, {"Retry-After": "1"}, b""), (
            503, {"Retry-After": "1"}, b""), good)).stderr)
        self.assertEqual(self.ok("dump", "data", "--cache", self.cache), '{"set":[],"id":1,"object":{"id":1}}\n')
        self.assertIn("left alone for 600 s", self.refused(1, *once, self.classic_server((503, {"Retry-After": "600"}, b""))))
        self.refused(1, *once, self.classic_server((503, {}, b""), good))  # it says nothing of a time

    def test_sets_of_values(self):
        self.ok("create", "main")
        self.ok("import", "main", self.file("tags.ndjson", '"red"\n7\n"7"\n[1, 2]\n'), "--set", "tags", "--key", ".")
        self.ok("create", "values", "--key", ".")
        self.ok("import", "values", self.file("values.ndjson", '"red"\n7\n{"a":  1}\n'))
        for tree, shape in (("main", ["--set", "tags=."]), ("values", ["--key", "."])):
            with self.subTest(tree=tree):
                native, classic = str(self.root / "native"), str(self.root / "classic")
                url = f"{self.server.url}/v1/trees/{tree}/updates?since={{generation}}"
                keep = (("mirror", tree, "--cache", native), ("mirror", tree, "--classic", url, *shape, "--cache", classic))
                for change in ([], ["remove", tree, "tags/7" if tree == "main" else "7"]):
                    if change:
                        self.ok(*change)
                    for command in keep:
                        self.ok(*command)
                    self.assertEqual(self.ok("dump", tree, "--cache", classic), self.ok("dump", tree, "--cache", native))
                self.assertIn('"red"', self.ok("dump", tree, "--cache", classic))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
