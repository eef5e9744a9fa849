# SPDX-License-Identifier: Apache-2.0
"""Whatever is typed where one searches, over HTTP: an answer or a refusal that names the field, in bounded time, and the server
goes on."""
import json
import re
import statistics
import time
import unittest
import urllib.parse

from harmless import Page
from palabre_process import Answer, Town, run_tests, shared_data

HTML = {"Accept": "text/html"}
ORDINARY = "cabinet lumineux"
TIMES, SECONDS = 50, 1  # of an ordinary query's median, and on top: a machine may be busy for a while
LONG_TARGET = 414  # by the server, before there is a route and its fields
SCRIPTS = ("日本語の診療所", "診所招聘護士", "عيادة في المدينة", "מרפאה בעיר", "клиника в городе", "κλινική στην πόλη", "นักกายภาพบำบัด", "क्लिनिक में नर्स",
           "간호사 모집", "ክሊኒክ", "საავადმყოფო", "հիվանդանոց", "👩‍⚕️🏥", "a\u0301\u0301\u0301" * 100, "\u202eרפא\u202c")
SYNTAX = ("(a|b)*[^c]$", "(a+)+$", "(" * 400, "[" * 400, "*" * 400, "a" + "*?" * 200, "\\" * 400, "^$.|?*+()[]{}\\", "(?R)", "(?<n>.*)\\k<n>",
          "title:x AND NOT *", "NOT NOT NOT x", "x OR OR y", "a AND (b OR (c", "field:[* TO *]", "x~2^9999", '"' * 400, '"a" "b', "a NEAR/5 b",
          "+a -b ~c", "-", "--", "a* b* c* d*", "{!lucene}x", "%' OR 1=1 --", "$where", "../../etc/passwd", "&q=x", "%00", "%s%n")
EMPTY = ("", " ", "le la les de du des et ou", "le " * 160, "the of and to", "?!,;", "…" * 400, "-" * 500, ".,;:!?" * 80, "«»“”‘’")
LONG = ("x" * 500, "mot " * 125, "é" * 500, " ".join(f"mot{number}" for number in range(60)))
TOO_LONG = ("x" * 501, "mot " * 126, "é" * 501, "mot " * 1_000, " ".join(f"mot{number}" for number in range(10_000)))


class SearchTextTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = town = Town(cls).live()
        town.boris.must(201, "POST", town.api + "/ads",
                        {"kind": "premises-offered", "title": "Cabinet lumineux", "body": "Deux pièces.", "departement": "44",
                         "place": "Nantes", "surface": 40})
        town.server.wait_applied()
        cls.client = town.server.client()
        cls.addClassCleanup(cls.client.close)
        api, pages = town.api, f"/c/{town.community}"
        # Where it is sent, and whether a page comes back.
        cls.places = [(f"{api}/search?q=", False), (f"{api}/ads?q=", False), (f"{api}/suggest?q=", False),
                      (f"{api}/suggest?of=occupations&q=", False), (f"{api}/suggest?of=places&q=", False),
                      (f"{pages}/search?q=", True), (f"{pages}/ads?q=", True)]
        cls.bounds = {place: cls.bound(place, page) for place, page in cls.places}

    @classmethod
    def ask(cls, place, page, text):
        """The answer, and the seconds that it took."""
        begun = time.monotonic()
        answer = cls.client.get(place + urllib.parse.quote(text, safe=""), headers=HTML if page else None)
        return answer, time.monotonic() - begun

    @classmethod
    def bound(cls, place, page):
        """Seconds; each time with another text, for a page that is kept is no query."""
        took = [cls.ask(place, page, f"{ORDINARY} {number}")[1] for number in range(21)]
        return TIMES * statistics.median(took) + SECONDS

    def each_place(self, text, judge):
        """judge(answer, page) of what comes back from each place; all of them in time."""
        for place, page in self.places:
            with self.subTest(place=place, text=text[:80]):
                answer, took = self.ask(place, page, text)
                self.assertLess(took, self.bounds[place])
                judge(answer, page)

    def is_answered(self, answer, page):
        self.assertEqual(200, answer.status)
        if page:
            plain = re.sub(rb'<svg class="map".*?</svg>', b"", answer.body, flags=re.DOTALL)
            self.assertEqual([], Page(Answer(answer.status, answer.headers, plain)).faults)

    def is_refused(self, answer, page):
        self.assertIn(answer.status, (400, LONG_TARGET), answer)
        if answer.status == LONG_TARGET:
            return
        if page:
            self.assertTrue(answer.headers["content-type"].startswith("text/html"), answer)
        else:
            self.assertEqual("q", answer.json.get("field"), answer)

    def is_either(self, answer, page):
        (self.is_answered if answer.status == 200 else self.is_refused)(answer, page)

    def tearDown(self):
        self.assertEqual(200, self.town.server.health().status)
        self.assertEqual(1, self.town.server.anonymous(f"{self.town.api}/search?q=lumineux").json["total"])

    def test_naughty_strings(self):
        strings = json.loads(shared_data("data/blns/blns.json").read_bytes())
        self.assertEqual(515, len(strings))
        for text in strings:
            self.each_place(text, self.is_either)

    def test_scripts_syntax_and_what_says_nothing(self):
        for text in (*SCRIPTS, *SYNTAX, *EMPTY):
            self.each_place(text, self.is_answered)

    def test_as_long_as_it_may_be_and_longer(self):
        for text in LONG:
            self.each_place(text, self.is_answered)
        for text in TOO_LONG:
            self.each_place(text, self.is_refused)

    def test_what_is_no_text(self):
        for raw in ("%ff", "%c3%28", "%ed%a0%80", "%f4%90%80%80", "%c0%80", "%00", "a%00b", "%", "%4", "%zz", "%1b"):
            for place, page in self.places:
                with self.subTest(place=place, raw=raw):
                    answer = self.client.get(place + raw, headers=HTML if page else None)
                    self.assertIn(answer.status, (200, 400), answer)


if __name__ == "__main__":
    run_tests()
