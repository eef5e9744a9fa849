# SPDX-License-Identifier: Apache-2.0
"""What everybody may read is found by search engines and feed readers, and nothing else is."""
import html.parser
import json
import pathlib
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town, run_tests  # noqa: E402 - found by the line above

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
AWKWARD = "</script><script>alert(1)</script> & \"Où\" ]]>"


class Head(html.parser.HTMLParser):
    """What a page's head says: metas by name or property, links by rel, the JSON-LD, the title."""

    def __init__(self, page):
        super().__init__()
        self.metas, self.links, self.data, self.data_scripts, self.at, self.title = {}, {}, [], 0, None, ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "meta":
            self.metas[given.get("name") or given.get("property")] = given.get("content")
        if tag == "link":
            self.links[given["rel"]] = given["href"]
        if tag == "script":
            self.at = given.get("type")
            self.data_scripts += self.at == "application/ld+json"
        if tag == "title":
            self.at = tag

    def handle_endtag(self, tag):
        self.at = None

    def handle_data(self, data):
        if self.at == "application/ld+json":
            self.data.append(json.loads(data))
        if self.at == "title":
            self.title += data


class Showcase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = town = Town(cls).live()
        cls.server = town.server
        cls.awkward = town.thread(town.boris, AWKWARD, "Un texte " + AWKWARD, kind="opinion")
        cls.removed = town.thread(town.boris, "Je retire tout")
        town.boris.must(204, "DELETE", f"{town.api}/posts/{cls.removed['post']}")
        cls.hidden_space = town.space("cachette", "invitation")

    def page(self, path, client=None):
        return client.get(path) if client else self.server.anonymous(path)

    def head(self, path, client=None):
        page = self.page(path, client)
        self.assertEqual(200, page.status, path)
        return Head(page.body.decode())

    def xml(self, path, kind):
        answer = self.page(path)
        self.assertEqual(200, answer.status, answer)
        self.assertEqual(kind, answer.headers["content-type"].split(";")[0])
        return xml.etree.ElementTree.fromstring(answer.body)

    def site(self):
        return self.page("/robots.txt").body.decode().rpartition("Sitemap: ")[2].strip().removesuffix("/sitemap.xml")

    def assert_says_nothing(self, head):
        self.assertEqual("noindex", head.metas.get("robots"))
        self.assertEqual([], [name for name in head.metas if name and (name == "description" or name.startswith("og:"))])
        self.assertEqual(([], set()), (head.data, {"canonical", "alternate"} & set(head.links)))

    # ---- Pages ----

    def test_P02_public_pages_say_what_they_are(self):
        address = self.town.address(self.town.question["id"])
        for path in ("/", "/c/soins", "/c/soins/s/accueil", "/c/soins/threads", address):
            with self.subTest(path):
                head = self.head(path)
                self.assertEqual(self.site() + path, head.links["canonical"])
                self.assertEqual(head.links["canonical"], head.metas["og:url"])
                self.assertTrue(head.metas["og:type"])
                self.assertTrue(head.title)
                self.assertEqual(head.title, head.metas["og:title"])
                self.assertGreater(len(head.metas["description"]), len("À gauche"), "more than nothing, also where nobody wrote it")
                self.assertEqual(head.metas["description"], head.metas["og:description"])
                self.assertNotIn("robots", head.metas)
                if path != "/":  # of the site as a whole there is no feed
                    self.assertEqual(200, self.page(head.links["alternate"]).status)
        french, english = (self.server.anonymous("/c/soins/s/accueil", headers={"Accept-Language": language}).body.decode()
                           for language in ("fr", "en"))
        self.assertIn("l’espace Accueil", Head(french).metas["description"])
        self.assertIn("the space Accueil", Head(english).metas["description"])
        self.assertEqual("À gauche ?", self.head(address).metas["description"])
        self.assertEqual("À gauche ?", self.head(address).metas["og:description"])

    def test_P02_a_question_as_search_engines_want_it(self):
        data, = self.head(self.town.address(self.town.question["id"])).data
        question = data["mainEntity"]
        self.assertEqual(("QAPage", "Question", "Où poser la voie ?", "À gauche ?"),
                         (data["@type"], question["@type"], question["name"], question["text"]))
        self.assertEqual("Oui, à gauche.", question["acceptedAnswer"]["text"])
        self.assertEqual(2, question["acceptedAnswer"]["upvoteCount"])
        # Names are for members: who is no member is told the trade, or that it is one.
        self.assertNotIn("Ambre", json.dumps(data))
        self.assertTrue(question["acceptedAnswer"]["author"]["name"])

    def test_P02_no_text_leaves_the_structured_data(self):
        head = self.head(self.town.address(self.awkward["id"]))
        data, = head.data
        self.assertEqual(1, head.data_scripts, "one script of data, closed by nobody's text")
        self.assertEqual(("DiscussionForumPosting", AWKWARD), (data["@type"], data["headline"]))

    def test_P02_closed_pages_say_nothing(self):
        talk = self.town.address(self.town.talk["id"], self.town.anna)
        for path in (talk, "/c/soins", self.town.address(self.town.question["id"])):
            with self.subTest(path):
                self.assert_says_nothing(self.head(path, self.town.anna))
        for path in ("/sign-in", "/register", "/legal/notice", "/c/soins/s/accueil?sort=newest"):
            with self.subTest(path):
                self.assert_says_nothing(self.head(path))
        self.assert_says_nothing(Head(self.page("/c/soins/t/aaaaaaaaaaaac").body.decode()))

    # ---- Addresses ----

    def test_P02_addresses_answer_for_what_they_name(self):
        question = self.town.question["id"]
        right = self.town.address(question)
        for wrong in (f"/c/soins/t/{question}", f"/c/soins/t/{question}/ou-poser-une-voie"):
            moved = self.page(wrong)
            self.assertEqual((301, right), (moved.status, moved.headers["location"]))
        self.assertEqual(410, self.page(f"/c/soins/t/{self.removed['id']}").status)
        self.assertEqual(404, self.page("/c/soins/t/aaaaaaaaaaaac").status)

    def test_P02_a_closed_thread_is_one_that_is_not_there(self):
        hidden = self.town.thread(self.town.anna, "Caché", spaces=[self.hidden_space])
        for form in ("/c/soins/t/{}", "/api/v1/communities/soins/threads/{}"):
            there, nowhere = (self.page(form.format(name)) for name in (hidden["id"], "aaaaaaaaaaaac"))
            self.assertEqual((404, 404), (there.status, nowhere.status))
            self.assertEqual(nowhere.body.replace(b"aaaaaaaaaaaac", hidden["id"].encode()), there.body)

    def test_P02_what_is_closed_answers_as_what_is_not_there(self):
        hidden = self.town.thread(self.town.anna, "Caché aussi", spaces=[self.hidden_space])["id"]
        stranger = self.server.client().register("Sacha Sans", "sacha.sans@example.org")
        forms = (("/c/soins/t/{}", hidden, "aaaaaaaaaaaac"), ("/api/v1/communities/soins/threads/{}", hidden, "aaaaaaaaaaaac"),
                 ("/c/soins/s/{}", "cachette", "nullepar"), ("/c/soins/s/{}/feed.atom", "cachette", "nullepar"),
                 ("/api/v1/communities/soins/threads?space={}", self.hidden_space, "aaaaaaaaaaaac"))
        for client in (None, stranger, self.town.boris):
            for form, closed, nothing in forms:
                with self.subTest(form, client=client and client.account):
                    there, nowhere = (self.page(form.format(name), client) for name in (closed, nothing))
                    self.assertEqual((404, 404), (there.status, nowhere.status))
                    self.assertEqual(nowhere.body.replace(nothing.encode(), closed.encode()), there.body)
                    told = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in (there, nowhere)]
                    self.assertEqual(*told)

    # ---- Feeds and sitemaps ----

    def test_P02_a_feed_of_what_is_public(self):
        for path in ("/c/soins/feed.atom", "/c/soins/s/accueil/feed.atom"):
            for client in (None, self.town.anna):  # a member's reader keeps it where others may look
                answer = self.page(path, client)
                feed = xml.etree.ElementTree.fromstring(answer.body)
                titles = [entry.findtext(ATOM + "title") for entry in feed.iter(ATOM + "entry")]
                self.assertIn("Où poser la voie ?", titles)
                self.assertIn(AWKWARD, titles)
                for hidden in ("Entre nous", "Je retire tout", "Un titre de Dora"):
                    self.assertNotIn(hidden, titles)
                self.assertNotIn("Ambre", answer.body.decode())
        self.assertEqual("application/atom+xml", self.page("/c/soins/feed.atom").headers["content-type"].split(";")[0])
        links = [entry.find(ATOM + "link").get("href") for entry in feed.iter(ATOM + "entry")]
        for link in links:
            self.assertEqual(200, self.page(link.removeprefix(self.site())).status)
        self.assertEqual(404, self.page("/c/soins/s/nulle-part/feed.atom").status)
        self.assertIn(self.page("/c/soins/s/membres/feed.atom").status, (401, 404))
        tagged = self.page("/c/soins/feed.atom").headers["etag"]
        self.assertEqual(304, self.server.anonymous("/c/soins/feed.atom", headers={"If-None-Match": tagged}).status)

    def test_P02_sitemaps_name_every_public_page_and_no_other(self):
        index = self.xml("/sitemap.xml", "application/xml")
        self.assertEqual([self.site() + "/c/soins/sitemap.xml"], [loc.text for loc in index.iter(SITEMAP + "loc")])
        named = [loc.text.removeprefix(self.site()) for loc in self.xml("/c/soins/sitemap.xml", "application/xml").iter(SITEMAP + "loc")]
        self.assertEqual({"/c/soins", "/c/soins/s/accueil", self.town.address(self.town.question["id"]),
                          self.town.address(self.awkward["id"])}, set(named))
        for path in named:
            self.assertEqual(200, self.page(path).status, path)


if __name__ == "__main__":
    run_tests()
