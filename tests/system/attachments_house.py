# SPDX-License-Identifier: Apache-2.0
"""What the tests of attached files share: a town, the pictures of pictures.py, forms as browsers send them."""
import html.parser
import json
import pathlib
import secrets
import subprocess
import tempfile
import time
import unittest

import process_figures
from palabre_process import SOURCE, Town

PYTHON = SOURCE / "build" / "python" / "bin" / "python"
PICTURES = SOURCE / "tests" / "system" / "pictures.py"


def form(files=(), **fields):
    """A browser's form with files: body and headers. `files`: (field, name, bytes)."""
    boundary = "----" + secrets.token_hex(12)
    parts = []
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            parts.append(f'Content-Disposition: form-data; name="{name.replace("_", "-") if name.startswith("alternative") else name}"'
                         f"\r\n\r\n{each}".encode())
    for field, name, content in files:
        escaped = name.replace('"', "%22")
        parts.append(f'Content-Disposition: form-data; name="{field}"; filename="{escaped}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + content)
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


class Page(html.parser.HTMLParser):
    """Figures, links, fields and words of a page."""

    def __init__(self, answer):
        super().__init__()
        self.images, self.links, self.fields, self.words = [], [], [], []
        self.feed(answer.body.decode())
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "img" and "srcset" in found:  # not signs and faces
            self.images.append(found)
        if tag == "a":
            self.links.append(found.get("href"))
        if tag in ("input", "textarea"):
            self.fields.append(found)

    def handle_data(self, data):
        self.words.append(data)

    def values(self, name):
        return [field.get("value") for field in self.fields if field.get("name") == name]


class AttachmentsCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        subprocess.run([PYTHON, PICTURES, "make", cls.folder], check=True, timeout=120)

    def setUp(self):
        self.town = Town(self)
        self.ada = self.town.newcomer("Ada")

    def file(self, name):
        return (self.folder / name).read_bytes()

    def send(self, client, name, content=None, **fields):
        content = self.file(name) if content is None else content
        body, headers = form([("file", name, content)], **fields)
        return client.request("POST", Town.api + "/files", body, headers=headers)

    def taken(self, client, name, content=None, **fields):
        answer = self.send(client, name, content, **fields)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def served(self, client, file, size):
        return client.get(f"{Town.api}/files/{file['id']}/{size}")

    def look(self, *contents):
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder) / str(number) for number in range(len(contents))]
            for path, content in zip(paths, contents):
                path.write_bytes(content)
            done = subprocess.run([PYTHON, PICTURES, "look", *paths], check=True, capture_output=True, timeout=60)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def assert_colours(self, seen, colours, note):
        for place, colour in colours.items():
            for got, wanted in zip(seen[place], colour):
                self.assertLess(abs(got - wanted), 30, f"{note} {place}: {seen}")

    def blob_files(self, data=None):
        return [path for path in (data or self.town.house.data / "blobs").rglob("*") if path.is_file()]

    def being_received(self):
        """How many files lie on the server's disk that are on their way."""
        return process_figures.unnamed_files(self.town.server.process.pid, self.town.house.data.resolve() / "blobs" / ".incoming")

    def until(self, holds, seconds=20):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, "it does not come to be")
            time.sleep(0.1)

    def page(self, client, path):
        """The page, wherever its address leads."""
        answer = client.get(path, headers={"Accept": "text/html"})
        for _ in range(3):
            if answer.status not in (301, 308):
                break
            answer = client.get(answer.headers["location"].split("#")[0], headers={"Accept": "text/html"})
        self.assertEqual(answer.status, 200, answer)
        return Page(answer)

    def publish(self, client, thread, files, body="Voici."):
        return client.must(201, "POST", f"{Town.api}/threads/{thread}/posts",
                           {"body": body, "attachments": [file["id"] for file in files]})["id"]
