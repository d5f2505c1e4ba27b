"""JSON as text: which text a value has, and its canonical text (docs/protocol.md, "Words").

Objects are opaque texts in this protocol: parsed and written anew they may differ, and so would the digest. Numbers are kept
as they are written, whatever their size.
"""
import json
import re
import sys

DEPTH = 600     # the server takes 512 for an object
sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 4 * DEPTH))
MAXIMUM_EXPONENT = 1_000_000_000
NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?")
SPACE = re.compile(r"[ \t\r\n]*")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Number(str):
    """A number by its text."""


class Members(tuple):
    """An object: pairs of name and value, so that a name that stands twice is seen."""


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=_no_constant, object_pairs_hook=Members)


class Cursor:
    """Reads a JSON text from its beginning to its end. Every method raises ValueError where something else stands."""

    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self, character):
        """Whether this character comes next; then it is passed."""
        self.at = SPACE.match(self.text, self.at).end()
        if not self.text.startswith(character, self.at):
            return False
        self.at += 1
        return True

    def expect(self, character):
        if not self.skip(character):
            raise ValueError(f"{character} was expected at {self.at}")

    def value(self):
        """The value that comes next, and its text."""
        begin = SPACE.match(self.text, self.at).end()
        try:
            value, self.at = _DECODER.raw_decode(self.text, begin)
        except RecursionError:
            raise ValueError("this is nested too deep") from None
        return value, self.text[begin:self.at]

    def elements(self):
        """Yields before each element of an array; the caller reads it."""
        self.expect("[")
        if self.skip("]"):
            return
        yield
        while not self.skip("]"):
            self.expect(",")
            yield

    def members(self):
        """Yields each name of an object; the caller reads the value."""
        self.expect("{")
        if self.skip("}"):
            return
        yield self._name()
        while not self.skip("}"):
            self.expect(",")
            yield self._name()

    def _name(self):
        name, _ = self.value()
        if type(name) is not str:
            raise ValueError(f"a name was expected before {self.at}")
        self.expect(":")
        return name

    def end(self):
        if SPACE.match(self.text, self.at).end() != len(self.text):
            raise ValueError(f"there is more after the end, at {self.at}")


def parse(text):
    """The value of a whole text."""
    cursor = Cursor(text)
    value, _ = cursor.value()
    cursor.end()
    return value


def canonical(value):
    """The canonical text of a value that was parsed here, or of a str, int, bool, None or list of Python."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Number, int)):
        return canonical_number(str(value))
    if isinstance(value, str):
        return canonical_string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if not isinstance(value, Members):
        raise TypeError(f"{type(value).__name__} was not parsed by jsontext")
    if len({name for name, _ in value}) != len(value):
        raise ValueError("a name stands twice in an object")
    # In UTF-8 the order of the bytes is that of the code points.
    in_order = sorted(value, key=lambda member: member[0])
    return "{" + ",".join(canonical_string(name) + ":" + canonical(inner) for name, inner in in_order) + "}"


def canonical_string(value):
    return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'


def canonical_number(text):
    """A number by its exact value: 1e3 is 1000, 12.50 is 1.25e1, -0 is 0."""
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]} is no number")
    sign, whole, fraction, exponent = (part or "" for part in match.groups())
    if len(exponent.lstrip("+-0")) > 10 or abs(int(exponent or 0)) > MAXIMUM_EXPONENT:
        raise ValueError(f"the exponent of {text[:40]} is too large")
    digits = whole + fraction
    significant = digits.strip("0")
    if not significant:
        return "0"
    power = int(exponent or 0) - len(fraction) + len(digits) - len(digits.rstrip("0"))
    if power >= 0 and len(significant) + power <= 40:
        return sign + significant + "0" * power
    point = "." + significant[1:] if len(significant) > 1 else ""
    return f"{sign}{significant[0]}{point}e{power + len(significant) - 1}"
