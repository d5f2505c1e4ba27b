#!/usr/bin/env python3
"""Whatever answers at an address, genmirrorctl claims nothing: each command against each answer of somebody else.

Usage: foreign_answers_test.py GENMIRRORCTL
"""
import concurrent.futures
import gzip
import http.server
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import zlib

CTL = sys.argv[1]
LOGIN = b"<!DOCTYPE html><html><title>Welcome to the hotel</title><form>Room and name, please</form></html>"
MOST_MEMORY = 200  # MiB
NOT_OURS = "answers, but not as a GenMirror server does"

def blanks(mebibytes):
    """So many of them, compressed piece by piece: what this program once held counts for those that it starts."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * 1_048_576) for _ in range(mebibytes)) + packer.flush()


# name: status, headers, body, what the sentence says; a body that is a function is written piece by piece.
ANSWERS = {
    "a login page": (200, {"Content-Type": "text/html; charset=utf-8"}, LOGIN, NOT_OURS),
    "a login page that calls itself JSON": (200, {"Content-Type": "application/json"}, LOGIN, NOT_OURS),
    "an empty object": (200, {"Content-Type": "application/json"}, b"{}", NOT_OURS),
    "an empty object, of our own type": (200, {"Content-Type": "application/vnd.genmirror+json"}, b"{}", ""),
    "an empty list": (200, {"Content-Type": "application/json"}, b"[]", NOT_OURS),
    "null": (200, {"Content-Type": "application/json"}, b"null", NOT_OURS),
    "lists of nothing": (200, {"Content-Type": "application/json"},
                         b'{"trees":[],"history":[],"tokens":[],"clients":[],"backups":[],"audit":[],"sets":[]}', None),
    "another's generation": (200, {"Content-Type": "application/json"}, b'{"generation":"7","collection":"x"}', NOT_OURS),
    "nothing": (200, {}, b"", NOT_OURS),
    "text": (200, {"Content-Type": "text/plain"}, b"ok", NOT_OURS),
    "201 and nothing": (201, {"Content-Type": "application/json"}, b"", NOT_OURS),
    "204": (204, {}, b"", NOT_OURS),
    "JSON cut in the middle": (200, {"Content-Type": "application/json", "Content-Length": "400"}, b'{"trees":[{"tree":"a"', ""),
    "gzip cut in the middle": (200, {"Content-Type": "application/json", "Content-Encoding": "gzip"},
                               gzip.compress(b'{"trees":[],"more":false,"text":"%s"}' % os.urandom(4000).hex().encode())[:2000], ""),
    "gzip that is none": (200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, b'{"trees":[]}', ""),
    "a redirect": (302, {"Location": "http://login.example/"}, b"", "sends us elsewhere"),
    "403 with a page": (403, {"Content-Type": "text/html"}, LOGIN, NOT_OURS),
    "404 with a page": (404, {"Content-Type": "text/html"}, LOGIN, NOT_OURS),
    "502 with a page": (502, {"Content-Type": "text/html"}, LOGIN, "502"),
    "a head of 300 kB": (200, {"Content-Type": "application/json", "X": "x" * 300_000}, b"{}", "head of the answer"),
    "an endless body": (200, {"Content-Type": "application/json"}, lambda: b"[" * 65536, ""),
    "an endless body, inflated": (200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, blanks(400), ""),
    "an endless error": (500, {"Content-Type": "application/problem+json"}, lambda: b"x" * 65536, ""),
}


class Foreign(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        status, headers, body, _ = ANSWERS[self.server.answer]
        self.close_connection = True
        try:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not callable(body) and "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if not callable(body):
                self.wfile.write(body)
            else:
                while True:
                    self.wfile.write(body())
        except OSError:
            pass  # the client has had enough

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


def commands(folder):
    """Each with the answers that are not foreign to it."""
    objects = folder / "objects.ndjson"
    objects.write_text('{"id":1}\n')
    trace = folder / "trace.ndjson"
    trace.write_text('{"operations":[{"op":"add","object":{"id":1}}]}\n')
    one = folder / "one.json"
    one.write_text('{"id":1}')
    return {
        ("trees",): (), ("create", "t"): (), ("get", "t", "1"): (), ("put", "t", "1", str(one)): (), ("put", "t", "a%2Fb", str(one)): (),
        ("remove", "t", "1"): (), ("updates", "t"): (), ("updates", "t", "--classic"): (), ("history", "t", "--remote"): (),
        ("import", "t", str(objects)): (), ("replay", "t", str(trace)): (), ("mirror", "t", "--once", "--cache", "CACHE"): (),
        ("admin", "whoami"): (), ("admin", "tokens"): ("lists of nothing",), ("admin", "make-token", "n"): (),
        ("admin", "change-token", "0123456789ab", "--name", "n"): (), ("admin", "revoke-token", "0123456789ab"): (),
        ("admin", "clients"): ("lists of nothing",), ("admin", "forget-client", "c" * 32): (), ("admin", "audit"): (),
        ("admin", "compact", "t", "--keep", "1"): (), ("admin", "reset", "t", "--reason", "r", "--yes"): (), ("admin", "verify", "t"): (),
        ("admin", "backup"): (), ("admin", "backups"): ("lists of nothing",), ("admin", "remove-backup", "b", "--yes"): (),
        ("admin", "restore", "t", "b", "--reason", "r", "--yes"): (),
    }


def run(url, command, cache):
    """Exit code, output, complaint, highest memory in MiB."""
    words = [cache if word == "CACHE" else word for word in command]
    process = subprocess.Popen([CTL, "--server", url, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    killer = threading.Timer(60, process.kill)
    killer.start()
    error = []
    reader = threading.Thread(target=lambda: error.append(process.stderr.read()))
    reader.start()
    output = process.stdout.read()
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    killer.cancel()
    return process.returncode, output.decode(errors="replace"), error[0].decode(errors="replace"), usage.ru_maxrss / 1024


def judge(answer, command, done):
    code, output, complaint, memory = done
    said = ANSWERS[answer][3]
    if code == 0:
        return f"ended with 0: {output[:200]!r}"
    if code < 0:
        return f"was killed by {-code}"
    if output.strip():
        return f"claims {output[:200]!r}"
    if said and said not in complaint:
        return f"says {complaint[:300]!r}"
    if len(complaint) > 2000 or "<form" in complaint or not complaint.strip():
        return f"says {complaint[:300]!r}"
    return f"took {memory:.0f} MiB" if memory > MOST_MEMORY else None


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    failures, tried = [], 0
    with tempfile.TemporaryDirectory(prefix="genmirror-foreign-") as name, concurrent.futures.ThreadPoolExecutor(2) as pool:
        folder = pathlib.Path(name)
        every = commands(folder)
        for answer in ANSWERS:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
            server.daemon_threads, server.answer = True, answer
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_address[1]}"
            wanted = [command for command, own in every.items() if answer not in own]
            runs = {c: pool.submit(run, url, c, str(folder / f"cache-{tried}-{i}")) for i, c in enumerate(wanted)}
            for command, future in runs.items():
                tried += 1
                if wrong := judge(answer, command, future.result()):
                    failures.append(f"{answer}: genmirrorctl {' '.join(command)} {wrong}")
            server.shutdown()
            server.server_close()
    for failure in failures:
        print("FAILED", failure)
    print(f"{tried} combinations, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
