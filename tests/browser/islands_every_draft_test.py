#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every form in which one writes, on every page of the tour: what was written survives a reload, a browser that is killed, and a
session that has ended. How drafts come and go is islands_drafts_test.py's."""
import contextlib
import pathlib
import re
import shutil
import tempfile
import unittest

import islands_drafts_test as drafts
from palabre_process import PASSWORD
from playwright.sync_api import Error
from tour import Tour
from visitor import PHONE, SOURCE, WAIT, BrowserCase, Visitor, needed

# Where nothing is kept, and why. By the path that a form is sent to.
NOT_KEPT = {
    "/register": "a password stands in it, and there is no account whose draft it could be",
}
# Says what a template writes into; in problem.tpl stands what came with a refusal, which the last step is about.
WRITES = re.compile(r'<textarea|type="text"|type=text|parts/(?:text_field|optional_field|attach|ad_field)')
NOT_A_PAGE = {"problem", "dev/ui"}

# The forms of the page that are sent and have a text, by what they are sent to and what they are about, with what stands in them.
FORMS = """() => [...document.forms].filter(form => form.method === 'post').map(form => [
    [new URL(form.action).pathname, ...[...form.querySelectorAll('input[type=hidden]')]
      .filter(e => ['parent', 'message'].includes(e.name)).map(e => e.value)].join(' '),
    [...form.querySelectorAll('textarea, input[type=text]')].filter(e => !e.readOnly).map(e => [e.name, e.value])])
  .filter(([, texts]) => texts.length > 0)"""
# Writes into all of them, in each something of its own.
WRITE = """forms => { for (const form of document.forms) {
  const about = forms.find(([action, texts]) => texts.length > 0 && !form.dataset.written && form.method === 'post' &&
    action.split(' ')[0] === new URL(form.action).pathname &&
    action.split(' ').slice(1).every(id => form.querySelector(`input[type=hidden][value="${id}"]`)));
  if (!about) continue;
  form.dataset.written = '';
  for (const field of form.querySelectorAll('textarea, input[type=text]')) {
    const found = about[1].find(([name]) => name === field.name);
    if (!found || field.readOnly) continue;
    field.value = found[1];
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
  } } }"""


def written(forms):
    """What is to stand in these forms."""
    return [[action, [[name, f"Écrit dans {name} de {action}"] for name, _ in texts]] for action, texts in forms]


class EveryDraftTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = tour = Tour(cls)
        cls.server = tour.server
        rules = {"moderated": True, "open": True}
        tour.admin.must(204, "PUT", tour.api + "/ads/rules", rules)
        waiting = tour.boris.must(201, "POST", tour.api + "/ads",
                                  {"kind": "premises-offered", "title": "En attente", "body": "Un texte.", "departement": "44",
                                   "place": "Nantes", "surface": 30, "rent": 65000})["id"]
        tour.admin.must(204, "PUT", tour.api + "/ads/rules", {**rules, "moderated": False})
        tour.anna.must(201, "POST", f"{tour.api}/conversations/{tour.conversation}/messages", {"body": "Un second message."})
        tour.server.wait_applied()
        here = f"/c/{tour.community}"
        cls.pages = [(place.who, place.path) for place in tour.places if place.status == 200 and not place.acts and place.name != "parts"]
        cls.pages += [("moderator", f"{here}/ads/{waiting}"), ("manager", f"{here}/ads/{tour.ad}"),
                      ("member", f"{here}/ads/{tour.ad}/edit"), ("member", f"{here}/o/{tour.practice}/edit")]

    def setUp(self):
        self.profile = pathlib.Path(tempfile.mkdtemp(prefix="palabre-profile-"))
        self.addCleanup(shutil.rmtree, self.profile, ignore_errors=True)
        self.begin()

    def begin(self):
        """The browser, with what it has on the disk."""
        context = self.browser._playwright.chromium.launch_persistent_context(
            self.profile, executable_path=needed(), args=["--no-sandbox", "--disable-gpu"], locale="fr",
            viewport={"width": PHONE[0], "height": PHONE[1]}, base_url=f"http://127.0.0.1:{self.server.port}")
        context.set_default_timeout(WAIT)
        self.reader = Visitor(self.browser, context, PHONE, "light")
        self.addCleanup(self.end, self.reader)
        self.page, self.enters = self.reader.page, None

    @staticmethod
    def end(reader):
        with contextlib.suppress(Error):  # it may have been killed
            reader.leave()

    def open(self, who, path):
        """The page, as one of the people, who has a session of her own."""
        if self.enters != who:
            self.page.context.clear_cookies()
            self.client = None
            if who != "visitor":
                self.client = self.server.client().sign_in(self.tour.people[who].email, PASSWORD)
                name, value = self.client.cookie.split("=", 1)
                self.page.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{self.server.port}"}])
            self.enters = who
        self.reader.open(path, look=False)

    def forms(self):
        return [form for form in self.page.evaluate(FORMS) if form[0] not in NOT_KEPT]

    def stands(self, wanted):
        """Until this stands in the page's forms."""
        for _ in range(WAIT // 100):
            found = self.forms()
            if found == wanted:
                return
            self.page.wait_for_timeout(100)
        self.assertEqual(wanted, found)

    def stored(self, wanted):
        """Until all that was written is on the disk."""
        texts = {text for _, fields in wanted for _, text in fields}
        for _ in range(WAIT // 100):
            kept = {value for _, fields in self.page.evaluate(drafts.STORED) for _, value in fields}
            if texts <= kept:
                return
            self.page.wait_for_timeout(100)
        self.fail(f"not kept: {sorted(texts - kept)}")

    def test_outlives_reload_crash_and_the_end_of_a_session(self):
        met = {}
        for who, path in self.pages:
            self.open(who, path)
            wanted = written(self.forms())
            if not wanted:
                continue
            with self.subTest("reload", who=who, path=path):
                self.page.evaluate(WRITE, wanted)
                self.stands(wanted)
                self.stored(wanted)
                met[who, path] = wanted
                self.page.reload()
                self.stands(wanted)
        self.every_form_is_met({action.split(" ")[0] for forms in met.values() for action, _ in forms})
        drafts.DraftsTest.kill(self.profile)
        self.begin()
        for (who, path), wanted in met.items():
            with self.subTest("crash", who=who, path=path):
                self.open(who, path)
                self.stands(wanted)
        for (who, path), wanted in met.items():
            # Of forms that are sent to the same place (a comment on each post) one.
            for action, texts in {action.split(" ")[0]: (action, texts) for action, texts in wanted}.values():
                with self.subTest("session", who=who, path=path, form=action):
                    self.sends_when_the_session_is_over(who, path, action, texts, wanted)
                    self.open(who, path)
                    self.stands(wanted)

    def sends_when_the_session_is_over(self, who, path, action, texts, wanted):
        self.open(who, path)
        self.stands(wanted)
        self.client.must(204, "DELETE", "/api/v1/account/sessions")
        self.server.wait_applied()
        self.enters = None
        with self.page.expect_navigation(wait_until="load") as going:
            self.page.evaluate("""([action, name, text]) => {
                const form = [...document.forms].find(form => new URL(form.action).pathname === action.split(' ')[0] &&
                    [...form.elements].some(e => e.name === name && e.value === text));
                form.noValidate = true;
                form.requestSubmit(); }""", [action, *texts[0]])
        self.assertEqual(401, going.value.status)

    def every_form_is_met(self, paths):
        """Each form of a template in which one writes was on a page."""
        folder, missed = SOURCE / "http/pages", []
        for file in sorted(folder.rglob("*.tpl")):
            name = str(file.relative_to(folder))[:-4]
            for action, content in re.findall(r'<form method="post"[^>]*? action="([^"]*)"[^>]*>(.*?)</form>', file.read_text("utf-8"), re.DOTALL):
                if name in NOT_A_PAGE or not WRITES.search(content):
                    continue
                shape = "[^#]*".join(map(re.escape, re.split(r"\{\{.*?\}\}", action.split("#")[0])))
                if not any(re.fullmatch(shape, path) for path in paths | set(NOT_KEPT)):
                    missed.append(f"{name}: {action}")
        self.assertEqual([], missed)


if __name__ == "__main__":
    unittest.main()
