# SPDX-License-Identifier: Apache-2.0
"""Who has no account and says no language is answered in the community's; who says one, in that one."""
import re
import unittest

from palabre_process import Town, run_tests

ENGLISH = "care"  # beside Town's own, which is French
NOWHERE = "aaaaaaaaaaaac"
# Of each: the path below the community, how it is answered, and words that stand there and not in the other language.
PAGES = (("", 200, {"fr": ("Aller au contenu", "Toutes les discussions", "Se connecter"),
                    "en": ("Skip to content", "All threads", "Sign in")}),
         ("/threads", 200, {"fr": ("Toutes les discussions",), "en": ("All threads",)}),
         ("/search?q=x", 200, {"fr": ("Aller au contenu",), "en": ("Skip to content",)}),
         (f"/t/{NOWHERE}", 404, {"fr": ("Introuvable",), "en": ("Not found",)}),
         ("/new", 401, {"fr": ("Se connecter",), "en": ("Sign in",)}))


class LanguageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls)
        cls.town.admin.must(201, "POST", "/api/v1/communities", {"slug": ENGLISH, "name": "Care", "language": "en"})
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

    def test_refusals_of_the_api_too(self):
        for slug, language, title in ((Town.community, "fr", "Introuvable"), (ENGLISH, "en", "Not found")):
            answer = self.town.server.anonymous(f"/api/v1/communities/{slug}/threads/{NOWHERE}")
            self.assertEqual((404, language, title), (answer.status, answer.headers["content-language"], answer.json["title"]))


if __name__ == "__main__":
    run_tests()
