"""Tokens: those that are wrong, have ended, reach little, or invent who they are."""
import datetime
import time

from world import Attacks, Client, Result, close_all, head, play, tally

ATTACKS = Attacks()
LONG = "/v1/trees/long/updates"


@ATTACKS("wrong tokens, at the bystander's address", tokens=True, beside=True)
def wrong_tokens(victim):
    count = victim.size(5_000, 100_000)
    known = victim.editor.split("_")[1]
    texts = [f"gmt_{known}_{'x' * 43}", f"gmt_000000000000_{'x' * 43}", "gmt_", "gmt__", victim.editor[:-1], victim.editor + "x",
             victim.editor.upper(), "%00", "x" * 8000]
    clients = [Client(victim.port) for _ in range(50)]
    answers, asked = [], 0
    while asked < count:
        for i, client in enumerate(clients):
            client.said.clear()
            client.send(head("GET", "/v1/trees/bystander/objects/1", texts[(asked + i) % len(texts)]))
        play(clients, 30, until=lambda c: c.answered)
        answers.append(tally(clients))
        asked += len(clients)
        clients = [client if not client.closed else Client(victim.port) for client in clients]
    close_all(clients)
    total = sum(answers[1:], answers[0])
    return Result(asked, total, [f"{n} × {s}" for s, n in total.items() if s not in ("401", "429")])


@ATTACKS("no token at each address", tokens=True, beside=True)
def no_token(victim):
    targets = [("GET", "/metrics"), ("GET", "/v1/me"), ("GET", "/v1/trees"), ("PUT", "/v1/trees/new"), ("DELETE", "/v1/trees/bystander"),
               ("GET", "/v1/events"), ("POST", "/v1/trees/bystander/batch"), ("GET", "/v1/admin/tokens"),
               ("POST", "/v1/admin/tokens"), ("GET", "/v1/admin/audit"), ("POST", "/v1/admin/backups"), ("GET", "/v1/admin/clients")]
    ways = [(), ("Authorization: ",), ("Authorization: Bearer",), ("Authorization: Basic YTpi",), ("Authorization: Bearer gmt_",),
            (f"X-Authorization: Bearer {victim.admin}",), (f"Cookie: Authorization=Bearer {victim.admin}",)]
    clients = [Client(victim.port).send(head(method, target, None, *way)) for method, target in targets for way in ways]
    # In the address it is no header either.
    clients += [Client(victim.port).send(head(method, f"{target}?access_token={victim.admin}")) for method, target in targets]
    play(clients, 30)
    close_all(clients)
    return Result(len(clients), tally(clients), [c.status for c in clients if c.status not in ("401", "429")])


@ATTACKS("trees made by an admin of some, and touched", tokens=True)
def many_trees(victim):
    count = victim.size(150, 1000)
    token = victim.token("admin", ["mine.*"])
    answers = []
    most = 0
    for i in range(count):
        tree = f"/v1/trees/mine.{i}"
        answers += [victim.ask("PUT", tree, {}, token)[0], victim.ask("PUT", f"{tree}/objects/1", {"id": 1}, token)[0]]
        most = max(most, victim.descriptors()) if i % 20 == 0 else most
    for i in range(count):
        answers.append(victim.ask("GET", f"/v1/trees/mine.{i}/updates", token=token)[0])
        most = max(most, victim.descriptors()) if i % 20 == 0 else most
    foreign = victim.ask("PUT", "/v1/trees/theirs", {}, token)[0]
    wrong = [f"{most} descriptors"] if most > 2000 else []
    return Result(len(answers), {str(s): answers.count(s) for s in set(answers)},
                  wrong + ([f"a tree out of reach: {foreign}"] if foreign != 404 else []))


@ATTACKS("ids of clients that are invented", tokens=True)
def inventions(victim):
    """They push nobody out of the list but those of their own token."""
    mirror = "feed" * 8
    victim.must("GET", "/v1/trees/bystander/updates?since=1", token=victim.work_token, lines=[f"GenMirror-Client: {mirror}"])
    count = victim.size(3_000, 20_000)
    token = victim.token("reader", ["*"])
    clients = [Client(victim.port, "127.9.0.1") for _ in range(50)]
    for first in range(0, count, len(clients)):
        for i, client in enumerate(clients):
            client.said.clear()
            client.send(head("GET", "/v1/trees/bystander/updates?since=1", token, f"GenMirror-Client: {first + i:032x}"))
        play(clients, 30, until=lambda c: c.answered)
    close_all(clients)
    answers = tally(clients)
    known = victim.must("GET", "/v1/admin/clients")["clients"]
    invented = sum(1 for c in known if c["client"].startswith("0000"))
    wrong = [] if any(c["client"] == mirror for c in known) else ["a true client was pushed out"]
    return Result(count, answers, wrong + ([f"{invented} of one token"] if invented > 1000 else []))


