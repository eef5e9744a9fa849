# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 over a raw socket: bytes as they are, every answer that comes of them."""
import dataclasses
import re
import socket

WAIT = 60  # seconds: the server's own deadlines are shorter


@dataclasses.dataclass
class Reply:
    status: int
    head: bytes
    body: bytes

    @property
    def closes(self):
        return b"\r\nconnection: close\r\n" in self.head.lower() + b"\r\n"

    @property
    def refusal(self):
        """Of the server itself: the bytes were not read as a request."""
        return self.closes and self.status in (400, 408, 413, 414, 417, 429, 431, 501, 503, 505)


def replies(data, head=False):
    """The whole answers in the bytes that came. `head`: the first one is to a HEAD, without its body."""
    found = []
    while data:
        fields, mark, rest = data.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d{3}) ", fields)
        if not mark or not status:
            break
        code = int(status[1])
        length = re.search(rb"\r\ncontent-length: *(\d+)", fields, re.IGNORECASE)
        bodiless = code < 200 or code in (204, 304) or (head and not found)
        size = int(length[1]) if length and not bodiless else 0
        if len(rest) < size:
            break
        found.append(Reply(code, fields, rest[:size]))
        data = rest[size:]
    return found


class Wire:
    """One connection; closed with the context."""

    def __init__(self, port, wait=WAIT):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=wait)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, piece=None):
        """All of it, or until the server hangs up; `piece`: in pieces of that many bytes."""
        try:
            for at in range(0, len(data), piece or max(len(data), 1)):
                self.socket.sendall(data[at:at + (piece or len(data))])
        except (BrokenPipeError, ConnectionResetError):
            pass

    def finish(self):
        """Half-closes: nothing more comes from here."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def until_closed(self, head=False):
        """Everything until the server closes."""
        try:
            while piece := self.socket.recv(65536):
                self.got += piece
        except ConnectionResetError:
            pass
        return replies(self.got, head)

    def until(self, count, head=False):
        """At least so many whole answers."""
        while len(found := replies(self.got, head)) < count:
            piece = self.socket.recv(65536)
            if not piece:
                break
            self.got += piece
        return found


def exchange(port, data, piece=None, head=False):
    """Sends, half-closes, and gives every answer that comes."""
    with Wire(port) as wire:
        wire.send(data, piece)
        wire.finish()
        return wire.until_closed(head)
