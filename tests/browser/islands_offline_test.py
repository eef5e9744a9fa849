#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reading without a network: what the service worker keeps, of whom, and for how long. The network is taken away by stopping
the server: nothing is emulated."""
import json
import struct
import unittest

from palabre_process import Town
from visitor import WAIT, BrowserCase

KEPT = """async () => {
  const all = {};
  for (const name of await caches.keys())
    if (name.startsWith('palabre-pages-'))
      all[name] = (await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname + new URL(each.url).search);
  return all;
}"""
READY = """async () => {
  await navigator.serviceWorker.ready;
  return navigator.serviceWorker.controller !== null && await caches.match('/offline') !== undefined;
}"""
TOWN = f"/c/{Town.community}"


class OfflineTest(BrowserCase):
    def setUp(self):
        self.town = Town(self)
        self.server = self.town.server
        self.anna = self.town.newcomer("Anna Ambre")
        self.thread = self.town.thread(self.anna)["id"]
        self.path = f"{TOWN}/t/{self.thread}/une-question"

    def member(self, client=None, **how):
        visitor = self.visitor(self.server, **how)
        self.signed_in(visitor, client or self.anna)
        return visitor

    def signed_in(self, visitor, client):
        name, value = client.cookie.split("=", 1)
        visitor.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{self.server.port}"}])

    def ready(self, visitor, path="/"):
        """Until the worker answers for the site and has what it needs without a network."""
        visitor.open(path, look=False)
        for _ in range(WAIT // 100):
            if visitor.page.evaluate(READY):
                return visitor.page
            visitor.page.wait_for_timeout(100)
        return self.fail("no service worker")

    def kept(self, page, *paths):
        """Until the pages that are kept are these, in any order."""
        for _ in range(WAIT // 100):
            found = [path for each in page.evaluate(KEPT).values() for path in each]
            if sorted(found) == sorted(paths):
                return
            page.wait_for_timeout(100)
        self.fail(f"{found} is kept, not {paths}")

    def test_what_was_read_can_be_read_without_a_network(self):
        visitor = self.member()
        page = self.ready(visitor)
        visitor.open(self.path)
        self.kept(page, self.path)
        self.server.stop()
        visitor.open(self.path, look=False).says("Un texte.", "Vous êtes hors ligne. Cette page a été gardée le")
        self.assertEqual("4px", page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--radius').trim()"))
        page.goto(f"{TOWN}/threads")
        visitor.says("Vous êtes hors ligne", "Réessayer")
        page.locator("palabre-kept-pages a").first.wait_for()
        page.locator("palabre-kept-pages a", has_text="Une question").first.click()
        page.wait_for_url(f"**{self.path}")
        visitor.says("Un texte.")

    def test_what_could_not_be_sent_leads_back_to_the_text(self):
        visitor = self.member()
        page = self.ready(visitor)
        visitor.open(self.path, look=False)
        self.kept(page, self.path)
        page.locator("#reply textarea[name=body]").fill("Écrit dans le train")
        port = self.server.port
        self.server.stop()
        visitor.press("#reply form > button", status=503, look=False)
        visitor.says("Vous êtes hors ligne", "Ce que vous avez écrit est gardé")
        page.locator("main a.button").click()
        page.wait_for_url(f"**{self.path}")
        page.locator("#reply .draft").wait_for()
        self.assertEqual("Écrit dans le train", page.locator("#reply textarea[name=body]").input_value())
        again = self.town.house.serve(port=port)
        self.town.server = self.server = again
        page.reload()
        page.locator("#reply .draft").wait_for()
        visitor.press("#reply form > button", look=False).says("Écrit dans le train")

    def test_what_only_some_may_know_is_never_kept(self):
        closed = self.town.space("bureau", "invitation")
        self.town.give_role(self.anna, "moderator")
        opened = [self.town.thread(self.anna, title, spaces=spaces)["id"] for title, spaces in
                  (("Cachée", [closed]), ("Des deux", [self.town.open_space, closed]), ("Entre membres", [self.town.members_space]))]
        visitor = self.member()
        page = self.ready(visitor)
        for path in (TOWN, f"{TOWN}/threads", f"{TOWN}/s/bureau", f"{TOWN}/profile", f"{TOWN}/new"):
            visitor.open(path, look=False)
        for thread in opened:
            visitor.open(f"{TOWN}/t/{thread}", look=False)
        visitor.open(f"{TOWN}/s/membres", look=False)
        self.kept(page, f"{TOWN}/t/{opened[2]}/entre-membres", f"{TOWN}/s/membres")

    def test_signing_out_wipes_all_and_so_does_another_account(self):
        visitor = self.member()
        page = self.ready(visitor)
        visitor.open(self.path, look=False)
        self.kept(page, self.path)
        self.signed_in(visitor, self.town.newcomer("Boris Bleu"))
        visitor.open(f"{TOWN}/threads", look=False)
        self.kept(page, f"{TOWN}/threads")
        if page.locator(".top details.menu").count():
            page.locator(".top details.menu summary").click()
        visitor.press("form[action='/sign-out'] button", look=False)
        left = page.evaluate(KEPT)
        self.assertEqual([], [name for name in left if not name.endswith("-nobody")])
        self.assertNotIn(f"{TOWN}/threads", [path for paths in left.values() for path in paths])

    def test_the_oldest_of_more_than_fifty_go(self):
        visitor = self.member()
        page = self.ready(visitor)
        paths = [f"{TOWN}/t/{self.town.thread(self.anna, f'N {i}')['id']}/n-{i}" for i in range(52)]
        for path in paths:
            visitor.open(path, look=False)
        self.kept(page, *paths[2:])

    def test_it_can_be_installed(self):
        page = self.visitor(self.server).open("/").page
        self.assertEqual("/manifest.webmanifest", page.locator("link[rel=manifest]").get_attribute("href"))
        manifest = self.server.anonymous("/manifest.webmanifest")
        self.assertEqual((200, "application/manifest+json"), (manifest.status, manifest.headers["content-type"]))
        told = json.loads(manifest.body)
        self.assertEqual(("/", "/", "standalone"), (told["start_url"], told["scope"], told["display"]))
        sizes = set()
        for icon in told["icons"]:
            picture = self.server.anonymous(icon["src"])
            self.assertEqual((200, icon["type"]), (picture.status, picture.headers["content-type"]))
            if icon["type"] == "image/png":
                sizes.add("{}x{}".format(*struct.unpack(">II", picture.body[16:24])))
                self.assertEqual(icon["sizes"], "{}x{}".format(*struct.unpack(">II", picture.body[16:24])))
        self.assertEqual({"192x192", "512x512"}, sizes)
        # What Chromium itself finds wrong with it.
        session = page.context.new_cdp_session(page)
        self.assertEqual([], session.send("Page.getAppManifest")["errors"])
        wrong = [each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
        self.assertEqual([], [each for each in wrong if each != "in-incognito"])  # as every page of these tests is

    def test_the_worker_comes_from_the_root_and_is_looked_for_again(self):
        worker = self.server.anonymous("/service-worker.js")
        self.assertEqual((200, "no-cache"), (worker.status, worker.headers["cache-control"]))
        self.assertTrue(worker.headers["content-type"].startswith("text/javascript"))


if __name__ == "__main__":
    unittest.main()
