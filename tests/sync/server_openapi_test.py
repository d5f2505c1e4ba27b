#!/usr/bin/env python3
"""Holds a running genmirrord to docs/openapi.yaml.

Usage: server_openapi_test.py GENMIRRORD OPENAPI_YAML

Plays requests against the real server; each answer must be documented for its path and method, and its body must be
valid by the documented schema. At the end, a documented answer that no request provoked is a failure, too, but for those that
each address may give.
"""
import hashlib
import http.client
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

NATIVE = {"Accept": "application/vnd.genmirror+json"}
BIG = '{"id":1,"x":"%s"}' % ("x" * (16 * 1024 * 1024))
TEXT = {"Content-Type": "text/plain"}
T, O, B = "/v1/trees/t", "/v1/trees/t/objects/", "/v1/trees/t/batch"
COMPACT, RESET, RESTORE, VERIFY = (f"/v1/admin/trees/t/{act}" for act in ("compact", "reset", "restore", "verify"))
BACKUPS, TOKENS = "/v1/admin/backups", "/v1/admin/tokens"
CLIENT = {"GenMirror-Client": "c" * 32}
ANYWHERE = {"408", "429", "431", "500", "503", "507", "default"}  # other tests provoke them: attack, faults, limits


def batch(*operations):
    return json.dumps({"operations": operations})


