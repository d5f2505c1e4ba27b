"""What tests of genmirrorctl stand on: a server of their own, and the program's answers."""
import contextlib
import http.server
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

from support import Server

SERVER_PROGRAM, CTL_PROGRAM = sys.argv[1:3]
NOBODY = "http://127.0.0.1:9"  # the discard port: nobody listens there


class CtlCase(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="genmirror-ctl-")
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)
        self.cache = str(self.root / "cache")
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

    def ok(self, *arguments, stdin=None):
        done = self.run_ctl(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return done.stdout

    def refused(self, code, *arguments, server=None):
        """What it complains of: one sentence on standard error, nothing on standard output."""
        done = self.run_ctl(*arguments, server=server)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        self.assertEqual(done.stdout, "")
        self.assertIn("genmirrorctl: ", done.stderr)
        return done.stderr

    def file(self, name, text):
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def bytes_of(self, *arguments):
        environment = dict(os.environ, GENMIRROR_SERVER=self.server.url)
        return subprocess.run([CTL_PROGRAM, *arguments], capture_output=True, env=environment, timeout=120, check=True).stdout

    def change_cache(self, *statements):
        """What a disk does to a file, in words."""
        with contextlib.closing(sqlite3.connect(pathlib.Path(self.cache, "main.genmirror"))) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    def classic_server(self, *answers):
        """Answers one after the other, the last one again and again: status, headers, body."""
        left = list(answers)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, headers, body = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}/?g={{generation}}"
