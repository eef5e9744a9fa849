#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Any time, anywhere, on any device: in a real browser."""
import pathlib
import sys
import unittest

for folder in ("browser", "system"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / folder))
from tour import Tour  # noqa: E402 - found by the lines above
from visitor import LAPTOP, PHONE, WAIT, BrowserCase  # noqa: E402

# What can be done here: where each link and form leads, by what each control is called. What a menu holds counts.
FUNCTIONS = """() => [...document.querySelectorAll('a[href], form, input:not([type=hidden]), textarea, select, button')]
  .filter(e => e.checkVisibility() || e.closest('details'))
  .map(e => e.localName + ' ' + (e.getAttribute('href') ?? e.getAttribute('action') ?? e.name) + ' ' + (e.type ?? ''))
  .map(e => e.replace(/[a-z2-7]{26}/g, 'key')).sort()"""

# What is cut off at the side, but for what scrolls by itself, and what is heard alone.
OUTSIDE = """() => [...document.querySelectorAll('a[href], input:not([type=hidden]), textarea, select, button, summary')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).clipPath === 'none' && !e.matches('.skip'))
  .filter(e => { const at = e.getBoundingClientRect(); return at.width > 0 && (at.left < -1 || at.right > innerWidth + 1); })
  .map(e => e.outerHTML.slice(0, 90))"""


class Anywhere(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = Tour(cls)
        cls.server = cls.tour.server

    def test_P10_every_function_is_usable_at_360_px_and_on_a_desktop(self):
        people = {}
        for place in self.tour.places:
            if place.acts or place.name == "parts":
                continue
            with self.subTest(place.name):
                if place.who not in people:
                    people[place.who] = self.tour.enter(self.visitor(self.server, size=PHONE), place.who)
                page = people[place.who].open(place.path, place.status, look=False).page
                page.wait_for_function("() => !document.querySelector('[aria-busy=true]')", timeout=WAIT)
                functions = []
                for size in (PHONE, LAPTOP):
                    page.set_viewport_size({"width": size[0], "height": size[1]})
                    functions.append(page.evaluate(FUNCTIONS))
                    self.assertEqual([], page.evaluate(OUTSIDE), f"cut off at {size[0]} px")
                self.assertEqual(*functions)
                self.assertTrue(functions[0])

    def test_P10_installable(self):
        visitor = self.visitor(self.server)
        page = visitor.open(f"/c/{self.tour.community}", look=False).page
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        watch = visitor.context.new_cdp_session(page)
        watch.send("Page.enable")
        # The browser's own verdict; a private window, which this is, never installs anything.
        faults = {each["errorId"] for each in watch.send("Page.getInstallabilityErrors")["installabilityErrors"]}
        self.assertEqual(set(), faults - {"in-incognito"})
        manifest = visitor.context.request.get(page.locator("link[rel=manifest]").get_attribute("href"))
        self.assertEqual(200, manifest.status)
        self.assertEqual("standalone", manifest.json()["display"])
        for icon in manifest.json()["icons"]:
            self.assertEqual(200, visitor.context.request.get(icon["src"]).status)

    def test_P10_last_read_pages_are_readable_offline(self):
        reader = self.tour.enter(self.visitor(self.server), "member")
        thread, here = self.tour.address(self.tour.question["id"]), f"/c/{self.tour.community}"
        read = {}
        reader.open(here, look=False)
        reader.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        for path in (here, here + "/s/accueil", thread):
            reader.open(path, look=False)
            read[path] = reader.page.locator("main").inner_text()
            # A page is kept once it has come: the worker tells nobody when.
            reader.page.wait_for_function("""async path => {
                for (const name of await caches.keys()) if (await (await caches.open(name)).match(path, {ignoreVary: true})) return true;
                return false;}""", arg=path, timeout=WAIT)
        reader.context.set_offline(True)
        for path, text in read.items():
            with self.subTest(path):
                reader.page.goto(path)
                for line in filter(None, map(str.strip, text.splitlines()[:6])):
                    self.assertIn(line, reader.page.locator("main").inner_text())
        reader.page.goto(here + "/m/" + self.tour.anna.member)  # never read
        reader.says("Vous êtes hors ligne")
        for path in read:  # what can be read instead
            reader.page.locator(f'main a[href$="{path}"]').first.wait_for(timeout=WAIT)


if __name__ == "__main__":
    unittest.main()
