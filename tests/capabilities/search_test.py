# SPDX-License-Identifier: Apache-2.0
"""One search over what people write, ads and members: for each reader what she may see, and nothing else."""
import pathlib
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import Town, run_tests  # noqa: E402 - found by the line above


class Hurry(unittest.TestCase):
    def test_S07_whoever_searches_too_often_is_told_so_on_the_page(self):
        town = Town(self)
        town.thread(town.newcomer("Boris Bleu"), "Plaie chronique du talon")
        town.server.stop()
        server = town.house.serve(rates=["--searches-per-minute", "2"])
        for page in ("search", "ads"):
            with self.subTest(page):
                answers = [server.anonymous(f"/c/{town.community}/{page}?q={word}",  # a page that is kept is no search
                                            headers={"Accept": "text/html", "Accept-Language": "fr"})
                           for word in ("plaie", "chronique", "talon")]
                self.assertEqual(429, answers[-1].status)
                self.assertGreater(int(answers[-1].headers["retry-after"]), 0)
                self.assertTrue(answers[-1].headers["content-type"].startswith("text/html"))
                self.assertIn("Vous allez un peu vite", answers[-1].body.decode())
        self.assertEqual(200, server.anonymous(f"/c/{town.community}").status)


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

    def test_S07_one_word_finds_news_topics_ads_and_members_in_one_list_with_their_counts(self):
        town = self.town
        paul = town.newcomer("Paul Valmont", True)
        topic = town.thread(paul, "Une plaie à Valmont")["id"]
        news = town.thread(paul, "Valmont ouvre une maison de santé", kind="news")["id"]
        ad = paul.must(201, "POST", town.api + "/ads", {"kind": "premises-offered", "title": "Cabinet à Valmont", "body": "Deux pièces.",
                                                        "departement": "07", "surface": 30})["id"]
        found = self.found(town.anna, "valmont")
        self.assertEqual({("post", topic), ("post", news), ("ad", ad), ("member", paul.member)},
                         {(hit["what"], hit["thread"]["id"] if hit["what"] == "post" else hit.get("ad", hit.get("author")))
                          for hit in found["hits"]})
        self.assertEqual((4, 4), (found["total"], len(found["hits"])))
        self.assertEqual({"question": 1, "news": 1, "premises-offered": 1, "member": 1},
                         {facet["kind"]: facet["count"] for facet in found["facets"]["kinds"]})
        page = town.anna.get(f"/c/{town.community}/search?q=valmont").body.decode()
        for address in (f"t/{topic}", f"t/{news}", f"ads/{ad}", f"m/{paul.member}"):
            self.assertIn(f'href="/c/{town.community}/{address}', page)
        for kind in ("question", "news", "premises-offered", "member"):
            self.assertIn(f"kind={kind}", page)

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

    def test_M09_the_first_search_after_a_publication_finds_an_ad_and_none_after_its_end(self):
        ads = self.town.api + "/ads"
        room = {"kind": "premises-offered", "title": "Cabinet au pied du Coiron", "body": "Deux pièces.", "departement": "07",
                "place": "Privas", "surface": 30, "rent": 65000, "starts_on": "2027-01-15", "commune": "07186"}
        draft = self.town.boris.must(201, "POST", ads, {**room, "draft": True})["id"]
        self.assertEqual(0, self.found(None, "Coiron")["total"])
        self.town.boris.must(204, "DELETE", f"{ads}/{draft}")
        for end in ("filled", "withdrawal", None):
            with self.subTest(end):
                # Nobody waits: what was answered is found by the next who asks, visitors too.
                ad = self.town.boris.must(201, "POST", ads, room)["id"]
                self.assertEqual([ad], [hit.get("ad") for hit in self.found(self.town.anna, "Coiron")["hits"]])
                self.assertEqual([ad], [hit.get("ad") for hit in self.found(None, "Coiron", "&kind=premises-offered")["hits"]])
                if end:
                    self.town.boris.must(204, "POST", f"{ads}/{ad}/{end}")
                else:
                    self.town.boris.must(204, "DELETE", f"{ads}/{ad}")
                self.assertEqual(0, self.found(self.town.anna, "Coiron")["total"])
                self.assertEqual(0, self.found(None, "Coiron", "&kind=premises-offered")["total"])
                self.assertEqual([], self.town.server.anonymous(f"{self.town.api}/suggest?q=coir").json["suggestions"])

    def test_M10_contracts_are_counted_and_chosen(self):
        ads = self.town.api + "/ads"
        job = {"kind": "job-offered", "party": "structure", "structure": "Clinique du Parc", "body": "Au calme.", "departement": "07"}
        one, two, three = (self.town.boris.must(201, "POST", ads, {**job, "title": f"Veilleur {number}", "contract": contract})["id"]
                           for number, contract in enumerate(("cdi", "cdd", "cdi")))
        found = self.found(self.town.anna, "veilleur")
        self.assertEqual([{"code": "cdi", "count": 2}, {"code": "cdd", "count": 1}], found["facets"]["contracts"])
        chosen = self.found(self.town.anna, "veilleur", "&contract=cdi")
        self.assertEqual({one, three}, {hit["ad"] for hit in chosen["hits"]})
        self.assertEqual([two], [ad["id"] for ad in self.town.anna.must(200, "GET", ads + "?q=veilleur&contract=cdd")["ads"]])
        page = self.town.anna.get(f"/c/{self.town.community}/search?q=veilleur").body.decode()
        self.assertIn("contract=cdi", page)
        for bad in ("roi", "CDI", "x" * 61):
            self.assertEqual(400, self.town.anna.get(f"{self.town.api}/search?q=veilleur&contract={bad}").status)

    def test_any_text_gets_an_answer_or_a_clear_refusal(self):
        for text in ("le la les de", "?!,;", "(a|b)*[^c]$", "title:x AND NOT *", "\u202e\u0000x", "مرحبا", "🙂", "mot " * 120):
            with self.subTest(text):
                answer = self.town.boris.get(f"{self.town.api}/search?q={urllib.parse.quote(text)}")
                self.assertIn(answer.status, (200, 400))
        many = urllib.parse.quote(" ".join(f"mot{number}" for number in range(10_000)))
        self.assertIn(self.town.boris.get(f"{self.town.api}/search?q={many}").status, (400, 414))


if __name__ == "__main__":
    run_tests()
