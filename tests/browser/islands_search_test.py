#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How a word that is typed into a search may go on, in a real browser: by keyboard and by pressing, asked for once a pause, over
what stands below and moving nothing. Without scripts the fields are what they were."""
import unittest
import urllib.parse

from palabre_process import Town
from visitor import PHONE, WAIT, BrowserCase

BOX, ADS_BOX = "#search-words", "#words"
OPTIONS = ".suggestions [role=option]"
# Letters one behind the other, faster than any pause: no timer can end between them.
HASTILY = """(field, text) => {
  field.focus();
  for (let end = 1; end <= text.length; ++end) {
    field.value = text.slice(0, end);
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }
}"""
PLACES = """() => document.fonts.ready.then(() => [...document.querySelectorAll('h1, h2, form, main, footer, .bottom')]
    .map(e => { const box = e.getBoundingClientRect(); return [box.x, box.y + scrollY, box.width, box.height]; }))"""


def asked(request):
    """The text of a question how it may go on; None: it is another request."""
    parts = urllib.parse.urlsplit(request.url)
    return urllib.parse.parse_qs(parts.query)["q"][0] if parts.path.endswith("/suggest") else None


class SearchTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.anna = cls.town.newcomer("Anna Ambre", True)
        cls.town.thread(cls.anna, "Un pansement au miel", "Les pansements, et le cabinetier.")
        cls.anna.must(201, "POST", cls.town.api + "/ads", {"kind": "premises-offered", "title": "Cabinet clair", "body": "Deux pièces.",
                                                           "departement": "07", "surface": 30})
        cls.server.wait_applied()
        cls.here = f"/c/{Town.community}"

    def type(self, page, box, text):
        page.locator(box).focus()
        page.keyboard.type(text)

    def shown(self, page):
        page.locator(OPTIONS).first.wait_for(timeout=WAIT)
        return page.locator(OPTIONS).all_inner_texts()

    def quiet(self, **how):
        """Whose requests a test may hold back: none goes by a service worker."""
        visitor = self.visitor(self.server, service_workers="block", **how).open(self.here, look=False)
        visitor.questions = []
        visitor.page.on("request", lambda request: visitor.questions.append(asked(request)) if asked(request) else None)
        return visitor

    def test_a_word_is_chosen_by_arrows_and_looked_for_by_another_enter(self):
        visitor = self.visitor(self.server, size=PHONE).open(self.here, look=False)
        page, field = visitor.page, visitor.page.locator(BOX)
        self.assertEqual(("combobox", "false"), (field.get_attribute("role"), field.get_attribute("aria-expanded")))
        before = page.evaluate(PLACES)
        self.type(page, BOX, "au miel pans")
        self.assertEqual({"au miel pansement", "au miel pansements"}, set(self.shown(page)))
        self.assertEqual("true", field.get_attribute("aria-expanded"))
        self.assertEqual(page.locator(".suggestions").get_attribute("id"), field.get_attribute("aria-controls"))
        self.assertIsNone(field.get_attribute("aria-activedescendant"))
        self.assertIn("2 mots proposés", page.locator("#announcer").inner_text())
        self.assertEqual(before, page.evaluate(PLACES))
        visitor.look()
        [first, *_] = self.shown(page)
        page.keyboard.press("ArrowUp")  # round to the last, and back to the first
        page.keyboard.press("ArrowDown")
        chosen = page.locator("#" + field.get_attribute("aria-activedescendant"))
        self.assertEqual(("true", first), (chosen.get_attribute("aria-selected"), chosen.inner_text()))
        visitor.look()
        page.keyboard.press("Enter")
        self.assertEqual((first, 0), (field.input_value(), page.locator(".suggestions").count()))
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        self.assertEqual([first], urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"])
        visitor.says("Un pansement au miel")

    def test_enter_looks_for_what_was_typed_and_escape_leaves_it(self):
        page = self.visitor(self.server).open(self.here, look=False).page
        self.type(page, BOX, "pans")
        self.shown(page)
        page.keyboard.press("Escape")
        self.assertEqual(("pans", 0), (page.input_value(BOX), page.locator(".suggestions").count()))
        self.assertEqual("false", page.locator(BOX).get_attribute("aria-expanded"))
        page.keyboard.type("e")
        self.shown(page)
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        self.assertTrue(page.url.endswith(f"{self.here}/search?q=panse"), page.url)

    def test_a_press_chooses_and_leaving_the_field_puts_the_list_away(self):
        page = self.visitor(self.server, size=PHONE, has_touch=True).open(self.here, look=False).page
        self.type(page, BOX, "pans")
        self.shown(page)
        page.locator(OPTIONS).get_by_text("pansements", exact=True).tap()
        page.locator(".suggestions").wait_for(state="detached", timeout=WAIT)
        self.assertEqual(("pansements", 0), (page.input_value(BOX), page.locator(".suggestions").count()))
        self.assertEqual(BOX, "#" + page.evaluate("document.activeElement.id"))
        page.locator(BOX).fill("")
        self.type(page, BOX, "pans")
        self.shown(page)
        page.keyboard.press("Tab")
        self.assertEqual(0, page.locator(".suggestions").count())
        self.assertNotEqual(BOX, "#" + page.evaluate("document.activeElement.id"))

    def test_ads_are_completed_by_words_of_ads_alone(self):
        visitor = self.member(self.anna, size=PHONE).open(self.here + "/ads", look=False)
        page = visitor.page
        before = page.evaluate(PLACES)
        self.type(page, ADS_BOX, "cabi")
        self.assertEqual(["cabinet"], self.shown(page))
        self.assertEqual(before, page.evaluate(PLACES))
        visitor.look()
        page.locator(ADS_BOX).fill("")
        self.type(page, BOX, "cabi")
        page.locator(OPTIONS).get_by_text("cabinetier").wait_for(timeout=WAIT)
        self.assertEqual({"cabinet", "cabinetier"}, set(self.shown(page)))

    def test_it_is_asked_once_a_pause_and_of_two_questions_the_later_counts(self):
        visitor = self.quiet()
        page, held = visitor.page, []
        page.route("**/suggest?*", lambda route: held.append(route))
        with page.expect_request(lambda request: asked(request) == "pansem", timeout=WAIT):
            page.locator(BOX).evaluate(HASTILY, "pansem")
        self.assertEqual(["pansem"], visitor.questions)
        with page.expect_event("requestfailed", lambda request: asked(request) == "pansem", timeout=WAIT):  # it is not waited for
            with page.expect_request(lambda request: asked(request) == "cab", timeout=WAIT):
                page.locator(BOX).evaluate(HASTILY, "cab")
        self.assertEqual(["pansem", "cab"], visitor.questions)
        while len(held) < 2:
            page.wait_for_timeout(20)
        held[-1].continue_()
        self.assertTrue(all(word.startswith("cab") for word in self.shown(page)))
        page.unroute_all()

    def test_nothing_is_asked_of_one_letter_or_after_too_many_questions(self):
        for status in (429, 503):
            with self.subTest(status):
                self.asks_once_and_is_refused(status)

    def asks_once_and_is_refused(self, status):
        visitor = self.quiet()
        page = visitor.page
        page.route("**/suggest?*", lambda route: route.fulfill(status=status, headers={"Retry-After": "600"}))
        for text in ("p", "pansement "):  # and none behind a word that has ended
            page.locator(BOX).evaluate(HASTILY, text)
            page.wait_for_timeout(500)
        self.assertEqual([], visitor.questions)
        with page.expect_response(lambda answer: answer.status == status, timeout=WAIT):
            page.locator(BOX).evaluate(HASTILY, "pan")
        page.locator(BOX).evaluate(HASTILY, "pans")
        page.wait_for_timeout(500)
        self.assertEqual(["pan"], visitor.questions)
        self.assertEqual(0, page.locator(".suggestions").count())
        page.unroute_all()

    def test_without_scripts_it_is_a_field_in_a_form(self):
        visitor = self.visitor(self.server, scripts=False).open(self.here + "/ads", look=False)
        for box in (BOX, ADS_BOX):
            self.assertIsNone(visitor.page.locator(box).get_attribute("role"))
        visitor.fill(BOX, "pansement").press("header form[role=search] button", look=False)
        visitor.says("Un pansement au miel")


if __name__ == "__main__":
    unittest.main()
