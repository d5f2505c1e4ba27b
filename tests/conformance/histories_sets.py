"""Histories of what changes in sets: rules 1 to 7."""
from history import add, gone, history, made, op


@history("A tree without anything: generation 1, a digest of zeros.", "1 2 11")
def an_empty_tree(h):
    h.make()
    h.pull("a")
    h.pull("a")
    h.show()


@history("Objects that were put come as adds, in the order of their generations; a changed one moves to the end.", "3")
def adds_and_changes(h):
    h.make()
    h.pull("empty")
    h.batch(add('{"id":"a","n":1}'))
    h.batch(add('{"id":"b","n":1}'), add('{"id":"c","n":1}'))
    h.pull("early")
    h.batch(op("changed", object={"id": "a", "n": 2}))
    h.pull("early")
    h.batch(add('{"id":"b","n":2}'), add('{"id":"d","n":1}'))
    for since in range(1, 8):
        h.updates(since=since, collection=True)


@history("Ids that were removed come as removals, in the order of their generations, and in one of the two only.", "3")
def removals(h):
    h.make()
    h.batch(*(add(f'{{"id":{n}}}') for n in range(6)))
    h.pull("all")
    h.batch(gone(4), gone(1))
    h.pull("some")
    h.batch(add('{"id":1,"again":true}'), gone(0), op("remove", id=5))
    h.batch(add('{"id":7}'), gone(7))
    for since in range(1, 14):
        h.updates(since=since, collection=True)
    h.pull("all")


@history("With since absent or 0 there are no removals, at any level.", "1")
def a_first_sync_has_no_removals(h):
    h.make()
    h.batch(made(["s"]), add('{"id":1}', ["s"]), add('{"id":2}', ["s"]), gone(1, ["s"]), add('{"id":"x"}'), gone("x"))
    h.updates()
    h.updates(since=0)
    h.updates(since=0, collection=True)
    h.updates(since=0, collection="0" * 32)


@history("With since equal to the generation: the header alone, with the key.", "2")
def nothing_new(h):
    h.make("value")
    h.batch(made(["s"], key="explicit"), add("1.50"))
    h.pull("a")
    h.pull("a")
    h.updates(since=3, collection=True)
    h.updates(since=3)


@history("Sets in sets; those in which nothing changed are left out, and so are empty fields.", "3")
def nested_sets(h):
    h.make()
    h.batch(made(["s"]), made(["t"]), made(["s", "inner"]), add('{"id":1}', ["s", "inner"]), add('{"id":1}', ["t"]))
    h.pull("a")
    h.batch(add('{"id":2}', ["s", "inner"]))
    h.pull("a")
    h.batch(gone(1, ["t"]), add('{"id":"root"}'))
    h.pull("a")
    for since in range(1, 10):
        h.updates(since=since, collection=True)


@history("A nested set is removed as a member of its parent, by remove and by remove-set, with all that is in it.", "3")
def removed_sets(h):
    h.make()
    h.batch(made([1]), made([1, 2]), add('{"id":3}', [1, 2]), made(["b"]), add('{"id":3}', ["b"]))
    h.pull("a")
    h.batch(op("remove-set", [1]))
    h.pull("a")
    h.batch(gone("b"))
    h.pull("a")
    h.updates(since=1, collection=True)


@history("Sets nest to a depth of 32; one deeper is refused.", "3")
def the_deepest_set(h):
    h.make()
    h.batch(*(made(list(range(depth))) for depth in range(1, 33)))
    h.batch(add('{"id":"deep"}', list(range(32))))
    h.batch(made(list(range(33))), status=413)
    h.pull("a")
    h.batch(gone("deep", list(range(32))))
    h.pull("a")


@history("A set that remembers two removals answers contents below its floor, and only there.", "4 5")
def floors(h):
    h.make(maximum_removals=2)
    h.batch(*(add(f'{{"id":{n}}}') for n in range(6)))
    h.pull("behind")
    h.batch(gone(0))
    h.batch(gone(1))
    h.pull("level")
    h.batch(gone(2))
    h.show()
    for since in range(1, 11):
        h.updates(since=since, collection=True)
    h.batch(gone(3), add('{"id":9}'))
    h.pull("behind")
    h.pull("level")


@history("A set that remembers no removals: each removal raises its floor.", "4")
def no_removals_remembered(h):
    h.make(maximum_removals=0)
    h.batch(add('{"id":1}'), add('{"id":2}'))
    h.pull("a")
    h.batch(gone(1))
    h.show()
    for since in range(1, 5):
        h.updates(since=since, collection=True)
    h.pull("a")