# method, address, body, headers, expected status
REQUESTS = [
    ("GET", "/v1/trees", None, {}, 200),
    ("GET", "/readyz", None, {}, 503),
    ("GET", "/v1/trees/damaged", None, {}, 500),
    ("GET", "/v1/me", None, {"X": "x" * 20_000}, 431),
    ("DELETE", "/v1/trees/damaged", None, {}, 204),
    ("DELETE", "/v1/trees", None, {}, 405),
    ("PUT", T, '{"key":"nonsense"}', {}, 400),
    ("PUT", T, '{"key":"value"}', TEXT, 415),
    ("PUT", T, '"%s"' % ("x" * 100_000), {}, 413),
    ("PUT", T, None, {"If-Match": "*"}, 412),
    ("PUT", T, '{"maximum_removals":3}', {}, 201),
    *((method, address, body, {"If-Match": '"other"'}, 412) for method, address, body in (
        ("DELETE", T, None), ("POST", COMPACT, '{"keep_removals":1}'), ("POST", RESET, '{"reason":"r"}'),
        ("POST", RESTORE, '{"backup":"b","reason":"r"}'), ("POST", B, batch()), ("GET", T + "/updates", None))),
    ("PUT", T, None, {}, 409),
    ("GET", "/v1/trees", None, {}, 200),
    ("GET", T, None, {}, 200),
    ("GET", "/v1/trees/none", None, {}, 404),
    ("GET", "/v1/trees/.x", None, {}, 400),
    ("DELETE", "/v1/trees/.x", None, {}, 400),
    ("DELETE", "/v1/trees/none", None, {}, 404),
    ("PUT", O + "1", '{"id":1}', {}, 201),
    ("PUT", O + "1?since=1", '{"id":1,"n":2}', {}, 200),
    ("PUT", O + "1?since=1", '{"id":1,"n":3}', NATIVE, 200),
    ("PUT", O + "1", '{"id":1,', {}, 400),
    ("PUT", O + "s/1", '{"id":1}', {}, 404),
    ("PUT", O + "1", '{"id":1}', {"If-None-Match": "*"}, 412),
    ("PUT", O + "1", BIG, {}, 413),
    ("PUT", O + "1", '{"id":1}', TEXT, 415),
    ("GET", O + "1", None, {}, 200),
    ("GET", O + "1", None, {"If-None-Match": "*"}, 304),
    ("GET", O + "1", None, {"If-Match": '"1"'}, 412),
    ("GET", O + "2", None, {}, 404),
    ("GET", O + "%22broken", None, {}, 400),
    ("DELETE", O + "1", None, {"If-Match": '"1"'}, 412),
    ("DELETE", O + "%22broken", None, {}, 400),
    ("DELETE", O + "2", None, {}, 404),
    ("DELETE", O + "1?since=1", None, NATIVE, 200),
    ("POST", B, batch({"op": "create-set", "set": ["s"], "key": "explicit"},
                      {"op": "add", "set": ["s"], "id": 7, "object": "seven"},
                      {"op": "add", "object": {"id": "a"}}), {"Idempotency-Key": "k"}, 200),
    ("POST", B, batch(), {"Idempotency-Key": "k"}, 422),
    ("POST", B + "?since=1", batch({"op": "add", "object": {"id": "b"}}), NATIVE, 200),
    ("POST", B, "{}", {}, 400),
    ("POST", B, batch({"op": "remove", "id": "none"}), {}, 404),
    ("GET", B, None, {}, 405),
    ("POST", B, batch({"op": "create-set", "set": ["s"]}), {}, 409),
    ("POST", B, batch({"op": "remove", "id": "a", "ifGeneration": 1}), {}, 412),
    ("POST", B, '{"operations":[{"op":"add","object":%s}]}' % BIG, {}, 413),
    ("POST", B, batch(), TEXT, 415),
    ("PUT", O + "s", '{"id":"s"}', {}, 409),
    ("GET", T + "/updates", None, NATIVE, 200),
    ("GET", T + "/updates", None, {}, 200),
    ("GET", T + "/updates?limit=1", None, NATIVE, 200),
    ("GET", T + "/updates?limit=1", None, {}, 200),
    ("GET", T + "/updates?since=1&collection=" + "0" * 32, None, NATIVE, 200),
    ("GET", T + "/updates?since=1&collection=" + "0" * 32, None, {}, 200),
    ("GET", T + "/updates?since=x", None, {}, 400),
    ("GET", "/v1/trees/none/updates", None, {}, 404),
    ("POST", T + "/updates", None, {}, 405),
    ("GET", T, None, {}, 200),
    ("GET", T + "/history", None, {}, 200),
    ("GET", T + "/history?before=3&limit=1", None, {}, 200),
    ("GET", T + "/history?limit=0", None, {}, 400),
    ("GET", "/v1/trees/none/history", None, {}, 404),
    ("PUT", T + "/history", None, {}, 405),
    ("GET", "/v1/events?deliver=updates", None, {}, 400),
    ("GET", "/v1/events?tree=none", None, {}, 404),
    ("DELETE", "/v1/events", None, {}, 405),
    ("POST", COMPACT, '{"keep_removals":0,"dry_run":true}', {}, 200),
    ("POST", COMPACT, '{"keep_removals":0}', {}, 200),
    ("POST", COMPACT, "{}", {}, 400),
    ("POST", COMPACT.replace("/t/", "/none/"), '{"keep_removals":0}', {}, 404),
    ("GET", COMPACT, None, {}, 405),
    ("POST", COMPACT, '"%s"' % ("x" * 100_000), {}, 413),
    ("POST", COMPACT, "{}", TEXT, 415),
    ("GET", T + "/updates?since=1", None, NATIVE, 200),
    ("POST", VERIFY, None, {}, 200),
    ("POST", VERIFY + "?seconds=0", None, {}, 400),
    ("POST", VERIFY.replace("/t/", "/none/"), None, {}, 404),
    ("GET", VERIFY, None, {}, 405),
    ("POST", RESET, '{"reason":"a test"}', {}, 200),
    ("POST", RESET, "{}", {}, 400),
    ("POST", RESET.replace("/t/", "/none/"), '{"reason":"a test"}', {}, 404),
    ("GET", RESET, None, {}, 405),
    ("POST", RESET, '"%s"' % ("x" * 100_000), {}, 413),
    ("POST", RESET, "{}", TEXT, 415),
    ("DELETE", T, None, {}, 204),
    ("GET", "/v1/me", None, {}, 200),
    ("PUT", "/v1/me", None, {}, 405),
    ("GET", "/healthz", None, {}, 200),
    ("PUT", "/healthz", None, {}, 405),
    ("GET", "/readyz", None, {}, 200),
    ("PUT", "/readyz", None, {}, 405),
    ("GET", "/metrics", None, {}, 200),
    ("PUT", "/metrics", None, {}, 405),
    ("PUT", T, None, {}, 201),
    ("PUT", O + "1", '{"id":1}', {}, 201),
    ("GET", T + "/updates", None, CLIENT, 200),
    ("DELETE", O + "1", None, {}, 200),
    ("POST", COMPACT, '{"older_than_days":0,"dry_run":true}', {}, 200),
    ("GET", "/v1/admin/clients", None, {}, 200),
    ("PUT", "/v1/admin/clients", None, {}, 405),
    ("DELETE", "/v1/admin/clients/" + "c" * 32, None, {}, 204),
    ("DELETE", "/v1/admin/clients/" + "c" * 32, None, {}, 404),
    ("POST", BACKUPS, '{"name":"b","reason":"a test"}', {}, 201),
    ("POST", BACKUPS, '{"name":"b"}', {}, 409),
    ("POST", BACKUPS, '{"name":".."}', {}, 400),
    ("GET", BACKUPS, None, {}, 200),
    ("PUT", BACKUPS, None, {}, 405),
    ("POST", RESTORE, '{"backup":"b","reason":"a test"}', {}, 200),
    ("POST", RESTORE, '{"backup":"none","reason":"a test"}', {}, 404),
    ("POST", RESTORE, '{"backup":"b"}', {}, 400),
    ("GET", RESTORE, None, {}, 405),
    ("GET", T + "/history", None, {}, 200),
    ("DELETE", BACKUPS + "/b", None, {}, 204),
    ("DELETE", BACKUPS + "/b", None, {}, 404),
    ("GET", "/v1/admin/audit", None, {}, 200),
    ("GET", "/v1/admin/audit?limit=0", None, {}, 400),
    ("PUT", "/v1/admin/audit", None, {}, 405),
    ("GET", TOKENS, None, {}, 200),
    ("PUT", TOKENS, None, {}, 405),
    ("POST", TOKENS, '{"name":"too early"}', {}, 409),
    ("POST", TOKENS, "{}", {}, 400),
]


