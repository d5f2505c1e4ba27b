#!/usr/bin/env python3
"""Mirrors one tree of a GenMirror server, and asks for changes. Written from docs/protocol.md; needs Python 3.11 alone.

    client.py URL TREE [--file FILE] [--limit N] [--follow [--poll]]    says "COLLECTION GENERATION DIGEST" of each state
    client.py URL TREE --batch < operations.json                        changes the tree as one transaction
    GENMIRROR_TOKEN=gmt_… client.py …
"""
import argparse
import json
import os
import sys
import time
import urllib.parse
import uuid

import jsontext
from connection import Connection, Failed, StreamBroken
from mirror import Mirror
from update import read_update

POLL_SECONDS = 30       # one long poll; the server takes 60 at most
AGAIN_SECONDS = 5       # until a server that does not answer is asked again
STREAM_AGAIN = 300      # seconds until a stream that something in between holds back is tried again


class Client:
    def __init__(self, connection, tree, file_name=None, limit=10_000, changed=lambda mirror: None):
        """`changed(mirror)` is called after each update that left the mirror whole. `limit`: members of a page."""
        self._connection = connection
        self._address = "/v1/trees/" + urllib.parse.quote(tree, safe="")
        self._file_name = file_name
        self._limit = limit
        self._changed = changed
        self.mirror = Mirror(tree)
        if file_name and os.path.exists(file_name):
            try:
                loaded = Mirror.load(file_name)
                self.mirror = loaded if loaded.tree == tree else self.mirror
            except (ValueError, KeyError, TypeError) as error:
                print(f"{file_name} cannot be used, so all is fetched anew: {error}", file=sys.stderr)

    def pull(self, wait=0):
        """Fetches all pages of what is new; with `wait` seconds until there is something."""
        while True:
            query = {**self.mirror.query(), "limit": self._limit}
            if wait and self.mirror.whole:
                query["wait"] = wait
            self._take(self._get_updates(query, wait))
            if self.mirror.whole:
                return

    def _get_updates(self, query, wait):
        address = f"{self._address}/updates?{urllib.parse.urlencode(query)}"
        return read_update(self._connection.request("GET", address, seconds=30 + wait))

    def _take(self, update):
        before = self.mirror.collection, self.mirror.generation, self.mirror.whole
        if not self.mirror.apply(update):
            print("the mirror differs from the server; all is fetched anew", file=sys.stderr)
            self.mirror = Mirror(self.mirror.tree)
            while not self.mirror.whole:
                update = self._get_updates({**self.mirror.query(), "limit": self._limit}, 0)
                if not self.mirror.apply(update):
                    raise Failed(0, "the mirror differs from the server although all was fetched anew")
        if before != (self.mirror.collection, self.mirror.generation, self.mirror.whole):
            if self._file_name:     # each page, so that a first sync that breaks off goes on from there
                self.mirror.save(self._file_name)
            if self.mirror.whole:
                self._changed(self.mirror)

    def follow(self, push=True):
        """Pulls, and then stays level: by the event stream, or while there is none by long polling. Goes on when the server comes
        back; ends with Failed if it refuses."""
        no_stream_until = 0 if push else float("inf")
        waits = 0
        while True:
            try:
                self.pull(waits)
                if time.monotonic() >= no_stream_until and not self._listen():
                    no_stream_until = time.monotonic() + STREAM_AGAIN
                waits = POLL_SECONDS if time.monotonic() < no_stream_until else 0
            except Failed as error:
                if 0 < error.status < 500 and error.status != 429:
                    raise
                print(f"trying again in {AGAIN_SECONDS} s: {error}", file=sys.stderr)
                time.sleep(AGAIN_SECONDS)

    def _listen(self):
        """Listens until the stream ends. Returns whether anything was heard."""
        heard = False
        try:
            for event, _, data in self._connection.events(self.mirror.tree, self._last_event_id()):
                heard = True
                self._hear(event, data)
        except StreamBroken:
            pass
        return heard

    def _last_event_id(self):
        mirror = self.mirror
        return f"{mirror.tree}.{mirror.collection}.{mirror.generation}.{mirror.digest}"

    def _hear(self, event, data):
        mirror = self.mirror
        if event == "update":
            pushed = jsontext.Cursor(data)
            since, text = 0, ""
            for name in pushed.members():
                value, raw = pushed.value()
                since = int(value) if name == "since" else since
                text = raw if name == "updates" else text
            update = read_update(text)
            if (update.collection, since) == (mirror.collection, mirror.generation):
                self._take(update)
            elif (update.collection, update.generation) != (mirror.collection, mirror.generation):
                self.pull()
        elif event == "generation":
            told = dict(jsontext.parse(data))
            if int(told["generation"]) == 0:
                raise Failed(404, f"the tree {mirror.tree} was removed")
            there = (told["collection"], int(told["generation"]), told.get("digest"))
            if there != (mirror.collection, mirror.generation, mirror.digest):
                self.pull()

    def batch(self, operations):
        """Does operations as one transaction and takes their update into the mirror. `operations` is the text of a JSON array, so
        that the texts of objects stay as they are; see operation(). Returns the generation. Raises ChangedMeanwhile if a
        condition does not hold, NotAllowed, or Failed; then nothing was changed."""
        query = self.mirror.query() if self.mirror.whole else {}
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        answer = self._connection.request("POST", f"{self._address}/batch?{urllib.parse.urlencode(query)}",
                                          f'{{"operations":{operations}}}', headers)
        generation = 0
        cursor = jsontext.Cursor(answer)
        for name in cursor.members():
            value, text = cursor.value()
            if name == "generation":
                generation = int(value)
            elif name == "updates":
                self._take(read_update(text))
        if not self.mirror.whole:
            self.pull()
        return generation


def operation(op, object_text=None, **fields):
    """The text of one operation: operation("add", '{"id":7}', set=["messages"])."""
    text = json.dumps({"op": op, **fields}, ensure_ascii=False)
    return text if object_text is None else f'{text[:-1]}, "object": {object_text}}}'


def main():
    arguments = argparse.ArgumentParser(description="Mirrors one tree of a GenMirror server.")
    arguments.add_argument("url")
    arguments.add_argument("tree")
    arguments.add_argument("--file", help="keeps the mirror here")
    arguments.add_argument("--limit", type=int, default=10_000, help="members of a page")
    arguments.add_argument("--follow", action="store_true", help="stay level until it is stopped")
    arguments.add_argument("--poll", action="store_true", help="without an event stream")
    arguments.add_argument("--batch", action="store_true", help="do the operations on standard input")
    options = arguments.parse_args()

    def say(mirror):
        print(mirror.collection, mirror.generation, mirror.digest, flush=True)

    try:
        connection = Connection(options.url, os.environ.get("GENMIRROR_TOKEN"))
        client = Client(connection, options.tree, options.file, options.limit, say if options.follow else lambda mirror: None)
        if options.batch:
            client.batch(sys.stdin.read())
        elif options.follow:
            if client.mirror.whole:
                say(client.mirror)
            client.follow(push=not options.poll)
        client.pull()
        say(client.mirror)
    except (Failed, ValueError, OSError) as error:
        print(f"client.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
