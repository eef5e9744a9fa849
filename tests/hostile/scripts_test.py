# SPDX-License-Identifier: Apache-2.0
"""Payloads of script injection in titles, bodies, links and names: none survives as element, handler or running
address in a page, by an HTML parser and by a real browser that would run it."""
import concurrent.futures
import shutil
import unittest
import urllib.parse

from chromium import Chromium
from harmless import Page
from palabre_process import Town, run_tests, shared_data

TITLE, NAME, BODY = 200, 100, 40_000
HTML = {"Accept": "text/html"}


def packed(lines, most, between):
    """As few texts as hold all lines that fit, none longer than `most`."""
    text = ""
    for line in lines:
        if len(text) + len(between) + len(line) > most:
            yield text
            text = ""
        text += (between if text else "") + line[:most]
    yield text


class ScriptsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        file = shared_data("data/xss-payloads/payloadbox-xss-payload-list.txt")
        lines = file.read_bytes().decode("utf-8", "replace").splitlines()
        cls.payloads = ["".join(c for c in line if c.isprintable()).strip() for line in lines]
        cls.payloads = [line for line in cls.payloads if line]
        cls.town = Town(cls, shows_names=True)
        cls.anna = cls.town.newcomer("Anna", show_name=True)
        cls.api = cls.town.api

    def page(self, path, client=None):
        page = Page((client or self.anna).get(path, headers=HTML))
        self.assertEqual([], page.faults, path)
        return page

    def whole_thread(self):
        """A thread with every payload as text, as a link's and a picture's address, as title and text of one."""
        if not hasattr(type(self), "thread"):
            blocks = [f"{p}\n\n[x]({p}) [x](<{p}>) ![x]({p}) <{p}> [{p}](javascript:alert(1)) [x](http://h \"{p}\")"
                      f"\n\n[r{i}]\n\n[r{i}]: {p}" for i, p in enumerate(self.payloads)]
            type(self).thread = self.town.thread(self.anna, title=self.payloads[0][:TITLE])["id"]
            for text in packed(blocks, BODY, "\n\n"):
                self.town.reply(self.anna, self.thread, text)
        address = self.town.address(self.thread)
        pages = self.town.page(self.thread)["pages"]
        return [f"{address}?page={number}" for number in range(1, pages + 1)]

    def test_bodies_and_links(self):
        self.assertGreater(len(self.payloads), 6000)
        for path in self.whole_thread():
            self.page(path)

    def test_titles(self):
        """All of them, in lists; some on the thread's own page."""
        titles = [text for text in packed(self.payloads, TITLE, " ") if text.strip()]
        clients = [self.anna.fork() for _ in range(8)]

        def write(number):
            return [self.town.thread(clients[number], title=title)["id"] for title in titles[number::8]]

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            threads = [thread for some in pool.map(write, range(8)) for thread in some]
        path, seen, lists = "/c/soins/threads?sort=newest", "", 0
        while path:
            page = self.page(path)
            seen += page.text
            path, lists = page.next and urllib.parse.urljoin(path, page.next), lists + 1
        self.assertGreaterEqual(lists, len(titles) // 30)
        seen = " ".join(seen.split())
        for title in titles:
            self.assertIn(" ".join(title.split()), seen)
        for thread in threads[::40]:
            self.page(self.town.address(thread))

    def test_names(self):
        thread = self.town.thread(self.anna)["id"]
        for name in list(packed(self.payloads, NAME, " "))[::20]:
            self.anna.must(204, "PUT", f"{self.api}/members/{self.anna.member}/profile",
                           {"name": name, "show_name": True, "bio": name})
            for path in (self.town.address(thread), f"/c/soins/m/{self.anna.member}"):
                self.assertIn(" ".join(name.split()), " ".join(self.page(path).text.split()))

    def test_a_browser_runs_nothing(self):
        """Scripts are allowed in this browser; no dialog opens, nothing is tried and blocked, nothing foreign is loaded."""
        self.assertIsNotNone(shutil.which("chromium"), "chromium is missing: script/bootstrap installs it")
        base = f"http://127.0.0.1:{self.town.server.port}"
        with Chromium(scripts=True) as browser:
            browser.open("data:text/html,<script>alert('runs')</script>")
            self.assertEqual(["runs"], browser.dialogs)  # so it would be seen
            browser.dialogs.clear()
            links = 0
            for path in self.whole_thread():
                self.assertEqual(200, browser.open(base + path))
                self.assertEqual([], browser.dialogs)
                self.assertEqual([], [c for c in browser.complaints if not c.endswith("404 (Not Found)")])  # favicon.ico
                links += browser.value("document.querySelectorAll('.prose a').length")
                self.assertEqual([], browser.value(
                    "[...document.querySelectorAll('*')].filter(e => e.type !== 'application/ld+json' &&"
                    " !(e.getAttribute('src') || '').startsWith('/assets/')).filter(e => ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'IMG', 'SVG',"
                    " 'svg', 'BASE', 'STYLE'].includes(e.tagName) || [...e.attributes].some(a => a.name.startsWith('on')))"
                    ".map(e => e.outerHTML)"))
                self.assertEqual([], browser.value(
                    "[...document.querySelectorAll('a, form')].map(e => new URL(e.href || e.action).protocol)"
                    ".filter(p => !['http:', 'https:', 'mailto:'].includes(p))"))
                self.assertEqual([base], browser.value(
                    "[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).origin))]"))
            self.assertGreater(links, 1000)


if __name__ == "__main__":
    run_tests()
