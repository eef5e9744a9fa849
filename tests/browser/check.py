#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Walks through a running Palabre with a real browser, without JavaScript, as a newcomer would.

    tests/browser/check.py http://127.0.0.1:8080 [FOLDER] [--community SLUG]

Reads first, as a visitor, on a phone and on a laptop, light and dark. Where the community has a space, it then registers
a new account, joins, opens a thread, replies, comments, thanks, accepts, follows, edits the profile, signs out; as a
moderator, where one is named, it pins, locks, moves and removes. It writes, so give it a server that may be written to. Screenshots go to FOLDER. Ends with status 1 at the first thing that is not as it should be.
"""

import argparse
import json
import os
import secrets
import sys
import typing

from chromium import Chromium

PHONE, LAPTOP = 360, 1280


class Newcomer(typing.NamedTuple):
    name: str
    email: str
    password: str


class Walk:
    def __init__(self, browser, base, folder):
        self.browser = browser
        self.base = base.rstrip("/")
        self.folder = folder
        self.done = 0

    def check(self, true, what):
        if not true:
            page = self.browser
            raise AssertionError(f"{what}\n  at {page.address()}\n  the page says: {page.text()[:600]}")
        self.done += 1

    def goes(self, path, status=200):
        got = self.browser.open(self.base + path)
        self.check(got == status, f"{path} is answered {got}, not {status}")
        self.stands()

    def says(self, *texts):
        for text in texts:
            self.check(text in self.browser.text(), f"“{text}” is missing")

    def stands(self):
        """What holds for every page."""
        page = self.browser
        self.check(page.value("document.documentElement.lang") in ("fr", "en"), "no language")
        self.check(page.value("document.title").strip() != "", "no title")
        self.check(page.value("document.querySelectorAll('main h1').length") == 1, "not one heading")
        for landmark in ("header", "main", "footer", "a.skip[href='#content']"):
            selector = f"body > {landmark}, body > .sheet > {landmark}"
            self.check(page.value(f"document.querySelectorAll({json.dumps(selector)}).length") == 1, f"not one {landmark}")
        self.check(page.value("[...document.querySelectorAll('input:not([type=hidden]), textarea')]"
                              ".every(e => e.labels.length > 0)"), "a field without label")
        self.check(page.value("document.styleSheets[0].cssRules.length > 50"),
                   "the stylesheet is not there")
        self.check(page.value("document.scrollingElement.scrollWidth <= innerWidth"), "wider than the window")
        small = page.value("[...document.querySelectorAll('.row, button, .button, .top a, .places a, .sorts a, .pager a')]"
                           ".filter(e => e.offsetParent && e.getBoundingClientRect().height < (innerWidth < 1024 ? 44 : 36))"
                           ".map(e => e.outerHTML.slice(0, 80))")
        self.check(small == [], f"too small to hit: {small}")
        expected = ("404", "403", "401", "410", "422", "412", "status of 4")
        odd = [c for c in page.complaints if not any(e in c for e in expected)]
        self.check(odd == [], f"the browser complains: {odd}")

    def is_signed_in(self):
        self.check(self.browser.value("document.querySelector(\"form[action='/sign-out']\") !== null"), "not signed in")

    def picture(self, name):
        if not self.folder:
            return
        page = self.browser
        for width in (PHONE, LAPTOP):
            page.resize(width)
            self.stands()
            page.screenshot(os.path.join(self.folder, f"{name}-{width}.png"))

    # ---- The way ----

    def as_visitor(self, slug):
        page = self.browser
        self.goes("/")
        page.languages("fr")
        self.goes("/")
        self.says("Communautés", "Se connecter")
        self.picture("communities")
        path = f"/c/{slug}" if slug else page.value("document.querySelector('.row a').getAttribute('href')")
        self.goes(path)
        self.says("Espaces", "Discussions récentes", "Rejoindre la communauté")
        self.check(page.value("document.documentElement.lang") == "fr", "not in French")
        demo = page.value("document.querySelector('.demo') !== null")
        self.picture("community")
        page.colours("dark")
        self.picture("community-dark")
        page.colours("light")
        page.languages("en")
        self.goes(path)
        self.says("Spaces", "Recent threads")
        page.languages("fr")

        for sort, words in (("activity", "dernière activité"), ("newest", "date d’ouverture"), ("unanswered", "sans réponse")):
            self.goes(f"{path}/threads?sort={sort}")
            self.says(words)
            self.check(page.value("document.querySelectorAll('.sorts [aria-current]').length") == 1, "which sort is it")
        self.goes(f"{path}/threads")
        self.picture("threads")
        if page.value("document.querySelector('.row a') !== null"):
            self.check(page.click(".row a") == 200, "no thread")
            self.stands()
            self.check("/t/" in page.address(), "not a thread's address")
            self.check(page.value("document.querySelectorAll('article.post').length") >= 1, "a thread without posts")
            self.says("Se connecter")
            self.picture("thread")
            self.check(page.value("document.querySelector('.demo') !== null") == demo, "the demo is not marked on every page")
        space = page.value("document.querySelector('.places a[href*=\"/s/\"]')?.getAttribute('href')")
        if space:
            self.goes(space)
            self.says("Trier par")
            self.picture("space")

        self.goes("/nowhere", 404)
        self.says("Voir les communautés")
        self.picture("not-found")
        self.goes(f"{path}/t/aaaaaaaaaaaaa", 404)
        self.goes(f"{path}/new", 401)
        self.says("Se connecter")
        return path, space

    def as_member(self, path, space):
        who = Newcomer("Camille Essai", f"camille-{secrets.token_hex(6)}@example.org", secrets.token_hex(12))
        self.registers(path, who)
        self.joins(path, who)
        thread = self.opens_a_thread(path, space, who)
        self.answers()
        self.edits_and_follows()
        self.edits_the_profile(who)
        self.comes_back(path, thread, who)
        return thread

    def registers(self, path, who):
        page = self.browser
        self.goes("/sign-in?next=" + path)
        page.fill("#email", who.email)
        page.fill("#password", "not this one at all")
        self.check(page.click("main form button") == 401, "a wrong password signs in")
        self.stands()
        self.check(page.value("document.querySelector('#email').value") == who.email, "the address was lost")
        self.check(page.value("document.querySelector('#password').value") == "", "the password was sent back")
        self.picture("sign-in-refused")

        self.goes("/register?next=" + path)
        self.picture("register")
        page.fill("#name", who.name)
        page.fill("#email", who.email)
        page.fill("#password", "short")
        page.press("[name=terms]")
        self.check(page.click("main form button") == 422, "a short password is taken")
        self.check(page.value("document.querySelector('#password').getAttribute('aria-invalid')") == "true", "no fault shown")
        page.fill("#password", who.password)
        self.check(page.click("main form button") == 200, "cannot register")
        self.check(page.address() == self.base + path, "not where one came from")
        self.is_signed_in()

    def joins(self, path, who):
        page = self.browser
        self.goes(f"{path}/new", 403)
        self.says("Rejoindre la communauté")
        self.goes(f"{path}/join")
        page.fill("#name", who.name)
        self.picture("join")
        self.check(page.click("main form button") == 200, "cannot join")
        self.says(who.name)

    def opens_a_thread(self, path, space, who):
        page = self.browser
        slug = space.rsplit("/", 1)[1]
        self.goes(f"{path}/new?space={slug}")
        self.check(page.value("document.querySelectorAll('[name=spaces]:checked').length") == 1, "the space is not chosen")
        chosen = page.value("document.querySelector('[name=spaces]:checked').value")
        self.picture("new")
        page.fill("#title", "Un essai : « ceci » & <cela>")
        page.fill("#body", "Premier paragraphe.\n\n- un\n- deux\n\n<script>alert(1)</script>")
        page.press("[name=spaces]:checked")
        self.check(page.click("main form button") == 422, "a thread without space")
        self.stands()
        self.check(page.value("document.querySelector('#body').value").startswith("Premier paragraphe.\n\n- un"), "text lost")
        self.check("<script>" in page.value("document.querySelector('#body').value"), "text changed")
        self.picture("new-refused")
        page.press(f"[name=spaces][value='{chosen}']")
        self.check(page.click("main form button") == 200, "cannot open a thread")
        self.stands()
        self.says("Un essai : « ceci » & <cela>", "<script>alert(1)</script>", who.name)
        return page.address().split("#")[0]

    def answers(self):
        page = self.browser
        page.fill("#body", "Une **réponse**.")
        self.check(page.click(".reply form button") == 200, "cannot reply")
        self.check(page.address().endswith("#p2"), "not at the reply")
        self.says("Une réponse.", "1 réponse")
        page.press("#p2 details:has([name=parent]) summary")
        page.fill("#comment-2", "Un commentaire.")
        self.check(page.click("#p2 form:has([name=parent]) button") == 200, "cannot comment")
        self.says("Un commentaire.", "en réponse au message 2")
        self.check(page.click("#p2 form[action*='/like/'] button") == 200, "cannot thank")
        self.check(page.value("document.querySelector('#p2 [aria-pressed]').getAttribute('aria-pressed')") == "true", "no thanks")
        self.says("Merci · 1")
        self.check(page.click("#p2 form[action*='/unlike/'] button") == 200, "cannot take thanks back")
        self.check(page.click("#p2 form[action*='/accept/'] button") == 200, "cannot accept")
        self.says("Réponse retenue", "Voir le message 2 à sa place")
        self.picture("thread-member")

    def edits_and_follows(self):
        page = self.browser
        if page.value("document.querySelector('#p1 a[href*=\"/edit/\"]') !== null"):
            self.check(page.click("#p1 a[href*='/edit/']") == 200, "cannot edit")
            self.stands()
            self.picture("edit")
            self.check("Premier paragraphe." in page.value("document.querySelector('#body').value"), "not what was written")
            page.fill("#body", "Paragraphe corrigé.")
            self.check(page.click("main form button") == 200, "cannot save")
            self.says("Paragraphe corrigé.", "modifié")
        self.check(page.click("form[action*='/follow/'] button") == 200, "cannot follow")
        self.says("Ne plus suivre")
        self.check(page.click("form[action*='/unfollow/'] button") == 200, "cannot stop following")
        self.check(page.value("document.querySelector('form[action*=\"/pin/\"]') === null"), "may pin without being a moderator")

    def edits_the_profile(self, who):
        page = self.browser
        self.check(page.click(".post .author a") == 200, "no member page")
        self.says("Messages et annonces publiés")
        self.picture("member")
        self.check(page.click("main a[href$='/profile']") == 200, "cannot edit one's profile")
        self.stands()
        self.check(page.value("document.querySelector('#name').value") == who.name, "not the name")
        page.value("document.querySelector('#trade').selectedIndex = 2")
        trade = page.value("document.querySelector('#trade').selectedOptions[0].text")
        page.fill("#bio", "Deux mots\u00a0: *bonjour*.")
        self.picture("profile")
        self.check(page.click("main form button") == 200, "cannot save the profile")
        self.says(trade, "bonjour")
        self.check(page.click("main a[href$='/profile']") == 200, "cannot edit one's profile again")
        self.check(page.value("document.querySelector('#bio').value") == "Deux mots\u00a0: *bonjour*.", "not what was written")

    def comes_back(self, path, thread, who):
        page = self.browser
        self.check(page.click("form[action='/sign-out'] button") == 200, "cannot sign out")
        self.says("Se connecter")
        self.check(page.open(thread) == 200, "the thread is gone")
        self.check(who.name not in page.text(), "a visitor sees a name that was not to be shown")
        self.goes("/sign-in?next=" + path)
        page.fill("#email", who.email)
        page.fill("#password", who.password)
        self.check(page.click("main form button") == 200, "cannot sign in again")
        self.check(page.address() == self.base + path, "not where one came from")
        self.says(who.name)
        self.check(page.click("form[action='/sign-out'] button") == 200, "cannot sign out again")

    def as_moderator(self, path, thread, email, password):
        page = self.browser
        self.goes("/sign-in?next=" + path)
        page.fill("#email", email)
        page.fill("#password", password)
        self.check(page.click("main form button") == 200, "the moderator cannot sign in")
        self.check(page.open(thread) == 200, "the moderator does not see the thread")
        for act, then in (("pin", "Ne plus épingler"), ("lock", "fermée aux réponses"), ("unlock", "Fermer aux réponses"),
                          ("unpin", "Épingler")):
            self.check(page.click(f"form[action*='/{act}/'] button") == 200, f"cannot {act}")
            self.stands()
            self.says(then)
        other = page.value("document.querySelector('form[action*=\"/move/\"] input[name=spaces]:not(:checked)')?.value")
        if other:
            page.press("details:has(form[action*='/move/']) summary")
            page.press(f"form[action*='/move/'] input[value='{other}']")
            self.picture("thread-moderator")
            self.check(page.click("form[action*='/move/'] button") == 200, "cannot move")
            chosen = "document.querySelectorAll('form[action*=\"/move/\"] input[name=spaces]:checked').length"
            self.check(page.value(chosen) == 2, "not in both spaces")
        page.press("#p3 details:has(form[action*='/remove/']) summary")
        self.says("Plus personne ne verra ce message")
        self.check(page.click("#p3 form[action*='/remove/'] button") == 200, "cannot remove")
        self.says("Message retiré")


def main():
    parser = argparse.ArgumentParser(description="Checks a running Palabre with a real browser.")
    parser.add_argument("base", help="http://127.0.0.1:8080")
    parser.add_argument("folder", nargs="?", help="for screenshots; without it none are taken")
    parser.add_argument("--community", help="its slug (default: the first of the list)")
    parser.add_argument("--moderator", metavar="EMAIL", help="of the community; the password in $MODERATOR_PASSWORD")
    given = parser.parse_args()
    if given.folder:
        os.makedirs(given.folder, exist_ok=True)
    with Chromium() as browser:
        walk = Walk(browser, given.base, given.folder)
        try:
            path, space = walk.as_visitor(given.community)
            if space:
                thread = walk.as_member(path, space)
                if given.moderator:
                    walk.as_moderator(path, thread, given.moderator, os.environ["MODERATOR_PASSWORD"])
            else:
                print("no space: nothing was written")
        except AssertionError as fault:
            print(f"not as it should be: {fault}", file=sys.stderr)
            return 1
    print(f"{walk.done} checks passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
