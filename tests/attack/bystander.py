"""Somebody who wants to work while others attack: a PUT and a GET in a steady rhythm, in a process of its own.

Reads lines of JSON: {"port", "source", "token"} begins, anything else ends, and gets what was measured as a line of JSON.
"""
import http.client
import json
import queue
import sys
import threading
import time

BEAT = 0.025  # seconds from one pair of requests to the next
PATIENCE = 120  # seconds that it waits for an answer


class Bystander:
    def __init__(self, port, source, token):
        self.port, self.source = port, source
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.times, self.refused = {"PUT": [], "GET": []}, []
        self.connection = None

    def ask(self, method, body=None):
        began = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE,
                                                             source_address=(self.source, 0))
            self.connection.request(method, "/v1/trees/bystander/objects/1", body, self.headers)
            answer = self.connection.getresponse()
            answer.read()
            if answer.status not in (200, 201):
                self.refused.append(f"{method} {answer.status}")
            if answer.will_close:
                self.connection.close()
                self.connection = None
        except (OSError, http.client.HTTPException) as failed:
            self.refused.append(f"{method} {type(failed).__name__}")
            self.connection = None
        took = time.monotonic() - began
        while took > 0:  # also what would have been asked meanwhile, had this answer not been waited for
            self.times[method].append(took * 1000)
            took -= BEAT

    def work(self, lines):
        number = 0
        while True:
            due = time.monotonic() + BEAT
            number += 1
            self.ask("PUT", json.dumps({"id": 1, "n": number}))
            self.ask("GET")
            try:
                lines.get(timeout=max(due - time.monotonic(), 0.001))
                return
            except queue.Empty:
                pass


def main():
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in sys.stdin] + [lines.put(None)], daemon=True).start()
    while (line := lines.get()) is not None:
        who = Bystander(**json.loads(line))
        who.work(lines)
        print(json.dumps({"times": who.times, "refused": who.refused}), flush=True)


main()
