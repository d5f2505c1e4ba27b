"""A proxy between a client and a server that refuses some requests: those that stand in the way of real networks do."""
import selectors
import socket
import socketserver
import threading
import urllib.parse


class Proxy:
    """Passes connections on to `url`, but the first so many `times` a request that begins with `refused` gets `answer` instead, and its
    connection is closed. Requests must be short, and must not be pipelined: each is one piece of what a socket gives."""

    def __init__(self, url, refused, answer=b"", times=1_000_000):
        parts = urllib.parse.urlsplit(url)
        self.target = (parts.hostname, parts.port)
        self.refused, self.answer, self.times, self.refusals = refused, answer, times, 0
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                outer.serve(self.request)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, client):
        with socket.create_connection(self.target) as server, selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    piece = key.fileobj.recv(65536)
                    if not piece:
                        return
                    if key.fileobj is client and piece.startswith(self.refused) and self.refusals < self.times:
                        self.refusals += 1
                        client.sendall(self.answer)
                        return
                    key.data.sendall(piece)
