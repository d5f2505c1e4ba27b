#!/usr/bin/env python3
"""kill -9 of the server at random instants of writing, and of mirrors that follow it: what was acknowledged is there."""
import argparse
import http.client
import json
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "end_to_end"))
from support import KILL, Ctl, Server, end, wait_until  # noqa: E402


class Unanswered(Exception):
    pass


class Client:
    """A keep-alive connection to the server; what gets no answer is told as such."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=30)

    def ask(self, method, target, body=None):
        try:
            self.connection.request(method, target, None if body is None else json.dumps(body))
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise Unanswered from problem


class Writer(threading.Thread):
    """Writes to one tree until the server is gone, and knows what the tree holds: all that was acknowledged, and of the
    one request that was not answered all or nothing."""

    def __init__(self, url, tree, held, chance):
        super().__init__()
        self.client, self.tree, self.held, self.chance = Client(url), tree, held, chance
        self.in_flight = held
        self.acknowledged = 0
        self.refused = None

    def request(self):
        number = str(self.chance.randrange(60))
        value = {"id": number, "v": self.chance.randrange(10**6), "text": "x" * self.chance.randrange(2000)}
        objects = f"/v1/trees/{self.tree}/objects/%22{number}%22"
        kind = self.chance.randrange(10)
        if kind < 5:
            return ("PUT", objects, value), self.held | {number: value}
        if kind < 7 and number in self.held:
            return ("DELETE", objects, None), {k: v for k, v in self.held.items() if k != number}
        if kind == 7:
            return ("POST", f"/v1/admin/trees/{self.tree}/compact", {"keep_removals": 1}), self.held
        if kind == 8:
            return ("POST", f"/v1/admin/trees/{self.tree}/reset", {"reason": "test"}), self.held
        many = {str(i): {"id": str(i), "v": value["v"]} for i in self.chance.sample(range(60), 20)}
        operations = [{"op": "add", "object": v} for v in many.values()]
        return ("POST", f"/v1/trees/{self.tree}/batch", {"operations": operations}), self.held | many

    def run(self):
        while True:
            request, self.in_flight = self.request()
            try:
                status, answer = self.client.ask(*request)
            except Unanswered:
                return
            if status not in (200, 201, 204):
                self.refused = (request, status, answer)
                return
            self.held = self.in_flight
            self.acknowledged += 1


def objects_of(client, tree):
    status, answer = client.ask("GET", f"/v1/trees/{tree}/updates?since=0")
    assert status == 200, (tree, status, answer)
    return {o["id"]: o for o in answer.get("adds", [])}


def admin_work(client, trees, backups, chance):
    """Makes and removes trees and backups; what is acknowledged has to last."""
    while True:
        name = f"t{chance.randrange(3)}"
        backup = f"b{chance.randrange(3)}"
        for method, target, body, names, key in (
                ("PUT", f"/v1/trees/{name}", {}, trees, name), ("DELETE", f"/v1/trees/{name}", None, trees, name),
                ("POST", "/v1/admin/backups", {"name": backup}, backups, backup),
                ("DELETE", f"/v1/admin/backups/{backup}", None, backups, backup)):
            if chance.randrange(4):
                continue
            names[key] = None  # may be either
            try:
                status, answer = client.ask(method, target, body)
            except Unanswered:
                return
            assert status in (200, 201, 204, 404, 409), (method, target, status, answer)
            names[key] = method != "DELETE"


def check_names(client, trees, backups):
    there = {t["tree"] for t in client.ask("GET", "/v1/trees")[1]["trees"]}
    saved = {b["backup"] for b in client.ask("GET", "/v1/admin/backups")[1]["backups"]}
    for names, found, what in ((trees, there, "tree"), (backups, saved, "backup")):
        for name, expected in names.items():
            assert expected is None or expected == (name in found), f"the {what} {name}: {expected}, found {found}"
            names[name] = name in found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("genmirrord")
    parser.add_argument("genmirrorctl")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    chance = random.Random(options.seed)
    held = {"main": {}, "second": {}}
    trees, backups = {}, {}
    acknowledged = in_flight = 0

    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.genmirrord, f"{folder}/data")
        for tree in held:
            assert Client(server.url).ask("PUT", f"/v1/trees/{tree}", {"maximum_removals": 5})[0] == 201
        port = server.url.rsplit(":", 1)[1]
        ctl = Ctl(options.genmirrorctl, server)
        mirror = ctl.start("mirror", "main", "--cache", f"{folder}/cache", "--follow", "--poll", "5")
        for _ in range(options.rounds):
            writers = [Writer(server.url, tree, held[tree], random.Random(chance.randrange(2**32))) for tree in held]
            problems = []
            work = random.Random(chance.randrange(2**32))

            def administer(client=Client(server.url), work=work, problems=problems):
                try:
                    admin_work(client, trees, backups, work)
                except AssertionError as problem:
                    problems.append(problem)

            threads = [*writers, threading.Thread(target=administer)]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.02, 0.6))  # the random instant is the point
            if chance.randrange(3) == 0:
                end(mirror, KILL)
                mirror = ctl.start("mirror", "main", "--cache", f"{folder}/cache", "--follow", "--poll", "5")
            end(server.process, KILL)
            for thread in threads:
                thread.join(60)
                assert not thread.is_alive(), "a request is never answered"
            assert not problems, problems
            server = Server(options.genmirrord, f"{folder}/data", listen=f"127.0.0.1:{port}")
            client = Client(server.url)
            for writer in writers:
                assert not writer.refused, writer.refused
                found = objects_of(client, writer.tree)
                assert found in (writer.held, writer.in_flight), (
                    f"the tree {writer.tree} has lost what it had acknowledged: "
                    f"{ {k: (found.get(k), v) for k, v in writer.held.items() if found.get(k) != v} }")
                acknowledged += writer.acknowledged
                in_flight += found != writer.held
                held[writer.tree] = found
            check_names(client, trees, backups)

        end(mirror, KILL)
        ctl.run("mirror", "main", "--cache", f"{folder}/cache", "--once")
        said = json.loads(ctl.run("verify", "--json", "--cache", f"{folder}/cache", "main"))
        assert said["equal"] and said["objects"] == len(held["main"]), said
        wait_until(lambda: Client(server.url).ask("GET", "/readyz")[0] == 200, 20, "the server is ready")
        server.stop()
    print(f"kills: {options.rounds}, acknowledged: {acknowledged}, kept without an answer: {in_flight}")


if __name__ == "__main__":
    sys.exit(main())
