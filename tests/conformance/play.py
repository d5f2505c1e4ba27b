#!/usr/bin/env python3
"""Plays the conformance histories on a server, of any make: play.py URL [NAME…]. GENMIRROR_TOKEN may hold an admin's token.

Each history has a tree of its own, conformance.… with a random end, which is removed afterwards. A server passes if every answer
says what the file says; tests/data/conformance/README.md tells what that means.
"""
import http.client
import json
import os
import pathlib
import re
import secrets
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples/python"))
import jsontext  # noqa: E402
from update import read_update  # noqa: E402

FILE = ROOT / "tests/data/conformance/histories.jsonl"


def histories(names=()):
    with open(FILE, encoding="utf-8") as file:
        for line in file:
            history = json.loads(line)
            if not names or history["name"] in names:
                yield history


def filled(text, variables):
    return re.sub(r"\$\{(\w+)\}", lambda match: variables[match[1]], text)


def in_any_order(part):
    """An update's part in which the order of nested sets does not matter."""
    part.sets.sort(key=lambda inner: inner.id)
    for inner in part.sets:
        in_any_order(inner)


def same(told, expected):
    """Whether two JSON texts say the same. Texts of objects in an update must be the same, byte for byte."""
    if told == expected:
        return True
    try:
        left, right = read_update(told), read_update(expected)
        in_any_order(left.root)
        in_any_order(right.root)
        return left == right
    except ValueError:
        pass
    try:
        return jsontext.canonical(jsontext.parse(told)) == jsontext.canonical(jsontext.parse(expected))
    except ValueError:
        return False


def members_of(text):
    """Name to text of each member of an object; nothing if it is none."""
    found = {}
    try:
        cursor = jsontext.Cursor(text)
        for name in cursor.members():
            found[name] = cursor.value()[1]
    except ValueError:
        pass
    return found


class Player:
    def __init__(self, url, token=None):
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.http = kind(parts.hostname, parts.port, timeout=60)
        self.token = token
        self.answers = 0

    def play(self, history):
        """Yields a sentence for each answer that is not as the file says."""
        variables = {"T": "conformance." + secrets.token_hex(8)}
        try:
            for number, step in enumerate(history["steps"]):
                for problem in self.step(step, variables):
                    yield f"{history['name']}, step {number}, {step['method']} {filled(step['address'], variables)}: {problem}"
        except KeyError as error:
            yield f"{history['name']}, step {number}: {error} was never told"
        finally:
            self.ask("DELETE", f"/v1/trees/{variables['T']}", None, {})

    def ask(self, method, address, body, headers):
        if self.token:
            headers = {**headers, "Authorization": f"Bearer {self.token}"}
        self.http.request(method, address, body, headers)
        answer = self.http.getresponse()
        return answer, answer.read().decode()

    def step(self, step, variables):
        headers = {name: filled(value, variables) for name, value in step.get("headers", {}).items()}
        body = filled(step["body"], variables).encode() if "body" in step else None
        answer, text = self.ask(step["method"], filled(step["address"], variables), body, headers)
        self.answers += 1
        if answer.status != step["status"]:
            yield f"the status is {answer.status}, not {step['status']}: {text[:300]}"
            return
        told = members_of(text)
        for variable, source in step.get("set", {}).items():
            value = answer.getheader(source["header"]) if "header" in source else json.loads(told.get(source["field"], "null"))
            if value:
                variables[variable] = value
            else:
                yield f"it does not tell {source}"
        if "answer" in step and not same(text, filled(step["answer"], variables)):
            yield f"the answer is {text[:500]}, not {filled(step['answer'], variables)[:500]}"
        for name, expected in step.get("fields", {}).items():
            if not same(told.get(name, ""), filled(expected, variables)):
                yield f"{name} is {told.get(name, 'not told')[:500]}, not {filled(expected, variables)[:500]}"


def main():
    player = Player(sys.argv[1], os.environ.get("GENMIRROR_TOKEN"))
    played, problems = 0, 0
    for history in histories(sys.argv[2:]):
        played += 1
        for problem in player.play(history):
            problems += 1
            print(problem)
    print(f"{played} histories, {player.answers} answers, {problems} of them wrong")
    return 1 if problems or not played else 0


if __name__ == "__main__":
    sys.exit(main())
