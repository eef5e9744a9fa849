#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What happens while a page is open: one connection for all tabs, replies that wait in one line, in a real browser."""
import re
import unittest

from palabre_process import Town
from visitor import WAIT, BrowserCase

STREAM = re.compile(r"/api/v1/communities/[^/]+/stream$")
ARRIVALS = "palabre-replies .arrivals"


class LiveTest(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = Town(cls)
        cls.server = cls.town.server
        cls.boris = cls.town.newcomer("Boris Bleu")

    def thread(self, replies=0):
        """(id, path) of a new one."""
        made = self.town.thread(self.boris, "Une question")
        for _ in range(replies):
            self.reply(made["id"])
        return made["id"], f"/c/{Town.community}/t/{made['id']}"

    def reply(self, thread, text="Une réponse qui arrive."):
        return self.boris.must(201, "POST", f"{Town.api}/threads/{thread}/posts", {"body": text})

    def reader(self, **how):
        """Somebody whose streams are counted: all that were asked for, and those that stand."""
        reader = self.visitor(self.server, **how)
        reader.streams, reader.standing = [], []

        def begun(request):
            if STREAM.search(request.url):
                reader.streams.append(request)
                reader.standing.append(request)

        def ended(request):
            if request in reader.standing:
                reader.standing.remove(request)

        reader.context.on("request", begun)
        reader.context.on("requestfailed", ended)
        reader.context.on("requestfinished", ended)
        return reader

    def waits_for(self, page, text):
        page.locator(ARRIVALS).get_by_text(text, exact=True).wait_for(timeout=WAIT)

    def connected(self, reader, count=1):
        """Until so many streams have been asked for, and one stands and is answered. A loaded machine may see one more: a tab
        that no other answers within a second takes the line."""
        for _ in range(WAIT // 100):
            standing = [request for request in reader.standing if not request.frame.page.is_closed()]  # a closed page tells no end
            if len(reader.streams) >= count and len(standing) == 1 and standing[0].response() is not None:
                return
            reader.context.pages[-1].wait_for_timeout(100)
        self.fail(f"{len(reader.streams)} streams, not {count}; {len(standing)} of them stand, not one")

    def test_eight_tabs_hear_of_a_reply_by_one_connection(self):
        thread, path = self.thread()
        reader = self.reader()
        pages = [reader.page] + [reader.context.new_page() for _ in range(7)]
        for page in pages:
            self.assertEqual(200, page.goto(path).status)
            page.evaluate("window.stayed = true")
        self.connected(reader)
        self.reply(thread)
        for page in pages:
            page.bring_to_front()
            self.waits_for(page, "1 nouvelle réponse")
            self.assertEqual("1 nouvelle réponse", page.locator("#announcer").inner_text())
            self.assertEqual(1, page.locator("article.post").count())
            self.assertTrue(page.evaluate("window.stayed"))
        self.connected(reader)

    def test_replies_wait_and_are_set_in_where_one_asks_for_them(self):
        thread, path = self.thread(replies=2)
        reader = self.reader(language="en")
        page = reader.open(path, look=False).page
        self.connected(reader)
        page.evaluate("window.stayed = true; scrollTo(0, 40)")
        top = page.evaluate("document.querySelector('#p2').getBoundingClientRect().top")
        self.reply(thread, "Die **erste** <b>&")
        self.waits_for(page, "1 new reply")
        self.reply(thread)
        self.waits_for(page, "2 new replies")
        self.assertEqual(top, page.evaluate("document.querySelector('#p2').getBoundingClientRect().top"))
        self.assertEqual(3, page.locator("article.post").count())
        page.locator(ARRIVALS).press("Enter")
        self.assertEqual(["p1", "p2", "p3", "p4", "p5"], page.locator("article.post").evaluate_all("all => all.map(each => each.id)"))
        self.assertEqual("p4", page.evaluate("document.activeElement.id"))
        self.assertIn("Die erste <b>&", page.locator("#p4").inner_text())
        self.assertEqual(0, page.locator(ARRIVALS).count())
        self.assertIn("4", page.locator("#answers").inner_text())
        self.assertTrue(page.evaluate("window.stayed"))
        reader.look()

    def test_what_came_between_the_page_and_its_stream_is_not_missed(self):
        thread, path = self.thread()
        reader = self.reader()
        reader.context.route(STREAM, lambda route: (self.reply(thread), route.continue_()) if len(reader.streams) == 1 else route.continue_())
        reader.open(path, look=False)
        self.waits_for(reader.page, "1 nouvelle réponse")

    def test_another_tab_goes_on_when_the_one_with_the_connection_is_closed(self):
        thread, path = self.thread()
        reader = self.reader()
        first, second = reader.page, reader.context.new_page()
        first.goto(path)
        self.connected(reader)
        second.goto(path)
        first.close()
        self.connected(reader, 2)
        self.reply(thread)
        self.waits_for(second, "1 nouvelle réponse")
        self.connected(reader, 2)

    def test_the_connection_follows_the_community_one_looks_at(self):
        self.town.admin.must(201, "POST", "/api/v1/communities", {"slug": "autre", "name": "Autre"})
        thread, path = self.thread()
        reader = self.reader()
        soins, autre = reader.page, reader.context.new_page()
        soins.goto(path)
        self.connected(reader)
        space = self.town.admin.must(201, "POST", "/api/v1/communities/autre/spaces", {
            "slug": "accueil", "name": "Accueil", "kind": "theme", "visibility": "public", "join_rule": "open"})["id"]
        there = self.server.client().sign_in(self.boris.email)
        there.join("autre", "Boris")
        other = there.must(201, "POST", "/api/v1/communities/autre/threads",
                           {"title": "Ailleurs", "body": "Texte.", "kind": "question", "spaces": [space]})["id"]
        autre.goto(f"/c/autre/t/{other}")
        self.connected(reader, 2)
        soins.bring_to_front()
        soins.evaluate("dispatchEvent(new Event('focus'))")  # at once: the connection that was taken from it winds down yet
        self.connected(reader, 3)
        there.must(201, "POST", f"/api/v1/communities/autre/threads/{other}/posts", {"body": "Réponse."})  # nobody listens there now
        self.reply(thread)
        self.waits_for(soins, "1 nouvelle réponse")
        autre.bring_to_front()
        autre.evaluate("dispatchEvent(new Event('focus'))")
        self.waits_for(autre, "1 nouvelle réponse")
        self.assertEqual({"soins", "autre"}, {request.url.split("/")[-2] for request in reader.streams})

    def test_a_server_that_begins_again_is_found_again_and_nothing_missed(self):
        town = Town(self)
        writer = town.newcomer("Carla")
        thread = town.thread(writer, "Une question")["id"]
        reader = self.reader()
        self.server, before = town.server, self.server
        self.addCleanup(setattr, self, "server", before)
        reader = self.visitor(town.server)
        page = reader.open(f"/c/{Town.community}/t/{thread}", look=False).page
        port = town.server.port
        town.server.stop()
        again = town.house.serve(port=port)
        writer.server = again
        writer.must(201, "POST", f"{Town.api}/threads/{thread}/posts", {"body": "Réponse."})
        self.waits_for(page, "1 nouvelle réponse")

    def test_a_full_page_leads_to_the_next_one(self):
        thread, path = self.thread(replies=19)
        reader = self.reader()
        reader.open(path, look=False)
        self.connected(reader)
        self.reply(thread, "La vingt-et-unième")
        self.waits_for(reader.page, "De nouvelles réponses sont à la page suivante")
        with reader.page.expect_navigation():
            reader.page.locator(ARRIVALS).click()
        reader.says("La vingt-et-unième")

    def test_the_same_text_with_scripts_and_without(self):
        _, path = self.thread(replies=1)
        texts = [self.visitor(self.server, scripts=scripts).open(path).text() for scripts in (True, False)]
        self.assertEqual(texts[0], texts[1])


if __name__ == "__main__":
    unittest.main()
