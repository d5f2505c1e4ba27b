"""Starts the real programs and computes from a trace what they must end with."""
import gzip
import http.client
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.parse

DECODER = json.JSONDecoder()


class Server:
    def __init__(self, program, data, listen="127.0.0.1:0", settings=()):
        self.process = subprocess.Popen([program, "--data", data, "--listen", listen, *settings], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.url = line.split()[-1]

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0, "the server did not stop cleanly"


class Http:
    """Plain requests to a server, as an editor makes them."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.token = None

    def close(self):
        self.connection.close()

    def text(self, method, address, body=None, status=(200, 201)):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.connection.request(method, address, body.encode() if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status in status, (method, address, answer.status, text)
        return text

    def ask(self, method, address, body=None, status=(200, 201)):
        text = self.text(method, address, None if body is None else json.dumps(body), status)
        return json.loads(text) if text else None


class Ctl:
    """genmirrorctl for one server."""

    def __init__(self, program, server):
        self.program = program
        self.environment = dict(os.environ, GENMIRROR_SERVER=server.url)

    def run(self, *arguments, code=0):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, env=self.environment,
                              timeout=300, check=False)
        assert done.returncode == code, (arguments, done.returncode, done.stdout[-500:], done.stderr[-500:])
        return done.stdout if code == 0 else done.stderr

    def has_reached(self, cache, tree, generation):
        """Whether a mirror that is being updated has all of a generation; it must verify, or be catching up."""
        done = subprocess.run([self.program, "verify", "--json", "--cache", cache, tree], capture_output=True, text=True,
                              env=self.environment, timeout=300, check=False)
        said = json.loads(done.stdout)
        assert done.returncode == 0 or said["finding"] == "catching up", (cache, done.stdout, done.stderr)
        return done.returncode == 0 and said["generation"] == generation

    def start(self, *arguments):
        return subprocess.Popen([self.program, *arguments], env=self.environment, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)


def end(process, how):
    process.send_signal(how)
    process.wait(timeout=30)


def wait_until(condition, seconds, what):
    """Asks again and again; a condition that never comes true is a failure."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} s in vain: {what}"
        time.sleep(0.05)


def raw_operations(line):
    """The operations of a line, each with the exact text of its object."""
    at = line.index('"operations":') + len('"operations":')
    operations, _ = DECODER.raw_decode(line, at)
    at += 1
    for operation in operations:
        text = None
        if "object" in operation:
            begin = line.index('"object":', at) + len('"object":')
            value, stop = DECODER.raw_decode(line, begin)
            assert value == operation["object"]
            text = line[begin:stop]
        _, at = DECODER.raw_decode(line, line.index("{", at))
        yield operation, text


def dump_of_trace(file_name):
    """What `genmirrorctl dump` must print at the end of a trace: computed from the trace alone."""
    objects = {}
    with gzip.open(file_name, "rt", encoding="utf-8") as file:
        for line in file:
            for operation, text in raw_operations(line):
                path = tuple(operation["set"])
                if operation["op"] == "remove":
                    gone = path + (operation["id"],)
                    if (path, operation["id"]) in objects:
                        del objects[(path, operation["id"])]
                    else:  # a whole set
                        objects = {k: v for k, v in objects.items() if k[0][:len(gone)] != gone}
                else:
                    key = "releaseCycle" if path[0] == "releases" else "id"
                    objects[(path, operation["object"][key])] = text

    def canonical(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = []
    for (path, identifier), text in objects.items():
        lines.append((canonical(list(path)).encode(), canonical(identifier).encode(), text.encode()))
    return b"".join(b'{"set":%s,"id":%s,"object":%s}\n' % line for line in sorted(lines))


def dump_of(ctl, cache, tree):
    return subprocess.run([ctl.program, "dump", "--cache", cache, tree], capture_output=True, check=True).stdout


SAMPLE = str(pathlib.Path(__file__).parents[2] / "resources/samples/endoflife.ndjson.gz")
SET_KEY = "releases/*=releaseCycle"
KILL = signal.SIGKILL
TERMINATE = signal.SIGTERM
