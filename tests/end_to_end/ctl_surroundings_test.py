"""genmirrorctl and genmirrord as they meet the world: proxies that change addresses, and other users of the machine."""
import contextlib
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

from support import Http, Server

SERVER_PROGRAM, CTL_PROGRAM = sys.argv[1:3]


class CtlSurroundingsTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="genmirror-ctl-")
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)
        self.server = Server(SERVER_PROGRAM, str(self.root / "data"))
        self.addCleanup(self.stop_server)

    def stop_server(self):
        with contextlib.suppress(ProcessLookupError):
            if self.server.process.poll() is None:
                self.server.stop()
            self.server.process.stdout.close()

    def run_ctl(self, *arguments, stdin=None, server=None):
        environment = dict(os.environ, GENMIRROR_SERVER=server or self.server.url)
        return subprocess.run([CTL_PROGRAM, *arguments], capture_output=True, text=True, env=environment, timeout=120,
                              check=False, input=stdin)

    def ok(self, *arguments, stdin=None, server=None):
        done = self.run_ctl(*arguments, stdin=stdin, server=server)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done.stdout

    def test_ids_with_slashes_pass_a_proxy_that_decodes_them(self):
        upstream = self.server.url

        class Decoding(http.server.BaseHTTPRequestHandler):
            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = urllib.request.Request(upstream + self.path.replace("%2F", "/"), data=body or None,
                                                 method=self.command, headers={"Content-Type": "application/json"})
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        status, text, kind = answer.status, answer.read(), answer.headers["Content-Type"]
                except urllib.error.HTTPError as error:
                    status, text, kind = error.code, error.read(), error.headers["Content-Type"]
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_PUT = do_DELETE = do_POST = pass_on

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Decoding) as proxy:
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            self.addCleanup(proxy.shutdown)
            self.ok("create", "main")
            for text, path in (('{"id":"a/b"}', "a%2Fb"), ('{"id":"a"}', "a")):
                self.ok("put", "main", path, "-", stdin=text, server=f"http://127.0.0.1:{proxy.server_port}")
                self.assertEqual(self.ok("get", "main", path), text)
            self.ok("remove", "main", "a%2Fb", server=f"http://127.0.0.1:{proxy.server_port}")
            self.assertEqual(self.run_ctl("get", "main", "a%2Fb").returncode, 1)
            self.ok("get", "main", "a")
            proxy.shutdown()

    def test_a_history_of_several_pages(self):
        self.ok("create", "main")
        editor = Http(self.server.url)
        self.addCleanup(editor.close)
        sets = [[f"long enough that they fill pages of a MiB {number}"] for number in range(500)]

        def batch(make):
            editor.text("POST", "/v1/trees/main/batch", json.dumps({"operations": [make(path) for path in sets]}))

        batch(lambda path: {"op": "create-set", "set": path})
        for _ in range(30):
            batch(lambda path: {"op": "add", "set": path, "object": {"id": 1}})
        told = json.loads(self.ok("history", "main", "--remote", "--json", "--limit", "100"))
        first = [entry["first"] for entry in told["history"]]
        self.assertEqual(len(first), 32)
        self.assertEqual(first, sorted(first, reverse=True))
        self.assertFalse(told["more"])
        told = json.loads(self.ok("history", "main", "--remote", "--json", "--limit", "25"))
        self.assertEqual([entry["first"] for entry in told["history"]], first[:25])
        self.assertTrue(told["more"])
        self.assertEqual(len(self.ok("history", "main", "--remote", "--limit", "100").splitlines()), 32)

    def test_files_are_private_whatever_the_umask(self):
        self.stop_server()
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        private = self.root / "private"
        self.server = Server(SERVER_PROGRAM, str(private / "data"))
        self.ok("create", "main")
        self.ok("put", "main", "1", "-", stdin='{"id":1}')
        self.ok("admin", "backup", "b")
        self.ok("mirror", "main", "--cache", str(private / "cache"), "--once", "--quiet")
        self.ok("put", "main", "2", "-", stdin='{"id":2}')
        found = [private, *private.rglob("*")]
        self.assertGreater(len(found), 8)
        for path in found:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        self.assertIn("main.sqlite", {path.name for path in (private / "data" / "backups" / "b").iterdir()})

        for path in [private / "cache", *(private / "cache").iterdir()]:
            if path.name.endswith(("-wal", "-shm", ".lock")):
                continue
            mode = path.stat().st_mode
            path.chmod(mode | 0o044)
            done = self.run_ctl("mirror", "main", "--cache", str(private / "cache"), "--once", "--quiet")
            path.chmod(mode)
            self.assertEqual(done.returncode, 0)
            self.assertIn("chmod", done.stderr, path)
            self.assertIn(str(path), done.stderr)
        done = self.run_ctl("mirror", "main", "--cache", str(private / "cache"), "--once", "--quiet")
        self.assertNotIn("chmod", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
