"""Long bodies, long batches, long answers: what takes memory, the readers or the writer."""
import json
import time

from world import MIB, Attacks, Client, Result, address, close_all, head, play, tally

ATTACKS = Attacks()
BODY = 63 * MIB
ZEROS = bytes(MIB)


def stopped(victim, count, token, sources):
    """Bodies of which the last byte never comes. Nothing may be done by them; those who were let in are dropped."""
    clients = [Client(victim.port, address(i) if sources else "127.0.0.1").send(
        head("POST", "/v1/trees/large/batch", token, length=BODY + 1), *[ZEROS] * (BODY // MIB)) for i in range(count)]
    play(clients, victim.size(2, 30))
    close_all(clients)
    return Result(count, tally(clients), [c.status for c in clients if c.status.startswith("2")])


@ATTACKS("40 bodies of 63 MiB that stop")
def stopped_bodies(victim):
    return stopped(victim, 40, "", False)


@ATTACKS("40 bodies of 63 MiB that stop, of 40 addresses")
def stopped_bodies_of_many(victim):
    return stopped(victim, 40, "", True)


@ATTACKS("40 bodies of 63 MiB that stop, no token", tokens=True, beside=True)
def stopped_bodies_without_a_token(victim):
    result = stopped(victim, 40, None, False)
    result.accepted += [s for s in result.answers if s not in ("401", "429")]
    return result


@ATTACKS("40 bodies of 63 MiB that stop, a good token", tokens=True)
def stopped_bodies_with_a_token(victim):
    return stopped(victim, 40, victim.editor, True)


@ATTACKS("bodies and headers at a byte a second")
def dribbled(victim):
    """Those that come so slowly are dropped: the header after 10 s, the body after 20 s."""
    seconds = victim.size(3, 26)
    count = victim.size(100, 400)
    clients = [Client(victim.port).send(head("POST", "/v1/trees/large/batch", "", length=1000)) for _ in range(count // 2)]
    clients += [Client(victim.port) for _ in range(count // 2)]
    header = head("GET", "/v1/trees", "", "Cookie: " + "x" * 1000)
    end = time.monotonic() + seconds
    for second in range(seconds):
        for i, client in enumerate(clients):
            if not client.closed and client.status == "silent":
                client.send(b" " if i < count // 2 else header[second:second + 1])
        play(clients, max(0.01, end - seconds + second + 1 - time.monotonic()), lambda c: c.status != "silent" and c.closed)
    wrong = [c.status for c in clients if c.status != "408" and (victim.full or c.status != "silent")]
    close_all(clients)
    return Result(count, tally(clients), wrong)


def batches(victim, body, count, seconds=120):
    clients = [Client(victim.port, address(i)).send(head("POST", "/v1/trees/batches/batch", "", length=len(body)), body)
               for i in range(count)]
    play(clients, seconds)
    close_all(clients)
    return Result(count, tally(clients), [c.status for c in clients if c.status not in ("400", "404", "413", "503")])


def make_batches(victim):
    if victim.ask("GET", "/v1/trees/batches")[0] == 404:
        victim.made("batches")
    return True


@ATTACKS("batches of 60 MiB of ones", prepare=make_batches)
def ones(victim, _):
    return batches(victim, b'{"operations":[' + b"1," * (30 * MIB) + b"1]}", 4)


@ATTACKS("batches of 60 MiB whose one operation is nothing but arrays", prepare=make_batches)
def arrays(victim, _):
    return batches(victim, b'{"operations":[{"op":"add","object":{"id":1,"x":[' + b"[]," * (20 * MIB) + b"[]]},\"y\":1}]}", 4)


@ATTACKS("batches of 60 MiB of the same field", prepare=make_batches)
def fields(victim, _):
    return batches(victim, b'{"operations":[{"op":"add","object":{"id":1' + b',"i":1' * (10 * MIB) + b"},\"y\":1}]}", 4)


@ATTACKS("batches of 1,500,000 removes", prepare=make_batches)
def removes(victim, _):
    return batches(victim, json.dumps({"operations": [{"op": "remove", "id": i} for i in range(1_500_000)]}).encode(), 4)


@ATTACKS("batches of 100,000 adds of which the last is refused", prepare=make_batches)
def late_refusals(victim, _):
    operations = [{"op": "add", "object": {"id": i, "text": "x" * 100}} for i in range(99_999)] + [{"op": "remove", "id": "none"}]
    return batches(victim, json.dumps({"operations": operations}).encode(), victim.size(1, 8))


def make_large_objects(victim):
    victim.made("objects-of-16-MiB")
    count = victim.size(4, 25)
    text = b'{"id":%d,"text":"' + b"x" * (16 * MIB - 100) + b'"}'
    for i in range(count):
        victim.must("PUT", f"/v1/trees/objects-of-16-MiB/objects/{i}", text % i)
    return count


@ATTACKS("PUT …?since=0 where objects have 16 MiB", prepare=make_large_objects)
def long_answers_to_writes(victim, _):
    count = victim.size(8, 40)
    clients = [Client(victim.port, address(i)).send(
        head("PUT", "/v1/trees/objects-of-16-MiB/objects/small?since=0", "", "Connection: close", length=14), b'{"id":"small"}') for i in range(count)]
    play(clients, 60, until=lambda c: False)
    long = [f"{c.taken} bytes" for c in clients if c.taken > 2 * MIB]
    close_all(clients)
    return Result(count, tally(clients), long)


def make_history(victim):
    victim.made("history")
    names = [f"{i:04}" + "n" * 60 for i in range(200)]
    victim.must("POST", "/v1/trees/history/batch", {"operations": [{"op": "create-set", "set": [name]} for name in names]})
    body = json.dumps({"operations": [{"op": "add", "set": [name], "object": {"id": 1}} for name in names]}).encode()
    for _ in range(victim.size(80, 600)):
        victim.must("POST", "/v1/trees/history/batch", body)
    return True


@ATTACKS("history?limit=1000 of large transactions, unread and read", prepare=make_history)
def history(victim, _):
    count = victim.size(60, 300)
    clients = [Client(victim.port, address(i), reads=i % 2 == 0).send(head("GET", "/v1/trees/history/history?limit=1000"))
               for i in range(count)]
    play(clients, 60)
    time.sleep(victim.size(1, 5))
    for client in clients:
        client.read()
    long = [f"{c.taken} bytes" for c in clients if c.taken > 2 * MIB]
    close_all(clients)
    return Result(count, tally(clients), long)
