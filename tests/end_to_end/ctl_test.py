"""genmirrorctl as people use it: every command, its output, its exit codes, and wrong command lines."""
import gzip
import json
import pathlib
import subprocess
import sys
import unittest
import urllib.parse

from ctlcase import CTL_PROGRAM, NOBODY, CtlCase
from support import Server

SERVER_PROGRAM = sys.argv[1]


class CtlTest(CtlCase):
    def test_help_of_every_command(self):
        overview = self.ok("--help")
        commands, administration = overview.split("Commands:")[1].split("Administration:")
        names = [line.split()[0] for line in commands.splitlines() if line.startswith("  ")]
        acts = [line.split()[1] for line in administration.splitlines() if line.startswith("  ")]
        self.assertEqual(sorted(acts), sorted(["whoami", "tokens", "make-token", "change-token", "revoke-token", "clients",
                                               "forget-client", "audit", "compact", "reset", "backup", "backups",
                                               "remove-backup", "restore", "verify"]))
        for act in acts:
            with self.subTest(command=act):
                self.assertEqual(self.ok("admin", act, "--help"), self.ok("help", "admin", act))
        self.assertEqual(sorted(names), sorted(["trees", "create", "get", "put", "remove", "updates", "import", "replay",
                                                "mirror", "repair", "dump", "verify", "history", "diff", "log"]))
        for name in names:
            with self.subTest(command=name):
                text = self.ok(name, "--help")
                self.assertIn("--server", text)
                self.assertEqual(text, self.ok("help", name))
        self.assertRegex(self.ok("--version"), r"^genmirrorctl \d+\.\d+\.\d+$")

    def test_wrong_command_lines(self):
        good = self.file("one.json", '{"id":1}')
        self.ok("create", "main")
        for arguments, word in [
                (["tree"], 'Did you mean "trees"?'),
                (["admin"], "genmirrorctl --help"),
                (["admin", "compat"], 'Did you mean "admin compact"?'),
                (["admin", "compact", "main"], "how much to keep"),
                (["admin", "compact", "main", "--keep", "1", "--before", "2"], "how much to keep"),
                (["admin", "compact", "main", "--keep", "-1"], "--keep"),
                (["admin", "reset", "main"], "--reason"),
                (["admin", "reset", "main", "--reason", "x"], "--yes"),
                (["admin", "make-token"], "Usage: genmirrorctl admin make-token NAME"),
                (["admin", "make-token", "x", "--role", "king"], "role"),
                (["admin", "make-token", "x", "--days", "x"], "--days"),
                (["admin", "change-token", "0123456789ab"], "what changes"),
                (["trees", "--token-file", good], "token"),
                (["trees", "--token-file", "/no/such/file"], "/no/such/file"),
                (["trees", "--ca", good], "PEM"),
                (["frobnicate"], "no command"),
                (["trees", "extra"], "Usage: genmirrorctl trees"),
                (["create"], "Usage: genmirrorctl create TREE"),
                (["get", "main"], "Usage: genmirrorctl get TREE PATH"),
                (["trees", "--no-such-option"], "no-such-option"),
                (["trees", "--server", "ftp://host"], "ftp://host"),
                (["trees", "--server", "http://"], "http"),
                (["create", "main2", "--maximum-removals", "-1"], "--maximum-removals"),
                (["create", "a/b"], "name"),
                (["updates", "main", "--since", "x"], "--since"),
                (["updates", "main", "--limit", "0"], "limit"),
                (["replay", "main", good, "--speed", "0"], "--speed"),
                (["replay", "main", good, "--speed", "nan"], "--speed"),
                (["replay", "main", good, "--speed", "1001"], "--speed"),
                (["replay", "main", good, "--set-key", "nothing="], "PATTERN"),
                (["dump", "main"], "--cache"),
                (["verify", "main"], "--cache"),
                (["history", "main"], "--cache"),
                (["diff", "main", "1", "2"], "--cache"),
                (["diff", "main", "one", "2", "--cache", self.cache], "no mirror"),
                (["mirror", "main"], "--cache"),
                (["mirror", "--cache", self.cache], "which tree"),
                (["mirror", "main", "--cache", self.cache, "--once", "--follow"], "not both"),
                (["mirror", "main", "--cache", self.cache, "--poll", "0"], "--poll"),
                (["mirror", "main", "--cache", self.cache, "--push", "pigeons"], "--push"),
                (["mirror", "main", "--cache", self.cache, "--key", "id"], "--classic"),
                (["mirror", "--cache", self.cache, "--classic", "http://host/data"], "{generation}"),
                (["history", "main", "--cache", self.cache, "--limit", "many"], "--limit"),
        ]:
            with self.subTest(arguments=arguments):
                self.assertIn(word, self.refused(1 if word == "no mirror" else 2, *arguments))

    def test_no_command_is_wrong_usage(self):
        done = self.run_ctl()
        self.assertEqual(done.returncode, 2)
        self.assertIn("Usage:", done.stderr)

    def test_objects(self):
        self.assertIn("no trees yet", self.ok("trees"))
        self.assertEqual(json.loads(self.ok("create", "main", "--maximum-removals", "5"))["generation"], 1)
        self.assertIn("already", self.refused(1, "create", "main"))
        text = '{"id": "a b/c",  "n": 1.50}'
        path = "a%20b%2Fc"
        self.assertEqual(json.loads(self.ok("put", "main", path, self.file("o.json", text)))["generation"], 2)
        self.assertEqual(self.ok("get", "main", path), text)  # byte for byte
        self.assertEqual(json.loads(self.ok("put", "main", "7", "-", stdin='{"id":7}'))["generation"], 3)
        told = json.loads(self.ok("updates", "main", "--since", "2", "--collection",
                                  json.loads(self.ok("trees", "--json"))["trees"][0]["collection"]))
        self.assertEqual(told["adds"], [{"id": 7}])
        self.assertEqual(json.loads(self.ok("updates", "main", "--classic"))["generation"], 3)
        self.ok("remove", "main", "7")
        self.assertIn("7", self.refused(1, "get", "main", "7"))
        self.assertIn("7", self.refused(1, "remove", "main", "7"))
        self.assertIn("no tree", self.refused(1, "get", "nobody", "7"))
        self.assertIn("no set", self.refused(1, "put", "main", "no/such/set/7", self.file("p.json", '{"id":7}')))
        self.assertIn("JSON", self.refused(2, "put", "main", "7", self.file("bad.json", '{"id":7')))
        self.assertIn("cannot be read", self.refused(1, "put", "main", "7", "/no/such/file"))
        self.assertRegex(self.ok("trees"), r"main +4 +1 +1")

    def test_import(self):
        self.ok("create", "main")
        lines = "".join(f'{{"code":"{n}","n":{n}}}\n' for n in range(2500))
        packed = self.root / "objects.ndjson.gz"
        packed.write_bytes(gzip.compress(lines.encode()))
        self.assertIn("imported", self.ok("import", "main", str(packed), "--set", "codes", "--key", "code"))
        self.assertEqual(json.loads(self.ok("get", "main", "codes/%222499%22"))["n"], 2499)
        done = json.loads(self.ok("import", "main", "-", "--json", stdin='{"id":1}\n\n{"id":2}\n'))
        self.assertEqual(done["imported"], 2)
        self.assertIn("line 2", self.refused(2, "import", "main", self.file("bad.ndjson", '{"id":3}\n{"id":\n')))
        self.assertIn("damaged", self.refused(2, "import", "main", self.damaged_gzip()))
        self.assertIn("imported 1 object", self.ok("import", "main", self.file("set.ndjson", '{"id":3}'), "--set", "made"))
        self.assertIn("cannot be read", self.refused(1, "import", "main", "/no/such/file"))

    def test_ids_that_begin_with_what_looks_like_a_byte_order_mark(self):
        """Each names itself: in paths, as arguments, of sets, here and in a mirror; and removing one leaves the other."""
        self.ok("create", "main")
        ids = ["", "a", "\ufeff", "\ufeffa", "\ufeff\ufeffa"]
        lines = "".join(json.dumps({"id": name, "is": number}) + "\n" for number, name in enumerate(ids))
        for place in [[], ["--set", "s"], ["--set", "\ufeffs"]]:
            self.ok("import", "main", "-", *place, stdin=lines)
        self.ok("mirror", "main", "--once", "--cache", self.cache)
        for place in ["", "s/", "%EF%BB%BFs/", "\ufeffs/"]:
            for number, name in enumerate(ids):
                spelled = {name if name else "%22%22", urllib.parse.quote(json.dumps(name, ensure_ascii=False)), urllib.parse.quote(json.dumps(name))}
                for path in spelled:
                    with self.subTest(place=place, path=path):
                        self.assertEqual(json.loads(self.ok("get", "main", place + path))["is"], number)
                        self.assertIn(f'"is": {number}', self.ok("log", "main", place + path, "--cache", self.cache))
        self.ok("remove", "main", "%EF%BB%BFs")
        self.assertEqual(json.loads(self.ok("get", "main", "s/a"))["is"], 1)
        self.ok("remove", "main", "%EF%BB%BFa")
        self.assertEqual(json.loads(self.ok("get", "main", "a"))["is"], 1)
        self.assertIn("no object", self.refused(1, "get", "main", "%EF%BB%BFa"))

    def test_the_tempo_of_a_replay(self):
        """It follows standard input: the first speed is waited for, and what is no speed changes nothing."""
        self.ok("create", "main")
        trace = "".join(f'{{"operations":[{{"op":"add","set":[],"object":{{"id":{n}}}}}]}}\n' for n in range(20))
        replay = subprocess.Popen([CTL_PROGRAM, "--server", self.server.url, "replay", "main", self.file("trace.ndjson", trace),
                                   "--speed", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(replay.kill)
        # Once an hour, which is what the first batch then waits for; the later speeds take its place.
        replay.stdin.write("0.0003\nquick\n-5\n")
        replay.stdin.flush()
        self.assertRegex(self.ok("trees"), r"main +1 ")
        self.assertIsNone(replay.poll())
        replay.stdin.write("500\n")
        replay.stdin.flush()
        self.assertIn("replayed 20 batches", replay.communicate(timeout=60)[0])
        self.assertIn("replayed 20 batches", self.ok("replay", "main", self.file("trace.ndjson", trace), "--speed", "-", stdin=""))
        self.assertIn("replayed 20 batches", self.ok("replay", "main", self.file("trace.ndjson", trace), "--speed", "999.5"))

    def test_import_names_the_line(self):
        """Whatever is wrong, wherever it is: the line that it is in, as an editor counts lines."""
        self.ok("create", "main")
        good = ['{"id":%d}' % n for n in range(1, 31)]
        for place, end, empty in ((1, "\n", 0), (1, "", 3), (2, "", 0), (15, "\n", 3), (30, "\n", 0), (30, "", 3)):
            for number, wrong in enumerate(('{"no":"id"}', '{"id":', '{"id":\0}')):  # the server finds the first
                with self.subTest(wrong=wrong, place=place, end=end, empty=empty):
                    text = "\n".join([""] * empty + good[:place - 1] + [wrong] + good[place:]) + end
                    name = self.file("bad.ndjson", text)
                    if (number + place) % 2:
                        name = str(self.root / "bad.ndjson.gz")
                        pathlib.Path(name).write_bytes(gzip.compress(text.encode()))
                    self.assertIn(f"{name} line {place + empty}:", self.refused(2, "import", "main", name))
        only = self.file("one.ndjson", '{"no":"id"}')
        self.assertIn("line 1:", self.refused(2, "import", "main", only, "--set", "made", "--key", "id"))
        many = "".join('{"id":%d,"text":"%s"}\n' % (n, "x" * 300) for n in range(30_000))
        self.assertRegex(self.refused(2, "import", "main", self.file("many.ndjson", many + '{"no":"id"}\n' + many)),
                         r"many.ndjson line 30001: .* \([1-9]\d*000 operations are done\)|line 30001")

    def damaged_gzip(self):
        packed = bytearray(gzip.compress(b'{"id":1}\n' * 1000))
        packed[len(packed) // 2] ^= 0xFF
        path = self.root / "damaged.ndjson.gz"
        path.write_bytes(packed[:-4])
        return str(path)

    def test_mirror_and_its_past(self):
        self.ok("create", "main")
        self.ok("import", "main", self.file("a.ndjson", '{"id":1,"v":1}\n{"id":2,"v":1}\n'))
        told = self.ok("mirror", "main", "--cache", self.cache, "--json")
        self.assertEqual(json.loads(told)["added"], 2)
        self.ok("put", "main", "1", "-", stdin='{"id":1,"v":2}')
        self.ok("remove", "main", "2")
        self.ok("mirror", "main", "--cache", self.cache, "--quiet", "--push", "off")
        now = '{"set":[],"id":1,"object":{"id":1,"v":2}}\n'
        self.assertEqual(self.ok("dump", "main", "--cache", self.cache), now)
        self.assertEqual(self.ok("dump", "main", "--cache", self.cache, "--at", "3"),
                         '{"set":[],"id":1,"object":{"id":1,"v":1}}\n{"set":[],"id":2,"object":{"id":2,"v":1}}\n')
        self.assertIn("3 and 5", self.refused(1, "dump", "main", "--cache", self.cache, "--at", "4"))
        differences = [json.loads(line) for line in
                       self.ok("diff", "main", "3", "now", "--cache", self.cache, "--json").splitlines()]
        self.assertEqual(differences, [{"set": [], "id": 1, "before": {"id": 1, "v": 1}, "after": {"id": 1, "v": 2}},
                                       {"set": [], "id": 2, "before": {"id": 2, "v": 1}, "after": None}])
        self.assertIn('- [] 2 {"id":2,"v":1}\n', self.ok("diff", "main", "3", "5", "--cache", self.cache))
        self.assertEqual(self.ok("diff", "main", "5", "5", "--cache", self.cache), "")
        versions = [json.loads(line) for line in self.ok("log", "main", "2", "--cache", self.cache, "--json").splitlines()]
        self.assertEqual([version["object"] for version in versions], [None, {"id": 2, "v": 1}])
        self.assertIn("(removed)", self.ok("log", "main", "2", "--cache", self.cache))
        self.assertIn("knows of none", self.refused(1, "log", "main", "99", "--cache", self.cache))
        records = [json.loads(line) for line in self.ok("history", "main", "--cache", self.cache, "--json").splitlines()]
        self.assertEqual([(record["from"], record["to"], record["cause"]) for record in records],
                         [(3, 5, "poll"), (0, 3, "first sync")])
        self.assertTrue(all(record["verified"] for record in records))
        self.assertIn("first sync", self.ok("history", "main", "--cache", self.cache))
        remote = json.loads(self.ok("history", "main", "--remote", "--json"))["history"]
        self.assertEqual([record["what"] for record in remote], ["changes", "changes", "changes", "created"])
        self.assertIn("genmirrorctl/", self.ok("history", "main", "--remote"))
        self.assertTrue(json.loads(self.ok("verify", "main", "--cache", self.cache, "--json"))["equal"])

        self.server.stop()  # offline: what is stored is still all there
        self.assertEqual(self.ok("dump", "main", "--cache", self.cache), now)
        self.assertIn("verified", self.ok("verify", "main", "--cache", self.cache))
        self.assertIn("cannot be reached", self.refused(1, "mirror", "main", "--cache", self.cache, "--quiet"))

    def test_administration(self):
        self.assertIn("has no tokens", self.ok("admin", "whoami"))
        self.ok("create", "main")
        for number in range(1, 6):
            self.ok("put", "main", str(number), "-", stdin='{"id":%d}' % number)
        self.ok("mirror", "main", "--cache", self.cache, "--quiet")
        for number in range(1, 5):
            self.ok("remove", "main", str(number))
        preview = self.ok("admin", "compact", "main", "--keep", "1", "--dry-run")
        self.assertIn("3 removals would be dropped.", preview)
        self.assertIn("1 client has to reload", preview)
        self.assertEqual(json.loads(self.ok("admin", "compact", "main", "--keep", "1", "--json"))["dropped"], 3)
        self.assertIn("0 removals would be dropped.", self.ok("admin", "compact", "main", "--keep", "1", "--dry-run"))
        clients = json.loads(self.ok("admin", "clients", "--json"))["clients"]
        self.assertEqual([(client["tree"], client["sent"]) for client in clients], [("main", 6)])
        self.assertIn("GenMirror/", self.ok("admin", "clients"))
        self.ok("admin", "forget-client", clients[0]["client"])
        self.refused(1, "admin", "forget-client", clients[0]["client"])

        self.assertIn("1 tree", self.ok("admin", "backup", "first", "--reason", "before the reset"))
        self.assertIn("first", self.ok("admin", "backups"))
        self.assertIn("is reset", self.ok("admin", "reset", "main", "--reason", "a test", "--drop-objects", stdin="main\n"))
        self.assertEqual(json.loads(self.ok("trees", "--json"))["trees"][0]["objects"], 0)
        self.assertIn("is restored", self.ok("admin", "restore", "main", "first", "--reason", "a test", "--yes"))
        self.assertEqual(json.loads(self.ok("trees", "--json"))["trees"][0]["objects"], 1)
        self.ok("mirror", "main", "--cache", self.cache, "--quiet")
        self.assertIn("verified", self.ok("verify", "main", "--cache", self.cache))
        self.ok("admin", "remove-backup", "first", "--yes")
        self.assertIn("verified: 1 object", self.ok("admin", "verify", "main"))
        self.assertTrue(json.loads(self.ok("admin", "verify", "main", "--json"))["equal"])
        self.refused(1, "admin", "verify", "none")

        admin = self.file("admin", self.ok("admin", "make-token", "the boss, or so", "--role", "admin"))
        self.assertIn("GENMIRROR_TOKEN", self.refused(1, "trees"))
        self.assertIn("admin of *", self.ok("--token-file", admin, "admin", "whoami"))
        reader = self.file("reader", self.ok("admin", "make-token", "Anna", "--trees", "user.anna.*,other", "--days", "7",
                                             "--token-file", admin))
        self.assertRegex(self.ok("admin", "tokens", "--token-file", admin), "reader +user.anna.* other +20.*Anna")
        self.assertIn("does not reach it", self.refused(1, "get", "main", "5", "--token-file", reader))
        self.assertIn("needs the role admin", self.refused(1, "admin", "tokens", "--token-file", reader))
        identifier = pathlib.Path(reader).read_text(encoding="utf-8")[4:16]
        self.ok("admin", "change-token", identifier, "--trees", "main", "--days", "0", "--token-file", admin)
        self.assertEqual(self.ok("get", "main", "5", "--token-file", reader), '{"id":5}')
        self.ok("mirror", "main", "--cache", str(self.root / "another"), "--quiet", "--token-file", reader)
        self.ok("admin", "revoke-token", identifier, "--token-file", admin)
        self.assertIn("not valid", self.refused(1, "get", "main", "5", "--token-file", reader))
        acts = [json.loads(line)["action"] for line in
                self.ok("admin", "audit", "--json", "--token-file", admin).splitlines()]
        self.assertEqual(acts[:4], ["failed-login", "revoke-token", "change-token", "make-token"])
        table = self.ok("admin", "audit", "--csv", "--who", "the boss, or so", "--token-file", admin).splitlines()
        self.assertEqual(table[0], '"number","at","who","token","address","action","tree","reason","detail"')
        self.assertIn('"the boss, or so"', table[1])

    def test_a_backup_without_a_damaged_tree(self):
        for tree in ("good", "bad", "worse"):
            self.ok("create", tree)
        self.server.stop()
        self.server.process.stdout.close()
        for tree in ("bad", "worse"):
            (self.root / "data" / f"{tree}.sqlite").write_bytes(b"no database" * 500)
        self.server = Server(SERVER_PROGRAM, str(self.root / "data"))
        for name, options in (("one", []), ("two", ["--json"])):
            done = self.run_ctl("admin", "backup", name, *options)
            self.assertEqual(done.returncode, 1)
            self.assertIn(name, done.stdout)
            self.assertIn("genmirrorctl: The backup is partial: 2 trees could not be copied.\n", done.stderr)
            for tree in ("bad", "worse"):
                self.assertRegex(done.stderr, rf"(?m)^  {tree}: .*{tree}\.sqlite")
        self.assertEqual([tree["tree"] for tree in json.loads(done.stdout)["missing"]], ["bad", "worse"])
        self.assertRegex(self.ok("admin", "backups"), r"MISSING\none .* good +bad worse\n")
        self.assertIn("is partial", self.refused(1, "admin", "restore", "bad", "one", "--reason", "a test", "--yes"))
        self.ok("admin", "restore", "good", "one", "--reason", "a test", "--yes")

    def test_nobody_is_there(self):
        for arguments in (["trees"], ["create", "main"], ["get", "main", "1"], ["updates", "main"]):
            with self.subTest(arguments=arguments):
                self.assertIn("Is genmirrord running there?", self.refused(1, *arguments, server=NOBODY))

    def test_a_damaged_cache_is_said_and_replaced_on_request(self):
        self.ok("create", "main")
        self.ok("put", "main", "1", "-", stdin='{"id":1}')
        self.ok("mirror", "main", "--cache", self.cache)
        file = pathlib.Path(self.cache, "main.genmirror")
        file.write_bytes(b"this is no database" * 100)
        for suffix in ("-wal", "-shm"):
            pathlib.Path(self.cache, "main.genmirror" + suffix).unlink(missing_ok=True)
        self.assertIn("damaged", self.refused(1, "dump", "main", "--cache", self.cache))
        self.assertIn("--replace-damaged", self.refused(1, "mirror", "main", "--cache", self.cache))
        self.ok("mirror", "main", "--cache", self.cache, "--replace-damaged")
        self.assertEqual(self.ok("dump", "main", "--cache", self.cache), '{"set":[],"id":1,"object":{"id":1}}\n')
        self.assertIn(b"this is no database", pathlib.Path(self.cache, "main.genmirror.damaged").read_bytes())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
