"""The example clients in Python and JavaScript against a real server: each test is run with both."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

from proxy import Proxy
from support import Http, Server, wait_until

SERVER_PROGRAM = sys.argv[1]
EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"
CLIENTS = {"python": [sys.executable, str(EXAMPLES / "python/client.py")], "javascript": ["node", str(EXAMPLES / "javascript/client.js")]}


def add(identifier, path=(), **fields):
    return {"op": "add", "set": list(path), "object": {"id": identifier, **fields}}


class Follower:
    """A client that runs until it is stopped; `states` has a (collection, generation, digest) for each line that it said."""

    def __init__(self, command, environment):
        self.states = []
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.states.append(tuple(line.split()))

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.reader.join(timeout=20)
        self.process.stdout.close()
        self.process.stderr.close()


class ClientsTest(unittest.TestCase):
    language = ""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="genmirror-clients-")
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)
        self.file = str(self.root / "mirror.json")
        self.start_server()
        self.addCleanup(self.stop_server)
        self.ask("PUT", "/v1/trees/main", {"maximum_removals": 5})

    def start_server(self, *settings, listen="127.0.0.1:0"):
        self.server = Server(SERVER_PROGRAM, str(self.root / "data"), listen, settings)
        self.http = Http(self.server.url)

    def stop_server(self):
        self.http.close()
        if self.server.process.poll() is None:
            self.server.stop()
        self.server.process.stdout.close()

    def ask(self, method, address, body=None, status=(200, 201)):
        return self.http.ask(method, address, body, status)

    def batch(self, *operations):
        return self.ask("POST", "/v1/trees/main/batch", {"operations": operations})

    def state(self):
        """The server's (collection, generation, digest), as the clients say it."""
        told = self.ask("GET", "/v1/trees/main")
        return told["collection"], str(told["generation"]), told["digest"]

    def command(self, *arguments, url=None):
        return [*CLIENTS[self.language], url or self.server.url, "main", *arguments]

    def environment(self, token=None):
        return dict(os.environ, **({"GENMIRROR_TOKEN": token} if token else {}))

    def run_client(self, *arguments, code=0, stdin="", url=None, token=None):
        done = subprocess.run(self.command(*arguments, url=url), input=stdin, capture_output=True, text=True, timeout=120,
                              check=False, env=self.environment(token))
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        return tuple(done.stdout.split()) if code == 0 else done.stderr

    def pull(self, *arguments):
        """Lets the client pull into its file; it must end with what the server has."""
        said = self.run_client("--file", self.file, *arguments)
        self.assertEqual(said, self.state())

    def follow(self, *arguments, url=None):
        follower = Follower(self.command("--follow", *arguments, url=url), self.environment())
        self.addCleanup(follower.stop)
        self.reaches(follower)
        return follower

    def reaches(self, follower):
        state = self.state()
        wait_until(lambda: state in follower.states or follower.process.poll() is not None, 60, f"{state} of {follower.states[-3:]}")
        self.assertIn(state, follower.states)

    def test_first_sync_and_changes(self):
        self.pull()
        self.batch(*(add(n, text="ä\u2028\U0001f600\\\"") for n in range(20)), add("7"), add(2**53 + 1), add(2**53))
        self.pull("--limit", "7")
        self.batch(add(1, text="changed"), {"op": "remove", "id": 7}, {"op": "remove", "id": "7"})
        self.pull()
        os.remove(self.file)
        self.pull("--limit", "1")

    def test_nested_sets_and_keys(self):
        self.batch({"op": "create-set", "set": ["prices"], "key": "explicit"},
                   {"op": "add", "set": ["prices"], "id": "rye", "object": 1.5},
                   {"op": "create-set", "set": ["words"], "key": "value"}, {"op": "add", "set": ["words"], "object": [1.50, None]},
                   {"op": "create-set", "set": ["words", 7], "key": {"attribute": "name"}},
                   {"op": "add", "set": ["words", 7], "object": {"name": "deep"}})
        self.pull()
        self.batch({"op": "remove-set", "set": ["words"]}, {"op": "add", "object": {"id": "words"}},
                   {"op": "remove-set", "set": ["prices"]}, {"op": "create-set", "set": ["prices"]}, add(1, ["prices"]))
        self.pull()
        self.batch({"op": "remove", "id": "words"}, {"op": "create-set", "set": ["words"]}, add("rye", ["words"]))
        self.pull("--limit", "1")

    def test_compaction_and_overflow_past_the_client(self):
        self.batch(*(add(n) for n in range(30)), {"op": "create-set", "set": ["s"]}, add("in", ["s"]))
        self.pull()
        self.batch(*({"op": "remove", "id": n} for n in range(20)), add("in", ["s"], n=2))     # more than are remembered
        self.pull()
        self.batch({"op": "remove", "id": 25})
        self.ask("POST", "/v1/admin/trees/main/compact", {"keep_removals": 0})
        self.pull()

    def test_reset(self):
        self.batch(add("a"), {"op": "create-set", "set": ["s"]}, add("b", ["s"]))
        self.pull()
        for objects in ("keep", "drop"):
            self.ask("POST", "/v1/admin/trees/main/reset", {"reason": "a test", "objects": objects})
            self.pull()

    def test_changes_through_batch(self):
        said = self.run_client("--file", self.file, "--batch", stdin='[{"op":"add","object":{"id":9007199254740993,"n":1.50}}]')
        self.assertEqual(said, self.state())
        text = self.http.text("GET", "/v1/trees/main/objects/9007199254740993")
        self.assertEqual(text, '{"id":9007199254740993,"n":1.50}')
        said = self.run_client("--file", self.file, "--batch", stdin='[{"op":"remove","id":9007199254740993,"ifGeneration":2}]')
        self.assertEqual(said, self.state())
        self.http.text("PUT", "/v1/trees/main/objects/a", '{"id":"a", "n":1.50}')
        refused = self.run_client("--file", self.file, "--batch", code=1,
                                  stdin=json.dumps([{"op": "changed", "object": {"id": "a"}, "ifGeneration": 1}]))
        self.assertIn("operation 0: It was changed meanwhile", refused)

    def test_follows_by_events_and_by_polling(self):
        followers = [self.follow(), self.follow("--poll")]
        for n in range(5):
            self.batch(add(n), add("same", n=n))
            for follower in followers:
                self.reaches(follower)
        self.batch(add("big", text="x" * 100_000))      # too long to be pushed
        self.batch({"op": "create-set", "set": ["s"]})
        self.ask("POST", "/v1/admin/trees/main/reset", {"reason": "a test"})
        for follower in followers:
            self.reaches(follower)

    def test_a_restart_of_the_server(self):
        follower = self.follow("--file", self.file)
        where = self.server.url.removeprefix("http://")
        self.stop_server()
        self.start_server(listen=where)
        self.batch(add("after"))
        self.reaches(follower)

    def test_polls_where_the_event_stream_is_held_back(self):
        with Proxy(self.server.url, refused=b"GET /v1/events") as proxy:
            follower = self.follow(url=proxy.url)
            self.batch(add("a"))
            self.reaches(follower)
            self.assertEqual(proxy.refusals, 1)

    def test_takes_pushed_updates_without_asking(self):
        with Proxy(self.server.url, refused=b"GET /v1/trees/main/updates", times=0) as proxy:
            follower = self.follow(url=proxy.url)
            self.batch(add("a"))
            self.reaches(follower)      # so the event stream is open
            proxy.times = 1_000
            for text in ('{"id":"lines",\n"n":\t[1,\n\n2]}', '{"id":"lines"}'):
                self.http.text("PUT", "/v1/trees/main/objects/lines", text)     # the first is three lines of one event
                self.reaches(follower)
            self.assertEqual(proxy.refusals, 0)

    def test_comes_again_when_the_server_says(self):
        busy = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with Proxy(self.server.url, refused=b"GET", answer=busy, times=2) as proxy:
            self.assertEqual(self.run_client(url=proxy.url), self.state())
            self.assertEqual(proxy.refusals, 2)

    def test_a_wrong_digest_is_found_and_repaired(self):
        self.batch(add("a"))
        self.pull()
        collection, generation, _ = self.state()
        lie = json.dumps({"tree": "main", "collection": collection, "generation": int(generation), "digest": "f" * 64, "removals": ["a"]})
        with self.first_answers(lie) as proxy:
            self.assertEqual(self.run_client("--file", self.file, url=proxy.url), self.state())
            self.assertEqual(proxy.refusals, 1)
        with self.first_answers(lie, times=10) as proxy:
            self.assertIn("differs", self.run_client("--file", self.file, url=proxy.url, code=1))
        self.pull()

    def test_an_answer_that_is_cut_or_no_update_changes_nothing(self):
        self.batch(add("a"))
        self.pull()
        before = pathlib.Path(self.file).read_bytes()
        self.batch(add("b"))
        with self.first_answers('{"tree":"main","coll', missing=100) as proxy:
            self.assertEqual(self.run_client("--file", self.file, url=proxy.url), self.state())
            self.assertEqual(proxy.refusals, 1)
        pathlib.Path(self.file).write_bytes(before)
        collection = self.state()[0]
        header = f'"tree":"main","collection":"{collection}","generation":3,"digest":"{"0" * 64}"'
        for text in ("", "<html>", "{}", "[1]", f"{{{header}", f'{{{header},"adds":[{{"id":1,}}]}}', f'{{{header},"adds":[7]}}', f'{{{header},"adds":[{{}}]}}',
                     f'{{{header},"adds":5}}', f'{{{header},"sets":[{{"adds":[]}}]}}', f'{{{header}}}x', f'{{{header},"more":1}}',
                     "{" + header.replace("main", "other") + "}", "{" + header.replace("3", "1") + "}", "{" + header.replace("3", '"3"') + "}",
                     "{" + header.replace("3", "1e99") + "}", f'{{{header},"removals":[{"[" * 2000}{"]" * 2000}]}}', '{"tree":"\xff\ud800'):
            with self.subTest(text=text[:100]), self.first_answers(text, times=10) as proxy:
                self.run_client("--file", self.file, url=proxy.url, code=1)
                self.assertEqual(pathlib.Path(self.file).read_bytes(), before)
        self.pull()

    def first_answers(self, text, times=1, missing=0):
        """A proxy that answers the first requests for updates itself; `missing` bytes are announced and never come."""
        body = text.encode("utf-8", "surrogatepass")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\nContent-Length: {len(body) + missing}\r\n\r\n"
        return Proxy(self.server.url, refused=b"GET /v1/trees/main/updates", answer=head.encode() + body, times=times)

    def test_slows_down_past_the_limit_of_requests(self):
        for n in range(25):
            self.batch(add(n))
        self.stop_server()
        self.start_server("--requests-per-second", "2")     # twenty at once
        said = self.run_client("--file", self.file, "--limit", "1")
        wait_until(lambda: '/updates",status="429"' in self.http.text("GET", "/metrics", status=(200, 429)), 60,
                   "the metrics with a client that was told to wait")
        self.stop_server()
        self.start_server()
        self.assertEqual(said, self.state())

    def test_tokens(self):
        self.stop_server()
        made = subprocess.run([SERVER_PROGRAM, "init", "--data", str(self.root / "data")], capture_output=True, text=True,
                              check=True, timeout=60)
        token = next(word for word in made.stdout.split() if word.startswith("gmt_"))
        self.start_server()
        self.assertIn("token", self.run_client(code=1))
        self.assertIn("token", self.run_client(code=1, token=token[:-1] + ("A" if token[-1] != "A" else "B")))
        self.http.token = token
        self.assertEqual(self.run_client(token=token), self.state())
        self.assertIn("https", self.run_client(code=1, token=token, url="http://192.0.2.1:8765"))

    def test_a_tree_that_is_not_there_or_removed(self):
        follower = self.follow()
        self.ask("DELETE", "/v1/trees/main", status=(204,))
        follower.process.wait(timeout=60)
        self.assertEqual(follower.process.returncode, 1)
        self.assertIn("main", self.run_client(code=1))

    def test_a_changed_file_is_fetched_anew(self):
        self.batch(add("a", n=1))
        self.pull()
        path = pathlib.Path(self.file)
        path.write_text(path.read_text(encoding="utf-8").replace('\\"n\\":1', '\\"n\\":2').replace('\\"n\\": 1', '\\"n\\": 2'),
                        encoding="utf-8")
        self.pull()


class PythonTest(ClientsTest):
    language = "python"


class JavaScriptTest(ClientsTest):
    language = "javascript"


def load_tests(loader, tests, pattern):
    del tests, pattern
    return unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (PythonTest, JavaScriptTest))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
