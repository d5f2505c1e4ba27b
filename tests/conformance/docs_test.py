"""What docs/protocol.md shows to those who write clients is true: its digests, and its pull loop against a real server."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests/end_to_end"), str(ROOT / "examples/python")]
import jsontext  # noqa: E402
from client import Client  # noqa: E402
from connection import Connection  # noqa: E402
from mirror import MODULUS, member_digest  # noqa: E402
from support import Http, Server  # noqa: E402

PROGRAM, NODE = sys.argv[1:3]
DOCUMENT = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")


def section(heading):
    return DOCUMENT.split(f"\n### {heading}\n")[1].split("\n### ")[0]


class Rows(list):
    """The table of digests: (path, key or None, text, id, hash), and the sum."""

    def __init__(self):
        super().__init__()
        table = [line for line in section("Five members and their digests").splitlines() if line.startswith("| ")][1:]
        for line in table[:-1]:
            path, key, text, identifier, hash_ = (cell.strip() for cell in line.strip("| ").split(" | "))
            nested = key == "a nested set"
            self.append((path[1:-1], None if nested else key[1:-1], "" if nested else text[1:-1], identifier[1:-1], hash_[1:-1]))
        self.sum = re.search(r"`([0-9a-f]{64})`", table[-1])[1]


class DocsTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="genmirror-docs-")
        self.addCleanup(self.directory.cleanup)
        self.server = Server(PROGRAM, self.directory.name)
        self.http = Http(self.server.url)
        self.addCleanup(self.stop)

    def stop(self):
        self.http.close()
        self.server.stop()
        self.server.process.stdout.close()

    def batch(self, *operations):
        self.http.text("POST", "/v1/trees/t/batch", '{"operations":[' + ",".join(operations) + "]}")

    def test_digests(self):
        rows = Rows()
        self.assertEqual(len(rows), 5)
        self.http.ask("PUT", "/v1/trees/t", {})
        keys = {path: key for path, key, *_ in rows if key}
        for path, key, text, identifier, hash_ in rows:
            self.assertEqual(f"{member_digest(path, identifier, text):064x}", hash_)
            if key is None:
                nested = json.dumps(json.loads(path) + [json.loads(identifier)], separators=(",", ":"))
                self.batch(f'{{"op":"create-set","set":{nested},"key":{keys[nested]}}}')
                continue
            value = jsontext.parse(text)
            if key == '"value"':
                self.assertEqual(jsontext.canonical(value), identifier)
            given = f',"id":{identifier}' if key == '"explicit"' else ""
            self.batch(f'{{"op":"add","set":{path},"object":{text}{given}}}')
        self.assertEqual(f"{sum(int(row[-1], 16) for row in rows) % MODULUS:064x}", rows.sum)
        self.assertEqual(self.http.ask("GET", "/v1/trees/t")["digest"], rows.sum)
        done = subprocess.run([NODE, str(ROOT / "examples/javascript/client.js"), self.server.url, "t"], capture_output=True,
                              text=True, check=True, timeout=60)
        self.assertEqual(done.stdout.split()[-1], rows.sum)

    def test_pull_loop(self):
        code = re.search(r"```python\n(.*?)```", section("A pull loop"), re.DOTALL)[1]
        self.assertLessEqual(len([line for line in code.splitlines() if line]), 30)
        names = {}
        exec(code, names)  # pylint: disable=exec-used
        self.http.ask("PUT", "/v1/trees/t", {"maximum_removals": 3})
        query, objects, sets = {}, {}, {}
        for change in self.changes():
            change()
            query = names["pull"](self.server.url, "t", query, objects, sets)
            connection = Connection(self.server.url)
            client = Client(connection, "t")
            client.pull()
            connection.close()
            self.assertEqual(as_plain(objects, sets), of_mirror(client.mirror.root))
            self.assertEqual(str(query["since"]), str(client.mirror.generation))

    def changes(self):
        """Steps in which the loop meets every rule: pages, contents, nested sets, ids that change hands, resets."""
        def add(identifier, path="[]", **fields):
            return f'{{"op":"add","set":{path},"object":{json.dumps({"id": identifier, **fields})}}}'

        def gone(identifier, path="[]"):
            return f'{{"op":"remove","set":{path},"id":{json.dumps(identifier)}}}'

        yield lambda: None
        yield lambda: [self.batch(*(add(n + 700 * part) for n in range(700))) for part in range(4)]
        yield lambda: self.batch('{"op":"create-set","set":["s"],"key":"explicit"}', '{"op":"add","set":["s"],"id":"a","object":[1.5]}',
                                 '{"op":"create-set","set":["s","v"],"key":"value"}', '{"op":"add","set":["s","v"],"object":{"b":1,"a":2}}')
        yield lambda: self.batch(*(gone(n) for n in range(10)), add("7"), add(2**53 + 1))
        yield lambda: self.batch(add(20, n=2), gone(21), '{"op":"remove","set":["s","v"],"id":{"a":2,"b":1}}')
        yield lambda: self.batch(gone("s"), add("s"), gone(22), '{"op":"create-set","set":[22]}', add(1, "[22]"))
        yield lambda: self.batch(gone("s"), '{"op":"create-set","set":["s"]}', add("a", '["s"]'))
        yield lambda: self.batch(gone("s"), '{"op":"create-set","set":["s"],"key":"value"}', '{"op":"add","set":["s"],"object":"a"}')
        yield lambda: (self.batch(gone(23)), self.http.ask("POST", "/v1/admin/trees/t/compact", {"keep_removals": 0}))
        yield lambda: self.http.ask("POST", "/v1/admin/trees/t/reset", {"reason": "a test", "objects": "drop"})
        yield lambda: self.batch(add("again"))


def as_plain(objects, sets):
    return objects, {identifier: as_plain(*inner) for identifier, inner in sets.items()}


def of_mirror(mirrored):
    """The same of a mirror, as the loop holds it: objects parsed, ids as Python writes them."""
    def named(identifier):
        return json.dumps(json.loads(identifier), sort_keys=True)
    return ({named(identifier): json.loads(text) for identifier, text in mirrored.objects.items()},
            {named(identifier): of_mirror(inner) for identifier, inner in mirrored.sets.items()})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