class Contract:
    """The document, and which of its answers were seen."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        for path, item in self.document["paths"].items():
            for method in item:
                if method != "parameters" and (lacks := (ANYWHERE | {"400"}) - item[method]["responses"].keys()):
                    raise AssertionError(f"{method} {path} lacks {', '.join(sorted(lacks))}")
        self.unseen = {(path, method, status)
                       for path, item in self.document["paths"].items()
                       for method in item if method != "parameters"
                       for status in item[method]["responses"].keys() - ANYWHERE}

    def resolved(self, node):
        while "$ref" in node:
            target = self.document
            for key in node["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            node = target
        return node

    def path_for(self, address):
        path = address.split("?")[0]
        for template in self.document["paths"]:
            pattern = re.sub(r"\\\{path\\\}", ".+", re.escape(template))
            if re.fullmatch(re.sub(r"\\\{[a-z]+\\\}", "[^/]+", pattern), path):
                return template
        raise AssertionError(f"{path} is not in the document")

    def check(self, method, address, status, headers, body):
        path = self.path_for(address)
        item = self.document["paths"][path]
        operation = item.get(method.lower())
        if operation is None:  # a 405 stands with the methods that there are
            operation = next(value for name, value in item.items() if name != "parameters")
            method = next(name for name in item if name != "parameters")
        if str(status) not in operation["responses"]:
            raise AssertionError(f"status {status} is not documented")
        self.unseen.discard((path, method.lower(), str(status)))
        response = self.resolved(operation["responses"][str(status)])
        for name, header in response.get("headers", {}).items():
            if name not in headers:
                raise AssertionError(f"the header {name} is missing")
            jsonschema.Draft202012Validator(header["schema"]).validate(headers[name])
        content = response.get("content")
        if content is None:
            if body:
                raise AssertionError("a body where none is documented")
            return
        schema = content[headers["Content-Type"]]["schema"]
        if isinstance(schema, dict):
            schema = {**schema, "components": self.document["components"]}
        value = json.loads(body) if headers["Content-Type"].endswith("json") else body.decode()
        jsonschema.Draft202012Validator(schema).validate(value)


def term(path, member, text):
    """One member's part of a digest, as protocol.md, rule 11 has it."""
    parts = (part.encode() for part in (path, member, text))
    hashed = hashlib.blake2b(b"".join(len(part).to_bytes(8, "little") + part for part in parts), digest_size=32)
    return int.from_bytes(hashed.digest(), "little")


def digest_of_what_the_batch_leaves():
    """The tree after the first batch, before the next change."""
    total = term("[]", '"s"', "") + term('["s"]', "7", '"seven"') + term("[]", '"a"', '{"id": "a"}')
    return f"{total % 2**256:064x}"


