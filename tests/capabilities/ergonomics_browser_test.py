#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""That one needs no help: in a real browser, by what is read or heard on the page, never by an address that one must know."""
import pathlib
import re
import sys
import unittest
import urllib.parse

for folder in ("browser", "system"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / folder))
from hands import Pointing, Typing  # noqa: E402 - found by the lines above
from mail_house import parts, wait_mails  # noqa: E402
from palabre_process import PASSWORD, Town  # noqa: E402
from visitor import LAPTOP, PHONE, BrowserCase  # noqa: E402

# The keystroke-level model (Card, Moran and Newell 1980), in seconds; a key as people type on phones, 36 words a minute
# (Palin, Feit, Kim, Kristensson and Oulasvirta 2019); reading at leisure, 200 words a minute.
KEY, POINT, THINK, WORD, PAGE = 60 / (36 * 5), 1.1, 1.35, 60 / 200, 1.5
# Of a page on which one looks for the next step at most 28 of 100 words are read (Weinreich, Obendorf, Herder and Mayer 2008). The page
# with most words, where she writes, counts whole. Who reads every word of every page takes some four minutes: that is not asserted.
SKIMMED = 0.28
LIMIT = 180


class Ergonomics(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.town.thread(cls.town.newcomer("Boris Bleu"), "Quelle attelle ?")
        cls.town.flags = ("--registration", "confirm")
        cls.town.restart()

    def setUp(self):
        for kept in (self.browser.seen, self.browser.judged):
            kept.clear()  # each test looks at every page itself

    def posts(self, hands, address):
        """From the first page to a thread of one's own. Everything is found by its role and name: what a screen reader
        says. Seconds by the model."""
        page, read = hands.page, {}  # words of each page that comes, once, however often she looks there

        def by(role, name):
            opened = page.evaluate("performance.timeOrigin")
            read[opened] = max(read.get(opened, 0), len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", page.locator("main").inner_text())))
            return page.locator("main, header, aside").get_by_role(role, name=re.compile(name, re.IGNORECASE)).first

        hands.visitor.open("/")
        hands.press(by("link", "Soins de ville"))
        hands.press(by("link", "Créer un compte"))
        hands.fill(by("textbox", "Nom"), "Sacha Sonde")
        hands.fill(by("textbox", "Adresse"), address)
        hands.fill(page.get_by_label(re.compile("Mot de passe")), PASSWORD)
        hands.touch(by("checkbox", "conditions"))
        hands.press(by("button", "Créer"))
        self.follow_the_mail(hands, address)
        hands.press(by("button", "Confirmer"))
        hands.press(by("link", "Choisir une communauté"))
        hands.press(by("link", "Soins de ville"))
        hands.press(by("link", "Rejoindre"))
        self.assertEqual(by("textbox", "Nom").input_value(), "Sacha Sonde")  # known already
        hands.press(by("button", "Rejoindre"))
        hands.press(by("link", "Ouvrir une discussion"))
        hands.touch(by("radio", "Question"))
        hands.fill(by("textbox", "Titre"), "Quelle attelle pour un pouce ?")
        hands.fill(by("textbox", "Votre message"), "Une entorse de la semaine dernière, encore douloureuse le soir.")
        hands.touch(by("checkbox", "Accueil"))
        hands.press(by("button", "Publier"))
        hands.visitor.says("Quelle attelle pour un pouce ?", "encore douloureuse le soir")
        words = max(read.values()) + SKIMMED * (sum(read.values()) - max(read.values()))
        return hands.typed * KEY + hands.pressed * (POINT + THINK) + words * WORD + len(read) * PAGE

    def follow_the_mail(self, hands, address):
        count, mine = 0, []
        while not mine:
            count += 1
            mine = [mail for mail in wait_mails(self.town.house.data / "mail" / "new", count) if mail["To"] == address]
        link = re.search(r"https?://\S+/confirm/\S+", parts(mine[-1])[0])[0]
        hands.pressed += 1
        hands.visitor.open(urllib.parse.urlsplit(link).path)

    def test_P11_a_new_member_posts_unaided_in_less_than_three_minutes(self):
        hands = Pointing(self.visitor(self.server, size=PHONE))
        seconds = self.posts(hands, "phone@example.org")
        print(f"{hands.pressed} presses, {hands.typed} keys: {seconds:.0f} s by the keystroke-level model")
        self.assertLess(seconds, LIMIT)

    def test_P11_the_path_passes_by_keyboard_and_as_a_screen_reader_tells_it(self):
        # visitor.py looks at each page on the way: WCAG 2.2 AA by axe, labels, one first heading, language, title.
        hands = Typing(self.visitor(self.server, size=LAPTOP))
        self.posts(hands, "keys@example.org")
        self.assertGreater(len(self.browser.seen), 8)


if __name__ == "__main__":
    unittest.main()
