"""Histories of ids, keys, texts and the digest: the words of docs/protocol.md, and rules 10 and 11."""
from history import Raw, add, gone, history, made, op

ODD_IDS = ["", "7", "a b", "a/b", "a%2Fb", "ä", "\U0001f600", "\ue000", '"', "\\", "\b\f\n\r\t", "\x01\x1f", "\u2028", "true", "null", "[1]", "{}", " 7",
           "-", "1.5", "..", "."]
ODD_NUMBERS = [0, -1, 7, 2**53, 2**53 + 1, 2**63 - 1, -(2**63)]
NO_IDS = ["1.5", "true", "false", "null", "[1]", '{"a":1}', str(2**63), str(-(2**63) - 1), "5e-1", "1e30", "1" * 42]


@history("Ids are strings and whole numbers of 64 bits; the string \"7\" and the number 7 are two.", "11")
def ids_of_all_kinds(h):
    h.make("explicit")
    h.batch(*(op("add", id=identifier, object=number) for number, identifier in enumerate(ODD_IDS + ODD_NUMBERS)))
    h.pull("a")
    for identifier in ODD_IDS + ODD_NUMBERS:
        if identifier not in ("..", "."):
            h.get([identifier])
    h.batch(*(gone(identifier) for identifier in ODD_IDS[::2] + ODD_NUMBERS[::2]))
    h.pull("a")


@history("The same in objects, where an attribute is the id; and as the ids of sets.", "11")
def ids_as_attributes_and_of_sets(h):
    h.make({"attribute": "name"})
    for identifier in ODD_IDS[1:10] + ODD_NUMBERS:
        h.batch(op("add", object={"name": identifier, "id": 0}))
    h.pull("a")
    for identifier in ODD_IDS[:10] + ODD_NUMBERS:
        h.batch(made([""]) if identifier == "" else made(["", identifier]))
    h.batch(op("add", ["", 2**53 + 1], object={"id": 1}))
    h.pull("a")


@history("One id in several spellings is one id: escapes, exponents, a sign before zero.", "11")
def spellings_of_one_id(h):
    h.make("explicit")
    h.batch(op("add", id=Raw('"\\u0061\\/"'), object=1), op("add", id=Raw("7.0"), object=1), op("add", id=Raw("-0"), object=1))
    h.pull("a")
    h.batch(op("changed", id="a/", object=2), op("changed", id=Raw("70e-1"), object=2), op("changed", id=0, object=2))
    h.pull("a")
    h.batch(gone(Raw('"\\u0061/"')), gone(Raw("0.7e1")), gone(Raw("0.0")))
    h.pull("a")


@history("What is no id is refused, in a batch and in an address, and changes nothing.", "")
def refused_ids(h):
    h.make("explicit")
    h.batch(made(["s"]))
    for identifier in NO_IDS:
        h.batch(op("add", id=1, object=1), op("add", id=Raw(identifier), object=1), status=400)
        h.batch(add(f'{{"id":{identifier}}}', ["s"]), status=400)
        h.batch(made([Raw(identifier)]), status=400)
    for identifier in (str(2**63), str(-(2**63) - 1), "1" * 42):
        h.put([Raw(identifier)], "1", 400)
    h.batch(add('{"name":1}', ["s"]), status=400)
    h.batch(add("[1]", ["s"]), status=400)
    h.pull("a")


@history("Half a surrogate pair is refused wherever it stands: it could not be written in UTF-8.", "")
def lone_surrogates(h):
    h.make("value")
    for text in ('"\\ud800"', '"\\udc00"', '"\\uDFFF"', '"\\ud800\\u0061"', '{"\\udc00":1}', '[["\\ud83d\\ude00\\ude00"]]'):
        h.batch(add(text), status=400)
    h.batch(add('"\\ud83d\\ude00"'), add('"\\\\udc00"'), add('"\\ud7ff\\ue000"'))
    h.pull("a")


