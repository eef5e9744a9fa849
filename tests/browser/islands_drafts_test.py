#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What one writes is not lost: reload, a tab and a browser that are killed, a session that has ended, a double press."""
import contextlib
import os
import pathlib
import shutil
import signal
import tempfile
import unittest

from palabre_process import PASSWORD, Town
from playwright.sync_api import Error
from visitor import WAIT, BrowserCase, needed

TEXT = "Bonjour,\n\nune **réponse** qui n’est pas finie"
FIELD = "#reply textarea[name=body]"
DRAFT = "#reply .draft"
# Each draft as (form, fields), from the browser's own store.
STORED = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open('palabre', 1);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = () => resolve([]);
  asked.onsuccess = () => {
    const all = asked.result.transaction('drafts').objectStore('drafts').getAll();
    all.onerror = () => reject(all.error);
    all.onsuccess = () => { asked.result.close(); resolve(all.result.map(each => [each.form, each.fields])); };
  };
})"""


class DraftsTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server

    def setUp(self):
        self.anna = self.town.newcomer("Anna Ambre")
        self.thread = self.town.thread(self.anna)["id"]
        self.path = f"/c/{Town.community}/t/{self.thread}/une-question"

    def signed_in(self, context, client=None):
        """Gives the browser the client's session, as if it had signed in itself."""
        name, value = (client or self.anna).cookie.split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{self.server.port}"}])

    def member(self, client=None, **how):
        visitor = self.visitor(self.server, **how)
        self.signed_in(visitor.context, client)
        return visitor

    def stored(self, page, count):
        """Until so many drafts are on the disk."""
        for _ in range(WAIT // 100):
            drafts = page.evaluate(STORED)
            if len(drafts) == count:
                return drafts
            page.wait_for_timeout(100)
        self.fail(f"{drafts} is not {count}")

    def write(self, visitor):
        visitor.open(self.path, look=False)
        return self.type(visitor.page)

    def type(self, page):
        page.locator(FIELD).press_sequentially(TEXT[:3])
        page.locator(FIELD).fill(TEXT)
        return self.stored(page, 1)

    def came_back(self, page, word="Brouillon du"):
        page.locator(DRAFT).wait_for(timeout=WAIT)
        self.assertIn(word, page.locator(DRAFT).inner_text())
        self.assertEqual(TEXT, page.locator(FIELD).input_value())

    def posts(self):
        return len(self.town.page(self.thread)["posts"])

    def test_a_reload_brings_it_back_and_one_press_takes_it_away(self):
        visitor = self.member()
        page = visitor.page
        self.write(visitor)
        page.reload()
        self.came_back(page)
        self.assertIn("Brouillon du", page.locator("#announcer").inner_text())
        visitor.look()
        page.locator(DRAFT).get_by_role("button", name="effacer").click()
        self.assertEqual("", page.locator(FIELD).input_value())
        self.assertEqual(0, page.locator(DRAFT).count())
        self.stored(page, 0)
        page.reload()
        page.wait_for_timeout(300)
        self.assertEqual("", page.locator(FIELD).input_value())

    def test_every_kind_of_field_and_in_ones_own_language(self):
        visitor = self.member(language="en")
        page = visitor.page
        visitor.open(f"/c/{Town.community}/new", look=False)
        page.locator("[name=kind][value=advice]").check()
        page.locator("[name=title]").fill("A title")
        page.locator("[name=spaces]").nth(1).check()
        self.stored(page, 1)
        page.reload()
        # Whose account has a language is answered in it, whatever the browser asks for.
        page.get_by_text({"en": "Draft of", "fr": "Brouillon"}[page.evaluate("document.documentElement.lang")]).first.wait_for()
        self.assertTrue(page.locator("[name=kind][value=advice]").is_checked())
        self.assertEqual([False, True], [each.is_checked() for each in page.locator("[name=spaces]").all()])
        self.assertEqual("A title", page.locator("[name=title]").input_value())

    def test_what_is_typed_before_the_store_is_open(self):
        visitor = self.member()
        page = visitor.page
        page.add_init_script("""const open = IDBFactory.prototype.open;
            IDBFactory.prototype.open = function (...told) {
                const asked = {};
                setTimeout(() => {
                    const real = open.apply(this, told);
                    for (const name of ['onupgradeneeded', 'onsuccess', 'onerror'])
                        real[name] = event => { asked.result = real.result; asked.error = real.error; asked.transaction = real.transaction; asked[name]?.(event); };
                }, 1000);
                return asked;
            };""")
        visitor.open(self.path, look=False)
        page.locator(FIELD).fill(TEXT)
        [[_, fields]] = self.stored(page, 1)
        self.assertIn(["body", TEXT], [[name, text.replace("\r\n", "\n")] for name, text in fields])
        page.reload()
        self.came_back(page)

    def test_a_tab_that_is_killed(self):
        visitor = self.member()
        self.write(visitor)
        died = visitor.page
        with died.expect_event("crash"), contextlib.suppress(Error):  # the answer dies with the tab
            died.goto("chrome://crash")
        page = visitor.context.new_page()
        page.goto(self.path)
        self.came_back(page)

    def test_a_browser_that_is_killed(self):
        profile = pathlib.Path(tempfile.mkdtemp(prefix="palabre-profile-"))
        self.addCleanup(shutil.rmtree, profile, ignore_errors=True)
        context = self.over(profile)
        page = context.pages[0]
        page.goto(self.path)
        self.type(page)
        self.kill(profile)
        again = self.over(profile)
        again.pages[0].goto(self.path)
        self.came_back(again.pages[0])

    def over(self, profile):
        """A browser with a profile of its own on the disk."""
        context = self.browser._playwright.chromium.launch_persistent_context(
            profile, executable_path=needed(), args=["--no-sandbox", "--disable-gpu"], locale="fr",
            base_url=f"http://127.0.0.1:{self.server.port}")
        self.addCleanup(self.close, context)
        self.signed_in(context)
        return context

    @staticmethod
    def close(context):
        with contextlib.suppress(Error):  # it may have been killed
            context.close()

    @staticmethod
    def kill(profile):
        """Ends, by kill -9, the browser that runs over this profile, and no other."""
        for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
            except OSError:
                continue  # it has ended
            if f"--user-data-dir={profile}".encode() in words and not any(word.startswith(b"--type=") for word in words):
                os.kill(int(entry.parent.name), signal.SIGKILL)

    def test_a_session_that_has_ended_meanwhile(self):
        visitor = self.member()
        page = visitor.page
        self.write(visitor)
        visitor.context.clear_cookies()
        visitor.press("#reply form button:not(.link)", status=401)
        self.assertIn(TEXT.split("\n")[-1], page.locator("textarea").first.input_value())
        visitor.press("main a.button[href^='/sign-in']")
        page.fill("#email", self.anna.email)
        page.fill("#password", PASSWORD)
        visitor.press("main form button")
        self.assertTrue(page.url.split("#")[0].endswith(self.path), page.url)
        self.came_back(page)
        visitor.press("#reply form > button")
        visitor.says("une réponse qui n’est pas finie")
        self.stored(page, 0)
        self.assertEqual(2, self.posts())

    def test_what_was_taken_does_not_come_back(self):
        visitor = self.member()
        page = visitor.page
        self.write(visitor)
        visitor.press("#reply form > button")
        self.stored(page, 0)
        visitor.open(self.path, look=False)
        page.wait_for_timeout(300)
        self.assertEqual("", page.locator(FIELD).input_value())
        self.assertEqual(0, page.locator(DRAFT).count())

    def test_what_is_refused_is_kept(self):
        visitor = self.member()
        page = visitor.page
        visitor.open(f"/c/{Town.community}/new", look=False)
        page.locator("[name=kind][value=advice]").check()
        page.fill("[name=title]", "Trop long " * 40)
        page.fill("[name=body]", "Texte")
        page.locator("[name=spaces]").first.check()
        visitor.press("main form button:not(.link)", status=422)
        self.stored(page, 1)
        self.assertEqual("Texte", page.locator("[name=body]").input_value())

    def test_nobody_else_gets_it_and_signing_out_wipes_it(self):
        visitor = self.member()
        page = visitor.page
        self.write(visitor)
        self.signed_in(visitor.context, self.town.newcomer("Boris Bleu"))
        visitor.open(self.path, look=False)
        page.wait_for_timeout(300)
        self.assertEqual("", page.locator(FIELD).input_value())
        self.signed_in(visitor.context)
        visitor.open(self.path, look=False)
        self.came_back(page)
        if page.locator(".top details.menu").count():
            page.locator(".top details.menu summary").click()
        visitor.press("form[action='/sign-out'] button")
        self.assertEqual([], self.stored(page, 0))

    def test_ctrl_enter_sends_and_two_presses_send_once(self):
        visitor = self.member()
        page = visitor.page
        sent = []
        page.on("request", lambda request: request.method == "POST" and sent.append(request))
        self.write(visitor)
        page.locator(FIELD).evaluate("""field => {
            const press = () => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true}));
            press(); press();
            field.form.querySelector('button:not(.link)').click();
        }""")
        page.wait_for_url("**#p2")
        self.assertEqual(1, len(sent))
        self.assertEqual(2, self.posts())


if __name__ == "__main__":
    unittest.main()
