"""What a tree must hold after a history's operations: written without a look at any server, to hold the recorded answers to."""
import copy
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "examples/python"))
import jsontext  # noqa: E402
from mirror import MODULUS, member_digest  # noqa: E402

DEFAULT_KEY = '{"attribute":"id"}'


def canonical(text):
    return jsontext.canonical(jsontext.parse(text))


class Raw(str):
    """JSON text in place of a value, for spellings that Python would not write."""


def text_of(value):
    """JSON of a value in which Raw stands for itself."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(text_of(element) for element in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(jsontext.canonical(name) + ":" + text_of(inner) for name, inner in value.items()) + "}"
    return json.dumps(value) if isinstance(value, float) else jsontext.canonical(value)


class ModelTree:
    """Sets by their path, a tuple of canonical ids: each a key and members, canonical id to text; "" stands for a nested set."""

    def __init__(self, key=None):
        self.sets = {(): (canonical(text_of(key)) if key else DEFAULT_KEY, {})}

    def copy(self):
        return copy.deepcopy(self)

    def drop(self):
        self.sets = {(): (self.sets[()][0], {})}

    def id_of(self, path, text, identifier):
        key = self.sets[path][0]
        if key == '"explicit"':
            return canonical(text_of(identifier))
        value = jsontext.parse(text)
        return jsontext.canonical(value if key == '"value"' else dict(value)[dict(jsontext.parse(key))["attribute"]])

    def apply(self, operation):
        path = tuple(canonical(text_of(step)) for step in operation.get("set", []))
        kind = operation["op"]
        if kind == "create-set":
            self.sets[path[:-1]][1][path[-1]] = ""
            self.sets[path] = (canonical(text_of(operation["key"])) if "key" in operation else DEFAULT_KEY, {})
        elif kind == "remove-set":
            self.remove(path[:-1], path[-1])
        elif kind == "remove":
            self.remove(path, canonical(text_of(operation["id"])))
        else:
            text = text_of(operation["object"]).strip(" \t\r\n")
            self.sets[path][1][self.id_of(path, text, operation.get("id"))] = text

    def remove(self, path, identifier):
        del self.sets[path][1][identifier]
        gone = path + (identifier,)
        self.sets = {at: found for at, found in self.sets.items() if at[:len(gone)] != gone}

    def digest(self):
        total = sum(member_digest("[" + ",".join(path) + "]", identifier, text)
                    for path, (_, members) in self.sets.items() for identifier, text in members.items())
        return f"{total % MODULUS:064x}"

    def plain(self):
        """Its sets as the file tells them."""
        return [{"set": "[" + ",".join(path) + "]", "key": key,
                 "objects": sorted([identifier, text] for identifier, text in members.items() if path + (identifier,) not in self.sets)}
                for path, (key, members) in sorted(self.sets.items())]


def plain_of(mirrored):
    """The same of a mirror's set and all below it."""
    found = [{"set": mirrored.path, "key": mirrored.key, "objects": sorted([i, text] for i, text in mirrored.objects.items())}]
    for _, inner in sorted(mirrored.sets.items()):
        found += plain_of(inner)
    return found
