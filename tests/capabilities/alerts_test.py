# SPDX-License-Identifier: Apache-2.0
"""Saved searches: a published ad finds those that ask for it, and nobody is told of anything else."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from forum_test import Reader  # noqa: E402 - found by the lines above
from palabre_process import Town, run_tests  # noqa: E402


class Alerts(unittest.TestCase):
    def setUp(self):
        self.town = town = Town(self)
        self.rosa, self.luc, self.anne = (town.newcomer(name) for name in ("Rosa Quintin", "Luc Ferrand", "Anne Martin"))

    def save(self, client, **wanted):
        return client.must(201, "POST", self.town.api + "/saved-searches", wanted)["id"]

    def ad(self, client, **more):
        made = client.must(201, "POST", self.town.api + "/ads",
                           {"kind": "premises-offered", "title": "Cabinet lumineux à Nantes", "body": "Proche de l’hôpital.",
                            "departement": "44", "place": "Nantes", "surface": 40, "rent": 90000, "starts_on": "2027-03-01",
                            "latitude": 4722, "longitude": -155, **more})["id"]
        self.town.server.wait_applied()
        return made

    def told(self, client):
        return [each["ad"]["id"] for each in client.must(200, "GET", self.town.api + "/notices")["notices"]
                if each["kind"] == "alert"]

    def test_M10_a_saved_search_sends_alerts(self):
        luc = Reader(self, self.luc)
        page = luc.look("/c/soins/saved-searches")
        luc.send(page, "/c/soins/saved-searches", q="cabinets lumineux", kind="premises-offered", departement="44", price_most="1000")
        ad = self.ad(self.rosa)
        self.assertEqual([ad], self.told(self.luc))
        self.assertIn("Cabinet lumineux à Nantes", luc.look("/c/soins/notices").links)
        self.assertEqual(1, self.luc.must(200, "GET", self.town.api + "/notices/unread")["unread"])
        self.assertEqual("daily", self.luc.must(200, "GET", self.town.api + "/notices/settings")["alert_mail"])
        search, = self.luc.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"]
        dropped = luc.send(luc.look("/c/soins/saved-searches"), "/c/soins/saved-searches/drop", search=search["id"])
        self.ad(self.rosa)
        self.assertEqual([ad], self.told(self.luc), "off in one click")
        luc.undo(dropped)
        back, = self.luc.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"]
        self.assertEqual(search | {"id": back["id"], "created": back["created"]}, back)

    def test_M10_a_search_that_was_dropped_comes_back_as_it_was(self):
        luc = Reader(self, self.luc)
        self.save(self.luc, q="cabinet & jardin", trade="infirmier", contract="cdi", latitude=4730, longitude=-150, radius_km=20,
                  price_least=10000, price_most=90000, surface_least=20, surface_most=80)
        before, = self.luc.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"]
        page = luc.look("/c/soins/saved-searches")
        self.assertNotIn("Annuler", page.text)
        dropped = luc.send(page, "/c/soins/saved-searches/drop", search=before["id"])
        luc.undo(dropped)
        after, = self.luc.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"]
        self.assertEqual({**before, "id": after["id"], "created": after["created"]}, after)
        # What its form cannot say it does not promise to bring back.
        cents = self.save(self.luc, price_most=10050)
        dropped = luc.send(luc.look("/c/soins/saved-searches"), "/c/soins/saved-searches/drop", search=cents)
        self.assertIsNone(luc.look(dropped).toast)

    def test_M10_the_alert_is_there_when_the_publication_is_answered(self):
        self.save(self.luc, q="cabinets lumineux", kind="premises-offered")
        ad = self.rosa.must(201, "POST", self.town.api + "/ads",
                            {"kind": "premises-offered", "title": "Cabinet lumineux", "body": "Clair.", "departement": "44",
                             "place": "Nantes", "surface": 40})["id"]
        self.assertEqual([ad], self.told(self.luc))
        self.assertEqual([], self.told(self.anne))

    def test_M10_each_part_of_a_search_counts(self):
        right = {"kind": "premises-offered", "departement": "44", "q": "hopital", "price_most": 100000, "surface_least": 30,
                 "latitude": 4730, "longitude": -150, "radius_km": 20}
        wrong = {"kind": "premises-wanted", "departement": "29", "q": "piscine", "price_most": 80000, "surface_least": 50}
        self.save(self.luc, **right)
        for name, value in wrong.items():
            self.save(self.anne, **{**right, name: value})
        self.save(self.anne, **{**right, "latitude": 4839, "longitude": -449})
        ad = self.ad(self.rosa)
        self.assertEqual(([ad], []), (self.told(self.luc), self.told(self.anne)))

    def test_M10_around_a_place_by_its_name(self):
        luc, anne = Reader(self, self.luc), Reader(self, self.anne)
        found = luc.look("/c/soins/ads?q=cabinet&near=Nantes&radius_km=20&price_most=1000")
        self.assertIn("/c/soins/saved-searches?q=cabinet&near=Nantes&radius_km=20&price_most=1000", found.links.values())
        page = luc.look("/c/soins/saved-searches?q=cabinet&near=Nantes&radius_km=20&price_most=1000")
        luc.send(page, "/c/soins/saved-searches")
        self.assertIn("vers Nantes (44), 20 km alentour", luc.look("/c/soins/saved-searches").text)
        refused = anne.send(anne.look("/c/soins/saved-searches"), "/c/soins/saved-searches", 422, near="Nulle-Part-sur-Rien",
                            radius_km="20")
        self.assertIn("Nulle-Part-sur-Rien", refused.values)
        refused = anne.send(anne.look("/c/soins/saved-searches"), "/c/soins/saved-searches", 422, radius_km="20")
        self.assertIn("near", refused.faults)
        anne.send(anne.look("/c/soins/saved-searches"), "/c/soins/saved-searches", near="Brest", radius_km="20")
        for near in ("44000 ", " 47.22, -1.55"):
            self.save(self.anne, near=near, radius_km=1, kind="job-offered")
        mine = self.anne.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"]
        self.assertEqual([(4722, -155)] * 2, [(each["latitude"], each["longitude"]) for each in mine if each["kind"] == "job-offered"])
        self.assertNotIn("saved-searches?", str(luc.look("/c/soins/ads?sort=cheapest").links))
        ad = self.ad(self.rosa)
        self.assertEqual(([ad], []), (self.told(self.luc), self.told(self.anne)))

    def test_M10_who_publishes_is_not_told_of_her_own_ads_nor_anybody_of_drafts(self):
        self.save(self.rosa)
        self.save(self.luc)
        self.ad(self.rosa, draft=True)
        self.assertEqual([], self.told(self.luc))
        ad = self.ad(self.rosa)
        self.assertEqual(([ad], []), (self.told(self.luc), self.told(self.rosa)))
        self.rosa.must(204, "POST", f"{self.town.api}/ads/{ad}/withdrawal")
        self.town.server.wait_applied()
        self.assertEqual([], self.told(self.luc), "what is over is no news")

    def test_M10_bad_searches_are_refused(self):
        for wanted in ({"trade": "sorcier"}, {"departement": "00"}, {"region": "zz"}, {"contract": "?"}, {"kind": "boat"}, {"q": "x" * 501},
                       {"latitude": 4700}, {"latitude": 4700, "longitude": 100}, {"latitude": 9001, "longitude": 0, "radius_km": 5},
                       {"radius_km": 5}, {"near": "Nantes"}, {"near": "Nulle-Part-sur-Rien", "radius_km": 5}, {"near": "x" * 101, "radius_km": 5},
                       {"near": "Nantes", "latitude": 4722, "longitude": -155, "radius_km": 5}, {"near": "Nantes", "radius_km": 501},
                       {"near": 5, "radius_km": 5}, {"near": "91,0", "radius_km": 5}, {"near": " ", "radius_km": 5}, {"near": "a\nb", "radius_km": 5},
                       {"price_least": 2, "price_most": 1}, {"surface_most": -1}, {"colour": "red"}):
            with self.subTest(wanted):
                self.assertEqual(422, self.luc.post(self.town.api + "/saved-searches", wanted).status)
        for number in range(20):
            self.save(self.luc, q=f"mot{number}")
        self.assertEqual(422, self.luc.post(self.town.api + "/saved-searches", {"q": "encore"}).status)
        mine = self.luc.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"][0]["id"]
        self.assertEqual(404, self.anne.delete(f"{self.town.api}/saved-searches/{mine}").status)
        self.assertEqual([], self.anne.must(200, "GET", self.town.api + "/saved-searches")["saved_searches"])


if __name__ == "__main__":
    run_tests()