@history("An id has at most 1024 bytes of canonical text.", "")
def long_ids(h):
    h.make()
    longest = "x" * 1022
    h.batch(add(f'{{"id":"{longest}"}}'))
    h.batch(add(f'{{"id":"{longest}x"}}'), status=413)
    h.batch(add('{"id":"' + "ä" * 511 + '"}'))
    h.batch(add('{"id":"' + "ä" * 511 + 'x"}'), status=413)
    h.batch(made([longest + "x"]), status=413)
    h.batch(made([longest[:-1]]))
    h.pull("a")


@history("Addresses: percent-encoded segments; a number is the number, its text in quotation marks the string.", "")
def addresses(h):
    h.make()
    h.put([7], '{"id":7}')
    h.put(["7"], '{"id":"7"}')
    h.put(["a"], '{"id":"a"}')
    h.batch(made([7]), status=409)
    h.batch(made(["s"]), made(["s", 7]))
    h.put(["s", 7, "x/y"], '{"id":"x/y"}')
    h.ask("GET", "/objects/7", exact=True)
    h.ask("GET", "/objects/%227%22", exact=True)
    h.ask("GET", "/objects/a", exact=True)
    h.ask("GET", "/objects/%61", exact=True)
    h.ask("GET", "/objects/s/7/x%2Fy", exact=True)
    h.ask("GET", "/objects/s/%227%22/x%2Fy", status=404)
    h.ask("GET", "/objects/%22broken", status=400)
    h.put(["a"], '{"id":"b"}', 400)
    h.pull("a")
    h.delete(["s", 7, "x/y"])
    h.delete(["7"])
    h.delete(["s"])
    h.delete(["s"], 404)
    h.pull("a")


@history("A set of values: the object is its own id, whatever its spelling.", "11")
def sets_of_values(h):
    h.make("value")
    values = ["true", "false", "null", '"true"', "7", '"7"', "1.5", "[1,2]", '{"b":1,"a":[null]}', "[]", "{}", '""']
    h.batch(*(add(value) for value in values))
    h.pull("a")
    h.batch(add("7.0"), add("15e-1"), add('{ "a" : [ null ], "b" : 1.0 }'), add('"\\u0074rue"'))
    h.pull("a")
    h.batch(gone(True), gone(None), gone("7"), gone(Raw("1.50")), gone(Raw('{"a":[null],"b":1}')))
    h.pull("a")
    h.batch(gone(False), gone(Raw("[1,2.0]")), gone(Raw("[ ]")), op("changed", object=Raw("{ }")))
    h.pull("a")
    h.batch(add('{"a":1,"a":2}'), status=400)


@history("JSON nests to 512; what is around an object in a batch counts, too. An id of that depth is still an id.", "")
def deep_values(h):
    h.make("value")
    h.batch(add("[" * 509 + "]" * 509))
    h.batch(add("[" * 510 + "]" * 510), status=413)
    h.batch(made(["s"]), add('{"id":1,"x":' + '{"":[' * 254 + "]}" * 254 + "}", ["s"]))
    h.put(["s", 2], '{"id":2,"x":' + "[" * 511 + "]" * 511 + "}")
    h.put(["s", 3], '{"id":3,"x":' + "[" * 512 + "]" * 512 + "}", 413)
    h.pull("a")


@history("Canonical numbers: whole ones without exponent up to 40 digits, all others with one.", "11")
def canonical_numbers(h):
    h.make("value")
    nines = "9" * 40
    numbers = ["0", "-0", "0.0", "1e3", "1000", "0.5", "12.50", "-12.5", "100", "1E+2", "1e-7", "123456789012345678901234567890.5",
               nines, "9" * 41, "1e39", "1e40", "1" + "0" * 40, "1.5e39", "1.5e40", "0.000001e6", "-1e-400", "1e-999999999", "9007199254740993",
               "0e99", "1e+0000000002", "1e308", "-1e308"]
    for number in numbers:
        h.batch(add(number))
    h.pull("a")
    for refused in ("1e-1000000001", "1e400", "-1e400", "1" + "0" * 400):
        h.batch(add(refused), status=400)
    h.batch(gone(Raw("1e40")), gone(Raw("1000.0e0")), gone(Raw(nines + ".0")))
    h.pull("a")


