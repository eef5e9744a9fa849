#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The parts of the pages, all states of each, in a real browser: /dev/ui is opened as any page, and so is looked at in
both languages, sizes and themes (visitor.py)."""
import unittest

from palabre_process import House
from visitor import PHONE, BrowserCase


class KitTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = House(cls)
        cls.server = cls.house.serve("--developer-pages", "yes")

    def test_every_part_in_each_state(self):
        for language, word in (("fr", "Trier par"), ("en", "Sort by")):
            with self.subTest(language):
                anybody = self.visitor(self.server, language=language)
                anybody.open("/dev/ui").says(word, "Ada Lovelace-Byron")
                headings = anybody.page.locator("main h2[lang=en]").all_inner_texts()
                self.assertGreater(len(headings), 8)

    def test_what_opens_can_be_reached_and_closed_by_keyboard(self):
        for scripts in (True, False):
            with self.subTest(scripts=scripts):
                page = self.visitor(self.server, scripts=scripts).open("/dev/ui").page
                menu = page.locator("main .menu")
                menu.locator("summary").focus()
                page.keyboard.press("Enter")
                self.assertTrue(menu.locator("a").first.is_visible())
                page.keyboard.press("Tab")
                self.assertEqual("?sort=activity", page.evaluate("document.activeElement.getAttribute('href')"))
                page.locator("[popovertarget=dev-dialog-box]").first.focus()
                page.keyboard.press("Enter")
                self.assertTrue(page.locator("#dev-dialog-box").is_visible())
                page.keyboard.press("Escape")
                self.assertFalse(page.locator("#dev-dialog-box").is_visible())

    def test_the_first_key_leads_to_the_content_and_focus_is_seen(self):
        page = self.visitor(self.server, size=PHONE).open("/dev/ui").page
        page.keyboard.press("Tab")
        self.assertEqual("skip", page.evaluate("document.activeElement.className"))
        self.assertGreaterEqual(page.evaluate("document.activeElement.getBoundingClientRect().top"), 0)
        page.keyboard.press("Enter")
        self.assertEqual("content", page.evaluate("document.activeElement.id"))
        unseen = page.evaluate("""() => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
            .filter(e => e.checkVisibility() && !e.disabled)
            .filter(e => { e.focus({focusVisible: true}); const s = getComputedStyle(e), r = getComputedStyle(e.closest('.row') ?? e);
                           return s.outlineStyle === 'none' && r.outlineStyle === 'none'; })
            .map(e => e.outerHTML.slice(0, 80))""")
        self.assertEqual([], unseen)

    def test_is_for_developers_only(self):
        closed = House(self).serve()
        self.assertEqual(404, closed.anonymous("/dev/ui", headers={"Accept": "text/html"}).status)


class TheLook(BrowserCase):
    """What look() finds, shown on pages with one fault each."""

    SOUND = ('<!doctype html><html lang="fr"><title>Une page</title><style>body { font: 18px/1.5 sans-serif }</style>'
             '<main><h1>Une page</h1><p>Du texte.</p>%s</main></html>')
    FAULTS = {
        "color-contrast": '<p style="color: #bbb">Trop pâle.</p>',
        "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">',
        "wider than the window": '<p style="width: 2000px">Trop large.</p>',
        "40 % longer": '<p style="white-space: nowrap; width: max-content">Une ligne de texte qui tient</p>',
        "wider than the window, cut off": '<style>main { overflow-x: clip }</style><p style="width: 2000px">Trop large.</p>',
        "too small to hit": '<button style="height: 20px">Non</button>',
        "without a label": "<textarea></textarea>",
        "2 first headings": "<h1>Une autre</h1>",
        "on the console": "<script>console.error('mal')</script>",
        "status of 404": '<img alt="" src="http://127.0.0.1/none.png">',
        "asks another host": '<link rel="stylesheet" href="http://elsewhere.invalid/a.css">',
    }

    def test_finds_each_fault_and_none_where_there_is_none(self):
        for word, fault in {"": "", **self.FAULTS}.items():
            with self.subTest(word):
                visitor = self.browser.visitor(9)
                visitor.page.route("**/none.png", lambda asked: asked.fulfill(status=404))
                visitor.page.set_content(self.SOUND % fault)
                if not word:
                    visitor.look()
                    continue
                with self.assertRaises(AssertionError) as found:
                    visitor.look()
                self.assertIn(word.partition(",")[0], str(found.exception))

    def test_what_nobody_looked_at_is_held_to_other_hosts_and_the_csp(self):
        closed = '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'"><script>alert(1)</script>'
        for word, fault in (("", ""), ("asks another host", self.FAULTS["asks another host"]), ("Content Security Policy", closed)):
            with self.subTest(word):
                visitor = self.browser.visitor(9)
                visitor.context.new_page().set_content(self.SOUND % fault)
                if not word:
                    visitor.leave()
                    continue
                with self.assertRaises(AssertionError) as found:
                    visitor.leave()
                self.assertIn(word, str(found.exception))


if __name__ == "__main__":
    unittest.main()
