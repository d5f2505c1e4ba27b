"""Single messages that mean one thing to us and another to somebody else: HTTP, names, JSON, and the fuzzer's corpus."""
import re
import urllib.parse

from world import HERE, MIB, Attacks, Client, Result, close_all, head, play, tally

ATTACKS = Attacks()
CORPUS = HERE.parent / "fuzz/corpus/request"


def said(victim, messages, seconds=20):
    """All at once, each by itself; what is silent then has been."""
    clients = [Client(victim.port).send(message) for message in messages]
    play(clients, seconds)
    play(clients, 0.5, until=lambda c: c.closed)  # is there a second answer?
    close_all(clients)
    return clients


def answers_in(client):
    return len(re.findall(rb"\r\nServer: genmirrord", bytes(client.said)))


@ATTACKS("smuggling: requests within requests", tokens=True)
def smuggling(victim):
    """Each hides a request that makes an object, which must never be there, or brings a token where none counts."""
    token = f"Authorization: Bearer {victim.editor}"
    inner = f"PUT /v1/trees/bystander/objects/smuggled HTTP/1.1\r\nHost: localhost\r\n{token}\r\nContent-Length: 17\r\n\r\n" \
            '{"id":"smuggled"}'
    start = "POST /v1/trees/bystander/batch HTTP/1.1\r\nHost: localhost\r\n"
    batch, chunks = '{"operations":[]}', "11\r\n{\"operations\":[]}\r\n0\r\n\r\n"
    refused = [  # one answer each, and none that does anything
        f"{start}{token}\r\nContent-Length: 17\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{inner}",
        f"{start}{token}\r\nTransfer-Encoding: chunked\r\nContent-Length: 17\r\n\r\n{chunks}{inner}",
        *[f"{start}{token}\r\n{line}\r\n\r\n{chunks}{inner}" for line in (
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
            "Transfer-Encoding:\x0bchunked", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;q=1",
            "Transfer-Encoding:\r\n chunked", "X: y\r\n Transfer-Encoding: chunked", "X: y\nTransfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked")],
        *[f"{start}{token}\r\n{line}\r\n\r\n{batch}{inner}" for line in (
            "Content-Length: 17\r\nContent-Length: 17", "Content-Length: 17\r\nContent-Length: 0", "Content-Length: 17, 17",
            "Content-Length: +17", "Content-Length: -17", "Content-Length: 0x11", "Content-Length: 17.0", "Content-Length: 1 7",
            "Content-Length : 17", "Content-Length: 18446744073709551633", "Content-Length:\r\n 17", "Content-Length: 17\x00",
            " Content-Length: 17")],
        *[f"{start}{token}\r\nTransfer-Encoding: chunked\r\n\r\n{body}{inner}" for body in (
            "11\n{\"operations\":[]}\r\n0\r\n\r\n", "0x11\r\n{\"operations\":[]}\r\n0\r\n\r\n", "11 \r\n{\"operations\":[]}\r\n0\r\n\r\n",
            "-11\r\n{\"operations\":[]}\r\n0\r\n\r\n", "10\r\n{\"operations\":[]}\r\n0\r\n\r\n", "11\r\n{\"operations\":[]}0\r\n\r\n",
            "10000000000000011\r\n{\"operations\":[]}\r\n0\r\n\r\n", "11;a=\nb\r\n{\"operations\":[]}\r\n0\r\n\r\n",
            "11\r\n{\"operations\":[]}\r\n0\r\nX: y\n\r\n", "11\r\n{\"operations\":[]}\r\n0\n\n")],
        # A token where it must not count.
        f"{start}Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n11\r\n{batch}\r\n0\r\n{token}\r\n\r\n",
        f"{start}{token}\r\n{token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"{start}Authorization: Bearer x\r\n{token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"{start}X: y\r\n {token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"{start}{token}\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 17\r\n\r\n{batch}",
        f"{start}{token}\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\nContent-Length: 17\r\n\r\n{batch}",
        f"{start}Host: evil.example\r\n{token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"POST http://evil.example/v1/trees/bystander/batch HTTP/1.1\r\nHost: localhost\r\n{token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"POST /v1/trees/bystander/batch HTTP/1.1\n{token}\nHost: localhost\nContent-Length: 17\n\n{batch}",
        f"POST /v1/trees/bystander/batch HTTP/2.0\r\nHost: localhost\r\n{token}\r\nContent-Length: 17\r\n\r\n{batch}",
        f"POST /v1/trees/bystander/batch\r\n\r\n{inner}", f"GET /healthz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
        f"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(inner) + 100}\r\n\r\n{inner}",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", f"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n{inner}",
        f"{start}{token}\r\nExpect: 200-ok\r\nContent-Length: 17\r\n\r\n{batch}", f"{start}{token}\r\nUpgrade: h2c\r\nX\x01: y\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "\r\n" * 10_000 + f"GET /v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    clients = said(victim, [message.encode("latin-1") for message in refused])
    wrong = [f"{refused[i][:300]!r}: {c.status}" for i, c in enumerate(clients) if c.status[0] in "23s" or answers_in(c) > 1]
    if victim.ask("GET", "/v1/trees/bystander/objects/smuggled")[0] != 404:
        wrong.append("something was smuggled in")
    return Result(len(refused), tally(clients), wrong)


@ATTACKS("names of trees: empty and hostile", tokens=True)
def names(victim):
    """By an admin of "mine.*", who must get at no other."""
    token = victim.token("admin", ["mine.*"])
    texts = ["", ".", "..", "mine./../bystander", "mine.%2f..%2fbystander", "..%2fmine.a", "%2e%2e", "mine.%00", "mine.a%0a", "mine.%0d%0aX:%20y",
             "mine.%ff", "mine.%c0%af", "mine.\u202ea", "mine.%e2%80%ae", "mine.a b", "mine.a+b", "mine.a*", "*", "mine.*", "mine.a%25", "mine.a%",
             "mine.a%2", "mine." + "a" * 124, "mine.'; drop table", "mine.a;b", "MINE.a", "bystander", "bystander%00mine.a", "mine.\\..\\x",
             ".work", ".aside", "access.db", "backups", "mine.a?tree=x", "mine.a#b", "mine.%F0%9F%92%A9", "mine.é", "a" * 8000]
    ways = [("PUT", ""), ("DELETE", ""), ("GET", "/updates"), ("PUT", "/objects/1"), ("POST", "/batch"), ("GET", "/history")]
    messages = [head(method, f"/v1/trees/{urllib.parse.quote(text, safe='%/*+;?#:=')}{rest}", token, length=2 if method != "GET" else None)
                + (b"{}" if method != "GET" else b"") for text in texts for method, rest in ways]
    messages += [head("GET", f"/v1/events?tree={urllib.parse.quote(text)}", token) for text in texts]
    clients = said(victim, messages)
    wrong = [f"{messages[i][:100]!r}: {c.status}" for i, c in enumerate(clients) if not c.status.startswith("4")]
    return Result(len(messages), tally(clients), wrong)


@ATTACKS("JSON: deep, huge, half, twice")
def hostile_json(victim):
    deep = 100_000
    values = ["[" * deep + "]" * deep, '{"a":' * deep + "1" + "}" * deep, "[" * deep, "1e309", "-1e309", "9" * 400, "1e400",
              "0x1", "01", "+1", ".5", "1.", "NaN", "Infinity", "-", "--1", '"\\ud800"', '"\\udc00\\ud800"', '"\\ud800\\u0041"', '"\ud800"', '"\xff"',
              '"\\x41"', '"\x01"', '"\\u12"', '"unfinished', "tru", "nul", "[1,]", "{,}", '{"a":1,}', '{"a" 1}', "{a:1}", "'a'", "/**/1", "1 2",
              "\ufeff1", "\0", '"\0"', "[1}", "1]"]
    objects = [b'{"id":1,"x":' + value.encode("utf-8" if "\ud800" not in value else "utf-16-le", "surrogatepass").replace(b"\xc3\xbf", b"\xff")
               + b"}" for value in values]
    whole = [b"", b"{", b"[]", b"1", b"null", b'"x"', b"\xff\xfe{}", b"{}{}", b'{"id":1}{"id":1}', b'{"id":1} x', b'{"id":1,"id":1}',
             b'{"id":1.5}', b'{"id":null}', b'{"id":true}', b'{"id":[1]}', b'{"id":{"a":1}}', b'{"id":9223372036854775808}', b'{"id":1e30}',
             b'{"id":"' + b"x" * 1025 + b'"}', b"\x1f\x8b\x08"]
    messages = [head("PUT", "/v1/trees/bystander/objects/1", "", length=len(body)) + body for body in objects + whole + [b'{"id":2}']]
    batches = [b'{"operations":[{"op":"add","object":' + body + b"}]}" for body in objects + whole] + [
        b'{"operations":{}}', b'{"operations":1}', b'{"operations":[null]}', b'{"operations":[{}]}', b'{"operations":[{"op":"nothing"}]}',
        b'{"operations":[],"operations":[]}', b'{"operations":[{"op":"remove-set","set":["s"],"id":"x"}]}',
        b'{"operations":[{"op":"create-set","set":[' + b'"s",' * 40 + b'"s"]}]}', b'{"operations":[{"op":"add","set":[1.5],"object":{"id":1}}]}',
        b'{"operations":[{"op":"add","set":[""],"object":{"id":1}}]}', b'{"operations":[{"op":"add","op":"remove","id":1}]}']
    messages += [head("POST", "/v1/trees/bystander/batch", "", length=len(body)) + body for body in batches]
    clients = said(victim, messages, 60)
    wrong = [f"{messages[i].partition(b'{')[2][:80]!r}: {c.status}" for i, c in enumerate(clients) if not c.status.startswith("4")]
    return Result(len(messages), tally(clients), wrong)


@ATTACKS("the fuzzer's corpus")
def corpus(victim):
    """Each file's name says how it must be answered; the tree is named main."""
    victim.ask("PUT", "/v1/trees/main", {})
    files = [file for file in sorted(CORPUS.iterdir()) if file.name[0].isdigit() and not file.name.startswith("201-a-tree")]
    clients = [said_alone(victim, file.read_bytes()) for file in files]
    wrong = [f"{file.name}: {client.status}, {answers_in(client)} answers" for file, client in zip(files, clients)
             if client.status != file.name[:3] or answers_in(client) != 1]
    return Result(len(files), tally(clients), wrong)


def said_alone(victim, message):
    client = Client(victim.port).send(message)
    play([client], 20)
    play([client], 0.05, until=lambda c: c.closed)
    client.close()
    return client


@ATTACKS("headers and addresses that are long, or many")
def long_heads(victim):
    start = "GET /v1/trees HTTP/1.1\r\nHost: localhost\r\n"
    messages = [f"{start}X: {'x' * size}\r\n\r\n" for size in (16_400, 65_536, MIB)]
    messages += [f"GET /{'x' * 20_000} HTTP/1.1\r\nHost: localhost\r\n\r\n", start + "X: y\r\n" * 10_000 + "\r\n", "x" * MIB, start + "x" * MIB,
                 f"GET /v1/trees?{'a&' * 9_000} HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    clients = said(victim, [message.encode() for message in messages] * victim.size(20, 200), 30)
    return Result(len(clients), tally(clients), [c.status for c in clients if c.status[0] in "23s"])
