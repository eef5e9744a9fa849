#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every form in which one writes, on every page of the tour: what was written and chosen in it survives a reload, a browser that is
killed, and a session that has ended. How drafts come and go is islands_drafts_test.py's."""
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
# Forms in which one chooses and writes nothing: no draft, since choosing again is as few presses as reading that a draft is there.
CHOICES_ALONE = {"accounts/account": "language", "forum/thread_acts": "move", "spaces/style": "style", "notices/settings": "settings",
                 "ads/rules": "rules"}
# Says what a template writes into; in problem.tpl stands what came with a refusal, which the last step is about. Fields for an address
# and for a password are none of these on purpose: browsers fill them in, who one is or wants to invite is nobody's business
# beside one's account, and a password is kept nowhere. Forms of these alone have no draft.
WRITES = re.compile(r'<textarea|type="?(?:text|number|date)\b|parts/(?:text_field|optional_field|attach|ad_field)')
CHOOSES = re.compile(r'<select|type="?(?:checkbox|radio|color)\b|parts/(?:choice|kind_choice)')
A_FORM = re.compile(r'<form method="post"[^>]*? action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
NOT_A_PAGE = {"problem", "dev/ui"}

# The forms of the page that are sent and have a text, by what they are sent to and what they are about, with what stands in
# them: texts, and then what is chosen.
TEXTS = "textarea, input:is([type=text], [type=number], [type=date])"
CHOICES = "select, input:is([type=checkbox], [type=radio], [type=color])"
FORMS = """() => [...document.forms].filter(form => form.method === 'post').map(form => [
    [new URL(form.action).pathname, ...[...form.querySelectorAll('input[type=hidden]')]
      .filter(e => ['parent', 'message'].includes(e.name)).map(e => e.value)].join(' '),
    [...form.querySelectorAll('TEXTS')].filter(e => !e.readOnly).map(e => [e.name, e.value]),
    [...form.querySelectorAll('CHOICES')].filter(e => e.name)
      .map(e => ['checkbox', 'radio'].includes(e.type) ? [`${e.name} ${e.value}`, e.checked] : [e.name, e.value])])
  .filter(([, texts]) => texts.length > 0)""".replace("TEXTS", TEXTS).replace("CHOICES", CHOICES)
# Writes into all of them, in each something of its own, and chooses what was not chosen.
WRITE = """forms => { for (const form of document.forms) {
  const about = forms.find(([action, texts]) => texts.length > 0 && !form.dataset.written && form.method === 'post' &&
    action.split(' ')[0] === new URL(form.action).pathname &&
    action.split(' ').slice(1).every(id => form.querySelector(`input[type=hidden][value="${id}"]`)));
  if (!about) continue;
  form.dataset.written = '';
  for (const field of form.querySelectorAll('TEXTS')) {
    const found = about[1].find(([name]) => name === field.name);
    if (!found || field.readOnly) continue;
    field.value = {date: '2031-12-24', number: '7'}[field.type] ?? found[1];
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
  }
  for (const field of form.querySelectorAll('CHOICES')) {
    if (field.type === 'checkbox') field.checked = !field.checked;
    else if (field.type === 'radio') field.checked = true;
    else if (field.type === 'color') field.value = '#123456';
    else field.selectedIndex = field.selectedIndex === field.options.length - 1 ? 0 : field.options.length - 1;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
  } } }""".replace("TEXTS", TEXTS).replace("CHOICES", CHOICES)


def written(forms):
    """What is to stand in these forms."""
    return [[action, [[name, f"Écrit dans {name} de {action}"] for name, _ in texts]] for action, texts, _ in forms]


class EveryFormIsKnown(unittest.TestCase):
    def test_in_which_one_only_chooses(self):
        """A new form either has a text and so a draft, or it is named here."""
        found = {}
        for file in sorted((SOURCE / "http/pages").rglob("*.tpl")):
            for action, content in A_FORM.findall(file.read_text("utf-8")):
                if CHOOSES.search(content) and not WRITES.search(content) and "type=password" not in content:
                    found[str(file.relative_to(SOURCE / "http/pages"))[:-4]] = action
        self.assertEqual(set(CHOICES_ALONE), set(found) - NOT_A_PAGE)
        for template, word in CHOICES_ALONE.items():
            self.assertIn(f"/{word}", found[template])


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
        texts = {text for _, fields, _ in wanted for _, text in fields}
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
            before = self.forms()
            if not before:
                continue
            with self.subTest("reload", who=who, path=path):
                self.page.evaluate(WRITE, written(before))
                wanted = self.forms()
                for (action, texts, choices), (_, texts_before, choices_before) in zip(wanted, before, strict=True):
                    self.assertTrue(all(one != other for one, other in zip(texts, texts_before, strict=True)), action)
                    self.assertTrue(not choices or choices != choices_before, action)
                self.stored(wanted)
                met[who, path] = wanted
                self.page.reload()
                self.stands(wanted)
        self.every_form_is_met({action.split(" ")[0] for forms in met.values() for action, *_ in forms})
        drafts.DraftsTest.kill(self.profile)
        self.begin()
        for (who, path), wanted in met.items():
            with self.subTest("crash", who=who, path=path):
                self.open(who, path)
                self.stands(wanted)
        for (who, path), wanted in met.items():
            # Of forms that are sent to the same place (a comment on each post) one.
            for action, texts in {action.split(" ")[0]: (action, texts) for action, texts, _ in wanted}.values():
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
            for action, content in A_FORM.findall(file.read_text("utf-8")):
                if name in NOT_A_PAGE or not WRITES.search(content):
                    continue
                shape = "[^#]*".join(map(re.escape, re.split(r"\{\{.*?\}\}", action.split("#")[0])))
                if not any(re.fullmatch(shape, path) for path in paths | set(NOT_KEPT)):
                    missed.append(f"{name}: {action}")
        self.assertEqual([], missed)


if __name__ == "__main__":
    unittest.main()
