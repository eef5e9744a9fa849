#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What takes longer than 200 ms says so, in words and aloud, and not before. The answer is held back until the page has said
so: the page itself tells when, for a browser lets nobody ask it anything while it is on its way elsewhere."""
import json
import unittest

from palabre_process import PASSWORD, Town
from visitor import WAIT, BrowserCase

UNTIL_LOADING = 200  # ms; a browser's timer may be one early
SAYS = "Chargement…"
TELLS = """let begun;
for (const kind of ['click', 'submit']) addEventListener(kind, () => { begun = performance.now(); }, {capture: true});
new MutationObserver((_, eye) => {
  const line = document.querySelector('body > p.state');
  if (!line) return;
  eye.disconnect();
  console.debug(JSON.stringify({after: performance.now() - begun, shown: line.innerText, seen: line.checkVisibility(),
                                said: document.getElementById('announcer').innerText}));
}).observe(document, {childList: true, subtree: true});"""


class LoadingTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.anna = cls.town.newcomer("Anna Ambre")
        cls.thread = cls.town.thread(cls.anna)["id"]

    def test_a_link_and_a_form(self):
        visitor = self.visitor(self.server, service_workers="block")  # requests cannot be held back from a service worker
        visitor.open("/sign-in", look=False).fill("#email", self.anna.email).fill("#password", PASSWORD)
        visitor.press("main form button", look=False)
        page = visitor.page
        page.add_init_script(TELLS)
        for wanted, path in ((f"main a[href='/c/{Town.community}/s/accueil']", "/s/accueil"),
                             (f"form[action$='follow/{self.thread}'] button", f"follow/{self.thread}")):
            with self.subTest(wanted):
                visitor.open(f"/c/{Town.community}/t/{self.thread}/une-question", look=False)
                held = []
                page.route(lambda url, end=path: url.endswith(end), lambda route: held.append(route))
                with page.expect_console_message(lambda said: said.type == "debug", timeout=WAIT) as told:
                    page.locator(wanted).first.click(no_wait_after=True)
                with page.expect_navigation(wait_until="load"):
                    held[0].continue_()
                found = json.loads(told.value.text)
                self.assertGreaterEqual(found.pop("after"), UNTIL_LOADING - 1)
                self.assertEqual({"shown": SAYS, "seen": True, "said": SAYS}, found)
                self.assertEqual(0, page.locator("p.state").count())
                page.unroute_all()


if __name__ == "__main__":
    unittest.main()
