"""Plays a history on a server and writes down every request with its answer, as tests/data/conformance/README.md tells."""
import http.client
import json
import re
import urllib.parse

from model import ModelTree, Raw, canonical, jsontext, plain_of, text_of
from mirror import Mirror
from update import read_update

NATIVE = "application/vnd.genmirror+json"
FIELDS = ("first", "generation", "updates", "digest", "objects", "removals", "floor", "sets", "dropped", "operation", "current",
          "equal", "more", "history")
HISTORIES = []


def history(about, rules=""):
    """Registers a function of a History as the history of its name."""
    def register(function):
        HISTORIES.append((function.__name__.replace("_", " "), about, rules, function))
        return function
    return register


def op(kind, path=(), **fields):
    return {"op": kind, **({"set": list(path)} if path else {}), **fields}


def add(text, path=(), **fields):
    """An operation that puts an object, given by its text."""
    return op("add", path, object=Raw(text), **fields)


def made(path, **fields):
    return op("create-set", path, **fields)


def gone(identifier, path=(), **fields):
    return op("remove", path, id=identifier, **fields)


def segments(*ids):
    """The part of an address that names an object: each id by its JSON text."""
    return "/".join(urllib.parse.quote(text_of(identifier), safe="") for identifier in ids)


class History:
    def __init__(self, url, name, about, rules):
        self.http = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
        self.tree = "conformance." + name.replace(" ", "-")
        self.record = {"name": name, "about": about, "rules": rules.split(), "steps": []}
        self.variables = {}     # value -> name
        self.mirrors = {}
        self.model = None
        self.saved = {}

    # --- requests

    def ask(self, method, address="", body=None, status=200, headers=(), exact=False, root="/v1/trees/${T}", learn=()):
        """One step. `exact`: the body of a good answer is written down whole; else some of its fields are."""
        step = {"method": method, "address": root + self.hide(address), "status": status}
        headers = dict(headers)
        if body is not None:
            step["body"] = self.hide(body)
            headers.setdefault("Content-Type", "application/json")
        if headers:
            step["headers"] = {name: self.hide(value) for name, value in headers.items()}
        self.http.request(method, root.replace("${T}", self.tree) + address, None if body is None else body.encode(), headers)
        answer = self.http.getresponse()
        text = answer.read().decode()
        assert answer.status == status, (self.record["name"], step, answer.status, text)
        for name in learn:
            self.variables[answer.getheader(name)] = variable = f"{name}{len(self.variables)}"
            step.setdefault("set", {})[variable] = {"header": name}
        self.take(step, text, exact and status < 300)
        self.record["steps"].append(step)
        return text

    def take(self, step, text, exact):
        if exact:
            step["answer"] = self.hide(text)
            return
        if not text:
            return
        cursor, fields = jsontext.Cursor(text), {}
        for name in cursor.members():
            value, raw = cursor.value()
            if name == "collection" and value not in self.variables:
                self.variables[value] = variable = f"C{len(self.variables)}"
                step.setdefault("set", {})[variable] = {"field": "collection"}
            if name in FIELDS:
                fields[name] = self.hide(raw)
        step["fields"] = fields

    def hide(self, text):
        for value, name in self.variables.items():
            text = text.replace(value, "${" + name + "}")
        return text.replace(self.tree, "${T}")

    # --- what an editor or admin does

    def make(self, key=None, maximum_removals=None):
        options = {**({"key": key} if key else {}), **({"maximum_removals": maximum_removals} if maximum_removals is not None else {})}
        self.ask("PUT", "", text_of(options), 201)
        self.model = ModelTree(key)

    def batch(self, *operations, status=200, headers=(), query="", repeated=False):
        text = self.ask("POST", "/batch" + query, text_of({"operations": list(operations)}), status, headers)
        if status == 200 and not repeated:
            for operation in operations:
                self.model.apply(operation)
        return text

    def put(self, ids, text, status=201, headers=(), query=""):
        """PUT of an object; `ids` are its set's and its own."""
        self.ask("PUT", f"/objects/{segments(*ids)}{query}", text, status, headers)
        if status < 300:
            self.model.apply(op("add", ids[:-1], id=ids[-1], object=Raw(text)))

    def delete(self, ids, status=200, headers=(), query=""):
        self.ask("DELETE", f"/objects/{segments(*ids)}{query}", None, status, headers)
        if status < 300:
            self.model.apply(op("remove", ids[:-1], id=ids[-1]))

    def get(self, ids, status=200):
        self.ask("GET", f"/objects/{segments(*ids)}", None, status, exact=True)

    def show(self):
        """What the server says of the tree; its digest must be the model's."""
        text = self.ask("GET")
        assert json.loads(text)["digest"] == self.model.digest(), text

    def compact(self, **fields):
        self.ask("POST", "/compact", json.dumps(fields), root="/v1/admin/trees/${T}")

    def reset(self, objects):
        self.ask("POST", "/reset", json.dumps({"reason": "conformance", "objects": objects}), root="/v1/admin/trees/${T}")
        if objects == "drop":
            self.model.drop()

    def backup(self):
        self.ask("POST", "", json.dumps({"name": self.tree}), 201, root="/v1/admin/backups")
        self.saved[self.tree] = self.model.copy()

    def restore(self):
        self.ask("POST", "/restore", json.dumps({"backup": self.tree, "reason": "conformance"}), root="/v1/admin/trees/${T}")
        self.model = self.saved[self.tree]

    def remove_tree(self):
        self.ask("DELETE", "", None, 204)

    # --- what clients do

    def updates(self, status=200, accept=NATIVE, headers=(), **query):
        """A request for updates that no client makes: for all combinations of parameters. collection=True is the tree's."""
        if query.get("collection") is True:
            query["collection"] = self.collection()
        return self.ask("GET", "/updates" + ("?" + urllib.parse.urlencode(query) if query else ""), None, status,
                        {"Accept": accept, **dict(headers)}, exact=True)

    def collection(self, which=-1):
        return [value for value, name in self.variables.items() if re.fullmatch(r"C\d+", name)][which]

    def pull(self, client, limit=None, pages=1_000):
        """The client asks for what it lacks, until it is level or has had so many pages. Returns how many it had."""
        mirror = self.mirrors.setdefault(client, Mirror(self.tree))
        for page in range(1, pages + 1):
            query = mirror.query()
            address = "/updates" + ("?" + urllib.parse.urlencode({**query, **({"limit": limit} if limit else {})})).rstrip("?")
            text = self.ask("GET", address, None, 200, {"Accept": NATIVE}, exact=True)
            step = self.record["steps"][-1]
            step["client"] = client
            step["query"] = {name: self.hide(str(value)) for name, value in query.items()}
            assert mirror.apply(read_update(text)), (self.record["name"], "the digest differs", text)
            if mirror.whole:
                step["digest"] = mirror.digest
                assert mirror.digest == self.model.digest(), (self.record["name"], "another state than the operations make", text)
                assert sorted(map(str, plain_of(mirror.root))) == sorted(map(str, self.model.plain())), self.record["name"]
                return page
        return pages

    def finish(self):
        """Lets each client, and one that has nothing, come level, and writes down what all must hold then."""
        if self.model:
            for client in [*self.mirrors, "new at the end"]:
                self.pull(client)
            self.record["final"] = {"generation": self.mirrors["new at the end"].generation, "digest": self.model.digest(),
                                    "sets": self.model.plain()}
            self.remove_tree()
        self.http.close()
        return self.record
