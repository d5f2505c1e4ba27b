"""Requests to a GenMirror server: one at a time, each bounded in time and size; event streams beside them."""
import http.client
import ipaddress
import time
import urllib.parse

import jsontext

NATIVE = "application/vnd.genmirror+json"
SECONDS = 30                        # until an answer begins, and between its parts
MAXIMUM_ANSWER = 256 * 1024 * 1024  # bytes
MAXIMUM_EVENT = 1024 * 1024         # bytes of an event: a pushed update has 64 KiB at most
TRIES = 6                           # of a request that the server is too busy for, or that did not get through
LONGEST_WAIT = 60                   # seconds between two tries
QUIET = 40                          # seconds without a heartbeat, then a stream is dead


class Failed(Exception):
    """A request that was refused, with the server's sentence. `status` is 0 where there was no answer; `operation` is the index of the
    operation of a batch that was refused, None if none is named."""

    def __init__(self, status, detail, operation=None):
        super().__init__(detail if operation is None else f"operation {operation}: {detail}")
        self.status = status
        self.operation = operation


class NotAllowed(Failed):
    """401, 403: the token is missing, not valid any more, or allows less. Asking again does not help."""


class ChangedMeanwhile(Failed):
    """412: a condition does not hold: the object is another than the one that the change was made from. Pull, look, and decide."""


class StreamBroken(Exception):
    """An event stream that broke off, never began, or was silent for too long."""


class Connection:
    def __init__(self, url, token=None, pause=time.sleep):
        """`url` is the server's, as http://127.0.0.1:8765. `pause(seconds)` waits; a test may give another."""
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url} is not the address of a server")
        if token and parts.scheme == "http" and not _is_this_machine(parts.hostname):
            raise ValueError("a token is sent over https or to this machine alone")
        self._parts = parts
        self._token = token
        self._pause = pause
        self._http = None

    def close(self):
        if self._http:
            self._http.close()
        self._http = None

    def request(self, method, address, body=None, headers=(), seconds=SECONDS):
        """The text of a good answer. Waits and asks again where the server is busy (429, 503) or does not answer, so a change
        that is not safe to repeat needs an Idempotency-Key. Raises Failed."""
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                status, answer, retry_after = self._once(method, address, body, dict(headers), seconds)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if last:
                    raise Failed(0, f"no answer from {self._parts.netloc}: {error}") from error
                self._pause(min(2 ** attempt / 4, LONGEST_WAIT))
                continue
            if status < 400:
                return answer
            if status not in (429, 503) or last:
                raise _failure(status, answer)
            self._pause(min(max(retry_after, 1), LONGEST_WAIT))

    def _once(self, method, address, body, headers, seconds):
        if self._http is None:
            self._http = self._new(seconds)
        if self._http.sock:
            self._http.sock.settimeout(seconds)
        data = None if body is None else body.encode()
        self._http.request(method, address, data, self._with_token({"Accept": NATIVE, **headers}))
        answer = self._http.getresponse()
        data = answer.read(MAXIMUM_ANSWER + 1)
        if len(data) > MAXIMUM_ANSWER:
            self.close()
            raise Failed(0, "the answer is too long; ask with a smaller limit")
        if answer.length:   # read() with a size does not say that it was cut
            raise http.client.IncompleteRead(data, answer.length)
        if answer.will_close:
            self.close()
        seconds = answer.getheader("Retry-After", "")
        return answer.status, data.decode(), int(seconds) if seconds.isdecimal() and len(seconds) < 6 else 1

    def _new(self, seconds):
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname, self._parts.port, timeout=seconds)

    def _with_token(self, headers):
        return {**headers, "Authorization": f"Bearer {self._token}"} if self._token else headers

    def events(self, tree, last_event_id=None):
        """Yields (event, id, data) as they come, and (None, None, None) for each heartbeat. Ends when the stream does. Raises
        StreamBroken if it breaks off or is silent for QUIET seconds, Failed if it is refused."""
        connection = self._new(QUIET)
        try:
            headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
            query = urllib.parse.urlencode({"tree": tree, "deliver": "updates"})
            connection.request("GET", "/v1/events?" + query, headers=self._with_token(headers))
            answer = connection.getresponse()
            if answer.status != 200:
                raise _failure(answer.status, answer.read(MAXIMUM_EVENT).decode())
            yield from _read_events(answer)
        except (OSError, http.client.HTTPException) as error:
            raise StreamBroken(str(error)) from error
        finally:
            connection.close()


def _read_events(stream):
    fields = {}
    room = MAXIMUM_EVENT
    while line := stream.readline(room):
        room -= len(line)
        if not line.endswith(b"\n") or room <= 0:
            raise StreamBroken("an event is too long, or was cut")
        line = line.removesuffix(b"\n").decode()
        if line.startswith(":"):
            yield None, None, None
            room = MAXIMUM_EVENT
        elif line:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and name in fields else value
        elif fields:
            yield fields.get("event", ""), fields.get("id", ""), fields.get("data", "")
            fields, room = {}, MAXIMUM_EVENT


def _is_this_machine(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _failure(status, text):
    problem = {}
    try:
        problem = dict(jsontext.parse(text))
    except (ValueError, TypeError):
        pass    # not a problem of this server; a proxy's page, perhaps
    detail = str(problem.get("detail", f"the server answered {status}"))
    kind = {401: NotAllowed, 403: NotAllowed, 412: ChangedMeanwhile}.get(status, Failed)
    operation = problem.get("operation")
    return kind(status, detail, int(operation) if isinstance(operation, jsontext.Number) else None)
