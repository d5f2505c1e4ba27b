"""What a screen reader sees of the real window, over AT-SPI: accessibility_test.py GENMIRRORD GENMIRRORCTL GENMIRROR.

Run by accessibility_test.sh, inside a session bus and a virtual display of its own.
"""
import os
import subprocess
import sys
import tempfile
import time

server_program, ctl_program, desktop_program = sys.argv[1:4]


def wait_for(what, condition, seconds=30):
    """Asks again and again until there is an answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(f"not there after {seconds} s: {what}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, XDG_CONFIG_HOME=folder + "/config", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
        server = subprocess.Popen([server_program, "--data", folder + "/server", "--listen", "127.0.0.1:0"],
                                  stdout=subprocess.PIPE, text=True)
        url = server.stdout.readline().split()[-1]
        environment["GENMIRROR_SERVER"] = url
        def control(*arguments, text=""):
            subprocess.run([ctl_program, *arguments], env=environment, check=True, input=text, text=True,
                           stdout=subprocess.DEVNULL)
        control("create", "main")
        control("put", "main", "first", "-", text='{"id":"first","colour":"green"}')
        control("put", "main", "second", "-", text='{"id":"second","colour":"blue"}')
        desktop = subprocess.Popen([desktop_program, "--server", url, "--tree", "main", "--cache", folder + "/mirrors"],
                                   env=environment)
        try:
            check(desktop)
        finally:
            desktop.kill()
            server.kill()


def check(desktop):
    from dogtail.config import config
    config.logDebugToFile = False
    config.logDebugToStdOut = False
    from dogtail.tree import root

    def application():
        assert desktop.poll() is None, "the window ended"
        return next((a for a in root.applications() if a.name.lower() == "genmirror"), None)

    app = wait_for("the application on the accessibility bus", application)

    def nodes(role=None):
        found = []

        def visit(node, depth):
            for child in node.children if depth < 14 else []:
                if role is None or child.roleName == role:
                    found.append(child)
                visit(child, depth + 1)
        visit(app, 0)
        return found

    names = wait_for("the parts of the window", lambda: (lambda all_names: all_names if {
        "Mirrors", "Objects", "Filter objects", "Filter sets", "History of this mirror", "Timeline"} <= all_names
        else None)({node.name for node in nodes()}))
    print("parts:", ", ".join(sorted(n for n in names if n)[:12]), "…")

    table = wait_for("the objects as a table", lambda: next(
        (n for n in nodes() if n.name == "Objects" and n.roleName in ("table", "tree table")), None))
    cells = wait_for("the cells of the objects", lambda: (lambda texts: texts if {"first", "second", "green"} <= texts
                                                          else None)({c.name for c in table.children}))
    print("cells:", ", ".join(sorted(c for c in cells if c)))

    menus = {n.name for n in nodes("menu item")}
    assert {"File", "Edit", "Mirror", "View", "Help"} <= menus, menus
    line = next(n for n in nodes("text") if n.name == "Filter objects")
    line.text = "colour:blue"
    wait_for("the filter to be obeyed", lambda: "first" not in {c.name for c in table.children} and
             "second" in {c.name for c in table.children})
    unnamed = [n.roleName for n in nodes() if n.roleName in ("push button", "text", "table", "tree", "check box")
               and n.showing and not n.name]
    assert not unnamed, f"controls without a name: {unnamed}"
    print("a screen reader finds everything by its name")


try:
    main()
except BaseException as error:  # dogtail hides what is raised at the end
    print("failed:", repr(error), flush=True)
    sys.exit(1)
