#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a viewer may not know is in no byte that she gets: a word of its own in everything hidden (leak_house.py), searched
in every answer of every route, body and headers, in streams, feeds and mails."""
import contextlib
import http.client
import pathlib
import re
import threading
import time
import unittest
import urllib.parse

from event_stream import Stream
from leak_house import EVERYBODY, MEMBERS, LeakTown
from mail_house import read_mails
from palabre_process import SOURCE, run_tests

ROUTE = re.compile(r'(?:M::|Method::)?\b(get|post|put|del), "(/[^"]*)"')
PARAMETER = re.compile(r"\{(\w+)\*?\}")
NONSENSE = "zqnothinghasthis"
# What ends the viewer's own session or account, and what never answers.
SPARED = re.compile(r"^/api/v1/(session|account)|^/(sign-out|account)|/stream$")
TEMPLATES = re.compile(r"^/assets/")


def routes(method):
    """Every pattern there is: of the API by its document, which the route table agrees with (tests/http/openapi), of pages
    by their table."""
    found = set()
    for file in (SOURCE / "http").rglob("openapi*.yaml"):
        path = None
        for line in file.read_text("utf-8").splitlines():
            if place := re.fullmatch(r"  (/\S+):", line):
                path = place[1]
            elif line == f"    {'delete' if method == 'del' else method}:" and path:
                found.add(path)
    for file in (SOURCE / "http").rglob("*.cpp"):
        found.update(pattern for word, pattern in ROUTE.findall(file.read_text("utf-8")) if word == method)
    return sorted(found)


class Leaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = LeakTown(cls)
        cls.found = {}  # word → viewers who got it

    def values(self, pattern, name):
        """What stands for a parameter."""
        town = self.town
        kind = pattern.split("{" + name)[0].rstrip("/").rsplit("/", 1)[-1]
        by_kind = {"t": "threads", "m": "members", "edit": "posts", "claim": "members", "o": "organisations"}
        if name == "c":
            return [town.community, town.others]
        if name == "id" and by_kind.get(kind, kind) in town.ids:
            return town.ids[by_kind.get(kind, kind)]
        return {"space": ["accueil", "entre-nous", *town.slugs], "size": ["original", "small"], "slug": ["un-titre"],
                "page": ["notice", "terms"], "token": ["x"], "role": ["manager"], "kind": ["like"], "session": ["a" * 26],
                "member": town.ids["delegates"], "message": town.ids["messages"], "id": [town.ids["threads"][0]]}.get(name, ["x"])

    def paths(self, pattern):
        paths = [pattern]
        for name in PARAMETER.findall(pattern):
            paths = [re.sub(r"\{" + name + r"\*?\}", value, path, count=1) for path in paths for value in self.values(pattern, name)]
        return paths

    def more_paths(self):
        """Where a query asks for more than the path says."""
        town, api, here = self.town, self.town.api, f"/c/{self.town.community}"
        thread = f"{here}/t/{town.open_thread['id']}"
        return ([f"{thread}?quote={post}" for post in town.ids["posts"]] + [f"{thread}?page=2", f"{thread}?via={town.ids['threads'][0]}"] +
                [f"{here}/new?space={slug}" for slug in town.slugs] +
                [f"{api}/threads?space={slug}" for slug in town.slugs] +
                [f"{api}/threads?sort={sort}" for sort in ("newest", "activity", "unanswered")] +
                [f"{api}/search?q=zq", f"{here}/search?q=zq", f"{api}/suggest?q=zq", f"{api}/members?prefix=zq"])

    def assert_hidden(self, viewer, where, data, asked="", once_was=False):
        """No byte of what she may not know, but for what she has asked with; `once_was`: what stood there for a moment is no
        matter."""
        asked = urllib.parse.unquote(asked)
        for each in self.town.hidden:
            if each.word.encode() not in data or (once_was and "a former" in each.what):
                continue
            if viewer in MEMBERS and each.open_at and re.search(each.open_at, where):
                continue
            if viewer in each.seen_by:
                self.found.setdefault(each.word, set()).add(viewer)
            elif each.word not in asked:
                at = data.index(each.word.encode())
                self.fail(f"{viewer} is shown {each.what} at {where}: {data[max(0, at - 120):at + 40]!r}")

    def look(self, viewer, method, path, body=None):
        client = self.town.viewers[viewer]
        accept = "application/json" if path.startswith("/api/") else "text/html"
        answer = client.request(method, path, body, headers={"Accept": accept})
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
        self.assert_hidden(viewer, f"{method} {path}", heads + b"\n\n" + answer.body, path)
        if answer.status in (301, 308):
            self.look(viewer, method, answer.headers["location"].split("#")[0])

    def test_1_in_no_answer_to_a_question(self):
        patterns = [pattern for pattern in routes("get") if not TEMPLATES.search(pattern) and not pattern.endswith("/stream")]
        self.assertGreater(len(patterns), 60)  # else the tables are written otherwise now
        paths = [path for pattern in patterns for path in self.paths(pattern)] + self.more_paths()
        for viewer in EVERYBODY:
            with self.subTest(viewer):
                for path in paths:
                    self.look(viewer, "GET", path)
        # Each word is where it should be: else the walk passes it by.
        for each in self.town.hidden:
            if each.seen_by and each.shown:
                self.assertTrue(self.found.get(each.word), f"nobody is shown {each.what}, who may know it")

    def test_2_in_no_answer_to_an_act(self):
        """Refused, or for want of a body: what cannot be done tells nothing, either."""
        for method, word in (("POST", "post"), ("PUT", "put"), ("DELETE", "del")):
            for pattern in routes(word):
                if SPARED.search(pattern):
                    continue
                for viewer in ("visitor", "stranger", "foreigner"):
                    for path in self.paths(pattern):
                        if f"/{self.town.others}" in path and viewer == "foreigner":
                            continue  # she may
                        if not path.startswith("/api/"):
                            continue  # pages do what the API does, and a form without its token is refused before
                        self.look(viewer, method, path, {})

    def test_3_no_search_tells_that_there_is_something(self):
        """The answer to a hidden word is that to a word that nobody ever wrote."""
        def asked(viewer, word):
            got = self.town.viewers[viewer].get(f"{self.town.api}/search?q={word}")
            return got.status, got.body.replace(word.encode(), b"?")

        for viewer in EVERYBODY:
            nothing = asked(viewer, NONSENSE)
            for each in self.town.hidden:
                if viewer in each.seen_by or not each.word.startswith("zq"):  # an id, which nobody writes
                    continue
                if viewer in MEMBERS and each.open_at:  # a person, and nothing that she wrote in another's name
                    hits = self.town.viewers[viewer].get(f"{self.town.api}/search?q={each.word}").json["hits"]
                    self.assertEqual(["member"], [hit["what"] for hit in hits], f"{viewer} finds {each.what}")
                else:
                    self.assertEqual(nothing, asked(viewer, each.word), f"{viewer} finds {each.what}")

    def test_4_in_no_stream(self):
        town = self.town
        heard = {viewer: bytearray() for viewer in EVERYBODY}
        streams = []

        def listen(viewer, stream):
            with contextlib.suppress(http.client.HTTPException, OSError, ValueError):  # it ends with the test
                while chunk := stream.response.read1(65536):
                    heard[viewer] += chunk

        for viewer in EVERYBODY:
            client = town.viewers[viewer]
            stream = Stream(town.server, client if client.cookie else None)
            self.assertEqual(200, stream.status)
            streams.append(stream)
            threading.Thread(target=listen, args=(viewer, stream), daemon=True).start()
        for visibility, (space, _, seen_by) in town.closed.items():
            town.talk(f"while listening ({visibility})", [space], seen_by, f"@[member:{town.member.member}]")
        # What comes last is for all: before it stands whatever was told of the rest.
        last = town.thread(town.author, "La dernière")["id"]
        until = time.monotonic() + 20
        while any(last.encode() not in told for told in heard.values()):
            self.assertLess(time.monotonic(), until, "the streams do not come to their end")
            time.sleep(0.05)
        for viewer, told in heard.items():
            self.assert_hidden(viewer, "its stream", bytes(told))
        for stream in streams:
            stream.connection.sock.close() if stream.connection.sock else None

    def test_5_in_no_mail(self):
        town = self.town
        # The last thread that all may see: its mails come behind those of everything before.
        title = "Pour tous ceux qui suivent"
        town.thread(town.author, title)
        folder = pathlib.Path(town.house.data) / "mail" / "new"
        wanted = {f"{name}@viewer.example" for name in ("member", "manager")}
        until = time.monotonic() + 20
        while not wanted <= {mail["To"] for mail in read_mails(folder) if title in mail["Subject"]}:
            self.assertLess(time.monotonic(), until, "the mails do not come")
            time.sleep(0.1)
        mails = read_mails(folder)
        read = {"member": 0, "manager": 0}
        for mail in mails:
            viewer = str(mail["To"]).split("@")[0]
            if viewer not in EVERYBODY:
                continue  # the hidden author's own
            read[viewer] = read.get(viewer, 0) + 1
            data = "\n".join(f"{name}: {value}" for name, value in mail.items()) + "".join(part.get_content() for part in mail.iter_parts())
            self.assert_hidden(viewer, f"the mail “{mail['Subject']}”", data.encode(), once_was=viewer == "manager")
        self.assertGreater(read["manager"], 1)
        self.assertGreater(read["member"], 1)
        # The one in an open space and a closed one went to the follower who may see both: under the title of that moment.
        titles = [each.word for each in town.hidden if "(both)" in each.what and "title" in each.what]
        told = [str(mail["Subject"]) for mail in mails if str(mail["To"]).startswith("manager@")]
        self.assertTrue(any(title in subject for title in titles for subject in told), told)


if __name__ == "__main__":
    run_tests()
