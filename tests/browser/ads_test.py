#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Publishing an ad on a phone: each of the eight forms in few touches and with few fields that must be filled; what is written
outlives a reload; every page of ads is looked at."""
import unittest

from palabre_process import Town
from visitor import PHONE, WAIT, BrowserCase

MOST_TOUCHES = 12  # from "Publish an ad" to the published ad: each press, choice and field counts as one
MOST_NEEDED = 6
SLOWER = 4  # than this machine
KINDS = ("premises-offered", "premises-wanted", "job-offered", "job-wanted")
TYPED = {"title": "Un cabinet au calme", "body": "Deux pièces claires, près de la gare.", "structure": "Clinique du Parc",
         "surface": "30"}
CHOSEN = {"departement": "07", "contract": "cdi"}


class AdsTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.anna = cls.town.newcomer("Anna Ambre", True)
        cls.town.give_role(cls.anna, "moderator")

    def member(self, **how):
        visitor = self.visitor(self.server, size=PHONE, **how)
        name, value = self.anna.cookie.split("=", 1)
        visitor.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{self.server.port}"}])
        return visitor

    def fill(self, page):
        """Fills in what must be; how many fields that were."""
        needed = page.locator("main form [required]")
        for field in needed.all():
            name = field.get_attribute("name")
            if name in CHOSEN:
                field.select_option(CHOSEN[name])
            else:
                field.fill(TYPED[name])
        return needed.count()

    def test_each_of_the_eight_forms_is_short(self):
        visitor = self.member().slowed(SLOWER)
        for kind in KINDS:
            for party in ("person", "structure"):
                visitor.open("/c/soins/ads", look=False)
                visitor.press("main a.button[href$='/ads/new']", look=kind == KINDS[0] and party == "person")
                visitor.press(f"main a[href$='/{kind}/{party}']")
                needed = self.fill(visitor.page)
                self.assertLessEqual(needed, MOST_NEEDED, (kind, party))
                touches = 2 + needed + 1
                self.assertLessEqual(touches, MOST_TOUCHES, (kind, party))
                visitor.press("main form button:not([name])")
                self.assertRegex(visitor.address(), r"/c/soins/ads/[a-z2-7]{13}$")
                visitor.says(TYPED["title"])

    def test_what_is_written_outlives_a_reload(self):
        visitor = self.member().slowed(SLOWER)
        page = visitor.open("/c/soins/ads/new/premises-offered/person").page
        page.locator("#title").press_sequentially("Un cab")
        page.locator("#title").fill(TYPED["title"])
        page.locator("#body").fill(TYPED["body"])
        page.locator("#surface").fill("31")
        page.locator("#departement").select_option("07")
        page.wait_for_timeout(1_000)
        page.reload()
        page.locator(".draft").wait_for(timeout=WAIT)
        self.assertEqual((TYPED["title"], TYPED["body"], "31", "07"),
                         tuple(page.locator(f"#{name}").input_value() for name in ("title", "body", "surface", "departement")))

    def test_every_page_of_ads_in_both_languages(self):
        room = {"kind": "premises-offered", "title": "Cabinet à Privas", "body": "Clair.", "departement": "07", "surface": 30,
                "rent": 65000, "starts_on": "2027-01-15"}
        ad = self.anna.must(201, "POST", self.town.api + "/ads", room)["id"]
        bruno = self.town.newcomer("Bruno Bleu")
        bruno.must(204, "POST", f"{self.town.api}/ads/{ad}/reports", {"reason": "spam", "note": "Encore ?"})
        self.town.admin.must(204, "PUT", self.town.api + "/ads/rules", {"moderated": True, "open": True})
        waiting = bruno.must(201, "POST", self.town.api + "/ads", {**room, "title": "En attente"})["id"]
        self.town.admin.must(204, "PUT", self.town.api + "/ads/rules", {"moderated": False, "open": True})
        for language in ("fr", "en"):
            visitor = self.member(language=language)
            for path in ("", "/mine", "/favourites", "/queue", "/queue?waiting=reports", "/new", f"/{ad}", f"/{waiting}",
                         f"/{ad}/edit"):
                visitor.open("/c/soins/ads" + path)
            anybody = self.visitor(self.server, language=language)
            anybody.open("/c/soins/ads")
            anybody.open(f"/c/soins/ads/{ad}")


if __name__ == "__main__":
    unittest.main()
