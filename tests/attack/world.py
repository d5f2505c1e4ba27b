"""The server that is attacked, and connections that send any bytes and read as they like."""
import collections
import json
import os
import pathlib
import selectors
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
MIB = 1024 * 1024
KEPT = 65536  # bytes of an answer, if not said otherwise; the rest is counted


def address(number):
    """One of many of this machine: each has limits and shares of its own."""
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


class Client:
    """One connection, which never waits."""

    def __init__(self, port, source="127.0.0.1", reads=True, keeps=KEPT):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not reads:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.bind((source, 0))
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))
        self.reads, self.keeps, self.closed = reads, keeps, False
        self.out, self.said, self.taken = collections.deque(), bytearray(), 0

    def send(self, *pieces):
        self.out.extend(memoryview(piece) for piece in pieces)
        return self

    def write(self):
        try:
            while self.out:
                sent = self.socket.send(self.out[0][:MIB])
                self.out[0] = self.out[0][sent:]
                if not self.out[0]:
                    self.out.popleft()
        except BlockingIOError:
            pass
        except OSError:  # it takes no more, but may have answered
            self.out.clear()

    def read(self, most=MIB):
        try:
            got = self.socket.recv(most)
        except BlockingIOError:
            return
        except OSError:
            got = b""
        self.closed = self.closed or not got
        self.taken += len(got)
        self.said += got[:self.keeps - len(self.said)]

    @property
    def status(self):
        said = bytes(self.said)
        while said.startswith(b"HTTP/1.1 100 ") and b"\r\n\r\n" in said:
            said = said.split(b"\r\n\r\n", 1)[1]
        if said.startswith(b"HTTP/1."):
            return said[9:12].decode()
        return "cut" if self.closed else "silent"

    @property
    def answered(self):
        """Whether a whole answer is there (of no more than is kept)."""
        header, end, body = bytes(self.said).partition(b"\r\n\r\n")
        if not end:
            return False
        if b"\r\nTransfer-Encoding: chunked" in header:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(header.partition(b"\r\nContent-Length: ")[2].split(b"\r\n")[0] or 0)

    @property
    def body(self):
        return bytes(self.said).partition(b"\r\n\r\n")[2]

    def close(self):
        self.socket.close()


def play(clients, seconds, until=lambda client: client.status != "silent"):
    """Sends and reads until each client is content, or closed, or the time is up."""
    end = time.monotonic() + seconds
    waiting = [c for c in clients if not c.closed]
    with selectors.DefaultSelector() as selector:
        for client in waiting:
            selector.register(client.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, client)

        def leave(client):
            selector.unregister(client.socket)
            waiting.remove(client)

        while waiting and (left := end - time.monotonic()) > 0:
            for key, events in selector.select(left):
                client = key.data
                if events & selectors.EVENT_READ and client.reads:
                    client.read()
                if events & selectors.EVENT_WRITE:
                    client.write()
                if client.closed or (not client.out and until(client)):
                    leave(client)
                    continue
                wanted = (selectors.EVENT_READ if client.reads else 0) | (selectors.EVENT_WRITE if client.out else 0)
                if not wanted:
                    leave(client)
                elif wanted != key.events:
                    selector.modify(client.socket, wanted, client)
    return clients


def close_all(clients):
    for client in clients:
        client.close()


def tally(clients):
    return collections.Counter(client.status for client in clients)


def head(method, target, token=None, *lines, length=None, kind="application/json"):
    fields = [f"{method} {target} HTTP/1.1", "Host: localhost", *lines]
    if token:
        fields.append(f"Authorization: Bearer {token}")
    if length is not None:
        fields += [f"Content-Length: {length}", f"Content-Type: {kind}"]
    return ("\r\n".join(fields) + "\r\n\r\n").encode()


class Result:
    """What came of an attack: how many inputs there were, which were wrongly accepted, and what was answered."""

    def __init__(self, tried, answers, accepted=()):
        self.tried, self.answers, self.accepted = tried, collections.Counter(answers), list(accepted)

    def said(self):
        return ", ".join(f"{status} × {count:,}" for status, count in sorted(self.answers.items(), key=lambda x: str(x[0])))


