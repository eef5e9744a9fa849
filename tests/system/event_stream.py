# SPDX-License-Identifier: Apache-2.0
"""A client of the server-sent events of a community."""
import http.client
import json

from palabre_process import Client, Town


class Stream:
    """An open event stream: next() gives the next event told. `connection`: another way there than the server's own port."""

    def __init__(self, server, client=None, after=None, path=Town.api + "/stream", connection=None):
        headers = {"Accept": "text/event-stream"}
        if client:
            headers["Cookie"] = client.cookie
        if after is not None:
            headers["Last-Event-ID"] = str(after)
        self.connection = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=Client.patience)
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.response.close()
        self.connection.close()

    def block(self):
        """The lines up to the next empty one, comments left out; nothing at the stream's end."""
        lines = []
        while True:
            try:
                line = self.response.readline()
            except (http.client.IncompleteRead, ConnectionError):
                return None
            if not line:
                return None
            line = line.decode().rstrip("\n")
            if line and not line.startswith(":"):
                lines.append(line)
            elif lines:
                return dict(line.split(": ", 1) for line in lines)

    def next(self):
        """{"id": number, "event": type, "thread": id, "post": id or None}, or nothing at the end. What is told of the
        reader's own notices is left out: notices() gives that."""
        while (block := self.block()) is not None and block.get("event") == "notices":
            pass
        if block is None or "id" not in block:
            return None
        return {"id": int(block["id"]), "event": block["event"], **json.loads(block["data"])}

    def notices(self):
        """What is told next of the reader's notices: {"unread": number, "more_unread": whether}."""
        while (block := self.block()) is not None:
            if block.get("event") == "notices":
                return json.loads(block["data"])
        return None

    def until(self, thread):
        """All events up to one about that thread."""
        told = []
        while not told or told[-1]["thread"] != thread:
            told.append(self.next())
        return told
