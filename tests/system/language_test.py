# SPDX-License-Identifier: Apache-2.0
"""Who has no account and says no language is answered in the community's; who says one, in that one; who has an account, in
its own. A community that is not there has none, and what is closed in one reads as what is not there."""
import re
import unittest

from palabre_process import Town, run_tests

ENGLISH = "care"  # beside Town's own, which is French
NOWHERE = "aaaaaaaaaaaac"
CLOSED = "kwz-closed"  # stands in no page by itself
# Of each: the path below the community, how it is answered, and words that stand there and not in the other language.
PAGES = (("", 200, {"fr": ("Aller au contenu", "Toutes les discussions", "Se connecter"),
                    "en": ("Skip to content", "All threads", "Sign in")}),
         ("/threads", 200, {"fr": ("Toutes les discussions",), "en": ("All threads",)}),
         ("/search?q=x", 200, {"fr": ("Aller au contenu",), "en": ("Skip to content",)}),
         *((below, 404, {"fr": ("Introuvable", "Se connecter"), "en": ("Not found", "Sign in")})
           for below in (f"/t/{NOWHERE}", "/t/nothing", f"/m/{NOWHERE}/more", "/s/nothing", "/nothing-here", "/threads/unknown", "/a/b/c")),
         ("/new", 401, {"fr": ("Se connecter",), "en": ("Sign in",)}))


class LanguageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls)
        cls.town.admin.must(201, "POST", "/api/v1/communities", {"slug": ENGLISH, "name": "Care", "language": "en"})
        cls.town.server.wait_applied()
        api = f"/api/v1/communities/{ENGLISH}"
        cls.town.admin.join(ENGLISH, "Ada")
        cls.town.admin.must(204, "PUT", f"{api}/members/{cls.town.admin.member}/roles/manager")
        closed = cls.town.admin.must(201, "POST", api + "/spaces", {
            "slug": CLOSED, "name": "Closed", "kind": "theme", "visibility": "invitation", "join_rule": "invitation"})["id"]
        cls.closed = cls.town.admin.must(201, "POST", api + "/threads", {
            "kind": "question", "spaces": [closed], "title": "Among us", "body": "A text.", "tags": []})["id"]
        cls.town.server.wait_applied()

    def assert_page(self, path, status, says, language, **headers):
        answer = self.town.server.anonymous(path, headers={"Accept": "text/html", **headers})
        self.assertEqual((status, language), (answer.status, answer.headers["content-language"]), path)
        page = answer.body.decode()
        self.assertEqual(language, re.search(r'<html lang="(\w+)"', page)[1], path)
        for each, words in says.items():
            for word in words:
                (self.assertIn if each == language else self.assertNotIn)(word, page, path)

    def test_pages_are_in_the_communitys_language(self):
        for slug, language in ((Town.community, "fr"), (ENGLISH, "en")):
            for below, status, says in PAGES:
                self.assert_page(f"/c/{slug}{below}", status, says, language)

    def test_what_a_browser_asks_for_comes_before_it(self):
        for slug, language in ((Town.community, "en"), (ENGLISH, "fr")):
            for below, status, says in PAGES:
                self.assert_page(f"/c/{slug}{below}", status, says, language, **{"Accept-Language": language})
        # One that we do not have is as none.
        for slug, language in ((Town.community, "fr"), (ENGLISH, "en")):
            for below, status, says in PAGES:
                self.assert_page(f"/c/{slug}{below}", status, says, language, **{"Accept-Language": "eo, br;q=0.5"})

    def test_what_an_account_says_comes_before_both(self):
        readers = {language: self.town.server.client().register("Reader", f"{language}@example.org", language) for language in ("fr", "en")}
        for path in (f"/c/{Town.community}/nothing-here", f"/c/{ENGLISH}/nothing-here", f"/c/{ENGLISH}/t/{NOWHERE}", "/nothing-here"):
            for language, reader in readers.items():
                other = "en" if language == "fr" else "fr"
                answer = reader.get(path, headers={"Accept": "text/html", "Accept-Language": other})
                self.assertEqual((404, language), (answer.status, answer.headers["content-language"]), path)
                self.assertIn("Introuvable" if language == "fr" else "Not found", answer.body.decode(), path)

    def test_what_is_chosen_later_holds_from_then_on(self):
        reader = self.town.server.client().register("Reader", "later@example.org", "fr")
        elsewhere = self.town.server.client().sign_in("later@example.org")
        path = "/api/v1/account/language"
        for bad, reason in ((None, "missing"), ("", "missing"), ("de", "unknown-code"), ("EN", "unknown-code"), (1, "wrong-type")):
            refused = reader.put(path, {"language": bad})
            self.assertEqual((422, reason, "/language"), (refused.status, refused.reason, refused.json["field"]), bad)
        refused = self.town.server.client().put(path, {"language": "en"})
        self.assertEqual((401, "sign-in-required"), (refused.status, refused.reason))
        for language in ("en", "en", "fr"):
            reader.must(204, "PUT", path, {"language": language})
            other = "en" if language == "fr" else "fr"
            for client in (reader, elsewhere):  # the session before is none of another language
                self.assertEqual(language, client.must(200, "GET", "/api/v1/account")["language"])
                for page in ("/account", f"/c/{Town.community}", f"/c/{ENGLISH}", "/nothing-here"):
                    answer = client.get(page, headers={"Accept": "text/html", "Accept-Language": other})
                    self.assertEqual(language, answer.headers["content-language"], page)

    def test_what_is_not_there_has_no_language_and_what_is_closed_is_not_there(self):
        """Byte for byte, but for the address itself, which stands in the page's links."""
        stranger = self.town.server.client().register("Stranger", "stranger@example.org", "fr")

        def seen(path, asked, client=None, **headers):
            answer = (client or self.town.server.client()).get(path, headers={"Accept": "text/html", **headers})
            page = re.sub(r'name="(csrf|idempotency_key)" value="[^"]*"|data-key="[^"]*"', "", answer.body.decode())
            fields = {name: value for name, value in answer.headers.items() if name not in ("date", "content-length")}
            return answer.status, fields, page.replace(asked, "…")

        for below in ("", "/threads", f"/t/{NOWHERE}", "/nothing-here", "/a/b/c"):
            self.assert_page(f"/c/nowhere{below}", 404, {"fr": ("Introuvable",), "en": ("Not found",)}, "fr")
        for headers, language in (({}, "en"), ({"Accept-Language": "fr"}, "fr"), ({"Accept-Language": "en"}, "en")):
            for closed, nowhere, before in ((self.closed, NOWHERE, "/t/"), (CLOSED, "kwz-nowhere", "/s/")):
                answer = seen(f"/c/{ENGLISH}{before}{closed}", closed, **headers)
                self.assertEqual((404, language), (answer[0], answer[1]["content-language"]))
                self.assertEqual(answer, seen(f"/c/{ENGLISH}{before}{nowhere}", nowhere, **headers))
                self.assertEqual(seen(f"/c/{ENGLISH}{before}{closed}", closed, stranger),
                                 seen(f"/c/{ENGLISH}{before}{nowhere}", nowhere, stranger))
            below = f"/api/v1/communities/{ENGLISH}/threads/"
            self.assertEqual(seen(below + self.closed, self.closed, **headers), seen(below + NOWHERE, NOWHERE, **headers))

    def test_refusals_of_the_api_too(self):
        for slug, language, title in ((Town.community, "fr", "Introuvable"), (ENGLISH, "en", "Not found")):
            for below in (f"/threads/{NOWHERE}", "/nothing-here"):
                answer = self.town.server.anonymous(f"/api/v1/communities/{slug}{below}")
                self.assertEqual((404, language, title), (answer.status, answer.headers["content-language"], answer.json["title"]))


if __name__ == "__main__":
    run_tests()
