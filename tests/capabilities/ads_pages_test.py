# SPDX-License-Identifier: Apache-2.0
"""Ads by their pages alone: lists narrowed and widened by links, searches kept by forms, an ad that is about to end. No script runs
here. PALABRE_OTHER_TIME names the library that gives a process another time of day (tests/system/other_time.cpp)."""
import datetime
import os
import pathlib
import re
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from ads_case import JOB, ROOM  # noqa: E402 - found by the lines above
from forum_test import Reader  # noqa: E402
from palabre_process import Town, run_tests  # noqa: E402

OTHER_TIME = os.environ.pop("PALABRE_OTHER_TIME", None)  # the program knows no such setting
ADS, SEARCH = "/c/soins/ads", "/c/soins/search"
NANTES = {"departement": "44", "commune": "44109", "place": "Nantes", "latitude": 4722, "longitude": -155}


def asked(address):
    return dict(urllib.parse.parse_qsl(address.partition("?")[2]))


class Narrowing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = town = Town(cls)
        rosa = town.newcomer("Rosa Quintin", True)
        for more in ({"title": "Cabinet à Privas"}, {"title": "Cabinet au calme", "rent": 30000, "surface": 15},
                     {"title": "Cabinet à Nantes", **NANTES}):
            rosa.must(201, "POST", town.api + "/ads", {**ROOM, **more})
        rosa.must(201, "POST", town.api + "/ads", JOB)
        town.server.wait_applied()

    def setUp(self):
        self.visitor = Reader(self, self.town.server.client())

    def follow(self, page, words, here=ADS):
        """The link of these words, and the page that it leads to."""
        self.assertIn(words, page.links, "no such link")
        return self.visitor.look(here + page.links[words])

    def titles(self, page):
        return [words for words, to in page.links.items() if re.fullmatch(ADS + "/[a-z2-7]{13}", to or "")]

    def test_a_facet_and_a_tile_of_the_map_narrow_the_list_and_say_how_much_is_left(self):
        whole = self.visitor.look(ADS)
        self.assertEqual(4, len(self.titles(whole)))
        self.assertIn("4 résultats", whole.text)
        narrowed = self.follow(whole, "Ardèche (3)")
        self.assertEqual({JOB["title"], "Cabinet à Privas", "Cabinet au calme"}, set(self.titles(narrowed)))
        self.assertIn("3 résultats", narrowed.text)
        tile = self.follow(whole, "44")
        self.assertEqual((["Cabinet à Nantes"], {"departement": "44"}), (self.titles(tile), asked(whole.links["44"])))
        self.assertIn("1 résultat", tile.text)
        self.assertEqual(4, len(self.titles(self.follow(tile, "Loire-Atlantique ×"))))

    def test_every_facet_counts_what_its_link_leads_to(self):
        whole, followed = self.visitor.look(ADS), set()
        for words, to in whole.links.items():
            if not (count := re.search(r" \((\d+)\)$", words)) or not to.startswith("?"):
                continue
            with self.subTest(words):
                followed |= set(asked(to))
                self.assertEqual(int(count[1]), len(self.titles(self.visitor.look(ADS + to))))
        self.assertEqual({"kind", "region", "departement", "commune", "trade", "contract", "price_least", "price_most",
                          "surface_least", "surface_most", "days"}, followed)

    def test_a_chosen_filter_is_let_go_of_alone(self):
        page = self.visitor.look(ADS + "?q=cabinet&kind=premises-offered&commune=07186&price_least=600&price_most=999"
                                       "&near=privas&radius_km=20&days=7&sort=nearest")
        self.assertEqual(["Cabinet à Privas"], self.titles(page))
        chips = {words[:-2]: asked(to) for words, to in page.links.items() if words.endswith(" ×")}
        every = {"q": "cabinet", "kind": "premises-offered", "commune": "07186", "price_least": "600", "price_most": "999",
                 "near": "privas", "radius_km": "20", "days": "7", "sort": "nearest"}
        gone = {"Local proposé": {"kind"}, "Privas 07": {"commune"}, "À 20\u00a0km au plus de Privas 07": {"near", "radius_km", "sort"},
                "De 600 à 999\u00a0€": {"price_least", "price_most"}, "Depuis 7 jours": {"days"}}
        spaced = {" ".join(words.split()): names for words, names in gone.items()}
        self.assertEqual({words: {name: value for name, value in every.items() if name not in names} for words, names in spaced.items()},
                         chips)

    def test_orders_are_links_and_only_those_that_say_something(self):
        names = lambda page: [words for words in ("Pertinence", "Date récente", "Distance", "Prix croissant") if words in page.links]
        whole = self.visitor.look(ADS)
        self.assertEqual(["Date récente", "Prix croissant"], names(whole))
        self.assertEqual("Cabinet au calme", self.titles(self.follow(whole, "Prix croissant"))[0])
        near = self.visitor.look(ADS + "?q=cabinet&near=Nantes")
        self.assertEqual(["Pertinence", "Date récente", "Distance", "Prix croissant"], names(near))
        self.assertEqual("Cabinet à Nantes", self.titles(self.follow(near, "Distance"))[0])
        # Whoever empties the place has not to think of the order.
        self.assertEqual(4, len(self.titles(self.visitor.look(ADS + "?near=&radius_km=&sort=nearest"))))

    def test_forms_keep_what_is_chosen(self):
        page = self.visitor.look(ADS + "?contract=cdi&trade=infirmier&departement=07&days=30&sort=cheapest&surface_most=90")
        form = next(fields for fields in page.forms.values() if "near" in fields)
        self.assertEqual({"contract": "cdi", "trade": "infirmier", "departement": "07", "days": "30", "sort": "cheapest",
                          "surface_most": "90"}, {name: value for name, value in form.items() if value})
        found = self.visitor.look(SEARCH + "?q=cabinet&region=84&sort=newest")
        self.assertEqual({"q": "cabinet", "region": "84", "sort": "newest"}, found.forms[SEARCH])
        self.assertEqual({"q": ""}, page.forms[SEARCH])
        self.assertEqual({"q": "cabinet", "region": "84", "departement": "07", "sort": "newest"}, asked(found.links["Ardèche (2)"]))
        self.assertIn("2 résultats", self.follow(found, "Ardèche (2)", SEARCH).text)

    def test_what_is_mistyped_comes_back_with_its_fault(self):
        for wrong, field in ((("near", "Nulle-Part-sur-Rien"), "near"), (("radius_km", "501"), "radius_km"),
                             (("price_most", "mille"), "price_most"), (("surface_least", "-1"), "surface_least")):
            with self.subTest(wrong):
                query = {"q": "cabinet & jardin", "kind": "premises-offered", "near": "Privas", "radius_km": "20", **dict([wrong])}
                page = self.visitor.look(f"{ADS}?{urllib.parse.urlencode(query)}", 400)
                self.assertEqual({field}, page.faults)
                form = next(fields for fields in page.forms.values() if "near" in fields)
                self.assertEqual(query, {name: value for name, value in form.items() if value})
        self.assertEqual({"near"}, self.visitor.look(ADS + "?radius_km=20", 400).faults)
        self.assertEqual(set(), self.visitor.look(ADS + "?kind=boat", 400).faults)
        self.visitor.look(ADS + "?kind=boat&near=Nulle-Part-sur-Rien&radius_km=501", 400)