def make_long(victim):
    if victim.ask("GET", "/v1/trees/long")[0] == 404:
        victim.fill("long", 2_000, 8192)
    return True


@ATTACKS("streams and long answers of tokens that ended", tokens=True, prepare=make_long)
def ended_tokens(victim, _):
    """Of each kind some are revoked and some expire; afterwards nothing more may come."""
    kinds = ["/v1/events?tree=long", "/v1/events?tree=long&deliver=updates", LONG, "/v1/trees/long/updates?since={}&wait=60"]
    generation = victim.must("GET", "/v1/trees/long")["generation"]

    def asked(token):
        clients = [Client(victim.port, reads=kind != LONG).send(head("GET", kind.format(generation), token))
                   for kind in kinds for _ in range(10)]
        return play(clients, 1)

    revoked = victim.token("reader", ["long"])
    clients = asked(revoked)
    victim.must("DELETE", f"/v1/admin/tokens/{revoked.split('_')[1]}")  # those who wait are woken by that
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
    expiring = victim.token("reader", ["long"], expires=soon.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    clients += asked(expiring)
    time.sleep(max(0, (soon - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) + 0.1)
    victim.must("PUT", "/v1/trees/long/objects/secret", {"id": "secret", "text": "after the end"})
    for client in clients:
        client.reads = True
    play(clients, 15, until=lambda c: c.answered)
    wrong = [f"{c.status}, {c.taken} bytes, and goes on" for c in clients if not c.closed and not c.answered]
    wrong += ["what came after the end was told" for c in clients if b"after the end" in c.said]
    wrong += ["a whole long answer" for c in clients if c.taken > 2_000 * 8192]
    close_all(clients)
    after = [victim.ask("GET", LONG, token=token)[0] for token in (expiring, revoked)]
    return Result(len(clients) + 2, tally(clients), wrong + [str(s) for s in after if s not in (401, 429)])


@ATTACKS("patterns that take long to match", tokens=True)
def patterns(victim):
    pattern = ("*a" * 64)[:126] + "*b"
    answers = [victim.ask("POST", "/v1/admin/tokens", body)[0] for body in (
        {"name": "n", "role": "reader", "trees": [p]} for p in ("a\n", ".a", "a/b", "", "a" * 129, "[a-z]", "^a", "a\\z", "a$", "ä"))]
    wrong = [f"a pattern: {s}" for s in answers if s != 400]
    answers.append(victim.ask("POST", "/v1/admin/tokens", {"name": "n", "role": "reader", "trees": ["*"] * 101})[0])
    token = victim.token("editor", [f"*{i}" + pattern[:123] for i in range(100)])
    tree = "a" * 128
    clients = [Client(victim.port, "127.9.0.2").send(*[head("GET", f"/v1/trees/{tree}/updates", token)] * victim.size(50, 1000))
               for _ in range(20)]
    play(clients, 60, until=lambda c: c.taken and c.said.count(b"HTTP/1.1 ") >= 50)
    close_all(clients)
    wrong += [c.status for c in clients if c.status != "404"]
    return Result(len(answers) + 20 * victim.size(50, 1000), tally(clients), wrong)


@ATTACKS("a reader's and an editor's token where more is needed", tokens=True)
def roles(victim):
    reader, some, short = victim.token("reader", ["*"]), victim.token("admin", ["mine.*"]), victim.token("editor", ["mine.*"])
    asked = [(reader, "PUT", "/v1/trees/bystander/objects/9", {"id": 9}), (reader, "POST", "/v1/trees/bystander/batch", {"operations": []}),
             (reader, "DELETE", "/v1/trees/bystander", None), (victim.editor, "DELETE", "/v1/trees/bystander", None),
             (victim.editor, "PUT", "/v1/trees/another", {}), (victim.editor, "POST", "/v1/admin/trees/bystander/reset", {"reason": "r"}),
             (some, "GET", "/v1/admin/tokens", None), (some, "POST", "/v1/admin/tokens", {"name": "n", "role": "admin", "trees": ["*"]}),
             (some, "GET", "/metrics", None), (some, "GET", "/v1/admin/audit", None), (some, "POST", "/v1/admin/backups", {}),
             (some, "POST", "/v1/admin/trees/bystander/reset", {"reason": "r"}), (short, "GET", "/v1/trees/bystander", None),
             (short, "GET", "/v1/trees/bystander/updates", None), (short, "PUT", "/v1/trees/bystander/objects/1", {"id": 1}),
             (short, "GET", "/v1/events?tree=bystander", None), (short, "PUT", "/v1/trees/mine.another", {})]
    answers = [victim.ask(method, target, body, token)[0] for token, method, target, body in asked]
    return Result(len(asked), {str(s): answers.count(s) for s in set(answers)},
                  [f"{asked[i][1]} {asked[i][2]}: {s}" for i, s in enumerate(answers) if s not in (403, 404)])
