"""A mirror in memory: takes updates (docs/protocol.md, rules 1 to 11), knows its digest, and lives in a JSON file.

    mirror = Mirror("main")
    mirror.apply(read_update(answer))
    mirror.objects([])                 # {'"a"': '{"id":"a","n":2}'}: the root's
    mirror.objects(["messages"])

Ids are canonical texts, objects the texts that were put in. Not for several threads at a time.
"""
import hashlib
import json
import os

import jsontext
from update import DEFAULT_KEY

MODULUS = 1 << 256


class MirroredSet:
    def __init__(self, path, key):
        self.path = path    # canonical text
        self.key = key      # '{"attribute":"id"}', '"value"' or '"explicit"'
        self.objects = {}   # canonical id -> text
        self.sets = {}      # canonical id -> MirroredSet

    def plain(self):
        return {"key": self.key, "objects": self.objects, "sets": {i: inner.plain() for i, inner in self.sets.items()}}


def member_digest(path, identifier, text):
    """Rule 11: what one member adds to the digest, a number."""
    hasher = hashlib.blake2b(digest_size=32)
    for part in (path, identifier, text):
        data = part.encode()
        hasher.update(len(data).to_bytes(8, "little") + data)
    return int.from_bytes(hasher.digest(), "little")


def path_below(path, identifier):
    return path[:-1] + ("," if path != "[]" else "") + identifier + "]"


class Mirror:
    def __init__(self, tree):
        self.tree = tree
        self._clear("")

    def _clear(self, collection):
        self.collection = collection
        self.generation = 0     # 0: it holds nothing yet
        self.base = 0           # of a first sync that is not whole yet (rule 8)
        self.whole = False      # between two pages: a state that the server never had
        self.root = MirroredSet("[]", jsontext.canonical(DEFAULT_KEY))
        self._sum = 0

    @property
    def digest(self):
        return f"{self._sum:064x}"

    def query(self):
        """The parameters of the request for what comes next, by name."""
        if self.generation == 0:
            return {}
        query = {"since": self.generation, "collection": self.collection}
        if self.base:
            query["base"] = self.base
        return query

    def objects(self, path):
        """The objects of a set by canonical id. KeyError: there is no such set."""
        found = self.root
        for identifier in path:
            found = found.sets[jsontext.canonical(identifier)]
        return found.objects

    def apply(self, update):
        """Takes the answer to query(). Returns whether the digest is the server's; where it is not, begin anew with an empty
        mirror. Raises ValueError, and changes nothing, where the update is none for this mirror."""
        goes_on = self.generation != 0 and not update.reset
        if update.tree != self.tree:
            raise ValueError(f"this is an update of {update.tree}")
        if goes_on and (update.collection != self.collection or update.generation < self.generation):
            raise ValueError("the update does not go on from here")
        if not goes_on:     # rules 1 and 7
            self._clear(update.collection)
        self._apply_set(self.root, update.root)
        self.generation = update.generation
        self.whole = not update.more
        self.base = update.base if update.more else 0
        return not self.whole or update.digest == self.digest

    def _apply_set(self, target, update):
        if update.key is not None:
            target.key = jsontext.canonical(update.key)
        if update.contents:     # rule 5
            listed = {identifier for identifier, _ in update.objects}.union(inner.id for inner in update.sets)
            for identifier in [*target.objects, *target.sets]:
                if identifier not in listed:
                    self._remove(target, identifier)
        for identifier in update.removals:
            self._remove(target, identifier)
        for identifier, text in update.objects:
            self._remove(target, identifier)    # the earlier object, or a nested set whose place this one took
            target.objects[identifier] = text
            self._count(target, identifier, text, 1)
        for inner in update.sets:
            if inner.id not in target.sets:
                self._remove(target, inner.id)  # an object whose place the set took
                self._make_set(target, inner.id)
            if inner.key is None:
                inner.key = DEFAULT_KEY
            self._apply_set(target.sets[inner.id], inner)

    def _make_set(self, target, identifier):
        target.sets[identifier] = MirroredSet(path_below(target.path, identifier), jsontext.canonical(DEFAULT_KEY))
        self._count(target, identifier, "", 1)

    def _remove(self, target, identifier):
        if identifier in target.objects:
            self._count(target, identifier, target.objects.pop(identifier), -1)
        elif identifier in target.sets:
            gone = target.sets.pop(identifier)
            for inner in [*gone.objects, *gone.sets]:
                self._remove(gone, inner)
            self._count(target, identifier, "", -1)

    def _count(self, target, identifier, text, sign):
        self._sum = (self._sum + sign * member_digest(target.path, identifier, text)) % MODULUS

    def save(self, file_name):
        """Writes the mirror; whenever the machine stops, the file is the old one or the new one."""
        state = {"tree": self.tree, "collection": self.collection, "generation": self.generation, "base": self.base,
                 "whole": self.whole, "digest": self.digest, "root": self.root.plain()}
        with open(file_name + ".new", "w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file_name + ".new", file_name)

    @classmethod
    def load(cls, file_name):
        """Reads what save() wrote, and adds the digest up anew. ValueError: the file was changed."""
        with open(file_name, encoding="utf-8") as file:
            state = json.load(file)
        mirror = cls(state["tree"])
        for field in ("collection", "generation", "base", "whole"):
            setattr(mirror, field, state[field])
        mirror._take(mirror.root, state["root"])
        if mirror.digest != state["digest"]:
            raise ValueError(f"{file_name} was changed: its digest is another")
        return mirror

    def _take(self, target, plain):
        target.key = plain["key"]
        for identifier, text in plain["objects"].items():
            target.objects[identifier] = text
            self._count(target, identifier, text, 1)
        for identifier, inner in plain["sets"].items():
            self._make_set(target, identifier)
            self._take(target.sets[identifier], inner)