def listen(contract, port):
    """One event of each kind; what they hold is documented, too."""
    stream = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    stream.request("GET", "/v1/events?tree=t&deliver=updates")
    answer = stream.getresponse()
    if answer.status != 200 or answer.headers["Content-Type"] != "text/event-stream":
        raise AssertionError(f"/v1/events answered {answer.status} {answer.headers['Content-Type']}")
    contract.unseen.discard(("/v1/events", "get", "200"))
    editor = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    seen = []
    fields = {}
    while len(seen) < 2:
        line = answer.readline().decode().rstrip("\n")
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            schema = {"generation": "GenerationEvent", "update": "UpdateEvent"}[fields["event"]]
            jsonschema.Draft202012Validator(
                {"$ref": f"#/components/schemas/{schema}", "components": contract.document["components"]},
            ).validate(json.loads(fields["data"]))
            if not re.fullmatch(r"t\.[0-9a-f]{32}\.[0-9]+\.[0-9a-f]{64}", fields["id"]):
                raise AssertionError(f"an event's id is {fields['id']}")
            seen.append(fields["event"])
            fields = {}
            if len(seen) == 1:
                editor.request("PUT", O + "pushed", '{"id":"pushed"}')
                editor.getresponse().read()
    if seen != ["generation", "update"]:
        raise AssertionError(f"the events were {seen}")
    stream.close()
    editor.close()


def play(contract, port):
    failures = 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def exchange(method, address, body, headers, expected):
        nonlocal failures
        connection.request(method, address, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.body = answer.read()
        try:
            if answer.status != expected:
                raise AssertionError(f"status {answer.status} instead of {expected}")
            contract.check(method, address, answer.status, answer.headers, text)
        except (AssertionError, KeyError, ValueError, jsonschema.ValidationError) as error:
            failures += 1
            reason = getattr(error, "message", str(error))
            print(f"FAIL {method} {address}: {reason}\n     {text[:300]!r}")
        return answer

    for path, method, status in sorted(contract.unseen):  # every address refuses parameters that it does not know
        if status == "400":
            address = re.sub(r"\{[a-z]+\}", "t", path)
            exchange(method.upper(), address + "?no-such-parameter=1", None, {}, 400)
    for request in REQUESTS:
        exchange(*request)
        if request[3].get("Idempotency-Key") and request[4] == 200:
            connection.request("GET", T)
            digest = json.loads(connection.getresponse().read())["digest"]
            if digest != digest_of_what_the_batch_leaves():
                failures += 1
                print(f"FAIL the digest {digest} is not the one of protocol.md, rule 11")
    tag = exchange("GET", T + "/updates?since=1", None, {}, 200).headers["ETag"]
    exchange("GET", T + "/updates?since=1", None, {"If-None-Match": tag}, 304)
    listen(contract, port)

    # From here on with tokens.
    def made(body, **headers):
        return json.loads(exchange("POST", TOKENS, body, headers, 201).body)

    admin = made('{"name":"the admin","role":"admin"}')
    asking = {"Authorization": "Bearer " + admin["token"]}
    other = made('{"name":"a reader","role":"reader","trees":["t"],"expires":"2099-01-01T00:00:00Z"}', **asking)
    exchange("GET", TOKENS, None, asking, 200)
    exchange("PATCH", f"{TOKENS}/{other['id']}", '{"name":"renamed"}', asking, 200)
    exchange("PATCH", f"{TOKENS}/{other['id']}", '{"role":"king"}', asking, 400)
    exchange("PATCH", f"{TOKENS}/{admin['id']}", '{"role":"reader"}', asking, 409)
    exchange("PATCH", TOKENS + "/0123456789ab", '{"name":"renamed"}', asking, 404)
    exchange("DELETE", f"{TOKENS}/{admin['id']}", None, asking, 409)
    exchange("DELETE", TOKENS + "/0123456789ab", None, asking, 404)
    for path, method, status in sorted(contract.unseen):
        address = path.replace("{tree}", "t").replace("{client}", "c" * 32).replace("{token}", other["id"])
        address = address.replace("{backup}", "b").replace("{path}", "1")
        if status == "401":
            exchange(method.upper(), address, None, {}, 401)
        if status == "403":
            exchange(method.upper(), address, None, {"Authorization": "Bearer " + other["token"]}, 403)
    exchange("DELETE", f"{TOKENS}/{other['id']}", None, asking, 204)
    return failures


def main():
    genmirrord, document = sys.argv[1:]
    contract = Contract(document)
    with tempfile.TemporaryDirectory() as directory:
        pathlib.Path(directory, "damaged.sqlite").write_bytes(b"x" * 8192)
        with subprocess.Popen([genmirrord, "--data", directory, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True) as server:
            try:
                port = int(server.stdout.readline().rsplit(":", 1)[1])
                failures = play(contract, port)
            finally:
                server.terminate()
            code = server.wait(timeout=20)
    if code != 0:
        failures += 1
        print(f"FAIL the server ended with {code} on SIGTERM")
    for path, method, status in sorted(contract.unseen):
        failures += 1
        print(f"FAIL {method.upper()} {path}: {status} is documented, but no request provoked it")
    print(f"{len(REQUESTS)} requests, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
