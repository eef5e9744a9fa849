#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every page there is, in a real browser: looked at (visitor.py) in both languages, the same words with and without
scripts, light on the first load."""
import functools
import html
import json
import re
import unittest
import urllib.parse

from tour import Tour
from visitor import SOURCE, WAIT, BrowserCase

# Between two looks a minute may pass.
PASSED = re.compile(r"à l’instant|il y a \d+ minutes?")
TELLING = 16  # letters of a template that hardly any other page has by chance
FIRST_LOAD_BYTES, FIRST_LOAD_REQUESTS = 60 * 1024, 10


# Templates that no place of the tour shows, and why.
NOT_MET = {}


def skeletons(template):
    """What a page made of this template has in this order, in French: tags and words that stand in no section; where all stand
    in sections, those of any of them."""
    words = json.loads((SOURCE / "http/messages/fr.json").read_text("utf-8"))

    def pieces(text):
        for at, piece in enumerate(re.split(r"\{\{(.*?)\}\}", plain(text))):
            if at % 2 == 1:  # a marker: a key is its words, a value may be anything
                piece = functools.reduce(dict.__getitem__, piece[2:].split("."), words) if re.fullmatch(r"t:[\w.]+", piece) else "{"
            if "{" not in piece and plain(piece).strip():
                yield plain(piece).strip()

    outside, inside, depth = "", [], 0
    for piece in re.split(r"(\{\{[#^/].*?\}\})", template):
        if piece.startswith(("{{#", "{{^")):
            inside += [""] if depth == 0 else []
            depth += 1
        elif piece.startswith("{{/"):
            depth -= 1
            outside += " {{_}} " if depth == 0 else ""
        elif depth == 0:
            outside += piece
        elif depth == 1:
            inside[-1] += piece
    told = list(pieces(outside))
    telling = [each for each in (told, *map(list, map(pieces, inside))) if len("".join(each)) >= TELLING]
    return telling[:1] if telling[:1] == [told] else telling


def stands_in(pieces, page):
    at = 0
    for piece in pieces:
        at = page.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def plain(page):
    """As both a template and a browser would write it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r'(?<=required|.checked|disabled|readonly|.popover)=""|\{\{!.*?\}\}', "", page)))


class PagesTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = Tour(cls)
        cls.server = cls.tour.server

    def test_each_can_be_used_by_everybody(self):
        for language in ("fr", "en"):
            people = {}
            for place in self.tour.places:
                with self.subTest(f"{place.name} {language}"):
                    if place.who not in people:
                        people[place.who] = self.tour.enter(self.visitor(self.server, language=language), place.who)
                    self.tour.go(people[place.who], place)
            for who, somebody in people.items():
                # The session, and nothing where there is none: no banner has to ask for more.
                self.assertEqual(who != "visitor", bool(somebody.context.cookies()), who)
                self.assertLessEqual(len(somebody.context.cookies()), 1, who)
                somebody.context.close()

    def test_every_template_is_met(self):
        source = (SOURCE / "http/pages/pages.cpp").read_text("utf-8")
        templates = re.findall(r'^    \{"([a-z_/]+)", (?:"|of_thread)', source, re.MULTILINE)
        self.assertGreater(len(templates), 40)
        seen = []
        for place in self.tour.places:
            if place.acts:
                somebody = self.tour.enter(self.visitor(self.server, scripts=False), place.who)
                seen.append(plain(self.tour.go(somebody, place, look=False).page.content()))
            else:
                client = self.tour.people.get(place.who) or self.server.client()
                seen.append(plain(client.get(place.path, headers={"Accept": "text/html", "Accept-Language": "fr"}).body.decode()))
        met = {}
        for template in templates:
            shapes = skeletons((SOURCE / f"http/pages/{template}.tpl").read_text("utf-8"))
            met[template] = [place.name for place, page in zip(self.tour.places, seen) if any(stands_in(shape, page) for shape in shapes)]
        self.assertEqual(sorted(NOT_MET), sorted(template for template, places in met.items() if not places))

    def test_says_the_same_with_and_without_scripts(self):
        # What stands on the page for who is offline is what scripts have kept.
        places = [place for place in self.tour.places if place.name != "offline"]
        self.assertLessEqual({401, 403, 404, 410}, {place.status for place in places})
        # All come in before anything is compared: an account's page lists who did.
        readers = {(who, scripts): self.tour.enter(self.visitor(self.server, scripts=scripts), who)
                   for who in {place.who for place in places} for scripts in (True, False)}
        for place in places:
            with self.subTest(place.name):
                self.assertEqual(*(PASSED.sub("…", self.tour.go(readers[place.who, scripts], place, look=False).text())
                                   for scripts in (True, False)))

    def test_first_load_is_light(self):
        here, thread = f"/c/{self.tour.community}", self.tour.address(self.tour.question["id"])
        # A member's bell listens on every page of a community, anybody where replies may come.
        for path, client, listens in (("/", None, False), ("/sign-in", None, False), (here, None, False), (thread, None, True),
                                      (here, self.tour.boris, True), (thread, self.tour.boris, True)):
            with self.subTest(path, member=client is not None):
                reader = self.visitor(self.server)
                if client:
                    name, value = client.cookie.split("=", 1)
                    reader.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{self.server.port}"}])
                asked, sizes = self.first_load(reader, path, listens)
                self.assertEqual(listens, self.streams(asked), asked)
                self.assertLessEqual(len(asked), FIRST_LOAD_REQUESTS, asked)
                self.assertLessEqual(sum(sizes), FIRST_LOAD_BYTES)
                print(f"{path}{' as a member' if client else ''}: {len(asked)} requests, {sum(sizes)} bytes")

    def test_what_the_worker_asks_for_is_part_of_the_first_load(self):
        """It comes behind the page: the worker itself, the page for no network, and once more what the page has loaded, which
        the browser has kept. All together are as light."""
        reader = self.visitor(self.server)
        answered = []
        reader.context.on("requestfinished", lambda request: answered.append(request) if request.service_worker else None)
        asked, sizes = self.first_load(reader, "/", listens=False)
        reader.page.wait_for_function("""async () =>
            (await (await caches.open('palabre-shell')).match('/offline', {ignoreVary: true})) !== undefined""", timeout=WAIT)
        reader.page.wait_for_timeout(500)
        new = [request for request in answered if request.url not in asked]
        for again in answered:
            if again not in new:  # so it costs nothing
                self.assertIn("immutable", again.response().headers["cache-control"], again.url)
        self.assertEqual(["/offline", "/service-worker.js"], sorted(urllib.parse.urlsplit(request.url).path for request in new))
        sizes += [request.sizes()["responseHeadersSize"] + int(request.response().headers["content-length"]) for request in new]
        print(f"/ with the worker: {len(asked) + len(new)} requests, {sum(sizes)} bytes")
        self.assertLessEqual(len(asked) + len(new), FIRST_LOAD_REQUESTS, asked)
        self.assertLessEqual(sum(sizes), FIRST_LOAD_BYTES)

    @staticmethod
    def streams(asked):
        return any(url.endswith("/stream") for url in asked)

    def first_load(self, reader, path, listens):
        """What is asked for, with the stream of what happens where the page listens; the sizes of what came. The stream stays
        open: it never ends, nor is the network ever idle."""
        watch = reader.context.new_cdp_session(reader.page)
        watch.send("Network.enable")
        asked, sizes = [], []
        watch.on("Network.requestWillBeSent", lambda sent: asked.append(sent["request"]["url"]))
        watch.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
        reader.open(path, look=False)
        reader.page.evaluate("document.fonts.ready.then(() => null)")
        reader.page.wait_for_timeout(1000)
        for _ in range(WAIT // 100):
            if not listens or self.streams(asked):
                break
            reader.page.wait_for_timeout(100)
        return asked, sizes


if __name__ == "__main__":
    unittest.main()
