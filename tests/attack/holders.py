"""Clients that hold what they have: answers that nobody reads, streams, connections, waits."""
import time

from world import MIB, Attacks, Client, Result, address, close_all, head, play, tally

ATTACKS = Attacks()


def make_large(victim):
    """A tree whose answer is long."""
    if victim.ask("GET", "/v1/trees/large")[0] == 404:
        victim.fill("large", victim.size(4_000, 16_000), 4096)
    return head("GET", "/v1/trees/large/updates", victim.editor)


def held(victim, clients, seconds, expected=("200", "503", "cut", "silent")):
    """Holds them for so long, and looks then at what came."""
    play(clients, victim.size(3, 10))
    time.sleep(seconds)
    for client in clients:
        client.read()
    close_all(clients)
    return Result(len(clients), tally(clients), [c.status for c in clients if c.status not in expected])


@ATTACKS("160 updates that nobody reads", prepare=make_large)
def unread(victim, ask):
    return held(victim, [Client(victim.port, reads=False).send(ask) for _ in range(160)], victim.size(1, 40))


@ATTACKS("160 updates that nobody reads, of 160 addresses", prepare=make_large)
def unread_of_many(victim, ask):
    return held(victim, [Client(victim.port, address(i), reads=False).send(ask) for i in range(160)], victim.size(1, 40))


@ATTACKS("readers of 1 KB/s", prepare=make_large)
def slow(victim, ask):
    """Slower than 2 KiB/s: after 30 s they are dropped."""
    clients = [Client(victim.port, address(i % 50), reads=False).send(ask) for i in range(victim.size(200, 1000))]
    play(clients, 10)
    for _ in range(victim.size(4, 45)):
        for client in clients:
            client.read(1000)
        time.sleep(1)
    answers = tally(clients)
    close_all(clients)
    return Result(len(clients), answers)


@ATTACKS("readers as fast as they can, 64 at once", prepare=make_large)
def fast(victim, ask):
    clients = []
    for _ in range(victim.size(1, 6)):
        clients += (now := [Client(victim.port, address(i % 4)).send(ask) for i in range(64)])
        play(now, 60, until=lambda c: c.taken >= 4 * MIB or c.status == "503")
        close_all(now)
    return Result(len(clients), tally(clients), [c.status for c in clients if c.status not in ("200", "503")])


@ATTACKS("2,000 connections that say nothing")
def idle(victim):
    """Of one address 1,000 are taken; the others are told, or closed."""
    clients = [Client(victim.port) for _ in range(2000)]
    play(clients, victim.size(1, 20), until=lambda c: False)
    kept = sum(not c.closed for c in clients)
    close_all(clients)
    return Result(2000, tally(clients), [f"{kept} connections"] if kept > 1000 else [])


@ATTACKS("2,000 connections that say nothing, of 4 addresses")
def idle_of_many(victim):
    clients = [Client(victim.port, address(i % 4)) for i in range(2000)]
    play(clients, victim.size(1, 70), until=lambda c: False)
    close_all(clients)
    return Result(2000, tally(clients))


@ATTACKS("connections that come and go")
def comers(victim):
    count = victim.size(3_000, 30_000)
    for first in range(0, count, 100):
        clients = [Client(victim.port, address(i)) for i in range(first, first + 100)]
        play(clients[:50], 5, until=lambda c: True)
        close_all(clients)
    return Result(count, {"closed": count})


def make_followed(victim):
    if victim.ask("GET", "/v1/trees/followed")[0] == 404:
        victim.made("followed")
    return True


@ATTACKS("500 streams of events that nobody reads", prepare=make_followed)
def streams(victim, _):
    """Each change is 50 KiB, for each of them."""
    clients = [Client(victim.port, address(i % 5), reads=False).send(head("GET", "/v1/events?tree=followed&deliver=updates"))
               for i in range(500)]
    play(clients, 10)
    body = b'{"id":1,"text":"' + b"x" * 50_000 + b'"}'
    for _ in range(victim.size(60, 1000)):
        victim.must("PUT", "/v1/trees/followed/objects/1", body, source="127.0.0.3")
    return held(victim, clients, victim.size(1, 35), ("200", "cut", "silent", "503"))


@ATTACKS("2,000 requests that wait", prepare=make_followed)
def waiting(victim, _):
    generation = int(victim.ask("GET", "/v1/trees/followed")[1].split(b'"generation":')[1].split(b",")[0])
    clients = [Client(victim.port, address(i % 4)).send(head("GET", f"/v1/trees/followed/updates?since={generation}&wait=60"))
               for i in range(2000)]
    play(clients, victim.size(2, 10))
    victim.must("PUT", "/v1/trees/followed/objects/1", b'{"id":1}', source="127.0.0.3")
    play(clients, 30)
    close_all(clients)
    return Result(2000, tally(clients), [c.status for c in clients if c.status != "200"])


@ATTACKS("requests by the thousand in one connection, unread")
def pipelined(victim):
    one = head("GET", "/v1/trees/bystander/objects/1")
    count = victim.size(20_000, 200_000)
    clients = [Client(victim.port, address(i), reads=False).send(one * (count // 20)) for i in range(20)]
    return held(victim, clients, victim.size(1, 35))


@ATTACKS("checks of a large tree, 64 at once", prepare=make_large)
def checks(victim, _):
    clients = [Client(victim.port, address(i % 4)).send(head("POST", "/v1/admin/trees/large/verify?seconds=3600", length=0))
               for i in range(victim.size(64, 256))]
    play(clients, 300)
    close_all(clients)
    return Result(len(clients), tally(clients), [c.status for c in clients if c.status not in ("200", "503")])


def make_many(victim):
    count = victim.size(60, 1000)
    for i in range(count):
        if victim.ask("PUT", f"/v1/trees/many.{i}", {})[0] == 409:
            break
    return count


@ATTACKS("a write to each of many trees at once", prepare=make_many)
def written_at_once(victim, count):
    clients = [Client(victim.port, address(i % 4)).send(
        head("PUT", f"/v1/trees/many.{i}/objects/1", length=8) + b'{"id":1}') for i in range(count)]
    play(clients, 60)
    close_all(clients)
    return Result(count, tally(clients), [c.status for c in clients if c.status not in ("200", "201")])


@ATTACKS("a tree that is read for long while it is written", prepare=make_large)
def long_log(victim, ask):
    """Its log becomes long, and those who read it wait."""
    rounds = victim.size(8, 60)
    body = b'{"id":%d,"text":"' + b"x" * (4 * MIB) + b'"}'
    slow = [Client(victim.port, address(i), reads=False).send(ask) for i in range(20)]
    play(slow, 2)
    readers = []
    for _ in range(rounds):
        writers = [Client(victim.port, "127.9.0.3").send(head("PUT", f"/v1/trees/large/objects/{n}", length=len(body % n)), body % n)
                   for n in range(90_001, 90_003)]
        readers += [Client(victim.port, address(n % 4)).send(head("GET", "/v1/trees/large/objects/1")) for n in range(20)]
        play(writers + readers[-20:], 60)
        close_all(writers)
    play(readers, 60)
    close_all(slow + readers)
    return Result(len(readers) + 2 * rounds, tally(readers), [c.status for c in readers if c.status != "200"])
