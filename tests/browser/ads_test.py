#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Publishing an ad on a phone: each of the eight forms in few touches and with few fields that must be filled; what is written
outlives a reload; every page of ads is looked at."""
import unittest

import islands_drafts_test as drafts
from hands import Pointing
from palabre_process import Town
from visitor import PHONE, WAIT, BrowserCase

MOST_TOUCHES = 12  # from "Publish an ad" to the published ad: each press and field counts as one, what is chosen from a list as two
MOST_NEEDED = 6
SLOWER = 4  # than this machine
KINDS = ("premises-offered", "premises-wanted", "job-offered", "job-wanted")
FORMS = [(kind, party) for kind in KINDS for party in ("person", "structure")]
TYPED = {"title": "Un cabinet au calme", "body": "Deux pièces claires, près de la gare.", "structure": "Clinique du Parc",
         "surface": "30"}
CHOSEN = {"departement": "07", "contract": "cdi"}
# What one can fill in on a form, open or folded, but for files.
FIELDS = "main form :is(textarea, select, input:not([type=hidden], [type=file])):not(.attach *)"
VALUES = f"""() => Object.fromEntries([...document.querySelectorAll(`{FIELDS}`)]
    .map(e => [e.name, e.type === 'checkbox' && !e.checked ? '' : e.value]))"""


class AdsTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.anna = cls.town.newcomer("Anna Ambre", True)
        cls.town.give_role(cls.anna, "moderator")

    def anna_comes(self, **how):
        return self.member(self.anna, size=PHONE, **how)

    def fill(self, hands):
        """Fills in what must be; how many fields that were."""
        needed = hands.page.locator("main form [required]")
        for field in needed.all():
            name = field.get_attribute("name")
            if name in CHOSEN:
                hands.choose(field, CHOSEN[name])
            else:
                hands.fill(field, TYPED[name])
        return needed.count()

    def test_each_of_the_eight_forms_is_short(self):
        visitor = self.anna_comes().slowed(SLOWER)
        for kind, party in FORMS:
            with self.subTest(kind=kind, party=party):
                hands, first = Pointing(visitor), (kind, party) == FORMS[0]
                visitor.open("/c/soins/ads", look=False)
                hands.press("main a.button[href$='/ads/new']", look=first)
                hands.press(f"main a[href$='/{kind}/{party}']")
                self.assertLessEqual(self.fill(hands), MOST_NEEDED)
                hands.press("main form button:not([name])")
                self.assertRegex(visitor.address(), r"/c/soins/ads/[a-z2-7]{13}$")
                visitor.says(TYPED["title"])
                self.assertLessEqual(hands.pressed, MOST_TOUCHES)

    def write(self, page, form):
        """Something into each field; what then stands in them."""
        page.locator("main form details:not([open]) > summary").first.click()
        for field in page.locator(FIELDS).all():
            name, kind = field.get_attribute("name"), field.evaluate("e => e.type")
            if kind == "select-one":
                field.select_option(index=field.evaluate("e => e.options.length - 1"))
            elif kind == "checkbox":
                field.check()
            elif kind == "date":
                field.fill("2027-03-01")
            else:
                field.fill("31" if field.get_attribute("inputmode") == "decimal" else f"Écrit dans {name} de {form}")
        return page.evaluate(VALUES)

    def stored(self, page, wanted):
        """Until all that was written is on the disk."""
        for _ in range(WAIT // 100):
            kept = page.evaluate(drafts.STORED)
            if any(wanted.items() <= dict(fields).items() for _, fields in kept):
                return
            page.wait_for_timeout(100)
        self.fail(f"{wanted} is not kept: {kept}")

    def test_what_is_written_on_each_of_the_eight_forms_outlives_a_reload(self):
        page = self.anna_comes().slowed(SLOWER).page
        for kind, party in FORMS:
            with self.subTest(kind=kind, party=party):
                page.goto(f"/c/soins/ads/new/{kind}/{party}")
                wanted = self.write(page, f"{kind} {party}")
                self.assertLessEqual({"title", "body", "departement"}, set(wanted))
                self.assertTrue(all(wanted.values()), wanted)
                self.stored(page, wanted)
                page.reload()
                page.locator(".draft").wait_for(timeout=WAIT)
                self.assertEqual(wanted, page.evaluate(VALUES))

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
            visitor = self.anna_comes(language=language)
            for path in ("", "/mine", "/favourites", "/queue", "/queue?waiting=reports", "/new", f"/{ad}", f"/{waiting}",
                         f"/{ad}/edit"):
                visitor.open("/c/soins/ads" + path)
            anybody = self.visitor(self.server, language=language)
            anybody.open("/c/soins/ads")
            anybody.open(f"/c/soins/ads/{ad}")


if __name__ == "__main__":
    unittest.main()