@history("Members of an object are sorted by the bytes of their names in UTF-8, not by their UTF-16.", "11")
def canonical_objects(h):
    h.make("value")
    h.batch(add('{"\\ud83d\\ude00":1,"\ue000":2,"z":3,"\u00e4":4,"":5,"a\\u0000":6,"a":7}'), add('"\\u001f\\u007f\\u2028\\/\\u00e9"'))
    h.pull("a")
    h.batch(op("changed", object=Raw('{"a":7,"":5,"a\\u0000":6,"\u00e4":4,"z":3,"\U0001f600":1.0,"\\uE000":2}')))
    h.pull("a")


@history("A set with explicit ids: each is given beside its object.", "11")
def explicit_keys(h):
    h.make("explicit")
    h.batch(op("add", id="a", object={"id": "other"}), op("add", id=1, object="text"), op("add", id="n", object=None))
    h.pull("a")
    h.put(["a"], "[1,\t2]", 200)
    h.put([Raw('"1"')], " 1.50 ")
    h.batch(add("5"), status=400)
    h.batch(op("changed", id="n", object=False), gone(1))
    h.pull("a")


@history("Addresses in a set of values: a segment that is JSON is that value, anything else is that string.", "")
def addresses_of_values(h):
    h.make("value")
    h.batch(add("true"), add('"true"'), add("null"), add("0.5"), add('"0.5"'), add("7"), add('"plain"'), add("[1,2]"))
    for segment in ("true", "%22true%22", "null", "0.5", "5e-1", "%220.5%22", "7", "7.0", "plain", "%22plain%22", "%5B1,2%5D"):
        h.ask("GET", "/objects/" + segment, exact=True)
    h.ask("GET", "/objects/false", status=404)
    h.ask("GET", "/objects/%22null%22", status=404)
    h.ask("GET", "/objects/%22broken", status=400)
    h.ask("PUT", "/objects/true", '"true"', 400)
    for segment, value in (("true", True), ("0.5", Raw("0.5"))):
        h.ask("DELETE", "/objects/" + segment)
        h.model.apply(gone(value))
    h.pull("a")


@history("Keys of all kinds, nested in one another.", "11")
def keys_in_keys(h):
    h.make("value")
    h.batch(made(["e"], key="explicit"), made(["e", "v"], key="value"), made(["e", "v", 3], key={"attribute": "k"}),
            op("add", ["e"], id="o", object=1), add("2", ["e", "v"]), add('{"k":"x"}', ["e", "v", 3]), add('"text"'))
    h.pull("a")
    h.batch(op("add", ["e"], id="v", object=1), status=409)
    h.batch(add("3", ["e", "v"]), status=409)
    h.batch(add('{"k":"y"}', ["e", "v", 3]), gone("x", ["e", "v", 3]), gone(2, ["e", "v"]))
    h.pull("a")


@history("The text of an object is opaque: what was put in comes out, byte for byte, without the space around it.", "10")
def opaque_texts(h):
    h.make()
    texts = ['{"id":1,"n":1.50,"big":12345678901234567890123,"e":1E+2}', '{"id":2,\n\t"b":1,"a":2 , "s":"\\u0061\\/\u00e4\\ud83d\\ude00\u2028"}',
             '{"n":[ ],"id":3,"n2":{ }}', '{"id":4,"x":{"a":1,"a":2}}']
    for number, text in enumerate(texts, 1):
        h.put([number], " \r\n" + text + "\t ")
        h.get([number])
    h.batch(*(add("\n" + text.replace("1.50", "1.5") + "  ") for text in texts))
    h.pull("a")
    for number in range(1, 5):
        h.get([number])


@history("Two objects of the same value and other texts have other digests.", "11")
def digests_of_texts(h):
    h.make()
    for text in ('{"id":1,"n":1.0}', '{"id":1,"n":1}', '{"id":1, "n":1}', '{"n":1,"id":1}', '{"id":1.0,"n":1}'):
        h.put([1], text, 201 if text == '{"id":1,"n":1.0}' else 200)
        h.pull("a")
        h.show()