@unittest.skipUnless(OTHER_TIME, "PALABRE_OTHER_TIME names no library")
class Renewing(unittest.TestCase):
    def test_one_press_of_the_page_gives_an_ad_that_is_about_to_end_another_end(self):
        town = Town(self)
        email = "anne@example.org"
        anne = town.server.client().register("Anne Martin", email)
        anne.join("soins", "Anne Martin", True)
        room = anne.must(201, "POST", town.api + "/ads", ROOM)["id"]
        path, address = f"{town.api}/ads/{room}", f"{ADS}/{room}"
        self.assertNotIn(address + "/renew", Reader(self, anne).look(address).forms, "its end is far")
        until = lambda: datetime.datetime.fromisoformat(anne.must(200, "GET", path)["ad"]["expires"])
        town.server.stop()

        def fifty_five_days_later():
            os.environ.update({"LD_PRELOAD": OTHER_TIME, "OTHER_TIME_SECONDS": str(55 * 86_400)})
        server = town.house.serve(prepare=fifty_five_days_later)
        anne = server.client().sign_in(email)
        before, reader = until(), Reader(self, anne)
        page = reader.look(address)
        says = page.text.partition("Publiée jusqu’au\n")[2].partition("\n")[0]
        again = reader.look(reader.send(page, address + "/renew"))
        self.assertEqual(55, (until() - before).days)
        self.assertNotIn(says, again.text)
        self.assertNotIn(address + "/renew", again.forms)
        self.assertIn(ROOM["title"], Reader(self, server.client()).look(ADS).links)
        self.assertEqual(1, [step["what"] for step in anne.must(200, "GET", path + "/history")["history"]].count("renewed"))


if __name__ == "__main__":
    run_tests()