@history("A removal that is forgotten because the id was put again raises no floor.", "4")
def an_id_put_again(h):
    h.make(maximum_removals=1)
    h.batch(add('{"id":1}'), add('{"id":2}'))
    h.pull("a")
    h.batch(gone(1), add('{"id":1,"n":2}'), gone(2))
    h.show()
    h.pull("a")
    h.batch(add('{"id":2}'), gone(1), gone(2))
    h.show()
    h.pull("a")


@history("Each set decides for itself: a parent that answers contents lists its nested sets with their own update.", "4 5")
def a_parent_that_answers_contents(h):
    h.make(maximum_removals=1)
    h.batch(made(["same"]), made(["changed"]), made(["removed"]), add('{"id":1}', ["same"]), add('{"id":1}', ["changed"]),
            add('{"id":2}', ["changed"]), add('{"id":"x"}'), add('{"id":"y"}'), add('{"id":"z"}'), made(["same", "deep"]))
    h.pull("a")
    h.batch(gone("x"), gone("removed"), gone("y"), gone(1, ["changed"]), add('{"id":3}', ["changed"]), made(["new"]))
    h.updates(since=2, collection=True)
    h.pull("a")


@history("A nested set answers contents while its parent answers adds.", "4 5")
def a_nested_set_that_answers_contents(h):
    h.make()
    h.batch(made(["s"], maximum_removals=1), *(add(f'{{"id":{n}}}', ["s"]) for n in range(4)), made(["s", "inner"]))
    h.pull("a")
    h.batch(gone(0, ["s"]), gone(1, ["s"]), add('{"id":"root"}'))
    h.pull("a")
    h.batch(gone(2, ["s"]), gone(3, ["s"]), gone("inner", ["s"]))
    h.pull("a")


@history("A set that was removed and made again answers contents to a client older than the removal.", "6")
def a_set_made_again(h):
    h.make()
    h.batch(made(["s"]), add('{"id":1}', ["s"]), add('{"id":2}', ["s"]), made(["s", "t"]), add('{"id":3}', ["s", "t"]))
    h.pull("older")
    h.batch(op("remove-set", ["s"]))
    h.pull("between")
    h.batch(made(["s"]), add('{"id":2,"new":true}', ["s"]))
    h.show()
    for since in range(1, 10):
        h.updates(since=since, collection=True)
    h.pull("older")
    h.batch(made(["s", "t"]), add('{"id":4}', ["s", "t"]))
    h.pull("older")
    h.pull("between")


@history("A set that was made again with another key.", "6")
def a_set_made_again_with_another_key(h):
    h.make()
    h.batch(made(["s"], key="explicit"), op("add", ["s"], id="a", object=1))
    h.pull("older")
    h.batch(gone("s"), made(["s"], key="value"), add('"a"', ["s"]))
    h.pull("older")
    h.batch(gone("s"), made(["s"]), add('{"id":"a"}', ["s"]))
    h.pull("older")
    h.batch(gone("s"), made(["s"], key={"attribute": "name"}), add('{"name":"a"}', ["s"]))
    h.pull("older")


@history("An object takes the id of a removed set, and a set that of a removed object: no removal says so.", "3 6")
def an_object_and_a_set_of_one_id(h):
    h.make()
    h.batch(made(["s"]), add('{"id":1}', ["s"]), add('{"id":"o"}'))
    h.pull("older")
    h.batch(gone("s"), add('{"id":"s"}'), gone("o"), made(["o"]), add('{"id":1}', ["o"]))
    h.updates(since=4, collection=True)
    h.pull("older")
    h.pull("level")
    h.batch(gone("s"), made(["s"]), made(["s", "t"]), gone("o"))
    h.pull("level")
    h.updates(since=4, collection=True)


@history("A set was removed, an object took its id and was removed, and the set was made again.", "6")
def an_object_in_between(h):
    h.make()
    h.batch(made(["s"]), made(["s", "t"]), add('{"id":1}', ["s", "t"]))
    h.pull("older")
    h.batch(gone("s"))
    h.batch(add('{"id":"s"}'))
    h.pull("saw the object")
    h.batch(gone("s"))
    h.batch(made(["s"]))
    h.batch(made(["s", "t"]), add('{"id":2}', ["s", "t"]))
    for since in range(1, 12):
        h.updates(since=since, collection=True)
    h.pull("older")
    h.pull("saw the object")


