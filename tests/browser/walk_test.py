#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stranger's whole way through the house, in a real browser: registers, confirms by mail, joins, lists, reads, opens a
thread with a photo from a phone, replies, reacts, accepts, quotes, edits, is told of an answer by mail and live, signs
out. On a phone and on a laptop, each in French and English, once by the keyboard alone, once without scripts. Every page on the
way is looked at (visitor.py)."""
import io
import re
import unittest
import urllib.parse

import pictures
from hands import Pointing, Typing
from mail_house import parts, wait_mails
from palabre_process import PASSWORD, Town
from PIL import Image
from visitor import LAPTOP, PHONE, WAIT, BrowserCase

ARRIVALS = "palabre-replies .arrivals"
SAYS = {
    "fr": {"confirmed": "Votre adresse est confirmée", "arrived": "1 nouvelle réponse", "accepted": "Réponse retenue", "edited": "modifié",
           "replied": "Nouvelle réponse", "sign_in": "Se connecter"},
    "en": {"confirmed": "Your address is confirmed", "arrived": "1 new reply", "accepted": "Accepted answer", "edited": "edited",
           "replied": "New reply", "sign_in": "Sign in"},
}


class WalkTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.boris = cls.town.newcomer("Boris Bleu")
        cls.seeded = cls.town.thread(cls.boris, "Quelle attelle pour un poignet ?", "Souple ou rigide ?")["id"]
        # From here on whoever registers confirms by mail, as houses do.
        cls.town.flags = ("--registration", "confirm")
        cls.town.restart()
        terms = cls.server.anonymous("/api/v1/legal/terms?language=fr").json["version"]
        cls.boris.must(204, "PUT", "/api/v1/account/terms", {"version": terms})

    def mailed_path(self, address, word, seconds=20):
        """The path of the first link with this word in the last mail to the address; the mail."""
        mails, count = [], 0
        while not mails:
            count += 1
            mails = [each for each in wait_mails(self.town.house.data / "mail" / "new", count, seconds) if each["To"] == address and
                     word in parts(each)[0]]
        link = re.search(rf"https?://\S*{word}\S*", parts(mails[-1])[0])[0]
        return urllib.parse.urlsplit(link).path, mails[-1]

    def test_on_a_phone_in_french(self):
        self.walk("fr", PHONE, Pointing)

    def test_on_a_phone_in_english(self):
        self.walk("en", PHONE, Pointing)

    def test_on_a_laptop_in_french(self):
        self.walk("fr", LAPTOP, Pointing)

    def test_on_a_laptop_in_english(self):
        self.walk("en", LAPTOP, Pointing)

    def test_by_the_keyboard_alone(self):
        self.walk("fr", LAPTOP, Typing)

    def test_without_scripts(self):
        self.walk("fr", PHONE, Pointing, scripts=False)

    def walk(self, language, size, hands, scripts=True):
        visitor = self.visitor(self.server, language=language, size=size, scripts=scripts)
        way = Way(self, visitor, hands(visitor), SAYS[language], scripts)
        way.registers_and_confirms(f"{language}-{size[0]}-{hands.__name__}-{scripts}@example.org".lower())
        way.joins()
        way.reads_and_replies()
        way.opens_a_thread_with_a_photo()
        way.is_told_of_an_answer()
        way.accepts_quotes_and_edits()
        way.signs_out()


class Way:
    def __init__(self, test, visitor, hands, says, scripts):
        self.test, self.town, self.visitor, self.hands, self.says, self.scripts = test, test.town, visitor, hands, says, scripts

    def registers_and_confirms(self, address):
        self.address = address
        self.visitor.open("/")
        self.hands.press('main a[href="/c/soins"]')
        self.hands.press('.account a[href^="/register"]')
        self.hands.fill("#name", "Sacha Sonde")
        self.hands.fill("#email", address)
        self.hands.fill("#password", PASSWORD)
        self.hands.touch("[name=terms]")
        self.hands.press('form[action="/register"] button')
        path, _ = self.test.mailed_path(address, "confirm")
        self.visitor.open(path)
        self.hands.press("main form button")
        self.visitor.says(self.says["confirmed"])

    def joins(self):
        self.hands.press('main a[href="/"]')
        self.hands.press('main a[href="/c/soins"]')
        self.hands.press('main a[href^="/c/soins/join"]')
        self.hands.fill("#name", "Sacha Sonde")
        self.hands.press('form[action="/c/soins/join"] button')

    def reads_and_replies(self):
        self.visitor.open("/c/soins")
        self.hands.press('main a[href="/c/soins/threads"]')
        self.hands.press(f'main a[href*="/t/{self.test.seeded}"]')
        self.visitor.says("Souple ou rigide ?")
        before = self.visitor.page.locator("article.post").count()
        self.hands.fill("#body", "Rigide la nuit, souple le jour.")
        self.hands.press("#reply form button")
        self.visitor.says("Rigide la nuit, souple le jour.")
        self.test.assertEqual(before + 1, self.visitor.page.locator("article.post").count())
        thanked = '#p1 button[aria-pressed="true"]'
        self.test.assertEqual(0, self.visitor.page.locator(thanked).count())
        self.hands.press('#p1 form[action*="/like/"] button')
        self.visitor.page.locator(thanked).wait_for(timeout=WAIT)

    def opens_a_thread_with_a_photo(self):
        self.visitor.open("/c/soins/threads")
        self.hands.press('a[href^="/c/soins/new"]')
        self.hands.touch("[name=kind][value=question]")
        self.hands.fill("#title", "Que voyez-vous ici ?")
        self.hands.fill("#body", "Une photo de mon téléphone.")
        self.hands.attach("#file-1", {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": pictures.phone(6)})
        self.hands.fill("#alternative-1", "Quatre couleurs")
        self.hands.touch("[name=spaces]")
        self.hands.press("main form button")
        self.visitor.says("Que voyez-vous ici ?", "Une photo de mon téléphone.")
        self.thread = re.search(r"/t/([a-z2-7]+)", self.visitor.address())[1]
        self.sees_it_upright_and_without_its_place()

    def sees_it_upright_and_without_its_place(self):
        shown = self.visitor.page.locator("#p1 img[srcset]")
        self.test.assertEqual("Quatre couleurs", shown.get_attribute("alt"))
        if self.scripts:  # without them no promise comes true
            self.test.assertTrue(shown.evaluate("e => e.decode().then(() => e.naturalHeight > e.naturalWidth)"))
        addresses = [part.split()[0] for part in shown.get_attribute("srcset").split(", ")]
        self.test.assertGreaterEqual(len(addresses), 2)
        for address in addresses:
            served = self.visitor.context.request.get(address)
            self.test.assertEqual(200, served.status, address)
            self.test.assertNotIn(pictures.PLACE, served.body())
            picture = Image.open(io.BytesIO(served.body()))
            self.test.assertFalse(picture.getexif())
            for place, colour in (((0.1, 0.1), pictures.RED), ((0.9, 0.1), pictures.BLUE), ((0.1, 0.9), pictures.GREEN)):
                dot = picture.convert("RGB").getpixel((int(place[0] * picture.width), int(place[1] * picture.height)))
                self.test.assertLess(max(abs(a - b) for a, b in zip(dot, colour)), 30, f"{address} {place}")

    def is_told_of_an_answer(self):
        page = self.visitor.page
        before = self.visitor.text() if self.scripts else None
        self.answer = self.town.reply(self.test.boris, self.thread, "Quatre **couleurs**, bien droites.")
        if self.scripts:
            self.test.assertNotIn("bien droites", before)
            page.locator(ARRIVALS).get_by_text(self.says["arrived"], exact=True).wait_for(timeout=WAIT)
            self.visitor.look()
            self.hands.touch(ARRIVALS)
            page.locator("#p2").get_by_text("bien droites").wait_for(timeout=WAIT)
        else:
            self.visitor.open(urllib.parse.urlsplit(page.url).path)
        self.visitor.says("Quatre couleurs, bien droites.")
        path, mail = self.test.mailed_path(self.address, self.thread)
        self.test.assertIn(self.says["replied"], mail["Subject"])
        self.visitor.open(path)

    def accepts_quotes_and_edits(self):
        page = self.visitor.page
        self.hands.press('#p2 form[action*="/accept/"] button')
        self.visitor.says(self.says["accepted"])
        self.hands.press('#p2 a[href*="quote="]')
        self.hands.fill("#body", "Merci, c’est bien cela.")
        self.hands.press("#reply form button")
        self.test.assertEqual(1, page.locator("#p3").get_by_text("bien droites").count())
        self.visitor.says("Merci, c’est bien cela.")
        self.hands.press('#p1 a[href*="/edit/"]')
        self.hands.fill("#body", "Une photo de mon téléphone, sans détour.")
        self.hands.press("main form button")
        self.visitor.says("sans détour", self.says["edited"])
        self.test.assertEqual(1, page.locator("#p1 img[srcset]").count())

    def signs_out(self):
        self.hands.touch(".account summary")
        self.hands.press('form[action="/sign-out"] button')
        self.visitor.open("/c/soins").says(self.says["sign_in"])
        self.visitor.open("/account", status=401)


if __name__ == "__main__":
    unittest.main()
