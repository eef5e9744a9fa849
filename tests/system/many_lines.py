# SPDX-License-Identifier: Apache-2.0
"""Thousands of raw connections on one thread: each sends its requests one after the other, and keeps what came back to
each, whole or not, with the moments."""
import pathlib
import resource
import selectors
import socket
import sys
import time
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "hostile"))
from wire import replies  # noqa: E402

READ = 1 << 16


def need_files(count):
    """Room for that many open files here and in the servers begun from here; skips the test where there is none."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise unittest.SkipTest(f"skipped: {count} open files needed, the hard limit is {hard}")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def request(client, method, path, body=b"", **headers):
    """The bytes of a request of this client's session. Names of headers with _ for -."""
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: application/json"]
    if client is not None and client.cookie:
        head.append(f"Cookie: {client.cookie}")
    if method not in ("GET", "HEAD"):
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        if client is not None and client.token:
            head.append(f"X-CSRF-Token: {client.token}")
    head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Exchange:
    """One request and what came of it. `sent`, `answered`: moments at which the last byte went and came, or None.
    `got`: bytes that came; `reply`: wire.Reply once it is whole. `key`: whose request, the caller's affair."""

    def __init__(self, data, key=None):
        self.data, self.key = data, key
        self.sent, self.answered, self.reply, self.got = None, None, None, b""

    @property
    def status(self):
        return self.reply.status if self.reply else None


class Line:
    """A connection that sends the exchanges of an iterable, each once the one before is answered. `address`: where it
    comes from, on the loopback network. `stays`: the answer to the first one goes on for ever, a stream."""

    def __init__(self, exchanges, address=None, stays=False):
        self.waiting, self.address, self.stays = iter(exchanges), address, stays
        self.done, self.current, self.left, self.socket = [], None, memoryview(b""), None

    def connect(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60,
                                               source_address=(self.address, 0) if self.address else None)
        self.socket.setblocking(False)

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def begin_next(self):
        """Whether there is one more."""
        self.current = next(self.waiting, None)
        if self.current is not None:
            self.done.append(self.current)
            self.left = memoryview(self.current.data)
        return self.current is not None

    def write(self):
        try:
            while self.left:
                self.left = self.left[self.socket.send(self.left):]
        except BlockingIOError:
            return
        except OSError:  # it has hung up: what it said before may still be there to read
            self.left = memoryview(b"")
        self.current.sent = time.monotonic()

    def read(self):
        """Whether the line goes on."""
        try:
            piece = self.socket.recv(READ)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not piece:
            return False
        self.current.got += piece
        if self.stays and self.current.reply is not None:
            return True
        found = replies(self.current.got)
        if not found:
            return True
        self.current.reply, self.current.answered = found[0], time.monotonic()
        return self.stays or (not found[0].closes and self.begin_next())


class Lines:
    """Many of them, connected as the context begins and closed as it ends."""

    def __init__(self, port, lines):
        self.port, self.lines, self.open = port, list(lines), 0
        self.selector = selectors.DefaultSelector()

    def __enter__(self):
        for line in self.lines:
            line.connect(self.port)
        for line in self.lines:
            if line.begin_next():
                self.selector.register(line.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, line)
                self.open += 1
        return self

    def __exit__(self, *_):
        self.selector.close()
        for line in self.lines:
            line.close()

    def run(self, seconds=120, on_answer=lambda exchange: None, enough=lambda: False):
        """Until `enough()`, or every line has sent all its exchanges and is answered, or is hung up on. `on_answer` is
        told each answer, and of a stream each piece; it may end the server."""
        until = time.monotonic() + seconds
        while self.open and not enough():
            if time.monotonic() > until:
                raise AssertionError(f"{self.open} lines without an answer")
            for key, events in self.selector.select(1):
                self._turn(key, events, on_answer)

    def _turn(self, key, events, on_answer):
        line, exchange = key.data, key.data.current
        if events & selectors.EVENT_WRITE and line.left:
            line.write()
        goes_on = True
        if events & selectors.EVENT_READ:
            goes_on = line.read()
            if exchange.answered is not None:
                on_answer(exchange)
        if not goes_on:
            self.selector.unregister(line.socket)
            line.close()
            self.open -= 1
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.left else 0)
        if wanted != key.events:
            self.selector.modify(line.socket, wanted, line)

    @property
    def exchanges(self):
        return [exchange for line in self.lines for exchange in line.done]
