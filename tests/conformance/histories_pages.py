"""Histories of pages: rule 8."""
from history import NATIVE, add, gone, history, made, op


def some(h, count=5):
    h.make(maximum_removals=2)
    h.batch(made(["s"]))
    for n in range(count):
        h.batch(add(f'{{"id":{n}}}'))
        h.batch(add(f'{{"id":{n}}}', ["s"]))


@history("A first sync in pages: each says the base, and the last has none.", "8")
def pages_of_a_first_sync(h):
    some(h)
    for limit in (1, 2, 3, 5, 100):
        h.pull(f"by {limit}", limit=limit)


@history("Pages for a client that has something: there is no base.", "8")
def pages_of_changes(h):
    some(h)
    h.pull("a")
    for n in range(3, 8):
        h.batch(add(f'{{"id":{n},"n":2}}'), add(f'{{"id":{n},"n":2}}', ["s"]))
    h.batch(gone(1), gone(1, ["s"]))
    h.updates(since=3, collection=True, limit=2)
    h.pull("a", limit=3)


@history("A page ends where a transaction ended: before the one that the limit falls into, or after it if nothing is before.", "8")
def pages_and_transactions(h):
    h.make()
    h.batch(*(add(f'{{"id":{n}}}') for n in range(3)))
    h.batch(*(add(f'{{"id":{n}}}') for n in range(3, 8)))
    h.batch(add('{"id":8}'))
    for limit in (1, 2, 3, 4, 5, 7, 8, 9, 10):
        h.updates(limit=limit)
        h.updates(since=1, collection=True, limit=limit)
    h.pull("a", limit=4)


@history("Objects change and go between the pages of a first sync.", "8")
def changes_between_pages(h):
    some(h)
    h.pull("a", limit=3, pages=1)
    h.batch(add('{"id":0,"n":2}'), gone(1), add('{"id":0,"n":2}', ["s"]))
    h.pull("a", limit=3, pages=1)
    h.batch(gone(4, ["s"]), add('{"id":"new"}'))
    h.pull("a", limit=3)


@history("Removals at or before the base do not concern a client in its first sync; contents come only above it.", "8 4")
def floors_during_a_first_sync(h):
    some(h)
    h.batch(gone(0), gone(1), gone(2))
    h.pull("a", limit=2, pages=2)
    h.updates(since=4, collection=True)
    h.updates(since=4, base=15, collection=True)
    h.updates(since=4, base=14, collection=True)
    h.batch(gone(0, ["s"]), gone(1, ["s"]), gone(2, ["s"]))
    h.pull("a", limit=2)


@history("A page on which a set must answer contents reaches at least the highest floor of such sets.", "8")
def contents_on_a_page(h):
    some(h, 8)
    h.pull("a", limit=2, pages=2)
    h.pull("whole")
    h.batch(gone(0, ["s"]))
    h.batch(gone(1, ["s"]))
    h.batch(gone(2, ["s"]))
    for n in range(6):
        h.batch(add(f'{{"id":{n},"n":2}}'))
    h.updates(since=5, collection=True, limit=1)
    h.pull("a", limit=1)
    h.pull("whole", limit=1)


@history("A set is removed, and made again, between the pages of a first sync.", "8 6")
def sets_made_again_between_pages(h):
    some(h)
    h.pull("a", limit=3, pages=2)
    h.batch(gone("s"))
    h.pull("a", limit=3, pages=1)
    h.batch(made(["s"], key="value"), add("4", ["s"]), add("5", ["s"]))
    h.pull("a", limit=1)
    some_more = [add(f'{{"id":"m{n}"}}') for n in range(3)]
    h.batch(*some_more)
    h.pull("b", limit=4, pages=1)
    h.batch(gone("s"), add('{"id":"s"}'))
    h.batch(gone("s"), made(["s"]), add('{"id":6}', ["s"]))
    h.pull("b", limit=2)


@history("A reset between two pages: contents at every level, on one page whatever the limit.", "7 8")
def a_reset_between_pages(h):
    some(h)
    h.pull("a", limit=3, pages=2)
    h.reset("keep")
    h.pull("a", limit=3)
    h.pull("b", limit=3, pages=2)
    h.reset("drop")
    h.pull("b", limit=1)


@history("A compaction between two pages.", "4 8")
def a_compaction_between_pages(h):
    some(h)
    h.pull("a", limit=3, pages=2)
    h.batch(gone(0), gone(4, ["s"]))
    h.compact(keep_removals=0)
    h.pull("a", limit=3)


@history("All combinations of since, collection, base and limit on one tree.", "1 2 4 7 8")
def combinations(h):
    some(h, 3)
    h.batch(gone(0), gone(1))
    h.batch(gone(2), gone(0, ["s"]))
    for since in (0, 1, 4, 8, 10, 11, 12, 13):
        h.updates(since=since)
        h.updates(since=since, collection=True)
        for base in (1, 8, 12):
            for limit in (1, 4):
                h.updates(since=since, collection=True, base=base, limit=limit)


@history("The classic dialect: nested sets stand among the objects, in the order of generations; there is no header.", "")
def the_classic_dialect(h):
    some(h, 2)
    h.batch(made(["prices"], key="explicit"), op("add", ["prices"], id="rye", object=1.5), made(["empty"]))
    h.batch(gone(0), gone(0, ["s"]), gone(1), add('{"id":9}'), gone(9))
    for since in range(0, 16):
        h.updates(accept="application/json", since=since, collection=True)
    h.updates(accept="application/json")
    h.updates(accept="application/json", limit=2)
    h.updates(accept="application/json", since=4, collection="0" * 32)


@history("With wait an answer that has something comes at once; with nothing new it is the header, after that time.", "9")
def waiting(h):
    h.make()
    h.batch(add('{"id":1}'))
    h.updates(since=1, collection=True, wait=60)
    h.updates(since=0, wait=60)
    h.updates(since=2, collection="0" * 32, wait=60)
    h.updates(since=2, collection=True, wait=1)


@history("A tag that holds is answered with 304; one that does not, with the update.", "")
def tags(h):
    h.make()
    h.batch(add('{"id":1}'))
    h.ask("GET", "/updates?since=1", headers={"Accept": NATIVE}, exact=True, learn=["ETag"])
    tag = next(value for value, name in h.variables.items() if name.startswith("ETag"))
    h.updates(304, since=1, headers={"If-None-Match": tag})
    h.updates(304, since=1, wait=0, headers={"If-None-Match": tag})
    h.batch(add('{"id":2}'))
    h.updates(200, since=1, headers={"If-None-Match": tag})
    h.updates(200, since=1, wait=60, headers={"If-None-Match": tag})
