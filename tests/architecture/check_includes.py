#!/usr/bin/env python3
"""Fails when an include crosses a wall between two rooms in the wrong direction, or the wire is written outside its room.

The arrows are those of docs/architecture.md. Fails also when two rooms give types the same name: a program that links both, as tests
do, mixes them up without a word. --self-test shows that a wrong include is found.
"""
import pathlib
import re
import subprocess
import sys

# What all of the server stands on.
SERVER_PARTS = ["sync/server/store", "sync/server/http", "sync/server/access"]
# Room: the rooms that it may include, beside itself.
ALLOWED = {
    "model/core": [],
    "model/sheets": ["model/core"],
    "model/items": ["model/core"],
    "sync/protocol": ["model/core"],
    "sync/files": ["model/core"],
    "sync/sql": ["model/core", "sync/files"],
    "sync/cache": ["model/core", "sync/files", "sync/sql"],
    "sync/client": ["model/core", "sync/protocol", "sync/files", "sync/cache"],
    "sync/server/http": ["sync/protocol", "model/core"],
    "sync/server/access": ["model/core", "sync/sql"],
    "sync/server/store": ["model/core", "sync/protocol", "sync/files", "sync/sql"],
    "sync/server/push": ["model/core", "sync/protocol", "sync/server/http", "sync/server/access"],
    "sync/server/request": ["model/core", "sync/protocol", "sync/sql", *SERVER_PARTS],
    "sync/server/changes": ["model/core", "sync/protocol", "sync/sql", *SERVER_PARTS, "sync/server/push", "sync/server/request"],
    "sync/server/upkeep": ["model/core", "sync/files", "sync/sql", *SERVER_PARTS, "sync/server/request", "sync/server/changes"],
    "sync/server/routes": ["model/core", "sync/protocol", "sync/sql", *SERVER_PARTS, "sync/server/push", "sync/server/request",
                           "sync/server/changes", "sync/server/upkeep"],
    "sync/server": ["model/core", "sync/protocol", "sync/files", "sync/sql", *SERVER_PARTS, "sync/server/push",
                    "sync/server/request", "sync/server/changes", "sync/server/upkeep", "sync/server/routes"],
    "ui/theme": [],
    "ui": ["ui/theme", "model/core", "model/items", "model/sheets"],
}
# What a room must never see of libraries, though it would compile.
FORBIDDEN = {
    "model/core": r"<Q(Sql|Network|Widget|Tcp|Udp|Gui)|<boost/",
    "model/sheets": r"<Q(Sql|Network|Widget|Tcp|Udp|Gui)|<boost/",
    "model/items": r"<Q(Sql|Network|Tcp|Widget|Application)|<boost/",
    **{room: r"<Q(Widget|Application|Gui)" for room in ALLOWED if room.startswith("sync/server")},
    "ui/theme": r"<Q(Sql|Network|Tcp)|<boost/",
    "ui": r"<Q(Sql|Network|Tcp)|<boost/",
}
# Requests to a server are made in one room.
REQUESTS = re.compile(r"<QNetwork(AccessManager|Request|Reply)>")
REQUESTS_ROOM = "sync/client"
# What goes over the wire is written and read in sync/protocol: elsewhere nobody writes JSON, nor takes it apart.
WIRE = re.compile(r'"[^"\n]*\\"[A-Za-z_]+\\":|<QJson(Document|Object|Array|Value)>')
WIRE_ROOMS = ("sync/server/routes", "sync/server/push", "sync/server/request", "sync/client")
WIRE_EXCEPT = {"sync/server/routes/healthroutes.cpp"}  # one word for those who watch over the server
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<][^">]+[">])', re.MULTILINE)


UNNAMED = re.compile(r"^namespace\s*\{.*?^\} // namespace$", re.MULTILINE | re.DOTALL)
TYPE = re.compile(r"^(?:class|struct|enum class) (\w+)(?: final)?\s*(?::[^:;{][^;{]*)?\{", re.MULTILINE)


def types_in(text):
    """Those that other files see, or could."""
    return TYPE.findall(UNNAMED.sub("", text))


def twins_in(files):
    homes = {}
    for path, text in files:
        for name in types_in(text) if path.startswith(("app/", "model/", "sync/", "ui/")) else []:
            homes.setdefault(name, set()).add(path)
    return [f"{' and '.join(sorted(paths))}: two types are called {name}" for name, paths in homes.items() if len(paths) > 1]


