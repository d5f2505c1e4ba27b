#!/usr/bin/env python3
"""Fails where a change could be sent to a server without being asked whether it may be.

Requests that change something are sent by sync/client/apicall.cpp alone, which asks the ChangeGate. The gate is made in one place of each
program: the desktop's asks the table of docs/desktop.md, the command line's is open. Dialogs wait without a loop of their own: else what
is decided before one opens is done after it, unseen by whoever tries everything. --self-test shows that each kind is found.
"""
import pathlib
import re
import subprocess
import sys

RULES = [
    (re.compile(r"\b(sendCustomRequest|deleteResource)\s*\(|[nN]etwork\w*(\.|->)(post|put|head)\s*\("),
     ("sync/client/apicall.cpp",), "sends a request that may change something: that is ApiCall's"),
    (re.compile(r"\bChangeGate::open\s*\("), ("sync/client/changegate.cpp", "sync/client/changegate.h", "app/genmirrorctl/api.cpp"),
     "opens the gate: only the command line's person decides alone"),
    (re.compile(r"\bChangeGate\s*\(\s*\["), ("sync/client/changegate.cpp", "app/genmirror/desktopadmin.cpp"),
     "makes a gate: Desktop::gateOf() does"),
    (re.compile(r"QFileDialog::get\w+\s*\(|QInputDialog::get\w+\s*\(|QMessageBox::about\s*\(|[dD]ialog\w*(\.|->)exec\s*\("), (),
     "waits in a dialog: use open() and a signal"),
]
ROOMS = ("app/genmirror/", "app/genmirrorctl/", "ui/", "model/", "sync/client/", "sync/cache/", "sync/protocol/")


def problems_in(path, text):
    if not path.startswith(ROOMS):
        return []
    return [f"{path}: {what}" for pattern, homes, what in RULES if path not in homes and pattern.search(text)]


def self_test():
    bad = ["m_network.sendCustomRequest(request, method, body);", "m_network->post(request, body);", "network.deleteResource(request);",
           "ServerApi api(server, {.gate = ChangeGate::open()});", "return ChangeGate([](Act, const QString &) { return Result<void>(); });",
           "QFileDialog::getOpenFileName(this);", "dialog.exec();", "dialog->exec();", "QMessageBox::about(this, a, b);"]
    good = ["m_network.get(request);", "ChangeGate gate;", "return failureOf(m_manner.gate.pass(act, tree));", "dialog->open();", "loop.exec();"]
    for text in bad:
        assert problems_in("app/genmirror/x.cpp", text), text
    for text in good:
        assert not problems_in("app/genmirror/x.cpp", text), text
    assert not problems_in("tests/x.cpp", bad[0])


def main():
    if "--self-test" in sys.argv:
        return self_test()
    files = subprocess.run(["git", "ls-files", "*.cpp", "*.h"], capture_output=True, text=True, check=True).stdout.split()
    problems = [p for f in files if pathlib.Path(f).exists() for p in problems_in(f, pathlib.Path(f).read_text(encoding="utf-8"))]
    print("\n".join(problems) or "every change asks whether it may be sent")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
