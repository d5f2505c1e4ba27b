"""Reads an update of the native dialect (docs/protocol.md, "Updates") without changing the text of any object."""
import dataclasses

import jsontext

HEADER = {"tree": str, "collection": str, "digest": str, "generation": jsontext.Number, "base": jsontext.Number,
          "more": bool, "reset": bool}
DEFAULT_KEY = jsontext.Members((("attribute", "id"),))


@dataclasses.dataclass
class SetUpdate:
    id: str = ""                # canonical; of the root empty
    key: object = None          # None: not said
    contents: bool = False      # the objects are all that there are (rule 5)
    objects: list = dataclasses.field(default_factory=list)     # (canonical id, text)
    removals: list = dataclasses.field(default_factory=list)    # canonical ids
    sets: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Update:
    tree: str = ""
    collection: str = ""
    generation: int = 0
    more: bool = False
    base: int = 0
    reset: bool = False
    digest: str = ""
    root: SetUpdate = dataclasses.field(default_factory=SetUpdate)


def read_update(text):
    """The update that a text holds. Raises ValueError where it is not one."""
    cursor = jsontext.Cursor(text)
    update = Update()
    _read_set(cursor, update.root, update)
    cursor.end()
    if not update.tree or not update.collection or update.generation < 1 or (not update.digest and not update.more):
        raise ValueError("this is no update of the native dialect")
    return update


def _read_set(cursor, target, header=None):
    found = set()
    for name in cursor.members():
        if name in found:
            raise ValueError(f"{name} stands there twice")
        found.add(name)
        if name in ("adds", "contents"):
            target.contents = name == "contents"
            for _ in cursor.elements():
                target.objects.append(_read_object(cursor, target.key or DEFAULT_KEY))
        elif name == "removals":
            for _ in cursor.elements():
                target.removals.append(jsontext.canonical(cursor.value()[0]))
        elif name == "sets":
            for _ in cursor.elements():
                target.sets.append(SetUpdate())
                _read_set(cursor, target.sets[-1])
        elif name == "key":
            target.key, _ = cursor.value()
        elif name == "id" and header is None:
            target.id = jsontext.canonical(cursor.value()[0])
        else:
            value, _ = cursor.value()
            if header is not None and name in HEADER:
                if type(value) is not HEADER[name]:
                    raise ValueError(f"{name} is not what it should be")
                setattr(header, name, int(value) if HEADER[name] is jsontext.Number else value)
    if header is None and not target.id:
        raise ValueError("a nested set has no id")


def _read_object(cursor, key):
    if key == "explicit":
        (identifier, _), (_, text) = [cursor.value() for _ in cursor.elements()]
        return jsontext.canonical(identifier), text
    value, text = cursor.value()
    if key == "value":
        return jsontext.canonical(value), text
    attribute = dict(key)["attribute"]
    if not isinstance(value, jsontext.Members) or attribute not in dict(value):
        raise ValueError(f"an object has no {attribute}")
    return jsontext.canonical(dict(value)[attribute]), text