def room_of(path):
    rooms = [room for room in ALLOWED if path.startswith(room + "/")]
    return max(rooms, key=len, default=None)


def problems_in(path, text):
    room = room_of(path)
    problems = []
    if room in WIRE_ROOMS and path not in WIRE_EXCEPT and WIRE.search(text):
        problems.append(f"{path}: {room} must not write or read JSON: that is sync/protocol's")
    for include in INCLUDE.findall(text):
        if REQUESTS.match(include) and room != REQUESTS_ROOM and not path.startswith("tests/"):
            problems.append(f"{path}: requests are made in {REQUESTS_ROOM} alone (ServerApi), not by {include}")
        if room is None:
            continue
        target = room_of(include.strip('"<>'))
        outer = include.strip('"<>').startswith(("app/", "tests/"))
        if outer or (target not in (None, room) and target not in ALLOWED[room]):
            problems.append(f"{path}: {room} must not include {include}")
        if re.match(FORBIDDEN.get(room, "$^"), include):
            problems.append(f"{path}: {room} must not use {include}")
        if include.startswith("<boost/") and room != "sync/server/http":
            problems.append(f"{path}: Boost stays inside sync/server/http, not {include}")
    return problems


def self_test():
    bad = [
        ("model/core/x.h", '#include "sync/cache/mirrorstore.h"'),
        ("model/core/x.h", "#include <QSqlDatabase>"),
        ("ui/x.cpp", '#include "sync/client/mirrorsession.h"'),
        ("sync/server/x.cpp", "#include <boost/beast.hpp>"),
        ("ui/theme/x.cpp", '#include "ui/age.h"'),
        ("sync/server/request/x.cpp", '#include "sync/server/routes/objectroutes.h"'),
        ("sync/server/routes/x.cpp", '#include "sync/server/treeservice.h"'),
        ("sync/server/routes/x.cpp", "#include <QApplication>"),
        ("sync/cache/x.cpp", '#include "sync/client/mirrorsession.h"'),
        ("sync/client/x.cpp", '#include "app/genmirror/main.h"'),
        ("app/genmirror/x.cpp", "#include <QNetworkRequest>"),
        ("sync/protocol/x.cpp", "#include <QNetworkReply>"),
        ("sync/server/routes/x.cpp", 'json = "{\\"tree\\":" + tree;'),
        ("sync/client/x.cpp", "#include <QJsonObject>"),
    ]
    good = [
        ("sync/client/x.cpp", '#include "sync/cache/mirrorstore.h"'),
        ("sync/client/x.cpp", "#include <QNetworkAccessManager>"),
        ("app/genmirror/x.cpp", "#include <QNetworkInformation>"),
        ("sync/server/http/x.cpp", "#include <boost/beast.hpp>"),
        ("ui/x.cpp", '#include "model/items/x.h"'),
        ("sync/server/routes/x.cpp", 'detail = u"a reset needs a \\"reason\\"."_s;'),
    ]
    one = ("sync/server/http/x.h", "namespace GenMirror\n{\n\n/// One.\nclass Connection : public Base\n{\n};\n\n} // namespace GenMirror\n")
    for other in ("struct Connection {\n", "class Connection final\n{\n", "enum class Connection { A };\n", "class Connection : QObject\n{\n"):
        assert twins_in([one, ("app/x.h", other)]), other
    for other in ("class Connection;\n", "struct Connection::Part {\n", "    struct Connection {\n",
                  "namespace\n{\n\nstruct Connection {\n};\n\n} // namespace\n"):
        assert not twins_in([one, ("app/x.h", other)]), other
    assert all(problems_in(*case) for case in bad), "a wrong include was not found"
    assert not any(problems_in(*case) for case in good), "a right include was refused"


def main():
    if "--self-test" in sys.argv:
        return self_test()
    names = subprocess.run(["git", "ls-files", "*.cpp", "*.h"], capture_output=True, text=True, check=True).stdout
    files = [(f, pathlib.Path(f).read_text(encoding="utf-8")) for f in names.split()]
    problems = [p for f, text in files for p in problems_in(f, text)] + twins_in(files)
    print("\n".join(problems) or f"all includes of {len(files)} files point the right way")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
