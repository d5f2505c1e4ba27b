"""Histories of requests that change: conditions, batches, refusals."""
from history import NATIVE, Raw, add, gone, history, made, op


@history("PUT adds with 201 and changes with 200; GET gives the text, DELETE takes it away.", "10")
def single_objects(h):
    h.make()
    h.put(["a"], '{"id":"a"}')
    h.put(["a"], '{"id":"a","n":2}', 200)
    h.get(["a"])
    h.get(["b"], 404)
    h.delete(["b"], 404)
    h.delete(["a"])
    h.delete(["a"], 404)
    h.get(["a"], 404)
    h.put(["a"], '{"id":"a"}')
    h.put(["s", "a"], '{"id":"a"}', 404)
    h.pull("a")


@history("If-None-Match: * adds only; If-Match changes and removes only what is still of that generation.", "")
def conditions(h):
    h.make()
    h.put(["a"], '{"id":"a"}', headers={"If-None-Match": "*"})
    h.put(["a"], '{"id":"a","n":2}', 412, {"If-None-Match": "*"})
    h.put(["a"], '{"id":"a","n":2}', 200, {"If-Match": '"2"'})
    h.put(["a"], '{"id":"a","n":3}', 412, {"If-Match": '"2"'})
    h.delete(["a"], 412, {"If-Match": '"2"'})
    h.delete(["a"], 200, {"If-Match": '"3"'})
    h.put(["a"], '{"id":"a","n":3}', 412, {"If-Match": '"4"'})
    h.put(["a"], '{"id":"a"}', 412, {"If-Match": "*"})
    h.put(["a"], '{"id":"a"}', 201, {"If-None-Match": '"4"'})
    h.put(["a"], '{"id":"a","n":5}', 412, {"If-Match": 'W/"5"'})
    h.put(["a"], '{"id":"a","n":5}', 200, {"If-Match": '"4", "5"'})
    h.ask("GET", "/objects/a", status=304, headers={"If-None-Match": 'W/"6"'})
    h.ask("GET", "/objects/a", status=200, headers={"If-None-Match": '"5"'})
    h.delete(["a"], 200, {"If-Match": "*"})
    h.delete(["a"], 404, {"If-Match": "*"})
    h.pull("a")


@history("Conditions in a batch: ifAbsent and ifGeneration.", "")
def conditions_in_a_batch(h):
    h.make()
    h.batch(add('{"id":"a"}', ifAbsent=True), add('{"id":"b"}'))
    h.batch(add('{"id":"a","n":2}', ifAbsent=True), status=412)
    h.batch(add('{"id":"c"}', ifGeneration=2), status=412)
    h.batch(op("changed", object={"id": "c"}, ifGeneration=2), status=404)
    h.batch(gone("c", ifGeneration=2), status=404)
    h.batch(op("changed", object={"id": "a", "n": 2}, ifGeneration=2), gone("b", ifGeneration=3))
    h.batch(op("changed", object={"id": "a", "n": 3}, ifGeneration=2), status=412)
    h.batch(gone("a", ifGeneration=2), status=412)
    h.batch(add('{"id":"a"}', ifAbsent=False))
    h.pull("a")


@history("What each operation refuses; changes with an id that is only remembered as a removal are refused, too.", "")
def refused_operations(h):
    h.make()
    h.batch(add('{"id":"o"}'), made(["s"]), add('{"id":"x"}'), gone("x"))
    for operation, status in ((add('{"id":"s"}'), 409), (op("changed", object={"id": "x"}), 404), (op("changed", object={"id": "y"}), 404),
                              (gone("x"), 404), (made(["s"]), 409), (made(["o"]), 409), (made(["none", "s"]), 404),
                              (op("remove-set", ["none"]), 404), (add('{"id":1}', ["none"]), 404), (op("nonsense"), 400),
                              (op("add"), 400), (op("remove"), 400), (op("add", id="a", object={"id": "b"}), 400),
                              (op("remove-set", ["s"], id="x"), 400), (op("remove", id="o", object={}), 400),
                              (op("changed", object={"id": "o"}, ifAbsent=True), 400), (op("add", object={"id": "o"}, nonsense=1), 400)):
        h.batch(add('{"id":"new"}'), operation, status=status)
    h.pull("a")