class Attack:
    """`work(victim)` gives a Result; with `prepare` it gets what that returned, which does not count.

    The bystander has an address of its own, or, `beside`, that of the attackers.
    """

    def __init__(self, name, work, tokens=False, beside=False, prepare=None):
        self.name, self.work, self.tokens, self.prepare = name, work, tokens, prepare
        self.source = "127.0.0.1" if beside else "127.0.0.2"

    def run(self, victim, prepared):
        return self.work(victim, prepared) if self.prepare else self.work(victim)


class Attacks(list):
    """A decorator that collects them."""

    def __call__(self, name, **options):
        def collect(work):
            self.append(Attack(name, work, **options))
            return work
        return collect


class Victim:
    """A real genmirrord in a directory of its own; with tokens, or open to this machine."""

    def __init__(self, program, folder, tokens, full):
        self.full, self.admin = full, None
        self.log = open(f"{folder}.log", "wb")
        if tokens:
            told = subprocess.run([program, "init", "--data", folder], capture_output=True, text=True, check=True).stdout
            self.admin = next(word for word in told.split() if word.startswith("gmt_"))
        self.process = subprocess.Popen([program, "--data", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                        stderr=self.log, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        self.bystander = subprocess.Popen([sys.executable, HERE / "bystander.py"], stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE, text=True)
        self.editor = self.token("editor", ["*"])
        self.made("bystander")
        self.work_token = self.token("editor", ["bystander"])

    def size(self, quick, full):
        return full if self.full else quick

    def ask(self, method, target, body=None, token=None, lines=(), source="127.0.0.1", seconds=120):
        """By the admin, unless somebody else is named: status and body."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        client = Client(self.port, source, keeps=64 * MIB)
        client.send(head(method, target, self.admin if token is None else token, "Connection: close", *lines,
                         length=None if data is None else len(data)), data or b"")
        play([client], seconds, until=lambda c: False)
        client.close()
        return (int(client.status) if client.status.isdigit() else client.status), client.body

    def must(self, *arguments, **options):
        status, body = self.ask(*arguments, **options)
        assert status in (200, 201, 204), (arguments[:2], status, body[:400])
        return json.loads(body) if body.startswith(b"{") else body

    def made(self, tree, key=None):
        self.must("PUT", f"/v1/trees/{tree}", {"key": key} if key else {})

    def token(self, role, trees, **more):
        if not self.admin:
            return ""
        return self.must("POST", "/v1/admin/tokens", {"name": f"a {role}", "role": role, "trees": trees} | more)["token"]

    def fill(self, tree, count, size):
        """Objects 1 to count, each of about so many bytes."""
        self.made(tree)
        at_once = max(1, min(10_000, 8 * MIB // size))
        for first in range(1, count + 1, at_once):
            batch = [{"op": "add", "object": {"id": i, "text": "x" * size}} for i in range(first, min(first + at_once, count + 1))]
            self.must("POST", f"/v1/trees/{tree}/batch", {"operations": batch})

    def begin(self, source):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")  # VmHWM begins anew
        self.bystander.stdin.write(json.dumps({"port": self.port, "source": source, "token": self.work_token}) + "\n")
        self.bystander.stdin.flush()

    def end(self):
        self.bystander.stdin.write("end\n")
        self.bystander.stdin.flush()
        return json.loads(self.bystander.stdout.readline())

    def peak(self):
        """The most memory that it had since begin(), in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def is_well(self):
        return self.process.poll() is None and self.ask("GET", "/healthz")[0] == 200

    def stop(self):
        """While it is busy; what it ended with."""
        busy = [Client(self.port, address(i), reads=False).send(head(*asked, self.admin, length=0)) for i in range(10) for asked in (
            ("POST", "/v1/admin/trees/large/verify"), ("POST", "/v1/admin/trees/long/verify"), ("GET", "/v1/trees/large/updates"))]
        play(busy, 1)
        self.bystander.stdin.close()
        self.bystander.wait(10)
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "killed: it did not end within 30 s"
