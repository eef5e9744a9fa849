#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What scripts add where one reads and writes, in a real browser: the preview in place, members behind an @, how far one has
read, how far files are, the bell."""
import re
import unittest

from palabre_process import PASSWORD, Town
from visitor import WAIT, BrowserCase

READ = re.compile(r"/c/[^/]+/read/")


class ForumTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.anna = cls.town.newcomer("Anna Ambre")
        cls.boris = cls.town.newcomer("Boris Bleu")

    def enter(self, client, service_workers="block"):
        """Signed in by the page. Without the service worker, through which requests cannot be held up."""
        visitor = self.visitor(self.server, service_workers=service_workers)
        visitor.open("/sign-in", look=False)
        visitor.fill("#email", client.email).fill("#password", PASSWORD)
        return visitor.press("main form button", look=False)

    def thread(self, replies=0):
        made = self.town.thread(self.boris, "Une question")
        for number in range(replies):
            self.town.reply(self.boris, made["id"], f"Réponse {number}. " + "Et encore une phrase. " * 30)
        return made["id"], f"/c/{Town.community}/t/{made['id']}"

    def test_the_preview_stands_in_place_and_what_was_typed_stays(self):
        _, path = self.thread()
        page = self.enter(self.anna).open(path, look=False).page
        page.evaluate("window.stayed = true")
        page.fill("#body", "Un **gras** <script>alert(1)</script>")
        page.locator("#reply button[name=preview]").click()
        page.locator("#reply section.preview strong").get_by_text("gras").wait_for(timeout=WAIT)
        self.assertTrue(page.evaluate("window.stayed"))
        self.assertEqual("Un **gras** <script>alert(1)</script>", page.input_value("#body"))
        self.assertIn("<script>alert(1)</script>", page.locator("section.preview").inner_text())
        page.fill("#body", "Autre *chose*")
        page.locator("#reply button[name=preview]").click()
        page.locator("section.preview em").get_by_text("chose").wait_for(timeout=WAIT)
        self.assertEqual(1, page.locator("section.preview").count())

    def test_members_are_suggested_behind_an_at_by_keyboard(self):
        thread, path = self.thread()
        visitor = self.enter(self.anna, "allow")  # that it is held off is told on the console, which is looked at
        page = visitor.open(path, look=False).page
        page.locator("#body").focus()
        page.keyboard.type("Bonjour @Bor")
        page.locator(".suggestions [role=option]").get_by_text("Boris Bleu").wait_for(timeout=WAIT)
        visitor.look()
        chosen = page.locator("#body").get_attribute("aria-activedescendant")
        self.assertEqual("true", page.locator(f"#{chosen}").get_attribute("aria-selected"))
        page.keyboard.press("Enter")
        self.assertEqual("Bonjour @Boris Bleu ", page.input_value("#body"))
        self.assertEqual(0, page.locator(".suggestions").count())
        page.keyboard.type("et @Bor")
        page.locator(".suggestions").wait_for(timeout=WAIT)
        page.keyboard.press("Escape")
        self.assertEqual(0, page.locator(".suggestions").count())
        visitor.press("#reply form button", look=False)
        [post] = [each for each in self.town.page(thread, self.boris)["posts"] if "Bonjour" in each["body_html"]]
        self.assertIn(f"/m/{self.boris.member}", post["body_html"])

    def test_what_was_in_view_is_marked_as_read_and_no_more(self):
        thread, path = self.thread(replies=6)
        page = self.enter(self.anna).open(path, look=False).page
        with page.expect_request_finished(lambda asked: READ.search(asked.url) is not None, timeout=WAIT) as told:
            for _ in range(60):  # as a wheel or thumb does
                page.mouse.wheel(0, 200)
                page.wait_for_timeout(50)
        self.assertIn("ordinal=7", told.value.post_data)
        self.town.reply(self.boris, thread, "Une de plus.")
        self.server.wait_applied()
        self.assertEqual(8, self.anna.must(200, "GET", f"{Town.api}/threads/{thread}")["viewer"]["unread"])

    def test_how_far_files_are_is_told(self):
        _, path = self.thread()
        visitor = self.enter(self.anna)
        page = visitor.open(path, look=False).page
        # A slow line: the rest of the page has come.
        watch = visitor.context.new_cdp_session(page)
        watch.send("Network.enable")
        watch.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000})
        page.fill("#body", "Un document.")
        page.set_input_files("#file-1", {"name": "long.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"x" * 1_500_000})
        page.locator("#reply form button").first.click()
        page.locator(".sending progress").wait_for(timeout=WAIT)
        self.assertRegex(page.locator(".sending").inner_text(), r"\d+ %|\d+\s?%")
        page.locator("article.post .documents").get_by_text("long.pdf").wait_for(timeout=2 * WAIT)

    def test_the_bell_counts_without_a_reload(self):
        mine = self.town.thread(self.anna, "Ma question")["id"]
        page = self.enter(self.anna).open(f"/c/{Town.community}", look=False).page
        page.evaluate("window.stayed = true")
        before = page.locator("#bell").inner_text()
        self.town.reply(self.boris, mine)
        page.wait_for_function("before => document.getElementById('bell').innerText !== before", arg=before, timeout=WAIT)
        self.assertTrue(page.evaluate("window.stayed"))
        self.assertRegex(page.locator("#bell").inner_text(), r"\d")


if __name__ == "__main__":
    unittest.main()
