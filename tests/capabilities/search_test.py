# SPDX-License-Identifier: Apache-2.0
"""One search over what people write, ads and members: for each reader what she may see, and nothing else."""
import pathlib
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town, run_tests  # noqa: E402 - found by the line above


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = Town(cls).live()
        cls.question = cls.town.thread(cls.town.boris, "Plaie chronique du talon", "Quel pansement pour une ulcération ?")
        cls.opinion = cls.town.thread(cls.town.boris, "Les pansements au miel", "Un avis.", kind="opinion")

    def found(self, client, text, rest=""):
        address = f"{self.town.api}/search?q={urllib.parse.quote(text)}{rest}"
        answer = client.get(address) if client else self.town.server.anonymous(address)
        self.assertEqual(200, answer.status, text)
        return answer.json

    def test_S07_one_search_over_topics_and_members(self):
        by_member = self.found(self.town.boris, "pansement")
        self.assertEqual({"question", "opinion"}, {facet["kind"] for facet in by_member["facets"]["kinds"]})
        self.assertEqual(2, by_member["total"])
        self.assertEqual(1, self.found(self.town.boris, "pansement", "&kind=opinion")["total"])
        named = self.found(self.town.boris, "Boris")
        self.assertIn("member", [hit["what"] for hit in named["hits"]])
        page = self.town.boris.get(f"/c/{self.town.community}/search?q=pansement")
        self.assertEqual(200, page.status)
        self.assertIn('role="search"', page.body.decode())
        self.assertIn("<mark>pansement", page.body.decode())

    def test_S09_a_visitor_finds_no_member_and_is_completed_no_name(self):
        self.assertEqual(0, self.found(None, "Boris")["total"])
        suggested = self.town.server.anonymous(f"{self.town.api}/suggest?q=bor").json["suggestions"]
        self.assertEqual([], suggested)

    def test_who_was_erased_or_has_left_is_found_by_nothing(self):
        for text in ("Dora", "Doré", "Carla"):
            with self.subTest(text):
                self.assertNotIn("member", [hit["what"] for hit in self.found(self.town.anna, text)["hits"]])

    def test_accents_plurals_and_one_typing_error_make_no_difference(self):
        for text in ("ulceration", "ULCÉRATIONS", "ulcérations", "chroniques", "chroniqe"):
            with self.subTest(text):
                self.assertIn(self.question["id"], [hit["thread"]["id"] for hit in self.found(self.town.boris, text)["hits"]])

    def test_any_text_gets_an_answer_or_a_clear_refusal(self):
        for text in ("le la les de", "?!,;", "(a|b)*[^c]$", "title:x AND NOT *", "\u202e\u0000x", "مرحبا", "🙂", "mot " * 120):
            with self.subTest(text):
                answer = self.town.boris.get(f"{self.town.api}/search?q={urllib.parse.quote(text)}")
                self.assertIn(answer.status, (200, 400))
        many = urllib.parse.quote(" ".join(f"mot{number}" for number in range(10_000)))
        self.assertIn(self.town.boris.get(f"{self.town.api}/search?q={many}").status, (400, 414))


if __name__ == "__main__":
    run_tests()
