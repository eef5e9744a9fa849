# SPDX-License-Identifier: Apache-2.0
"""Naughty strings through the API and the pages: what was sent comes back byte for byte, shows as text and as nothing
else; what cannot be a text is refused for its field, and nothing is written."""
import json
import unicodedata
import unittest

from harmless import Page
from palabre_process import Town, run_tests, shared_data

TITLE, NAME = 200, 100
LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"


def refused(text):
    """A control character that is not white space."""
    return any(unicodedata.category(c) == "Cc" and not c.isspace() or c in "\x1c\x1d\x1e\x1f" for c in text)


def shown(text):
    """As a page shows one line: white space is one space."""
    return " ".join(text.split())


class TextTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls, shows_names=True)
        cls.anna = cls.town.newcomer("Anna", show_name=True)
        cls.api = cls.town.api

    def naughty(self):
        strings = json.loads(shared_data("data/blns/blns.json").read_bytes())
        self.assertEqual(515, len(strings))
        return strings

    def is_refused(self, path, body, status, reason, field, method="POST"):
        before = self.town.server.end()
        answer = self.anna.request(method, path, body)
        self.assertEqual((status, reason, field), (answer.status, answer.reason, answer.json.get("field")), body)
        self.assertEqual(before, self.town.server.end(), "something was written")

    def test_bodies(self):
        """As the source of a post, and after an edit."""
        thread = self.town.thread(self.anna)["id"]
        kept = refusals = 0
        edited = self.town.reply(self.anna, thread)
        for text in self.naughty():
            with self.subTest(text=text):
                if refused(text):
                    refusals += 1
                    self.is_refused(f"{self.api}/threads/{thread}/posts", {"body": text}, 422, "ill-formed", "/body")
                elif not text.strip():
                    self.is_refused(f"{self.api}/threads/{thread}/posts", {"body": text}, 422, "missing", "/body")
                else:
                    kept += 1
                    post = self.town.reply(self.anna, thread, text)
                    self.assertEqual(text, self.anna.get(f"{self.api}/posts/{post}").json["body"])
                    self.anna.must(204, "PUT", f"{self.api}/posts/{edited}", {"body": text})
                    self.assertEqual(text, self.anna.get(f"{self.api}/posts/{edited}").json["body"])
        self.assertEqual((508, 5), (kept, refusals))
        for number in range(1, self.town.page(thread)["pages"] + 1):
            page = Page(self.town.server.anonymous(f"{self.town.address(thread)}?page={number}", headers={"Accept": "text/html"}))
            self.assertEqual([], page.faults)

    def test_the_edit_page_gives_back_what_was_written(self):
        thread = self.town.thread(self.anna)["id"]
        for text in ("\n\n deux lignes d'abord\n", "</textarea><script>alert(1)</script>", "&amp; &lt; \" '", "e\u0301 é \u2028 \u200b"):
            post = self.town.reply(self.anna, thread, text)
            page = Page(self.anna.get(f"/c/soins/edit/{post}", headers={"Accept": "text/html"}))
            self.assertEqual([], page.faults)
            self.assertEqual([text], page.areas)

    def test_titles(self):
        for text in self.naughty():
            if refused(text) or not text.strip() or len(text) > TITLE or set(text) & set(LINE_ENDS):
                continue
            with self.subTest(text=text):
                thread = self.town.thread(self.anna, title=text)["id"]
                self.assertEqual(text, self.town.page(thread)["thread"]["title"])
                page = Page(self.town.server.anonymous(self.town.address(thread), headers={"Accept": "text/html"}))
                self.assertEqual([], page.faults)
                self.assertEqual(shown(text), shown(page.heading))

    def test_names(self):
        thread = self.town.thread(self.anna)["id"]
        profile = f"{self.api}/members/{self.anna.member}/profile"
        for text in self.naughty()[::3]:
            if refused(text) or not text.strip() or len(text) > NAME or set(text) & set(LINE_ENDS):
                continue
            with self.subTest(text=text):
                self.anna.must(204, "PUT", profile, {"name": text, "show_name": True, "bio": text})
                seen = self.anna.get(f"{self.api}/members/{self.anna.member}").json
                self.assertEqual(text, (seen.get("member") or seen)["name"])
                for path in (self.town.address(thread), f"/c/soins/m/{self.anna.member}"):
                    page = Page(self.anna.get(path, headers={"Accept": "text/html"}))
                    self.assertEqual([], page.faults)
                    self.assertIn(shown(text), shown(page.text))

    def test_what_is_no_text(self):
        thread = self.town.thread(self.anna)["id"]
        posts, threads = f"{self.api}/threads/{thread}/posts", f"{self.api}/threads"
        whole = {"kind": "question", "spaces": [self.town.open_space], "title": "Un titre", "body": "Un texte."}
        for control in [*map(chr, range(0, 9)), *map(chr, range(14, 32)), "\x7f", "\x80", "\x84", "\x86", "\x9f"]:
            with self.subTest(control=control):
                self.is_refused(posts, {"body": f"a{control}b"}, 422, "ill-formed", "/body")
                self.is_refused(threads, {**whole, "title": f"a{control}b"}, 422, "ill-formed", "/title")
                self.is_refused(threads, {**whole, "tags": ["a", f"b{control}"]}, 422, "ill-formed", "/tags/1")
                self.is_refused(f"{self.api}/members/{self.anna.member}/profile", {"name": control + "a"}, 422,
                                "ill-formed", "/name", "PUT")
        for end in LINE_ENDS:
            self.is_refused(threads, {**whole, "title": f"a{end}b"}, 422, "ill-formed", "/title")
        for raw in (b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80"):
            self.is_refused(posts, b'{"body":"a' + raw + b'"}', 400, "malformed", "/body")
        for raw in (b"\x00", b"\x1f", b"\n", b"\\ud800", b"\\udc00\\ud800"):  # no JSON at all
            self.is_refused(posts, b'{"body":"a' + raw + b'"}', 400, "malformed", None)

    def test_a_form_keeps_it_too(self):
        """A browser sends CR LF for each line end: LF is what was typed."""
        thread = self.town.thread(self.anna)["id"]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.anna.post(f"{self.api}/threads/{thread}/posts", "body=e%CC%81%0D%0A%0D%0A+x%C2%A0%0D%0A", headers=form)
        self.assertIn(answer.status, (201, 303))
        posts = self.town.page(thread)["posts"]
        self.assertEqual("e\u0301\n\n x\u00a0\n", self.anna.get(f"{self.api}/posts/{posts[-1]['id']}").json["body"])
        for bad in ("%00", "%ff", "%ed%a0%80", "%4"):
            before = self.town.server.end()
            answer = self.anna.post(f"{self.api}/threads/{thread}/posts", "body=a" + bad, headers=form)
            self.assertEqual((400, "malformed", before), (answer.status, answer.reason, self.town.server.end()))


if __name__ == "__main__":
    run_tests()