@history("A collection that is not the tree's: contents at every level, and reset.", "7")
def another_collection(h):
    h.make()
    h.batch(made(["s"]), made(["s", "t"], key="value"), add("7", ["s", "t"]), add('{"id":1}'))
    h.updates(since=2, collection="0" * 32)
    h.updates(since=5, collection="0" * 32)
    h.updates(since=2, collection="0" * 32, limit=1)
    h.updates(since=99, collection="0" * 32)


@history("A since or a base above the generation: contents at every level, and reset.", "7")
def ahead_of_the_server(h):
    h.make("explicit")
    h.batch(made(["s"]), op("add", id=1, object=[]))
    h.updates(since=4, collection=True)
    h.updates(since=4)
    h.updates(since=2, base=4, collection=True)
    h.updates(since=2**63 - 1, collection=True)
    h.updates(since=3, base=3, collection=True)


@history("A reset gives a new collection, with the same objects or none.", "7")
def resets(h):
    h.make(maximum_removals=3)
    h.batch(made(["s"], key="value"), add("1", ["s"]), add('{"id":1}'), add('{"id":2}'), gone(2))
    h.pull("a")
    h.reset("keep")
    h.show()
    h.pull("a")
    h.batch(add('{"id":3}'))
    h.pull("a")
    h.reset("drop")
    h.show()
    h.pull("a")
    h.batch(add('{"id":4}'))
    h.pull("a")


@history("A restore from a backup: a new collection, and what the backup holds.", "7")
def a_restore(h):
    h.make()
    h.batch(made(["s"]), add('{"id":1}', ["s"]))
    h.pull("a")
    h.backup()
    h.batch(gone("s"), add('{"id":"later"}'))
    h.pull("a")
    h.restore()
    h.show()
    h.pull("a")
    h.batch(add('{"id":2}', ["s"]))
    h.pull("a")


@history("Compaction drops removals and raises floors; the generation stays.", "4")
def compaction(h):
    h.make()
    h.batch(made(["s"]), *(add(f'{{"id":{n}}}', ["s"]) for n in range(4)), *(add(f'{{"id":{n}}}') for n in range(4)))
    h.pull("behind")
    h.batch(gone(0), gone(0, ["s"]))
    h.pull("in the middle")
    h.batch(gone(1), gone(1, ["s"]))
    h.pull("level")
    h.compact(keep_removals=1, dry_run=True)
    h.updates(since=10, collection=True)
    h.compact(keep_removals=1)
    h.show()
    for since in range(9, 15):
        h.updates(since=since, collection=True)
    h.compact(keep_removals=0)
    h.show()
    h.compact(keep_removals=0)
    for client in ("behind", "in the middle", "level"):
        h.pull(client)


@history("Compaction of one set, and up to a generation.", "4")
def compaction_of_some(h):
    h.make()
    h.batch(made(["s"]), *(add(f'{{"id":{n}}}', ["s"]) for n in range(4)), *(add(f'{{"id":{n}}}') for n in range(4)))
    h.pull("behind")
    for n in range(3):
        h.batch(gone(n), gone(n, ["s"]))
    h.compact(before=13, set=["s"])
    h.show()
    h.pull("behind")
    h.compact(before=99)
    h.show()
    h.updates(since=12, collection=True)


@history("Made, removed and changed by the hundred, with clients that are behind by different distances.", "1 2 3 4 5 6")
def a_long_history(h):
    h.make(maximum_removals=7)
    for number, operation in enumerate(steady_operations(h)):
        h.batch(operation)
        if number % 7 == 0:
            h.pull("every 7")
        if number % 31 == 0:
            h.pull("every 31")
        if number % 83 == 0:
            h.pull("every 83")


def steady_operations(h):
    """The same operations each time, valid where they come: from a linear congruential generator."""
    state = 12345
    for _ in range(250):
        state = (state * 1103515245 + 12345) % 2**31
        dice, number = state >> 16, state >> 8 & 15
        path = [[], ["s"], ["s"], ["s", "t"]][dice % 4]
        while tuple(f'"{step}"' for step in path) not in h.model.sets:
            path = path[:-1]
        members = h.model.sets[tuple(f'"{step}"' for step in path)][1]
        nested = ["s", "t"][len(path)] if len(path) < 2 else None
        if nested and f'"{nested}"' not in members:
            yield made([*path, nested], maximum_removals=3)
        elif nested and dice % 29 == 0:
            yield op("remove-set", [*path, nested])
        elif str(number) in members and dice % 3:
            yield gone(number, path)
        else:
            yield add(f'{{"id":{number},"dice":{dice}}}', path)
