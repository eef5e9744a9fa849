#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two members and an ad, each on a phone, by pages alone: a saved search brings the ad to who looks for it, and a contact is made
and answered without either side seeing an address."""
import contextlib
import unittest

from mail_house import parts, wait_mails
from palabre_process import Town
from playwright.sync_api import Error
from visitor import PHONE, BrowserCase

SLOWER = 4  # than this machine
FEW_SECONDS = 10  # from what the one has sent to its notice on the other one's open page
TITLE, TEXT = "Cabinet lumineux au calme", "Deux pièces claires, près de la gare."
QUESTION, ANSWER = "Le local est-il encore libre en mars ?", "Oui, venez le voir jeudi."


class Seen:
    """The raw bytes of all pages that a visitor comes to, and of what their scripts ask for: `bodies`, (address, bytes)."""

    def __init__(self, visitor):
        self.bodies, self.waiting = [], []
        visitor.context.on("response", self.came)
        visitor.open, visitor.press = self.around(visitor.open), self.around(visitor.press)

    def came(self, answer):
        # A stream of changes has no end, and a redirection no body.
        if answer.request.resource_type in ("document", "fetch") and not 300 <= answer.status < 400:
            if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                self.waiting.append(answer)

    def around(self, act):
        """The browser forgets the bytes of a page that is left."""
        def acts(*what, **how):
            self.keep()
            visitor = act(*what, **how)
            self.keep()
            return visitor
        return acts

    def keep(self):
        while self.waiting:
            answer = self.waiting.pop(0)
            with contextlib.suppress(Error) if answer.request.resource_type == "fetch" else contextlib.nullcontext():  # one cut short
                self.bodies.append((answer.url, answer.body()))


class AdsContactTest(BrowserCase):
    def setUp(self):
        self.town = Town(self)
        self.rosa, self.luc = self.town.newcomer("Rosa Quintin"), self.town.newcomer("Luc Ferrand")

    def comes(self, client):
        return self.member(client, size=PHONE).slowed(SLOWER)

    def publish(self, visitor):
        """An ad, by the page."""
        visitor.open("/c/soins/ads", look=False)
        visitor.press("main a.button[href$='/ads/new']", look=False)
        visitor.press("main a[href$='/premises-offered/person']", look=False)
        visitor.fill("#title", TITLE).fill("#body", TEXT).fill("#surface", "40")
        visitor.page.locator("#departement").select_option("44")
        visitor.press("main form button:not([name])")
        visitor.says(TITLE)

    def is_told(self, visitor):
        """Soon, the bell on the page that stands open tells of one notice; it leads there."""
        visitor.page.locator("#bell .short", has_text="1").wait_for(timeout=1_000 * FEW_SECONDS)
        visitor.press("#bell")

    def test_the_alert_of_a_saved_search_arrives(self):
        luc, rosa = self.comes(self.luc), self.comes(self.rosa)
        luc.open("/c/soins/ads")
        luc.fill("#words", "cabinets lumineux")
        luc.press("main form[role=search] button")
        luc.press("main a[href*='/saved-searches?']")
        luc.press("main form[action$='/saved-searches'] button")
        luc.says("« cabinets lumineux »")
        self.publish(rosa)
        self.is_told(luc)
        luc.press(f"main .rows a:has-text('{TITLE}')")
        luc.says(TITLE, TEXT)

    def test_a_contact_is_made_and_answered_without_either_side_seeing_an_address(self):
        luc, rosa = self.comes(self.luc), self.comes(self.rosa)
        seen = {self.luc: Seen(luc), self.rosa: Seen(rosa)}
        self.publish(rosa)
        luc.open("/c/soins/ads", look=False)
        luc.press(f"main .rows a:has-text('{TITLE}')")
        luc.press("main a[href$='/contact']")
        luc.fill("#body", QUESTION)
        luc.press("#contact form button")
        luc.says(QUESTION)
        self.is_told(rosa)
        mails = self.town.house.data / "mail" / "new"
        wait_mails(mails, 1)  # what is answered before is no news for a mail
        rosa.press(f"main .rows a:has-text('{TITLE}')")
        rosa.says(QUESTION)
        rosa.fill("#write #body", ANSWER)
        rosa.press("#write form button")
        rosa.says(QUESTION, ANSWER)
        self.is_told(luc)
        luc.press(f"main .rows a:has-text('{TITLE}')")
        luc.says(QUESTION, ANSWER)
        by_mail = {client: [mail for mail in wait_mails(mails, 2) if mail["To"] == client.email] for client in (self.luc, self.rosa)}
        for mine, other in ((self.luc, self.rosa), (self.rosa, self.luc)):
            with self.subTest(mine.email):
                self.assertGreaterEqual(len(seen[mine].bodies), 4)
                self.assertEqual([], [url for url, body in seen[mine].bodies if other.email.encode() in body])
                self.assertEqual(1, len(by_mail[mine]))
                for mail in by_mail[mine]:
                    for text in (mail.as_bytes().decode(), *parts(mail)):
                        self.assertNotIn(other.email, text)


if __name__ == "__main__":
    unittest.main()