@history("A batch is one transaction: all or none; readers see no generation within it.", "")
def batches(h):
    h.make()
    h.pull("a")
    h.batch(add('{"id":1}'), add('{"id":1,"n":2}'), gone(1), add('{"id":2}'), made(["s"]), add('{"id":3}', ["s"]))
    h.pull("a")
    h.batch(add('{"id":4}'), gone(99), status=404)
    h.batch()
    h.ask("POST", "/batch", "{}", 400)
    h.ask("POST", "/batch", '{"operations":{}}', 400)
    h.ask("POST", "/batch", '{"operations":[1]}', 400)
    h.ask("POST", "/batch", '{"operations":[', 400)
    h.pull("a")


@history("An Idempotency-Key: the same batch is done once, another one is refused; a refused batch does not use it up.", "")
def idempotency_keys(h):
    h.make()
    key = {"Idempotency-Key": "one"}
    h.batch(gone("a"), status=404, headers=key)
    h.batch(add('{"id":"a"}'), headers=key)
    h.batch(add('{"id":"a"}'), headers=key, repeated=True)
    h.batch(add('{"id":"b"}'), headers=key, status=422)
    h.pull("a")
    h.batch(gone("a"))
    h.batch(add('{"id":"a"}'), headers=key, repeated=True)
    h.pull("a")
    h.reset("keep")
    h.batch(add('{"id":"a"}'), headers=key)
    h.pull("a")


@history("A change whose address says since carries the update from there on, this change included.", "")
def updates_with_changes(h):
    h.make()
    h.batch(add('{"id":"a"}'))
    native = {"Accept": NATIVE}
    collection = h.collection()
    h.put(["b"], '{"id":"b"}', 201, native, f"?since=2&collection={collection}")
    h.put(["c"], '{"id":"c"}', 201, native, f"?since=1&collection={collection}")
    h.delete(["a"], 200, native, f"?since=3&collection={collection}")
    h.batch(add('{"id":"d"}'), made(["s"]), headers=native, query=f"?since=5&collection={collection}")
    h.put(["e"], '{"id":"e"}', 201, native, "?since=0")
    h.put(["e"], '{"id":"e","n":1}', 200, native, f"?since=8&collection={'0' * 32}")
    h.put(["e"], '{"id":"e","n":2}', 200, {}, f"?since=9&collection={collection}")
    h.pull("a")


@history("Parameters that make no sense are refused.", "")
def refused_parameters(h):
    h.make()
    for query in ({"since": "x"}, {"since": -1}, {"since": 2**63}, {"since": "1.0"}, {"collection": "x"}, {"collection": "A" * 32}, {"limit": 0},
                  {"limit": -1}, {"limit": "x"}, {"base": 0}, {"base": "x"}, {"wait": -1}, {"wait": 61}, {"wait": "x"}):
        h.updates(400, **query)


@history("Bodies that are not JSON, or not declared as JSON, are refused.", "")
def refused_bodies(h):
    h.make()
    for text in ("", "{", '{"id":1}x', "{'id':1}", '{"id":01}', '{"id":1,}', "NaN", '"\t"', "\ufeff{}"):
        h.put([1], text, 400)
    h.put([1], '{"id":1}', 415, {"Content-Type": "text/plain"})
    h.put([1], '{"id":1}', 201, {"Content-Type": "application/x+json; charset=utf-8"})
    h.put([2], "[" * 600 + "]" * 600, 413)
    h.pull("a")


@history("Trees are made once and removed for good; one that is made again has another collection.", "7")
def trees(h):
    h.ask("GET", "", status=404)
    h.updates(404)
    h.make("explicit", 3)
    h.ask("PUT", "", "{}", 409)
    h.show()
    h.batch(op("add", id=1, object=2))
    h.pull("a")
    h.remove_tree()
    h.updates(404)
    h.batch(op("add", id=1, object=2), status=404)
    h.make()
    h.show()
    h.pull("a")
    h.ask("PUT", "", '{"key":"nonsense"}', 400)
    h.ask("PUT", "", '{"maximum_removals":-1}', 400)
    h.ask("PUT", "", '{"nonsense":1}', 400)


@history("How much a set remembers is said when it is made.", "4")
def maximum_removals(h):
    h.make(maximum_removals=1)
    h.batch(made(["none"], maximum_removals=0), made(["two"], maximum_removals=2), made(["default"]))
    for path in ([], ["none"], ["two"], ["default"]):
        h.batch(*(add(f'{{"id":{n}}}', path) for n in range(4)))
    h.pull("a")
    for path in ([], ["none"], ["two"], ["default"]):
        h.batch(*(gone(n, path) for n in range(3)))
    h.show()
    h.pull("a")
    h.batch(made(["bad"], maximum_removals=-1), status=400)
    h.batch(made(["bad"], maximum_removals=Raw("1.5")), status=400)
